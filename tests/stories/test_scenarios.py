"""Every shipped scenario loads, runs and stays sensible."""

from pathlib import Path

import numpy as np
import pytest

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build

FILES = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_it_opens_with_the_schema_and_says_what_it_shows(path):
    lines = path.read_text().splitlines()
    assert lines[0] == "# yaml-language-server: $schema=scenario.schema.json"
    comment = "\n".join(line for line in lines[:25] if line.startswith("#"))
    for promise in ("Shows:", "Sources:", "Look at:"):
        assert promise in comment


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_its_first_months_run(path):
    blueprint = exchsim.load_scenario(path).compile()
    state = run(build(blueprint, 1, pairs_by_year=False), blueprint.start + 3)
    assert state.world_out["filled"][2] > 0


def test_nato_grows_by_accession_and_its_members_grow_together():
    result = exchsim.run("nato_1980", seed=1)
    blueprint = exchsim.load_scenario("nato_1980").compile()
    state = run(build(blueprint, 1), blueprint.end)
    members = (state.member_since[blueprint.organisations.index("NATO")] >= 0).sum()
    assert members == 32
    world = result.world
    assert world.interoperability_allies.iloc[120] > world.interoperability_allies.iloc[0]
    for column in ("trust", "trust_allies", "interoperability_allies", "familiarity_allies"):
        assert 0.02 < world[column].min() and world[column].max() < 0.98
    assert (result.nations.cadre > 0).all()
    filled = world.filled.sum() / world.posts.sum()
    assert 0.6 < filled < 1.0


@pytest.mark.long  # the same world runs as long in test_long_runs
def test_the_world_stays_sensible_for_forty_five_years():
    result = exchsim.run("world_1980", seed=1)
    last = result.pairs[result.pairs.year == 2025]
    assert 0.1 < last.trust.mean() < 0.6
    assert (last.trust > 0.99).mean() < 0.01
    assert np.isfinite(last.select_dtypes("number").to_numpy(float)).all()
    exercises = result.exercises.query("kind == 'exercise'")
    yearly = exercises[exercises.year < 2000].groupby("year").event.nunique()
    assert 50 < yearly.mean() < 130  # MME v7: 76 a year in the 1980s, 105 in the 1990s
    together = exercises[exercises.year < 1990].groupby("event").iso3.agg(set)
    assert 8 <= sum({"USA", "KOR"} <= nations for nations in together) <= 50  # seen: 23
