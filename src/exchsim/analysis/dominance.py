"""Which policies surely beat which in everything, and which are surely beaten by none; the rest stays open.

A difference counts as sure where it holds after Holm's correction for everything that is compared, and does not turn
round within the range of a number that rests on a proposal. One policy dominates another where it is surely better on
something and at least alike on all the rest. None dominates it where it is surely better than each on something.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.estimates import USUAL, Layout
from exchsim.analysis.verdicts import TIE, UNRESOLVED, Flip, Verdict, holm, verdict

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
BETTER, WORSE, ALIKE, OPEN = "better", "worse", "alike", "open"
UNBEATEN, BEATEN, UNDECIDED = "unbeaten", "dominated", "open"


@dataclass(frozen=True)
class Pair:
    """A policy against another on all objectives: what is sure of each."""

    policy: str
    other: str
    words: Mapping[str, str]  # outcome to better, worse, alike or open, seen from the policy
    verdicts: Mapping[str, Verdict]

    @property
    def dominates(self) -> bool:
        """Whether the policy is surely better on something and at least alike on all the rest."""
        return BETTER in self.words.values() and set(self.words.values()) <= {BETTER, ALIKE}

    @property
    def is_dominated(self) -> bool:
        """The other way round."""
        return WORSE in self.words.values() and set(self.words.values()) <= {WORSE, ALIKE}

    @property
    def holds(self) -> bool:
        """Whether the other surely does not dominate: the policy is surely better on something."""
        return BETTER in self.words.values()

    @property
    def flips(self) -> tuple[Flip, ...]:
        """Slices of doubtful numbers in which a ranking turns round."""
        return tuple(flip for one in self.verdicts.values() for flip in one.flips)


@dataclass(frozen=True)
class Standing:
    """How a policy stands against all others of a list."""

    policy: str
    word: str  # unbeaten, dominated or open
    by: tuple[str, ...]  # those that surely dominate it
    undecided: tuple[str, ...]  # those that may


def pairs(
    runs: pd.DataFrame,
    directions: Mapping[str, str],
    policies: Sequence[str],
    others: Sequence[str],
    weak: Sequence[str] = (),
    confidence: float = 0.95,
    layout: Layout = USUAL,
) -> list[Pair]:
    """Every policy against every other one on all outcomes of `directions`; options as for `verdict`."""
    found = [
        (policy, other, outcome, verdict(runs, outcome, policy, other, way, weak, confidence=confidence, layout=layout))
        for policy in policies
        for other in others
        for outcome, way in directions.items()
    ]
    sure = holm([_p_value(one) for *_, one in found], 1.0 - confidence)
    judged: dict[tuple[str, str], tuple[dict[str, str], dict[str, Verdict]]] = {}
    for (policy, other, outcome, one), known in zip(found, sure, strict=True):
        words, verdicts = judged.setdefault((policy, other), ({}, {}))
        words[outcome], verdicts[outcome] = _word(one, known), one
    return [Pair(*names, *kept) for names, kept in judged.items()]


def _word(one: Verdict, sure: bool) -> str:
    if one.word == TIE and not one.contrast.is_clear:
        return ALIKE
    if not sure or one.word == UNRESOLVED:
        return OPEN  # also a small difference whose sign is clear: who may be worse on something dominates nobody
    return BETTER if (one.contrast.difference > 0.0) == (one.direction == "more") else WORSE


def _p_value(one: Verdict) -> float:
    """Two-sided, that there is a difference at all."""
    from scipy.stats import t

    mean, error = one.contrast.difference, one.contrast.estimate.error
    if error == 0.0:
        return 0.0 if mean != 0.0 else 1.0
    return float(2.0 * t.sf(abs(mean) / error, max(one.contrast.estimate.degrees, 1.0)))


def standings(found: Iterable[Pair]) -> list[Standing]:
    """How each policy of these pairs stands against all that it was compared with."""
    mine: dict[str, list[Pair]] = {}
    for pair in found:
        mine.setdefault(pair.policy, []).append(pair)
    standing = []
    for policy, all_of_it in mine.items():
        by = tuple(pair.other for pair in all_of_it if pair.is_dominated)
        undecided = tuple(pair.other for pair in all_of_it if not pair.is_dominated and not pair.holds)
        word = BEATEN if by else UNDECIDED if undecided else UNBEATEN
        standing.append(Standing(policy, word, by, undecided))
    return standing


def judged(runs: pd.DataFrame, outcome: str, direction: str, by: str) -> pd.Series:
    """What counts of an outcome under each policy over the futures, each the mean of its seeds.

    by: `mean`; `worst`, the worst future; or `p10`, the value that one future in ten falls below, for the worse.
    Missing where a run has no value.
    """
    means = runs.groupby(["policy", "sample"], observed=True, sort=False)[outcome].agg(_whole_mean)
    by_policy = means.groupby(level="policy", observed=True, sort=False)
    if by == "mean":
        return by_policy.agg(_whole_mean)
    less = direction == "less"
    if by == "worst":
        return by_policy.agg(lambda x: _or_missing(x, np.max if less else np.min))
    return by_policy.agg(lambda x: _or_missing(x, lambda y: np.quantile(y, 0.9 if less else 0.1)))


def _whole_mean(values: pd.Series) -> float:
    return _or_missing(values, np.mean)


def _or_missing(values: pd.Series, reduce: Any) -> float:
    """Missing values are no sample of the others."""
    x = values.to_numpy(float)
    return math.nan if np.isnan(x).any() else float(reduce(x))


def spread_evenly(values: Array, number: int) -> list[int]:
    """Rows, at most so many, that lie well apart: the best in each column, then always the one farthest from all.

    values: one row a policy, columns of which less is better; each is measured by its own range.
    """
    x = np.asarray(values, float)
    width = np.ptp(x, axis=0) if len(x) else np.ones(x.shape[1])
    x = (x - (x.min(axis=0) if len(x) else 0.0)) / np.where(width > 0.0, width, 1.0)
    chosen: list[int] = []
    for column in range(x.shape[1]):
        best = int(np.lexsort((x.sum(axis=1), x[:, column]))[0]) if len(x) else -1
        if best >= 0 and best not in chosen and len(chosen) < number:
            chosen.append(best)
    while chosen and len(chosen) < min(number, len(x)):
        gaps = np.linalg.norm(x[:, None, :] - x[None, chosen, :], axis=2).min(axis=1)
        gaps[chosen] = -1.0
        chosen.append(int(np.argmax(gaps)))
    return sorted(chosen, key=lambda row: tuple(x[row]))
