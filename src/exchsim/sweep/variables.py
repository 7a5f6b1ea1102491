"""Uncertain numbers: where they lie in a scenario and how they are distributed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exchsim.scenario import Scenario, load_scenario, paths
from exchsim.scenario.faults import PathKey, ScenarioError, nearest, value_text
from exchsim.scenario.fields import RECIPROCITY as RECIPROCITY_RULES
from exchsim.scenario.fields import reciprocity_rule
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.state.parameter import Parameter
from exchsim.state.params import PARAMETERS, PARAMETERS_BY_PATH
from exchsim.sweep.experiment import Range, Uncertainties

PARAMETER, LEVER, OTHER = "parameter", "lever", "other"
RECIPROCITY = "policy.reciprocity"  # the one lever that is a choice
Value = float | bool | str
Array = np.ndarray[Any, Any]
Findings = Iterator[tuple[PathKey, str]]


@dataclass(frozen=True, slots=True)
class Variable:
    """One uncertain number. `values`, where there are any, are equally likely and stand in place of a distribution."""

    path: str  # as a user writes it
    kind: str
    default: Value | None  # value in the scenario as it is
    distribution: str
    low: float
    high: float
    mode: float
    mean: float
    sd: float
    values: tuple[Value, ...] = ()
    grade: str = ""
    unit: str = ""

    @property
    def scenario_path(self) -> str:
        """Path in a scenario file."""
        return f"parameters.{self.path}" if self.kind == PARAMETER else self.path

    def at(self, shares: Array) -> list[Value]:
        """Values at these shares of the distribution, each from 0 to below 1 (its inverse distribution function)."""
        if self.values:
            places = np.minimum((np.asarray(shares) * len(self.values)).astype(int), len(self.values) - 1)
            return [self.values[place] for place in places]
        return [float(value) for value in np.clip(self._quantile(np.asarray(shares, float)), self.low, self.high)]

    def _quantile(self, shares: Array) -> Array:
        width = self.high - self.low
        if self.distribution == "loguniform":
            return np.asarray(self.low * np.exp(shares * math.log(self.high / self.low)))
        if self.distribution == "triangular":
            from scipy.stats import triang

            return np.asarray(triang.ppf(shares, (self.mode - self.low) / width, self.low, width))
        if self.distribution == "normal":
            from scipy.stats import truncnorm

            ends = (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd
            return np.asarray(truncnorm.ppf(shares, *ends, self.mean, self.sd))
        return np.asarray(self.low + shares * width)


def declared(path: str) -> Parameter | None:
    """The parameter or lever of a path."""
    return PARAMETERS_BY_PATH.get(path) or LEVERS_BY_PATH.get(path)


def kind_of(path: str) -> str:
    """Whether a path is a parameter, a lever or anything else of a scenario."""
    return PARAMETER if path in PARAMETERS_BY_PATH else LEVER if path in LEVERS_BY_PATH else OTHER


def chosen(section: Uncertainties) -> dict[str, Range]:
    """Path to range of everything that is uncertain, in the order of the declarations, then of the file."""
    found = {p.path: Range() for p in PARAMETERS if p.grade in section.all and p.low < p.high}
    for path in section.excluding:
        found.pop(path, None)
    return {**found, **section.ranges}


def variables_of(section: Uncertainties, resolved: Mapping[str, Any]) -> tuple[Variable, ...]:
    """Uncertain numbers of an experiment without faults on a resolved scenario."""
    return tuple(_variable(path, given, resolved) for path, given in chosen(section).items())


def _variable(path: str, given: Range, resolved: Mapping[str, Any]) -> Variable:
    known = declared(path)
    low = given.low if given.low is not None else known.low if known else 0.0
    high = given.high if given.high is not None else known.high if known else 0.0
    usual = value_at(path, resolved)
    middle = float(usual) if isinstance(usual, int | float) and low <= usual <= high else (low + high) / 2
    return Variable(
        path=path,
        kind=kind_of(path),
        default=usual,
        distribution=given.distribution,
        low=float(low),
        high=float(high),
        mode=middle if given.mode is None else given.mode,
        mean=middle if given.mean is None else given.mean,
        sd=(high - low) / 4 if given.sd is None else given.sd,
        values=tuple(as_stored(path, value) for value in given.values or ()),
        grade=known.grade if known else "",
        unit=known.unit if known else "",
    )


def as_stored(path: str, value: Value) -> Value:
    """A value as a run takes it: rules of reciprocity by their number."""
    return float(reciprocity_rule(value)) if path == RECIPROCITY else value  # type: ignore[arg-type]


def value_at(path: str, resolved: Mapping[str, Any]) -> Value | None:
    """Value of an uncertain path in a resolved scenario; the declared default where the scenario is silent."""
    known = declared(path)
    where = paths.split_path(f"parameters.{path}" if path in PARAMETERS_BY_PATH else path) or ()
    value: Any = resolved
    for part in where:
        inside = part in value if isinstance(value, Mapping) else isinstance(part, int) and part < len(value)
        if not inside:
            return known.default if known else None
        value = value[part]
    return value if isinstance(value, float | bool | str | int) else None


def faults(section: Uncertainties, base: Scenario) -> Findings:
    """Path in the experiment and message of everything wrong with its uncertainties."""
    for place, path in enumerate(section.excluding):
        if path not in PARAMETERS_BY_PATH:
            yield ("uncertainties", "excluding", place), unknown(path, PARAMETERS_BY_PATH)
    for path, given in section.ranges.items():
        where = ("uncertainties", path)
        problem = path_problem(path)
        if problem is None:
            problem = _range_problem(path, given) or _other_problem(path, given, base)
        if problem is not None:
            yield where, problem


def faults_of_points(points: Sequence[Mapping[str, Value]]) -> Findings:
    """Path and message of everything wrong with the points of a list."""
    for place, point in enumerate(points):
        for path, value in point.items():
            problem = path_problem(path) or _outside(path, value)
            if problem is not None:
                yield ("design", "points", place, path), problem


def path_problem(path: str) -> str | None:
    """Why a path cannot be varied; None where it can."""
    if kind_of(path) != OTHER:
        return None
    written = paths.split_path(path)
    if written is None or paths.path_fault(written) is not None:
        return unknown(path, [*PARAMETERS_BY_PATH, *LEVERS_BY_PATH])
    if path.startswith("parameters."):
        return f"write {path.removeprefix('parameters.')}, without `parameters.`"
    return None


def unknown(path: str, valid: Iterable[str]) -> str:
    """`no such number`, with the nearest that there is."""
    near = nearest(path, list(valid))
    return "no such number" + (f"; did you mean {near}?" if near else "; exchsim explain SCENARIO lists them")


def _range_problem(path: str, given: Range) -> str | None:
    known = declared(path)
    if path == RECIPROCITY and given.values is None:
        return f"is a choice; give values, of {', '.join(RECIPROCITY_RULES)}"
    low = given.low if given.low is not None else known.low if known else None
    high = given.high if given.high is not None else known.high if known else None
    if given.values is not None:
        if any(part is not None for part in (given.low, given.high, given.mode, given.mean, given.sd)):
            return "has values and a range; give one of them"
        return next((why for value in given.values if (why := _outside(path, value)) is not None), None)
    if low is None or high is None:
        return "needs low and high, or values, because the model declares no range for it"
    if not low < high:
        return f"low {low:g} must be less than high {high:g}"
    for value in (low, high):
        if (why := _outside(path, value)) is not None:
            return why
    if given.distribution == "loguniform" and low <= 0.0:
        return f"loguniform needs a low above 0, not {low:g}"
    if given.mode is not None and not low <= given.mode <= high:
        return f"mode {given.mode:g} must be {low:g} to {high:g}"
    if given.sd is not None and given.sd <= 0.0:
        return f"sd {given.sd:g} must be above 0"
    return None


def _outside(path: str, value: Value) -> str | None:
    known = declared(path)
    if known is None:
        return None
    if path == RECIPROCITY:
        return _no_rule(value)
    if isinstance(value, bool | str):
        return f"{value!r} is not a number"
    if not known.low <= value <= known.high:
        return f"{value:g} must be {known.low:g} to {known.high:g} ({known.unit})"
    return None


def _no_rule(value: Value) -> str | None:
    try:
        reciprocity_rule(value)
    except ValueError as error:
        return str(error)
    return None


def _other_problem(path: str, given: Range, base: Scenario) -> str | None:
    """Whether the scenario takes the ends of a range, or the values, of what is no parameter and no lever."""
    if kind_of(path) != OTHER:
        return None
    if given.values is None and isinstance(value_at(path, base.resolved), bool | str):
        return "is not a number in the scenario; give values"
    for value in given.values or (given.low, given.high):
        try:
            load_scenario(base.resolved, [f"{path}={json.dumps(value, ensure_ascii=False)}"])
        except ScenarioError as error:
            return f"{value_text(value)}: {error.faults[0].message}"
    return None
