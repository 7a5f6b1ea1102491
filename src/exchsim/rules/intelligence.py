"""Intelligence: what nations pass to each other, what leaks, what visitors take, whom a host turns away."""

import math

from exchsim._jit import rule

FAR_APART = 4.0  # ideal points of the most distant states


@rule
def barrier(gap, communications, other_communications):
    """What hinders passing things on, 0-1: the distance of procedures, and of the security regimes in particular."""
    return 0.5 * gap + 0.5 * abs(communications - other_communications)


@rule
def sharing(trust, secured, threat, pressure, other_pressure, distance, leak_risk, hindrance, compartments, params):
    """Share of what a nation knows of threats that it passes to another: a logistic (signs R, sizes M).

    secured: strength of their best common information-security regime, 1 for an agreement. threat: share of rivals in
    common. pressure: attacks that each suffers, 1 is usual; the smaller of both is shared. distance: of ideal points.
    """
    logit = (
        params.intelligence_sharing_base
        + params.intelligence_sharing_trust * (trust - 0.5)
        + params.intelligence_sharing_secured * secured
        + params.intelligence_sharing_threat * threat
        + params.intelligence_sharing_pressure * math.log(0.5 * (1.0 + min(pressure, other_pressure)))
        + params.intelligence_sharing_distance * distance
        + params.intelligence_sharing_leak_risk * leak_risk
        + params.intelligence_sharing_barrier * hindrance
        + params.intelligence_sharing_compartments * compartments
    )
    return 1.0 / (1.0 + math.exp(-logit))


@rule
def relayed(path, shared, strictness):
    """Share of an originator's knowledge that reaches a third party through the best intermediary.

    path: what the originator passes to the intermediary times what that passes on. Under the third-party rule the
    originator consents only as far as it shares with the third party itself; strictness 0 none to 1 always.
    """
    return path * (1.0 - strictness * (1.0 - shared))


@rule
def known(shared, relayed_share):
    """Share of an originator's knowledge that a nation has, by whichever way brought more."""
    return max(shared, relayed_share)


@rule
def first_information_security(communications, skill, weight):
    """How well a nation keeps secrets at the start: its security regime, and what its spending brings (M)."""
    return min(0.95, max(0.05, weight * communications + (1.0 - weight) * skill))


@rule
def prior_risk(information_security, share):
    """Leak risk that others expect of a nation before anything has leaked."""
    return share * (1.0 - information_security)


@rule
def raised(security, regime, growth_per_year, years):
    """Information security of a member that comes up to its organisation's regime; never down."""
    if regime <= security:
        return security
    return security + (regime - security) * -math.expm1(-growth_per_year * years)


@rule
def interest(rivals, without_rivals):
    """Interest that outsiders take in a nation's secrets, 0-1: grows with its rivals."""
    return without_rivals + (1.0 - without_rivals) * rivals / (1.0 + rivals)


@rule
def exposed(known_share, skill, interest_taken):
    """What an originator has at stake with a recipient: volume passed, times what it is worth to rivals."""
    return known_share * skill * interest_taken


@rule
def leaks_per_year(at_stake, information_security, compartments, params):
    """Leaks of a recipient a year: Poisson in the volume at stake, its insecurity, and how many people know."""
    open_doors = (1.0 - information_security) * (1.0 - params.intelligence_compartments_guard * compartments)
    return params.intelligence_leaks_per_year * at_stake * open_doors


@rule
def chance(per_year, years):
    """Chance of at least one event in a short time."""
    return -math.expm1(-per_year * years)


@rule
def hostility(rivalry, distance):
    """Hostility of two nations, 0-1: a rivalry, else how far apart they vote."""
    return 1.0 if rivalry else min(1.0, distance / FAR_APART)


@rule
def espionage_per_year(access, access_level, hostile, strictness, params):
    """Compromises by one visitor a year, of those that come to light (M: 1e-6 to 1e-4).

    access: what the programme shows, 0-1; access_level: the host's tier, 1 shows all of it.
    """
    tempted = params.intelligence_espionage_per_year * access * access_level
    return tempted * (1.0 + params.intelligence_espionage_hostility * hostile) * (
        1.0 - params.intelligence_vetting_guard * strictness
    )  # fmt: skip


@rule
def access_gain(access, access_level, gain):
    """Factor on what a visitor learns: 1 at the middle tier, more for who sees more."""
    return 1.0 + gain * access * (2.0 * access_level - 1.0)


@rule
def severity(deviate, tail):
    """What a compromise costs: Pareto from 1 with a heavy tail, at most 100. deviate: uniform."""
    return min(100.0, deviate ** (-1.0 / tail))


@rule
def damaged(value, share, weight, times):
    """What is left of a good after `times` blows, each of which takes `share`, lessened by `weight`."""
    return value * (1.0 - share * weight) ** times


@rule
def channelled(ties, damping, half):
    """How far a crisis channel lets things pass: 1 without ties between senior officers, less with them."""
    return 1.0 - damping * ties / (ties + half)


@rule
def faded(value, rest, half_life_years, years):
    """Leak risk or alarm after a time in which nothing happened: half the way to `rest` in a half-life."""
    return rest + (value - rest) * 0.5 ** (years / half_life_years)


@rule
def strictness(vetting, alarm):
    """Strictness of a host's vetting now: policy, and what alarm adds."""
    return vetting + (1.0 - vetting) * alarm


@rule
def finding_chance(strict, params):
    """Share of visitors of whom vetting finds something: .36 % at strictness one half (C: GAO-24-106421)."""
    return params.intelligence_findings * strict


@rule
def denial_chance(strict, params):
    """Share of visitors turned away for cause: a part of the findings that grows with strictness."""
    return finding_chance(strict, params) * params.intelligence_denied_of_findings * strict


@rule
def false_denial_chance(strict, params):
    """Share of visitors turned away without cause: grows with the square of strictness (M)."""
    return params.intelligence_false_denials * strict * strict


@rule
def vetting_verdict(deviate, strict, params):
    """Outcome of vetting one visitor: 0 nothing, 1 a finding without consequence, 2 a denial for cause, 3 a false one.

    deviate: uniform; one number decides, so that a stricter host denies whom a milder one denies.
    """
    if deviate < finding_chance(strict, params):
        return 2 if deviate < denial_chance(strict, params) else 1
    return 3 if deviate > 1.0 - false_denial_chance(strict, params) else 0
