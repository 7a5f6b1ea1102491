"""The network of exchange as it grows and withers: an animated picture, a year a frame, that stops on the last one.

Nothing jumps: nations, names, frame, and the scales of width, size and colour are the same in all years.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import network, style
from exchsim.plots.network import Network
from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from PIL.Image import Image

KINDS = ("posts", "trust")
DOTS = 80  # per inch: a small file
COLOURS = 96
_SAME = 255  # place in the palette of what did not change
FRAME, FIRST, LAST = 500, 1200, 4000  # milliseconds
_WIDTH, _HEIGHT, _TOP, _FOOT = 8.6, 6.2, 1.0, 1.1
_TITLES = {"posts": "Who exchanges officers with whom", "trust": "Who trusts whom"}
_WORDS = {
    "posts": "Lines: posts filled between two nations, both directions together. Dots: officers abroad.",
    "trust": "Lines: trust, mean of both directions; the wider and darker, the more.",
}


def animate(record: Record, path: str | Path, kind: str = "posts") -> Path:
    """Write the network of a run as GIF, by year. kind: posts or trust. Raises ValueError where nothing was kept."""
    frames = list(images(record, kind))
    target = Path(path)
    times = [FRAME] * len(frames)
    times[0], times[-1] = FIRST, LAST
    first, *others = _of_one_palette(frames)
    first.save(target, save_all=True, append_images=others, duration=times, transparency=_SAME, disposal=1)
    return target


def images(record: Record, kind: str = "posts") -> Iterator[Image]:
    """The frames, a year each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r}: must be one of {', '.join(KINDS)}")
    for figure in frames_of(record, kind):
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        yield Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _of_one_palette(frames: list[Image]) -> list[Image]:
    """All frames in the colours of a middle and a last one, so that no colour flickers."""
    from PIL import Image

    chosen = [frames[k] for k in sorted({0, len(frames) // 2, len(frames) - 1})]
    sheet = Image.new("RGB", (chosen[0].width, chosen[0].height * len(chosen)))
    for place, frame in enumerate(chosen):
        sheet.paste(frame, (0, place * frame.height))
    palette = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
    drawn = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    return [drawn[0], *(_changed(before, after) for before, after in pairwise(drawn))]


def _changed(before: Image, after: Image) -> Image:
    """What is new in a frame; the rest lets the one before shine through, which saves most of the bytes."""
    from PIL import Image

    old, new = np.asarray(before), np.asarray(after)
    image = Image.fromarray(np.where(old == new, np.uint8(_SAME), new))
    image.putpalette(after.getpalette() or [])
    return image


def frames_of(record: Record, kind: str) -> Iterator[Figure]:
    """A figure a year, all in the same frame and scales."""
    years = sorted(int(year) for year in record.pairs["year"].unique())
    if not years:
        raise ValueError("no pairs of nations were kept; run with `outputs: {pairs: true}` for at least a year")
    nets = [_net(record, year, kind) for year in years]
    whole = _together(record, nets)
    positions, view = network.positions_of(whole)
    most = max((float(net.arcs["width"].max()) for net in nets if len(net.arcs)), default=0.0)
    officers = max(float(net.abroad.max()) for net in nets)
    low, high = _bounds(nets)
    room = network.sizes_of(whole.abroad, officers) if officers > 0 else np.full(len(whole.codes), 90.0)
    place = {code: k for k, code in enumerate(whole.codes)}
    for year, net in zip(years, nets, strict=True):
        figure = style.sheet(record, _TITLES[kind], _WORDS[kind], _WIDTH, _HEIGHT)
        axes = figure.add_axes((0.3 / _WIDTH, _FOOT / _HEIGHT, 1 - 0.6 / _WIDTH, 1 - (_TOP + _FOOT) / _HEIGHT))
        axes.set_axis_off()
        network.set_frame(axes, positions, view, whole)
        if view is not None:
            network.draw_land(axes, record, view, set(whole.codes))
        mine = [place[code] for code in net.codes]
        colours = _draw_arcs(axes, net, positions[mine], view, most, (low, high))
        abroad, busy = np.zeros(len(whole.codes)), whole.arcs
        abroad[mine] = net.abroad
        shown = Network(whole.codes, abroad, busy, whole.matrix, whole.places)
        network.draw_nodes(axes, record, shown, positions, view, room, officers)
        _draw_clock(figure, year, years, colours, kind, most)
        yield figure


def _net(record: Record, year: int, kind: str) -> Network:
    """The network of a year; `width` of an arc: posts filled, or trust."""
    net = network.network_of(record, year)
    if kind == "posts":
        arcs = net.arcs.assign(width=net.arcs["filled"]).tail(network.ARCS)
    else:
        arcs = _trusting(net).tail(network.ARCS)
    return Network(net.codes, net.abroad, arcs, net.matrix, net.places)


def _trusting(net: Network) -> pd.DataFrame:
    """All pairs with their trust, the least first."""
    import pandas as pd

    a, b = np.triu_indices(len(net.codes), 1)
    trust = np.nan_to_num((net.matrix[a, b] + net.matrix[b, a]) / 2)
    table = pd.DataFrame({"a": a, "b": b, "filled": 0.0, "trust": trust, "width": trust})
    return table.sort_values("trust", kind="stable")


def _together(record: Record, nets: list[Network]) -> Network:
    """Every nation of any year at its largest, and every arc."""
    import pandas as pd

    there = {code for net in nets for code in net.codes}
    codes = [code for code in record.names.nations if code in there]
    place = {code: k for k, code in enumerate(codes)}
    abroad, matrix = np.zeros(len(codes)), np.zeros((len(codes), len(codes)))
    places: list[tuple[float, float] | None] = [None] * len(codes)
    arcs = []
    for net in nets:
        mine = np.array([place[code] for code in net.codes], np.int64)
        abroad[mine] = np.maximum(abroad[mine], net.abroad)
        matrix[np.ix_(mine, mine)] = np.nan_to_num(net.matrix)
        for code, where in zip(net.codes, net.places, strict=True):
            places[place[code]] = where
        arcs.append(net.arcs.assign(a=mine[net.arcs["a"]], b=mine[net.arcs["b"]]))
    joined = pd.concat(arcs).groupby(["a", "b"], as_index=False)[["filled", "trust", "width"]].max()
    return Network(codes, abroad, joined, matrix, places)


def _bounds(nets: list[Network]) -> tuple[float, float]:
    """Tenths of trust around all that is drawn."""
    trust = np.concatenate([net.arcs["trust"].to_numpy(float) for net in nets])
    if not trust.size:
        return 0.0, 1.0
    low, high = float(np.floor(trust.min() * 10) / 10), float(np.ceil(trust.max() * 10) / 10)
    return low, max(high, low + 0.1)


def _draw_arcs(
    axes: Axes, net: Network, positions: Any, view: Any, most: float, bounds: tuple[float, float]
) -> Any:  # fmt: skip
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import LineCollection
    from matplotlib.colors import Normalize

    colours = ScalarMappable(Normalize(*bounds), style.trust_colours())
    drawn = [(row, curve) for row in net.arcs.itertuples() for curve in network.curves_of(row, net, positions, view)]
    if drawn:
        axes.add_collection(
            LineCollection([curve for _, curve in drawn],
                           colors=colours.to_rgba(np.array([row.trust for row, _ in drawn], float)),
                           linewidths=network.widths([row.width for row, _ in drawn], most), alpha=0.9,
                           capstyle="round", zorder=2),
            autolim=False,
        )  # fmt: skip
    return colours


def _draw_clock(figure: Figure, year: int, years: list[int], colours: Any, kind: str, most: float) -> None:
    """Year, how far the time has come, and the scale of colours, below the map."""
    bar = figure.add_axes((0.45 / _WIDTH, 0.72 / _HEIGHT, 2.6 / _WIDTH, 0.12 / _HEIGHT))
    style.colour_bar(figure, bar, colours, "Trust, mean of both directions (0–1)")
    if kind == "posts":
        figure.text(3.5 / _WIDTH, 0.62 / _HEIGHT, f"Widest line: {most:,.0f} posts", size=style.TICK, color=style.INK,
                    family=style.FONT)  # fmt: skip
    figure.text(1 - 0.3 / _WIDTH, 0.62 / _HEIGHT, str(year), size=20, weight="bold", color=style.INK, ha="right",
                family=style.FONT)  # fmt: skip
    clock = figure.add_axes((5.6 / _WIDTH, 0.46 / _HEIGHT, (_WIDTH - 5.9) / _WIDTH, 0.07 / _HEIGHT))
    clock.set_axis_off()
    clock.set_xlim(0.0, 1.0)
    share = (year - years[0] + 1) / (years[-1] - years[0] + 1)
    clock.barh([0.0, 0.0], [1.0, share], color=[style.BAND, style.BAND_INK], height=1.0)
