"""What a policy does to a scenario: levers from the start, or as dated events from the month in which policies part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exchsim.scenario import Scenario, load_scenario
from exchsim.scenario.faults import Fault, Origin, ScenarioError
from exchsim.state.levers import LEVER_NAMES
from exchsim.sweep.experiment import Policy

Sets = tuple[tuple[str, Any], ...]  # scenario path and value, as `--set` takes them


@dataclass(frozen=True)
class Arm:
    """A policy under which the scenario is run."""

    name: str
    sets: Sets  # what it changes in the scenario of the experiment
    scenario: Scenario


def levers_of(policy: Any) -> dict[str, float]:
    """Levers that a policy sets, in the order of their declaration."""
    values = {name: getattr(policy, name) for name in LEVER_NAMES}
    return {name: float(value) for name, value in values.items() if value is not None}


def sets_of(policy: Policy, base: Mapping[str, Any], branch_at: str | None) -> Sets:
    """What a policy changes in a resolved scenario, as paths and values."""
    found: list[tuple[str, Any]] = [(path, value) for path, value in policy.set.items()]
    events = [event.model_dump(exclude_none=True, exclude_defaults=True) for event in policy.events]
    if branch_at is None:
        found += [(f"policy.{lever}", value) for lever, value in levers_of(policy).items()]
        for code, own in policy.nations.items():
            found += [(f"nation_policies.{code}.{lever}", value) for lever, value in levers_of(own).items()]
    else:
        events = [*_dated(policy, base, branch_at), *events]
    if events:
        found.append(("events", [*base.get("events", []), *events]))
    return tuple(found)


def _dated(policy: Policy, base: Mapping[str, Any], date: str) -> Iterator[dict[str, Any]]:
    """A policy as events. A lever of all nations leaves those alone that the scenario gives a value of their own."""
    own = base.get("nation_policies", {})
    for lever, value in levers_of(policy).items():
        event = {"date": date, "kind": "set_lever", "lever": lever}
        yield {**event, "value": value}
        for code in own:
            kept = own[code].get(lever)
            if kept is not None and lever not in levers_of(policy.nations.get(code, Policy())):
                yield {**event, "nation": code, "value": kept}
    for code, policy_of_nation in policy.nations.items():
        for lever, value in levers_of(policy_of_nation).items():
            yield {"date": date, "kind": "set_lever", "lever": lever, "nation": code, "value": value}


def texts(sets: Sets) -> list[str]:
    """`path=value` as the command line takes it; a list or mapping in JSON, which is YAML too."""
    return [f"{path}={json.dumps(value, ensure_ascii=False)}" for path, value in sets]


def arm_of(name: str, policy: Policy, base: Scenario, branch_at: str | None, origin: Origin) -> Arm:
    """The scenario under a policy. Raises ScenarioError at the place where the policy stands."""
    sets = sets_of(policy, base.resolved, branch_at)
    if not sets:
        return Arm(name, (), base)
    try:
        scenario = load_scenario(base.resolved, texts(sets))
    except ScenarioError as error:
        raise ScenarioError(placed(error, f"policies.{name}", origin)) from None
    return Arm(name, sets, replace(scenario, name=base.name))


def placed(error: ScenarioError, path: str, origin: Origin) -> list[Fault]:
    """Faults of a scenario made from an experiment, at a place of the experiment's file."""
    return [
        replace(fault, file=origin.file, line=origin.line, path=f"{path}: {fault.path}" if fault.path else path)
        for fault in error.faults
    ]
