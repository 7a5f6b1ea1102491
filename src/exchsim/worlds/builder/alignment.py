"""United Nations ideal points of every state in every year of membership."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source
from exchsim.worlds.builder.states import LAST_YEAR, iso3_by_code, years_of


def build_alignment(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Long table iso3, year, ideal_point, filled (0 observed, 1 interpolated or held, 2 proxy)."""
    source = read_source(folder, "unga_ideal_points_1946_2019.csv")
    source["iso3"] = source.ccode.map(iso3_by_code(states))
    wide = source.groupby(["year", "iso3"]).IdealPoint.mean().unstack()
    wide = wide.reindex(index=range(1946, LAST_YEAR + 1), columns=states.iso3)
    observed = wide.notna()
    level = wide.interpolate(limit_direction="both")
    proxied = _apply_proxies(level)
    rows = []
    for state in each_row(states):
        years = list(years_of(state))
        code = (1 - observed.loc[years, state.iso3].astype(int)).where(~proxied.loc[years, state.iso3], 2)
        rows.append(
            pd.DataFrame(
                {
                    "iso3": state.iso3,
                    "year": years,
                    "ideal_point": level.loc[years, state.iso3].round(2).to_numpy() + 0.0,
                    "filled": code.to_numpy(),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _apply_proxies(level: pd.DataFrame) -> pd.DataFrame:
    """Overwrite years without a vote by the mean of named states; returns where that was done.

    Proxies are applied in the order of the file, so a proxy may rest on an earlier one.
    """
    proxied = pd.DataFrame(False, index=level.index, columns=level.columns)
    for proxy in each_row(read_handmade("alignment_proxies.csv")):
        years = slice(int(proxy.from_year), int(proxy.to_year))
        level.loc[years, proxy.iso3] = level.loc[years, proxy.proxies.split()].mean(axis=1)
        proxied.loc[years, proxy.iso3] = True
    return proxied
