"""The tables of officers and of what happened to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from store.conftest import small_world

import exchsim
from exchsim.api import Result
from exchsim.enums import EventKind
from exchsim.store.officers import designation


def test_tours_are_told_by_the_events_as_by_the_table_of_posts(result: Result) -> None:
    events, posts = result.events, result.posts
    for kind, month in (("selected", "selected"), ("tour_began", "began"), ("tour_ended", "ended")):
        told = events[events["kind"] == kind]
        there = posts[posts[month].notna()].sort_values([month, "officer"], kind="stable")
        told = told.sort_values(["month", "officer"], kind="stable")
        assert len(told) == len(there) > 10
        for mine, theirs in (("month", month), ("officer", "officer"), ("venue", "venue"), ("programme", "programme")):
            assert list(told[mine]) == list(there[theirs])
    ended = events[events["kind"] == "tour_ended"]
    assert ended["end"].notna().all() and {"completed", "recalled"} <= set(ended["end"])
    assert events.loc[events["kind"] != "tour_ended", "end"].isna().all()
    course = events[events["kind"] == "course_began"]
    assert (course["value"].dropna() >= 1).all() and len(course) > 5


def test_events_are_in_order_and_about_known_officers(result: Result) -> None:
    events, officers = result.events, result.officers
    assert events["month"].cat.codes.is_monotonic_increasing
    assert set(events["officer"]) == set(officers["officer"])
    assert set(events["other"]) - {-1} <= set(officers["officer"])
    assert officers["officer"].is_unique and officers["designation"].is_unique
    assert set(events["kind"]) <= {kind.name.lower() for kind in EventKind}
    languages = events["kind"].isin(["language_begun", "level_reached"])
    assert events.loc[languages, "language"].notna().all() and events.loc[~languages, "language"].isna().all()
    twice = events[events["kind"] == "level_reached"].duplicated(["month", "officer", "language"])
    assert not twice.any()


def test_who_left_is_in_both_tables(result: Result) -> None:
    left = result.events[result.events["kind"] == "left"].set_index("officer")["month"].astype(str)
    gone = result.officers[result.officers["left"].notna()].set_index("officer")["left"].astype(str)
    pd.testing.assert_series_equal(left.sort_index(), gone.sort_index(), check_names=False)
    officers = result.officers
    assert (officers["rank"] >= officers["rank_noticed"]).all()
    known = officers["language_1"].notna()
    assert officers.loc[known, "level_1"].between(0, 4.5).all() and officers.loc[~known, "level_1"].isna().all()
    assert (officers.loc[known, "level_left_1"] <= officers.loc[known, "level_1"] + 1e-9).all()
    assert officers["school_level"].notna().equals(officers["school_language"].notna())


def test_nobody_is_logged_unless_asked_for(tmp_path: Path) -> None:
    plain = exchsim.run(small_world(), seed=3, months=12)
    assert len(plain.officers) == len(plain.events) == 0 and "events" not in plain.kept
    asked = exchsim.run(small_world(), seed=3, months=12, officers=True)
    assert plain.id != asked.id and len(asked.events) > 0
    pd.testing.assert_frame_equal(plain.world, asked.world)
    plain.save(tmp_path / "plain", figures=False)
    assert not (tmp_path / "plain" / "events.parquet").exists()
    assert len(exchsim.Result.load(tmp_path / "plain").events) == 0


def test_a_scenario_asks_for_it(tmp_path: Path) -> None:
    asked = exchsim.run("classroom", months=24, overrides=["outputs.officers=true"])
    assert len(asked.officers) > 10
    again = exchsim.run("classroom", months=24, officers=True)
    assert again.id == asked.id
    pd.testing.assert_frame_equal(again.events, asked.events)


@pytest.mark.parametrize(
    ("place", "generation", "expected"), [(41, 0, "KOR-00042"), (41, 1, "KOR-00042-2"), (1234567, 12, "KOR-1234568-13")]
)
def test_designations(place: int, generation: int, expected: str) -> None:
    assert designation("KOR", (732 << 40) | (place << 16) | generation) == expected


def test_what_is_left_of_a_language_is_reckoned_without_changing_the_run() -> None:
    result = exchsim.run(small_world(), seed=3, officers=True)
    serving = result.officers[result.officers["left"].isna() & result.officers["language_1"].notna()]
    assert (serving["level_left_1"] > 0).all() and (serving["level_left_1"] < serving["level_1"]).any()
    assert np.isfinite(serving["aptitude"]).all()
