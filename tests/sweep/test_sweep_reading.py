"""Reading back: pandas, xarray, EMA Workbench, SALib and DuckDB see the same runs, finished or not."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from killing import KEEP
from small_sweeps import EXPERIMENT, experiment

import exchsim
from exchsim.cli.main import main
from exchsim.store.errors import StoreError
from exchsim.sweep import runner, work
from exchsim.sweep.runner import Silent, run_sweep

MEMORY, MISTAKES = "trust.memory_years", "contact.misunderstandings_per_year"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    place = tmp_path_factory.mktemp("read") / "s"
    run_sweep(experiment(keep=KEEP), place, 1, "threads")
    return exchsim.open_sweep(place)


def test_runs_are_a_frame_with_what_was_varied_and_measured(opened: Any) -> None:
    runs = opened.runs
    assert opened.policies == ["as_now", "longer"] and opened.outcomes == ["trust", "filled", "pair"]
    assert opened.uncertainties == [MEMORY, MISTAKES] and opened.directions["trust"] == "more"
    assert len(runs) == 4 * 2 * 2 and runs["id"].is_monotonic_increasing and not runs["failed"].any()
    assert runs[MEMORY].between(3, 10).all() and runs[MISTAKES].between(1, 6).all()
    assert (runs.groupby("sample")[MEMORY].nunique() == 1).all()
    assert len(opened.good) == len(runs)
    assert opened.good[["sample", "replicate"]].values.tolist() == sorted(
        opened.good[["sample", "replicate"]].values.tolist()
    )
    assert "16 of 16 runs" in repr(opened)
    assert set(opened.world["policy"]) == {"as_now", "longer"} and len(opened.world) == 16 * 3
    assert len(opened.nations) == 0


def test_the_summary_holds_means_by_policy(opened: Any) -> None:
    summary = opened.summary().set_index(["policy", "outcome"])
    for policy in opened.policies:
        mine = opened.runs[opened.runs["policy"] == policy]
        for outcome in opened.outcomes:
            assert summary.loc[(policy, outcome), "mean"] == pytest.approx(mine[outcome].mean())
            assert summary.loc[(policy, outcome), "runs"] == 8


def test_xarray_has_a_cell_for_every_run(opened: Any) -> None:
    data = opened.to_xarray()
    assert data.sizes == {"policy": 2, "sample": 4, "replicate": 2}
    assert data["trust"].attrs == {"direction": "more", "meaning": ""}
    for _, row in opened.runs.iterrows():
        cell = data.sel(policy=row["policy"], sample=row["sample"], replicate=row["replicate"])
        assert float(cell["trust"]) == row["trust"] and float(cell[MEMORY]) == row[MEMORY]


def test_ema_workbench_finds_its_shape(opened: Any) -> None:
    """experiments: a frame with uncertainties, policy, model and scenario; outcomes: arrays by name, row for row."""
    experiments, outcomes = opened.ema()
    assert isinstance(experiments, pd.DataFrame) and isinstance(outcomes, dict)
    assert {MEMORY, MISTAKES, "policy", "model", "scenario", "replicate"} == set(experiments.columns)
    assert list(outcomes) == opened.outcomes
    assert all(isinstance(values, np.ndarray) and values.shape == (len(experiments),) for values in outcomes.values())
    assert (outcomes["trust"] == opened.good["trust"].to_numpy()).all()
    assert experiments["policy"].dtype == "category" and set(experiments["model"]) == {"experiment"}


def test_duckdb_reads_the_files(opened: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    files = opened.files
    means = duckdb.sql(f"SELECT policy, avg(trust) FROM '{files['outcomes']}' GROUP BY policy").fetchall()
    assert dict(means) == pytest.approx(opened.runs.groupby("policy")["trust"].mean().to_dict())
    assert duckdb.sql(f"SELECT count(*) FROM '{files['runs']}'").fetchall() == [(16,)]
    joined = f"SELECT count(*) FROM '{files['world']}' w JOIN '{files['runs']}' r USING (id) WHERE r.policy = 'longer'"
    assert duckdb.sql(joined).fetchall() == [(24,)]
    assert duckdb.sql(f"SELECT max(\"{MEMORY}\") FROM '{files['design']}'").fetchall()[0][0] <= 10


# sensitivity, on an outcome whose answer is known: 3 x + 1 y + 0 z


@pytest.fixture
def linear(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Runs are not run; their outcome is reckoned from their parameters, and of policy b it is 1 more."""

    def row(setting: Any, plan: Any, state: Any, name: str, series: Any) -> dict[str, Any]:
        params = state.params[0]
        x, y = (
            (float(params.trust_memory_years) - 3) / 7,
            (float(params.contact_misunderstandings_per_year) - 0.5) / 5.5,
        )
        return {"failed": False, "digest": "", "made_up": 3 * x + y + (plan.name == "b")}

    monkeypatch.setattr(work, "run", lambda state, until: state)
    monkeypatch.setattr(work, "_row", row)
    uncertain = {MEMORY: {"low": 3, "high": 10}, MISTAKES: {"low": 0.5, "high": 6}, "trust.gain_per_year": {}}
    policies = {"a": {}, "b": {"vetting": 1}}
    outcomes = {"made_up": {"column": "trust"}}
    return {"uncertainties": uncertain, "outcomes": outcomes, "replicates": 2, "policies": policies}


