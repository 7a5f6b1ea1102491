"""The network of agreements: how many, how even, how closed; and who finds whom."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from exchsim.analysis.moments.observed import Observed

GROUPS = ("0", "1", "2-3", "4-6", "7 and more")  # common partners
OF_NETWORK = ("dyads", "mean degree", "highest degree", "degree Gini", "isolates", "transitivity",
              "transitivity over density", "assortativity")  # fmt: skip
_EDGES = (1, 2, 4, 7)


def gini(values: np.ndarray) -> float:
    """Inequality of numbers that are not negative: 0 all alike, near 1 one has all."""
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum())) if ordered.any() else 0.0


def shape(links: np.ndarray) -> dict[str, float]:
    """Moments of one symmetric network."""
    graph = nx.from_numpy_array(links)
    degrees = links.sum(axis=0)
    n, dyads = len(links), int(links.sum() // 2)
    density = dyads / (n * (n - 1) / 2)
    closed = nx.transitivity(graph)
    varied = len(set(degrees[degrees > 0])) > 1  # else a correlation of degrees is not defined
    return {
        "dyads": dyads,
        "mean degree": float(degrees.mean()),
        "highest degree": int(degrees.max()),
        "degree Gini": gini(degrees),
        "isolates": float((degrees == 0).mean()),
        "transitivity": closed,
        "transitivity over density": closed / density if density else float("nan"),
        "assortativity": nx.degree_assortativity_coefficient(graph) if varied else float("nan"),
    }


def agreement_network(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """Moments of the agreements in force in December, year by year."""
    for year in years:
        for name, value in shape(world.held("agreements", year, world.present(year))).items():
            yield name, str(year), value


def hazard(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """New agreements in percent a year of pairs that have none, by how many partners they had in common before."""
    begun, free = np.zeros(len(GROUPS)), np.zeros(len(GROUPS))
    for year in years:
        codes = sorted(set(world.present(year - 1)) & set(world.present(year)))
        before, after = (world.held("agreements", y, codes) for y in (year - 1, year))
        open_to = np.triu(before == 0, 1)
        place = np.digitize((before @ before)[open_to], _EDGES)
        free += np.bincount(place, minlength=len(GROUPS))
        begun += np.bincount(place, weights=after[open_to], minlength=len(GROUPS))
    when = f"{years[0]}-{years[-1]}"
    for group, new, exposed in zip(GROUPS, begun, free, strict=True):
        yield f"hazard, {group} common partners", when, 100 * new / exposed if exposed else float("nan")


def new_agreements(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """Pairs a year that have an agreement in December and had none the December before."""
    for year in years:
        codes = sorted(set(world.present(year - 1)) & set(world.present(year)))
        before, after = (world.held("agreements", y, codes) for y in (year - 1, year))
        yield "new dyads", str(year), int(((after == 1) & (before == 0)).sum() // 2)
