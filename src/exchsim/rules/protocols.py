"""Military protocols: the distance between two ways of working, familiarity, harmonisation, interoperability."""

import math

from exchsim._jit import rule

LN_2 = math.log(2.0)


@rule
def gap(first, second):
    """Distance of two protocol vectors (four numbers 0-1 each): root mean square difference, 0-1."""
    total = 0.0
    for k in range(4):
        total += (first[k] - second[k]) ** 2
    return math.sqrt(total / 4.0)


@rule
def familiarity_after(familiarity, exposure_months, exponent):
    """Familiarity after more exposure: power law of practice, `1 - f = (1 + E)^-b` in months E (K: b = .2-.4)."""
    before = (1.0 - familiarity) ** (-1.0 / exponent)
    return 1.0 - (before + exposure_months) ** -exponent


@rule
def familiarity_left(familiarity, months, half_life_months):
    """Familiarity after `months` without use (R: half-life 6.5-13 months)."""
    return familiarity * math.exp(-LN_2 * max(0.0, months) / half_life_months)


@rule
def pair_familiarity_after(familiarity, dose_share, gain_per_year, half_life_months, years):
    """Familiarity of two forces after a short time: growth with joint work, loss with the half-life of procedures."""
    kept = familiarity_left(familiarity, 12.0 * years, half_life_months)
    return kept + (1.0 - kept) * -math.expm1(-gain_per_year * dose_share * years)


@rule
def exercised(familiarity, share):
    """Familiarity after an exercise that removes `share` of what is unfamiliar."""
    return familiarity + (1.0 - familiarity) * share


@rule
def harmonised(value, target, rate_per_year, years):
    """One element of a protocol vector after it has moved towards another's."""
    return value + (target - value) * -math.expm1(-rate_per_year * years)


@rule
def technical_after(technical, standards, growth_per_year, drift_per_year, floor, years):
    """Technical interoperability after `years`: grows with shared standards, drifts back to what all forces share.

    The closed form of `dI = g S (1-I) - d (I-floor)`, so one step of forty years equals 480 of a month.
    """
    rate = growth_per_year * standards + drift_per_year
    if rate <= 0.0:
        return technical
    rest = (growth_per_year * standards + drift_per_year * floor) / rate
    return rest + (technical - rest) * math.exp(-rate * years)


@rule
def adopted(standards, years, adoption_years):
    """Standards that a member has put into practice after `years` of membership: nothing on the day of joining."""
    return standards * -math.expm1(-max(0.0, years) / adoption_years)


@rule
def technical_of_members(technical, standards, effort, adoption_years, growth_per_year, drift_per_year, floor, years):
    """Technical interoperability after `years` in one organisation, whose standards are adopted from year to year."""
    whole = int(years)
    for year in range(whole):
        shared = min(1.0, adopted(standards, float(year), adoption_years) * effort)
        technical = technical_after(technical, shared, growth_per_year, drift_per_year, floor, 1.0)
    shared = min(1.0, adopted(standards, float(whole), adoption_years) * effort)
    return technical_after(technical, shared, growth_per_year, drift_per_year, floor, years - whole)


@rule
def friction(distance, least):
    """What stands between two staffs, 0-1: `least` where procedures are the same, 1 where they are opposite (M)."""
    return least + (1.0 - least) * distance


@rule
def procedural(distance, familiarity, unpractised):
    """Procedural interoperability: practice with each other overcomes what stands between two forces (M).

    `1 - (u + (1-u) gap)(1-F)`: forces with the same procedures that have never worked together lack `unpractised`
    (decision 0028).
    """
    return 1.0 - friction(distance, unpractised) * (1.0 - familiarity)


@rule
def talk(understood, linguists_per_need):
    """Chance that two officers can talk: staffs' common language, or a linguist who is sent where needed."""
    return understood + (1.0 - understood) * -math.expm1(-linguists_per_need)


@rule
def acquainted(personal_trust, trust_of_a_year, depth):
    """How far an alumnus counts as knowing somebody on the other side, 0-1 (M, decision 0057).

    personal_trust: in the host's people at last contact, sd; a year of full contact (`trust_of_a_year`) or more counts
    whole. depth: how far that matters; for 0 every alumnus counts one, after a week on a screen as after three years.
    """
    return 1.0 - depth * (1.0 - min(1.0, max(0.0, personal_trust) / trust_of_a_year))


@rule
def human(talking, acquaintance, strangers):
    """Human interoperability: people who can talk, and of whom some know somebody on the other side."""
    known = -math.expm1(-acquaintance)
    return talking * (strangers + (1.0 - strangers) * known)


@rule
def interoperability(technical, procedural_part, human_part, a, b, c):
    """The three parts together: a weighted product with exponents a, b, c (M: .3, .35, .35)."""
    return technical**a * procedural_part**b * human_part**c
