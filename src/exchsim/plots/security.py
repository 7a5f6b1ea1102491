"""Security: attempts and what became of them, harm, and who shares what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End, Margins
from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPAN = 5  # years over which a share is taken
_CLOSEST = "closest tenth of pairs"
_DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (8, 2, 1.5, 2)))


def security(record: Record) -> Figure:
    """Four panels: attempts by type, share prevented by type, harm, intelligence shared."""
    threats = record.frame("threats")
    figure = style.sheet(
        record, "Attacks attempted and prevented, and intelligence shared",
        "All nations together, by calendar year. Sharing: mean over pairs of the part of what one knows of threats "
        "that it passes to the other; allies have a defence pact; the closest tenth are those who share most.",
        width=11.8, height=7.4,
    )  # fmt: skip
    cells = style.grid(figure, 2, 2, Margins(right=1.9, left=0.85, top=style.top_of(figure)), (0.95, 2.6))
    panels = [figure.add_subplot(cells[row, column]) for row in (0, 1) for column in (0, 1)]
    totals = by_type(threats)
    lately = {measure: table.rolling(SPAN, min_periods=1).sum() for measure, table in totals.items()}
    share = 100.0 * lately["prevented"] / lately["attempts"].where(lately["attempts"] >= SPAN)
    _draw_lines(panels[0], "Attempts", "Attempts a year", totals["attempts"], "{:,.0f}")
    _draw_lines(panels[1], f"Prevented, {SPAN} years together", "Share of attempts (%)", share, "{:.0f} %", top=100.0)
    harm = totals["harm"].rolling(SPAN, min_periods=1).mean()
    _draw_lines(panels[2], f"Harm, mean of {SPAN} years", "Harm a year (index, log)", harm, "{:,.1f}", log=True)
    _draw_sharing(panels[3], record)
    return figure


def by_type(threats: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sums over nations by measure: a row a year, a column a type."""
    return {
        measure: threats.pivot_table(index="year", columns="threat", values=measure, aggfunc="sum", observed=False)
        for measure in ("attempts", "prevented", "harm")
    }


def _draw_lines(
    axes: Axes, heading: str, label: str, values: pd.DataFrame, form: str, top: float | None = None, log: bool = False
) -> None:
    style.dress(axes, heading, "Year", label)
    if values.empty or not values.max().max() > 0:
        return style.say(axes, "none")
    ends, marker = [], "o" if len(values) < 3 else None
    for colour, dash, name in zip(style.LINES, _DASHES, values.columns, strict=False):
        line = values[name].to_numpy(float)
        shown = np.where(line > 0, line, np.nan) if log else line  # before the first, there is nothing to draw
        axes.plot(values.index, shown, color=colour, linestyle=dash, linewidth=1.8, marker=marker)
        known = values[name].dropna()
        if len(known):
            words = str(name).replace("_", " ")
            ends.append(End(float(known.iloc[-1]), f"{words} {form.format(known.iloc[-1])}", colour))
    highest = float(values.max().max())
    if log:  # harm has a heavy tail: one attack may outweigh a decade
        axes.set_yscale("log")
        axes.set_ylim(0.1, highest * 2)
        axes.yaxis.set_major_formatter("{x:,g}")
        axes.tick_params(axis="y", which="minor", length=0)
    else:
        axes.set_ylim(0, top if top is not None else highest * 1.08)
    style.years_axis(axes, float(values.index[0]), float(values.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def _draw_sharing(axes: Axes, record: Record) -> None:
    style.dress(axes, "Intelligence shared", "Year", "Part of what is known (%)")
    pairs = record.pairs
    if pairs.empty:
        return style.say(axes, "the table of pairs was not kept")
    who = pairs["alliance"].astype(bool).map({True: "allies", False: "other pairs"})
    means = 100.0 * pairs.groupby(["year", who])["sharing"].mean().unstack()
    closest = pairs["sharing"] >= pairs.groupby("year")["sharing"].transform("quantile", 0.9)
    means[_CLOSEST] = 100.0 * pairs[closest & (pairs["sharing"] > 0)].groupby("year")["sharing"].mean()
    ends = []
    colours = (style.VERMILION, style.BLUE, style.BAND_INK)
    for colour, dash, name in zip(colours, _DASHES, (_CLOSEST, "allies", "other pairs"), strict=False):
        if name in means:
            line = means[name]
            axes.plot(
                line.index, line, color=colour, linestyle=dash, linewidth=2.0, marker="o" if len(line) < 3 else None
            )
            last = line.dropna()
            ends.append(End(float(last.iloc[-1]), f"{name} {last.iloc[-1]:.0f} %", colour))
    axes.set_ylim(0, max(5.0, float(means.max().max()) * 1.1))
    style.years_axis(axes, float(means.index[0]), float(means.index[-1]))
    return style.label_ends(axes, ends, style.TICK)
