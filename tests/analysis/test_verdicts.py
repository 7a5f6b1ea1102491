"""Planted answers: a better policy is found better, a tie is called one, a flip is unresolved."""

from __future__ import annotations

import numpy as np
import pytest

from exchsim.analysis.estimates import Layout
from exchsim.analysis.verdicts import BETTER, TIE, UNRESOLVED, WORSE, holm, verdict, verdicts, weak_numbers

PATHS = [f"x{k}" for k in range(12)]


def judged(runs_of, gap, futures=64, replicates=5, direction="more", seed=0, weak=PATHS, **options):
    """b is better than a by gap(point)."""

    def y(policy, point, common, own):
        return (gap(point) if policy == "b" else 0.0) + 2.0 * common + 0.3 * own

    runs = runs_of({"y": y}, futures=futures, replicates=replicates, uncertain=PATHS, seed=seed)
    return verdict(runs, "y", "b", "a", direction, weak, **options)


@pytest.mark.parametrize(("direction", "word"), [("more", BETTER), ("less", WORSE)])
def test_a_better_policy_is_found_better(runs_of, direction, word):
    found = judged(runs_of, lambda point: 0.5, direction=direction)
    assert found.word == word
    assert word in str(found)


def test_a_tie_is_called_a_tie(runs_of):
    found = judged(runs_of, lambda point: 0.0)
    assert found.word == TIE
    assert "alike" in str(found)


def test_too_few_runs_are_no_tie(runs_of):
    found = judged(runs_of, lambda point: 0.0, futures=4, replicates=1)
    assert found.word == UNRESOLVED
    assert not found.flips
    assert "too wide" in str(found)


def test_a_flip_within_a_weak_range_is_unresolved_and_named(runs_of):
    found = judged(runs_of, lambda point: 1.0 if point["x3"] < 0.7 else -0.8)
    assert found.word == UNRESOLVED
    assert found.flips[0].parameter == "x3"
    assert found.flips[0].low > 0.6
    assert found.flips[0].difference < 0 < found.contrast.difference
    assert "x3 would have to be measured" in str(found)


def test_a_flip_in_what_is_well_known_does_not_count(runs_of):
    others = [path for path in PATHS if path != "x3"]
    found = judged(runs_of, lambda point: 1.0 if point["x3"] < 0.7 else -0.8, weak=others)
    assert found.word == BETTER


def test_flips_are_not_found_where_there_are_none(runs_of):
    # 5 % of families of tests may err; 4 of 40 has a chance below 5 %
    wrong = sum(judged(runs_of, lambda point: 0.1, seed=k).word == UNRESOLVED for k in range(40))
    assert wrong <= 4


def test_a_difference_that_does_not_matter_flips_nothing(runs_of):
    found = judged(runs_of, lambda point: 3.0 if point["x3"] < 0.7 else -0.8, margin=1.0)
    assert found.word == BETTER


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005], 0.05) == [True, False, False, True]
    assert holm([], 0.05) == []


def test_weak_numbers_are_those_of_weak_grades():
    about = {"a": {"grade": "M"}, "b": {"grade": "R"}, "c": {"grade": "K-low"}, "d": {}}
    assert weak_numbers(about) == ["a", "c"]


def test_all_verdicts_leave_out_the_baseline_and_what_has_no_direction(runs_of):
    runs = runs_of({"y": lambda p, *_: float(p == "b"), "z": lambda *_: 0.0}, ("a", "b", "c"), uncertain=PATHS)
    found = verdicts(runs, {"y": "more", "z": "neither"}, ["a", "b", "c"], "a")
    assert [(v.contrast.outcome, v.contrast.policy, v.word) for v in found] == [("y", "b", BETTER), ("y", "c", TIE)]


def test_chosen_futures_are_no_sample(runs_of):
    runs = runs_of({"y": lambda p, x, c, own: (p == "b") * x["x0"] + 0.01 * own}, uncertain=PATHS)
    drawn, chosen = (
        verdict(runs, "y", "b", "a", "more", layout=Layout(sampled=sampled)).contrast for sampled in (True, False)
    )
    assert chosen.difference == pytest.approx(drawn.difference)
    assert chosen.half_width < drawn.half_width / 5  # what differs between the futures is no chance


def test_an_outcome_needs_a_direction(runs_of):
    with pytest.raises(ValueError, match="has no direction"):
        judged(runs_of, lambda point: float(np.sum(list(point.values()))), direction="neither")
