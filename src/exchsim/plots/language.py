"""The language pool: who can work in a foreign language, how long preparation takes, and what a tour teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End, Margins
from exchsim.rules.language import NATIVE_LEVEL
from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NATIONS, GROUPS = 6, 14
_BESIDE = 1.9  # inches of the panel of preparation
_PAD = 26.0  # points between headings and axes, for the key
_STEPS = (
    ("level_at_selection", "when selected", "white"),
    ("level_at_start", "tour begins", style.PALE_BLUE),
    ("level_at_end", "tour ends", style.BLUE),
)


def language(record: Record) -> Figure:
    """Linguists by nation over the years; mean level in the tour's language before and after; time of preparation."""
    tours = by_language(record)
    languages = zip(tours["own"], tours["other"], tours["tours"], strict=True)
    names = [f"{_tongue(record, own)} → {_tongue(record, other)} ({n:,.0f})" for own, other, n in languages]
    room = max([style.text_inches(name, style.TICK) for name in names], default=1.0) + 0.25
    figure = style.sheet(
        record, "Who can work in a foreign language, how long it takes, and what tours teach",
        "Left: officers at working level or above in a foreign language, of those who were ever abroad or at a "
        "gathering. Right: officers with another first language whose tour is over, by their nation's language → "
        "the language of the tour (number of tours): mean level, and mean time from selection to the beginning.",
        width=14.0, height=6.4,
    )  # fmt: skip
    margins = Margins(left=0.85, right=_BESIDE + 0.75, top=style.top_of(figure) + 0.15)
    cells = style.grid(figure, 1, 2, margins, (0.0, 1.3 + room))
    _draw_pool(figure.add_subplot(cells[0, 0]), record)
    levels = figure.add_subplot(cells[0, 1])
    _draw_levels(levels, tours, names)
    box, wide = levels.get_position(), figure.get_size_inches()[0]
    _draw_preparation(figure.add_axes((box.x1 + 0.45 / wide, box.y0, _BESIDE / wide, box.height)), tours)
    return figure


def by_language(record: Record) -> pd.DataFrame:
    """Mean levels at selection, start and end, months of preparation, and number, of tours that began and ended.

    By working language of the sender (own) and that of the tour (other), where they differ, without officers who have
    the latter as their first; only the largest groups.
    """
    import pandas as pd

    posts = record.posts
    over = posts[posts["began"].notna() & posts["ended"].notna()]
    own = pd.Series(record.names.venue_language[: len(record.names.nations)], list(record.names.nations))
    over = over.assign(
        own=over["sender"].astype(object).map(own).astype(object), other=over["language"].astype(object),
        preparation=over["began"].cat.codes.astype(float) - over["selected"].cat.codes,
    )  # fmt: skip
    foreign = (over["own"] != over["other"]) & (over["level_at_selection"] < NATIVE_LEVEL)
    groups = over[foreign].groupby(["own", "other"])
    table = groups[[*(name for name, _, _ in _STEPS), "preparation"]].mean()
    table["tours"] = groups.size() * record.names.people_per_agent
    table = table.sort_values("tours", ascending=False, kind="stable").head(GROUPS)
    table = table.reset_index()
    return table.assign(total=table.groupby("other")["tours"].transform("sum")).sort_values(
        ["total", "other", "tours"], ascending=[False, True, False]
    )


def _tongue(record: Record, code: str) -> str:
    """A language's name, short enough for a label."""
    name = record.names.language_of(code)
    return name if len(name) <= 17 else code


