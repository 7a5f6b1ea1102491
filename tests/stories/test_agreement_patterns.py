"""Agreements of `world_1980` against DCAD, patterns 2, 3 and 5 of docs/odd.md, with what is missed said.

Seen in 1985, 1990, 1995, 1999; how near the model comes stands in decision 0077.
"""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import exchsim

pytestmark = pytest.mark.xdist_group("agreements of the world")  # their runs are made once
SEEDS = (1, 2)
YEARS = (1985, 1990, 1995, 1999)
SEEN = {
    "dyads": (25, 48, 258, 451),
    "gini": (0.886, 0.845, 0.788, 0.763),
    "isolates": (0.83, 0.73, 0.57, 0.49),
    "transitivity": (0.11, 0.09, 0.25, 0.34),
    "assortativity": (-0.17, -0.27, -0.23, -0.22),
    "highest degree": (8, 14, 30, 38),
}


@pytest.fixture(scope="module")
def worlds():
    return [exchsim.run("world_1980", seed=seed, months=240) for seed in SEEDS]


def network(result, year):
    """General agreements in force in December between the states of that year."""
    log = result.agreements[result.agreements["type"] == "general"]
    start, end = log["start"].astype(str), log["end"].astype(object)
    in_force = (start <= f"{year}-12") & (end.isna() | (end.astype(str) > f"{year}-12"))
    nations = result.nations[result.nations["year"] == year]["iso3"].astype(str)
    graph = nx.Graph()
    graph.add_nodes_from(nations)
    graph.add_edges_from(
        (a, b) for a, b in zip(log["a"][in_force], log["b"][in_force], strict=True) if a in graph and b in graph
    )
    return graph


def gini(values):
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def described(graph):
    degrees = [degree for _, degree in graph.degree()]
    return {
        "dyads": graph.number_of_edges(),
        "gini": gini(degrees),
        "isolates": float(np.mean(np.array(degrees) == 0)),
        "transitivity": nx.transitivity(graph),
        "assortativity": nx.degree_assortativity_coefficient(graph),
        "highest degree": max(degrees),
    }


@pytest.fixture(scope="module")
def made(worlds):
    rows = [{"year": year, **described(network(result, year))} for result in worlds for year in YEARS]
    return pd.DataFrame(rows).groupby("year").mean()


@pytest.mark.slow
def test_gini_by_hand():
    assert gini([1, 1, 1, 1]) == 0.0
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "within"),
    [("dyads", 0.6), ("gini", 0.1), ("isolates", 0.2), ("highest degree", 0.6)],
)
def test_the_network_grows_as_it_did(made, what, within):
    # 28 for 25 in 1985, 70 for 48 in 1990, 351 for 451 in 1999
    ratios = made[what].to_numpy() / np.array(SEEN[what])
    assert np.all(np.abs(ratios - 1.0) < within), dict(zip(YEARS, ratios.round(2), strict=True))
    assert np.sign(np.diff(made[what])).tolist() == np.sign(np.diff(SEEN[what])).tolist()  # and in the same direction


@pytest.mark.slow
def test_triangles_close_late_and_too_few(made):
    # seen .11, .09, .25, .34: the rise is there, its height is not reached
    found = made["transitivity"].to_numpy()
    assert found[3] > found[2] > found[1]
    assert found[3] == pytest.approx(SEEN["transitivity"][3], abs=0.15)


@pytest.mark.slow
def test_partners_of_many_have_partners_of_few(made):
    # seen -.17 to -.27; -.17, -.21, -.31, -.31 here, where hubs were bound to each other before (.10 to -.07)
    assert np.all(made["assortativity"] < -0.07)
    assert np.all(np.abs(made["assortativity"] - np.array(SEEN["assortativity"])) < 0.15)


@pytest.mark.slow
def test_common_partners_bring_agreements(worlds):
    """Yearly hazard of a first agreement by common partners, 1991-1999: seen .12, 1.5, 4.2, 6.2, 8.2 %."""
    events, exposed = np.zeros(5), np.zeros(5)
    for result in worlds:
        for year in range(1991, 2000):
            before, after = network(result, year - 1), network(result, year)
            links = nx.to_numpy_array(before, nodelist=sorted(before))
            common = links @ links
            names = sorted(before)
            for i, j in zip(*np.triu_indices(len(names), 1), strict=True):
                if links[i, j]:
                    continue
                group = int(np.searchsorted([1, 2, 4, 7], common[i, j], side="right"))
                exposed[group] += 1
                events[group] += after.has_edge(names[i], names[j])
    hazard = 100 * events / exposed
    assert np.all(np.diff(hazard) > 0), hazard  # the more, the likelier
    assert hazard[0] == pytest.approx(0.12, abs=0.15)
    assert 3 < hazard[4] < 20
