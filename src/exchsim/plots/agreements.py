"""The network of agreements: how many are in force, how many are concluded and end, and who has most."""

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

SHOWN = 12  # nations in the ranking
_TYPES = (
    ("general", "general cooperation", style.BLUE, "-"),
    ("training", "training", style.GREEN, (0, (6, 2))),
    ("information_security", "information security", style.VERMILION, (0, (2, 1.5))),
)


def agreements(record: Record) -> Figure:
    """Three panels: in force by type, concluded and ended a year, nations with most general agreements."""
    stock, flow = by_year(record)
    figure = style.sheet(
        record, "Who has bound itself to whom",
        "Agreements on defence between pairs of nations. Left: in force in December. Middle: general agreements "
        "concluded (up) and ended (down) in the year. Right: nations with most of them at the end.",
        width=13.4, height=6.0,
    )  # fmt: skip
    label = max(style.text_inches(f"{label} 9,999", style.TICK) for _, label, _, _ in _TYPES)
    cells = style.grid(figure, 1, 3, Margins(left=0.75, top=style.top_of(figure)), (0.0, label + 0.9))
    _draw_stock(figure.add_subplot(cells[0, 0]), stock)
    _draw_flow(figure.add_subplot(cells[0, 1]), flow)
    _draw_ranking(figure.add_subplot(cells[0, 2]), record)
    return figure


def _index(month: Any) -> float:
    return int(month[:4]) * 12 + int(month[5:7]) - 1 if isinstance(month, str) else np.inf


def spells(record: Record) -> pd.DataFrame:
    """Type, start and end (months, infinite while running) of every agreement."""
    table = record.frame("agreements")
    start = [_index(month) for month in table["start"].astype(object)]
    end = [_index(month) for month in table["end"].astype(object)]
    return table.assign(start=start, end=end)


def by_year(record: Record) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Agreements in force in December by type, and general ones concluded and ended, by calendar year."""
    import pandas as pd

    found = spells(record)
    years = range(1900 + record.names.start // 12, 1900 + (record.names.end - 1) // 12 + 1)
    stock: dict[str, list[int]] = {name: [] for name, *_ in _TYPES}
    flow: dict[str, list[int]] = {"concluded": [], "ended": []}
    kind = found["type"].astype(object)
    for year in years:
        december = min(year * 12 + 11, record.names.end - 1 + 1900 * 12)
        running = (found["start"] <= december) & (found["end"] > december)
        for name in stock:
            stock[name].append(int((running & (kind == name)).sum()))
        general = found[kind == "general"]
        flow["concluded"].append(int((general["start"] // 12 == year).sum()))
        flow["ended"].append(int((general["end"] // 12 == year).sum()))
    return pd.DataFrame(stock, index=list(years)), pd.DataFrame(flow, index=list(years))


def _draw_stock(axes: Axes, stock: pd.DataFrame) -> None:
    style.dress(axes, "In force", "Year", "Agreements")
    if not stock.to_numpy().max() > 0:
        return style.say(axes, "no agreement was ever in force")
    ends = []
    for name, label, colour, dash in _TYPES:
        values = stock[name].to_numpy(float)
        axes.plot(
            stock.index, values, color=colour, linewidth=2.0, linestyle=dash, marker="o" if len(stock) < 3 else None
        )
        ends.append(End(float(values[-1]), f"{label} {values[-1]:,.0f}", colour))
    axes.set_ylim(0, stock.to_numpy().max() * 1.06)
    axes.yaxis.set_major_locator(style.whole_numbers())
    style.years_axis(axes, float(stock.index[0]), float(stock.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def _draw_flow(axes: Axes, flow: pd.DataFrame) -> None:
    style.dress(axes, "Concluded and ended", "Year", "General agreements a year")
    concluded, ended = float(flow["concluded"].max()), float(flow["ended"].max())
    if not concluded + ended > 0:
        return style.say(axes, "none was concluded and none ended")
    axes.bar(flow.index, flow["concluded"], color=style.BLUE, width=0.75)
    axes.bar(flow.index, -flow["ended"], color=style.BAND_INK, width=0.75)
    axes.axhline(0, color=style.INK, linewidth=0.8)
    axes.set_ylim(-1.06 * ended, 1.06 * concluded)
    axes.yaxis.set_major_locator(style.whole_numbers())
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    style.years_axis(axes, float(flow.index[0]) - 0.6, float(flow.index[-1]) + 0.6)
    sides = ((concluded, "concluded", style.BLUE), (-ended, "ended", style.BAND_INK))
    return style.label_ends(axes, [End(most / 2, word, ink) for most, word, ink in sides if most], style.TICK)


def _draw_ranking(axes: Axes, record: Record) -> None:
    style.dress(axes, "Most partners", "General agreements in force")
    found = spells(record)
    last = record.names.end - 1 + 1900 * 12
    running = found[(found["type"].astype(object) == "general") & (found["start"] <= last) & (found["end"] > last)]
    count = running["a"].astype(object).value_counts().add(running["b"].astype(object).value_counts(), fill_value=0)
    if count.empty:
        return style.say(axes, "no general agreement at the end")
    count = count.sort_index().sort_values(ascending=False, kind="stable").head(SHOWN)
    axes.xaxis.set_major_locator(style.whole_numbers())
    return style.ranking(axes, [style.nation_label(record, str(code)) for code in count.index], list(count), "{:.0f}")
