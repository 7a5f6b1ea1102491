"""Which way exchange flows, as arrows on the map: posts of a year, or what one policy sends more than another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import network, style
from exchsim.plots.network import Network
from exchsim.store.record import Record
from exchsim.store.shown import Shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE = 9.2  # inches
ARROWS = 60  # drawn, the largest
_THICKEST, _THINNEST = 6.0, 0.8  # points
_ROOMY = 6.0  # inches from which on a key has two values
_MORE, _FEWER = style.BLUE, style.VERMILION


def flows(record: Record, year: int | None = None, width: float = WIDE) -> Figure:
    """Arrows from sender to host: posts filled between nations at the end of a year, by default the last."""
    pairs = record.pairs
    if year is None:
        year = int(pairs["year"].max()) if len(pairs) else 1900 + (record.names.end - 1) // 12
    table = pairs.loc[pairs["year"] == year, ["sender", "host", "filled"]].rename(columns={"filled": "value"})
    table["value"] *= record.names.people_per_agent
    total = table["value"].sum()
    words = f"End of {year}: {total:,.0f} posts filled between nations. An arrow goes from the sender to the host."
    return flow_map(record, table, "Which way officers go", words, style.caption(record), width)


def flow_map(
    world: Shown, table: pd.DataFrame, title: str, words: str, source: str, width: float = WIDE, signed: bool = False
) -> Figure:
    """Arrows on the map, or around a circle where nations have no places.

    table: sender, host, value in posts. signed: of differences; blue and whole is more, orange and dashed less.
    """
    shown = table.assign(size=table["value"].abs(), sender=table["sender"].astype(object),
                         host=table["host"].astype(object)).sort_values("size", kind="stable")  # fmt: skip
    shown = shown[shown["size"] > 0.0].tail(ARROWS)
    if len(table) and (table["value"].abs() > 0.0).sum() > ARROWS:
        words += f" The {ARROWS} largest are shown."
    probe = style.page(source, title, words, width)
    top, foot = style.top_of(probe) - 0.3, 0.95 + 0.13 * probe.texts[2].get_text().count("\n")
    height = top + foot + 0.56 * (width - 0.6)
    figure = style.page(source, title, words, width, height)
    axes = figure.add_axes((0.3 / width, foot / height, 1 - 0.6 / width, 1 - (top + foot) / height))
    axes.set_axis_off()
    net = network_of(world, table, shown)
    positions, view = network.positions_of(net)
    network.set_frame(axes, positions, view, net)
    if view is not None:
        network.draw_land(axes, world, view, set(net.codes))
    if shown.empty:
        style.say(axes, "no difference between the two" if signed else "no exchange post between two nations is filled")
        return figure
    largest = float(shown["size"].max())
    place = {code: k for k, code in enumerate(net.codes)}
    for sender, host, value in zip(shown["sender"], shown["host"], shown["value"], strict=True):
        _arrow(axes, positions[place[sender]], positions[place[host]], float(value), largest, signed)
    network.draw_nodes(axes, world, net, positions, view, largest=1e12)
    _key(figure, largest, signed, width, height, foot)
    return figure


def network_of(world: Shown, table: pd.DataFrame, shown: pd.DataFrame) -> Network:
    """Nations that have pairs, and the arcs between them, as the map of the network wants them."""
    import pandas as pd

    there = set(table["sender"].astype(object)) | set(table["host"].astype(object))
    codes = [code for code in world.names.nations if code in there]
    place = {code: k for k, code in enumerate(codes)}
    where = dict(
        zip(world.names.nations, zip(world.names.longitude, world.names.latitude, strict=True), strict=True)
    )  # fmt: skip
    places = [(float(e), float(n)) if e is not None and n is not None else None for e, n in map(where.get, codes)]  # type: ignore[misc]
    sender, host = (shown[side].map(place).to_numpy(np.int64) for side in ("sender", "host"))
    arcs = pd.DataFrame({"a": np.minimum(sender, host), "b": np.maximum(sender, host),
                         "filled": shown["size"].to_numpy(float)})  # fmt: skip
    abroad = np.bincount(sender, shown["size"].to_numpy(float), len(codes)) if len(codes) else np.zeros(0)
    close = np.zeros((len(codes), len(codes)))
    np.add.at(close, (arcs["a"].to_numpy(), arcs["b"].to_numpy()), arcs["filled"].to_numpy())
    return Network(codes, abroad, arcs, close + close.T, places)


def _arrow(axes: Axes, start: Any, end: Any, value: float, largest: float, signed: bool) -> None:
    """Each direction bends to its own side, so that two that face each other stay apart."""
    from matplotlib.patches import FancyArrowPatch

    wide = max(_THINNEST, _THICKEST * abs(value) / largest)
    fewer = signed and value < 0.0
    axes.add_patch(FancyArrowPatch(
        tuple(start), tuple(end), connectionstyle="arc3,rad=0.18", arrowstyle="-|>", mutation_scale=6.0 + 2.2 * wide,
        linewidth=wide, color=_FEWER if fewer else _MORE, alpha=0.85, shrinkA=5, shrinkB=6, zorder=2,
        linestyle=(0, (3, 1.5)) if fewer else "-", capstyle="butt", joinstyle="miter",
    ))  # fmt: skip


def _key(figure: Figure, largest: float, signed: bool, width: float, height: float, foot: float) -> None:
    """Below the map: what width and colour mean."""
    key = figure.add_axes((0.3 / width, (foot - 0.62) / height, 1 - 0.6 / width, 0.5 / height))
    key.set_axis_off()
    key.set_xlim(0, width - 0.6)
    key.set_ylim(0, 0.5)
    text: dict[str, Any] = {"size": style.TICK, "color": style.INK, "family": style.FONT, "va": "center"}
    kinds = (("more", _MORE, "-"), ("fewer", _FEWER, (0, (3, 1.5)))) if signed else (("", _MORE, "-"),)
    at = 0.0
    for word, colour, dash in kinds:
        for value in (network.round_values(largest)[::-2] or [largest])[: 1 if width < _ROOMY else 2]:
            key.plot([at, at + 0.5], [0.34, 0.34], color=colour, linestyle=dash, solid_capstyle="butt",
                     linewidth=max(_THINNEST, _THICKEST * value / largest))  # fmt: skip
            said = f"{value:,.2g} {word}".strip() if value < 1.0 else f"{value:,.0f} {word}".strip()
            key.text(at + 0.58, 0.34, said, **text)
            at += 0.72 + style.text_inches(said, style.TICK)
    key.text(0.0, 0.08, "Posts filled (officers)" + (", mean over all runs" if signed else ""), **text)
