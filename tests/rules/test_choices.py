"""Boards, governments, exercises, skills and money by hand."""

import math

import numpy as np
import pytest

from exchsim.rules import calendar, costs, diplomacy, exercises, relations, selection, skills
from exchsim.rules.programmes import attention
from exchsim.state.params import PARAMETERS, default_params

P = default_params()[0]


def test_reciprocity_rules():
    limit = diplomacy.reciprocity_limit
    assert limit(0, 9, 0, 500.0, 5.0) == 9
    assert limit(1, 9, 3, 0.0, 5.0) == 4
    assert limit(2, 9, 0, 0.0, 5.0) == 9
    assert limit(2, 9, 0, 300.0, 5.0) == 4  # five posts too many over five years
    assert limit(2, 9, 0, 330.0, 5.0) == 4  # 9 less 5.5, to the nearest and half up
    assert limit(2, 9, 0, 480.0, 5.0) == 1
    assert limit(2, 9, 3, 6000.0, 5.0) == 4
    assert limit(3, 9, 0, 500.0, 5.0) == 9


def test_a_balanced_rule_settles_without_swinging():
    ledger, sent = 0.0, []
    for _ in range(40):
        sent.append(diplomacy.reciprocity_limit(2, 40, 0, ledger, 5.0))
        ledger = diplomacy.ledger_after(ledger, float(sent[-1]), 0.0, 5.0, 1.0)
    assert sent[0] == 40
    assert max(sent[15:]) - min(sent[15:]) <= 1
    assert 0.4 <= sent[-1] / 40 <= 0.6


def test_ledger_forgets_over_its_years():
    assert diplomacy.ledger_after(0.0, 3.0, 1.0, 5.0, 1 / 12) == pytest.approx(2.0)
    assert diplomacy.ledger_after(60.0, 0.0, 0.0, 5.0, 5.0) == pytest.approx(60 / math.e)


def test_whole_posts_within_the_budget():
    assert diplomacy.affordable_posts(1e6, 0.8, 250000.0) == 3
    assert diplomacy.affordable_posts(1e6, 1.0, 0.0) > 10**6
    assert diplomacy.affordable_posts(-1e6, 1.0, 250000.0) == 0


def test_boards_prefer_language_specialism_and_record():
    base = (2.0, 2.5, 0.0, 0.0, 0.5, 0.5, 4, 2, 6)
    mark = selection.score(*base, P)
    assert selection.score(2.5, *base[1:], P) > mark
    assert selection.score(*base[:3], 1.0, *base[4:], P) > mark
    assert selection.score(*base[:4], 0.9, *base[5:], P) > mark
    assert selection.score(5.0, *base[1:], P) == selection.score(3.5, *base[1:], P)


def test_an_immersion_serves_those_below_the_target_or_the_professional_level():
    assert selection.has_to_learn(2.4, 2.5, 3.0) and not selection.has_to_learn(2.5, 2.5, 3.0)
    assert selection.has_to_learn(0.4, 0.5, 3.0) and not selection.has_to_learn(0.7, 0.5, 3.0)
    assert selection.has_to_learn(2.9, 0.0, 3.0) and not selection.has_to_learn(5.0, 0.0, 3.0)


def with_course_per_tour(value):
    params = default_params()
    params["selection_course_per_tour"] = value
    return params[0]


def test_no_course_is_longer_than_policy_allows_or_the_tour_is_worth():
    params = with_course_per_tour(1.0)
    assert selection.longest_course(14.0, 24.0, params) == 14.0
    assert selection.longest_course(14.0, 3.0, params) == 3.0
    assert selection.longest_course(14.0, 10.0, with_course_per_tour(1.3)) == 13.0  # 56 of 63 weeks


def test_course_months_are_rounded_up_and_cut():
    assert selection.course_months(108.6, 108.6, 14.0) == 1
    assert selection.course_months(109.0, 108.6, 14.0) == 2
    assert selection.course_months(2200.0, 108.6, 14.0) == 14
    assert not selection.fit(1.4, 2.5, 1.0) and selection.fit(1.5, 2.5, 1.0)


