"""Exercises and workshops. Estimates: docs/estimates/exercises.py; ranges of about two standard errors (decision 0033)."""

from exchsim.state.parameter import Parameter

_P = Parameter
_POISSON = "MME v7 1985-99, Poisson likelihood of bilateral exercises of a pair a year"

PARAMETERS = (
    _P("exercises.strangers", -5.95, "log 1 per year", -6.4, -5.5, "M",
       _POISSON + ": -6.04 +- .18; .09 added by hand, for exercises that nobody can pay",
       "bilateral exercises that continue nothing, of a pair of size one (percent) that has not met"),
    _P("exercises.size_power", 1.03, "1", 0.9, 1.15, "C", _POISSON, "growth with the size of the pair"),
    _P("exercises.met", 2.22, "log", 1.8, 2.6, "C", _POISSON, "any exercise together in the last five years"),
    _P("exercises.agreement", 1.1, "log", 0.8, 1.4, "C", _POISSON, "a general cooperation agreement"),
    _P("exercises.follow", 0.767, "1", 0.65, 0.87, "C", _POISSON + ": .256 in the next year, kept by .666 a year",
       "exercises of the same pair that follow from one, over all later years"),
    _P("exercises.kept_per_year", 0.666, "share", 0.58, 0.75, "C", _POISSON,
       "what is left of the memory of a bilateral exercise after a year"),
    _P("exercises.series_participants", 4.7, "nations", 4.0, 5.5, "C", "exercises of three or more, 5.2 of NATO's sixteen, MME v7",
       "participants among sixteen members of typical size, of an exercise of an organisation or a workshop"),
    _P("exercises.series_power", 0.1, "1", 0.0, 0.3, "M", "by hand: four or five of five (FPDA), 6 of 33 (OAS), 8 of 43 (PfP), MME v7",
       "growth of this number with those invited"),
    _P("exercises.series_most", 0.95, "share", 0.9, 0.99, "M", "FPDA: .93 to .98, MME v7", "largest share of those invited that comes on average"),
    _P("exercises.attendance_power", 0.7, "1", 0.4, 0.8, "C", "logit of attendance on log capability: .74 NATO, .43 all, MME v7",
       "log odds of coming by the log of a nation's capability over what is typical"),
)  # fmt: skip
