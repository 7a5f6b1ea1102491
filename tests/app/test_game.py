"""Rounds: decisions are dated events, groups cannot take what is taken, a stored game is played again alike."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml

import exchsim
from exchsim.app import texts, texts_of_play
from exchsim.app.decisions import DECIDED, HEADINGS, LEFT_TO_GROUPS, MOST_OFFERS
from exchsim.app.game import LONGEST_NAME, Game, GameError, Plan, for_play
from exchsim.app.replay import decided, exported
from exchsim.app.story import Story
from exchsim.scenario import load_scenario
from exchsim.state.levers import LEVERS_BY_PATH

SCENARIO = load_scenario("classroom", ["period.end=1985-12"])
STORY = for_play(Story(SCENARIO, 5))


def plan(**levers):
    return Plan(levers)


@pytest.fixture
def game():
    return Game(STORY).joined("ARD", "Blue").joined("OSH", "Red")


def test_what_is_decided_upon_are_levers_with_plain_names():
    assert all(f"policy.{name}" in LEVERS_BY_PATH for name in (*DECIDED, *LEFT_TO_GROUPS))
    assert set(HEADINGS) == set(texts.HEADINGS)
    assert "budget_share" not in DECIDED  # the year's money is given


def test_fiscal_years_begin_in_january_and_nothing_else_changes():
    before, after = SCENARIO.resolved, STORY.scenario.resolved
    assert {n["fiscal_month"] for n in after["nations"]["invented"].values()} == {1}
    assert after["policy"] == before["policy"] and after["events"] == before["events"]
    short = for_play(Story(SCENARIO, 5), 0.5).scenario.resolved
    assert short["policy"]["budget_share"] == 0.5 * before["policy"]["budget_share"]


def test_a_nation_is_governed_by_one_group_and_names_are_told_apart(game):
    with pytest.raises(GameError, match="Arden is governed by Blue already"):
        game.joined("ARD", "Green")
    with pytest.raises(GameError, match="another group is called BLUE already"):
        game.joined("SAR", " BLUE\n")
    with pytest.raises(GameError, match="no such nation"):
        game.joined("XXX", "Green")
    with pytest.raises(GameError, match="a name"):
        game.joined("SAR", " \u200b\n ")
    assert len(game.joined("SAR", "x" * 500).groups["SAR"]) == LONGEST_NAME
    assert game.joined("SAR", "a\nb\u202ec").groups["SAR"] == "a b c"


def test_a_round_waits_for_all_groups_and_can_go_on_without(game):
    assert game.missing == ["ARD", "OSH"] and game.year == 1981
    one = game.decided("ARD", plan(posts_share=0.05))
    assert one.missing == ["OSH"] and one.lever("ARD", "posts_share") == 0.05
    after = one.next()
    assert (after.year, after.waiting, after.missing) == (1982, {}, ["ARD", "OSH"])
    assert after.lever("ARD", "posts_share") == 0.05 and after.lever("BMR", "posts_share") == 0.02
    assert after.rounds[0].kept == ("OSH",)


def test_who_decides_nothing_keeps_what_was_decided_but_not_what_was_ended(game):
    first = Plan({"posts_share": 0.05}, offers=(("BMR", "training"),), ends=(("OSH", "relations"),))
    after = game.decided("ARD", first).next().next()
    kept = after.rounds[1].plans["ARD"]
    assert kept.levers["posts_share"] == 0.05 and kept.offers == first.offers and kept.ends == ()
    assert [e for e in after.events() if e["kind"] == "set_lever" and e["nation"] == "ARD"] == [
        {"date": "1981-01", "kind": "set_lever", "nation": "ARD", "lever": name, "value": value}
        for name, value in (("posts_share", 0.05), *((name, 0.0) for name in LEFT_TO_GROUPS))
    ]


@pytest.mark.parametrize(
    ("nation", "asked", "words"),
    [
        ("BMR", Plan(), "governed by nobody"),
        ("ARD", plan(tour_months=900.0), "must be 3 to 60 months"),
        ("ARD", plan(posts_share=float("nan")), "must be 0 to 0.1"),
        ("ARD", plan(memory_years=3.0), "nothing to decide upon"),
        ("ARD", plan(budget_share=0.05), "nothing to decide upon"),
        ("ARD", Plan(offers=(("ARD", "training"),)), "nothing to offer"),
        ("ARD", Plan(offers=(("BMR", "friendship"),)), "nothing to offer"),
        ("ARD", Plan(ends=(("XXX", "training"),)), "nothing to offer or to end"),
        ("ARD", Plan(offers=tuple((o, "training") for o in ("BMR", "DUN", "OSH", "SAR"))), str(MOST_OFFERS)),
    ],
)
def test_what_cannot_be_decided_is_said(game, nation, asked, words):
    with pytest.raises(GameError, match=words):
        game.decided(nation, asked)


def test_later_rounds_leave_the_years_before_as_they_were(game):
    first = game.decided("ARD", plan(posts_share=0.05)).next()
    second = first.decided("ARD", plan(posts_share=0.0)).next()
    assert first.result().world.equals(second.result().world.head(24))
    assert game.result().world.equals(first.result().world.head(12))


def test_a_game_is_one_scenario_with_the_same_numbers(game, tmp_path):
    signed = [{"kind": "agreement_begin", "nation": "ARD", "other": "SAR", "type": "training"}]
    played = game.decided("ARD", plan(posts_share=0.08)).next(signed)
    played = played.decided("OSH", Plan({"vetting": 1.0, "language_target": 3.0})).next()
    file = tmp_path / "mine.yaml"
    file.write_text(exported(played), encoding="utf-8")
    whole, result = exchsim.run(file), played.result()
    assert whole.world.equals(result.world) and len(whole.world) == 36
    assert whole.nations.equals(result.nations) and whole.pairs.equals(result.pairs)
    assert whole.agreements.equals(result.agreements)
    assert yaml.safe_load(exported(played))["seed"] == 5


def test_a_stored_game_is_played_again_alike(game):
    played = game.decided("ARD", Plan({"posts_share": 0.05, "vetting": 0.9}, (("BMR", "general"),))).next()
    played = played.released("ARD").decided("OSH", plan(tour_months=12.0)).next().joined("ARD", "Green")
    played = played.decided("ARD", plan(posts_share=0.01))
    again = Game.from_dict(json.loads(json.dumps(played.as_dict())))
    assert (again.rounds, again.groups, again.year, again.waiting) == (
        played.rounds, played.groups, 1983, played.waiting,
    )  # fmt: skip
    assert again.result().world.equals(played.result().world)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("rounds"),
        lambda d: d.update(rounds=[{"plans": {"ARD": {"levers": {"posts_share": 9}}}}]),
        lambda d: d.update(scenario={"title": 5}),
        lambda d: d.update(groups=["ARD"]),
        lambda d: d.update(waiting={"ARD": {"levers": {"nonsense": 1.0}}}),
    ],
)
def test_what_is_no_stored_game_is_refused(game, change):
    stored = json.loads(json.dumps(game.next().as_dict()))
    change(stored)
    with pytest.raises(GameError):
        Game.from_dict(stored)


def test_a_released_nation_is_as_it_was_before_it_was_taken(game):
    played = game.decided("ARD", plan(posts_share=0.05, vetting=1.0)).next().released("ARD").next()
    assert "ARD" not in played.groups
    for name in (*DECIDED, *LEFT_TO_GROUPS):
        assert played.lever("ARD", name) == Game(STORY).lever("ARD", name)
    with pytest.raises(GameError, match="nobody"):
        played.released("ARD")
    untouched = Game(STORY).joined("ARD", "Blue").released("ARD").next()
    assert untouched.events() == []


def test_a_late_group_takes_a_nation_in_a_later_round(game):
    played = game.next().joined("SAR", "Late").decided("SAR", plan(posts_share=0.1)).next()
    assert {e["date"] for e in played.events() if e["nation"] == "SAR"} == {"1982-01"}


def test_a_lever_that_the_scenario_dates_stays_with_the_group():
    event = "{date: 1995-01, kind: set_lever, nation: ARD, lever: language_target, value: 3.0}"
    scenario = load_scenario("classroom", ["period={start: 1992-01, end: 1997-12}", f"events=[{event}]"])
    played = Game(for_play(Story(scenario, 5))).joined("ARD", "Blue").decided("ARD", plan(language_target=1.0))
    for _ in range(4):
        played = played.next()
    own = [e["date"] for e in played.events() if e.get("lever") == "language_target"]
    assert own == ["1993-01", "1995-01", "1996-01"]  # in 1995 the scenario sets it too, and comes first


def test_the_game_ends_with_the_scenario(game):
    for _ in range(5):
        game = game.next()
    assert game.is_over and len(game.result().world) == 72 and game.months is None
    with pytest.raises(GameError, match="over"):
        game.next()


def test_rounds_of_more_years(game):
    longer = replace(game, years_a_round=2).next()
    assert (longer.year, longer.lived, len(longer.result().world)) == (1983, 1982, 36)
    assert longer.next().is_over  # 1985 is no whole round


def test_decisions_are_told_in_words(game):
    before = game.decided("ARD", plan(posts_share=0.05)).next()
    after = before.decided(
        "ARD", Plan({"posts_share": 0.1, "vetting": 0.5}, (("BMR", "training"),), (("OSH", "relations"),))
    ).next()
    assert decided(before, after.rounds[1], "ARD") == [
        "Officers wanted abroad: 5 % of cadre → 10 % of cadre", "Belmar: offer training", "Osh: break off relations",
    ]  # fmt: skip
    assert decided(before, after.rounds[1], "OSH") == [texts.DECIDED_NOTHING]


def test_no_text_of_games_is_hidden_by_another_text():
    hidden = [
        name for name in vars(texts_of_play) if name.isupper() and getattr(texts, name) is not vars(texts_of_play)[name]
    ]
    assert hidden == []
