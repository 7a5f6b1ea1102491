"""One page that tells what a change did: what was changed, six series as they were and are, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.app import texts
from exchsim.app.compare import LAST_YEARS, charts_of, late_mean
from exchsim.app.lucks import fan_of
from exchsim.app.series import Digest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.report.blocks import Numbers

Lucks = Sequence[tuple[Digest, Digest]]  # the story, and the scenario as it was, under the same luck
Array = np.ndarray[Any, Any]


def one_page(title: str, changes: Sequence[str], lucks: Lucks, source: str) -> bytes:
    """The page as HTML, with its figure inside. lucks: that of the screen first."""
    import matplotlib

    matplotlib.use("Agg")
    from exchsim.report.blocks import Numbers, Page, Picture, Points, Section, Words
    from exchsim.report.html import page_html

    is_changed = bool(changes)
    heads, rows = table(lucks, is_changed)
    numbers = Numbers(heads, rows, texts.PAGE_TABLE.format(LAST_YEARS), "numbers-comparison")
    named = texts.PAGE_FIGURE_CHANGED if is_changed else texts.PAGE_FIGURE
    words = named + (f" {texts.PAGE_LUCKS.format(len(lucks))}" if len(lucks) > 1 else "")
    picture = Picture("comparison", drawn(lucks, is_changed, source), words, by_year(lucks, is_changed))
    told = [(change, "plain") for change in changes] or [(texts.MADE_UNCHANGED, "plain")]
    limits = texts.PAGE_ONE_LUCK if len(lucks) == 1 else texts.PAGE_MORE_LUCKS.format(len(lucks))
    sections = (
        Section(texts.PAGE_CHANGES, (Points(told),)),
        Section(texts.PAGE_DID if is_changed else texts.PAGE_IS, (picture, numbers)),
        Section(texts.PAGE_READING, (Words(limits), Words(texts.PAGE_MODEL))),
    )
    return page_html(Page(title, texts.PAGE_QUESTION if is_changed else "", sections, source)).encode()


def table(lucks: Lucks, is_changed: bool) -> tuple[list[str], list[list[str]]]:
    """Heads, and a row for each series: means over the last years; over lucks, their medians."""
    heads = [*(texts.PAGE_HEADS if is_changed else ("", texts.NOW))]
    if is_changed and len(lucks) > 1:
        heads += texts.PAGE_HEADS_LUCKS
    rows = []
    for quantity, name, unit in charts_of(lucks[0][1], ()):
        now, was = (np.array([late_mean(pair[side], quantity, pair[1]) for pair in lucks]) for side in (0, 1))
        row, form = [f"{name} ({unit})", _number(np.median(now), unit)], f"+{_form(unit)}"
        if is_changed:
            gaps = now - was
            row[1:] = [_number(np.median(was), unit), _number(np.median(now), unit), format(np.median(gaps), form)]
            if len(lucks) > 1:
                row += [texts.PAGE_RANGE.format(format(gaps.min(), form), format(gaps.max(), form)),
                        texts.PAGE_OF.format(int((gaps > 0).sum()), len(gaps))]  # fmt: skip
        rows.append(row)
    return heads, rows


def by_year(lucks: Lucks, is_changed: bool) -> Numbers:
    """The numbers of the figure: medians at the end of each year."""
    from exchsim.report.blocks import Numbers

    rows, data = [], []
    for quantity, name, unit in charts_of(lucks[0][1], ()):
        times = lucks[0][0].times(quantity, ())
        now, was = (
            np.median([pair[side].values(quantity, (), pair[1].allied) for pair in lucks], axis=0) for side in (0, 1)
        )
        years = np.floor(times).astype(int)
        for k in np.flatnonzero(np.diff(years, append=years[-1] + 1)):
            values = [was[k], now[k]] if is_changed else [now[k]]
            rows.append([f"{name} ({unit})", str(years[k]), *(_number(value, unit) for value in values)])
            data.append([quantity, int(years[k]), *map(float, values)])
    heads = ["", texts.PAGE_YEAR, *(texts.PAGE_HEADS[1:3] if is_changed else [texts.NOW])]
    return Numbers(heads, rows, texts.PAGE_NUMBERS, "numbers-by-year", True, [["series", *heads[1:]], *data])


def _form(unit: str) -> str:
    return ".3f" if unit == texts.CHARTS["world"][0][2] else ",.1f"


def _number(value: float, unit: str) -> str:
    return format(value, _form(unit))


def drawn(lucks: Lucks, is_changed: bool, source: str) -> Figure:
    """Six series: the story solid, the scenario as it was dashed; of several lucks medians and the middle half."""
    from exchsim.plots import style

    subtitle = texts.PAGE_MEDIANS.format(len(lucks)) if len(lucks) > 1 else ""
    figure = style.page(source.replace("$", r"\$"), texts.PAGE_TITLE, subtitle, 11.0, 6.6)
    axes = style.grid(figure, 2, 3, style.Margins(0.7, 0.3, 1.15, 0.85), (0.75, 0.65)).subplots().ravel()
    for place, (quantity, name, unit) in zip(axes, charts_of(lucks[0][1], ()), strict=True):
        style.dress(place, name, y=unit)
        times = lucks[0][0].times(quantity, ())
        style.years_axis(place, float(np.floor(times[0])), float(np.ceil(times[-1])))
        if is_changed:
            _line(place, times, [was.values(quantity, ()) for _, was in lucks], style.MUTED, "--", 1.5)
        _line(place, times, [now.values(quantity, (), was.allied) for now, was in lucks], style.BLUE, "-", 2.1)
    if is_changed:
        figure.legend(axes[0].get_lines(), (texts.AS_IT_WAS, texts.PAGE_CHANGED), loc="upper right", ncols=2,
                      frameon=False, prop={"size": style.LABEL, "family": style.FONT})  # fmt: skip
    return figure


def _line(axes: Axes, times: Array, series: list[Array], colour: str, dashes: str, width: float) -> None:
    fan = fan_of(series)
    if len(series) > 1:
        axes.fill_between(times, fan.low, fan.high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(times, fan.median, color=colour, linestyle=dashes, linewidth=width)
