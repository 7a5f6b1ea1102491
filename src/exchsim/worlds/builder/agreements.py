"""Defence cooperation agreements of pairs, by type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from exchsim.worlds.builder.relations import frame_of, merged, named, within_membership
from exchsim.worlds.builder.sources import each_row, read_source

RUNNING = 9999
TRAINING = "TREX"  # the source's category of training and exercises


def build_agreements(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """General agreements, and sector agreements on training, as merged spells of a pair; empty end while running."""
    listed = named(read_source(folder, "dcad_to_1999.csv"), states)
    listed = listed.assign(kind=[_type(row) for row in each_row(listed)])
    frames = []
    for kind, rows in listed[listed.kind != ""].groupby("kind"):
        spells = [(row.iso3_a, row.iso3_b, int(row.signYear), int(row.endYearEstimate)) for row in each_row(rows)]
        frame = frame_of(within_membership(merged(spells), states))
        frame.insert(2, "type", kind)
        frames.append(frame)
    return pd.concat(frames).sort_values(["iso3_a", "iso3_b", "type", "start"], ignore_index=True)


def _type(row: Any) -> str:
    """General as the source says, training where a sector agreement names it, nothing for other sectors."""
    if row.type == "general":
        return "general"
    return "training" if TRAINING in (row.category1, row.category2, row.category3) else ""
