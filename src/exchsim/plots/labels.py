"""Labels of points, placed so that they cover neither each other nor the points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def place_labels(
    axes: Axes,
    points: Any,
    sizes: Any,
    order: Sequence[int] | Any,
    texts: Sequence[str],
    size: float,
    keep_all: bool,
    outward: bool = False,
) -> None:
    """Label the points in `order`, the most important first; a label that finds no room is left out.

    points: data coordinates; sizes: square points. keep_all: write it anyhow, right of its point. outward: rather
    away from the origin. The limits of the axes must be final.
    """
    spots = _in_points(axes, np.asarray(points, float))
    radii = np.sqrt(np.asarray(sizes, float)) / 2.0
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(spots, radii, strict=True)]
    width, height = _extent(axes)
    for k, text in zip(order, texts, strict=True):
        wide, high = style.text_inches(text, size, "bold") * 72.0 + 1.0, size * 1.1
        directions = _outward(points[k]) if outward else _DIRECTIONS
        chosen = _free_box(spots[k], radii[k], wide, high, directions, taken, (width, height))
        if chosen is None and keep_all:
            chosen = _box(spots[k], radii[k], wide, high, (1, 0), 2.0)
        if chosen is None:
            continue
        taken.append(chosen)
        _write(axes, spots[k], radii[k], chosen, text, size, points[k])


Box = tuple[float, float, float, float]


def _outward(point: Any) -> list[tuple[int, int]]:
    """Directions, those away from the origin first."""
    return sorted(_DIRECTIONS, key=lambda way: -float(np.dot(way, point)) / float(np.hypot(*way)))


def _free_box(
    spot: Any, radius: float, wide: float, high: float, directions: Sequence[tuple[int, int]], taken: list[Box],
    extent: Any,
) -> Box | None:  # fmt: skip
    for gap in (1.5, 4.0, 9.0, 15.0, 22.0):
        for direction in directions:
            box = _box(spot, radius, wide, high, direction, gap)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= extent[0] and box[3] <= extent[1]
            if inside and not any(_overlap(box, other) for other in taken):
                return box
    return None


def _box(spot: Any, radius: float, wide: float, high: float, direction: tuple[int, int], gap: float) -> Box:
    """Box of a text beside a point."""
    scale = 0.72 if direction[0] and direction[1] else 1.0
    reach = (radius + gap) * scale
    x = spot[0] + direction[0] * (reach + wide / 2)
    y = spot[1] + direction[1] * (reach + high / 2)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _write(axes: Axes, spot: Any, radius: float, box: Box, text: str, size: float, point: Any) -> None:
    """The text with a pale rim, and a thin line to its point where it stands apart."""
    from matplotlib.patheffects import withStroke

    nearest = np.clip(spot, box[:2], box[2:])
    if np.hypot(*(nearest - spot)) > radius + 6:
        ends = np.array([spot, nearest]) / _extent(axes)
        axes.plot(*ends.T, transform=axes.transAxes, color=style.MUTED, linewidth=0.6, zorder=3)
    axes.annotate(
        text, xy=tuple(point), xytext=((box[0] + box[2]) / 2 - spot[0], (box[1] + box[3]) / 2 - spot[1]),
        textcoords="offset points", ha="center", va="center", size=size, color=style.INK, family=style.FONT,
        weight="bold", zorder=6, path_effects=[withStroke(linewidth=2.2, foreground="white", alpha=0.9)],
    )  # fmt: skip


def name_places(axes: Axes, names: Sequence[End], lines: Any, above: bool = False) -> None:
    """Names of what ends inside the axes, each near its place where it covers the fewest lines and no other name.

    lines: points of what should not be covered, in data coordinates. above: only higher than all lines. The limits of
    the axes must be final.
    """
    from matplotlib.patheffects import withStroke

    extent = _extent(axes)
    drawn = _in_points(axes, np.asarray(lines, float))
    taken: list[Box] = []
    for name in sorted(names, key=lambda end: -end.y):
        spot = _in_points(axes, np.array([[float(name.x or 0), name.y]]))[0]
        wide, high = style.text_inches(name.text, style.TICK) * 72.0 + 2.0, style.TICK * 1.2
        boxes = [(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
                 for x in spot[0] + np.arange(-90.0, 91.0, 6.0) for y in np.arange(high, extent[1], 4.0)]  # fmt: skip
        box = min(boxes, key=lambda box: _burden(box, spot, drawn, taken, extent, above))
        taken.append(box)
        ends = np.array([spot, np.clip(spot, box[:2], box[2:])]) / extent
        axes.plot(*ends.T, transform=axes.transAxes, color=name.colour, linewidth=0.7, zorder=5)
        axes.text((box[0] + box[2]) / 2 / extent[0], (box[1] + box[3]) / 2 / extent[1], name.text, ha="center",
                  va="center", size=style.TICK, color=name.colour, family=style.FONT, transform=axes.transAxes,
                  zorder=6, path_effects=[withStroke(linewidth=2.2, foreground="white", alpha=0.9)])  # fmt: skip


def _burden(box: Box, spot: Any, drawn: Any, taken: list[Box], extent: Any, above: bool) -> float:
    """How bad a place is for a name: distance, lines covered, other names covered, over the border."""
    wide = (drawn[:, 0] > box[0] - 4) & (drawn[:, 0] < box[2] + 4)
    covered = wide & (drawn[:, 1] > box[1] - 3) & ((drawn[:, 1] < box[3] + 3) | above)
    outside = box[0] < 0 or box[1] < 0 or box[2] > extent[0] or box[3] > extent[1]
    names = sum(_overlap(box, other) for other in taken)
    distance = float(np.hypot(*(np.clip(spot, box[:2], box[2:]) - spot)))
    return distance + 10.0 * float(covered.sum()) + 1000.0 * names + 2000.0 * outside


def _in_points(axes: Axes, points: Any) -> Any:
    """Places in points (1/72 inch) from the lower left corner of the axes."""
    (left, right), (low, top), extent = axes.get_xlim(), axes.get_ylim(), _extent(axes)
    return (points - [left, low]) / [right - left, top - low] * extent


def _extent(axes: Axes) -> tuple[float, float]:
    figure = axes.get_figure(root=True)
    assert figure is not None
    box, (width, height) = axes.get_position(), figure.get_size_inches()
    return float(box.width * width * 72.0), float(box.height * height * 72.0)
