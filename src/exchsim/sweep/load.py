"""From an experiment file to an experiment: read, validate, compile; all faults with file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exchsim.scenario import Scenario, load_scenario
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.faults import Fault, Origin, PathKey, ScenarioError, file_text, path_text, suggestion, value_text
from exchsim.scenario.fields import to_month
from exchsim.scenario.members import nations_of, period_of
from exchsim.scenario.messages import faults_of, lookup, origin_of
from exchsim.scenario.yaml_tree import Origins, read
from exchsim.store.schema import TABLES
from exchsim.sweep import design, variables
from exchsim.sweep.arms import Arm, arm_of, levers_of, placed, texts
from exchsim.sweep.experiment import LOGS, MAX_RUNS, SECTIONS, ExperimentFile, Outcome, Range
from exchsim.sweep.variables import LEVER, Variable

EXPERIMENT_FILE = "experiment.yaml"
SCENARIO_FILE = "scenario.json"
AS_IT_IS = "as_it_is"
_PYTHON = "given in Python"
Source = str | Path | Mapping[str, Any]
Findings = Iterator[tuple[PathKey, str]]


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

    changes: values of top-level fields that replace those of the file. Raises ScenarioError with every fault.
    """
    name, data, origins, faults, folder = _written(source)
    if faults:
        raise ScenarioError(faults)
    if not isinstance(data, dict):
        raise ScenarioError([Fault(origins[()].file, origins[()].line, "", "must be a mapping of names to values")])
    data.pop("$schema", None)
    data |= changes or {}
    _canonical(data, origins)
    try:
        file = ExperimentFile.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(faults_of(error, data, origins, _schema())) from None
    return _Loader(name, file, data, origins, folder).experiment()


@cache
def _schema() -> dict[str, Any]:
    return ExperimentFile.model_json_schema()


def experiment_folders() -> list[Path]:
    """Where experiments are looked for by name: below the current folder, and in a checkout."""
    folders = [Path("experiments"), Path(__file__).resolve().parents[3] / "experiments"]
    return [folder for folder in folders if folder.is_dir()]


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


