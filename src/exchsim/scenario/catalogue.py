"""Names of the real world: which states, organisations and languages there are, and who was a member when.

Read with the csv module, so that a scenario is checked, and an invented world compiled, without pandas.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from exchsim.scenario.faults import nearest
from exchsim.scenario.fields import to_month

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.worlds.tables import WorldTables

Spell = tuple[int, int]  # first month, month after the last
FOR_EVER = 32000
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Catalogue:
    """What can be named. Months are month indices; FOR_EVER stands for a spell that runs on."""

    states: dict[str, str]  # iso3 to name
    codes: dict[str, int]  # iso3 to draw code
    spells: dict[str, Spell]  # iso3 to membership of the system of states
    organisations: dict[str, str]  # code to name, in the order of the table
    languages: frozenset[str]
    members: dict[str, dict[str, list[Spell]]]  # organisation to state to spells
    missions: dict[str, Spell]  # code to months in being, in the order of the table


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue of the tables that come with the package."""
    return _catalogue(
        _rows("states"), _rows("organisations"), _rows("language_hours"), _rows("memberships"), _rows("missions")
    )


def catalogue_of(tables: WorldTables) -> Catalogue:
    """The catalogue of other tables."""
    frames = (tables.states, tables.organisations, tables.language_hours, tables.memberships, tables.missions)
    return _catalogue(*(_texts(frame) for frame in frames))


def _texts(frame: pd.DataFrame) -> Rows:
    filled = frame.astype(object).where(frame.notna(), "")
    return [{str(key): str(value) for key, value in row.items()} for row in filled.to_dict("records")]


def _rows(table: str) -> Rows:
    source = resources.files("exchsim.worlds") / "data" / f"{table}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def _catalogue(states: Rows, organisations: Rows, hours: Rows, memberships: Rows, missions: Rows) -> Catalogue:
    members: dict[str, dict[str, list[Spell]]] = {}
    for row in memberships:
        members.setdefault(row["organisation"], {}).setdefault(row["iso3"], []).append(_spell(row["from"], row["to"]))
    return Catalogue(
        states={row["iso3"]: row["name"] for row in states},
        codes={row["iso3"]: int(row["cow_code"].split()[-1]) for row in states},
        spells={row["iso3"]: _spell(row["entered"], row["left"]) for row in states},
        organisations={row["organisation"]: row["name"] for row in organisations},
        languages=frozenset(row["language"] for row in hours),
        members=members,
        missions={row["mission"]: _spell(row["start"], row["end"]) for row in missions},
    )


def _spell(since: str, until: str) -> Spell:
    return to_month(since), to_month(until) if until else FOR_EVER


def like_nation(text: str, nations: dict[str, str]) -> str:
    """`did you mean DEU (Germany)?` for what is like a code or name of `nations`, code to name."""
    named = [code for code, name in nations.items() if len(text) > 3 and name.lower().startswith(text.lower())]
    by_name = {name: code for code, name in nations.items()}
    name = nearest(text, list(by_name)) if len(text) > 3 else None
    code = named[0] if named else by_name[name] if name is not None else nearest(text, list(nations))
    return f"did you mean {code} ({nations[code]})?" if code else "write its three-letter code"
