"""Searches on a tiny world: planted bests, limits, the same end however it is reached, fresh runs that are fresh."""

from __future__ import annotations

import json
import os
import random
import signal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from small_search import BEST, SEARCH, fingerprint, planted, searched, searching
from small_sweeps import content

import exchsim
from exchsim.analysis.dominance import UNBEATEN
from exchsim.search.found import answers
from exchsim.search.optimiser import Judged
from exchsim.search.run import run_search
from exchsim.store.errors import StoreError
from exchsim.sweep import runner, work
from exchsim.sweep.aims import Search
from exchsim.sweep.folder import Folder
from exchsim.sweep.load import load_experiment

PLANTED: dict[str, Any] = {
    "levers": {"tour_months": {"low": 12, "high": 48}, "shortlist": {"low": 2, "high": 30}},
    "objectives": ["trust", "filled"], "population": 12, "generations": 8, "samples": 1, "replicates": 1,
}  # fmt: skip
DIRECTED = {
    "outcomes": {
        "trust": {"column": "trust", "direction": "more"},
        "filled": {"table": "nations", "column": "filled", "over": "sum", "direction": "more"},
        "spent": {"column": "spent_usd", "direction": "less"},
    }
}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("undisturbed") / "s"
    searched(folder)
    return folder, fingerprint(folder)


def test_a_planted_best_is_found(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(work, "_row", planted)
    found = searched(tmp_path / "s", PLANTED, **DIRECTED)
    assert len(found.names) >= 1
    values = found.first_of[found.names["found_1"]].values
    assert abs(values["tour_months"] - BEST["tour_months"]) <= 1
    assert abs(values["shortlist"] - BEST["shortlist"]) <= 1
    assert {one.word for one in found.standings if one.policy == "found_1"} == {UNBEATEN}


def test_limits_are_kept_and_said_to_be(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(work, "_row", planted)
    found = searched(tmp_path / "s", {**PLANTED, "limits": {"spent": {"below": 24}}}, **DIRECTED)
    assert found.names
    for trial in found.names.values():
        assert found.first_of[trial].values["tour_months"] <= 24
    assert max(found.first_of[trial].values["tour_months"] for trial in found.names.values()) >= 22  # the best allowed
    assert {found.limits_kept(name) for name in found.names} == {"yes"}
    trials = pd.read_parquet(tmp_path / "s" / "trials.parquet")
    assert (trials["keeps_limits"] == (trials["tour_months"] <= 24)).all()
    assert not (trials["unbeaten"] & ~trials["keeps_limits"]).any()


def test_by_how_much_limits_are_passed() -> None:
    runs = pd.DataFrame({"policy": ["a", "a", "b", "b"], "sample": [0, 1] * 2, "trust": [1.0, 2, 4, 6], "spent": 3.0})
    search = Search.model_validate({
        "levers": {"shortlist": {}}, "objectives": ["trust", "spent"], "judged_by": "worst",
        "limits": {"trust": {"above": 3, "below": 5}},
    })  # fmt: skip
    ways = {"trust": "more", "spent": "less"}
    found = answers(runs, ["a", "b", "none"], search, ways, 2)
    assert found["a"] == Judged([1.0, 3.0], {"trust above": 2.0, "trust below": -3.0})
    assert found["b"] == Judged([4.0, 3.0], {"trust above": -1.0, "trust below": 1.0})
    assert found["none"] is None and answers(runs, ["a"], search, ways, 3)["a"] is None


def test_where_nothing_keeps_the_limits_nothing_is_found_and_that_is_said(tmp_path: Path) -> None:
    found = searched(tmp_path / "s", {"limits": {"trust": {"above": 7}}})
    assert not found.names and found.fresh is None
    assert "Nothing was found" in (tmp_path / "s" / "answer.txt").read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("found_*.yaml"))


def test_the_same_search_leaves_the_same_bytes_whatever_the_workers(tmp_path: Path, undisturbed: Any) -> None:
    run_search(searching(), tmp_path / "s", 2, "threads")
    assert fingerprint(tmp_path / "s") == undisturbed[1]


def test_processes_too(tmp_path: Path, undisturbed: Any) -> None:
    run_search(searching(), tmp_path / "s", 1, "processes")
    assert fingerprint(tmp_path / "s") == undisturbed[1]


# killed


def search_in_haste(folder: str, ready: Any) -> None:
    """What the process does that is to be killed."""
    runner._FLUSH, runner._BATCH = (0.02, 0.05), (0.01, 0.03)
    loaded = searching()
    ready.send(True)
    run_search(loaded, folder, 1, "threads")
    ready.send(False)


def test_killed_at_random_points_it_comes_to_the_same_end(tmp_path: Path, undisturbed: Any) -> None:
    context, chance = get_context("forkserver"), random.Random(3)
    hits = 0
    while hits < 4:
        near, far = context.Pipe()
        process = context.Process(target=search_in_haste, args=(str(tmp_path / "s"), far))
        process.start()
        far.close()
        near.recv()
        done = near.poll(chance.uniform(0.05, 0.5))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(30)
        if done:
            break
        hits += 1
        assert not (tmp_path / "s" / "answer.txt").exists()
    assert hits >= 2
    searched(tmp_path / "s")
    assert fingerprint(tmp_path / "s") == undisturbed[1]


def test_begun_again_nothing_is_run_again(undisturbed: Any) -> None:
    folder, wanted = undisturbed
    parts = sorted(path.name for path in folder.rglob("runs-*.parquet"))
    searched(folder)
    assert sorted(path.name for path in folder.rglob("runs-*.parquet")) == parts and fingerprint(folder) == wanted


def test_a_damaged_part_is_run_again(tmp_path: Path, undisturbed: Any) -> None:
    searched(tmp_path / "s")
    part = Folder(tmp_path / "s" / "trials").files()[0]
    part.write_bytes(part.read_bytes()[:-9] + b"something")
    searched(tmp_path / "s")
    assert (tmp_path / "s" / "trials" / "damaged" / part.name).exists()
    assert fingerprint(tmp_path / "s") == undisturbed[1]


def test_a_damaged_head_is_written_anew(tmp_path: Path, undisturbed: Any) -> None:
    searched(tmp_path / "s")
    (tmp_path / "s" / "search.json").write_text("{", encoding="utf-8")
    searched(tmp_path / "s")
    assert json.loads((tmp_path / "s" / "search.json").read_text(encoding="utf-8"))["finished"] is True
    assert fingerprint(tmp_path / "s") == undisturbed[1]


def test_two_searches_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    with Folder(tmp_path / "s").lock(), pytest.raises(StoreError, match="another sweep is at work in this folder"):
        searched(tmp_path / "s")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match=r"holds something else \(manifest.json\)"):
        searched(tmp_path / "s")
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="is a file"):
        searched(tmp_path / "f")


