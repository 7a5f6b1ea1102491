"""A large cadre against closed forms: it is steady, and shaped as careers say."""

import math

import numpy as np
import pytest
from blueprints import blueprint
from scipy import stats

from exchsim.engine.roll import roll_call
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Draw, Status
from exchsim.kernels.people import person_uid, trait
from exchsim.rules import careers


@pytest.fixture(scope="module", params=[1, 181], ids=["at the start", "after fifteen years"])
def cadre(request):
    b = blueprint(
        cadres=(40000, 10), months=200, policy={"posts_share": 0.0, "staff_posts_share": 0.0}, organisation=False
    )
    state = run(build(b, 11), b.start + request.param)
    people = roll_call(state, 0)
    return b, people, b.start + request.param - 1


YEARS = np.arange(0, 30, 1 / 12)


def passed_over(params):
    """Share of captains whom the board for O4 passes over: its chance over everybody's leadership."""
    leadership = np.clip(stats.norm(0, 1).ppf((np.arange(2000) + 0.5) / 2000) * params.people_trait_sd
                         + params.people_trait_mean, 0.0, 1.0)  # fmt: skip
    effect, mean = params.careers_leadership_effect, params.people_trait_mean
    return 1.0 - np.mean([careers.selected(params.careers_chance_o4, x, mean, effect, 1.0) for x in leadership])


def steady(params):
    """Officers by month of service in a steady cadre, those included who went on as captains until their limit."""
    survival = np.array([math.exp(-careers.hazard_between(0.0, y, params)) for y in YEARS])
    return survival * np.where(params.careers_captain_limit_years > YEARS, 1.0, 1.0 - passed_over(params))


def test_every_place_is_held(cadre):
    _, people, _ = cadre
    assert (people["status"] == Status.SERVING).all()


def test_service_follows_the_survival_curve(cadre):
    b, people, month = cadre
    service = (month + 1 - people["entered"].astype(int)) / 12.0
    survival = np.cumsum(steady(b.params[0]))
    expected = np.interp([1, 5, 10, 20, 29], YEARS, survival / survival[-1])
    found = [(service <= y).mean() for y in (1, 5, 10, 20, 29)]
    assert found == pytest.approx(list(expected), abs=0.015)


def test_selection_to_major_is_eighty_percent_of_captains(cadre):
    _, people, month = cadre
    service = month - people["entered"].astype(int)
    senior = people[(service >= 11 * 12 + 1) & (service < 20 * 12 - 1)]
    captains_or_more = (senior["rank"] >= 3).sum()
    majors_or_more = (senior["rank"] >= 4).sum()
    test = stats.binomtest(int(majors_or_more), int(captains_or_more), 0.8)
    assert test.proportion_ci(0.9999).low - 0.01 <= 0.8 <= test.proportion_ci(0.9999).high + 0.01


def test_lieutenants_become_captains_in_time_and_captains_do_not_stay(cadre):
    _, people, month = cadre
    service = month + 1 - people["entered"].astype(int)
    for rank, years in ((1, 1.5), (2, 4.0), (3, 20.0)):
        assert service[people["rank"] == rank].max() <= 12 * years + 1
    assert (people["rank"][service > 49] >= 3).all()
    assert (people["rank"][service > 241] >= 4).all()
    # of captains who were passed over there are as many as such a life is long
    over = (people["rank"] == 3) & (service >= 11 * 12 + 1)
    p, curve = passed_over(cadre[0].params[0]), steady(cadre[0].params[0])
    expected = p * curve[(YEARS >= 11) & (YEARS < 20)].sum() / curve.sum()
    assert over.mean() == pytest.approx(expected, abs=0.004)


def test_those_passed_over_are_the_weaker_ones_from_the_start(cadre):
    """Who is drawn at the start has the traits that go with the grade: leadership as after fifteen years."""
    b, people, month = cadre
    places = np.flatnonzero((month + 1 - people["entered"].astype(int) >= 11 * 12 + 1) & (people["rank"] >= 3))
    uids = [person_uid(b.nation_code[0], place, people["generation"][place]) for place in places]
    leadership = np.array([trait(11, uid, Draw.LEADERSHIP, b.params[0]) for uid in uids])
    over = people["rank"][places] == 3
    gap = leadership[~over].mean() - leadership[over].mean()
    # first order: a logistic's slope times the variance over p (1 - p) is the effect times the variance
    expected = b.params[0].careers_leadership_effect * b.params[0].people_trait_sd ** 2
    assert gap == pytest.approx(expected, abs=0.006) and gap > 0.0


def test_generals_are_rare(cadre):
    _, people, _ = cadre
    assert 0.0005 < (people["rank"] >= 7).mean() < 0.01


def test_about_seven_to_nine_percent_leave_in_a_year(cadre):
    _, people, month = cadre
    leaving = (people["leaves"].astype(int) <= month + 12).mean()
    assert 0.06 <= leaving <= 0.09
