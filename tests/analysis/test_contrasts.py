"""Paired differences against theory: coverage, variance saved, seeds needed."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.contrasts import contrast, differences
from exchsim.analysis.estimates import Layout, bootstrap, estimate

NESTED = Layout(shared=False)


def gap(size, noise=0.5):
    """Policy b is better by `size`; both share their luck, and each has some of its own."""
    return {"y": lambda policy, point, common, own: size * (policy == "b") + common + noise * own}


def by_hand(a, b):
    rows = [("a", s, r, v) for (s, r), v in a.items()] + [("b", s, r, v) for (s, r), v in b.items()]
    return pd.DataFrame(rows, columns=["policy", "sample", "replicate", "y"])


def test_a_difference_by_hand():
    runs = by_hand({(0, 0): 1.0, (0, 1): 2.0, (0, 2): 6.0}, {(0, 0): 2.0, (0, 1): 4.0, (0, 2): 6.0})
    found = contrast(runs, "y", "b", "a", "more")
    # differences 1, 2, 0: mean 1, sd 1, t(2) = 4.3027
    assert found.difference == 1.0
    assert found.high == pytest.approx(1.0 + 4.302653 / math.sqrt(3))
    assert found.better == pytest.approx((1 + 1 + 0.5) / 3)
    # variances 7 and 4 apart, 1 together
    assert found.variance_saved == pytest.approx(1 - 1 / 11)


def test_only_runs_that_both_have_are_compared():
    runs = by_hand({(0, 0): 1.0, (0, 1): math.nan, (1, 0): 5.0}, {(0, 0): 2.0, (0, 1): 3.0, (1, 0): 7.0, (2, 0): 9.0})
    assert len(differences(runs, "y", "b", "a")) == 2


def tables(futures, replicates, times, future=0.6, luck=0.5, rest=0.3, mean=0.7):
    """Crossed tables of differences with known parts of variance (standard deviations)."""
    rng = np.random.default_rng(futures * 1000 + replicates)
    rows = future * rng.standard_normal((times, futures, 1))
    columns = luck * rng.standard_normal((times, 1, replicates))
    return mean + rows + columns + rest * rng.standard_normal((times, futures, replicates))


@pytest.mark.parametrize(("futures", "replicates"), [(12, 12), (40, 10), (10, 40), (30, 5), (64, 30)])
def test_intervals_cover_the_truth_as_often_as_they_say(futures, replicates):
    found = [estimate(table) for table in tables(futures, replicates, 3000)]
    covered = np.mean([abs(e.mean - 0.7) <= e.half_width(0.95) for e in found])
    assert 0.93 <= covered <= 0.97  # 3 sd of 3,000 draws are .012


def test_one_future_is_a_plain_t_test():
    found = [estimate(table) for table in tables(1, 20, 3000, future=0.0)]
    assert 0.938 <= np.mean([abs(e.mean - 0.7) <= e.half_width(0.95) for e in found]) <= 0.962
    assert found[0].degrees == 19


def test_where_futures_and_luck_make_no_difference_intervals_are_wide_rather_than_short():
    found = [estimate(table) for table in tables(12, 6, 2000, future=0.0, luck=0.0)]
    assert np.mean([abs(e.mean - 0.7) <= e.half_width(0.95) for e in found]) >= 0.95


def test_bootstrap_intervals_cover_the_truth_too():
    # percentile intervals are a little short in small samples (Efron & Tibshirani 1993, ch. 13)
    covered = []
    for table in tables(25, 25, 400):
        low, high = bootstrap(table, 0.95, seed=1, resamples=999)
        covered.append(low <= 0.7 <= high)
    assert 0.90 <= np.mean(covered) <= 0.98


def test_luck_that_all_futures_share_counts_once(runs_of):
    # 100 futures under the same five seeds are no 500 runs: the luck of five seeds remains
    def y(policy, point, common, own):
        return (policy == "b") * common + 0.01 * own

    found = contrast(runs_of({"y": y}, futures=100, replicates=5), "y", "b", "a").estimate
    assert found.error == pytest.approx(math.sqrt(found.luck / 5), rel=0.01)
    assert found.degrees == pytest.approx(4, abs=0.1)


def test_futures_that_differ_count_each(runs_of):
    def y(policy, point, common, own):
        return (policy == "b") * 10 * point["x"] + 0.01 * own

    runs = runs_of({"y": y}, futures=30, replicates=50, uncertain=["x"])
    found = contrast(runs, "y", "b", "a").estimate
    variance = 100 * runs.drop_duplicates("sample")["x"].var()
    assert found.future == pytest.approx(variance, rel=0.01)
    assert found.error == pytest.approx(math.sqrt(variance / 30), rel=0.01)
    assert found.degrees == pytest.approx(29, abs=0.5)


def test_the_parts_of_the_variance_are_those_that_were_put_in():
    rng = np.random.default_rng(2)
    table = 3 * rng.standard_normal((400, 1)) + 2 * rng.standard_normal((1, 400)) + rng.standard_normal((400, 400))
    found = estimate(table)
    assert (found.future, found.luck, found.rest) == pytest.approx((9, 4, 1), rel=0.15)


@pytest.mark.parametrize(("noise", "luck"), [(0.5, 1.0), (1.0, 3.0)])
def test_variance_saved_is_that_of_theory(runs_of, noise, luck):
    # var a = var b = luck² + noise², var(b - a) = 2 noise²
    runs = runs_of(gap(1.0, noise), futures=1, replicates=20_000, luck=luck)
    assert contrast(runs, "y", "b", "a").variance_saved == pytest.approx(luck**2 / (luck**2 + noise**2), abs=0.02)


def test_seeds_needed_are_enough_and_not_far_too_many(runs_of):
    first = contrast(runs_of(gap(1.0), futures=1, replicates=30), "y", "b", "a")
    needed = first.replicates_for(0.05)
    assert needed is not None
    after = contrast(runs_of(gap(1.0), futures=1, replicates=needed, seed=1), "y", "b", "a")
    assert after.half_width == pytest.approx(0.05, rel=0.25)


def test_more_seeds_cannot_make_up_for_few_futures(runs_of):
    runs = runs_of({"y": lambda p, point, c, own: (p == "b") * point["x"]}, futures=10, replicates=5, uncertain=["x"])
    found = contrast(runs, "y", "b", "a")
    assert found.replicates_for(found.half_width / 3) is None
    assert found.futures_for(found.half_width / 3) == pytest.approx(90, abs=2)


def test_more_futures_cannot_make_up_for_few_seeds(runs_of):
    def y(policy, point, common, own):
        return (policy == "b") * common + 0.01 * own

    found = contrast(runs_of({"y": y}, futures=50, replicates=5), "y", "b", "a")
    assert found.futures_for(found.half_width / 3) is None
    assert found.replicates_for(found.half_width / 3) == pytest.approx(45, abs=2)


def test_what_is_precise_enough_needs_no_more(runs_of):
    found = contrast(runs_of(gap(1.0), futures=16, replicates=5), "y", "b", "a")
    assert found.replicates_for(2 * found.half_width) <= 5


def test_policies_without_luck_differ_for_certain(runs_of):
    found = contrast(runs_of({"y": lambda p, *_: float(p == "b")}), "y", "b", "a", "less")
    assert (found.low, found.high, found.better) == (1.0, 1.0, 0.0)
    assert math.isnan(found.variance_saved)


def test_what_cannot_be_compared_is_refused(runs_of):
    runs = runs_of(gap(1.0), futures=1, replicates=1)
    with pytest.raises(ValueError, match="share 1 run; two are needed"):
        contrast(runs, "y", "b", "a")
    with pytest.raises(ValueError, match="no policy c among the runs; there are a, b"):
        contrast(runs, "y", "c", "a")
    with pytest.raises(ValueError, match="must be one of t, bootstrap"):
        contrast(runs, "y", "b", "a", method="guess")


def test_a_bootstrap_is_the_same_each_time(runs_of):
    runs = runs_of(gap(0.3), futures=8)
    one, other = (contrast(runs, "y", "b", "a", method="bootstrap", seed=3) for _ in range(2))
    assert one == other
    assert np.sign(one.difference) == 1


# futures with seeds of their own


@pytest.mark.parametrize(("futures", "replicates"), [(30, 1), (12, 2), (40, 3)])
def test_intervals_over_nested_luck_cover_as_often_as_they_say(futures, replicates):
    rng = np.random.default_rng(futures)
    values = 0.7 + 0.4 * rng.standard_normal((4000, futures, 1)) + rng.standard_normal((4000, futures, replicates))
    found = [estimate(table, NESTED) for table in values]
    assert 0.94 <= np.mean([abs(e.mean - 0.7) <= e.half_width(0.95) for e in found]) <= 0.96  # 3 sd are .010
    if replicates > 1:
        parts = [e.error**2 * futures - e.rest / replicates for e in found]  # before a negative part is set to none
        assert np.mean(parts) == pytest.approx(0.16, abs=0.02)
        assert np.mean([e.rest for e in found]) == pytest.approx(1.0, rel=0.03)
    else:
        assert found[0].rest == 0.0


def test_chosen_futures_with_luck_of_their_own():
    rng = np.random.default_rng(3)
    chosen = np.linspace(-5.0, 5.0, 6)[None, :, None] + 0.7 + rng.standard_normal((4000, 6, 4))
    layout = Layout(sampled=False, shared=False)
    found = [estimate(table, layout) for table in chosen]
    assert 0.94 <= np.mean([abs(e.mean - 0.7) <= e.half_width(0.95) for e in found]) <= 0.96
    assert found[0].degrees == 18 and found[0].future == 0.0
    with pytest.raises(ValueError, match="two replicates are needed"):
        estimate(chosen[0, :, :1], layout)


def test_nested_estimates_by_hand():
    found = estimate(np.array([[1.0, 3.0], [4.0, 8.0]]), NESTED)
    # means 2 and 6: error of their mean 2.83 / sqrt(2) = 2; within, variances 2 and 8
    assert (found.mean, found.error, found.degrees, found.rest) == (4.0, pytest.approx(2.0), 1, 5.0)
    assert found.error_with(2, 2) == pytest.approx(2.0)
    assert estimate(np.array([[1.0, 3.0]]), NESTED).error == pytest.approx(1.0)  # one future: a plain mean


@pytest.mark.parametrize("layout", [Layout(sampled, shared) for sampled in (True, False) for shared in (True, False)])
def test_the_bootstrap_agrees_with_the_analysis_of_variance(layout):
    rng = np.random.default_rng(8)
    table = rng.standard_normal((60, 1)) * 0.5 + rng.standard_normal((60, 40))
    if layout.shared:
        table += 0.4 * rng.standard_normal((1, 40))
    low, high = bootstrap(table, 0.95, 1, layout)
    assert (high - low) / 2 == pytest.approx(estimate(table, layout).half_width(0.95), rel=0.12)
