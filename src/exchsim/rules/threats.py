"""Threats: how often they come, who sees them, who stops them, what harm is done; readiness."""

import math

from exchsim._jit import rule
from exchsim.enums import Domain, ThreatKind

TECHNOLOGY_YEAR = 2015.0  # the base rates of cyber and hybrid threats hold in this year
_TERRORISM_SKILL, _CYBER_SKILL = int(Domain.COUNTERTERRORISM), int(Domain.CYBER)
_HYBRID_SKILL, _CRISIS_SKILL = int(Domain.UNCONVENTIONAL), int(Domain.CRISIS_MANAGEMENT)
MOST_PER_MONTH = 60.0  # the Poisson draw counts to 100, five standard deviations above this mean


@rule
def base_per_year(kind, year, params):
    """Attempts a year against a nation of average size; cyber and hybrid ones grow with technology."""
    if kind == ThreatKind.TERRORISM:
        return params.threats_terrorism_per_year
    if kind == ThreatKind.TRANSNATIONAL_CRIME:
        return params.threats_crime_per_year
    if kind == ThreatKind.CYBER:
        if year < params.threats_cyber_first_year:
            return 0.0
        return params.threats_cyber_per_year * math.exp(params.threats_cyber_growth_per_year * (year - TECHNOLOGY_YEAR))
    return params.threats_hybrid_per_year * math.exp(params.threats_hybrid_growth_per_year * (year - TECHNOLOGY_YEAR))


@rule
def by_rivals(kind, params):
    """What many rivals add to the attempts of a kind, as a share of the usual."""
    if kind == ThreatKind.TERRORISM:
        return params.threats_terrorism_by_rivals
    if kind == ThreatKind.CYBER:
        return params.threats_cyber_by_rivals
    if kind == ThreatKind.HYBRID:
        return params.threats_hybrid_by_rivals
    return 0.0


@rule
def size(capability_share, states, largest):
    """How many times more attempts a nation meets than an average one: root of its relative capability (M)."""
    return min(largest, math.sqrt(max(0.0, capability_share * states)))


@rule
def usual_per_month(kind, year, relative_size, rivals, params):
    """Attempts a month in a usual year; rivals: their number."""
    hostile = 1.0 + by_rivals(kind, params) * rivals / (1.0 + rivals)
    return min(MOST_PER_MONTH, base_per_year(kind, year, params) * relative_size * hostile / 12.0)


@rule
def per_month(usual, surge, around, spill_over):
    """Attempts to be expected this month: what arises at home, and what comes over from neighbours.

    surge: the scenario's factor on what arises at home. around: activity of neighbours, 1 is usual. The two are added,
    so that a surge everywhere multiplies attempts by its factor and does not feed itself.
    """
    return min(MOST_PER_MONTH, usual * ((1.0 - spill_over) * surge + spill_over * around))


@rule
def activity_after(activity, attempts, usual, half_life_months):
    """Activity of a threat in a nation, 1 is usual: attempts over usual ones, smoothed over some months."""
    now = attempts / usual if usual > 0.0 else 1.0
    return now + (activity - now) * 0.5 ** (1.0 / half_life_months)


@rule
def matching_skill(kind, skill, counterterrorism_weight):
    """Skill that meets a kind of threat, from skills by domain."""
    if kind == ThreatKind.TERRORISM:
        return skill[_TERRORISM_SKILL]
    if kind == ThreatKind.TRANSNATIONAL_CRIME:
        return (
            counterterrorism_weight * skill[_TERRORISM_SKILL] + (1.0 - counterterrorism_weight) * skill[_CRISIS_SKILL]
        )
    if kind == ThreatKind.CYBER:
        return skill[_CYBER_SKILL]
    return skill[_HYBRID_SKILL]


@rule
def relevance(near, common_threat, params):
    """How far what another nation knows concerns one's own threats: neighbours and those with the same rivals most."""
    closeness = 1.0 if near else common_threat
    return params.threats_relevance_far + (params.threats_relevance_near - params.threats_relevance_far) * closeness


