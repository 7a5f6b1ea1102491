"""What all runs of a sweep have in common, and what makes each of them: addresses, ids, blueprints."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from exchsim._jit import source_hash
from exchsim._version import __version__
from exchsim.scenario import load_scenario
from exchsim.scenario.fields import to_month
from exchsim.state.blueprint import Blueprint
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.state.params import PARAMETERS_BY_PATH, PARAMS_DTYPE
from exchsim.store.manifest import PRESENTATION, blueprint_digest, canonical
from exchsim.store.names import Names, names_of
from exchsim.sweep import design
from exchsim.sweep.arms import Arm, texts
from exchsim.sweep.design import Point, Points
from exchsim.sweep.experiment import SHARED, Keep, Outcome
from exchsim.sweep.load import Experiment
from exchsim.sweep.measure import Measure
from exchsim.sweep.variables import LEVER, PARAMETER, Value, Variable

Array = np.ndarray[Any, Any]
ID_DIGITS = 20  # 80 bits: ten million runs meet by chance once in 2e10 sweeps


@dataclass(frozen=True, eq=False)
class Plan:
    """A policy, compiled."""

    name: str
    digest: str  # of the resolved scenario, of its blueprint and of the version of the model
    blueprint: Blueprint
    names: Names
    sets: tuple[str, ...]  # `path=value` that turn the scenario into this
    own_levers: Mapping[str, Array]  # uncertain lever to nations that have a value of their own
    resolved: Mapping[str, Any] | None = None  # kept where samples change more than parameters and levers


@dataclass(frozen=True, eq=False)
class Setting:
    """All that a worker needs to know of a sweep; it is sent to each of them."""

    plans: tuple[Plan, ...]
    variables: tuple[Variable, ...]
    measures: tuple[Measure, ...]
    keep: Keep
    branch: int | None  # month index
    scenario: str  # as the command line takes it
    _compiled: dict[str, Blueprint] = field(default_factory=dict, repr=False)

    @cached_property
    def keeps_pairs(self) -> bool:
        """Whether runs must write down the yearly table of pairs."""
        return bool(self.keep.pairs) or any(measure.outcome.table == "pairs" for measure in self.measures)

    @cached_property
    def digest(self) -> str:
        """Hash of what a stored row says besides its run: outcomes and what is kept."""
        words = [[m.name, _words_of(m.outcome)] for m in self.measures]
        return hashlib.sha256(canonical([words, self.keep.model_dump(mode="json")]).encode()).hexdigest()[:16]

    def changes(self, point: Point) -> dict[str, Value]:
        """Scenario path to value of what a point changes."""
        if not point:
            return {}
        return {path: value for path, value in zip(self._paths, point, strict=True) if value is not None}

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(variable.scenario_path for variable in self.variables)

    def address(self, point: Point) -> str:
        """Content address of what a point changes."""
        return hashlib.sha256(canonical(self.changes(point)).encode()).hexdigest()[:ID_DIGITS]

    def blueprint(self, plan: Plan, point: Point) -> Blueprint:
        """The scenario under a policy at a point of the uncertainties."""
        base = self._other(plan, point)
        changes: dict[str, Any] = {}
        numbers = [(place, point[k]) for k, place in self._parameters if point and point[k] is not None]
        if numbers:
            changes["params"] = params = base.params.copy()
            values = params.view(np.ndarray).view(np.float64)  # every parameter is one
            values[[place for place, _ in numbers]] = [value for _, value in numbers]
        levers = [(variable, value) for variable, value in zip(self.variables, point, strict=False)
                  if variable.kind == LEVER and value is not None]  # fmt: skip
        if levers:
            changes["policies"] = policies = base.policies.copy()
            for variable, value in levers:
                policies[LEVERS_BY_PATH[variable.path].name][~plan.own_levers[variable.path]] = value
        return replace(base, **changes) if changes else base

    @cached_property
    def _parameters(self) -> tuple[tuple[int, int], ...]:
        """Place among the variables, and in the record of parameters, of every uncertain parameter."""
        fields = PARAMS_DTYPE.names or ()
        return tuple(
            (k, fields.index(PARAMETERS_BY_PATH[variable.path].name))
            for k, variable in enumerate(self.variables)
            if variable.kind == PARAMETER
        )

    def _other(self, plan: Plan, point: Point) -> Blueprint:
        """The blueprint before parameters and levers are put in; compiled anew where a point changes anything else."""
        other = tuple(
            (v.scenario_path, value)
            for v, value in zip(self.variables, point, strict=False)
            if v.kind not in (PARAMETER, LEVER) and value is not None
        )
        if not other:
            return plan.blueprint
        key = canonical([plan.digest, other])
        if key not in self._compiled:
            assert plan.resolved is not None
            while len(self._compiled) >= 8:
                self._compiled.pop(next(iter(self._compiled)), None)
            self._compiled[key] = load_scenario(plan.resolved, texts(other)).compile()
        return self._compiled[key]

    def command(self, plan: Plan, point: Point, seed: int) -> str:
        """The command that makes a run alone."""
        sets = [*plan.sets, *texts(tuple(self.changes(point).items()))]
        words = ["exchsim", "run", self.scenario, "--seed", str(seed)]
        return shlex.join([*words, *(word for text in sets for word in ("--set", text))])


@dataclass(frozen=True, slots=True)
class Group:
    """Runs that share a point and a replicate: with common random numbers, all of a seed under each policy."""

    sample: int
    replicate: int
    point: Point
    runs: tuple[tuple[int, int, str], ...]  # place of the plan, seed, id


def _words_of(outcome: Outcome) -> dict[str, Any]:
    """What an outcome says that its number depends on. A moment's words are left out where it is none."""
    words = outcome.model_dump(mode="json", exclude={"direction", "meaning"})
    if outcome.moment is None:
        del words["moment"], words["when"]  # rows stored before there were moments keep their place
    return words


