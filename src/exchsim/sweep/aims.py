"""What the section `search:` of an experiment may say: which levers to move, what to reach, and at what effort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from exchsim.scenario import Scenario
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.faults import PathKey, suggestion
from exchsim.scenario.fields import NAME_PATTERN, RECIPROCITY, Strict, maybe, reciprocity_rule, usually
from exchsim.scenario.members import nations_of
from exchsim.state.levers import LEVER_NAMES, LEVERS_BY_PATH
from exchsim.state.parameter import Parameter

if TYPE_CHECKING:
    from exchsim.sweep.experiment import ExperimentFile, Outcome
    from exchsim.sweep.variables import Variable

JUDGES = ("mean", "worst", "p10")
CHOSEN = ("grid", "list", "one-at-a-time")  # designs whose points somebody chose: there are no others
MAX_TRIALS = 20_000
FEW_SAMPLES, FEW_REPLICATES = 8, 3  # while searching, where an experiment has more
TRIAL = "trial_"  # names of policies on trial begin so
CHOICE = "reciprocity"  # the one lever that is a choice

Findings = Iterator[tuple[PathKey, str]]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
LeverPath = Annotated[str, Field(min_length=1, max_length=100)]


class SearchedLever(Strict):
    """Where a lever is searched; what is left out comes from its declaration."""

    low: float | None = maybe("lowest value")
    high: float | None = maybe("highest value")
    step: float | None = maybe(
        "values are whole multiples of it; by default 1 for what is counted, else a power of ten, at most a "
        "two-hundredth of the range",
        gt=0,
    )
    values: list[float | str] | None = Field(
        None, min_length=1, max_length=100, description="values to choose from, in place of a range"
    )


class Limit(Strict):
    """What an outcome must not pass."""

    above: float | None = maybe("the outcome must be at least so much")
    below: float | None = maybe("the outcome must be at most so much")


class Fresh(Strict):
    """How large the comparison is in which found policies meet the others, under futures and luck never searched on."""

    samples: int | None = Field(None, ge=1, le=1_000_000, description="futures; by default those of the design")
    replicates: int | None = Field(
        None, ge=1, le=1_000_000, description="seeds; by default those of the experiment, two at least for one future"
    )


class Search(Strict):
    """A search for policies that no other beats in everything."""

    levers: dict[LeverPath, SearchedLever] = Field(
        min_length=1, max_length=60, description="levers that are searched: a lever, or NATION.lever for one nation"
    )
    objectives: list[Name] = Field(
        min_length=2, max_length=4, description="outcomes to better, in the direction that `outcomes` gives them"
    )
    limits: dict[Name, Limit] = usually({}, "outcomes that must not pass a number")
    judged_by: Literal[JUDGES] = Field(  # type: ignore[valid-type]
        "mean", description="what counts of an outcome over the futures: mean, worst, or p10, which one in ten falls "
        "below"
    )  # fmt: skip
    population: int = Field(default=24, ge=4, le=1000, description="policies in a generation")
    generations: int = Field(default=10, ge=1, le=1000, description="generations; more of them go on where fewer ended")
    samples: int | None = Field(
        None, ge=1, le=100_000, description="futures while searching; by default those of the design, at most 8"
    )
    replicates: int | None = Field(
        None, ge=1, le=100_000, description="seeds while searching; by default those of the experiment, at most 3"
    )
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="seed of the search itself")
    most: int = Field(default=8, ge=1, le=50, description="found policies that are written and compared, spread evenly")
    fresh: Fresh = Field(default_factory=Fresh, description="the comparison at the end")


def lever_of(path: str) -> tuple[str, str]:
    """Nation, or nothing, and lever of a path."""
    nation, _, lever = path.rpartition(".")
    return nation, lever


def declared(path: str) -> Parameter | None:
    """The declaration of a searched lever."""
    return LEVERS_BY_PATH.get(f"policy.{lever_of(path)[1]}")


def faults(file: ExperimentFile, base: Scenario, numbers: tuple[Variable, ...]) -> Findings:
    """Path and message of everything in the search that does not fit the experiment. numbers: what is uncertain."""
    search = file.search
    if search is None:
        return
    nations = nations_of(base.file, shipped_catalogue())
    uncertain = {variable.path for variable in numbers}
    for path, given in search.levers.items():
        where = ("search", "levers", path)
        problem = _no_lever(path, nations) or _range_problem(path, given)
        if problem is None and file.branch_at is None and f"policy.{path}" in uncertain:
            problem = "is searched here and uncertain too; keep one of them"
        if problem is not None:
            yield where, problem
    for place, name in enumerate(search.objectives):
        problem = _no_objective(name, file.outcomes) or (
            "stands there twice" if name in search.objectives[:place] else ""
        )
        if problem:
            yield ("search", "objectives", place), problem
    for name, limit in search.limits.items():
        problem = _no_outcome(name, file.outcomes) or _limit_problem(limit)
        if problem:
            yield ("search", "limits", name), problem
    yield from _effort(file, search, bool(numbers))


def _no_lever(path: str, nations: list[str]) -> str | None:
    nation, lever = lever_of(path)
    if lever not in LEVER_NAMES or nation == "policy":
        near = suggestion(path.removeprefix("policy."), LEVER_NAMES)
        return "no such lever" + (f"; {near}" if near else "; exchsim explain SCENARIO lists them")
    if nation and nation not in nations:
        return f"{nation} does not take part in the scenario; {suggestion(nation, nations)}".rstrip("; ")
    return None


def _range_problem(path: str, given: SearchedLever) -> str | None:
    known = declared(path)
    assert known is not None
    if given.values is not None:
        if (given.low, given.high, given.step) != (None, None, None):
            return "has values and a range; give one of them"
        return next((why for value in given.values if (why := _outside(known, value)) is not None), None)
    if known.path == f"policy.{CHOICE}" and (given.low, given.high, given.step) != (None, None, None):
        return f"is a choice; give values, of {', '.join(RECIPROCITY)}"
    low, high = (known.low if given.low is None else given.low), (known.high if given.high is None else given.high)
    if not low < high:
        return f"low {low:g} must be less than high {high:g}"
    if given.step is not None and given.step > high - low:
        return f"step {given.step:g} must be at most {high - low:g}, the width of the range"
    return _outside(known, low) or _outside(known, high)


def _outside(known: Parameter, value: float | str) -> str | None:
    if known.path == f"policy.{CHOICE}":
        try:
            reciprocity_rule(value)
        except ValueError as error:
            return str(error)
        return None
    if isinstance(value, str):
        return f"{value!r} is not a number"
    if not known.low <= value <= known.high:
        return f"{value:g} must be {known.low:g} to {known.high:g} ({known.unit})"
    return None


def _no_outcome(name: str, outcomes: dict[str, Outcome]) -> str:
    return "" if name in outcomes else f"no such outcome; {suggestion(name, list(outcomes))}".rstrip("; ")


def _no_objective(name: str, outcomes: dict[str, Outcome]) -> str:
    if name in outcomes and outcomes[name].direction == "neither":
        return f"has no direction; write direction: more, or less, at outcomes.{name}"
    return _no_outcome(name, outcomes)


def _limit_problem(limit: Limit) -> str:
    if limit.above is None and limit.below is None:
        return "needs a number: above, or below"
    if limit.above is not None and limit.below is not None and limit.above > limit.below:
        return f"above {limit.above:g} must not be more than below {limit.below:g}"
    return ""


def _effort(file: ExperimentFile, search: Search, uncertain: bool) -> Findings:
    """Whether it can be carried out as it says. uncertain: whether anything is."""
    one = (search.fresh.samples or file.design.samples) == 1
    if search.fresh.replicates == 1 and (file.design.kind in CHOSEN or not uncertain or one):
        yield (
            ("search", "fresh", "replicates"),
            "must be 2 or more where futures are no sample, so that only luck tells",
        )
    if not file.common_random_numbers:
        yield ("search",), "needs common_random_numbers: policies on trial must meet the same luck"
    for where, given in (
        (("search", "samples"), search.samples),
        (("search", "fresh", "samples"), search.fresh.samples),
    ):
        if given is not None and file.design.kind in CHOSEN:
            yield where, f"the futures of a {file.design.kind} are those that it names; leave samples out"
    if search.population * search.generations > MAX_TRIALS:
        trials = search.population * search.generations
        yield ("search", "generations"), f"makes {trials:,} policies; at most {MAX_TRIALS:,} are allowed"
    for name in file.policies:
        if name.startswith(TRIAL):
            yield ("policies", name), f"names of policies on trial begin with {TRIAL}; give it another name"
