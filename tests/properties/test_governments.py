"""Governments: every weight moves posts the right way; threat moves how many, not to whom; donors, scope, refusals."""

from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint, lever

from exchsim.engine.run import begin, run
from exchsim.engine.setup import build
from exchsim.enums import Change, Reciprocity

BUSY = {"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 12.0, "reciprocity": float(Reciprocity.FREE),
        "staff_posts_share": 0.0}  # fmt: skip
RICH = 1e13
SENDER, MARKED, PLAIN = 0, 1, 2


def alike(policy=None, cadres=(1000, 800, 800, 800), months=24, params=None, **more):
    """Nations that differ in nothing but size, with one language: all others are equal partners of the first."""
    n = len(cadres)
    b = blueprint(
        cadres=cadres, months=months, policy=BUSY | (policy or {}), expenditure=RICH, languages=(0,) * n, allies=(),
        organisation=False, params=params, **more,
    )  # fmt: skip
    return replace(
        b, capability=np.full_like(b.capability, 0.05), alignment=np.zeros_like(b.alignment),
        expenditure=np.full_like(b.expenditure, RICH), protocol=np.full_like(b.protocol, 0.5),
        fiscal_month=np.zeros(n, np.int16),
    )  # fmt: skip


def planned(b, change=None):
    """Posts that the first nation wants in the first year with the marked nation and with another like it."""
    state = build(b, 1)
    if change is not None:
        change(state)
    targets = begin(state).targets[SENDER].sum(axis=1)
    return int(targets[MARKED]), int(targets[PLAIN])


def pair_is(name, value):
    def change(state):
        state.pairs[name][SENDER, MARKED] = value

    return change


def nation_is(name, value):
    def change(state):
        state.nations[name][MARKED] = value

    return change


def is_ally(state):
    state.pairs["alliance"][SENDER, MARKED] = 1
    state.pairs["trust"][:] = 0.5


def is_far_and_distrusted(state):
    state.alignment[MARKED] = 3.0
    state.pairs["trust"][SENDER, MARKED] = 0.3


def has_the_same_rival(state):
    state.pairs["rivalry"][SENDER, 3] = state.pairs["rivalry"][MARKED, 3] = 1


def bridges_to_the_fourth(state):
    state.pairs["agreement"][MARKED, 3] = state.pairs["agreement"][3, MARKED] = 1


def is_large(state):
    state.capability[MARKED] = 0.2


def speaks_another_language(state):
    state.nations["language"][MARKED] = 1
    state.staff_level[MARKED] = state.staff_level[MARKED][::-1].copy()


def is_skilled(state):
    state.nations["skill"][:] = 0.3
    state.nations["skill"][MARKED] = 0.9


def is_close(state):
    state.alignment[PLAIN] = state.alignment[3] = 2.0


# what sets the marked nation apart, and whether more weight on it means more posts there
MARKS = {
    "weight_alliance": (is_ally, 1),
    "weight_alignment": (is_close, 1),
    "weight_trust": (pair_is("trust", 0.9), 1),
    "weight_agreement": (pair_is("agreement", 1), 1),
    "weight_capability": (is_large, 1),
    "weight_threat": (has_the_same_rival, 1),
    "weight_skill": (is_skilled, 1),
    "weight_interoperability": (is_ally, 1),
    "weight_reciprocity": (pair_is("ledger", -240.0), 1),
    "weight_standing": (nation_is("standing", 0.9), 1),
    "weight_bridging": (bridges_to_the_fourth, 1),
    "weight_rivalry": (pair_is("rivalry", 1), -1),
    "weight_risk": (is_far_and_distrusted, -1),
    "weight_cost": (speaks_another_language, -1),
}


def test_every_weight_is_here():
    from exchsim.state.levers import LEVER_NAMES

    assert {name for name in LEVER_NAMES if name.startswith("weight_")} == set(MARKS)


@pytest.mark.parametrize("weight", MARKS)
def test_more_weight_moves_posts_the_right_way(weight):
    change, sign = MARKS[weight]
    none, much = (planned(two_languages(alike({weight: value, "concentration": 4.0})), change) for value in (0.0, 2.0))
    assert sum(none) > 20
    assert sign * (much[0] - none[0]) > 0, (none, much)
    assert sign * (much[0] - much[1]) > sign * (none[0] - none[1])


