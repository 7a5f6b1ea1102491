"""Series as ECharts draws them: the run that shows, the scenario as it was, and what other lucks make of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.letters import ACROSS, PLAIN, UP, WORDS, YEARS, grown
from exchsim.app.lucks import Fan
from exchsim.app.series import AT_ITS_END
from exchsim.plots.style import BLUE, INK, MUTED, VERMILION

Array = np.ndarray[Any, Any]
OUTER, INNER, MEDIAN = "#d3e7f5", "#a3cdea", INK  # of the fan: from pale to dark
_AXIS = {"hideOverlap": True, **WORDS}

# ECharts hands out a band point by point; the whole of it is drawn with the last one
_BAND = """(params, api) => {
  const c = params.context;
  if (!c.up) { c.up = []; c.down = []; }
  c.up.push(api.coord([api.value(0), api.value(2)]));
  c.down.push(api.coord([api.value(0), api.value(1)]));
  if (params.dataIndexInside < params.dataInsideLength - 1) return;
  return {type: 'polygon', shape: {points: c.up.concat(c.down.reverse())}, style: {fill: '%s'}, silent: true};
}"""
_TOLD = """points => {
  const number = v => Math.abs(v) >= 100 ? Math.round(v).toLocaleString('en') : Number(v).toPrecision(3);
  const text = s => String(s).replace(/[&<>"']/g, c => '&#' + c.charCodeAt(0) + ';');  // names are anybody's
  const isTold = p => p.seriesType === 'line' && p.value && p.value[1] != null;
  const lines = points.filter(p => isTold(p) && !['zero', 'reach'].includes(p.seriesId));
  return lines.length ? '<b>' + Math.floor(lines[0].value[0]) + '</b><br>'
    + lines.map(p => p.marker + text(p.seriesName) + ': <b>' + number(p.value[1]) + '</b>').join('<br>') : '';
}"""


@dataclass(frozen=True, eq=False)
class Curves:
    """What one chart shows. Without a change there is no `was`; with one luck alone there are no fans."""

    times: Array
    now: Array
    was: Array | None = None
    fan: Fan | None = None
    fan_was: Fan | None = None
    is_difference: bool = False
    least: float = 0.0  # a difference is drawn on a scale at least so far to either side, lest noise look large


def options(about: str, curves: Curves) -> dict[str, Any]:
    """A chart. It always has the same series, some of them empty, so that one picture can follow another."""
    times, fan, was = curves.times, curves.fan, curves.fan_was
    before = was.median if was is not None else curves.was
    name_before = texts.MEDIAN_BEFORE.format(was.lucks) if was is not None else texts.AS_IT_WAS
    name_median = texts.MEDIAN.format(fan.lucks if fan else 1)
    name_now = texts.NOW_LESS_BEFORE if curves.is_difference else texts.NOW
    ends = [times[0], times[-1]] if len(times) else [0.0, 1.0]
    reach = np.array([-curves.least, curves.least]) if curves.is_difference else None
    return {
        **PLAIN,
        "aria": {"enabled": True, "label": {"description": about}},
        "grid": grown(left=46, right=14, top=10, bottom=24),
        "tooltip": {"trigger": "axis", ":formatter": _TOLD, "confine": True, "transitionDuration": 0,
                    "textStyle": grown(fontSize=14),
                    "axisPointer": {"animation": False, "label": {":formatter": "p => String(Math.floor(p.value))"}}},
        "xAxis": {"type": "value", "min": float(np.floor(ends[0])), "max": float(np.ceil(ends[1])), "minInterval": 1,
                  "splitNumber": 4, **ACROSS,
                  "axisLabel": YEARS},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3, "axisLabel": _AXIS, **UP},
        "series": [
            _band("outer", times, (fan.lowest, fan.highest) if fan else None, OUTER),
            _band("inner", times, (fan.low, fan.high) if fan else None, INNER),
            _line("zero", "", np.array(ends), np.zeros(2) if curves.is_difference else None, (INK, "solid", 1.0)),
            _line("reach", "", np.array([ends[0], ends[0]]), reach, ("transparent", "solid", 0.0)),
            _line("was", name_before, times, before, (MUTED, "dashed", 1.6)),
            _line("median", name_median, times, fan.median if fan else None, (MEDIAN, "solid", 2.2)),
            _line("now", name_now, times, curves.now, (BLUE, "solid", 1.1 if fan else 2.2)),
        ],
    }  # fmt: skip


def _points(*columns: Array) -> list[list[float]]:
    table = np.column_stack(columns)
    return [[round(float(x), 4) for x in row] for row in table[np.isfinite(table).all(axis=1)]]


def _line(
    key: str, name: str, times: Array, values: Array | None, look: tuple[str, str, float]
) -> dict[str, Any]:  # fmt: skip
    colour, dash, width = look
    return {"id": key, "name": name, "type": "line", "data": [] if values is None else _points(times, values),
            "showSymbol": False, "silent": key in ("zero", "reach"), "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "type": dash, "width": width}}  # fmt: skip


def _band(key: str, times: Array, edges: tuple[Array, Array] | None, colour: str) -> dict[str, Any]:
    return {"id": key, "name": key, "type": "custom", ":renderItem": _BAND % colour, "silent": True, "clip": True,
            "encode": {"x": 0, "y": [1, 2]}, "itemStyle": {"color": colour},
            "data": [] if edges is None else _points(times, *edges)}  # fmt: skip


def pair_options(record: Result, a: str, b: str) -> dict[str, Any]:
    """Trust of either nation in the other, year by year, and what politics alone would give."""
    table = record.pairs
    lines = []
    for k, (sender, host) in enumerate(((a, b), (b, a))):
        mine = table[(table["sender"] == sender) & (table["host"] == host)].sort_values("year")
        times = mine["year"].to_numpy(float) + AT_ITS_END
        name = f"{record.names.name_of(sender)} → {record.names.name_of(host)}"
        colour = (BLUE, VERMILION)[k]
        lines.append(_line(f"trust{k}", name, times, mine["trust"].to_numpy(float), (colour, "solid", 2.2)))
        politics = texts.POLITICS_OF.format(name)
        lines.append(_line(f"politics{k}", politics, times, mine["baseline"].to_numpy(float), (colour, "dotted", 1.4)))
    first, last = 1900 + record.names.start / 12, 1900 + record.names.end / 12
    about = f"{texts.PAIR_TRUST}: {record.names.name_of(a)}, {record.names.name_of(b)}"
    whole = options(about, Curves(np.array([first, last]), np.array([np.nan, np.nan])))
    return {**whole, "series": lines, "yAxis": {**whole["yAxis"], "scale": False, "min": 0, "max": 1, "splitNumber": 2}}
