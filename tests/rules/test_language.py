"""Language against hand-worked and literature values. Pattern 9 of docs/odd.md is here."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.rules import language, peacekeeping
from exchsim.state.params import default_params

P = default_params()[0]
LOSS = (P.language_loss_time_years, P.language_loss_power, P.language_floor_at_1, P.language_floor_at_3)
levels = st.floats(0.0, 4.5)
hours = st.floats(200.0, 2600.0)
gammas = st.floats(1.0, 1.5)


def test_hours_to_level_three_are_those_of_the_table():
    assert language.hours_to_level(3.0, 675.0, 1.0, 0.0, P) == pytest.approx(675.0)
    assert language.hours_to_level(3.0, 2200.0, 1.46, 0.0, P) == pytest.approx(2200.0)


def test_group_four_needs_about_480_1320_2400_hours_for_levels_1_to_3():
    # Liskin-Gasparro 1982, as in EVIDENCE.md: the exponent 1.46 was read off these
    assert language.hours_to_level(1.0, 2400.0, 1.46, 0.0, P) == pytest.approx(480, rel=0.03)
    assert language.hours_to_level(2.0, 2400.0, 1.46, 0.0, P) == pytest.approx(1320, rel=0.03)


def test_one_sd_of_aptitude_saves_eleven_percent():
    saved = 1 - language.hours_to_level(2.0, 900.0, 1.1, 1.0, P) / language.hours_to_level(2.0, 900.0, 1.1, 0.0, P)
    assert saved == pytest.approx(1 - math.exp(-0.12))


def test_pattern_9_korean_takes_three_to_four_times_as_long_as_spanish():
    month = P.language_class_hours_per_month
    korean = language.hours_to_level(3.0, 2200.0, 1.46, 0.0, P) / month
    spanish = language.hours_to_level(3.0, 675.0, 1.0, 0.0, P) / month
    assert 3.0 <= korean / spanish <= 4.0


def test_a_week_abroad_on_an_immersion_teaches_1_77_weeks_of_class():
    from exchsim.scenario.load import load_scenario

    table = load_scenario("classroom").compile()
    programme = table.programme_table[table.programmes.index("language_immersion")]
    week = language.effective_hours(
        programme.class_hours_per_week, programme.immersion_hours_per_week, P.language_immersion_weight
    )
    assert week / 25.0 == pytest.approx(1.77, abs=0.01)


@given(levels, st.floats(0.0, 500.0), hours, gammas, st.floats(-3, 3))
def test_level_after_inverts_hours_to_level(level, more, three, gamma, aptitude):
    after = language.level_after(level, more, three, gamma, aptitude, P)
    assert level - 1e-9 <= after <= 4.5
    if after < 4.5:
        spent = language.hours_to_level(after, three, gamma, aptitude, P)
        assert spent - language.hours_to_level(level, three, gamma, aptitude, P) == pytest.approx(more, abs=1e-6)


def test_above_level_three_hours_run_away():
    """Level 4 takes (4/3)^4 = 3.2 times the hours of level 3 for Spanish, and a two-year tour does not reach it."""
    assert language.hours_to_level(4.0, 675.0, 1.0, 0.0, P) == pytest.approx(675.0 * (4 / 3) ** 4)
    life = 24 * 4.348 * P.language_immersion_weight * 20.0  # class hours that two years of daily life are worth
    assert 3.2 < language.level_after(2.5, life, 675.0, 1.0, 0.0, P) < 4.0
    assert 2.9 < language.level_after(2.5, life, 2200.0, 1.46, 0.0, P) < 3.2


def test_loss_by_hand():
    # level 3: floor .85 x 3 = 2.55, after one year 2.55 + .45 x 2^-.8
    assert language.retained_level(3.0, 1.0, *LOSS) == pytest.approx(2.55 + 0.45 * 2**-0.8)
    assert language.retained_level(1.0, 1.0, *LOSS) == pytest.approx(0.4 + 0.6 * 2**-0.8)


@given(levels, st.floats(0.0, 60.0), st.floats(0.0, 60.0))
def test_loss_is_monotone_and_stops_at_the_floor(level, early, more):
    first = language.retained_level(level, early, *LOSS)
    later = language.retained_level(level, early + more, *LOSS)
    assert later <= first + 1e-12 <= level + 1e-9
    assert later >= 0.4 * level - 1e-12


def test_loss_is_steep_for_three_to_six_years_and_flat_after():
    # Bahrick 1984: most is lost in the first three to six years
    lost = [2.0 - language.retained_level(2.0, t, *LOSS) for t in (6.0, 30.0)]
    assert lost[0] > 0.75 * lost[1]


def test_communication_is_half_at_the_required_level_and_interpreters_restore_seventy_percent():
    assert language.communication(2.5, 2.5, 2.5) == 0.5
    assert language.communication(3.5, 2.5, 2.5) == pytest.approx(1 / (1 + math.exp(-2.5)))
    assert language.with_interpreters(0.0, 1.0, 0.7) == pytest.approx(0.7)
    assert language.with_interpreters(0.4, 0.0, 0.7) == 0.4


def test_common_terminology_lowers_the_required_level_by_up_to_one():
    assert language.required_level(2.5, 1.0, 1.0) == 1.5
    assert language.required_level(0.3, 1.0, 1.0) == 0.0


def test_a_staff_works_better_in_a_language_that_more_speak():
    assert language.staff_level(1.0, 5.0) == 5.0
    assert language.staff_level(0.25, 5.0) == 2.5
    assert language.staff_level(0.0, 5.0) == 0.0


def test_idle_years_invert_the_loss():
    left = language.retained_level(2.4, 3.7, *LOSS)
    assert language.idle_years(2.4, left, *LOSS) == pytest.approx(3.7)
    assert language.idle_years(2.4, 2.4, *LOSS) == language.idle_years(2.4, 2.6, *LOSS) == 0.0
    assert language.idle_years(2.0, 1.5, 1.0, 0.8, 1.0, 1.0) == 0.0  # where nothing can be lost


def test_months_without_use_do_not_count_the_months_of_use():
    assert [language.unused_months(m, 960) for m in (960, 961, 962)] == [0.0, 0.0, 1.0]


def test_the_residual_of_typology_is_log_normal():
    assert language.difficulty(1000.0, 0.25, 1.0) == pytest.approx(1000 * math.exp(0.25))
    assert language.difficulty(1000.0, 0.0, 3.0) == 1000.0


def test_setup_draws_the_residual_and_staffs_work_in_their_languages():
    import numpy as np
    from blueprints import blueprint

    from exchsim.engine.setup import build

    b = blueprint()
    hours = [build(b, seed).hours for seed in (1, 2)]
    uncertain = b.hours_sd > 0
    assert uncertain.any() and (hours[0][~uncertain] == b.hours[~uncertain]).all()
    assert (hours[0][uncertain] != hours[1][uncertain]).all()
    spread = np.log(np.array([build(b, seed).hours[uncertain] for seed in range(60)]) / b.hours[uncertain]).std()
    assert spread == pytest.approx(0.25, abs=0.05)
    levels = build(b, 1).staff_level
    assert levels[len(b.nations), 0] == language.NATIVE_LEVEL  # the organisation in its own language
    assert levels[0, 0] == pytest.approx(5 * math.sqrt(0.9))
    assert levels[0, 1] == pytest.approx(5 * math.sqrt(0.3))


def test_between_none_and_all_by_hand():
    assert language.with_interpreters(0.4, 0.5, 0.7) == pytest.approx(0.4 + 0.6 * 0.5 * 0.7)
    assert language.required_level(2.5, 0.5, 0.8) == pytest.approx(2.1)
    assert language.effective_hours(25.0, 40.0, 0.3) == pytest.approx(37.0)
    assert language.staff_level(1.5, 4.0) == 4.0 and language.staff_level(-0.1, 4.0) == 0.0
    assert language.retained_level(2.0, 4.0, *LOSS) == pytest.approx(1.25 + 0.75 * (1 + 4 / LOSS[0]) ** -LOSS[1])
    assert language.retained_level(0.5, 1e9, *LOSS) == pytest.approx(0.2, abs=1e-3)
    assert language.retained_level(2.0, -1.0, *LOSS) == 2.0
    slower = language.retained_level(3.0, 2.0, 4.0, *LOSS[1:])  # two years of four
    assert slower == pytest.approx(2.55 + 0.45 * 1.5 ** -LOSS[1])


def test_nothing_is_learned_where_there_is_nothing_to_learn():
    assert language.level_after(1.5, 100.0, 0.0, 1.0, 0.0, P) == 1.5  # the own language
    ceiling = float(P.language_level_ceiling)
    assert language.level_after(ceiling, 100.0, 600.0, 1.0, 0.0, P) == ceiling
    assert language.level_after(ceiling - 0.1, 1e6, 600.0, 1.0, 0.0, P) == ceiling
    assert 1e6 < language.idle_years(2.4, 0.9, *LOSS) < math.inf  # below the floor: never again


def test_the_curve_is_steeper_above_level_three_and_as_long_as_the_hours_say():
    assert language.steepening(3.0, 1.2, P) == 1.2
    assert language.steepening(3.1, 1.2, P) == pytest.approx(1.2 + P.language_beyond_three)
    assert language.level_after(0.0, 0.5, 1.0, 1.0, 0.0, P) == pytest.approx(1.5)  # half of an hour to level 3


def test_the_scale_ends_at_five():
    assert language.NATIVE_LEVEL == peacekeeping.NATIVE == 5.0  # ILR, STANAG 6001: native or bilingual