def test_new_exercises_by_hand():
    """exp(-5.95) = .00261 a year for strangers of size one; acquaintance times 9.2, an agreement times 3.0."""
    begun = exercises.begun_per_year
    assert begun(1.0, 0.0, 0.0, P) == pytest.approx(0.00261, abs=1e-5)
    assert begun(1.0, 1.0, 0.0, P) == pytest.approx(0.00261 * 9.207, rel=0.01)
    assert begun(1.0, 1.0, 1.0, P) == pytest.approx(0.00261 * 9.207 * 3.004, rel=0.01)
    assert begun(2.0, 0.0, 0.0, P) == pytest.approx(0.00261 * 2.042, rel=0.01)
    assert begun(0.0, 1.0, 1.0, P) == 0.0
    assert exercises.pair_size(0.04, 0.01) == pytest.approx(2.0)


def test_the_memory_of_a_pair_gives_what_was_counted():
    """MME v7: next year's number is .155 of those in the last five years; two a year, evenly, make it 1.33 to 1.6."""
    even = sum(exercises.remembered(2.0, years, P) for years in range(5))
    assert exercises.wanted_per_year(0.0, even, 1.0, P) == pytest.approx(10 * 0.155, rel=0.2)
    one, long_ago = (exercises.wanted_per_year(0.0, exercises.remembered(1.0, y, P), 1.0, P) for y in (0.0, 4.0))
    assert one == pytest.approx(0.256, abs=0.001) and long_ago == pytest.approx(0.256 * 0.666**4, rel=0.01)


def test_habits_settle_and_do_not_run_away():
    begun = 0.1
    rate = exercises.settled_per_year(begun, P)
    assert exercises.wanted_per_year(begun, exercises.settled_habit(rate, P), 1.0, P) == pytest.approx(rate)
    assert rate == pytest.approx(begun / 0.233, rel=0.01)
    most = max(p.high for p in PARAMETERS if p.path == "exercises.follow")
    assert most < 1.0


@pytest.mark.parametrize("activity", [0.2, 0.5, 2.0, 4.0])
def test_more_active_governments_exercise_in_proportion_and_not_more(activity):
    """An exercise counts less where there are more, so that the series settles at activity times as many."""
    rate = exercises.settled_per_year(0.1, P)
    memory = exercises.settled_habit(activity * rate * exercises.weight_in_memory(activity), P)
    assert exercises.wanted_per_year(0.1, memory, activity, P) == pytest.approx(activity * rate)
    assert exercises.wanted_per_year(0.1, memory, 0.0, P) == 0.0


@pytest.mark.parametrize(("invited", "observed"), [(16, 0.37), (5, 0.95), (6, 0.95), (21, 0.27), (34, 0.14)])
def test_attendance_is_near_that_observed_in_organisations(invited, observed):
    # MME v7, 1980-99: NATO, FPDA, GCC, Arab League, OAS; band of a quarter
    assert exercises.attendance_chance(invited, 1.0, 1.0, 1.0, P) == pytest.approx(observed, rel=0.26)


def test_of_more_members_somewhat_more_come():
    came = [invited * exercises.attendance_chance(invited, 1.0, 1.0, 1.0, P) for invited in (16, 32, 64)]
    assert came == sorted(came)
    assert came[1] / came[0] < 1.2 and came[2] / came[0] < 1.4  # far less than twice and four times as many
    assert came[2] / came[0] > 1.05


def test_traits_grow_and_saturate():
    assert skills.grown(0.5, 1.0, 0.15, 1.0) == pytest.approx(0.5 + 0.5 * (1 - math.exp(-0.15)))
    assert skills.grown(0.5, 0.0, 0.15, 1.0) == 0.5


