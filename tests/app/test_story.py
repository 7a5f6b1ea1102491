"""What a class changes, and takes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.app.runs import Runs
from exchsim.app.story import History, Story
from exchsim.scenario import ScenarioError, load_scenario
from exchsim.state.levers import LEVERS

CLASSROOM = load_scenario("classroom", ["period.end=1982-12"])
RUPTURE = {"date": "1981-06", "kind": "rupture", "nation": "ARD", "other": "BMR"}


@pytest.fixture(scope="module")
def runs():
    made = Runs()
    yield made
    made.close()


def story():
    return Story(CLASSROOM, 7)


def test_a_lever_changes_the_scenario_and_back_again_is_no_change():
    changed = story().with_lever("tour_months", 36)
    assert changed.changed_scenario().resolved["policy"]["tour_months"] == 36
    assert changed.lever("tour_months") == 36 and changed.is_changed
    assert changed.with_lever("tour_months", story().lever("tour_months")) == story()
    assert changed.scenario.resolved["policy"].get("tour_months") != 36  # the scenario itself is left alone


def test_an_event_is_added_to_those_of_the_scenario():
    changed = story().with_event(RUPTURE)
    events = changed.changed_scenario().resolved["events"]
    assert len(events) == len(CLASSROOM.resolved["events"]) + 1
    assert changed.without_event(0) == story()


@pytest.mark.parametrize(
    "event", [{**RUPTURE, "date": "soon"}, {**RUPTURE, "nation": "XXX"}, {**RUPTURE, "kind": "party"}]
)
def test_an_event_that_the_scenario_refuses_is_refused(event):
    with pytest.raises(ScenarioError):
        story().with_event(event)


@pytest.mark.parametrize("month", ["1979-12", "2000-01", "2050-07"])
def test_a_month_outside_the_run_is_refused_in_words(month):
    story = Story(load_scenario("classroom"), 1)
    words = "write a month from 1980-01 to 1999-12"
    with pytest.raises(ValueError, match=words):
        story.with_event({"date": month, "kind": "close_borders", "nation": "ARD"})
    with pytest.raises(ValueError, match=words):
        story.with_lever("tour_months", 12, since=month)
    for within in ("1980-01", "1999-12"):
        assert story.with_event({"date": within, "kind": "close_borders", "nation": "ARD"}).events
        assert story.with_lever("tour_months", 12, since=within).events


def test_a_lever_out_of_range_is_refused():
    with pytest.raises(ScenarioError):
        story().with_lever("tour_months", 999)


def test_an_event_leaves_the_months_before_it_as_they_were(runs):
    plain, changed = runs.now(story()).world, runs.now(story().with_event(RUPTURE)).world
    before = plain["month"] < "1981-06"
    assert plain[before].equals(changed[before])
    assert not plain["trust_allies"].equals(changed["trust_allies"])
    assert changed["trust_allies"].iloc[-1] < plain["trust_allies"].iloc[-1]


def test_the_same_story_is_run_once(runs):
    first = runs.now(story().with_lever("posts_share", 0.0))
    assert runs.now(story().with_lever("posts_share", 0.0)) is first
    assert runs.now(story().with_seed(8)) is not first


def test_few_results_are_kept(runs):
    few = Runs(kept=2, workers=runs.workers)
    first = few.now(story())
    for seed in (1, 2, 3):
        few.now(story().with_seed(seed))
    assert len(few.results) == 2 and few.now(story()) is not first


@given(st.lists(st.sampled_from(["go", "undo", "redo"]), max_size=30), st.randoms(use_true_random=False))
def test_undo_and_redo_go_back_and_forth_in_what_was_done(steps, random):
    history, past, future = History([story()]), [], []
    now = story()
    for step in steps:
        if step == "go":
            lever = random.choice(LEVERS)
            wanted = Story(CLASSROOM, 7, {lever.path: random.choice([lever.low, lever.high])})
            history.go(wanted)
            if wanted != now:
                past.append(now)
                future, now = [], wanted
        elif step == "undo":
            assert history.undo() == bool(past)
            if past:
                future.append(now)
                now = past.pop()
        else:
            assert history.redo() == bool(future)
            if future:
                past.append(now)
                now = future.pop()
        assert history.now == now
    assert history.first == Story(CLASSROOM, now.seed)
