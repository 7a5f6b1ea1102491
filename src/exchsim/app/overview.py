"""What the panel tells before anything is clicked: what this is, how to read the map, who takes part, what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts, told
from exchsim.app.markup import buttons
from exchsim.app.said import date_in_words, news_by_month

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_FIRST = 10  # events and nations that are seen at once


def overview(screen: Screen) -> None:
    """Draw what is the same at all dates."""
    scenario, result = screen.history.now.scenario, screen.result
    ui.label(scenario.title).classes("name")
    if scenario.resolved.get("description"):
        ui.label(str(scenario.resolved["description"])).classes("reading")
    has_screens = result.posts["programme"].isin(told.virtual_programmes(result)).any()
    ui.label(f"{texts.MAP_READ} {texts.MAP_SCREENS}" if has_screens else texts.MAP_READ).classes("quiet")
    if events := news_by_month(result.resolved.get("events") or [], result.names):
        ui.label(texts.WHAT_HAPPENS).classes("section")
        rows = [(date, date_in_words(date), words) for date, words in events]
        buttons(rows, ("when", "what"), screen.seek, "listed", _FIRST, texts.AND_MORE)


def standing(screen: Screen, unfolded: set[str]) -> None:
    """Draw how nations stand in the year of the screen. unfolded: see `buttons`."""
    ui.label(texts.NATIONS_IN.format(told.year_of(screen.result, screen.month))).classes("section")
    rows = told.standing(screen.result, screen.month)
    buttons(rows, ("who", "what"), lambda code: screen.visit((code,), ""), "listed", _FIRST, texts.AND_MORE, unfolded)
