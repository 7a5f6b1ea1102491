"""A small tree that says where a policy fails, and that grows only where chance would not have made it grow.

Every branch asks one number. The cut is the one that separates failures best (largest decrease of the Gini index, over
all numbers and all cuts), and it is made only if so good a cut is rare among shufflings of which futures fail: a
permutation test of the best cut, so that many numbers and many cuts do not count as evidence (Hothorn, Hornik & Zeileis
2006). A pattern in which no single number tells anything, such as "one of two, but not both", stays unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.discovery import Box, described

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
Limits = dict[str, tuple[float, float]]
DEEPEST = 3  # questions one after the other: a reader can hold no more
SMALLEST = 0.05  # share of all futures below which nothing is split off
FEWEST = 5  # futures, likewise
CHANCE = 0.05  # of a tree where there is nothing; the branches of a level share it
SHUFFLES = 399
ENOUGH = 20  # shufflings as good as the data, after which more would tell nothing (Besag & Clifford 1991)
_AT_ONCE = 57  # shufflings


@dataclass(frozen=True)
class Tree:
    """Futures, how many of them fail, and what they divide into; without a number a leaf."""

    futures: int
    failures: int
    number: str = ""
    cut: float = 0.0
    p_value: float = 1.0  # of the best cut, made or not
    below: Tree | None = None
    above: Tree | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether it is not divided further."""
        return self.below is None

    def lines(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """Depth and text of every branch: `budget < 0.6: fails in 61 of 80 futures`."""
        for side, part in (("<", self.below), (">", self.above)):
            if part is None:
                continue
            words = f"{self.number} {side} {self.cut:.3g}"
            if part.is_leaf:
                words += f": fails in {part.failures:,} of {part.futures:,} futures"
            yield depth, words
            yield from part.lines(depth + 1)

    def leaves(self, limits: Limits | None = None) -> Iterator[tuple[Limits, Tree]]:
        """Every leaf with the limits that lead to it."""
        known = limits or {}
        if self.below is None or self.above is None:
            yield known, self
            return
        low, high = known.get(self.number, (-np.inf, np.inf))
        yield from self.below.leaves({**known, self.number: (low, self.cut)})
        yield from self.above.leaves({**known, self.number: (self.cut, high)})

    def boxes(self) -> list[Box]:
        """Leaves in which failures are more frequent than over all, as boxes, those with most failures first."""
        if self.is_leaf:
            return []
        found = [
            described(limits, leaf.failures, leaf.futures, self.failures, self.futures)
            for limits, leaf in self.leaves()
            if leaf.failures * self.futures > self.failures * leaf.futures
        ]
        return sorted(found, key=lambda box: -box.failures)

    def __str__(self) -> str:
        """The branches, one a line, indented."""
        if self.is_leaf:
            return "no number divides the futures better than chance would"
        return "\n".join("  " * depth + words for depth, words in self.lines())


def grow(x: pd.DataFrame, fails: Array, seed: int = 0) -> Tree:
    """The tree of the futures in which a policy fails; a bare leaf where nothing tells which they are.

    x: one row a future, its uncertain numbers. fails: true where the policy fails. seed: of the shufflings.
    """
    values, chosen = x.to_numpy(float), np.asarray(fails, bool)
    smallest = max(FEWEST, int(np.ceil(SMALLEST * len(x))))
    return _grown(values, chosen, list(x.columns), smallest, 0, np.random.default_rng(seed))


def _grown(values: Array, fails: Array, names: list[str], smallest: int, depth: int, rng: np.random.Generator) -> Tree:
    leaf = Tree(len(fails), int(fails.sum()))
    if depth == DEEPEST or len(fails) < 2 * smallest or leaf.failures in (0, leaf.futures):
        return leaf
    order, places = _sorted(values, smallest)
    gains = _gains(order, places, fails[None, :])[0]
    if not (gains > 0.0).any():
        return leaf
    k, row = np.unravel_index(int(np.argmax(gains)), gains.shape)
    p_value = _chance(order, places, fails, float(gains[k, row]), rng)
    if p_value > CHANCE / 2**depth:
        return Tree(leaf.futures, leaf.failures, p_value=p_value)
    column = np.sort(values[:, k])
    cut = float(0.5 * (column[row] + column[row + 1]))
    left = values[:, k] < cut
    sides = [_grown(values[side], fails[side], names, smallest, depth + 1, rng) for side in (left, ~left)]
    return Tree(leaf.futures, leaf.failures, names[k], cut, p_value, sides[0], sides[1])


def _sorted(values: Array, smallest: int) -> tuple[Array, Array]:
    """Rows in the order of each number (numbers x rows), and after which of them a cut may fall."""
    order = np.argsort(values, axis=0, kind="stable").T
    ordered = np.take_along_axis(values.T, order, axis=1)
    places = ordered[:, 1:] > ordered[:, :-1]
    places[:, : smallest - 1] = False
    places[:, len(values) - smallest :] = False
    return order, places


def _gains(order: Array, places: Array, fails: Array) -> Array:
    """Decrease of the Gini index (up to a constant) of every cut of every number, for each row of labels.

    fails: labellings x futures. Returns labellings x numbers x cuts; 0 where no cut may fall.
    """
    n = fails.shape[1]
    apart = fails - fails.mean(axis=1, keepdims=True)
    sums = np.cumsum(apart[:, order], axis=2)[:, :, :-1]
    left = np.arange(1, n)
    return np.asarray(np.where(places, sums**2 / (left * (n - left)), 0.0))


def _chance(order: Array, places: Array, fails: Array, best: float, rng: np.random.Generator) -> float:
    """How often shuffled labels have as good a cut somewhere: the p-value of the best one."""
    as_good = tried = 0
    step = max(1, min(_AT_ONCE, 4_000_000 // order.size))
    while tried < SHUFFLES and as_good < ENOUGH:
        count = min(step, SHUFFLES - tried)
        shuffled = rng.permuted(np.broadcast_to(fails, (count, len(fails))), axis=1)
        most = _gains(order, places, shuffled.astype(float)).max(axis=(1, 2))
        as_good += int((most >= best * (1.0 - 1e-9)).sum())
        tried += count
    return (1 + as_good) / (1 + tried)
