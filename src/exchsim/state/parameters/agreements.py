"""Agreements between two states: who wants one, how many a nation can negotiate, how long they last.

Estimates: docs/estimates/agreements.py, one logit for 1981-1999 with habits of states; ranges of two standard errors
(decisions 0010 and 0077). The weight of tension was moved by one of them by hand.
"""

from exchsim.state.parameter import Parameter

_P = Parameter
_LOGIT = "DCAD v1.0 1981-99, logit of a first general agreement on the year before, with habits of states"

PARAMETERS = (
    _P("agreements.constant", 7.7, "logit", 6.0, 9.4, "C", _LOGIT, "constant of the utility of a general agreement"),
    _P("agreements.habit", 0.743, "logit", 0.0, 1.0, "C", _LOGIT,
       "standard deviation between states of how much they are given to signing (estimate .4 to 1; 0: all alike)"),
    _P("agreements.degrees", 0.518, "logit", 0.4, 0.63, "C", _LOGIT, "log(1 + agreements), summed over both states"),
    _P("agreements.introduction", 0.744, "logit", 0.36, 1.13, "C", _LOGIT, "a state with which both have an agreement"),
    _P("agreements.common", -0.808, "logit", -1.12, -0.5, "C", _LOGIT, "log(1 + states with which both have an agreement)"),
    _P("agreements.ally", -1.217, "logit", -1.65, -0.78, "C", _LOGIT, "a defence pact: allies have less need of it"),
    _P("agreements.exercise", 0.738, "logit", 0.43, 1.05, "C", _LOGIT, "an exercise together in the last five years"),
    _P("agreements.rivalry", -1.24, "logit", -2.4, -0.3, "C",
       "logit of 1991-99 alone, DCAD v1.0 (-1.239 +- .600); -.19 +- .45 over 1981-99 with habits", "a strategic rivalry"),
    _P("agreements.ideal", -0.366, "logit per unit", -0.51, -0.22, "C", _LOGIT, "distance of UN ideal points"),
    _P("agreements.power", 0.554, "logit", 0.46, 0.65, "C", _LOGIT, "sum of the logs of both capability indices"),
    _P("agreements.distance", -0.974, "logit", -1.12, -0.83, "C", _LOGIT, "log of the km between capitals"),
    _P("agreements.young", 0.923, "logit", 0.52, 1.32, "C", _LOGIT, "the younger of the two is a young state"),
    _P("agreements.young_years", 10.0, "years", 5.0, 15.0, "M", "proposal", "age up to which a state is young"),
    _P("agreements.tension", -20.0, "logit per unit", -23.2, -10.3, "M",
       _LOGIT + ": -16.7 +- 3.2; one error more by hand, for fewer in the 1980s",
       "tension of the world: products of capability shares, summed over all rivalries"),
    _P("agreements.trust", 1.0, "logit per unit", 0.0, 3.0, "M", "no data",
       "trust that contact has built beyond its political baseline"),
    _P("agreements.alumni", 0.3, "logit", 0.0, 1.0, "M", "no data; influence after Atkinson 2010",
       "alumni in influence, saturating"),
    _P("agreements.ties", 0.3, "logit", 0.0, 1.0, "M", "no data", "ties between officers, saturating"),
    _P("agreements.capacity_reference", 0.005, "share", 0.003, 0.008, "M", "one of two hundred states",
       "capability index of a nation that can negotiate as many agreements as the lever says"),
    _P("agreements.capacity_exponent", 0.2, "1", 0.0, 0.4, "C",
       "most new ones of a state in a year of 1991-99 by its capability: .17; never more than eight (DCAD, COW)",
       "growth of this capacity with capability"),
    _P("agreements.term_years", 7.0, "years", 5.0, 10.0, "C", "78 of 83 ends fall in the seventh year, DCAD v1.0",
       "term after which an agreement is renewed or ends"),
    _P("agreements.renewal", 0.54, "1 per term", 0.4, 0.7, "C", "78 of 169 ended at the end of the term, DCAD v1.0",
       "chance of renewal at the end of the first term, at the political baseline of trust"),
    _P("agreements.renewal_again", 0.95, "1 per term", 0.85, 0.99, "C",
       "2 ends in 286 years of agreements in force for more than seven years, DCAD v1.0",
       "chance of renewal at the end of a later term, likewise"),
    _P("agreements.renewal_rivalry", -2.0, "logit", -4.0, 0.0, "M", "no data", "a rivalry has come between the two"),
    _P("agreements.renewal_trust", 2.0, "logit per unit", 0.0, 4.0, "M", "no data", "trust beyond its political baseline"),
    _P("agreements.renewal_use", 0.5, "logit", 0.0, 1.5, "M", "no data",
       "posts, or an exercise in the last five years, against neither"),
    _P("agreements.information_security_per_year", 0.006, "1 per year", 0.001, 0.03, "M", "proposal",
       "information-security agreement of a pair with an agreement or a pact, at trust .5 and without posts"),
    _P("agreements.training_per_year", 0.007, "1 per year", 0.003, 0.02, "M",
       "88 sector agreements on training and exercises in force in 1999, DCAD v1.0",
       "training or status-of-forces agreement, likewise"),
    _P("agreements.special_trust", 3.0, "1 per unit", 0.0, 6.0, "M", "no data",
       "log effect of trust, the lower of both sides, on either"),
    _P("agreements.special_posts", 0.7, "1", 0.0, 1.5, "M", "no data", "log effect of posts between the two on either"),
    _P("agreements.training_relief", 0.5, "share", 0.0, 1.0, "M", "proposal: status of visitors is settled",
       "part of the trust that a host demands which a training agreement replaces"),
    _P("agreements.training_volume", 0.4, "share", 0.0, 1.0, "M", "no data: such agreements are made to train more people",
       "posts that a training agreement adds with the partner, as a share"),
    _P("agreements.training_attraction", 0.5, "1", 0.0, 1.0, "M", "proposal",
       "weight of a training agreement in the choice of partners, against a general one"),
)  # fmt: skip
