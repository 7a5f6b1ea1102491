"""Standing by hand, and its signs."""

import math

import pytest

from exchsim.rules import standing


def test_without_deeds_the_distance_to_neutral_shrinks_by_e_in_the_memory_of_the_world():
    assert standing.standing_after(0.9, 0.0, 0.0, 5.0, 5.0) == pytest.approx(0.5 + 0.4 / math.e)
    assert standing.standing_after(0.1, 0.0, 0.0, 5.0, 5.0) == pytest.approx(0.5 - 0.4 / math.e)
    assert standing.standing_after(0.5, 0.0, 0.0, 5.0, 1.0) == 0.5


def test_a_worked_case():
    # rise .05, memory 5: rate .25, rest (.05 + .1) / .25 = .6
    assert standing.standing_after(0.5, 0.05, 0.0, 5.0, 1000.0) == pytest.approx(0.6)
    assert standing.standing_after(0.5, 0.05, 0.0, 5.0, 4.0) == pytest.approx(0.6 - 0.1 / math.e)
    assert standing.standing_after(0.5, 0.0, 0.05, 5.0, 1000.0) == pytest.approx(0.4)


def test_twelve_months_make_a_year():
    value = 0.3
    for _ in range(12):
        value = standing.standing_after(value, 0.04, 0.01, 5.0, 1 / 12)
    assert value == pytest.approx(standing.standing_after(0.3, 0.04, 0.01, 5.0, 1.0))


@pytest.mark.parametrize("start", [0.0, 0.3, 1.0])
def test_it_stays_between_none_and_all(start):
    for rise, fall in ((50.0, 0.0), (0.0, 50.0), (50.0, 50.0)):
        assert 0.0 <= standing.standing_after(start, rise, fall, 5.0, 10.0) <= 1.0
    assert 0.0 <= standing.lowered(start, 0.3) <= start <= standing.raised(start, 0.3) <= 1.0


def test_single_deeds():
    assert standing.raised(0.5, 0.2) == pytest.approx(0.6)
    assert standing.lowered(0.5, 0.2) == pytest.approx(0.4)


def test_what_is_returned():
    assert standing.returned(0.0, 3.0) == 1.0  # nobody is owed anything by who receives nothing on terms
    assert standing.returned(4.0, 1.0) == pytest.approx(0.75)
    assert standing.returned(0.5, 0.125) == pytest.approx(0.75)
    assert standing.returned(4.0, 9.0) == 0.0
    assert standing.returned(4.0, -1.0) == 1.0  # more sent than received


def test_what_is_refused():
    assert standing.share_refused(1, 3) == 0.25 and standing.share_refused(3, 0) == 1.0
    assert standing.share_refused(0, 3) == standing.share_refused(0, 0) == 0.0
