"""Calibrations to simulated histories: planted values are found again, what is not told is said not to be."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_fit import IDLE, LASTING, MISTAKEN, TOLD, TRUTH, drawn, fingerprint, fitted, planted

import exchsim
from exchsim.history.fit.verdicts import IDENTIFIED, NARROWED, NOT_IDENTIFIED, parameters
from exchsim.history.fit.waves import DUMMIES, Fit, share_of
from exchsim.store.errors import StoreError
from exchsim.sweep import runner, work

pytestmark = pytest.mark.xdist_group("fit")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fit]:
    folder = tmp_path_factory.mktemp("undisturbed") / "fit"
    return folder, fitted(folder, planted())


def implausibility(fit: Fit, truth: dict[str, float]) -> float:
    """That of the true values."""
    shares = [share_of(variable, truth[variable.path]) for variable in fit.calibration.variables]
    return float(fit.judge(np.array([[*shares, *([0.5] * DUMMIES)]]))[0])


def test_planted_values_are_plausible_and_what_the_data_do_not_tell_is_said(undisturbed: tuple[Path, Fit]) -> None:
    folder, fit = undisturbed
    assert implausibility(fit, TRUTH) <= fit.judge.cutoff
    table = parameters(fit).set_index("parameter")
    assert table.loc[LASTING, "verdict"] == IDENTIFIED
    assert {table.loc[path, "verdict"] for path in TOLD} <= {IDENTIFIED, NARROWED}
    assert table.loc[IDLE, "verdict"] == NOT_IDENTIFIED
    for path in TOLD:
        low, high = table.loc[path, ["plausible_low", "plausible_high"]]
        assert low <= TRUTH[path] <= high
    assert 0.0 < fit.region.volume < 0.1
    page = (folder / "calibration.md").read_text()
    assert f"{IDLE}: not identified. These data do not tell it" in page


def test_waves_narrow_the_region(undisturbed: tuple[Path, Fit]) -> None:
    _, fit = undisturbed
    first, last = (wave.region.volume for wave in fit.waves)
    assert last < first < 0.5


def test_tables_page_and_scenario_are_written(undisturbed: tuple[Path, Fit]) -> None:
    folder, fit = undisturbed
    told = json.loads((folder / "calibration.json").read_text())
    assert told["finished"] and told["identified"][IDLE] == NOT_IDENTIFIED
    points = pd.read_csv(folder / "plausible.csv")
    assert len(points) == 1000 and set(points) == {*TRUTH, "implausibility", "expected_distance"}
    assert (points["implausibility"] <= 3.0).all()
    held = pd.read_csv(folder / "moments.csv")
    assert list(held["name"]) == ["familiarity_allies", "misunderstandings", "gatherings"]
    assert (held["emulated"] > 0.5).all() and (held["luck"] > 0).all()
    text = (folder / "fitted.yaml").read_text()
    assert all(f"# {path}: fitted, plausible" in text for path in TRUTH)
    result = exchsim.run(folder / "fitted.yaml", seed=fit.calibration.file.seed + 10**12)
    first = exchsim.open_sweep(folder / "fresh").good.query("sample == @fit.best and replicate == 0").iloc[0]
    assert result.world["misunderstandings"].mean() == pytest.approx(first["misunderstandings"], abs=1e-12)


def test_history_with_other_values_is_told_apart(undisturbed: tuple[Path, Fit]) -> None:
    _, fit = undisturbed
    assert implausibility(fit, {**TRUTH, MISTAKEN: 5.5}) > fit.judge.cutoff
    assert implausibility(fit, {**TRUTH, LASTING: 6.8}) > fit.judge.cutoff
    assert implausibility(fit, {**TRUTH, IDLE: 0.31}) <= fit.judge.cutoff


def test_what_no_value_can_give_leaves_nothing_plausible(tmp_path: Path) -> None:
    moments = {"misunderstandings": {"column": "misunderstandings", "target": 9.0, "tolerance": 0.1}}
    fit = fitted(tmp_path / "fit", planted(moments=moments, samples=12))
    assert fit.region.is_empty
    page = (tmp_path / "fit/calibration.md").read_text()
    assert "Too few points: 24 for 4 parameters" in page
    assert "Nothing is plausible" in page and "misunderstandings (" in page


# to the same end however it is reached


def _in_haste(folder: str, ready: Any) -> None:
    runner._FLUSH, runner._BATCH = (0.02, 0.05), (0.01, 0.03)  # much to kill
    calibration = planted()
    ready.send(True)
    fitted(folder, calibration)
    ready.send(False)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_killed_calibration_goes_on_to_the_same_bytes(
    undisturbed: tuple[Path, Fit], tmp_path: Path, seed: int
) -> None:
    folder, chance = tmp_path / "fit", random.Random(seed)
    context = get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_in_haste, args=(str(folder), far))
    process.start()
    far.close()
    near.recv()
    wanted, end = ("wave_1", "points_2.csv")[seed - 1], time.monotonic() + 120
    while not (folder / wanted).exists() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.0, 0.5))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert (folder / wanted).exists()
    assert not json.loads((folder / "calibration.json").read_text())["finished"]
    fitted(folder, planted())
    assert fingerprint(folder) == fingerprint(undisturbed[0])


def test_finished_it_runs_nothing_and_another_is_refused(undisturbed: tuple[Path, Fit], monkeypatch: Any) -> None:
    folder, _ = undisturbed
    before = fingerprint(folder)

    def never(*_: Any) -> Any:
        raise AssertionError("something was run")

    monkeypatch.setattr(runner, "timed_batch", never)
    fitted(folder, planted())
    assert fingerprint(folder) == before
    with pytest.raises(StoreError, match=r"holds another calibration .A planted world.*--overwrite"):
        fitted(folder, planted(samples=41))
    assert fingerprint(folder) == before


def test_results_are_replaced_only_when_wanted(tmp_path: Path) -> None:
    few = {"samples": 8, "waves": 1, "finalists": 1, "fresh": 2}
    fitted(tmp_path / "fit", planted(**few))
    before = json.loads((tmp_path / "fit/calibration.json").read_text())
    fitted(tmp_path / "fit", planted(**{**few, "samples": 9}), overwrite=True)
    after = json.loads((tmp_path / "fit/calibration.json").read_text())
    assert before["calibration_id"] != after["calibration_id"] and after["finished"]
    (tmp_path / "other").mkdir()
    (tmp_path / "other/mine.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"holds something else .mine.txt."):
        fitted(tmp_path / "other", planted(**few), overwrite=True)


def test_more_waves_go_on_from_those_stored(tmp_path: Path) -> None:
    few = {"samples": 8, "waves": 1, "finalists": 1, "fresh": 2}
    fitted(tmp_path / "fit", planted(**few))
    parts = {path.name for path in (tmp_path / "fit/wave_1/parts").iterdir()}
    fit = fitted(tmp_path / "fit", planted(**{**few, "waves": 2}))
    assert len(fit.waves) == 2
    assert {path.name for path in (tmp_path / "fit/wave_1/parts").iterdir()} == parts


def test_runs_that_fail_are_told_and_left_out(tmp_path: Path, monkeypatch: Any) -> None:
    before = work._row

    def fails_at_times(setting: Any, plan: Any, state: Any, name: str, series: Any) -> dict[str, Any]:
        if int(name, 16) % 3 == 0:
            raise RuntimeError("a third of the runs fail")
        return before(setting, plan, state, name, series)

    monkeypatch.setattr(work, "_row", fails_at_times)
    fit = fitted(tmp_path / "fit", planted(samples=20, waves=1, finalists=1, fresh=3))
    assert 5 < fit.failed < 35
    assert f"{fit.failed:,} runs failed and are missing" in (tmp_path / "fit/calibration.md").read_text()
    assert np.isfinite(fit.region.implausibility).all()


@pytest.mark.long
def test_planted_values_are_covered(tmp_path: Path) -> None:
    """Twenty histories, each one run with values of its own: how often they are found plausible, and told or not."""
    plausible, within, verdicts = [], [], []
    for number in range(20):
        truth = drawn(number)
        fit = fitted(tmp_path / str(number), planted(truth, 1000 + number))
        plausible.append(implausibility(fit, truth) <= fit.judge.cutoff)
        table = parameters(fit).set_index("parameter")
        within += [
            table.loc[path, "plausible_low"] <= truth[path] <= table.loc[path, "plausible_high"] for path in TOLD
        ]
        verdicts.append(table["verdict"])
    told = pd.DataFrame(verdicts)
    print(f"plausible {np.mean(plausible):.2f}, within nine tenths {np.mean(within):.2f}")
    print(told.apply(pd.Series.value_counts).fillna(0).astype(int).T.to_string())
    assert np.mean(plausible) >= 0.9
    assert np.mean(within) >= 0.85
    assert (told[IDLE] == NOT_IDENTIFIED).mean() >= 0.9
    assert (told[[LASTING, MISTAKEN]] != NOT_IDENTIFIED).to_numpy().all()
