"""How much of an outcome comes from which programme: a bar a group, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exchsim.analysis.terms import Term, capital, in_words
from exchsim.plots import style
from exchsim.plots.looks import WIDE, few_ticks, fitted, labels, panel_inches, panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from exchsim.analysis.attribution import Attribution

_FIRST, _LAST = ">", "<"  # marks that tell each other apart in grey too


def shares(found: Sequence[Attribution], terms: Mapping[str, Term], source: str, width: float = WIDE) -> Figure:
    """One panel an outcome: each group's share with its interval, and its effect first and last in."""
    one = found[0]
    _, room = labels([in_words(share.group) for share in one.shares], width)
    orders = "all orders" if one.is_exact else f"{one.orders} drawn orders"
    figure, axes = panels(
        source, "Which programme brings how much",
        f"Bars: what a group adds, averaged over {orders} of switching groups on, with its {100 * one.confidence:g} % "
        "interval; bars add up to all together. Hollow: the sign is open. ▶ what it adds when all others are off. "
        "◁ what is lost when it alone goes.",
        width, len(found), 0.35 + 0.4 * len(one.shares), left=room + 0.45, below=0.62, most=2,
    )  # fmt: skip
    for attribution, panel in zip(found, axes, strict=True):
        _draw(panel, attribution, terms[attribution.outcome], room, width)
    return figure


def _draw(axes: Axes, found: Attribution, term: Term, room: float, width: float) -> None:
    parts = sorted(found.shares, key=lambda share: -share.share.mean)
    factor, unit = term.scale([x for part in parts for x in (part.share.low, part.share.high, part.first.mean)])
    names, _ = labels([in_words(part.group) for part in parts], width)
    style.dress(
        axes, fitted(capital(term.label), style.AXIS + 2, room + panel_inches(axes)),
        x=fitted(f"{term.amount(found.whole.mean, True)} in all ({unit})", style.AXIS, panel_inches(axes) + 0.5),
    )  # fmt: skip
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=style.FAINT, linewidth=0.8)
    axes.axvline(0.0, color=style.BAND_INK, linewidth=1.2)
    places = list(range(len(parts) - 1, -1, -1))
    for place, part in zip(places, parts, strict=True):
        share = part.share
        colour = style.MUTED if not share.is_clear else style.BLUE if share.mean > 0.0 else style.VERMILION
        axes.barh(place, share.mean / factor, color=colour if share.is_clear else "white", edgecolor=colour, height=0.5)
        axes.plot([share.low / factor, share.high / factor], [place, place], color=style.INK, linewidth=1.3)
        axes.plot([part.first.mean / factor], [place + 0.35], _FIRST, color=style.INK, markersize=5)
        axes.plot(
            [part.last.mean / factor], [place - 0.35], _LAST, color=style.INK, markersize=5, markerfacecolor="white"
        )
    axes.set_yticks(places, names, fontsize=style.TICK)
    axes.set_ylim(-0.65, len(parts) - 0.35)
    axes.use_sticky_edges = False  # marks at 0 are wider than the bars that end there
    axes.margins(x=0.08)
    few_ticks(axes)
