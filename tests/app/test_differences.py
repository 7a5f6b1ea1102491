"""What a change changes, said in words."""

from __future__ import annotations

import numpy as np
import pytest

import exchsim
from exchsim.app.compare import sentence_of, value_at
from exchsim.app.series import Digest, digest_of


def digest(trust, filled=40.0):
    """Two years of two nations, in which nothing goes on but what is said."""
    months, years = np.ones(24), np.ones((2, 2))
    world = {"filled": filled * months}
    nations = {"trust_received": trust * years, "filled": filled * years}
    pairs = {
        name: value * np.ones((2, 2, 2)) for name, value in (("trust", trust), ("interoperability", 0.5), ("filled", 3))
    }
    return Digest(960, 984, 1980, ("AAA", "BBB"), world, nations, pairs, np.array([[False, True], [False, False]]))


def test_the_difference_is_said_with_both_numbers():
    said = sentence_of([(digest(0.65, 38.0), digest(0.61))], (), 13)
    assert said == (
        "After the change, in 1981: trust between the first allies +0.04 (0.61 → 0.65), working together, first "
        "allies as it was (0.50), officers abroad −2 (40 → 38). Same luck."
    )


def test_nothing_is_said_before_the_run_of_another_luck_is_there():
    assert sentence_of([], (), 13) == ""


def test_a_small_difference_is_said_with_more_digits_so_that_it_adds_up():
    said = sentence_of([(digest(0.6149), digest(0.6089))], (), 0)
    assert "trust between the first allies +0.006 (0.609 → 0.615)" in said
    assert "+0.01 (0.61 → 0.62)" in sentence_of([(digest(0.6151), digest(0.6089))], (), 0)


def test_several_lucks_are_counted():
    pairs = [(digest(0.65), digest(0.61)), (digest(0.60), digest(0.61)), (digest(0.61), digest(0.61))]
    assert sentence_of(pairs, (), 0).endswith("Under 3 lucks, trust is higher in 1, lower in 1, the same in 1.")


def test_it_is_said_of_the_nation_or_pair_that_the_charts_show():
    assert "trust that others have in it +0.04" in sentence_of([(digest(0.65), digest(0.61))], ("BBB",), 0)
    assert "with its first allies" in sentence_of([(digest(0.65), digest(0.61))], ("AAA",), 0)
    assert "working together with all others" in sentence_of([(digest(0.65), digest(0.61))], ("BBB",), 0)  # no allies
    assert "officers with each other as it was (6)" in sentence_of([(digest(0.65), digest(0.61))], ("AAA", "BBB"), 0)


def test_values_are_those_of_the_year():
    result = exchsim.run("classroom")
    mine = digest_of(result)
    of_1992 = result.world["filled"][144:156]
    assert of_1992.nunique() > 1 and value_at(mine, "filled", (), 150) == pytest.approx(of_1992.mean(), abs=1e-4)
    row = result.nations[(result.nations["iso3"] == "OSH") & (result.nations["year"] == 1992)].iloc[0]
    assert value_at(mine, "trust_received", ("OSH",), 150) == pytest.approx(row["trust_received"], abs=1e-6)
