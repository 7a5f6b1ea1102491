"""The twin's UN missions: contingents of nations, their command, what they do to violence and to each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchsim.enums import Domain, Draw, MissionKind, ProgrammeKind
from exchsim.rules import diplomacy, language, peacekeeping, protocols, relations, skills, standing

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

MONTH = 1.0 / 12.0
ROUNDS = 4


@dataclass
class Contingent:
    """The troops of one nation in a mission, and how well they know it."""

    nation: Nation
    troops: float = 0.0
    familiarity: float = 0.0


class Mission:
    """A UN peacekeeping operation."""

    def __init__(self, model: Twin, index: int) -> None:
        b = model.blueprint
        row = b.mission_table[index]
        self.model, self.index = model, index
        self.venue = len(b.nations) + len(b.organisations) + index
        self.code, self.language, self.kind = int(row.code), int(row.language), MissionKind(int(row.kind))
        self.start, self.end = int(row.start), int(row.end)
        self.violence_at_start = float(row.violence_at_start)
        self.organisation = model.organisations[row.organisation] if row.organisation >= 0 else None
        self.place = model.nations[row.place] if row.place >= 0 else None
        self.local = [int(k) for k in row.local if k >= 0]
        self.contingents = [Contingent(nation) for nation in model.nations]
        self.running = False
        self.ceiling = self.tension = self.violence = self.unguarded = 0.0
        self.troops = self.fractionalisation = self.top_share = 0.0
        self.commander: Contingent | None = None
        self.deputy: Contingent | None = None
        self.command_since = 0
        self.leaders = self.language_distance = self.social_distance = 0.0
        self.interoperability = self.trust = self.skill = 0.0
        self.contributors, self.protected, self.escalations = 0, 0.0, 0

    @property
    def observers(self) -> bool:
        """Only officers, no troops?"""
        return self.kind == MissionKind.OBSERVER

    @property
    def state(self) -> Nation | None:
        """The state of the place, where there is one."""
        return self.place if self.place is not None and self.place.present else None

    def there(self) -> list[Contingent]:
        """Contingents with any troops."""
        return [c for c in self.contingents if c.troops > 0.0]

    def takes(self, nation: Nation) -> bool:
        """May a nation contribute?"""
        if not nation.present or nation is self.place:
            return False
        if self.organisation is not None and nation.index not in self.organisation.since:
            return False
        pair = None if self.place is None else self.model.pair(nation, self.place)
        return pair is None or not (pair.rivalry or pair.ruptured)

    def pledged_in(self, month: int) -> bool:
        """Do nations pledge anew?"""
        return month % 12 == 0 or month in (self.start, self.model.blueprint.start)


# phase 1


def turn_missions(model: Twin, month: int) -> None:
    """Missions begin and end; every January a new strength is authorised."""
    p = model.params
    for mission in model.missions:
        was, mission.running = mission.running, mission.start <= month < mission.end
        if was and not mission.running:
            for contingent in mission.contingents:
                contingent.troops = 0.0
            mission.troops, mission.contributors = 0.0, 0
            mission.commander = mission.deputy = None
        if mission.running and not was:
            years = (month - mission.start) / 12.0
            mission.tension = peacekeeping.healed(mission.violence_at_start, p.peacekeeping_healing_per_year, years)
            power = p.peacekeeping_effect_per_year * (p.peacekeeping_observer_effect if mission.observers else 1.0)
            mission.violence = peacekeeping.violence_after(
                mission.violence_at_start, mission.tension, power, p.peacekeeping_relapse_per_year, years
            )
            mission.unguarded = mission.violence
        if month % 12 == 0 or (mission.running and not was):
            mission.ceiling = float(model.blueprint.mission_ceiling[mission.index, model.year_of(month)])
            mission.protected, mission.escalations = 0.0, 0


# phase 2


def pledge_phase(model: Twin, month: int) -> None:
    """Every January, and when a mission begins, nations pledge troops; the older missions come first."""
    left = {nation.index: offer(nation, month) for nation in model.nations if nation.present}
    running = [mission for mission in model.missions if mission.running]
    for mission in running:
        for contingent in mission.contingents:
            if not mission.takes(contingent.nation):
                contingent.troops = 0.0
            elif not mission.pledged_in(month):
                left[contingent.nation.index] = max(0.0, left[contingent.nation.index] - contingent.troops)
    for mission in running:
        if mission.pledged_in(month):
            weights = {
                c.nation.index: left[c.nation.index] * interest(mission, c.nation)
                for c in mission.contingents
                if mission.takes(c.nation) and left[c.nation.index] >= 1.0
            }
            deploy(mission, chosen(mission, weights, month), left)


def forces(nation: Nation) -> float:
    """Armed forces in persons."""
    model = nation.model
    return peacekeeping.forces(nation.cadre, model.people_per_agent, float(model.blueprint.cadre_share))


def offer(nation: Nation, month: int) -> float:
    """Troops that a nation has for missions; none while one with troops is on its own soil."""
    model, p = nation.model, nation.model.params
    running = [mission for mission in model.missions if mission.running]
    if any(mission.place is nation and not mission.observers for mission in running):
        return 0.0
    tongues = {k for m in running for k in range(len(model.blueprint.languages))
               if model.blueprint.mission_working[m.index, k]}  # fmt: skip
    spoken = max((min(float(model.staff_level[nation.index, k]), language.NATIVE_LEVEL) for k in tongues), default=0.0)
    rivals = sum(o.present and o is not nation and model.pair(nation, o).rivalry for o in model.nations)
    paid = p.peacekeeping_reimbursement_usd * model.prices(month)
    decades = peacekeeping.spending_decades(nation.expenditure(month), forces(nation), paid)
    habit = model.luck.normal(0, Draw.PEACEKEEPING_HABIT, nation.code)
    pledges = float(nation.policy.mission_pledges)
    total, states = 0.0, [n for n in model.nations if n.present]
    for state in states:
        total += state.alignment(month)
    apart = abs(nation.alignment(month) - total / len(states))
    return peacekeeping.offer(pledges, forces(nation), nation.standing, decades, apart, spoken, float(rivals), habit, p)


def interest(mission: Mission, nation: Nation) -> float:
    """Weight of a mission for a nation."""
    model = mission.model
    staff = model.staff_level[nation.index]
    level = max((float(staff[k]) for k in mission.local), default=0.0)
    trust = 0.5 if mission.state is None else model.pair(nation, mission.state).trust
    distance = float(model.blueprint.mission_distance[mission.index, nation.index])
    return peacekeeping.interest(distance, level, trust, nation.skill[Domain.PEACEKEEPING], model.params)


def chosen(mission: Mission, weights: dict[int, float], month: int) -> list[Contingent]:
    """Who contributes: most of those who did, and newcomers by weight."""
    model, p = mission.model, mission.model.params
    luck = {c.nation.index: model.luck.uniform(month, Draw.CONTRIBUTOR, c.nation.code, mission.code)
            for c in mission.contingents}  # fmt: skip
    old = [c for c in mission.there() if weights.get(c.nation.index, 0.0) > 0.0]
    kept = [c for c in old if luck[c.nation.index] < p.peacekeeping_stay]
    new = [c for c in mission.contingents if c.troops <= 0.0 and weights.get(c.nation.index, 0.0) > 0.0]
    total = 0.0
    for contingent in new:
        total += weights[contingent.nation.index]
    missing = peacekeeping.contributors_wanted(mission.ceiling, mission.observers, p) - len(kept)
    joining = [
        c
        for c in new
        if not c.nation.borders_closed
        and luck[c.nation.index] < peacekeeping.join_chance(missing, weights[c.nation.index], total)
    ]
    return sorted([*kept, *joining], key=lambda c: c.nation.index)


def deploy(mission: Mission, contributors: list[Contingent], left: dict[int, float]) -> None:
    """Share out the authorised strength, each up to what it has left."""
    model, p = mission.model, mission.model.params
    size = {
        c.nation.index: peacekeeping.contingent_weight(
            left[c.nation.index], model.luck.normal(0, Draw.CONTINGENT_SIZE, c.nation.code, mission.code),
            p.peacekeeping_size_sd,
        )
        for c in contributors
    }  # fmt: skip
    given = dict.fromkeys(size, 0.0)
    for _ in range(ROUNDS):
        rest, total = mission.ceiling, 0.0
        for i in size:
            rest -= given[i]
            total += size[i] if given[i] < left[i] else 0.0
        for i in size:
            if given[i] < left[i] and rest > 0.0:
                given[i] = min(left[i], given[i] + rest * size[i] / total)
    for contingent in mission.contingents:
        i = contingent.nation.index
        contingent.familiarity = contingent.familiarity if contingent.troops > 0.0 else 0.0
        contingent.troops = float(math.floor(given.get(i, 0.0) + 1e-9))
        if i in left:
            left[i] -= contingent.troops


def mission_posts(
    nation: Nation, room: float, post_year: list[float], month: int
) -> tuple[dict[tuple[int, int], int], float]:
    """Staff posts in the missions to which a nation contributes, as far as the money goes, and the money left."""
    model, plan = nation.model, {}
    staff = [p for p, programme in enumerate(model.programmes) if programme.kind == ProgrammeKind.PEACEKEEPING_STAFF]
    for p in staff[:1]:
        for mission in model.missions:
            troops = mission.contingents[nation.index].troops
            if not mission.running or troops <= 0.0:
                continue
            odd = model.luck.uniform(month // 12, Draw.MISSION_STAFF, nation.code, mission.code)
            quota = peacekeeping.staff_posts(
                troops, mission.observers, model.params.peacekeeping_staff_share, model.people_per_agent, odd
            )
            quota = min(quota, diplomacy.affordable_posts(float(room), 1.0, float(post_year[p])))
            plan[mission.venue, p] = quota
            room -= quota * post_year[p]
    return plan, room


# phase 8


def together_phase(model: Twin, month: int) -> None:
    """A month of contingents side by side."""
    p = model.params
    for mission in [m for m in model.missions if m.running]:
        there = mission.there()
        total = 0.0
        for contingent in there:
            total += contingent.troops
        for one in there:
            nation = one.nation
            officers = p.peacekeeping_officer_share * one.troops / model.people_per_agent
            gain_experience(nation, officers, one.troops)
            for other in there:
                if other is not one:
                    pair = model.pair(nation, other.nation)
                    pair.book(p.peacekeeping_contact * officers * other.troops / total, pair.talk, 0.0)
            cycle = int(p.peacekeeping_rotation_months)
            offset = model.luck.below(0, Draw.ROTATION, nation.code, mission.code, cycle)
            if (month + offset) % cycle == 0 and not nation.borders_closed:
                one.familiarity *= 1.0 - p.peacekeeping_rotation_loss
            one.familiarity = skills.grown(one.familiarity, 1.0, p.peacekeeping_familiarity_per_year, MONTH)


def gain_experience(nation: Nation, officers: float, troops: float) -> None:
    """Peacekeeping skill and standing."""
    p = nation.model.params
    dose = relations.normalised_dose(officers, nation.cadre, p.peacekeeping_skill_reference_share)
    nation.skill[Domain.PEACEKEEPING] = skills.grown(
        nation.skill[Domain.PEACEKEEPING], relations.saturating(dose), p.peacekeeping_skill_per_year, MONTH
    )
    share = troops / max(1.0, forces(nation))
    nation.standing = standing.raised(nation.standing, peacekeeping.standing_gained(
        share, p.peacekeeping_standing_share, p.peacekeeping_standing_per_year, MONTH,
    ))  # fmt: skip


# phase 11


def peace_phase(model: Twin, month: int) -> None:
    """What missions do to violence."""
    p = model.params
    for mission in [m for m in model.missions if m.running]:
        change_command(mission, month)
        compose(mission)
        presence = mission.troops / mission.ceiling if mission.ceiling > 0.0 else 0.0
        power = p.peacekeeping_effect_per_year * peacekeeping.effectiveness(
            presence, mission.fractionalisation, mission.leaders, mission.language_distance, mission.social_distance,
            mission.interoperability, mission.trust, mission.skill, p,
        )  # fmt: skip
        power *= p.peacekeeping_observer_effect if mission.observers else 1.0
        mission.tension = peacekeeping.healed(mission.tension, p.peacekeeping_healing_per_year, MONTH)
        for level, against in (("violence", power), ("unguarded", 0.0)):  # with the troops, and without any
            setattr(mission, level, peacekeeping.violence_after(
                getattr(mission, level), mission.tension, against, p.peacekeeping_relapse_per_year, MONTH
            ))  # fmt: skip
            chance = peacekeeping.escalation_chance(getattr(mission, level), p.peacekeeping_escalations_per_year, MONTH)
            if model.luck.uniform(month, Draw.ESCALATION, mission.code) < chance:
                setattr(mission, level, peacekeeping.escalated(getattr(mission, level), p.peacekeeping_escalation_jump))
                mission.escalations += level == "violence"
                model.escalations += level == "violence"
        mission.protected += peacekeeping.civilians_protected(
            mission.unguarded, mission.violence, mission.ceiling, p.peacekeeping_civilians, MONTH
        )


def change_command(mission: Mission, month: int) -> None:
    """Commander and deputy for a term; two nations drawn by the size of their contingents."""
    model = mission.model
    leaders = (mission.commander, mission.deputy)
    gone = mission.commander is None or any(c is not None and c.troops <= 0.0 for c in leaders)
    if gone or month - mission.command_since >= model.params.peacekeeping_command_months:
        wait = {
            c.nation.index: model.luck.exponential(month, Draw.COMMANDER, c.nation.code, mission.code) / c.troops
            for c in mission.there()
        }
        order = sorted(mission.there(), key=lambda c: wait[c.nation.index])
        mission.commander, mission.deputy = ([*order, None, None])[:2]
        mission.command_since = month


def compose(mission: Mission) -> None:
    """Size and composition."""
    model, there = mission.model, mission.there()
    mission.troops = sum(c.troops for c in there)
    mission.contributors = len(there)
    part = {c.nation.index: c.troops / mission.troops for c in there}
    same = language_distance = social = together = trust = skill = known = 0.0
    for one in there:
        mine = part[one.nation.index]
        same += mine * mine
        skill += mine * one.nation.skill[Domain.PEACEKEEPING]
        social += mine * local_distance(mission, one.nation)
        known += mine * one.familiarity
        if one is not mission.commander:
            language_distance += mine * (1.0 - model.pair(mission.commander.nation, one.nation).talk)
        for other in there:
            weight = mine * part[other.nation.index]
            pair = model.pair(one.nation, other.nation)
            together += weight * (1.0 if other is one else pair.interoperability)
            trust += weight * (1.0 if other is one else pair.trust)
    mission.fractionalisation = max(0.0, 1.0 - same) if there else 0.0
    mission.top_share = max(part.values(), default=0.0)
    mission.language_distance, mission.social_distance = language_distance, social
    mission.interoperability = peacekeeping.working_together(together, known)
    mission.trust, mission.skill = trust, skill
    mission.leaders = 0.0
    if mission.deputy is not None:
        mission.leaders = model.pair(mission.commander.nation, mission.deputy.nation).gap


def local_distance(mission: Mission, nation: Nation) -> float:
    """Social distance of a nation's people to those of the place."""
    model, p = mission.model, mission.model.params
    level = max((float(model.staff_level[nation.index, k]) for k in mission.local), default=0.0)
    need = 0.0
    for k in mission.local:
        linguists = float(model.linguists[nation.index, k])
        need += relations.per_team(linguists, nation.cadre, p.protocols_linguist_share, model.smallest_team)
    understood = language.communication(level, p.language_working_level, p.language_steepness)
    gap = 0.0 if mission.state is None else model.pair(nation, mission.state).gap
    return peacekeeping.social_distance(protocols.talk(understood, need), gap)


# phase 12


def mission_row(mission: Mission) -> dict[str, float]:
    """One row a mission for the year so far."""
    posts = [post for post in mission.model.posts.values() if post.venue == mission.venue]
    same = ("contributors", "fractionalisation", "top_share", "leaders", "language_distance", "social_distance",
            "interoperability", "trust", "violence", "unguarded", "tension", "protected", "escalations")  # fmt: skip
    return {
        **{name: getattr(mission, name) for name in same},
        "troops": int(mission.troops),
        "ceiling": int(mission.ceiling),
        "staff": sum(post.filled for post in posts),
        "commander": -1 if mission.commander is None else mission.commander.nation.index,
    }
