"""Bilateral exercises of pairs, counted in windows of five years."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exchsim.worlds.builder.relations import named
from exchsim.worlds.builder.sources import read_source

FIRST, WINDOW = 1980, 5  # the source is read from 1980 to 1999


def build_exercises(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Exercises of exactly two states by pair and window; pairs without one are left out."""
    rows = read_source(folder, "mme_to_1999.csv").dropna(subset=["gwcode"])
    events = rows.groupby("MMEID").agg(
        year=("year", "min"), ccode1=("gwcode", "min"), ccode2=("gwcode", "max"), states=("gwcode", "nunique")
    )
    pairs = named(events[events.states == 2], states)
    pairs["first_year"] = FIRST + (pairs.year.astype(int) - FIRST) // WINDOW * WINDOW
    counted = pairs.groupby(["iso3_a", "iso3_b", "first_year"]).size().rename("bilateral")
    return counted.reset_index()
