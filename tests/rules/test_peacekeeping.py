"""UN peacekeeping: what nations offer, how forces are composed, what they do to violence."""

import math

import pytest

from exchsim.rules import peacekeeping
from exchsim.state.params import PARAMETERS_BY_PATH, default_params

P = default_params()[0]
AVERAGE = {"presence": 1.0, "fractionalisation": 0.75, "leaders": 0.3, "language_distance": 0.4, "social": 0.8,
           "together": 0.5, "trust": 0.5, "skill": 0.5}  # fmt: skip


def power(**changed):
    """Effectiveness of a full mission of average composition, but for what is changed."""
    return peacekeeping.effectiveness(*(AVERAGE | changed).values(), P)


def offered(pledges=0.02, forces=100_000.0, standing=0.5, decades=0.0, apart=0.0, spoken=2.5, rivals=0.0, habit=0.0):
    return peacekeeping.offer(pledges, forces, standing, decades, apart, spoken, rivals, habit, P)


def test_a_full_mission_of_average_composition_has_power_one():
    assert power() == pytest.approx(1.0)
    assert power(presence=0.5) == pytest.approx(0.5)
    assert power(presence=0.0) == 0.0


@pytest.mark.parametrize(
    ("what", "sign"),
    [
        ("fractionalisation", 1), ("leaders", 1),  # Bove & Ruggeri 2016; Bove, Ruffa & Ruggeri
        ("language_distance", -1), ("social", -1),  # Bove, Ruffa & Ruggeri
        ("together", 1), ("trust", 1), ("skill", 1), ("presence", 1),
    ],
)  # fmt: skip
def test_composition_has_the_sign_of_the_evidence(what, sign):
    assert sign * (power(**{what: 0.6}) - power(**{what: 0.5})) > 0.0


def test_effects_of_composition_multiply():
    """By hand: fractionalisation .75 to .95 with an effect of 1 is a factor of e^.2; leaders .3 to .7 with .5, too."""
    assert power(fractionalisation=0.95) == pytest.approx(1.2214, abs=1e-4)
    assert power(fractionalisation=0.95, leaders=0.7) == pytest.approx(1.2214**2, abs=1e-3)


def test_offer_by_hand():
    """100,000 in uniform at a neutral place offer the lever's share; four times as many twice as much."""
    assert offered() == pytest.approx(2000.0)
    assert offered(forces=400_000.0) == pytest.approx(4000.0)
    assert offered(pledges=0.0) == 0.0
    assert offered(forces=10_000.0, pledges=0.005) == pytest.approx(158.1, rel=1e-3)  # the square root of a tenth
    assert offered(forces=1000.0) == pytest.approx(50.0)  # one in twenty of all it has


def test_who_seeks_standing_or_gains_by_the_reimbursement_offers_more():
    assert offered(standing=0.2) > offered(standing=0.5) > offered(standing=0.9)
    assert offered(decades=-0.5) > offered(decades=0.0) > offered(decades=1.0)


def test_who_stands_apart_offers_less_only_where_that_is_asked_for():
    """Geo-PKO 1994-1999 does not show it; the default is none."""
    assert offered(apart=0.2) == offered(apart=1.5)
    asked = P.copy()
    asked["peacekeeping_apart_effect"] = 0.3
    near, far = (peacekeeping.offer(0.02, 1e5, 0.5, 0.0, apart, 2.5, 0.0, 0.0, asked) for apart in (0.0, 1.0))
    assert far == pytest.approx(near * math.exp(-0.3))


def test_speakers_of_a_working_language_and_nations_without_rivals_offer_more():
    """By hand: natives e^2.4, about 11 times, what a staff without the language offers; a rival takes e^.65."""
    assert offered(spoken=5.0, pledges=0.002) / offered(spoken=0.0, pledges=0.002) == pytest.approx(math.exp(2.4))
    assert offered(spoken=2.5) == pytest.approx(2000.0)
    assert offered(rivals=0.0) / offered(rivals=1.0) == pytest.approx(math.exp(0.65))
    assert offered(rivals=0.0) / offered(rivals=3.0) == pytest.approx(math.exp(0.975))
    assert offered(rivals=1.0) > offered(rivals=2.0) > offered(forces=1e5, rivals=9.0) > 2000.0 * math.exp(-1.3)


