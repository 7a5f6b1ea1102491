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


MANY = {"posts_share": 0.1}
SPEAKERS = {"language_target": 3.0, "preparation_months_max": 24.0, "refresher_hours_per_year": 60.0,
            "interpreter_coverage": 0.5}  # fmt: skip


@pytest.mark.parametrize("levers", [{}, MANY, SPEAKERS], ids=["as before", "many", "speakers"])
@pytest.mark.parametrize(("seed", "nation"), [(5, "ARD"), (6, "OSH")])
def test_what_is_expected_is_near_what_the_round_then_costs(seed, nation, levers):
    """Within 35 %: courses, exercises and empty posts are chance."""
    game = Game(for_play(Story(load_scenario("classroom", ["period.end=1985-12"]), seed))).joined(nation, "Blue")
    plan = replace(game.plan(nation), levers={**game.plan(nation).levers, **levers})
    found = foresee(game, game.ahead(), nation, plan, last_year(game.result(), 1980, nation))
    lived = game.decided(nation, plan).next().result().nations
    row = lived[(lived["iso3"] == nation) & (lived["year"] == 1981)].iloc[0]
    print(f"{nation}, seed {seed}: expected / spent = {found.total_usd / row['spent_usd']:.2f}")
    assert found.total_usd == pytest.approx(row["spent_usd"], rel=0.35)
    assert not found.is_over


def test_only_what_can_be_sent_costs_money(game, ahead, before):
    few, many = (asked(game, ahead, before, posts_share=share) for share in (0.01, 0.1))
    assert many.costs_usd["posts"] > 1.5 * few.costs_usd["posts"] and many.wanted == pytest.approx(60)
    assert sum(many.posts.values()) < many.wanted  # hosts do not take all, nor does the money pay for all
    assert many.filled_usd > many.budget_usd > many.total_usd and not many.is_over
    assert few.filled_usd == pytest.approx(few.total_usd)  # those of the plan before still come home


def test_money_that_does_not_reach_for_what_can_be_sent_is_said():
    game = Game(for_play(Story(load_scenario("classroom", ["period.end=1985-12"]), 5), 0.5)).joined("ARD", "Blue")
    ahead, last = game.ahead(), last_year(game.result(), 1980, "ARD")
    dear = asked(game, ahead, last, posts_share=0.1, interpreter_coverage=1.0, refresher_hours_per_year=200.0,
                 exercise_activity=4.0, workshops_per_year=12.0)  # fmt: skip
    assert dear.costs_usd["posts"] < dear.budget_usd < dear.total_usd and dear.is_over


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
