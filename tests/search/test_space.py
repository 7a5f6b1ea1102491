"""Ranges, steps and policies."""

from __future__ import annotations

import pytest

from exchsim.search.space import Lever, lever, policy_of
from exchsim.sweep.aims import SearchedLever


def given(**words: object) -> SearchedLever:
    return SearchedLever.model_validate(words)


@pytest.mark.parametrize(
    ("path", "words", "step"),
    [
        ("tour_months", {}, 1.0),
        ("shortlist", {}, 1.0),
        ("partners_max", {"high": 6}, 1.0),
        ("posts_share", {}, 0.0001),
        ("posts_share", {"high": 0.01}, 0.00001),
        ("AAA.weight_trust", {}, 0.01),
        ("tour_months", {"step": 6}, 6.0),
    ],
)
def test_steps(path: str, words: dict[str, object], step: float) -> None:
    assert lever(path, given(**words)).step == pytest.approx(step, rel=1e-12)


@pytest.mark.parametrize(
    ("raw", "value"), [(0.30004, 0.3), (0.74996, 0.75), (-1.0, 0.0), (7.0, 1.0), (0.00049, 0.0), (0.07, 0.07)]
)
def test_values_have_no_more_digits_than_the_step(raw: float, value: float) -> None:
    assert Lever("x", 0.0, 1.0, 0.001, (), "").rounded(raw) == value
    assert repr(Lever("x", 0.0, 1.0, 0.001, (), "").rounded(raw)) == repr(value)


def test_the_ends_of_a_range_hold_when_they_are_no_multiples() -> None:
    odd = Lever("x", 0.25, 1.75, 0.5, (), "")
    assert [odd.rounded(x) for x in (0.25, 0.9, 5.0)] == [0.5, 1.0, 1.5]
    assert Lever("x", 0.6, 0.9, 1.0, (), "").rounded(0.8) == 0.6


def test_reciprocity_is_a_choice_among_all_rules_unless_some_are_named() -> None:
    assert lever("reciprocity", given()).values == ("free", "strict", "balanced", "donor_funded")
    assert lever("reciprocity", given(values=["free", 1])).values == ("free", "strict")


def test_policies_are_in_the_words_of_an_experiment() -> None:
    values = {"posts_share": 0.01, "AAA.posts_share": 0.02, "AAA.tour_months": 12.0, "BBB.tour_months": 6.0}
    assert policy_of(values) == {
        "posts_share": 0.01,
        "nations": {"AAA": {"posts_share": 0.02, "tour_months": 12.0}, "BBB": {"tour_months": 6.0}},
    }
