"""Paired differences between policies: by how much, how sure, and what would make it surer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.estimates import USUAL, Estimate, Layout, bootstrap, critical, crossed, estimate

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
METHODS = ("t", "bootstrap")


@dataclass(frozen=True, slots=True)
class Contrast:
    """An outcome under a policy less the same, under the same luck in the same future, under a baseline."""

    outcome: str
    policy: str
    baseline: str
    estimate: Estimate  # of the paired differences
    low: float  # interval of their mean
    high: float
    confidence: float
    method: str
    better: float  # share of runs in which the policy is better, ties counted half; NaN without a direction
    variance_saved: float  # 1 - variance of a paired difference / of an unpaired one, within futures

    @property
    def difference(self) -> float:
        """Mean of the paired differences."""
        return self.estimate.mean

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0

    def replicates_for(self, half_width: float) -> int | None:
        """Replicates of each future with which the interval would be so narrow; None where only more futures help."""
        e, wanted = self.estimate, self._error(half_width)
        left = wanted**2 - e.future / e.futures
        return max(1, math.ceil((e.luck + e.rest / e.futures) / left - 1e-9)) if left > 0.0 else None

    def futures_for(self, half_width: float) -> int | None:
        """Futures with which the interval would be so narrow, at as many replicates; None where only those help."""
        e, wanted = self.estimate, self._error(half_width)
        left = wanted**2 - e.luck / e.replicates
        return max(1, math.ceil((e.future + e.rest / e.replicates) / left - 1e-9)) if left > 0.0 else None

    def _error(self, half_width: float) -> float:
        return half_width / critical(self.confidence, self.estimate.degrees)


def contrast(
    runs: pd.DataFrame,
    outcome: str,
    policy: str,
    baseline: str,
    direction: str = "neither",
    confidence: float = 0.95,
    method: str = "t",
    seed: int = 0,
    layout: Layout = USUAL,
) -> Contrast:
    """The paired difference of an outcome between two policies.

    direction: more, less or neither is better. method: `t` (analysis of variance), or `bootstrap` of futures and
    replicates, for long tails. layout: how futures and luck were drawn. Raises ValueError where the policies have too
    few runs in common.
    """
    if method not in METHODS:
        raise ValueError(f"method = {method!r}: must be one of {', '.join(METHODS)}")
    paired = differences(runs, outcome, policy, baseline)
    if len(paired) < 2:
        raise ValueError(f"{outcome}: {policy} and {baseline} share {len(paired)} run; two are needed for an interval")
    table = crossed(paired, "difference")
    found = estimate(table, layout)
    half = found.half_width(confidence)
    low, high = (
        (found.mean - half, found.mean + half) if method == "t" else bootstrap(table, confidence, seed, layout)
    )  # fmt: skip
    return Contrast(
        outcome, policy, baseline, found, low, high, confidence, method,
        _share_better(paired["difference"].to_numpy(), direction), _saved(paired),
    )  # fmt: skip


def differences(runs: pd.DataFrame, outcome: str, policy: str, baseline: str) -> pd.DataFrame:
    """Runs that both policies have: sample, replicate, the outcome under each (policy, baseline), difference."""
    known = set(runs["policy"].astype(str))
    if not known:
        raise ValueError("no run has come to an end yet; finish the sweep first")
    for name in (policy, baseline):
        if name not in known:
            raise ValueError(f"no policy {name} among the runs; there are {', '.join(sorted(known))}")
    sides = []
    for name, column in ((policy, "policy"), (baseline, "baseline")):
        mine = runs.loc[runs["policy"] == name, ["sample", "replicate", outcome]]
        sides.append(mine.rename(columns={outcome: column}))
    paired = sides[0].merge(sides[1], on=["sample", "replicate"], how="inner").dropna().reset_index(drop=True)
    return paired.assign(difference=paired["policy"] - paired["baseline"])


def _saved(paired: pd.DataFrame) -> float:
    """Share of the variance that common random numbers save; NaN where luck makes no difference at all."""
    apart = _within(paired, "policy") + _within(paired, "baseline")
    return 1.0 - _within(paired, "difference") / apart if apart > 0.0 else math.nan


def _within(paired: pd.DataFrame, column: str) -> float:
    """Variance between the replicates of a future, pooled over futures; 0 where none has two."""
    groups = paired.groupby("sample")[column]
    degrees = len(paired) - groups.ngroups
    return float(((paired[column] - groups.transform("mean")) ** 2).sum() / degrees) if degrees else 0.0


def _share_better(d: Array, direction: str) -> float:
    if direction == "neither":
        return math.nan
    signed = d if direction == "more" else -d
    return float((signed > 0.0).mean() + 0.5 * (signed == 0.0).mean())


def contrasts(
    runs: pd.DataFrame, directions: dict[str, str], policies: Sequence[str], baseline: str, **options: Any
) -> list[Contrast]:
    """Every outcome of every other policy against the baseline; options as for `contrast`."""
    return [
        contrast(runs, outcome, policy, baseline, direction, **options)
        for outcome, direction in directions.items()
        for policy in policies
        if policy != baseline
    ]
