"""The same run gives the same bits: again, in pieces, from a copy, uncompiled, and whatever a stranger does."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from blueprints import blueprint, lever
from reference.compare import engine_tables
from reference.worlds import WORLDS, every_rule, hard_times, plain

from exchsim.engine.run import begin, finish, run
from exchsim.engine.setup import build
from exchsim.enums import Change, PostState
from exchsim.state.tables import STACKS, copy

GROWING = ("tours", "gatherings", "participants", "agreements")  # logs: rows beyond the counter are not used yet
PEOPLED = ("posts", "tours", "files", "people", "ties", "gatherings")


def tables(state):
    """Every used row of every table, column by column (the padding between columns has no meaning)."""
    clock, found = state.clock[0], {}
    used = {
        "dossiers": state.dossiers["row"] >= 0,
        "posts": state.posts["state"] != PostState.FREE,
        "ties": state.ties["dossier"][:, 0] >= 0,
        "meeting_order": slice(0, clock.posts),
        **{name: slice(0, clock[name]) for name in GROWING},
        **{stack: slice(0, 0) for stack in STACKS.values()},  # how many rows are spare is nobody's business
    }
    for name, array in state._asdict().items():
        rows = array[used.get(name, slice(None))]
        for field in array.dtype.names or ("",):
            if (name, field) not in [("clock", stack) for stack in STACKS.values()]:
                found[name, field] = np.ascontiguousarray(rows[field] if field else rows)
    found["dossiers", "at"] = np.flatnonzero(used["dossiers"])
    return found


def assert_same(first, second):
    """Bit by bit."""
    assert first.keys() == second.keys()
    for name in first:
        if name[0] != "due":  # as long as the table of files, and its rows say the same as people
            assert first[name].tobytes() == second[name].tobytes(), name


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_again(world):
    b = world()
    assert_same(tables(run(build(b, 3), b.end)), tables(run(build(b, 3), b.end)))


@pytest.mark.parametrize("world", [plain, every_rule, hard_times])
def test_in_pieces(world):
    b = world()
    state = build(b, 3)
    for stop in (b.start + 10, b.start + 17, b.end):
        state = run(state, stop)
    assert_same(tables(state), tables(run(build(b, 3), b.end)))


@pytest.mark.parametrize("world", [plain, every_rule])
def test_from_a_copy(world):
    b = world()
    state = run(build(b, 3), b.start + 20)
    copied = copy(state)
    state = run(state, b.end)
    assert_same(tables(run(copied, b.end)), tables(state))


def tiny():
    """A world that plain Python can run in seconds, with most of what can happen."""
    changes = (("1980-05", Change.CLOSE_BORDERS, 1, -1, 0.0), ("1980-08", Change.OPEN_BORDERS, 1, -1, 0.0))
    return blueprint(
        cadres=(60, 50), months=26, changes=changes, present={1: ("1980-02", "1999-01")}, expenditure=1e10,
        policy={"posts_share": 0.06, "tour_months": 5.0, "hosting_share": 0.2, "workshops_per_year": 3.0,
                "refresher_hours_per_year": 20.0, "interpreter_coverage": 0.5},
    )  # fmt: skip


UNCOMPILED = """
import sys
import numpy as np
from properties.test_same_bits import build, run, tables, tiny
state = run(build(tiny(), 11), tiny().end)
np.savez(sys.argv[1], **{"|".join(name): array for name, array in tables(state).items()})
"""


@pytest.mark.nojit
def test_without_the_compiler(tmp_path):
    """Whole numbers exactly, others to 1e-12: the compiler may use another library for powers and logarithms."""
    b = tiny()
    compiled = tables(run(build(b, 11), b.end))
    tests = str(Path(__file__).parents[1])
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [tests, os.environ.get("PYTHONPATH")])),
    }
    subprocess.run([sys.executable, "-c", UNCOMPILED, str(tmp_path / "plain.npz")], env=environment, check=True)
    plainly = np.load(tmp_path / "plain.npz")
    assert compiled["clock", "tours"][0] > 10
    for name, values in compiled.items():
        other = plainly["|".join(name)]
        if values.dtype.kind == "f":
            tolerance = 1e-6 if values.dtype == np.float32 else 1e-12
            np.testing.assert_allclose(values, other, rtol=tolerance, atol=tolerance, err_msg=str(name))
        else:
            assert np.array_equal(values, other), name


def with_stranger(cadre, where):
    """Two partners and a nation behind closed borders that takes part in nothing."""
    cadres, seen = [150, 120], {0: (1, 2), 2: (0, 1)}[where]
    cadres.insert(where, cadre)
    b = blueprint(
        cadres=tuple(cadres), months=40, languages=(0, 0, 1) if where else (1, 0, 0), organisation=False,
        changes=(("1980-01", Change.CLOSE_BORDERS, where, -1, 0.0),), allies=(seen,),
        policy={"posts_share": 0.06, "tour_months": 6.0, "refresher_hours_per_year": 20.0, "workshops_per_year": 3.0},
    )  # fmt: skip
    # as much money for each of its people whatever their number: what a stranger knows reaches others a little
    expenditure = b.expenditure.copy()
    expenditure[where] *= cadre / 80.0
    b = replace(b, expenditure=expenditure)
    policies = b.policies.copy()
    policies["posts_share"][where] = policies["workshops_per_year"][where] = 0.0
    return replace(b, policies=policies), seen


@pytest.mark.parametrize("where", [0, 2], ids=["first", "last"])
def test_a_larger_stranger_changes_nobody_else(where):
    """Rows move when a cadre before them grows, so officers are compared by who they are."""
    worlds = []
    for cadre in (80, 300):
        b, seen = with_stranger(cadre, where)
        worlds.append(engine_tables(run(build(b, 5), b.end)))
    small, large = worlds
    assert len(small["tours"]) > 10
    for name in PEOPLED:
        assert small[name] == large[name], name
    for i in seen:
        assert small["nations"][i] == large["nations"][i]
        assert all(small["pairs"][i, j] == large["pairs"][i, j] for j in seen if j != i)


def test_a_lever_set_to_what_it_is_changes_nothing():
    b = plain()
    same = blueprint(
        months=48,
        changes=tuple(("1981-05", Change.SET_LEVER, -1, lever(name), float(b.policies[name][0]))
                      for name in ("tour_months", "posts_share", "standards_effort", "reciprocity")),
    )  # fmt: skip
    with_change, without = tables(run(build(same, 4), same.end)), tables(run(build(b, 4), b.end))
    assert_same(
        {name: v for name, v in with_change.items() if name[0] != "changes"},
        {name: v for name, v in without.items() if name[0] != "changes"},
    )


def test_asked_month_by_month():
    """The way of the Mesa model: stop at the governments' proposals, then carry them out."""
    b = plain()
    state = build(b, 3)
    for _ in range(b.start, b.end):
        state = finish(begin(state))
    assert len(state.participants) < 10_000
    assert_same(tables(state), tables(run(build(b, 3), b.end)))


def test_room_is_reckoned_within_the_log_while_the_year_is_planned_anew():
    """A log too short for the year's gatherings: the clock counts what is needed, nobody reads beyond the end."""
    from exchsim.engine.run import room

    state = build(blueprint(months=3), 1)
    state.clock["gatherings"] = len(state.gatherings) + 10_000_000
    posts, files = room(state.clock, state.nations, state.targets, state.gatherings)
    assert (posts, files) == (0, 0)
