"""Trust and interoperability of all pairs side by side, with nations that stand close next to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import Margins
from exchsim.store.record import Record
from exchsim.store.shown import own_pairs

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = 40
_WRITTEN = 8  # up to so many nations, numbers are written into the cells


def heatmap(record: Record, year: int | None = None) -> Figure:
    """Row nation towards column nation in a year; the 40 nations with most posts where there are more.

    Pairs that the scenario names are framed, and their nations are always there.
    """
    pairs = record.pairs
    year = int(pairs["year"].max()) if year is None and len(pairs) else year
    now = pairs[pairs["year"] == year]
    chosen = nations_shown(record, now)
    matrices = {name: matrix(now, name, chosen) for name in ("trust", "interoperability")}
    order = closeness_order(matrices["trust"])
    chosen = [chosen[k] for k in order]
    size = min(5.2, max(3.6, 0.16 * len(chosen)))
    labels = [style.nation_label(record, code) for code in chosen]
    room = max([style.text_inches(label, _label_size(len(chosen))) for label in labels], default=0.5) + 0.35
    margins = Margins(left=room + 0.15, right=0.4, top=1.25, bottom=1.2 + (room if _upright(labels) else 0.3))
    gap = room + 0.25
    figure = style.sheet(
        record, "Who trusts whom, and who can work with whom", _subtitle(record, now, chosen, year),
        margins.left + margins.right + gap + 2 * size, margins.top + margins.bottom + size,
    )  # fmt: skip
    cells = style.grid(figure, 1, 2, margins, (0.0, gap))
    for place, (name, values) in enumerate(matrices.items()):
        axes = figure.add_subplot(cells[0, place])
        if len(chosen) < 2:
            style.dress(axes, name.capitalize())
            style.say(axes, "no pair of nations")
            continue
        _draw(axes, values[np.ix_(order, order)], labels, name)
        _frame_pairs(axes, own_pairs(record), chosen)
    return figure


def nations_shown(record: Record, now: pd.DataFrame) -> list[str]:
    """Nations present, by code; the 40 with most posts sent and received where there are more."""
    present = [str(code) for code in record.names.nations if (now["sender"] == code).any()]
    if len(present) <= SHOWN:
        return present
    sent = now.groupby("sender", observed=True)["posts"].sum()
    received = now.groupby("host", observed=True)["posts"].sum()
    total = sent.add(received, fill_value=0).sort_values(ascending=False, kind="stable")
    named = {code for pair in own_pairs(record) for code in pair} & set(present)
    others = [code for code in total.index if code not in named]
    largest = named | set(others[: SHOWN - len(named)])
    return [code for code in present if code in largest]


def matrix(now: pd.DataFrame, column: str, nations: list[str]) -> Any:
    """Row nation towards column nation; missing on the diagonal."""
    table = now.pivot_table(index="sender", columns="host", values=column, observed=True)
    return table.reindex(index=nations, columns=nations).to_numpy(float)


def closeness_order(values: Any) -> list[int]:
    """Order in which nations that trust each other and the same others are neighbours."""
    if len(values) < 3:
        return list(range(len(values)))
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    distance = 1.0 - 0.5 * (values + values.T)
    distance = np.where(np.isfinite(distance), distance, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average", optimal_ordering=True)
    return [int(leaf) for leaf in leaves_list(tree)]


def _upright(labels: list[str]) -> bool:
    """Must the labels of the columns be turned?"""
    return len(labels) > 5 or max(map(len, labels), default=0) > 8


def _label_size(nations: int) -> float:
    return style.TICK if nations <= 16 else 7.5 if nations <= 26 else 6.2


def _subtitle(record: Record, now: pd.DataFrame, chosen: list[str], year: int | None) -> str:
    if not len(now):
        return "No pair of nations in this run."
    month = "" if year is None else f"End of {year}. "
    all_there = now["sender"].nunique()
    which = f" The {len(chosen)} nations with most posts, of {all_there}." if all_there > len(chosen) else ""
    framed = " Framed: the pairs that the scenario names." if own_pairs(record) else ""
    return (
        f"{month}Row: who trusts. Column: who is trusted. Nations that trust each other stand together.{framed}{which}"
    )


def _draw(axes: Axes, values: Any, labels: list[str], name: str) -> None:
    from matplotlib.ticker import FixedLocator

    n, size = len(labels), _label_size(len(labels))
    low, high = _range(values)
    image = axes.imshow(
        values, cmap=style.trust_colours(), vmin=low, vmax=high, interpolation="nearest", aspect="equal"
    )
    axes.set_facecolor(style.FAINT)
    for side in axes.spines.values():
        side.set_visible(False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator(range(n)))
    axes.set_xticklabels(labels, rotation=90 if _upright(labels) else 0)
    axes.set_yticklabels(labels)
    axes.tick_params(length=0, labelsize=size, colors=style.INK, labelfontfamily=style.FONT, pad=3)
    axes.set_title(
        name.capitalize(), loc="left", size=style.AXIS + 1, weight="bold", color=style.INK, family=style.FONT, pad=6
    )
    for edge in range(1, n):
        axes.axhline(edge - 0.5, color="white", linewidth=1.2 if n <= 16 else 0.4)
        axes.axvline(edge - 0.5, color="white", linewidth=1.2 if n <= 16 else 0.4)
    if n <= _WRITTEN:
        _write(axes, values, image)
    _bar(axes, image, name)


def _frame_pairs(axes: Axes, pairs: list[tuple[str, str]], chosen: list[str]) -> None:
    """Frames around the cells of pairs, and their nations in bold."""
    from matplotlib.patches import Rectangle

    for a, b in pairs:
        if a not in chosen or b not in chosen:
            continue
        row, column = chosen.index(a), chosen.index(b)
        for x, y in ((column, row), (row, column)):
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, edgecolor="white", linewidth=3.0, zorder=4))
            axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, edgecolor=style.VERMILION, linewidth=1.6,
                                     zorder=5))  # fmt: skip
        for label in (axes.get_xticklabels()[row], axes.get_xticklabels()[column], axes.get_yticklabels()[row],
                      axes.get_yticklabels()[column]):  # fmt: skip
            label.set_fontweight("bold")


def _range(values: Any) -> tuple[float, float]:
    """Tenths around the values."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    low, high = np.floor(low * 10) / 10, np.ceil(high * 10) / 10
    return float(low), float(max(high, low + 0.1))


def _write(axes: Axes, values: Any, image: Any) -> None:
    """The number in every cell, in the ink that stands out from its colour."""
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            red, green, blue, _ = image.cmap(image.norm(value))
            ink = style.INK if 0.3 * red + 0.59 * green + 0.11 * blue > 0.5 else "white"
            axes.text(column, row, f"{value:.2f}", ha="center", va="center", size=9.5, color=ink, family=style.FONT)


def _bar(axes: Axes, image: Any, name: str) -> None:
    """The colour bar, below the labels of the columns."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    box, high = axes.get_position(), float(figure.get_size_inches()[1])
    bar = figure.add_axes((box.x0, 0.78 / high, box.width, 0.13 / high))
    style.colour_bar(figure, bar, image, f"{name.capitalize()} (0–1)")
