"""Arrivals, detection, response, harm and readiness by hand and against their signs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.enums import Domain, ThreatKind
from exchsim.rules import threats
from exchsim.state.params import default_params

P = default_params()[0]
share = st.floats(0.0, 1.0)
TERRORISM, CRIME, CYBER, HYBRID = (int(kind) for kind in ThreatKind)


def test_detection_with_two_sharers_by_hand():
    # own skill .4: d = .28. A neighbour with d = .42 shares half; a far one with d = .56 shares a fifth:
    # 1 - .72 x (1 - .5 x .42 x .5) x (1 - .2 x .56 x .08) = 1 - .72 x .895 x .99104 = .36138
    near, far = threats.relevance(True, 0.0, P), threats.relevance(False, 0.0, P)
    assert (near, far) == (0.5, pytest.approx(0.08))
    missed = threats.missed(0.5, 0.42, near) * threats.missed(0.2, 0.56, far)
    assert threats.detection(0.7 * 0.4, missed) == pytest.approx(0.361374, abs=1e-6)


@given(share, share, share, share)
def test_more_sharing_never_detects_less(own, other, one, two):
    less, more = sorted((one, two))
    assert threats.detection(own, threats.missed(more, other, 0.5)) >= threats.detection(
        own, threats.missed(less, other, 0.5)
    )


def test_relevance_lies_between_far_and_near():
    assert threats.relevance(False, 1.0, P) == threats.relevance(True, 0.0, P)
    assert threats.relevance(False, 0.5, P) == pytest.approx(0.29)


def test_usual_attempts_by_hand():
    # one of 25 equal states: 1 a year; a state with a quarter of the world among 100: five times; capped at six
    assert threats.size(0.04, 25, 6.0) == pytest.approx(1.0)
    assert threats.size(0.25, 100, 6.0) == pytest.approx(5.0)
    assert threats.size(0.9, 100, 6.0) == 6.0
    # two rivals add two thirds of what many add
    assert threats.usual_per_month(HYBRID, 2015.0, 1.0, 2, P) == pytest.approx((1.0 + 2.0 * 2 / 3) / 12.0)
    assert threats.usual_per_month(CRIME, 1980.0, 2.0, 9, P) == pytest.approx(0.5)


def test_cyber_and_hybrid_threats_grow_with_technology_and_others_do_not():
    for kind, growth in ((TERRORISM, 0.0), (CRIME, 0.0), (CYBER, 0.08), (HYBRID, 0.03)):
        then, now = (threats.usual_per_month(kind, year, 1.0, 0, P) for year in (1990.0, 2015.0))
        assert now / then == pytest.approx(math.exp(25 * growth))


def test_nobody_is_attacked_by_wire_before_there_are_wires():
    assert threats.usual_per_month(CYBER, 1985.9, 1.0, 0, P) == 0.0 < threats.usual_per_month(CYBER, 1986.0, 1.0, 0, P)


def test_no_rate_leaves_the_range_of_the_draw():
    assert threats.usual_per_month(CYBER, 2100.0, 6.0, 9, P) == threats.MOST_PER_MONTH
    assert threats.per_month(15.0, 1.0, 9.0, 0.6) == threats.MOST_PER_MONTH
    counted = [most + 5.0 * math.sqrt(most) for most in (threats.MOST_PER_MONTH, threats.MOST_PER_MONTH + 1.0)]
    assert counted[0] < 100.0 < counted[1]  # the draw counts to 100: five standard deviations are in, no more


def test_spill_over_is_neutral_where_neighbours_are_as_usual():
    assert threats.per_month(0.4, 1.0, 1.0, 0.3) == pytest.approx(0.4)
    assert threats.per_month(0.4, 1.0, 3.0, 0.3) == pytest.approx(0.4 * 1.6)
    assert threats.per_month(0.4, 1.0, 0.0, 0.3) == pytest.approx(0.28)


@given(st.floats(0.0, 20.0), share)
def test_a_surge_everywhere_multiplies_attempts_and_does_not_feed_itself(surge, spill_over):
    """Neighbours' activity settles at the surge: a = (1 - s) k + s a."""
    assert threats.per_month(0.2, surge, surge, spill_over) == pytest.approx(0.2 * surge)


