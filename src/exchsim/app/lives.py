"""The panel of officers' lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


class LivesPanel:
    """Three ways to pick an officer, and the life as a page."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen, self._told, self._is_asked = screen, 0, False
        ui.label(texts.LIFE_HINT).classes("quiet")
        with ui.row().classes("gap-2"):
            for pick, text in (("senior", texts.SENIOR), ("linguist", texts.LINGUIST), ("random", texts.ANYONE)):
                ui.button(text, on_click=lambda pick=pick: self.tell(pick)).props("no-caps outline dense")
        self.name = ui.label("").classes("life-name")
        self.page = ui.label("").classes("life")

    async def opened(self) -> None:
        """The panel is looked at: where no life has been asked for yet, that of one who rose highest."""
        if not self._is_asked:
            await self.tell("senior")

    async def tell(self, pick: str) -> None:
        """Another officer of this kind, of the run that shows."""
        self._told += 1
        await self._show(pick=pick, seed=self._told)

    async def tell_of(self, officer: int) -> None:
        """This officer, who is in the run that shows; the panel is opened."""
        self._is_asked = True
        self.screen.tabs.set_value(texts.LIVES)
        await self._show(uid=officer)

    async def _show(self, **who: Any) -> None:
        self._is_asked = True
        self.name.set_text(texts.LIFE_COMING)
        self.page.set_text("")
        result = await self.screen.runs.of(self.screen.history.now, officers=True)
        try:
            name, _, text = result.life(**who).page(0).partition("\n")
            self.name.set_text(name)
            self.page.set_text(text.lstrip("=\n"))
        except ValueError as error:
            self.name.set_text("")
            self.page.set_text(str(error))
