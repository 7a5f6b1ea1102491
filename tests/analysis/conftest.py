"""Runs that nobody had to simulate: outcomes by formula, so that the right answer is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


def made_up(outcomes, policies=("a", "b"), futures=20, replicates=10, uncertain=(), seed=0, luck=1.0):
    """A table of runs. outcomes: name to function (policy, point, common luck, own luck) -> value.

    Common luck is that of a replicate, the same in all futures, as with the same seeds.
    """
    rng = np.random.default_rng(seed)
    points = {path: rng.random(futures) for path in uncertain}
    shared = luck * rng.standard_normal(replicates)
    rows = []
    for sample in range(futures):
        point = {path: values[sample] for path, values in points.items()}
        for replicate in range(replicates):
            common = shared[replicate]
            for policy in policies:
                own = rng.standard_normal()
                row = {"policy": policy, "sample": sample, "replicate": replicate, **point}
                rows.append(row | {name: f(policy, point, common, own) for name, f in outcomes.items()})
    return pd.DataFrame(rows)


@pytest.fixture
def runs_of():
    return made_up
