"""What an officer keeps: classes can only add, and what is used every month is not lost."""

import numba
import numpy as np
import pytest

from exchsim.kernels import memory, people
from exchsim.state import columns
from exchsim.state.params import default_params
from exchsim.state.tables import table

PARAMS = default_params()
KOREAN = (np.array([[0.0, 2200.0], [2200.0, 0.0]]), np.array([[1.0, 1.46], [1.46, 1.0]]))
SPANISH = (np.array([[0.0, 675.0], [675.0, 0.0]]), np.ones((2, 2)))


@numba.njit
def study(files, tongue, hours_, month, params, hours, gamma):
    memory.study(files[0], tongue, hours_, month, params[0], hours, gamma)


@numba.njit
def meet(files, nation, month, params):
    memory.meet(files[0], nation, 1.0, 1.0, 1.0, 1.0 / 12.0, month, params[0])


@numba.njit
def level_now(files, month, params):
    return people.level_now(files[0], 0, month, params[0])


@numba.njit
def familiarity_now(files, month, params):
    return memory.familiarity_now(files[0], 0, month, params[0])


def linguist(level=3.0):
    files = table(columns.DOSSIERS, 1)
    d = files[0]
    d.language[:] = (1, -1)
    d.level[0], d.used[0] = level, 1000
    d.host[:] = -1
    return files


def level_after_ten_years(tongue, hours_a_year):
    d = linguist()
    for quarter in range(40):
        if hours_a_year > 0:
            study(d, 1, hours_a_year / 4.0, 1000 + 3 * (quarter + 1), PARAMS, *tongue)
    return level_now(d, 1121, PARAMS)


@pytest.mark.parametrize("tongue", [KOREAN, SPANISH], ids=["Korean", "Spanish"])
def test_more_class_hours_give_no_fewer_levels(tongue):
    levels = [level_after_ten_years(tongue, hours) for hours in (0, 1, 5, 20, 40, 80, 160)]
    assert levels == sorted(levels)
    assert levels[-1] > levels[0]


def test_without_use_the_curve_of_loss_is_followed():
    assert level_after_ten_years(KOREAN, 0) == pytest.approx(2.55 + 0.45 * (1 + 10.0) ** -0.8, abs=0.01)


def test_what_is_used_every_month_is_not_lost():
    d = linguist()
    for month in range(1001, 1061):
        study(d, 1, 0.0, month, PARAMS, *KOREAN)
    assert level_now(d, 1061, PARAMS) == 3.0


def test_relearning_goes_on_from_where_one_stands():
    d = linguist()
    before = level_now(d, 1120, PARAMS)
    study(d, 1, 50.0, 1120, PARAMS, *KOREAN)
    after = level_now(d, 1121, PARAMS)
    assert before < after < 3.0
    assert d[0].level[0] == 3.0


def test_procedures_used_every_month_follow_the_power_law():
    d = linguist()
    for month in range(1000, 1060):
        meet(d, 5, month, PARAMS)
    assert familiarity_now(d, 1060, PARAMS) == pytest.approx(1 - 61**-0.3)
