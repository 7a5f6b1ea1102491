"""Exercises: how many, of how many, who with whom, and whether they come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from exchsim.analysis.moments.observed import Observed

NAMED = (("KOR", "USA"), ("AUS", "NZL"), ("GBR", "USA"), ("JPN", "USA"), ("AUS", "USA"), ("FRA", "GBR"))
OF_VOLUME = ("exercises a year", "participants", "bilateral share", *("-".join(pair) for pair in NAMED))
OF_RETURNS = ("exercise repeat", "exercise onset with agreement", "exercise onset without agreement")
WINDOW = 5  # years within which an exercise counts as a return

Events = list[tuple[int, tuple[str, ...]]]


def events_of(world: Observed) -> Events:
    """Year and participants, in alphabetical order, of every exercise of at least two states."""
    rows = world.exercises
    assert rows is not None
    held = rows.groupby("event").agg(year=("year", "min"), who=("iso3", lambda codes: tuple(sorted(set(codes)))))
    return [(int(year), who) for year, who in zip(held["year"], held["who"], strict=True) if len(who) > 1]


def volume(world: Observed, decades: list[int]) -> Iterator[tuple[str, str, float]]:
    """Exercises a year, mean participants, share of two, and counts of named pairs, by decade."""
    events = events_of(world)
    for decade in decades:
        here = [who for year, who in events if decade <= year < decade + 10]
        years = len([year for year in world.years if decade <= year < decade + 10])
        when, size = f"{decade}s", np.array([len(who) for who in here])
        yield "exercises a year", when, len(here) / years if years else float("nan")
        yield "participants", when, float(size.mean()) if len(size) else float("nan")
        yield "bilateral share", when, float((size == 2).mean()) if len(size) else float("nan")
        together = Counter(pair for who in here for pair in combinations(who, 2))
        for pair in NAMED:
            yield f"{pair[0]}-{pair[1]}", when, together[pair]


def allied_share(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """Part of the pairs that exercised in a year that are defence allies."""
    events = events_of(world)
    for year in years:
        ties = {pair for held, who in events if held == year for pair in combinations(who, 2)}
        codes = sorted({code for pair in ties for code in pair})
        place, allied = {code: k for k, code in enumerate(codes)}, world.held("alliances", year, codes)
        share = float(np.mean([allied[place[a], place[b]] for a, b in ties])) if ties else float("nan")
        yield "allied share of exercise ties", str(year), share


def returns(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """Share of pairs that exercise within five years: of pairs that did in the five before, and of others.

    The others are told apart by whether they had a cooperation agreement the December before.
    """
    held: dict[tuple[str, str], set[int]] = {}
    for year, who in events_of(world):
        for pair in combinations(who, 2):
            held.setdefault(pair, set()).add(year)
    counted = {name: np.zeros(2) for name in ("repeat", "onset with agreement", "onset without agreement")}
    for year in years:
        codes = world.present(year)
        agreed = world.held("agreements", year - 1, codes)
        for i, j in zip(*np.triu_indices(len(codes), 1), strict=True):
            done = held.get((codes[i], codes[j]), set())
            before = any(year - WINDOW <= y < year for y in done)
            with_or_without = "with agreement" if agreed[i, j] else "without agreement"
            name = "repeat" if before else f"onset {with_or_without}"
            counted[name] += (any(year <= y < year + WINDOW for y in done), 1)
    for name, (some, every) in counted.items():
        yield f"exercise {name}", f"{years[0]}-{years[-1]}", some / every if every else float("nan")
