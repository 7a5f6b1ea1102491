"""Programmes with a number each: what is changed of one leaves the others as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchsim.app import texts
from exchsim.app.ledger import changes_of
from exchsim.app.programmes import BY_NAME, PROGRAMMES, amount, as_it_was, with_amount
from exchsim.app.runs import Runs
from exchsim.app.story import Story
from exchsim.scenario import load_scenario
from exchsim.store.names import names_of

CLASSROOM = load_scenario("classroom", ["period.end=1984-12"])
NAMES = names_of(CLASSROOM.compile(), CLASSROOM.resolved)
TOURS = [programme.name for programme in PROGRAMMES if programme.is_tour]


def story():
    return Story(CLASSROOM, 7)


def test_all_tours_together_are_the_posts_of_the_policy():
    assert sum(amount(story(), name) for name in TOURS) == pytest.approx(story().lever("posts_share"))


@pytest.mark.parametrize("name", [programme.name for programme in PROGRAMMES])
def test_switched_off_and_on_again_is_no_change(name):
    off = with_amount(story(), name, 0.0)
    assert amount(off, name) == 0.0
    assert as_it_was(off, name) == amount(story(), name) > 0.0
    assert with_amount(off, name, as_it_was(off, name)) == story()


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(TOURS), st.sampled_from([0.0, 0.001, 0.01, 0.05]), st.sampled_from([0.0, 0.3]),
       st.sampled_from(["", "OSH"]), st.sampled_from(["", "1982-03"]))  # fmt: skip
def test_what_is_changed_of_one_kind_leaves_the_others(name, value, screen, nation, since):
    before = story().with_lever("virtual_share", screen)
    try:
        changed = with_amount(before, name, value, nation, since)
    except ValueError as error:
        assert screen and "moved to the screen" in str(error)
        return
    assert amount(changed, name, nation, since) == pytest.approx(value, abs=1e-8)
    for other in TOURS:
        if other != name:
            was = amount(before, other, nation, since)
            assert amount(changed, other, nation, since) == pytest.approx(was, abs=1e-8)


def test_more_tours_than_there_can_be_are_refused_in_words():
    with pytest.raises(ValueError, match=r"at most 10 % can be"):
        with_amount(story(), "courses", 0.095)


def test_switched_off_nobody_goes_and_the_others_still_do():
    runs = Runs()
    before, after = (runs.now(s).posts for s in (story(), with_amount(story(), "leadership", 0.0)))
    runs.close()
    counts = [frame["programme"].astype(str).value_counts() for frame in (before, after)]
    assert counts[0].get("leadership_course", 0) > 5 and counts[1].get("leadership_course", 0) == 0
    assert counts[1]["exchange_post"] > 0.7 * counts[0]["exchange_post"]


def test_a_programme_begins_in_a_month():
    begun = with_amount(with_amount(story(), "workshops", 0.0), "workshops", 6.0, since="1983-01")
    runs = Runs()
    held = runs.now(begun).exercises
    runs.close()
    months = held[held["kind"] == "workshop"]["month"].astype(str)
    assert len(months) and min(months) >= "1983-01"


def test_every_programme_has_words():
    assert set(texts.PROGRAMMES) == set(BY_NAME)


def lines(changed):
    return [change.line for change in changes_of(changed, NAMES)]


def test_a_programme_that_is_switched_off_is_one_change():
    off = with_amount(story(), "virtual", 0.0)
    assert lines(off) == ["virtual exchanges = none (was 0.0351 % of cadre)"]
    both = with_amount(with_amount(off, "posts", 0.0), "exercises", 0.0).with_lever("vetting", 0.9, "OSH")
    assert [line.partition(" =")[0] for line in lines(both)] == [
        "exchange posts", "virtual exchanges", "exercises", "Osh: vetting of visitors",
    ]  # fmt: skip
    assert lines(off)[0] in lines(changes_of(both, NAMES)[0].without(both))
    for change in changes_of(both, NAMES):
        both = change.without(both)
    assert not both.is_changed


def test_all_programmes_switched_off_are_one_change_each():
    off = story()
    for name in TOURS:
        off = with_amount(off, name, 0.0)
    assert len(lines(off)) == len(TOURS) and all("= none" in line for line in lines(off))


def test_a_programme_that_is_switched_off_later_says_from_when():
    off = with_amount(story(), "courses", 0.0, "OSH", "1982-03")
    assert lines(off) == ["1982-03 · Osh: short courses = none (was 0.175 % of cadre)"]
    assert changes_of(off, NAMES)[0].without(off) == story()


def test_levers_of_tours_that_were_moved_by_themselves_are_levers():
    assert lines(story().with_lever("posts_share", 0.0)) == ["officers wanted abroad = 0 % of cadre (was 2 % of cadre)"]
    assert lines(story().with_lever("mix_course", 0.0)) == ["kinds of tours: short courses = 0 (was 0.1)"]
    moved = story().with_lever("posts_share", 0.01).with_lever("tour_months", 12).with_lever("mix_course", 0.5)
    assert [line.partition(" =")[0] for line in lines(moved)] == [
        "officers wanted abroad", "length of a tour", "kinds of tours: short courses",
    ]  # fmt: skip
