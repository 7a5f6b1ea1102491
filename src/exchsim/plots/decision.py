"""Figures of many runs: which policy is better, on what, how sure, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from exchsim.analysis.terms import Term, capital
from exchsim.plots import style
from exchsim.plots.looks import WIDE, Look, axis, few_ticks, fitted, heading, labels, panel_inches, panels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.analysis.contrasts import Contrast

Terms: TypeAlias = Mapping[str, Term]
Looks: TypeAlias = Mapping[str, Look]
MOST = 6  # panels of a figure: more are no overview


def differences(
    contrasts: Sequence[Contrast], terms: Terms, looks: Looks, source: str, width: float = WIDE
) -> Figure:  # fmt: skip
    """One panel an outcome: each policy's difference from the baseline with its interval."""
    outcomes = list(dict.fromkeys(c.outcome for c in contrasts))
    policies = list(dict.fromkeys(c.policy for c in contrasts))
    first = contrasts[0]
    names, room = labels([looks[name].label for name in policies], width)
    figure, axes = panels(
        source, f"What each policy changes against {looks[first.baseline].label}",
        f"Mean difference under the same luck in the same futures, with its {100 * first.confidence:g} % interval. "
        "The upright line is no difference. Hollow: the interval crosses it, so the sign is open.",
        width, len(outcomes), 0.3 + 0.32 * len(policies), left=room + 0.45, below=0.72, most=2,
    )  # fmt: skip
    for outcome, panel in zip(outcomes, axes, strict=True):
        mine = [c for c in contrasts if c.outcome == outcome]
        factor, words = terms[outcome].scale([x for c in mine for x in (c.low, c.high)])
        title = heading(panel, terms[outcome].label)
        way = f"; {terms[outcome].better}" if terms[outcome].better else ""
        style.dress(panel, title, x=style.wrapped(f"Difference ({words}){way}", style.AXIS, panel_inches(panel) + 0.4))
        _draw_differences(panel, mine, looks, names, factor)
    return figure


