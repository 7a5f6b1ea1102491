"""Phase 11, security: threats arrive, are detected and answered; what a nation is ready for."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Domain, Draw
from exchsim.kernels.intelligence import newcomers
from exchsim.rng import normal, poisson, uniform
from exchsim.rules import intelligence, relations, threats

QUARTER = 3
MONTH = 1.0 / 12.0
KINDS = 4
CRISIS_MANAGEMENT = int(Domain.CRISIS_MANAGEMENT)


@kernel
def assess(i, clock, params, nations, pairs, linguists):
    """What a nation is ready for, and what its helpers can do: allies and partners with an agreement.

    Reads pairs, linguists. Writes nations[i].readiness, aid, channel.
    """
    nation = nations[i]
    allies, posts, filled = 0, 0, 0
    together, helped, helpers, nation.channel = 0.0, 0.0, 0.0, 0.0
    for j in range(nations.size):
        if j == i or nations[j].present == 0:
            continue
        pair = pairs[i, j]
        posts += pair.posts
        filled += pair.filled
        nation.channel += pair.crisis_channel
        if pair.alliance == 1:
            allies += 1
            together += pair.interoperability
        if (pair.alliance == 1 or pair.agreement == 1) and pair.ruptured == 0:
            helpers += nations[j].capability_share
            helped += nations[j].capability_share * pair.interoperability
    pool = relations.per_team(
        linguists[i].sum(), nation.cadre, params.protocols_linguist_share,
        params.protocols_smallest_team / clock.people_per_agent,
    )
    nation.readiness = threats.readiness(
        nation.skill.sum() / 6.0, together / max(1, allies), allies, pool, filled, posts, params
    )
    nation.aid = threats.aid(helped, helpers, nation.capability_share)


@kernel
def watch(params, nations, pairs, neighbours):
    """Chance that an attempt is detected, with what others share; every quarter. Writes nations.detection, warned."""
    own = np.zeros((nations.size, KINDS))
    for i in range(nations.size):
        for kind in range(KINDS):
            skill = threats.matching_skill(kind, nations[i].skill, params.threats_crime_counterterrorism)
            own[i, kind] = params.threats_own_detection * skill
    missed = np.empty(KINDS)
    for i in range(nations.size):
        missed[:] = 1.0
        for j in range(nations.size):
            pair = pairs[j, i]
            known = intelligence.known(pair.sharing, pair.relayed)
            if j == i or nations[j].present == 0 or known <= 0.0:
                continue
            relevant = threats.relevance(neighbours[i, j] == 1, pairs[i, j].threat, params)
            for kind in range(KINDS):
                missed[kind] *= threats.missed(known, own[j, kind], relevant)
        for kind in range(KINDS):
            nations[i].warned[kind] = 1.0 - missed[kind]
            nations[i].detection[kind] = threats.detection(own[i, kind], missed[kind])


@kernel
def usual_attempts(month, clock, params, nations, usual):
    """Attempts a month in a usual year, by nation and kind; 0 for states not present. Writes usual."""
    states = 0
    for i in range(nations.size):
        states += nations[i].present
    for i in range(nations.size):
        relative = threats.size(nations[i].capability_share, states, params.threats_largest_size)
        for kind in range(KINDS):
            usual[i, kind] = threats.usual_per_month(
                kind, 1900.0 + month / 12.0, relative, nations[i].rivals, params
            ) * nations[i].present


@kernel
def around(i, kind, activity, nations, neighbours):
    """Mean activity of a threat among a nation's neighbours; its own surge where there are none."""
    total, count = 0.0, 0
    for j in range(nations.size):
        if neighbours[i, j] == 1 and nations[j].present == 1:
            total += activity[j, kind]
            count += 1
    return total / count if count > 0 else nations[i].surge[kind]


@kernel
def stopping(i, kind, params, nations):
    """Chance that a detected attempt is stopped."""
    skill = threats.matching_skill(kind, nations[i].skill, params.threats_crime_counterterrorism)
    return threats.prevention(
        nations[i].readiness, skill, nations[i].aid, params.threats_own_response, params.threats_help_share
    )


