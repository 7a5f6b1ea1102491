"""The first plans of a world, and of a state that enters in the middle of a quarter, see relations as they are."""

import numpy as np
import pytest
from blueprints import blueprint

from exchsim.engine.run import begin, finish, run
from exchsim.engine.setup import build
from exchsim.state.blueprint import month_index

QUARTER = {"cadres": (300, 250, 200, 150), "months": 30, "languages": (0, 0, 1, 1), "allies": ((0, 1), (0, 2), (1, 2)),
           "policy": {"posts_share": 0.05, "hosting_share": 0.3, "weight_rivalry": 0.0}}  # fmt: skip
SHARES = ("talk", "procedural", "human", "interoperability")


def test_first_plans_see_relations_as_they_are():
    b = blueprint(**{**QUARTER, "policy": {"posts_share": 0.01}})
    state = begin(build(b, 3))
    apart = ~np.eye(4, dtype=bool)
    planned = {name: state.pairs[name][apart].copy() for name in SHARES}
    assert all((values > 0.0).all() for values in planned.values())
    state = finish(state)  # the first month has no alumni and few linguists
    for name in SHARES:
        assert np.abs(state.pairs[name][apart] - planned[name]).max() < 0.2


@pytest.mark.parametrize("entry", ["1980-05", "1980-06"])
def test_a_state_that_enters_within_a_quarter_is_known_at_once(entry):
    b = blueprint(**QUARTER, present={3: (entry, "1990-01")}, agreements=((0, 3, 1, "1979-01", -1),),
                  params={"intelligence_sharing_base": 2.0})  # fmt: skip
    enters = month_index(*map(int, entry.split("-")))
    state = begin(run(build(b, 3), enters))
    assert state.nations["present"][3] == 1
    for name in SHARES:
        assert (state.pairs[name][3, :3] > 0.0).all() and (state.pairs[name][:3, 3] > 0.0).all(), name
    assert state.pairs["bridging"][3].max() > 0.0  # the others have partners that it lacks
    state = finish(state)
    assert (state.pairs["sharing"][3, :3] > 0.0).all()
    assert state.pairs["relayed"][3, :3].max() > 0.0


def test_bridging_of_a_newcomer_steers_its_first_plan():
    """Nation 1 has partners, nation 2 has none: who seeks bridges goes to the first."""
    words = {**QUARTER, "allies": (), "organisation": False}
    words["policy"] = {**QUARTER["policy"], "weight_bridging": 2.0, "weight_alignment": 0.0}
    b = blueprint(**words, present={3: ("1980-05", "1990-01")}, agreements=((0, 1, 0, "1979-01", -1),))
    state = begin(run(build(b, 3), month_index(1980, 5)))
    assert state.pairs["bridging"][3, 1] > 0.0
