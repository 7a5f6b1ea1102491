"""What may be said of a policy against another, and whether it hangs on what nobody has measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.contrasts import Contrast, contrast, differences
from exchsim.analysis.estimates import USUAL, Estimate, Layout, complete, estimate, laid_out
from exchsim.analysis.words import number

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
BETTER, WORSE, TIE, UNRESOLVED = "better", "worse", "tie", "unresolved"
WEAK = ("M", "K-low")  # grades of evidence that cannot carry a ranking
TRIVIAL = 0.1  # of the baseline's standard deviation over runs: a difference below it does not matter
SLICES = 4


@dataclass(frozen=True)
class Flip:
    """A slice of an uncertain number's range in which the ranking is the other way round."""

    parameter: str
    low: float
    high: float
    difference: float  # mean paired difference there
    p_value: float  # one-sided, corrected for the number of slices looked at


@dataclass(frozen=True)
class Verdict:
    """What may be said of a policy against a baseline on an outcome."""

    contrast: Contrast
    direction: str
    word: str  # better, worse, tie or unresolved
    margin: float  # a difference below it does not matter
    flips: tuple[Flip, ...] = field(default=())

    def __str__(self) -> str:
        """One sentence, for a reader who decides."""
        c = self.contrast
        size = f"{number(c.difference, True)} ({number(c.low, True)} to {number(c.high, True)})"
        if self.word == TIE:
            return f"{c.outcome}: {c.policy} and {c.baseline} are alike, {size}; {number(self.margin)} would matter"
        if self.word in (BETTER, WORSE):
            return f"{c.outcome}: {c.policy} is {self.word} than {c.baseline}, {size}"
        if self.flips:
            first = self.flips[0]
            where = f"{first.parameter} is {number(first.low)} to {number(first.high)}"
            return (
                f"{c.outcome}: {c.policy} against {c.baseline} is unresolved; on average {size}, but the other way "
                f"round where {where}. {first.parameter} would have to be measured"
            )
        which = f"{c.outcome}: {c.policy} against {c.baseline} is unresolved"
        return f"{which}; {size} is too wide to tell, and {number(self.margin)} would matter"


def verdict(
    runs: pd.DataFrame,
    outcome: str,
    policy: str,
    baseline: str,
    direction: str,
    weak: Sequence[str] = (),
    margin: float | None = None,
    confidence: float = 0.95,
    slices: int = SLICES,
    layout: Layout = USUAL,
) -> Verdict:
    """Judge a policy against a baseline on an outcome of which more, or less, is better.

    weak: uncertain numbers whose evidence is too weak to carry a ranking (grades M and K-low). Their ranges are cut
    into slices of equally many futures; where the difference in a slice has the other sign, at the same confidence
    after Holm's correction for all slices, the ranking is unresolved. margin: a difference that does not matter yet, by
    default a tenth of the baseline's standard deviation. Raises ValueError without a direction.
    """
    if direction not in ("more", "less"):
        raise ValueError(f"{outcome}: has no direction; write `direction: more` or `less` in the experiment")
    found = contrast(runs, outcome, policy, baseline, direction, confidence, layout=layout)
    if margin is None:
        usual = runs.loc[runs["policy"] == baseline, outcome].std(ddof=1)
        margin = TRIVIAL * float(usual) if not math.isnan(usual) else 0.0
    if max(abs(found.low), abs(found.high)) <= margin:  # surely too small to matter, zero or not
        return Verdict(found, direction, TIE, margin)
    if not found.is_clear:
        return Verdict(found, direction, UNRESOLVED, margin)
    flips = tuple(_flips(runs, found, weak, margin, 1.0 - confidence, slices, layout))
    good = (found.difference > 0.0) == (direction == "more")
    return Verdict(found, direction, UNRESOLVED if flips else BETTER if good else WORSE, margin, flips)


def verdicts(
    runs: pd.DataFrame,
    directions: Mapping[str, str],
    policies: Sequence[str],
    baseline: str,
    weak: Sequence[str] = (),
    **options: Any,
) -> list[Verdict]:
    """Every outcome with a direction, of every other policy against the baseline; options as for `verdict`."""
    return [
        verdict(runs, outcome, policy, baseline, direction, weak, **options)
        for outcome, direction in directions.items()
        for policy in policies
        if direction != "neither" and policy != baseline
    ]


def _flips(
    runs: pd.DataFrame,
    overall: Contrast,
    weak: Sequence[str],
    margin: float,
    level: float,
    slices: int,
    layout: Layout,
) -> list[Flip]:
    """Slices in which the difference is surely of the other sign, and matters; the surest first."""
    table = laid_out(differences(runs, overall.outcome, overall.policy, overall.baseline), "difference")
    points = runs.drop_duplicates("sample").set_index("sample").loc[table.index]
    gaps = table.to_numpy(float)
    sign = -1.0 if overall.difference > 0.0 else 1.0
    tried: list[Flip] = []
    for parameter in weak:
        for low, high, inside in _cut(points[parameter].to_numpy(), slices):
            mine = gaps[inside]
            if np.isfinite(mine).sum() >= 3:
                there = estimate(complete(mine, "difference"), replace(layout, sampled=True))
                tried.append(Flip(parameter, low, high, there.mean, _above(sign * there.mean, there)))
    kept = [flip for flip, sure in zip(tried, holm([flip.p_value for flip in tried], level), strict=True) if sure]
    return sorted((flip for flip in kept if abs(flip.difference) > margin), key=lambda flip: flip.p_value)


def _cut(values: Array, slices: int) -> list[tuple[float, float, Array]]:
    """Slices of equally many values; each value of a number that has only a few is a slice of its own."""
    if values.dtype == object or len(np.unique(values)) <= 1:
        return []
    levels = np.unique(values)
    if len(levels) <= slices + 1:
        return [(float(level), float(level), values == level) for level in levels]
    edges = np.quantile(values, np.linspace(0.0, 1.0, slices + 1))
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, slices - 1)
    return [(float(edges[k]), float(edges[k + 1]), place == k) for k in range(slices)]


def _above(mean: float, found: Estimate) -> float:
    """One-sided p-value that a mean is above zero."""
    from scipy.special import stdtr

    if found.error == 0.0:
        return 0.0 if mean > 0.0 else 1.0
    return float(stdtr(max(found.degrees, 1.0), -mean / found.error))


def holm(p_values: Sequence[float], level: float) -> list[bool]:
    """Which of several findings hold together at a level (Holm 1979)."""
    order = np.argsort(p_values)
    kept = [False] * len(p_values)
    for rank, place in enumerate(order):
        if p_values[place] > level / (len(p_values) - rank):
            break
        kept[int(place)] = True
    return kept


def weak_numbers(uncertainties: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Paths of a sweep's uncertain numbers whose evidence cannot carry a ranking."""
    return [path for path, about in uncertainties.items() if about.get("grade") in WEAK]
