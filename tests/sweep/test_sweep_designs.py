"""Designs: ranges, strata, sizes and steps; the same seed gives the same points; sequences go on."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exchsim.sweep import design
from exchsim.sweep.experiment import Design
from exchsim.sweep.variables import OTHER, Variable

SAMPLED = ("latin-hypercube", "sobol", "halton", "monte-carlo", "morris", "saltelli")
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DIMENSIONS, SEEDS = st.integers(1, 7), st.integers(0, 2**32 - 1)


def variable(k: int = 0, low: float = 2.0, high: float = 5.0, **others: object) -> Variable:
    settings = {"default": 3.0, "distribution": "uniform", "mode": 3.0, "mean": 3.0, "sd": 0.7, **others}
    return Variable(path=f"x{k}", kind=OTHER, low=low, high=high, **settings)  # type: ignore[arg-type]


def variables(d: int) -> list[Variable]:
    return [variable(k, float(k), 2.0 * k + 1.0) for k in range(d)]


def made(kind: str, d: int, seed: int = 1, samples: int = 8, **others: object) -> Design:
    return Design(kind=kind, seed=seed, samples=samples, **others)  # type: ignore[arg-type]


@QUICK
@given(st.sampled_from(SAMPLED), DIMENSIONS, SEEDS, st.sampled_from([1, 2, 4, 16]))
def test_points_lie_in_their_ranges_and_are_as_many_as_counted(kind: str, d: int, seed: int, samples: int) -> None:
    chosen, mine = made(kind, d, seed, samples), variables(d)
    points = design.points(chosen, mine)
    assert len(points) == design.count(chosen, mine)
    for point in points:
        assert all(isinstance(x, float) and v.low <= x <= v.high for x, v in zip(point, mine, strict=True))


@QUICK
@given(st.sampled_from(SAMPLED), DIMENSIONS, SEEDS)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(kind: str, d: int, seed: int) -> None:
    mine = variables(d)
    assert design.points(made(kind, d, seed), mine) == design.points(made(kind, d, seed), mine)
    others = [design.points(made(kind, d, (seed + k) % 2**32), mine) for k in (1, 2, 3)]
    assert any(other != design.points(made(kind, d, seed), mine) for other in others)


@QUICK
@given(st.sampled_from(design.SEQUENCES), DIMENSIONS, SEEDS, st.integers(1, 40), st.integers(0, 40))
def test_a_sequence_goes_on(kind: str, d: int, seed: int, few: int, more: int) -> None:
    mine = variables(d)
    if kind == "saltelli":
        few, more = 2 ** (few % 5), 2 ** (few % 5)
    longer, shorter = (design.points(made(kind, d, seed, samples), mine) for samples in (few + more, few))
    assert longer[: len(shorter)] == list(shorter)


@QUICK
@given(DIMENSIONS, SEEDS, st.integers(1, 50))
def test_a_latin_hypercube_has_one_point_in_each_stratum(d: int, seed: int, samples: int) -> None:
    shares = design.shares(made("latin-hypercube", d, seed, samples), d)
    strata = np.sort(np.floor(shares * samples).astype(int), axis=0)
    assert (strata == np.arange(samples)[:, None]).all()


@QUICK
@given(DIMENSIONS, SEEDS, st.integers(0, 7))
def test_sobol_points_are_balanced_in_every_dimension(d: int, seed: int, power: int) -> None:
    samples = 2**power
    shares = design.shares(made("sobol", d, seed, samples), d)
    strata = np.sort(np.floor(shares * samples).astype(int), axis=0)
    assert (strata == np.arange(samples)[:, None]).all()


@QUICK
@given(DIMENSIONS, SEEDS, st.integers(1, 3))
def test_halton_points_are_balanced_in_the_base_of_their_dimension(d: int, seed: int, power: int) -> None:
    primes = (2, 3, 5, 7, 11, 13, 17)
    for k in range(d):
        samples = primes[k] ** min(power, 2)
        column = design.shares(made("halton", d, seed, samples), d)[:, k]
        assert (np.sort(np.floor(column * samples).astype(int)) == np.arange(samples)).all()


@QUICK
@given(DIMENSIONS, SEEDS, st.integers(0, 5), st.booleans())
def test_saltelli_matrices_differ_in_one_column(d: int, seed: int, power: int, second: bool) -> None:
    """A, then A with column k of B for each k, (B with column k of A,) then B: N(D+2), or N(2D+2)."""
    n = 2**power
    chosen = made("saltelli", d, seed, n, second_order=second)
    shares = design.shares(chosen, d)
    block = (2 * d + 2) if second else (d + 2)
    assert len(shares) == n * block == design.count(chosen, variables(d))
    for start in range(0, len(shares), block):
        group = shares[start : start + block]
        a, b = group[0], group[-1]
        for k in range(d):
            assert np.flatnonzero(group[1 + k] != a).tolist() == [k] and group[1 + k][k] == b[k]
            if second:
                assert np.flatnonzero(group[1 + d + k] != b).tolist() == [k] and group[1 + d + k][k] == a[k]


@QUICK
@given(DIMENSIONS, SEEDS, st.integers(2, 6), st.sampled_from([2, 4, 6, 10]))
def test_morris_trajectories_change_one_number_a_step(d: int, seed: int, trajectories: int, levels: int) -> None:
    chosen = made("morris", d, seed, trajectories=trajectories, levels=levels)
    shares = design.shares(chosen, d)
    assert len(shares) == trajectories * (d + 1) == design.count(chosen, variables(d))
    assert np.allclose(shares * (levels - 1), np.round(shares * (levels - 1)))
    jump = levels / (2 * (levels - 1))
    for start in range(0, len(shares), d + 1):
        steps = np.diff(shares[start : start + d + 1], axis=0)
        assert ((steps != 0).sum(axis=1) == 1).all()
        assert sorted(np.flatnonzero(steps.any(axis=0)).tolist()) == list(range(d))
        assert np.allclose(np.abs(steps[steps != 0]), jump)


@QUICK
@given(st.integers(1, 4), st.integers(2, 5))
def test_a_grid_holds_every_combination_once(d: int, levels: int) -> None:
    mine = [*variables(d), variable(9, values=("a", True))]
    points = design.points(made("grid", d, levels=levels), mine)
    assert len(points) == len(set(points)) == 2 * levels**d == design.count(made("grid", d, levels=levels), mine)
    for k, v in enumerate(mine[:-1]):
        assert sorted({point[k] for point in points}) == pytest.approx(np.linspace(v.low, v.high, levels))
    assert set(points) == set(itertools.product(*[sorted({p[k] for p in points}, key=str) for k in range(d + 1)]))


def test_one_at_a_time_leaves_all_others_as_they_are() -> None:
    mine = [variable(0), variable(1, 0.0, 1.0, default=0.5), variable(2, default="a", values=("a", "b"))]
    points = design.points(made("one-at-a-time", 3), mine)
    assert points == [
        (3.0, 0.5, "a"), (2.0, 0.5, "a"), (5.0, 0.5, "a"), (3.0, 0.0, "a"), (3.0, 1.0, "a"), (3.0, 0.5, "a"),
        (3.0, 0.5, "b"),
    ]  # fmt: skip
    assert len(points) == design.count(made("one-at-a-time", 3), mine)


def test_points_of_a_list_leave_out_what_they_do_not_name() -> None:
    chosen = Design(kind="list", points=[{"x0": 4.0}, {"x1": 1.0, "x0": 2.0}, {}])
    assert design.points(chosen, variables(2)) == [(4.0, None), (2.0, 1.0), (None, None)]


@pytest.mark.parametrize("kind", [*SAMPLED, "grid", "one-at-a-time"])
def test_without_uncertainties_there_is_one_point(kind: str) -> None:
    assert design.points(made(kind, 0), []) == [()] and design.count(made(kind, 0), []) == 1


# distributions

SHARES = st.floats(0.0, 0.999999)


@given(SHARES)
def test_uniform(share: float) -> None:
    assert variable().at(np.array([share])) == [pytest.approx(2.0 + 3.0 * share)]


@given(SHARES, st.floats(1e-6, 1.0), st.floats(1.001, 1e4))
def test_loguniform_is_uniform_in_the_logarithm(share: float, low: float, times: float) -> None:
    (found,) = variable(low=low, high=low * times, distribution="loguniform").at(np.array([share]))
    assert math.log(float(found) / low) / math.log(times) == pytest.approx(share, abs=1e-9)


@given(SHARES, st.floats(2.0, 5.0))
def test_triangular_inverts_its_distribution_function(share: float, mode: float) -> None:
    assume(2.001 < mode < 4.999)
    (found,) = variable(distribution="triangular", mode=mode).at(np.array([share]))
    x = float(found)
    below = (x - 2) ** 2 / (3 * (mode - 2)) if x <= mode else 1 - (5 - x) ** 2 / (3 * (5 - mode))
    assert below == pytest.approx(share, abs=1e-9)


@given(SHARES, st.floats(1.0, 6.0), st.floats(0.2, 5.0))
def test_normal_is_cut_off_at_both_ends(share: float, mean: float, sd: float) -> None:
    (found,) = variable(distribution="normal", mean=mean, sd=sd).at(np.array([share]))

    def below(x: float) -> float:
        return 0.5 * math.erf((x - mean) / sd / math.sqrt(2))

    assert 2.0 <= float(found) <= 5.0
    assert (below(float(found)) - below(2.0)) / (below(5.0) - below(2.0)) == pytest.approx(share, abs=1e-7)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=7, unique=True))
def test_values_are_equally_likely(values: list[float]) -> None:
    drawn = variable(values=tuple(values)).at((np.arange(700) + 0.5) / 700)
    assert [drawn.count(value) for value in values] == pytest.approx([700 / len(values)] * len(values), abs=1)
    assert variable(values=tuple(values)).at(np.array([0.0, 1.0])) == [values[0], values[-1]]


@pytest.mark.parametrize("distribution", ["uniform", "loguniform", "triangular", "normal"])
def test_the_ends_of_a_distribution_are_its_bounds(distribution: str) -> None:
    """Morris and grids use the shares 0 and 1."""
    found = variable(distribution=distribution).at(np.array([0.0, 1.0]))
    assert found == pytest.approx([2.0, 5.0]) and all(2.0 <= float(x) <= 5.0 for x in found)
