"""Emulators and regions on functions that are known."""

from __future__ import annotations

import numpy as np
import pytest

from exchsim.history.fit.emulator import Squeeze, _cost, emulate
from exchsim.history.fit.load import Aim
from exchsim.history.fit.region import Judge, region
from exchsim.history.fit.verdicts import from_uniform
from exchsim.history.fit.waves import luck_near

NOISE = 0.1


def bent(x: np.ndarray) -> np.ndarray:
    """Two dimensions count, one bends, they interact; the others do nothing."""
    return 3.0 + 2.0 * np.sin(3.0 * x[:, 0]) + x[:, 1] ** 2 - 2.0 * x[:, 0] * x[:, 1]


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.random((80, 4))
    return x, bent(x) + NOISE * rng.normal(size=80)


def test_a_known_function_is_found_again_and_its_error_told(sample: tuple[np.ndarray, np.ndarray]) -> None:
    emulator = emulate(*sample, Squeeze(4.0, 4.0))
    x = np.random.default_rng(4).random((2000, 4))
    mean, sd = emulator(x)
    off = mean - bent(x)
    assert np.sqrt(np.mean(off**2)) < NOISE
    assert 0.85 < np.mean(np.abs(off) < 2.0 * sd) <= 1.0
    assert emulator.explained > 0.9
    assert min(emulator.lengths[2:]) > 3.0 * max(emulator.lengths[:2]), "what does nothing is seen to do nothing"


def test_it_is_sure_where_it_was_told_and_not_outside(sample: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = sample
    inside = x[:, 0] < 0.5
    emulator = emulate(x[inside], y[inside], Squeeze(4.0, 4.0))
    near, far = np.full((1, 4), 0.3), np.array([[1.0, 0.5, 0.5, 0.5]])
    assert emulator(far)[1][0] > 3.0 * emulator(near)[1][0]


def test_noise_alone_explains_nothing() -> None:
    rng = np.random.default_rng(5)
    emulator = emulate(rng.random((60, 3)), rng.normal(size=60), Squeeze(0.0, 4.0))
    assert emulator.explained < 0.15


def test_missing_values_are_left_out_and_constants_are_constant() -> None:
    x = np.random.default_rng(6).random((20, 2))
    y = np.where(x[:, 0] > 0.8, np.nan, 5.0)
    mean, _ = emulate(x, y, Squeeze(5.0, 1.0))(x)
    assert mean == pytest.approx(np.full(20, 5.0))
    with pytest.raises(ValueError, match="at least four"):
        emulate(x, np.full(20, np.nan), Squeeze(5.0, 1.0))


def test_the_gradient_is_that_of_the_cost(sample: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = 2.0 * sample[0] - 1.0, (sample[1] - sample[1].mean()) / sample[1].std()
    theta = np.array([0.4, 0.1, 1.0, 2.0, 0.2, -1.0])
    _, slopes = _cost(theta, x, y)
    for k in range(len(theta)):
        step = np.eye(len(theta))[k] * 1e-5
        assert slopes[k] == pytest.approx(
            (_cost(theta + step, x, y)[0] - _cost(theta - step, x, y)[0]) / 2e-5, rel=1e-4
        )


def test_what_is_squeezed_comes_back() -> None:
    squeeze = Squeeze(10.0, 4.0)
    values = np.array([-1000.0, 8.0, 10.0, 12.0, 5e6])
    assert squeeze.back(squeeze(values)) == pytest.approx(values)
    assert squeeze(np.array([12.0]))[0] == pytest.approx(0.5, rel=0.05), "nearly linear near the target"


class Ball(Judge):
    """Implausible outside a ball in the first dimensions: its volume is known."""

    radius, dimensions, centre = 0.0, 0, 0.0

    def by_moment(self, shares: np.ndarray) -> np.ndarray:
        off = np.sqrt(((shares[:, : self.dimensions] - self.centre) ** 2).sum(axis=1))
        return self.cutoff * off[:, None] / self.radius

    def distance(self, shares: np.ndarray) -> np.ndarray:
        return np.zeros(len(shares))


AIM = Aim("a", 0.0, 1.0, -2.0, 2.0, 1.0)


@pytest.mark.parametrize("radius, dimensions, volume", [
    (0.4, 2, np.pi * 0.4**2), (0.1, 2, np.pi * 0.01), (0.02, 3, 4 / 3 * np.pi * 0.02**3),
    (0.05, 5, 8 * np.pi**2 / 15 * 0.05**5),
])  # fmt: skip
def test_volume_and_spread_of_a_ball(radius: float, dimensions: int, volume: float) -> None:
    judge = Ball((AIM,), {}, {"a": 0.0}, 0, 3.0)
    for name, value in (("radius", radius), ("dimensions", dimensions), ("centre", 0.45)):
        object.__setattr__(judge, name, value)
    logs = []
    for seed in range(4):
        found = region(judge, dimensions + 1, seed)
        logs.append(np.log(found.volume / volume))
        off = np.sqrt(((found.shares[:, :dimensions] - 0.45) ** 2).sum(axis=1)) / radius
        assert (off <= 1.0).all()
        assert from_uniform(off**dimensions) < 0.08, "spread evenly over the ball"
        assert from_uniform(found.shares[:, -1]) < 0.08, "and over what does not count"
    assert abs(np.mean(logs)) < 0.25


def test_nothing_plausible_is_told() -> None:
    aim = Aim("a", 100.0, 1.0, 98.0, 102.0, 1.0)
    x = np.random.default_rng(7).random((40, 2))
    judge = Judge((aim,), {"a": emulate(x, x[:, 0], Squeeze(100.0, 4.0))}, {"a": 0.01}, 0, 3.0)
    found = region(judge, 2, 1)
    assert found.is_empty and found.reached > 3.0


def test_luck_is_pooled_near_the_target() -> None:
    means, counts = np.array([0.0, 0.1, 5.0, 9.0, 0.2, 0.3, 8.0, np.nan]), np.full(8, 3.0)
    variances = np.array([1.0, 2.0, 90.0, 90.0, 3.0, 2.0, 90.0, np.nan])
    assert luck_near(means, variances, counts, 0.0) == pytest.approx(2.0)
