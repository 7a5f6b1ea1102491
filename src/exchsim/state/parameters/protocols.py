"""Military protocols: familiarity, harmonisation, interoperability."""

from exchsim.state.parameter import Parameter

_P = Parameter
_PROPOSED = "modelling proposal"

PARAMETERS = (
    _P("protocols.learning_exponent", 0.3, "1", 0.2, 0.4, "K-medium", "power law of practice",
       "exponent of procedural learning"),
    _P("protocols.half_life_months", 9.0, "months", 6.5, 13.0, "R", "Tatel & Ackerman; Arthur et al. 1998",
       "half-life of procedural familiarity without use"),
    _P("protocols.preparation_exposure", 0.5, "months of exposure per month", 0.2, 1.0, "M", "proposal",
       "familiarity gained in a preparation course"),
    _P("protocols.pair_familiarity_per_year", 1.0, "1 per year", 0.3, 2.0, "M", "proposal",
       "growth of a pair's procedural familiarity at an unlimited dose"),
    _P("protocols.exercise_familiarity", 0.05, "1 per exercise", 0.02, 0.1, "M", "proposal",
       "share of what is unfamiliar that one exercise removes"),
    _P("protocols.harmonisation_per_year", 0.01, "1 per year", 0.0, 0.05, "M", "proposal",
       "drift of protocol vectors towards each other at an unlimited dose of joint work"),
    _P("protocols.standards_per_year", 0.08, "1 per year", 0.03, 0.15, "M", "proposal",
       "growth of technical interoperability in an organisation with full standards"),
    _P("protocols.adoption_years", 8.0, "years", 4.0, 15.0, "M", "proposal; members of 1999 took about a decade",
       "time in which a member adopts about two thirds of an organisation's standards"),
    _P("protocols.pact_standards", 0.3, "1", 0.1, 0.6, "M", "proposal", "standards that a defence pact alone brings"),
    _P("protocols.technical_drift_per_year", 0.03, "1 per year", 0.01, 0.06, "M", "proposal",
       "yearly loss of technical interoperability as equipment changes"),
    _P("protocols.technical_floor", 0.2, "1", 0.1, 0.4, "M", "proposal", "what unrelated forces have in common"),
    _P("protocols.technical_weight", 0.3, "exponent", 0.2, 0.4, "M", _PROPOSED, "weight of the technical part"),
    _P("protocols.procedural_weight", 0.35, "exponent", 0.25, 0.45, "M", _PROPOSED, "weight of the procedural part"),
    _P("protocols.human_weight", 0.35, "exponent", 0.25, 0.45, "M", _PROPOSED, "weight of the human part"),
    _P("protocols.strangers", 0.5, "1", 0.3, 0.7, "M", "proposal (decision 0028)",
       "human interoperability of people who can talk but know nobody"),
    _P("protocols.unpractised", 0.4, "share", 0.2, 0.6, "M", "proposal (decision 0028)",
       "procedural interoperability that forces with the same procedures lack before they work together"),
    _P("protocols.smallest_team", 20.0, "persons", 5.0, 50.0, "M", "proposal (decision 0028)",
       "linguists, or alumni and ties, that even a small force needs for most of its teams to have one"),
    _P("protocols.linguist_share", 0.005, "share of cadre", 0.001, 0.02, "M", "proposal",
       "share of a cadre speaking the partner's language at which most teams have a linguist"),
    _P("protocols.acquaintance_share", 0.01, "share of cadre", 0.002, 0.05, "M", "proposal",
       "share of alumni and ties in a cadre at which most teams know somebody on the other side"),
    _P("protocols.acquaintance_depth", 0.5, "share", 0.0, 1.0, "M",
       "proposal (decision 0057): no source says what interoperability an alumnus adds",
       "how far an alumnus counts by what contact left behind: 0 every one alike, 1 wholly"),
    _P("protocols.initial_partner_familiarity", 0.1, "1", 0.05, 0.3, "M", "proposal",
       "familiarity of allies when the run starts"),
)  # fmt: skip
