"""The twin's calendar: dated changes, states that enter and leave, borders, a new year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import twin_agreements
from reference.twin_missions import turn_missions
from reference.twin_nations import Books
from reference.twin_relations import Relation, harmonise, take_stock

from exchsim.enums import Change, Mode, PostState, TourEnd
from exchsim.rules import standing
from exchsim.state.levers import LEVER_NAMES

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation
    from reference.twin_posts import Post

FLAGS = {
    Change.PACT_BEGIN: ("alliance", True),
    Change.PACT_END: ("alliance", False),
    Change.RIVALRY_BEGIN: ("rivalry", True),
    Change.RIVALRY_END: ("rivalry", False),
    Change.RUPTURE: ("ruptured", True),
    Change.RECONCILE: ("ruptured", False),
}


def calendar_phase(model: Twin, month: int) -> None:
    """Phase 1."""
    january, first = month % 12 == 0, month == model.blueprint.start
    if january or first:
        new_year(model)
    changes = [c for c in model.blueprint.changes if c.month == month]
    for change in changes:
        apply_change(model, change)
    moved = muster(model, month)
    turn_missions(model, month)
    for post in model.meeting():
        check_access(model, post, month)
    twin_agreements.lapse(model, month)
    if january and not first:
        twin_agreements.agree(model, month)
        harmonise(model, month)
    if january or first or moved or changes:
        take_stock(model, month)


def new_year(model: Twin) -> None:
    """Counters of the calendar year start again."""
    for nation in model.nations:
        nation.refused_this_year = 0
        nation.books = Books()
        nation.spent_this_year_usd, nation.tours_ended, nation.level_at_return = 0.0, 0, 0.0
        nation.language_this_year_usd = nation.interpreters_this_year_usd = 0.0
        nation.leaks_this_year = nation.vetted = nation.findings = nation.denied = nation.false_denials = 0
        nation.betrayals_expected = nation.espionage_expected = nation.findings_expected = 0.0
        nation.denials_expected = nation.false_denials_expected = 0.0
    model.tension = twin_agreements.tension_of(model)
    for pair in model.pairs.values():
        pair.incidents_this_year, pair.exercises_this_year = 0.0, 0


def apply_change(model: Twin, change) -> None:
    """One dated change of the scenario."""
    kind, a, b = Change(int(change.kind)), int(change.a), int(change.b)
    concerned = [n for n in model.nations if a in (-1, n.index)]
    if kind == Change.JOIN:
        model.organisations[b].since[a] = int(change.month)
    elif kind == Change.QUIT:
        model.organisations[b].since.pop(a, None)
    elif kind in (Change.CLOSE_BORDERS, Change.OPEN_BORDERS):
        for nation in concerned:
            nation.borders_closed = kind == Change.CLOSE_BORDERS
    elif kind == Change.SET_LEVER:
        for nation in concerned:
            nation.policy[LEVER_NAMES[b]] = change.value
    elif kind in (Change.AGREEMENT_BEGIN, Change.AGREEMENT_END):
        if a != b:
            twin_agreements.state_change(model, kind == Change.AGREEMENT_BEGIN, a, b, int(change.value), change.month)
    elif kind in FLAGS:
        flag, value = FLAGS[kind]
        for pair in (model.pairs[a, b], model.pairs[b, a]) if flag == "rivalry" else ():
            pair.shaken = value and not pair.rivalry
        setattr(model.pairs[a, b], flag, value)
        setattr(model.pairs[b, a], flag, value)
        if flag in ("rivalry", "ruptured"):
            for pair in (model.pairs[a, b], model.pairs[b, a]):
                pair.sharing = pair.relayed = 0.0
    elif kind == Change.LEAK:
        model.pairs[a, b].disclosed += float(change.value)
    elif kind == Change.THREAT_SURGE:
        for nation in concerned:
            nation.surge = [float(change.value) if b in (-1, k) else s for k, s in enumerate(nation.surge)]


def muster(model: Twin, month: int) -> bool:
    """This month's cadres; a state that appears is a stranger to all. True when a state came or went."""
    moved = False
    for nation in model.nations:
        nation.cadre = nation.strength_in(month)
        nation.promised, nation.promised_usd = 0, 0.0
        if nation.present != (nation.cadre > 0):
            moved = True
            nation.present = nation.cadre > 0
            if month == nation.epoch:
                nation.found()
            if nation.present and month > model.blueprint.start:
                nation.standing = standing.NEUTRAL
                nation.usual_harm, nation.threat_pressure = -1.0, 1.0
                for other in model.nations:
                    become_strangers(model, model.pair(nation, other))
                    become_strangers(model, model.pair(other, nation))
    return moved


def become_strangers(model: Twin, pair: Relation) -> None:
    """Relations of two states that have had none."""
    pair.trust, pair.familiarity, pair.ledger, pair.friends = -1.0, 0.0, 0.0, 0.5
    pair.sharing = pair.relayed = 0.0
    pair.last_exercise = pair.habit_year = -1
    pair.habit = 0.0
    pair.technical = float(model.params.protocols_technical_floor)


def cut_off(model: Twin, sender: Nation, host: Nation) -> bool:
    """Can the two not even meet on screen?"""
    return not (sender.present and host.present) or model.pair(sender, host).ruptured


def blocked(model: Twin, sender: Nation, host: Nation) -> bool:
    """Can nobody travel between the two?"""
    return sender.borders_closed or host.borders_closed or cut_off(model, sender, host)


def check_access(model: Twin, post: Post, month: int) -> None:
    """Officers are recalled from where nobody may go; posts of vanished states and ended memberships are closed."""
    unreachable = cut_off if int(post.programme.mode) == Mode.VIRTUAL else blocked
    if post.mission is None:
        organisation = post.organisation
        gone = not (post.sender.present and post.host.present)
        shut = gone or unreachable(model, post.sender, post.host)
    else:
        organisation, state = post.mission.organisation, post.mission.state
        gone = not (post.sender.present and post.mission.running)
        shut = gone or (post.sender.borders_closed if state is None else blocked(model, post.sender, state))
    if organisation is not None and post.sender.index not in organisation.since:
        gone = shut = True
    if shut and post.officer is not None:
        post.vacate(TourEnd.RECALLED, month)
    if gone:
        model.close(post)
    elif shut:
        post.state = PostState.SUSPENDED
    elif post.state == PostState.SUSPENDED:
        post.state = PostState.VACANT
