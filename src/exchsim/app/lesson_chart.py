"""The chart of a lesson's step: its measures over the years, now and as it was."""

from __future__ import annotations

from typing import Any

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.lessons import Lesson, Step

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # Okabe and Ito's, told apart by all eyes
MARKS = ("circle", "rect", "triangle", "diamond")


def options(lesson: Lesson, step: Step, now: Result, before: Result | None) -> dict[str, Any]:
    """Lines of the measures that a step draws; dashed ones for the scenario as it was."""
    series = []
    for place, name in enumerate(step.draw):
        measure = lesson.measures[name]
        for result, dash in ((before, "dashed"), (now, "solid")):
            if result is None:
                continue
            values = measure.by_year(result)
            series.append({
                "name": measure.what, "type": "line", "showSymbol": dash == "solid",
                "symbol": MARKS[place], "symbolSize": 5,
                "data": [[year, float(f"{value / measure.size:.4g}")] for year, value in values.items()],
                "lineStyle": {"color": COLOURS[place], "type": dash, "width": 2.2 if dash == "solid" else 1.4},
                "itemStyle": {"color": COLOURS[place]},
            })  # fmt: skip
    legend = [{"name": lesson.measures[name].what, "icon": MARKS[place]} for place, name in enumerate(step.draw)]
    unit = lesson.measures[step.draw[0]].unit
    return {
        "animation": False, "aria": {"enabled": True},
        "legend": {"data": legend, "orient": "vertical", "left": 0, "top": 0, "itemGap": 3, "itemWidth": 18,
                   "textStyle": {"fontSize": 12, "color": "#1a1a1a"}},
        "grid": {"left": 44, "right": 12, "top": 34 + 18 * len(legend), "bottom": 24},
        "tooltip": {"trigger": "axis", ":valueFormatter": "v => Number(v).toPrecision(3)"},
        "xAxis": {"type": "value", "min": "dataMin", "max": "dataMax", "minInterval": 1, "splitNumber": 4,
                  "axisLabel": {":formatter": "v => Number.isInteger(v) ? String(v) : ''", "color": "#595959"},
                  "splitLine": {"show": False}},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3, "name": unit, "nameGap": 8,
                  "nameTextStyle": {"align": "left", "color": "#595959"}, "axisLabel": {"color": "#595959"},
                  "splitLine": {"lineStyle": {"color": "#e3e5e8"}}},
        "series": series,
    }  # fmt: skip


def in_words(lesson: Lesson, step: Step, now: Result) -> str:
    """The same for those who do not see it."""
    parts = []
    for name in step.draw:
        values = lesson.measures[name].by_year(now)
        first, last = min(values), max(values)
        said = lesson.measures[name]
        parts.append(
            texts.CHART_SAID.format(said.what, first, said.words(values[first]), last, said.words(values[last]))
        )
    return " ".join(parts)
