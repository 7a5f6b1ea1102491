"""Scores of forecasts by hand, and simpler forecasters on worlds whose law is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted_past import BETA, SPAN, planted

from exchsim.history.hindcast import baselines
from exchsim.history.hindcast.forecast import Forecast, Tally
from exchsim.history.hindcast.scores import auc, average_precision, by_year, calibration, how_many, scores, wilson

HAPPENED = np.array([1, 0, 1, 0, 0], bool)


@pytest.fixture(scope="module")
def world():
    return planted()


def test_a_perfect_forecast_scores_one_a_constant_one_the_base_rate():
    assert auc(HAPPENED * 1.0, HAPPENED) == 1.0 and average_precision(HAPPENED * 1.0, HAPPENED) == 1.0
    assert auc(np.full(5, 0.3), HAPPENED) == 0.5
    assert average_precision(np.full(5, 0.3), HAPPENED) == pytest.approx(0.4)
    assert auc(-1.0 * HAPPENED, HAPPENED) == 0.0


def test_scores_by_hand_with_ties():
    score = np.array([0.9, 0.9, 0.2, 0.5, 0.1])
    # hits against misses: .9 ties one and beats two, .2 beats one
    assert auc(score, HAPPENED) == pytest.approx((0.5 + 1 + 1 + 0 + 0 + 1) / 6)
    # the two at .9 enter together: one hit of two; .2 comes fourth
    assert average_precision(score, HAPPENED) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert np.isnan(auc(score, np.zeros(5))) and np.isnan(average_precision(score, np.zeros(5)))


def test_an_interval_of_a_share_by_hand():
    low, high = wilson(5, 10)  # symmetric about one half
    assert low == pytest.approx(1.0 - high) and low == pytest.approx(0.2693, abs=1e-4)
    assert wilson(0, 10)[0] == 0.0 and wilson(10, 10)[1] == 1.0


def test_odds_up_to_the_event_have_the_chance_of_the_event_as_their_mean():
    rng, p, tally = np.random.default_rng(4), np.array([0.1, 0.3, 0.2]), Tally(2, 3)
    for _ in range(4000):
        open_to = 1.0
        for k, odds in enumerate(p):
            tally.odds[k, 0, 1] += open_to * odds
            event = open_to * float(rng.random() < odds)
            tally.events[k] += event
            open_to -= event
    tally.runs = 4000
    assert tally.chance(scaled=False)[0, 1] == pytest.approx(1 - 0.9 * 0.7 * 0.8, abs=0.02)
    assert tally.chance(scaled=True)[0, 1] == pytest.approx(tally.events.sum() / 4000, rel=1e-9)


def test_a_planted_logit_is_found_again(world):
    found = baselines.fit(world[0])
    assert found.events > 100
    assert np.all(np.abs(found.beta - BETA) < 4.0 * found.error)
    assert abs(found.beta[7] - BETA[7]) < 0.15  # what tells most is told closely


def test_a_logit_forecasts_a_logit_world_nearly_as_well_as_who_knows_its_law(world):
    past, truth = world
    forecasts = [baselines.gravity(past, "observed", 20, 1), baselines.attachment(past, "observed", 20, 1),
                 baselines.persistence(past, "observed"),
                 Forecast("truth", "observed", truth, np.zeros((1, 10)))]  # fmt: skip
    table = scores(past, forecasts).query("pairs == 'states of old'").set_index("forecaster")
    bound = table.loc["truth", "auc"]
    assert bound > 0.65
    assert table.loc["gravity logit", "auc"] > bound - 0.03 > table.loc["persistence", "auc"]
    assert table.loc["gravity logit", "average_precision"] > table.loc["preferential attachment", "average_precision"]
    assert table.loc["gravity logit", "expected"] == pytest.approx(table.loc["gravity logit", "new"], rel=0.25)
    curve = calibration(past, forecasts[:1], newcomers=False)
    big = curve[curve["pairs"] > 100]
    assert len(big) >= 2 and (big["chance"] - big["seen"]).abs().max() < 0.15


def test_number_of_agreements_is_scored_by_year(world):
    past, _ = world
    right = np.array([[past.dyads(year) for year in SPAN.forecast]] * 3, float)
    told = [Forecast("right", "observed", np.zeros_like(past.km), right),
            Forecast("half", "observed", np.zeros_like(past.km), right / 2)]  # fmt: skip
    table = how_many(by_year(past, told)).set_index("forecaster")
    assert table.loc["right", "error"] == 0.0 and table.loc["right", "within"] == 1.0
    assert table.loc["half", "log_error"] == pytest.approx(np.log(2)) and table.loc["half", "within"] == 0.0


def test_frozen_inputs_are_those_of_the_last_fitted_year(world):
    rivals = world[0].rivalry.copy()
    rivals[world[0].row(1995) :] = True
    past = replace(world[0], rivalry=rivals)
    frozen = past.frozen()
    assert not frozen.rivalry[frozen.row(1999)].all() and past.rivalry[past.row(1999)].all()
    observed, held = (baselines.gravity(one, "", 5, 1).chance.sum() for one in (past, frozen))
    assert observed < held  # rivals have fewer
