"""Trust and interoperability over time, of the pairs that the scenario names or that moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End, Margins
from exchsim.store.record import Record
from exchsim.store.shown import own_pairs

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN, FEW = 5, 8  # lines; other pairs from which on they are drawn as a band
APART = 0.1  # mean difference of trust from which on the directions of a named pair are drawn one by one
_LABELS = {"trust": "Trust (0–1)", "interoperability": "Interoperability (0–1)"}


def trust(record: Record) -> Figure:
    """Two panels over the years; the two directions of a pair are averaged."""
    series, partners = by_pair(record)
    named = [pair for pair in own_pairs(record) if pair in series["trust"]]
    chosen = named or moved_most(series["trust"])
    apart = {pair: ways for pair in named for ways in [directions(record, *pair)] if differ(ways)}
    words = _subtitle(series, chosen, partners, bool(named), bool(apart))
    figure = style.sheet(record, "Whom partners trust, and with whom they can work", words)
    labels = [style.pair_label(record, *pair) for pair in chosen] + [_way(record, *pair) for pair in apart]
    longest = max([style.text_inches(label, style.LABEL) for label in labels], default=0.8)
    margins = Margins(right=max(1.6, longest + 0.5), top=style.top_of(figure))
    cells = style.grid(figure, 1, 2, margins, (0.0, margins.right + 0.5))
    for place, (measure, label) in enumerate(_LABELS.items()):
        axes = figure.add_subplot(cells[0, place])
        style.dress(axes, label.split(" (")[0], "Year", label)
        if series[measure].empty:
            style.say(axes, "no pair of nations" if record.pairs.empty else "no year")
        else:
            _draw(axes, record, measure, series, chosen, apart if measure == "trust" else {})
    return figure


def directions(record: Record, a: str, b: str) -> pd.DataFrame:
    """Trust by year of each of two nations in the other: columns (a, b) and (b, a)."""
    import pandas as pd

    pairs = record.pairs
    ways = {
        (sender, host): pairs[(pairs["sender"] == sender) & (pairs["host"] == host)].set_index("year")["trust"]
        for sender, host in ((a, b), (b, a))
    }
    return pd.DataFrame({way: trust.astype(float) for way, trust in ways.items()})


def differ(ways: pd.DataFrame) -> bool:
    """Would the mean of the two directions hide much?"""
    first, second = ways.columns
    return bool((ways[first] - ways[second]).abs().mean() >= APART)


def _way(record: Record, sender: str, host: str) -> str:
    return f"{style.nation_label(record, sender)} in {style.nation_label(record, host)}"


def by_pair(record: Record) -> tuple[dict[str, pd.DataFrame], bool]:
    """Year by undirected pair, for trust, its baseline and interoperability; of partners, or of all when none are.

    Partners are pairs that ever had posts open, and those that the scenario names. Nations of a pair stand as it names
    them, else in alphabetical order.
    """
    import pandas as pd

    pairs = record.pairs
    sender, host = pairs["sender"].cat.codes.to_numpy(np.int64), pairs["host"].cat.codes.to_numpy(np.int64)
    n = len(record.names.nations)
    key = np.minimum(sender, host) * n + np.maximum(sender, host)
    codes = list(record.names.nations)
    named = {min(i, j) * n + max(i, j): (codes[i], codes[j]) for i, j in _places(own_pairs(record), codes)}
    sent = np.unique(key[pairs["posts"].to_numpy() > 0])
    kept = np.isin(key, [*sent, *named]) if len(sent) else np.ones(len(key), bool)
    measures = ["trust", "baseline", "interoperability"]
    means = pairs.loc[kept, ["year", *measures]].assign(key=key[kept]).groupby(["key", "year"])[measures].mean()
    series = {}
    for measure in measures:
        table = means[measure].unstack("key") if len(means) else pd.DataFrame()
        table.columns = pd.MultiIndex.from_tuples(
            [named.get(int(k), (codes[k // n], codes[k % n])) for k in table.columns.to_numpy(np.int64)],
            names=["a", "b"],
        )
        series[measure] = table
    return series, len(sent) > 0


def _places(pairs: list[tuple[str, str]], codes: list[str]) -> list[tuple[int, int]]:
    return [(codes.index(a), codes.index(b)) for a, b in pairs]


def moved_most(values: pd.DataFrame, count: int = SHOWN) -> list[tuple[str, str]]:
    """Pairs whose value changed most between their first and their last year, the greatest change first."""
    if values.empty:
        return []
    change = (values.ffill().iloc[-1] - values.bfill().iloc[0]).abs()
    ranked = change.sort_values(ascending=False, kind="stable")
    return [(str(a), str(b)) for a, b in ranked.index[:count]]


def _subtitle(series: dict[str, pd.DataFrame], chosen: list[tuple[str, str]], partners: bool, named: bool,
              apart: bool) -> str:  # fmt: skip
    if not chosen:
        return "No pair of nations in this run."
    others = series["trust"].shape[1] - len(chosen)
    who = "pairs with exchange posts" if partners else "pairs (none has exchange posts)"
    lines = "the pairs that the scenario names" if named else f"the {len(chosen)} {who} whose trust changed most"
    text = f"Lines: {lines}. Dashed: the baseline that politics alone would give."
    if others == 1:
        text += " Grey: the one other pair."
    elif others > 1:
        which = "with exchange posts" if named and partners else ""
        text += f" Grey: the other {others} pairs {which}".rstrip()
        text += "." if others < FEW else ", middle 80 % and median."
    alone = f", but for trust where they differ by {APART:g} or more on average: then thick and thin" if apart else ""
    return text + f" Both directions of a pair averaged{alone}; December of each year."


def _draw(
    axes: Axes, record: Record, measure: str, series: dict[str, pd.DataFrame], chosen: list[Any],
    apart: dict[tuple[str, str], pd.DataFrame],
) -> None:  # fmt: skip
    values = series[measure]
    years = values.index.to_numpy(float)
    others = values.drop(columns=chosen)
    ends = _band(axes, years, others)
    marker = "o" if len(years) < 3 else None
    for colour, pair in zip(style.LINES, chosen, strict=False):
        lines = {style.pair_label(record, *pair): values[pair]}
        if pair in apart:
            lines = {_way(record, *way): apart[pair][way].reindex(values.index) for way in apart[pair].columns}
        for width, (label, found) in zip((2.0, 1.0), lines.items(), strict=False):
            line = found.to_numpy()
            axes.plot(
                years, line, color=colour, linewidth=width, marker=marker, markersize=5, solid_capstyle="round",
                zorder=3,
            )  # fmt: skip
            if np.isfinite(line).any():
                last = int(np.flatnonzero(np.isfinite(line))[-1])
                ends.append(End(float(line[last]), label, colour, float(years[last])))
        if measure == "trust":
            axes.plot(years, series["baseline"][pair], color=colour, linewidth=0.9, linestyle=(0, (4, 3)), marker=None)
    _limits(axes, [values, series["baseline"][chosen], *apart.values()] if measure == "trust" else [values])
    style.years_axis(axes, years[0], years[-1])
    style.label_ends(axes, ends)


def _band(axes: Axes, years: Any, others: pd.DataFrame) -> list[End]:
    """Where the other pairs are: a band and its median, or thin lines when they are few."""
    if others.shape[1] == 0:
        return []
    if others.shape[1] < FEW:
        axes.plot(years, others.to_numpy(), color=style.BAND_INK, linewidth=0.9, zorder=1)
        middle = others.max(axis=1)
    else:
        low, middle, high = (others.quantile(share, axis=1) for share in (0.1, 0.5, 0.9))
        axes.fill_between(years, low, high, color=style.BAND, linewidth=0, zorder=1)
        axes.plot(years, middle, color=style.BAND_INK, linewidth=1.2, zorder=2)
    return [End(float(middle.iloc[-1]), "other pairs" if others.shape[1] > 1 else "other pair", style.BAND_INK)]


def _limits(axes: Axes, shown: list[pd.DataFrame]) -> None:
    """Tenths around what is shown, with at least three of them."""
    low = min(float(np.nanmin(frame.to_numpy())) for frame in shown if frame.size)
    high = max(float(np.nanmax(frame.to_numpy())) for frame in shown if frame.size)
    bottom, top = max(0.0, np.floor(low * 10) / 10), min(1.0, np.ceil(high * 10) / 10)
    while top - bottom < 0.299:
        bottom, top = max(0.0, bottom - 0.1), min(1.0, top + 0.1)
    axes.set_ylim(bottom, top)
