"""How much of an outcome comes from which programme: a bar a group, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exchsim.plots import style
from exchsim.plots.style import Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.analysis.attribution import Attribution

_FIRST, _LAST = ">", "<"  # marks that tell each other apart in grey too


def shares(found: Sequence[Attribution], units: Mapping[str, str], source: str) -> Figure:
    """One panel an outcome: each group's share with its interval, and its effect first and last in."""
    groups = [share.group for share in found[0].shares]
    columns = min(2, len(found))
    rows = -(-len(found) // columns)
    names = max(style.text_inches(name, style.TICK) for name in groups)
    one = found[0]
    orders = "all orders" if one.is_exact else f"{one.orders} drawn orders"
    figure = style.page(
        source, "Which programme brings how much",
        f"Bars: what a group adds, averaged over {orders} of switching groups on, with its "
        f"{100 * one.confidence:g} % interval; bars add up to all together. ▶ the group alone, all others off. ◀ what "
        "is lost when it alone goes.",
        width=max(7.5, 0.9 + columns * (names + 3.4)), height=2.0 + rows * (0.95 + 0.36 * len(groups) + 0.6),
    )  # fmt: skip
    cells = style.grid(
        figure, rows, columns, Margins(left=names + 0.45, right=0.4, top=style.top_of(figure)), (1.1, names + 0.6)
    )
    for place, attribution in enumerate(found):
        axes = figure.add_subplot(cells[place // columns, place % columns])
        _draw(axes, attribution, units.get(attribution.outcome, ""))
    return figure


def _draw(axes: Axes, found: Attribution, unit: str) -> None:
    from matplotlib.ticker import MaxNLocator

    parts = sorted(found.shares, key=lambda share: -share.share.mean)
    places = list(range(len(parts) - 1, -1, -1))
    style.dress(axes, f"{found.outcome}: {found.whole.mean:+.3g} in all", x=unit)
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=style.FAINT, linewidth=0.8)
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.2)
    for place, part in zip(places, parts, strict=True):
        share = part.share
        colour = style.MUTED if not share.is_clear else style.BLUE if share.mean > 0.0 else style.VERMILION
        axes.barh(place, share.mean, color=colour if share.is_clear else "white", edgecolor=colour, height=0.56)
        axes.plot([share.low, share.high], [place, place], color=style.INK, linewidth=1.3)
        axes.plot([part.first.mean], [place + 0.36], _FIRST, color=style.INK, markersize=5)
        axes.plot([part.last.mean], [place - 0.36], _LAST, color=style.INK, markersize=5, markerfacecolor="white")
    axes.set_yticks(places, [part.group for part in parts], fontsize=style.TICK)
    axes.set_ylim(-0.65, len(parts) - 0.35)
    axes.margins(x=0.08)
    axes.xaxis.set_major_locator(MaxNLocator(5))
