"""Estimates behind the sizes of contingents: run `python docs/estimates/peacekeeping.py DATA_FOLDER`.

How unequal the contingents of a mission are, and the nations over all missions (Geo-PKO, located troops of 1994-1999).
Nothing here is read by the model; decision 0074 quotes what it prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

FIRST, LAST = 1994, 1999
SMALLEST = 900.0  # troops located; below, Geo-PKO knows only parts of a mission
NOT_NATIONS = ("Multinational", "TCC name unknown", "CARICOM")
SAME = {"Britain": "UK", "Us": "USA"}
NAMES = {"UK": "United Kingdom", "USA": "United States of America", "Cote d'Ivoire": "Ivory Coast"}
DRAWS = 2000


def contingents(folder: Path) -> pd.DataFrame:
    """One row a mission, year and nation: troops, log troops, log armed forces (COW, in thousands)."""
    rows = pd.read_csv(folder / "geopko_tcc_mission_year_1994_2009.csv")
    rows = rows[rows.year.between(FIRST, LAST) & ~rows.tcc.isin(NOT_NATIONS) & (rows.troops_avg_sum > 0)]
    rows = rows.assign(nation=rows.tcc.replace(SAME)).groupby(["mission", "year", "nation"], as_index=False)
    rows = rows.troops_avg_sum.sum().rename(columns={"troops_avg_sum": "troops"})
    rows = rows[rows.groupby(["mission", "year"]).troops.transform("sum") >= SMALLEST]
    states = pd.read_csv(folder / "cow_states.csv").groupby("statenme").ccode.max()
    rows["ccode"] = rows.nation.replace(NAMES).map(states)
    forces = pd.read_csv(folder / "cow_nmc_1946on.csv")[["ccode", "year", "milper"]]
    rows = rows.merge(forces, on=["ccode", "year"], how="left")
    return rows.assign(log=np.log(rows.troops), forces=np.log(rows.milper.where(rows.milper > 0)))


def inner(rows: pd.DataFrame, column: str) -> pd.Series:
    """Deviations from the mean of the mission and year."""
    return rows[column] - rows.groupby(["mission", "year"])[column].transform("mean")


def spread(rows: pd.DataFrame, half: bool = False) -> float:
    """Standard deviation of log contingents within a mission; half: beyond a quarter of the log of forces."""
    from_forces = 0.25 * inner(rows, "forces") if half else 0.0  # weights are the root of an offer, offers of forces
    free = len(rows) - rows.groupby(["mission", "year"]).ngroups
    return float(np.sqrt(((inner(rows, "log") - from_forces) ** 2).sum() / free))


def resampled(rows: pd.DataFrame, half: bool) -> np.ndarray:
    """The same over missions drawn anew: 5, 50 and 95 per cent."""
    rng, missions = np.random.default_rng(1), [part for _, part in rows.groupby("mission")]
    found = []
    for _ in range(DRAWS):
        drawn = enumerate(rng.integers(len(missions), size=len(missions)))
        found.append(spread(pd.concat([missions[k].assign(mission=str(place)) for place, k in drawn]), half))
    return np.quantile(found, (0.05, 0.5, 0.95))


def main() -> None:
    """Print everything."""
    rows = contingents(Path(sys.argv[1]))
    groups = rows.groupby(["mission", "year"])
    print(f"{len(rows)} contingents in {groups.ngroups} mission-years, {groups.size().mean():.1f} a mission")
    print("nations without forces on record:", sorted(rows[rows.forces.isna()].nation.unique()))
    known = rows.dropna(subset=["forces"])
    for name, part, half in (("all", rows, False), ("beyond a quarter of log forces", known, True)):
        print(f"sd of log contingents, {name}: {spread(part, half):.2f}, resampled", resampled(part, half).round(2))
    slope = (inner(known, "forces") * inner(known, "log")).sum() / (inner(known, "forces") ** 2).sum()
    print(f"slope of log contingents on log forces within missions: {slope:.2f}")
    both = rows.assign(apart=inner(rows, "log"))
    later = both.assign(year=both.year - 1)
    pairs = both.merge(later, on=["mission", "year", "nation"])
    print(f"correlation of the deviations with next year's: {np.corrcoef(pairs.apart_x, pairs.apart_y)[0, 1]:.2f}")
    by_year = rows.groupby(["year", "nation"]).troops.sum()
    share = by_year.groupby("year").apply(lambda n: n.nlargest(10).sum() / n.sum())
    print("share of the ten largest", share.round(2).to_dict(), f"mean {share.mean():.2f}")
    print("nations", by_year.groupby("year").size().to_dict())


if __name__ == "__main__":
    main()
