"""Exercises of `world_1980` against MME v7: pattern 4 of docs/odd.md, with bands for what single pairs do by luck."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

import exchsim

pytestmark = pytest.mark.xdist_group("exercises of the world")  # their runs are made once
SEEDS = (1, 2)
# seen in the 1980s and the 1990s; no pair is fitted, and series that die or grow by luck make single pairs differ
NAMED = {("KOR", "USA"): (23, 45), ("AUS", "NZL"): (42, 46), ("GBR", "USA"): (132, 119), ("JPN", "USA"): (96, 41),
         ("AUS", "USA"): (36, 34), ("FRA", "GBR"): (32, 58)}  # fmt: skip
WITHIN, OUTSIDE = 3.0, 2  # a factor within which all but two of the twelve numbers lie


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    """One row an exercise: seed, year, decade, participants."""
    rows = []
    for seed in SEEDS:
        held = exchsim.run("world_1980", seed=seed, months=240).exercises.query("kind == 'exercise'")
        for (_, year), there in held.groupby(["event", "year"], observed=True).iso3:
            rows.append((seed, int(year), year // 10 * 10, frozenset(there)))
    return pd.DataFrame(rows, columns=["seed", "year", "decade", "who"])


@pytest.mark.slow
def test_numbers_participants_and_the_share_of_two(events):
    size = events.who.map(len)
    for decade, a_year, participants in ((1980, 75.9, 3.0), (1990, 105.2, 3.5)):
        here = events.decade == decade
        assert here.sum() / 10 / len(SEEDS) == pytest.approx(a_year, rel=0.25)
        assert size[here].mean() == pytest.approx(participants, abs=0.6)
        assert (size[here] == 2).mean() == pytest.approx(0.62, abs=0.08)


@pytest.mark.slow
def test_named_pairs_are_of_the_right_order(events):
    seen, made = [], []
    for pair, counted in NAMED.items():
        for decade, number in zip((1980, 1990), counted, strict=True):
            mine = events[(events.decade == decade) & events.who.map(set(pair).issubset)]
            made.append(len(mine) / len(SEEDS))
            seen.append(number)
    logs = np.log(np.maximum(made, 0.5)) - np.log(seen)
    assert (np.abs(logs) > np.log(WITHIN)).sum() <= OUTSIDE, dict(zip(NAMED, logs, strict=False))
    assert 0.5 < np.exp(logs.mean()) < 1.5
    assert np.corrcoef(np.log(seen), np.log(made))[0, 1] > 0.4


@pytest.mark.slow
def test_pairs_come_back(events):
    """Any exercise within five years, of pairs that had one in the five before, as of 1985-1995: .80 (MME v7).

    The model gives .60: who comes to the series of an organisation is drawn anew each time, while in the record the
    same members come. A lasting keenness of members brought .65 to .69 and spoiled the counts of named pairs.
    """
    again = []
    for _, mine in events.groupby("seed"):
        years: dict[tuple[str, str], set[int]] = {}
        for year, there in zip(mine.year, mine.who, strict=True):
            for pair in combinations(sorted(there), 2):
                years.setdefault(pair, set()).add(year)
        for year in range(1985, 1996):
            for held in years.values():
                if any(year - 5 <= y < year for y in held):
                    again.append(any(year <= y < year + 5 for y in held))
    assert 0.5 < np.mean(again) < 0.95
