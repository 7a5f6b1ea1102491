"""Figures of what may come: series over the years under each policy, and how often a policy is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from exchsim.analysis.terms import Term, capital
from exchsim.plots import style
from exchsim.plots.looks import WIDE, Look, axis, few_ticks, fitted, heading, panel_inches, panels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BANDED = 4  # policies up to which bands are drawn; more would hide one another


def fans(series: pd.DataFrame, term: Term, looks: Mapping[str, Look], source: str, width: float = WIDE) -> Figure:
    """A series under each policy: the median over all runs, and nine tenths of them. term: of the column."""
    banded = len(looks) <= BANDED
    figure, (axes,) = panels(
        source, f"{capital(term.label)} over time",
        "Median over all futures and seeds (line)"
        + (", and the middle nine tenths of them (band)." if banded else "; bands of so many policies would hide one "
           "another: the numbers have them."),
        width, 1, 3.0, left=0.85, keys=looks,
    )  # fmt: skip
    factor, words = axis(term, series[term.name], 3.2)
    style.dress(axes, x="Year", y=words)
    for policy, look in looks.items():
        mine = series[series["policy"] == policy].groupby("year")[term.name]
        middle = mine.median() / factor
        years = middle.index.to_numpy()
        if banded:
            low, high = (mine.quantile(q).to_numpy() / factor for q in (0.05, 0.95))
            axes.fill_between(years, low, high, color=look.colour, alpha=0.13, linewidth=0)
        axes.plot(years, middle, color=look.colour, linewidth=1.9, linestyle=look.dash, marker=look.mark,
                  markevery=max(1, len(years) // 6), markersize=5)  # fmt: skip
    style.years_axis(axes, float(series["year"].min()), float(series["year"].max()))
    few_ticks(axes, "y", 6)
    return figure


def satisficing(
    futures: Mapping[str, pd.DataFrame], terms: Mapping[str, Term], looks: Mapping[str, Look], source: str,
    width: float = WIDE,
) -> Figure:  # fmt: skip
    """One panel an outcome: in which share of the futures each policy reaches a threshold, for every threshold.

    futures: of `robustness.futures` by outcome.
    """
    figure, axes = panels(
        source, "How often is a policy good enough",
        "Share of the futures in which a policy reaches a value, or stays below it where less is better. Further "
        "right, or further left where less is better, is safer.",
        width, len(futures), 1.9, left=0.75, below=0.62, least=2.0, keys=looks,
    )  # fmt: skip
    for (outcome, table), panel in zip(futures.items(), axes, strict=True):
        term = terms[outcome]
        factor, unit = term.scale(table.to_numpy().ravel())
        side = "At least" if term.direction == "more" else "At most"
        style.dress(panel, heading(panel, term.label), x=fitted(f"{side} ({unit})", style.AXIS, panel_inches(panel)),
                    y="Share of futures (%)")  # fmt: skip
        for policy, look in looks.items():
            _draw_shares(panel, table[policy].to_numpy(float) / factor, look, term.direction)
        panel.set_ylim(0, 104)
        panel.margins(x=0.05)
        few_ticks(panel)
    return figure


def _draw_shares(axes: Axes, values: np.ndarray, look: Look, direction: str) -> None:
    ordered = np.sort(values)
    count = len(ordered)
    shares = 100.0 * (count - np.arange(count) if direction == "more" else 1 + np.arange(count)) / count
    axes.step(ordered, shares, where="pre" if direction == "more" else "post", color=look.colour, linestyle=look.dash,
              linewidth=1.6)  # fmt: skip
    marked = sorted({0, count // 2, count - 1})
    axes.plot(ordered[marked], shares[marked], look.mark, color=look.colour, markersize=6)
