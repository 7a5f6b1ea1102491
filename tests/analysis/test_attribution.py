"""Shapley's shares of games whose shares are known, their axioms, and intervals that cover."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.attribution import attribution, plan
from exchsim.analysis.estimates import Layout

NAMES = "abcdefghij"


def shares(game, n, orders=None, seed=0):
    """Shares of a game, set of players to value, by the plan's weights."""
    chosen = plan(NAMES[:n], orders, seed)
    values = [game({k for k in range(n) if mask >> k & 1}) for mask in chosen.sets]
    return chosen.weights @ np.array(values, float)


def by_all_orders(game, n):
    """The definition: what each player adds, averaged over all orders."""
    found = np.zeros(n)
    for order in itertools.permutations(range(n)):
        on = set()
        for k in order:
            found[k] += game(on | {k}) - game(on)
            on.add(k)
    return found / math.factorial(n)


def glove(on):
    """One left glove (0) and two right ones: a pair is worth 1."""
    return float(0 in on and bool(on & {1, 2}))


def airport(on):
    """A runway as long as the largest aeroplane needs (Littlechild & Owen 1973)."""
    return max((COSTS[k] for k in on), default=0.0)


COSTS = (8.0, 11.0, 13.0, 18.0)


def tangled(n, seed):
    """A game with effects of single players, of pairs and of threes."""
    rng = np.random.default_rng(seed)
    single, pair, three = rng.normal(size=n), rng.normal(size=(n, n)), rng.normal(size=(n, n, n))

    def game(on):
        members = sorted(on)
        return (
            sum(single[k] for k in members)
            + sum(pair[p] for p in itertools.combinations(members, 2))
            + 0.5 * sum(three[p] for p in itertools.combinations(members, 3))
        )

    return game


def test_the_glove_game():
    assert shares(glove, 3) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_the_airport_game():
    # 8/4; + 3/3; + 2/2; + 5
    assert shares(airport, 4) == pytest.approx([2.0, 3.0, 4.0, 9.0])


@pytest.mark.parametrize("n", [1, 2, 3, 5, 6])
def test_it_is_the_mean_over_all_orders(n):
    game = tangled(n, n)
    assert shares(game, n) == pytest.approx(by_all_orders(game, n))


def test_without_interplay_each_has_what_it_does_alone():
    alone = np.array([3.0, -1.0, 0.0, 2.5])
    assert shares(lambda on: 7.0 + sum(alone[k] for k in on), 4) == pytest.approx(alone)


def test_a_dummy_has_nothing_and_the_symmetric_the_same():
    def game(on):
        return 4.0 * len(on & {0, 1}) ** 2 + (1.0 if 3 in on else 0.0)

    found = shares(game, 4)
    assert found[2] == pytest.approx(0.0)
    assert found[0] == pytest.approx(found[1])


@pytest.mark.parametrize("orders", [None, 4, 10])
def test_shares_add_up_to_the_whole(orders):
    game = tangled(8, 1)
    assert shares(game, 8, orders or 0).sum() == pytest.approx(game(set(range(8))) - game(set()))


def test_six_groups_are_exact_and_more_are_drawn():
    assert plan(NAMES[:6]).is_exact
    assert len(plan(NAMES[:6]).sets) == 64
    seven = plan(NAMES[:7])
    assert not seven.is_exact
    assert len(seven.orders) == 24
    assert all(seven.orders[k + 1] == seven.orders[k][::-1] for k in range(0, 24, 2))
    assert plan(NAMES[:7], 0).is_exact
    assert plan(NAMES[:4], 100).is_exact  # all subsets are needed anyway
    assert plan(NAMES[:9], 10, seed=1) == plan(NAMES[:9], 10, seed=1) != plan(NAMES[:9], 10, seed=2)
    with pytest.raises(ValueError, match="even number"):
        plan(NAMES[:9], 5)