def test_more_generations_go_on_where_fewer_ended(tmp_path: Path, undisturbed: Any) -> None:
    searched(tmp_path / "s", {"generations": 2})
    few = pd.read_parquet(tmp_path / "s" / "trials.parquet")
    searched(tmp_path / "s")
    more = pd.read_parquet(tmp_path / "s" / "trials.parquet")
    same = ["policy", "tour_months", "trust", "spent"]
    pd.testing.assert_frame_equal(few[same], more[same].head(len(few)))
    assert fingerprint(tmp_path / "s") == undisturbed[1]


def test_another_search_in_the_folder_forgets_what_was_found(tmp_path: Path, undisturbed: Any) -> None:
    said: list[str] = []

    class Told(runner.Silent):
        def says(self, text: str) -> None:
            said.append(text)

    searched(tmp_path / "s", {"most": 9, "seed": 2, "generations": 2})
    run_search(searching(), tmp_path / "s", 1, "threads", watch=Told())
    assert any("was another one" in text for text in said)
    assert fingerprint(tmp_path / "s") == undisturbed[1]


# fresh


@pytest.mark.parametrize("seeds", ["shared", "own"])
def test_fresh_seeds_and_futures_are_disjoint_from_those_searched_on(tmp_path: Path, seeds: str) -> None:
    searched(tmp_path / "s", {"generations": 1, "fresh": {"samples": 2, "replicates": 3}}, seeds=seeds)
    trials, fresh = (exchsim.open_sweep(tmp_path / "s" / name) for name in ("trials", "fresh"))
    assert set(trials.runs["seed"]).isdisjoint(fresh.runs["seed"])
    for path in trials.uncertainties:
        assert set(trials.runs[path]).isdisjoint(fresh.runs[path])
    assert len(fresh.runs) == len(fresh.policies) * 2 * 3 and set(fresh.policies) > {"as_now", "longer", "found_1"}
    whole = {"as_now", "longer"} | set(trials.policies)
    assert len(trials.runs) == len(whole) * 2 * 2


