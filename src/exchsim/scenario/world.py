"""Numbers of nations by year and month: from the world tables, then from what a scenario says otherwise."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from exchsim.scenario.catalogue import Catalogue
from exchsim.scenario.members import state_spell
from exchsim.scenario.schema import ChangedNation, ScenarioFile
from exchsim.state.blueprint import month_index

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.worlds.tables import WorldTables

Array = np.ndarray
EARTH_RADIUS_KM = 6371.0
TYPICAL_KM = 7500.0  # median distance of two capitals
USD_PER_PERSON = 50_000.0  # spending of an invented nation that says nothing of it
EXERCISES_FROM, EXERCISES_WINDOW = 1980, 5  # first year and years of a row of the table of exercises
PROTOCOL = ("command_style", "staff_procedure", "communications_security", "doctrine")


@cache
def shipped_tables() -> WorldTables:
    """The world tables of the package, read once."""
    from exchsim.worlds.tables import load_tables

    return load_tables()


@cache
def fiscal_months() -> dict[str, int]:
    """Month, 1 to 12, in which the fiscal year of a real state starts; January for those not listed."""
    source = resources.files("exchsim.scenario") / "fiscal_months.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["iso3"]: int(row["month"]) for row in rows}


def exercises_before(tables: WorldTables | None, nations: list[str], start: int) -> Array:
    """Bilateral exercises of each pair a year in the last five years counted before the start; -1 where none is known.

    A start shortly before the count begins takes its first five years; long before, nothing is known.
    """
    known = np.full((len(nations), len(nations)), -1.0)
    year = 1900 + start // 12
    if tables is None or year < EXERCISES_FROM - EXERCISES_WINDOW:
        return known
    real = np.array([nation in set(tables.states.iso3) for nation in nations], bool)
    known[np.ix_(real, real)] = 0.0
    counted = tables.exercises[tables.exercises.iso3_a.isin(nations) & tables.exercises.iso3_b.isin(nations)]
    windows = [first for first in sorted(set(tables.exercises.first_year)) if first + EXERCISES_WINDOW <= year]
    counted = counted[counted.first_year == (windows[-1] if windows else EXERCISES_FROM)]
    for a, b, number in zip(counted.iso3_a, counted.iso3_b, counted.bilateral, strict=True):
        i, j = nations.index(a), nations.index(b)
        known[i, j] = known[j, i] = number / EXERCISES_WINDOW
    return known


def by_year(points: Mapping[str, float], years: Array) -> Array:
    """Values of a series in some years: linear between the years given, held before and after."""
    known = sorted((int(year), value) for year, value in points.items())
    return np.asarray(np.interp(years, [year for year, _ in known], [value for _, value in known]))


def table_by_year(frame: pd.DataFrame, column: str, nations: list[str], years: Array, key: str = "iso3") -> Array:
    """Row per nation, column per year, of a table with support years; 0 for nations without rows."""
    values = np.zeros((len(nations), len(years)))
    groups = frame[frame[key].isin(nations)].sort_values("year").groupby(key)
    for code, rows in groups:
        values[nations.index(str(code))] = np.interp(years, rows["year"].to_numpy(float), rows[column].to_numpy(float))
    return values


@dataclass(frozen=True)
class NationNumbers:
    """Arrays over nations, years or months, as the blueprint has them."""

    names: tuple[str, ...]
    codes: Array
    fiscal_month: Array
    armed_forces: Array  # N x Y persons
    expenditure: Array
    capability: Array
    alignment: Array
    protocol: Array


def described(file: ScenarioFile, nation: str) -> ChangedNation:
    """What a scenario says about a nation, possibly nothing."""
    return file.nations.invented.get(nation) or file.nations.changed.get(nation) or ChangedNation()


def nation_numbers(
    file: ScenarioFile, catalogue: Catalogue, tables: WorldTables | None, nations: list[str], years: Array
) -> NationNumbers:
    """Numbers of all nations; `tables` None where every nation is invented."""
    zeros = np.zeros((len(nations), len(years)))
    forces, dollars, capability, alignment = zeros.copy(), zeros.copy(), zeros.copy(), zeros.copy()
    protocol = np.full((len(nations), len(PROTOCOL)), 0.5)
    if tables is not None:
        forces = table_by_year(tables.strength, "armed_forces", nations, years)
        dollars = table_by_year(tables.strength, "military_expenditure_usd", nations, years)
        capability = table_by_year(tables.strength, "capability_index", nations, years)
        alignment = table_by_year(tables.alignment, "ideal_point", nations, years)
        _read_protocols(tables.protocols, nations, int(years[0]), protocol)
    for place, nation in enumerate(nations):
        said = described(file, nation)
        for points, target in (
            (said.armed_forces, forces),
            (said.military_expenditure_usd, dollars),
            (said.capability_index, capability),
            (said.alignment, alignment),
        ):
            if points is not None:
                target[place] = by_year(points, years)
        if said.protocol is not None:
            protocol[place] = [getattr(said.protocol, axis) for axis in PROTOCOL]
    _imagine(file, nations, forces, dollars, capability)
    return NationNumbers(
        names=tuple(described(file, code).name or catalogue.states[code] for code in nations),
        codes=np.array([_code(file, catalogue, nation) for nation in nations], np.int64),
        fiscal_month=np.array([_fiscal_month(file, nation) - 1 for nation in nations], np.int16),
        armed_forces=forces,
        expenditure=dollars,
        capability=capability,
        alignment=alignment,
        protocol=protocol,
    )


def _imagine(file: ScenarioFile, nations: list[str], forces: Array, dollars: Array, capability: Array) -> None:
    """Spending and capability of invented nations that say nothing of them: by their forces."""
    world = forces.sum(axis=0)
    for place, nation in enumerate(nations):
        invented = file.nations.invented.get(nation)
        if invented is None:
            continue
        if invented.military_expenditure_usd is None:
            dollars[place] = USD_PER_PERSON * forces[place]
        if invented.capability_index is None:
            capability[place] = forces[place] / np.where(world > 0.0, world, 1.0)


def _read_protocols(protocols: pd.DataFrame, nations: list[str], year: int, protocol: Array) -> None:
    """Protocol vectors that hold in a year; later ones are left to the model's harmonisation."""
    for code, rows in protocols[protocols.iso3.isin(nations)].sort_values("from_year").groupby("iso3"):
        place = max(0, int(rows.from_year.searchsorted(year, side="right")) - 1)
        protocol[nations.index(str(code))] = rows.iloc[place][list(PROTOCOL)].to_numpy(float)


