"""Contact between people: misunderstandings, personal trust, ties."""

import math

from exchsim._jit import rule
from exchsim.rules import protocols

LN_2 = math.log(2.0)


@rule
def misunderstandings_per_year(worst, occasions, understood, gap, familiarity, beyond_words, strange):
    """Expected misunderstandings of one officer in a year: `m c (1-(1-e)q)(s+(1-s)gap)(1-f)` (M, decisions 0027, 0061).

    occasions: contact c of the month, 1 for all day in person; who seldom meets seldom misunderstands. beyond_words:
    part e of misunderstanding that perfect language leaves; strange: friction s of two staffs with the same procedures.
    At its worst, all day, with no language, opposite procedures and no familiarity, the rate is `worst`.
    """
    misheard = 1.0 - (1.0 - beyond_words) * understood
    return worst * occasions * misheard * protocols.friction(gap, strange) * (1.0 - familiarity)


@rule
def contact_strength(contact, allport, allport_gain, mode_share):
    """Strength of a month's contact: intensity, raised by Allport's conditions (K: x 1.4), less when not in person."""
    return contact * (1.0 + allport_gain * allport) * mode_share


@rule
def mode_share(mode, virtual_share):
    """Share of the in-person effect: 1 in person, `virtual_share` on screen, halfway for hybrid programmes."""
    if mode == 0:
        return 1.0
    return virtual_share if mode == 1 else 0.5 * (1.0 + virtual_share)


@rule
def personal_trust_after(trust, gain_per_year, strength, understood, ceiling, years):
    """Personal trust in sd after `years` of contact: saturating growth towards `ceiling` (K: d = .3-.6 in a year)."""
    rate = gain_per_year * strength * understood / ceiling
    return ceiling + (trust - ceiling) * math.exp(-rate * years)


@rule
def personal_trust_lost(incidents, gain_per_year, negative_weight, months):
    """Personal trust in sd lost to misunderstandings: each is a bad experience worth some months of contact (M).

    A bad one weighs 1.35 times as much as a good one (R: Banas et al. 2020).
    """
    return incidents * negative_weight * gain_per_year * months / 12.0


@rule
def remembered(amount, years, half_life_years):
    """What is left of a memory after `years` without contact."""
    return amount * math.exp(-LN_2 * max(0.0, years) / half_life_years)


@rule
def tie_chance(ties_per_year, strength, understood, years):
    """Chance that a lasting tie forms within `years`."""
    return -math.expm1(-ties_per_year * strength * understood * years)


@rule
def tie_quality(deviate, strength, share):
    """Quality 0-1 of a new tie: luck, less where contact was weak, as on a screen (M, decision 0056).

    deviate: uniform; strength: of the contact in which it was made, at most 1 counts; share: how far that matters.
    """
    return deviate * (1.0 - share * (1.0 - min(1.0, strength)))


@rule
def tie_survival(quality, low, high):
    """Yearly survival of a tie of `quality` 0 … 1 (R: Burt 2001 for the weak end)."""
    return low + (high - low) * quality


@rule
def seniority(rank, per_grade):
    """Weight of an officer in a crisis channel: one from O6 (grade 6) up, `per_grade` of it for each grade below."""
    return per_grade ** max(0, 6 - rank)


@rule
def tie_life_months(waiting, survival_per_year):
    """Months that a tie lasts, from a unit exponential waiting time; at least 1."""
    return 1.0 + math.floor(12.0 * waiting / -math.log(survival_per_year))


@rule
def personal_factor(trait, average, effect):
    """Factor by which a person's trait (0-1) changes a rate: linear around the average person, never below 0 (M)."""
    return max(0.0, 1.0 + effect * (trait - average))


@rule
def break_off_chance(misunderstandings, strain, resilience):
    """Chance that a month's misunderstandings make an officer give up the tour; none for perfect resilience (M)."""
    return 1.0 - (1.0 - strain * (1.0 - resilience)) ** misunderstandings


@rule
def unused_years(idle_months, kept_months):
    """Years of fading that count when a re-contact has kept `kept_months` of `idle_months` from counting."""
    return max(0.0, idle_months - kept_months) / 12.0
