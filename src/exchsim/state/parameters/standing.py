"""Standing: what the world thinks of a nation's conduct."""

from exchsim.state.parameter import Parameter

_P = Parameter

PARAMETERS = (
    _P("standing.memory_years", 5.0, "years", 2.0, 10.0, "M", "proposal", "time in which good and bad deeds are forgotten"),
    _P("standing.hosting_per_year", 0.05, "1 per year", 0.01, 0.15, "M",
       "nothing measured; hosts of visitors are thought to win goodwill (Nye 2004); size proposed",
       "rise of standing of a nation that hosts very many officers for its size"),
    _P("standing.reciprocity_per_year", 0.05, "1 per year", 0.01, 0.15, "M",
       "nothing measured; returning what one gets is what cooperation lives on (Keohane 1986); size proposed",
       "rise of standing of a host that returns all it receives, and fall of one that returns nothing"),
    _P("standing.rupture_per_year", 0.15, "1 per year", 0.03, 0.4, "M",
       "nothing measured; states that break alliances find fewer partners (Gibler 2008); size proposed",
       "fall of standing of a nation with very many relations broken off; half of it with one"),
    _P("standing.loss_per_refusal", 0.1, "share", 0.02, 0.3, "M",
       "nothing measured; the reverse of hosting, felt only by those who ask; sign and size are choices",
       "standing lost by a host that turns away, for distrust, all who ask in a month"),
    _P("standing.acceptance", 0.2, "trust", 0.0, 0.4, "M", "proposal",
       "trust that a guest of the best standing saves with a host, against one of neutral standing"),
)  # fmt: skip
