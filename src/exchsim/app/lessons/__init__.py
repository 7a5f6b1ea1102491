"""Lessons: what a class does step by step, what it should see, and what a teacher may want to know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from exchsim.api import Result
from exchsim.app.story import Story
from exchsim.scenario import load_scenario

FOLDER = Path(__file__).parent
LUCKS = tuple(range(1, 11))  # seeds in which every promise of a lesson is tried
Range = tuple[float, float]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Strict):
    """One number of a run that a lesson looks at."""

    what: str
    in_a_year: str = ""  # what it is in one year, where the years are added up: so it is drawn
    table: str
    column: str
    minus: str = ""  # a column to take away from it
    where: dict[str, str] = {}
    first: Annotated[int, Field(alias="from")]  # year
    last: Annotated[int, Field(alias="to")] = 9999  # year
    how: Literal["mean", "sum", "yearly"] = "mean"  # yearly: rows of a year added up, mean of the years
    size: float = 1.0  # shown in units of so many
    digits: int = 2
    unit: str = ""

    def by_year(self, result: Result) -> dict[int, float]:
        """Its value in each year of a run."""
        frame = result.frame(self.table)
        for column, value in self.where.items():
            frame = frame[frame[column] == value]
        years = frame["year"] if "year" in frame else frame["month"].astype(str).str[:4].astype(int)
        values = frame[self.column].to_numpy(float)
        if self.minus:
            values = values - frame[self.minus].to_numpy(float)
        found = {}
        for year in np.unique(years):
            of_year = values[(years == year).to_numpy()]
            of_year = of_year[~np.isnan(of_year)]
            if of_year.size:
                found[int(year)] = float(of_year.mean() if self.how == "mean" else of_year.sum())
        return found

    def of(self, result: Result) -> float:
        """Its value in a run, over its years."""
        values = [value for year, value in self.by_year(result).items() if self.first <= year <= self.last]
        return float(np.sum(values) if self.how == "sum" else np.mean(values))

    @property
    def drawn(self) -> str:
        """What a chart of its years shows."""
        return self.in_a_year or self.what

    @property
    def about(self) -> str:
        """The pair or nation that it is of, or what it counts."""
        return "-".join(self.where.values()) or self.column

    def words(self, value: float) -> str:
        """A value as it is shown."""
        return f"{value / self.size:,.{self.digits}f}"

    @property
    def note(self) -> str:
        """Its unit and years."""
        years = f"from {self.first}" if self.last == 9999 else f"{self.first}–{self.last}"
        years = f"in {self.first}" if self.last == self.first else years
        return ", ".join(part for part in (self.unit, years) if part)

    @property
    def title(self) -> str:
        """What it is, with its unit and years."""
        return f"{self.what} ({self.note})"


class Change(_Strict):
    """What a step does to the scenario."""

    reset: bool = False  # first back to the scenario as it is
    levers: dict[str, float] = {}
    events: list[dict[str, Any]] = []


class Question(_Strict):
    """A question about what is to be seen, with its answer."""

    ask: str
    answer: str


class Wrong(_Strict):
    """What learners often think, and what is to be said to it."""

    idea: str
    truth: str


class Step(_Strict):
    """One thing to do, and questions about what is to be seen.

    Promises, kept in at least nine of ten lucks and in the one that is shown: `expect`, a measure against the scenario
    as it is, at lowest and highest so many times; `more`, pairs of measures of which the first is the larger.
    `either_way`: measures that rise in some lucks and fall in others.
    """

    minutes: int
    text: str
    date: str = ""  # to which the clock is put, such as 1995-06
    look: list[list[str]] = []  # nations or pairs to open
    see: list[str] = []  # measures shown as numbers; left out, all
    draw: list[str] = []  # measures drawn over the years
    do: Change = Change()
    expect: dict[str, Range] = {}
    more: list[tuple[str, str]] = []
    either_way: list[str] = []
    questions: list[Question]
    wrong: list[Wrong] = []


class Opening(_Strict):
    """How a lesson begins, before anything is run."""

    minutes: int
    text: str
    ask: str
    answer: str


class Case(_Strict):
    """A real case to set against what was seen."""

    title: str
    text: str
    ask: str
    answer: str
    sources: list[str]


class Discussion(_Strict):
    """The end of a lesson: what stays, and the world outside."""

    minutes: int
    learned: list[str]
    limits: str  # what the model cannot say here
    cases: list[Case]


class Lesson(_Strict):
    """A lesson of so many minutes."""

    name: str = ""
    title: str
    minutes: int
    goal: str
    scenario: str
    seed: int
    measures: dict[str, Measure]
    opening: Opening
    steps: list[Step]
    discussion: Discussion

    @model_validator(mode="after")
    def _fits(self) -> Self:
        planned = self.opening.minutes + sum(step.minutes for step in self.steps) + self.discussion.minutes
        if planned != self.minutes:
            raise ValueError(f"{self.title}: {planned} minutes are planned, {self.minutes} are said")
        for name in {name for step in self.steps for name in step.draw}:
            if self.measures[name].how == "sum" and not self.measures[name].in_a_year:
                raise ValueError(f"{self.title}: {name} is drawn by years, but says no in_a_year")
        for step in self.steps:
            named = {
                *step.see,
                *step.expect,
                *step.draw,
                *step.either_way,
                *(name for pair in step.more for name in pair),
            }
            if step.see and not {*step.expect, *step.either_way} <= set(step.see):
                raise ValueError(f"{self.title}: what a step promises has to be seen: {step.text}")
            if not named <= set(self.measures):
                raise ValueError(f"{self.title}: no measure {', '.join(sorted(named - set(self.measures)))}")
        return self

    def seen(self, step: Step) -> dict[str, Measure]:
        """Measures whose numbers a step shows."""
        return {name: measure for name, measure in self.measures.items() if not step.see or name in step.see}

    @property
    def timetable(self) -> list[tuple[int, str]]:
        """Minutes and what they are for, in order."""
        steps = [(step.minutes, f"step {place}") for place, step in enumerate(self.steps, 1)]
        return [(self.opening.minutes, "opening"), *steps, (self.discussion.minutes, "discussion")]

    def start(self) -> Story:
        """The scenario with the luck of the lesson."""
        return Story(load_scenario(self.scenario), self.seed)

    def stories(self) -> list[Story]:
        """The story after each step."""
        found, story = [], self.start()
        for step in self.steps:
            story = self.after(story, step)
            found.append(story)
        return found

    def after(self, story: Story, step: Step) -> Story:
        """A story after one more step."""
        story = Story(story.scenario, story.seed) if step.do.reset else story
        for name, value in step.do.levers.items():
            story = story.with_lever(name, value)
        for event in step.do.events:
            story = story.with_event(event)
        return story

    def values(self, result: Result) -> Mapping[str, float]:
        """All measures of a run, rounded alike for whoever shows or keeps them."""
        return {name: float(f"{measure.of(result):.5g}") for name, measure in self.measures.items()}


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons in their order."""
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(Lesson(**{**yaml.safe_load(file.read_text(encoding="utf-8")), "name": file.stem}) for file in files)
