"""Run a scenario from Python and hold its results: `exchsim.run("classroom").plot.trust()`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from exchsim.engine.compile import compile_engine
from exchsim.engine.run import run as advance
from exchsim.engine.setup import build
from exchsim.scenario import Scenario, load_scenario
from exchsim.state.blueprint import Blueprint
from exchsim.store import frames
from exchsim.store.manifest import blueprint_digest, run_id
from exchsim.store.names import names_of
from exchsim.store.read import read_run
from exchsim.store.record import Record
from exchsim.store.schema import TABLES
from exchsim.store.write import Saver, write_run

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from exchsim.analysis.moments import Observed
    from exchsim.life.career import Career

Source = str | Path | Mapping[str, Any] | Scenario | Blueprint

# table of results: the switch in the scenario's `outputs` that keeps it
_SWITCHES = {"nations": "nations", "pairs": "pairs", "posts": "tours", "exercises": "gatherings",
             "agreements": "agreements",
             "officers": "officers", "events": "officers",
             "leaks": "leaks", "threats": "threats", "missions": "missions",
             "contingents": "contingents", "language_pool": "language_pool"}  # fmt: skip


def run(
    scenario: Source,
    seed: int | None = None,
    months: int | None = None,
    progress: Callable[[int], None] | None = None,
    overrides: Sequence[str] = (),
    officers: bool = False,
) -> Result:
    """Run a scenario: a file, a shipped name, a dict, a Scenario or a Blueprint.

    seed: by default that of the scenario. months: stop after so many, as a longer run would be by then. progress:
    called about once a simulated year with the month index reached. overrides: texts `path=value`.
    officers: keep an event log of officers, for `Result.life`, also where the scenario does not ask for it.
    """
    return prepare(scenario, seed, months, overrides, officers).run(progress)


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything about a run before it is run."""

    name: str
    title: str
    seed: int
    resolved: Mapping[str, Any]
    blueprint: Blueprint
    kept: tuple[str, ...]  # tables of results

    @property
    def id(self) -> str:
        """Id that the run will have."""
        return run_id(self.resolved, self.seed, blueprint_digest(self.blueprint))

    def run(self, progress: Callable[[int], None] | None = None) -> Result:
        """Run it; the engine is compiled first where it is not, and that time does not count."""
        compile_engine()
        began = time.perf_counter()
        state = build(self.blueprint, self.seed, "pairs" in self.kept, "events" in self.kept)
        state = advance(state, self.blueprint.end, progress)
        return self.result(frames.outputs_of(state), time.perf_counter() - began)

    def result(self, outputs: frames.Outputs, seconds: float = 0.0) -> Result:
        """The result of running it."""
        names = names_of(self.blueprint, self.resolved)
        return Result(
            self.name, self.title, self.seed, self.id, names, self.resolved, seconds, self.kept, outputs=outputs
        )


def prepare(
    scenario: Source,
    seed: int | None = None,
    months: int | None = None,
    overrides: Sequence[str] = (),
    officers: bool = False,
) -> Plan:
    """Load and compile a scenario, without running it; arguments as for `run`."""
    if isinstance(scenario, Blueprint):
        if overrides:
            raise ValueError("overrides: a Blueprint is compiled already; give the scenario instead")
        blueprint = _shortened(scenario, months)
        resolved: Mapping[str, Any] = {
            "blueprint": blueprint_digest(blueprint),
            **({"officers": True} if officers else {}),
        }
        kept = tuple(table for table in TABLES if officers or _SWITCHES.get(table) != "officers")
        return Plan("blueprint", "Blueprint", 0 if seed is None else seed, resolved, blueprint, kept)
    loaded = _loaded(scenario, [*overrides, *(["outputs.officers=true"] if officers else [])])
    whole = loaded.compile()
    blueprint = _shortened(whole, months)
    chosen = loaded.seed if seed is None else seed
    resolved = {**loaded.resolved, "seed": chosen}
    if blueprint.end < whole.end:
        resolved["months"] = blueprint.end - blueprint.start
    switches = loaded.file.outputs
    kept = tuple(table for table in TABLES if getattr(switches, _SWITCHES.get(table, ""), True))
    return Plan(loaded.name, loaded.title, chosen, resolved, blueprint, kept)


def _loaded(scenario: str | Path | Mapping[str, Any] | Scenario, overrides: Sequence[str]) -> Scenario:
    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, overrides)
    if not overrides:
        return scenario
    return replace(load_scenario(scenario.resolved, overrides), name=scenario.name)


def _shortened(blueprint: Blueprint, months: int | None) -> Blueprint:
    """The same world, to be run for fewer months: series reach further than the run, and nothing else changes."""
    length = blueprint.end - blueprint.start
    if months is None or months == length:
        return blueprint
    if not 1 <= months < length:
        raise ValueError(f"months = {months}: must be 1 to {length}, the length of the scenario")
    return replace(blueprint, end=blueprint.start + months)


