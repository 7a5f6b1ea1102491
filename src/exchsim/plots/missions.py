"""UN peacekeeping: troops and contributors, violence, civilians protected, the largest missions and contributors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exchsim.plots import style
from exchsim.plots.labels import name_places
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
        f"By calendar year. The {SHOWN} largest missions by name, the others together. Troops: mean over the months of "
        "the year. Violence: 0 peace to 1 war, where the mission serves; the line ends when the mission does.",
        width=12.4, height=7.6,
    )  # fmt: skip
    cells = style.grid(figure, 2, 2, Margins(right=1.5, left=0.95, top=style.top_of(figure)), (0.95, 2.3))
    panels = [figure.add_subplot(cells[row, column]) for row in (0, 1) for column in (0, 1)]
    largest = _largest(table)
    _draw_troops(panels[0], mean_troops(record), largest)
    _draw_contributors(panels[1], table)
    _draw_violence(panels[2], table, largest)
    _draw_ranking(panels[3], record)
    return figure


def _largest(table: pd.DataFrame) -> list[str]:
    if table.empty:
        return []
    most = table.groupby("mission", observed=True)["troops"].max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in most.index[:SHOWN]]


def months_of(record: Record, years: pd.Series) -> pd.Series:
    """Months of each year that the run covers."""
    first = (1900 + record.names.start // 12, 12 - record.names.start % 12)
    last = (1900 + (record.names.end - 1) // 12, (record.names.end - 1) % 12 + 1)
    covered = years.map({first[0]: first[1]}).fillna(12.0)
    return covered - years.map({last[0]: 12 - last[1]}).fillna(0.0)


def mean_troops(record: Record) -> pd.DataFrame:
    """Year by mission: troops, a mission of half a year counting half, so that one and its successor add up."""
    table = record.frame("missions")
    weighed = table["troops"] * table["months"] / months_of(record, table["year"])
    troops = table.assign(mean=weighed).pivot_table(index="year", columns="mission", values="mean", observed=True)
    troops.columns = troops.columns.astype(str)
    return troops.fillna(0.0)


def _words(mission: str) -> str:
    return mission.replace("_", " ")


def _draw_troops(axes: Axes, troops: pd.DataFrame, largest: list[str]) -> None:
    style.dress(axes, "Troops in the field", "Year", "Uniformed persons (thousand)")
    if troops.empty or not troops.to_numpy().max() > 0:
        return style.say(axes, "no mission had troops")
    troops = troops / 1e3
    parts = [("others", troops.drop(columns=largest).sum(axis=1), style.BAND)]
    parts += [(name, troops[name], colour) for name, colour in zip(largest[::-1], style.LINES, strict=False)]
    floor, ends, over = np.zeros(len(troops)), [], []
    for name, values, colour in parts:
        level = floor + values.to_numpy()
        axes.fill_between(troops.index, floor, level, color=colour, linewidth=0, step="mid", alpha=0.9)
        if values.iloc[-1] > 0:
            ink = style.BAND_INK if colour == style.BAND else colour
            ends.append(End(float((floor[-1] + level[-1]) / 2), f"{_words(name)} {values.iloc[-1]:,.1f}", ink))
        elif values.max() > 0 and colour != style.BAND:
            widest = int(values.to_numpy().argmax())
            over.append(
                End(float((floor[widest] + level[widest]) / 2), _words(name), colour, float(troops.index[widest]))
            )
        floor = level
    axes.set_ylim(0, float(floor.max()) * (1.35 if over else 1.06))
    style.years_axis(axes, float(troops.index[0]), float(troops.index[-1]))
    years = np.linspace(troops.index[0], troops.index[-1], 400)
    heights = (
        floor[np.rint(years - troops.index[0]).astype(int)] if len(floor) == np.ptp(troops.index) + 1 else floor.max()
    )
    name_places(axes, over, np.column_stack([years, np.broadcast_to(heights, years.shape)]), above=True)
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
    drawn = []
    for name, colour in zip(largest[::-1], style.LINES, strict=False):
        line = violence[name].dropna()
        axes.plot(line.index, line, color=colour, linewidth=2.0, zorder=3, marker="o" if len(line) < 3 else None)
        years = np.linspace(line.index[0], line.index[-1], 20 * len(line))
        drawn.append(np.column_stack([years, np.interp(years, line.index, line)]))
        last = End(float(line.iloc[-1]), _words(name), colour, float(line.index[-1]))
        top = End(float(line.max()), _words(name), colour, float(line.index[int(line.to_numpy().argmax())]))
        (ends.append(last) if last.x == violence.index[-1] else over.append(top))
    axes.set_ylim(0, 1)
    style.years_axis(axes, float(violence.index[0]), float(violence.index[-1]))
    name_places(axes, over, np.concatenate(drawn))
    return style.label_ends(axes, ends, style.TICK)


def _draw_ranking(axes: Axes, record: Record) -> None:
    style.dress(axes, "Largest contributors", "Troops, mean over years with missions (thousand)")
    table, missions = record.frame("contingents"), record.frame("missions")
    if table.empty or not table["troops"].max() > 0:
        return style.say(axes, "no troops")
    parts = missions.assign(share=missions["months"] / months_of(record, missions["year"]))
    shares = parts.assign(mission=parts["mission"].astype(str)).set_index(["year", "mission"])["share"]
    table = table.assign(mission=table["mission"].astype(str)).join(shares, on=["year", "mission"])
    table["mean"] = table["troops"] * table["share"].fillna(1.0) / 1e3 / missions["year"].nunique()
    total = table.groupby("iso3", observed=True)["mean"].sum()
    total = total.sort_values(ascending=False, kind="stable").head(CONTRIBUTORS)
    return style.ranking(
        axes,
        [style.nation_label(record, str(code)) for code in total.index],
        list(total),
        "{:.1f}" if total.iloc[0] >= 2 else "{:.2f}",
    )
