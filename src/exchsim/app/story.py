"""What a class makes of a scenario: levers and dated events on top of it, each step kept so that it can be undone.

Nothing here is ever stepped live. A story is run whole, which takes a fraction of a second, and then watched; what a
class changes from some month on is a dated event, and leaves all months before it as they were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exchsim.scenario import Scenario, load_scenario
from exchsim.state.levers import LEVERS_BY_PATH


@dataclass(frozen=True)
class Story:
    """A scenario with levers of its own, events of its own and a seed."""

    scenario: Scenario
    seed: int
    levers: Mapping[str, float] = field(default_factory=dict)  # path such as policy.tour_months, or nation_policies.…
    events: tuple[Mapping[str, Any], ...] = ()

    @property
    def overrides(self) -> list[str]:
        """What is changed, as `path=value` texts of the command line."""
        found = [f"{path}={value:g}" for path, value in self.levers.items()]
        if self.events:
            events = [*self.scenario.resolved.get("events", []), *self.events]
            found.append(f"events={json.dumps(events, ensure_ascii=False)}")
        return found

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the scenario."""
        return bool(self.levers or self.events)

    def with_lever(self, name: str, value: float, nation: str = "") -> Story:
        """The same with a lever of all nations, or of one. A value that the scenario has anyway is no change."""
        path = f"nation_policies.{nation}.{name}" if nation else f"policy.{name}"
        levers = {**self.levers, path: float(value)}
        if not nation and float(value) == self.lever_of_scenario(name):
            del levers[path]
        return self._checked(replace(self, levers=levers))

    def with_event(self, event: Mapping[str, Any]) -> Story:
        """The same with one dated event more. Raises ScenarioError where the scenario refuses it."""
        return self._checked(replace(self, events=(*self.events, dict(event))))

    def without_event(self, place: int) -> Story:
        """The same without one of its own events."""
        return replace(self, events=self.events[:place] + self.events[place + 1 :])

    def with_seed(self, seed: int) -> Story:
        """The same with other luck."""
        return replace(self, seed=int(seed))

    def lever_of_scenario(self, name: str) -> float:
        """Value that the scenario itself gives a lever of all nations."""
        value = (self.scenario.resolved.get("policy") or {}).get(name)
        return float(LEVERS_BY_PATH[f"policy.{name}"].default if value is None else value)

    def lever(self, name: str) -> float:
        """Value of a lever of all nations as it stands."""
        return float(self.levers.get(f"policy.{name}", self.lever_of_scenario(name)))

    def changed_scenario(self) -> Scenario:
        """The scenario as it stands. Raises ScenarioError where it refuses a change."""
        if not self.is_changed:
            return self.scenario
        return replace(load_scenario(self.scenario.resolved, self.overrides), name=self.scenario.name)

    def _checked(self, changed: Story) -> Story:
        changed.changed_scenario()
        return changed


@dataclass
class History:
    """Stories of one screen, the last one showing; undo and redo."""

    stories: list[Story]
    place: int = 0

    @property
    def now(self) -> Story:
        """The story that shows."""
        return self.stories[self.place]

    @property
    def first(self) -> Story:
        """The scenario as it was, under the luck that shows."""
        return Story(self.now.scenario, self.now.seed)

    def go(self, story: Story) -> None:
        """Show another story; what was undone before is forgotten."""
        if story != self.now:
            self.stories[self.place + 1 :] = [story]
            self.place += 1

    def undo(self) -> bool:
        """Back by one; whether there was one."""
        there = self.place > 0
        self.place -= int(there)
        return there

    def redo(self) -> bool:
        """Forward again by one; whether there was one."""
        there = self.place + 1 < len(self.stories)
        self.place += int(there)
        return there
