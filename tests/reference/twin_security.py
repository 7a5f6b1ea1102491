"""The twin's threats: who sees them, who stops them, what they cost; what a nation is ready for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchsim.enums import Domain, Draw, PostState, ThreatKind
from exchsim.rules import intelligence, relations, threats

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

MONTH = 1.0 / 12.0
QUARTER = 3


@dataclass
class Toll:
    """What came of attempts."""

    attempts: int = 0
    detected: int = 0
    prevented: int = 0
    occurred: int = 0
    harm: float = 0.0


def first_threats(nation: Nation) -> None:
    """Before the first month nothing surges and nothing is remembered."""
    nation.surge, nation.activity = [1.0] * 4, [1.0] * 4
    nation.detection, nation.warned = [0.0] * 4, [0.0] * 4
    nation.aid = nation.channel = nation.recent_harm = 0.0
    nation.usual_harm, nation.threat_pressure = -1.0, 1.0


def security_phase(model: Twin, month: int) -> None:
    """Phase 11: readiness and detection every quarter and when a state enters; every month what comes."""
    present = [n for n in model.nations if n.present]
    if month % QUARTER == 0 or month == model.blueprint.start or any(n.usual_harm < 0.0 for n in present):
        for nation in present:
            assess(nation)
        for nation in model.nations:
            nation.detection = [detection(nation, kind) for kind in ThreatKind]
    usual = {nation: [usual_attempts(nation, kind, month) for kind in ThreatKind] for nation in present}
    waves = {nation: [around(nation, kind) for kind in ThreatKind] for nation in present}
    for nation in present:
        if nation.usual_harm < 0.0:
            nation.recent_harm = nation.usual_harm = against_average(nation, expected_harm(nation, usual[nation]))
        harm = 0.0
        for kind in ThreatKind:
            harm += meet(nation, kind, usual[nation][kind], waves[nation][kind], month)
        remember(nation, harm)


def others(nation: Nation) -> list[Nation]:
    """All other states present."""
    return [n for n in nation.model.nations if n.present and n is not nation]


def assess(nation: Nation) -> None:
    """Readiness; and help from allies and from partners with an agreement."""
    model, p = nation.model, nation.model.params
    allies = [n for n in others(nation) if model.pair(nation, n).alliance]
    posts = [post for post in model.posts.values() if post.sender is nation and post.bilateral and post.host.present]
    together, helped, helpers, nation.channel = 0.0, 0.0, 0.0, 0.0
    for other in others(nation):
        pair = model.pair(nation, other)
        nation.channel += pair.crisis_channel
        together += pair.interoperability if other in allies else 0.0
        if (pair.alliance or pair.agreement) and not pair.ruptured:
            helpers += other.capability_share
            helped += other.capability_share * pair.interoperability
    pool = relations.per_team(
        float(model.linguists[nation.index].sum()), nation.cadre, p.protocols_linguist_share, model.smallest_team
    )
    filled = sum(post.state == PostState.FILLED for post in posts)
    nation.readiness = threats.readiness(
        sum(nation.skill) / 6.0, together / max(1, len(allies)), len(allies), pool, filled, len(posts), p
    )
    nation.aid = threats.aid(helped, helpers, nation.capability_share)


def own_detection(nation: Nation, kind: ThreatKind) -> float:
    """Chance that a nation detects an attempt alone."""
    return nation.model.params.threats_own_detection * skill_against(nation, kind)


def skill_against(nation: Nation, kind: ThreatKind) -> float:
    """Skill that meets a kind of threat."""
    return threats.matching_skill(int(kind), tuple(nation.skill), nation.model.params.threats_crime_counterterrorism)


def detection(nation: Nation, kind: ThreatKind) -> float:
    """Chance that an attempt is detected, alone or by what others share."""
    model, missed = nation.model, 1.0
    for other in others(nation):
        pair = model.pair(other, nation)
        near = bool(model.blueprint.neighbours[nation.index, other.index])
        relevant = threats.relevance(near, model.pair(nation, other).threat, model.params)
        known = intelligence.known(pair.sharing, pair.relayed)
        missed *= threats.missed(known, own_detection(other, kind), relevant)
    nation.warned[kind] = 1.0 - missed
    return threats.detection(own_detection(nation, kind), missed)


def usual_attempts(nation: Nation, kind: ThreatKind, month: int) -> float:
    """Attempts a month in a usual year."""
    p = nation.model.params
    size = threats.size(nation.capability_share, len(others(nation)) + 1, p.threats_largest_size)
    year = 1900.0 + month / 12.0
    return threats.usual_per_month(int(kind), year, size, nation.rivals, p)


def around(nation: Nation, kind: ThreatKind) -> float:
    """Mean activity among neighbours; where there are none, as at home."""
    near = [n.activity[kind] for n in others(nation) if nation.model.blueprint.neighbours[nation.index, n.index]]
    return sum(near) / len(near) if near else nation.surge[kind]


def stopping(nation: Nation, kind: ThreatKind) -> float:
    """Chance that a detected attempt is stopped."""
    p = nation.model.params
    return threats.prevention(
        nation.readiness, skill_against(nation, kind), nation.aid, p.threats_own_response, p.threats_help_share
    )


def harm_left(nation: Nation) -> float:
    """Share of harm that crisis management and the crisis channel leave."""
    return threats.damping(nation.skill[Domain.CRISIS_MANAGEMENT], nation.channel, nation.model.params)


def expected_harm(nation: Nation, usual: list[float]) -> float:
    """Harm a year in a usual year."""
    total, p = 0.0, nation.model.params
    for kind in ThreatKind:
        passed = 1.0 - nation.detection[kind] * stopping(nation, kind)
        total += 12.0 * usual[kind] * passed * threats.mean_harm(int(kind), harm_left(nation), p)
    return total


def meet(nation: Nation, kind: ThreatKind, usual: float, waves: float, month: int) -> float:
    """This month's attempts of a kind and what comes of each. Returns the harm."""
    model, p, luck = nation.model, nation.model.params, nation.model.luck
    mean = threats.per_month(usual, nation.surge[kind], waves, p.threats_spill_over)
    toll = Toll(attempts=luck.poisson(month, Draw.THREAT_ARRIVAL, nation.code, int(kind), mean))
    for attempt in range(toll.attempts):
        address = (nation.code, 1000 * int(kind) + attempt)
        seen = luck.uniform(month, Draw.THREAT_DETECTION, *address) < nation.detection[kind]
        toll.detected += seen
        if seen and luck.uniform(month, Draw.THREAT_RESPONSE, *address) < stopping(nation, kind):
            toll.prevented += 1
        else:
            toll.occurred += 1
            toll.harm += threats.harm(int(kind), luck.normal(month, Draw.THREAT_HARM, *address), harm_left(nation), p)
    year = model.threats.setdefault((model.year_of(month), nation.index, int(kind)), Toll())
    for sums in (year, model.toll):
        for name, amount in vars(toll).items():
            setattr(sums, name, getattr(sums, name) + amount)
    nation.activity[kind] = threats.activity_after(
        nation.activity[kind], toll.attempts, usual, p.threats_spill_half_life_months
    )
    return toll.harm


def against_average(nation: Nation, harm: float) -> float:
    """Harm against what technology makes an average nation expect this month."""
    model = nation.model
    return threats.against_average(harm, threats.average_harm(1900.0 + model.month / 12.0, model.params))


def remember(nation: Nation, harm: float) -> None:
    """Attacks of late, and what the nation is used to, each against the average of its time."""
    p = nation.model.params
    now = against_average(nation, 12.0 * harm)
    nation.recent_harm = threats.smoothed(nation.recent_harm, now, p.threats_recent_half_life_years, MONTH)
    nation.usual_harm = threats.smoothed(nation.usual_harm, now, p.threats_usual_half_life_years, MONTH)
    nation.threat_pressure = threats.pressure(nation.recent_harm, nation.usual_harm)
