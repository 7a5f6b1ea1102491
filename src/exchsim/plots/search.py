"""What a search tried and found: every policy by its objectives, two at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WAYS = {"more": "more is better", "less": "less is better"}
_TRIED, _OUT = "#9aa3ad", "#c9ced4"


@dataclass(frozen=True)
class Cloud:
    """A policy that was tried: its objectives, whether it keeps the limits, whether none beats it, its found name."""

    values: Mapping[str, float]
    keeps_limits: bool
    unbeaten: bool
    name: str


def search(
    tried: Sequence[Cloud],
    hand_made: Mapping[str, Mapping[str, float]],
    directions: Mapping[str, str],
    units: Mapping[str, str],
    title: str,
    source: str,
) -> Figure:
    """All policies that were tried, those that no other beats, and the hand-made ones, on the futures searched on."""
    planes = list(combinations(directions, 2))
    columns = min(2, len(planes))
    rows = -(-len(planes) // columns)
    limits = any(not one.keeps_limits for one in tried)
    figure = style.page(
        source, f"What was tried and found: {title}",
        "Each point is a policy, on the futures and seeds searched on. Blue line and squares: no policy that was tried "
        "is as good in everything; filled squares are written and were compared on fresh runs. Diamonds: made by hand."
        + (" Crosses pass a limit." if limits else ""),
        width=9.0 if columns == 1 else 14.0, height=1.7 + 4.9 * rows,
    )  # fmt: skip
    cells = style.grid(
        figure, rows, columns, Margins(left=1.0, right=1.0, top=style.top_of(figure), bottom=0.95), (0.95, 1.3)
    )
    for place, (y, x) in enumerate(planes):
        axes = figure.add_subplot(cells[place // columns, place % columns])
        style.dress(axes, x=_label(x, directions, units), y=_label(y, directions, units))
        _draw(axes, tried, hand_made, x, y, directions)
    return figure


def _label(name: str, directions: Mapping[str, str], units: Mapping[str, str]) -> str:
    unit = units.get(name, "")
    return f"{name} ({', '.join(filter(None, (unit, _WAYS[directions[name]])))})"


def _draw(
    axes: Axes,
    tried: Sequence[Cloud],
    hand_made: Mapping[str, Mapping[str, float]],
    x: str,
    y: str,
    directions: Mapping[str, str],
) -> None:
    for mark, colour, mine in (
        ("x", _OUT, [one for one in tried if not one.keeps_limits]),
        (".", _TRIED, [one for one in tried if one.keeps_limits and not one.unbeaten]),
    ):
        axes.plot([one.values[x] for one in mine], [one.values[y] for one in mine], mark, color=colour, markersize=5)
    front = sorted((one for one in tried if one.unbeaten), key=lambda one: one.values[x])
    if len(directions) == 2 and front:
        axes.plot(
            [one.values[x] for one in front], [one.values[y] for one in front], "-", color=style.BLUE, linewidth=1.2
        )
    for one in front:
        axes.plot(one.values[x], one.values[y], "s", color=style.BLUE, markersize=7 if one.name else 4.5,
                  markerfacecolor=style.BLUE if one.name else "white", zorder=3)  # fmt: skip
    for values in hand_made.values():
        axes.plot(values[x], values[y], "D", color=style.VERMILION, markersize=9, markeredgecolor="white", zorder=4)
    axes.margins(0.08)
    _few_ticks(axes)
    labels = [(one.values[x], one.values[y], one.name.replace("found_", ""), style.BLUE) for one in front if one.name]
    labels += [(values[x], values[y], name, style.VERMILION) for name, values in hand_made.items()]
    _write(axes, labels)


def _write(axes: Axes, labels: Sequence[tuple[float, float, str, str]]) -> None:
    """Names beside their marks, each on the first of four sides where it meets no other name."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    dots = figure.dpi
    axes.get_xlim(), axes.get_ylim()  # final from here on
    marks = axes.transData.transform([(x, y) for x, y, *_ in labels]) / dots if labels else np.zeros((0, 2))
    placed = [_box(px, py, 0.13, 0.13, "center", "center") for px, py in marks]
    frame = axes.get_window_extent()
    right, left = frame.x1 / dots, frame.x0 / dots
    for (px, py), (x, y, text, colour) in zip(marks, labels, strict=True):
        wide, high, gap = style.text_inches(text, style.LABEL), style.LABEL / 72 * 1.1, 0.1
        sides = {
            (gap, gap / 2): ("left", "bottom"), (-gap, gap / 2): ("right", "bottom"),
            (gap, -gap / 2): ("left", "top"), (-gap, -gap / 2): ("right", "top"),
            (0.0, gap): ("center", "bottom"), (0.0, -gap): ("center", "top"),
            (gap, 0.0): ("left", "center"), (-gap, 0.0): ("right", "center"),
        }  # fmt: skip
        boxes = {shift: _box(px + shift[0], py + shift[1], wide, high, *side) for shift, side in sides.items()}
        free = [
            shift
            for shift, box in boxes.items()
            if not _meets(box, placed) and left <= box[0] and box[2] <= right + 0.9
        ]
        shift = free[0] if free else next(iter(sides))
        placed.append(boxes[shift])
        across, along = sides[shift]
        backing = {"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
        axes.annotate(text, (x, y), (shift[0] * 72, shift[1] * 72), textcoords="offset points", size=style.LABEL,
                      color=colour, family=style.FONT, ha=across, va=along, zorder=5, bbox=backing)  # fmt: skip


def _box(x: float, y: float, wide: float, high: float, across: str, along: str) -> tuple[float, float, float, float]:
    x0 = {"left": x, "right": x - wide, "center": x - wide / 2}[across]
    y0 = {"bottom": y, "top": y - high, "center": y - high / 2}[along]
    return x0, y0, x0 + wide, y0 + high


def _meets(box: tuple[float, ...], others: Sequence[tuple[float, ...]]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)


def _few_ticks(axes: Axes) -> None:
    from matplotlib.ticker import EngFormatter, MaxNLocator

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5))
        low, high = axis.get_view_interval()
        if max(abs(low), abs(high)) >= 1e4:
            axis.set_major_formatter(EngFormatter(sep=""))
