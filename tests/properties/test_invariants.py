"""What must hold in every world, whatever the scenario says."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.small_worlds import small_worlds

from exchsim.engine.roll import roll_call
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import PostState, Status, TourEnd
from exchsim.rules import careers
from exchsim.state import columns, outputs
from exchsim.state.tables import NEVER, STACKS, copy

WORLDS = settings(max_examples=80, deadline=None, derandomize=True, database=None,
                  suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
SYMMETRIC = ("interoperability", "human", "procedural", "technical", "talk", "alliance", "rivalry", "agreement",
             "ruptured", "gap", "standards")  # fmt: skip
AWAY = (Status.ABROAD, Status.CONNECTED)
IN_SERVICE = (Status.SERVING, Status.PREPARING, *AWAY)
EVERYWHERE = 1e-12  # for amounts that are clipped or are differences of sums


def months(world, seed):
    """The state after each month."""
    state = build(world, seed)
    for month in range(world.start, world.end):
        state = run(state, month + 1)
        yield state


def known_pairs(state):
    """Which directed pairs are of two different states present."""
    present = state.nations["present"] == 1
    known = present[:, None] & present[None, :]
    np.fill_diagonal(known, False)
    return known


def files_of(state):
    return state.dossiers[state.dossiers["row"] >= 0]


def posts_of(state):
    return state.posts[state.posts["state"] != PostState.FREE]


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_shares_stay_between_0_and_1(world, seed):
    for state in months(world, seed):
        known = known_pairs(state)
        for layout, rows in (
            (columns.NATIONS, state.nations), (columns.PAIRS, state.pairs[known]), (columns.DOSSIERS, files_of(state)),
            (outputs.WORLD_OUT, state.world_out), (outputs.NATIONS_OUT, state.nations_out),
        ):  # fmt: skip
            for column in layout:
                if column.unit in ("0-1", "share"):
                    values = rows[column.name]
                    assert np.all((values >= -EVERYWHERE) & (values <= 1 + EVERYWHERE)), column.name


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_levels_and_personal_trust_stay_on_their_scales(world, seed):
    for state in months(world, seed):
        files, tours = files_of(state), state.tours[: state.clock[0].tours]
        for values in (files["level"], *(tours[f"level_at_{when}"] for when in ("selection", "start", "end"))):
            assert np.all((values >= 0.0) & (values <= 5.0))
        assert np.all(np.abs(files["trust"]) <= state.params[0].contact_ceiling + EVERYWHERE)


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_nothing_is_undefined(world, seed):
    for state in months(world, seed):
        for name, array in state._asdict().items():
            for field in array.dtype.names or (None,):
                values = array[field] if field else array
                if values.dtype.kind == "f":
                    assert np.all(np.isfinite(values)), (name, field)


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_people_are_conserved(world, seed):
    for state in months(world, seed):
        looked = copy(state)  # looking at everybody must not disturb the run
        month = int(state.clock[0].month) - 1
        for i, nation in enumerate(looked.nations):
            if month >= nation.epoch:
                people = roll_call(looked, i)
                assert np.isin(people["status"], IN_SERVICE).sum() == world.strength[i, month - world.start]
                assert np.all(people["due"] > month)


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_nobody_serves_longer_than_the_grade_allows(world, seed):
    params = world.params[0]
    limits = {rank: careers.gate_years(rank, params) for rank in (1, 2)}
    limits |= {rank: careers.service_limit_years(rank, params) for rank in range(3, 10)}
    for state in months(world, seed):
        looked = copy(state)
        month = int(state.clock[0].month)
        for i, nation in enumerate(looked.nations):
            if month > nation.epoch:
                people = roll_call(looked, i)
                serving = people[np.isin(people["status"], IN_SERVICE)]
                for rank, limit in limits.items():
                    served = month - serving["entered"][serving["rank"] == rank].astype(int)
                    # who is drawn with the last month of service before the limit serves the first month of the run
                    assert np.all(served <= careers.months_of(limit) + 1), rank


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_an_officer_and_a_post_know_each_other(world, seed):
    for state in months(world, seed):
        held = 0
        for row, post in enumerate(state.posts):
            if post.state in (PostState.PREPARING, PostState.FILLED):
                held += 1
                file = state.dossiers[post.dossier]
                allowed = AWAY if post.state == PostState.FILLED else (Status.PREPARING,)
                assert file.post == row and state.people[file.row].status in allowed
                tour = state.tours[post.tour]
                assert tour.officer == file.uid and tour.post == post.uid and tour.end == TourEnd.RUNNING
            else:
                assert post.dossier == -1 and post.tour == -1
        assert held == np.sum(files_of(state)["post"] >= 0)
        assert held == np.isin(state.people["status"], (Status.PREPARING, *AWAY)).sum()
        assert held == np.sum(state.tours["end"][: state.clock[0].tours] == TourEnd.RUNNING)


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_what_two_nations_share_is_the_same_from_both_sides(world, seed):
    for state in months(world, seed):
        known = known_pairs(state)
        for name in SYMMETRIC:
            values = np.where(known, state.pairs[name], 0)
            assert np.array_equal(values, values.T), name


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_budgets_are_kept(world, seed):
    before = 0.0
    for state in months(world, seed):
        nations, clock = state.nations, state.clock[0]
        assert np.all(nations["spent_usd"] <= nations["budget_usd"] * (1 + EVERYWHERE))
        assert np.all(nations["reserved_usd"] >= -1e-9 * (1.0 + nations["budget_usd"]))
        if (clock.month - 1) % 12 == 0:
            before = 0.0
        spent = nations["spent_this_year_usd"].sum()
        assert spent == pytest.approx(before + clock.spent_usd, rel=1e-9, abs=1e-6)
        before = spent


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_a_row_is_used_or_free(world, seed):
    for state in months(world, seed):
        in_use = {
            "dossiers": np.flatnonzero(state.dossiers["row"] >= 0),
            "posts": np.flatnonzero(state.posts["state"] != PostState.FREE),
            "ties": np.flatnonzero(state.ties["dossier"][:, 0] >= 0),
        }
        for name, used in in_use.items():
            free = getattr(state, STACKS[name])[: state.clock[0][STACKS[name]]]
            rows = np.concatenate([used, free])
            assert np.array_equal(np.sort(rows), np.arange(len(getattr(state, name)))), name


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_the_calendar_of_careers_is_that_of_the_people(world, seed):
    for state in months(world, seed):
        used = state.dossiers["row"] >= 0
        holders = state.people[state.dossiers["row"][used]]
        assert np.array_equal(state.due[used], holders["due"])
        assert np.array_equal(holders["dossier"], np.flatnonzero(used) + 1)
        assert np.all(state.due[~used] == NEVER)


@given(small_worlds(), st.integers(0, 2**63 - 1))
@WORLDS
def test_posts_are_counted_and_in_order(world, seed):
    for state in months(world, seed):
        clock, posts, n = state.clock[0], posts_of(state), len(state.nations)
        order = state.meeting_order[: clock.posts]
        assert len(posts) == clock.posts
        assert np.all(np.diff(state.posts["uid"][order]) > 0)
        for name, kept in (("posts", posts), ("filled", posts[posts["state"] == PostState.FILLED])):
            counted = np.zeros((n, n), int)
            bilateral = kept[kept["venue"] < n]
            np.add.at(counted, (bilateral["sender"], bilateral["venue"]), 1)
            assert np.array_equal(counted, state.pairs[name]), name
        assert np.array_equal(state.pairs["posts"].sum(axis=0), state.nations["hosted"])
        out = state.world_out[clock.month - 1 - clock.start]
        assert out.posts == out.filled + out.preparing + out.vacant == len(posts)
