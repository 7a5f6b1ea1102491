"""Policies over all futures: regret, satisficing, worst cases, and which policies no other beats in everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
PERCENTILES = (5, 25, 50, 75, 95)


def futures(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Mean over replicates: one row a future that all policies have, one column a policy.

    Policies stand in the order in which they come.
    """
    table = runs.pivot_table(index="sample", columns="policy", values=outcome, aggfunc="mean", observed=True)
    return table[list(dict.fromkeys(runs["policy"]))].dropna()


def regret(runs: pd.DataFrame, outcome: str, direction: str, relative: bool = False) -> pd.DataFrame:
    """How much worse each policy is in each future than the best one there. Never negative.

    direction: more or less is better. relative: as a share of the best value's size; missing where that is 0.
    """
    table = futures(runs, outcome)
    sign = _sign(direction, outcome)
    best = (sign * table).max(axis=1)
    lost = (-(sign * table).sub(best, axis=0)).abs()
    if not relative:
        return lost
    return lost.div(best.abs().where(best != 0.0), axis=0)


def _sign(direction: str, outcome: str) -> float:
    if direction not in ("more", "less"):
        raise ValueError(f"{outcome}: has no direction; write `direction: more` or `less` in the experiment")
    return 1.0 if direction == "more" else -1.0


def satisficing(runs: pd.DataFrame, thresholds: Mapping[str, float], directions: Mapping[str, str]) -> pd.Series:
    """Share of futures in which a policy meets all thresholds: at least, or at most, so much, by direction."""
    met: pd.DataFrame | None = None
    for outcome, threshold in thresholds.items():
        sign = _sign(directions[outcome], outcome)
        good = sign * futures(runs, outcome) >= sign * threshold
        met = good if met is None else met & good.reindex(met.index)
    if met is None:
        raise ValueError("thresholds: give at least one, such as trust=0.7")
    return met.mean().rename("satisficing")


def spread(runs: pd.DataFrame, outcome: str, direction: str) -> pd.DataFrame:
    """Worst case, percentiles and mean of an outcome over futures, one row a policy."""
    import pandas as pd

    table = futures(runs, outcome)
    sign = _sign(direction, outcome)
    return pd.DataFrame(
        {
            "worst": sign * (sign * table).min(),
            **{f"p{q}": table.quantile(q / 100) for q in PERCENTILES},
            "mean": table.mean(),
        }
    )


def pareto(values: Array, directions: Sequence[str]) -> Array:
    """Rows that no other row beats: is as good in everything and better in something.

    values: policies x outcomes. Rows that are alike are all kept.
    """
    signs = np.array([_sign(direction, f"column {k}") for k, direction in enumerate(directions)])
    scores = np.asarray(values, float) * signs
    beaten = [
        bool(np.any(np.all(scores >= row, axis=1) & np.any(scores > row, axis=1)))
        for row in scores
    ]  # fmt: skip
    return ~np.array(beaten, bool)


def table(runs: pd.DataFrame, directions: Mapping[str, str]) -> pd.DataFrame:
    """One row a policy and outcome with a direction: mean, worst, regret (mean, 90th percentile, largest), Pareto."""
    import pandas as pd

    directed = {name: way for name, way in directions.items() if way != "neither"}
    rows = []
    for outcome, direction in directed.items():
        lost, share = regret(runs, outcome, direction), regret(runs, outcome, direction, relative=True)
        over = spread(runs, outcome, direction)
        for policy in over.index:
            rows.append({
                "policy": policy, "outcome": outcome, "mean": over.loc[policy, "mean"],
                "worst": over.loc[policy, "worst"], "regret_mean": lost[policy].mean(),
                "regret_p90": lost[policy].quantile(0.9), "regret_max": lost[policy].max(),
                "relative_regret_max": share[policy].max(),
            })  # fmt: skip
    found = pd.DataFrame(rows)
    if len(found):
        means = found.pivot(index="policy", columns="outcome", values="mean")[list(directed)]
        kept = dict(zip(means.index, pareto(means.to_numpy(), list(directed.values())), strict=True))
        found["pareto"] = found["policy"].map(kept)
    return found
