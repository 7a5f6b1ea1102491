"""Security: attempts and what became of them, harm, who tells whom what it knows, what leaks, and skill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exchsim.plots import style
from exchsim.plots.style import End, Margins
from exchsim.store.record import Record
from exchsim.store.shown import own_nation, own_pairs

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPAN = 5  # years over which a share is taken
_CLOSEST = "closest tenth of pairs"
_DASHES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (8, 2, 1.5, 2)))


def security(record: Record) -> Figure:
    """Six panels: attempts by type, share prevented, harm, intelligence shared, what leaked, skill by field."""
    threats = record.frame("threats")
    closest = "" if own_pairs(record) else "; the closest tenth are those who share most"
    figure = style.sheet(
        record, "Attacks attempted and prevented, and intelligence shared",
        "All nations together, by calendar year, but for skill. Sharing: the part of what one knows of threats that it "
        f"passes to the other, mean of both directions of a pair and of pairs; allies have a defence pact{closest}.",
        width=11.8, height=10.4,
    )  # fmt: skip
    named = [style.text_inches(f"{style.pair_label(record, *pair)} 100 %", style.TICK) for pair in own_pairs(record)]
    right = max([1.9, *(wide + 0.3 for wide in named)])
    cells = style.grid(figure, 3, 2, Margins(right=right, left=0.85, top=style.top_of(figure)), (0.95, 2.75))
    panels = [figure.add_subplot(cells[row, column]) for row in (0, 1, 2) for column in (0, 1)]
    totals = by_type(threats)
    lately = {measure: table.rolling(SPAN, min_periods=1).sum() for measure, table in totals.items()}
    share = 100.0 * lately["prevented"] / lately["attempts"].where(lately["attempts"] >= SPAN)
    _draw_lines(panels[0], "Attempts", "Attempts a year", totals["attempts"], "{:,.0f}")
    _draw_lines(panels[1], f"Prevented, {SPAN} years together", "Share of attempts (%)", share, "{:.0f} %", top=100.0)
    harm = totals["harm"].rolling(SPAN, min_periods=1).mean()
    _draw_lines(panels[2], f"Harm, mean of {SPAN} years", "Harm a year (index, log)", harm, "{:,.1f}", log=True)
    _draw_sharing(panels[3], record)
    _draw_compromises(panels[4], record)
    _draw_skill(panels[5], record)
    return figure


def by_type(threats: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sums over nations by measure: a row a year, a column a type."""
    return {
        measure: threats.pivot_table(index="year", columns="threat", values=measure, aggfunc="sum", observed=False)
        for measure in ("attempts", "prevented", "harm")
    }


