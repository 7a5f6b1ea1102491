"""Series of a run as ECharts draws them: the run that shows, and the scenario as it was."""

from __future__ import annotations

from typing import Any

import numpy as np

from exchsim.api import Result
from exchsim.app import texts
from exchsim.plots.style import BLUE, MUTED

YEARLY = ("prevented",)  # counts a month say little; a year's do


def series_of(record: Result, column: str) -> list[list[float]]:
    """Points of a chart: decimal year and value."""
    values = record.world[column].to_numpy(float) * (record.names.people_per_agent if column == "filled" else 1.0)
    first = 1900 + record.names.start / 12
    if column in YEARLY:
        years = len(values) // 12
        values = values[: 12 * years].reshape(years, 12).sum(axis=1)
        return [[round(first + k + 0.5, 3), round(float(v), 4)] for k, v in enumerate(values)]
    places = np.arange(0, len(values), 3)
    return [[round(first + k / 12, 3), round(float(values[k]), 4)] for k in places]


def options(title: str, unit: str, now: list[list[float]], before: list[list[float]] | None) -> dict[str, Any]:
    """A line for the run that shows, a dashed one for the scenario as it was."""
    lines = [(texts.NOW, now, BLUE, "solid", 2.4)]
    if before is not None:
        lines.insert(0, (texts.AS_IT_WAS, before, MUTED, "dashed", 1.6))
    return {
        "animation": False,
        "aria": {"enabled": True},
        "title": {"text": title, "subtext": unit, "left": 4, "top": 0, "itemGap": 5,
                  "textStyle": {"fontSize": 14, "fontWeight": 600, "color": "#1a1a1a"},
                  "subtextStyle": {"fontSize": 11, "color": "#595959"}},
        "grid": {"left": 46, "right": 14, "top": 56, "bottom": 24},
        "tooltip": {"trigger": "axis", ":valueFormatter": "v => Number(v).toPrecision(3)",
                    "axisPointer": {"label": {":formatter": "p => Math.floor(p.value)"}}},
        "xAxis": {"type": "value", "min": now[0][0], "max": now[-1][0], "minInterval": 1, "splitNumber": 4,
                  "axisLabel": {":formatter": "v => Number.isInteger(v) ? String(v) : ''", "color": "#595959"},
                  "splitLine": {"show": False}},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3, "axisLabel": {"color": "#595959"},
                  "splitLine": {"lineStyle": {"color": "#e3e5e8"}}},
        "series": [
            {"name": name, "type": "line", "data": data, "showSymbol": False,
             "lineStyle": {"color": colour, "type": dash, "width": width}, "itemStyle": {"color": colour}}
            for name, data, colour, dash, width in lines
        ],
    }  # fmt: skip
