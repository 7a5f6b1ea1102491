"""What exchanges bring home: skill in the fields that are sent for, without running away."""

from dataclasses import replace

import numpy as np
import pytest

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Domain

SEEDS = (1, 2, 3, 4)
LITTLE = {f"domain_{d.name.lower()}": 0.2 for d in Domain}
OTHERS = [d for d in Domain if d != Domain.CYBER]


def skill(policy, seed, name="classroom", params=None, until=None):
    """National skill by nation and field at the end of a scenario."""
    b = exchsim.load_scenario(name).compile()
    policies, numbers = b.policies.copy(), b.params.copy()
    for lever, value in policy.items():
        policies[lever] = value
    for parameter, value in (params or {}).items():
        numbers[parameter] = value
    b = replace(b, policies=policies, params=numbers)
    return run(build(b, seed, pairs_by_year=False), until or b.end).nations["skill"]


def test_a_wish_for_cyber_moves_cyber_skill_more_than_the_others():
    gain = np.mean([skill(LITTLE | {"domain_cyber": 1.0}, s) - skill(LITTLE, s) for s in SEEDS], axis=(0, 1))
    assert gain[Domain.CYBER] > 0.006
    assert gain[Domain.CYBER] > gain[OTHERS].max() + 0.006


def test_posts_raise_skill():
    gain = np.mean([skill({}, s) - skill({"posts_share": 0.0}, s) for s in SEEDS], axis=0)
    assert 0.005 < gain.mean() < 0.08


def test_posts_bring_home_more_than_their_holders_keep():
    """Without diffusion a returning officer's skill stays with the officer."""
    gain = np.mean([skill({}, s) - skill({}, s, params={"people_diffusion": 0.0}) for s in SEEDS], axis=(0, 1))
    assert (gain > 0.0).all()


@pytest.mark.slow
def test_heavy_senders_of_the_alliance_gain_and_nobody_runs_away():
    until = (2005 - 1900) * 12
    gain = skill({}, 1, "nato_1980", until=until) - skill({"posts_share": 0.0}, 1, "nato_1980", until=until)
    assert 0.008 < gain[:, Domain.CONVENTIONAL].mean() < 0.05
    assert 0.01 < gain.max() < 0.1
    at_the_end = skill({}, 1, "nato_1980")
    assert (at_the_end > 0.97).any(axis=1).sum() <= 3
