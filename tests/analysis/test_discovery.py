"""PRIM on boxes that were put there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.discovery import prim
from exchsim.analysis.failures import failing


def futures(n=1000, seed=0, names="abcde"):
    return pd.DataFrame(np.random.default_rng(seed).random((n, len(names))), columns=list(names))


def test_a_planted_box_is_found():
    x = futures()
    fails = ((x["a"] < 0.5) & (x["c"] > 0.6)).to_numpy()
    (box,) = prim(x, fails)[:1]
    assert set(box.limits) == {"a", "c"}
    assert box.limits["a"][1] == pytest.approx(0.5, abs=0.05)
    assert box.limits["c"][0] == pytest.approx(0.6, abs=0.05)
    assert box.coverage > 0.9
    assert box.density > 0.9
    assert "a < 0." in str(box)
    assert "% of failures" in str(box)


def test_a_box_in_noise_is_found_with_its_purity():
    x, rng = futures(2000), np.random.default_rng(1)
    inside = ((x["b"] > 0.7) & (x["d"] < 0.6)).to_numpy()
    fails = rng.random(2000) < np.where(inside, 0.8, 0.05)
    (box,) = prim(x, fails)[:1]
    assert set(box.limits) == {"b", "d"}
    assert box.density == pytest.approx(0.8, abs=0.08)
    assert box.coverage == pytest.approx(0.18 * 0.8 / (0.18 * 0.8 + 0.82 * 0.05), abs=0.08)


def test_two_boxes_are_found_one_after_the_other():
    x = futures(2000)
    fails = (((x["a"] < 0.2) & (x["b"] < 0.5)) | (x["e"] > 0.9)).to_numpy()
    boxes = prim(x, fails)
    assert {frozenset(box.limits) for box in boxes[:2]} == {frozenset("ab"), frozenset("e")}


def test_noise_has_no_box():
    wrong = 0
    for k in range(20):
        fails = np.random.default_rng(k + 100).random(300) < 0.3
        wrong += any(box.density > 0.75 and box.coverage > 0.3 for box in prim(futures(300, k), fails))
    assert wrong <= 1


def test_nothing_or_everything_failing_has_no_box():
    x = futures(50)
    assert prim(x, np.zeros(50, bool)) == []
    assert prim(x, np.ones(50, bool)) == []


def test_failing_is_on_the_wrong_side_of_a_threshold():
    table = pd.DataFrame({"p": [1.0, 2.0, 3.0]})
    assert failing(table, "p", 2.0, "more").tolist() == [True, False, False]
    assert failing(table, "p", 2.0, "less").tolist() == [False, False, True]


def test_a_policy_that_mostly_fails_has_a_box_too():
    x = futures()
    fails = ((x["a"] < 0.7) | (x["c"] > 0.9)).to_numpy()  # 73 %
    (box,) = prim(x, fails)[:1]
    assert set(box.limits) == {"a"}
    assert box.density > 0.97
