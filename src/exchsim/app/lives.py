"""The panel of officers' lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


class LivesPanel:
    """Three ways to pick an officer, and the life as a page."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen, self._told = screen, 0
        ui.label(texts.LIFE_HINT).classes("quiet")
        with ui.row().classes("gap-2"):
            for pick, text in (("senior", texts.SENIOR), ("linguist", texts.LINGUIST), ("random", texts.ANYONE)):
                ui.button(text, on_click=lambda pick=pick: self.tell(pick)).props("no-caps outline dense")
        self.page = ui.label("").classes("life")

    async def tell(self, pick: str) -> None:
        """Another officer of this kind, of the run that shows."""
        result = await self.screen.runs.of(self.screen.history.now, officers=True)
        self._told += 1
        try:
            self.page.set_text(result.life(pick=pick, seed=self._told).page(0))
        except ValueError as error:
            self.page.set_text(str(error))
