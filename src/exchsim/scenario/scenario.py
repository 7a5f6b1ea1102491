"""A valid scenario: what it says, what that resolves to, and where each value was set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exchsim.scenario.schema import ScenarioFile

if TYPE_CHECKING:
    from exchsim.scenario.explain import Setting
    from exchsim.state.blueprint import Blueprint
    from exchsim.worlds.tables import WorldTables


@dataclass(frozen=True, eq=False)
class Scenario:
    """A valid scenario. `resolved` stands alone: loading it gives the same run."""

    name: str
    file: ScenarioFile
    resolved: dict[str, Any]
    provenance: Mapping[str, str]  # path to `file:line`, `--set` or `given in Python`; absent: default

    def __reduce__(self) -> tuple[Any, ...]:
        """Made again in another process from what it resolves to, which stands alone."""
        return _again, (self.name, self.resolved, dict(self.provenance))

    @property
    def seed(self) -> int:
        """Seed of every draw."""
        return self.file.seed

    @property
    def title(self) -> str:
        """One line for a reader."""
        return self.file.title or self.name

    def compile(self, tables: WorldTables | None = None) -> Blueprint:
        """Arrays for the engine; `tables` None takes the world tables of the package where any is needed."""
        from exchsim.scenario.compile import compile_scenario

        return compile_scenario(self, tables)

    def idle(self, blueprint: Blueprint | None = None) -> list[str]:
        """What in it does nothing, and what to do about it: warnings. blueprint: the compiled scenario, if at hand."""
        from exchsim.scenario.idle import idle

        return idle(self, self.compile() if blueprint is None else blueprint)

    def explain(self) -> list[Setting]:
        """Every value in effect, its range, source and grade, and where it was set."""
        from exchsim.scenario.explain import explain

        return explain(self)

    def set_by(self, path: str) -> str:
        """Where a value was set: `file:line`, `--set`, `given in Python`, or `default`."""
        return self.provenance.get(path, "default")


def _again(name: str, resolved: dict[str, Any], provenance: dict[str, str]) -> Scenario:
    return Scenario(name, ScenarioFile.model_validate(resolved), resolved, provenance)
