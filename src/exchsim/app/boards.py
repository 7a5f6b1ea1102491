"""The board that all see: how nations stand, ordered by what counts, and a chart of the years so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nicegui import ui

from exchsim.api import Result
from exchsim.app import account, texts
from exchsim.app.game import Game
from exchsim.app.letters import ACROSS, CHART, PLAIN, UP, WORDS, YEARS, grown
from exchsim.app.runs import scene_kept
from exchsim.app.scores import MEASURES, Score, ranked
from exchsim.plots.style import LINES, spread

_DASHES = ("solid", "dashed", "dotted")  # besides colours, where there are more nations than these
_PLOT = 208.0  # pixels that the lines have from top to bottom: the height of .years less the margins
HIDDEN = 12  # nations from which on a chart names those that matter only


def board(
    game: Game,
    scores: Mapping[int, Sequence[Score]],
    groups: Mapping[str, str],
    aim: str,
    own: str,
    choose: Callable[[str], Any],
) -> None:
    """A table of the last year. own: nation that is marked; choose: told the number to order by."""
    year = max(scores)
    before = {score.nation: score for score in scores.get(year - game.years_a_round, [])}
    ui.label(texts.BOARD.format(year)).classes("name")
    ui.label(texts.SIDEWAYS).classes("quiet sideways")
    with ui.element("div").classes("across").props("tabindex=0"), ui.element("table").classes("board nations"):
        with ui.element("tr"):
            ui.element("th").props("colspan=2")
            for kind, columns in texts.MEASURE_KINDS:
                with ui.element("th").props(f"scope=colgroup colspan={columns}").classes("kind"):
                    ui.label(kind)
        with ui.element("tr"):
            ui.element("th")
            with ui.element("th").props("scope=col"):
                ui.label(texts.BOARD_NATION)
            for name, (heading, unit, meaning) in texts.MEASURES.items():
                with ui.element("th").props("scope=col").classes("number aim" if name == aim else "number"):
                    button = ui.element("button").props(f'type=button title="{meaning}"').classes("head")
                    button.on("click", partial(choose, name))
                    with button:
                        ui.label(heading)
                        ui.label(unit).classes("unit")
        for place, score in enumerate(ranked(scores[year], aim), start=1):
            with ui.element("tr").classes("mine" if score.nation == own else ""):
                with ui.element("td").classes("rank"):
                    ui.label(str(place))
                with ui.element("td").classes("who"):
                    ui.label(game.name_of(score.nation))
                    if score.nation in groups:
                        ui.label(groups[score.nation]).classes("group")
                for name in MEASURES:
                    with ui.element("td").classes("number aim" if name == aim else "number"):
                        last = before.get(score.nation)
                        sign, said = moved(score, last, name) if last is not None else ("", "same")
                        if sign:  # before the number, which so stands below its heading
                            ui.label(sign).classes(said)
                        ui.label(cell(score, name))
    ui.label(texts.BOARD_HINT).classes("quiet")


def scene_so_far(result: Result) -> dict[str, Any]:
    """The stage of a game: without events to come, and without what single groups decided."""
    scene = scene_kept(result)
    seen = [e for e in scene["events"] if e["month"] < scene["months"] and e["kind"] != "set_lever"]
    return {**scene, "events": seen}


def cell(score: Score, name: str) -> str:
    """A number of the board."""
    shown = f"{score.shown(name):.{MEASURES[name][1]}f}"
    return f"{shown} / {score.budget_usd / 1e6:.2f}" if name == "spent" else shown


def moved(score: Score, before: Score, name: str) -> tuple[str, str]:
    """An arrow for a change that shows in the digits, and whether it is to the better."""
    digits = MEASURES[name][1]
    change = round(score.shown(name), digits) - round(before.shown(name), digits)
    if change == 0:
        return "", "same"
    return "▲" if change > 0 else "▼", "better" if (change > 0) == MEASURES[name][2] else "worse"


def chart_options(game: Game, scores: Mapping[int, Sequence[Score]], aim: str, own: str) -> dict[str, Any]:
    """Lines of all nations over the years so far, the own one bold."""
    heading, unit, _ = texts.MEASURES[aim]
    lines: dict[str, list[list[float]]] = {}
    for year in sorted(scores):
        for score in scores[year]:
            lines.setdefault(score.nation, []).append([year, round(score.shown(aim), 4)])
    shown = lines
    if len(lines) > HIDDEN:
        best = [score.nation for score in ranked(scores[max(scores)], aim)[:HIDDEN]]
        shown = {code: points for code, points in lines.items() if code in best or code == own or code in game.groups}
    places = {code: k for k, code in enumerate(game.nations)}
    first, last = min(scores), max(scores)
    low, high = _bounds([value for points in shown.values() for _, value in points])
    ends = {code: (high - points[-1][1]) / (high - low) * _PLOT for code, points in shown.items()}
    apart = dict(zip(ends, spread(list(ends.values()), 15.0, 0.0, _PLOT), strict=True))
    return {
        **PLAIN,
        "aria": {"enabled": True},
        "title": {"text": texts.YEARS_SO_FAR.format(heading, unit),
                  "left": 4, "top": 0, "textStyle": {"fontWeight": 600, "color": "#1a1a1a", **grown(fontSize=14)}},
        "grid": grown(left=46, right=96, top=38, bottom=26),
        "tooltip": {"trigger": "axis", "textStyle": grown(fontSize=14),
                    ":valueFormatter": "v => Number(v).toPrecision(3)"},
        "xAxis": {"type": "value", "min": first, "max": max(last, first + 1), "minInterval": 1,
                  "axisLabel": YEARS, **ACROSS},
        "yAxis": {"type": "value", "min": low, "max": high, "splitNumber": 4, "axisLabel": WORDS, **UP},
        "series": [
            {"name": game.name_of(code), "type": "line", "data": points, "symbolSize": 7 if code == own else 5,
             "symbol": "circle", "z": 3 if code == own else 2,
             "lineStyle": {"width": 5 if code == own else 2, "color": LINES[places[code] % len(LINES)],
                           "type": _DASHES[places[code] // len(LINES) % len(_DASHES)]},
             "itemStyle": {"color": LINES[places[code] % len(LINES)]},
             "endLabel": {"show": True, "formatter": game.name_of(code), "distance": 6, **grown(fontSize=CHART),
                          ":offset": f"[0, {grown(y=apart[code] - ends[code])[':y']}]",
                          "fontWeight": 700 if code == own else 400, "color": "#1a1a1a"}}
            for code, points in shown.items()
        ],
    }  # fmt: skip


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """Round numbers around all values, with some room."""
    low, high = min(values), max(values)
    step = 10.0 ** math.floor(math.log10(max(high - low, 1e-3)))
    step *= next(factor for factor in (0.25, 0.5, 1.0, 2.5, 5.0) if (high - low) / (step * factor) <= 6)
    return math.floor(low / step) * step, (math.floor(high / step) + 1) * step


def partner_row(game: Game, partner: account.Partner) -> None:
    """A partner in the account of a round."""
    cells = [
        game.name_of(partner.code),
        texts.OFFICERS_OF_POSTS.format(partner.sent, partner.open),
        f"{partner.guests:.0f}",
        _trust(partner.trust_in_us, partner.change),
        _trust(partner.our_trust, partner.our_change),
        partner.why,
    ]
    with ui.element("tr"):
        for place, cell in enumerate(cells):
            with ui.element("td").classes("why" if place == len(cells) - 1 else "number" if place else "who"):
                ui.label(cell)


def _trust(value: float, change: float | None) -> str:
    told = f"{value:.2f}"
    if change is None:
        return told
    moved = f"{change:+.2f}".replace("-", "−")
    return f"{told} ({moved if moved.strip('+−0.') else texts.WHY['same']})"


def news_list(game: Game, result: Result | None) -> None:
    """What everybody hears of the last round."""
    if result is None:
        return
    ui.label(texts.NEWS_TITLE).classes("font-medium")
    for line in account.news(game, result, game.lived, game.lived - game.years_a_round):
        ui.label(line).classes("line")