def _draw_differences(
    axes: Axes, mine: Sequence[Contrast], looks: Looks, names: Sequence[str], factor: float
) -> None:  # fmt: skip
    places = range(len(mine) - 1, -1, -1)
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.2)
    for place, c in zip(places, mine, strict=True):
        look = looks[c.policy]
        axes.plot([c.low / factor, c.high / factor], [place, place], color=look.colour, linewidth=2.2,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot([c.difference / factor], [place], look.mark, color=look.colour, markersize=8, markeredgewidth=1.5,
                  markerfacecolor=look.colour if c.is_clear else "white")  # fmt: skip
    axes.set_yticks(places, names, fontsize=style.TICK)
    axes.set_ylim(-0.6, len(mine) - 0.4)
    axes.margins(x=0.12)
    few_ticks(axes)


def regrets(table: pd.DataFrame, terms: Terms, looks: Looks, source: str, width: float = WIDE) -> Figure:
    """Policies by outcomes: the largest relative regret over all futures. table: of `robustness.table`."""
    found = table.pivot(index="policy", columns="outcome", values="relative_regret_max")
    found = found.loc[list(dict.fromkeys(table["policy"])), list(dict.fromkeys(table["outcome"]))]
    turned = len(found.columns) >= len(found)  # the longer list stands below one another
    values = found.to_numpy(float)
    most = np.nanmax(np.where(np.isnan(values), 0.0, values), axis=0)
    shades = values / np.maximum(most, 1e-9)  # by outcome: a percentage of money is none of trust
    across, down = [looks[str(p)].label for p in found.index], [capital(terms[str(o)].label) for o in found.columns]
    if turned:
        values, shades = values.T, shades.T
    else:
        across, down = down, across
    names, room = labels(down, width)
    cell = (width - room - 0.75) / len(across)
    heads = [_stacked(head, cell - 0.12) for head in across]
    below = 0.2 + 0.17 * max(head.count("\n") + 1 for head in heads)
    figure, (axes,) = panels(
        source, "How much may one regret a policy",
        "Largest loss over all futures against the best policy of the same future, as a share of that best value. "
        "0 %: no future has a better policy. Dark is the most of an outcome.",
        width, 1, 0.46 * len(down), left=room + 0.45, below=below,
    )  # fmt: skip
    axes.imshow(shades, cmap=style.trust_colours(), vmin=0.0, vmax=1.0, aspect="auto")
    small = cell < 0.62
    for (row, column), value in np.ndenumerate(values):
        ink = "white" if shades[row, column] > 0.55 else style.INK
        axes.text(column, row, _share(value), ha="center", va="center", size=style.TICK - 2.0 * small, color=ink,
                  family=style.FONT)  # fmt: skip
    style.dress(axes)
    axes.grid(visible=False)
    axes.set_xticks(range(len(across)), heads, fontsize=style.TICK - 1.5 * small)
    axes.set_yticks(range(len(down)), names, fontsize=style.TICK)
    axes.spines["bottom"].set_visible(False)
    return figure


def _share(value: float) -> str:
    if np.isnan(value):
        return "–"
    share = 100 * value
    return f"{share:.2g} %" if 0.0 < share < 10 else f"{share:,.0f} %" if share < 9999.5 else "> 9,999 %"


def _stacked(text: str, inches: float) -> str:
    """A heading in lines no wider than its column, at most three."""
    lines = [fitted(line, style.TICK, inches) for line in style.wrapped(text, style.TICK, inches).split("\n")]
    return "\n".join(lines[:3])


def trade_offs(
    means: pd.DataFrame, pairs: Sequence[tuple[str, str]], terms: Terms, looks: Looks, source: str, width: float = WIDE
) -> Figure:
    """A panel for each pair (x, y) of outcomes: a mark a policy; those that no other beats in both are filled.

    means: policies x outcomes.
    """
    from exchsim.analysis.robustness import pareto

    x_terms = list(dict.fromkeys(x for x, _ in pairs))
    figure, axes = panels(
        source, "What one has to give up" if len(x_terms) > 1 else f"What one gets for it: {terms[x_terms[0]].label}",
        "Means over all runs. Filled: no other policy is at least as good in both and better in one. "
        "The arrow points to where all would like to be.",
        width, len(pairs), 2.1, left=0.8, right=0.25, below=0.6, least=1.9, keys=looks,
    )  # fmt: skip
    for (x, y), panel in zip(pairs, axes, strict=True):
        inches = panel_inches(panel)
        (x_factor, x_words), (y_factor, y_words) = axis(terms[x], means[x], inches), axis(terms[y], means[y], 2.1)
        kept = pareto(means[[x, y]].to_numpy(), [terms[x].direction, terms[y].direction])
        style.dress(panel, heading(panel, terms[y].label), pad=10,
                    x=x_words, y=y_words)  # fmt: skip
        for place, policy in enumerate(means.index):
            look = looks[str(policy)]
            panel.plot(means.loc[policy, x] / x_factor, means.loc[policy, y] / y_factor, look.mark, color=look.colour,
                       markersize=9, markerfacecolor=look.colour if kept[place] else "white",
                       markeredgewidth=1.5)  # fmt: skip
        panel.margins(0.18)
        few_ticks(panel)
        few_ticks(panel, "y", 5)
        _arrow(panel, terms[x].direction == "more", terms[y].direction == "more")
    return figure


def _arrow(axes: Axes, right: bool, up: bool) -> None:
    """A pale arrow in the corner where both outcomes are best."""
    x, y = (0.93 if right else 0.07), (0.93 if up else 0.07)
    tail = (x + (-0.1 if right else 0.1), y + (-0.1 if up else 0.1))
    axes.annotate("", (x, y), tail, xycoords="axes fraction", textcoords="axes fraction",
                  arrowprops={"arrowstyle": "-|>", "color": style.BAND_INK, "linewidth": 1.4})  # fmt: skip


def profile(means: pd.DataFrame, terms: Terms, looks: Looks, source: str, width: float = WIDE) -> Figure:
    """Parallel coordinates: a line a policy over all outcomes, each from its worst policy (below) to its best.

    means: policies x outcomes that have a direction.
    """
    names = [str(name) for name in means.columns]
    cell = (width - 1.2) / max(1, len(names))
    heads = [_stacked(capital(terms[name].label), min(cell, 1.5) - 0.1) for name in names]
    figure, (axes,) = panels(
        source, "How policies do in everything at once",
        "Means over all runs. Each outcome from its worst policy (below) to its best (above), with their values. A "
        "policy whose line lies above another's everywhere beats it.",
        width, 1, 2.6, left=0.6, right=0.6, below=0.55 + 0.17 * max(head.count("\n") for head in heads), keys=looks,
    )  # fmt: skip
    style.dress(axes, y="Rank from worst to best (0–1)")
    axes.set_yticks([])
    scaled = np.full(means.shape, 0.5)
    for k, name in enumerate(names):
        values = means[name].to_numpy(float)
        low, high = np.nanmin(values), np.nanmax(values)
        if high > low:
            share = (values - low) / (high - low)
            scaled[:, k] = share if terms[name].direction == "more" else 1.0 - share
        worst, best = (low, high) if terms[name].direction == "more" else (high, low)
        axes.axvline(k, color=style.FAINT, linewidth=1.2, zorder=0)
        for value, y, side in ((worst, -0.06, "top"), (best, 1.06, "bottom")):
            said = fitted(terms[name].amount(float(value)), style.TICK - 1, cell - 0.05)
            axes.text(k, y, said, ha="center", va=side, size=style.TICK - 1, color=style.MUTED, family=style.FONT)
    for row, policy in enumerate(means.index):
        look = looks[str(policy)]
        axes.plot(range(len(names)), scaled[row], color=look.colour, linestyle=look.dash, marker=look.mark,
                  markersize=8, linewidth=1.7)  # fmt: skip
    axes.set_xlim(-0.35, len(names) - 0.65)
    axes.set_ylim(-0.22, 1.22)
    axes.set_xticks(range(len(names)), heads, fontsize=style.TICK)
    axes.grid(visible=False)
    return figure


def means_of(table: pd.DataFrame) -> Any:
    """Policies x outcomes, in the order of the table of `robustness.table`."""
    means = table.pivot(index="policy", columns="outcome", values="mean")
    return means.loc[list(dict.fromkeys(table["policy"])), list(dict.fromkeys(table["outcome"]))]
