"""Outputs that policies are judged by: old ties, the network of agreements, warnings, drift of governments."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from blueprints import blueprint

from exchsim.engine.run import run
from exchsim.engine.setup import build


def lived(b, seed=4):
    return run(build(b, seed), b.end)


def with_policy(b, **levers):
    policies = b.policies.copy()
    for name, value in levers.items():
        policies[name] = value
    return replace(b, policies=policies)


def with_params(b, **numbers):
    params = b.params.copy()
    for name, value in numbers.items():
        params[name] = value
    return replace(b, params=params)


@pytest.fixture(scope="module")
def exchanging():
    """Three forces that send many officers on short tours for thirteen years."""
    return blueprint(
        cadres=(120, 100, 90), months=156, expenditure=1e10,
        policy={"posts_share": 0.1, "hosting_share": 0.4, "tour_months": 12.0, "budget_share": 0.05},
        params={"contact_ties_per_year": 4.0},
    )  # fmt: skip


@pytest.fixture(scope="module")
def usual(exchanging):
    return lived(exchanging)


def test_friends_for_life_grow_old_unless_one_of_them_leaves(exchanging, usual):
    for_life = with_params(exchanging, contact_tie_survival_low=0.999, contact_tie_survival_high=0.999)
    years = lived(for_life).nations_out
    old_enough = years["ties_made"][: 13 - 5].sum()
    assert 2.0 * usual.nations_out["ties_five_years"].sum() < years["ties_five_years"].sum() < old_enough


def test_calling_upon_alumni_keeps_more_of_their_ties(exchanging, usual):
    called = lived(with_policy(exchanging, alumni_recontact=1.0)).nations_out
    assert called["ties_five_years"].sum() > 1.2 * usual.nations_out["ties_five_years"].sum()


def test_transitivity_is_that_of_the_network_of_general_agreements():
    b = blueprint(
        cadres=(60,) * 7, months=25, agreements=((0, 1, 0, "1979-01", -1), (1, 2, 0, "1979-01", -1),
                                                 (0, 2, 0, "1979-01", -1), (2, 3, 0, "1979-01", -1)),
        params={"agreements_constant": 9.0}, policy={"negotiations_per_year": 2.0},
    )  # fmt: skip
    state = lived(b)
    assert state.world_out["transitivity"][0] == pytest.approx(0.6)  # three of five pairs of partners
    january = state.pairs_out["agreement"][1]  # agreements begin in January, and hold through December
    wanted = nx.transitivity(nx.from_numpy_array(january))
    assert state.world_out["agreements"][23] > 4
    assert state.world_out["transitivity"][12] == state.world_out["transitivity"][23] == pytest.approx(wanted)


def test_who_shares_nothing_warns_nobody_and_foils_less():
    b = blueprint(months=24, params={"intelligence_sharing_base": 3.0})
    silent = with_params(b, intelligence_sharing_base=-40.0)
    open_year, silent_year = lived(b).nations_out[-1], lived(silent).nations_out[-1]
    assert (open_year["warned_terrorism"] > 0.01).all() and (silent_year["warned_terrorism"] < 1e-9).all()
    for kind in ("terrorism", "cyber", "hybrid"):
        assert (open_year[f"foiled_{kind}"] > silent_year[f"foiled_{kind}"]).all()


def test_attempts_are_foiled_as_often_as_the_chance_says():
    b = blueprint(
        cadres=(150, 120), months=120, start="2000-01",
        params={"threats_terrorism_per_year": 300.0, "threats_spill_over": 0.0, "people_skill_fade_per_year": 0.0},
    )  # fmt: skip
    state = lived(b)
    terror = state.threats_out[:, :, 0]
    tried, stopped = terror["attempts"].sum(), terror["prevented"].sum()
    expected = (state.nations_out["foiled_terrorism"] * terror["attempts"]).sum()
    assert tried > 3000
    assert stopped == pytest.approx(expected, abs=4.0 * np.sqrt(expected))


def test_governments_drift_towards_hosts_only_where_the_parameter_says_so(exchanging, usual):
    given = exchanging.alignment
    assert np.array_equal(usual.alignment, given)  # the default is none
    drawn = lived(with_params(exchanging, trust_drift_per_year=0.03))
    assert np.array_equal(exchanging.alignment, given) and np.array_equal(drawn.alignment[:, 0], given[:, 0])
    spread = np.ptp(drawn.alignment, axis=0)
    assert (np.diff(spread) < 0.0).all() and spread[-1] > 0.5 * spread[0]
    assert drawn.pairs_out["distance"][-1, 0, 2] < usual.pairs_out["distance"][-1, 0, 2]
    alone = with_policy(
        exchanging, posts_share=0.0, staff_posts_share=0.0, exercise_activity=0.0, workshops_per_year=0.0
    )
    nobody = lived(with_params(alone, trust_drift_per_year=0.03))
    assert np.array_equal(nobody.alignment, given)