@pytest.mark.parametrize("second", [False, True])
def test_sobol_indices_of_salib(second: bool, linear: Any, tmp_path: Path) -> None:
    from SALib.analyze import sobol

    run_sweep(experiment(**linear, design={"kind": "saltelli", "samples": 64, "second_order": second}), tmp_path / "s",
              2, "threads")  # fmt: skip
    swept = exchsim.open_sweep(tmp_path / "s")
    problem, x, y = swept.salib("made_up", "b")
    assert x.shape == (len(y), 3) == (64 * (8 if second else 5), 3)
    found = sobol.analyze(problem, y, calc_second_order=second, seed=1)
    assert found["S1"] == pytest.approx([0.9, 0.1, 0.0], abs=0.06)
    assert found["ST"] == pytest.approx([0.9, 0.1, 0.0], abs=0.06)
    assert swept.salib("made_up", "b", minus="a")[2] == pytest.approx(np.ones(len(y)))
    assert y == pytest.approx(3 * x[:, 0] + x[:, 1] + 1)


def test_elementary_effects_of_salib(linear: Any, tmp_path: Path) -> None:
    from SALib.analyze import morris

    run_sweep(experiment(**linear, design={"kind": "morris", "trajectories": 12}), tmp_path / "s", 2, "threads")
    problem, x, y = exchsim.open_sweep(tmp_path / "s").salib("made_up", "a")
    assert x.shape == (12 * 4, 3)
    found = morris.analyze(problem, x, y, num_levels=4, seed=1)
    assert np.asarray(found["mu_star"]) == pytest.approx([3.0, 1.0, 0.0], abs=1e-9)
    assert np.asarray(found["sigma"]) == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_a_latin_hypercube_goes_to_salib_with_its_values(linear: Any, tmp_path: Path) -> None:
    run_sweep(experiment(**linear, design={"kind": "latin-hypercube", "samples": 20}), tmp_path / "s", 2, "threads")
    problem, x, y = exchsim.open_sweep(tmp_path / "s").salib("made_up", "a")
    assert problem["bounds"][0] == [3.0, 10.0] and problem["names"][0] == MEMORY
    assert np.polyfit(x[:, 0], y - (x[:, 1] - 0.5) / 5.5, 1)[0] == pytest.approx(3 / 7)


# sweeps that are not finished


class EnoughError(Exception):
    pass


class Enough(Silent):
    def reached(self, stored: int, failed: int) -> None:
        """Stop as soon as something is stored."""
        raise EnoughError


