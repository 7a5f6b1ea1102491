"""Officers and what happened to them: tables `officers` and `events`, from the logs of the chronicler and of tours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exchsim.enums import Domain, EventKind, TourEnd
from exchsim.kernels.chronicle import last_look
from exchsim.state.blueprint import month_name
from exchsim.state.tables import State
from exchsim.store.names import Names

Array = np.ndarray[Any, Any]

_NONE = -1
# within a month in this order; what is not named comes before
_LATE = (
    EventKind.TOUR_ENDED, EventKind.TIE_FADED, EventKind.PROMOTED, EventKind.PASSED_OVER, EventKind.BECAME_GENERAL,
    EventKind.LEFT,
)  # fmt: skip


def officers_of(state: State) -> Array:
    """Every officer who ever had a file (outputs.OFFICERS): first those who have left, then those who serve."""
    clock = state.clock[0]
    serving = state.portraits[: clock.files_high] if clock.chronicle else state.portraits
    serving = serving[serving["uid"] >= 0].copy().view(np.recarray)
    if len(serving):
        last_look(state.clock, state.params, serving)
    return np.concatenate([state.officers[: clock.officers], serving])


def designation(iso3: str, uid: int) -> str:
    """`KOR-00042` for the first who holds the 42nd place of a force, `KOR-00042-2` for the second.

    A person's in every run of a world, as their luck is, whatever the policy.
    """
    place, generation = (uid >> 16) & 0xFFFFFF, uid & 0xFFFF
    return f"{iso3}-{place + 1:05d}" + (f"-{generation + 1}" if generation else "")


def labels(names: Names) -> dict[str, Sequence[str]]:
    """All values of the columns that only these tables have."""
    return {
        "specialism": [domain.name.lower() for domain in Domain],
        **dict.fromkeys(("mother_tongue", "school_language", "language_1", "language_2"), names.languages),
        "kind": [kind.name.lower() for kind in EventKind],
    }


def officer_columns(officers: Array) -> dict[str, Any]:
    """Columns of the table of officers; indices where they have labels."""
    columns: dict[str, Any] = {name: np.asarray(officers[name]) for name in officers.dtype.names or ()}
    columns["officer"] = columns.pop("uid")
    columns["entered"] = [month_name(int(month)) for month in columns["entered"]]
    for name in ("rank", "rank_noticed", "specialism", "mother_tongue", "school_language", "noticed", "left"):
        columns[name] = columns[name].astype(np.int64)
    for k in range(2):
        known = columns["language"][:, k] >= 0
        columns[f"language_{k + 1}"] = columns["language"][:, k]
        for name, source in (("level", "level"), ("level_left", "level_left")):
            columns[f"{name}_{k + 1}"] = np.where(known, columns[source][:, k], np.nan)
    columns["school_level"] = np.where(columns["school_language"] >= 0, columns["school_level"], np.nan)
    return columns


def events_of(events: Array, tours: Array) -> dict[str, Array]:
    """Columns of the table of events, in order of time; indices where they have labels."""
    logged = {name: np.asarray(events[name]) for name in events.dtype.names or ()}
    about_language = np.isin(logged["kind"], (EventKind.LANGUAGE_BEGUN, EventKind.LEVEL_REACHED))
    logged["language"] = np.where(about_language, logged["topic"], _NONE)
    logged["programme"] = np.where(about_language, _NONE, logged.pop("topic"))
    logged["end"] = np.full(len(events), _NONE)
    parts = [logged, *_of_tours(tours)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in logged}
    late = {int(kind): 100 + place for place, kind in enumerate(_LATE)}
    within = np.array([late.get(int(kind), int(kind)) for kind in EventKind], np.int64)[
        columns["kind"].astype(np.int64)
    ]
    within[columns["end"] == TourEnd.RECALLED] = _NONE  # recalled at the beginning of a month
    order = np.lexsort((within, columns["month"]))
    columns = {name: values[order] for name, values in columns.items()}
    return _highest_levels(columns)


def _of_tours(tours: Array) -> list[dict[str, Array]]:
    """What the log of tours tells of a life: selected, on a course, abroad, home again."""
    began, ended, selected = (tours[name].astype(np.int64) for name in ("began", "ended", "selected"))
    unready = np.where(began >= 0, began, np.where(ended >= 0, ended, np.iinfo(np.int32).max))
    course = np.where(began >= 0, began - selected, np.nan)
    return [
        _tour_events(tours, EventKind.SELECTED, selected, tours["level_at_selection"], selected >= 0),
        _tour_events(tours, EventKind.COURSE_BEGAN, selected, course, unready > selected),
        _tour_events(tours, EventKind.TOUR_BEGAN, began, tours["level_at_start"], began >= 0),
        _tour_events(tours, EventKind.TOUR_ENDED, ended, tours["level_at_end"], ended >= 0),
    ]


def _tour_events(tours: Array, kind: EventKind, month: Array, value: Array, which: Array) -> dict[str, Array]:
    count = int(which.sum())
    ended = kind == EventKind.TOUR_ENDED
    return {
        "month": month[which],
        "officer": tours["officer"][which],
        "kind": np.full(count, int(kind)),
        "other": np.full(count, _NONE),
        "venue": tours["venue"][which],
        "value": np.asarray(value, float)[which],
        "language": np.full(count, _NONE),
        "programme": tours["programme"][which],
        "end": tours["end"][which] if ended else np.full(count, _NONE),
    }


def _highest_levels(columns: dict[str, Array]) -> dict[str, Array]:
    """Of the levels that an officer reaches in a language within a month, only the highest."""
    reached = np.flatnonzero(columns["kind"] == EventKind.LEVEL_REACHED)
    keys = np.stack([columns[name][reached].astype(np.int64) for name in ("month", "officer", "language")])
    order = np.lexsort((columns["value"][reached], *keys))
    keys, reached = keys[:, order], reached[order]
    beaten = np.all(keys[:, :-1] == keys[:, 1:], axis=0)  # followed by a higher one of the same
    kept = np.ones(len(columns["kind"]), bool)
    kept[reached[:-1][beaten]] = False
    return {name: values[kept] for name, values in columns.items()}
