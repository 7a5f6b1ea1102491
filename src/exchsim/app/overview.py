"""What the panel tells before anything is clicked: what this is, how to read the map, who takes part, what happens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts, told
from exchsim.app.said import news_of
from exchsim.life.words import MONTHS

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_FIRST = 10  # events and nations that are seen at once


def overview(screen: Screen) -> None:
    """Draw what is the same at all dates."""
    scenario, result = screen.history.now.scenario, screen.result
    ui.label(scenario.title).classes("name")
    if scenario.resolved.get("description"):
        ui.label(str(scenario.resolved["description"])).classes("reading")
    ui.label(texts.MAP_READ).classes("quiet")
    events = sorted(result.resolved.get("events") or [], key=lambda event: str(event["date"]))
    if events:
        ui.label(texts.WHAT_HAPPENS).classes("section")
        _some([(str(event["date"]), news_of(event, result.names.name_of)) for event in events], partial(_event, screen))


def standing(screen: Screen) -> None:
    """Draw how nations stand in the year of the screen."""
    ui.label(texts.NATIONS_IN.format(told.year_of(screen.result, screen.month))).classes("section")
    _some(told.standing(screen.result, screen.month), partial(_nation, screen))


def _some(rows: list[tuple[str, ...]], draw: partial[None]) -> None:
    """The first rows, and the others when they are asked for."""
    with ui.element("ul").classes("listed"):
        for row in rows[:_FIRST]:
            draw(*row)
    if len(rows) > _FIRST:
        with ui.element("details").classes("w-full"):
            with ui.element("summary").classes("more"):
                ui.label(texts.AND_MORE.format(len(rows) - _FIRST))
            with ui.element("ul").classes("listed"):
                for row in rows[_FIRST:]:
                    draw(*row)


def _nation(screen: Screen, code: str, name: str, numbers: str) -> None:
    with ui.element("li"), ui.element("button").props("type=button") as button:
        ui.label(name).classes("who")
        ui.label(numbers).classes("what")
    button.on("click", lambda: screen.visit((code,), ""))


def _event(screen: Screen, date: str, words: str) -> None:
    with ui.element("li"), ui.element("button").props("type=button") as button:
        ui.label(f"{MONTHS[int(date[5:7]) - 1]} {date[:4]}").classes("when")
        ui.label(words).classes("what")
    button.on("click", lambda: screen.seek(date))