def _code(file: ScenarioFile, catalogue: Catalogue, nation: str) -> int:
    invented = file.nations.invented.get(nation)
    return int(invented.number or 0) if invented is not None else catalogue.codes[nation]


def _fiscal_month(file: ScenarioFile, nation: str) -> int:
    said = described(file, nation).fiscal_month
    if said is not None:
        return said
    return 1 if nation in file.nations.invented else fiscal_months().get(nation, 1)


def presence(file: ScenarioFile, catalogue: Catalogue, nations: list[str], end: int) -> Array:
    """Nation by month since 1900, up to the end of the run: whether it is in the system of states."""
    there = np.zeros((len(nations), end), bool)
    for place, nation in enumerate(nations):
        since, until = state_spell(file, catalogue, nation)
        there[place, since:until] = True
    events = [event for event in file.events if event.kind in ("enter_system", "leave_system")]
    for event in sorted(events, key=lambda event: event.date):
        month = month_index(int(event.date[:4]), int(event.date[5:]))
        if event.nation in nations:
            there[nations.index(event.nation), month:] = event.kind == "enter_system"
    return there


def founded(there: Array) -> Array:
    """First month of each nation in the system of states; 0 for those that the first month of the tables has."""
    first = np.argmax(there, axis=1).astype(np.int64)
    return np.where(first <= month_index(1946), 0, first)


def distances(file: ScenarioFile, tables: WorldTables | None, nations: list[str]) -> Array:
    """Kilometres between capitals on a sphere; the typical distance where a place is not known."""
    known = {} if tables is None else tables.states.set_index("iso3")[["latitude", "longitude"]].T.to_dict("list")
    places = np.full((len(nations), 2), np.nan)
    for row, nation in enumerate(nations):
        said = described(file, nation)
        if nation in known and nation not in file.nations.invented:
            places[row] = known[nation]
        if said.latitude is not None and said.longitude is not None:
            places[row] = said.latitude, said.longitude
    north, east = np.radians(places).T
    half = (
        np.sin((north[:, None] - north) / 2.0) ** 2
        + np.cos(north)[:, None] * np.cos(north) * np.sin((east[:, None] - east) / 2.0) ** 2
    )
    km = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    km = np.where(np.isnan(km), TYPICAL_KM, km)
    np.fill_diagonal(km, 0.0)
    return np.asarray(km)


def neighbours(file: ScenarioFile, tables: WorldTables | None, place: Mapping[str, int]) -> Array:
    """Who shares a border or a narrow sea: by the world tables, and by what a scenario says of a nation."""
    table = np.zeros((len(place), len(place)), bool)
    rows: list[tuple[str, str]] = []
    if tables is not None:
        rows += zip(tables.contiguity.iso3_a, tables.contiguity.iso3_b, strict=True)
    for code in place:
        said = described(file, code).neighbours
        if said is not None:
            rows = [row for row in rows if code not in row or row[0] in said or row[1] in said]
            rows += [(code, other) for other in said]
    for a, b in rows:
        if a in place and b in place and a != b:
            table[place[a], place[b]] = table[place[b], place[a]] = True
    return table


def cadre(forces: Array, there: Array, share: float, people_per_agent: float, start: int) -> Array:
    """Agents by nation and month: constant in a calendar year, at least one while the state exists."""
    months = np.arange(start, there.shape[1])
    agents = np.rint(forces * share / people_per_agent).astype(np.int32)
    monthly = agents[:, months // 12 - start // 12]
    return np.where(there[:, start:], np.maximum(monthly, 1), 0).astype(np.int32)
