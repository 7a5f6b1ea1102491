"""From a calibration file to a calibration: read, validate, compile; all faults with file and line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exchsim.analysis.moments import OF_RUNS, bands
from exchsim.history.fit.file import CalibrationFile, Target
from exchsim.scenario.faults import Fault, PathKey, ScenarioError, path_text, suggestion
from exchsim.scenario.messages import faults_of, origin_of
from exchsim.scenario.yaml_tree import Origins
from exchsim.sweep.experiment import Outcome
from exchsim.sweep.load import Experiment, experiment_folders, experiment_of, written
from exchsim.sweep.variables import RECIPROCITY, Variable

CALIBRATION_FILE = "calibration.yaml"
ENOUGH_FOR_ONE = 5  # moments from which on one of them may miss
_PYTHON = "given in Python"
_OF_TARGETS = ("target", "tolerance", "low", "high", "weight")
Source = str | Path | Mapping[str, Any]


@dataclass(frozen=True)
class Aim:
    """What an outcome should be."""

    name: str
    target: float
    tolerance: float  # standard deviation: how far the best model may be off
    low: float  # band in which it counts as matched
    high: float
    weight: float
    pattern: int = 0  # of history; 0 for none
    source: str = ""


@dataclass(frozen=True, eq=False)
class Calibration:
    """A valid calibration. `experiment` is its first wave, with a design that is replaced."""

    name: str
    file: CalibrationFile
    experiment: Experiment
    aims: tuple[Aim, ...]

    @property
    def title(self) -> str:
        """One line for a reader."""
        return self.file.title or self.name

    @property
    def variables(self) -> tuple[Variable, ...]:
        """What is looked for, in the order of the file."""
        return self.experiment.variables

    @property
    def forgiven(self) -> int:
        """Moments that do not count against a point."""
        given = self.file.forgiven
        usual = int(len(self.aims) >= ENOUGH_FOR_ONE)
        return min(usual if given is None else given, len(self.aims) - 1)

    @property
    def runs(self) -> int:
        """Runs in all, at most."""
        file = self.file
        return file.waves * file.samples * file.replicates + (file.finalists + 1) * file.fresh


def load_calibration(source: Source, changes: Mapping[str, Any] | None = None) -> Calibration:
    """The calibration in a file, a folder with a `calibration.yaml`, under the name of one, or in a dict.

    changes: values of top-level fields that replace those of the file. Raises ScenarioError with its faults.
    """
    name, data, origins, folder = written(source, "calibration", find_calibration)
    data |= changes or {}
    if isinstance(data.get("parameters"), dict):
        data["parameters"] = {path: {} if given is None else given for path, given in data["parameters"].items()}
    try:
        file = CalibrationFile.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(faults_of(error, data, origins, _schema())) from None
    found = [*_faults(file)]
    if found:
        raise ScenarioError([_placed(path, message, origins) for path, message in found])
    aims, outcomes = _aims(file)
    try:
        experiment = experiment_of(name, _experiment(file, outcomes), _moved(origins, file), folder)
    except ScenarioError as error:
        raise ScenarioError([_in_words_of_the_file(fault) for fault in error.faults]) from None
    fixed = [v.path for v in experiment.variables if v.values or v.path == RECIPROCITY]
    if fixed:
        raise ScenarioError([_placed(("parameters", path), "is no number of a range", origins) for path in fixed])
    return Calibration(name, file, experiment, aims)


@cache
def _schema() -> dict[str, Any]:
    return CalibrationFile.model_json_schema()


def find_calibration(name: str | Path) -> Path:
    """The file of a calibration: a file, a folder that holds one, or a name in a folder of experiments."""
    for place in [Path(name), *(folder / name for folder in experiment_folders())]:
        if place.is_file():
            return place
        if (place / CALIBRATION_FILE).is_file():
            return place / CALIBRATION_FILE
    known = {file.parent.name for folder in experiment_folders() for file in folder.glob(f"*/{CALIBRATION_FILE}")}
    hint = suggestion(str(name), sorted(known))
    raise ScenarioError([Fault(str(name), 0, "", "no such calibration" + (f"; {hint}" if hint else ""))])


def _placed(path: PathKey, message: str, origins: Origins) -> Fault:
    origin = origin_of(path, origins)
    return Fault(origin.file, origin.line, path_text(path), message)


def _faults(file: CalibrationFile) -> Iterator[tuple[PathKey, str]]:
    """What pydantic cannot know of: targets that are missing or contradict themselves."""
    numbers = sorted(set(_usable()["pattern"]))
    for place, pattern in enumerate(file.patterns):
        if pattern not in numbers:
            known = ", ".join(map(str, numbers))
            yield ("patterns", place), f"pattern {pattern} has no moment of a single run; those that have: {known}"
    if not file.moments and not file.patterns:
        yield (), "nothing to be fitted to; write moments, or patterns such as [2, 3]"
    for name, given in file.moments.items():
        where: PathKey = ("moments", name)
        seen = _seen(given)
        if given.moment is not None and given.moment not in OF_RUNS:
            continue  # said by the checks of outcomes, with the nearest name
        if given.target is None and (seen is None or math.isnan(seen["seen"])):
            there = [str(when) for when in _usable().query("moment == @given.moment")["when"]]
            hint = f"; the patterns of history have it for {', '.join(there)}" if there else ""
            yield (*where, "target"), f"missing; write what was seen{hint}"
        elif given.tolerance is None and (seen is None or given.target is not None):
            yield (*where, "tolerance"), "missing; write by how much even the best model may miss the target (1 sd)"
        if given.low is not None and given.high is not None and not given.low < given.high:
            yield (*where, "low"), f"low {given.low:g} must be less than high {given.high:g}"
    if file.moments and not file.patterns and all(given.weight == 0.0 for given in file.moments.values()):
        yield ("moments",), "all weights are 0; give one of them a weight"


@cache
def _usable() -> Any:
    """Rows of the patterns of history that a run of a sweep has, and that were seen."""
    table = bands()
    return table[table["moment"].isin(OF_RUNS) & table["seen"].notna()]


def _seen(given: Outcome) -> dict[str, Any] | None:
    """The row of the patterns of history that an outcome is."""
    table = _usable()
    rows = table[(table["moment"] == given.moment) & (table["when"] == given.when)]
    return None if rows.empty else dict(rows.iloc[0])


def _aims(file: CalibrationFile) -> tuple[tuple[Aim, ...], dict[str, dict[str, Any]]]:
    """Aims, and the outcomes in the words of an experiment."""
    moments = dict(file.moments)
    own = {(given.moment, given.when) for given in moments.values()}
    for row in _usable()[_usable()["pattern"].isin(file.patterns)].itertuples(index=False, name="Row"):
        if (row.moment, row.when) not in own:
            moments[_name(row.moment, row.when)] = Target(moment=row.moment, when=row.when)
    outcomes = {
        name: given.model_dump(mode="json", exclude_unset=True, exclude=set(_OF_TARGETS))
        for name, given in moments.items()
    }
    return tuple(_aim(name, given) for name, given in moments.items()), outcomes


def _name(moment: str, when: str) -> str:
    """`hazard_0_common_partners_1991-1999`."""
    return re.sub(r"[^A-Za-z0-9-]+", "_", f"{moment}_{when}")[:60]


def _aim(name: str, given: Target) -> Aim:
    seen = _seen(given) or {"pattern": 0, "source": "", "seen": None, "low": None, "high": None}
    of_history = given.target is None
    target = float(seen["seen"] if given.target is None else given.target)
    tolerance = given.tolerance if given.tolerance is not None else (seen["high"] - seen["low"]) / 4.0
    low, high = (seen["low"], seen["high"]) if of_history and given.tolerance is None else (None, None)
    return Aim(
        name=name,
        target=target,
        tolerance=float(tolerance),
        low=float(given.low if given.low is not None else target - 2.0 * tolerance if low is None else low),
        high=float(given.high if given.high is not None else target + 2.0 * tolerance if high is None else high),
        weight=given.weight,
        pattern=int(seen["pattern"]) if of_history else 0,
        source=str(seen["source"]) if of_history else "",
    )


# the calibration in the words of an experiment, by whose loader it is checked


def _experiment(file: CalibrationFile, outcomes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    shapes = {"linear": "uniform", "log": "loguniform"}
    ranges = {}
    for path, given in file.parameters.items():
        ends = {key: value for key, value in (("low", given.low), ("high", given.high)) if value is not None}
        ranges[path] = {"distribution": shapes[given.scale], **ends}
    return {
        "title": file.title,
        "question": file.question,
        "scenario": file.scenario,
        "set": dict(file.set),
        "uncertainties": {"ranges": ranges},
        "design": {"kind": "latin-hypercube", "samples": file.samples, "seed": file.seed},
        "outcomes": outcomes,
        "replicates": file.replicates,
        "seed": file.seed,
        "seeds": "own",
        "keep": {"trail": False},
    }


def _moved(origins: Origins, file: CalibrationFile) -> Origins:
    """Lines of the file at the places where an experiment has the same."""
    moved = dict(origins)
    for path, origin in origins.items():
        if path[:1] == ("moments",):
            moved[("outcomes", *path[1:])] = origin
        if path[:1] == ("parameters",):
            moved[("uncertainties", "ranges", *path[1:])] = origin
    patterns = origin_of(("patterns",), origins)
    written = {path[1] for path in origins if path[:1] == ("moments",) and len(path) > 1}
    if file.patterns and not written:
        moved[("outcomes",)] = patterns
    return moved


def _in_words_of_the_file(fault: Fault) -> Fault:
    path = re.sub(r"^uncertainties\.(ranges\.)?", "parameters.", fault.path)
    path = re.sub(r"^outcomes\b", "moments", path)
    message = fault.message.replace("loguniform needs", "a log scale needs").replace("the outcome", "the moment")
    return replace(fault, path=path, message=message)
