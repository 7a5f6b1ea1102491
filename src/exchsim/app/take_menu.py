"""The menu of what is taken away."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim._version import __version__
from exchsim.app import takeaway, texts
from exchsim.app.onepage import one_page

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


class TakeMenu:
    """A button with a menu. One thing at a time for each screen; whatever takes its time is made in a worker."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen, self._busy = screen, False
        makers = (
            (texts.PAGE, self.page), (texts.SAVE, self.scenario), (texts.DATA, self.data),
            (texts.FIGURES, self.figures),
        )  # fmt: skip
        with (
            ui.button(texts.TAKE_AWAY).props("flat dense no-caps icon-right=expand_more"),
            ui.menu().props("auto-close").classes("take"),
        ):
            for (name, about), make in makers:
                with ui.menu_item(on_click=lambda make=make: self._take(make)), ui.item_section():
                    ui.item_label(name)
                    ui.item_label(about).props("caption")

    async def _take(self, make: Callable[[ui.notification], Awaitable[tuple[bytes, str]]]) -> None:
        if self._busy:
            ui.notify(texts.TAKING_ALREADY, type="warning")
            return
        self._busy = True
        said = ui.notification(texts.TAKING, spinner=True, timeout=None)
        try:
            content, name = await make(said)
            ui.download.content(content, name)
        except Exception as error:  # whatever may fail must not end this screen
            ui.notify(texts.NOT_TAKEN.format(error), type="warning", close_button=True, timeout=0)
        finally:
            self._busy = False
            said.dismiss()

    async def page(self, _: ui.notification) -> tuple[bytes, str]:
        """What the changes did, under the lucks that the charts show."""
        story, result = self.screen.history.now, self.screen.result
        changes = takeaway.said_changes(story, result.names)
        source = texts.README_HEAD.format(story.scenario.title, result.names.period, story.seed, result.id, __version__)
        lucks = self.screen.charts.digests()
        content = await self.screen.runs.do(
            one_page, story.scenario.title, changes, lucks, source, asker=self, patience="later"
        )
        return content, f"{self._name}-report.html"

    async def scenario(self, _: ui.notification) -> tuple[bytes, str]:
        """The scenario as a file that opens again."""
        story = self.screen.history.now
        return takeaway.scenario_file(story, self.screen.result.names).encode(), f"{self._name}.yaml"

    async def data(self, _: ui.notification) -> tuple[bytes, str]:
        """All tables."""
        story, now = self.screen.history.now, self.screen.result
        before = self.screen.before if story.is_changed else None
        scenario, changes = takeaway.scenario_file(story, now.names), takeaway.said_changes(story, now.names)
        content = await self.screen.runs.do(
            takeaway.data_zip, now, before, scenario, changes, asker=self, patience="later"
        )
        return content, f"{self._name}-data.zip"

    async def figures(self, said: ui.notification) -> tuple[bytes, str]:
        """All figures, drawn one after the other."""
        runs, result, name = self.screen.runs, self.screen.result, self._name
        names = await runs.do(takeaway.figure_names, result, asker=self, patience="later")
        drawn: dict[str, bytes] = {}
        for place, figure in enumerate(names):
            said.message = texts.DRAWING.format(place + 1, len(names))
            drawn[f"{figure}.png"] = await runs.do(takeaway.figure_png, result, figure, asker=self, patience="later")
        return takeaway.zipped(drawn), f"{name}-figures.zip"

    @property
    def _name(self) -> str:
        story = self.screen.history.now
        name = re.sub(r"[^A-Za-z0-9_-]", "", story.scenario.name)[:60] or "scenario"
        return f"{name}-changed" if story.is_changed else name
