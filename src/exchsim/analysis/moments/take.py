"""All moments of a world at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from exchsim.analysis.moments import composition, exercises, networks
from exchsim.analysis.moments.observed import Observed

Rows = Iterator[tuple[str, str, float]]
LAGS = (1, 10)
WAIT = 5  # years before and after a year of which returns are asked


def _all(years: list[int]) -> list[int]:
    return years


def _after_first(years: list[int]) -> list[int]:
    return years[1:]


def _nineties(years: list[int]) -> list[int]:
    """The years of which docs/odd.md gives the hazard, or those at hand."""
    return [year for year in years if 1991 <= year <= 1999] or years[1:]


def _from_1994(years: list[int]) -> list[int]:
    """The years of which contingents are on record."""
    return [year for year in years if year >= 1994]


def _decades(years: list[int]) -> list[int]:
    return sorted({year // 10 * 10 for year in years})


def _amid(years: list[int]) -> list[int]:
    return [year for year in years if year - WAIT >= years[0] and year + WAIT - 1 <= years[-1]]


# name: tables that it needs, years that it looks at, what it finds
MOMENTS: dict[str, tuple[tuple[str, ...], Callable[[list[int]], list[int]], Callable[[Observed, list[int]], Rows]]] = {
    "agreement network": (("agreements",), _all, networks.agreement_network),
    "new agreements": (("agreements",), _after_first, networks.new_agreements),
    "hazard": (("agreements",), _nineties, networks.hazard),
    "exercises": (("exercises",), _decades, exercises.volume),
    "exercise network": (("exercises", "alliances"), _all, exercises.allied_share),
    "returns": (("exercises", "agreements"), _amid, exercises.returns),
    "missions": (("contingents",), _from_1994, composition.missions),
    "alignment": (("alignment",), _all, lambda world, years: composition.persistence(world, years, LAGS)),
}


# moments of one run that need neither the table of pairs nor the scenario: what a sweep can keep
OF_RUNS = (
    *networks.OF_NETWORK, "new dyads", *(f"hazard, {group} common partners" for group in networks.GROUPS),
    *exercises.OF_VOLUME, *exercises.OF_RETURNS, *composition.OF_MISSIONS,
)  # fmt: skip


def take(world: Observed, first: int | None = None, last: int | None = None) -> pd.DataFrame:
    """All moments that the tables allow: columns group, moment, when (a year, a decade, a span), value.

    first, last: years to look at; by default those of the table of states.
    """
    years = [y for y in world.years if (first is None or y >= first) and (last is None or y <= last)]
    rows: list[tuple[str, str, str, float]] = []
    for group, (needed, choose, find) in MOMENTS.items():
        asked = choose(years)
        if asked and all(getattr(world, table) is not None for table in needed):
            rows += [(group, moment, when, float(value)) for moment, when, value in find(world, asked)]
    return pd.DataFrame(rows, columns=["group", "moment", "when", "value"])
