"""What each step of a lesson comes to in ten lucks: made by running it, kept in a file for pages and for the app."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exchsim.api import prepare
from exchsim.app.lessons import LUCKS, Lesson, Step, lessons
from exchsim.app.story import Story

FILE = Path(__file__).with_name("outcomes.json")
Values = Mapping[str, float]


@dataclass(frozen=True)
class Outcome:
    """All measures of a lesson after one step, in each luck, as the scenario is and as the step has changed it."""

    usual: Sequence[Values]
    now: Sequence[Values]

    def ratios(self, measure: str) -> list[float]:
        """Times what it is without the change, in each luck; infinite where there was nothing."""
        pairs = ((now[measure], usual[measure]) for now, usual in zip(self.now, self.usual, strict=True))
        return [1.0 if now == usual else now / usual if usual else math.inf for now, usual in pairs]

    def kept(self, step: Step) -> dict[str, int]:
        """Each promise of a step, and in how many of the lucks it was kept."""
        found = {}
        for name, (low, high) in step.expect.items():
            found[name] = sum(low <= ratio <= high for ratio in self.ratios(name))
        for larger, smaller in step.more:
            found[f"{larger} > {smaller}"] = sum(now[larger] > now[smaller] for now in self.now)
        return found


def run_all(lucks: Sequence[int] = LUCKS) -> dict[str, list[Outcome]]:
    """Run every step of every lesson in every luck."""
    found: dict[str, list[Outcome]] = {lesson.name: [] for lesson in lessons()}
    usual: dict[tuple[str, int], Values] = {}
    for lesson in lessons():
        for luck in lucks:
            usual[lesson.name, luck] = _rounded(lesson, lesson.start().with_seed(luck))
        for story in lesson.stories():
            before = [usual[lesson.name, luck] for luck in lucks]
            now = [_rounded(lesson, story.with_seed(luck)) for luck in lucks] if story.is_changed else before
            found[lesson.name].append(Outcome(before, now))
    return found


_RUNS: dict[str, Any] = {}  # of scenarios as they are, which all lessons share


def _rounded(lesson: Lesson, story: Story) -> dict[str, float]:
    plan = prepare(story.changed_scenario(), story.seed)
    result = _RUNS.get(plan.id) or plan.run()
    if not story.is_changed:
        _RUNS[plan.id] = result
    return dict(lesson.values(result))


def written(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """As a file: a line for each measure of a step, with a value for each luck."""
    kept: dict[str, Any] = {}
    for name, steps in outcomes.items():
        measures = list(steps[0].usual[0])
        kept[name] = [
            {m: [v[m] for v in values] for m in measures} for values in (steps[0].usual, *(s.now for s in steps))
        ]
    lines = json.dumps(kept, indent=0).replace("[\n", "[").replace(",\n", ", ").replace("\n]", "]")
    return lines.replace("], ", "],\n").replace("}, ", "},\n") + "\n"


@cache
def outcomes() -> dict[str, list[Outcome]]:
    """Those that are kept."""
    found = {}
    for name, tables in json.loads(FILE.read_text(encoding="utf-8")).items():
        rows = [_by_luck(table) for table in tables]
        found[name] = [Outcome(rows[0], now) for now in rows[1:]]
    return found


def _by_luck(table: Mapping[str, Sequence[float]]) -> list[Values]:
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def signed(value: float) -> str:
    """A percentage with a sign that can be seen."""
    return f"{value:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")
