"""Engine and twin laid side by side: the same tables with the same keys, and the first difference between them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
from reference.twin import Twin
from reference.twin_people import NEVER, Officer
from reference.twin_relations import Relation

from exchsim.engine.roll import roll_call
from exchsim.enums import EventKind, PostState, Status
from exchsim.state import columns, outputs
from exchsim.state.blueprint import month_name
from exchsim.state.tables import State

TOLERANCE = 1e-9
SINGLE = 1e-6  # the yearly table of pairs is kept in single precision
Row = dict[str, float]
Table = dict[object, Row]

WRITTEN_IN = {
    "proposals": "2 plan",
    "posts": "1 calendar, 2 plan, 3 assign, 4 prepare, 5 serve, 6 return, 7 careers",
    "tours": "3 assign, 4 prepare, 5 serve, 6 return, 7 careers",
    "files": "3 assign, 4 prepare, 5 serve, 6 return, 7 careers, 8 train together, 9 relations (refreshers)",
    "people": "7 careers",
    "ties": "5 serve, 8 train together, 9 relations (census)",
    "gatherings": "2 plan, 8 train together",
    "events": "looked at after phases 6, 8 and 9; told in 3 assign, 5 serve and 8 train together",
    "officers": "looked at after phases 6, 8 and 9",
    "leaks": "10 intelligence",
    "missions": "1 calendar, 2 plan, 8 train together, 11 security",
    "contingents": "1 calendar, 2 plan, 8 train together",
    "nations": "1 calendar, 2 plan, 6 return, 9 relations (census), 10, 11; purses in all phases from 3 to 9",
    "pairs": "1 calendar, 3 assign (vetting), 5 serve, 8 train together, 9 relations, 10 intelligence",
    "agreements": "1 calendar, 2 plan",
}


# engine


def engine_tables(state: State) -> dict[str, Table]:
    """Everything that the twin knows too, from the tables of the engine. People only of those with a file."""
    clock, n = state.clock[0], len(state.nations)
    posts = [state.posts[row] for row in state.meeting_order[: clock.posts]]
    files = [d for d in state.dossiers[: clock.files_high] if d.row >= 0]
    ties = [t for t in state.ties[: clock.ties_high] if t.dossier[0] >= 0]
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    return {
        "posts": {int(p.uid): engine_post(state, p) for p in posts},
        "tours": {k: plain(outputs.TOURS, state.tours[k]) for k in range(clock.tours)},
        "files": {int(d.uid): engine_file(state, d) for d in files},
        "people": {int(d.uid): engine_person(state.people[d.row]) for d in files},
        "ties": engine_ties(ties),
        "leaks": {k: plain(outputs.LEAKS, state.leaks[k]) for k in range(clock.leaks)},
        "gatherings": {int(g.uid): engine_gathering(state, g) for g in state.gatherings[: clock.gatherings]},
        "agreements": {k: plain(outputs.AGREEMENTS, state.agreements[k]) for k in range(clock.agreements)},
        "nations": {i: engine_nation(state, i) for i in range(n)},
        "pairs": {key: plain(columns.PAIRS, state.pairs[key]) for key in pairs},
        "proposals": engine_proposals(state),
        "events": highest(plain(outputs.EVENTS, e) for e in engine_events(state)),
        "officers": {int(o.uid): engine_officer(o) for o in state.officers[: clock.officers]},
        "missions": {m: engine_mission(state.missions[m]) for m in range(len(state.missions))},
        "contingents": {
            (m, i): plain(columns.CONTINGENTS, state.contingents[m, i]) for m, i in np.ndindex(state.contingents.shape)
        },
    }


def engine_events(state: State) -> np.ndarray:
    """Those of this month and the last; of the others the same was said before."""
    events = state.events[: state.clock[0].events]
    return events[np.searchsorted(events["month"], state.clock[0].month - 1) :]


def engine_officer(officer: np.record) -> Row:
    return without(plain(outputs.OFFICERS, officer), "due", "used[0]", "used[1]")


def engine_mission(mission: np.record) -> Row:
    row = without(plain(columns.MISSIONS, mission), "violence_at_start")
    row["place"] = int(mission.place)
    return row if mission.running else {name: row[name] for name in ("running", "troops", "contributors")}


def engine_proposals(state: State) -> Table:
    wanted = zip(*np.nonzero(state.targets), strict=True)
    return {tuple(int(k) for k in key): {"posts": int(state.targets[key])} for key in wanted}


def engine_world(state: State) -> Row:
    """The world in the month that has just ended."""
    return plain(outputs.WORLD_OUT, state.world_out[state.clock[0].month - 1 - state.clock[0].start])


def plain(layout: tuple[columns.Column, ...], record: np.record) -> Row:
    """A record as numbers; columns of several values are numbered."""
    values = dict(zip(record.dtype.names, record.item(), strict=True))  # far faster than one column after the other
    row: Row = {}
    for column in layout:
        value = values[column.name]
        if column.shape:
            row |= {f"{column.name}[{k}]": item for k, item in enumerate(value.tolist())}
        else:
            row[column.name] = value
    return row


def engine_post(state: State, post: np.record) -> Row:
    row = plain(columns.POSTS, post)
    officer = int(state.dossiers[post.dossier].uid) if post.dossier >= 0 else -1
    begun = {"until": int(post.until)} if post.state in (PostState.PREPARING, PostState.FILLED) else {}
    return without(row, "dossier", "tour", "until") | {"officer": officer} | begun


def engine_file(state: State, dossier: np.record) -> Row:
    row = plain(columns.DOSSIERS, dossier)
    empty = {"row"}
    for k in range(2):  # of what is empty only that it is empty counts
        if row[f"language[{k}]"] < 0:
            empty |= {f"level[{k}]", f"used[{k}]"}
        if row[f"host[{k}]"] < 0:
            empty |= {f"familiarity[{k}]", f"trust[{k}]", f"met[{k}]"}
    return without(row, *empty) | {"post": int(state.posts["uid"][int(row["post"])]) if row["post"] >= 0 else -1}


def engine_person(person: np.record) -> Row:
    row = plain(columns.PEOPLE, person)
    return {name: row[name] for name in ("rank", "status", "entered", "leaves", "due")}


def engine_ties(ties: list[np.record]) -> Table:
    return numbered(
        ((int(t.uid[0]), int(t.uid[1]), int(t.ends)), {"strength": float(t.strength), "made": int(t.made)})
        for t in ties
    )


def engine_gathering(state: State, gathering: np.record) -> Row:
    invited = state.participants[gathering.first : gathering.first + gathering.count]
    row = without(plain(outputs.GATHERINGS, gathering), "first")
    return row | {f"attended by {int(p.nation)}, {k}": int(p.attended) for k, p in enumerate(invited)}


def engine_nation(state: State, i: int) -> Row:
    row = without(plain(columns.NATIONS, state.nations[i]), "first_row", "safe_places", "sent_in")
    return row | {f"linguists[{k}]": float(v) for k, v in enumerate(state.linguists[i])}


def engine_people(state: State) -> Table:
    """Every place of every nation, with all careers played forward to the last month."""
    people: Table = {}
    for i in range(len(state.nations)):
        for place, person in enumerate(roll_call(state, i)):
            row = {"generation": int(person.generation)} | engine_person(person)
            absent = person.status == Status.ABSENT
            people[i, place] = without(row, "entered", "due") if absent else row
    return people


# twin


def twin_tables(twin: Twin) -> dict[str, Table]:
    """The same from the twin's objects."""
    files = twin.cabinet.in_order()
    known = (
        (tuple(o.uid for o in t.officers) + (t.ends,), {"strength": t.strength, "made": t.made}) for t in twin.ties
    )
    hosted = [sum(p.venue == n.index for p in twin.posts.values()) for n in twin.nations]
    return {
        "posts": {uid: twin_post(post) for uid, post in twin.posts.items()},
        "tours": {k: {f.name: getattr(tour, f.name) for f in fields(tour)} for k, tour in enumerate(twin.tours)},
        "files": {officer.uid: twin_file(officer) for officer in files},
        "people": {officer.uid: twin_person(officer) for officer in files},
        "ties": numbered(known),
        "leaks": {k: {f.name: getattr(leak, f.name) for f in fields(leak)} for k, leak in enumerate(twin.leaks)},
        "gatherings": {g.uid: twin_gathering(g) for g in twin.gatherings},
        "agreements": {k: {f.name: getattr(a, f.name) for f in fields(a)} for k, a in enumerate(twin.agreements)},
        "nations": {n.index: twin_nation(n) | {"hosted": hosted[n.index]} for n in twin.nations},
        "pairs": twin_pairs(twin),
        "proposals": {
            (n.index, *wish): {"posts": posts} for n in twin.nations for wish, posts in n.plan.items() if posts > 0
        },
        "events": highest(e for e in twin.chronicle.events if e["month"] >= twin.month - 1),
        "officers": twin.chronicle.left,
        "missions": {m.index: twin_mission(m) for m in twin.missions},
        "contingents": {
            (m.index, c.nation.index): {"troops": c.troops, "familiarity": c.familiarity}
            for m in twin.missions
            for c in m.contingents
        },
    }