@kernel
def note(out, attempts, detected, prevented, harm):
    """Write down what came of some attempts, in the year of a nation or the month of the world."""
    out.attempts += attempts
    out.detected += detected
    out.prevented += prevented
    out.occurred += attempts - prevented
    out.harm += harm


@kernel
def answer(i, kind, attempts, month, clock, params, nations, row, out):
    """Each attempt is detected or not, stopped or not, and does harm. Returns the harm.

    Writes one row of the year and the month of the world. Draws THREAT_DETECTION, THREAT_RESPONSE, THREAT_HARM.
    """
    seed, nation = clock.seed, nations[i]
    stopped = stopping(i, kind, params, nations)
    left = threats.damping(nation.skill[CRISIS_MANAGEMENT], nation.channel, params)
    done = 0.0
    detected, prevented = 0, 0
    for attempt in range(attempts):
        which = kind * 1000 + attempt
        if uniform(seed, month, Draw.THREAT_DETECTION, nation.code, which) < nation.detection[kind]:
            detected += 1
            if uniform(seed, month, Draw.THREAT_RESPONSE, nation.code, which) < stopped:
                prevented += 1
                continue
        done += threats.harm(kind, normal(seed, month, Draw.THREAT_HARM, nation.code, which), left, params)
    note(row, attempts, detected, prevented, done)
    note(out, attempts, detected, prevented, done)
    return done


@kernel
def expected_harm(i, params, nations, usual):
    """Harm a year that a nation has to expect in a usual year."""
    left = threats.damping(nations[i].skill[CRISIS_MANAGEMENT], nations[i].channel, params)
    harm = 0.0
    for kind in range(KINDS):
        passed = 1.0 - nations[i].detection[kind] * stopping(i, kind, params, nations)
        harm += 12.0 * usual[i, kind] * passed * threats.mean_harm(kind, left, params)
    return harm


@kernel
def suffer(i, harm, average, params, nations):
    """What a nation remembers of attacks, each against the average of its time.

    Writes nations[i].recent_harm, usual_harm, threat_pressure.
    """
    nation = nations[i]
    now = threats.against_average(12.0 * harm, average)
    nation.recent_harm = threats.smoothed(nation.recent_harm, now, params.threats_recent_half_life_years, MONTH)
    nation.usual_harm = threats.smoothed(nation.usual_harm, now, params.threats_usual_half_life_years, MONTH)
    nation.threat_pressure = threats.pressure(nation.recent_harm, nation.usual_harm)


@kernel
def meet_threats(month, clock, params, nations, pairs, neighbours, linguists, threats_out, world_out):
    """Phase 11. Every quarter, and when a state has entered, readiness and detection; every month what comes.

    Reads pairs, linguists. Writes nations, threats_out, world_out. Draws THREAT_ARRIVAL …
    """
    if month % QUARTER == 0 or newcomers(nations):
        for i in range(nations.size):
            if nations[i].present == 1:
                assess(i, clock, params, nations, pairs, linguists)
        watch(params, nations, pairs, neighbours)
    usual = np.empty((nations.size, KINDS))
    usual_attempts(month, clock, params, nations, usual)
    average = threats.average_harm(1900.0 + month / 12.0, params)
    activity = nations["activity"].copy()
    year, out = month // 12 - clock.start // 12, world_out[month - clock.start]
    for i in range(nations.size):
        if nations[i].present == 0:
            continue
        if nations[i].usual_harm < 0.0:
            now = threats.against_average(expected_harm(i, params, nations, usual), average)
            nations[i].recent_harm = nations[i].usual_harm = now
        harm = 0.0
        for kind in range(KINDS):
            waves = around(i, kind, activity, nations, neighbours)
            mean = threats.per_month(usual[i, kind], nations[i].surge[kind], waves, params.threats_spill_over)
            attempts = poisson(clock.seed, month, Draw.THREAT_ARRIVAL, nations[i].code, kind, mean)
            harm += answer(i, kind, attempts, month, clock, params, nations, threats_out[year, i, kind], out)
            nations[i].activity[kind] = threats.activity_after(
                activity[i, kind], attempts, usual[i, kind], params.threats_spill_half_life_months
            )
        suffer(i, harm, average, params, nations)