def test_futures_that_somebody_chose_are_kept_and_seeds_are_fresh(tmp_path: Path) -> None:
    design = {"kind": "grid", "levels": 2}
    searched(tmp_path / "s", {"generations": 1, "samples": None, "fresh": {}}, design=design)
    trials, fresh = (exchsim.open_sweep(tmp_path / "s" / name) for name in ("trials", "fresh"))
    assert set(trials.runs["seed"]).isdisjoint(fresh.runs["seed"])
    assert len(trials.design) == len(fresh.design) == 4 and not fresh.layout.sampled


# what it leaves


def test_found_policies_run_and_are_those_that_were_compared(tmp_path: Path, undisturbed: Any) -> None:
    folder, _ = undisturbed
    fresh = exchsim.open_sweep(folder / "fresh")
    for path in sorted((folder / "policies").glob("*.yaml")):
        row = fresh.runs[fresh.runs["policy"] == path.stem].iloc[0]
        values = [f"parameters.{name}={float(row[name])!r}" for name in fresh.uncertainties]
        result = exchsim.run(str(path), seed=int(row["seed"]), overrides=values)
        assert result.world["trust"].mean() == pytest.approx(row["trust"], rel=1e-12)


def test_found_policies_paste_into_an_experiment(undisturbed: Any) -> None:
    folder, _ = undisturbed
    policies = yaml.safe_load((folder / "policies.yaml").read_text(encoding="utf-8"))
    loaded = load_experiment(content(policies=policies))
    names = sorted(path.stem for path in (folder / "policies").glob("*.yaml"))
    assert sorted(arm.name for arm in loaded.arms) == names == sorted(pd.read_csv(folder / "pareto.csv")["policy"])
    found = exchsim.open_sweep(folder / "fresh").experiment
    assert {arm.name: arm.sets for arm in loaded.arms}.items() <= {arm.name: arm.sets for arm in found.arms}.items()


def test_policies_that_part_at_a_date_are_found_and_run(tmp_path: Path) -> None:
    found = searched(tmp_path / "s", {"generations": 1}, branch_at="1981-01")
    assert found.names
    path = tmp_path / "s" / "policies" / "found_1.yaml"
    events = yaml.safe_load(path.read_text(encoding="utf-8"))["events"]
    assert {event["date"] for event in events} == {"1981-01"} and len(events) == 3
    row = exchsim.open_sweep(tmp_path / "s" / "fresh").runs.query("policy == 'found_1'").iloc[0]
    names = ("trust.memory_years", "contact.misunderstandings_per_year")
    values = [f"parameters.{name}={float(row[name])!r}" for name in names]
    result = exchsim.run(str(path), seed=int(row["seed"]), overrides=values)
    assert result.world["trust"].mean() == pytest.approx(row["trust"], rel=1e-12)


def test_names_go_on_where_found_policies_were_pasted_before(tmp_path: Path) -> None:
    policies = {"as_now": {}, "found_4": {"tour_months": 12}}
    found = searched(tmp_path / "s", {"generations": 1}, policies=policies)
    assert next(iter(found.names)) == "found_5"


def test_an_experiment_without_policies_meets_the_scenario_as_it_is(tmp_path: Path) -> None:
    found = searched(tmp_path / "s", {"generations": 1}, policies=None)
    assert found.hand_made == ("as_it_is",)


def test_a_policy_of_which_a_run_fails_counts_for_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    def failing(setting: Any, plan: Any, state: Any, name: str, series: Any) -> Any:
        if plan.blueprint.policies[0]["tour_months"] > 30:
            raise ArithmeticError("too long")
        return ordinary(setting, plan, state, name, series)

    ordinary = work._row
    monkeypatch.setattr(work, "_row", failing)
    found = searched(tmp_path / "s", policies={"as_now": {}})
    assert found.failed and found.names
    long = [trial for trial in found.trials if trial.values["tour_months"] > 30]
    assert long and all(trial.answer is None for trial in long)
    monkeypatch.undo()
    again = run_search(searching(policies={"as_now": {}}), tmp_path / "s", 1, "threads", retry_failed=True)
    assert again.failed == 0 and all(trial.answer is not None for trial in again.trials)


def test_progress_adds_up(tmp_path: Path) -> None:
    told: list[tuple[int, ...]] = []

    class Told(runner.Silent):
        def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
            told.append((total, stored, others))

        def reached(self, stored: int, failed: int) -> None:
            told.append((stored,))

    run_search(searching(), tmp_path / "s", 1, "threads", watch=Told())
    total = (2 + SEARCH["population"] * SEARCH["generations"]) * 4 + (2 + 3) * 6
    assert told[0] == (total, 0, 0) and max(one[0] for one in told[1:]) <= total
    assert [one[0] for one in told[1:]] == sorted(one[0] for one in told[1:])
