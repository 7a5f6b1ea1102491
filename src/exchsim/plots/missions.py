"""UN peacekeeping: troops and contributors, violence, civilians protected, the largest missions and contributors."""

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

SHOWN = 5  # missions drawn by name
CONTRIBUTORS = 12


def missions(record: Record) -> Figure:
    """Four panels: troops by mission, number of contributors, violence by mission, largest contributors."""
    table = record.frame("missions")
    figure = style.sheet(
        record, "Peacekeeping missions: who serves, and what becomes of the violence",
        f"By calendar year. The {SHOWN} largest missions by name, the others together. Violence: 0 peace to 1 war, "
        "where the mission serves; the line ends when the mission does.",
        width=12.4, height=7.6,
    )  # fmt: skip
    cells = style.grid(figure, 2, 2, Margins(right=1.5, left=0.95, top=style.top_of(figure)), (0.95, 2.3))
    panels = [figure.add_subplot(cells[row, column]) for row in (0, 1) for column in (0, 1)]
    largest = _largest(table)
    _draw_troops(panels[0], table, largest)
    _draw_contributors(panels[1], table)
    _draw_violence(panels[2], table, largest)
    _draw_ranking(panels[3], record)
    return figure


def _largest(table: pd.DataFrame) -> list[str]:
    if table.empty:
        return []
    most = table.groupby("mission", observed=True)["troops"].max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in most.index[:SHOWN]]


def _draw_troops(axes: Axes, table: pd.DataFrame, largest: list[str]) -> None:
    style.dress(axes, "Troops in the field", "Year", "Uniformed persons (thousand)")
    if table.empty or not table["troops"].max() > 0:
        return style.say(axes, "no mission had troops")
    troops = table.pivot_table(index="year", columns="mission", values="troops", aggfunc="sum", observed=True) / 1e3
    troops.columns = troops.columns.astype(str)
    troops = troops.fillna(0.0)
    parts = [("others", troops.drop(columns=largest).sum(axis=1), style.BAND)]
    parts += [(name, troops[name], colour) for name, colour in zip(largest[::-1], style.LINES, strict=False)]
    floor, ends = np.zeros(len(troops)), []
    for name, values, colour in parts:
        level = floor + values.to_numpy()
        axes.fill_between(troops.index, floor, level, color=colour, linewidth=0, step="mid", alpha=0.9)
        if values.iloc[-1] > 0:
            ink = style.BAND_INK if colour == style.BAND else colour
            ends.append(End(float((floor[-1] + level[-1]) / 2), f"{name} {values.iloc[-1]:,.1f}", ink))
        floor = level
    axes.set_ylim(0, float(floor.max()) * 1.06)
    style.years_axis(axes, float(troops.index[0]), float(troops.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def _draw_contributors(axes: Axes, table: pd.DataFrame) -> None:
    style.dress(axes, "Contributors to a mission", "Year", "Nations with troops in a mission")
    held = table[table["troops"] > 0]
    if held.empty:
        return style.say(axes, "no mission had troops")
    groups = held.groupby("year")["contributors"]
    low, middle, high = groups.quantile(0.1), groups.mean(), groups.quantile(0.9)
    axes.fill_between(middle.index, low, high, color=style.BAND, linewidth=0)
    axes.plot(middle.index, middle, color=style.INK, linewidth=2.0, marker="o" if len(middle) < 3 else None)
    axes.set_ylim(0, float(high.max()) * 1.08)
    style.years_axis(axes, float(middle.index[0]), float(middle.index[-1]))
    ends = [End(float(middle.iloc[-1]), f"mean {middle.iloc[-1]:.1f}", style.INK),
            End(float(high.iloc[-1]), "middle 80 %", style.BAND_INK)]  # fmt: skip
    return style.label_ends(axes, ends, style.TICK)


def _draw_violence(axes: Axes, table: pd.DataFrame, largest: list[str]) -> None:
    style.dress(axes, "Violence", "Year", "Level of violence (0–1)")
    if table.empty:
        return style.say(axes, "no mission")
    violence = table.pivot_table(index="year", columns="mission", values="violence", observed=True)
    violence.columns = violence.columns.astype(str)
    for name in violence.columns.difference(largest):
        axes.plot(violence.index, violence[name], color=style.BAND, linewidth=0.9, zorder=1)
    ends: list[End] = []
    over: list[End] = []
    for name, colour in zip(largest[::-1], style.LINES, strict=False):
        line = violence[name].dropna()
        axes.plot(line.index, line, color=colour, linewidth=2.0, zorder=3, marker="o" if len(line) < 3 else None)
        last = End(float(line.iloc[-1]), name, colour, float(line.index[-1]))
        (ends if last.x == violence.index[-1] else over).append(last)
    heights = style.spread([end.y for end in over], 0.055)
    for end, height in zip(over, heights, strict=True):  # a mission that is over has its name where its line ends
        axes.text(float(end.x or 0) + 0.25, height, end.text, va="center", size=style.TICK, color=end.colour,
                  family=style.FONT)  # fmt: skip
    axes.set_ylim(0, 1)
    style.years_axis(axes, float(violence.index[0]), float(violence.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def _draw_ranking(axes: Axes, record: Record) -> None:
    style.dress(axes, "Largest contributors", "Troops, mean over the run (thousand)")
    table = record.frame("contingents")
    years = record.frame("missions")["year"].nunique()
    if table.empty or not table["troops"].max() > 0:
        return style.say(axes, "no troops")
    total = table.groupby("iso3", observed=True)["troops"].sum() / 1e3 / max(1, years)
    total = total.sort_values(ascending=False, kind="stable").head(CONTRIBUTORS)
    return style.ranking(axes, [style.nation_label(record, str(code)) for code in total.index], list(total), "{:.1f}")
