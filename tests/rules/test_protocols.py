"""Protocols and interoperability by hand. Pattern 10 of docs/odd.md is here."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.rules import protocols
from exchsim.state.params import default_params

P = default_params()[0]
share = st.floats(0.0, 1.0)


def test_pattern_10_procedural_half_life_lies_between_6_and_13_months():
    months = next(m for m in range(1, 60) if protocols.familiarity_left(1.0, m, P.protocols_half_life_months) <= 0.5)
    assert 6 <= months <= 13
    assert protocols.familiarity_left(0.8, 0.5, 9.0) == pytest.approx(0.8 * 0.5 ** (0.5 / 9.0))


def test_gap_is_the_root_mean_square_distance():
    assert protocols.gap(np.array([0.0, 0, 0, 0]), np.array([1.0, 1, 1, 1])) == 1.0
    assert protocols.gap(np.array([0.2, 0.5, 0.5, 0.5]), np.array([0.4, 0.5, 0.5, 0.5])) == pytest.approx(0.1)


def test_learning_follows_the_power_law():
    # exponent .3: after 9 months 1 - 10^-.3 = .4988
    assert protocols.familiarity_after(0.0, 9.0, 0.3) == pytest.approx(1 - 10**-0.3)
    step = 0.0
    for _ in range(9):
        step = protocols.familiarity_after(step, 1.0, 0.3)
    assert step == pytest.approx(1 - 10**-0.3)


def test_technical_interoperability_in_one_step_equals_many():
    one = protocols.technical_after(0.3, 0.9, 0.08, 0.03, 0.2, 40.0)
    many = 0.3
    for _ in range(480):
        many = protocols.technical_after(many, 0.9, 0.08, 0.03, 0.2, 1 / 12)
    assert many == pytest.approx(one, abs=1e-12)
    assert protocols.technical_after(0.9, 0.0, 0.08, 0.03, 0.2, 1e4) == pytest.approx(0.2)


def test_standards_are_adopted_with_the_years():
    assert protocols.adopted(0.9, 0.0, 8.0) == protocols.adopted(0.9, -2.0, 8.0) == 0.0  # nothing on the day of joining
    assert protocols.adopted(0.9, 8.0, 8.0) == pytest.approx(0.9 * (1 - math.exp(-1)))
    assert protocols.adopted(0.9, 500.0, 8.0) == pytest.approx(0.9)


def test_equipment_follows_adoption_by_hand():
    path = (0.2, 0.9, 1.0, 8.0, 0.08, 0.03, 0.2)
    first = protocols.technical_after(0.2, 0.0, 0.08, 0.03, 0.2, 1.0)  # the first year nothing is adopted
    assert first == pytest.approx(0.2)
    second = protocols.technical_after(first, 0.9 * (1 - math.exp(-1 / 8)), 0.08, 0.03, 0.2, 0.5)
    assert protocols.technical_of_members(*path, 1.5) == pytest.approx(second)
    assert protocols.technical_of_members(*path, 0.0) == 0.2
    at_once = protocols.technical_after(0.2, 0.9, 0.08, 0.03, 0.2, 20.0)
    assert 0.2 < protocols.technical_of_members(*path, 20.0) < at_once
    assert protocols.technical_of_members(*path, 400.0) == pytest.approx(
        protocols.technical_after(0.2, 0.9, 0.08, 0.03, 0.2, 400.0)
    )


def test_interoperability_needs_all_three_parts():
    assert protocols.interoperability(0.0, 1.0, 1.0, 0.3, 0.35, 0.35) == 0.0
    assert protocols.interoperability(1.0, 1.0, 1.0, 0.3, 0.35, 0.35) == 1.0
    assert protocols.interoperability(0.5, 0.8, 0.4, 0.3, 0.35, 0.35) == pytest.approx(0.5**0.3 * 0.8**0.35 * 0.4**0.35)


def test_procedural_by_hand():
    # between strangers .4 + .6 x .4 = .64 is in the way; a quarter of it is known
    assert protocols.procedural(0.4, 0.25, 0.4) == pytest.approx(1 - 0.64 * 0.75)
    assert protocols.procedural(0.0, 0.0, 0.4) == pytest.approx(0.6)  # like procedures, but never practised together
    assert protocols.procedural(0.0, 0.0, 0.0) == protocols.procedural(1.0, 1.0, 0.4) == 1.0
    assert protocols.procedural(1.0, 0.0, 0.4) == 0.0


@given(share, share, share, share)
def test_procedural_keeps_its_signs(gap, familiarity, unpractised, less):
    usual = protocols.procedural(gap, familiarity, unpractised)
    assert -1e-12 <= usual <= 1.0
    assert protocols.procedural(less * gap, familiarity, unpractised) >= usual - 1e-12
    assert protocols.procedural(gap, less * familiarity, unpractised) <= usual + 1e-12
    assert protocols.procedural(gap, familiarity, less * unpractised) >= usual - 1e-12


def test_friction_by_hand():
    assert protocols.friction(0.0, 0.2) == 0.2
    assert protocols.friction(0.5, 0.2) == pytest.approx(0.6)
    assert protocols.friction(1.0, 0.2) == 1.0


def test_human_part_by_hand():
    assert protocols.human(0.8, 0.0, 0.5) == pytest.approx(0.4)  # strangers who can talk work at half
    assert P.protocols_strangers == 0.5
    assert protocols.human(1.0, 1e9, 0.3) == pytest.approx(1.0)
    assert protocols.human(0.0, 5.0, 0.3) == 0.0


@given(share, share, st.floats(0.0, 0.05))
def test_harmonisation_moves_towards_the_other_and_not_beyond(value, target, rate):
    after = protocols.harmonised(value, target, rate, 1.0)
    assert min(value, target) - 1e-12 <= after <= max(value, target) + 1e-12


@given(share, share)
def test_pair_familiarity_halves_in_the_half_life_without_joint_work(familiarity, dose):
    idle = familiarity
    for _ in range(9):
        idle = protocols.pair_familiarity_after(idle, 0.0, 1.0, 9.0, 1 / 12)
    assert idle == pytest.approx(familiarity / 2)
    assert protocols.pair_familiarity_after(familiarity, dose, 1.0, 9.0, 1 / 12) >= idle - 1e-12


def test_an_exercise_removes_a_share_of_what_is_unfamiliar():
    assert protocols.exercised(0.2, 0.05) == pytest.approx(0.24)
    assert protocols.exercised(1.0, 0.05) == 1.0


def test_linguists_help_those_who_cannot_talk():
    assert protocols.talk(0.2, 0.0) == pytest.approx(0.2)
    assert protocols.talk(0.2, 1.0) == pytest.approx(0.2 + 0.8 * (1 - np.exp(-1.0)))


def test_an_alumnus_of_half_a_year_counts_less_than_one_of_two_as_far_as_depth_matters():
    assert protocols.acquainted(0.9, 0.45, 1.0) == 1.0  # no more than whole
    assert protocols.acquainted(0.225, 0.45, 1.0) == pytest.approx(0.5)
    assert protocols.acquainted(0.225, 0.45, 0.5) == pytest.approx(0.75)
    assert protocols.acquainted(0.0, 0.45, 0.0) == 1.0
    assert protocols.acquainted(-0.3, 0.45, 1.0) == 0.0  # who came home embittered calls nobody


def test_steps_of_a_year_and_a_half_by_hand():
    assert protocols.harmonised(0.2, 0.8, 0.3, 1.5) == pytest.approx(0.8 - 0.6 * math.exp(-0.45))
    kept = 0.4 * 0.5**2
    after = protocols.pair_familiarity_after(0.4, 0.5, 0.6, 9.0, 1.5)
    assert after == pytest.approx(1.0 - (1.0 - kept) * math.exp(-0.6 * 0.5 * 1.5))
    assert protocols.human(0.8, 0.7, 0.3) == pytest.approx(0.8 * (1.0 - 0.7 * math.exp(-0.7)))
    assert protocols.technical_after(0.4, 0.9, 0.0, 0.0, 0.2, 5.0) == 0.4  # nothing moves it


def test_standards_count_whole_at_most():
    double = protocols.technical_of_members(0.2, 0.9, 4.0, 0.5, 0.08, 0.03, 0.2, 3.5)
    first = protocols.technical_after(0.2, 0.0, 0.08, 0.03, 0.2, 1.0)
    assert double == pytest.approx(protocols.technical_after(first, 1.0, 0.08, 0.03, 0.2, 2.5))
