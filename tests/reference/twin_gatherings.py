"""The twin's exercises and workshops: planned every January, held in their month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reference.twin_choices import can_go, is_virtual, programme_of, wishes_for
from reference.twin_people import Officer
from reference.twin_tours import bind, contact_strength

from exchsim.enums import Domain, Draw, EventKind, ProgrammeKind, Status
from exchsim.rules import contact, exercises, programmes, protocols, skills

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation
    from reference.twin_relations import Relation

RECENT_YEARS = 5
MOST_A_YEAR = 40.0


@dataclass
class Gathering:
    """An exercise or a workshop, who is invited, and who came."""

    uid: int
    month: int
    p: int
    organisation: int
    invited: list[Nation]
    attended: list[Nation] = field(default_factory=list)


def plan_gatherings(model: Twin, month: int) -> None:
    """All exercises and workshops of the calendar year."""
    plan_bilateral(model, month)
    plan_series(model, month)
    plan_workshops(model, month)


def gathering_uid(a: int, b: int, year: int, n: int) -> int:
    """Identity of an event: two codes (two nations; 0 and organisation; nation and 0), year since 1900, number."""
    return (((a << 13) | b) << 12 | year) << 8 | n


def lately(year_of_event: int, year: int) -> bool:
    """Was that within the years that a pair remembers?"""
    return year_of_event >= 0 and year - year_of_event <= RECENT_YEARS


def announce(model: Twin, wanted: list[float], codes: tuple[int, int], n: int, month: int, organisation: int = -1,
             way: tuple[Nation, ...] = ()):  # fmt: skip
    """The n-th event of the year of two nations, an organisation or a nation, still without participants.

    wanted: by programme. way: two who must be able to meet, or one who must be able to receive.
    """
    uid = gathering_uid(*codes, month // 12, n)
    p = programme_of(model, uid, wanted, month)
    if p is None or (len(way) == 2 and not can_go(model, *way, p)):
        return None
    if len(way) == 1 and way[0].borders_closed and not is_virtual(model.programmes[p]):
        return None
    when = month + model.luck.below(month, Draw.EXERCISE_MONTH, uid, 0, 12 - month % 12)
    gathering = Gathering(uid, when, p, organisation, [])
    model.gatherings.append(gathering)
    return gathering


def plan_bilateral(model: Twin, month: int) -> None:
    """Bilateral exercises: who trained together lately does so again."""
    luck, p, year = model.luck, model.params, month // 12
    for a, b in model.couples_of(model.nations):
        pair = model.pair(a, b)
        if model.cut_off(a, b) or pair.rivalry:
            continue
        activity = 0.5 * (a.policy.exercise_activity + b.policy.exercise_activity)
        size = exercises.pair_size(a.capability_index, b.capability_index)
        begun = exercises.begun_per_year(size, float(lately(pair.last_exercise, year)), float(pair.agreement), p)
        mean = exercises.wanted_per_year(begun, habit_in(model, pair, year - 1), activity, p)
        first = gathering_uid(a.code, b.code, year, 0)
        for n in range(luck.poisson(month, Draw.EXERCISE_COUNT, first, 0, min(MOST_A_YEAR, mean))):
            wanted = wishes_for(model, ProgrammeKind.EXERCISE, [a, b])
            gathering = announce(model, wanted, (a.code, b.code), n, month, way=(a, b))
            if gathering is not None:
                gathering.invited += [a, b]


def habit_in(model: Twin, pair: Relation, year: int) -> float:
    """Memory of bilateral exercises as of a year."""
    return exercises.remembered(pair.habit, year - pair.habit_year, model.params) if pair.habit_year >= 0 else 0.0


def first_habit(model: Twin, a: Nation, b: Nation, partners: bool) -> None:
    """What a pair remembers before the first month: what was counted, else what old partners would come to."""
    p, pair, known = model.params, model.pair(a, b), float(model.blueprint.exercises_before[a.index, b.index])
    if known == 0.0 or (known < 0.0 and not partners):
        return
    if known < 0.0:
        size = exercises.pair_size(a.capability_index, b.capability_index)
        known = exercises.settled_per_year(exercises.begun_per_year(size, 1.0, float(pair.agreement), p), p)
    pair.habit = exercises.settled_habit(known, p)
    pair.habit_year = pair.last_exercise = model.blueprint.start // 12 - 1


def plan_series(model: Twin, month: int) -> None:
    """Exercises of organisations, to which larger members come more often."""
    luck, p = model.luck, model.params
    for o in model.organisations:
        members = o.members()
        if len(members) < 2 or month < o.exercises_from:
            continue
        sizes, activity = 0.0, 0.0
        for nation in members:
            sizes += exercises.log_size(nation.capability_share)
            activity += nation.policy.exercise_activity
        mean = o.exercises_per_year * activity / len(members)
        first = gathering_uid(0, o.code, month // 12, 0)
        for n in range(luck.poisson(month, Draw.EXERCISE_COUNT, first, 0, min(MOST_A_YEAR, mean))):
            wanted = wishes_for(model, ProgrammeKind.EXERCISE, members)
            gathering = announce(model, wanted, (0, o.code), n, month, o.index)
            for nation in members if gathering is not None else []:
                chance = exercises.attendance_chance(
                    len(members), nation.capability_share, exercises.typical(sizes, len(members)),
                    nation.policy.exercise_activity, p,
                )  # fmt: skip
                if luck.uniform(month, Draw.EXERCISE_ATTENDANCE, gathering.uid, nation.code) < chance:
                    gathering.invited.append(nation)


def plan_workshops(model: Twin, month: int) -> None:
    """Workshops that nations hold for allies, for parties to an agreement, and for those with posts."""
    luck, posts = model.luck, model.count_posts()
    for host in model.nations:
        if not host.present:
            continue
        first = gathering_uid(host.code, 0, month // 12, 0)
        mean = min(20.0, host.policy.workshops_per_year)
        for n in range(luck.poisson(month, Draw.WORKSHOP_COUNT, first, 0, mean)):
            wanted = wishes_for(model, ProgrammeKind.WORKSHOP, [host])
            gathering = announce(model, wanted, (host.code, 0), n, month, way=(host,))
            if gathering is None:
                continue
            gathering.invited.append(host)
            partners = partners_of(model, host, gathering.p, posts)
            for guest in partners:
                chance = exercises.attendance_chance(len(partners), 1.0, 1.0, 1.0, model.params)
                if luck.uniform(month, Draw.EXERCISE_ATTENDANCE, gathering.uid, guest.code) < chance:
                    gathering.invited.append(guest)


def partners_of(model: Twin, host: Nation, p: int, posts: Counter) -> list[Nation]:
    """Allies, parties to an agreement and those with posts, as far as the way is open."""
    partners = []
    for guest in model.nations:
        pair = model.pair(host, guest)
        posted = posts[guest.index, host.index] + posts[host.index, guest.index]
        known = pair.alliance or pair.agreement or posted > 0
        if guest is not host and known and not model.cut_off(host, guest) and can_go(model, host, guest, p):
            partners.append(guest)
    return partners


# phase 8, train together


def train_phase(model: Twin, month: int) -> None:
    """The events of this month to which at least two come."""
    for gathering in model.gatherings:
        if gathering.month == month:
            cost = float(model.programmes[gathering.p].cost_usd_per_month * model.prices(month))
            able = [
                nation
                for nation in gathering.invited
                if nation.present
                and (not nation.borders_closed or is_virtual(model.programmes[gathering.p]))
                and nation.spent_usd + nation.reserved_usd + cost <= nation.budget_usd
            ]
            if len(able) >= 2:
                gathering.attended = able
                for nation in able:
                    nation.pay_extra(cost)
                model.gathered += 1
                hold(model, gathering, month)


def hold(model: Twin, gathering: Gathering, month: int) -> None:
    """Forces train together, and every nation's delegate meets that of one other."""
    invited = gathering.invited
    practise(model, gathering)
    for k, nation in enumerate(invited):
        if nation not in gathering.attended:
            continue
        for other in gathering.attended:
            if other is not nation and not model.pair(nation, other).ruptured:
                train(model, gathering, nation, other, month)
        step = 1 + model.luck.below(month, Draw.DELEGATE_PARTNER, gathering.uid, nation.code, len(invited) - 1)
        partner = invited[(k + step) % len(invited)]
        if partner in gathering.attended and not model.pair(nation, partner).ruptured:
            introduce_delegates(model, gathering, nation, partner, month)


