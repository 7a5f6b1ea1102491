"""Frames say what the arrays of the engine say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from blueprints import MissionSketch, blueprint, with_missions
from store.conftest import small_world

import exchsim
from exchsim.api import Result
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import TourEnd
from exchsim.state import outputs
from exchsim.state.tables import State
from exchsim.store import frames
from exchsim.store.names import Names, names_of
from exchsim.store.schema import TABLES, describe


@pytest.fixture(scope="module")
def finished() -> tuple[State, Names]:
    mission = MissionSketch(persons=60.0, place=2), MissionSketch(start=3, end=20, persons=40.0)
    plan = with_missions(small_world(policy={"mission_pledges": 0.2}), *mission)
    state = build(plan, 3, chronicle=True)
    return run(state, plan.end), names_of(plan)


def frame(finished: tuple[State, Names], table: str) -> pd.DataFrame:
    state, names = finished
    return frames.build(table, frames.outputs_of(state), names)


@pytest.mark.parametrize("table", TABLES)
def test_columns_types_and_attributes_are_those_declared(finished: tuple[State, Names], table: str) -> None:
    made = frame(finished, table)
    assert len(made) > 0
    assert list(made.columns) == [field.name for field in TABLES[table]]
    for field in TABLES[table]:
        if field.dtype == "label":
            assert isinstance(made[field.name].dtype, pd.CategoricalDtype)
        elif field.dtype != "text":
            assert made[field.name].dtype == np.dtype(field.dtype)
        assert made.attrs["units"][field.name] and made.attrs["meanings"][field.name]


def test_every_output_column_of_the_engine_is_in_a_frame() -> None:
    for table, layout, absent in (
        ("world", outputs.WORLD_OUT, set()),
        ("nations", outputs.NATIONS_OUT, {"present"}),
        ("pairs", outputs.PAIRS_OUT, set()),
        ("posts", outputs.TOURS, set()),
        ("leaks", outputs.LEAKS, {"kind"}),  # called compromise there
        ("threats", outputs.THREATS_OUT, set()),
        ("language_pool", outputs.LANGUAGE_POOL, set()),
    ):
        assert {column.name for column in layout} - {field.name for field in TABLES[table]} == absent
    assert all(unit and meaning for _, _, _, unit, meaning in describe())
    assert len(describe()) == sum(map(len, TABLES.values()))


def test_world_has_a_row_for_each_month(finished: tuple[State, Names]) -> None:
    state, world = finished[0], frame(finished, "world")
    assert list(world["month"][[0, 12, 39]]) == ["1980-01", "1981-01", "1983-04"]
    np.testing.assert_array_equal(world["trust"], state.world_out["trust"])
    np.testing.assert_array_equal(world["filled"], state.world_out["filled"])


def test_nations_appear_only_in_years_in_which_they_exist(finished: tuple[State, Names]) -> None:
    state, nations = finished[0], frame(finished, "nations")
    years = nations.groupby("iso3", observed=True)["year"].agg(list)
    assert years["AAA"] == [1980, 1981, 1982, 1983]
    assert years["CCC"] == [1980, 1981]
    assert years["DDD"] == [1981, 1982, 1983]
    row = nations[(nations["iso3"] == "DDD") & (nations["year"] == 1982)].iloc[0]
    assert row["cadre"] == 200
    assert row["budget_usd"] == state.nations_out[2, 3].budget_usd
    assert nations[nations["tours_ended"] == 0]["level_at_return"].isna().all()


def test_pairs_hold_both_directions_and_no_nation_with_itself(finished: tuple[State, Names]) -> None:
    state, pairs = finished[0], frame(finished, "pairs")
    assert pairs.groupby("year").size().to_dict() == {1980: 6, 1981: 12, 1982: 6, 1983: 6}
    assert not (pairs["sender"].astype(str) == pairs["host"].astype(str)).any()
    one = pairs[(pairs["year"] == 1981) & (pairs["sender"] == "DDD") & (pairs["host"] == "BBB")].iloc[0]
    assert one["trust"] == state.pairs_out[1, 3, 1].trust
    assert one["incidents"] == state.pairs_out[1, 3, 1].incidents


def test_posts_name_places_months_and_reasons(finished: tuple[State, Names]) -> None:
    state, posts = finished[0], frame(finished, "posts")
    tours = state.tours[: state.clock[0].tours]
    assert len(posts) == len(tours)
    assert set(posts["venue"].dropna()) <= {"AAA", "BBB", "CCC", "DDD", "ORG", "ONE", "TWO"}
    assert list(posts["officer"]) == list(tours["officer"])
    assert (posts["end"] == TourEnd(int(tours["end"][0])).name.lower()).iloc[0]
    running = posts["end"] == "running"
    assert posts[running]["ended"].isna().all() and posts[running]["level_at_end"].isna().all()
    assert posts[~running]["ended"].notna().all()
    assert (posts["selected"] <= posts["began"].fillna("1983-05")).all()
    assert posts["rank"].iloc[0] == f"O{tours['rank'][0]}"
    assert set(posts["language"]) <= {"l00", "l01", "l02", "l03"}
    at_staff = posts[posts["venue"] == "ORG"]
    assert (at_staff["host"] == "AAA").all() and (at_staff["language"] == "l00").all()


def test_exercises_list_those_who_came_to_events_that_took_place(finished: tuple[State, Names]) -> None:
    state, exercises = finished[0], frame(finished, "exercises")
    assert exercises.groupby("event").size().min() >= 2
    assert exercises["event"].nunique() == int(state.world_out["gatherings"].sum())
    held = exercises.drop_duplicates("event")
    assert held.groupby("month", observed=True).size().sum() == len(held)
    assert set(exercises["kind"]) == {"exercise", "workshop"}
    assert (exercises["year"].astype(str) == exercises["month"].astype(str).str[:4]).all()


def test_a_run_can_be_looked_at_before_its_end() -> None:
    plan = small_world()
    state = run(build(plan, 3), plan.start + 14)
    outputs, names = frames.outputs_of(state), names_of(plan)
    assert len(frames.build("world", outputs, names)) == 14
    assert set(frames.build("nations", outputs, names)["year"]) == {1980}


def test_a_shortened_run_is_the_beginning_of_the_long_one(result: Result) -> None:
    short = exchsim.run(small_world(), seed=3, months=27, officers=True)
    pd.testing.assert_frame_equal(short.world, result.world.head(27))
    whole_years = result.pairs[result.pairs["year"] < 1982].reset_index(drop=True)
    pd.testing.assert_frame_equal(short.pairs[short.pairs["year"] < 1982], whole_years)
    assert short.id != result.id and short.names.period == "1980-01 to 1982-03"


@pytest.mark.parametrize("months", [0, -1, 41])
def test_months_outside_the_scenario_are_refused(months: int) -> None:
    with pytest.raises(ValueError, match=rf"months = {months}: must be 1 to 40"):
        exchsim.run(small_world(), months=months)


def test_xarray_holds_the_same_numbers(result: Result) -> None:
    data = result.to_xarray()
    assert dict(data.sizes) == {"month": 40, "year": 4, "nation": 4, "sender": 4, "host": 4}
    row = result.pairs.iloc[7]
    here = data["pair_trust"].sel(year=row["year"], sender=row["sender"], host=row["host"])
    assert float(here) == pytest.approx(row["trust"])
    assert np.isnan(data["pair_trust"].sel(sender="AAA", host="AAA")).all()
    assert np.isnan(data["nation_cadre"].sel(year=1980, nation="DDD"))
    assert data["world_trust"].attrs["units"] == "0-1"


def test_tables_that_a_scenario_does_not_want_stay_empty() -> None:
    quick = exchsim.run("classroom", months=2, overrides=["outputs.pairs=false", "outputs.tours=false"])
    assert len(quick.pairs) == len(quick.posts) == 0 and len(quick.nations) == 5
    assert "posts" not in quick.kept and list(quick.posts.columns) == [field.name for field in TABLES["posts"]]
    assert "Spent" in quick.summary()


def test_identity_follows_scenario_and_seed() -> None:
    ids = {
        exchsim.run("classroom", months=1).id,
        exchsim.run("classroom", months=1, seed=1).id,
        exchsim.run("classroom", months=1, overrides=["seed=1"]).id,
    }
    assert len(ids) == 1
    others = [
        exchsim.run("classroom", months=1, seed=2).id,
        exchsim.run("classroom", months=2).id,
        exchsim.run("classroom", months=1, overrides=["policy.tour_months=12"]).id,
        exchsim.run(blueprint(), months=1).id,
        exchsim.run(blueprint(), months=1, seed=1).id,
    ]
    assert len({*ids, *others}) == 6


def test_missions_and_contingents_tell_of_the_same_troops(finished):
    missions, contingents = frame(finished, "missions"), frame(finished, "contingents")
    sums = contingents.groupby(["year", "mission"], observed=True).troops.sum()
    told = missions.set_index(["year", "mission"]).troops
    assert (told[told > 0] == sums.reindex(told[told > 0].index)).all()
    assert set(missions[missions.mission == "TWO"].year) == {1980, 1981}  # it begins and ends
    assert (missions[missions.mission == "ONE"].place == "CCC").all()
    assert missions[missions.mission == "TWO"].place.isna().all()
    assert "CCC" not in set(contingents[contingents.mission == "ONE"].iso3)  # the place itself sends nobody
    largest = contingents.groupby(["year", "mission"], observed=True).troops.max() / sums
    assert np.allclose(missions[missions.troops > 0].set_index(["year", "mission"]).top_share, largest)


def test_no_nation_is_the_host_of_the_staff_of_a_mission(finished):
    posts = frame(finished, "posts")
    assert posts[posts.venue.isin(["ONE", "TWO"])].host.isna().all()
    assert (posts.venue == "ONE").sum() + (posts.venue == "TWO").sum() > 0