def test_best_practice_flows_from_the_better_to_the_worse():
    assert skills.practised(0.3, 0.7, 1.0, 0.3, 1.0) > 0.3
    assert skills.practised(0.7, 0.3, 1.0, 0.3, 1.0) == 0.7
    assert skills.diffused(0.3, 0.5, 0.02, 1.0) > 0.3
    assert skills.diffused(0.5, 0.3, 0.02, 1.0) == 0.5


def test_a_specialist_practises_fully_in_the_main_field_of_a_programme():
    domains = np.array([0.6, 0.08, 0.08, 0.08, 0.08, 0.08])
    assert skills.practice_weight(domains, 0) == 1.0
    assert skills.practice_weight(domains, 3) == pytest.approx(0.08 / 0.6)
    assert skills.practice_weight(np.array([0.05, 0.0, 0.05, 0.8, 0.1, 0.0]), 3) == 1.0


def test_all_specialists_together_are_the_cadre():
    assert sum(skills.specialists(k, 0.4) for k in range(6)) == pytest.approx(1.0)
    assert (skills.specialists(0, 0.4), skills.specialists(3, 0.4)) == pytest.approx((0.6, 0.08))


def test_a_return_counts_among_those_who_share_the_specialism():
    """By hand: 10,000 officers, 800 of them for cyber; reference post share .0005 of these: 2.5 returns' worth."""
    per_reference = relations.normalised_dose(1.0, 10_000 * skills.specialists(3, 0.4), 0.0005)
    assert per_reference == pytest.approx(2.5)
    after = skills.diffused(0.5, 0.6, 0.15, per_reference)
    assert after == pytest.approx(0.5 + 0.1 * (1 - math.exp(-0.375)))


def test_prices_are_one_in_2015_and_grow():
    assert costs.price_level(2015.0, 0.03) == 1.0
    assert costs.price_level(1980.0, 0.03) == pytest.approx(math.exp(-1.05))


def test_attraction_grows_with_utility():
    assert diplomacy.attraction(0.5, 6.0) == pytest.approx(math.exp(3.0))
    assert diplomacy.attraction(0.5, 0.0) == diplomacy.attraction(-1.0, 0.0)


def test_boards_prefer_aptitude_and_the_middle_of_the_band():
    base = (2.0, 2.5, 0.0, 0.0, 0.5, 0.5, 4, 2, 6)
    mark = selection.score(*base, P)
    assert selection.score(*base[:2], 1.0, *base[3:], P) == pytest.approx(mark + P.selection_weight_aptitude)
    assert selection.score(*base[:6], 6, *base[7:], P) == pytest.approx(mark - 0.2)


def test_larger_forces_come_more_often():
    """NATO in the 1980s, MME v7: the United States at .89 of its exercises, Italy .40, Greece .11."""
    shares = [
        0.137,
        0.026,
        0.023,
        0.018,
        0.017,
        0.011,
        0.011,
        0.011,
        0.006,
        0.005,
        0.003,
        0.002,
        0.002,
        0.001,
        2e-4,
        1e-6,
    ]
    middle = exercises.typical(sum(exercises.log_size(share) for share in shares), len(shares))
    come = [exercises.attendance_chance(16, share, middle, 1.0, P) for share in shares]
    assert come == sorted(come, reverse=True)
    for place, observed in ((0, 0.89), (4, 0.40), (10, 0.11), (14, 0.09)):
        assert come[place] == pytest.approx(observed, abs=0.15)
    assert sum(come) == pytest.approx(5.2, abs=1.0)
    assert exercises.attendance_chance(16, 0.01, middle, 0.0, P) == 0.0


def test_skill_that_spending_keeps_up_by_hand():
    """.2 at 1,000 USD, .12 more with ten times as much, three quarters of it outside conventional warfare."""
    assert skills.funded_skill(1000.0, 0, P) == pytest.approx(0.2)
    assert skills.funded_skill(100000.0, 0, P) == pytest.approx(0.44)
    assert skills.funded_skill(100000.0, 3, P) == pytest.approx(0.33)
    assert skills.funded_skill(1.0, 0, P) == pytest.approx(0.08)
    assert skills.funded_skill(1e12, 0, P) == 0.9


