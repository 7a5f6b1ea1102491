"""Offers between nations: both have to want it, or the one that governs itself has to trust; ending needs one."""

from __future__ import annotations

import pytest

from exchsim.app.decisions import Plan
from exchsim.app.game import Game, for_play
from exchsim.app.pacts import SIGNS_FROM, broken_off, in_force, offered_to, settle, trust_in
from exchsim.app.story import Story
from exchsim.scenario import load_scenario

STORY = for_play(Story(load_scenario("classroom", ["period.end=1985-12"]), 5))
TRAINING = ("training",)


@pytest.fixture(scope="module")
def first():
    return Game(STORY).result()


@pytest.fixture
def game():
    return Game(STORY).joined("ARD", "Blue").joined("BMR", "Red")


def offer(*bonds):
    return Plan(offers=bonds)


def test_two_groups_sign_what_both_offer(game, first):
    one = game.decided("ARD", offer(("BMR", "training")))
    assert settle(one, first) == []
    both = one.decided("BMR", offer(("ARD", "training"), ("ARD", "general")))
    assert settle(both, first) == [{"kind": "agreement_begin", "nation": "ARD", "other": "BMR", "type": "training"}]
    played = both.next(settle(both, first))
    result = played.result()
    assert {("ARD", "BMR", "training"), ("BMR", "ARD", "training")} <= in_force(result, 1981)
    assert settle(played, result) == []  # it is in force


def test_who_governs_itself_signs_with_those_whom_it_trusts(game, first):
    trust = trust_in(first, 1980, "ARD")
    assert trust["DUN"] >= SIGNS_FROM > trust["OSH"]
    asked = game.decided("ARD", offer(("DUN", "training"), ("OSH", "training")))
    assert [event["other"] for event in settle(asked, first)] == ["DUN"]


def test_an_offer_stands_until_it_is_answered(game, first):
    later = game.decided("ARD", offer(("BMR", "training"))).next(settle(game, first))
    assert offered_to(later, "BMR") == [("ARD", "training")]
    answered = later.decided("BMR", offer(("ARD", "training")))
    assert len(settle(answered, later.result())) == 1


def test_only_what_a_group_has_decided_is_heard_by_others(game):
    assert offered_to(game, "BMR") == []
    assert offered_to(game.decided("ARD", offer(("BMR", "general"))), "BMR") == [("ARD", "general")]


def test_ending_and_breaking_off_need_one_side(game, first):
    both = game.decided("ARD", offer(("BMR", "general"))).decided("BMR", offer(("ARD", "general")))
    signed = both.next(settle(both, first))
    result = signed.result()
    ends = signed.decided("BMR", Plan(ends=(("ARD", "general"), ("ARD", "training"), ("SAR", "relations"))))
    assert settle(ends, result) == [
        {"kind": "agreement_end", "nation": "BMR", "other": "ARD", "type": "general"},
        {"kind": "rupture", "nation": "BMR", "other": "SAR"},
    ]  # the offer of Arden still stands, and is not signed in the same round
    after = ends.next(settle(ends, result))
    assert ("BMR", "SAR") in broken_off(after, 1982) and ("BMR", "SAR") not in broken_off(after, 1981)
    again = after.decided("BMR", offer(("SAR", "relations")))
    made_up = [e for e in settle(again, after.result()) if e["kind"] == "reconcile"]
    trust = trust_in(after.result(), 1982, "BMR")["SAR"]
    assert bool(made_up) == (trust >= SIGNS_FROM)


def test_no_agreement_while_relations_are_broken_off(game, first):
    cut = game.decided("ARD", Plan(ends=(("BMR", "relations"),), offers=(("BMR", "general"),)))
    cut = cut.decided("BMR", offer(("ARD", "general")))
    assert [event["kind"] for event in settle(cut, first)] == ["rupture"]


def test_groups_sign_for_their_nations_and_nobody_else_does(game):
    played = game
    for _ in range(4):
        played = played.next()
    found = {pair for pair in in_force(played.result(), 1984) if "ARD" in pair[:2]}
    assert found <= in_force(Game(STORY).result(), 1980)