def practise(model: Twin, gathering: Gathering) -> None:
    """Forces that train together get better in each field, as far as they attend to it; the best of them too."""
    p, domains = model.params, model.programmes[gathering.p].domains
    for field_ in Domain:
        best = max(nation.skill[field_] for nation in gathering.attended)
        for nation in gathering.attended:
            nation.skill[field_] = skills.practised(
                nation.skill[field_], skills.taught(best, p.people_gathering_advantage),
                float(programmes.attention(domains, programmes.domain_wishes(nation.policy), int(field_))),
                p.people_gathering_practice, 1.0,
            )  # fmt: skip


def train(model: Twin, gathering: Gathering, nation: Nation, other: Nation, month: int) -> None:
    """What an event adds to how one nation sees another."""
    p, programme, pair = model.params, model.programmes[gathering.p], model.pair(nation, other)
    dose = (
        p.trust_exercise_dose
        * contact_strength(model, programme, int(programme.mode))
        * p.trust_reference_share
        * nation.cadre
    )
    pair.dose += dose
    pair.quality += dose * pair.talk
    share = p.protocols_exercise_familiarity * programme.protocol_exposure
    pair.familiarity = protocols.exercised(pair.familiarity, share)
    if programme.kind == ProgrammeKind.EXERCISE:
        pair.exercises_this_year += 1
        pair.last_exercise = month // 12
        if len(gathering.invited) == 2:
            year = month // 12
            activity = 0.5 * (nation.policy.exercise_activity + other.policy.exercise_activity)
            pair.habit = habit_in(model, pair, year) + exercises.weight_in_memory(activity)
            pair.habit_year = year