def test_no_force_of_the_record_starts_near_the_ends_of_the_scale():
    """2.5 million USD per member of the cadre, a fifth of the forces, are those of the United States in 2020."""
    assert 0.5 < skills.funded_skill(2.5e6, 0, P) < 0.65
    assert 0.15 < skills.funded_skill(5e3, 1, P) < 0.25


def test_ten_years_of_events_in_a_field_raise_skill_by_a_tenth_or_two_and_less_by_more():
    """An average ally: two events in three turned to one field, against a tenth of each; the best at .5; then none."""
    base, best = 0.33, skills.taught(0.5, P.people_gathering_advantage)

    def after(skill, events, weight, years):
        for _ in range(years):
            for _ in range(events):
                skill = skills.practised(skill, best, weight, P.people_gathering_practice, 1.0)
            skill = skills.faded(skill, base, P.people_skill_fade_per_year, 1.0)
        return skill

    few, many, more = after(base, 10, 0.1, 10), after(base, 10, 0.4, 10), after(base, 20, 0.4, 10)
    assert 0.02 < few - base < 0.08
    assert 0.1 < many - base < 0.2
    assert more - many < 0.6 * (many - base)  # twice as much adds less than the first half did
    assert after(base, 10, 0.4, 20) - many < 0.5 * (many - base)
    assert 0.2 < (after(many, 0, 0.4, 10) - base) / (many - base) < 0.7


def test_attention_by_hand():
    """Half conventional, the rest even; a force that wants cyber five times as much as the others."""
    domains, wishes = (0.5, 0.1, 0.1, 0.1, 0.1, 0.1), (0.2, 0.2, 0.2, 1.0, 0.2, 0.2)
    assert attention(domains, wishes, 3) == pytest.approx(0.1 / 0.28)
    assert sum(attention(domains, wishes, k) for k in range(6)) == pytest.approx(1.0)
    assert [attention(domains, (0.5,) * 6, k) for k in range(6)] == pytest.approx(domains)
    assert attention((1.0, 0.0, 0.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0, 0.0, 0.0), 0) == 0.0


def test_exchange_budget_is_a_share_of_military_expenditure():
    assert costs.exchange_budget(0.002, 1e9) == pytest.approx(2e6)


def test_sizes_and_activity_are_bounded_below():
    assert exercises.log_size(0.0) == pytest.approx(math.log(1e-5))
    assert exercises.typical(math.log(0.04), 1) == pytest.approx(0.04) and exercises.typical(0.0, 0) == 1.0
    assert exercises.weight_in_memory(0.0) == 10.0 and exercises.weight_in_memory(2.0) == 0.5


def test_sixteen_alike_and_two_alike_by_hand():
    alike = exercises.typical(2 * exercises.log_size(0.1), 2)
    few = float(P.exercises_series_participants) / 16.0
    assert exercises.attendance_chance(16, 0.1, alike, 1.0, P) == pytest.approx(few)
    assert exercises.attendance_chance(2, 0.1, alike, 1.0, P) == pytest.approx(float(P.exercises_series_most))


def test_a_month_has_as_many_weeks_as_a_year_has_days():
    assert 12.0 * 7.0 * calendar.WEEKS_PER_MONTH == pytest.approx(365.25)


def test_marks_of_a_board_by_hand():
    by_hand = (
        P.selection_weight_language * 3.5 + P.selection_weight_aptitude * 0.4 + P.selection_weight_specialism
        + P.selection_weight_record * 1.3 - 0.1 * 1.5
    )  # fmt: skip
    assert selection.score(4.0, 2.5, 0.4, 1.0, 0.6, 0.7, 2, 2, 5, P) == pytest.approx(by_hand)
    assert selection.course_months(217.2, 108.6, 14.0) == 2 and selection.course_months(0.0, 108.6, 14.0) == 0


