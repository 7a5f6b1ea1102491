"""Agreements: utility, capacity, terms, and the matching by hand."""

import math
from itertools import combinations

import numpy as np
import pytest

from exchsim._jit import in_python
from exchsim.kernels import agreements as kernels
from exchsim.kernels.agreements import match
from exchsim.kernels.order import in_order
from exchsim.rules import agreements as rules
from exchsim.state.params import default_params

PARAMS = default_params()[0]


@pytest.fixture
def plain_order(monkeypatch):
    """Kernels called from Python need their kernels in Python too: compiled ones have no door for it."""
    monkeypatch.setattr(kernels, "in_order", in_python(in_order))


def attraction(**changes):
    at = {"degree": 4.0, "other_degree": 9.0, "ideal": 1.0, "capability": 0.01, "other": 0.002, "km": 950.0} | changes
    return rules.attraction(
        at["degree"], at["other_degree"], at["ideal"], at["capability"], at["other"], at["km"], PARAMS
    )


def test_attraction_by_hand():
    """Degrees 4 and 9: log(5) + log(10) = log(50); 1,000 km with the 50 that are added."""
    p = PARAMS
    by_hand = (
        p.agreements_constant + p.agreements_degrees * math.log(50.0) + p.agreements_ideal
        + p.agreements_power * (math.log(0.01001) + math.log(0.00201)) + p.agreements_distance * math.log(1000.0)
    )  # fmt: skip
    assert attraction() == pytest.approx(by_hand, abs=1e-12)


def test_circumstances_by_hand():
    """Allies and rivals at once, three partners in common, an exercise, a new state, tension .05."""
    by_hand = 0.744 - 0.808 * math.log(4.0) - 1.217 + 0.738 - 1.24 + 0.923 - 20.0 * 0.05
    assert rules.circumstances(3.0, 1.0, 1.0, 1.0, 1.0, 0.05, PARAMS) == pytest.approx(by_hand, abs=1e-12)
    assert rules.circumstances(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, PARAMS) == 0.0


def test_signs_of_the_estimates():
    assert attraction(degree=8.0) > attraction()
    assert attraction(degree=0.0, other_degree=9.0) > attraction(degree=0.0, other_degree=0.0)  # a hub draws newcomers
    assert attraction(km=5000.0) < attraction()
    assert attraction(ideal=2.0) < attraction()
    assert attraction(capability=0.1) > attraction()
    plain = rules.circumstances(0.0, 0.0, 0.0, 0.0, 0.0, 0.014, PARAMS)
    assert rules.circumstances(0.0, 1.0, 0.0, 0.0, 0.0, 0.014, PARAMS) < plain
    assert rules.circumstances(0.0, 0.0, 1.0, 0.0, 0.0, 0.014, PARAMS) > plain
    assert rules.circumstances(0.0, 0.0, 0.0, 1.0, 0.0, 0.014, PARAMS) < plain
    assert rules.circumstances(0.0, 0.0, 0.0, 0.0, 1.0, 0.014, PARAMS) > plain
    assert (
        rules.circumstances(9.0, 0.0, 0.0, 0.0, 0.0, 0.014, PARAMS) < plain
    )  # many in common weigh less than partners


def test_the_noise_makes_a_logit():
    """A pair of utility v wants an agreement for a share 1 / (1 + exp(-v)) of all uniform draws."""
    draws = (np.arange(20_000) + 0.5) / 20_000
    for value in (-3.0, -1.0, 0.0, 2.0):
        willing = np.mean([value + rules.logistic_noise(u) > 0.0 for u in draws])
        assert willing == pytest.approx(1.0 / (1.0 + math.exp(-value)), abs=1e-4)


def test_the_end_of_the_blocs_more_than_doubles_the_odds():
    """Tension fell from .055 to .013 after 1990 (computed); the rest is new states and the network."""
    before, after = (rules.circumstances(0.0, 0.0, 0.0, 0.0, 0.0, t, PARAMS) for t in (0.055, 0.013))
    assert 2.0 < math.exp(after - before) < 4.0


def test_what_exchanges_add():
    assert rules.acquaintance(0.0, 0.0, 0.0, PARAMS) == 0.0
    assert rules.acquaintance(0.2, 0.5, 0.5, PARAMS) == pytest.approx(0.2 + 0.15 + 0.15)


def test_capacity_grows_slowly_and_stops_at_nothing():
    reference = float(PARAMS.agreements_capacity_reference)
    assert rules.capacity(4.0, reference, PARAMS) == pytest.approx(4.0)
    assert 4.0 < rules.capacity(4.0, 8.0 * reference, PARAMS) < 8.0
    assert rules.capacity(0.0, 0.2, PARAMS) == 0.0


def test_renewal_at_the_baseline_is_the_observed_share_on_average():
    used, unused = (rules.renewal_chance(0, 0.0, use, 0.0, PARAMS) for use in (1.0, 0.0))
    assert unused < 0.54 < used
    assert 0.5 * (used + unused) == pytest.approx(0.54, abs=0.005)
    assert rules.renewal_chance(0, 0.3, 1.0, 0.0, PARAMS) > used
    assert rules.term_months(PARAMS) == 84


