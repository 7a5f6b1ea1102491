"""In what two scenarios differ once everything is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from exchsim.scenario.explain import Shown, leaves
from exchsim.scenario.faults import path_text
from exchsim.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs; None where only the other scenario has it."""

    path: str
    before: Shown | None
    after: Shown | None
    before_set_by: str
    after_set_by: str


def diff(before: Scenario, after: Scenario) -> list[Difference]:
    """Every path at which two resolved scenarios differ, in the order of the first."""
    old = {path_text(path): value for path, value in leaves(before.resolved)}
    new = {path_text(path): value for path, value in leaves(after.resolved)}
    return [
        Difference(path, old.get(path), new.get(path), _set_by(before, path, old), _set_by(after, path, new))
        for path in [*old, *(path for path in new if path not in old)]
        if old.get(path) != new.get(path)
    ]


def _set_by(scenario: Scenario, path: str, values: dict[str, Shown]) -> str:
    return scenario.set_by(path) if path in values else ""
