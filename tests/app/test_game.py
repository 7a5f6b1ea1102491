"""Rounds: decisions are dated events, groups cannot take what is taken, a stored game is played again alike."""

from __future__ import annotations

import json

import pytest

from exchsim.app.game import DECIDED, Game, GameError, board
from exchsim.app.story import Story
from exchsim.scenario import load_scenario
from exchsim.state.levers import LEVERS_BY_PATH

SCENARIO = load_scenario("classroom", ["period.end=1984-12"])


@pytest.fixture
def game():
    return Game(Story(SCENARIO, 5), {}).joined("ARD", "Blue").joined("OSH", "Red")


def test_what_is_decided_upon_are_levers_of_nations():
    assert all(f"policy.{name}" in LEVERS_BY_PATH for name in DECIDED)


def test_a_nation_is_governed_by_one_group(game):
    with pytest.raises(GameError, match="Arden is governed by Blue already"):
        game.joined("ARD", "Red")
    with pytest.raises(GameError, match="no such nation"):
        game.joined("XXX", "Red")
    with pytest.raises(GameError, match="a name"):
        game.joined("SAR", "  ")
    assert game.joined("ARD", "Blue") == game


def test_a_round_waits_for_all_groups_and_can_go_on_without(game):
    assert game.missing == ["ARD", "OSH"] and game.year == 1980
    one = game.decided("ARD", {"posts_share": 0.05})
    assert one.missing == ["OSH"] and one.lever("ARD", "posts_share") == 0.05
    after = one.next()
    assert (after.year, after.waiting, after.missing) == (1981, {}, ["ARD", "OSH"])
    assert after.lever("ARD", "posts_share") == 0.05 and after.lever("BMR", "posts_share") == 0.02


@pytest.mark.parametrize(
    ("nation", "decisions", "words"),
    [
        ("BMR", {}, "governed by nobody"),
        ("ARD", {"tour_months": 900.0}, "must be 3 to 60 months"),
        ("ARD", {"memory_years": 3.0}, "nothing to decide upon"),
    ],
)
def test_what_cannot_be_decided_is_said(game, nation, decisions, words):
    with pytest.raises(GameError, match=words):
        game.decided(nation, decisions)


def test_decisions_do_what_the_same_events_of_a_scenario_do(game):
    played = game.decided("ARD", {"posts_share": 0.0}).next().decided("OSH", {"vetting": 1.0}).next()
    assert [(e["date"], e["nation"], e["lever"]) for e in played.events()] == [
        ("1980-01", "ARD", "posts_share"),
        ("1981-01", "OSH", "vetting"),
    ]
    result = played.result()
    assert len(result.world) == 24
    import exchsim

    whole = exchsim.run(played.played().changed_scenario(), 5)
    assert result.world.equals(whole.world.head(24))


def test_later_rounds_leave_the_years_before_as_they_were(game):
    first = game.decided("ARD", {"posts_share": 0.05}).next()
    second = first.decided("ARD", {"posts_share": 0.0}).next()
    assert first.result().world.equals(second.result().world.head(12))
    assert board(first.result(), 1980, ["ARD"]) == board(second.result(), 1980, ["ARD"])


def test_the_board_is_of_the_tables(game):
    after = game.next()
    result = after.result()
    scores = board(result, 1980, after.nations)
    assert [s.trust for s in scores] == sorted((s.trust for s in scores), reverse=True)
    row = result.nations[(result.nations["iso3"] == "ARD") & (result.nations["year"] == 1980)].iloc[0]
    mine = next(s for s in scores if s.nation == "ARD")
    assert (mine.trust, mine.spent_usd) == (row["trust_received"], row["spent_usd"])
    harm = result.threats[(result.threats["iso3"] == "ARD") & (result.threats["year"] == 1980)]["harm"].sum()
    assert mine.harm == pytest.approx(harm)


def test_a_stored_game_is_played_again_alike(game):
    played = (
        game.decided("ARD", {"posts_share": 0.05, "vetting": 0.9}).next().decided("OSH", {"tour_months": 12}).next()
    )
    again = Game.from_dict(json.loads(json.dumps(played.as_dict())))
    assert (again.rounds, again.groups, again.year) == (played.rounds, played.groups, 1982)
    assert again.result().world.equals(played.result().world)
    with pytest.raises(GameError, match="no stored game"):
        Game.from_dict({"rounds": []})


def test_the_game_ends_with_the_scenario(game):
    for _ in range(5):
        game = game.next()
    assert game.is_over and len(game.result().world) == 60
    with pytest.raises(GameError, match="over"):
        game.next()
