"""Agreements between two states: what they are worth to both, who gets to negotiate, how long they last.

Utility: a yearly logit of pairs without an agreement (C: DCAD v1.0 1981-99, docs/estimates/agreements.py), in which
every state has a habit of its own (decision 0077), and what no data set holds: trust beyond politics, alumni, ties (M).
"""

import math

from exchsim._jit import rule


@rule
def circumstances(common, ally, exercise, rivalry, young, tension, params):
    """Part of the utility that comes from the state of the world: network, pact, rivalry, new states, tension."""
    return (
        params.agreements_introduction * (1.0 if common > 0.0 else 0.0)
        + params.agreements_common * math.log1p(common)
        + params.agreements_ally * ally
        + params.agreements_exercise * exercise
        + params.agreements_rivalry * rivalry
        + params.agreements_young * young
        + params.agreements_tension * tension
    )


@rule
def attraction(degree, other_degree, ideal_distance, capability, other_capability, km, params):
    """Part of the utility that comes from who the two are: partners they have, alignment, size, distance.

    degree: general agreements in force; capability: indices, shares of the world's; km: between capitals.
    A state of many partners is worth as much to one that has none as to another of many.
    """
    return (
        params.agreements_constant
        + params.agreements_degrees * (math.log1p(degree) + math.log1p(other_degree))
        + params.agreements_ideal * ideal_distance
        + params.agreements_power * (math.log(capability + 1e-5) + math.log(other_capability + 1e-5))
        + params.agreements_distance * math.log(km + 50.0)
    )


@rule
def habit(z, params):
    """Part of the utility that is a nation's own, whoever the other is and as long as the run lasts (C).

    z: standard normal. Some governments sign with everybody and others with nobody, for reasons that no data show.
    """
    return params.agreements_habit * z


@rule
def acquaintance(trust_gained, alumni, ties, params):
    """Part of the utility that exchanges have made (M): trust beyond its baseline, alumni and ties from 0 to 1."""
    return params.agreements_trust * trust_gained + params.agreements_alumni * alumni + params.agreements_ties * ties


@rule
def logistic_noise(u):
    """Logistic deviate of a uniform one: a pair of utility v wants an agreement with chance 1 / (1 + exp(-v))."""
    return math.log(u / (1.0 - u))


@rule
def is_young(founded, month, params):
    """Is a state founded in that month still young? States of old (0) never are."""
    return founded > 0 and month - founded < 12.0 * params.agreements_young_years


@rule
def capacity(per_year, capability, params):
    """Mean number of agreements that a nation can negotiate in a year; grows slowly with its capability (C)."""
    return per_year * (capability / params.agreements_capacity_reference) ** params.agreements_capacity_exponent


@rule
def term_months(params):
    """Months from the start of an agreement, or its renewal, to the next decision on it (C: seven years)."""
    return int(12.0 * params.agreements_term_years)


@rule
def renewal_chance(renewals, trust_gained, used, rivalry, params):
    """Chance that an agreement is renewed at the end of its term: .54 at the end of the first, .95 later (C).

    What has been renewed once has proved its worth. More with trust and where it is used, less between rivals (M).
    """
    share = params.agreements_renewal if renewals == 0 else params.agreements_renewal_again
    logit = math.log(share / (1.0 - share)) + params.agreements_renewal_rivalry * rivalry
    logit += params.agreements_renewal_trust * trust_gained + params.agreements_renewal_use * (used - 0.5)
    return 1.0 / (1.0 + math.exp(-logit))


@rule
def special_chance(per_year, effort, other_effort, trust, posts, params):
    """Chance in a year of an information-security or training agreement between partners (M).

    effort: levers of both, none where either is 0; trust: the lower of both sides; posts: 1 where there are any.
    """
    if effort <= 0.0 or other_effort <= 0.0:
        return 0.0
    rate = per_year * 0.5 * (effort + other_effort)
    rate *= math.exp(params.agreements_special_trust * (trust - 0.5) + params.agreements_special_posts * posts)
    return -math.expm1(-rate)


@rule
def demanded_trust(threshold, training, params):
    """Trust that a host demands of a sender: less where a training or status-of-forces agreement holds (M)."""
    return threshold * (1.0 - params.agreements_training_relief * training)


@rule
def training_volume(training, params):
    """How many times as many posts a government wants with a partner where a training agreement holds (M).

    The status of visitors, their courses and who pays are settled, so more go; those to others stay as they are.
    """
    return 1.0 + params.agreements_training_volume * training


@rule
def standing_terms(agreement, training, params):
    """How far agreements make a partner easy to send to: a general one counts 1, training on top (M)."""
    return agreement + params.agreements_training_attraction * training
