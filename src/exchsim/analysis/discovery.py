"""In which futures does a policy fail: boxes of the uncertain numbers (PRIM), said in words.

PRIM, the patient rule induction method (Friedman & Fisher 1999), peels a small share of the futures off at a time, from
whichever side of whichever number leaves the rest purest. Numbers that do not earn their place are given up again, by
the quasi p-value of Bryant & Lempert (2010): the chance that a box without that limit is as pure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
PEEL = 0.05  # share of the futures in the box that one step takes off
SMALLEST = 0.05  # share of all futures below which a box is not peeled further
MOST_NUMBERS = 4  # limits in a box: a reader can hold no more
CHANCE = 0.05  # quasi p-value above which a limit is given up


@dataclass(frozen=True)
class Box:
    """Limits of some uncertain numbers, and how well they say where a policy fails."""

    limits: dict[str, tuple[float, float]]  # number to lowest and highest value; infinite where open
    coverage: float  # share of all failures that lie in it
    density: float  # share of its futures that are failures
    mass: float  # share of all futures
    failures: int
    futures: int
    p_values: dict[str, float]  # quasi p-value of each limit

    def __str__(self) -> str:
        """`budget < 0.6 and turnover > 0.12; 81 % of failures, 74 % pure`."""
        if not self.limits:
            return "nothing about the futures tells where it fails"
        said = " and ".join(_words(name, low, high) for name, (low, high) in self.limits.items())
        return f"{said}; {100 * self.coverage:.0f} % of failures, {100 * self.density:.0f} % pure"

    def inside(self, x: pd.DataFrame) -> Array:
        """Which futures lie in the box."""
        found = np.ones(len(x), bool)
        for name, (low, high) in self.limits.items():
            values = x[name].to_numpy(float)
            found &= (values >= low) & (values <= high)
        return found


def _words(name: str, low: float, high: float) -> str:
    if math.isinf(low):
        return f"{name} < {high:.3g}"
    if math.isinf(high):
        return f"{name} > {low:.3g}"
    return f"{name} {low:.3g} to {high:.3g}"


def prim(x: pd.DataFrame, fails: Array, boxes: int = 3) -> list[Box]:
    """Boxes in which failures lie, each for the failures that those before it leave. None where nothing is to be found.

    x: one row a future, its uncertain numbers. fails: true where the policy fails.
    """
    fails = np.asarray(fails, bool)
    left, found = np.ones(len(x), bool), []
    for _ in range(boxes):
        if not (fails & left).any() or fails[left].all():
            break
        box = _box(x, fails, left)
        if not box.limits or box.density <= _dense(float(fails.mean())):
            break
        found.append(box)
        left &= ~box.inside(x)
    return found


def _dense(share: float) -> float:
    """How dense a box must be to be worth telling: half again as many failures, or a third fewer successes."""
    return min(1.5 * share, 1.0 - (1.0 - share) / 1.5)


def _box(x: pd.DataFrame, fails: Array, left: Array) -> Box:
    """The box on the peeling trajectory with the best mean of coverage and density, without limits of no use."""
    values, names = x.to_numpy(float), list(x.columns)
    candidates = [_restricted(limits, names) for limits in _trajectory(values, fails, left)]
    scored = [(_score(values, fails, left, limits, names), -len(limits), k) for k, limits in enumerate(candidates)]
    chosen = _pruned(values, fails, left, candidates[max(scored)[2]], names)
    return _described(values, fails, left, chosen, names)


def _trajectory(values: Array, fails: Array, left: Array) -> list[Array]:
    """Limits (2 x numbers) after every peel, from the whole space to the smallest box."""
    limits = np.array([np.full(values.shape[1], -np.inf), np.full(values.shape[1], np.inf)])
    inside, found = left.copy(), [limits.copy()]
    while inside.mean() > SMALLEST:
        best: tuple[float, int, int, float] | None = None
        for k in range(values.shape[1]):
            mine = values[inside, k]
            for side, cut in ((0, np.quantile(mine, PEEL)), (1, np.quantile(mine, 1.0 - PEEL))):
                kept = mine > cut if side == 0 else mine < cut
                if not 0 < kept.sum() < len(mine):
                    continue
                gain = fails[inside][kept].mean() - fails[inside].mean()
                score = gain / (1.0 - kept.mean())  # purity won for each future given up
                edge = float(mine[kept].min() if side == 0 else mine[kept].max())
                if best is None or score > best[0]:
                    best = (float(score), k, side, edge)
        if best is None:
            break
        _, k, side, edge = best
        limits[side, k] = edge
        inside &= values[:, k] >= edge if side == 0 else values[:, k] <= edge
        found.append(limits.copy())
        if fails[inside].all():
            break
    return found


def _restricted(limits: Array, names: list[str]) -> dict[str, tuple[float, float]]:
    return {
        name: (float(limits[0, k]), float(limits[1, k]))
        for k, name in enumerate(names)
        if not (math.isinf(limits[0, k]) and math.isinf(limits[1, k]))
    }


def _inside(values: Array, left: Array, limits: dict[str, tuple[float, float]], names: list[str]) -> Array:
    inside = left.copy()
    for name, (low, high) in limits.items():
        column = values[:, names.index(name)]
        inside &= (column >= low) & (column <= high)
    return inside


def _score(values: Array, fails: Array, left: Array, limits: dict[str, tuple[float, float]], names: list[str]) -> float:
    """Harmonic mean of coverage and density."""
    inside = _inside(values, left, limits, names)
    hits = float((fails & inside).sum())
    coverage, density = hits / max(1, (fails & left).sum()), hits / max(1, inside.sum())
    return round(2 * coverage * density / (coverage + density), 6) if hits else 0.0


def _pruned(
    values: Array, fails: Array, left: Array, limits: dict[str, tuple[float, float]], names: list[str]
) -> dict[str, tuple[float, float]]:
    """Give up limits that chance could have drawn, or that a reader could not hold, the weakest first."""
    limits = dict(limits)
    while limits:
        chances = {name: _quasi_p(values, fails, left, limits, name, names) for name in limits}
        weakest = max(chances, key=lambda name: (chances[name], name))
        if chances[weakest] <= CHANCE and len(limits) <= MOST_NUMBERS:
            break
        del limits[weakest]
    return limits


def _quasi_p(
    values: Array, fails: Array, left: Array, limits: dict[str, tuple[float, float]], name: str, names: list[str]
) -> float:
    """Chance that so many of the futures in the box were failures if this limit meant nothing."""
    from scipy.stats import binom

    wide = _inside(values, left, {other: both for other, both in limits.items() if other != name}, names)
    tight = _inside(values, left, limits, names)
    hits, size = int((fails & tight).sum()), int(tight.sum())
    return float(binom.sf(hits - 1, size, fails[wide].mean())) if size else 1.0


def _described(
    values: Array, fails: Array, left: Array, limits: dict[str, tuple[float, float]], names: list[str]
) -> Box:
    inside = _inside(values, left, limits, names)
    found = described(limits, int((fails & inside).sum()), int(inside.sum()), int(fails.sum()), len(fails))
    return replace(found, p_values={name: _quasi_p(values, fails, left, limits, name, names) for name in limits})


def described(
    limits: dict[str, tuple[float, float]], failures: int, futures: int, all_failures: int, all_futures: int
) -> Box:
    """A box by how many futures and failures lie in it."""
    return Box(limits, failures / max(1, all_failures), failures / max(1, futures), futures / max(1, all_futures),
               failures, futures, {})  # fmt: skip
