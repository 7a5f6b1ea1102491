"""Exercises and workshops of the year: planned every January as part of phase 2."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Draw, Mode, ProgrammeKind
from exchsim.kernels.calendar import cut_off
from exchsim.kernels.choose import add_wishes, can_go, choose_programme
from exchsim.rng import below, poisson, uniform
from exchsim.rules import exercises

RECENT_YEARS = 5  # who met in an exercise within five years has met (docs/odd.md, exercises)
MOST_A_YEAR = 40.0  # mean number of exercises of a pair or of an organisation that is never exceeded


@kernel
def gathering_uid(a, b, year, ordinal):
    """Identity of an event: two codes (nation, nation), (0, organisation) or (nation, 0), year, number."""
    return (((a << 13) | b) << 12 | year) << 8 | ordinal


@kernel
def write_gathering(uid, month, programme, organisation, clock, gatherings):
    """A new event without participants. Counts it even when the log is full; returns whether it was written."""
    written = clock.gatherings < gatherings.size
    if written:
        g = gatherings[clock.gatherings]
        g.uid, g.month, g.programme, g.organisation = uid, month, programme, organisation
        g.first, g.count = clock.participants, 0
    clock.gatherings += 1
    return written


@kernel
def invite(nation, clock, gatherings, participants):
    """One more participant of the newest event, as far as there is room."""
    if clock.participants < participants.size and clock.gatherings <= gatherings.size:
        participants[clock.participants].nation = nation
        participants[clock.participants].attended = 0
        gatherings[clock.gatherings - 1].count += 1
    clock.participants += 1


@kernel
def event_month(uid, month, clock):
    """Month of the year in which an event takes place, not before the month of planning. Draws EXERCISE_MONTH."""
    return month + below(clock.seed, month, Draw.EXERCISE_MONTH, uid, 0, 12 - month % 12)


@kernel
def plan_bilateral(month, clock, params, programmes, policies, nations, pairs, gatherings, participants):
    """Bilateral exercises: new ones and those that continue what was. Draws EXERCISE_COUNT …"""
    year = month // 12
    wanted = np.empty(programmes.size)
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            if cut_off(i, j, nations, pairs) or pairs[i, j].rivalry == 1:
                continue
            pair = pairs[i, j]
            met = pair.last_exercise >= 0 and year - pair.last_exercise <= RECENT_YEARS
            activity = 0.5 * (policies[i].exercise_activity + policies[j].exercise_activity)
            size = exercises.pair_size(nations[i].capability_index, nations[j].capability_index)
            begun = exercises.begun_per_year(size, 1.0 if met else 0.0, float(pair.agreement), params)
            known = exercises.remembered(pair.habit, year - 1.0 - pair.habit_year, params)
            mean = min(MOST_A_YEAR, exercises.wanted_per_year(begun, known, activity, params))
            first = gathering_uid(nations[i].code, nations[j].code, year, 0)
            count = poisson(clock.seed, month, Draw.EXERCISE_COUNT, first, 0, mean)
            if count == 0:
                continue
            wanted[:] = 0.0
            add_wishes(ProgrammeKind.EXERCISE, policies[i], programmes, wanted)
            add_wishes(ProgrammeKind.EXERCISE, policies[j], programmes, wanted)
            for n in range(count):
                uid = gathering_uid(nations[i].code, nations[j].code, year, n)
                programme = choose_programme(uid, wanted, month, clock)
                if programme < 0 or not can_go(i, j, programmes[programme], nations, pairs):
                    continue
                write_gathering(uid, event_month(uid, month, clock), programme, -1, clock, gatherings)
                invite(i, clock, gatherings, participants)
                invite(j, clock, gatherings, participants)


@kernel
def plan_series(month, clock, params, programmes, policies, nations, organisations, member_since, gatherings,
                participants):
    """Exercises of organisations. Draws EXERCISE_COUNT, EXERCISE_ATTENDANCE."""
    year = month // 12
    wanted = np.empty(programmes.size)
    for o in range(organisations.size):
        members, sizes, activity = 0, 0.0, 0.0
        wanted[:] = 0.0
        for i in range(nations.size):
            if member_since[o, i] >= 0 and nations[i].present == 1:
                members += 1
                sizes += exercises.log_size(nations[i].capability_share)
                activity += policies[i].exercise_activity
                add_wishes(ProgrammeKind.EXERCISE, policies[i], programmes, wanted)
        if members < 2 or month < organisations[o].exercises_from:
            continue
        mean = organisations[o].exercises_per_year * activity / members
        first = gathering_uid(0, organisations[o].code, year, 0)
        count = poisson(clock.seed, month, Draw.EXERCISE_COUNT, first, 0, min(MOST_A_YEAR, mean))
        for n in range(count):
            uid = gathering_uid(0, organisations[o].code, year, n)
            programme = choose_programme(uid, wanted, month, clock)
            if programme < 0:
                continue
            write_gathering(uid, event_month(uid, month, clock), programme, o, clock, gatherings)
            for i in range(nations.size):
                if member_since[o, i] >= 0 and nations[i].present == 1:
                    chance = exercises.attendance_chance(
                        members, nations[i].capability_share, exercises.typical(sizes, members),
                        policies[i].exercise_activity, params,
                    )
                    if uniform(clock.seed, month, Draw.EXERCISE_ATTENDANCE, uid, nations[i].code) < chance:
                        invite(i, clock, gatherings, participants)


@kernel
def is_partner(i, j, programme, nations, pairs):
    """Would nation i invite j to a workshop: an ally, a partner by agreement or by posts, not shut off?"""
    if i == j or cut_off(i, j, nations, pairs) or not can_go(i, j, programme, nations, pairs):
        return False
    pair = pairs[i, j]
    return pair.alliance == 1 or pair.agreement == 1 or pair.posts + pairs[j, i].posts > 0


@kernel
def plan_workshops(month, clock, params, programmes, policies, nations, pairs, gatherings, participants):
    """Workshops that nations hold for their partners. Draws WORKSHOP_COUNT, EXERCISE_ATTENDANCE."""
    year = month // 12
    wanted = np.empty(programmes.size)
    for i in range(nations.size):
        if nations[i].present == 0:
            continue
        wanted[:] = 0.0
        add_wishes(ProgrammeKind.WORKSHOP, policies[i], programmes, wanted)
        first = gathering_uid(nations[i].code, 0, year, 0)
        mean = min(20.0, policies[i].workshops_per_year)
        count = poisson(clock.seed, month, Draw.WORKSHOP_COUNT, first, 0, mean)
        for n in range(count):
            uid = gathering_uid(nations[i].code, 0, year, n)
            programme = choose_programme(uid, wanted, month, clock)
            if programme < 0 or (nations[i].borders_closed == 1 and programmes[programme].mode != Mode.VIRTUAL):
                continue
            write_gathering(uid, event_month(uid, month, clock), programme, -1, clock, gatherings)
            invite(i, clock, gatherings, participants)
            partners = 0
            for j in range(nations.size):
                partners += 1 if is_partner(i, j, programmes[programme], nations, pairs) else 0
            for j in range(nations.size):
                if not is_partner(i, j, programmes[programme], nations, pairs):
                    continue
                chance = exercises.attendance_chance(partners, 1.0, 1.0, 1.0, params)
                if uniform(clock.seed, month, Draw.EXERCISE_ATTENDANCE, uid, nations[j].code) < chance:
                    invite(j, clock, gatherings, participants)


@kernel
def plan_gatherings(month, clock, params, programmes, policies, nations, pairs, organisations, member_since, gatherings,
                    participants):
    """All exercises and workshops of the calendar year.

    Reads pairs, nations, policies. Writes gatherings, participants. Returns False, with nothing kept and the counters
    showing the room needed, when the logs are too short: draws are addressed, so planning again is harmless.
    """
    plan_bilateral(month, clock, params, programmes, policies, nations, pairs, gatherings, participants)
    plan_series(month, clock, params, programmes, policies, nations, organisations, member_since, gatherings,
                participants)
    plan_workshops(month, clock, params, programmes, policies, nations, pairs, gatherings, participants)
    return clock.gatherings <= gatherings.size and clock.participants <= participants.size