def twin_post(post) -> Row:
    same = ("uid", "venue", "ordinal", "domain", "language", "state", "closing", "since", "vacant_months")
    row = {name: getattr(post, name) for name in same}
    row |= {"sender": post.sender.index, "host": post.host_index, "programme": post.p}
    if post.officer is None:
        return row | {"officer": -1}
    return row | {"officer": post.officer.uid, "until": post.until}


def twin_file(officer: Officer) -> Row:
    same = ("uid", "tours", "patience", "patience_from", "aptitude", "specialism", "mother_tongue", "intercultural",
            "resilience", "leadership", "skill")  # fmt: skip
    row = {name: getattr(officer, name) for name in same}
    row |= {"nation": officer.nation.index, "post": -1 if officer.post is None else officer.post.uid}
    for k, (tongue, memory) in enumerate(zip(officer.tongues, officer.memories, strict=True)):
        row |= {f"language[{k}]": -1, f"host[{k}]": -1, f"pooled[{k}]": officer.pooled[k]}
        if tongue is not None:
            row |= {f"{name}[{k}]": getattr(tongue, name) for name in ("language", "level", "used")}
        if memory is not None:
            row |= {f"{name}[{k}]": getattr(memory, name) for name in ("host", "familiarity", "trust", "met")}
    return row


