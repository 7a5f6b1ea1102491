"""In which futures does a policy fail: counted, and said as boxes and a tree where chance would not say as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.discovery import Box, prim
from exchsim.analysis.robustness import futures
from exchsim.analysis.tree import Tree, grow
from exchsim.analysis.words import number

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Failures:
    """Where a policy fails on one outcome."""

    outcome: str
    policy: str
    condition: str  # `is worse than as_now`, `is below 0.5`
    points: pd.DataFrame  # uncertain numbers, one row a future
    fails: Array  # futures
    boxes: tuple[Box, ...]  # none where no number tells anything
    tree: Tree

    def __str__(self) -> str:
        """`trust: more is worse than as_now in 12 of 64 futures`."""
        said = f"{self.outcome}: {self.policy} "
        if not self.fails.any():
            return f"{said}{self.condition} in none of {len(self.fails):,} futures"
        if self.fails.all():
            return f"{said}{self.condition} in all {len(self.fails):,} futures"
        return f"{said}{self.condition} in {int(self.fails.sum()):,} of {len(self.fails):,} futures"

    @property
    def is_mixed(self) -> bool:
        """Whether it fails in some futures and not in others."""
        return bool(self.fails.any() and not self.fails.all())


def failures(
    runs: pd.DataFrame,
    points: pd.DataFrame,
    outcome: str,
    policy: str,
    direction: str,
    baseline: str = "",
    threshold: float | None = None,
    boxes: int = 3,
) -> Failures:
    """Where a policy misses a threshold, or without one is worse than a baseline, on the mean of its replicates.

    points: the design, one row a future by `sample`; only its numbers are looked at. direction: more or less is better.
    Raises ValueError where neither can be told.
    """
    if direction not in ("more", "less"):
        raise ValueError(f"{outcome}: has no direction; write `direction: more` or `less` in the experiment")
    table = futures(runs, outcome)
    for name in (policy, *([] if threshold is not None else [baseline])):
        if name not in table:
            raise ValueError(f"no policy {name} among the runs; there are {', '.join(map(str, table.columns))}")
    low = direction == "more"
    if threshold is not None:
        fails = failing(table, policy, threshold, direction)
        condition = f"is {'below' if low else 'above'} {number(threshold)}"
    else:
        gap = (table[policy] - table[baseline]).to_numpy(float)
        fails, condition = np.asarray(gap < 0.0 if low else gap > 0.0), f"is worse than {baseline}"
    numbers = points.set_index("sample").loc[table.index].select_dtypes("number")
    numbers = numbers.loc[:, numbers.notna().all()]
    tree = grow(numbers, fails) if numbers.shape[1] else Tree(len(fails), int(fails.sum()))
    found = () if tree.is_leaf else tuple(prim(numbers, fails, boxes))
    return Failures(outcome, policy, condition, numbers, fails, found, tree)


def failing(table: pd.DataFrame, policy: str, threshold: float, direction: str) -> Array:
    """Futures in which a policy misses a threshold. table: of `robustness.futures`."""
    values = table[policy].to_numpy(float)
    return np.asarray(values < threshold if direction == "more" else values > threshold)
