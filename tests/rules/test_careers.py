"""Careers against US practice and against closed forms."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from exchsim.rng import exponential, uniform
from exchsim.rules import careers
from exchsim.state.params import PARAMETERS, default_params

P = default_params()[0]


def test_leaving_rate_has_its_peaks():
    rates = [careers.leaving_rate(y, P) for y in (2.0, 5.5, 12.0, 20.5, 25.0)]
    assert rates == pytest.approx([0.032, 0.2, 0.08, 0.2, 0.12])


def test_cumulative_hazard_by_hand():
    assert careers.hazard_between(0.0, 7.0, P) == pytest.approx(5 * 0.032 + 0.2 + 0.08)
    assert careers.hazard_between(3.0, 3.0, P) == 0.0


@pytest.mark.parametrize("start", [0.0, 4.9, 5.5, 13.0, 20.2, 28.0])
@pytest.mark.parametrize("patience", [0.01, 0.3, 1.0, 4.0])
def test_service_at_leaving_inverts_the_hazard(start, patience):
    end = careers.service_at_leaving(start, patience, P)
    assert careers.hazard_between(start, end, P) == pytest.approx(patience)


@pytest.mark.parametrize("rate", [0.0, 1e-300, 1e-8])
def test_who_never_leaves_is_found_at_once(rate):
    """Once an endless search: only the limit of the grade ends such a career."""
    stayers = default_params()[0]
    stayers.careers_leave_per_year = rate
    assert careers.service_at_leaving(3.0, 1.0, stayers) > 1e6
    assert careers.hazard_between(0.0, 2e6, stayers) == pytest.approx(2e6 * 1.5 * rate, rel=1e-3)


def test_waiting_times_follow_the_hazard():
    times = np.array([careers.service_at_leaving(0.0, exponential(1, 0, 1, who, 0), P) for who in range(5000)])
    transformed = [1 - math.exp(-careers.hazard_between(0.0, t, P)) for t in times]
    assert stats.kstest(transformed, "uniform").pvalue > 0.001


def test_mean_leaving_is_seven_to_nine_percent_a_year():
    # leavers a year over those serving, in a steady cadre limited to thirty years
    survival = [math.exp(-careers.hazard_between(0.0, y, P)) for y in np.arange(0, 30, 1 / 12)]
    assert 0.07 <= 1.0 / (sum(survival) / 12.0) <= 0.09


def test_gates_and_chances_are_those_of_the_pamphlet():
    assert [careers.gate_years(rank, P) for rank in (3, 4, 5)] == [10.0, 16.0, 22.0]
    assert [careers.selection_chance(rank, P) for rank in (3, 4, 5)] == [0.8, 0.7, 0.5]


def test_at_least_three_years_in_grade_from_captain_on():
    years = [careers.gate_years(rank, P) for rank in range(2, 9)]
    assert all(later - earlier >= 3.0 for earlier, later in pairwise(years))


def test_everybody_is_a_captain_after_four_years():
    assert [careers.gate_years(rank, P) for rank in (1, 2)] == [1.5, 4.0]
    for rank in (1, 2):
        assert careers.gate_spread_years(rank, P) == 0.0
        assert careers.selected(careers.selection_chance(rank, P), 0.0, 0.5, 0.5, 0.5) == 1.0


def test_captains_go_at_twenty_years_majors_at_thirty_generals_at_thirty_five():
    limits = [careers.service_limit_years(rank, P) for rank in range(1, 10)]
    assert limits == [20.0] * 3 + [30.0] * 3 + [35.0] * 3


def test_a_tour_must_end_before_the_limit_of_the_grade():
    assert careers.may_serve(239, 0, 3, P) and not careers.may_serve(240, 0, 3, P)
    assert careers.may_serve(200, 39, 3, P) and not careers.may_serve(200, 40, 3, P)
    assert careers.may_serve(240, 119, 4, P) and not careers.may_serve(240, 120, 4, P)


def test_the_limit_of_captains_leaves_time_for_their_board():
    declared = {p.path: p for p in PARAMETERS}
    latest = declared["careers.to_o4_years"].high + declared["careers.gate_spread_years"].high
    assert declared["careers.captain_limit_years"].low > latest


def test_selection_by_record():
    assert careers.selected(0.8, 0.5, 0.5, 0.5, 1.0) == pytest.approx(0.8)
    assert careers.selected(0.8, 0.9, 0.5, 0.5, 1.0) > 0.8 > careers.selected(0.8, 0.1, 0.5, 0.5, 1.0)
    assert careers.selected(0.5, 0.5, 0.5, 0.5, 1.3) == pytest.approx(1.3 / 2.3)
    assert careers.selected(1.0, 0.0, 0.5, 0.5, 0.8) == 1.0


def test_selection_frequencies_match_their_chance():
    chance = careers.selected(0.7, 0.6, 0.5, 0.5, 1.1)
    hits = sum(uniform(4, 0, 2, who, 4) < chance for who in range(8000))
    assert stats.binomtest(hits, 8000, chance).pvalue > 0.001


def test_a_bond_delays_leaving():
    assert careers.bond(0, 0.1) == 1.0
    assert careers.bond(2, 0.1) == pytest.approx(math.exp(-0.2))


def test_months_are_whole_and_at_least_one():
    assert [careers.months_of(y) for y in (0.0, 1.0, 1.01)] == [1, 12, 13]


def test_every_grade_has_a_gate_and_a_chance_of_its_own():
    params = default_params()
    for rank in range(1, 9):
        params[f"careers_to_o{rank + 1}_years"] = 2.0 + rank
    for rank in range(3, 9):
        params[f"careers_chance_o{rank + 1}"] = 0.1 * rank
    assert [careers.gate_years(rank, params[0]) for rank in range(1, 9)] == [2.0 + rank for rank in range(1, 9)]
    chances = [careers.selection_chance(rank, params[0]) for rank in range(1, 9)]
    assert chances == pytest.approx([1.0, 1.0, *(0.1 * rank for rank in range(3, 9))])
    assert [careers.gate_spread_years(rank, P) > 0.0 for rank in (2, 3, 8)] == [False, True, True]


def test_a_peak_begins_with_its_year_and_ends_before_the_next():
    assert [careers.leaving_rate(y, P) for y in (5.0, 6.0, 20.0, 21.0)] == pytest.approx([0.2, 0.08, 0.2, 0.12])
    assert [careers.next_bend(y, P) for y in (5.0, 6.0, 20.0, 21.0)] == [6.0, 20.0, 21.0, math.inf]


def test_a_month_is_not_added_for_the_last_bit():
    assert careers.months_of(1.0 / 12.0 + 25.0 / 12.0) == 26
