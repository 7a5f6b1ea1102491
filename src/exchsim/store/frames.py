"""Tables of results as pandas frames, made column by column from the engine's arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.enums import AgreementType, Compromise, Rank, ThreatKind, TourEnd
from exchsim.state.blueprint import month_index, month_name
from exchsim.state.tables import State
from exchsim.store import officers
from exchsim.store.names import Names
from exchsim.store.schema import LABEL, TABLES, attributes

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
FIRST_MONTH = month_index(1946)  # of the tables of the world
LONGEST_TERM = 240  # months


@dataclass(frozen=True, eq=False)
class Outputs:
    """What a run wrote down, without the people and relations that made it."""

    world: Array  # M, outputs.WORLD_OUT
    nations: Array  # Y x N, outputs.NATIONS_OUT
    pairs: Array  # Y x N x N, outputs.PAIRS_OUT; no years when not kept
    tours: Array  # outputs.TOURS
    gatherings: Array
    participants: Array
    events: Array
    officers: Array
    leaks: Array  # outputs.LEAKS
    threats: Array  # Y x N x kinds, outputs.THREATS_OUT
    missions: Array  # Y x K, outputs.MISSIONS_OUT
    contingents: Array  # Y x K x N, outputs.CONTINGENTS_OUT
    agreements: Array  # outputs.AGREEMENTS
    language_pool: Array  # Y x N x L, outputs.LANGUAGE_POOL


def outputs_of(state: State) -> Outputs:
    """The outputs so far; the arrays are those of the state, not copies, so that its people can go."""
    clock = state.clock[0]
    return Outputs(
        world=state.world_out[: clock.month - clock.start],
        nations=state.nations_out,
        pairs=state.pairs_out,
        tours=state.tours[: clock.tours],
        gatherings=state.gatherings[: clock.gatherings],
        participants=state.participants[: clock.participants],
        events=state.events[: clock.events],
        officers=officers.officers_of(state),
        leaks=state.leaks[: clock.leaks],
        threats=state.threats_out,
        missions=state.missions_out,
        contingents=state.contingents_out,
        agreements=state.agreements[: clock.agreements],
        language_pool=state.language_pool,
    )


def build(table: str, outputs: Outputs, names: Names) -> pd.DataFrame:
    """One table of a run by its name."""
    return _BUILDERS[table](outputs, names)


def empty(table: str) -> pd.DataFrame:
    """A table that was not kept: its columns without rows."""
    return _frame(table, {})


def categories(table: str, names: Names) -> dict[str, Sequence[str]]:
    """All values that a column of labels can take, in their order."""
    everything: dict[str, Sequence[str]] = {
        "iso3": names.nations,
        "sender": names.nations,
        "host": names.nations,
        "venue": names.venues,
        "organisation": names.organisations,
        "mission": names.missions,
        "place": sorted({*names.mission_places} - {""}),
        "commander": names.nations,
        "programme": names.programmes,
        "language": names.languages,
        "kind": sorted(set(names.programme_kinds)),
        "end": [reason.name.lower() for reason in TourEnd],
        "rank": [rank.name for rank in Rank],
        "culprit": names.nations,
        "victim": names.nations,
        "threat": [kind.name.lower() for kind in ThreatKind],
        "compromise": [kind.name.lower() for kind in Compromise],
        "a": names.nations,
        "b": names.nations,
        "type": [kind.name.lower() for kind in AgreementType],
    }
    if table == "agreements":  # from before the run to a term beyond it
        months = [month_name(month) for month in range(FIRST_MONTH, names.end + LONGEST_TERM + 1)]
        everything |= dict.fromkeys(("start", "end", "renewal_due"), months)
        return {field.name: everything[field.name] for field in TABLES[table] if field.dtype == LABEL}
    months = [month_name(month) for month in range(names.start, names.end + 1)]
    everything |= dict.fromkeys(("selected", "began", "ended", "month", "noticed", "left"), months)
    if table in ("officers", "events"):
        everything |= {**officers.labels(names), "rank_noticed": everything["rank"]}
    return {field.name: everything[field.name] for field in TABLES[table] if field.dtype == LABEL}


def _frame(table: str, columns: dict[str, Any]) -> pd.DataFrame:
    """A frame with the declared columns in the declared order, their types, units and meanings."""
    import pandas as pd

    data: dict[str, Any] = {}
    for field in TABLES[table]:
        values = columns.get(field.name, [])
        if field.dtype == LABEL and not isinstance(values, pd.Categorical):
            values = pd.Categorical(values, ordered=field.ordered)
        elif field.dtype not in (LABEL, "text"):
            values = np.asarray(values, np.dtype(field.dtype))
        data[field.name] = values
    frame = pd.DataFrame(data, copy=False)
    frame.attrs.update(attributes(table))
    return frame


def _labels(codes: Array, values: Sequence[str], ordered: bool = False) -> Any:
    """Categorical of indices into `values`; a negative index is missing."""
    import pandas as pd

    fitting: Any = np.asarray(codes, np.int16 if len(values) < 32768 else np.int32)
    return pd.Categorical.from_codes(fitting, categories=pd.Index(list(values)), ordered=ordered)


def _columns_of(records: Array, table: str) -> dict[str, Array]:
    known = records.dtype.names or ()
    return {field.name: np.asarray(records[field.name]) for field in TABLES[table] if field.name in known}


def _world(outputs: Outputs, names: Names) -> pd.DataFrame:
    columns: dict[str, Any] = dict(_columns_of(outputs.world, "world"))
    columns["month"] = [month_name(names.start + k) for k in range(len(outputs.world))]
    return _frame("world", columns)


def _first_year(names: Names) -> int:
    return 1900 + names.start // 12


def _nations(outputs: Outputs, names: Names) -> pd.DataFrame:
    years, nations = np.nonzero(np.asarray(outputs.nations["present"]))
    columns: dict[str, Any] = {
        field.name: np.asarray(outputs.nations[field.name])[years, nations] for field in TABLES["nations"][2:]
    }
    none_came_home = columns["tours_ended"] == 0
    columns["level_at_return"] = np.where(none_came_home, np.nan, columns["level_at_return"])
    columns["year"] = years + _first_year(names)
    columns["iso3"] = _labels(nations, names.nations)
    return _frame("nations", columns)


def _pairs(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a directed pair of states that are both present, year by year."""
    present = np.asarray(outputs.nations["present"]).astype(bool)[: len(outputs.pairs)]
    both = present[:, :, None] & present[:, None, :] & ~np.eye(len(names.nations), dtype=bool)
    rows = np.flatnonzero(both)  # the three indices at once, in half the memory
    flat = outputs.pairs.reshape(-1)
    columns: dict[str, Any] = {field.name: flat[field.name][rows] for field in TABLES["pairs"][3:]}
    n = len(names.nations)
    columns["year"] = (rows // (n * n) + _first_year(names)).astype(np.int16)
    columns["sender"] = _labels((rows // n % n).astype(np.int16), names.nations)
    columns["host"] = _labels((rows % n).astype(np.int16), names.nations)
    return _frame("pairs", columns)


def _months(values: Array, names: Names) -> Any:
    """Labels YYYY-MM of month indices; missing for -1."""
    labels = categories("posts", names)["selected"]
    codes = np.where(values < 0, -1, values.astype(np.int64) - names.start)
    return _labels(codes, labels, ordered=True)


def _posts(outputs: Outputs, names: Names) -> pd.DataFrame:
    tours = outputs.tours
    labels = categories("posts", names)
    columns: dict[str, Any] = dict(_columns_of(tours, "posts"))
    venues = np.array([names.languages.index(code) if code else -1 for code in names.venue_language] or [-1])
    columns["language"] = _labels(venues[tours["venue"]], names.languages)
    for name in ("sender", "venue", "host", "programme", "end"):
        columns[name] = _labels(tours[name], labels[name])
    columns["rank"] = _labels(tours["rank"] - 1, labels["rank"], ordered=True)
    for name in ("selected", "began", "ended"):
        columns[name] = _months(tours[name], names)
    columns["level_at_start"] = np.where(tours["began"] < 0, np.nan, tours["level_at_start"])
    columns["level_at_end"] = np.where(tours["ended"] < 0, np.nan, tours["level_at_end"])
    return _frame("posts", columns)


def _agreements(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row an agreement; what began and ended in the same month never held."""
    log = outputs.agreements[outputs.agreements["end"] != outputs.agreements["start"]]
    labels = categories("agreements", names)
    swap = np.array([names.nations[row["a"]] > names.nations[row["b"]] for row in log], bool)
    columns: dict[str, Any] = {
        "a": _labels(np.where(swap, log["b"], log["a"]), labels["a"]),
        "b": _labels(np.where(swap, log["a"], log["b"]), labels["b"]),
        "type": _labels(log["type"], labels["type"]),
        "renewals": log["renewals"],
    }
    for name in ("start", "end", "renewal_due"):
        months = np.maximum(log[name], -1)
        columns[name] = _labels(np.where(months < 0, -1, months - FIRST_MONTH), labels[name], ordered=True)
    return _frame("agreements", columns)


def _exercises(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a nation that took part; events to which fewer than two came did not take place."""
    events, participants = outputs.gatherings, outputs.participants
    event = np.repeat(np.arange(len(events)), events["count"])
    attended = np.asarray(participants["attended"])[: len(event)].astype(bool)
    came = np.bincount(event[attended], minlength=len(events))
    kept = attended & (came[event] >= 2)
    held, labels = events[event[kept]], categories("exercises", names)
    kinds = np.array([labels["kind"].index(kind) for kind in names.programme_kinds] or [-1])
    return _frame("exercises", {
        "event": held["uid"],
        "year": 1900 + held["month"] // 12,
        "month": _months(held["month"], names),
        "kind": _labels(kinds[held["programme"]], labels["kind"]),
        "programme": _labels(held["programme"], names.programmes),
        "organisation": _labels(held["organisation"], names.organisations),
        "iso3": _labels(np.asarray(participants["nation"])[: len(event)][kept], names.nations),
    })  # fmt: skip


def _officers(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row an officer who ever had a file, by nation and place."""
    records = outputs.officers[np.lexsort((outputs.officers["uid"], outputs.officers["nation"]))]
    labels, columns = categories("officers", names), officers.officer_columns(records)
    columns["designation"] = [
        officers.designation(names.nations[int(nation)], int(uid))
        for nation, uid in zip(records["nation"], records["uid"], strict=True)
    ]
    columns["iso3"] = columns["nation"]
    for name in ("rank", "rank_noticed"):
        columns[name] = _labels(columns[name] - 1, labels[name], ordered=True)
    for name in ("iso3", "specialism", "mother_tongue", "school_language", "language_1", "language_2"):
        columns[name] = _labels(columns[name], labels[name])
    for name in ("noticed", "left"):
        columns[name] = _months(columns[name], names)
    return _frame("officers", columns)


def _events(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row an event, in order of time."""
    if len(outputs.officers) == 0:  # no log was kept
        return empty("events")
    labels, columns = categories("events", names), officers.events_of(outputs.events, outputs.tours)
    columns["month"] = _months(columns["month"], names)
    for name in ("kind", "venue", "language", "programme", "end"):
        columns[name] = _labels(columns[name], labels[name])
    return _frame("events", columns)


def _leaks(outputs: Outputs, names: Names) -> pd.DataFrame:
    leaks, labels = outputs.leaks, categories("leaks", names)
    columns: dict[str, Any] = dict(_columns_of(leaks, "leaks"))
    columns["year"] = 1900 + leaks["month"] // 12
    columns["month"] = _months(leaks["month"], names)
    columns["compromise"] = _labels(leaks["kind"], labels["compromise"])
    columns["culprit"] = _labels(leaks["culprit"], names.nations)
    columns["victim"] = _labels(leaks["victim"], names.nations)
    return _frame("leaks", columns)


def _threats(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a year, nation present or attacked in that year, and kind of threat."""
    threats = outputs.threats
    here = np.asarray(outputs.nations["present"]).astype(bool) | (threats["attempts"].sum(axis=2) > 0)
    years, nations, kinds = np.nonzero(np.broadcast_to(here[:, :, None], threats.shape))
    columns: dict[str, Any] = dict(_columns_of(threats[years, nations, kinds], "threats"))
    columns["year"] = years + _first_year(names)
    columns["iso3"] = _labels(nations, names.nations)
    columns["threat"] = _labels(kinds, categories("threats", names)["threat"])
    return _frame("threats", columns)


def _missions(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a mission and year in which it was in being."""
    years, missions = np.nonzero(np.asarray(outputs.missions["months"]))
    columns: dict[str, Any] = dict(_columns_of(outputs.missions[years, missions], "missions"))
    labels = categories("missions", names)
    places = np.array([labels["place"].index(code) if code else -1 for code in names.mission_places] or [-1])
    columns["year"] = years + _first_year(names)
    columns["mission"] = _labels(missions, names.missions)
    columns["place"] = _labels(places[missions], labels["place"])
    columns["commander"] = _labels(columns["commander"], names.nations)
    return _frame("missions", columns)


def _contingents(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a year, mission and nation with troops there."""
    troops = np.asarray(outputs.contingents["troops"])
    years, missions, nations = np.nonzero(troops)
    return _frame("contingents", {
        "year": years + _first_year(names),
        "mission": _labels(missions, names.missions),
        "iso3": _labels(nations, names.nations),
        "troops": troops[years, missions, nations],
    })  # fmt: skip


def _language_pool(outputs: Outputs, names: Names) -> pd.DataFrame:
    """One row a year, nation and foreign language that officers speak, or have lost in the year."""
    pool = outputs.language_pool
    years, nations, languages = np.nonzero((pool["working"] > 0) | (pool["lost"] > 0))
    columns: dict[str, Any] = dict(_columns_of(pool[years, nations, languages], "language_pool"))
    columns["year"] = years + _first_year(names)
    columns["iso3"] = _labels(nations, names.nations)
    columns["language"] = _labels(languages, names.languages)
    return _frame("language_pool", columns)


_BUILDERS = {
    "world": _world, "nations": _nations, "pairs": _pairs, "posts": _posts, "exercises": _exercises,
    "agreements": _agreements, "officers": _officers, "events": _events,
    "leaks": _leaks, "threats": _threats,
    "missions": _missions, "contingents": _contingents, "language_pool": _language_pool,
}  # fmt: skip
