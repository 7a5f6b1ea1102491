"""Which points are not implausible, how much of the prior volume they are, and a uniform sample of them.

Implausibility of a point for one moment is the distance of target and emulated value, over the standard deviation of
what may explain it: the emulator, luck, and the tolerance (Craig et al. 1997; Vernon, Goldstein & Bower 2010). A point
is ruled out where it is above the cutoff for more moments than are forgiven.

The sample is drawn by subset simulation (Au & Beck 2001): levels of falling implausibility, each with a known share of
the one before, moved by differential evolution in halves (ter Braak 2006), so that regions of one part in billions are
found and their volume is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from exchsim.history.fit.emulator import Emulator
from exchsim.history.fit.load import Aim

Array = np.ndarray[Any, Any]

SIZE = 1000  # points of the sample
KEPT = 0.25  # share of a level that is in the next
MOVES, LAST_MOVES = 12, 40  # at a level, and at the last
MOST_LEVELS = 30
_JUMP, _BLUR = 0.1, 0.002  # chance of a jump from mode to mode; noise of moves, as share of a range


@dataclass(frozen=True, eq=False)
class Judge:
    """What makes a point implausible. lucks: variance by moment of a single run; target_runs: behind a target."""

    aims: tuple[Aim, ...]
    emulators: Mapping[str, Emulator]
    lucks: Mapping[str, float]
    forgiven: int
    cutoff: float
    target_runs: int = 1

    def spread(self, aim: Aim) -> float:
        """Variance that tolerance and the luck of the target leave between it and the model's expectation."""
        return aim.tolerance**2 + self.lucks[aim.name] / self.target_runs

    def by_moment(self, shares: Array) -> Array:
        """Implausibility of every point for every moment, points x moments."""
        columns = []
        for aim in self.aims:
            emulator = self.emulators.get(aim.name)
            if emulator is None:
                columns.append(np.zeros(len(shares)))
                continue
            z, sd = emulator.z(shares)
            off, slope = emulator.squeeze.back(z) - aim.target, emulator.squeeze.slope(z)
            columns.append(np.abs(off) / np.sqrt((slope * sd) ** 2 + self.spread(aim)))
        return np.stack(columns, axis=1)

    def __call__(self, shares: Array) -> Array:
        """Implausibility of every point: the highest that is not forgiven."""
        ordered = np.sort(self.by_moment(shares), axis=1)
        return np.asarray(ordered[:, -1 - min(self.forgiven, ordered.shape[1] - 1)])

    def distance(self, shares: Array) -> Array:
        """Weighted mean squared distance that a run at each point is expected to have."""
        total, weights = np.zeros(len(shares)), 0.0
        for aim in self.aims:
            if aim.name in self.emulators and aim.weight:
                value, sd = self.emulators[aim.name](shares)
                total += aim.weight * ((value - aim.target) ** 2 + sd**2) / self.spread(aim)
                weights += aim.weight
        return total / weights if weights else total


@dataclass(frozen=True, eq=False)
class Region:
    """Points that are not implausible: a uniform sample, and what part of the prior they are."""

    shares: Array  # points x dimensions, in the unit cube
    implausibility: Array
    by_moment: Array  # implausibility, points x moments
    expected: Array  # weighted squared distance that a run there is expected to have
    volume: float  # share of the prior; 0 where nothing is plausible
    reached: float  # implausibility of the worst point; above the cutoff where nothing is plausible

    @property
    def is_empty(self) -> bool:
        """Whether no point is plausible. The sample is then that of the least implausible points."""
        return self.volume == 0.0


def region(judge: Judge, dimensions: int, seed: int, size: int = SIZE) -> Region:
    """The plausible region of a judge."""
    rng = np.random.default_rng([seed, 1])
    points = rng.random((4 * size, dimensions))
    worst = judge(points)
    volume = 1.0
    for _ in range(MOST_LEVELS):
        inside = worst <= judge.cutoff
        if inside.mean() >= KEPT:
            volume *= float(inside.mean())
            points, worst = _again(points[inside], worst[inside], size, rng)
            points, worst = _moved(points, worst, judge, judge.cutoff, LAST_MOVES, rng)
            return _region(judge, points, worst, volume)
        level = float(np.quantile(worst, KEPT))
        before = float(worst.max())
        under = worst <= level
        volume *= float(under.mean())
        points, worst = _again(points[under], worst[under], size, rng)
        points, worst = _moved(points, worst, judge, level, MOVES, rng)
        if before - level < 1e-3 * before and level > judge.cutoff:
            break  # as low as it goes
    inside = worst <= judge.cutoff
    if inside.any():  # a region so small that levels run out
        points, worst = _again(points[inside], worst[inside], size, rng)
        points, worst = _moved(points, worst, judge, judge.cutoff, LAST_MOVES, rng)
        return _region(judge, points, worst, volume * float(inside.mean()))
    return _region(judge, points, worst, 0.0)


def _region(judge: Judge, points: Array, worst: Array, volume: float) -> Region:
    return Region(points, worst, judge.by_moment(points), judge.distance(points), volume, float(worst.max()))


def _again(points: Array, worst: Array, size: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """So many of these points, all of them as long as there are not enough, some twice."""
    few = len(points) < size
    chosen = np.r_[np.arange(len(points)), rng.integers(len(points), size=size - len(points))] if few else (
        rng.choice(len(points), size, replace=False))  # fmt: skip
    return points[chosen], worst[chosen]


def _moved(
    points: Array, worst: Array, judge: Judge, level: float, moves: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Points moved about below a level: each half by differences of the other, which keeps them uniform."""
    points, worst = points.copy(), worst.copy()
    size, d = points.shape
    half = size // 2
    usual = 2.38 / np.sqrt(2.0 * d)
    for _ in range(moves):
        order = rng.permutation(size)
        for mine, other in ((order[:half], order[half:]), (order[half:], order[:half])):
            a, b = rng.choice(other, len(mine)), rng.choice(other, len(mine))
            step = np.where(rng.random(len(mine)) < _JUMP, 1.0, usual * rng.random(len(mine)))
            proposed = points[mine] + step[:, None] * (points[a] - points[b]) + _BLUR * rng.normal(size=(len(mine), d))
            within = ((proposed >= 0.0) & (proposed < 1.0)).all(axis=1)
            tried = mine[within]
            found = judge(proposed[within])
            good = found <= level
            points[tried[good]], worst[tried[good]] = proposed[within][good], found[good]
    return points, worst
