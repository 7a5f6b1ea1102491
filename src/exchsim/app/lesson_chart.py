"""The chart of a lesson's step: its measures over the years, now and as it was."""

from __future__ import annotations

import math
from typing import Any

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.lessons import Lesson, Measure, Step
from exchsim.app.letters import ACROSS, PLAIN, UP, WORDS, YEARS, grown
from exchsim.app.series import AT_ITS_END, IN_THE_YEAR

LOOKS = (  # colours of Okabe and Ito, told apart by all eyes, and marks
    ("#0072b2", "circle"), ("#d55e00", "rect"), ("#009e73", "triangle"), ("#cc79a7", "diamond"),
    ("#56b4e9", "circle"), ("#e69f00", "rect"), ("#1a1a1a", "triangle"),
)  # fmt: skip
TOP = 0.8  # from where on a scale from 0 to 1 is drawn to its end, and not beyond
FLOWS = ("exercises",)  # counted over a year, as all sums are; what else is yearly is as of the year's end


def looks(lesson: Lesson) -> dict[str, tuple[str, str]]:
    """Colour and mark of each measure that a lesson draws, the same in all its steps.

    A pair has one colour, the same in all lessons where it comes first or second by name; a second measure of it in
    the same chart has its own.
    """
    keys: dict[str, str] = {}
    for step in lesson.steps:
        taken = [keys[name] for name in step.draw if name in keys]
        for name in step.draw:
            if name not in keys:
                about = lesson.measures[name].about
                keys[name] = name if about in taken else about
                taken.append(keys[name])
    order = sorted(dict.fromkeys(keys.values()), key=lambda key: (key.count("-") == 0, key if "-" in key else ""))
    return {name: LOOKS[order.index(key)] for name, key in keys.items()}


def when(measure: Measure) -> float:
    """Where in a year its value is drawn: as in all other charts, what stands at its end, there."""
    return IN_THE_YEAR if measure.how == "sum" or measure.table == "world" or measure.column in FLOWS else AT_ITS_END


def options(lesson: Lesson, step: Step, now: Result, before: Result | None) -> dict[str, Any]:
    """Lines of the measures that a step draws; dashed ones for the scenario as it was. Amounts are drawn from 0."""
    series, lowest, highest, mine = [], 1.0, 0.0, looks(lesson)
    for name in step.draw:
        measure, (colour, mark) = lesson.measures[name], mine[name]
        for result, dash in ((before, "dashed"), (now, "solid")):
            if result is None:
                continue
            values = measure.by_year(result)
            at = when(measure)
            lowest, highest = min(lowest, *values.values()), max(highest, *values.values())
            series.append({
                "name": measure.drawn + (f", {texts.AS_IT_WAS}" if dash == "dashed" else ""),
                "type": "line", "showSymbol": dash == "solid",
                "symbol": mark, "symbolSize": 5,
                "data": [[year + at, float(f"{value / measure.size:.4g}")] for year, value in values.items()],
                "lineStyle": {"color": colour, "type": dash, "width": 2.2 if dash == "solid" else 1.4},
                "itemStyle": {"color": colour},
            })  # fmt: skip
    unit = lesson.measures[step.draw[0]].unit
    first, last = 1900 + now.names.start / 12, 1900 + now.names.end / 12
    return {
        **PLAIN, "aria": {"enabled": True},
        "grid": grown(left=44, right=12, top=26, bottom=24),
        "tooltip": {"trigger": "axis", "confine": True, "textStyle": grown(fontSize=14),
                    ":valueFormatter": "v => Number(v).toPrecision(3)",
                    "axisPointer": {"label": {":formatter": "p => String(Math.floor(p.value))"}}},
        "xAxis": {"type": "value", "min": first, "max": last, "minInterval": 1, "splitNumber": 4,
                  "axisLabel": YEARS, **ACROSS},
        "yAxis": {"type": "value", "scale": unit.startswith("0"), "splitNumber": 3, "name": unit, "nameGap": 8,
                  **(_to_one(lowest) if unit.startswith("0") and highest > TOP else {}),
                  "nameTextStyle": {"align": "left", **WORDS}, "axisLabel": WORDS, **UP},
        "series": series,
    }  # fmt: skip


def _to_one(lowest: float) -> dict[str, float]:
    """An axis that ends at 1, with whole quarters or fine steps."""
    least = math.floor(4 * lowest) / 4
    return {"min": least, "max": 1, "interval": 0.25 if least < 0.75 else 0.05}


def in_words(lesson: Lesson, step: Step, now: Result) -> str:
    """The same for those who do not see it."""
    parts = []
    for name in step.draw:
        values = lesson.measures[name].by_year(now)
        first, last = min(values), max(values)
        said = lesson.measures[name]
        parts.append(
            texts.CHART_SAID.format(said.drawn, first, said.words(values[first]), last, said.words(values[last]))
        )
    return " ".join(parts)
