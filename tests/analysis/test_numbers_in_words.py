"""Numbers as a reader wants them."""

import pytest

from exchsim.analysis.words import number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"), (0.01234, "0.0123"), (0.000321, "0.000321"), (9.22e-5, "0.00009"), (-4.2e-6, "-0.000004"),
        (3e-9, "0.0000000"), (999.4, "999"), (1463.2, "1,463"), (12345.0, "12.3 k"), (9.08e7, "90.8 m"),
        (1.26e10, "12.6 bn"), (float("nan"), "–"),
    ],
)  # fmt: skip
def test_three_digits_that_matter(value, said):
    assert number(value) == said


def test_a_sign_where_it_is_asked_for():
    assert (number(0.5, True), number(2000.0, True), number(5e7, True), number(3e-5, True)) == (
        "+0.5", "+2,000", "+50 m", "+0.00003",
    )  # fmt: skip
