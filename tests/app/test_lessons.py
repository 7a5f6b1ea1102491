"""Every lesson does what it promises: with its own luck, and with other luck on average."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exchsim.app.lessons import lessons
from exchsim.app.runs import Runs

LESSONS = lessons()
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def runs():
    made = Runs(kept=8)
    yield made
    made.close()


def test_there_are_six_and_each_has_a_goal_and_questions():
    assert len(LESSONS) == 6
    for lesson in LESSONS:
        assert 30 <= lesson.minutes <= 60 and lesson.goal and len(lesson.steps) >= 3
        assert set().union(*(step.expect for step in lesson.steps)) <= set(lesson.measures)
        changing = [step for step in lesson.steps if step.do.levers or step.do.events]
        assert all(step.expect for step in changing)  # whatever is done, something is to be seen


def ratios(lesson, runs, seed):
    base = replace(lesson.start(), seed=seed)
    usual = lesson.values(runs.now(base))
    for step, story in zip(lesson.steps, lesson.stories(), strict=True):
        if step.expect:
            now = lesson.values(runs.now(story.with_seed(seed)))
            yield step, {name: now[name] / usual[name] for name in step.expect}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_student_sees_what_is_promised(lesson, runs):
    for step, found in ratios(lesson, runs, lesson.seed):
        for name, (low, high) in step.expect.items():
            assert low <= found[name] <= high, (step.text, name, found[name])


def test_pages_are_those_that_docs_would_write():
    specification = importlib.util.spec_from_file_location("lessons_of_docs", DOCS / "lessons.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "lessons").glob("*.md")}
    assert module.pages() == written  # else: make docs


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_it_was_not_the_luck_of_one_seed(lesson, runs):
    tries = [list(ratios(lesson, runs, seed)) for seed in range(101, 109)]
    for k, (step, _) in enumerate(tries[0]):
        for name, (low, high) in step.expect.items():
            assert low <= np.mean([found[k][1][name] for found in tries]) <= high, (step.text, name)
