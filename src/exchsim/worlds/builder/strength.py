"""Armed forces, spending and capability of every state at support years."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source
from exchsim.worlds.builder.states import iso3_by_code, years_of

SUPPORT_YEARS = (1946, *range(1950, 2021, 5), 2022)
LAST_SOURCE_YEAR = 2022
MISSED_PERSONS, MISSED_SHARE = 100_000, 0.15  # add a support year where interpolation errs by both
FLOOR_USD_PER_PERSON = 500


def build_strength(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Persons, current US dollars and share of world capability at support years."""
    source = read_source(folder, "cow_nmc_1946on.csv").replace(-9, np.nan)
    source["iso3"] = source.ccode.astype(int).map(iso3_by_code(states))
    for fault in each_row(read_handmade("source_faults.csv")):
        wrong = (source.iso3 == fault.iso3) & (source.year == int(fault.year))
        source.loc[wrong, fault.column] = np.nan
    # Merged codes meet in the year of union (1990), where the larger row is the united state.
    source = source.dropna(subset=["iso3"]).groupby(["iso3", "year"])[["milper", "milex", "cinc"]].max()
    source.loc[(source.milex == 0) & (source.milper > 0), "milex"] = np.nan  # forces cost something
    per_person = _dollars_per_person(source, states)
    small = read_handmade("small_forces.csv").set_index("iso3").armed_forces.astype(float)
    parts = [_one_state(state, source, per_person, small) for state in each_row(states)]
    return pd.concat(parts, ignore_index=True)


def _dollars_per_person(source: pd.DataFrame, states: pd.DataFrame) -> pd.Series:
    """Median spending per serving person of a region and year, for states that publish none."""
    known = source[(source.milper > 0) & (source.milex > 0)].reset_index()
    known["region"] = known.iso3.map(states.set_index("iso3").region)
    known["ratio"] = known.milex / known.milper
    return known.groupby(["region", "year"]).ratio.median()


def _one_state(state: Any, source: pd.DataFrame, per_person: pd.Series, small: pd.Series) -> pd.DataFrame:
    years = [year for year in years_of(state) if year <= LAST_SOURCE_YEAR]
    raw = source.xs(state.iso3).reindex(years)
    persons = (_filled(raw.milper).fillna(0.0) * 1000).clip(lower=small.get(state.iso3, 0.0))
    dollars = _filled(raw.milex) * 1000
    if not dollars.gt(0).any():
        dollars = persons * _regional_ratio(per_person, state.region, years)
    frame = pd.DataFrame(
        {
            "iso3": state.iso3,
            "year": years,
            "armed_forces": persons.round(-2).astype("int64").to_numpy(),
            "military_expenditure_usd": dollars.round(-5).astype("int64").to_numpy(),
            "capability_index": _filled(raw.cinc).fillna(0.0).round(6).to_numpy(),
        }
    )
    return frame[frame.year.isin(_support_years(frame))]


def _support_years(frame: pd.DataFrame) -> list[int]:
    """The common years, entry and last year, and turning years (wars, collapses) that a line would miss."""
    years, persons = frame.year.to_numpy(), frame.armed_forces.to_numpy(dtype=float)
    kept = sorted({*SUPPORT_YEARS, years[0], years[-1]} & set(years.tolist()))
    while True:
        line = np.interp(years, kept, persons[np.searchsorted(years, kept)])
        miss = np.abs(line - persons)
        miss[miss < MISSED_SHARE * np.maximum(persons, 1.0)] = 0.0
        worst = int(miss.argmax())
        if miss[worst] < MISSED_PERSONS:
            return kept
        kept = sorted({*kept, int(years[worst])})


def _filled(series: pd.Series) -> pd.Series:
    """Linear inside gaps, nearest value at the ends."""
    return series.interpolate(limit_direction="both", limit_area=None)


def _regional_ratio(per_person: pd.Series, region: str, years: list[int]) -> pd.Series:
    """Thousand dollars per person of a region, filled over all years."""
    if region not in per_person.index.get_level_values(0):
        return pd.Series(FLOOR_USD_PER_PERSON / 1000, index=years)
    ratio: pd.Series = per_person.xs(region).reindex(range(1946, LAST_SOURCE_YEAR + 1))
    return _filled(ratio).reindex(years)
