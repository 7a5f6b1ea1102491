"""How good a forecast was: who, how sure, how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from exchsim.history.hindcast.forecast import SHARE, Forecast
from exchsim.history.hindcast.past import Array, Past

EDGES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)  # of groups of pairs of about the same chance
TAILS = ((1.0 - SHARE) / 2.0, (1.0 + SHARE) / 2.0)
OLD, ALL = "states of old", "new states too"


def auc(score: Array, happened: Array) -> float:
    """Chance that a pair that agreed was ranked above one that did not; ties count half. nan where all are alike."""
    happened = np.asarray(happened, bool)
    some, others = int(happened.sum()), int((~happened).sum())
    if not some or not others:
        return float("nan")
    return float((rankdata(score)[happened].sum() - some * (some + 1) / 2) / (some * others))


def average_precision(score: Array, happened: Array) -> float:
    """Mean share of hits among all that were ranked as high as each that agreed; the base rate for a constant score.

    Pairs of the same score enter together.
    """
    order = np.argsort(-np.asarray(score, float), kind="stable")
    ranked, hits = np.asarray(score, float)[order], np.cumsum(np.asarray(happened, float)[order])
    if not len(hits) or not hits[-1]:
        return float("nan")
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)  # of each group of equals
    return float((np.diff(hits[last], prepend=0.0) * hits[last] / (last + 1.0)).sum() / hits[-1])


def scores(past: Past, forecasts: Iterable[Forecast]) -> pd.DataFrame:
    """One row a forecaster, kind of inputs and set of pairs.

    Columns forecaster, inputs, pairs, candidates, new (seen), expected (sum of chances), auc, average_precision, brier.
    """
    rows = []
    for forecast in forecasts:
        for name, newcomers in ((OLD, False), (ALL, True)):
            asked = past.candidates(newcomers)
            chance, happened = forecast.chance[asked], past.new()[asked]
            said = chance if forecast.is_chance else np.zeros_like(chance)
            rows.append({
                "forecaster": forecast.name, "inputs": forecast.inputs, "pairs": name, "candidates": int(asked.sum()),
                "new": int(happened.sum()), "expected": float(said.sum()), "auc": auc(chance, happened),
                "average_precision": average_precision(chance, happened),
                "brier": float(np.mean((said - happened) ** 2)),
            })  # fmt: skip
    return pd.DataFrame(rows)


def leads(past: Past, forecasts: Sequence[Forecast], other: str, draws: int = 200, seed: int = 1) -> pd.DataFrame:
    """By how much forecasts of new agreements are better than one of another name with the same inputs.

    Columns forecaster, inputs, pairs, measure, lead, low, high. Nine tenths of resampled sets of pairs are between low
    and high (bootstrap); pairs of one state are not independent, so the truth is somewhat less sure.
    """
    rows = []
    for mine in forecasts:
        theirs = next(one for one in forecasts if one.name == other and one.inputs == mine.inputs)
        for name, newcomers in ((OLD, False), (ALL, True)):
            asked, rng = past.candidates(newcomers), np.random.default_rng(seed)
            a, b, happened = mine.chance[asked], theirs.chance[asked], past.new()[asked]
            picks = [np.arange(len(happened)), *rng.integers(0, len(happened), (draws, len(happened)))]
            for measure in (auc, average_precision):
                lead = [measure(a[pick], happened[pick]) - measure(b[pick], happened[pick]) for pick in picks]
                low, high = np.nanquantile(lead[1:], TAILS)
                rows.append((mine.name, mine.inputs, name, measure.__name__, lead[0], low, high))
    return pd.DataFrame(rows, columns=["forecaster", "inputs", "pairs", "measure", "lead", "low", "high"])


def by_year(past: Past, forecasts: Iterable[Forecast]) -> pd.DataFrame:
    """Agreements in force by year: forecaster, inputs, year, seen, mean, low, high (nine tenths of the runs)."""
    rows = []
    for forecast in forecasts:
        low, high = _interval(forecast.dyads)
        for k, year in enumerate(past.span.forecast):
            rows.append(
                (forecast.name, forecast.inputs, year, past.dyads(year), forecast.dyads[:, k].mean(), low[k], high[k])
            )
    return pd.DataFrame(rows, columns=["forecaster", "inputs", "year", "seen", "mean", "low", "high"])


def how_many(years: pd.DataFrame) -> pd.DataFrame:
    """How far the number of agreements was off: forecaster, inputs, mean absolute error, its log, share within.

    The log compares an error of half with one of twice.
    """
    off = years.assign(
        error=(years["mean"] - years["seen"]).abs(),
        log_error=np.abs(np.log(years["mean"].clip(lower=1) / years["seen"].clip(lower=1))),
        within=(years["seen"] >= years["low"]) & (years["seen"] <= years["high"]),
    )
    return off.groupby(["forecaster", "inputs"], sort=False)[["error", "log_error", "within"]].mean().reset_index()


def calibration(past: Past, forecasts: Iterable[Forecast], newcomers: bool) -> pd.DataFrame:
    """Pairs in groups of about the same chance, from `low` to `high`.

    chance: mean of the group's `pairs`; seen: share of it that agreed, with an interval of nine tenths after Wilson.
    """
    rows = []
    asked = past.candidates(newcomers)
    for forecast in forecasts:
        if not forecast.is_chance:
            continue
        chance, happened = forecast.chance[asked], past.new()[asked]
        place = np.clip(np.digitize(chance, EDGES) - 1, 0, len(EDGES) - 2)
        for k in range(len(EDGES) - 1):
            here = place == k
            if here.any():
                interval = wilson(int(happened[here].sum()), int(here.sum()))
                means = chance[here].mean(), happened[here].mean()
                rows.append(
                    (forecast.name, forecast.inputs, EDGES[k], EDGES[k + 1], int(here.sum()), *means, *interval)
                )
    names = ["forecaster", "inputs", "low", "high", "pairs", "chance", "seen", "seen_low", "seen_high"]
    return pd.DataFrame(rows, columns=names)


def wilson(some: int, of: int, z: float = 1.645) -> tuple[float, float]:
    """Interval of a share (Wilson 1927); z: 1.645 for nine tenths."""
    share = some / of
    middle, scale = share + z * z / (2 * of), 1.0 + z * z / of
    half = z * np.sqrt(share * (1.0 - share) / of + z * z / (4 * of * of))
    return max(0.0, float((middle - half) / scale)), min(1.0, float((middle + half) / scale))


def moments(seen: Sequence[tuple[str, str, float]], forecasts: Iterable[Forecast]) -> pd.DataFrame:
    """Moments seen beside those of the runs: mean, and whether what was seen is within nine tenths of the runs."""
    table = pd.DataFrame(seen, columns=["moment", "when", "seen"])
    rows = []
    for forecast in forecasts:
        if len(forecast.moments):
            grouped = forecast.moments.groupby(["moment", "when"])["value"]
            ends = grouped.quantile(np.array(TAILS)).unstack().set_axis(["low", "high"], axis="columns")
            found = grouped.agg(mean="mean").join(ends).reset_index()
            rows.append(
                table.merge(found, on=["moment", "when"]).assign(forecaster=forecast.name, inputs=forecast.inputs)
            )
    if not rows:
        return pd.DataFrame(columns=["forecaster", "inputs", "moment", "when", "seen", "mean", "low", "high", "within"])
    found = pd.concat(rows, ignore_index=True)
    found["within"] = (found["seen"] >= found["low"]) & (found["seen"] <= found["high"])
    return found[["forecaster", "inputs", "moment", "when", "seen", "mean", "low", "high", "within"]]


def _interval(runs: Array) -> tuple[Array, Array]:
    low, high = np.quantile(runs, TAILS, axis=0)
    return low, high
