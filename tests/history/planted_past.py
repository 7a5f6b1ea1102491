"""A world without officers whose agreements follow a known logit, and tables of a small world with them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from small_sweeps import SCENARIO, _nation

from exchsim.history.hindcast.baselines import covariates
from exchsim.history.hindcast.past import Past, Span

SPAN = Span(1980, 1989, 1999)
#        constant, degrees, common, ally, exercise, rivalry, ideal, power, distance
BETA = np.array([1.2, 0.3, 0.1, 0.8, 1.0, -1.0, -0.8, 0.35, -0.2])
STATES = tuple(f"{letter}{letter}{letter}" for letter in "ABCDEFGHIJKL")


def planted(seed: int = 1, n: int = 60, beta: np.ndarray = BETA) -> tuple[Past, np.ndarray]:
    """A past of n states whose agreements follow a logit and never end, and the true chances of the forecast."""
    rng, years = np.random.default_rng(seed), 20

    def ties(share: float) -> np.ndarray:
        drawn = np.triu(rng.random((n, n)) < share, 1)
        return np.repeat((drawn | drawn.T)[None], years, axis=0)

    place = rng.normal(size=(n, 2)) * 3000.0
    km = np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
    past = Past(
        tuple(f"S{k:02d}" for k in range(n)), SPAN, np.ones((years, n), bool), np.zeros((years, n, n), bool), ties(0.1),
        ties(0.1), ties(0.05), np.repeat(rng.normal(size=(1, n)), years, axis=0),
        np.repeat(np.exp(rng.normal(-6.0, 1.5, (1, n))), years, axis=0), km,
    )  # fmt: skip
    never_yet, chance = np.ones((n, n)), np.zeros((n, n))
    for year in range(SPAN.first + 1, SPAN.until + 1):
        row = past.row(year)
        held = past.agreement[row - 1]
        p = 1.0 / (1.0 + np.exp(-(covariates(past, year - 1, held, past.met(year - 1)) @ beta)))
        new = np.triu((rng.random((n, n)) < p) & ~held, 1)
        past.agreement[row] = held | new | new.T
        if year > SPAN.last:
            chance += never_yet * p
            never_yet *= 1.0 - p
    return past, np.triu(chance, 1)


def scenario(**changes: Any) -> dict[str, Any]:
    """Twelve invented states, six of either side; a rivalry and pacts come in the years of the forecast."""
    nations = {code: _nation(code, "mar" if k % 2 else "osh", 1.0 - 2.0 * (k % 2)) for k, code in enumerate(STATES)}
    for k, described in enumerate(nations.values()):
        described["latitude"], described["longitude"] = 5.0 * k, 10.0 * (k % 4)
    late = [{"date": "1984-01", "kind": "pact_begin", "nation": a, "other": b}
            for a in STATES[:6] for b in STATES[6:]]  # fmt: skip
    content = copy.deepcopy(SCENARIO) | {"period": {"start": "1980-01", "end": "1989-12"}, "pacts": [], "events": late}
    content["nations"] = {"invented": nations}
    return content | changes


def tables(folder: Path, **changed: pd.DataFrame | None) -> Path:
    """A record of the small world, 1980 to 1988: an agreement a year and an exercise a year."""
    years = range(1980, 1989)
    pairs = [(STATES[k], STATES[k + 1]) for k in range(9)]
    content: dict[str, pd.DataFrame | None] = {
        "states": pd.DataFrame([(y, code) for y in years for code in STATES], columns=["year", "iso3"]),
        "agreements": pd.DataFrame([(*pair, y, "") for y, pair in zip(years, pairs, strict=True)],
                                   columns=["iso3_a", "iso3_b", "start", "end"]),
        "exercises": pd.DataFrame([(f"e{y}", y, code) for y, pair in zip(years, pairs, strict=True) for code in pair],
                                  columns=["event", "year", "iso3"]),
    }  # fmt: skip
    folder.mkdir()
    for name, table in (content | changed).items():
        if table is not None:
            table.to_csv(folder / f"{name}.csv", index=False)
    return folder
