"""States of the system: who, from when to when, with the capital."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source

FIRST_MONTH = "1946-01"
LAST_YEAR = 2025
SOURCE_END_YEAR = 2016  # the membership list ends here; who is in then is in until today


def build_states(folder: Path) -> pd.DataFrame:
    """One row per state; several country codes of a continuing state are merged."""
    members = read_source(folder, "cow_states.csv")
    capitals = read_source(folder, "cow_capitals.csv").sort_values(["ccode", "stdate"])
    corrected = read_handmade("capitals.csv").set_index("iso3")
    rows = []
    for state in each_row(read_handmade("states.csv")):
        codes = [int(code) for code in state.cow_codes.split()]
        spells = members[members.ccode.isin(codes) & (members.endyear >= 1946)]
        place = capitals[capitals.ccode == codes[-1]].iloc[-1]
        row = {
            "iso3": state.iso3,
            "cow_code": state.cow_codes,
            "name": state.name,
            "entered": _entered(spells),
            "left": _left(spells),
            "capital": place.capital,
            "latitude": place.lat,
            "longitude": place.lng,
            "region": state.region,
        }
        if state.iso3 in corrected.index:
            row |= corrected.loc[state.iso3, ["capital", "latitude", "longitude"]].to_dict()
        rows.append(row)
    frame = pd.DataFrame(rows).sort_values("iso3", ignore_index=True)
    return frame.astype({"latitude": float, "longitude": float}).round({"latitude": 2, "longitude": 2})


def _entered(spells: pd.DataFrame) -> str:
    """Month of the first spell since 1946; a gap (Syria in the union with Egypt) is bridged."""
    first = spells.sort_values("styear").iloc[0]
    return max(FIRST_MONTH, f"{int(first.styear):04d}-{int(first.stmonth):02d}")


def _left(spells: pd.DataFrame) -> str:
    """First month no longer a member; empty for those that exist today."""
    last = spells.sort_values("endyear").iloc[-1]
    if last.endyear >= SOURCE_END_YEAR:
        return ""
    month = int(last.endyear) * 12 + int(last.endmonth) - 1 + (last.endday > 15)
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def iso3_by_code(states: pd.DataFrame) -> dict[int, str]:
    """Correlates of War country code to iso3."""
    return {int(code): row.iso3 for row in each_row(states) for code in row.cow_code.split()}


def years_of(state: Any) -> range:
    """Calendar years in which a state is a member, the year of leaving included if it lived in it."""
    entered = int(state.entered[:4])
    left = state.left
    if not left:
        return range(entered, LAST_YEAR + 1)
    last = int(left[:4]) - (left[5:] == "01")
    return range(entered, last + 1)
