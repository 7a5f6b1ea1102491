"""ExchangeModel: the simulation as a Mesa model. The arrays are the truth; this is their face."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import mesa
from mesa.agent import Agent, AgentSet

from exchsim._jit import in_python
from exchsim.engine.run import begin, finish
from exchsim.engine.setup import build
from exchsim.kernels.plan import plans_now
from exchsim.model.agents import Nation, Officer
from exchsim.model.collect import data_collector
from exchsim.scenario.load import load_scenario
from exchsim.scenario.scenario import Scenario
from exchsim.state.blueprint import Blueprint, month_index, month_name
from exchsim.state.levers import LEVER_NAMES
from exchsim.state.tables import State


class ExchangeModel(mesa.Model):  # type: ignore[misc]
    """Nations and officers of one scenario, stepped by the month.

    scenario: name, path, dictionary, Scenario or Blueprint. seed: seed of every draw; the scenario's own when left
    out (`rng` is the same under Mesa's newer name). nation_class: a subclass of Nation whose `plan()` the engine
    asks. officers: keep the event log of officers (`state.events`, and what `exchsim life` tells), as a scenario's
    outputs.officers does; it changes nothing else. Further keywords are levers of the policy, set for all nations:
    `ExchangeModel("classroom", posts_share=0)`.
    Raises ScenarioError for a faulty scenario, TypeError for a keyword that is no lever.
    """

    def __init__(
        self,
        scenario: str | Path | Mapping[str, Any] | Scenario | Blueprint = "classroom",
        *,
        seed: int | None = None,
        rng: int | None = None,
        nation_class: type[Nation] = Nation,
        officers: bool = False,
        **levers: float,
    ) -> None:
        unknown = sorted(set(levers) - set(LEVER_NAMES))
        if unknown:
            raise TypeError(f"ExchangeModel: no such lever: {', '.join(unknown)}")
        self.config = _load(scenario, levers)
        chosen = seed if seed is not None else rng
        number = int(chosen) if chosen is not None else getattr(self.config, "seed", 0)
        super().__init__(rng=number)
        self.blueprint = self.config if isinstance(self.config, Blueprint) else self.config.compile()
        self.state: State = build(self.blueprint, number, chronicle=officers or _keeps_log(self.config))
        if isinstance(self.config, Blueprint):
            for name, value in levers.items():
                self.state.policies[name] = value
        self.nations: dict[str, Nation] = {
            iso3: nation_class(self, index) for index, iso3 in enumerate(self.blueprint.nations)
        }
        if hasattr(Agent, "_ids"):  # Mesa 3.3 would keep every model alive here
            Agent._ids.pop(self, None)
        self._views: dict[int, Officer] = {}  # of this month: Mesa's sets hold their members weakly
        self.running = True
        self.datacollector = data_collector()

    @property
    def month(self) -> int:
        """Month to come, in months since January 1900."""
        return int(self.state.clock[0].month)

    @property
    def date(self) -> str:
        """Month to come, as `1980-01`."""
        return month_name(self.month)

    def step(self) -> None:
        """One month: calendar and proposals, the governments' own plans, then all other phases."""
        if self.month >= self.blueprint.end:
            self.running = False
            return
        self._views.clear()
        self.state = begin(self.state)
        for nation in self.nations.values():
            own = type(nation).plan is not Nation.plan
            if own and in_python(plans_now)(nation.index, self.month, self.state.nations):
                nation.enact(nation.plan())
        self.state = finish(self.state)
        self.running = self.month < self.blueprint.end
        self.datacollector.collect(self)

    def run_until(self, date: str, progress: Callable[[str], None] | None = None) -> None:
        """Step until the month `date` (`1990-01`) is the month to come, or the scenario ends."""
        year, _, month = date.partition("-")
        if not (year.isdigit() and (month or "1").isdigit() and 1 <= int(month or 1) <= 12):
            raise ValueError(f"run_until({date!r}): give a month such as 1990-01")
        until = month_index(int(year), int(month or 1))
        while self.running and self.month < until:
            self.step()
            if progress is not None:
                progress(self.date)

    @property
    def officers(self) -> AgentSet:
        """Every serving officer of whom something is remembered: with a tour, a course, a tie, an exercise.

        An AgentSet of views that are valid until the next step.
        """
        rows = self.state.dossiers["row"][: int(self.state.clock[0].files_high)]
        return AgentSet([self._view(int(row)) for row in rows[rows >= 0]], random=self.random)

    def _view(self, row: int) -> Officer:
        """The view on a row of people, one for all who ask this month."""
        if row not in self._views:
            self._views[row] = Officer(self, row)
        return self._views[row]

    def officer(self, uid: int) -> Officer:
        """The officer with an identity, while in service. Raises KeyError otherwise."""
        for file in range(int(self.state.clock[0].files_high)):
            if self.state.dossiers[file].uid == uid and self.state.dossiers[file].row >= 0:
                return self._view(int(self.state.dossiers[file].row))
        raise KeyError(f"no serving officer with a file has the identity {uid}")


def _keeps_log(config: Scenario | Blueprint) -> bool:
    """Does the scenario ask for the event log of officers?"""
    return isinstance(config, Scenario) and config.file.outputs.officers


def _load(scenario: Any, levers: Mapping[str, float]) -> Scenario | Blueprint:
    if isinstance(scenario, Blueprint):
        return scenario
    overrides = [f"policy.{name}={value}" for name, value in levers.items()]
    if isinstance(scenario, Scenario):
        return load_scenario(scenario.resolved, overrides) if overrides else scenario
    return load_scenario(scenario, overrides)
