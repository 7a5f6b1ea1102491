"""Posts filled, in preparation and vacant, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End, Margins
from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STATES = (("filled", style.BLUE), ("preparing", style.ORANGE), ("vacant", style.BAND))
_COURSES = dict.fromkeys(("course", "leadership_course", "language_immersion"), "courses")
_DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (8, 2, 1.5, 2)), (0, (4, 1)), (0, (1, 1)))
_ROOM = 2.3  # inches right of a panel for the names of its lines


def posts(record: Record) -> Figure:
    """Six panels: posts by state, share filled, by programme, spending in all, per post-year, and on languages."""
    figure = style.sheet(
        record, "How many posts are filled, and what they cost",
        "All nations together. Costs in US dollars of the year: posts, preparation courses, interpreters, gatherings. "
        "Pale bars: years of which the run covers only a part.",
        width=11.8, height=10.4,
    )  # fmt: skip
    cells = style.grid(
        figure, 3, 2, Margins(right=_ROOM - 0.2, left=0.85, top=style.top_of(figure)), (0.95, _ROOM + 0.55)
    )
    panels = [figure.add_subplot(cells[row, column]) for row in (0, 1, 2) for column in (0, 1)]
    monthly, yearly = by_month(record), by_year(record)
    _draw_states(panels[0], monthly)
    _draw_share(panels[1], monthly)
    _draw_programmes(panels[2], record, monthly)
    _draw_post_year(panels[3], yearly)
    _draw_cost(panels[4], yearly)
    _draw_languages(panels[5], record)
    return figure


def by_programme(record: Record) -> pd.DataFrame:
    """Officers on a tour, by month (rows) and kind of programme, in persons. Courses of every kind are together."""
    import pandas as pd

    kinds = dict(zip(record.names.programmes, record.names.programme_kinds, strict=True))
    months = record.names.end - record.names.start
    posts = record.posts
    went = posts[posts["began"].notna()]
    first = went["began"].cat.codes.to_numpy(np.int64)
    last = np.where(went["ended"].notna(), went["ended"].cat.codes, months - 1)
    groups = [_COURSES.get(kinds[str(name)], kinds[str(name)]) for name in went["programme"].cat.categories]
    programme = went["programme"].cat.codes.to_numpy()
    there = {}
    for group in dict.fromkeys(groups):
        mine = np.isin(programme, [place for place, name in enumerate(groups) if name == group])
        if mine.any():
            begun, over = first[mine], last[mine] + 1
            change = np.bincount(begun, minlength=months + 1) - np.bincount(over, minlength=months + 1)
            there[group.replace("_", " ")] = np.cumsum(change)[:months] * record.names.people_per_agent
    return pd.DataFrame(there, index=range(months))


def languages_by_year(record: Record) -> pd.DataFrame:
    """Spending of all nations on language courses (refreshers too) and on interpreters, by calendar year."""
    table = record.nations.groupby("year")[["language_usd", "interpreter_usd"]].sum()
    return table.assign(courses=table["language_usd"] - table["interpreter_usd"]).rename(
        columns={"interpreter_usd": "interpreters"}
    )[["courses", "interpreters"]]


def by_month(record: Record) -> pd.DataFrame:
    """Posts by state in persons, and the time in years."""
    world = record.world
    table = world[["filled", "preparing", "vacant"]] * record.names.people_per_agent
    start = record.names.start
    return table.assign(time=1900 + (start + np.arange(len(world)) + 0.5) / 12.0)


def by_year(record: Record) -> pd.DataFrame:
    """Spending, filled post-years and months covered, by calendar year."""
    world = record.world
    year = 1900 + (record.names.start + np.arange(len(world))) // 12
    filled = world["filled"] * record.names.people_per_agent / 12.0
    table = world.assign(year=year, post_years=filled, months=1).groupby("year")[["spent_usd", "post_years", "months"]]
    return table.sum()


def _time_axis(axes: Axes, monthly: pd.DataFrame) -> None:
    from exchsim.state.blueprint import month_index, month_name

    time = monthly["time"].to_numpy()
    axes.set_xlim(time[0] - 1 / 24, time[-1] + 1 / 24)
    if len(time) <= 36:  # months, not years
        first = month_index(int(time[0]), int(time[0] % 1 * 12) + 1)
        step = max(1, -(-len(time) // 6))
        shown = range(0, len(time), step)
        axes.set_xticks([time[k] for k in shown], [month_name(first + k) for k in shown])
        axes.set_xlabel("Month", size=style.AXIS)
    else:
        _whole_years(axes)


def _draw_states(axes: Axes, monthly: pd.DataFrame) -> None:
    from matplotlib.ticker import StrMethodFormatter

    style.dress(axes, "Posts by state", "Year", "Posts (officers)")
    names = [name for name, _ in _STATES]
    levels = np.cumsum(monthly[names].to_numpy().T, axis=0)
    if not levels[-1].max() > 0:
        return style.say(axes, "no post was ever open")
    time, floor = monthly["time"].to_numpy(), np.zeros(levels.shape[1])
    ends = []
    for level, (name, colour) in zip(levels, _STATES, strict=True):
        if len(time) == 1:
            axes.bar(time, level - floor, bottom=floor, width=0.04, color=colour)
        else:
            axes.fill_between(time, floor, level, color=colour, linewidth=0)
        ink = style.BAND_INK if name == "vacant" else colour
        ends.append(End(float((floor[-1] + level[-1]) / 2), f"{name} {level[-1] - floor[-1]:,.0f}", ink))
        floor = level
    axes.set_ylim(0, levels[-1].max() * 1.04)
    _time_axis(axes, monthly)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    return style.label_ends(axes, ends, style.TICK)


def _draw_share(axes: Axes, monthly: pd.DataFrame) -> None:
    style.dress(
        axes,
        "Share of posts, mean of twelve months" if len(monthly) > 36 else "Share of posts",
        "Year",
        "Share of open posts (%)",
    )
    total = monthly[["filled", "preparing", "vacant"]].sum(axis=1).to_numpy()
    if not total.max() > 0:
        return style.say(axes, "no post was ever open")
    time, ends = monthly["time"].to_numpy(), []
    marker = "o" if len(time) == 1 else None
    for name, colour in (_STATES[0], _STATES[1], ("vacant", style.BAND_INK)):
        share = 100.0 * monthly[name].to_numpy() / np.where(total > 0, total, np.nan)
        if len(time) > 36:  # a year's mean, and the months behind it
            axes.plot(time, share, color=colour, linewidth=0.7, alpha=0.35)
            share = smoothed(share)
        axes.plot(time, share, color=colour, linewidth=2.0, marker=marker)
        known = np.flatnonzero(np.isfinite(share))
        if known.size:
            last = share[known[-1]]
            ends.append(End(float(last), f"{name} {last:.0f} %", colour, float(time[known[-1]])))
    axes.set_ylim(0, 100)
    _time_axis(axes, monthly)
    return style.label_ends(axes, ends, style.TICK)


def smoothed(values: Any) -> Any:
    """Mean of the twelve months up to each one; of fewer at the beginning."""
    import pandas as pd

    return pd.Series(values).rolling(12, min_periods=1).mean().to_numpy()


def _draw_programmes(axes: Axes, record: Record, monthly: pd.DataFrame) -> None:
    style.dress(axes, "Officers on a tour, by kind of programme", "Year", "Officers")
    table = by_programme(record)
    if table.empty or not table.to_numpy().max(initial=0) > 0:
        return style.say(axes, "nobody was ever on a tour" if "posts" in record.kept else "tours were not kept")
    largest = table.mean().sort_values(ascending=False, kind="stable").index
    time, ends = monthly["time"].to_numpy(), []
    for colour, dash, name in zip(style.LINES, _DASHES, largest, strict=False):
        line = table[name].to_numpy()
        axes.plot(time, line, color=colour, linestyle=dash, linewidth=1.8, marker="o" if len(time) == 1 else None)
        ends.append(End(float(line[-1]), f"{name} {line[-1]:,.0f}", colour))
    axes.set_ylim(0, float(table.to_numpy().max()) * 1.06)
    axes.yaxis.set_major_locator(style.whole_numbers())
    axes.yaxis.set_major_formatter("{x:,.0f}")
    _time_axis(axes, monthly)
    return style.label_ends(axes, ends, style.TICK)


def _draw_languages(axes: Axes, record: Record) -> None:
    style.dress(axes, "Spending on languages", "Year", "Million USD a year")
    table = languages_by_year(record) / 1e6
    if table.empty or not table.to_numpy().max() > 0:
        return style.say(axes, "nothing was spent on languages")
    ends = []
    for name, colour, dash in (("courses", style.BLUE, "-"), ("interpreters", style.VERMILION, _DASHES[1])):
        line = table[name]
        if line.max() > 0:
            axes.plot(line.index, line, color=colour, linestyle=dash, linewidth=2.0,
                      marker="o" if len(line) < 3 else None)  # fmt: skip
            ends.append(End(float(line.iloc[-1]), f"{name} {line.iloc[-1]:,.3g}", colour))
    axes.set_ylim(0, float(table.to_numpy().max()) * 1.08)
    _year_axis(axes, table)
    return style.label_ends(axes, ends, style.TICK)


def _draw_cost(axes: Axes, yearly: pd.DataFrame) -> None:
    style.dress(axes, "Spending on exchanges", "Year", "Million USD a year")
    if not yearly["spent_usd"].max() > 0:
        return style.say(axes, "nothing was spent")
    whole = yearly["months"].to_numpy() == 12
    for part, alpha in ((whole, 1.0), (~whole, 0.45)):
        if part.any():
            axes.bar(yearly.index[part], yearly["spent_usd"][part] / 1e6, width=0.72, color=style.GREEN, alpha=alpha)
    return _year_axis(axes, yearly)


def _draw_post_year(axes: Axes, yearly: pd.DataFrame) -> None:
    style.dress(axes, "Spending per filled post-year", "Year", "Thousand USD per post-year")
    used = yearly[yearly["post_years"] > 0]
    if used.empty:
        return style.say(axes, "no post was ever filled")
    cost = used["spent_usd"] / used["post_years"] / 1e3
    axes.plot(used.index, cost, color=style.VERMILION, linewidth=2.0, marker="o" if len(used) < 3 else None)
    axes.set_ylim(0, float(cost.max()) * 1.12)
    return _year_axis(axes, yearly)


def _year_axis(axes: Axes, yearly: pd.DataFrame) -> None:
    from matplotlib.ticker import StrMethodFormatter

    axes.set_xlim(yearly.index[0] - 0.6, yearly.index[-1] + 0.6)
    _whole_years(axes)
    if len(yearly) == 1:
        axes.set_xticks([yearly.index[0]])
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))


def _whole_years(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:.0f}"))