def delegate(model: Twin, gathering: Gathering, nation: Nation, month: int) -> Officer | None:
    """The officer who represents a nation at an event; None when away or in preparation."""
    place = model.luck.below(month, Draw.DELEGATE, gathering.uid, nation.code, nation.cadre)
    officer = nation.people[place]
    return officer if officer is not None and officer.status == Status.SERVING else None


def introduce_delegates(model: Twin, gathering: Gathering, nation: Nation, other: Nation, month: int) -> None:
    """The delegate of a nation meets that of another, remembers, and perhaps keeps in touch."""
    p = model.params
    officer, friend = delegate(model, gathering, nation, month), delegate(model, gathering, other, month)
    if officer is None or friend is None:
        return
    programme = model.programmes[gathering.p]
    strength = contact_strength(model, programme, int(programme.mode))
    understood = model.pair(nation, other).talk
    months = float(p.contact_delegate_contact_months)
    officer.open_file()
    officer.meet(other.index, strength, understood, months, months / 12.0, month)
    model.chronicle.note(officer, EventKind.DELEGATE, 1.0, venue=other.index, topic=gathering.p)
    chance = contact.tie_chance(p.contact_ties_per_year, strength, understood, months / 12.0)
    if model.luck.uniform(month, Draw.TIE, gathering.uid, nation.code) < chance:
        friend.open_file()
        bind(officer, friend, strength, month, other=other.code)