def two_languages(b):
    """A second language that only its natives speak."""
    n, hours = len(b.nations), np.array([[0.0, 1100.0], [1100.0, 0.0]])
    return replace(
        b, languages=("l00", "l01"), hours=hours, hours_sd=np.zeros((2, 2)),
        gamma=np.ones((2, 2)), working_language=np.zeros((0, 2), bool),
        mother_tongue=np.column_stack([np.full(n, 0.95), np.zeros(n)]), second_language=np.zeros((n, 2)),
    )  # fmt: skip


def test_equal_partners_get_equal_parts():
    first, second = planned(alike())
    assert abs(first - second) <= 1


def test_concentration_gives_more_to_the_best():
    spread, focused = (planned(alike({"concentration": c}), pair_is("trust", 0.9)) for c in (0.5, 8.0))
    assert focused[0] > spread[0]
    assert focused[1] < spread[1]


def test_a_surge_of_threat_raises_how_many_and_not_to_whom():
    def surge(state):
        state.nations["threat_pressure"][SENDER] = 4.0
        state.pairs["trust"][SENDER] = (0.0, 0.9, 0.5, 0.2)

    def calm(state):
        surge(state)
        state.nations["threat_pressure"][SENDER] = 1.0

    plans, wishes = [], []
    for change, response in ((calm, 1.0), (surge, 1.0), (surge, 0.0)):
        state = build(alike({"threat_response": response}), 1)
        change(state)
        state = begin(state)
        plans.append(state.targets[SENDER].sum(axis=1)[:4])
        wishes.append(state.pairs["wish"][SENDER].copy())
    calmly, surging, deaf = plans
    assert surging.sum() == pytest.approx(1.75 * calmly.sum(), abs=1.5)
    assert list(np.argsort(surging)) == list(np.argsort(calmly))
    assert np.allclose(wishes[0], wishes[1])
    assert np.array_equal(deaf, calmly)


def test_a_surge_stays_within_the_budget():
    b = alike({"threat_response": 3.0})
    poor = replace(b, expenditure=np.full_like(b.expenditure, 2e9))

    def surge(state):
        state.nations["threat_pressure"][SENDER] = 50.0

    assert sum(planned(poor, surge)) == sum(planned(poor))
    assert sum(planned(b, surge)) > 1.5 * sum(planned(b))


@pytest.mark.parametrize("most", [1, 2, 3])
def test_scope_against_depth(most):
    """Fewer partners, more posts with each; the same number of posts."""
    b = alike({"partners_max": float(most)}, months=12)
    limited = run(build(b, 1), b.end).nations_out[0, SENDER]
    everywhere = run(build(c := alike(months=12), 1), c.end).nations_out[0, SENDER]
    assert limited.partners == most
    assert everywhere.partners == 3
    assert limited.posts == everywhere.posts


def test_hosts_that_do_not_trust_are_counted_and_lose_standing():
    b = alike({"concentration": 1.0}, months=12, params={"standing_hosting_per_year": 0.01})
    state = build(b, 1)
    state.pairs["trust"][MARKED, SENDER] = 0.01
    state = run(state, b.end)
    assert state.nations_out[0, SENDER].refused > 0
    assert state.nations_out[0, PLAIN].refused == 0
    assert state.pairs_out[0, SENDER, MARKED].posts == 0
    assert state.pairs_out[0, SENDER, MARKED].wish > 0.1
    assert state.nations["standing"][MARKED] < state.nations["standing"][PLAIN]


def test_a_full_house_refuses_and_offends_nobody():
    b = alike({"hosting_share": 0.01}, months=12)
    state = run(build(b, 1), b.end)
    assert state.nations_out[0, SENDER].refused > 20
    assert np.all(state.nations["standing"] >= 0.5)


def poor_and_rich(rule, donor_share=0.2):
    """Two rich nations and three small poor ones that cannot pay a post themselves."""
    b = blueprint(
        cadres=(800, 800, 60, 60, 60), months=72, languages=(0,) * 5, allies=(), expenditure=RICH,
        policy={"posts_share": 0.02, "hosting_share": 0.1, "reciprocity": float(rule), "donor_share": donor_share,
                "concentration": 1.0, "staff_posts_share": 0.0},
    )  # fmt: skip
    expenditure = b.expenditure.copy()
    expenditure[:2], expenditure[2:] = 4e9, 2e7
    return replace(b, expenditure=expenditure)


