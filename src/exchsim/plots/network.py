"""Who exchanges officers with whom: on a map where nations have places, else around a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import geography, style
from exchsim.plots.geography import View
from exchsim.plots.heatmap import closeness_order, matrix
from exchsim.plots.labels import place_labels
from exchsim.store.record import Record
from exchsim.store.shown import Shown, own_pairs

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ARCS, LABELLED = 250, 60
_WIDTH, _HEIGHT, _TOP, _FOOT = 11.5, 7.4, 1.05, 1.3
_THICKEST, _LARGEST, _SMALLEST, _QUIET = 7.0, 620.0, 16.0, 90.0  # points; square points


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes and arcs of a year. Officers and posts in persons."""

    codes: list[str]
    abroad: Any  # officers abroad, of each node
    arcs: pd.DataFrame  # a, b (places in codes), filled, trust
    matrix: Any  # trust, row towards column
    places: list[tuple[float, float] | None]  # longitude, latitude


def network(record: Record, year: int | None = None) -> Figure:
    """Arcs: posts filled between two nations, both directions; nodes: officers abroad."""
    if year is None:
        year = int(record.nations["year"].max()) if len(record.nations) else 1900 + (record.names.end - 1) // 12
    net = network_of(record, year)
    figure = style.sheet(record, "Who exchanges officers with whom", _subtitle(net, year), _WIDTH, _HEIGHT)
    axes = figure.add_axes((0.3 / _WIDTH, _FOOT / _HEIGHT, 1 - 0.6 / _WIDTH, 1 - (_TOP + _FOOT) / _HEIGHT))
    axes.set_axis_off()
    positions, view = positions_of(net)
    set_frame(axes, positions, view, net)
    if view is not None:
        draw_land(axes, record, view, set(net.codes))
    colours = _draw_arcs(axes, net, positions, view)
    draw_nodes(axes, record, net, positions, view)
    _draw_keys(figure, net, colours)
    return figure


def network_of(record: Record, year: int) -> Network:
    """Nations present in a year, and pairs with posts filled at its end."""
    nations = record.nations[record.nations["year"] == year]
    pairs = record.pairs[record.pairs["year"] == year]
    present = set(nations["iso3"] if "nations" in record.kept else pairs["sender"])
    codes = [code for code in record.names.nations if code in present]
    people = record.names.people_per_agent
    abroad = nations.set_index(nations["iso3"].astype(object))["filled"].reindex(codes).fillna(0.0).to_numpy() * people
    place = {code: k for k, code in enumerate(codes)}
    there = dict(
        zip(record.names.nations, zip(record.names.longitude, record.names.latitude, strict=True), strict=True)
    )
    places = [(float(e), float(n)) if e is not None and n is not None else None for e, n in map(there.get, codes)]  # type: ignore[misc]
    return Network(codes, abroad, _arcs(pairs, place, people), matrix(pairs, "trust", codes), places)


def _arcs(pairs: pd.DataFrame, place: dict[str, int], people: float) -> pd.DataFrame:
    """Both directions of a pair together: posts filled added, trust averaged; the least first."""
    a = pairs["sender"].astype(object).map(place).to_numpy(np.int64)
    b = pairs["host"].astype(object).map(place).to_numpy(np.int64)
    table = pairs[["filled", "trust"]].assign(a=np.minimum(a, b), b=np.maximum(a, b))
    both = table.groupby(["a", "b"], as_index=False).agg({"filled": "sum", "trust": "mean"})
    both["filled"] = both["filled"] * people
    return both[both["filled"] > 0].sort_values("filled", kind="stable")


def _subtitle(net: Network, year: int) -> str:
    total = net.arcs["filled"].sum()
    if not total > 0:
        return f"End of {year}: no exchange post between two nations is filled."
    shown = f" The {ARCS} largest of {len(net.arcs):,} pairs." if len(net.arcs) > ARCS else ""
    posts = f"{total:,.0f} post" + ("s" if total != 1 else "")
    pairs = f"{len(net.arcs):,} pair" + ("s" if len(net.arcs) != 1 else "")
    return (
        f"End of {year}: {posts} filled between {pairs} of nations, both directions together.{shown}"
        " A dot is a nation, as large as the number of its officers abroad (staffs of organisations included)."
    )


def positions_of(net: Network) -> tuple[Any, View | None]:
    """x and y of every node, and the map's view; None for a circle."""
    if net.codes and all(place is not None for place in net.places):
        east, north = np.array(net.places, float).T
        view = geography.view_of(east, north)
        return np.column_stack(view.project(east, north)), view
    order = closeness_order(net.matrix)
    positions = np.zeros((len(net.codes), 2))
    positions[order] = np.column_stack(geography.circle(len(net.codes)))
    return positions, None