class Result(Record):
    """The results of a run: its tables are pandas frames, made when asked for.

    They are `.world .nations .pairs .posts .agreements .exercises .leaks .threats .missions .contingents
    .language_pool`.
    """

    def __repr__(self) -> str:
        return f"<Result of {self.name}, {self.names.period}, seed {self.seed}, run {self.id}>"

    @property
    def plot(self) -> Plots:
        """Figures of this run."""
        return Plots(self)

    def summary(self) -> str:
        """What happened, in plain text."""
        from exchsim.store.summary import summary

        return summary(self)

    def observed(self) -> Observed:
        """What moments are taken of: states, general agreements, exercises, alliances, alignment, contingents.

        Alliances need the table of pairs; what the scenario did not keep is left out.
        """
        import pandas as pd

        from exchsim.analysis.moments import observed_of

        told = {name: value for name, value in self.resolved.items() if name != "months"}  # of a shortened run
        blueprint = load_scenario(told).compile()
        years = 1900 + blueprint.start // 12 + np.arange(blueprint.years)
        points = pd.DataFrame(blueprint.alignment.T, index=years, columns=list(blueprint.nations))
        positions = points.rename_axis("year").reset_index().melt("year", var_name="iso3", value_name="ideal_point")
        present = self.nations[["year", "iso3"]].astype({"iso3": str})
        names = ("agreements", "exercises", "pairs", "contingents")
        tables = {name: self.frame(name) for name in names if name in self.kept}
        return observed_of(present, **tables, alignment=positions.merge(present, on=["year", "iso3"]))

    def life(self, uid: int | str | None = None, pick: str = "senior", seed: int = 0) -> Life:
        """One officer's life. uid: identity or designation (`KOR-00042`); else `pick` senior, linguist or random.

        Needs a run with `officers=True`. Raises LifeError, a ValueError, that says what is wrong.
        """
        from exchsim.life.career import career_of
        from exchsim.life.pick import find, needs_log
        from exchsim.life.pick import pick as picked

        needs_log(self)
        return Life(career_of(self, find(self, uid) if uid is not None else picked(self, pick, seed)))

    def to_xarray(self) -> xr.Dataset:
        """All yearly and monthly tables as one Dataset; needs memory for every pair and year."""
        from exchsim.store.arrays import to_xarray

        return to_xarray(self)

    def save(self, directory: str | Path, figures: bool = True, svg: bool = False) -> Path:
        """Store the run in a new or empty folder, with its figures; StoreError when that cannot be."""
        savers: dict[str, Saver] = {}
        if figures:
            from exchsim.plots import savers as savers_of

            savers = savers_of(self, svg)
        return write_run(self, directory, savers)

    @classmethod
    def load(cls, directory: str | Path) -> Self:
        """A stored run."""
        return read_run(directory, cls)


@dataclass(frozen=True)
class Life:
    """One officer's life: `.text`, `.events`, `.plot()`."""

    career: Career

    def __repr__(self) -> str:
        return f"<Life of {self.career.designation}>"

    @property
    def text(self) -> str:
        """A page of prose."""
        return self.page()

    def page(self, width: int = 78) -> str:
        """The same, wrapped to a width; 0 for one line a paragraph."""
        from exchsim.life.biography import biography

        return biography(self.career, width)

    def markdown(self, figure: str = "") -> str:
        """The same for a document; figure: path of a figure to show in it."""
        from exchsim.life.biography import markdown

        return markdown(self.career, figure)

    @property
    def events(self) -> pd.DataFrame:
        """Everything that is known to have happened to the officer, in order."""
        events = self.career.record.events
        return events[events["officer"] == self.career.officer].reset_index(drop=True)

    def plot(self) -> Figure:
        """Rank, posts, friendships and languages over time."""
        from exchsim.plots.life import life

        return life(self.career)


@dataclass(frozen=True)
class Plots:
    """Figures of one run. Every method returns a matplotlib Figure and shows nothing."""

    result: Record

    def trust(self) -> Figure:
        """Trust and interoperability over time, with the pairs that moved most."""
        from exchsim.plots.trust import trust

        return trust(self.result)

    def network(self, year: int | None = None) -> Figure:
        """Who sends whom where, on a map; by default in the last year."""
        from exchsim.plots.network import network

        return network(self.result, year)

    def flows(self, year: int | None = None) -> Figure:
        """Which way officers go, as arrows on a map; by default in the last year."""
        from exchsim.plots.flows import flows

        return flows(self.result, year)

    def heatmap(self, year: int | None = None) -> Figure:
        """Trust and interoperability of all pairs; by default in the last year."""
        from exchsim.plots.heatmap import heatmap

        return heatmap(self.result, year)

    def language(self) -> Figure:
        """Linguists of the nations and what tours did to language."""
        from exchsim.plots.language import language

        return language(self.result)

    def posts(self) -> Figure:
        """Posts filled, in preparation and vacant, and what they cost."""
        from exchsim.plots.posts import posts

        return posts(self.result)

    def agreements(self) -> Figure:
        """Agreements in force, concluded and ended, and who has most."""
        from exchsim.plots.agreements import agreements

        return agreements(self.result)

    def security(self) -> Figure:
        """Attacks attempted and prevented, harm, and intelligence shared."""
        from exchsim.plots.security import security

        return security(self.result)

    def missions(self) -> Figure:
        """UN missions: troops, contributors, violence, largest contributors."""
        from exchsim.plots.missions import missions

        return missions(self.result)

    def all(self) -> dict[str, Figure]:
        """Every figure by name."""
        from exchsim.plots import figures

        return figures(self.result)
