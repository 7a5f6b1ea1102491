"""Policies that part later share a history, run once a seed; each ends as if run from the start."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_sweeps import experiment, scenario
from test_sweep_same_runs import AMOUNTS

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.scenario import load_scenario
from exchsim.scenario.faults import ScenarioError
from exchsim.sweep import measure, work
from exchsim.sweep.runner import compiled, run_sweep
from exchsim.sweep.setting import groups_of, points_of, setting_of

BRANCH = "1981-03"
EVENTS = [
    {"date": BRANCH, "kind": "rupture", "nation": "AAA", "other": "CCC"},
    {"date": "1982-01", "kind": "set_lever", "lever": "tour_months", "value": 12},
    {"date": BRANCH, "kind": "pact_begin", "nation": "BBB", "other": "CCC"},
]
BASE_EVENTS = [
    {"date": "1979-05", "kind": "set_lever", "lever": "tour_months", "value": 20},
    {"date": "1980-04", "kind": "set_lever", "lever": "budget_share", "nation": "AAA", "value": 0.03},
    {"date": "1981-06", "kind": "set_lever", "lever": "posts_share", "value": 0.02},
]


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    def levers() -> dict[str, Any]:
        chosen = draw(st.lists(st.sampled_from(AMOUNTS), max_size=2, unique_by=lambda lever: lever.path))
        return {lever.path.removeprefix("policy."): draw(st.floats(lever.low, lever.high)) for lever in chosen}

    found = levers()
    if draw(st.booleans()):
        found["nations"] = {draw(st.sampled_from(["AAA", "CCC"])): levers()}
    found["events"] = draw(st.lists(st.sampled_from(EVENTS), max_size=2, unique_by=str))
    return found


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    world = scenario(nation_policies={"AAA": {"tour_months": 30, "posts_share": 0.04}},
                     events=draw(st.lists(st.sampled_from(BASE_EVENTS), unique_by=str)))  # fmt: skip
    return {"scenario": world, "branch_at": draw(st.sampled_from([BRANCH, "1980-02"])),
            "policies": {"a": {}, "b": draw(policies()), "c": draw(policies())},
            "uncertainties": {"trust.memory_years": {}, "policy.vetting": {}, "policy.tour_months": {}},
            "design": {"kind": "monte-carlo", "samples": 1, "seed": draw(st.integers(0, 99))}}  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(experiments())
def test_a_fork_ends_bit_for_bit_as_a_run_from_the_start(content: dict[str, Any]) -> None:
    loaded = experiment(**content)
    setting = compiled(loaded)
    group = next(iter(groups_of(loaded, setting, points_of(loaded))))
    rows = work.run_batch(work.Shipped(setting), [group])["runs"].to_pylist()
    for plan, row in zip(setting.plans, rows, strict=True):
        sets = [*plan.sets, *(f"{path}={value}" for path, value in setting.changes(group.point).items())]
        blueprint = load_scenario(content["scenario"], sets).compile()
        alone = run(build(blueprint, row["seed"], True), blueprint.end)
        assert row["digest"] == measure.digest(alone) and row["trail"] == measure.trail(alone), plan.name


def test_a_policy_takes_effect_from_the_branch_on() -> None:
    loaded = experiment(branch_at=BRANCH, policies={"a": {}, "b": {"posts_share": 0.0, "budget_share": 0.0}})
    setting = setting_of(loaded)
    group = next(iter(groups_of(loaded, setting, points_of(loaded))))
    one, two = work.run_batch(work.Shipped(setting), [group])["runs"].to_pylist()
    months = setting.plans[0].blueprint.end - setting.plans[0].blueprint.start
    assert one["trail"][:14] == two["trail"][:14] and one["trail"][14:months] != two["trail"][14:months]


def test_a_history_is_run_once_a_seed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    months: list[tuple[int, int]] = []

    def counted(state: Any, until: int) -> Any:
        months.append((int(state.clock[0].month), until))
        return run(state, until)

    monkeypatch.setattr(work, "run", counted)
    three = {"a": {}, "b": {"tour_months": 12}, "c": {"tour_months": 48}}
    loaded = experiment(branch_at=BRANCH, replicates=3, uncertainties={}, policies=three)
    run_sweep(loaded, tmp_path / "s", 1, "threads")
    start, branch, end = 960, 974, 990
    assert sorted(months) == [(start, branch)] * 3 + [(branch, end)] * 9


def test_the_command_of_a_branched_run_makes_that_run(tmp_path: Any) -> None:
    loaded = experiment(
        branch_at=BRANCH, policies={"a": {}, "b": {"tour_months": 12, "nations": {"AAA": {"vetting": 1}}}}
    )
    run_sweep(loaded, tmp_path / "s", 1, "threads")
    opened = exchsim.open_sweep(tmp_path / "s")
    row = opened.runs[opened.runs["policy"] == "b"].iloc[0]
    plan = opened.setting.plans[1]
    assert any(text.startswith("events=") for text in plan.sets)
    changes = opened.setting.changes(points_of(opened.experiment)[row["sample"]])
    sets = [*plan.sets, *(f"{path}={value}" for path, value in changes.items())]
    result = exchsim.run(str(tmp_path / "s" / "scenario.json"), seed=int(row["seed"]), overrides=sets)
    assert result.world["trust"].mean() == pytest.approx(row["trust"], rel=1e-12)


def test_policies_that_differ_too_early_are_refused(tmp_path: Any) -> None:
    early = [{"date": "1981-03", "kind": "rupture", "nation": "AAA", "other": "CCC"}]
    late = experiment(branch_at=BRANCH, policies={"a": {}, "b": {"events": early}})
    assert compiled(late).branch == 974
    from dataclasses import replace

    other = setting_of(experiment(policies={"a": {}, "b": {"tour_months": 12}}))
    from exchsim.sweep.setting import parts_late

    assert parts_late(replace(other, branch=974)) == "b" and parts_late(compiled(late)) is None
    with pytest.raises(ScenarioError):
        experiment(branch_at=BRANCH, policies={"a": {}, "b": {"events": [{**early[0], "date": "1981-02"}]}})