def twin_person(officer: Officer) -> Row:
    """The place may be cut before the officer would leave: what the engine knows ahead, the twin looks up here."""
    nation = officer.nation
    first = max(officer.entered, nation.epoch) + 1
    start = officer.model.blueprint.start
    cut = (m for m in range(first, start + len(nation.strength)) if nation.strength[m - start] <= officer.place)
    leaves = min(officer.leaves, next(cut, NEVER))
    return {
        "rank": officer.rank, "status": int(officer.status), "entered": officer.entered, "leaves": leaves,
        "due": min(officer.board_month(), leaves),
    }  # fmt: skip


def twin_gathering(gathering) -> Row:
    row = {"uid": gathering.uid, "month": gathering.month, "programme": gathering.p,
           "organisation": gathering.organisation, "count": len(gathering.invited)}  # fmt: skip
    return row | {f"attended by {n.index}, {k}": int(n in gathering.attended) for k, n in enumerate(gathering.invited)}


def twin_mission(mission) -> Row:
    if not mission.running:
        return {"running": 0, "troops": mission.troops, "contributors": mission.contributors}
    same = ("code", "language", "start", "end", "ceiling", "tension", "violence", "unguarded", "troops", "contributors",
            "fractionalisation", "top_share", "command_since", "leaders", "language_distance", "social_distance",
            "interoperability", "trust", "skill", "protected", "escalations")  # fmt: skip
    row = {name: getattr(mission, name) for name in same} | {"running": 1, "kind": int(mission.kind)}
    row |= {"organisation": -1 if mission.organisation is None else mission.organisation.index}
    row |= {"place": -1 if mission.place is None else mission.place.index}
    for name in ("commander", "deputy"):
        held = getattr(mission, name)
        row[name] = -1 if held is None else held.nation.index
    return row | {f"local[{k}]": v for k, v in enumerate([*mission.local, -1, -1, -1, -1][:4])}


