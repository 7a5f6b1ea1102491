"""A run of a sweep is the run that a user makes alone: same blueprint, same numbers, same command."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_sweeps import EXPERIMENT, experiment, scenario

import exchsim
from exchsim.cli.main import main
from exchsim.scenario import load_scenario
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS
from exchsim.store.manifest import blueprint_digest
from exchsim.sweep.runner import run_sweep
from exchsim.sweep.setting import Seeding, Setting, groups_of, points_of, seed_of, setting_of

SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AMOUNTS = [lever for lever in LEVERS if lever.name != "reciprocity" and lever.low < lever.high]
NUMBERS = [p for p in PARAMETERS if p.low < p.high]


def own_values(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario in which nations have levers of their own, or get them by events before or after the start."""
    lever = draw(st.sampled_from(AMOUNTS))
    name = lever.path.removeprefix("policy.")
    value = draw(st.floats(lever.low, lever.high))
    found: dict[str, Any] = {"nation_policies": {}, "events": []}
    if draw(st.booleans()):
        found["nation_policies"] = {draw(st.sampled_from(["AAA", "BBB"])): {name: value}}
    for date in draw(st.lists(st.sampled_from(["1979-03", "1979-11", "1980-01", "1981-02"]), max_size=2)):
        event = {"date": date, "kind": "set_lever", "lever": name, "value": draw(st.floats(lever.low, lever.high))}
        found["events"].append(event | draw(st.sampled_from([{}, {"nation": "CCC"}])))
    return {"scenario": scenario(**found), "lever": name}


@st.composite
def experiments(draw: st.DrawFn) -> dict[str, Any]:
    """Random parameters and levers, some of them uncertain, others set by a policy."""
    varied = draw(st.lists(st.sampled_from(NUMBERS), max_size=4, unique_by=lambda p: p.path))
    given = own_values(draw)
    levers = [lever for lever in AMOUNTS if lever.path.endswith(f".{given['lever']}")]
    levers += draw(st.lists(st.sampled_from(AMOUNTS), max_size=2))
    uncertain = {p.path: {} for p in [*varied, *levers]}
    free = [lever for lever in AMOUNTS if lever.path not in uncertain]
    chosen = draw(st.lists(st.sampled_from(free), max_size=2, unique_by=lambda lever: lever.path))
    policy: dict[str, Any] = {
        lever.path.removeprefix("policy."): draw(st.floats(lever.low, lever.high)) for lever in chosen
    }
    if draw(st.booleans()):
        mine = draw(st.sampled_from(AMOUNTS))
        policy["nations"] = {"BBB": {mine.path.removeprefix("policy."): draw(st.floats(mine.low, mine.high))}}
    if draw(st.booleans()):
        uncertain["policy.reciprocity"] = {"values": ["free", "strict", "balanced"]}
    if draw(st.booleans()):
        uncertain["cadre_share"] = {"low": 0.2, "high": 0.3}
    return {"scenario": given["scenario"], "policies": {"a": {}, "b": policy}, "uncertainties": uncertain,
            "design": {"kind": "monte-carlo", "samples": 2, "seed": draw(st.integers(0, 1000))}}  # fmt: skip


def slow(setting: Setting, content: dict[str, Any], place: int, point: Any) -> str:
    """Digest of the blueprint that the printed command would run."""
    words = shlex.split(setting.command(setting.plans[place], point, 7))
    assert words[:3] == ["exchsim", "run", "scenario.json"] and words[3:5] == ["--seed", "7"]
    sets = [text for word, text in zip(words[5::2], words[6::2], strict=True) if word == "--set"]
    return blueprint_digest(load_scenario(content["scenario"], sets).compile())


@SLOWLY
@given(experiments())
def test_numbers_put_in_are_those_that_a_scenario_would_be_given(content: dict[str, Any]) -> None:
    loaded = experiment(**content)
    setting = setting_of(loaded)
    for point in points_of(loaded):
        for place, plan in enumerate(setting.plans):
            assert blueprint_digest(setting.blueprint(plan, point)) == slow(setting, content, place, point)


def test_policies_that_differ_have_other_blueprints() -> None:
    """The comparison above can fail."""
    setting = setting_of(experiment())
    point = points_of(experiment())[0]
    one, two = (blueprint_digest(setting.blueprint(plan, point)) for plan in setting.plans)
    assert one != two != blueprint_digest(setting.plans[1].blueprint)


# the runs themselves


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sweep")
    keep = {"world": ["trust", "filled"], "every": "month", "nations": ["filled", "level_at_return"],
            "pairs": ["trust", "familiarity"]}  # fmt: skip
    run_sweep(experiment(keep=keep, policies={**EXPERIMENT["policies"], "odd": {
        "nations": {"AAA": {"tour_months": 30}},
        "events": [{"date": "1981-02", "kind": "rupture", "nation": "AAA", "other": "CCC"}],
    }}), folder, 1, "threads")  # fmt: skip
    return exchsim.open_sweep(folder)


def alone(swept: Any, row: Any) -> Any:
    """The run of a row as its command makes it."""
    setting = swept.setting
    plan = next(plan for plan in setting.plans if plan.name == row["policy"])
    words = shlex.split(setting.command(plan, points_of(swept.experiment)[row["sample"]], row["seed"]))
    sets = [text for word, text in zip(words[5::2], words[6::2], strict=True) if word == "--set"]
    return exchsim.run(str(swept.folder.path / "scenario.json"), seed=int(words[4]), overrides=sets)


