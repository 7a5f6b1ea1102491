"""The optimiser on problems whose fronts are known, against random search of the same size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from exchsim.analysis.robustness import pareto
from exchsim.search.optimiser import Judged, Optimiser
from exchsim.search.space import Lever

Array = np.ndarray
Problem = Callable[[Array], tuple[float, ...]]


def levers(number: int, step: float = 1e-6) -> list[Lever]:
    return [Lever(f"x{k}", 0.0, 1.0, step, (), "1") for k in range(number)]


def zdt1(x: Array) -> tuple[float, ...]:
    g = 1.0 + 9.0 * float(x[1:].mean())
    return float(x[0]), g * (1.0 - math.sqrt(x[0] / g))


def zdt2(x: Array) -> tuple[float, ...]:
    g = 1.0 + 9.0 * float(x[1:].mean())
    return float(x[0]), g * (1.0 - (x[0] / g) ** 2)


def dtlz2(x: Array) -> tuple[float, ...]:
    g = float(((x[2:] - 0.5) ** 2).sum())
    a, b = x[0] * math.pi / 2, x[1] * math.pi / 2
    return (1 + g) * math.cos(a) * math.cos(b), (1 + g) * math.cos(a) * math.sin(b), (1 + g) * math.sin(a)


def front(problem: Problem) -> Array:
    """Points all along the true front (Zitzler et al. 2000; Deb et al. 2002)."""
    x = np.linspace(0.0, 1.0, 201)
    if problem is dtlz2:
        a, b = (part.ravel() * math.pi / 2 for part in np.meshgrid(x[::10], x[::10]))
        return np.column_stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)])
    return np.column_stack([x, 1.0 - (np.sqrt(x) if problem is zdt1 else x**2)])


def searched(problem: Problem, dimensions: int, population: int, generations: int, seed: int) -> Array:
    """All objectives that a search came to."""
    probe = problem(np.full(dimensions, 0.3))
    optimiser = Optimiser(levers(dimensions), ["less"] * len(probe), population, seed)
    reached = []
    for _ in range(generations):
        values = [problem(np.array(list(policy.values()), float)) for policy in optimiser.ask()]
        optimiser.tell([Judged(value) for value in values])
        reached += values
    return np.array(reached)


def distance(problem: Problem, reached: Array) -> float:
    """How far the true front lies from what was reached, on average: nearness and spread in one."""
    mine = reached[pareto(reached, ["less"] * reached.shape[1])]
    return float(np.linalg.norm(front(problem)[:, None, :] - mine[None, :, :], axis=2).min(axis=1).mean())


@pytest.mark.parametrize(("problem", "dimensions", "near"), [(zdt1, 5, 0.08), (zdt2, 5, 0.1), (dtlz2, 5, 0.1)])
def test_it_comes_near_the_known_front_and_far_nearer_than_chance(
    problem: Problem, dimensions: int, near: float
) -> None:
    ours, chance = [], []
    for seed in range(3):
        ours.append(distance(problem, searched(problem, dimensions, 40, 25, seed)))
        points = np.random.default_rng(seed).random((40 * 25, dimensions))
        chance.append(distance(problem, np.array([problem(x) for x in points])))
    assert max(ours) < near and max(ours) < 0.7 * min(chance)


def test_more_is_better_where_it_is_said_to_be() -> None:
    optimiser = Optimiser(levers(1), ["more", "more"], 8, 1)
    reached: list[float] = []
    for _ in range(12):
        reached = [float(policy["x0"]) for policy in optimiser.ask()]
        optimiser.tell([Judged((x, x)) for x in reached])
    assert np.mean(reached) > 0.9


def test_limits_are_kept() -> None:
    """The front of ZDT1 beyond x = 0.4 alone is allowed."""
    optimiser = Optimiser(levers(3), ["less", "less"], 16, 2)
    judged: list[Judged] = []
    for _ in range(15):
        policies = [np.array(list(policy.values()), float) for policy in optimiser.ask()]
        judged = [Judged(zdt1(x), {"x above": 0.4 - float(x[0])}) for x in policies]
        optimiser.tell(judged)
    kept = [one for one in judged if one.keeps_limits]
    assert len(kept) >= 12 and min(one.objectives[0] for one in kept) < 0.45


def test_the_same_seed_asks_the_same_and_another_does_not() -> None:
    def asked(seed: int) -> Sequence[object]:
        optimiser, found = Optimiser(levers(4, 0.01), ["less", "less"], 8, seed), []
        for generation in range(4):
            policies = optimiser.ask()
            found += policies
            values = [zdt1(np.array(list(policy.values()), float)) for policy in policies]
            optimiser.tell([None if generation == 1 and k < 3 else Judged(v) for k, v in enumerate(values)])
        return found

    assert asked(5) == asked(5) != asked(6)


def test_choices_and_steps() -> None:
    choice = Lever("rule", 0, 3, 1, ("free", "strict"), "rule")
    months = Lever("tour", 3, 9, 1.0, (), "months")
    optimiser = Optimiser([choice, months], ["less", "less"], 60, 1)
    asked = optimiser.ask()
    assert {policy["rule"] for policy in asked} == {"free", "strict"}
    counts = np.bincount([int(policy["tour"]) for policy in asked], minlength=10)
    assert counts[3:].min() >= 2 and counts[:3].sum() == 0 and len(counts) == 10  # the ends as often as the middle
