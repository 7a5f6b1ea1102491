"""Standing moves with conduct, and touches only what it feeds."""

from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint
from properties.test_same_bits import assert_same, tables

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change, Reciprocity

BUSY = {"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 12.0, "reciprocity": float(Reciprocity.FREE)}


def world(months=72, policy=None, levers=None, **more):
    """Three busy nations with money; `levers`: {(name, nation): value}."""
    b = blueprint(cadres=(200, 180, 160), months=months, policy=BUSY | (policy or {}), expenditure=1e12, **more)
    policies = b.policies.copy()
    for (name, nation), value in (levers or {}).items():
        policies[name][nation] = value
    return replace(b, policies=policies)


def standings(b, seed=1):
    return run(build(b, seed), b.end).nations["standing"].copy()


def test_nobody_is_judged_before_there_is_conduct():
    assert np.all(build(world(), 1).nations["standing"] == 0.5)
    quiet = world(policy={"posts_share": 0.0, "staff_posts_share": 0.0})
    assert standings(quiet) == pytest.approx(0.5)


def test_hosting_raises_standing():
    shut = standings(world(levers={("hosting_share", 0): 0.0}))
    open_to_all = standings(world())
    assert open_to_all[0] > shut[0] + 0.02


def test_who_returns_nothing_loses_standing_only_with_those_who_expect_it():
    miser = {("posts_share", 0): 0.0}
    free = standings(world(levers=miser))
    expected = standings(world(levers=miser | {("reciprocity", 1): 2.0, ("reciprocity", 2): 2.0}))
    assert free[0] > 0.5
    assert expected[0] < free[0] - 0.01


def test_broken_relations_cost_both_their_standing():
    quiet = {"posts_share": 0.0, "staff_posts_share": 0.0}
    after = standings(world(policy=quiet, changes=(("1980-03", Change.RUPTURE, 0, 1, 0.0),)))
    assert after[0] == after[1] < 0.45
    assert after[2] == pytest.approx(0.5)


def test_it_feeds_only_the_choice_of_partners_and_the_answer_of_hosts():
    """With neither weight nor credit, a world that judges harshly differs in nothing but its judgements."""
    deaf = {"weight_standing": 0.0}
    first = tables(run(build(b := world(48, deaf, params={"standing_acceptance": 0.0}), 3), b.end))
    harsh = {"standing_acceptance": 0.0, "standing_hosting_per_year": 0.15, "standing_memory_years": 2.0}
    second = tables(run(build(b := world(48, deaf, params=harsh), 3), b.end))
    judged = [("nations", "standing"), ("nations_out", "standing")]
    assert any(not np.array_equal(first[name], second[name]) for name in judged)
    assert_same(
        *({n: t for n, t in found.items() if n not in judged and n[0] != "params"} for found in (first, second))
    )