def _draw_lines(
    axes: Axes, heading: str, label: str, values: pd.DataFrame, form: str, top: float | None = None, log: bool = False
) -> None:
    style.dress(axes, heading, "Year", label)
    if values.empty or not values.max().max() > 0:
        return style.say(axes, "none")
    ends, marker = [], "o" if len(values) < 3 else None
    for colour, dash, name in zip(style.LINES, _DASHES, values.columns, strict=False):
        line = values[name].to_numpy(float)
        shown = np.where(line > 0, line, np.nan) if log else line  # before the first, there is nothing to draw
        axes.plot(values.index, shown, color=colour, linestyle=dash, linewidth=1.8, marker=marker)
        known = values[name].dropna()
        if len(known):
            words = str(name).replace("_", " ")
            ends.append(End(float(known.iloc[-1]), f"{words} {form.format(known.iloc[-1])}", colour))
    highest = float(values.max().max())
    if log:  # harm has a heavy tail: one attack may outweigh a decade
        axes.set_yscale("log")
        axes.set_ylim(0.1, highest * 2)
        axes.yaxis.set_major_formatter("{x:,g}")
        axes.tick_params(axis="y", which="minor", length=0)
    else:
        axes.set_ylim(0, top if top is not None else highest * 1.08)
        axes.yaxis.set_major_locator(style.whole_numbers())
    style.years_axis(axes, float(values.index[0]), float(values.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def shared(record: Record) -> dict[str | tuple[str, str], pd.Series]:
    """Part passed on (%) by year: of allies, of other pairs, and of the scenario's pairs or else the closest tenth."""
    pairs = record.pairs
    lines: dict[str | tuple[str, str], pd.Series] = {}
    for a, b in own_pairs(record):
        both = ((pairs["sender"] == a) & (pairs["host"] == b)) | ((pairs["sender"] == b) & (pairs["host"] == a))
        lines[a, b] = 100.0 * pairs[both].groupby("year")["sharing"].mean()
    if not lines:
        closest = pairs["sharing"] >= pairs.groupby("year")["sharing"].transform("quantile", 0.9)
        lines[_CLOSEST] = 100.0 * pairs[closest & (pairs["sharing"] > 0)].groupby("year")["sharing"].mean()
    allied = pairs["alliance"].astype(bool)
    for name, which in (("allies", allied), ("other pairs", ~allied)):
        lines[name] = 100.0 * pairs[which].groupby("year")["sharing"].mean()
    return {name: line for name, line in lines.items() if len(line)}


def _draw_sharing(axes: Axes, record: Record) -> None:
    style.dress(axes, "Intelligence shared", "Year", "Part of what is known (%)")
    if record.pairs.empty:
        return style.say(
            axes, "the table of pairs was not kept" if "pairs" not in record.kept else "no pair of nations"
        )
    lines, ends = shared(record), []
    colours = iter(style.LINES)
    for name, line in lines.items():
        mean_of_many = name in ("allies", "other pairs")
        colour = style.BAND_INK if mean_of_many else next(colours)
        label = name if isinstance(name, str) else style.pair_label(record, *name)
        dash = (0, (6, 2)) if name == "allies" else (0, (2, 1.5)) if mean_of_many else "-"
        axes.plot(line.index, line, color=colour, linestyle=dash, linewidth=1.6 if mean_of_many else 2.0,
                  marker="o" if len(line) < 3 else None)  # fmt: skip
        ends.append(End(float(line.iloc[-1]), f"{label} {line.iloc[-1]:.0f} %", colour, float(line.index[-1])))
    years = record.pairs["year"]
    axes.set_ylim(0, max(5.0, max(float(line.max()) for line in lines.values()) * 1.1))
    style.years_axis(axes, float(years.min()), float(years.max()))
    return style.label_ends(axes, ends, style.TICK)


def _draw_compromises(axes: Axes, record: Record) -> None:
    """Cases added up, and the number to be expected: cases are few and a matter of luck."""
    style.dress(axes, "Secrets lost since the beginning", "Year", "Cases")
    kinds = {"leaks": "leaks", "espionage": "by visitors"}
    world = record.world
    year = 1900 + (record.names.start + np.arange(len(world))) // 12
    table = world.assign(year=year).groupby("year")[[*kinds, *(f"{kind}_expected" for kind in kinds)]].sum().cumsum()
    if table.empty or not table.to_numpy().max() > 0:
        return style.say(axes, "none")
    ends, marker = [], "o" if len(table) < 3 else None
    for colour, (kind, words) in zip(style.LINES, kinds.items(), strict=False):
        cases, expected = table[kind], table[f"{kind}_expected"]
        axes.plot(table.index, cases, color=colour, linewidth=2.0, drawstyle="steps-mid", marker=marker)
        axes.plot(table.index, expected, color=colour, linewidth=1.2, linestyle=(0, (4, 3)), marker=marker)
        ends.append(End(float(cases.iloc[-1]), f"{words} {cases.iloc[-1]:,.0f}", colour))
        ends.append(End(float(expected.iloc[-1]), f"{words}, expected {expected.iloc[-1]:,.1f}", colour))
    axes.set_ylim(0, max(1.0, float(table.to_numpy().max())) * 1.08)
    axes.yaxis.set_major_locator(style.whole_numbers())
    style.years_axis(axes, float(table.index[0]), float(table.index[-1]))
    return style.label_ends(axes, ends, style.TICK)


def _draw_skill(axes: Axes, record: Record) -> None:
    """Of the nation that the scenario's pairs have in common, else the mean of all."""
    own = own_nation(record)
    style.dress(
        axes, f"Skill by field, {record.names.name_of(own) if own else 'mean of nations'}", "Year", "Skill (0–1)"
    )
    fields = [name for name in record.nations.columns if name.startswith("skill_")]
    rows = record.nations if own is None else record.nations[record.nations["iso3"] == own]
    if rows.empty:
        return style.say(axes, "no year")
    means, ends = rows.groupby("year")[fields].mean(), []
    for colour, name in zip(style.LINES, fields, strict=False):
        line = means[name]
        axes.plot(line.index, line, color=colour, linewidth=1.8, marker="o" if len(line) < 3 else None)
        words = name.removeprefix("skill_").replace("_", " ")
        ends.append(End(float(line.iloc[-1]), f"{words} {line.iloc[-1]:.2f}", colour))
    low, high = float(means.to_numpy().min()), float(means.to_numpy().max())
    axes.set_ylim(max(0.0, low - 0.02), min(1.0, high + 0.02))
    style.years_axis(axes, float(means.index[0]), float(means.index[-1]))
    return style.label_ends(axes, ends, style.TICK)
