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


def test_a_misunderstanding_undoes_1_35_times_its_months_of_good_contact():
    assert contact.personal_trust_lost(2, 0.45, 1.35, 3.0) == pytest.approx(2 * 1.35 * 0.45 / 4)
    gained = contact.personal_trust_after(0.0, 0.45, 1.0, 1.0, 1e6, 0.25)  # far from the ceiling
    assert contact.personal_trust_lost(1, 0.45, 1.35, 3.0) / gained == pytest.approx(1.35, rel=1e-5)
    share_of_a_year = contact.personal_trust_lost(1, 1.0, P.contact_negative_weight, P.contact_misunderstanding_months)
    assert 0.2 < share_of_a_year < 0.5


def test_misunderstandings_are_worst_without_language_familiarity_and_common_procedure():
    def rate(understood, gap, familiarity, beyond_words=0.2, strange=0.2):
        return contact.misunderstandings_per_year(2.0, 1.0, understood, gap, familiarity, beyond_words, strange)

    assert contact.misunderstandings_per_year(2.0, 0.4, 0.0, 1.0, 0.0, 0.2, 0.2) == 0.8  # four tenths of the day
    assert contact.misunderstandings_per_year(2.0, 0.0, 0.0, 1.0, 0.0, 0.2, 0.2) == 0.0  # who never meets
    assert rate(0.0, 1.0, 0.0) == 2.0
    assert rate(0.0, 1.0, 1.0) == 0.0
    # q = .5: 1 - .8 x .5 = .6 misheard; gap .5: .2 + .8 x .5 = .6; f = .5
    assert rate(0.5, 0.5, 0.5) == pytest.approx(2.0 * 0.6 * 0.6 * 0.5)
    assert rate(1.0, 0.0, 0.0) == pytest.approx(2.0 * 0.2 * 0.2)  # with every word understood, between like staffs
    assert rate(1.0, 1.0, 0.0, beyond_words=0.0) == rate(0.0, 0.0, 0.0, strange=0.0) == 0.0
    assert rate(0.4, 0.3, 0.3) > rate(0.9, 0.3, 0.3) > rate(0.9, 0.1, 0.3) > rate(0.9, 0.1, 0.6)


def test_misunderstandings_are_a_matter_of_years_not_of_centuries():
    """A month into a tour: allies who share a language, and strangers who hardly do."""
    params = (P.contact_beyond_words, P.contact_strange_staffs)
    allies = contact.misunderstandings_per_year(P.contact_misunderstandings_per_year, 0.8, 1.0, 0.1, 0.5, *params)
    strangers = contact.misunderstandings_per_year(P.contact_misunderstandings_per_year, 0.8, 0.5, 0.5, 0.5, *params)
    assert 0.03 < allies < 0.1 and 0.2 < strangers < 0.6


@given(share, share, share, share, share, share)
def test_misunderstandings_keep_their_signs(understood, gap, familiarity, beyond_words, strange, less):
    def rate(understood, gap, familiarity):
        return contact.misunderstandings_per_year(2.0, 1.0, understood, gap, familiarity, beyond_words, strange)

    usual = rate(understood, gap, familiarity)
    assert 0.0 <= usual <= 2.0 + 1e-12
    assert rate(less * understood, gap, familiarity) >= usual - 1e-12
    assert rate(understood, less * gap, familiarity) <= usual + 1e-12
    assert rate(understood, gap, less * familiarity) >= usual - 1e-12


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
    # T=.5, T*=.4, D=1, Q=.8, N=.2: .15*.5*.8*.5 - .1*.2/2*.5 - .1/6 = .03 - .005 - .016667, a month of it
    after = relations.trust_after(0.5, 0.4, 1.0, 0.8, 0.2, 0.15, 0.1, 6.0, 1 / 12)
    assert after == pytest.approx(0.5 + (0.03 - 0.005 - 0.1 / 6) / 12)


