"""A large cadre against closed forms: it is steady, and shaped as careers say."""

import math

import numpy as np
import pytest
from blueprints import blueprint
from scipy import stats

from exchsim.engine.roll import roll_call
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Status
from exchsim.rules import careers


@pytest.fixture(scope="module", params=[1, 181], ids=["at the start", "after fifteen years"])
def cadre(request):
    b = blueprint(
        cadres=(40000, 10), months=200, policy={"posts_share": 0.0, "staff_posts_share": 0.0}, organisation=False
    )
    state = run(build(b, 11), b.start + request.param)
    people = roll_call(state, 0)
    return b, people, b.start + request.param - 1


def test_every_place_is_held(cadre):
    _, people, _ = cadre
    assert (people["status"] == Status.SERVING).all()


def test_service_follows_the_survival_curve(cadre):
    b, people, month = cadre
    service = (month + 1 - people["entered"].astype(int)) / 12.0
    params = b.params[0]
    years = np.arange(0, 30, 1 / 12)
    survival = np.cumsum([math.exp(-careers.hazard_between(0.0, y, params)) for y in years])
    expected = np.interp([1, 5, 10, 20, 29], years, survival / survival[-1])
    found = [(service <= y).mean() for y in (1, 5, 10, 20, 29)]
    assert found == pytest.approx(list(expected), abs=0.015)


def test_selection_to_major_is_eighty_percent_of_captains(cadre):
    _, people, month = cadre
    senior = people[(month - people["entered"].astype(int)) >= 11 * 12 + 1]
    captains_or_more = (senior["rank"] >= 3).sum()
    majors_or_more = (senior["rank"] >= 4).sum()
    test = stats.binomtest(int(majors_or_more), int(captains_or_more), 0.8)
    assert test.proportion_ci(0.9999).low - 0.01 <= 0.8 <= test.proportion_ci(0.9999).high + 0.01


def test_generals_are_rare(cadre):
    _, people, _ = cadre
    assert 0.0005 < (people["rank"] >= 7).mean() < 0.01


def test_about_seven_to_nine_percent_leave_in_a_year(cadre):
    _, people, month = cadre
    leaving = (people["leaves"].astype(int) <= month + 12).mean()
    assert 0.06 <= leaving <= 0.09
