"""UN peacekeeping operations, and how many served in them year by year."""

from __future__ import annotations

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade


def build_missions() -> pd.DataFrame:
    """One row per operation."""
    frame = read_handmade("missions.csv").drop(columns="strength")
    return frame.astype({"violence": float})


def build_mission_strength() -> pd.DataFrame:
    """Uniformed personnel by operation at support years; interpolate linearly between."""
    rows = [
        (line.mission, int(point[:4]), int(point[5:]))
        for line in each_row(read_handmade("missions.csv"))
        for point in line.strength.split()
    ]
    return pd.DataFrame(rows, columns=["mission", "year", "personnel"])
