"""Figures of what an answer hangs on: influence of uncertain numbers, and the futures in which a policy fails."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from exchsim.analysis.terms import Term
from exchsim.plots import style
from exchsim.plots.looks import WIDE, few_ticks, fitted, labels, panel_inches, panels
from exchsim.plots.looks import heading as over

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.analysis.discovery import Box

SHOWN = 10  # numbers in a panel
_SAID = {
    "ST": "ST: share of the variance that a number has part in, alone or with others",
    "S1": "S1: share that it explains alone",
    "mu_star": "Mean size of the effect of one step of a number (mu*)",
    "sigma": "Spread of that effect: interplay with other numbers, or a bent response (sigma)",
    "median": "Change of the distribution with a number (PAWN, median, 0–1)",
    "delta": "Change of the distribution with a number (delta, 0–1)",
}
_PAIRS = {"ST": "S1", "mu_star": "sigma"}  # measures shown side by side
_SHORT = {"ST": "ST, S1 (share of variance, 0–1)", "median": "PAWN (0–1)", "delta": "Delta (0–1)"}


class Swing(NamedTuple):
    """An outcome where one number is low and where it is high, less its mean over all futures."""

    parameter: str
    low: float
    high: float


def tornado(swings: Mapping[str, Sequence[Swing]], terms: Mapping[str, Term], heading: str, method: str, source: str,
            width: float = WIDE) -> Figure:  # fmt: skip
    """One panel an outcome: a bar a number, from where it is low to where it is high; the widest on top."""
    shown = {name: sorted(found, key=lambda s: -abs(s.high - s.low))[:SHOWN] for name, found in swings.items()}
    names = list(dict.fromkeys(s.parameter for found in shown.values() for s in found))
    _, room = labels(names, width, 0.42)
    most = max(len(found) for found in shown.values())
    figure, axes = panels(
        source, heading, f"{method} Filled: where the number is high; hollow: where it is low. The upright line is the "
        "mean over all futures.", width, len(shown), 0.4 + 0.3 * most, left=room + 0.4, below=0.62, least=2.2, most=2,
    )  # fmt: skip
    for (outcome, found), panel in zip(shown.items(), axes, strict=True):
        factor, words = terms[outcome].scale([x for s in found for x in (s.low, s.high)])
        title = over(panel, terms[outcome].label)
        style.dress(
            panel, title, x=fitted(f"Difference from the mean ({words})", style.AXIS, panel_inches(panel) + 0.5)
        )
        panel.grid(visible=False, axis="y")
        places = np.arange(len(found) - 1, -1, -1)
        for place, swing in zip(places, found, strict=True):
            panel.barh(place, swing.high / factor, height=0.62, color=style.BLUE, edgecolor=style.BLUE)
            panel.barh(place, swing.low / factor, height=0.62, facecolor="white", edgecolor=style.BLUE, linewidth=1.3)
        cut, _ = labels([s.parameter for s in found], width, 0.42)
        panel.set_yticks(places, cut, fontsize=style.TICK)
        panel.set_ylim(-0.7, most - 0.3 if len(found) == most else len(found) - 0.3)
        panel.axvline(0.0, color=style.BAND_INK, linewidth=1.2)
        panel.margins(x=0.08)
        few_ticks(panel)
    return figure


def drivers(table: pd.DataFrame, measure: str, heading: str, source: str, width: float = WIDE) -> Figure:
    """Bars of influence, the largest on top. table: of `sensitivity.sensitivity`; measure: the one that ranks."""
    mine = table[table["measure"] == measure].head(SHOWN)
    second = _PAIRS.get(measure)
    cut, room = labels([str(name) for name in mine["parameter"]], width, 0.42)
    said = _SAID[measure] + (f" (filled). {_SAID[second]} (hollow)." if second else ".")
    has_interval = bool(mine["half_interval"].notna().any())
    figure, (axes,) = panels(
        source, heading, said + (" Thin line: 95 % interval." if has_interval else ""), width, 1,
        0.4 + (0.42 if second else 0.32) * len(mine), left=room + 0.45, below=0.62,
    )  # fmt: skip
    style.dress(axes, x=_SHORT.get(measure, fitted("mu*, sigma (unit of the outcome)", style.AXIS, 3.0)))
    axes.grid(visible=False, axis="y")
    places = np.arange(len(mine) - 1, -1, -1)
    high = 0.34 if second else 0.62
    _bars(axes, mine, places + (0.19 if second else 0.0), high, style.BLUE)
    if second:
        other = table[table["measure"] == second].set_index("parameter").reindex(mine["parameter"]).reset_index()
        _bars(axes, other, places - 0.19, high, "white")
    axes.set_yticks(places, cut, fontsize=style.TICK)
    axes.set_ylim(-0.7, len(mine) - 0.3)
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.0)
    few_ticks(axes, count=5)
    return figure


def _bars(axes: Axes, table: pd.DataFrame, places: Any, high: float, colour: str) -> None:
    axes.barh(places, table["value"], color=colour, edgecolor=style.BLUE, linewidth=1.3, height=high)
    halves = table["half_interval"].fillna(0.0)
    if (halves > 0.0).any():
        axes.errorbar(table["value"], places, xerr=halves, fmt="none", ecolor=style.INK, elinewidth=1.1, capsize=2)


def box(points: pd.DataFrame, fails: Any, found: Box, units: Mapping[str, str], heading: str, source: str,
        width: float = WIDE) -> Figure:  # fmt: skip
    """Futures in the space of the numbers that a box restricts, two a panel: where a policy fails, and where not."""
    names = list(found.limits)
    ranks = points[names].copy()
    if len(names) == 1:
        ranks["future"] = np.arange(len(points), dtype=float)
        names = [names[0], "future"]
    pairs = [(names[0], other) for other in names[1:]]
    figure, axes = panels(
        source, heading,
        f"Each mark is a future. Filled squares: it fails there; hollow dots: it does not. Framed: {found}.",
        width, len(pairs), 2.7, left=0.8, below=0.62, least=2.4,
    )  # fmt: skip
    for (x, y), panel in zip(pairs, axes, strict=True):
        inches = panel_inches(panel)
        style.dress(
            panel, x=fitted(_axis(x, units), style.AXIS, inches + 0.4), y=fitted(_axis(y, units), style.AXIS, 2.9)
        )
        style_of = ((~fails, "o", "white", style.BAND_INK), (fails, "s", style.VERMILION, style.VERMILION))
        for some, mark, face, edge in style_of:
            panel.plot(ranks.loc[some, x], ranks.loc[some, y], mark, markersize=5.5, markerfacecolor=face,
                       markeredgecolor=edge, linestyle="none")  # fmt: skip
        panel.margins(0.06)
        panel.autoscale_view()
        panel.set_xlim(panel.get_xlim())
        panel.set_ylim(panel.get_ylim())
        _frame(panel, found.limits.get(x), found.limits.get(y))
        few_ticks(panel)
        few_ticks(panel, "y", 5)
        if y == "future":
            panel.set_yticks([])
    return figure


def _axis(name: str, units: Mapping[str, str]) -> str:
    if name == "future":
        return "Futures, in the order of the sample"
    return f"{name} ({units[name]})" if units.get(name) else name


def _frame(axes: Axes, x: tuple[float, float] | None, y: tuple[float, float] | None) -> None:
    """The box, up to the borders of the axes where it is open."""
    from matplotlib.patches import Rectangle

    def ends(limits: tuple[float, float] | None, all_of: tuple[float, float]) -> tuple[float, float]:
        low, high = limits if limits is not None else (-math.inf, math.inf)
        return max(low, all_of[0]), min(high, all_of[1])

    left, right = ends(x, axes.get_xlim())
    low, high = ends(y, axes.get_ylim())
    axes.add_patch(Rectangle((left, low), right - left, high - low, facecolor=style.BAND, alpha=0.35, edgecolor="none",
                             zorder=0))  # fmt: skip
    axes.add_patch(Rectangle((left, low), right - left, high - low, facecolor="none", edgecolor=style.INK,
                             linewidth=1.6, zorder=4))  # fmt: skip
