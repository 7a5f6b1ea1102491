"""Every value in effect: what it means, where it may lie, on what it rests, who set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exchsim.enums import Reciprocity
from exchsim.scenario import paths
from exchsim.scenario.faults import path_text
from exchsim.scenario.programmes import MEANINGS, PROFILES, UNITS, Entry
from exchsim.scenario.scenario import Scenario

PathKey = tuple[str | int, ...]
Shown = float | int | str | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in effect. `low` and `high` are None and the texts empty where nothing is known or needed."""

    path: str
    value: Shown
    unit: str
    low: float | None
    high: float | None
    source: str
    grade: str
    set_by: str  # `default`, `file:line`, `--set`, `given in Python`
    meaning: str


def explain(scenario: Scenario) -> list[Setting]:
    """One row for each value of the resolved scenario, in the order of the schema."""
    return [_setting(scenario, path, value) for path, value in leaves(scenario.resolved)]


def leaves(value: Any, path: PathKey = ()) -> Iterator[tuple[PathKey, Shown]]:
    """Paths and values of a resolved scenario; a list of names and a series of years are one value."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            yield path, _series_text(value)
            return
        for key, part in value.items():
            yield from leaves(part, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict | list):
        for place, part in enumerate(value):
            yield from leaves(part, (*path, place))
    elif isinstance(value, list):
        if value:
            yield path, ", ".join(map(str, value))
    elif path and path[-1] == "reciprocity":
        yield path, Reciprocity(int(value)).name.lower()
    else:
        yield path, value


def _series_text(points: dict[str, float]) -> Shown:
    if len(points) == 1:
        return next(iter(points.values()))
    return ", ".join(f"{year}: {value:g}" for year, value in sorted(points.items()))


def _setting(scenario: Scenario, path: PathKey, value: Shown) -> Setting:
    text = path_text(path)
    set_by = scenario.set_by(text)
    entry = _programme_entry(path)
    if entry is not None:
        return _programme_setting(text, path, value, entry, set_by)
    schema = paths.at(path) or {}
    low, high = paths.limits(path)
    source, grade = schema.get("source", "the scenario's own choice"), schema.get("grade", "choice")
    return Setting(text, value, schema.get("unit", ""), low, high, source, grade, set_by, schema.get("description", ""))


def _programme_entry(path: PathKey) -> Entry | None:
    """Declaration of a field of a built-in programme."""
    if len(path) < 3 or path[0] != "programmes":
        return None
    return PROFILES.get(str(path[1]), {}).get(str(path[2]))


def _programme_setting(text: str, path: PathKey, value: Shown, entry: Entry, set_by: str) -> Setting:
    field = str(path[2])
    low, high = (entry.low, entry.high) if entry.low is not None else paths.limits(path)
    unit, meaning = UNITS[field], MEANINGS[field]
    return Setting(text, value, unit, low, high, entry.source, entry.grade, set_by, meaning)
