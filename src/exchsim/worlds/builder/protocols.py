"""Military traditions of states over time as positions on four axes."""

from __future__ import annotations

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade
from exchsim.worlds.builder.states import years_of
from exchsim.worlds.errors import WorldError

AXES = ["command_style", "staff_procedure", "communications_security", "doctrine"]


def build_protocols(states: pd.DataFrame) -> pd.DataFrame:
    """One row per state and change of tradition; the first row is dated at entry."""
    traditions = read_handmade("traditions.csv").set_index("tradition")
    spells = _spells(set(traditions.index), set(states.iso3))
    rows = []
    for state in each_row(states):
        years = years_of(state)
        mine = spells[(spells.iso3 == state.iso3) & (spells.from_year <= years[-1])].sort_values("from_year")
        if mine.empty:
            raise WorldError(f"traditions_of_states.csv: no tradition for {state.iso3}")
        before = mine[mine.from_year <= years[0]]
        mine = pd.concat([before.tail(1), mine[mine.from_year > years[0]]])
        for position, spell in enumerate(each_row(mine)):
            since = years[0] if position == 0 else spell.from_year
            axes = traditions.loc[spell.tradition, AXES].astype(float).to_dict()
            rows.append({"iso3": state.iso3, "from_year": since, "tradition": spell.tradition, **axes})
    return pd.DataFrame(rows)


def _spells(traditions: set[str], known: set[str]) -> pd.DataFrame:
    rows = []
    for line in each_row(read_handmade("traditions_of_states.csv")):
        unknown = {line.tradition} - traditions | set(line.states.split()) - known
        if unknown:
            raise WorldError(f"traditions_of_states.csv: unknown name {', '.join(sorted(unknown))}")
        rows += [(iso3, int(line.from_year), line.tradition) for iso3 in line.states.split()]
    return pd.DataFrame(rows, columns=["iso3", "from_year", "tradition"])