def setting_of(experiment: Experiment) -> Setting:
    """Compile an experiment. Blueprints share the arrays in which policies do not differ."""
    plans: list[Plan] = []
    for arm in experiment.arms:
        blueprint = arm.scenario.compile()
        if plans:
            blueprint = _sharing(blueprint, plans[0].blueprint)
        plans.append(_plan(arm, blueprint, experiment))
    branch = experiment.file.branch_at
    return Setting(
        plans=tuple(plans),
        variables=experiment.variables,
        measures=tuple(Measure(name, outcome) for name, outcome in experiment.file.outcomes.items()),
        keep=experiment.file.keep,
        branch=to_month(branch) if branch is not None else None,
        scenario=experiment.label,
    )


def _plan(arm: Arm, blueprint: Blueprint, experiment: Experiment) -> Plan:
    resolved = {key: value for key, value in arm.scenario.resolved.items() if key not in ("seed", *PRESENTATION)}
    content = canonical([resolved, __version__, source_hash(), blueprint_digest(blueprint)])
    simple = all(v.kind in (PARAMETER, LEVER) for v in experiment.variables)
    return Plan(
        name=arm.name,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        blueprint=blueprint,
        names=names_of(blueprint, arm.scenario.resolved),
        sets=(*experiment.sets, *texts(arm.sets)),
        own_levers={v.path: _own(v.path, resolved, blueprint) for v in experiment.variables if v.kind == LEVER},
        resolved=None if simple else arm.scenario.resolved,
    )


def _own(path: str, resolved: Mapping[str, Any], blueprint: Blueprint) -> Array:
    """Nations whose value of a lever is not that of the world: their own, or set by an event before the run."""
    lever = path.removeprefix("policy.")
    own = {code for code, levers in resolved.get("nation_policies", {}).items() if levers.get(lever) is not None}
    for event in resolved.get("events", []):
        if event["kind"] == "set_lever" and event["lever"] == lever and to_month(event["date"]) < blueprint.start:
            own |= {event["nation"]} if event.get("nation") else set(blueprint.nations)
    return np.array([code in own for code in blueprint.nations], bool)


def _sharing(blueprint: Blueprint, other: Blueprint) -> Blueprint:
    """The same blueprint with the arrays of another one wherever they are equal: less to send and to keep."""
    same = {}
    for name, value in vars(blueprint).items():
        twin = getattr(other, name)
        if isinstance(value, np.ndarray) and value.dtype == twin.dtype and np.array_equal(value, twin):
            same[name] = twin
    return replace(blueprint, **same)


def parts_late(setting: Setting) -> str | None:
    """Name of a policy that differs from the first one before the branch, where there is one."""
    first = setting.plans[0]
    for plan in setting.plans[1:]:
        alike = replace(plan.blueprint, changes=first.blueprint.changes)
        if blueprint_digest(alike) != blueprint_digest(first.blueprint):
            return plan.name
    return None


def run_id(digest: str, address: str, seed: int) -> str:
    """Content address of a run: from the digest of its policy's plan, the address of its point, and its seed."""
    return hashlib.sha256(f"{digest},{address},{seed}".encode()).hexdigest()[:ID_DIGITS]


@dataclass(frozen=True)
class Seeding:
    """Which runs share their luck."""

    first: int
    policies: bool  # all policies have the same seeds
    futures: bool  # all samples have the same seeds

    @classmethod
    def of(cls, about: Mapping[str, Any]) -> Seeding:
        """Seeding of an experiment, as its manifest tells it."""
        return cls(about["seed"], about["common_random_numbers"], about.get("seeds", SHARED) == SHARED)

    @property
    def is_shared(self) -> bool:
        """Whether a replicate is the same luck in all futures."""
        return self.policies and self.futures


def seed_of(seeding: Seeding, sample: int, replicate: int, policy: str) -> int:
    """Seed of a run: counted up from the first, or drawn for each future, or for each run."""
    if seeding.is_shared:
        return seeding.first + replicate
    content = canonical([seeding.first, sample, replicate, *([] if seeding.policies else [policy])])
    return int.from_bytes(hashlib.sha256(content.encode()).digest()[:7], "big")


def addresses_of(setting: Setting, points: Points) -> list[str]:
    """Content addresses of points. They are reckoned once a sweep: with many uncertain numbers that takes its time."""
    return [setting.address(point) for point in points]


def groups_of(
    experiment: Experiment, setting: Setting, points: Points, addresses: Iterable[str] | None = None
) -> Iterator[Group]:
    """All runs of an experiment in the order of its design: samples, replicates, policies."""
    file = experiment.file
    seeding = Seeding(file.seed, file.common_random_numbers, file.seeds == SHARED)
    known = map(setting.address, points) if addresses is None else addresses
    for sample, (point, address) in enumerate(zip(points, known, strict=True)):
        for replicate in range(file.replicates):
            runs = []
            for place, plan in enumerate(setting.plans):
                seed = seed_of(seeding, sample, replicate, plan.name)
                runs.append((place, seed, run_id(plan.digest, address, seed)))
            yield Group(sample, replicate, point, tuple(runs))


def points_of(experiment: Experiment) -> Points:
    """Points of the design of an experiment."""
    return design.points(experiment.file.design, experiment.variables)