@pytest.fixture
def partial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(runner, "_FLUSH", (0.0, 0.0))
    monkeypatch.setattr(runner, "_BATCH", (0.0, 0.0))
    with pytest.raises(EnoughError):
        run_sweep(experiment(keep=KEEP), tmp_path / "s", 1, "threads", watch=Enough())
    return tmp_path / "s"


def test_a_partial_sweep_can_be_read(partial: Path, capsys: Any) -> None:
    swept = exchsim.open_sweep(partial)
    stored = len(swept.runs)
    assert 0 < stored < 16 and len(swept.world) == 3 * stored
    assert len(swept.ema()[0]) == stored and int(swept.to_xarray()["trust"].notnull().sum()) == stored
    with pytest.raises(ValueError, match="points lack runs of trust under as_now; finish the sweep first"):
        swept.salib("trust", "as_now")
    assert main(["status", str(partial)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"A small question: {stored} of 16 runs stored, 0 failed; not at work"
    assert lines[1] == "policy\tstored\tfailed\tmissing"
    table = [line.split("\t") for line in lines[2:4]]
    assert [row[0] for row in table] == ["as_now", "longer"]
    assert sum(int(row[1]) for row in table) == stored and sum(int(row[3]) for row in table) == 16 - stored
    assert main(["verify", str(partial)]) == 0
    assert f"{stored} of {stored} stored runs were run again: {stored} alike" in capsys.readouterr().out


def test_a_sweep_without_any_run_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def stopped(*arguments: Any) -> Any:
        raise EnoughError

    monkeypatch.setattr(runner._Sweep, "run", stopped)
    with pytest.raises(EnoughError):
        run_sweep(experiment(keep=KEEP), tmp_path / "s", 1, "threads")
    swept = exchsim.open_sweep(tmp_path / "s")
    assert len(swept.runs) == len(swept.good) == len(swept.failures) == len(swept.world) == 0
    assert swept.summary()["mean"].isna().all() and math.isnan(swept.summary()["half_interval"].iloc[0])
    assert swept.to_xarray()["trust"].sizes == {"policy": 0, "sample": 0, "replicate": 0}
    assert main(["status", str(tmp_path / "s")]) == 0 and "0 of 16 runs stored" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "s")]) == 1  # whoever counts on the check must not take this for a pass
    assert "no run has come to an end yet, so there is nothing to verify" in capsys.readouterr().err


def test_status_while_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    seen: list[str] = []

    class Looking(Silent):
        def reached(self, stored: int, failed: int) -> None:
            """Somebody looks, from another terminal."""
            assert main(["status", str(tmp_path / "s")]) == 0
            seen.append(capsys.readouterr().out.splitlines()[0])

    run_sweep(experiment(), tmp_path / "s", 1, "threads", watch=Looking())
    assert seen[-1] == "A small question: 16 of 16 runs stored, 0 failed; at work now"


def test_what_is_no_sweep(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        exchsim.open_sweep(tmp_path / "nowhere")
    with pytest.raises(StoreError, match=r"has no manifest\.json, so no sweep was begun here"):
        exchsim.open_sweep(tmp_path)
    exchsim.run(EXPERIMENT["scenario"], seed=1).save(tmp_path / "run", figures=False)
    with pytest.raises(StoreError, match="holds no sweep"):
        exchsim.open_sweep(tmp_path / "run")
    with pytest.raises(StoreError):
        exchsim.open_sweep(tmp_path / "run" / "world.parquet")


def test_a_choice_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    """Words among the values of an uncertain number."""
    varied = {"title": {"values": ["x", "y"]}, MEMORY: {"values": [4, 5]}}
    run_sweep(experiment(uncertainties=varied, design={"kind": "grid"}, replicates=1), tmp_path / "s", 1, "threads")
    runs = exchsim.open_sweep(tmp_path / "s").runs
    assert set(runs["title"]) == {"x", "y"} and set(runs[MEMORY]) == {4.0, 5.0} and len(runs) == 8
