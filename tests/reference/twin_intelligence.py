"""The twin's secrets: what nations pass to each other, what leaks, what visitors take, whom hosts turn away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchsim.enums import Compromise, Draw, EventKind, PostState
from exchsim.rules import intelligence

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation
    from reference.twin_people import Officer
    from reference.twin_posts import Post

MONTH = 1.0 / 12.0
QUARTER = 3


@dataclass
class Leak:
    """One line in the log of compromises."""

    month: int
    kind: Compromise
    culprit: int
    victim: int
    officer: int
    severity: float


def first_secrecy(nation: Nation) -> None:
    """How well a nation keeps secrets before the first month, and what others think of it."""
    p = nation.model.params
    nation.information_security = intelligence.first_information_security(
        nation.protocol[2], sum(nation.skill) / 6.0, p.intelligence_secrecy_of_regime
    )
    nation.leak_risk = intelligence.prior_risk(nation.information_security, p.intelligence_prior_leak_risk)
    nation.alarm, nation.rivals, nation.leaks_per_year, nation.leaks_this_year = 0.0, 0, 0.0, 0
    nation.vetted = nation.findings = nation.denied = nation.false_denials = 0
    nation.betrayals_per_year = nation.betrayals_expected = nation.espionage_expected = 0.0
    nation.findings_expected = nation.denials_expected = nation.false_denials_expected = 0.0


# phase 3, where the host has a say


def let_in(officer: Officer, post: Post, month: int) -> bool:
    """Does the host's vetting pass this visitor? A denial costs the sender's trust."""
    model, host = post.model, post.host
    if host is None:
        return True
    strict = intelligence.strictness(host.policy.vetting, host.alarm)
    deviate = model.luck.uniform(month, Draw.VETTING, officer.uid, host.code)
    verdict = intelligence.vetting_verdict(deviate, strict, model.params)
    host.vetted += 1
    host.findings_expected += intelligence.finding_chance(strict, model.params)
    host.denials_expected += intelligence.denial_chance(strict, model.params)
    host.false_denials_expected += intelligence.false_denial_chance(strict, model.params)
    host.findings += verdict in (1, 2)
    host.denied += verdict == 2
    host.false_denials += verdict == 3
    if verdict < 2:
        return True
    pair = model.pair(post.sender, host)
    pair.trust = max(0.0, pair.trust - model.params.intelligence_resentment)
    officer.open_file()
    model.chronicle.note(officer, EventKind.DENIED, venue=host.index, topic=post.p)
    return False


# phase 10


def intelligence_phase(model: Twin, month: int) -> None:
    """Every quarter and when a state enters what is shared, every month what is lost."""
    if month % 12 == 0:
        keep_secrets(model)
    new = any(nation.present and nation.usual_harm < 0.0 for nation in model.nations)
    if month % QUARTER == 0 or new:
        for nation in model.nations:
            nation.rivals = sum(other.present and model.pair(nation, other).rivalry for other in model.nations)
        for a, b in model.pairs_of([n for n in model.nations if n.present]):
            model.pair(a, b).sharing = shared(model, a, b, month)
        if month % 12 == 0 or new:
            for a, b in model.pairs_of(model.nations):
                model.pair(a, b).relayed = relayed(model, a, b)
        for nation in model.nations:
            nation.leaks_per_year = expected_leaks(model, nation)
            nation.betrayals_per_year = sum(expected_loss(model, nation, holder) for holder in model.nations)
    for nation in [n for n in model.nations if n.present]:
        nation.betrayals_expected += nation.betrayals_per_year * MONTH
        model.leaks_expected += nation.leaks_per_year * MONTH
    for nation in [n for n in model.nations if n.present]:
        perhaps_leak(model, nation, month)
    for culprit, victim in model.pairs_of(model.nations):
        pair = model.pair(culprit, victim)
        if pair.disclosed and culprit.present and victim.present:
            react(model, Leak(month, Compromise.LEAK, culprit.index, victim.index, -1, pair.disclosed))
        pair.disclosed = 0.0
    for post in model.meeting():
        if post.state == PostState.FILLED and post.host not in (None, post.sender):
            perhaps_spy(post, month)
    for nation in model.nations:
        forget(nation)


def keep_secrets(model: Twin) -> None:
    """Members come up to the best regime among their organisations."""
    for nation in model.nations:
        regimes = [o.information_security for o in model.organisations if nation.index in o.since]
        nation.information_security = intelligence.raised(
            nation.information_security, max([0.0, *regimes]), model.params.intelligence_secrecy_growth_per_year, 1.0
        )


def shared(model: Twin, a: Nation, b: Nation, month: int) -> float:
    """Share of what a knows that it passes to b."""
    pair = model.pair(a, b)
    if pair.rivalry or pair.ruptured:
        return 0.0
    common = [o.information_security for o in model.organisations if a.index in o.since and b.index in o.since]
    agreed = float(model.params.intelligence_agreement_strength) if pair.information_security else 0.0
    regime = max([agreed, *common])
    hindrance = intelligence.barrier(pair.gap, a.protocol[2], b.protocol[2])
    return intelligence.sharing(
        pair.trust, regime, pair.threat, a.threat_pressure, b.threat_pressure,
        abs(a.alignment(month) - b.alignment(month)), b.leak_risk, hindrance, a.policy.compartments, model.params,
    )  # fmt: skip


def relayed(model: Twin, origin: Nation, third: Nation) -> float:
    """Share of what the origin knows that reaches a third party through others, with the origin's consent."""
    pair = model.pair(origin, third)
    if pair.rivalry or pair.ruptured:
        return 0.0

    def passed(a: Nation, b: Nation) -> float:
        return model.pair(a, b).sharing if a is not b and a.present and b.present else 0.0

    paths = [passed(origin, between) * passed(between, third) for between in model.nations]
    return intelligence.relayed(max(paths), passed(origin, third), origin.policy.third_party_rule)


