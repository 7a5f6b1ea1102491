"""What an experiment file may say, in the words of XLRM: exogenous uncertainties, levers, relations, measures.

The relations are the scenario; the levers are policies; the measures are outcomes (Lempert, Popper & Bankes 2003).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from exchsim.scenario.fields import NAME_PATTERN, LastMonth, Month, NationCode, Strict, maybe, model_of, usually
from exchsim.scenario.schema import Event, NationPolicy
from exchsim.state.levers import LEVERS
from exchsim.state.parameter import GRADES
from exchsim.store.schema import TABLES
from exchsim.sweep.aims import Search

DESIGNS = (
    "grid", "list", "latin-hypercube", "sobol", "halton", "monte-carlo", "morris", "saltelli", "one-at-a-time",
)  # fmt: skip
DISTRIBUTIONS = ("uniform", "loguniform", "triangular", "normal")
OUTCOME_TABLES = tuple(table for table in TABLES if table not in ("officers", "events"))
LOGS = ("posts", "exercises", "agreements", "leaks")  # tables of events, of which a row is not a state of things
SEEDS = ("shared", "own")
SHARED = SEEDS[0]
MAX_RUNS = 10_000_000
MAX_NAMES = 200

Name = Annotated[str, Field(pattern=NAME_PATTERN)]
GroupName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
Path = Annotated[str, Field(min_length=1, max_length=200)]


class Range(Strict):
    """How an uncertain number is distributed; what is left out comes from the range that the model declares."""

    distribution: Literal[DISTRIBUTIONS] = Field("uniform", description="shape of the distribution")  # type: ignore[valid-type]
    low: float | None = maybe("lowest value")
    high: float | None = maybe("highest value")
    mode: float | None = maybe("most likely value of a triangular distribution; by default the model's default")
    mean: float | None = maybe("mean of a normal distribution, cut off at low and high; by default the model's default")
    sd: float | None = maybe("standard deviation of a normal distribution; by default a quarter of the range")
    values: list[float | bool | str] | None = Field(
        None, min_length=1, max_length=1000, description="values that are equally likely, in place of a distribution"
    )


class Uncertainties(Strict):
    """Numbers of which nobody is sure."""

    all: list[Literal[GRADES]] = usually([], "every parameter of these evidence grades, over its declared range")  # type: ignore[valid-type]
    excluding: list[Path] = usually([], "parameters that `all` leaves out")
    ranges: dict[Path, Range] = usually({}, "single numbers by path, such as trust.memory_years or policy.budget_share")


_Levers: Any = model_of("_Levers", LEVERS, optional=True)


class Policy(_Levers):  # type: ignore[misc]
    """A named set of levers; what is left out stays as in the scenario."""

    nations: dict[NationCode, NationPolicy] = usually({}, "levers of single nations")
    events: list[Event] = usually([], "dated events besides those of the scenario")
    set: dict[Path, Any] = usually({}, "anything else in the scenario, by path")
    note: str = Field(default="", max_length=1000, description="for the reader")


class Outcome(Strict):
    """One number of a run: a column of a table, over a period, reduced."""

    table: Literal[OUTCOME_TABLES] = Field("world", description="table of results")  # type: ignore[valid-type]
    column: str | None = maybe("column of the table; left out, the rows of a log are counted")
    moment: str | None = maybe("moment of the run as exchsim moments names it, such as dyads, in place of a column")
    when: str | None = maybe("year, decade or span of the moment, as exchsim moments prints it")
    where: dict[str, str | int | list[str]] = usually({}, "rows that count: value, or list of values, of a column")
    start: Month | None = maybe("first month that counts; by default that of the run")
    end: LastMonth | None = maybe("last month that counts; by default that of the run")
    over: Literal["mean", "sum", "min", "max"] = Field("mean", description="how rows of the same date are joined")
    reduce: Literal["mean", "sum", "min", "max", "first", "last", "change", "fall", "recovery"] = Field(
        "mean",
        description="how the dates are joined; change is last less first, fall is first less lowest, recovery the "
        "dates from the first until most of the fall is made good: all of the period's where it is not",
    )
    recovered: float = Field(default=0.9, gt=0.0, le=1.0, description="recovery: part of the fall that is made good")
    per: Name | None = maybe("another outcome by which this one is divided")
    times: float = Field(default=1.0, gt=0, description="factor of the result, as 1000000 where it is per million USD")
    unit: str = Field(default="", max_length=60, description="unit of the result; by default that of the column")
    direction: Literal["more", "less", "neither"] = Field("neither", description="which way is better")
    meaning: str = Field(default="", max_length=500, description="for the reader")


class Design(Strict):
    """How the space of uncertainties is sampled."""

    kind: Literal[DESIGNS] = Field("latin-hypercube", description="kind of sample")  # type: ignore[valid-type]
    samples: int = Field(default=64, ge=1, le=MAX_RUNS, description="points; base samples of saltelli")
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="seed of the design")
    levels: int = Field(default=4, ge=2, le=1000, description="values of each number in a grid; levels of morris")
    trajectories: int = Field(default=10, ge=2, le=100_000, description="trajectories of morris")
    second_order: bool = Field(default=False, description="saltelli: with points for interactions of two")
    points: list[dict[Path, float | bool | str]] = usually([], "points of a list; what a point leaves out is as usual")


class Keep(Strict):
    """What is stored of each run besides its outcomes."""

    world: list[str] = usually([], "columns of the monthly series of the world")
    every: Literal["month", "year"] = Field("year", description="step of the series of the world; a year is its mean")
    nations: list[str] = usually([], "columns of the yearly table of nations")
    of_nations: list[NationCode] = usually([], "nations kept; by default all")
    pairs: list[str] = usually([], "columns of the yearly table of pairs")
    of_pairs: list[Annotated[list[NationCode], Field(min_length=2, max_length=2)]] = usually(
        [], "pairs [sender, host] kept; by default all"
    )
    trail: bool = Field(
        default=True, description="a fingerprint of each month, by which verify finds where two runs part"
    )


class Attribution(Strict):
    """How an outcome is shared out among groups of programmes: `exchsim attribute`."""

    groups: dict[GroupName, Policy] = usually(
        {},
        "groups of programmes, each with what switching it off sets; left empty, a built-in group such as tours, "
        "staff, exercises, workshops, missions or language. By default those six, as far as the scenario has them",
    )
    policy: Name | None = maybe("policy under which groups are switched off; by default the first")
    nations: list[NationCode] = usually([], "nations whose levers are switched; by default all")
    orders: int | None = Field(
        None, ge=0, le=10_000, multiple_of=2,
        description="orders drawn by chance in which groups are switched on; 0 for all subsets, the default up to six "
        "groups",
    )  # fmt: skip
    seed: int = Field(default=0, ge=0, le=2**32 - 1, description="seed of the orders")


class ExperimentFile(Strict):
    """An experiment of exchsim."""

    title: str = Field(default="", max_length=200, description="one line")
    question: str = Field(default="", max_length=10000, description="what it is to answer")
    scenario: str | dict[str, Any] = Field(description="scenario: a file, the name of one, or the scenario itself")
    set: dict[Path, Any] = usually({}, "values of the scenario that hold in all runs, by path")
    policies: dict[Name, Policy] = usually({}, "named sets of levers; by default one, the scenario as it is")
    branch_at: Month | None = maybe("month from which policies differ; until then they share one history")
    uncertainties: Uncertainties = Field(default_factory=Uncertainties, description="numbers of which nobody is sure")
    design: Design = Field(default_factory=Design, description="how the uncertainties are sampled")
    outcomes: dict[Name, Outcome] = Field(min_length=1, max_length=MAX_NAMES, description="numbers kept of each run")
    replicates: int = Field(default=10, ge=1, le=1_000_000, description="seeds for each sample and policy")
    seed: int = Field(default=1, ge=0, le=2**62, description="first seed; replicates count up from it")
    common_random_numbers: bool = Field(
        default=True, description="the same seeds under every policy and sample, so that comparisons are paired"
    )
    seeds: Literal[SEEDS] = Field(  # type: ignore[valid-type]
        SHARED,
        description="shared: the same seeds in all samples; own: each sample has seeds of its own, under all policies "
        "alike, so that every run tells more of the mean",
    )
    keep: Keep = Field(default_factory=Keep, description="what is stored besides outcomes")
    attribution: Attribution | None = maybe("groups of programmes among which outcomes are shared out")
    search: Search | None = maybe("a search for better policies: exchsim search")


SECTIONS = tuple(Uncertainties.model_fields)
