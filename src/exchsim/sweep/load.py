"""From an experiment file to an experiment: read, validate, compile; all faults with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exchsim.scenario import Scenario, load_scenario
from exchsim.scenario.faults import Fault, Origin, PathKey, ScenarioError, file_text, path_text, suggestion, value_text
from exchsim.scenario.load import folders_of
from exchsim.scenario.messages import faults_of, lookup, origin_of
from exchsim.scenario.paths import split_path
from exchsim.scenario.yaml_tree import Origins, read
from exchsim.sweep import aims, check, design, switches, variables
from exchsim.sweep.arms import Arm, arm_of, texts
from exchsim.sweep.experiment import MAX_RUNS, SECTIONS, ExperimentFile, Range
from exchsim.sweep.variables import Variable

EXPERIMENT_FILE = "experiment.yaml"
SCENARIO_FILE = "scenario.json"
AS_IT_IS = "as_it_is"
_PYTHON = "given in Python"
Source = str | Path | Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Experiment:
    """A valid experiment."""

    name: str
    file: ExperimentFile
    scenario: Scenario  # that of all runs, before policies
    arms: tuple[Arm, ...]
    variables: tuple[Variable, ...]
    label: str  # the scenario as the command line takes it
    sets: tuple[str, ...] = ()  # `path=value` that hold in all runs

    @property
    def title(self) -> str:
        """One line for a reader."""
        return self.file.title or self.name

    @property
    def samples(self) -> int:
        """Points of the design."""
        return design.count(self.file.design, self.variables)

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.samples * self.file.replicates * len(self.arms)

    def as_dict(self) -> dict[str, Any]:
        """The experiment with its scenario inside, from which `stored_experiment` makes it again."""
        written = self.file.model_dump(mode="json", exclude_unset=True, exclude={"scenario", "set"})
        return {
            "name": self.name,
            "label": self.label,
            "sets": list(self.sets),
            "scenario": self.scenario.resolved,
            "experiment": written,
        }


def stored_experiment(stored: Mapping[str, Any], changes: Mapping[str, Any] | None = None) -> Experiment:
    """An experiment from what `Experiment.as_dict` gave; changes as for `load_experiment`."""
    content = {**stored["experiment"], "scenario": stored["scenario"]}
    loaded = load_experiment(content, changes)
    sets = tuple(stored["sets"])
    return replace(loaded, name=stored["name"], label=stored["label"], sets=sets)


def load_experiment(source: Source, changes: Mapping[str, Any] | None = None) -> Experiment:
    """The experiment in a file, a folder with an `experiment.yaml`, under the name of one, or in a dict.

    changes: values of top-level fields that replace those of the file. Raises ScenarioError with its faults.
    """
    name, data, origins, folder = written(source, "experiment", find_experiment)
    return experiment_of(name, data | dict(changes or {}), origins, folder)


def experiment_of(name: str, data: dict[str, Any], origins: Origins, folder: Path | None) -> Experiment:
    """The experiment of some content. origins: where each part was written; folder: beside which scenarios lie."""
    _canonical(data, origins)
    try:
        file = ExperimentFile.model_validate(data)
    except ValidationError as error:
        found = faults_of(error, data, origins, _schema())
        # ranges stand beside `all` in a file
        raise ScenarioError(
            [replace(fault, path=fault.path.replace("uncertainties.ranges.", "uncertainties.")) for fault in found]
        ) from None
    return _Loader(name, file, data, origins, folder).experiment()


@cache
def _schema() -> dict[str, Any]:
    return ExperimentFile.model_json_schema()


def experiment_folders() -> list[Path]:
    """Where experiments are looked for by name."""
    return folders_of("experiments")


def find_experiment(name: str | Path) -> Path:
    """The file of an experiment: a file, a folder that holds one, or a name in a folder of experiments."""
    places = [Path(name), *(folder / name for folder in experiment_folders())]
    for place in places:
        if place.is_file():
            return place
        if (place / EXPERIMENT_FILE).is_file():
            return place / EXPERIMENT_FILE
    known = sorted(
        {file.parent.name for folder in experiment_folders() for file in folder.glob(f"*/{EXPERIMENT_FILE}")}
    )
    hint = suggestion(str(name), known)
    raise ScenarioError([Fault(str(name), 0, "", "no such experiment" + (f"; {hint}" if hint else ""))])


def written(
    source: Source, kind: str, find: Callable[[str | Path], Path]
) -> tuple[str, dict[str, Any], Origins, Path | None]:
    """Name, content, lines and folder of an experiment, or of another kind of file in a folder of its own.

    kind: what it is called without a name, and its file in its folder. find: the file under a path or name. Raises
    ScenarioError where it is no mapping that can be read.
    """
    if isinstance(source, Mapping):
        data: Any = json.loads(json.dumps(source))  # a copy, and refused where a file could not say it
        name, folder = kind, None
        origins: Origins = {(): Origin(_PYTHON)}
    else:
        path = find(source)
        data, origins, faults = read(path)
        if faults:
            raise ScenarioError(faults)
        name = (path.parent.name if path.name == f"{kind}.yaml" else path.stem) or kind
        origins, folder = origins or {(): Origin(file_text(path), 1)}, path.parent
    if not isinstance(data, dict):
        raise ScenarioError([Fault(origins[()].file, origins[()].line, "", "must be a mapping of names to values")])
    data.pop("$schema", None)
    return name, data, origins, folder


def _canonical(data: dict[str, Any], origins: Origins) -> None:
    """Paths of uncertainties stand beside `all` in the file, and apart from it in the model."""
    section = data.get("uncertainties")
    if isinstance(section, dict) and "ranges" not in section:
        own = {key: section.pop(key) for key in list(section) if key not in SECTIONS}
        if own:
            section["ranges"] = {path: {} if given is None else given for path, given in own.items()}
            for path in [path for path in origins if path[:1] == ("uncertainties",) and len(path) > 1]:
                if path[1] in own:
                    origins[("uncertainties", "ranges", *path[1:])] = origins[path]
    search, attribution = data.get("search"), data.get("attribution")
    sections = (
        data.get("policies"),
        search.get("levers") if isinstance(search, dict) else None,
        attribution.get("groups") if isinstance(attribution, dict) else None,
    )
    for named in sections:
        if isinstance(named, dict):
            named |= {name: {} for name, given in named.items() if given is None}


@dataclass
class _Loader:
    name: str
    file: ExperimentFile
    data: dict[str, Any]
    origins: Origins
    folder: Path | None

    def experiment(self) -> Experiment:
        base = self.scenario()
        self.varied = self.uncertain()
        found = [*check.faults(self.file, base), *switches.faults(self.file, base)]
        self.refuse([*variables.faults(self.varied, base), *found])
        numbers = variables.variables_of(self.varied, base.resolved)
        arms, faults = self.arms(base)
        found = [*design.faults(self.file.design, numbers), *check.overlaps(self.file, numbers)]
        found += aims.faults(self.file, base, numbers)
        self.refuse(found, faults)
        sets = tuple(texts(tuple(self.file.set.items())))
        experiment = Experiment(self.name, self.file, base, arms, numbers, self.label(), sets)
        self.refuse(self.size(experiment))
        return experiment

    def refuse(self, found: list[tuple[PathKey, str]], faults: list[Fault] | None = None) -> None:
        """Raise what was found, if anything."""
        faults = [*(faults or [])]
        for path, message in found:
            known = path
            while known and known not in self.origins:
                known = known[:-1]
            full = ("uncertainties", "ranges", *path[1:]) if path[:1] == ("uncertainties",) else path
            origin = self.origins.get(full) or origin_of(path, self.origins)
            faults.append(
                Fault(origin.file, origin.line, path_text(path), message, value_text(lookup(self.data, path)))
            )
        if faults:
            raise ScenarioError(faults)

    def label(self) -> str:
        """The scenario as the command line takes it; one that stands in the experiment is stored with the runs."""
        given = self.file.scenario
        if not isinstance(given, str):
            return SCENARIO_FILE
        beside = self.folder / given if self.folder is not None else None
        return file_text(beside) if beside is not None and beside.is_file() else given

    def scenario(self) -> Scenario:
        """The scenario of the experiment: beside its file, by name, or inside it."""
        given: Any = self.file.scenario if isinstance(self.file.scenario, dict) else self.label()
        origin = self.origins.get(("scenario",), origin_of((), self.origins))
        try:
            return load_scenario(given, texts(tuple(self.file.set.items())))
        except ScenarioError as error:
            raise ScenarioError([self.in_scenario(fault, given, origin) for fault in error.faults]) from None

    def in_scenario(self, fault: Fault, given: Any, origin: Origin) -> Fault:
        """A fault of the scenario; what stands in the experiment is named with its place there."""
        if fault.file == "--set":
            return replace(fault, file=origin.file, line=self.line("set", fault.path), path=f"set.{fault.path}")
        if fault.file == _PYTHON:
            inside = split_path(fault.path) or ()
            place = origin_of(("scenario", *inside), self.origins)
            return replace(fault, file=place.file, line=place.line, path=path_text(("scenario", *inside)))
        if fault.file == str(given) and not fault.path:
            return replace(fault, file=origin.file, line=origin.line, path="scenario", value=str(given))
        return fault

    def line(self, *path: str) -> int:
        """Line in which something was written."""
        return origin_of(path, self.origins).line

    def uncertain(self) -> Any:
        """Uncertainties of the file; what only the points of a list name is added."""
        section = self.file.uncertainties
        if self.file.design.kind != "list":
            return section
        self.refuse([*variables.faults_of_points(self.file.design.points)])
        known = variables.chosen(section)
        named: dict[str, dict[Any, None]] = {}
        for point in self.file.design.points:
            for path, value in point.items():
                if path not in known:
                    named.setdefault(path, {})[value] = None
        # more values than a file may give for one number are well here
        ranges = {path: Range.model_construct(values=list(values)) for path, values in named.items()}
        return section.model_copy(update={"ranges": {**section.ranges, **ranges}})

    def arms(self, base: Scenario) -> tuple[tuple[Arm, ...], list[Fault]]:
        """The scenario under every policy."""
        found: list[Arm] = []
        faults: list[Fault] = []
        for name, policy in self.file.policies.items():
            origin = origin_of(("policies", name), self.origins)
            try:
                found.append(arm_of(name, policy, base, self.file.branch_at, origin))
            except ScenarioError as error:
                faults += error.faults
        return tuple(found) or (Arm(AS_IT_IS, (), base),), faults

    def size(self, experiment: Experiment) -> list[tuple[PathKey, str]]:
        """Experiments that nobody would see the end of."""
        file = experiment.file
        if experiment.runs > MAX_RUNS:
            amount = (
                f"{experiment.runs:,}" if experiment.runs < 10**15 else f"{float(min(experiment.runs, 10**300)):.0e}"
            )
            return [(("design",), f"makes {amount} runs; at most {MAX_RUNS:,} are allowed")]
        if file.branch_at is not None and not file.common_random_numbers:
            return [(("branch_at",), "needs common_random_numbers: policies share a history only under one seed")]
        return []
