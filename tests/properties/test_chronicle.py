"""The event log of officers: it changes nothing, misses nothing, and costs nothing when it is not asked for."""

from dataclasses import replace

import numpy as np
import pytest
from properties.test_same_bits import tables
from reference.worlds import WORLDS, every_rule, long_and_small, plain

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import EventKind, Rank
from exchsim.state.tables import SHADOWS, grow

LOGS = ("events", "officers", "portraits", "known_ties")


def logged(world, seed=3):
    """A world run to its end with a log."""
    b = world()
    return run(build(b, seed, chronicle=True), b.end)


def events_of(state):
    return state.events[: state.clock[0].events]


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_with_a_log_every_other_table_is_the_same_bit_by_bit(world):
    b = world()
    on, off = tables(logged(world)), tables(run(build(b, 3), b.end))
    kept = [
        key for key in off if key[0] not in LOGS and key not in [("clock", "chronicle"), *(("clock", n) for n in LOGS)]
    ]
    assert len(kept) > 200
    for key in kept:
        if key[0] != "due":
            assert on[key].tobytes() == off[key].tobytes(), key


def test_without_a_log_nothing_is_kept():
    b = plain()
    state = run(build(b, 3), b.end)
    assert all(len(getattr(state, name)) == 0 for name in LOGS)
    assert state.clock[0].events == state.clock[0].officers == 0


@pytest.mark.parametrize("world", [every_rule, long_and_small])
def test_a_log_grown_from_nothing_holds_what_a_large_one_holds(world):
    b = world()
    small = build(b, 3, chronicle=True)
    small = run(small._replace(events=small.events[:1], officers=small.officers[:1]), b.end)
    large = grow(grow(build(b, 3, chronicle=True), "events", 1_000_000), "officers", 10_000)
    large = run(large, b.end)
    assert len(events_of(small)) < len(small.events)  # the guard of a full log was never needed
    for name in ("events", "officers"):
        count = small.clock[0][name]
        assert count == large.clock[0][name] > 100
        for column in small.events.dtype.names if name == "events" else small.officers.dtype.names:
            np.testing.assert_array_equal(getattr(small, name)[:count][column], getattr(large, name)[:count][column])


def test_what_is_remembered_of_rows_grows_with_them():
    b = every_rule()
    state = logged(every_rule)
    assert len(state.dossiers) > len(build(b, 3).dossiers)
    for table, shadow in SHADOWS.items():
        assert len(getattr(state, table)) == len(getattr(state, shadow))


def test_every_life_is_in_order():
    """Who has a file was noticed first and leaves last; grades rise by one; who was passed over rises no more."""
    state = logged(long_and_small)
    events = events_of(state)
    left = set(state.officers["uid"][: state.clock[0].officers].tolist())
    lives = {}
    for event in events:
        lives.setdefault(int(event.officer), []).append(event)
    assert len(lives) > 100 and left
    for uid, life in lives.items():
        assert [e.kind for e in life].count(EventKind.NOTICED) == 1
        assert min(e.month for e in life) == next(e.month for e in life if e.kind == EventKind.NOTICED)
        assert (life[-1].kind == EventKind.LEFT) == (uid in left)
        boards = [e for e in life if e.kind in (EventKind.PROMOTED, EventKind.BECAME_GENERAL, EventKind.PASSED_OVER)]
        rank = next(e.value for e in life if e.kind == EventKind.NOTICED)
        for board in boards:
            rank += board.kind != EventKind.PASSED_OVER
            assert board.value == rank
            assert (board.kind == EventKind.BECAME_GENERAL) == (rank == Rank.O7 and board.kind != EventKind.PASSED_OVER)
        passed = [k for k, e in enumerate(boards) if e.kind == EventKind.PASSED_OVER]
        assert passed in ([], [len(boards) - 1])


def test_counts_agree_with_other_tables():
    """Misunderstandings and friendships are those of the log of tours and of the ties, denials those of vetting."""
    b = every_rule()
    params = b.params.copy()
    params["contact_misunderstandings_per_year"] = 40.0
    params["intelligence_false_denials"] = 0.3
    state = run(build(replace(b, params=params), 3, chronicle=True), b.end)
    clock, events = state.clock[0], events_of(state)
    tours = state.tours[: clock.tours]
    told = events[events["kind"] == EventKind.MISUNDERSTOOD]
    assert told["value"].sum() == tours["misunderstandings"].sum() > 0
    denied = state.nations_out["denied"].sum() + state.nations_out["false_denials"].sum()
    assert (events["kind"] == EventKind.DENIED).sum() == denied > 0
    made = (events["kind"] == EventKind.BEFRIENDED).sum()
    assert made % 2 == 0 and made // 2 >= tours["ties"].sum() > 0
    open_files = state.portraits["uid"] >= 0
    assert made == state.portraits["ties"][open_files].sum() + state.officers["ties"][: clock.officers].sum()
    kinds = set(events["kind"].tolist()) - {EventKind.BECAME_GENERAL}  # few live to see it
    assert kinds == set(EventKind) - {
        EventKind.SELECTED, EventKind.COURSE_BEGAN, EventKind.TOUR_BEGAN, EventKind.TOUR_ENDED, EventKind.BECAME_GENERAL
    }  # fmt: skip


def test_some_become_generals():
    events = events_of(logged(long_and_small, seed=7))
    assert (events["kind"] == EventKind.BECAME_GENERAL).sum() > 0
