"""What a class makes of a scenario: levers and dated events on top of it, each step kept so that it can be undone.

Nothing here is ever stepped live. A story is run whole, which takes a fraction of a second, and then watched; what a
class changes from some month on is a dated event, and leaves all months before it as they were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from exchsim.app import texts
from exchsim.scenario import Scenario, load_scenario
from exchsim.scenario.fields import RECIPROCITY, month_text
from exchsim.state.levers import LEVERS_BY_PATH


def path_of(lever: str, nation: str = "") -> str:
    """Where a scenario has a lever: of all nations, or of one."""
    return f"nation_policies.{nation}.{lever}" if nation else f"policy.{lever}"


def _set_lever(name: str, value: float, nation: str, since: str) -> dict[str, Any]:
    whose = {"nation": nation} if nation else {}
    return {"date": since, "kind": "set_lever", **whose, "lever": name, "value": value}


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
        found = [f"{path}={value!r}" for path, value in self.levers.items()]
        if self.events:
            events = [*self.scenario.resolved.get("events", []), *self.events]
            found.append(f"events={json.dumps(events, ensure_ascii=False)}")
        return found

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the scenario."""
        return bool(self.levers or self.events)

    def with_lever(self, name: str, value: float, nation: str = "", since: str = "") -> Story:
        """The same with a lever of all nations, or of one; from the start, or from a month on."""
        return self.with_levers({name: value}, nation, since)

    def with_levers(self, values: Mapping[str, float], nation: str = "", since: str = "") -> Story:
        """The same with some levers of all nations, or of one: from the start, or from a month on as dated events.

        A value that would hold anyway is no change. Raises ScenarioError where the scenario refuses one, and
        ValueError with words where the month is not one of the run.
        """
        if since:
            self._within(since)
        changed = self
        for name, value in values.items():
            before = changed.without_lever(name, nation, since)
            if float(value) == before.lever(name, nation, since):
                changed = before
            elif since:
                changed = replace(before, events=(*before.events, _set_lever(name, float(value), nation, since)))
            else:
                changed = replace(before, levers={**before.levers, path_of(name, nation): float(value)})
        return self._checked(changed)

    def without_lever(self, name: str, nation: str = "", since: str = "") -> Story:
        """The same without its own change of a lever."""
        if since:
            alike = _set_lever(name, 0.0, nation, since)
            kept = tuple(event for event in self.events if {**event, "value": 0.0} != alike)
            return replace(self, events=kept)
        path = path_of(name, nation)
        return replace(self, levers={key: value for key, value in self.levers.items() if key != path})

    def with_event(self, event: Mapping[str, Any]) -> Story:
        """The same with one dated event more. Raises ScenarioError where the scenario refuses it, and ValueError with
        words where its month is not one of the run: a scenario allows that, but nothing would come of it."""
        dated = dict(event)
        with suppress(ValueError):  # the scenario says in its own words what is wrong with it
            dated["date"] = month_text(event["date"])
        changed = self._checked(replace(self, events=(*self.events, dated)))
        self._within(str(dated["date"]))
        return changed

    def without_event(self, place: int) -> Story:
        """The same without one of its own events."""
        return replace(self, events=self.events[:place] + self.events[place + 1 :])

    def with_seed(self, seed: int) -> Story:
        """The same with other luck."""
        return replace(self, seed=int(seed))

    def lever(self, name: str, nation: str = "", at: str = "") -> float:
        """Value of a lever of all nations, or of one: as it stands at the start, or in a month."""
        resolved = self.scenario.resolved
        value: Any = self.levers.get(path_of(name), (resolved.get("policy") or {}).get(name))
        if nation:
            own = ((resolved.get("nation_policies") or {}).get(nation) or {}).get(name)
            value = self.levers.get(path_of(name, nation), value if own is None else own)
        for event in self.set_levers(name) if at else ():
            if event["date"] <= at and event.get("nation") in (None, nation or None):
                value = event["value"]
        if value is None:
            value = LEVERS_BY_PATH[f"policy.{name}"].default
        return float(RECIPROCITY.index(value) if isinstance(value, str) else value)

    def set_levers(self, name: str) -> list[Mapping[str, Any]]:
        """Dated events that set a lever, in order of time."""
        events = [*self.scenario.resolved.get("events", []), *self.events]
        mine = [event for event in events if event.get("kind") == "set_lever" and event.get("lever") == name]
        return sorted(mine, key=lambda event: str(event["date"]))

    def own_values(self, name: str) -> dict[str, float]:
        """Nations that have a value of their own for a lever from the start."""
        own = {code for code, levers in (self.scenario.resolved.get("nation_policies") or {}).items() if name in levers}
        own |= {path.split(".")[1] for path in self.levers if path.startswith("nation_") and path.endswith(f".{name}")}
        return {code: self.lever(name, code) for code in sorted(own)}

    def changed_scenario(self) -> Scenario:
        """The scenario as it stands. Raises ScenarioError where it refuses a change."""
        if not self.is_changed:
            return self.scenario
        return replace(load_scenario(self.scenario.resolved, self.overrides), name=self.scenario.name)

    def _within(self, month: str) -> None:
        first, last = (str(self.scenario.resolved["period"][end]) for end in ("start", "end"))
        if not first <= month <= last:
            raise ValueError(texts.OUTSIDE_RUN.format(first, last))

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