def test_every_row_is_the_run_of_its_command(swept: Any) -> None:
    for _, row in swept.runs.sample(6, random_state=1).iterrows():
        result = alone(swept, row)
        assert result.world["trust"].mean() == pytest.approx(row["trust"], rel=1e-12)
        mine = result.pairs[(result.pairs["sender"] == "AAA") & (result.pairs["host"] == "BBB")]
        assert mine["trust"].iloc[-1] == row["pair"]
        assert result.nations.groupby("year")["filled"].sum().mean() == pytest.approx(row["filled"], rel=1e-12)


def test_kept_series_are_the_tables_of_the_run(swept: Any) -> None:
    for _, row in swept.runs.sample(3, random_state=2).iterrows():
        result = alone(swept, row)
        world = swept.world[swept.world["id"] == row["id"]]
        assert world["month"].tolist() == result.world["month"].astype(str).tolist()
        assert world["trust"].tolist() == result.world["trust"].tolist()
        nations = swept.nations[swept.nations["id"] == row["id"]].reset_index(drop=True)
        assert nations["iso3"].tolist() == result.nations["iso3"].astype(str).tolist()
        for column in ("year", "filled", "level_at_return"):
            assert nations[column].fillna(-1).tolist() == result.nations[column].fillna(-1).tolist()
        pairs = swept.pairs[swept.pairs["id"] == row["id"]].reset_index(drop=True)
        for column in ("sender", "host", "year", "trust", "familiarity"):
            assert pairs[column].astype(str).tolist() == result.pairs[column].astype(str).tolist()


def test_series_by_year_are_means_of_months(tmp_path: Any) -> None:
    loaded = experiment(keep={"world": ["trust"], "pairs": ["trust"], "of_pairs": [["BBB", "AAA"]],
                              "nations": ["filled"], "of_nations": ["CCC"]})  # fmt: skip
    run_sweep(loaded, tmp_path / "s", 1, "threads")
    opened = exchsim.open_sweep(tmp_path / "s")
    row = opened.runs.iloc[0]
    result = alone(opened, row)
    by_year = result.world.groupby(result.world["month"].astype(str).str[:4].astype(int))["trust"].mean()
    mine = opened.world[opened.world["id"] == row["id"]].set_index("year")["trust"]
    assert mine.to_dict() == pytest.approx(by_year.to_dict(), rel=1e-12)
    assert set(opened.nations["iso3"]) == {"CCC"} and set(opened.pairs["sender"]) == {"BBB"}
    assert set(opened.pairs["host"]) == {"AAA"} and len(opened.pairs) == 3 * len(opened.runs)


def test_the_command_of_a_failed_run_makes_that_run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from exchsim.sweep import work

    def broken(*arguments: Any) -> Any:
        raise FloatingPointError("planted")

    run_sweep(experiment(replicates=1), tmp_path / "good", 1, "threads")
    good = exchsim.open_sweep(tmp_path / "good").runs.set_index("id")
    with monkeypatch.context() as patched:
        patched.setattr(work, "run", broken)
        run_sweep(experiment(replicates=1), tmp_path / "bad dir", 1, "threads")
    failures = exchsim.open_sweep(tmp_path / "bad dir").failures
    assert len(failures) == len(good) and failures["traceback"].str.contains("planted").all()
    for k, (_, row) in enumerate(failures.sample(2, random_state=3).iterrows()):
        words = shlex.split(row["command"])
        assert words[0] == "exchsim" and main([*words[1:], "--no-figures", "-o", str(tmp_path / f"again{k}")]) == 0
        result = exchsim.Result.load(tmp_path / f"again{k}")
        assert result.world["trust"].mean() == pytest.approx(good.loc[row["id"], "trust"], rel=1e-12)


# seeds


def test_common_random_numbers_give_all_policies_and_samples_the_same_seeds() -> None:
    for common in (True, False):
        loaded = experiment(common_random_numbers=common, replicates=3, seed=100)
        groups = list(groups_of(loaded, setting_of(loaded), points_of(loaded)))
        seeds = [[seed for _, seed, _ in group.runs] for group in groups]
        if common:
            assert seeds == [[100 + group.replicate] * 2 for group in groups]
        else:
            flat = [seed for group in seeds for seed in group]
            assert len(set(flat)) == len(flat) and all(0 <= seed < 2**63 for seed in flat)


def test_own_seeds_differ_between_samples_and_are_the_same_under_all_policies() -> None:
    loaded = experiment(seeds="own", replicates=3, seed=100)
    groups = list(groups_of(loaded, setting_of(loaded), points_of(loaded)))
    seeds = [{seed for _, seed, _ in group.runs} for group in groups]
    assert all(len(both) == 1 for both in seeds)
    assert len(set.union(*seeds)) == len(groups)
    apart = experiment(seeds="own", common_random_numbers=False, replicates=3, seed=100)
    assert len(
        {seed for group in groups_of(apart, setting_of(apart), points_of(apart)) for _, seed, _ in group.runs}
    ) == (2 * len(groups))


@given(st.integers(0, 2**62), st.booleans(), st.booleans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_seeds_are_seeds_of_the_engine(first: int, policies: bool, futures: bool, sample: int, replicate: int) -> None:
    assert 0 <= seed_of(Seeding(first, policies, futures), sample, replicate, "policy") < 2**63
