"""Who surely beats whom in everything: planted answers, by hand, and what luck alone makes of it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from exchsim.analysis.dominance import (
    ALIKE,
    BEATEN,
    BETTER,
    OPEN,
    UNBEATEN,
    UNDECIDED,
    WORSE,
    judged,
    pairs,
    spread_evenly,
    standings,
)
from exchsim.analysis.estimates import Layout
from exchsim.analysis.verdicts import TIE

WAYS = {"trust": "more", "cost": "less"}


def world(runs_of, trust, cost, luck=0.3, **options):
    return runs_of(
        {
            "trust": lambda p, x, common, own: trust[p] + common + luck * own,
            "cost": lambda p, x, common, own: cost[p] + common + luck * own,
        },
        tuple(trust),
        **options,
    )


def test_planted_dominance_is_found(runs_of):
    runs = world(
        runs_of, {"hand": 0.0, "good": 2.0, "dear": 3.0, "bad": -2.0}, {"hand": 0, "good": -2, "dear": 5, "bad": 2}
    )
    found = pairs(runs, WAYS, ["good", "dear", "bad"], ["hand"])
    good, dear, bad = found
    assert good.words == {"trust": BETTER, "cost": BETTER} and good.dominates and not good.is_dominated
    assert dear.words == {"trust": BETTER, "cost": WORSE} and not dear.dominates and dear.holds
    assert bad.is_dominated and not bad.holds
    assert [(one.policy, one.word, one.by) for one in standings(found)] == [
        ("good", UNBEATEN, ()), ("dear", UNBEATEN, ()), ("bad", BEATEN, ("hand",)),
    ]  # fmt: skip


def test_what_luck_hides_is_open_and_never_dominance(runs_of):
    runs = world(
        runs_of, {"hand": 0.0, "better": 2.0}, {"hand": 0.0, "better": -0.05}, luck=2.0, replicates=4, futures=6
    )
    (pair,) = pairs(runs, WAYS, ["better"], ["hand"])
    assert pair.words == {"trust": BETTER, "cost": OPEN}
    assert not pair.dominates and pair.holds
    runs = world(runs_of, {"hand": 0.0, "same": 0.05}, {"hand": 0.0, "same": 0.02}, luck=2.0, replicates=4, futures=6)
    (one,) = standings(pairs(runs, WAYS, ["same"], ["hand"]))
    assert one.word == UNDECIDED and one.undecided == ("hand",)


def test_what_is_surely_too_small_to_matter_is_alike_and_does_not_prevent_dominance(runs_of):
    runs = world(runs_of, {"hand": 0.0, "cheap": 0.0}, {"hand": 0.0, "cheap": -1.0}, luck=0.001)
    (pair,) = pairs(runs, WAYS, ["cheap"], ["hand"])
    assert pair.words == {"trust": ALIKE, "cost": BETTER} and pair.dominates


def test_a_ranking_that_turns_round_within_a_doubtful_number_is_open(runs_of):
    runs = runs_of(
        {
            "trust": lambda p, x, common, own: (p == "found") * (x["m"] - 0.2) * 10 + common + 0.1 * own,
            "cost": lambda p, x, common, own: (p == "found") * -1.0 + common + 0.1 * own,
        },
        ("hand", "found"), uncertain=("m",), futures=60,
    )  # fmt: skip
    (sure,) = pairs(runs, WAYS, ["found"], ["hand"])
    (careful,) = pairs(runs, WAYS, ["found"], ["hand"], ["m"])
    assert sure.dominates and careful.words == {"trust": OPEN, "cost": BETTER}
    assert [flip.parameter for flip in careful.flips] == ["m"]


def test_among_many_that_are_alike_luck_makes_a_sure_one_seldom(runs_of):
    """Holm's correction: of many searches over nothing, one in twenty may find something sure."""
    names = [f"f{k}" for k in range(8)]
    wrong = 0
    for seed in range(30):
        zero = dict.fromkeys(["hand", *names], 0.0)
        runs = world(runs_of, zero, zero, luck=1.0, futures=12, replicates=2, seed=seed)
        found = pairs(runs, WAYS, names, ["hand"], layout=Layout(shared=False))
        wrong += any(word in (BETTER, WORSE) for pair in found for word in pair.words.values())
    assert wrong <= 5  # 1.5 expected; more than 5 has a chance of one in two hundred


def test_judged_by_hand():
    runs = pd.DataFrame({
        "policy": ["a"] * 6 + ["b"] * 6,
        "sample": [0, 0, 1, 1, 2, 2] * 2,
        "y": [1.0, 3, 5, 5, 9, 7, 0, 0, 0, 0, 0, math.nan],
    })  # fmt: skip
    assert judged(runs, "y", "more", "mean")["a"] == pytest.approx(5.0)
    assert judged(runs, "y", "more", "worst")["a"] == 2.0 and judged(runs, "y", "less", "worst")["a"] == 8.0
    assert judged(runs, "y", "more", "p10")["a"] == pytest.approx(2.6)
    assert judged(runs, "y", "less", "p10")["a"] == pytest.approx(7.4)
    assert all(math.isnan(judged(runs, "y", "more", by)["b"]) for by in ("mean", "worst", "p10"))


def test_spread_evenly_by_hand():
    line = np.array([[k / 10, 1 - k / 10] for k in range(11)])
    assert spread_evenly(line, 3) == [0, 5, 10]
    assert spread_evenly(line, 2) == [0, 10] and spread_evenly(line, 99) == list(range(11))
    assert spread_evenly(line * [1, 1000], 3) == [0, 5, 10]  # each by its own range
    assert spread_evenly(np.zeros((3, 2)), 2) == [0, 1] and spread_evenly(np.zeros((0, 2)), 2) == []


def test_who_is_surely_a_little_worse_on_something_dominates_nobody(runs_of):
    """A difference that would not matter alone, but is there: both policies share nearly all of their luck."""
    runs = world(runs_of, {"hand": 0.0, "more": 2.0}, {"hand": 0.0, "more": 0.02}, luck=0.01, replicates=10, futures=30)
    (pair,) = pairs(runs, WAYS, ["more"], ["hand"])
    assert pair.verdicts["cost"].word == TIE  # .02 of a standard deviation near 1
    assert pair.words == {"trust": BETTER, "cost": WORSE}
    assert not pair.dominates and pair.holds