def test_of_every_group_first_and_last_are_planned():
    chosen = plan(NAMES, 4)
    assert {1 << k for k in range(10)} | {1023 ^ (1 << k) for k in range(10)} <= set(chosen.sets)
    assert chosen.sets[:2] == (1023, 0)


def test_drawn_orders_come_near_the_exact_shares_as_they_grow():
    game, exact = tangled(8, 3), shares(tangled(8, 3), 8, 0)
    apart = [
        np.sqrt(np.mean([(shares(game, 8, orders, seed) - exact) ** 2 for seed in range(20)])) for orders in (6, 54)
    ]
    assert apart[1] == pytest.approx(apart[0] / 3, rel=0.35)


def runs_of(game, n, futures=1, replicates=2, noise=0.0, orders=None, seed=0, luck=0.0):
    """Stored runs of a game. noise: sd of what a run has of its own; luck: sd of a factor on the whole game."""
    chosen = plan(NAMES[:n], orders, seed)
    rng = np.random.default_rng(seed + 10_000)
    worth = np.array([game({k for k in range(n) if mask >> k & 1}) for mask in chosen.sets])
    names = [f"p{mask}" for mask in chosen.sets]
    frames = []
    for sample in range(futures):
        future = rng.normal()
        for replicate in range(replicates):
            values = worth * (1.0 + luck * (future + rng.normal())) + noise * rng.normal(size=len(worth)) + rng.normal()
            frames.append(pd.DataFrame({"policy": names, "sample": sample, "replicate": replicate, "y": values}))
    return pd.concat(frames, ignore_index=True), chosen, names


def test_the_table_of_a_glove_game():
    runs, chosen, names = runs_of(glove, 3)
    found = attribution(runs, "y", chosen, names)
    assert [one.group for one in found.shares] == ["a", "b", "c"]
    assert [one.share.mean for one in found.shares] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert [one.first.mean for one in found.shares] == pytest.approx([0, 0, 0])
    assert [one.last.mean for one in found.shares] == pytest.approx([1, 0, 0])
    assert found.whole.mean == pytest.approx(1.0)
    assert found.all_on - found.all_off == pytest.approx(1.0)
    assert found.left == pytest.approx(0.0, abs=1e-12)
    assert found.shares[0].share.error == pytest.approx(0.0, abs=1e-9)  # common luck cancels
    assert [one.of_whole.mean for one in found.shares] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert [one.interplay.mean for one in found.shares] == pytest.approx([1, 0, 0])  # the left glove needs a right one
    assert (found.is_exact, found.orders, found.runs) == (True, 0, 2)


def test_intervals_over_futures_and_luck_cover():
    game = tangled(3, 5)
    exact, covered = shares(game, 3), []
    for seed in range(120):
        runs, chosen, names = runs_of(game, 3, futures=10, replicates=4, noise=1.0, seed=seed, luck=0.4)
        found = attribution(runs, "y", chosen, names, Layout(shared=False))
        covered += [one.share.low <= true <= one.share.high for one, true in zip(found.shares, exact, strict=True)]
    assert 0.90 <= np.mean(covered) <= 0.985


@pytest.mark.parametrize("orders", [10, pytest.param(24, marks=pytest.mark.long)])
def test_intervals_of_drawn_orders_cover(orders):
    game, covered = tangled(8, 7), []
    exact = shares(game, 8, 0)
    for seed in range(60):
        runs, chosen, names = runs_of(game, 8, orders=orders, seed=seed)
        found = attribution(runs, "y", chosen, names)
        assert not found.is_exact
        assert all(one.share.error == pytest.approx(one.share.error_of_orders) for one in found.shares)
        covered += [one.share.low <= true <= one.share.high for one, true in zip(found.shares, exact, strict=True)]
    assert 0.90 <= np.mean(covered) <= 0.985