def test_weights_of_officers_and_sums_by_hand():
    assert [relations.influence(rank, 0.5) for rank in (1, 3, 4, 6)] == [1.0, 1.0, 1.5, 2.5]
    assert relations.summable(0.3) == 314573 / 1048576 and relations.summable(1000.0) == 1000.0
    assert relations.normalised_dose(3.0, 400.0, 0.005) == pytest.approx(1.5)
    assert relations.normalised_dose(3.0, 0.0, 0.5) == 6.0
    assert relations.per_team(6.0, 400.0, 0.01, 3.0) == 1.5 and relations.per_team(6.0, 100.0, 0.01, 3.0) == 2.0
    assert relations.saturating(3.0) == 0.75


def test_trust_by_hand():
    logit = 0.2 + (1.0 + 0.5 - 0.8 + 0.3) - 0.4 * 1.5 + 2.0 * 0.2
    assert relations.baseline(0.2, 1.0, 0.5, -0.8, 0.3, -0.4, 1.5, 2.0, 0.7) == pytest.approx(
        1 / (1 + math.exp(-logit))
    )
    change = 0.3 * 0.75 * 0.8 * 0.6 - 0.5 * 2.0 / 4.0 * 0.4 - (0.4 - 0.5) / 4.0
    assert relations.trust_after(0.4, 0.5, 3.0, 0.8, 2.0, 0.3, 0.5, 4.0, 0.25) == pytest.approx(0.4 + 0.25 * change)
    assert relations.trust_after(0.9, 0.9, 0.0, 0.0, 100.0, 0.3, 0.5, 4.0, 1.0) == 0.0
    assert relations.trust_after(0.9, 5.0, 0.0, 0.0, 0.0, 0.3, 0.5, 0.1, 1.0) == 1.0
    assert relations.trust_after_shock(0.7, 0.1, 0.25) == pytest.approx(0.55)


def test_skills_by_hand():
    assert skills.grown(0.4, 0.5, 0.2, 2.0) == pytest.approx(1.0 - 0.6 * math.exp(-0.2))
    assert skills.practised(0.4, 0.7, 0.5, 0.3, 2.0) == pytest.approx(0.7 - 0.3 * math.exp(-0.3))
    assert skills.practised(0.4, 0.3, 0.5, 0.3, 2.0) == 0.4
    assert [skills.practice_weight((0.1, 0.2, 0.0, 0.4, 0.2, 0.1), field) for field in (0, 1, 3)] == [0.25, 0.5, 1.0]
    assert skills.practice_weight((0.1, 0.2, 0.0, 0.2, 0.1, 0.4), 5) == 1.0
    assert skills.practice_weight((0.1, 0.5, 0.0, 0.2, 0.2, 0.0), 3) == pytest.approx(0.4)
    assert skills.practice_weight((0.6, 0.2, 0.0, 0.1, 0.1, 0.0), 1) == pytest.approx(1 / 3)
    assert skills.specialists(0, 0.3) == pytest.approx(0.7) and skills.specialists(4, 0.3) == pytest.approx(0.06)
    assert skills.diffused(0.3, 0.6, 0.5, 0.4) == pytest.approx(0.6 - 0.3 * math.exp(-0.2))
    assert skills.diffused(0.6, 0.3, 0.5, 0.4) == 0.6
    base = P.people_skill_base + 0.5 * P.people_skill_per_decade_of_spending
    assert skills.funded_skill(1000.0 * 10**0.5, 0, P) == pytest.approx(base)
    assert skills.funded_skill(1000.0 * 10**0.5, 2, P) == pytest.approx(P.people_special_field_share * base)
    assert skills.funded_skill(1e30, 0, P) == 0.9
    least = max(0.05, P.people_skill_base - P.people_skill_per_decade_of_spending)
    assert skills.funded_skill(0.0, 0, P) == pytest.approx(least)
    poor = P.copy()
    poor["people_skill_base"] = 0.1
    assert skills.funded_skill(0.0, 0, poor) == 0.05
