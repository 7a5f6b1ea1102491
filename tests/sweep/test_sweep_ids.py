"""Runs are known by what they are: what is stored is used again, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from small_sweeps import EXPERIMENT, experiment

import exchsim
from exchsim.sweep import setting as settings
from exchsim.sweep.load import stored_experiment
from exchsim.sweep.runner import Tally, run_sweep

Sweeper = Callable[..., Tally]
OUTCOMES = EXPERIMENT["outcomes"]
SOBOL = {"kind": "sobol", "samples": 4}


@pytest.fixture
def sweep(tmp_path: Path) -> Sweeper:
    """Sweep the small experiment, changed, into one and the same folder, and check it against a fresh one."""

    def carried_out(fresh: bool = True, **changes: Any) -> Tally:
        loaded = experiment(**{"design": SOBOL, **changes})
        tally = run_sweep(loaded, tmp_path / "s", 1, "threads")
        if fresh:
            place = tmp_path / f"fresh{len(list(tmp_path.iterdir()))}"
            run_sweep(loaded, place, 1, "threads")
            assert (place / "outcomes.parquet").read_bytes() == (tmp_path / "s" / "outcomes.parquet").read_bytes()
        return tally

    return carried_out


def test_what_is_stored_is_not_run_again(sweep: Sweeper) -> None:
    first = sweep()
    assert (first.total, first.stored, first.ran, first.failed) == (16, 16, 16, 0)
    again = sweep()
    assert (again.total, again.stored, again.ran, again.failed) == (16, 16, 0, 0)


@pytest.mark.parametrize(
    ("changes", "ran"),
    [
        ({"replicates": 3}, 8),
        ({"design": {"kind": "sobol", "samples": 8}}, 16),
        ({"policies": {**EXPERIMENT["policies"], "third": {"vetting": 1}}}, 8),
        ({"policies": {"as_now": {}, "longer": {"tour_months": 30}}}, 8),
        ({"policies": {"as_now": {}}}, 0),
        ({"policies": {"longer": {"tour_months": 36}, "renamed": {}}}, 0),
        ({"replicates": 1}, 0),
        ({"seed": 2}, 8),
        ({"title": "Other words", "question": "Why?"}, 0),
        ({"outcomes": {**OUTCOMES, "trust": {"column": "trust", "direction": "less", "meaning": "other"}}}, 0),
        ({"outcomes": {**OUTCOMES, "trust": {"column": "trust", "reduce": "last"}}}, 16),
        ({"outcomes": {"trust": OUTCOMES["trust"]}}, 16),
        ({"keep": {"world": ["trust"]}}, 16),
        ({"set": {"parameters.trust.gain_per_year": 0.3}}, 16),
        ({"common_random_numbers": False}, 16),
    ],
)  # fmt: skip
def test_only_what_is_new_is_run(sweep: Sweeper, changes: dict[str, Any], ran: int) -> None:
    sweep(fresh=False)
    assert sweep(**changes).ran == ran
    assert sweep().ran == 0  # the old rows are still there


def test_another_order_of_points_keeps_the_runs_and_moves_the_samples(sweep: Sweeper, tmp_path: Path) -> None:
    points = [{"trust.memory_years": value} for value in (4.0, 6.0, 8.0)]
    sweep(uncertainties={}, design={"kind": "list", "points": points})
    added = [{"trust.memory_years": 5.0}, *points]
    assert sweep(uncertainties={}, design={"kind": "list", "points": added}).ran == 4
    runs = exchsim.open_sweep(tmp_path / "s").runs
    by_sample = runs.groupby("sample")["trust.memory_years"].unique().map(list).to_dict()
    assert by_sample == {0: [5.0], 1: [4.0], 2: [6.0], 3: [8.0]}


def test_runs_that_are_the_same_are_run_once_and_read_twice(sweep: Sweeper, tmp_path: Path) -> None:
    twice = {"kind": "list", "points": [{"trust.memory_years": 5}, {"trust.memory_years": 5}]}
    tally = sweep(policies={"a": {}, "b": {"tour_months": 40}, "c": {}}, uncertainties={}, design=twice)
    opened = exchsim.open_sweep(tmp_path / "s")
    runs = opened.runs
    assert len(runs) == opened.about["runs"] == 12 and tally.ran == runs["id"].nunique() == 4
    assert tally.stored == tally.total == tally.ran
    by_policy = [runs[runs["policy"] == name].set_index(["sample", "replicate"])["trust"] for name in ("a", "c")]
    assert by_policy[0].sort_index().equals(by_policy[1].sort_index())
    assert exchsim.open_sweep(tmp_path / "s").to_xarray()["trust"].notnull().all()


def test_another_version_of_the_model_makes_other_runs(sweep: Sweeper, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(fresh=False)
    monkeypatch.setattr(settings, "source_hash", lambda: "another")
    assert sweep(fresh=False).ran == 16


def test_the_tables_of_a_world_are_part_of_the_id(sweep: Sweeper, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(fresh=False)
    before = settings.blueprint_digest
    monkeypatch.setattr(settings, "blueprint_digest", lambda blueprint: before(blueprint) + "0")
    assert sweep(fresh=False).ran == 16


def test_two_experiments_in_one_folder_disturb_nobody(sweep: Sweeper, tmp_path: Path) -> None:
    sweep()
    assert sweep(uncertainties={"trust.gain_per_year": {}}, seed=50).ran == 16
    assert sweep().ran == 0
    opened = exchsim.open_sweep(tmp_path / "s")
    assert opened.uncertainties == list(EXPERIMENT["uncertainties"]) and len(opened.runs) == 16
    assert sum(pq.read_metadata(path).num_rows for path in opened.folder.files()) == 32


def test_a_stored_experiment_has_the_same_runs(sweep: Sweeper, tmp_path: Path) -> None:
    sweep()
    stored = exchsim.open_sweep(tmp_path / "s").folder.experiment()
    assert run_sweep(stored_experiment(stored), tmp_path / "s", 1, "threads").ran == 0
    more = stored_experiment(stored, {"replicates": 3})
    assert run_sweep(more, tmp_path / "s", 1, "threads").ran == 8


def test_a_table_is_not_there_while_runs_are_missing(sweep: Sweeper, tmp_path: Path, monkeypatch: Any) -> None:
    """outcomes.parquet is of the whole sweep, or is not."""
    from exchsim.sweep import runner

    def stopped(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    sweep()
    monkeypatch.setattr(runner._Sweep, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        sweep(fresh=False, replicates=3)
    assert not (tmp_path / "s" / "outcomes.parquet").exists()
    assert len(exchsim.open_sweep(tmp_path / "s").runs) == 16