def test_both_errors_together_cover():
    game, covered = tangled(7, 9), []
    exact = shares(game, 7, 0)
    for seed in range(60):
        runs, chosen, names = runs_of(game, 7, 6, 2, noise=2.0, orders=12, seed=seed, luck=0.3)
        found = attribution(runs, "y", chosen, names, Layout(shared=False))
        covered += [one.share.low <= true <= one.share.high for one, true in zip(found.shares, exact, strict=True)]
        assert found.left == pytest.approx(0.0, abs=1e-9)
        assert all(one.first.error_of_orders == one.last.error_of_orders == 0.0 for one in found.shares)
    assert 0.90 <= np.mean(covered) <= 0.985


def test_runs_that_are_missing():
    runs, chosen, names = runs_of(glove, 3, replicates=3)
    part = runs[~((runs["policy"] == "p3") & (runs["replicate"] == 1))]
    assert attribution(part, "y", chosen, names).runs == 2
    with pytest.raises(ValueError, match="no seed has a run under all 8 sets of groups"):
        attribution(runs[runs["policy"] != "p5"], "y", chosen, names)
    with pytest.raises(ValueError, match="two are needed"):
        attribution(runs[runs["replicate"] == 0], "y", chosen, names)


def test_a_part_of_nothing_sure_is_not_told():
    runs, chosen, names = runs_of(lambda on: 0.0, 2, futures=4, replicates=4, noise=1.0)
    found = attribution(runs, "y", chosen, names)
    assert not found.whole.is_clear
    assert math.isnan(found.shares[0].of_whole.mean)


def test_two_that_stand_in_for_one_another_by_hand():
    # two runs: (all, none, only a, only b) = (.9, .3, .7, .6) and (.9, .32, .68, .62)
    chosen = plan("ab")
    values = {"p3": (0.9, 0.9), "p0": (0.3, 0.32), "p1": (0.7, 0.68), "p2": (0.6, 0.62)}
    rows = [(name, 0, k, y) for name, pair in values.items() for k, y in enumerate(pair)]
    runs = pd.DataFrame(rows, columns=["policy", "sample", "replicate", "y"])
    found = attribution(runs, "y", chosen, [f"p{one}" for one in chosen.sets])
    a, b = found.shares
    assert (a.first.mean, a.last.mean) == pytest.approx(((0.4 + 0.36) / 2, (0.3 + 0.28) / 2))
    assert a.interplay.mean == b.interplay.mean == pytest.approx(-0.09)  # -.1 and -.08
    t = 12.7062  # one degree of freedom
    assert a.interplay.high - a.interplay.mean == pytest.approx(t * 0.01, rel=1e-4)
    # shares of a .35 and .32, of wholes .6 and .58; what a run has beside the line, over the whole
    ratio = 0.335 / 0.59
    assert a.of_whole.mean == pytest.approx(ratio)
    assert a.of_whole.high - a.of_whole.mean == pytest.approx(t * (0.35 - ratio * 0.6) / 0.59, rel=1e-4)
    rest = a.of_whole.complement
    assert (rest.mean, rest.low, rest.high) == pytest.approx((1 - ratio, 1 - a.of_whole.high, 1 - a.of_whole.low))


def test_intervals_of_interplay_and_of_parts_of_the_whole_cover():
    game = tangled(3, 5)
    exact, covered, parts = shares(game, 3), [], []
    whole, empty = game({0, 1, 2}), game(set())
    interplay = [whole - game({0, 1, 2} - {k}) - game({k}) + empty for k in range(3)]
    for seed in range(120):
        runs, chosen, names = runs_of(game, 3, futures=12, replicates=1, noise=0.5, seed=seed, luck=0.3)
        found = attribution(runs, "y", chosen, names, Layout(shared=False))
        for k, one in enumerate(found.shares):
            covered.append(one.interplay.low <= interplay[k] <= one.interplay.high)
            if found.whole.is_clear:
                parts.append(one.of_whole.low <= exact[k] / (whole - empty) <= one.of_whole.high)
        assert sum(one.of_whole.mean for one in found.shares) == pytest.approx(1.0) or not found.whole.is_clear
    assert len(parts) > 300
    assert 0.90 <= np.mean(covered) <= 0.985
    assert 0.90 <= np.mean(parts) <= 0.985
