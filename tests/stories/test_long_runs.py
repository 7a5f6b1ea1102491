"""Long runs stay in sensible ranges: no saturation everywhere, nobody without officers, budgets kept."""

import numpy as np
import pytest

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build

SEEDS = 100
SHARES = ("trust", "interoperability", "sharing", "familiarity", "technical", "procedural", "human", "talk")


def check(state):
    """What must hold of any world after any time."""
    nations, pairs = state.nations, state.pairs
    here = nations["present"].astype(bool)
    both = here[:, None] & here[None, :] & ~np.eye(len(here), dtype=bool)
    for name in SHARES:
        values = pairs[name][both]
        assert np.isfinite(values).all() and values.min() >= 0.0 and values.max() <= 1.0, name
    for name in ("standing", "readiness", "leak_risk", "information_security"):
        values = nations[name][here]
        assert np.isfinite(values).all() and values.min() >= 0.0 and values.max() <= 1.0, name
    assert (nations["cadre"][here] > 0).all()
    assert (nations["spent_usd"] <= nations["budget_usd"] * (1 + 1e-9)).all()
    trust = pairs["trust"][both]
    assert 0.15 < trust.mean() < 0.85
    assert (trust < 0.01).mean() < 0.1 and (trust > 0.98).mean() < 0.02
    skill = nations["skill"][here]
    assert skill.min() >= 0.0 and skill.max() <= 1.0 and (skill > 0.97).mean() < 0.1
    return trust.mean(), nations["readiness"][here].mean()


@pytest.mark.slow
def test_the_world_of_1980_for_forty_five_years():
    blueprint = exchsim.load_scenario("world_1980").compile()
    state = run(build(blueprint, 2, pairs_by_year=False), blueprint.end)
    check(state)
    general = state.world_out["agreements"][11::12]
    assert 120 < general[19] < 700  # 451 in 1999; habits make it a matter of luck (decision 0077)
    assert general[-1] < 2.0 * general[19]  # no running away
    assert general[-1] > general[25] > 0.95 * general[19]  # nor a slow death of what was concluded


def test_agreements_of_the_future_grow_from_where_they_start():
    """What the table leaves running is what the model itself would keep (decision 0034)."""
    blueprint = exchsim.load_scenario("future_2025").compile()
    for seed in (1, 2, 3):
        general = run(build(blueprint, seed, pairs_by_year=False), blueprint.end).world_out["agreements"]
        assert 1.0 < general[-1] / general[0] < 1.4
        assert general[11::12].min() > 0.95 * general[0]


@pytest.mark.long
def test_a_hundred_futures():
    """Every seed keeps within bounds, and the futures differ by luck, not in kind."""
    blueprint = exchsim.load_scenario("future_2025").compile()
    ends = np.array([check(run(build(blueprint, seed, pairs_by_year=False), blueprint.end)) for seed in range(SEEDS)])
    spread = ends.std(axis=0)
    assert (spread > 0.0).all() and (spread < 0.03).all()
