"""A hindcast: chances that were said against what happened, and agreements in force by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from exchsim.plots import style
from exchsim.plots.style import End, Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINES = (style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.ORANGE, style.BAND_INK)  # ink is what was seen
LEAST = 3e-4  # smallest chance that is drawn; groups below lie at the border


def hindcast(calibration: pd.DataFrame, by_year: pd.DataFrame, title: str, source: str) -> Figure:
    """Two panels of one kind of inputs: a calibration curve, and agreements in force with nine tenths of the runs."""
    figure = style.page(
        source, title,
        "Left: pairs in groups of about the same chance, and the share that agreed (bars: nine tenths, Wilson); on the "
        "dashed line chances are right. Right: agreements in force; bands are nine tenths of the runs.",
        width=12.0, height=5.6,
    )  # fmt: skip
    cells = style.grid(figure, 1, 2, Margins(0.75, 2.3, style.top_of(figure) + 0.15, 0.95), (0.6, 0.8))
    names = list(dict.fromkeys(by_year["forecaster"]))
    colours = {name: _LINES[k % len(_LINES)] for k, name in enumerate(names)}
    _curve(figure.add_subplot(cells[0, 0]), calibration, colours)
    _dyads(figure.add_subplot(cells[0, 1]), by_year, colours)
    return figure


def _curve(axes: Axes, table: pd.DataFrame, colours: dict[str, str]) -> None:
    style.dress(axes, "Were chances right?", x="chance that was said", y="share that agreed")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.plot([LEAST, 1.0], [LEAST, 1.0], color=style.MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
    for name, colour in colours.items():
        rows = table[table["forecaster"] == name]
        if rows.empty:
            continue
        x, y = rows["chance"].clip(lower=LEAST), rows["seen"].clip(lower=LEAST)
        low = (y - rows["seen_low"].clip(lower=LEAST)).clip(lower=0.0)
        high = (rows["seen_high"] - y).clip(lower=0.0)
        axes.errorbar(
            x, y, yerr=[low, high], color=colour, linewidth=1.4, marker="o", markersize=4, capsize=2, elinewidth=0.8
        )
    axes.set_xlim(LEAST, 1.0)
    axes.set_ylim(LEAST, 1.0)
    percent = ([0.001, 0.01, 0.1, 1.0], ["0.1 %", "1 %", "10 %", "100 %"])
    axes.set_xticks(*percent)
    axes.set_yticks(*percent)
    axes.minorticks_off()


def _dyads(axes: Axes, table: pd.DataFrame, colours: dict[str, str]) -> None:
    style.dress(axes, "How many?", y="agreements in force")
    ends = []
    for name, colour in colours.items():
        rows = table[table["forecaster"] == name]
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.15, linewidth=0)
        axes.plot(rows["year"], rows["mean"], color=colour, linewidth=1.6)
        ends.append(End(float(rows["mean"].iloc[-1]), name, colour))
    seen = table.drop_duplicates("year")
    axes.plot(seen["year"], seen["seen"], color=style.INK, linewidth=2.4)
    ends.append(End(float(seen["seen"].iloc[-1]), "seen", style.INK))
    style.years_axis(axes, float(seen["year"].min()), float(seen["year"].max()))
    axes.set_ylim(0, max(float(table["high"].max()), float(seen["seen"].max())) * 1.05)
    style.label_ends(axes, ends)
