"""Contact, trust and ties by hand. Pattern 8 of docs/odd.md is here."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.enums import Mode
from exchsim.rules import contact, relations
from exchsim.state.params import default_params

P = default_params()[0]
share = st.floats(0.0, 1.0)


def gain(mode: Mode, allport: float = 0.0) -> float:
    """Personal trust in sd after a year of full contact and perfect communication, from nothing."""
    part = contact.mode_share(int(mode), P.contact_virtual_share)
    strength = contact.contact_strength(1.0, allport, P.contact_allport_gain, part)
    return contact.personal_trust_after(0.0, P.contact_gain_per_year, strength, 1.0, P.contact_ceiling, 1.0)


def test_pattern_8_a_year_in_person_gains_a_third_to_two_thirds_of_a_sd():
    assert 0.3 <= gain(Mode.IN_PERSON) <= 0.6
    assert 0.3 <= gain(Mode.IN_PERSON, allport=1.0) <= 0.6


def test_pattern_8_virtual_gains_45_to_70_percent_of_in_person():
    for allport in (0.0, 1.0):
        assert 0.45 <= gain(Mode.VIRTUAL, allport) / gain(Mode.IN_PERSON, allport) <= 0.70


def test_hybrid_lies_between():
    assert gain(Mode.VIRTUAL) < gain(Mode.HYBRID) < gain(Mode.IN_PERSON)


def test_allport_conditions_multiply_by_1_4():
    assert contact.contact_strength(0.5, 1.0, 0.4, 1.0) / contact.contact_strength(0.5, 0.0, 0.4, 1.0) == pytest.approx(
        1.4
    )


def test_trust_saturates_and_fades_with_its_half_life():
    assert contact.personal_trust_after(0.0, 0.45, 1.4, 1.0, 1.5, 1e3) == pytest.approx(1.5)
    assert contact.remembered(0.8, 5.0, 5.0) == pytest.approx(0.4)


def test_a_misunderstanding_undoes_1_35_good_months():
    assert contact.personal_trust_lost(2, 0.45, 1.35) == pytest.approx(2 * 1.35 * 0.45 / 12)


def test_misunderstandings_are_worst_without_language_familiarity_and_common_procedure():
    assert contact.misunderstandings_per_year(2.0, 0.0, 1.0, 0.0) == 2.0
    assert contact.misunderstandings_per_year(2.0, 1.0, 1.0, 0.0) == 0.0
    assert contact.misunderstandings_per_year(2.0, 0.0, 0.0, 0.0) == 0.0
    assert contact.misunderstandings_per_year(2.0, 0.5, 0.5, 0.5) == 0.25


def test_tie_life_is_the_waiting_time_of_its_survival():
    # survival .9 a year: half of the ties live longer than ln 2 / -ln .9 = 6.6 years
    assert contact.tie_life_months(math.log(2.0), 0.9) == pytest.approx(12 * 6.579, abs=1.0)
    assert contact.tie_survival(0.0, 0.3, 0.9) == 0.3
    assert contact.tie_survival(1.0, 0.3, 0.9) == pytest.approx(0.9)


@given(share, share, st.floats(0, 50), share, st.floats(0, 20))
def test_pair_trust_stays_in_range(trust, political, dose, understood, incidents):
    after = relations.trust_after(trust, political, dose, understood, incidents, 0.15, 0.1, 6.0, 1 / 12)
    assert 0.0 <= after <= 1.0


def test_pair_trust_by_hand():
    # T=.5, T*=.4, D=1, Q=.8: .15*.5*.8*.5 - .1*.2*.5 - .1/6 = .03 - .01 - .016667, a month of it
    after = relations.trust_after(0.5, 0.4, 1.0, 0.8, 0.2, 0.15, 0.1, 6.0, 1 / 12)
    assert after == pytest.approx(0.5 + (0.03 - 0.01 - 0.1 / 6) / 12)


def test_trust_without_contact_returns_to_its_baseline():
    trust = 0.9
    for _ in range(12 * 40):
        trust = relations.trust_after(trust, 0.45, 0.0, 0.0, 0.0, 0.15, 0.1, 6.0, 1 / 12)
    assert trust == pytest.approx(0.45, abs=0.001)


def test_baseline_signs():
    def baseline(alliance=0.0, agreement=0.0, rivalry=0.0, community=0.0, distance=1.0, friends=0.5):
        return relations.baseline(-0.2, alliance, agreement, rivalry, community, -0.5, distance, 1.0, friends)

    assert baseline(alliance=1.2) > baseline() > baseline(rivalry=-2.2)
    assert baseline(agreement=0.6) > baseline()
    assert baseline(community=0.7) > baseline()
    assert baseline(distance=0.2) > baseline() > baseline(distance=3.0)
    assert baseline(friends=0.9) > baseline() > baseline(friends=0.1)


def test_influence_grows_with_rank_above_captain():
    assert [relations.influence(rank, 0.5) for rank in (1, 3, 4, 6, 9)] == [1.0, 1.0, 1.5, 2.5, 4.0]


def test_ties_form_with_contact_and_understanding():
    assert contact.tie_chance(2.0, 1.0, 0.5, 1.0) == pytest.approx(1 - math.exp(-1.0))
    assert contact.tie_chance(2.0, 1.0, 0.0, 1.0) == 0.0
    assert contact.tie_chance(2.0, 0.0, 1.0, 1.0) == 0.0


def test_dose_is_relative_to_the_reference_share_and_small_cadres_have_one_team():
    assert relations.normalised_dose(5.0, 10000, 0.0005) == pytest.approx(1.0)
    assert relations.saturating(1.0) == 0.5
    assert relations.per_team(3.0, 1000, 0.01) == pytest.approx(0.3)
    assert relations.per_team(1.0, 4, 0.01) == 1.0


def test_summable_numbers_add_up_in_any_order():
    numbers = [relations.summable(x) for x in (0.1, 1e3 / 7, 2.0**-20, 55.5, 1 / 3)]
    assert sum(numbers) == sum(reversed(numbers))
    assert numbers[0] == pytest.approx(0.1, abs=1e-6)


def test_a_new_rivalry_takes_half_of_the_trust_above_the_baseline():
    assert relations.trust_after_shock(0.7, 0.1, 0.5) == pytest.approx(0.4)
    assert relations.trust_after_shock(0.7, 0.1, 0.0) == 0.7
    assert relations.trust_after_shock(0.05, 0.1, 0.5) == 0.05  # who trusted less has nothing to lose
