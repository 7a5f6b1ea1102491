"""Numbers of the table at the end of a sweep, as a reader sees them."""

import math

import pytest

from exchsim.cli.numbers import plain, scale_of, with_interval


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (171.23, 16.4, "171 ± 16"),
        (0.89361, 0.02138, "0.894 ± 0.021"),
        (0.7814, 0.0038, "0.7814 ± 0.0038"),
        (175.94, 5.4, "175.9 ± 5.4"),
        (12345.6, 789.0, "12,350 ± 790"),
        (-0.05, 0.2, "-0.05 ± 0.20"),
        (3.0, 0.0, "3"),
        (3.25, math.nan, "3.25"),
        (math.nan, 0.1, "–"),
    ],
)
def test_a_mean_has_the_places_of_its_interval(value, half, text):
    assert with_interval(value, half) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1234567.0, "1,234,567"),
        (12.3456, "12.35"),
        (0.0012346, "0.001235"),
        (1e-9, "1e-09"),
        (100.0, "100"),
    ],
)
def test_plain_numbers_have_four_digits(value, text):
    assert plain(value) == text


def test_money_is_told_in_millions_from_ten_millions_on():
    assert scale_of([1.03e8, 2e6, math.nan]) == (1e6, "million")
    assert scale_of([9.9e6]) == (1.0, "")
    assert scale_of([-2.5e10]) == (1e9, "billion")
    assert scale_of([]) == (1.0, "")
