"""Phase 10, intelligence: what nations pass to each other, what leaks, what visitors take; whom hosts turn away."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Compromise, Draw, PostState
from exchsim.rng import exponential, uniform
from exchsim.rules import intelligence

QUARTER = 3
MONTH = 1.0 / 12.0
LEAK, ESPIONAGE = int(Compromise.LEAK), int(Compromise.ESPIONAGE)


@kernel
def vet(post, officer, month, clock, params, policies, nations, pairs):
    """Does the host let this visitor in? Writes the host's counts; a denial costs trust. Draws VETTING."""
    if post.host < 0:  # the United Nations turns nobody away
        return True
    host = nations[post.host]
    strict = intelligence.strictness(policies[post.host].vetting, host.alarm)
    verdict = intelligence.vetting_verdict(uniform(clock.seed, month, Draw.VETTING, officer, host.code), strict, params)
    host.vetted += 1
    host.findings_expected += intelligence.finding_chance(strict, params)
    host.denials_expected += intelligence.denial_chance(strict, params)
    host.false_denials_expected += intelligence.false_denial_chance(strict, params)
    host.findings += 1 if verdict == 1 or verdict == 2 else 0
    host.denied += 1 if verdict == 2 else 0
    host.false_denials += 1 if verdict == 3 else 0
    if verdict < 2:
        return True
    pair = pairs[post.sender, post.host]
    pair.trust = max(0.0, pair.trust - params.intelligence_resentment)
    return False


@kernel
def keep_secrets(params, nations, organisations, member_since):
    """Every January members come up to the regime of their organisations. Writes nations.information_security."""
    for i in range(nations.size):
        regime = 0.0
        for o in range(organisations.size):
            if member_since[o, i] >= 0:
                regime = max(regime, organisations[o].information_security)
        nations[i].information_security = intelligence.raised(
            nations[i].information_security, regime, params.intelligence_secrecy_growth_per_year, 1.0
        )


@kernel
def count_rivals(nations, pairs):
    """States present that are rivals. Writes nations.rivals."""
    for i in range(nations.size):
        nations[i].rivals = 0
        for j in range(nations.size):
            nations[i].rivals += int(pairs[i, j].rivalry) * int(nations[j].present)


@kernel
def common_regime(i, j, params, pairs, organisations, member_since):
    """Strength of the best information-security regime that two nations share: of an organisation or an agreement."""
    best = params.intelligence_agreement_strength * pairs[i, j].information_security
    for o in range(organisations.size):
        if organisations[o].information_security > best and member_since[o, i] >= 0 and member_since[o, j] >= 0:
            best = organisations[o].information_security
    return best


@kernel
def share(month, clock, params, policies, nations, pairs, organisations, member_since, alignment):
    """What every nation passes to every other; nothing to rivals and where relations are broken off.

    Reads pairs (trust, threat, gap, agreements). Writes pairs.sharing. Draws nothing.
    """
    year = month // 12 - clock.start // 12
    for i in range(nations.size):
        for j in range(nations.size):
            pair = pairs[i, j]
            if i == j or nations[i].present == 0 or nations[j].present == 0:
                continue
            if pair.rivalry == 1 or pair.ruptured == 1:
                pair.sharing = 0.0
                continue
            pair.sharing = intelligence.sharing(
                pair.trust, common_regime(i, j, params, pairs, organisations, member_since), pair.threat,
                nations[i].threat_pressure, nations[j].threat_pressure, abs(alignment[i, year] - alignment[j, year]),
                nations[j].leak_risk,
                intelligence.barrier(pair.gap, nations[i].protocol[2], nations[j].protocol[2]),
                policies[i].compartments, params,
            )


@kernel
def relay(policies, nations, pairs):
    """What reaches third parties through the best intermediary, with the originator's consent.

    Every January. A loop over three states, on a bare matrix. Writes pairs.relayed. Draws nothing.
    """
    n = nations.size
    shared = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j and nations[i].present == 1 and nations[j].present == 1:
                shared[i, j] = pairs[i, j].sharing
    best = np.empty(n)
    for k in range(n):
        best[:] = 0.0
        for j in range(n):
            if shared[k, j] > 0.0:
                for i in range(n):
                    best[i] = max(best[i], shared[k, j] * shared[j, i])
        for i in range(n):
            pair = pairs[k, i]
            friendly = i != k and pair.rivalry == 0 and pair.ruptured == 0
            consented = intelligence.relayed(best[i], shared[k, i], policies[k].third_party_rule)
            pair.relayed = consented if friendly else 0.0