def set_frame(axes: Axes, positions: Any, view: View | None, net: Network) -> None:
    """Limits around everything, in the proportions of the axes."""
    box, figure = axes.get_position(), axes.get_figure(root=True)
    assert figure is not None
    wide, high = figure.get_size_inches()
    shape = box.width * wide / (box.height * high)
    if view is not None and view.reach > 180:
        low, high = np.array(geography.WORLD[:2]), np.array(geography.WORLD[2:])
    elif len(positions):
        curves = [curve for row in net.arcs.itertuples() for curve in curves_of(row, net, positions, view)]
        points = np.vstack([positions, *curves])
        low, high = points.min(axis=0), points.max(axis=0)
    else:
        low, high = np.zeros(2), np.zeros(2)
    least = 2.0 if view is None else 0.2
    middle, size = (low + high) / 2, np.maximum(high - low, least) * (1.2 if view is None or view.reach < 180 else 1.0)
    size = np.maximum(size, [size[1] * shape, size[0] / shape])
    axes.set_xlim(middle[0] - size[0] / 2, middle[0] + size[0] / 2)
    axes.set_ylim(middle[1] - size[1] / 2, middle[1] + size[1] / 2)


def curves_of(row: Any, net: Network, positions: Any, view: View | None) -> list[Any]:
    """One curve, or two that leave the map of the world on one side and come in on the other."""
    (x, y), (other_x, other_y) = positions[row.a], positions[row.b]
    if view is None:
        return [geography.inner_arc((x, y), (other_x, other_y))]
    if view.reach < 180.0:
        return [geography.arc((x, y), (other_x, other_y), bow=0.32)]
    shift = geography.ends_across_the_seam(net.places[row.a], net.places[row.b])
    if shift is None:
        return [geography.arc((x, y), (other_x, other_y), bow=0.22)]
    return [
        geography.arc((x, y), (other_x + shift[1], other_y), bow=0.22),
        geography.arc((x + shift[0], y), (other_x, other_y), bow=0.22),
    ]


def draw_land(axes: Axes, record: Shown, view: View, present: set[str]) -> None:
    """Outlines of the states of this world; those of the run darker. Invented nations lie on no known land."""
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle((0, 0), 1, 1, transform=axes.transAxes, facecolor=style.WATER, edgecolor="none", zorder=-3)
    )
    if all(record.names.invented):
        return _draw_graticule(axes, view)
    from exchsim.worlds import load_outlines

    for taking_part, colour in ((False, style.LAND), (True, style.LAND_OF_RUN)):
        rings = []
        for code, outline in load_outlines().items():
            if (code in present) == taking_part:
                rings += [geography.visible(np.array(ring, float), view) for ring in outline]
        shapes = [np.column_stack(view.project(*ring.T)) for ring in rings if len(ring) > 2]
        axes.add_collection(PolyCollection(shapes, facecolor=colour, edgecolor="white", linewidth=0.4, zorder=-2),
                            autolim=False)  # fmt: skip
    return None


def _draw_graticule(axes: Axes, view: View) -> None:
    """Meridians and parallels, where there is no coast to show."""
    for east in range(-180, 180, 10):
        line = geography.visible(np.column_stack([np.full(91, east), np.linspace(-90, 90, 91)]), view)
        axes.plot(*view.project(*line.T), color=style.FAINT, linewidth=0.8, zorder=-2, scalex=False, scaley=False)
    for north in range(-80, 90, 10):
        line = geography.visible(np.column_stack([np.linspace(-180, 180, 181), np.full(181, north)]), view)
        order = np.argsort(line[:, 0])
        axes.plot(
            *view.project(*line[order].T), color=style.FAINT, linewidth=0.8, zorder=-2, scalex=False, scaley=False
        )


