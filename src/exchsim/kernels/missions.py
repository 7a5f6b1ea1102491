"""UN peacekeeping: missions begin and end, nations pledge contingents, which serve together and keep the peace."""

import math

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Domain, Draw, MissionKind
from exchsim.kernels.posts import prices_in
from exchsim.rng import below, exponential, normal, uniform
from exchsim.rules import language, peacekeeping, protocols, relations, skills, standing

MONTH = 1.0 / 12.0
ROUNDS = 4  # how often what a small contributor cannot give is shared out among the others


@kernel
def turn_missions(month, clock, params, missions, mission_ceiling, contingents):
    """Part of phase 1: missions begin and end, a new year. Writes missions, contingents. Draws nothing."""
    for m in range(missions.size):
        mission = missions[m]
        begins = mission.running == 0 and mission.start <= month < mission.end
        if mission.running == 1 and month >= mission.end:
            mission.running = 0
            mission.troops = 0.0
            mission.contributors = 0
            mission.commander = mission.deputy = -1
            for i in range(contingents.shape[1]):
                contingents[m, i].troops = 0.0
        if begins:
            mission.running = 1
            mission.commander = mission.deputy = -1
            begin(mission, (month - mission.start) / 12.0, params)
        if begins or month % 12 == 0:
            mission.ceiling = mission_ceiling[m, month // 12 - clock.start // 12]
            mission.protected = 0.0
            mission.escalations = 0


@kernel
def begin(mission, years, params):
    """The mission is in being since `years`, which a force of average composition has served. Writes the mission."""
    mission.tension = peacekeeping.healed(mission.violence_at_start, params.peacekeeping_healing_per_year, years)
    power = params.peacekeeping_effect_per_year
    if mission.kind == MissionKind.OBSERVER:
        power *= params.peacekeeping_observer_effect
    mission.violence = peacekeeping.violence_after(
        mission.violence_at_start, mission.tension, power, params.peacekeeping_relapse_per_year, years
    )
    mission.unguarded = mission.violence


@kernel
def may_serve(mission, i, nations, pairs, member_since):
    """May nation i contribute: a state, a member, not the place itself, and not its rival?"""
    if nations[i].present == 0 or mission.place == i:
        return False
    if mission.organisation >= 0 and member_since[mission.organisation, i] < 0:
        return False
    return mission.place < 0 or (pairs[i, mission.place].rivalry == 0 and pairs[i, mission.place].ruptured == 0)


@kernel
def pledges_now(mission, month, clock):
    """Do nations pledge anew: every January, at its first month, and in the first month of the run?"""
    return month % 12 == 0 or month == clock.start or month == mission.start


@kernel
def middle_of(year, nations, alignment):
    """Mean ideal point of the states present."""
    total, states = 0.0, 0
    for i in range(nations.size):
        if nations[i].present == 1:
            total += alignment[i, year]
            states += 1
    return total / max(1, states)


@kernel
def has_troops_in(i, missions):
    """Does a mission with troops serve in the nation itself?"""
    for m in range(missions.size):
        if missions[m].running == 1 and missions[m].place == i and missions[m].kind != MissionKind.OBSERVER:
            return True
    return False


@kernel
def spoken_with(i, missions, staff_level):
    """Level of the staff of nation i in the best working language of the missions in being."""
    first = staff_level.shape[0] - missions.size  # missions come last among those who have a staff
    level = 0.0
    for m in range(missions.size):
        if missions[m].running == 1:
            for k in range(staff_level.shape[1]):
                level = max(level, min(staff_level[i, k], staff_level[first + m, k]))
    return level


@kernel
def offer_of(i, middle, month, clock, params, policies, nations, pairs, missions, staff_level, expenditure, alignment):
    """Troops that nation i has for missions this year. Draws PEACEKEEPING_HABIT."""
    if has_troops_in(i, missions):
        return 0.0
    year = month // 12 - clock.start // 12
    size = peacekeeping.forces(nations[i].cadre, clock.people_per_agent, clock.cadre_share)
    decades = peacekeeping.spending_decades(
        expenditure[i, year], size,
        params.peacekeeping_reimbursement_usd * prices_in(month, params),
    )
    habit = normal(clock.seed, 0, Draw.PEACEKEEPING_HABIT, nations[i].code, 0)
    apart = abs(alignment[i, year] - middle)
    rivals = 0
    for j in range(nations.size):
        rivals += int(pairs[i, j].rivalry) * int(nations[j].present)
    return peacekeeping.offer(
        policies[i].mission_pledges, size, nations[i].standing, decades, apart,
        spoken_with(i, missions, staff_level), float(rivals), habit, params,
    )


@kernel
def weight_of(m, i, params, nations, pairs, missions, mission_distance, staff_level):
    """Interest of nation i in a mission."""
    mission = missions[m]
    level = 0.0
    for k in range(4):
        if mission.local[k] >= 0:
            level = max(level, staff_level[i, mission.local[k]])
    trust = 0.5
    if mission.place >= 0 and nations[mission.place].present == 1:
        trust = pairs[i, mission.place].trust
    return peacekeeping.interest(mission_distance[m, i], level, trust, nations[i].skill[Domain.PEACEKEEPING], params)


@kernel
def choose_contributors(m, month, clock, params, nations, missions, contingents, weight, share):
    """Who contributes this year: most who did, and newcomers by weight. Writes share. Draws CONTRIBUTOR."""
    mission = missions[m]
    total, staying = 0.0, 0
    for i in range(weight.size):
        share[i] = 0.0
        if weight[i] <= 0.0:
            continue
        if contingents[m, i].troops > 0.0:
            if uniform(clock.seed, month, Draw.CONTRIBUTOR, nations[i].code, mission.code) < params.peacekeeping_stay:
                share[i] = 1.0
                staying += 1
        else:
            total += weight[i]
    missing = -staying + peacekeeping.contributors_wanted(
        mission.ceiling, mission.kind == MissionKind.OBSERVER, params
    )
    for i in range(weight.size):
        if weight[i] > 0.0 and contingents[m, i].troops <= 0.0 and nations[i].borders_closed == 0:
            chance = peacekeeping.join_chance(missing, weight[i], total)
            if uniform(clock.seed, month, Draw.CONTRIBUTOR, nations[i].code, mission.code) < chance:
                share[i] = 1.0


@kernel
def deploy(m, clock, params, nations, missions, contingents, offer, share):
    """Share out the authorised strength among the contributors, each up to its offer. Draws CONTINGENT_SIZE.

    Writes contingents; takes from offer what is given.
    """
    given = np.zeros(share.size)
    for i in range(share.size):
        if share[i] > 0.0:
            deviate = normal(clock.seed, 0, Draw.CONTINGENT_SIZE, nations[i].code, missions[m].code)
            share[i] = peacekeeping.contingent_weight(offer[i], deviate, params.peacekeeping_size_sd)
    for _ in range(ROUNDS):
        left, total = missions[m].ceiling, 0.0
        for i in range(share.size):
            left -= given[i]
            if given[i] < offer[i]:
                total += share[i]
        for i in range(share.size):
            if share[i] > 0.0 and given[i] < offer[i] and left > 0.0:
                given[i] = min(offer[i], given[i] + left * share[i] / total)
    for i in range(share.size):
        if contingents[m, i].troops <= 0.0:
            contingents[m, i].familiarity = 0.0
        contingents[m, i].troops = math.floor(given[i] + 1e-9)
        offer[i] -= contingents[m, i].troops


@kernel
def pledge(month, clock, params, policies, nations, pairs, missions, contingents, mission_distance, staff_level,
           member_since, expenditure, alignment):
    """Part of phase 2: nations pledge troops to the missions in being, the older missions first.

    Reads policies.mission_pledges, nations.standing. Writes contingents. Draws CONTRIBUTOR, CONTINGENT_SIZE …
    """
    due = False
    for m in range(missions.size):
        if missions[m].running == 1:
            due = due or pledges_now(missions[m], month, clock)
            for i in range(nations.size):
                if not may_serve(missions[m], i, nations, pairs, member_since):
                    contingents[m, i].troops = 0.0  # a state that is gone, or has become a rival of the place
    if not due:
        return
    offer = np.zeros(nations.size)
    weight, share = np.zeros(nations.size), np.zeros(nations.size)
    middle = middle_of(month // 12 - clock.start // 12, nations, alignment)
    for i in range(nations.size):
        if nations[i].present == 1:
            offer[i] = offer_of(i, middle, month, clock, params, policies, nations, pairs, missions, staff_level,
                                expenditure, alignment)  # fmt: skip
        for m in range(missions.size):
            if missions[m].running == 1 and not pledges_now(missions[m], month, clock):
                offer[i] = max(0.0, offer[i] - contingents[m, i].troops)
    for m in range(missions.size):
        if missions[m].running == 0 or not pledges_now(missions[m], month, clock):
            continue
        for i in range(nations.size):
            weight[i] = 0.0
            if offer[i] >= 1.0 and may_serve(missions[m], i, nations, pairs, member_since):
                weight[i] = offer[i] * weight_of(m, i, params, nations, pairs, missions, mission_distance, staff_level)
        choose_contributors(m, month, clock, params, nations, missions, contingents, weight, share)
        deploy(m, clock, params, nations, missions, contingents, offer, share)


@kernel
def contributors_of(m, contingents):
    """Indices of the nations with a contingent."""
    found = np.empty(contingents.shape[1], np.int64)
    n = 0
    for i in range(contingents.shape[1]):
        if contingents[m, i].troops > 0.0:
            found[n] = i
            n += 1
    return found[:n]


@kernel
def serve_together(month, clock, params, nations, pairs, missions, contingents):
    """Part of phase 8: officers of contingents in one mission work together; experience and standing grow.

    Writes pairs (contact), nations.skill, nations.standing, contingents.familiarity. Draws ROTATION.
    """
    for m in range(missions.size):
        if missions[m].running == 0:
            continue
        there = contributors_of(m, contingents)
        total = 0.0
        for i in there:
            total += contingents[m, i].troops
        for i in there:
            officers = params.peacekeeping_officer_share * contingents[m, i].troops / clock.people_per_agent
            gain_experience(i, officers, contingents[m, i].troops, clock, params, nations)
            for j in there:
                if i != j:
                    dose = params.peacekeeping_contact * officers * contingents[m, j].troops / total
                    pairs[i, j].dose += dose
                    pairs[i, j].quality += dose * pairs[i, j].talk
            turn_over(m, i, month, clock, params, nations, missions, contingents)


@kernel
def gain_experience(i, officers, troops, clock, params, nations):
    """What a month on a mission does to a nation: peacekeeping skill and standing. Writes nations."""
    dose = relations.normalised_dose(officers, nations[i].cadre, params.peacekeeping_skill_reference_share)
    nations[i].skill[Domain.PEACEKEEPING] = skills.grown(
        nations[i].skill[Domain.PEACEKEEPING], relations.saturating(dose), params.peacekeeping_skill_per_year, MONTH
    )
    size = peacekeeping.forces(nations[i].cadre, clock.people_per_agent, clock.cadre_share)
    gained = peacekeeping.standing_gained(
        troops / max(1.0, size), params.peacekeeping_standing_share, params.peacekeeping_standing_per_year, MONTH
    )
    nations[i].standing = standing.raised(nations[i].standing, gained)


@kernel
def turn_over(m, i, month, clock, params, nations, missions, contingents):
    """A contingent learns its mission; relieved, it is mostly new. Writes contingents.familiarity. Draws ROTATION."""
    mine = contingents[m, i]
    cycle = max(1, int(params.peacekeeping_rotation_months))
    offset = below(clock.seed, 0, Draw.ROTATION, nations[i].code, missions[m].code, cycle)
    if (month + offset) % cycle == 0 and nations[i].borders_closed == 0:
        mine.familiarity *= 1.0 - params.peacekeeping_rotation_loss
    mine.familiarity = skills.grown(mine.familiarity, 1.0, params.peacekeeping_familiarity_per_year, MONTH)


@kernel
def take_command(m, there, month, clock, params, nations, missions, contingents):
    """Nations of commander and deputy, by the size of their contingents. Writes missions. Draws COMMANDER."""
    mission = missions[m]
    held = mission.commander >= 0 and contingents[m, mission.commander].troops > 0.0
    seconded = mission.deputy < 0 or contingents[m, mission.deputy].troops > 0.0
    if held and seconded and month - mission.command_since < params.peacekeeping_command_months:
        return
    first, second = np.inf, np.inf  # who is ready first: the chance is in proportion to the troops
    mission.commander = mission.deputy = -1
    mission.command_since = month
    for i in there:
        wait = exponential(clock.seed, month, Draw.COMMANDER, nations[i].code, mission.code) / contingents[m, i].troops
        if wait < first:
            second, mission.deputy = first, mission.commander
            first, mission.commander = wait, i
        elif wait < second:
            second, mission.deputy = wait, i


@kernel
def local_distance(mission, i, clock, params, nations, pairs, linguists, staff_level):
    """Social distance of the people of nation i to those of the place."""
    level, need = 0.0, 0.0
    for k in range(4):
        if mission.local[k] >= 0:
            level = max(level, staff_level[i, mission.local[k]])
            need += relations.per_team(
                linguists[i, mission.local[k]], nations[i].cadre, params.protocols_linguist_share,
                params.protocols_smallest_team / clock.people_per_agent,
            )
    understood = language.communication(level, params.language_working_level, params.language_steepness)
    gap = 0.0
    if mission.place >= 0 and nations[mission.place].present == 1:
        gap = pairs[i, mission.place].gap
    return peacekeeping.social_distance(protocols.talk(understood, need), gap)


@kernel
def compose(m, there, clock, params, nations, pairs, missions, contingents, linguists, staff_level):
    """Size and composition of a mission. Writes missions."""
    mission = missions[m]
    mission.troops = mission.top_share = 0.0
    mission.contributors = there.size
    mission.fractionalisation = mission.leaders = mission.language_distance = mission.social_distance = 0.0
    mission.interoperability = mission.trust = mission.skill = 0.0
    for i in there:
        mission.troops += contingents[m, i].troops
    known = 0.0
    same = 0.0
    for i in there:
        part = contingents[m, i].troops / mission.troops
        same += part * part
        mission.top_share = max(mission.top_share, part)
        mission.skill += part * nations[i].skill[Domain.PEACEKEEPING]
        mission.social_distance += part * local_distance(
            mission, i, clock, params, nations, pairs, linguists, staff_level
        )
        known += part * contingents[m, i].familiarity
        if i != mission.commander:
            mission.language_distance += part * (1.0 - pairs[mission.commander, i].talk)
        for j in there:
            other = contingents[m, j].troops / mission.troops
            mission.interoperability += part * other * (pairs[i, j].interoperability if i != j else 1.0)
            mission.trust += part * other * (pairs[i, j].trust if i != j else 1.0)
    mission.fractionalisation = max(0.0, 1.0 - same) if there.size > 0 else 0.0
    mission.interoperability = peacekeeping.working_together(mission.interoperability, known)
    if mission.deputy >= 0:
        mission.leaders = pairs[mission.commander, mission.deputy].gap


@kernel
def month_of_violence(violence, tension, power, luck, params):
    """Violence a month later under the power of a mission, and how often it escalated; luck: the month's draw.

    The same draw judges violence as it is and as it would be without troops: what differs is what the troops did.
    """
    later = peacekeeping.violence_after(violence, tension, power, params.peacekeeping_relapse_per_year, MONTH)
    if luck < peacekeeping.escalation_chance(later, params.peacekeeping_escalations_per_year, MONTH):
        return peacekeeping.escalated(later, params.peacekeeping_escalation_jump), 1
    return later, 0


@kernel
def keep_peace(month, clock, params, nations, pairs, missions, contingents, linguists, staff_level):
    """Part of phase 11: what missions do to violence where they serve. Writes missions. Draws COMMANDER, ESCALATION."""
    for m in range(missions.size):
        mission = missions[m]
        if mission.running == 0:
            continue
        there = contributors_of(m, contingents)
        take_command(m, there, month, clock, params, nations, missions, contingents)
        compose(m, there, clock, params, nations, pairs, missions, contingents, linguists, staff_level)
        presence = mission.troops / mission.ceiling if mission.ceiling > 0.0 else 0.0
        power = params.peacekeeping_effect_per_year * peacekeeping.effectiveness(
            presence, mission.fractionalisation, mission.leaders, mission.language_distance, mission.social_distance,
            mission.interoperability, mission.trust, mission.skill, params,
        )
        if mission.kind == MissionKind.OBSERVER:
            power *= params.peacekeeping_observer_effect
        mission.tension = peacekeeping.healed(mission.tension, params.peacekeeping_healing_per_year, MONTH)
        luck = uniform(clock.seed, month, Draw.ESCALATION, mission.code, 0)
        mission.violence, escalations = month_of_violence(mission.violence, mission.tension, power, luck, params)
        mission.unguarded, _ = month_of_violence(mission.unguarded, mission.tension, 0.0, luck, params)
        mission.escalations += escalations
        clock.escalations += escalations
        mission.protected += peacekeeping.civilians_protected(
            mission.unguarded, mission.violence, mission.ceiling, params.peacekeeping_civilians, MONTH
        )
