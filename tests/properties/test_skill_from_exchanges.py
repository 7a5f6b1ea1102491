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
QUIET = {"exercise_activity": 0.0, "workshops_per_year": 0.0}
NOTHING = QUIET | {"posts_share": 0.0, "staff_posts_share": 0.0, "mission_pledges": 0.0}
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
    assert gain[Domain.CYBER] > 0.08
    assert gain[OTHERS].max() < 0.0 < gain[Domain.CYBER] + gain[OTHERS].sum() + 0.05  # attention is taken from them


def test_posts_raise_skill():
    """Without gatherings on either side, to which what posts do not cost would go."""
    gain = np.mean([skill(QUIET, s) - skill(QUIET | {"posts_share": 0.0}, s) for s in SEEDS], axis=0)
    assert 0.005 < gain.mean() < 0.1


def test_ten_years_of_training_in_a_field_raise_it_by_a_tenth_or_two_and_it_falls_back():
    """An average ally that wants cyber most, against one that trains with nobody; ten years on, and ten without."""
    b = exchsim.load_scenario("nato_1980").compile()
    focused, alone, stopped = [], [], []
    for policy, found in ((LITTLE | {"domain_cyber": 1.0}, focused), (LITTLE | NOTHING, alone)):
        policies = b.policies.copy()
        for lever, value in policy.items():
            policies[lever] = value
        state = run(build(replace(b, policies=policies), 1, pairs_by_year=False), b.start + 120)
        members = state.nations["capability_index"] > 0.003
        found.append(state.nations["skill"][members].copy())
        for lever, value in NOTHING.items():
            state.policies[lever] = value
        stopped.append(run(state, b.start + 240).nations["skill"][members])
    gain = (focused[0] - alone[0]).mean(axis=0)
    later = (stopped[0] - stopped[1]).mean(axis=0)
    assert 0.1 < gain[Domain.CYBER] < 0.2
    assert gain[Domain.CYBER] > gain[OTHERS].max() + 0.02
    assert 0.3 * gain[Domain.CYBER] < later[Domain.CYBER] < 0.75 * gain[Domain.CYBER]


def test_nobody_starts_near_the_ends_of_the_scale():
    for name in ("nato_1980", "world_1980", "five_eyes"):
        b = exchsim.load_scenario(name).compile()
        first = build(b, 1, pairs_by_year=False).nations["skill"]
        assert first.min() >= 0.03 and first.max() < 0.75 and 0.2 < first.mean() < 0.5, name


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
