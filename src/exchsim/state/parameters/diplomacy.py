"""What governments and hosts decide."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("diplomacy.host_threshold", 0.15, "trust", 0.05, 0.3, "M", "proposal", "trust below which a host refuses visitors"),
    _P("diplomacy.far_apart", 4.0, "ideal points", 3.0, 5.0, "M", "ideal points have an sd of about one (Bailey et al.)",
       "distance of UN ideal points at which two governments have nothing in common"),
    _P("diplomacy.budget_for_posts", 0.8, "share", 0.6, 0.9, "M", "proposal",
       "share of the exchange budget that planning commits to posts; courses and gatherings use the rest"),
)  # fmt: skip
