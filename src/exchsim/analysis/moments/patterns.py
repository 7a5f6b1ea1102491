"""The patterns of history that the model is held against, each moment with the band in which it counts as met."""

from __future__ import annotations

from importlib import resources

import pandas as pd

TITLES = {
    1: "Without exchanges politics remains", 2: "Network of agreements", 3: "Partners of partners",
    4: "Exercises and who holds them", 5: "Exercises begin and come back", 6: "Alignment lasts",
    7: "Who serves in UN missions together", 8: "Trust between people", 9: "Time to learn a language",
    10: "Time to forget procedures", 11: "Compromises are rare", 12: "Partnerships owe part to exchanges",
}  # fmt: skip
ENOUGH = 0.8  # share of a pattern's moments that must lie within their bands


def bands() -> pd.DataFrame:
    """Columns pattern, moment, when, seen, low, high, source; one row a moment.

    Where docs/odd.md gives no band, one follows a rule (M): counts and hazards within a factor of 1.5, volumes of
    exercises 1.25, single pairs 2; shares and coefficients within .1, of allies .15.
    """
    with (resources.files("exchsim.analysis.moments") / "patterns.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype={"when": str})


def judge(found: pd.DataFrame) -> pd.DataFrame:
    """Every moment of the patterns beside its band: the columns of `bands`, and found, spread, met.

    found: columns moment, when, value; several rows of a moment are seeds. found is their mean, spread their standard
    deviation. A moment that was not found is not met.
    """
    seeds = found.groupby(["moment", "when"])["value"].agg(found="mean", spread="std").reset_index()
    table = bands().merge(seeds, on=["moment", "when"], how="left")
    table["met"] = (table["found"] >= table["low"]) & (table["found"] <= table["high"])
    return table


def patterns(judged: pd.DataFrame) -> pd.DataFrame:
    """One row a pattern: title, moments within their bands, moments, met."""
    rows = judged.groupby("pattern")["met"].agg(within="sum", moments="count").reset_index()
    rows.insert(1, "title", rows["pattern"].map(TITLES))
    rows["met"] = rows["within"] >= ENOUGH * rows["moments"]
    return rows
