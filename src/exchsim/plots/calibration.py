"""What a calibration left plausible: values of each parameter, and moments against their bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.looks import shortened
from exchsim.plots.style import Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = np.ndarray[Any, Any]
_BINS = 20
_FAR = 4.0  # half bands from the middle, where what lies beyond is drawn at the border


@dataclass(frozen=True)
class Marginal:
    """Plausible values of one parameter."""

    path: str
    unit: str
    low: float
    high: float
    is_log: bool
    values: Array
    best: float
    before: float | None
    verdict: str


@dataclass(frozen=True)
class Held:
    """A moment beside its band."""

    name: str
    target: float
    low: float
    high: float
    found: float
    spread: float
    before: float
    matched: bool


def marginals(shown: Sequence[Marginal], title: str, source: str) -> Figure:
    """A histogram of the plausible values of each parameter over its whole range."""
    columns = min(3, len(shown))
    rows = -(-len(shown) // columns)
    figure = style.page(
        source, f"Plausible values: {title}",
        "Bars: how often a value is among the plausible points, over the whole range. Dashed: if the data told "
        "nothing. Blue: the best point. Grey: the value before.",
        width=4.2 * columns + 0.9 if columns > 1 else 7.0, height=1.9 + 2.6 * rows,
    )  # fmt: skip
    cells = style.grid(figure, rows, columns, Margins(0.5, 0.4, style.top_of(figure) + 0.15, 0.85), (1.15, 0.55))
    width = float(figure.get_size_inches()[0]) / columns - 0.75
    for place, one in enumerate(shown):
        axes = figure.add_subplot(cells[place // columns, place % columns])
        heading = shortened(one.path, style.AXIS + 2.5, width - style.text_inches(one.verdict, style.TICK))
        style.dress(axes, heading, x=one.unit if one.unit != "1" else "")
        _marginal(axes, one)
    return figure


def _marginal(axes: Axes, one: Marginal) -> None:
    from matplotlib.ticker import MaxNLocator

    edges = (np.geomspace if one.is_log else np.linspace)(one.low, one.high, _BINS + 1)
    counts = np.histogram(one.values, edges)[0] / max(1, len(one.values))
    told = one.verdict in ("identified", "narrowed")
    axes.bar(edges[:-1], counts, np.diff(edges), align="edge", color=style.PALE_BLUE if told else style.BAND,
             edgecolor="white", linewidth=0.5)  # fmt: skip
    axes.axhline(1.0 / _BINS, color=style.MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
    if one.before is not None and one.low <= one.before <= one.high:
        axes.axvline(one.before, color=style.BAND_INK, linewidth=1.6)
    axes.axvline(one.best, color=style.BLUE, linewidth=2.0)
    if one.is_log:
        axes.set_xscale("log")
        axes.set_xticks(np.geomspace(one.low, one.high, 4), [f"{x:.3g}" for x in np.geomspace(one.low, one.high, 4)])
        axes.minorticks_off()
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.set_xlim(one.low, one.high)
    axes.set_ylim(0, max(2.2 / _BINS, float(counts.max()) * 1.22))
    axes.set_yticks([])
    axes.set_title(one.verdict, loc="right", size=style.TICK, color=style.INK if told else style.MUTED,
                   family=style.FONT, pad=8.0)  # fmt: skip


def moments(shown: Sequence[Held], title: str, source: str) -> Figure:
    """Each moment on the scale of its band: its ends are -1 and 1."""
    width = 9.6
    figure = style.page(
        source, f"Moments against their bands: {title}",
        "Shaded: the band, the same width for all. Dots: the best point on fresh seeds, with one standard deviation "
        "of a single run; open where it misses. Grey crosses: the values before. At the border: farther out.",
        width=width, height=2.2 + 0.27 * max(4, len(shown)),
    )  # fmt: skip
    left = 3.3
    cells = style.grid(figure, 1, 1, Margins(left, 0.5, style.top_of(figure) - 0.1, 0.95))
    axes = figure.add_subplot(cells[0, 0])
    style.dress(axes, x="distance from the middle of the band, in half widths of it")
    axes.grid(visible=False, axis="y")
    axes.axvspan(-1, 1, color=style.BAND, alpha=0.6, linewidth=0)
    places = range(len(shown) - 1, -1, -1)
    for place, one in zip(places, shown, strict=True):
        _moment(axes, place, one)
    names = [shortened(one.name.replace("_", " "), style.TICK, left - 0.5) for one in shown]
    axes.set_yticks(list(places), names)
    axes.set_xlim(-_FAR - 0.25, _FAR + 0.25)
    axes.set_ylim(-0.7, max(len(shown), 4) - 0.3)
    return figure


def _moment(axes: Axes, place: int, one: Held) -> None:
    middle, half = (one.low + one.high) / 2, (one.high - one.low) / 2

    def at(value: float) -> float:
        return float(np.clip((value - middle) / half, -_FAR, _FAR))

    axes.plot(at(one.target), place, "|", color=style.BAND_INK, markersize=9)
    if np.isfinite(one.before):
        axes.plot(at(one.before), place, "x", color=style.BAND_INK, markersize=5.5)
    if np.isfinite(one.found):
        spread = one.spread if np.isfinite(one.spread) else 0.0
        axes.plot([at(one.found - spread), at(one.found + spread)], [place] * 2, color=style.BLUE, linewidth=1.4)
        axes.plot(at(one.found), place, "o", color=style.BLUE, markersize=6.5,
                  markerfacecolor=style.BLUE if one.matched else "white", markeredgewidth=1.5)  # fmt: skip
