"""Trees that were put there are found, and none grows out of noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.tree import DEEPEST, Tree, grow


def futures(n=400, seed=0, numbers=5):
    return pd.DataFrame(np.random.default_rng(seed).random((n, numbers)), columns=[f"x{k}" for k in range(numbers)])


def asked(tree):
    """All questions of a tree."""
    if tree.is_leaf:
        return []
    return [(tree.number, tree.cut), *asked(tree.below), *asked(tree.above)]


def test_one_question_by_hand():
    x = pd.DataFrame({"a": np.arange(20.0), "b": np.tile([0.0, 1.0], 10)})
    tree = grow(x, x["a"].to_numpy() < 8)
    assert asked(tree) == [("a", 7.5)]
    assert (tree.below.failures, tree.below.futures) == (8, 8)
    assert (tree.above.failures, tree.above.futures) == (0, 12)
    assert str(tree) == "a < 7.5: fails in 8 of 8 futures\na > 7.5: fails in 0 of 12 futures"
    assert [str(box) for box in tree.boxes()] == ["a < 7.5; 100 % of failures, 100 % pure"]


def test_the_best_cut_has_the_largest_decrease_of_the_gini_index():
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.random((60, 3)), columns=list("abc"))
    fails = rng.random(60) < np.where(x["b"] > 0.6, 0.95, 0.05)

    def gini(part):
        return len(part) * 2 * part.mean() * (1 - part.mean())

    gains = {}
    for name in x:
        values = np.sort(x[name])
        for cut in (values[1:] + values[:-1]) / 2:
            low = (x[name] < cut).to_numpy()
            if low.sum() >= 5 and (~low).sum() >= 5:
                gains[name, cut] = gini(fails) - gini(fails[low]) - gini(fails[~low])
    tree = grow(x, fails)
    assert (tree.number, tree.cut) == pytest.approx(max(gains, key=gains.get))


def test_a_planted_tree_is_found():
    x = futures()
    fails = ((x.x1 < 0.5) & (x.x3 > 0.6)).to_numpy()
    tree = grow(x, fails)
    found = dict(asked(tree))
    assert set(found) == {"x1", "x3"}
    assert found["x1"] == pytest.approx(0.5, abs=0.04)
    assert found["x3"] == pytest.approx(0.6, abs=0.04)
    (box,) = tree.boxes()
    assert box.coverage == box.density == 1.0
    assert box.mass == pytest.approx(0.2, abs=0.05)


def test_a_planted_tree_is_found_among_many_numbers_and_noise():
    x = futures(600, 1, 150)
    inside = ((x.x10 > 0.7) & (x.x99 < 0.6)).to_numpy()
    fails = np.random.default_rng(1).random(600) < np.where(inside, 0.9, 0.1)
    best = grow(x, fails).boxes()[0]
    assert {"x10", "x99"} <= set(best.limits)
    assert best.density > 0.75


def test_two_ways_to_fail_are_two_leaves():
    x = futures(800)
    fails = ((x.x0 < 0.2) | ((x.x0 > 0.6) & (x.x4 > 0.5))).to_numpy()
    boxes = grow(x, fails).boxes()
    assert {frozenset(box.limits) for box in boxes} == {frozenset({"x0"}), frozenset({"x0", "x4"})}
    assert sum(box.coverage for box in boxes) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("n", "numbers"), [(64, 5), (200, 60)])
def test_noise_grows_no_tree(n, numbers):
    trees = [grow(futures(n, k, numbers), np.random.default_rng(k + 500).random(n) < 0.3) for k in range(100)]
    assert sum(not tree.is_leaf for tree in trees) <= 11  # 5 are to be expected, 3 sd are 6.5
    assert all(tree.p_value <= 0.05 for tree in trees if not tree.is_leaf)


def test_below_a_true_question_noise_grows_nothing_either():
    deeper = 0
    for k in range(60):
        x = futures(200, k, 20)
        fails = np.random.default_rng(k + 900).random(200) < np.where(x.x0 < 0.5, 0.8, 0.2)
        deeper += len(asked(grow(x, fails))) > 1
    assert deeper <= 10  # 5 % of 60 are 3, 3 sd are 5


def test_chance_is_what_shuffling_says():
    # 12 futures fail of 24, and one number of two values tells 9 from 3: Fisher's exact test says .039 for two sides
    x = pd.DataFrame({"a": np.repeat([0.0, 1.0], 12)})
    fails = np.array([True] * 9 + [False] * 3 + [True] * 3 + [False] * 9)
    assert grow(x, fails).p_value == pytest.approx(0.039, abs=0.025)


def test_it_is_small_and_every_leaf_has_futures():
    x = futures(1000)
    fails = np.random.default_rng(5).random(1000) < (x.sum(axis=1) / 5).to_numpy() ** 3 * 3

    def depth(tree):
        return 0 if tree.is_leaf else 1 + max(depth(tree.below), depth(tree.above))

    tree = grow(x, fails)
    assert 1 <= depth(tree) <= DEEPEST
    assert min(leaf.futures for _, leaf in tree.leaves()) >= 50
    assert sum(leaf.futures for _, leaf in tree.leaves()) == 1000
    assert sum(leaf.failures for _, leaf in tree.leaves()) == fails.sum()


def test_nothing_or_everything_failing_is_a_leaf():
    for fails in (np.zeros(50, bool), np.ones(50, bool)):
        tree = grow(futures(50), fails)
        assert tree.is_leaf
        assert tree.boxes() == []
        assert str(tree) == "no number divides the futures better than chance would"


def test_a_number_that_does_not_vary_asks_nothing():
    assert grow(pd.DataFrame({"a": np.ones(40)}), np.arange(40) < 20) == Tree(40, 20)
