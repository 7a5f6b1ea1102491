"""How much of an outcome comes from which programme: Shapley's shares of the effect of all of them together.

Groups of programmes are the players of a game, and the value of a set of them is the outcome with those on and the
others off. A group's share is what switching it on adds, averaged over all orders in which the groups may be switched
on (Shapley 1953). Shares add up to the outcome with all on less that with all off; a group that never adds anything has
none; groups that do the same have the same. Where subsets are too many, orders are drawn at random, each with its
reverse (Castro et al. 2009; Lomeli et al. 2019), and the error of that is stated with that of futures and luck.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.estimates import USUAL, Layout, critical, crossed, estimate

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
MOST_EXACT = 6  # groups of which all subsets are run unless orders are asked for
USUAL_ORDERS = 24


@dataclass(frozen=True)
class Steps:
    """Places of two sets that differ in a group, and the weight of each such step in its share.

    Differences are taken before they are summed, so that a group that adds nothing has nothing.
    """

    on: list[int]
    off: list[int]
    weights: Array  # pairs of orders x steps, of which the sum is the share; one row where all subsets are run


@dataclass(frozen=True)
class Plan:
    """Which sets of groups are to be run. A set is a number whose bit k says whether group k is on."""

    groups: tuple[str, ...]
    sets: tuple[int, ...]  # all on first, all off second
    orders: tuple[tuple[int, ...], ...] = ()  # each followed by its reverse; none where all subsets are run

    @property
    def is_exact(self) -> bool:
        """Whether all subsets are run."""
        return not self.orders

    @property
    def weights(self) -> Array:
        """Groups x sets: shares are these sums of outcomes."""
        found = np.zeros((len(self.groups), len(self.sets)))
        for k in range(len(self.groups)):
            steps = self.steps(k)
            np.add.at(found[k], steps.on, steps.weights.sum(axis=0))
            np.subtract.at(found[k], steps.off, steps.weights.sum(axis=0))
        return found

    def steps(self, k: int) -> Steps:
        """All steps in which group k is switched on that its share is a mean of."""
        place = {chosen: number for number, chosen in enumerate(self.sets)}
        n, me = len(self.groups), 1 << k
        if self.is_exact:
            before = [chosen for chosen in self.sets if not chosen & me]
            weights = np.array([[1.0 / (n * math.comb(n - 1, chosen.bit_count())) for chosen in before]])
        else:
            before = [sum(1 << other for other in order[: order.index(k)]) for order in self.orders]
            weights = np.repeat(np.eye(len(before) // 2), 2, axis=1) / len(before)
        return Steps([place[chosen | me] for chosen in before], [place[chosen] for chosen in before], weights)

    def step(self, on: int, off: int) -> Steps:
        """The one step from one set to another."""
        return Steps([self.sets.index(on)], [self.sets.index(off)], np.ones((1, 1)))

    @property
    def all_on(self) -> int:
        """The set of all groups."""
        return (1 << len(self.groups)) - 1


def plan(groups: Sequence[str], orders: int | None = None, seed: int = 0) -> Plan:
    """Sets to be run for the shares of these groups.

    orders: how many orders to draw, an even number; 0 for all subsets, None for all subsets of six groups or fewer.
    Where the orders would need all subsets anyway, the plan is exact.
    """
    n = len(groups)
    if not n:
        raise ValueError("no group of programmes; give at least one")
    if orders is None:
        orders = 0 if n <= MOST_EXACT else USUAL_ORDERS
    everything = (1 << n) - 1
    if orders:
        drawn = _drawn(n, orders, seed)
        needed = {everything ^ (1 << k) for k in range(n)} | {1 << k for k in range(n)}
        for order in drawn:
            chosen = 0
            for k in order:
                chosen |= 1 << k
                needed.add(chosen)
        needed -= {everything, 0}
        if len(needed) + 2 < 1 << n:
            return Plan(tuple(groups), (everything, 0, *sorted(needed)), drawn)
    return Plan(tuple(groups), (everything, 0, *range(1, everything)))


def _drawn(n: int, orders: int, seed: int) -> tuple[tuple[int, ...], ...]:
    if orders < 4 or orders % 2:
        raise ValueError(f"orders = {orders}: must be an even number from 4 on, for each is run with its reverse")
    rng = np.random.default_rng(seed)
    found: list[tuple[int, ...]] = []
    for _ in range(orders // 2):
        order = tuple(int(k) for k in rng.permutation(n))
        found += [order, order[::-1]]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """A mean with its interval."""

    mean: float
    low: float
    high: float
    error: float  # standard error of futures, luck and orders together
    error_of_orders: float = 0.0  # that of having drawn orders alone

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def complement(self) -> Part:
        """Of a part of a whole: the rest of the whole."""
        return replace(self, mean=1.0 - self.mean, low=1.0 - self.high, high=1.0 - self.low)


@dataclass(frozen=True)
class Share:
    """What an outcome owes to one group."""

    group: str
    share: Part  # Shapley's
    of_whole: Part  # … as a part of the effect of all groups together; NaN where the sign of that is not sure
    first: Part  # what it adds when all others are off
    last: Part  # what is lost when it alone is switched off
    interplay: Part  # last less first: above 0 where it needs the others, below where they stand in for one another


@dataclass(frozen=True)
class Attribution:
    """The effect of all groups together on an outcome, and what each has of it."""

    outcome: str
    all_on: float
    all_off: float
    whole: Part  # all on less all off
    shares: tuple[Share, ...]
    confidence: float
    runs: int  # under each set of groups
    is_exact: bool
    orders: int

    @property
    def left(self) -> float:
        """What the shares do not add up to; rounding alone."""
        return self.whole.mean - sum(one.share.mean for one in self.shares)


def attribution(
    runs: pd.DataFrame,
    outcome: str,
    design: Plan,
    policies: Sequence[str],
    layout: Layout = USUAL,
    confidence: float = 0.95,
) -> Attribution:
    """Shares of an outcome in stored runs. policies: the name under which each set of the plan was run.

    Shares are reckoned run by run, under the same luck in the same future, and their means have intervals over both.
    Raises ValueError where runs are missing.
    """
    wide = runs.pivot_table(index=["sample", "replicate"], columns="policy", values=outcome, observed=True)
    wide = wide.reindex(columns=list(policies)).dropna()
    if not len(wide):
        raise ValueError(
            f"{outcome}: no seed has a run under all {len(policies)} sets of groups; finish the sweep first"
        )
    values, rows = wide.to_numpy(float), wide.index.to_frame(index=False)

    def part(gained: _Gain) -> Part:
        found = estimate(crossed(rows.assign(value=gained.runs), "value"), layout)
        return _part(found.mean, found.error, found.degrees, gained.orders, confidence)

    everything = design.all_on
    all_gain = _gain(values, design.step(everything, 0))
    whole = part(all_gain)

    def share(k: int, name: str) -> Share:
        mine = _gain(values, design.steps(k))
        first = _gain(values, design.step(1 << k, 0))
        last = _gain(values, design.step(everything, everything ^ (1 << k)))
        found = part(mine)
        of_whole = part(mine.as_part_of(all_gain, found.mean, whole.mean)) if whole.is_clear else _UNSURE
        return Share(name, found, of_whole, part(first), part(last), part(last.less(first)))

    means = values.mean(axis=0)
    return Attribution(
        outcome, float(means[0]), float(means[1]), whole, tuple(share(k, name) for k, name in enumerate(design.groups)),
        confidence, len(wide), design.is_exact, len(design.orders),
    )  # fmt: skip


@dataclass(frozen=True)
class _Gain:
    """What steps add: in every run, and by every pair of orders (a single number where there are no orders)."""

    runs: Array
    orders: Array

    def less(self, other: _Gain) -> _Gain:
        """The difference of two gains of single steps, run by run."""
        return _Gain(self.runs - other.runs, self.orders - other.orders)

    def as_part_of(self, whole: _Gain, mine: float, all_on: float) -> _Gain:
        """As a part of another gain, from the means of both.

        A ratio of means is linear in runs near those means; its error is that of the line (Cochran 1977, section 6.4).
        """
        ratio = mine / all_on
        return _Gain(ratio + (self.runs - ratio * whole.runs) / all_on, self.orders / all_on)


def _gain(values: Array, steps: Steps) -> _Gain:
    """values: runs x sets."""
    gains = values[:, steps.on] - values[:, steps.off]
    by_pair = len(steps.weights) * (steps.weights @ gains.mean(axis=0))
    return _Gain(gains @ steps.weights.sum(axis=0), by_pair)


def _part(mean: float, error: float, degrees: float, orders: Array, confidence: float) -> Part:
    """A mean whose error comes from runs and from orders, by Welch and Satterthwaite."""
    pairs = len(orders) - 1
    drawn = float(orders.std(ddof=1)) / math.sqrt(len(orders)) if pairs else 0.0
    both = math.hypot(error, drawn)
    parts = error**4 / degrees + (drawn**4 / pairs if pairs else 0.0)
    half = critical(confidence, both**4 / parts if parts > 0.0 else degrees) * both
    return Part(mean, mean - half, mean + half, both, drawn)


_UNSURE = Part(math.nan, math.nan, math.nan, math.nan)
