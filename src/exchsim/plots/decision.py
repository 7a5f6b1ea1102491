"""Figures of many runs: which policy is better, on what, how sure, and what drives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import Margins

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.analysis.contrasts import Contrast

MARKS = ("o", "s", "D", "^", "v", "P", "X", "*")
_ARROWS = {"more": "more is better", "less": "less is better", "neither": ""}


def differences(contrasts: Sequence[Contrast], directions: Mapping[str, str], source: str) -> Figure:
    """One panel an outcome: each policy's difference from the baseline with its interval."""
    outcomes = list(dict.fromkeys(c.outcome for c in contrasts))
    policies = list(dict.fromkeys(c.policy for c in contrasts))
    columns = min(2, len(outcomes))
    rows = -(-len(outcomes) // columns)
    names = max(style.text_inches(name, style.TICK) for name in policies)
    height = 1.9 + rows * (0.75 + 0.34 * len(policies) + 0.6)
    first = contrasts[0]
    figure = style.page(
        source, f"What each policy changes against {first.baseline}",
        f"Mean difference under the same luck in the same futures, with its {100 * first.confidence:g} % interval. "
        "The grey line is no difference; an interval that crosses it leaves the sign open.",
        width=max(7.0, 0.6 + columns * (names + 3.2)), height=height,
    )  # fmt: skip
    cells = style.grid(
        figure, rows, columns, Margins(left=names + 0.45, top=style.top_of(figure)), (0.95, names + 0.55)
    )
    for place, outcome in enumerate(outcomes):
        axes = figure.add_subplot(cells[place // columns, place % columns])
        _draw_differences(axes, [c for c in contrasts if c.outcome == outcome], directions[outcome])
    return figure


def _draw_differences(axes: Axes, mine: Sequence[Contrast], direction: str) -> None:
    places = range(len(mine) - 1, -1, -1)
    style.dress(axes, mine[0].outcome, x=_ARROWS[direction])
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.2)
    for place, c in zip(places, mine, strict=True):
        good = c.is_clear and direction != "neither" and (c.difference > 0.0) == (direction == "more")
        colour = style.MUTED if not c.is_clear or direction == "neither" else style.BLUE if good else style.VERMILION
        axes.plot([c.low, c.high], [place, place], color=colour, linewidth=2.2, solid_capstyle="butt")
        filled = colour if c.is_clear else "white"
        axes.plot([c.difference], [place], "o", color=colour, markerfacecolor=filled, markersize=7)
    axes.set_yticks(places, [c.policy for c in mine], fontsize=style.TICK)
    axes.set_ylim(-0.6, len(mine) - 0.4)
    axes.margins(x=0.12)
    _few_ticks(axes)


def _few_ticks(axes: Axes) -> None:
    from matplotlib.ticker import EngFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(4))
    low, high = axes.get_xlim()
    if max(abs(low), abs(high)) >= 1e4:
        axes.xaxis.set_major_formatter(EngFormatter(sep=""))


def regrets(table: pd.DataFrame, source: str) -> Figure:
    """Policies by outcomes: the largest relative regret over all futures. table: of `robustness.table`."""
    found = table.pivot(index="policy", columns="outcome", values="relative_regret_max")
    found = found.loc[list(dict.fromkeys(table["policy"])), list(dict.fromkeys(table["outcome"]))]
    names = max(style.text_inches(str(name), style.TICK) for name in found.index)
    wide = max(1.3, max(style.text_inches(str(name), style.TICK) for name in found.columns) + 0.2)
    figure = style.page(
        source, "How much may one regret a policy",
        "Largest loss over all futures against the best policy of the same future, as a share of that best value. "
        "0 means that no future has a better policy. Dark is the most of an outcome.",
        width=max(6.5, names + 0.9 + wide * len(found.columns)), height=2.2 + 0.5 * len(found),
    )  # fmt: skip
    cells = style.grid(figure, 1, 1, Margins(left=names + 0.45, top=style.top_of(figure), bottom=0.8))
    axes = figure.add_subplot(cells[0, 0])
    values = found.to_numpy(float)
    most = np.nanmax(np.where(np.isnan(values), 0.0, values), axis=0)
    shades = values / np.maximum(most, 1e-9)  # by outcome: a percentage of money is none of trust
    axes.imshow(shades, cmap=style.trust_colours(), vmin=0.0, vmax=1.0, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        text = "–" if np.isnan(value) else f"{100 * value:.3g} %"
        ink = "white" if shades[row, column] > 0.55 else style.INK
        axes.text(column, row, text, ha="center", va="center", size=style.TICK, color=ink, family=style.FONT)
    style.dress(axes)
    axes.grid(visible=False)
    axes.set_xticks(range(len(found.columns)), list(map(str, found.columns)), fontsize=style.TICK)
    axes.set_yticks(range(len(found)), list(map(str, found.index)), fontsize=style.TICK)
    axes.spines["bottom"].set_visible(False)
    return figure


def trade_off(table: pd.DataFrame, directions: Mapping[str, str], x: str, y: str, source: str) -> Figure:
    """Two outcomes against each other, a mark a policy; those that no other beats in both are filled."""
    from exchsim.analysis.robustness import pareto

    means = table.pivot(index="policy", columns="outcome", values="mean")
    means = means.loc[list(dict.fromkeys(table["policy"]))]
    kept = pareto(means[[x, y]].to_numpy(), [directions[x], directions[y]])
    figure = style.page(
        source, "What one has to give up",
        f"Means over all runs. Filled: no other policy is as good in both. {x}: {_ARROWS[directions[x]]}; "
        f"{y}: {_ARROWS[directions[y]]}.", width=8.2, height=5.6,
    )  # fmt: skip
    cells = style.grid(figure, 1, 1, Margins(left=0.95, right=0.9, top=style.top_of(figure), bottom=1.0))
    axes = figure.add_subplot(cells[0, 0])
    style.dress(axes, x=x, y=y)
    for place, (policy, row) in enumerate(means.iterrows()):
        colour = style.LINES[place % len(style.LINES)]
        axes.plot(row[x], row[y], MARKS[place % len(MARKS)], color=colour, markersize=11,
                  markerfacecolor=colour if kept[place] else "white", markeredgewidth=1.6)  # fmt: skip
        axes.annotate(str(policy), (row[x], row[y]), (9, 7), textcoords="offset points", size=style.LABEL,
                      color=colour, family=style.FONT)  # fmt: skip
    axes.margins(0.22)
    _few_ticks(axes)
    return figure


def drivers(table: pd.DataFrame, measure: str, heading: str, source: str, shown: int = 12) -> Figure:
    """Bars of influence, the largest on top. table: of `sensitivity.sensitivity`, one of its measures."""
    mine = table[table["measure"] == measure].head(shown)
    names = max(style.text_inches(str(name), style.TICK) for name in mine["parameter"])
    figure = style.page(
        source, heading, f"Influence of each uncertain number ({measure}), with its 95 % interval where the method has "
        "one; the largest first.", width=names + 6.0, height=2.2 + 0.33 * len(mine),
    )  # fmt: skip
    cells = style.grid(figure, 1, 1, Margins(left=names + 0.45, right=0.5, top=style.top_of(figure)))
    axes = figure.add_subplot(cells[0, 0])
    style.dress(axes, x=measure)
    axes.grid(visible=False, axis="y")
    places = np.arange(len(mine) - 1, -1, -1)
    axes.barh(places, mine["value"], color=style.BLUE, height=0.65)
    halves = mine["half_interval"].fillna(0.0)
    axes.errorbar(mine["value"], places, xerr=halves, fmt="none", ecolor=style.INK, elinewidth=1.1)
    axes.set_yticks(places, list(mine["parameter"]), fontsize=style.TICK)
    axes.set_ylim(-0.7, len(mine) - 0.3)
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.0)
    return figure


def fans(series: pd.DataFrame, column: str, policies: Sequence[str], unit: str, source: str) -> Figure:
    """A series of the world under each policy: median over all runs, and the middle half and nine tenths of them."""
    figure = style.page(
        source, f"{column} over time",
        "Median over all futures and seeds (line), the middle half (dark band) and the middle nine tenths (pale band).",
        width=11.0, height=5.6,
    )  # fmt: skip
    label = max(style.text_inches(name, style.LABEL) for name in policies)
    cells = style.grid(figure, 1, 1, Margins(left=0.9, right=label + 0.6, top=style.top_of(figure)))
    axes = figure.add_subplot(cells[0, 0])
    style.dress(axes, y=f"{column} ({unit})" if unit else column)
    ends: list[style.End] = []
    for place, policy in enumerate(policies):
        mine = series[series["policy"] == policy].groupby("year")[column]
        years = mine.median().index.to_numpy()
        low, lower, middle, upper, high = (mine.quantile(q).to_numpy() for q in (0.05, 0.25, 0.5, 0.75, 0.95))
        colour = style.LINES[place % len(style.LINES)]
        axes.fill_between(years, low, high, color=colour, alpha=0.13, linewidth=0)
        axes.fill_between(years, lower, upper, color=colour, alpha=0.22, linewidth=0)
        dashes: Any = "-" if place < 3 else (0, (5, 2)) if place < 6 else (0, (1.5, 1.5))
        axes.plot(years, middle, color=colour, linewidth=1.9, linestyle=dashes)
        ends.append(style.End(float(middle[-1]), policy, colour))
    style.years_axis(axes, float(series["year"].min()), float(series["year"].max()))
    style.label_ends(axes, ends)
    return figure
