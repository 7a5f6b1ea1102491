"""Where policies are searched: levers, their ranges, and the digits that a policy needs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exchsim.scenario.fields import RECIPROCITY, reciprocity_rule
from exchsim.sweep.aims import CHOICE, Search, SearchedLever, declared, lever_of

COUNTED = ("months", "years", "officers", "nations", "rule", "hours")  # units of which nobody takes a part
FEWEST_STEPS = 200
Value = float | str


@dataclass(frozen=True)
class Lever:
    """A lever to be searched: a range in steps, or values to choose from."""

    path: str  # as a user writes it
    low: float
    high: float
    step: float
    values: tuple[Value, ...]
    unit: str

    def rounded(self, raw: float) -> float:
        """The value on the steps that is nearest, within the range."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        if first > last:
            return self.low
        return round(min(max(round(raw / self.step), first), last) * self.step, 10)


def lever(path: str, given: SearchedLever) -> Lever:
    """A lever of a search without faults."""
    known = declared(path)
    assert known is not None
    values: Sequence[Value] = given.values or ()
    if lever_of(path)[1] == CHOICE:
        values = [RECIPROCITY[int(float(reciprocity_rule(value)))] for value in values or RECIPROCITY]  # type: ignore[arg-type]
    low = known.low if given.low is None else given.low
    high = known.high if given.high is None else given.high
    step = given.step or (1.0 if known.unit in COUNTED else 10.0 ** math.floor(math.log10((high - low) / FEWEST_STEPS)))
    return Lever(path, low, high, step, tuple(values), known.unit)


def levers_of(search: Search) -> tuple[Lever, ...]:
    """All levers of a search."""
    return tuple(lever(path, given) for path, given in search.levers.items())


def policy_of(values: Mapping[str, Value]) -> dict[str, Any]:
    """A policy in the words of an experiment, from lever paths and values."""
    policy: dict[str, Any] = {}
    for path, value in values.items():
        nation, name = lever_of(path)
        own = policy.setdefault("nations", {}).setdefault(nation, {}) if nation else policy
        own[name] = value
    return policy
