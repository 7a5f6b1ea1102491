"""Estimates behind the rules of exercises: run `python docs/estimates/exercises.py DATA_FOLDER`.

Counts bilateral exercises of pairs of states a year, 1980-1999 (MME v7), and fits their mean: what calls for a new
series, and the memory of those held before, fading by a constant share a year. Nothing here is read by the model;
decision 0033 quotes what it prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from agreements import SAME, World, tables_by_year
from scipy.optimize import minimize

FIRST, LAST = 1980, 1999
FITTED = range(1985, LAST + 1)
NAMED = {"USA-KOR": (2, 732), "AUS-NZL": (900, 920), "USA-GBR": (2, 200), "USA-JPN": (2, 740), "USA-AUS": (2, 900),
         "GBR-FRA": (200, 220)}  # fmt: skip


def counts(world: World) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Bilateral exercises, and all that two states were in, by year and pair; prints what is known of events."""
    rows = world.read("mme_to_1999.csv").dropna(subset=["gwcode"])
    rows["code"] = rows.gwcode.astype(int).replace(SAME)
    two, every = ({y: np.zeros((world.n, world.n)) for y in range(FIRST, LAST + 1)} for _ in range(2))
    events = []
    for _, event in rows.groupby("MMEID"):
        year, present = int(event.year.min()), sorted({world.place[c] for c in event.code if c in world.place})
        events.append((10 * (year // 10), len(present)))
        pairs = np.ix_(present, present)
        every[year][pairs] += 1.0
        if len(present) == 2:
            two[year][pairs] += 1.0
    held = pd.DataFrame(events, columns=["decade", "participants"]).query("participants > 1")
    by_decade = held.groupby("decade").participants
    print("events a year", (by_decade.size() / 10).to_dict(), "mean participants", by_decade.mean().round(2).to_dict())
    print("share of two", by_decade.apply(lambda n: (n == 2).mean()).round(3).to_dict())
    print("of three and more", held.query("participants > 2").groupby("decade").participants.mean().round(2).to_dict())
    for name, (a, b) in NAMED.items():
        i, j = world.place[a], world.place[b]
        decades = (range(1980, 1990), range(1990, 2000))
        print(name, [(int(sum(every[y][i, j] for y in d)), int(sum(two[y][i, j] for y in d))) for d in decades])
    return two, every


def panel(world: World, two: dict[int, np.ndarray], every: dict[int, np.ndarray]) -> pd.DataFrame:
    """One row a pair and year: the number, those of all years before, and the state of the world a year before."""
    tables, frames = tables_by_year(world), []
    upper = np.triu_indices(world.n, 1)
    for y in FITTED:
        was = tables[y - 1]
        there = was["present"] & world.present[y]
        both = (there[:, None] & there)[upper]
        frame = {
            "year": y, "n": two[y][upper], "every": every[y][upper],
            "size": np.log(100.0 * np.sqrt(np.outer(was["cinc"] + 1e-6, was["cinc"] + 1e-6)))[upper],
            "agreement": was["agreement"][upper], "ally": was["ally"][upper],
            "met": (sum(every[y - k] for k in range(1, 6)) > 0)[upper].astype(float),
            "recent": sum(two[y - k] for k in range(1, 6))[upper],
        }  # fmt: skip
        frame |= {f"lag{k}": (two[y - k] if y - k >= FIRST else np.zeros_like(two[y]))[upper] for k in range(1, 20)}
        frames.append(pd.DataFrame(frame)[both])
    return pd.concat(frames, ignore_index=True)


def fit(rows: pd.DataFrame, names: tuple[str, ...]) -> None:
    """Poisson likelihood of `exp(x b) + echo * sum of kept^(k-1) n(t-k)`; prints estimates and errors."""
    x = np.column_stack([np.ones(len(rows)), *(rows[name].to_numpy(float) for name in names)])
    n, lags = rows.n.to_numpy(float), rows[[f"lag{k}" for k in range(1, 20)]].to_numpy(float)

    def mean(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        kept = 1.0 / (1.0 + np.exp(-theta[-1]))
        return np.exp(np.clip(x @ theta[:-2], -30, 5)), np.exp(theta[-2]) * (lags @ kept ** np.arange(19.0))

    def loss(theta: np.ndarray) -> float:
        total = sum(mean(theta))
        return float((total - n * np.log(total + 1e-300)).sum())

    found = minimize(loss, np.array([-6.0, *[0.5] * len(names), np.log(0.25), 0.5]), method="BFGS")
    error = np.sqrt(np.diag(found.hess_inv))
    print(f"\n{len(rows)} pair-years, log likelihood {-found.fun:.1f}")
    for name, b, e in zip(("constant", *names), found.x[:-2], error, strict=False):
        print(f"  {name:10s} {b:7.3f} +- {e:.3f}")
    print(f"  echo {np.exp(found.x[-2]):.3f} +- {np.exp(found.x[-2]) * error[-2]:.3f}"
          f", kept a year {1.0 / (1.0 + np.exp(-found.x[-1])):.3f}")  # fmt: skip
    new, old = mean(found.x)
    print(rows.assign(new=new, old=old).groupby("year")[["n", "new", "old"]].sum().round(0).astype(int).T.to_string())


def main() -> None:
    """Print everything."""
    world = World(Path(sys.argv[1]))
    two, every = counts(world)
    rows = panel(world, two, every)
    slope, start = np.polyfit(rows.recent, rows.n, 1)
    print(f"next year's number = {start:.3f} + {slope:.3f} of the last five years; by number:")
    print(rows.groupby(rows.recent.clip(upper=8)).n.mean().round(3).to_dict())
    for names in (("size",), ("size", "agreement", "met", "ally"), ("size", "agreement", "met")):
        fit(rows, names)
    # any exercise within five years, as of 1985-1995
    begun: dict[int, list[float]] = {0: [], 1: []}
    again: list[float] = []
    for y in range(1985, 1996):
        now = rows[rows.year == y]
        upper = np.triu_indices(world.n, 1)
        after = pd.Series((sum(every[y + k] for k in range(5)) > 0)[upper])
        there = tables_present(world, y)[upper]
        after = after[there].to_numpy()
        met = now.met.to_numpy() > 0
        again += list(after[met])
        for held in (0, 1):
            begun[held] += list(after[~met & (now.agreement.to_numpy() == held)])
    print("\nonset within five years", {k: round(float(np.mean(v)), 3) for k, v in begun.items()},
          "again", round(float(np.mean(again)), 3))  # fmt: skip


def tables_present(world: World, year: int) -> np.ndarray:
    """Pairs of states present in a year and the one before."""
    there = world.present[year] & world.present[year - 1]
    return there[:, None] & there


if __name__ == "__main__":
    main()
