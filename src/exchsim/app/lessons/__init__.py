"""Lessons: what a class does step by step, what it should see, and what a teacher may want to know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from exchsim.api import Result
from exchsim.app.story import Story
from exchsim.scenario import load_scenario

FOLDER = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Strict):
    """One number of a run that a lesson looks at."""

    what: str
    table: str
    column: str
    where: dict[str, str] = {}
    first: Annotated[int, Field(alias="from")]  # year
    how: Literal["mean", "sum"] = "mean"

    def of(self, result: Result) -> float:
        """Its value in a run."""
        frame = result.frame(self.table)
        years = frame["month"].astype(str).str[:4].astype(int) if "month" in frame else frame["year"]
        frame = frame[years >= self.first]
        for column, value in self.where.items():
            frame = frame[frame[column] == value]
        values = frame[self.column].to_numpy(float)
        return float(np.nanmean(values) if self.how == "mean" else np.nansum(values))


class Change(_Strict):
    """What a step does to the scenario."""

    reset: bool = False  # first back to the scenario as it is
    levers: dict[str, float] = {}
    events: list[dict[str, Any]] = []


class Step(_Strict):
    """One thing to do, and a question about what is to be seen."""

    text: str
    do: Change = Change()
    expect: dict[str, tuple[float, float]] = {}  # measure to lowest and highest ratio to the scenario as it is
    question: str
    answer: str


class Lesson(_Strict):
    """A lesson of so many minutes."""

    name: str = ""
    title: str
    minutes: int
    goal: str
    scenario: str
    seed: int
    measures: dict[str, Measure]
    steps: list[Step]

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
        """All measures of a run."""
        return {name: measure.of(result) for name, measure in self.measures.items()}


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons in their order."""
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(Lesson(**{**yaml.safe_load(file.read_text(encoding="utf-8")), "name": file.stem}) for file in files)
