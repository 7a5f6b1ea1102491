"""Runs that fail are rows: why, where, and one command; the sweep goes on, and says how many."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from plans import BAD_SEED, DeadlyProcesses, broken_at_bad_seed
from small_sweeps import experiment, scenario, write

import exchsim
from exchsim.cli.main import main
from exchsim.scenario import load_scenario
from exchsim.sweep import runner, work
from exchsim.sweep.pools import PoolLostError
from exchsim.sweep.runner import run_sweep

FOUR = {"replicates": 4}  # seeds 1 to 4: of 32 runs, 8 have the seed that fails


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The engine fails at one seed."""
    with monkeypatch.context() as patched:
        patched.setattr(work, "run", broken_at_bad_seed)
        yield patched


def test_a_failed_run_is_a_row_and_all_others_are_stored(tmp_path: Path, broken: Any) -> None:
    tally = run_sweep(experiment(**FOUR), tmp_path / "s", 2, "threads")
    assert (tally.total, tally.stored, tally.ran, tally.failed) == (32, 32, 32, 8)
    opened = exchsim.open_sweep(tmp_path / "s")
    runs, failures = opened.runs, opened.failures
    assert (runs["failed"] == (runs["seed"] == BAD_SEED)).all()
    bad = runs[runs["failed"]]
    assert (bad["error"] == "ModelError: trust went beyond all bounds").all()
    assert bad["trust"].isna().all() and bad["digest"].isna().all() and bad["trust.memory_years"].notna().all()
    assert len(opened.good) == 24 and opened.good["trust"].notna().all()
    assert len(failures) == 8 and failures["traceback"].str.contains("broken_at_bad_seed").all()
    for _, row in failures.iterrows():
        words = shlex.split(row["command"])
        assert words[:2] == ["exchsim", "run"] and words[3:5] == ["--seed", str(BAD_SEED)]
        sets = [text for word, text in zip(words[5::2], words[6::2], strict=True) if word == "--set"]
        resolved = load_scenario(words[2], sets).resolved
        memory = runs.loc[runs["id"] == row["id"], "trust.memory_years"].item()
        assert resolved["parameters"]["trust"]["memory_years"] == memory
        assert (resolved["policy"].get("tour_months") == 36) == (row["policy"] == "longer")


def test_failed_runs_stay_failed_until_they_are_tried_again(tmp_path: Path, broken: Any) -> None:
    loaded = experiment(**FOUR)
    run_sweep(loaded, tmp_path / "s", 1, "threads")
    again = run_sweep(loaded, tmp_path / "s", 1, "threads")
    assert (again.ran, again.failed) == (0, 8)
    in_vain = run_sweep(loaded, tmp_path / "s", 1, "threads", retry_failed=True)
    assert (in_vain.ran, in_vain.failed, len(exchsim.open_sweep(tmp_path / "s").failures)) == (8, 8, 8)
    broken.undo()
    mended = run_sweep(loaded, tmp_path / "s", 1, "threads", retry_failed=True)
    assert (mended.ran, mended.failed, mended.stored) == (8, 0, 32)
    run_sweep(loaded, tmp_path / "fresh", 1, "threads")
    assert (tmp_path / "s/outcomes.parquet").read_bytes() == (tmp_path / "fresh/outcomes.parquet").read_bytes()
    after = run_sweep(loaded, tmp_path / "s", 1, "threads")
    assert (after.ran, after.failed) == (0, 0) and not len(exchsim.open_sweep(tmp_path / "s").failures)
    assert run_sweep(loaded, tmp_path / "s", 1, "threads", retry_failed=True).ran == 0


def test_the_command_counts_failures_and_ends_with_1(tmp_path: Path, broken: Any, capsys: Any) -> None:
    file = write(tmp_path, **FOUR)
    command = ["sweep", str(file), "-o", "out", "--executor", "threads", "-w", "1"]
    assert main(command) == 1
    said = capsys.readouterr()
    assert (
        "8 of 32 runs failed; exchsim.open_sweep('out').failures says why, and --retry-failed runs them again"
        in said.err
    )
    assert said.out.splitlines()[-1] == "out"
    assert main(["status", "out"]) == 1
    assert "32 of 32 runs stored, 8 failed" in capsys.readouterr().out
    broken.undo()
    assert main([*command, "--retry-failed"]) == 0 and main(["status", "out"]) == 0


def test_a_history_that_fails_fails_under_every_policy(tmp_path: Path, broken: Any) -> None:
    tally = run_sweep(experiment(**FOUR, branch_at="1981-01"), tmp_path / "s", 1, "threads")
    assert (tally.failed, tally.stored) == (8, 32)
    assert set(exchsim.open_sweep(tmp_path / "s").failures["policy"]) == {"as_now", "longer"}


def test_outcomes_that_cannot_be_taken_fail_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(*arguments: Any) -> Any:
        raise KeyError("no such thing")

    monkeypatch.setattr(work.measure, "take", spoilt)
    assert run_sweep(experiment(replicates=1), tmp_path / "s", 1, "threads").failed == 8


def test_a_point_that_no_scenario_allows_fails_alone(tmp_path: Path) -> None:
    """Two numbers, each within its bounds, that the scenario refuses together."""
    dates = {"period.start": {"values": ["1980-01", "1981-01"]}, "period.end": {"values": ["1980-06", "1982-06"]}}
    loaded = experiment(uncertainties=dates, design={"kind": "grid"}, outcomes={"trust": {"column": "trust"}},
                        replicates=1, scenario=scenario())  # fmt: skip
    tally = run_sweep(loaded, tmp_path / "s", 1, "threads")
    assert (tally.total, tally.failed) == (8, 2)
    assert exchsim.open_sweep(tmp_path / "s").failures["error"].str.contains("ScenarioError").all()


def test_want_of_memory_is_a_failure_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*arguments: Any) -> Any:
        raise MemoryError("Unable to allocate 9 TiB")

    monkeypatch.setattr(work, "build", starved)
    assert run_sweep(experiment(replicates=1), tmp_path / "s", 1, "threads").failed == 8
    assert (exchsim.open_sweep(tmp_path / "s").runs["error"] == "MemoryError: Unable to allocate 9 TiB").all()


@pytest.mark.xdist_group("killed")
@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.long), 2])
def test_a_run_that_kills_its_worker_ends_as_a_failed_row(workers: int, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(runner, "pool_of", lambda *arguments: DeadlyProcesses(workers))
    loaded = experiment(replicates=3, uncertainties={}, design={"kind": "list", "points": [{}]})
    tally = run_sweep(loaded, tmp_path / "s", workers)
    assert (tally.total, tally.stored, tally.failed) == (6, 6, 2)
    opened = exchsim.open_sweep(tmp_path / "s")
    assert set(opened.failures["seed"]) == {BAD_SEED} and len(opened.good) == 4
    assert opened.failures["error"].str.contains("the worker died at it").all()
    assert opened.failures["command"].str.contains("exchsim run").all()


@pytest.mark.xdist_group("killed")
def test_workers_that_all_die_at_once_end_the_sweep(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(runner, "pool_of", lambda *arguments: DeadlyProcesses(1))
    loaded = experiment(replicates=1, seed=BAD_SEED)
    monkeypatch.setattr(runner, "MOST_DEATHS", 1)
    with pytest.raises(PoolLostError, match="workers die at every run that they are given"):
        run_sweep(loaded, tmp_path / "s", 1)
