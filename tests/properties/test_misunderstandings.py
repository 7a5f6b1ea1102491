"""Misunderstandings of the shipped partnerships: how many, what spares them, and what they cost those who have them."""

from functools import cache

import numpy as np
import pytest

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build


@cache
def lived(name, *overrides):
    """Misunderstandings a year per officer abroad, and personal trust (sd) of alumni as they came home."""
    blueprint = exchsim.load_scenario(name, overrides=list(overrides)).compile()
    rates, trust = [], []
    for seed in (1, 2):
        state = run(build(blueprint, seed, pairs_by_year=False), blueprint.end)
        world, files = state.world_out, state.dossiers[: state.clock[0].files_high]
        rates.append(world["misunderstandings"].sum() / (world["filled"].sum() / 12.0))
        alumni = files[(files["row"] >= 0) & (files["tours"] > 0)]
        trust.append(alumni["trust"][alumni["host"] >= 0].mean())
    return float(np.mean(rates)), float(np.mean(trust))


@pytest.mark.parametrize("name", ["us_rok", "nato_1980"])
def test_there_is_one_in_two_to_twenty_years_abroad(name):
    rate, trust = lived(name)
    assert 0.05 < rate < 0.5
    assert 0.2 < trust < 0.8


def test_language_interpreters_and_tact_spare_misunderstandings_and_keep_personal_trust():
    rate, trust = lived("us_rok")
    mute, untrusting = lived("us_rok", "policy.language_target=0")
    assert mute > 1.5 * rate and untrusting < trust - 0.05
    helped, trusting = lived("us_rok", "policy.language_target=0", "policy.interpreter_coverage=1")
    assert helped < 0.8 * mute and trusting > untrusting + 0.02
    blunt, smooth = (lived("us_rok", f"parameters.contact.intercultural_tact={tact}") for tact in (0, 2))
    assert smooth[0] < 0.9 * blunt[0] and smooth[1] > blunt[1]


def test_a_misunderstanding_costs_personal_trust():
    light, heavy = (lived("us_rok", f"parameters.contact.misunderstanding_months={months}") for months in (1, 6))
    assert heavy[1] < light[1] - 0.01


def test_more_weight_of_incidents_lowers_trust_between_nations_and_a_channel_bears_it():
    def trust(*overrides):
        pairs = exchsim.run("us_rok", seed=1, overrides=list(overrides)).pairs
        return pairs[pairs["sender"].isin(["USA", "KOR"]) & pairs["host"].isin(["USA", "KOR"])]["trust"].mean()

    none, much = (trust(f"parameters.trust.loss_per_incident={loss}") for loss in (0.02, 0.3))
    assert much < none - 0.003
    relieved = trust("parameters.trust.loss_per_incident=0.3", "parameters.trust.crisis_relief=0.8")
    alone = trust("parameters.trust.loss_per_incident=0.3", "parameters.trust.crisis_relief=0")
    assert relieved > alone + 0.001


def test_those_of_all_pairs_are_those_of_the_world():
    result = exchsim.run("classroom", seed=1)
    by_year = result.world.groupby(result.world["month"].astype(str).str[:4].astype(int))["misunderstandings"].sum()
    of_pairs = result.pairs.groupby("year")["incidents"].sum()
    assert by_year.sum() > 50 and (of_pairs == by_year.reindex(of_pairs.index)).all()
