"""Where a policy fails: counted by hand, told with a planted reason, and silent about noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.failures import failures


def table(y, futures=120, seed=0):
    """Runs and design of two policies; y: of (policy, point) to value."""
    rng = np.random.default_rng(seed)
    design = pd.DataFrame({"sample": range(futures), "x": rng.random(futures), "z": rng.random(futures)})
    runs = [
        {"policy": policy, "sample": row.sample, "replicate": r, "y": y(policy, row, rng)}
        for row in design.itertuples()
        for r in range(2)
        for policy in ("a", "b")
    ]
    return pd.DataFrame(runs), design.assign(word="some text")


def test_worse_than_the_baseline_where_it_was_planted():
    runs, design = table(lambda policy, row, rng: (policy == "b") * (1.0 if row.x > 0.4 else -1.0))
    found = failures(runs, design, "y", "b", "more", "a")
    expected = int((design["x"] <= 0.4).sum())
    assert str(found) == f"y: b is worse than a in {expected} of 120 futures"
    (box,) = found.boxes
    assert set(box.limits) == {"x"}
    assert found.tree.number == "x"
    assert found.tree.cut == pytest.approx(0.4, abs=0.03)
    reverse = failures(runs, design, "y", "b", "less", "a")
    assert reverse.fails.sum() == 120 - expected


def test_a_threshold_needs_no_baseline():
    runs, design = table(lambda policy, row, rng: row.z)
    found = failures(runs, design, "y", "a", "more", threshold=0.3)
    assert found.fails.tolist() == (design["z"] < 0.3).tolist()
    assert str(found).startswith("y: a is below 0.3 in ")
    assert found.tree.number == "z"
    assert "is above 0.3" in str(failures(runs, design, "y", "a", "less", threshold=0.3))


def test_noise_tells_nothing():
    silent = 0
    for seed in range(20):
        runs, design = table(lambda policy, row, rng: rng.standard_normal(), futures=60, seed=seed)
        found = failures(runs, design, "y", "b", "more", "a")
        assert not (found.tree.is_leaf and found.boxes)
        silent += found.tree.is_leaf
    assert silent >= 16


def test_all_and_none():
    runs, design = table(lambda policy, row, rng: float(policy == "b"))
    assert str(failures(runs, design, "y", "b", "more", "a")) == "y: b is worse than a in none of 120 futures"
    assert str(failures(runs, design, "y", "b", "less", "a")) == "y: b is worse than a in all 120 futures"


def test_what_cannot_be_told_is_refused():
    runs, design = table(lambda policy, row, rng: row.z)
    with pytest.raises(ValueError, match="has no direction"):
        failures(runs, design, "y", "a", "neither", "b")
    with pytest.raises(ValueError, match="no policy c among the runs; there are a, b"):
        failures(runs, design, "y", "b", "more", "c")
