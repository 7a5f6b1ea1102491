"""Divided Europe: two networks of exchanges, and what Bonn's joining changed."""

import pandas as pd
import pytest

import exchsim

WEST = ("USA", "GBR", "FRA", "ITA", "BEL", "NLD")
EAST = ("RUS", "POL", "CSK", "HUN", "BGR", "ROU")


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    return exchsim.run("postwar_1947", seed=1).pairs


def mean(pairs: pd.DataFrame, column: str, senders, hosts, year: int) -> float:
    rows = pairs[(pairs["year"] == year) & pairs["sender"].isin(senders) & pairs["host"].isin(hosts)]
    return float(rows[column].mean())


def test_exchanges_begin_from_almost_nothing(pairs):
    posts = pairs.groupby("year")["posts"].sum()
    assert posts[1948] < 0.2 * posts[1962]


def test_posts_stay_within_the_blocs(pairs):
    across = pairs[pairs["sender"].isin(WEST) & pairs["host"].isin(EAST)]["posts"].sum()
    within = pairs[pairs["sender"].isin(WEST) & pairs["host"].isin(WEST)]["posts"].sum()
    assert across < 0.02 * within


@pytest.mark.parametrize("bloc", [WEST, EAST], ids=["west", "east"])
def test_each_bloc_learns_to_work_together(pairs, bloc):
    before, after = (mean(pairs, "interoperability", bloc, bloc, year) for year in (1948, 1988))
    assert after > before + 0.2


def test_the_blocs_remain_strangers(pairs):
    assert mean(pairs, "trust", WEST, EAST, 1988) < 0.5 * mean(pairs, "trust", WEST, WEST, 1988)


def test_france_comes_to_trust_germany_after_1955(pairs):
    joined, later = (mean(pairs, "trust", ["FRA"], ["DEU"], year) for year in (1956, 1975))
    assert later > joined + 0.25
