"""What `world_1980` makes of agreements, beside what was seen.

Run `python docs/estimates/agreement_patterns.py [SEEDS] [LAST YEAR] [PATH=VALUE …]`.

Patterns 2 and 3 of the model's contract: in force, new a year, inequality and isolates, clustering, assortativity,
and the hazard by common partners.
"""

from __future__ import annotations

import sys
from statistics import fmean

import networkx as nx
import numpy as np

import exchsim

SEEN = {
    1985: (25, 0.886, 0.83, 0.11, -0.17, 8),
    1990: (48, 0.845, 0.73, 0.09, -0.27, 14),
    1995: (258, 0.788, 0.57, 0.25, -0.23, 30),
    1999: (451, 0.763, 0.49, 0.34, -0.22, 38),
}
NEW_SEEN = {1990: 4, 1991: 10, 1992: 27, 1993: 53, 1994: 69, 1995: 60, 1996: 61, 1997: 55, 1998: 49, 1999: 45}
HAZARD_SEEN = (0.12, 1.5, 4.2, 6.2, 8.2)


def network(result: exchsim.Result, year: int) -> nx.Graph:
    """States present and their general agreements in force in December."""
    log, month = result.agreements, f"{year}-12"
    log = log[(log.type == "general") & (log.start.astype(str) <= month)]
    log = log[log.end.isna() | (log.end.astype(str) > month)]
    graph = nx.Graph()
    graph.add_nodes_from(result.nations.iso3[result.nations.year == year].astype(str))
    graph.add_edges_from(zip(log.a.astype(str), log.b.astype(str), strict=True))
    return graph


def gini(values: list[int]) -> float:
    """Inequality of degrees."""
    ordered = np.sort(np.array(values, float))
    n = len(ordered)
    return (
        float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n) if ordered.any() else 0.0
    )


def shape(graph: nx.Graph) -> tuple[float, ...]:
    """In force, Gini of degrees, isolates, transitivity, assortativity, highest degree."""
    degrees = [d for _, d in graph.degree()]
    return (graph.number_of_edges(), gini(degrees), sum(d == 0 for d in degrees) / len(degrees), nx.transitivity(graph),
            nx.degree_assortativity_coefficient(graph), max(degrees))  # fmt: skip


def hazard(result: exchsim.Result, years: range) -> list[float]:
    """Percent a year of first agreements by common partners 0, 1, 2-3, 4-6, 7 and more."""
    events, risk = np.zeros(5), np.zeros(5)
    for year in years:
        before, after = network(result, year - 1), network(result, year)
        nodes = sorted(set(before) & set(after))
        held, now = nx.to_numpy_array(before, nodes), nx.to_numpy_array(after, nodes)
        common = held @ held
        free = np.triu(held == 0, 1)
        place = np.digitize(common[free], [1, 2, 4, 7])
        risk += np.bincount(place, minlength=5)
        events += np.bincount(place, weights=now[free], minlength=5)
    return list(100 * events / np.maximum(1, risk))


def main() -> None:
    """Print everything."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    last = int(sys.argv[2]) if len(sys.argv) > 2 else 1999
    overrides = [f"period.end={last}-12", "outputs.pairs=false", "people_per_agent=100", *sys.argv[3:]]
    results = [exchsim.run("world_1980", seed=seed, overrides=overrides) for seed in range(1, seeds + 1)]
    for result in results:
        print(f"seed {result.seed}: {result.seconds:.1f} s")
    print("\nyear  in force, gini, isolates, transitivity, assortativity, highest degree (seen below)")
    for year in [y for y in (1985, 1990, 1995, 1999, 2005, 2010, 2015, 2020, 2025) if y <= last]:
        found = [shape(network(result, year)) for result in results]
        print(year, *(f"{fmean(column):8.2f}" for column in zip(*found, strict=True)))
        print("    ", *(f"{value:8.2f}" for value in SEEN.get(year, ())))
    print("\nnew general agreements a year")
    for year in range(1981, last + 1):
        starts = [(r.agreements.type == "general") & (r.agreements.start.astype(str) == f"{year}-01") for r in results]
        print(year, [int(s.sum()) for s in starts], "seen", NEW_SEEN.get(year, ""))
    chances = np.mean([hazard(r, range(1991, 2000)) for r in results], axis=0)
    print("\nhazard by common partners 1991-99:", np.round(chances, 2), "seen", HAZARD_SEEN)
    for kind in ("information_security", "training"):
        said = [int(((r.agreements.type == kind) & r.agreements.end.isna()).sum()) for r in results]
        print(kind, "in force at the end", said)


if __name__ == "__main__":
    main()
