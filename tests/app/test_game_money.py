"""The budget of a plan: the model's own plan for January, and prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchsim.app.decisions import Plan
from exchsim.app.game import Game, for_play
from exchsim.app.money import foresee, last_year
from exchsim.app.story import Story
from exchsim.scenario import load_scenario

STORY = for_play(Story(load_scenario("classroom", ["period.end=1985-12"]), 5))


@pytest.fixture(scope="module")
def game():
    return Game(STORY).joined("ARD", "Blue").joined("OSH", "Red")


@pytest.fixture(scope="module")
def ahead(game):
    return game.ahead()


@pytest.fixture(scope="module")
def before(game):
    return last_year(game.result(), 1980, "ARD")


def asked(game, ahead, before, **levers):
    plan = game.plan("ARD")
    return foresee(game, ahead, "ARD", replace(plan, levers={**plan.levers, **levers}), before)


def test_what_is_foreseen_for_posts_is_what_the_year_does(game, ahead, before):
    for share in (0.02, 0.05, 0.1):
        found = asked(game, ahead, before, posts_share=share)
        year = game.decided("ARD", Plan({"posts_share": share})).next()
        row = year.result().nations.query("iso3 == 'ARD' and year == 1981").iloc[0]
        assert row["budget_usd"] == pytest.approx(found.budget_usd)
        assert abs(row["posts"] - sum(found.posts.values()) - found.staff) <= 1
        assert row["refused"] == found.refused


def test_more_posts_cost_more_and_too_many_are_over(game, ahead, before):
    few, many = (asked(game, ahead, before, posts_share=share) for share in (0.01, 0.1))
    assert many.costs_usd["posts"] > 3 * few.costs_usd["posts"] and many.wanted == pytest.approx(60)
    assert many.is_over and not few.is_over
    assert sum(many.posts.values()) < many.wanted  # what the money does not pay is not sent


def test_a_post_costs_what_its_programme_costs_for_a_year(game, ahead, before):
    found = asked(game, ahead, before, mix_exchange_post=1.0, mix_leadership_course=0.0, mix_course=0.0,
                  mix_language_immersion=0.0, mix_virtual_exchange=0.0, mix_hybrid_exchange=0.0,
                  staff_posts_share=0.0, posts_share=0.05)  # fmt: skip
    prices = 1.03 ** (1981 - 2015)
    assert found.post_month_usd == pytest.approx(275000 / 12 * prices, rel=0.35)  # earlier posts run on
    dear, cheap = found.post_month_usd, asked(game, ahead, before, mix_course=1.0, mix_exchange_post=0.0).post_month_usd
    assert cheap < dear


@pytest.mark.parametrize(
    ("kind", "levers"),
    [
        ("language", {"refresher_hours_per_year": 100.0}),
        ("language", {"interpreter_coverage": 1.0}),
        ("gatherings", {"exercise_activity": 4.0}),
        ("gatherings", {"workshops_per_year": 6.0}),
        ("alumni", {"alumni_recontact": 1.0}),
    ],
)
def test_what_is_moved_moves_its_part_of_the_money(game, ahead, before, kind, levers):
    usual, more = asked(game, ahead, before), asked(game, ahead, before, **levers)
    assert more.costs_usd[kind] > usual.costs_usd[kind]


def test_nothing_of_what_others_decide_is_in_it(game, ahead, before):
    usual = asked(game, ahead, before)
    secret = game.decided("OSH", Plan({"hosting_share": 0.0, "posts_share": 0.0}, ends=(("ARD", "relations"),)))
    assert asked(secret, ahead, before) == usual


def test_breaking_off_is_foreseen_by_the_side_that_does_it(game, ahead, before):
    plan = game.plan("ARD")
    found = foresee(game, ahead, "ARD", replace(plan, ends=(("OSH", "relations"),)), before)
    assert found.posts["OSH"] == 0.0 or found.posts["OSH"] <= foresee(game, ahead, "ARD", plan, before).posts["OSH"]