@kernel
def at_stake(victim, holder, params, nations, pairs):
    """What an originator has at stake with a holder of its secrets."""
    pair = pairs[victim, holder]
    if victim == holder or nations[victim].present == 0 or nations[holder].present == 0:
        return 0.0
    return intelligence.exposed(
        intelligence.known(pair.sharing, pair.relayed), nations[victim].skill.sum() / 6.0,
        intelligence.interest(nations[victim].rivals, params.intelligence_interest_without_rivals),
    )


@kernel
def expect_leaks(params, policies, nations, pairs):
    """Leaks to be expected by each nation, and of its own secrets, for the quarter.

    Writes nations.leaks_per_year, betrayals_per_year.
    """
    for i in range(nations.size):
        nations[i].betrayals_per_year = 0.0
    for j in range(nations.size):
        kept, shut = nations[j].information_security, policies[j].compartments
        total = 0.0
        for i in range(nations.size):
            stake = at_stake(i, j, params, nations, pairs)
            total += stake
            nations[i].betrayals_per_year += intelligence.leaks_per_year(stake, kept, shut, params)
        nations[j].leaks_per_year = intelligence.leaks_per_year(total, kept, shut, params)


@kernel
def origin_of_leak(holder, month, clock, params, nations, pairs):
    """Whose secrets leak: in proportion to what is at stake, by a race, so that no state disturbs another's luck.

    Draws LEAK_ORIGIN. Returns -1 where nothing is at stake any more.
    """
    first, soonest = -1, 1e300
    for i in range(nations.size):
        stake = at_stake(i, holder, params, nations, pairs)
        if stake > 0.0:
            time = exponential(clock.seed, month, Draw.LEAK_ORIGIN, nations[holder].code, nations[i].code) / stake
            if time < soonest:
                first, soonest = i, time
    return first


@kernel
def react(kind, culprit, victim, officer, cost, month, clock, params, nations, pairs, leaks):
    """What a compromise does: it is written down, costs trust, the victim's and that of others, and raises alarm.

    Writes leaks, pairs.trust, nations (leak_risk, standing, alarm). Draws nothing.
    """
    row = leaks[clock.leaks]
    clock.leaks += 1
    row.month, row.kind, row.culprit, row.victim = month, kind, culprit, victim
    row.officer, row.severity = officer, cost
    for k in range(nations.size):
        if k == culprit or nations[k].present == 0:
            continue
        pair = pairs[k, culprit]
        weight = 1.0 if k == victim else params.intelligence_third_party_loss * pair.sharing
        weight *= intelligence.channelled(
            pair.crisis_channel, params.intelligence_channel_damping, params.threats_channel_ties
        )
        pair.trust = intelligence.damaged(pair.trust, params.intelligence_trust_lost_per_leak, weight, cost)
    leaker = nations[culprit]
    leaker.leaks_this_year += 1
    leaker.leak_risk = 1.0 - intelligence.damaged(1.0 - leaker.leak_risk, params.intelligence_risk_per_leak, 1.0, cost)
    leaker.standing = intelligence.damaged(leaker.standing, params.intelligence_standing_per_leak, 1.0, cost)
    harmed = nations[victim]
    harmed.alarm = 1.0 - intelligence.damaged(1.0 - harmed.alarm, params.intelligence_alarm_per_leak, 1.0, cost)


@kernel
def leak(month, clock, params, nations, pairs, leaks, out):
    """Leaks of this month, those to be expected, and what they cost. Writes leaks, nations, out.

    Draws LEAK, LEAK_ORIGIN, LEAK_SEVERITY.
    """
    for j in range(nations.size):
        if nations[j].present == 1:
            nations[j].betrayals_expected += nations[j].betrayals_per_year * MONTH
            out.leaks_expected += nations[j].leaks_per_year * MONTH
        code = nations[j].code
        likely = intelligence.chance(nations[j].leaks_per_year, MONTH)
        if nations[j].present == 0 or uniform(clock.seed, month, Draw.LEAK, code, 0) >= likely:
            continue
        victim = origin_of_leak(j, month, clock, params, nations, pairs)
        if victim >= 0:
            deviate = uniform(clock.seed, month, Draw.LEAK_SEVERITY, code, 0)
            cost = intelligence.severity(deviate, params.intelligence_severity_tail)
            react(LEAK, j, victim, -1, cost, month, clock, params, nations, pairs, leaks)
            out.leaks += 1