def test_donors_bring_in_small_states_and_nobody_overspends():
    """Coverage: years in which small states have an officer abroad, under each rule."""
    covered = {}
    for rule in Reciprocity:
        state = run(build(b := poor_and_rich(rule), 3), b.end)
        covered[rule] = int((state.nations_out["filled"][:, 2:] > 0).sum())
        assert np.all(state.nations["spent_usd"] <= state.nations["budget_usd"] * (1 + 1e-9))
    assert covered[Reciprocity.DONOR_FUNDED] >= 12
    for rule in (Reciprocity.FREE, Reciprocity.STRICT, Reciprocity.BALANCED):
        assert covered[rule] < covered[Reciprocity.DONOR_FUNDED]


def test_no_place_in_the_list_gives_first_call_on_a_full_host():
    """Three equal nations want more than the fourth has room for: over many seeds each is first equally often."""
    b = alike({"hosting_share": 0.02, "posts_share": 0.05}, cadres=(200, 200, 200, 400), months=1)
    b.policies["hosting_share"][:3] = 0.0
    got = np.array([begin(build(b, seed)).targets[:3, 3].sum(axis=1) for seed in range(120)])
    assert np.all(got.sum(axis=1) == 8)
    share = got.sum(axis=0) / got.sum()
    assert share == pytest.approx([1 / 3] * 3, abs=0.12)  # three standard errors of 120 drawn orders


def test_a_small_state_takes_a_place_that_costs_nothing():
    """A cadre of ten wants a thousandth of an officer; where a richer host pays it sends one."""
    senders = {}
    for rule in (Reciprocity.FREE, Reciprocity.DONOR_FUNDED):
        b = poor_and_rich(rule)
        b.strength[2:] = 10
        b.policies["posts_share"][2:] = 0.0001
        state = run(build(b, 3), b.start + 36)
        senders[rule] = int(state.world_out["states_sending"][35])
    assert senders[Reciprocity.FREE] <= 2
    assert senders[Reciprocity.DONOR_FUNDED] >= 4


def test_a_donor_gives_no_more_than_its_share():
    given = []
    for share in (0.0, 0.05, 0.5):
        state = run(build(b := poor_and_rich(Reciprocity.DONOR_FUNDED, share), 3), b.end)
        given.append(float(state.nations["donated_usd"].sum()))
        purse = state.nations["budget_usd"][:2].sum() * share
        assert given[-1] <= purse * 1.2 + 1e-6  # prices grow within the year
    assert given[0] == 0.0
    assert given[0] < given[1] <= given[2]


def drop_out(rule):
    """Posts a year of the first nation with a partner that stops sending after three years."""
    stop = ((f"198{y}-01", Change.SET_LEVER, MARKED, lever("posts_share"), 0.0) for y in (3,))
    policy = {"reciprocity": float(rule), "concentration": 0.0}  # the partner stays as attractive as it was
    b = alike(policy, cadres=(400, 400, 400), months=120, changes=tuple(stop))
    return run(build(b, 1), b.end).pairs_out["posts"][:, SENDER, MARKED]


def test_reciprocity_after_a_partner_drops_out():
    """Strict: down to one. Balanced: settles at about half. Free: as before."""
    free, strict, balanced = (drop_out(r) for r in (Reciprocity.FREE, Reciprocity.STRICT, Reciprocity.BALANCED))
    assert free[-1] >= 0.9 * free[2] > 5
    assert strict[-1] == 1
    assert 0.3 * free[-1] <= balanced[-1] <= 0.75 * free[-1]


def test_balance_and_objectives_are_written_down():
    b = alike(months=24)
    state = run(build(b, 1), b.end)
    out = state.nations_out[1]
    sent, received = state.pairs["filled"].sum(axis=1), state.pairs["filled"].sum(axis=0)
    assert out["reciprocity_balance"] == pytest.approx((sent - received) / (sent + received))
    assert np.all((out["objective_match"] > 0.3) & (out["objective_match"] <= 1.0))
    narrow = replace(b, programme_table=b.programme_table.copy())
    narrow.programme_table["domains"][:] = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    one_field = run(build(narrow, 1), b.end).nations_out[1]["objective_match"]
    assert np.all(one_field < out["objective_match"])