@rule
def missed(share, other_detection, relevant):
    """Chance that a sharer's knowledge does not reveal an attempt: `1 - S d r`."""
    return 1.0 - share * other_detection * relevant


@rule
def detection(own, missed_by_others):
    """Chance that an attempt is detected: `1 - (1 - d) prod(1 - S_j d_j r_j)`."""
    return 1.0 - (1.0 - own) * missed_by_others


@rule
def aid(helpers_interoperable, helpers, own):
    """What helpers can do for a nation, 0-1: their interoperability, weighted by capability, next to its own.

    helpers_interoperable: sum over helpers of capability times interoperability; helpers: sum of capability.
    """
    both = helpers + own
    return helpers_interoperable / both if both > 0.0 else 0.0


@rule
def prevention(readiness, skill, help_at_hand, own_response, help_share):
    """Chance that a detected attempt is stopped: alone, or by those who come to help of what is left."""
    alone = own_response * math.sqrt(max(0.0, readiness * skill))
    return 1.0 - (1.0 - alone) * (1.0 - help_share * help_at_hand)


@rule
def median_harm(kind, params):
    """Median harm of an attack of a kind."""
    if kind == ThreatKind.TERRORISM:
        return params.threats_terrorism_harm
    if kind == ThreatKind.TRANSNATIONAL_CRIME:
        return params.threats_crime_harm
    if kind == ThreatKind.CYBER:
        return params.threats_cyber_harm
    return params.threats_hybrid_harm


@rule
def damping(crisis_skill, channel_ties, params):
    """Share of harm left by crisis management and by a crisis channel."""
    heard = channel_ties / (channel_ties + params.threats_channel_ties)
    return (1.0 - params.threats_crisis_damping * crisis_skill) * (1.0 - params.threats_channel_damping * heard)


@rule
def harm(kind, deviate, left, params):
    """Harm of one attack: lognormal, heavy-tailed. deviate: standard normal; left: see `damping`."""
    return median_harm(kind, params) * math.exp(params.threats_harm_spread * deviate) * left


@rule
def mean_harm(kind, left, params):
    """Mean of `harm`."""
    return median_harm(kind, params) * math.exp(0.5 * params.threats_harm_spread**2) * left


@rule
def average_harm(year, params):
    """Harm a year that technology makes an average nation without rivals and without defence expect.

    What everybody sees growing is no surprise: harm is remembered against this (decision 0032).
    """
    harm = 0.0
    for kind in range(4):
        harm += base_per_year(kind, year, params) * mean_harm(kind, 1.0, params)
    return harm


@rule
def against_average(harm, average):
    """Harm a year over what technology makes an average nation expect; 0 where there are no threats at all."""
    return harm / average if average > 0.0 else 0.0


@rule
def smoothed(value, now, half_life_years, years):
    """Running mean of harm."""
    return now + (value - now) * 0.5 ** (years / half_life_years)


@rule
def pressure(recent, usual):
    """Attacks suffered of late against what a nation is used to; 1 where it is used to none."""
    return recent / usual if usual > 0.0 else 1.0


@rule
def readiness(skill, interoperability, allies, pool, filled, posts, params):
    """Readiness of a nation, 0-1: a weighted mean of skill, interoperability with allies, language pool, posts filled.

    allies, posts: their number; what a nation has none of does not count. pool: linguists per team that needs one.
    """
    total = params.threats_readiness_skill * skill + params.threats_readiness_pool * -math.expm1(-pool)
    weight = params.threats_readiness_skill + params.threats_readiness_pool
    if allies > 0:
        total += params.threats_readiness_allies * interoperability
        weight += params.threats_readiness_allies
    if posts > 0:
        total += params.threats_readiness_posts * filled / posts
        weight += params.threats_readiness_posts
    return total / weight