def test_spending_against_the_reimbursement():
    """288 billion USD for 1.6 million soldiers is 15,000 a month: ten times 1,500."""
    assert peacekeeping.spending_decades(288e9, 1.6e6, 1500.0) == pytest.approx(1.0)
    low, high = (getattr(PARAMETERS_BY_PATH["peacekeeping.reimbursement_usd"], end) for end in ("low", "high"))
    assert (low, high) == (1330.0, 1428.0)


def test_near_places_of_known_language_and_trusted_states_interest():
    base = peacekeeping.interest(5.0, 1.0, 0.5, 0.4, P)
    assert peacekeeping.interest(1.0, 1.0, 0.5, 0.4, P) > base
    assert peacekeeping.interest(5.0, 4.0, 0.5, 0.4, P) > base
    assert peacekeeping.interest(5.0, 1.0, 0.8, 0.4, P) > base
    assert peacekeeping.interest(5.0, 1.0, 0.5, 0.6, P) > base


@pytest.mark.parametrize(
    ("persons", "observers", "least", "most"),
    [
        (38_000, False, 23, 32),  # UNPROFOR 1994-95: 23 and 25
        (7_000, False, 9, 14),  # UNIFIL, UNAVEM III: 10 to 12
        (1_200, False, 3, 6),  # UNFICYP, UNDOF: 3 to 6
        (200, True, 15, 25),  # UNTSO: about 20
    ],
)
def test_number_of_contributors(persons, observers, least, most):
    assert least <= peacekeeping.contributors_wanted(float(persons), observers, P) <= most


def test_join_chances_add_up_to_what_is_missing():
    """With many small candidates the expected number is what is missing; nobody joins a mission that is full."""
    weights = [1.0 + 0.01 * k for k in range(200)]
    joined = sum(peacekeeping.join_chance(5.0, w, sum(weights)) for w in weights)
    assert joined == pytest.approx(5.0, rel=0.03)
    assert peacekeeping.join_chance(-1.0, 1.0, 10.0) == 0.0


def test_staff_posts_are_right_on_average():
    draws = [(k + 0.5) / 1000 for k in range(1000)]
    posts = [peacekeeping.staff_posts(450.0, False, 0.025, 10.0, u) for u in draws]
    assert sum(posts) / 1000 == pytest.approx(1.125, abs=0.002)
    assert peacekeeping.staff_posts(40.0, True, 0.025, 10.0, 0.5) == 4  # all are officers


def test_violence_by_hand():
    """dV = .5 (T - V) - V: rests at a third of the tension; halfway there after ln 2 / 1.5 years."""
    rest = 0.3
    assert peacekeeping.violence_after(0.9, 0.9, 1.0, 0.5, 100.0) == pytest.approx(rest)
    assert peacekeeping.violence_after(0.9, 0.9, 1.0, 0.5, math.log(2.0) / 1.5) == pytest.approx(0.6)
    steps = 0.9
    for _ in range(12):
        steps = peacekeeping.violence_after(steps, 0.9, 1.0, 0.5, 1.0 / 12.0)
    assert steps == pytest.approx(peacekeeping.violence_after(0.9, 0.9, 1.0, 0.5, 1.0))
    assert peacekeeping.violence_after(0.2, 0.9, 0.0, 0.5, 1.0) > 0.2  # without a mission it comes back
    assert peacekeeping.violence_after(0.2, 0.9, 0.0, 0.0, 1.0) == 0.2  # nothing moves it


def test_escalations_rise_with_violence():
    assert peacekeeping.escalation_chance(0.0, 1.0, 1.0) == 0.0
    assert peacekeeping.escalation_chance(1.0, 1.0, 1.0) == pytest.approx(1.0 - math.exp(-1.0))
    assert peacekeeping.escalation_chance(0.6, 0.5, 2.0) == pytest.approx(1.0 - math.exp(-0.6))
    assert peacekeeping.escalated(0.6, 0.15) == pytest.approx(0.66)


def test_civilians_protected_by_hand():
    """10,000 authorised, violence .3 that would be .8 without troops, half a life a head and year: 2,500 a year."""
    assert peacekeeping.civilians_protected(0.8, 0.3, 10_000.0, 0.5, 1.0) == pytest.approx(2500.0)
    assert peacekeeping.civilians_protected(0.8, 0.3, 10_000.0, 0.5, 1.0 / 12.0) == pytest.approx(208.333, abs=1e-3)
    assert peacekeeping.civilians_protected(0.8, 0.8, 10_000.0, 0.5, 1.0) == 0.0
    assert peacekeeping.civilians_protected(0.3, 0.5, 10_000.0, 0.5, 1.0) == 0.0


