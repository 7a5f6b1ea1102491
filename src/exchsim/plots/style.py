"""How figures look: one place for colours, sizes, margins, captions and labels at the ends of lines.

Colours are those of Okabe and Ito and of cividis, which people with any colour vision tell apart; what a colour says
is also said by a label or by lightness, so that figures can be printed in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from exchsim._version import __version__
from exchsim.store.record import Record
from exchsim.store.shown import Shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

INK, MUTED, FAINT = "#1a1a1a", "#595959", "#e3e5e8"
LAND, LAND_OF_RUN, WATER = "#ebece9", "#d5d9d0", "#f6f9fc"
BAND, BAND_INK = "#d3d7dc", "#6b7280"
BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#AA4D84", "#B87700"
PALE_BLUE = "#8cc5e8"
LINES = (BLUE, VERMILION, GREEN, PURPLE, INK, ORANGE)
FONT = "DejaVu Sans"
RULER_DOTS = 300.0  # per inch, where text is measured
TITLE, SUBTITLE, AXIS, TICK, LABEL, CAPTION = 14.0, 10.0, 10.0, 9.0, 9.5, 7.5
_TITLE_LINE = 0.25  # inches that a second line of a title needs


class Margins(NamedTuple):
    """Inches around the axes; title, subtitle and caption are inside of top and bottom."""

    left: float = 0.75
    right: float = 0.3
    top: float = 1.0
    bottom: float = 0.85


def sheet(record: Record, title: str, subtitle: str, width: float = 11.0, height: float = 6.2) -> Figure:
    """An empty figure of a run with title, subtitle and caption."""
    return page(caption(record), title, subtitle, width, height)


def page(source: str, title: str, subtitle: str, width: float = 11.0, height: float = 6.2) -> Figure:
    """An empty figure with title, subtitle, and a caption that says where its numbers come from."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white")
    left = 0.3 / width
    title = wrapped(title, TITLE, width - 0.6, "bold")
    subtitle = wrapped(subtitle, SUBTITLE, width - 0.75)
    source = wrapped(source, CAPTION, width - 0.6) if text_inches(source, CAPTION) > width - 0.45 else source
    under = 0.5 + _TITLE_LINE * title.count("\n")
    figure.text(left, 1 - 0.2 / height, title, size=TITLE, weight="bold", color=INK, va="top", family=FONT)
    figure.text(left, 1 - under / height, subtitle, size=SUBTITLE, color=MUTED, va="top", family=FONT, linespacing=1.3)
    figure.text(left, 0.13 / height, source, size=CAPTION, color=MUTED, va="bottom", family=FONT)
    return figure


def top_of(figure: Figure) -> float:
    """Inches that title, subtitle and the heading of the axes below them need."""
    title, subtitle = (text.get_text().count("\n") for text in figure.texts[:2])
    return 0.5 + _TITLE_LINE * title + 0.2 * (subtitle + 1) + 0.5


def wrapped(text: str, size: float, inches: float, weight: str = "normal") -> str:
    """Text in lines that fit a width."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_inches(longer, size, weight) > inches:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def caption(record: Record) -> str:
    """Scenario, seed and run, so that a figure can be made again."""
    people = record.names.people_per_agent
    agents = "" if people == 1.0 else f"  ·  one agent stands for {people:g} persons"
    shown = record.title if len(record.title) <= 60 else record.title[:59] + "…"
    named = shown if record.name.lower() == shown.lower() else f"{shown} ({record.name})"
    return (
        f"{named}, {record.names.period}  ·  seed {record.seed}  ·  run {record.id}  ·  exchsim {__version__}{agents}"
    )


@lru_cache(maxsize=4096)
def text_inches(text: str, size: float, weight: str = "normal") -> float:
    """How wide a text is."""
    from matplotlib.font_manager import FontProperties

    if not text.strip():
        return 0.0
    font = FontProperties(family=FONT, weight=weight, size=size)
    width, _, _ = _ruler().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / RULER_DOTS


@lru_cache(maxsize=1)
def _ruler() -> Any:
    """What measures text: a renderer of many dots, since letters are wider or narrower where dots are few."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, RULER_DOTS)  # type: ignore[no-untyped-call]


def grid(figure: Figure, rows: int, columns: int, margins: Margins, gaps: tuple[float, float] = (0.6, 0.6)) -> Any:
    """Grid of axes by margins and gaps (between rows, between columns) in inches."""
    width, height = figure.get_size_inches()
    wide = (width - margins.left - margins.right - gaps[1] * (columns - 1)) / columns
    high = (height - margins.top - margins.bottom - gaps[0] * (rows - 1)) / rows
    return figure.add_gridspec(
        rows, columns,
        left=margins.left / width, right=1 - margins.right / width,
        top=1 - margins.top / height, bottom=margins.bottom / height,
        hspace=gaps[0] / high, wspace=gaps[1] / wide,
    )  # fmt: skip


