"""Means over futures and luck, and how sure they are.

Where the same seeds serve all futures, runs are crossed: every future (sample) under every luck (replicate). A value is
then mean + future + luck + rest, and the mean of the table is uncertain through all three: s²/S + l²/R + e²/(SR).
Futures alone, or runs taken as independent, would look far surer than they are. Where every future has seeds of its
own, luck is nested in futures, and the means of futures are independent: s²/S + e²/(SR).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the futures and the luck of a table came about."""

    sampled: bool = True  # futures are a sample; those of a grid or a list are taken as they are, and only luck counts
    shared: bool = True  # the same luck in all futures; else each has its own


USUAL = Layout()


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean of a table of futures x replicates, its error, degrees of freedom, and parts of the variance."""

    mean: float
    error: float
    degrees: float
    futures: int
    replicates: int
    future: float  # variance between futures
    luck: float  # variance between replicates, the same in all futures
    rest: float  # what neither explains

    def half_width(self, confidence: float) -> float:
        """Half the width of the t interval of the mean."""
        return critical(confidence, self.degrees) * self.error

    def error_with(self, futures: int, replicates: int) -> float:
        """Standard error that a table of this size would have."""
        return math.sqrt(self.future / futures + self.luck / replicates + self.rest / (futures * replicates))


def critical(confidence: float, degrees: float) -> float:
    """Quantile of Student's t for a two-sided interval."""
    from scipy.stats import t

    return float(t.ppf(0.5 + confidence / 2, max(degrees, 1.0)))


def crossed(frame: pd.DataFrame, value: str) -> Array:
    """Futures x replicates, of the replicates that all futures have (else of the futures that have all replicates).

    Raises ValueError where nothing is left to compare.
    """
    return complete(laid_out(frame, value).to_numpy(float), value)


def laid_out(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """One row a future, one column a replicate; what is missing is NaN."""
    known = frame.dropna(subset=[value])
    return known.pivot_table(index="sample", columns="replicate", values=value, aggfunc="mean")


def complete(table: Array, value: str) -> Array:
    """The replicates that all futures have, or the futures that have all replicates, whichever is more."""
    missing = np.isnan(table)
    if missing.any():
        by_replicate, by_future = table[:, ~missing.any(axis=0)], table[~missing.any(axis=1)]
        table = by_replicate if by_replicate.size >= by_future.size else by_future
    if not table.size:
        raise ValueError(f"{value}: no replicate is there for every future; finish the sweep first")
    return table


def estimate(table: Array, layout: Layout = USUAL) -> Estimate:
    """Mean of a futures x replicates table by the analysis of variance that its layout asks for.

    Crossed: two-way, with Satterthwaite's degrees of freedom. With one future the replicates are the unit, with one
    replicate the futures are; then the other part is unknown and taken as 0. Raises ValueError where runs are too few.
    """
    if not layout.shared and len(table) > 1:
        return _nested(table, layout.sampled)
    if not layout.sampled:
        table = table.mean(axis=0, keepdims=True)
    s, r = table.shape
    if s * r < 2:
        raise ValueError("one run has no interval; two are needed")
    mean = float(table.mean())
    if s == 1 or r == 1:
        variance = float(table.var(ddof=1))
        luck, future = (variance, 0.0) if s == 1 else (0.0, variance)
        return Estimate(mean, math.sqrt(variance / (s * r)), s * r - 1, s, r, future, luck, 0.0)
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    residual = table - rows[:, None] - columns[None, :] + mean
    futures, lucks = r * float(rows.var(ddof=1)), s * float(columns.var(ddof=1))  # mean squares
    rest = float((residual**2).sum()) / ((s - 1) * (r - 1))
    summed = max(futures + lucks - rest, futures, lucks, rest)  # a negative part is none
    spread = futures**2 / (s - 1) + lucks**2 / (r - 1) + rest**2 / ((s - 1) * (r - 1))
    degrees = summed**2 / spread if spread > 0.0 else float(s * r - 1)
    return Estimate(
        mean, math.sqrt(summed / (s * r)), degrees, s, r,
        max(0.0, (futures - rest) / r), max(0.0, (lucks - rest) / s), rest,
    )  # fmt: skip


def _nested(table: Array, sampled: bool) -> Estimate:
    """Every future has luck of its own, so that what is shared by a replicate means nothing."""
    s, r = table.shape
    rows = table.mean(axis=1)
    within = float(table.var(axis=1, ddof=1).mean()) if r > 1 else 0.0
    if sampled:
        between = float(rows.var(ddof=1))
        future = max(0.0, between - within / r)
        return Estimate(float(table.mean()), math.sqrt(between / s), s - 1, s, r, future, 0.0, within)
    if r < 2:
        raise ValueError("chosen futures with one seed each have no interval; two replicates are needed")
    return Estimate(float(table.mean()), math.sqrt(within / (s * r)), s * (r - 1), s, r, 0.0, 0.0, within)


def bootstrap(
    table: Array, confidence: float, seed: int, layout: Layout = USUAL, resamples: int = 4999
) -> tuple[float, float]:
    """Percentile interval of the mean, what counts drawn again: both (Owen 2007), or, nested, whole futures."""
    rng = np.random.default_rng(seed)
    if not layout.sampled:
        if not layout.shared:
            s, r = table.shape
            weights = rng.multinomial(r, np.full(r, 1.0 / r), (resamples, s)) / r
            means = np.einsum("ksr,sr->k", weights, table, optimize=True) / s
            return _between(means, confidence)
        table = table.mean(axis=0, keepdims=True)
    elif not layout.shared:
        table = table.mean(axis=1, keepdims=True)
    s, r = table.shape
    rows = rng.multinomial(s, np.full(s, 1.0 / s), resamples) / s
    columns = rng.multinomial(r, np.full(r, 1.0 / r), resamples) / r
    return _between(np.einsum("ks,sr,kr->k", rows, table, columns, optimize=True), confidence)


def _between(means: Array, confidence: float) -> tuple[float, float]:
    low, high = np.quantile(means, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)