def test_activity_fades_to_what_is_seen():
    assert threats.activity_after(1.0, 0, 0.5, 12.0) == pytest.approx(0.5 ** (1 / 12))
    assert threats.activity_after(3.0, 1, 0.5, 1.0) == pytest.approx(2.5)
    assert threats.activity_after(2.0, 0, 0.0, 1.0) == pytest.approx(1.5)  # nothing usual: back to one


def test_each_threat_meets_its_skill():
    skill = np.zeros(6)
    skill[Domain.COUNTERTERRORISM], skill[Domain.CYBER] = 0.6, 0.2
    skill[Domain.UNCONVENTIONAL], skill[Domain.CRISIS_MANAGEMENT] = 0.3, 0.8
    found = [threats.matching_skill(kind, skill, 0.5) for kind in (TERRORISM, CRIME, CYBER, HYBRID)]
    assert found == pytest.approx([0.6, 0.7, 0.2, 0.3])


def test_prevention_by_hand():
    # alone .8 x root(.5 x .32) = .32; helpers stop .6 x .25 of the rest: 1 - .68 x .85
    assert threats.prevention(0.5, 0.32, 0.25, 0.8, 0.6) == pytest.approx(1 - 0.68 * 0.85)


@given(share, share, share, share, st.sampled_from([0, 1, 2]))
def test_readiness_skill_and_help_never_stop_less(readiness, skill, help_at_hand, more, which):
    given_ = [readiness, skill, help_at_hand]
    better = list(given_)
    better[which] = max(given_[which], more)
    assert threats.prevention(*better, 0.8, 0.6) >= threats.prevention(*given_, 0.8, 0.6)


def test_help_counts_for_what_it_weighs():
    # a great ally with interoperability .6 beside a small nation, and the other way round
    assert threats.aid(0.18, 0.3, 0.01) == pytest.approx(0.18 / 0.31)
    assert threats.aid(0.006, 0.01, 0.3) == pytest.approx(0.006 / 0.31)
    assert threats.aid(0.0, 0.0, 0.0) == 0.0


def test_harm_has_the_median_and_mean_of_a_lognormal():
    assert threats.harm(TERRORISM, 0.0, 1.0, P) == 1.0
    assert threats.harm(CRIME, 1.0, 0.5, P) == pytest.approx(0.3 * math.exp(1.5) * 0.5)
    assert threats.mean_harm(TERRORISM, 1.0, P) == pytest.approx(math.exp(1.125))


def test_crisis_management_and_a_crisis_channel_lessen_harm():
    assert threats.damping(0.0, 0.0, P) == 1.0
    assert threats.damping(0.8, 0.0, P) == pytest.approx(0.6)
    assert threats.damping(0.8, 5.0, P) == pytest.approx(0.6 * 0.9)


def test_the_average_of_the_time_by_hand():
    # before 1986 no cyber attacks: (1 x 1 + 3 x .3 + 1 x .7 e^(-.03 x 35)) e^(1.5^2 / 2) in 1980
    spread = math.exp(1.125)
    assert threats.average_harm(1980.0, P) == pytest.approx((1.9 + 0.7 * math.exp(-1.05)) * spread)
    assert threats.average_harm(2015.0, P) == pytest.approx((1.9 + 1.0 + 0.7) * spread)
    assert threats.against_average(6.0, 3.0) == 2.0 and threats.against_average(6.0, 0.0) == 0.0


@pytest.mark.parametrize("share", [0.2, 1.0, 3.0])
def test_what_grows_for_everybody_is_no_pressure_and_a_wave_on_top_is(share):
    """Harm that follows technology for seventy years leaves pressure at one; doubled for three years it is felt."""
    recent = usual = share
    for month in range(70 * 12):
        year = 1980.0 + month / 12.0
        surge = 2.0 if 67 * 12 <= month else 1.0
        now = threats.against_average(surge * share * threats.average_harm(year, P), threats.average_harm(year, P))
        recent = threats.smoothed(recent, now, P.threats_recent_half_life_years, 1.0 / 12.0)
        usual = threats.smoothed(usual, now, P.threats_usual_half_life_years, 1.0 / 12.0)
        if month < 67 * 12:
            assert threats.pressure(recent, usual) == pytest.approx(1.0)
    assert 1.3 < threats.pressure(recent, usual) < 2.0


