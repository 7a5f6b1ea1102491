"""Draws about UN missions against closed forms. Fixed seeds; tolerances of about four standard errors."""

import math

import numpy as np
import pytest
from blueprints import MissionSketch, blueprint, with_missions

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.rules import peacekeeping

NATIONS = 24
EVEN = {"peacekeeping_income_effect": 0.0, "peacekeeping_habit_sd": 0.0, "peacekeeping_distance_effect": 0.0,
        "peacekeeping_apart_effect": 0.0, "peacekeeping_closeness_effect": 0.0}  # fmt: skip
QUIET = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}


def world(months, persons=1000.0, params=None, sketches=4):
    """Many equal nations, each with far more troops than are wanted."""
    # each force may give a quarter, so that few of them reach the ceilings and only luck decides
    own = {"peacekeeping_staff_share": 0.0, "peacekeeping_largest_share": 0.25}
    b = blueprint(
        cadres=(400,) * NATIONS, months=months, languages=(0,) * NATIONS, allies=(), organisation=False,
        policy=QUIET | {"mission_pledges": 0.2}, params=EVEN | own | (params or {}),
    )  # fmt: skip
    return with_missions(b, *(MissionSketch(persons=persons) for _ in range(sketches)))


def test_number_of_contributors_is_what_is_wanted():
    """A sum of independent draws whose chances add up to a little less than what is wanted."""
    b = world(1)
    counts = np.concatenate([run(build(b, seed), b.start + 1).missions["contributors"] for seed in range(60)])
    wanted = peacekeeping.contributors_wanted(1000.0, False, b.params[0])
    mean = NATIONS * -math.expm1(-wanted / NATIONS)
    assert counts.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / len(counts)))


def test_contributors_stay_as_often_as_they_should():
    """Nobody joins, so that only staying decides: geometric waiting times."""
    b = world(85, params={"peacekeeping_stay": 0.8, "peacekeeping_contributors_at_1000": 60.0})
    stayed = total = 0
    for seed in range(10):
        state = build(b, seed)
        before = None
        for year in range(7):
            state = run(state, b.start + 12 * year + 1)
            state.params["peacekeeping_contributors_at_1000"] = 0.0  # from now on nobody is missing
            there = state.contingents["troops"] > 0.0
            if before is not None:
                total += before.sum()
                stayed += (before & there).sum()
            before = there
    assert total > 500
    assert stayed / total == pytest.approx(0.8, abs=4 * math.sqrt(0.16 / total))


def test_commanders_come_by_the_size_of_contingents():
    """Who is ready first commands: over many draws a nation commands as often as its share of the troops."""
    b = world(2, params={"peacekeeping_size_sd": 0.9})
    expected = seen = variance = 0.0
    for seed in range(150):
        state = run(build(b, seed), b.start + 1)
        for m in range(4):
            troops = state.contingents["troops"][m]
            if state.missions["contributors"][m] >= 2:
                largest = int(np.argmax(troops))
                share = troops[largest] / troops.sum()
                expected, variance = expected + share, variance + share * (1.0 - share)
                seen += state.missions["commander"][m] == largest
                assert state.missions["deputy"][m] not in (-1, state.missions["commander"][m])
    assert abs(seen - expected) < 4 * math.sqrt(variance)


def test_escalations_come_as_often_as_violence_says():
    """Without troops violence stays what feeds it: a Bernoulli draw a month of known chance."""
    b = world(240, persons=0.0, params={"peacekeeping_healing_per_year": 0.0, "peacekeeping_escalation_jump": 0.0,
                                        "peacekeeping_escalations_per_year": 3.0})  # fmt: skip
    count = sum(int(run(build(b, seed), b.end).world_out["escalations"].sum()) for seed in range(3))
    chance, draws = peacekeeping.escalation_chance(0.7, 3.0, 1.0 / 12.0), 3 * 4 * 240
    assert count == pytest.approx(draws * chance, abs=4 * math.sqrt(draws * chance * (1.0 - chance)))


def test_violence_follows_its_closed_form():
    """A mission whose composition is made not to matter, at full strength: dV = r (T - V) - e V with T constant."""
    no_effects = {f"peacekeeping_{name}_effect": 0.0 for name in (
        "diversity", "leaders", "language", "social", "interoperability", "trust", "skill")}  # fmt: skip
    b = world(37, persons=600.0, params=no_effects | {
        "peacekeeping_healing_per_year": 0.0, "peacekeeping_escalations_per_year": 0.0})  # fmt: skip
    state = run(build(b, 2), b.start + 12)
    presence = state.missions["troops"] / state.missions["ceiling"]
    assert (presence > 0.8).all()
    for violence, part in zip(state.missions["violence"], presence, strict=True):
        expected = peacekeeping.violence_after(0.7, 0.7, part * 1.0, 0.5, 1.0)
        assert violence == pytest.approx(expected, abs=1e-9)
