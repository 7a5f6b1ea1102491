"""Whom and how many: partners, hosts, volume and reciprocity by hand."""

import math

import pytest

from exchsim.rules import diplomacy
from exchsim.state.levers import default_policies

POLICY = default_policies(1)[0]
NOTHING = {
    "bound": 0.0, "alignment": 0.5, "trust": 0.5, "agreement": 0, "capability": 0.25, "threat": 0.0, "skill": 0.0,
    "interoperability": 0.5, "owed": 0.0, "standing": 0.5, "bridging": 0.0,
}  # fmt: skip


def benefit(**changed):
    return diplomacy.benefit(POLICY, *(NOTHING | changed).values())


@pytest.mark.parametrize(
    ("changed", "weight"),
    [
        ({"bound": 1.0}, "alliance"), ({"alignment": 1.0}, "alignment"), ({"trust": 0.9}, "trust"),
        ({"agreement": 1}, "agreement"), ({"capability": 1.0}, "capability"), ({"threat": 1.0}, "threat"),
        ({"skill": 0.5}, "skill"), ({"owed": 1.0}, "reciprocity"), ({"standing": 0.9}, "standing"),
        ({"bridging": 0.8}, "bridging"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_partner(changed, weight):
    """Each raises the benefit by its weight times its size."""
    (name, value), worth = next(iter(changed.items())), float(POLICY[f"weight_{weight}"])
    size = math.sqrt(value) - math.sqrt(0.25) if name == "capability" else value - NOTHING[name]
    missing = worth_of_interoperability() if name == "bound" else 0.0
    assert benefit(**changed) - benefit() == pytest.approx(worth * size + missing)
    assert benefit(**changed) > benefit()


def worth_of_interoperability():
    """Of the half that is missing with an ally."""
    return 0.5 * float(POLICY["weight_interoperability"])


def test_interoperability_missing_with_an_ally_attracts():
    assert benefit(bound=1.0, interoperability=0.2) > benefit(bound=1.0, interoperability=0.9)
    assert benefit(interoperability=0.2) == benefit(interoperability=0.9)


def test_members_of_one_organisation_are_bound_by_its_standards():
    assert diplomacy.bond(1.0, 0.3) == 1.0
    assert diplomacy.bond(0.0, 0.85) == 0.85
    assert diplomacy.bond(0.0, 0.0) == 0.0


def test_a_debt_counts_by_what_the_two_exchange():
    owed = diplomacy.owed
    # four officers a year received and one sent, for ever: ledger -3 * 12 * 5, five posts between the two
    assert owed(-180.0, 5.0, 5.0) == pytest.approx(0.6)
    assert owed(180.0, 5.0, 5.0) == pytest.approx(-0.6)
    assert owed(-180.0, 5.0, 50.0) == pytest.approx(0.06)  # three of fifty
    assert owed(-6000.0, 5.0, 1.0) == 1.0
    assert owed(-30.0, 5.0, 0.0) == pytest.approx(0.5)  # of old, while nothing is exchanged
    assert benefit(owed=-1.0) < benefit() < benefit(owed=1.0)


def test_what_speaks_against_a_partner():
    risk = diplomacy.risk
    calm = risk(POLICY, 0, 0.2, 0.0)
    assert risk(POLICY, 1, 0.2, 0.0) - calm == pytest.approx(float(POLICY["weight_rivalry"]))
    assert risk(POLICY, 0, 0.6, 0.0) - calm == pytest.approx(0.4 * float(POLICY["weight_risk"]))
    assert risk(POLICY, 0, 0.2, 6.0) - calm == pytest.approx(0.5 * float(POLICY["weight_cost"]))
    assert diplomacy.partner_utility(0.7, 0.3) == pytest.approx(0.4)


def test_alignment_by_hand():
    assert diplomacy.alignment(0.0, 4.0) == 1.0
    assert diplomacy.alignment(1.0, 4.0) == pytest.approx(0.75)
    assert diplomacy.alignment(9.0, 4.0) == 0.0


def test_espionage_threatens_where_neither_trust_nor_alignment_holds_and_where_secrets_leak():
    assert diplomacy.exposure(0.0, 0.0, 0.0) == 1.0
    assert diplomacy.exposure(1.0, 0.0, 0.0) == diplomacy.exposure(0.0, 1.0, 0.0) == 0.0
    assert diplomacy.exposure(1.0, 1.0, 0.3) == pytest.approx(0.3)
    assert diplomacy.exposure(0.5, 0.5, 0.2) == pytest.approx(1 - 0.75 * 0.8)


def test_volume_reacts_to_threat_beyond_the_usual_and_saturates():
    wanted = diplomacy.posts_wanted
    assert (
        wanted(0.01, 1000, 0.5, 0.0, 0.0) == wanted(0.01, 1000, 0.5, 1.0, 0.0) == 10.0
    )  # nothing known, or nothing unusual
    assert wanted(0.01, 1000, 0.5, 2.0, 0.0) == pytest.approx(12.5)  # an excess of one gives half of the response
    assert wanted(0.01, 1000, 0.5, 1e9, 0.0) == pytest.approx(15.0)
    assert wanted(0.01, 1000, 0.0, 50.0, 0.0) == 10.0
    assert wanted(0.01, 20, 0.5, 1.0, 1.0) == 1.0  # a small force takes a place that costs nothing
    assert wanted(0.01, 1000, 0.5, 1.0, 1.0) == 10.0


def test_hosts_refuse_whom_they_do_not_trust_and_whose_relations_are_broken_off():
    accepts = diplomacy.accepts
    assert accepts(0.2, 0.5, 0.15, 0.2, 0)
    assert not accepts(0.1, 0.5, 0.15, 0.2, 0)
    assert not accepts(0.9, 1.0, 0.15, 0.2, 1)


def test_a_good_name_makes_up_for_some_trust_and_a_bad_one_costs_some():
    accepts = diplomacy.accepts
    assert accepts(0.1, 0.7, 0.15, 0.2, 0)  # .1 + .2 * .4 = .18
    assert not accepts(0.2, 0.3, 0.15, 0.2, 0)  # .2 - .08 = .12
    assert not accepts(0.1, 0.7, 0.15, 0.0, 0)


def test_balance_by_hand():
    assert diplomacy.balance(3, 1) == 0.5
    assert diplomacy.balance(0, 4) == -1.0
    assert diplomacy.balance(0, 0) == 0.0


def test_equal_claims_stay_equal_however_they_were_summed():
    assert diplomacy.remainder(0.1 + 0.2, 0) == diplomacy.remainder(0.3, 0)
    assert diplomacy.remainder(2.75, 2) == 750_000_000
    assert diplomacy.remainder(2.0 + 6e-10, 2) == 1  # to the nearest


def test_all_that_speaks_for_a_partner_by_hand():
    values = (0.8, 0.7, 0.6, 1.0, 0.09, 0.4, 0.3, 0.2, -0.5, 0.9, 0.1)
    sizes = (0.8, 0.7, 0.6, 1.0, 0.3, 0.4, 0.3, 0.8 * 0.8, -0.5, 0.4, 0.1)
    weights = ("alliance", "alignment", "trust", "agreement", "capability", "threat", "skill", "interoperability",
               "reciprocity", "standing", "bridging")  # fmt: skip
    by_hand = sum(float(POLICY[f"weight_{name}"]) * size for name, size in zip(weights, sizes, strict=True))
    assert diplomacy.benefit(POLICY, *values) == pytest.approx(by_hand)


def test_bounds_of_what_is_owed_accepted_and_balanced():
    assert diplomacy.owed(6000.0, 5.0, 1.0) == -1.0
    assert diplomacy.accepts(0.25, 0.5, 0.25, 0.2, 0)  # just enough
    assert not diplomacy.accepts(0.05, 0.7, 0.15, 0.2, 0)  # .05 + .08 = .13
    assert diplomacy.balance(1, 0) == 1.0 and diplomacy.balance(0, 1) == -1.0