def test_what_was_renewed_once_lasts():
    """2 ends in 286 years in force after the first term, DCAD v1.0: exp(-7 * 2 / 286) = .952 a term."""
    again = 0.5 * sum(rules.renewal_chance(1, 0.0, use, 0.0, PARAMS) for use in (1.0, 0.0))
    assert again == pytest.approx(math.exp(-7.0 * 2.0 / 286.0), abs=0.005)
    assert rules.renewal_chance(3, 0.0, 1.0, 0.0, PARAMS) == rules.renewal_chance(1, 0.0, 1.0, 0.0, PARAMS)


def test_rivals_seldom_renew_by_hand():
    """logit .54 = .160; with the use of .25 and the rivalry of -2 it is -1.590, a chance of .169."""
    assert rules.renewal_chance(0, 0.0, 1.0, 1.0, PARAMS) == pytest.approx(1.0 / (1.0 + math.exp(1.58966)), abs=1e-4)
    for renewals in (0, 1):
        free, hostile = (rules.renewal_chance(renewals, 0.0, 0.0, rivalry, PARAMS) for rivalry in (0.0, 1.0))
        assert hostile < 0.8 * free


def test_special_agreements_need_both_sides():
    chance = rules.special_chance(0.01, 1.0, 1.0, 0.5, 0.0, PARAMS)
    assert chance == pytest.approx(-math.expm1(-0.01))
    assert rules.special_chance(0.01, 2.0, 0.0, 0.9, 1.0, PARAMS) == 0.0
    assert rules.special_chance(0.01, 1.0, 1.0, 0.8, 0.0, PARAMS) > chance
    assert rules.special_chance(0.01, 1.0, 1.0, 0.5, 1.0, PARAMS) > chance


def test_a_training_agreement_opens_doors():
    assert rules.demanded_trust(0.2, 1, PARAMS) == pytest.approx(0.1)
    assert rules.demanded_trust(0.2, 0, PARAMS) == 0.2
    assert rules.standing_terms(1, 1, PARAMS) > rules.standing_terms(1, 0, PARAMS) == 1.0


def test_a_state_is_young_for_ten_years():
    assert rules.is_young(1100, 1100 + 119, PARAMS) and not rules.is_young(1100, 1100 + 120, PARAMS)
    assert not rules.is_young(0, 60, PARAMS)


@pytest.mark.usefixtures("plain_order")
def test_matching_by_hand():
    """Four states A-D: A may sign once, B twice, C and D once. AB is keenest, so AC has to wait; BD goes through."""
    pairs = [(0, 1), (0, 2), (1, 3), (1, 2)]
    left = np.array([1, 2, 1, 1])
    concluded = in_python(match)(
        np.array([3.0, 2.5, 1.0, 0.5]), np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs]), left
    )
    assert list(concluded) == [1, 0, 1, 0]
    assert list(left) == [0, 0, 1, 0]


@pytest.mark.usefixtures("plain_order")
def test_the_matching_is_stable_and_keeps_to_capacity():
    """No two that were turned away would both rather have each other than the least of what they got."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        capacity = rng.integers(0, 4, 8)
        pairs = list(combinations(range(8), 2))
        surplus = rng.random(len(pairs))
        first, second = (np.array(side) for side in zip(*pairs, strict=True))
        concluded = in_python(match)(surplus, first, second, capacity.copy())
        got = [[s for s, c, p in zip(surplus, concluded, pairs, strict=True) if c and n in p] for n in range(8)]
        assert all(len(mine) <= most for mine, most in zip(got, capacity, strict=True))
        for s, c, (a, b) in zip(surplus, concluded, pairs, strict=True):
            would = [capacity[n] > len(got[n]) or (len(got[n]) > 0 and s > min(got[n])) for n in (a, b)]
            assert c or not all(would)


def test_a_training_agreement_adds_posts_and_none_adds_nothing():
    volume = PARAMS.agreements_training_volume
    assert rules.training_volume(1.0, PARAMS) == pytest.approx(1.0 + volume)
    assert rules.training_volume(0.0, PARAMS) == 1.0


def test_one_common_partner_introduces_two_and_a_habit_is_a_nations_own():
    common = PARAMS.agreements_introduction + PARAMS.agreements_common * math.log(2.0)
    assert rules.circumstances(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, PARAMS) == pytest.approx(common)
    assert rules.habit(-2.0, PARAMS) == pytest.approx(-2.0 * PARAMS.agreements_habit)


def test_one_unwilling_side_is_enough_and_the_first_month_of_the_century_counts():
    assert rules.special_chance(0.01, 0.0, 2.0, 0.9, 1.0, PARAMS) == 0.0
    assert rules.is_young(1, 60, PARAMS)