def dress(axes: Axes, heading: str = "", x: str = "", y: str = "", pad: float = 8.0) -> None:
    """Quiet axes: no box, faint horizontal lines, readable labels with units."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(BAND_INK)
    axes.tick_params(labelsize=TICK, colors=INK, length=3, color=BAND_INK, labelfontfamily=FONT)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(x, size=AXIS, color=INK, family=FONT)
    axes.set_ylabel(y, size=AXIS, color=INK, family=FONT)
    if heading:
        axes.set_title(heading, loc="left", size=AXIS + 1, weight="bold", color=INK, family=FONT, pad=pad)


def years_axis(axes: Axes, first: float, last: float) -> None:
    """Whole years on the x axis, also when there is only one."""
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim((first - 0.5, last + 0.5) if last - first < 2 else (first, last))
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axes.ticklabel_format(axis="x", useOffset=False, style="plain")


def whole_numbers() -> Any:
    """Ticks of what is counted; a small world has no half agreement."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(6, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10])


def say(axes: Axes, text: str) -> None:
    """Words where there is nothing to draw."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", size=AXIS, color=MUTED, family=FONT)


def ranking(axes: Axes, names: Sequence[str], values: Sequence[float], form: str) -> None:
    """Horizontal bars, the first on top, with their values."""
    places = range(len(values) - 1, -1, -1)
    axes.grid(visible=False, axis="y")
    axes.barh(places, values, color=BLUE, height=0.7)
    axes.set_yticks(places, names, fontsize=TICK)
    axes.set_ylim(-0.7, max(len(values), 6) - 0.3)
    axes.set_xlim(0, max(values) * 1.15)
    for place, value in zip(places, values, strict=True):
        axes.text(value, place, " " + form.format(value), va="center", size=TICK, color=INK, family=FONT)


class End(NamedTuple):
    """A label for the end of a line."""

    y: float
    text: str
    colour: str
    x: float | None = None  # where the line ends, when not at the right border


def label_ends(axes: Axes, ends: Sequence[End], size: float = LABEL) -> None:
    """Write labels right of the axes at the height of their lines, moved apart where they would overlap.

    The limits of the axes must be final.
    """
    if not ends:
        return
    figure = axes.get_figure(root=True)
    assert figure is not None
    high = float(axes.get_position().height * figure.get_size_inches()[1])
    height = axes.transAxes.inverted().transform(axes.transData.transform([(0.0, end.y) for end in ends]))
    wanted = [float(place) for place in height[:, 1]]
    placed = spread(wanted, 1.32 * size / 72.0 / high)
    left, right = axes.get_xlim()
    for end, wish, place in zip(ends, wanted, placed, strict=True):
        start = 1.0 if end.x is None else (end.x - left) / (right - left)
        axes.plot(
            [start, 1.018], [wish, place], color=end.colour, linewidth=0.7, transform=axes.transAxes, clip_on=False
        )
        axes.text(1.025, place, end.text, transform=axes.transAxes, va="center", ha="left", size=size,
                  color=end.colour, family=FONT)  # fmt: skip


def spread(wanted: Sequence[float], gap: float, low: float = 0.0, high: float = 1.0) -> list[float]:
    """Places near the wanted ones, at least `gap` apart, in their order, within bounds where there is room."""
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    groups: list[list[float]] = []  # centre, members
    for k in order:
        groups.append([min(max(wanted[k], low), high), 1])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-1][1] + groups[-2][1]) / 2:
            second, first = groups.pop(), groups.pop()
            count = first[1] + second[1]
            centre = (first[0] * first[1] + second[0] * second[1]) / count
            reach = gap * (count - 1) / 2
            groups.append([min(max(centre, low + reach), max(high - reach, low + reach)), count])
    placed = [0.0] * len(wanted)
    places = [centre + gap * (m - (count - 1) / 2) for centre, count in groups for m in range(int(count))]
    for k, place in zip(order, places, strict=True):
        placed[k] = place
    return placed


def trust_colours() -> Colormap:
    """Little is light, much is dark; cividis without its palest end."""
    import matplotlib
    from matplotlib.colors import ListedColormap

    full = matplotlib.colormaps["cividis"]
    return ListedColormap([full(0.92 - 0.92 * k / 255) for k in range(256)], name="trust")


def colour_bar(figure: Figure, axes: Axes, colours: Any, text: str) -> None:
    """A horizontal colour bar with its meaning and unit."""
    from matplotlib.ticker import MaxNLocator

    low, high = colours.get_clim()
    step = 0.1 if high - low < 0.85 else 0.2
    ticks = [round(step * k, 1) for k in range(round(1 / step) + 1) if low - 1e-6 <= step * k <= high + 1e-6]
    bar = figure.colorbar(colours, cax=axes, orientation="horizontal", ticks=ticks or MaxNLocator(5))
    bar.outline.set_visible(False)
    axes.tick_params(labelsize=TICK - 0.5, length=2, colors=INK, labelfontfamily=FONT)
    axes.set_xlabel(text, size=TICK, color=INK, family=FONT)


def pair_label(record: Shown, a: str, b: str) -> str:
    """Names of a pair where nations are few and names short, else codes."""
    return f"{nation_label(record, a)} – {nation_label(record, b)}"


def nation_label(record: Shown, code: str) -> str:
    """The name of a nation where nations are few and names short, else its code."""
    names = record.names.nation_names
    return record.names.name_of(code) if len(names) <= 8 and max(map(len, names)) <= 14 else code
