"""The panel of officers' lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


def panel(screen: Screen) -> None:
    """Three ways to pick an officer, and the life as a page."""
    ui.label(texts.LIFE_HINT).classes("quiet")
    with ui.row().classes("gap-2"):
        for pick, text in (("senior", texts.SENIOR), ("linguist", texts.LINGUIST), ("random", texts.ANYONE)):
            ui.button(text, on_click=lambda pick=pick: _tell(screen, pick, page)).props("no-caps outline dense")
    page = ui.label("").classes("life")


async def _tell(screen: Screen, pick: str, page: ui.label) -> None:
    result = await screen.runs.of(screen.history.now, officers=True)
    seed = screen.__dict__["told"] = screen.__dict__.get("told", -1) + 1
    try:
        page.set_text(result.life(pick=pick, seed=seed).page(0))
    except ValueError as error:
        page.set_text(str(error))
