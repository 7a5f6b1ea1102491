"""What officers bring and bear, what forces learn and forget: by hand."""

import math

import pytest

from exchsim.rules import careers, contact, skills
from exchsim.state.params import default_params

P = default_params()[0]


def test_intercultural_competence_saves_misunderstandings_and_makes_ties():
    mean, tact, ties = P.people_trait_mean, -P.contact_intercultural_tact, P.contact_intercultural_ties
    assert contact.personal_factor(mean, mean, tact) == 1.0
    assert contact.personal_factor(mean + 0.3, mean, tact) == pytest.approx(0.7)
    assert contact.personal_factor(mean + 0.3, mean, ties) == pytest.approx(1.3)
    assert contact.personal_factor(1.0, 0.0, -2.0) == 0.0


def test_resilience_bears_misunderstandings():
    assert contact.break_off_chance(1, 0.03, 0.5) == pytest.approx(0.015)
    assert contact.break_off_chance(2, 0.03, 0.0) == pytest.approx(1 - 0.97**2)
    assert contact.break_off_chance(5, 0.1, 1.0) == 0.0
    chances = [contact.break_off_chance(1, 0.03, resilience) for resilience in (0.0, 0.4, 0.8)]
    assert chances == sorted(chances, reverse=True)


def test_a_recontact_keeps_some_months_from_fading():
    assert contact.unused_years(24.0, 6.0) == 1.5
    assert contact.unused_years(3.0, 6.0) == 0.0


def test_being_out_of_sight_may_help_or_hurt():
    assert careers.out_of_sight(False, -0.3) == 1.0
    odds = careers.out_of_sight(True, -0.3)
    assert careers.selected(0.5, 0.5, 0.5, 0.0, odds) == pytest.approx(1 / (1 + math.exp(0.3)))
    assert careers.selected(0.5, 0.5, 0.5, 0.0, careers.out_of_sight(True, 0.3)) > 0.5


def test_teachers_are_better_than_their_force():
    assert skills.taught(0.4, 0.2) == pytest.approx(0.52)
    assert skills.taught(1.0, 0.2) == 1.0
    assert skills.taught(0.4, 0.0) == 0.4


def test_what_is_not_practised_with_others_returns_to_what_spending_keeps_up():
    assert skills.faded(0.8, 0.5, 0.05, 1.0) == pytest.approx(0.5 + 0.3 * math.exp(-0.05))
    assert skills.faded(0.3, 0.5, 0.05, 1e4) == pytest.approx(0.5)
