"""What a nation's year says of its posts, partners and ties, against the logs; and ties that were made on a screen."""

import numpy as np
import pytest
from blueprints import blueprint

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import TourEnd

NOT_SERVED = (TourEnd.RECALLED, TourEnd.UNAFFORDABLE)  # the month in which these end is not served any more


@pytest.fixture(scope="module")
def finished():
    plan = blueprint(cadres=(220, 180, 150, 120), months=96, languages=(0, 0, 1, 2), policy={"posts_share": 0.05})
    return plan, run(build(plan, 8), plan.end)


def served_by_the_log(tours, nation, end):
    months = 0
    for tour in tours[(tours["sender"] == nation) & (tours["began"] >= 0)]:
        last = end - 1 if tour["ended"] < 0 else tour["ended"] - (tour["end"] in NOT_SERVED)
        months += int(last) - int(tour["began"]) + 1
    return months


def test_officer_years_are_those_of_the_log_of_tours(finished):
    plan, state = finished
    tours = state.tours[: state.clock[0].tours]
    for nation in range(4):
        own = state.nations_out[:, nation]
        assert own["officer_years"].sum() > 3.0
        assert 12.0 * own["officer_years"].sum() == pytest.approx(served_by_the_log(tours, nation, plan.end))


def test_a_post_is_served_waits_for_a_student_or_is_empty(finished):
    _, state = finished
    out = state.nations_out
    weeks = 365.25 / 7.0
    assert np.allclose(out["weeks_lost"], weeks * (out["post_years"] - out["officer_years"]))
    assert (out["weeks_in_class"] <= out["weeks_lost"] + 1e-9).all()
    assert 0.0 < out["weeks_in_class"].sum() <= out["weeks_lost"].sum()


def test_months_with_somebody_abroad_and_partners_who_are_lost(finished):
    _, state = finished
    out = state.nations_out
    assert (out["months_sending"] <= 12).all() and out["months_sending"].max() == 12
    posts = state.pairs_out["posts"] > 0
    lost = posts[:-1] & ~posts[1:]
    assert lost.sum() > 0
    assert np.array_equal(out["partners_lost"][1:], lost.sum(axis=2))
    assert not out["partners_lost"][0].any()


def test_ties_are_counted_when_made_and_when_they_have_lasted():
    def lasting(low, high):
        over = [f"parameters.contact.tie_survival_low={low}", f"parameters.contact.tie_survival_high={high}"]
        nations = exchsim.run("classroom", seed=2, overrides=over).nations
        assert nations["ties_made"].sum() % 2 == 0  # of both officers' nations
        young = nations.loc[nations["year"] <= 1994, "ties_made"].sum()
        return nations["ties_five_years"].sum() / young, nations["ties_ten_years"].sum() / young

    (five, ten), (few, fewer) = lasting(0.5, 0.95), lasting(0.1, 0.8)
    assert 0.0 < ten < five < 0.77  # .95 to the fifth, were all as strong as can be
    assert few < 0.6 * five and fewer < ten


def test_ties_made_on_a_screen_last_less_as_far_as_contact_matters():
    def five(share, matters):
        over = [f"policy.virtual_share={share}", f"parameters.contact.tie_quality_of_contact={matters}"]
        runs = [exchsim.run("classroom", seed=seed, overrides=over).nations for seed in (1, 2, 3)]
        made = sum(n.loc[n["year"] <= 1994, "ties_made"].sum() for n in runs)
        return sum(n["ties_five_years"].sum() for n in runs) / made

    assert five(1.0, 1.0) < 0.8 * five(1.0, 0.0)
    assert five(1.0, 1.0) < 0.8 * five(0.0, 1.0)


def test_officers_whom_nobody_returns(finished):
    _, state = finished
    filled = state.pairs_out["filled"].astype(int)
    beyond = np.maximum(0, filled - np.swapaxes(filled, 1, 2)).sum(axis=2)
    assert np.array_equal(state.nations_out["unreturned"], beyond)
    assert 0 < beyond.sum() < filled.sum()