def _written(source: Source) -> tuple[str, Any, Origins, list[Fault], Path | None]:
    """Name, content, lines, faults and folder of an experiment."""
    if isinstance(source, Mapping):
        content = json.loads(json.dumps(source))  # a copy, and refused where a file could not say it
        return "experiment", content, {(): Origin(_PYTHON)}, [], None
    path = find_experiment(source)
    data, origins, faults = read(path)
    name = path.parent.name if path.name == EXPERIMENT_FILE else path.stem
    return name or "experiment", data, origins or {(): Origin(file_text(path), 1)}, faults, path.parent


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
    for name, policy in (data.get("policies") or {}).items() if isinstance(data.get("policies"), dict) else ():
        if policy is None:
            data["policies"][name] = {}


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
        found = [
            *variables.faults(self.varied, base.resolved),
            *self.dates(base),
            *self.outcomes(base),
            *self.kept(base),
        ]
        self.refuse(found)
        numbers = variables.variables_of(self.varied, base.resolved)
        arms, faults = self.arms(base)
        found = [*design.faults(self.file.design, numbers), *self.overlaps(numbers)]
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
            faults = [
                fault
                if fault.file not in (_PYTHON, "--set", str(given))
                else placed(ScenarioError([fault]), "scenario", origin)[0]
                for fault in error.faults
            ]
            raise ScenarioError(faults) from None

    def uncertain(self) -> Any:
        """Uncertainties of the file; what only the points of a list name is added."""
        section = self.file.uncertainties
        if self.file.design.kind != "list":
            return section
        known = variables.chosen(section)
        named: dict[str, list[Any]] = {}
        for point in self.file.design.points:
            for path, value in point.items():
                if path not in known and value not in named.setdefault(path, []):
                    named[path].append(value)
        ranges = {**section.ranges, **{path: Range(values=values) for path, values in named.items()}}
        return section.model_copy(update={"ranges": ranges})

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

    def overlaps(self, numbers: tuple[Variable, ...]) -> Findings:
        """What a policy sets cannot be uncertain as well."""
        uncertain = {v.path.removeprefix("policy."): v.path for v in numbers if v.kind == LEVER}
        for name, policy in self.file.policies.items():
            for lever in levers_of(policy):
                if lever in uncertain and self.file.branch_at is None:
                    yield (
                        ("policies", name, lever),
                        f"is set here and uncertain as {uncertain[lever]}; keep one of them",
                    )
            for path in policy.set:
                if path in {v.scenario_path for v in numbers}:
                    yield ("policies", name, "set", path), "is set here and uncertain too; keep one of them"

    def dates(self, base: Scenario) -> Findings:
        """Dates that lie outside the run."""
        start, end = period_of(base.file)
        branch = self.file.branch_at
        if branch is not None:
            if not start < to_month(branch) < end:
                first, last = base.file.period.start, base.file.period.end
                yield ("branch_at",), f"must lie within the run, {first} to {last}, after its first month"
            for name, policy in self.file.policies.items():
                early = [event.date for event in policy.events if to_month(event.date) < to_month(branch)]
                if early:
                    yield (
                        ("policies", name, "events"),
                        f"{early[0]} lies before branch_at, {branch}; policies part there",
                    )
                if policy.set:
                    yield ("policies", name, "set"), "cannot differ between policies that share a history; use events"
        for name, outcome in self.file.outcomes.items():
            begins = to_month(outcome.start) if outcome.start else start
            ends = to_month(outcome.end) if outcome.end else end - 1
            if not start <= begins <= ends < end:
                yield (
                    ("outcomes", name),
                    f"its period must lie within the run, {base.file.period.start} to {base.file.period.end}",
                )

    def outcomes(self, base: Scenario) -> Findings:
        """Columns, rows and ratios that do not exist."""
        for name, outcome in self.file.outcomes.items():
            yield from _columns(("outcomes", name), outcome)
            if outcome.per is not None and (outcome.per not in self.file.outcomes or outcome.per == name):
                hint = suggestion(outcome.per, [other for other in self.file.outcomes if other != name])
                yield ("outcomes", name, "per"), f"no other outcome {outcome.per}; {hint}"
            elif outcome.per is not None and self.file.outcomes[outcome.per].per is not None:
                yield ("outcomes", name, "per"), f"{outcome.per} is a ratio itself; divide by a plain outcome"
            for column, wanted in outcome.where.items():
                if column in ("iso3", "sender", "host", "a", "b", "victim", "culprit"):
                    for code in wanted if isinstance(wanted, list) else [wanted]:
                        yield from self.takes_part(("outcomes", name, "where", column), str(code), base)

    def kept(self, base: Scenario) -> Findings:
        """Columns and nations to keep that do not exist."""
        keep = self.file.keep
        for section in ("world", "nations", "pairs"):
            known = [field.name for field in TABLES[section] if field.dtype not in ("label", "text", "?")]
            for place, column in enumerate(getattr(keep, section)):
                if column not in known:
                    yield (
                        ("keep", section, place),
                        f"no such column; {suggestion(column, known) or _columns_help(section)}",
                    )
        for place, code in enumerate(keep.of_nations):
            yield from self.takes_part(("keep", "of_nations", place), code, base)
        for place, pair in enumerate(keep.of_pairs):
            for code in pair:
                yield from self.takes_part(("keep", "of_pairs", place), code, base)

    def takes_part(self, path: PathKey, code: str, base: Scenario) -> Findings:
        nations = nations_of(base.file, shipped_catalogue())
        if code not in nations:
            yield path, f"{code} does not take part in the scenario; {suggestion(code, nations)}".rstrip("; ")

    def size(self, experiment: Experiment) -> list[tuple[PathKey, str]]:
        """Experiments that nobody would see the end of."""
        file = experiment.file
        if experiment.runs > MAX_RUNS:
            return [(("design",), f"makes {experiment.runs:,} runs; at most {MAX_RUNS:,} are allowed")]
        if file.branch_at is not None and not file.common_random_numbers:
            return [(("branch_at",), "needs common_random_numbers: policies share a history only under one seed")]
        return []


def _columns_help(table: str) -> str:
    return f"exchsim explain lists the columns of {table}"


def _columns(path: PathKey, outcome: Outcome) -> Findings:
    """Whether an outcome's columns exist in its table."""
    fields = {field.name: field for field in TABLES[outcome.table]}
    numbers = [name for name, field in fields.items() if field.dtype not in ("label", "text")]
    if outcome.column is None:
        if outcome.table not in LOGS:
            yield (*path, "column"), f"missing; write a column of {outcome.table}"
    elif outcome.column not in numbers:
        near = suggestion(outcome.column, numbers) or f"see the columns of {outcome.table} in docs/odd.md"
        yield (*path, "column"), f"no such number in {outcome.table}; {near}"
    for column in outcome.where:
        if column not in fields:
            yield (
                (*path, "where", column),
                f"no such column in {outcome.table}; {suggestion(column, list(fields))}".rstrip("; "),
            )