def test_pressure_is_what_is_suffered_over_what_is_usual():
    assert threats.pressure(6.0, 3.0) == 2.0
    assert threats.pressure(0.0, 0.0) == 1.0
    assert threats.smoothed(4.0, 0.0, 2.0, 2.0) == 2.0


def test_readiness_by_hand():
    # .4 x .5 + .25 x .6 + .15 x (1 - e^-1) + .2 x 3/4, weights adding to one
    assert threats.readiness(0.5, 0.6, 2, 1.0, 3, 4, P) == pytest.approx(0.2 + 0.15 + 0.15 * (1 - math.exp(-1)) + 0.15)
    # one ally and one post, filled, count as any number does
    assert threats.readiness(0.5, 0.6, 1, 0.0, 1, 1, P) == pytest.approx(0.2 + 0.15 + 0.2)
    # without allies and posts only skill and language pool count
    assert threats.readiness(0.5, 0.0, 0, 0.0, 0, 0, P) == pytest.approx(0.2 / 0.55)


def test_each_kind_has_its_rate_its_rivals_and_its_harm():
    rates = {TERRORISM: P.threats_terrorism_per_year, CRIME: P.threats_crime_per_year, CYBER: P.threats_cyber_per_year,
             HYBRID: P.threats_hybrid_per_year}  # fmt: skip
    more = {TERRORISM: P.threats_terrorism_by_rivals, CRIME: 0.0, CYBER: P.threats_cyber_by_rivals,
            HYBRID: P.threats_hybrid_by_rivals}  # fmt: skip
    harms = {TERRORISM: P.threats_terrorism_harm, CRIME: P.threats_crime_harm, CYBER: P.threats_cyber_harm,
             HYBRID: P.threats_hybrid_harm}  # fmt: skip
    for kind, rate in rates.items():
        assert threats.base_per_year(kind, 2015.0, P) == pytest.approx(rate)
        assert threats.usual_per_month(kind, 2015.0, 1.5, 1, P) == pytest.approx(rate * 1.5 * (1 + more[kind] / 2) / 12)
        assert threats.median_harm(kind, P) == harms[kind]
        by_hand = harms[kind] * math.exp(-0.5 * P.threats_harm_spread) * 0.8
        assert threats.harm(kind, -0.5, 0.8, P) == pytest.approx(by_hand)
        assert threats.mean_harm(kind, 0.8, P) == pytest.approx(
            harms[kind] * 0.8 * math.exp(P.threats_harm_spread**2 / 2)
        )
    average = sum(rate * threats.mean_harm(kind, 1.0, P) for kind, rate in rates.items())
    assert threats.average_harm(2015.0, P) == pytest.approx(average)


def test_help_and_calm_by_hand():
    assert threats.aid(0.06, 0.1, 0.2) == pytest.approx(0.2) and threats.aid(0.0, 0.0, 0.0) == 0.0
    heard = 2.0 / (2.0 + P.threats_channel_ties)
    left = (1 - P.threats_crisis_damping * 0.4) * (1 - P.threats_channel_damping * heard)
    assert threats.damping(0.4, 2.0, P) == pytest.approx(left)
    assert threats.smoothed(4.0, 1.0, 2.0, 6.0) == pytest.approx(1.0 + 3.0 / 8.0)
    assert threats.against_average(3.0, 2.0) == 1.5 and threats.against_average(0.3, 0.4) == pytest.approx(0.75)
    assert threats.against_average(0.0, 0.4) == threats.against_average(3.0, 0.0) == 0.0
    assert threats.activity_after(3.0, 1, 0.5, 2.0) == pytest.approx(2.0 + 0.5**0.5)
    assert threats.size(-1.0, 10, 6.0) == 0.0
