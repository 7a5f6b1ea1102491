"""Points of the space of uncertainties: designs of scipy and SALib, as shares and as values.

Sequences (sobol, saltelli, halton, monte-carlo) go on: a larger sample begins with the points of a smaller one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, overload

import numpy as np

from exchsim.sweep.experiment import Design
from exchsim.sweep.variables import Value, Variable, as_stored

Array = np.ndarray[Any, Any]
Point = tuple[Value | None, ...]  # one value for each variable; None for what stays as it is
Points = Sequence[Point]

SEQUENCES = ("sobol", "saltelli", "halton", "monte-carlo")
SAMPLED = (*SEQUENCES, "latin-hypercube")  # of as many samples as one likes


def count(design: Design, variables: Sequence[Variable]) -> int:
    """Points that a design has, without making them."""
    d = len(variables)
    if design.kind == "list":
        return max(1, len(design.points))
    if d == 0:
        return 1
    if design.kind == "grid":
        sizes = [len(v.values) or design.levels for v in variables]
        return int(np.prod(np.array(sizes, dtype=object)))
    if design.kind == "one-at-a-time":
        return 1 + sum(len(v.values) or 2 for v in variables)
    if design.kind == "morris":
        return design.trajectories * (d + 1)
    if design.kind == "saltelli":
        return design.samples * (2 * d + 2 if design.second_order else d + 2)
    return design.samples


class Sample(Sequence[Point]):
    """Points kept as columns: eight bytes a number, so that a million points of many numbers fit into memory."""

    def __init__(self, columns: Sequence[Sequence[Value]]) -> None:
        """One column a variable, all of one length."""
        self.columns = [np.array(c) if all(type(v) is float for v in c) else tuple(c) for c in columns]

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> list[Point]: ...
    def __getitem__(self, place: int | slice) -> Point | list[Point]:
        """One point, or some."""
        if isinstance(place, slice):
            return [self[k] for k in range(*place.indices(len(self)))]
        return tuple(c[place].item() if isinstance(c, np.ndarray) else c[place] for c in self.columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def points(design: Design, variables: Sequence[Variable]) -> Points:
    """All points of a design, in its order; the same design gives the same points."""
    if design.kind == "list":
        return [
            tuple(as_stored(v.path, point[v.path]) if v.path in point else None for v in variables)
            for point in design.points
        ] or [()]
    if not variables:
        return [()]
    if design.kind == "grid":
        return list(itertools.product(*(_levels(v, design.levels) for v in variables)))
    if design.kind == "one-at-a-time":
        return _one_at_a_time(variables)
    return values(shares(design, len(variables)), variables)


def values(sample: Array, variables: Sequence[Variable]) -> Points:
    """Values of a sample of shares, one row a point."""
    return Sample([variable.at(sample[:, k]) for k, variable in enumerate(variables)])


def column(points: Points, place: int) -> Array | Sequence[Value | None]:
    """Values of one variable at all points."""
    if isinstance(points, Sample):
        return points.columns[place]
    return [point[place] if point else None for point in points]


def shares(design: Design, dimensions: int) -> Array:
    """A sample of the unit cube, points x dimensions."""
    return {
        "latin-hypercube": _latin_hypercube, "sobol": _sobol, "halton": _halton, "monte-carlo": _monte_carlo,
        "morris": _morris, "saltelli": _saltelli,
    }[design.kind](design, dimensions)  # fmt: skip


def _latin_hypercube(design: Design, d: int) -> Array:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(d, rng=np.random.default_rng(design.seed)).random(design.samples))


def _sobol(design: Design, d: int) -> Array:
    """A scrambled Sobol sequence; whole powers of two are balanced, other sizes are allowed."""
    import warnings

    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The balance properties")
        return np.asarray(qmc.Sobol(d, rng=np.random.default_rng(design.seed)).random(design.samples))


def _halton(design: Design, d: int) -> Array:
    from scipy.stats import qmc

    return np.asarray(qmc.Halton(d, rng=np.random.default_rng(design.seed)).random(design.samples))


def _monte_carlo(design: Design, d: int) -> Array:
    return np.random.default_rng(design.seed).random((design.samples, d))


def unit_problem(dimensions: int) -> dict[str, Any]:
    """The unit cube as SALib describes it."""
    return {
        "num_vars": dimensions,
        "names": [f"x{k}" for k in range(dimensions)],
        "bounds": [[0.0, 1.0]] * dimensions,
    }


def _morris(design: Design, d: int) -> Array:
    from SALib.sample import morris

    problem = unit_problem(d)
    return np.asarray(morris.sample(problem, design.trajectories, num_levels=design.levels, seed=design.seed))


def _saltelli(design: Design, d: int) -> Array:
    import warnings

    from SALib.sample import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # sizes that are no power of two: said by the checks of files
        problem = unit_problem(d)
        return np.asarray(
            sobol.sample(problem, design.samples, calc_second_order=design.second_order, seed=design.seed)
        )


def _levels(variable: Variable, levels: int) -> list[Value]:
    if variable.values:
        return list(variable.values)
    return variable.at(np.linspace(0.0, 1.0, levels))


def _one_at_a_time(variables: Sequence[Variable]) -> list[Point]:
    """The scenario as it is, then each number alone at its lowest and highest, or at each of its values."""
    usual: list[Value | None] = [variable.default for variable in variables]
    found: list[Point] = [tuple(usual)]
    for k, variable in enumerate(variables):
        for value in variable.values or (variable.low, variable.high):
            found.append((*usual[:k], value, *usual[k + 1 :]))
    return found


def faults(design: Design, variables: Sequence[Variable]) -> list[tuple[tuple[str | int, ...], str]]:
    """Path and message of what is wrong with a design for these variables."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    if design.kind == "list" and not design.points:
        found.append((("design", "points"), "a list needs points"))
    if design.kind != "list" and design.points:
        found.append((("design", "points"), f"only a list has points; this is a {design.kind}"))
    if design.kind == "saltelli" and design.samples & (design.samples - 1):
        found.append((("design", "samples"), "saltelli needs a power of two, such as 64 or 128"))
    if design.kind == "morris" and design.levels % 2:
        found.append((("design", "levels"), "morris needs an even number of levels"))
    if design.kind in ("morris", "saltelli"):
        found += [
            (("uncertainties", v.path), f"has values; {design.kind} needs a range")
            for v in variables
            if v.values and not _is_numeric(v)
        ]
    return found


def _is_numeric(variable: Variable) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in variable.values)
