"""A run that goes on from a checkpoint is the run that never stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from blueprints import blueprint
from store.conftest import small_world

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.state.tables import State
from exchsim.store.checkpoint import load, pack, save
from exchsim.store.errors import StoreError

_INITIAL_ROWS = 256


def assert_same(one: State, other: State) -> None:
    a, b = pack(one), pack(other)
    assert a.keys() == b.keys()
    for name, values in a.items():
        assert values.dtype == b[name].dtype and values.shape == b[name].shape, name
        for field in values.dtype.names or [...]:
            np.testing.assert_array_equal(values[field], b[name][field], err_msg=f"{name} {field}")


@pytest.mark.parametrize("months", [0, 1, 7, 12, 29, 39])
def test_continuation_is_identical(months: int, tmp_path: Path) -> None:
    plan = small_world()
    whole = run(build(plan, 5), plan.end)
    half = run(build(plan, 5), plan.start + months)
    save(half, plan, tmp_path / "half.npz")
    restored = load(tmp_path / "half.npz", plan)
    assert_same(restored, half)
    assert_same(run(restored, plan.end), whole)


def test_tables_that_have_grown_come_back_with_their_spare_rows(tmp_path: Path) -> None:
    plan = blueprint(cadres=(900, 800, 700), months=36, policy={"posts_share": 0.08, "tour_months": 6.0})
    whole = run(build(plan, 2), plan.end)
    half = run(build(plan, 2), plan.start + 20)
    assert len(half.dossiers) > _INITIAL_ROWS and len(half.tours) > _INITIAL_ROWS and len(half.ties) > _INITIAL_ROWS
    save(half, plan, tmp_path / "half.npz")
    restored = load(tmp_path / "half.npz")
    for name in State._fields:
        mine, theirs = getattr(restored, name), getattr(half, name)
        assert mine.shape == theirs.shape and mine.dtype == theirs.dtype, name
        assert mine.dtype.isalignedstruct == theirs.dtype.isalignedstruct and type(mine) is type(theirs), name
    assert_same(run(restored, plan.end), whole)


def test_the_event_log_of_officers_goes_on_too(tmp_path: Path) -> None:
    plan = small_world()
    whole = run(build(plan, 5, chronicle=True), plan.end)
    half = run(build(plan, 5, chronicle=True), plan.start + 17)
    save(half, plan, tmp_path / "half.npz")
    restored = load(tmp_path / "half.npz", plan)
    assert_same(restored, half)
    assert len(half.portraits) == len(half.dossiers) and len(half.known_ties) == len(half.ties)
    assert_same(run(restored, plan.end), whole)
    assert whole.clock[0].events > half.clock[0].events > 0


def test_levers_share_the_memory_of_policies(tmp_path: Path) -> None:
    plan = small_world()
    save(build(plan, 1), plan, tmp_path / "start.npz")
    state = load(tmp_path / "start.npz")
    state.levers[1, 0] = 0.0125
    assert state.policies[1][0] == 0.0125


def test_checkpoints_of_others_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, path = small_world(), tmp_path / "start.npz"
    save(build(plan, 1), plan, path)
    with pytest.raises(StoreError, match="another scenario"):
        load(path, small_world(months=41))
    monkeypatch.setattr("exchsim.store.checkpoint.source_hash", lambda: "other")
    with pytest.raises(StoreError, match="another version"):
        load(path)
    path.write_bytes(b"not a checkpoint")
    with pytest.raises(StoreError, match="is no checkpoint"):
        load(path)
    with pytest.raises(StoreError, match="is no checkpoint"):
        load(tmp_path / "missing.npz")
    with pytest.raises(StoreError, match="writing failed"):
        save(build(plan, 1), plan, tmp_path / "missing" / "start.npz")
