"""Relations between two nations: trust, its political baseline, and what officers add to it."""

import math

from exchsim._jit import rule


@rule
def influence(rank, rank_weight):
    """Weight of an officer of a grade (O1 = 1 … O9 = 9); O3 and below weigh one."""
    return 1.0 + rank_weight * max(0, rank - 3)


@rule
def summable(amount):
    """Rounded to 2**-20: sums of such numbers are exact, so they do not depend on the order of summation."""
    return math.floor(amount * 1048576.0 + 0.5) / 1048576.0


@rule
def normalised_dose(officers, cadre, reference_share):
    """Contact as a multiple of the reference share of a cadre (R: observed post shares from .0005)."""
    return officers / (max(1.0, cadre) * reference_share)


@rule
def per_team(people, cadre, share, smallest):
    """People with a quality per team that needs one; a small cadre needs as many as the `smallest` force does.

    People, cadre and `smallest` are counted in agents, so that it does not matter how many persons one stands for.
    """
    return people / max(smallest, cadre * share)


@rule
def saturating(dose):
    """`D/(1+D)`."""
    return dose / (1.0 + dose)


@rule
def baseline(base, alliance, agreement, rivalry, community, alignment, distance, friends_effect, friends):
    """Political baseline of trust: logistic in what binds two states, ideal-point distance, friends' opinion (M).

    alliance, agreement, rivalry: the effect where there is one, else 0; community: the effect times the strength of
    the standards that they share. friends: 0-1, neutral at .5.
    """
    bonds = alliance + agreement + rivalry + community
    logit = base + bonds + alignment * distance + friends_effect * (friends - 0.5)
    return 1.0 / (1.0 + math.exp(-logit))


@rule
def calmed(channel, relief, half_ties):
    """Share of the harm of an incident left where senior officers, `channel` ties of persons, talk it over (M)."""
    return 1.0 - relief * channel / (channel + half_ties)


@rule
def drift(pull, dose, per_year, years):
    """Ideal points by which a government moves towards those of its officers' hosts (sign R: Martinez Machain 2021).

    pull: sum over hosts of the normalised dose of alumni times the way to the host's ideal point; dose: its sum without
    the way. So it moves to the mean of its hosts, weighted by its alumni, and not beyond. Size M: no coefficient read.
    """
    return per_year * pull / (1.0 + dose) * years


@rule
def trust_after_shock(trust, political, share):
    """Trust just after a rivalry has begun: `share` of what lies above the new baseline is lost at once (M)."""
    return trust - share * max(0.0, trust - political)


@rule
def trust_after(trust, political, dose, understood, incidents, gain, loss, memory_years, years):
    """Pair trust after a short time: `dT = a D/(1+D) Q (1-T) - b N/(1+D) T - (T-T*)/tau` (decision 0027).

    D: dose, N: incidents per year, both normalised by the reference share. Good and bad experience saturate alike,
    so more contact of the same quality never turns into less trust. Kept in [0, 1].
    """
    change = (
        gain * saturating(dose) * understood * (1.0 - trust)
        - loss * incidents / (1.0 + dose) * trust
        - (trust - political) / memory_years
    )
    return min(1.0, max(0.0, trust + change * years))