def _draw_arcs(axes: Axes, net: Network, positions: Any, view: View | None) -> Any:
    """Arcs, the largest on top; returns the colour scale, None when there is no arc."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import LineCollection
    from matplotlib.colors import Normalize

    if net.arcs.empty:
        return None
    shown = net.arcs.tail(ARCS)
    low, high = (float(bound) for bound in (shown["trust"].min(), shown["trust"].max()))
    low, high = float(np.floor(low * 10) / 10), float(np.ceil(high * 10) / 10)
    colours = ScalarMappable(Normalize(low, max(high, low + 0.1)), style.trust_colours())
    drawn = [(row, curve) for row in shown.itertuples() for curve in curves_of(row, net, positions, view)]
    curves, trust = [curve for _, curve in drawn], np.array([row.trust for row, _ in drawn], float)
    thick = widths([row.filled for row, _ in drawn], shown["filled"].max())
    axes.add_collection(
        LineCollection(curves, colors=colours.to_rgba(trust), linewidths=thick, alpha=0.9,
                       capstyle="round", zorder=2),
        autolim=False,
    )  # fmt: skip
    return colours


def widths(filled: Any, largest: float) -> Any:
    """Points; proportional to posts, so that twice the posts are twice the ink."""
    return np.maximum(0.5, _THICKEST * np.asarray(filled, float) / max(largest, 1e-9))


def sizes_of(abroad: Any, largest: float) -> Any:
    """Square points; area proportional to officers."""
    return np.maximum(_SMALLEST, _LARGEST * np.asarray(abroad, float) / max(largest, 1e-9))


def draw_nodes(
    axes: Axes, record: Shown, net: Network, positions: Any, view: View | None, room: Any = None, largest: float = 0.0
) -> None:  # fmt: skip
    """Dots as large as the number of officers abroad, with names.

    room: sizes around which names are placed, so that they stay where they are when sizes change; largest: officers
    of the largest dot, by default the most of any.
    """
    if not len(positions):
        return style.say(axes, "no nation is present")
    largest = largest or float(net.abroad.max())
    sizes = sizes_of(net.abroad, largest) if largest > 0 else np.full(len(positions), _QUIET)
    busy = net.abroad + sum(np.bincount(net.arcs[side], net.arcs["filled"], len(net.codes)) for side in "ab") * 1e-3
    for active, colour in ((False, style.BAND_INK), (True, style.INK)):
        some = (busy > 0) == active
        axes.scatter(
            positions[some, 0],
            positions[some, 1],
            s=sizes[some],
            color=colour,
            edgecolors="white",
            linewidths=0.8,
            zorder=4,
        )
    named = {code for pair in own_pairs(record) for code in pair}
    first = np.array([code not in named for code in net.codes], int)
    order = np.lexsort((-busy, first))[:LABELLED]
    few = len(net.codes) <= 12
    order = order if len(net.codes) <= LABELLED else order[(busy[order] > 0) | (first[order] == 0)]
    texts = [style.nation_label(record, net.codes[k]) for k in order]
    around = sizes if room is None else room
    return place_labels(axes, positions, around, order, texts, 10.0 if few else 7.5, few, view is None)


def _draw_keys(figure: Figure, net: Network, colours: Any) -> None:
    """Below the map: what colour, width and size mean."""
    if colours is None:
        return
    bar = figure.add_axes((0.45 / _WIDTH, 0.88 / _HEIGHT, 3.0 / _WIDTH, 0.13 / _HEIGHT))
    style.colour_bar(figure, bar, colours, "Trust, mean of both directions (0–1)")
    key = figure.add_axes((4.0 / _WIDTH, 0.4 / _HEIGHT, 7.2 / _WIDTH, 0.75 / _HEIGHT))
    key.set_axis_off()
    key.set_xlim(0, 7.2)
    key.set_ylim(0, 0.75)
    largest, most = float(net.arcs["filled"].max()), float(net.abroad.max())
    text: dict[str, Any] = {"size": style.TICK, "color": style.INK, "family": style.FONT, "va": "center"}
    key.text(0.0, 0.13, "Posts filled", **text)
    for place, value in enumerate(round_values(largest)):
        left = place * 1.05
        key.plot([left, left + 0.45], [0.52, 0.52], color=style.BAND_INK, linewidth=float(widths(value, largest)),
                 solid_capstyle="round")  # fmt: skip
        key.text(left + 0.56, 0.52, f"{value:,.0f}", **text)
    key.text(3.7, 0.13, "Officers abroad", **text)
    for place, value in enumerate(round_values(most)):
        left = 3.85 + place * 1.05
        key.scatter([left], [0.52], s=float(sizes_of(value, most)), color=style.INK)
        key.text(left + 0.28, 0.52, f"{value:,.0f}", **text)


def round_values(largest: float) -> list[float]:
    """Up to three round numbers not above the largest, for a key."""
    if largest < 1:
        return []
    top = 10.0 ** np.floor(np.log10(largest))
    top = max(step * top for step in (1, 2, 5) if step * top <= largest)
    return sorted({max(1.0, float(np.floor(top * share))) for share in (1.0, 0.5, 0.1)})
