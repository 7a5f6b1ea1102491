"""Series of a run for the charts, small enough to keep those of many runs: of the world, each nation and each pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exchsim.api import Result
from exchsim.app.lines import table_of

Array = np.ndarray[Any, Any]
Subject = tuple[str, ...]  # codes: none for the world, one nation, or a pair

MONTHLY = ("filled",)  # of the world
OF_ALLIES = {  # of the world, from the pairs
    "trust_allies": "trust",
    "interoperability_allies": "interoperability",
    "familiarity_allies": "familiarity",
    "sharing_allies": "sharing",
}
OF_NATIONS = ("trust_received", "linguists", "readiness", "filled", "prevented")
OF_PAIRS = ("trust", "interoperability", "familiarity", "talk", "sharing", "filled", "alumni")
PERSONS = ("filled", "linguists", "alumni")  # the tables count agents
SUMS = ("filled", "alumni")  # of a pair: both directions together; else their mean
IN_THE_YEAR, AT_ITS_END = 0.5, 0.97  # where in a year a sum of it is drawn, and a state as of December
_STEP = 3  # months between points of a monthly series


@dataclass(frozen=True, eq=False)
class Digest:
    """What the charts need of one run. Years are those of the yearly tables; values are as of their end."""

    start: int  # month, from 1900 on
    end: int
    year: int  # first one of the yearly tables
    codes: tuple[str, ...]
    world: Mapping[str, Array]  # a value a month
    nations: Mapping[str, Array]  # nation x year
    pairs: Mapping[str, Array]  # sender x host x year
    allied: Array  # sender x host: allies when the run begins who are there all the time

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(array.nbytes for part in (self.world, self.nations, self.pairs) for array in part.values())

    def times(self, quantity: str, subject: Subject) -> Array:
        """When each value of a series is, in decimal years."""
        if not subject and quantity in MONTHLY:
            return 1900 + np.arange(self.start, self.end)[::_STEP] / 12
        years = next(iter(self.nations.values())).shape[1]
        when = IN_THE_YEAR if quantity == "prevented" else AT_ITS_END  # … or that of the run
        return np.asarray(np.minimum(self.year + np.arange(years) + when, 1900 + (self.end - 0.5) / 12))

    def values(self, quantity: str, subject: Subject, allied: Array | None = None) -> Array:
        """A series; not a number where there is nothing to tell.

        What is said of allies is a mean over the same pairs in every year, so that it changes only when they do: those
        that are allies when the run begins, or all where there are none. allied: those of another run to compare with.
        """
        if not subject:
            if quantity in OF_ALLIES:
                return self._mean(OF_ALLIES[quantity], self.allied if allied is None else allied)
            if quantity in MONTHLY:
                return np.asarray(self.world[quantity][::_STEP], float)
            every = np.asarray(self.nations[quantity], float)
            there = np.isfinite(every)
            total = np.where(there, every, 0.0).sum(axis=0)
            found = total / np.maximum(there.sum(axis=0), 1) if quantity == "readiness" else total
            return np.where(there.any(axis=0), found, np.nan)
        places = [self.codes.index(code) for code in subject]
        if len(places) == 1:
            if quantity == "interoperability":
                mine = np.zeros_like(self.allied)
                mine[places[0]] = (self.allied if allied is None else allied)[places[0]]
                return self._mean(quantity, mine, places[0])
            return np.asarray(self.nations[quantity][places[0]], float)
        a, b = places
        both = self.pairs[quantity][a, b].astype(float) + self.pairs[quantity][b, a]
        return np.asarray(both if quantity in SUMS else both / 2)

    def has_allies(self, subject: Subject) -> bool:
        """Whether the series of allies are of allies; else they are of all."""
        return bool((self.allied[self.codes.index(subject[0])] if subject else self.allied).any())

    def _mean(self, quantity: str, allied: Array, nation: int | None = None) -> Array:
        every = self.pairs[quantity].astype(float)
        if not allied.any():
            allied = np.ones_like(allied) if nation is None else np.arange(len(allied))[:, None] == nation
            allied = np.broadcast_to(allied, self.allied.shape)
        chosen = every[allied]
        there = np.isfinite(chosen)
        total = np.where(there, chosen, 0.0).sum(axis=0)
        return np.where(there.any(axis=0), total / np.maximum(there.sum(axis=0), 1), np.nan)


def digest_of(result: Result) -> Digest:
    """The series of a run."""
    names = result.names
    people = float(names.people_per_agent)
    world = {name: table_of(result, "world")[name].astype(np.float32) for name in MONTHLY}
    world["filled"] = world["filled"] * np.float32(people)
    codes = tuple(names.nations)
    first, last = 1900 + names.start // 12, 1900 + (names.end - 1) // 12
    years = last - first + 1
    pairs = matrices(result, (*OF_PAIRS, "alliance"), codes, first, years)
    nations = {}
    table = table_of(result, "nations")
    where = _places(table["iso3"], codes), table["year"] - first
    for name in OF_NATIONS[:-1]:
        grid = np.full((len(codes), years), np.nan, np.float32)
        grid[where] = table[name]
        nations[name] = grid
    always = np.isfinite(pairs["trust"]).all(axis=2)
    allied = (pairs.pop("alliance")[:, :, 0] > 0) & always
    nations["prevented"] = np.zeros((len(codes), years), np.float32)
    threats = table_of(result, "threats")
    np.add.at(
        nations["prevented"],
        (_places(threats["iso3"], codes), threats["year"] - first),
        threats["prevented"].astype(np.float32),
    )
    nations["prevented"][np.isnan(nations["readiness"])] = np.nan
    for part in (nations, pairs):
        for name in PERSONS:
            if name in part:
                part[name] = part[name] * np.float32(people)
    return Digest(int(names.start), int(names.end), first, codes, world, nations, pairs, allied)


def matrices(
    result: Result, columns: tuple[str, ...], codes: tuple[str, ...], first: int, years: int, kind: type = np.float32
) -> dict[str, Array]:
    """Columns of the pairs as sender x host x year; not a number where they are not both there."""
    table = table_of(result, "pairs")
    where = (_places(table["sender"], codes), _places(table["host"], codes), table["year"] - first)
    found = {}
    for name in columns:
        grid: Array = np.full((len(codes), len(codes), years), np.nan, kind)
        grid[where] = table[name]
        found[name] = grid
    return found


def _places(column: Any, codes: tuple[str, ...]) -> Array:
    place = {code: k for k, code in enumerate(codes)}
    return np.array([place[code] for code in column], int)
