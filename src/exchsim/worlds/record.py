"""The record of what happened, from the public files, as tables that moments are taken of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exchsim.worlds.builder.agreements import build_agreements
from exchsim.worlds.builder.alignment import build_alignment
from exchsim.worlds.builder.relations import build_pacts
from exchsim.worlds.builder.sources import each_row, read_source
from exchsim.worlds.builder.states import build_states, iso3_by_code, years_of
from exchsim.worlds.errors import WorldError

# names of contributors that differ from the table of states
_OTHER_NAMES = {"Britain": "GBR", "UK": "GBR", "Cote d'Ivoire": "CIV", "Czech Republic": "CZE", "Germany": "DEU",
                "Korea": "KOR", "Russia": "RUS", "Turkey": "TUR", "USA": "USA", "Us": "USA"}  # fmt: skip
_NO_STATE = {"CARICOM", "Multinational", "TCC name unknown"}


def record_tables(source: Path) -> dict[str, pd.DataFrame]:
    """States, agreements, exercises, alliances, alignment and contingents as far as the public files go.

    source: folder of the public files that `exchsim world build` reads. A table whose file ends early ends with it.
    """
    states = build_states(source)
    agreements = build_agreements(source, states)
    agreements = agreements[agreements["type"] == "general"].drop(columns="type")
    alignment = build_alignment(source, states)
    tables = {
        "states": pd.DataFrame(
            [(year, state.iso3) for state in each_row(states) for year in years_of(state)], columns=["year", "iso3"]
        ),
        "agreements": agreements,
        "exercises": _exercises(source, states),
        "alliances": build_pacts(source, states),
        "alignment": alignment[alignment["filled"] == 0].drop(columns="filled"),
    }
    if (source / "geopko_tcc_mission_year_1994_2009.csv").is_file():
        tables["contingents"] = _contingents(source, states)
    return tables


def _exercises(source: Path, states: pd.DataFrame) -> pd.DataFrame:
    rows = read_source(source, "mme_to_1999.csv").dropna(subset=["gwcode"])
    rows = rows.assign(iso3=rows["gwcode"].astype(int).map(iso3_by_code(states))).dropna(subset=["iso3"])
    rows = rows.rename(columns={"MMEID": "event"})[["event", "year", "iso3"]].drop_duplicates()
    return rows.astype({"year": int}).reset_index(drop=True)


def _contingents(source: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Average troops by mission, year and contributor; contributors are named in words."""
    rows = read_source(source, "geopko_tcc_mission_year_1994_2009.csv")
    codes = {state.name: state.iso3 for state in each_row(states)} | _OTHER_NAMES
    unknown = sorted(set(rows["tcc"]) - set(codes) - _NO_STATE)
    if unknown:
        raise WorldError(f"contributors without a code: {', '.join(unknown)}")
    rows = rows[~rows["tcc"].isin(_NO_STATE)].assign(iso3=rows["tcc"].map(codes))
    summed = rows.groupby(["year", "mission", "iso3"])["troops_avg_sum"].sum()
    return summed.rename("troops").reset_index()
