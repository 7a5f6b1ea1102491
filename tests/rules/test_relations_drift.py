"""Drift of governments towards the hosts of their officers."""

import pytest

from exchsim.rules import relations


def test_drift_by_hand():
    # two hosts at doses 2 and 1, one unit and four units away: pull 2*1 + 1*4 = 6; .02 of 6 over 1 + 3 in a year
    assert relations.drift(6.0, 3.0, 0.02, 1.0) == pytest.approx(0.03)
    assert relations.drift(6.0, 3.0, 0.02, 0.5) == pytest.approx(0.015)


def test_nobody_goes_beyond_the_mean_of_the_hosts_or_moves_without_alumni():
    for dose in (0.1, 1.0, 1e6):
        assert 0.0 < relations.drift(dose * 1.5, dose, 0.03, 1.0) < 0.03 * 1.5
    assert relations.drift(0.0, 0.0, 0.03, 1.0) == 0.0
    assert relations.drift(-1.0, 2.0, 0.03, 1.0) < 0.0
