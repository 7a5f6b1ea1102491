"""UN missions and alignment: who sends whom together, and how lasting positions are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exchsim.analysis.moments.observed import Observed

OF_MISSIONS = ("contributors of a mission", "fractionalisation", "share of the ten largest contributors")
TOP = 10


def missions(world: Observed, years: list[int]) -> Iterator[tuple[str, str, float]]:
    """Contributors of a mission-year, their fractionalisation, and the share that the ten largest senders bear."""
    rows = world.contingents
    assert rows is not None
    rows = rows[rows["year"].isin(years) & (rows["troops"] > 0)]
    when = f"{years[0]}-{years[-1]}"
    if rows.empty:
        yield from ((moment, when, float("nan")) for moment in OF_MISSIONS)
        return
    grouped = rows.groupby(["year", "mission"])["troops"]
    yield OF_MISSIONS[0], when, float(grouped.size().mean())
    yield OF_MISSIONS[1], when, float(grouped.agg(lambda n: 1.0 - ((n / n.sum()) ** 2).sum()).mean())
    sent = rows.groupby(["year", "iso3"])["troops"].sum()
    largest = sent.groupby("year").apply(lambda n: n.nlargest(TOP).sum() / n.sum())
    yield OF_MISSIONS[2], when, float(largest.mean())


def persistence(world: Observed, years: list[int], lags: tuple[int, ...]) -> Iterator[tuple[str, str, float]]:
    """Correlation of states' ideal points with those of some years before, the mean over years."""
    rows = world.alignment
    assert rows is not None
    rows = rows[rows["year"].isin(years)]
    points = rows.pivot_table(index="year", columns="iso3", values="ideal_point")
    for lag in lags:
        found = []
        for year in points.index:
            if year - lag in points.index:
                both = points.loc[[year, year - lag]].dropna(axis=1)
                if both.shape[1] > 2:
                    found.append(np.corrcoef(both.to_numpy())[0, 1])
        yield (
            f"ideal points, lag {lag} years",
            f"{years[0]}-{years[-1]}",
            (float(np.mean(found)) if found else float("nan")),
        )