def test_working_together_and_social_distance():
    assert peacekeeping.working_together(0.4, 0.5) == pytest.approx(0.7)
    assert peacekeeping.social_distance(1.0, 0.0) == 0.0
    assert peacekeeping.social_distance(0.5, 0.4) == pytest.approx(0.7)
    assert peacekeeping.social_distance(0.0, 0.0) == 1.0


def test_a_percent_of_the_forces_on_missions_gains_a_tenth_of_the_way_in_a_year():
    assert peacekeeping.standing_gained(0.01, 0.01, 0.1, 1.0) == pytest.approx(1.0 - math.exp(-0.1))
    assert peacekeeping.standing_gained(0.01, 0.02, 0.1, 3.0) == pytest.approx(1.0 - math.exp(-0.15))
    assert peacekeeping.standing_gained(0.0, 0.01, 0.1, 1.0) == 0.0


def test_forces_healing_and_weights_by_hand():
    assert peacekeeping.forces(200.0, 10.0, 0.2) == pytest.approx(10_000.0)
    assert peacekeeping.healed(0.8, 0.1, 2.0) == pytest.approx(0.8 * math.exp(-0.2))
    assert peacekeeping.contingent_weight(400.0, -1.5, 0.4) == pytest.approx(20.0 * math.exp(-0.6))


def test_interest_by_hand():
    logarithm = (
        -P.peacekeeping_distance_effect * math.log(6.0) + P.peacekeeping_closeness_effect * 0.3
        + P.peacekeeping_place_trust_effect * 0.2 + P.peacekeeping_experience_effect * -0.1
    )  # fmt: skip
    assert peacekeeping.interest(5.0, 1.5, 0.7, 0.4, P) == pytest.approx(math.exp(logarithm))


def test_contributors_at_a_thousand_and_of_observers_by_hand():
    at_1000 = float(P.peacekeeping_contributors_at_1000)
    assert peacekeeping.contributors_wanted(1000.0, False, P) == pytest.approx(at_1000)
    larger = at_1000 * 4.0 ** float(P.peacekeeping_contributors_power)
    assert peacekeeping.contributors_wanted(4000.0, False, P) == pytest.approx(larger)
    assert peacekeeping.contributors_wanted(4000.0, True, P) == pytest.approx(larger * P.peacekeeping_observer_nations)


def test_all_of_composition_by_hand():
    logarithm = (
        0.1 * P.peacekeeping_diversity_effect + 0.2 * P.peacekeeping_leaders_effect
        - 0.3 * P.peacekeeping_language_effect + 0.4 * P.peacekeeping_social_effect
        + 0.1 * P.peacekeeping_interoperability_effect - 0.2 * P.peacekeeping_trust_effect
        + 0.3 * P.peacekeeping_skill_effect
    )  # fmt: skip
    changed = {"presence": 0.7, "fractionalisation": 0.85, "leaders": 0.5, "language_distance": 0.7, "social": 0.4,
               "together": 0.6, "trust": 0.3, "skill": 0.8}  # fmt: skip
    assert power(**changed) == pytest.approx(0.7 * math.exp(logarithm))


def test_what_makes_willing_by_hand():
    will = 2.0 * P.peacekeeping_seek_standing * 0.1 - P.peacekeeping_income_effect * 0.5 + P.peacekeeping_habit_sd * 0.4
    assert offered(standing=0.4, decades=0.5, habit=0.4) == pytest.approx(2000.0 * math.exp(will))
    assert peacekeeping.spending_decades(0.0, 0.0, 1000.0) == pytest.approx(-3.0)
    assert peacekeeping.spending_decades(120_000.0, 1.0, 1000.0) == pytest.approx(1.0)
    asked = P.copy()
    asked["peacekeeping_seek_standing"] = 0.7
    seeking = peacekeeping.offer(0.02, 1e5, 0.4, 0.0, 0.0, 2.5, 0.0, 0.0, asked)
    assert seeking == pytest.approx(2000.0 * math.exp(0.14))


def test_chances_to_join_by_hand():
    assert peacekeeping.join_chance(2.0, 3.0, 12.0) == pytest.approx(1.0 - math.exp(-0.5))
    assert peacekeeping.join_chance(0.5, 0.1, 0.4) == pytest.approx(1.0 - math.exp(-0.125))
    assert peacekeeping.join_chance(2.0, 0.0, 0.0) == 0.0  # nobody is interested