def stake(model: Twin, victim: Nation, holder: Nation) -> float:
    """What an originator has at stake with a holder of its secrets."""
    if victim is holder or not (victim.present and holder.present):
        return 0.0
    pair = model.pair(victim, holder)
    return intelligence.exposed(
        intelligence.known(pair.sharing, pair.relayed), sum(victim.skill) / 6.0,
        intelligence.interest(victim.rivals, model.params.intelligence_interest_without_rivals),
    )  # fmt: skip


def expected_leaks(model: Twin, holder: Nation) -> float:
    """Leaks a year of what others have told a nation."""
    total = 0.0
    for victim in model.nations:
        total += stake(model, victim, holder)
    return intelligence.leaks_per_year(total, holder.information_security, holder.policy.compartments, model.params)


def expected_loss(model: Twin, victim: Nation, holder: Nation) -> float:
    """Leaks a year of what one nation has told another."""
    at_stake = stake(model, victim, holder)
    return intelligence.leaks_per_year(at_stake, holder.information_security, holder.policy.compartments, model.params)


def perhaps_leak(model: Twin, holder: Nation, month: int) -> None:
    """At most one leak a month; the secrets of whoever comes first in a race weighted by stakes are lost."""
    if model.luck.uniform(month, Draw.LEAK, holder.code) >= intelligence.chance(holder.leaks_per_year, MONTH):
        return
    arrivals = {}
    for victim in model.nations:
        at_stake = stake(model, victim, holder)
        if at_stake > 0.0:
            arrivals[victim] = model.luck.exponential(month, Draw.LEAK_ORIGIN, holder.code, victim.code) / at_stake
    if arrivals:
        deviate = model.luck.uniform(month, Draw.LEAK_SEVERITY, holder.code)
        severity = intelligence.severity(deviate, model.params.intelligence_severity_tail)
        react(model, Leak(month, Compromise.LEAK, holder.index, min(arrivals, key=arrivals.get).index, -1, severity))


def perhaps_spy(post: Post, month: int) -> None:
    """A visitor may take what the programme shows."""
    model, officer, sender, host = post.model, post.officer, post.sender, post.host
    hostile = intelligence.hostility(
        model.pair(sender, host).rivalry, abs(sender.alignment(month) - host.alignment(month))
    )
    per_year = model.people_per_agent * intelligence.espionage_per_year(
        post.programme.access, host.policy.access_level, hostile,
        intelligence.strictness(host.policy.vetting, host.alarm), model.params,
    )  # fmt: skip
    host.espionage_expected += per_year * MONTH
    model.espionage_expected += per_year * MONTH
    if model.luck.uniform(month, Draw.ESPIONAGE, officer.uid) < intelligence.chance(per_year, MONTH):
        deviate = model.luck.uniform(month, Draw.ESPIONAGE_SEVERITY, officer.uid)
        severity = intelligence.severity(deviate, model.params.intelligence_severity_tail)
        react(model, Leak(month, Compromise.ESPIONAGE, sender.index, host.index, officer.uid, severity))


def react(model: Twin, leak: Leak) -> None:
    """A compromise costs the victim's trust and some of that of others, confidence and standing, and raises alarm."""
    p, times = model.params, leak.severity
    model.leaks.append(leak)
    culprit, victim = model.nations[leak.culprit], model.nations[leak.victim]
    for nation in model.nations:
        if nation is not culprit and nation.present:
            pair = model.pair(nation, culprit)
            weight = 1.0 if nation is victim else p.intelligence_third_party_loss * pair.sharing
            weight *= intelligence.channelled(
                pair.crisis_channel, p.intelligence_channel_damping, p.threats_channel_ties
            )
            pair.trust = intelligence.damaged(pair.trust, p.intelligence_trust_lost_per_leak, weight, times)
    culprit.leaks_this_year += 1
    culprit.leak_risk = 1.0 - intelligence.damaged(1.0 - culprit.leak_risk, p.intelligence_risk_per_leak, 1.0, times)
    culprit.standing = intelligence.damaged(culprit.standing, p.intelligence_standing_per_leak, 1.0, times)
    victim.alarm = 1.0 - intelligence.damaged(1.0 - victim.alarm, p.intelligence_alarm_per_leak, 1.0, times)


def forget(nation: Nation) -> None:
    """Perceived leak risk and alarm fade."""
    p = nation.model.params
    years = p.intelligence_memory_half_life_years
    prior = intelligence.prior_risk(nation.information_security, p.intelligence_prior_leak_risk)
    nation.leak_risk = intelligence.faded(nation.leak_risk, prior, years, MONTH)
    nation.alarm = intelligence.faded(nation.alarm, 0.0, years, MONTH)