@kernel
def disclose(month, clock, params, nations, pairs, leaks, out):
    """Dated leaks of this month: which secrets, and how grave, the scenario says. Writes leaks, pairs, nations, out."""
    if clock.disclosures == 0:
        return
    for j in range(nations.size):
        for victim in range(nations.size):
            cost = pairs[j, victim].disclosed
            pairs[j, victim].disclosed = 0.0
            if cost > 0.0 and nations[j].present == 1 and nations[victim].present == 1:
                react(LEAK, j, victim, -1, cost, month, clock, params, nations, pairs, leaks)
                out.leaks += 1


@kernel
def spy(month, clock, params, programmes, policies, nations, pairs, alignment, dossiers, posts, meeting_order, leaks,
        out):
    """Visitors who take what they are shown. Writes leaks, cases to be expected, what they cost.

    Draws ESPIONAGE, ESPIONAGE_SEVERITY.
    """
    year = month // 12 - clock.start // 12
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        sender, host = post.sender, post.host
        if post.state != PostState.FILLED or sender == host or host < 0:
            continue
        officer = dossiers[post.dossier].uid
        distance = abs(alignment[sender, year] - alignment[host, year])
        hostile = intelligence.hostility(pairs[sender, host].rivalry, distance)
        per_year = clock.people_per_agent * intelligence.espionage_per_year(
            programmes[post.programme].access, policies[host].access_level, hostile,
            intelligence.strictness(policies[host].vetting, nations[host].alarm), params,
        )
        nations[host].espionage_expected += per_year * MONTH
        out.espionage_expected += per_year * MONTH
        if uniform(clock.seed, month, Draw.ESPIONAGE, officer, 0) < intelligence.chance(per_year, MONTH):
            deviate = uniform(clock.seed, month, Draw.ESPIONAGE_SEVERITY, officer, 0)
            cost = intelligence.severity(deviate, params.intelligence_severity_tail)
            react(ESPIONAGE, sender, host, officer, cost, month, clock, params, nations, pairs, leaks)
            out.espionage += 1


@kernel
def forget(params, nations):
    """Perceived leak risk and alarm fade. Writes nations."""
    years = params.intelligence_memory_half_life_years
    for i in range(nations.size):
        prior = intelligence.prior_risk(nations[i].information_security, params.intelligence_prior_leak_risk)
        nations[i].leak_risk = intelligence.faded(nations[i].leak_risk, prior, years, MONTH)
        nations[i].alarm = intelligence.faded(nations[i].alarm, 0.0, years, MONTH)


@kernel
def newcomers(nations):
    """Is there a state that has not yet lived a month: what it is used to is still to be reckoned?"""
    new = 0
    for i in range(nations.size):
        new += 1 if nations[i].present == 1 and nations[i].usual_harm < 0.0 else 0
    return new > 0


@kernel
def exchange_intelligence(month, clock, params, programmes, policies, nations, pairs, organisations, member_since,
                          alignment, dossiers, posts, meeting_order, leaks, world_out):
    """Phase 10. Every quarter, and when a state has entered, what is shared; every month what is lost.

    Reads pairs, posts. Writes pairs (sharing, relayed, trust), nations, leaks, world_out. Draws LEAK, ESPIONAGE …
    """
    out = world_out[month - clock.start]
    if month % 12 == 0:
        keep_secrets(params, nations, organisations, member_since)
    if month % QUARTER == 0 or newcomers(nations):
        count_rivals(nations, pairs)
        share(month, clock, params, policies, nations, pairs, organisations, member_since, alignment)
        if month % 12 == 0 or newcomers(nations):
            relay(policies, nations, pairs)
        expect_leaks(params, policies, nations, pairs)
    leak(month, clock, params, nations, pairs, leaks, out)
    disclose(month, clock, params, nations, pairs, leaks, out)
    spy(month, clock, params, programmes, policies, nations, pairs, alignment, dossiers, posts, meeting_order, leaks,
        out)
    forget(params, nations)
