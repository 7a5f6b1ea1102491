"""Levers of one nation, from a month on, and what is said of them."""

from __future__ import annotations

import json

import pytest

from exchsim.app import said, texts
from exchsim.app.runs import Runs
from exchsim.app.story import Story
from exchsim.scenario import ScenarioError, load_scenario
from exchsim.scenario.schema import EVENT_KINDS
from exchsim.state.levers import LEVER_NAMES, LEVERS

CLASSROOM = load_scenario("classroom", ["period.end=1986-12"])


def story():
    return Story(CLASSROOM, 7)


def test_a_lever_of_one_nation_is_its_own():
    changed = story().with_lever("posts_share", 0.0, "OSH")
    assert changed.changed_scenario().resolved["nation_policies"]["OSH"]["posts_share"] == 0.0
    assert changed.lever("posts_share", "OSH") == 0.0
    assert changed.lever("posts_share") == changed.lever("posts_share", "ARD") == 0.02
    assert changed.with_lever("posts_share", 0.02, "OSH") == story()
    assert changed.without_lever("posts_share", "OSH") == story()
    assert changed.own_values("posts_share") == {"OSH": 0.0}


def test_a_nation_follows_all_unless_it_has_a_value_of_its_own():
    changed = story().with_lever("concentration", 3.0)
    assert changed.lever("concentration", "OSH") == 3.0
    assert changed.lever("concentration", "ARD") == 1.0  # as the scenario says
    assert changed.own_values("concentration") == {"ARD": 1.0}
    both = changed.with_lever("concentration", 2.0, "OSH")
    assert both.without_lever("concentration").lever("concentration", "OSH") == 2.0


def test_one_nation_alone_acts_on_its_policy():
    runs = Runs()
    table = runs.now(story().with_lever("posts_share", 0.0, "OSH")).nations
    runs.close()
    posts = table[table["year"] == 1986].set_index("iso3")["posts"]
    plain = story().scenario.resolved["nations"]["invented"]
    assert posts["OSH"] == 0
    assert all(posts[code] > 0 for code in plain if code != "OSH")


def test_a_lever_from_a_month_on_leaves_what_was_before():
    changed = story().with_lever("posts_share", 0.0, since="1984-01")
    assert changed.lever("posts_share") == 0.02
    assert changed.lever("posts_share", at="1983-12") == 0.02
    assert changed.lever("posts_share", at="1984-01") == changed.lever("posts_share", "OSH", "1985-06") == 0.0
    runs = Runs()
    before, now = runs.now(story()).world, runs.now(changed).world
    runs.close()
    early = before["month"] < "1984-01"
    assert before[early].equals(now[early])
    assert now["filled"].iloc[-1] < before["filled"].iloc[-1]


def test_the_same_month_again_replaces_and_back_again_is_no_change():
    first = story().with_lever("tour_months", 12, since="1984-01")
    assert len(first.with_lever("tour_months", 36, since="1984-01").events) == 1
    assert len(first.with_lever("tour_months", 36, "OSH", "1984-01").events) == 2
    assert first.with_lever("tour_months", 24, since="1984-01") == story()


def test_what_a_scenario_sets_later_counts_then():
    later = {"date": "1995-01", "kind": "set_lever", "nation": "ARD", "lever": "language_target", "value": 3.0}
    plain = Story(load_scenario("classroom", [f"events=[{json.dumps(later)}]"]), 1)
    assert plain.lever("language_target", "ARD", "1994-12") == 2.5
    assert plain.lever("language_target", "ARD", "1995-01") == 3.0
    assert plain.lever("language_target", "OSH", "1995-01") == plain.lever("language_target", at="1995-01") == 2.5


@pytest.mark.parametrize(("nation", "since"), [("", ""), ("OSH", ""), ("", "1984-01")])
def test_bad_values_are_refused_wherever_they_are_set(nation, since):
    with pytest.raises(ScenarioError):
        story().with_lever("tour_months", 999, nation, since)
    with pytest.raises(ScenarioError):
        story().with_lever("tour_months", 12, "XXX", since)


def test_every_lever_stands_in_one_group():
    listed = [name for _, names in (*texts.LEVERS, *texts.MORE) for name in names]
    assert sorted(listed) == sorted(LEVER_NAMES)


def test_every_lever_is_said_in_words():
    levers = pytest.importorskip("exchsim.app.levers")
    for lever in LEVERS:
        assert said.meaning_of(lever.name) and "…" not in said.meaning_of(lever.name)
        assert lever.source in said.about(lever.name)
        for value in (lever.low, lever.default, lever.high):
            step = levers._step(lever, value)
            assert step > 0 and abs(round((value - lever.low) / step) * step - (value - lever.low)) < 1e-6
        assert said.found(lever.name.replace("_", " "))[:1]
    assert said.in_words("posts_share", 0.07) == "7 % of cadre"
    assert said.in_words("reciprocity", 1.0) == "one for one"
    assert said.in_words("language_target", 2.5) == "2.5 ILR"


def test_every_event_is_said_in_words():
    for kind in EVENT_KINDS:
        event = {"kind": kind, "nation": "ARD", "other": "OSH", "organisation": "ALLIANCE", "value": 3.0}
        words = said.words_of({**event, "lever": "tour_months"}, str)
        assert words and "{" not in words and "ARD" in words
    assert set(texts.EVENTS) <= set(texts.EVENTS_SAID) < set(EVENT_KINDS)
    leak = {"kind": "leak", "nation": "ARD", "other": "OSH"}
    assert said.words_of(leak, str) == "ARD lets secrets of OSH leak"
    assert (
        said.words_of({"kind": "threat_surge", "value": 3, "threat": "cyber"}, str)
        == "all nations: cyber attacks times 3"
    )