def _draw_pool(axes: Axes, record: Record) -> None:
    style.dress(axes, "The language pool", "Year", "Officers at working level", _PAD)
    table = record.nations.pivot_table(index="year", columns="iso3", values="linguists", observed=True)
    table = table * record.names.people_per_agent
    if table.empty or not np.nansum(table.to_numpy()) > 0:
        return style.say(axes, "no officer with a foreign language at working level")
    largest = table.max().sort_values(ascending=False, kind="stable").index[:NATIONS]
    years, ends = table.index.to_numpy(float), []
    marker = "o" if len(years) < 3 else None
    for code in table.columns.difference(largest):
        axes.plot(years, table[code], color=style.BAND, linewidth=0.9, zorder=1)
    for colour, code in zip(style.LINES, largest, strict=False):
        values = table[code].to_numpy()
        axes.plot(years, values, color=colour, linewidth=2.0, marker=marker, markersize=5, zorder=3)
        last = int(np.flatnonzero(np.isfinite(values))[-1])
        ends.append(End(float(values[last]), style.nation_label(record, str(code)), colour, float(years[last])))
    axes.set_ylim(0, float(np.nanmax(table.to_numpy())) * 1.06)
    axes.yaxis.set_major_formatter(_thousands())
    style.years_axis(axes, years[0], years[-1])
    if len(table.columns) > len(largest):
        axes.text(0.0, 1.03, f"grey: {len(table.columns) - len(largest)} other nations", transform=axes.transAxes,
                  va="bottom", size=style.TICK, color=style.BAND_INK, family=style.FONT)  # fmt: skip
    return style.label_ends(axes, ends)


def _thousands() -> Any:
    from matplotlib.ticker import StrMethodFormatter

    return StrMethodFormatter("{x:,.0f}")


def _draw_levels(axes: Axes, tours: pd.DataFrame, names: list[str]) -> None:
    style.dress(axes, "Level in the language of the tour", "Level (ILR / STANAG 6001, 0–5)", pad=_PAD)
    if tours.empty:
        return style.say(axes, "no tour in a foreign language has ended")
    places = np.arange(len(tours))[::-1]
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=style.FAINT, linewidth=0.8)
    levels = tours[[name for name, _, _ in _STEPS]].to_numpy()
    axes.hlines(places, levels.min(axis=1), levels.max(axis=1), color=style.BAND_INK, linewidth=1.6, zorder=2)
    for step, (_, _, fill) in enumerate(_STEPS):
        axes.scatter(levels[:, step], places, s=62, color=fill, edgecolors=style.BLUE, linewidths=1.4, zorder=3 + step,
                     clip_on=False)  # fmt: skip
    axes.set_yticks(places, names, fontsize=style.TICK)
    axes.tick_params(axis="y", pad=9)
    axes.set_xlim(0, 5.1)
    axes.set_ylim(-0.7, len(tours) - 0.1)
    return _key(axes)


def _draw_preparation(axes: Axes, tours: pd.DataFrame) -> None:
    """Bars on the rows of the levels; no names, since those stand left of the levels."""
    style.dress(axes, "Preparation", "Months", pad=_PAD)
    if tours.empty:
        return style.say(axes, "no such tour")
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=style.FAINT, linewidth=0.8)
    places, months = np.arange(len(tours))[::-1], tours["preparation"].to_numpy()
    axes.barh(places, months, color=style.BAND_INK, height=0.5)
    for place, value in zip(places, months, strict=True):
        axes.text(value, place, f" {value:.1f}", va="center", size=style.TICK, color=style.INK, family=style.FONT)
    axes.set_xlim(0, max(6.0, float(months.max()) * 1.3))
    axes.xaxis.set_major_locator(style.whole_numbers())
    axes.set_yticks([])
    axes.set_ylim(-0.7, len(tours) - 0.1)
    return None


def _key(axes: Axes) -> None:
    """What the three marks mean, in a row above the first line."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], marker="o", linestyle="", markersize=7.5, markerfacecolor=fill, markeredgecolor=style.BLUE,
               markeredgewidth=1.4, label=label)
        for _, label, fill in _STEPS
    ]  # fmt: skip
    axes.legend(
        handles=marks, loc="lower left", bbox_to_anchor=(-0.03, 1.0), ncols=3, frameon=False, borderaxespad=0.15,
        handletextpad=0.1, columnspacing=1.0, prop={"family": style.FONT, "size": style.TICK},
    )  # fmt: skip