def twin_nation(nation) -> Row:
    same = ["code", "places", "epoch", "cadre", "fiscal_month", "language", "capability_index", "capability_share"]
    same += [
        "budget_usd",
        "spent_usd",
        "reserved_usd",
        "promised",
        "refresher_share",
        "spent_this_year_usd",
        "language_this_year_usd",
        "interpreters_this_year_usd",
        "recontact_chance",
    ]
    same += ["promised_usd", "donated_usd", "refused_this_year", "turned_away"]
    same += ["alumni", "senior_alumni", "files", "tours_ended", "level_at_return"]
    same += ["founded", "standing", "information_security", "leak_risk", "threat_pressure", "readiness"]
    same += ["alarm", "rivals", "leaks_per_year", "leaks_this_year", "vetted", "findings", "denied", "false_denials"]
    same += ["betrayals_per_year", "betrayals_expected", "espionage_expected", "findings_expected"]
    same += ["denials_expected", "false_denials_expected"]
    same += ["aid", "channel", "recent_harm", "usual_harm"]
    row = {name: getattr(nation, name) for name in same}
    books = nation.books
    row |= {"post_months": books.open, "served_months": books.served, "class_months": books.in_class,
            "sending_months": len(books.sending), "ties_made": books.ties_made,
            "ties_five_years": books.birthdays.count(5), "ties_ten_years": books.birthdays.count(10)}  # fmt: skip
    row |= {"present": int(nation.present), "borders_closed": int(nation.borders_closed)}
    for name, values in (("protocol", nation.protocol), ("skill", nation.skill),
                         ("surge", nation.surge), ("activity", nation.activity), ("detection", nation.detection),
                         ("warned", nation.warned),
                         ("linguists", nation.model.linguists[nation.index])):  # fmt: skip
        row |= {f"{name}[{k}]": value for k, value in enumerate(values)}
    return row


def twin_pairs(twin: Twin) -> Table:
    posts, filled = twin.count_posts(), twin.count_posts(filled_only=True)
    names = [f.name for f in fields(Relation)]
    return {
        key: {name: getattr(pair, name) for name in names} | {"posts": posts[key], "filled": filled[key]}
        for key, pair in twin.pairs.items()
        if key[0] != key[1]
    }


def twin_people(twin: Twin) -> Table:
    """Every place of every nation."""
    people: Table = {}
    for nation in twin.nations:
        for place, officer in enumerate(nation.people):
            row = {"generation": nation.generations[place]}
            if officer is None:
                people[nation.index, place] = row | {"rank": 0, "status": int(Status.ABSENT), "leaves": NEVER}
            else:
                people[nation.index, place] = row | twin_person(officer)
    return people


# side by side


def numbered(rows: Iterator[tuple[tuple, Row]]) -> Table:
    """Rows whose keys may repeat: equal ones are counted, in order of what they hold."""
    found: Table = {}
    for key, row in sorted(rows, key=lambda item: (item[0], sorted(item[1].items()))):
        while key in found:
            key = (*key, "again")
        found[key] = row
    return found


def highest(events: Iterator[Row]) -> Table:
    """Events of officers; of the levels that one reaches in a language within a month the highest."""
    levels: dict[tuple, Row] = {}
    others: list[tuple[tuple, Row]] = []
    for event in events:
        key = tuple(value for name, value in event.items() if name != "value")
        if event["kind"] != EventKind.LEVEL_REACHED:
            others.append((key, event))
        elif key not in levels or levels[key]["value"] < event["value"]:
            levels[key] = event
    return numbered(iter([*others, *levels.items()]))


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def same(a: float, b: float, tolerance: float = TOLERANCE) -> bool:
    """Whole numbers agree exactly, others to 1e-9, absolute or relative."""
    if isinstance(a, float) or isinstance(b, float):
        return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)
    return int(a) == int(b)


def first_difference(engine: dict[str, Table], twin: dict[str, Table], month: int, when: str = "") -> str | None:
    """Month, phases, table, key, column and both values of the first difference; None when there is none."""
    for name in engine:
        tolerance = SINGLE if name == "years of pairs" else TOLERANCE
        where = f"{month_name(month)} {when}, {name} (written in phases {WRITTEN_IN.get(name, '12 measure')})"
        for key in [*engine[name], *(k for k in twin[name] if k not in engine[name])]:
            ours, theirs = engine[name].get(key), twin[name].get(key)
            if ours is None or theirs is None:
                return f"{where}, key {key}: engine {ours}, twin {theirs}"
            if ours == theirs:  # the usual case, and quickly said
                continue
            for column in [*ours, *(c for c in theirs if c not in ours)]:
                a, b = ours.get(column), theirs.get(column)
                if a is None or b is None or not same(a, b, tolerance):
                    return f"{where}, key {key}, column {column}: engine {a!r}, twin {b!r}"
    return None
