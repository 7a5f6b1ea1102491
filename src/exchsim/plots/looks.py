"""One colour, one mark and one dash for a policy in all figures of a report, and figures of several panels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exchsim.analysis.terms import Term, capital
from exchsim.plots import style
from exchsim.plots.style import Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 9.2, 4.6  # inches: for a screen or paper, and for a phone
_KEY = 0.25  # inches of a line of keys
_COLOURS = (style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.ORANGE, style.INK)
_MARKS = ("s", "D", "^", "v", "P", "X", "*", "<", ">", "h", "p", "d")
_DASHES: tuple[Any, ...] = ((0, (6, 2)), (0, (2, 1.5)), (0, (8, 2, 1.5, 2)), (0, (4, 1)))


class Look(NamedTuple):
    """How a policy is drawn."""

    colour: str
    mark: str
    dash: Any
    label: str


def looks(policies: Sequence[str], baseline: str) -> dict[str, Look]:
    """Looks by policy: the baseline is a grey dot, the others differ in colour, mark and, from near, dash."""
    others = [name for name in policies if name != baseline]
    found = {baseline: Look(style.MUTED, "o", "-", baseline.replace("_", " "))}
    for place, name in enumerate(others):
        found[name] = Look(
            _COLOURS[place % len(_COLOURS)], _MARKS[place % len(_MARKS)], _DASHES[place % len(_DASHES)],
            name.replace("_", " "),
        )  # fmt: skip
    return {name: found[name] for name in policies}


def fitted(text: str, size: float, inches: float, weight: str = "normal") -> str:
    """A text that is cut where it would be wider than that."""
    if style.text_inches(text, size, weight) <= inches:
        return text
    while text and style.text_inches(text + "…", size, weight) > inches:
        text = text[:-1]
    return text.rstrip() + "…"


def shortened(name: str, size: float, inches: float) -> str:
    """A name whose middle is left out where it would be wider than that: names often differ at their ends."""
    if style.text_inches(name, size) <= inches:
        return name
    kept = len(name) - 1
    while kept > 4 and style.text_inches(_without_middle(name, kept), size) > inches:
        kept -= 1
    return _without_middle(name, kept)


def _without_middle(name: str, kept: int) -> str:
    head = (kept + 1) // 2
    return f"{name[:head].rstrip()}…{name[len(name) - (kept - head) :].lstrip()}"


def labels(names: Sequence[str], width: float, share: float = 0.36) -> tuple[list[str], float]:
    """Names cut to a share of a figure's width, and the inches that the longest needs."""
    cut = [shortened(name, style.TICK, share * width) for name in names]
    return cut, max((style.text_inches(name, style.TICK) for name in cut), default=0.0)


def panels(
    source: str, title: str, subtitle: str, width: float, count: int, high: float, *, left: float, right: float = 0.3,
    below: float = 0.62, least: float = 2.3, most: int = 3, keys: Mapping[str, Look] | None = None,
) -> tuple[Figure, list[Axes]]:  # fmt: skip
    """A figure of that many panels, as many beside each other as fit; its height follows.

    high, left, right, below: inches of a panel, and around it for what is written there. least: inches below which
    a panel is not to be narrower. keys: what the marks mean, in lines below the subtitle.
    """
    columns = max(1, min(count, most, int((width - 0.1) // (least + left + right))))
    rows = -(-count // columns)
    columns = -(-count // rows)  # four are two and two, not three and one
    lines = _key_lines(list(keys.values()) if keys else [], width)
    probe = style.page(source, title, subtitle, width)
    over = style.top_of(probe)
    top, foot = over + _KEY * len(lines), 0.28 + 0.13 * (probe.texts[2].get_text().count("\n") + 1)
    height = top + rows * high + (rows - 1) * (below + 0.45) + below + foot
    figure = style.page(source, title, subtitle, width, height)
    _draw_keys(figure, lines, over - 0.32)
    cells = style.grid(figure, rows, columns, Margins(left, right, top, below + foot), (below + 0.45, left + right))
    return figure, [figure.add_subplot(cells[k // columns, k % columns]) for k in range(count)]


def _key_lines(entries: Sequence[Look], width: float) -> list[list[tuple[float, Look]]]:
    """Places (inches from the left) of keys, in lines that fit."""
    lines: list[list[tuple[float, Look]]] = []
    at = width
    for look in entries:
        wide = 0.36 + style.text_inches(shortened(look.label, style.TICK, width - 1.1), style.TICK)
        if at + wide > width - 0.3:
            lines.append([])
            at = 0.3
        lines[-1].append((at, look))
        at += wide + 0.28
    return lines


def _draw_keys(figure: Figure, lines: list[list[tuple[float, Look]]], top: float) -> None:
    from matplotlib.lines import Line2D

    width, height = figure.get_size_inches()
    for row, line in enumerate(lines):
        y = 1.0 - (top + _KEY * row) / height
        for at, look in line:
            ends = [(at + d) / width for d in (0.0, 0.14, 0.28)]
            figure.add_artist(Line2D(ends, [y] * 3, color=look.colour, linestyle=look.dash, linewidth=1.6,
                                     marker=look.mark, markevery=[1], markersize=7))  # fmt: skip
            text = shortened(look.label, style.TICK, width - 1.1)
            figure.text((at + 0.36) / width, y, text, size=style.TICK, color=style.INK, va="center", family=style.FONT)


def heading(axes: Axes, text: str) -> str:
    """What stands over a panel, cut to its width."""
    return fitted(capital(text), style.AXIS + 1, panel_inches(axes) + 0.15, "bold")


def axis(term: Term, values: Iterable[float], inches: float) -> tuple[float, str]:
    """By what to divide values, and the words of an axis; a long label is cut, never its unit."""
    factor, unit = term.scale(values)
    room = inches - style.text_inches(f" ({unit})", style.AXIS)
    return factor, f"{fitted(capital(term.label), style.AXIS, max(room, 0.3))} ({unit})"


def panel_inches(axes: Axes) -> float:
    """Width of axes."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return float(axes.get_position().width * figure.get_size_inches()[0])


def few_ticks(axes: Axes, axis: str = "x", count: int = 4) -> None:
    """Few and plain numbers on an axis, all with the same decimals, so that they do not touch."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    chosen = getattr(axes, f"{axis}axis")
    locator = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10])
    chosen.set_major_locator(locator)
    ticks = locator.tick_values(*getattr(axes, f"get_{axis}lim")())
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    places = next((n for n in range(9) if abs(round(step, n) - step) < 1e-6 * step), 9)
    chosen.set_major_formatter(FuncFormatter(lambda value, _: _plain(value, places)))


def _plain(value: float, places: int) -> str:
    rounded = round(value, places)
    return ("−" if rounded < 0 else "") + f"{abs(rounded):,.{places}f}"
