"""Sharing, leaks, espionage and vetting by hand and against their signs. Pattern 11 of docs/odd.md is here."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.enums import ProgrammeKind
from exchsim.rules import intelligence
from exchsim.scenario.programmes import PROFILES
from exchsim.state.params import PARAMETERS_BY_PATH, default_params

P = default_params()[0]
share = st.floats(0.0, 1.0)
ALLIES = {"trust": 0.7, "secured": 0.6, "threat": 0.8, "pressure": 1.0, "other_pressure": 1.0, "distance": 0.5,
          "leak_risk": 0.15, "hindrance": 0.2, "compartments": 0.3}  # fmt: skip


def sharing(**changes):
    return intelligence.sharing(*{**ALLIES, **changes}.values(), P)


def test_sharing_of_two_allies_by_hand():
    # -.5 + 5(.2) + 2.5(.6) + 1(.8) + .5 log 1 - .3(.5) - 3(.15) - 1.5(.2) - 2.5(.3) = 1.15
    assert sharing() == pytest.approx(1.0 / (1.0 + math.exp(-1.15)))


AS_KOREA = {"threat": 0.0, "distance": 1.8, "leak_risk": 0.09, "hindrance": 0.25}  # to the United States


def test_an_ally_without_an_agreement_is_told_some_with_one_most_and_a_stranger_hardly_anything():
    """What decision 0030 set the levels by; no source gives them."""
    assert 0.15 <= sharing(**AS_KOREA, secured=0.0) <= 0.3
    assert 0.5 <= sharing(**AS_KOREA, secured=0.6) <= 0.8
    assert sharing(**AS_KOREA, secured=0.0, trust=0.35) < 0.06
    assert 0.85 <= sharing(threat=0.0, trust=0.85, secured=1.0, leak_risk=0.02, hindrance=0.03) <= 0.97


def test_full_compartments_more_than_halve_what_an_ally_without_an_agreement_is_told():
    assert sharing(**AS_KOREA, secured=0.0, compartments=1.0) < 0.5 * sharing(**AS_KOREA, secured=0.0, compartments=0.3)


@pytest.mark.parametrize(
    ("name", "more"),
    [("trust", 0.9), ("secured", 1.0), ("threat", 1.0)],
)
def test_trust_agreement_and_common_threat_raise_sharing(name, more):
    """Signs: Efrat & Newman 2018; Kent State dissertation 2009."""
    assert sharing(**{name: more}) > sharing() + 0.01


@pytest.mark.parametrize(
    ("name", "more"), [("distance", 2.0), ("leak_risk", 0.4), ("hindrance", 0.5), ("compartments", 0.8)]
)
def test_unlike_institutions_leak_risk_barriers_and_compartments_lower_sharing(name, more):
    assert sharing(**{name: more}) < sharing() - 0.01


def test_only_a_threat_that_both_feel_raises_sharing():
    assert sharing(pressure=3.0) == pytest.approx(sharing(), abs=1e-12)
    assert sharing(pressure=3.0, other_pressure=3.0) > sharing() + 0.05
    assert sharing(other_pressure=0.2) < sharing() - 0.02


def test_the_third_party_rule_by_hand():
    # .6 x .5 passed on; strict: only as far as the originator shares itself
    assert intelligence.relayed(0.3, 0.2, 0.0) == pytest.approx(0.3)
    assert intelligence.relayed(0.3, 0.2, 1.0) == pytest.approx(0.06)
    assert intelligence.relayed(0.3, 0.2, 0.5) == pytest.approx(0.18)
    assert intelligence.known(0.2, 0.3) == 0.3


@given(share, share, share)
def test_a_strict_rule_lets_nobody_know_more_through_others(path, shared, strictness):
    assert intelligence.relayed(path, shared, 1.0) <= shared + 1e-12
    assert intelligence.relayed(path, shared, strictness) <= path


def test_information_security_grows_to_the_regime_and_no_further():
    assert intelligence.raised(0.5, 0.4, 0.05, 1.0) == 0.5
    assert intelligence.raised(0.5, 0.9, 0.05, 1.0) == pytest.approx(0.5 + 0.4 * (1 - math.exp(-0.05)))
    step = 0.5
    for _ in range(12):
        step = intelligence.raised(step, 0.9, 0.05, 1.0 / 12.0)
    assert step == pytest.approx(intelligence.raised(0.5, 0.9, 0.05, 1.0))


def test_leaks_by_hand():
    # interest with one rival .2 + .8/2 = .6; at stake .5 x .4 x .6 = .12; .05 x .12 x (1-.6)(1-.5x.3)
    assert intelligence.interest(1, 0.2) == pytest.approx(0.6)
    at_stake = intelligence.exposed(0.5, 0.4, 0.6)
    assert at_stake == pytest.approx(0.12)
    assert intelligence.leaks_per_year(at_stake, 0.6, 0.3, P) == pytest.approx(0.05 * 0.12 * 0.4 * 0.85)


def test_secrecy_and_compartments_prevent_leaks():
    assert intelligence.leaks_per_year(1.0, 1.0, 0.0, P) == 0.0
    assert intelligence.leaks_per_year(1.0, 0.5, 1.0, P) < intelligence.leaks_per_year(1.0, 0.5, 0.0, P)
    assert intelligence.interest(5, 0.2) > intelligence.interest(0, 0.2) == pytest.approx(0.2)


def test_pattern_11_espionage_lies_between_1e_6_and_1e_4_an_exchange_year():
    """Exchange and staff posts and staff colleges, for any visitor that a host would take, by default policies."""
    for name in ("exchange_post", "staff_post", "leadership_course"):
        assert ProgrammeKind[name.upper()] < ProgrammeKind.WORKSHOP
        access = float(PROFILES[name]["access"].value)
        for hostile in (0.0, 0.5, 1.0):
            assert 1e-6 <= intelligence.espionage_per_year(access, 0.5, hostile, 0.5, P) <= 1e-4


def test_espionage_grows_with_access_and_hostility_and_falls_with_vetting():
    usual = intelligence.espionage_per_year(0.5, 0.5, 0.25, 0.5, P)
    assert intelligence.espionage_per_year(0.5, 1.0, 0.25, 0.5, P) == pytest.approx(2.0 * usual)
    assert intelligence.espionage_per_year(0.5, 0.5, 1.0, 0.5, P) == pytest.approx(2.5 * usual)
    assert intelligence.espionage_per_year(0.5, 0.5, 0.25, 1.0, P) < 0.5 * usual
    assert intelligence.espionage_per_year(0.5, 0.0, 0.25, 0.5, P) == 0.0


def test_hostility_is_rivalry_or_distance():
    assert intelligence.hostility(1, 0.0) == 1.0
    assert intelligence.hostility(0, 1.0) == 0.25
    assert intelligence.hostility(0, 9.0) == 1.0


def test_access_teaches_more_above_the_middle_tier_and_less_below():
    assert intelligence.access_gain(0.5, 0.5, 0.3) == 1.0
    assert intelligence.access_gain(0.5, 1.0, 0.3) == pytest.approx(1.15)
    assert intelligence.access_gain(0.5, 0.0, 0.3) == pytest.approx(0.85)


def test_losses_have_a_heavy_tail():
    u = (np.arange(200_000) + 0.5) / 200_000
    losses = np.array([intelligence.severity(x, P.intelligence_severity_tail) for x in u])
    assert losses.min() >= 1.0 and losses.max() == 100.0
    assert (losses > 10.0).mean() == pytest.approx(10**-1.5, rel=0.01)
    assert np.sort(losses)[-2000:].sum() > 0.12 * losses.sum()  # the worst hundredth


def test_a_blow_takes_a_share_and_a_channel_softens_it():
    assert intelligence.damaged(0.6, 0.1, 1.0, 2.0) == pytest.approx(0.6 * 0.81)
    assert intelligence.channelled(0.0, 0.5, 5.0) == 1.0
    assert intelligence.channelled(5.0, 0.5, 5.0) == pytest.approx(0.75)


def test_alarm_halves_in_a_half_life():
    assert intelligence.faded(0.8, 0.2, 3.0, 3.0) == pytest.approx(0.5)
    assert intelligence.strictness(0.5, 0.4) == pytest.approx(0.7)


def verdicts(strict, params=P, cases=100_000):
    found = [intelligence.vetting_verdict((k + 0.5) / cases, strict, params) for k in range(cases)]
    return np.bincount(found, minlength=4) / cases


def test_chances_of_vetting_by_hand_are_the_shares_of_its_verdicts():
    # strictness .8: .0072 x .8 = .00576 found, of them .175 x .8 = .14 denied; .002 x .64 denied without cause
    assert intelligence.finding_chance(0.8, P) == pytest.approx(0.00576)
    assert intelligence.denial_chance(0.8, P) == pytest.approx(0.00576 * 0.14)
    assert intelligence.false_denial_chance(0.8, P) == pytest.approx(0.00128)
    _, found, denied, wrong = verdicts(0.8)
    assert (found + denied, denied, wrong) == pytest.approx((0.00576, 0.00576 * 0.14, 0.00128), rel=0.01)


def test_vetting_finds_what_was_found():
    """GAO-24-106421: .2 to .6 % of cases with findings (103 of 29,000), 9 denied."""
    _, found, denied, _ = verdicts(0.5)
    assert 0.002 <= found + denied <= 0.006
    assert found + denied == pytest.approx(103 / 29000, rel=0.03)
    assert denied == pytest.approx(9 / 29000, rel=0.05)


def test_stricter_vetting_finds_more_and_denies_more_also_without_cause():
    mild, strict = verdicts(0.3), verdicts(0.9)
    assert np.all(strict[1:] > 1.5 * mild[1:])
    assert verdicts(0.0)[0] == 1.0


@given(st.floats(0.0, 1.0, exclude_min=True), share, share)
def test_whom_a_mild_host_denies_a_strict_one_denies(deviate, one, other):
    mild, strict = sorted((one, other))
    if intelligence.vetting_verdict(deviate, mild, P) >= 2:
        assert intelligence.vetting_verdict(deviate, strict, P) >= 2


def test_numbers_without_a_source_say_so():
    """docs/odd.md, what is not known: nobody knows what sharing gains by trust, or how often visitors spy."""
    for name in ("sharing_trust", "sharing_secured", "sharing_base", "leaks_per_year", "espionage_per_year"):
        declared = PARAMETERS_BY_PATH[f"intelligence.{name}"]
        assert declared.grade == "M" and declared.high - declared.low >= 0.9 * abs(declared.default)


def test_barriers_first_security_and_first_suspicion_by_hand():
    assert intelligence.barrier(0.3, 0.2, 0.8) == pytest.approx(0.15 + 0.3)
    assert intelligence.barrier(0.3, 0.8, 0.2) == pytest.approx(0.15 + 0.3)
    first = intelligence.first_information_security
    assert first(0.8, 0.4, 0.25) == pytest.approx(0.2 + 0.3)
    assert first(1.0, 1.0, 0.25) == 0.95 and first(0.0, 0.0, 0.25) == 0.05
    assert intelligence.prior_risk(0.7, 0.5) == pytest.approx(0.15)


def test_chances_blows_and_fading_by_hand():
    assert intelligence.chance(2.0, 0.25) == pytest.approx(1.0 - math.exp(-0.5))
    assert intelligence.damaged(0.9, 0.4, 0.5, 2) == pytest.approx(0.9 * 0.8**2)
    assert intelligence.faded(0.9, 0.1, 2.0, 6.0) == pytest.approx(0.1 + 0.8 / 8.0)
