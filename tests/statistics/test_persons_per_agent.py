"""The same world with one person an agent and with ten: the same results, within what lumps of ten persons do."""

import numpy as np

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build

YEARS = range(1988, 2012, 3)


def means(persons, seeds):
    """Interoperability, its human part and the crisis channel of every pair, over years and seeds."""
    blueprint = exchsim.load_scenario("aus_nz", overrides=[f"people_per_agent={persons}"]).compile()
    seen = {"interoperability": [], "human": [], "crisis_channel": []}
    for seed in seeds:
        state = build(blueprint, seed, pairs_by_year=False)
        for year in YEARS:
            state = run(state, (year - 1900) * 12)
            for name, values in seen.items():
                values.append(state.pairs[name].copy())
    apart = ~np.eye(len(blueprint.nations), dtype=bool)
    return {name: np.mean(values, axis=0)[apart] for name, values in seen.items()}


def test_results_depend_little_on_how_many_persons_an_agent_stands_for():
    one, ten = means(1, (1,)), means(10, (1, 2, 3))
    assert abs(one["interoperability"].mean() - ten["interoperability"].mean()) < 0.03
    assert np.abs(one["interoperability"] - ten["interoperability"]).max() < 0.08
    assert np.abs(one["human"] - ten["human"]).mean() < 0.06
    assert 0.6 < ten["crisis_channel"].mean() / one["crisis_channel"].mean() < 1.67
