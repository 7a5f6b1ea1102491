"""What a crisis costs with and without senior officers who know each other, from the same state of the world."""

import numpy as np
import pytest

import exchsim
from exchsim.engine.run import begin, run
from exchsim.engine.setup import build
from exchsim.state.tables import copy


@pytest.fixture(scope="module")
def partners():
    """USA and KOR after eight years of exchanges, plans of the month made."""
    blueprint = exchsim.load_scenario("us_rok", overrides=["policy.vetting=0"]).compile()
    state = run(build(blueprint, 1), blueprint.start + 12 * 8 + 1)
    return blueprint, begin(state)


def month_of_crisis(blueprint, state, channel):
    """The month with forty misunderstandings on top; the channel is as it is, or nobody can call anybody."""
    told = copy(state)
    i, j = blueprint.nations.index("USA"), blueprint.nations.index("KOR")
    if not channel:
        told.pairs["crisis_channel"][:] = 0.0
    told.pairs["incidents"][i, j] += 40.0
    told.pairs["incidents"][j, i] += 40.0
    told = run(told, int(told.clock[0].month) + 1)
    return told.pairs["trust"][i, j] + told.pairs["trust"][j, i]


def test_a_channel_lowers_what_incidents_and_attacks_cost(partners):
    blueprint, state = partners
    i, j = blueprint.nations.index("USA"), blueprint.nations.index("KOR")
    before = state.pairs["trust"][i, j] + state.pairs["trust"][j, i]
    assert state.pairs["crisis_channel"][i, j] > 0.5
    lost = {channel: before - month_of_crisis(blueprint, state, channel) for channel in (True, False)}
    assert 0.0 < lost[True] < 0.95 * lost[False]


def test_a_channel_lowers_the_harm_of_attacks():
    def harm(damping):
        over = [f"parameters.threats.channel_damping={damping}", "policy.exercise_activity=1"]
        return np.mean([exchsim.run("us_rok", seed=s, overrides=over).world["harm"].sum() for s in (1, 2)])

    assert harm(0.5) < 0.97 * harm(0.0)
