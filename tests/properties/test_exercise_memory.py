"""Bilateral exercises: what pairs remember, from before the start too, and what it does to their number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.rules import exercises

SEEDS = range(12)
STILL = {"posts_share": 0.0, "workshops_per_year": 0.0, "staff_posts_share": 0.0, "negotiations_per_year": 0.0}


def world(before=0.0, months=60, params=None, activity=1.0):
    """Five nations of a size; the first two held `before` exercises a year, of the others nobody any."""
    b = blueprint(
        cadres=(100,) * 5, months=months, allies=(), organisation=False, languages=(0,) * 5, expenditure=1e12,
        policy=STILL | {"exercise_activity": activity}, params=params,
    )  # fmt: skip
    known = np.zeros((5, 5))
    known[0, 1] = known[1, 0] = before
    return replace(b, exercises_before=known, capability=np.full_like(b.capability, 0.01),
                   expenditure=np.full_like(b.expenditure, 1e12))  # fmt: skip


def held(b) -> np.ndarray:
    """Bilateral exercises of the first two by year, mean of the seeds."""
    return np.mean([run(build(b, seed), b.end).pairs_out["exercises"][:, 0, 1] for seed in SEEDS], axis=0)


def test_who_has_exercised_goes_on_and_slowly_less():
    """Two a year before; .77 of it goes on at first, and without new impulse it dies away."""
    years = held(world(before=2.0))
    assert held(world()).sum() < 0.2 * years.sum()
    assert years[0] == pytest.approx(2.0 * 0.767, abs=1.0)
    assert years[-1] < years[0]


def test_without_an_echo_the_past_does_not_matter():
    params = {"exercises_follow": 0.0, "exercises_met": 0.0}
    assert np.array_equal(held(world(before=2.0, params=params)), held(world(params=params)))


def test_activity_moves_numbers_in_proportion_and_does_not_run_away():
    """New ones come at .6 a year and pair; with twice the activity there are about twice as many, not ten times."""
    lively = {"exercises_strangers": -0.5, "exercises_met": 0.0}
    one, two, none = (held(world(months=120, params=lively, activity=a))[4:].sum() for a in (1.0, 2.0, 0.0))
    assert none == 0.0 and 1.5 < two / one < 2.7


def test_memory_is_kept_by_the_year_and_both_ways():
    b = world(before=2.0, months=36)
    state = run(build(b, 1), b.end)
    pair, back = state.pairs[0, 1], state.pairs[1, 0]
    assert pair.habit == back.habit > 0.0 and pair.habit_year == back.habit_year >= b.start // 12
    expected = exercises.settled_habit(2.0, b.params[0])
    assert build(b, 1).pairs[0, 1].habit == pytest.approx(expected)
    last = b.start // 12 - 1
    for year, number in enumerate(state.pairs_out["exercises"][:, 0, 1]):
        if number:
            now = b.start // 12 + year
            expected = expected * float(b.params["exercises_kept_per_year"][0]) ** (now - last) + number
            last = now
    assert pair.habit == pytest.approx(expected)


def test_what_the_table_counts_is_where_a_run_starts():
    """Japan and the United States: 36 in 1980-84, 52 in 1985-89, 17 in 1995-99; nothing is known of 1953."""
    nations = ["USA", "JPN", "GBR"]
    for start, number in (("1980-01", 36), ("1984-06", 36), ("1990-01", 52), ("2025-01", 17), ("1953-01", None)):
        end = f"{int(start[:4]) + 1}-12"
        b = exchsim.load_scenario({
            "title": "Start", "period": {"start": start, "end": end}, "people_per_agent": 1000, "nations": nations,
        }).compile()  # fmt: skip
        i, j = b.nations.index("JPN"), b.nations.index("USA")
        assert b.exercises_before[i, j] == b.exercises_before[j, i] == (-1.0 if number is None else number / 5)
        state = build(b, 1)
        assert (state.pairs.habit[i, j] > 0.0) and state.pairs.last_exercise[i, j] == b.start // 12 - 1
