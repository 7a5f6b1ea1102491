"""The engine agrees with the twin: exactly in whole numbers, to 1e-9 in others, month by month.

The twin ages everybody every month; the engine plays careers forward when somebody looks. So agreement proves that
looking late changes nothing.
"""

from dataclasses import asdict

import numpy as np
import pytest
from reference.compare import (
    engine_people,
    engine_tables,
    engine_world,
    first_difference,
    plain,
    twin_people,
    twin_tables,
)
from reference.twin import Twin
from reference.twin_security import Toll
from reference.worlds import WORLDS

from exchsim.engine.run import begin, finish
from exchsim.engine.setup import build
from exchsim.enums import ThreatKind
from exchsim.state import outputs

SEEDS = {"plain": (0, 1)}


def years(state, twin):
    """The yearly tables of both."""
    absent = dict.fromkeys((c.name for c in outputs.PAIRS_OUT), 0)
    n = len(twin.nations)
    engine = {
        "years of nations": {key: plain(outputs.NATIONS_OUT, state.nations_out[key]) for key in twin.years_of_nations}
    }
    pairs = [(y, i, j) for y in range(twin.blueprint.years) for i in range(n) for j in range(n)]
    engine["years of pairs"] = {key: plain(outputs.PAIRS_OUT, state.pairs_out[key]) for key in pairs}
    threats = [(y, i, k) for y in range(twin.blueprint.years) for i in range(n) for k in range(len(ThreatKind))]
    engine["threats"] = {key: plain(outputs.THREATS_OUT, state.threats_out[key]) for key in threats}
    engine["years of missions"] = {key: plain(outputs.MISSIONS_OUT, state.missions_out[key])
                                   for key in np.ndindex(state.missions_out.shape)}  # fmt: skip
    engine["years of contingents"] = {key: plain(outputs.CONTINGENTS_OUT, state.contingents_out[key])
                                      for key in np.ndindex(state.contingents_out.shape)}  # fmt: skip
    engine["language pool"] = {key: plain(outputs.LANGUAGE_POOL, state.language_pool[key])
                               for key in np.ndindex(state.language_pool.shape)}  # fmt: skip
    theirs = {"years of nations": twin.years_of_nations}
    nobody = {"working": 0, "professional": 0, "lost": 0}
    theirs["language pool"] = {key: twin.years_of_pool.get(key, nobody) for key in engine["language pool"]}
    theirs["threats"] = {key: asdict(twin.threats.get(key, Toll())) for key in threats}
    theirs["years of pairs"] = {key: twin.years_of_pairs.get(key, absent) for key in pairs}
    idle = dict.fromkeys((c.name for c in outputs.MISSIONS_OUT), 0)
    theirs["years of missions"] = {key: twin.years_of_missions.get(key, idle) for key in engine["years of missions"]}
    theirs["years of contingents"] = {
        key: twin.years_of_contingents.get(key, {"troops": 0}) for key in engine["years of contingents"]
    }
    return engine, theirs


def assert_agreement(state, twin, month, when):
    difference = first_difference(engine_tables(state), twin_tables(twin), month, when)
    assert difference is None, difference


@pytest.mark.parametrize(("world", "seed"), [(name, seed) for name in WORLDS for seed in SEEDS.get(name, (7,))])
def test_agree_every_month(world, seed):
    blueprint = WORLDS[world]()
    state, twin = build(blueprint, seed, chronicle=True), Twin(blueprint, seed)
    for month in range(blueprint.start, blueprint.end):
        state = begin(state)
        twin.begin()
        assert_agreement(state, twin, month, "as far as the proposals of phase 2")
        state = finish(state)
        twin.finish()
        assert_agreement(state, twin, month, "after phases 2 to 12")
        worlds = {"world": {0: engine_world(state)}}, {"world": {0: twin.world[-1]}}
        assert first_difference(*worlds, month) is None, first_difference(*worlds, month)
    everybody = first_difference({"people": engine_people(state)}, {"people": twin_people(twin)}, month)
    assert everybody is None, everybody
    of_years = first_difference(*years(state, twin), month)
    assert of_years is None, of_years