def test_more_contact_of_the_same_quality_never_costs_trust():
    """With .4 misunderstandings a year per officer abroad; at any dose they cost less than contact brings."""
    trust = [0.5]
    for dose in (0.1, 1.0, 10.0, 100.0, 1000.0):
        trust.append(relations.trust_after(0.5, 0.5, dose, 0.8, 0.4 * dose, 0.15, 0.1, 6.0, 1.0))
    assert trust == sorted(trust) and trust[-1] < 0.56
    worse = relations.trust_after(0.5, 0.5, 10.0, 0.8, 4.0 * 10.0, 0.15, 0.1, 6.0, 1.0)
    assert worse < 0.5  # but contact that consists of misunderstandings does


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


def test_weak_contact_makes_weak_ties_as_far_as_it_is_said_to():
    assert contact.tie_quality(0.8, 0.5, 1.0) == pytest.approx(0.4)
    assert contact.tie_quality(0.8, 0.5, 0.5) == pytest.approx(0.6)
    assert contact.tie_quality(0.8, 0.5, 0.0) == 0.8
    assert contact.tie_quality(0.8, 1.12, 1.0) == 0.8  # an exchange post under Allport's conditions: no more than one


def test_ties_form_with_contact_and_understanding():
    assert contact.tie_chance(2.0, 1.0, 0.5, 1.0) == pytest.approx(1 - math.exp(-1.0))
    assert contact.tie_chance(2.0, 1.0, 0.0, 1.0) == 0.0
    assert contact.tie_chance(2.0, 0.0, 1.0, 1.0) == 0.0


def test_dose_is_relative_to_the_reference_share_and_small_cadres_have_one_team():
    assert relations.normalised_dose(5.0, 10000, 0.0005) == pytest.approx(1.0)
    assert relations.saturating(1.0) == 0.5
    assert relations.per_team(3.0, 4000, 0.01, 20.0) == pytest.approx(3.0 / 40.0)
    assert relations.per_team(5.0, 100, 0.01, 20.0) == pytest.approx(0.25)  # a small force needs twenty


@given(st.integers(0, 400), st.integers(10, 5000), st.sampled_from([2, 5, 10]))
def test_people_per_team_do_not_depend_on_how_many_an_agent_stands_for(people, cadre, per_agent):
    alone = relations.per_team(float(people * per_agent), cadre * per_agent, 0.01, 20.0)
    assert relations.per_team(float(people), cadre, 0.01, 20.0 / per_agent) == pytest.approx(alone)


def test_seniority_falls_with_every_grade_below_colonel():
    assert [contact.seniority(rank, 0.25) for rank in (4, 5, 6, 9)] == [1 / 16, 1 / 4, 1.0, 1.0]


def test_summable_numbers_add_up_in_any_order():
    numbers = [relations.summable(x) for x in (0.1, 1e3 / 7, 2.0**-20, 55.5, 1 / 3)]
    assert sum(numbers) == sum(reversed(numbers))
    assert numbers[0] == pytest.approx(0.1, abs=1e-6)


def test_a_new_rivalry_takes_half_of_the_trust_above_the_baseline():
    assert relations.trust_after_shock(0.7, 0.1, 0.5) == pytest.approx(0.4)
    assert relations.trust_after_shock(0.7, 0.1, 0.0) == 0.7
    assert relations.trust_after_shock(0.05, 0.1, 0.5) == 0.05  # who trusted less has nothing to lose


def test_half_understood_is_half_a_gain_and_half_a_chance():
    after, ceiling = contact.personal_trust_after(0.1, 0.45, 0.8, 0.5, 1.5, 2.0), 1.5
    assert after == pytest.approx(ceiling - 1.4 * math.exp(-0.45 * 0.8 * 0.5 * 2.0 / ceiling))
    assert contact.tie_chance(0.3, 0.8, 0.5, 2.0) == pytest.approx(1.0 - math.exp(-0.3 * 0.8 * 0.5 * 2.0))


def test_memory_fades_within_a_year_and_a_tie_lasts_a_month_at_least():
    assert contact.remembered(0.8, 0.5, 5.0) == pytest.approx(0.8 * 2.0**-0.1)
    assert contact.remembered(0.8, -1.0, 5.0) == 0.8
    assert contact.tie_life_months(0.0, 0.9) == 1.0
