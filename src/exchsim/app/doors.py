"""Ways to another scenario: one that comes with the program, or a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import events, ui

from exchsim.app import texts
from exchsim.app.runs import Runs
from exchsim.app.takeaway import story_in
from exchsim.app.uploads import MAX_BYTES, Uploads, called, in_short
from exchsim.app.workers import StoppedError
from exchsim.scenario import ScenarioError

LONGEST_LOOK = 20.0  # seconds that a file may take to be understood


class Doors:
    """A dialog with both ways."""

    def __init__(self, shipped: Mapping[str, tuple[str, str]], uploads: Uploads, runs: Runs) -> None:
        """shipped: title and description by name. runs: its workers look at files, which may be made to take long."""
        self.shipped, self.uploads, self.runs = shipped, uploads, runs

    def build(self) -> ui.dialog:
        """The dialog, closed."""
        with ui.dialog() as dialog, ui.card().classes("doors"):
            ui.label(texts.OPEN_HEAD).classes("name")
            with ui.element("nav"):
                for name, (title, description) in self.shipped.items():
                    with ui.link(target=f"/?name={name}").classes("card"):
                        ui.label(title).classes("font-medium")
                        ui.label(description).classes("quiet")
            ui.label(texts.OPEN_OWN).classes("section")
            self.said = ui.label("").classes("refused").props("role=alert")
            self.field = ui.upload(
                label=texts.OPEN_FILE, auto_upload=True, max_files=1, max_file_size=MAX_BYTES, on_upload=self._brought,
                on_rejected=lambda: self._refused(texts.TOO_LARGE_A_FILE.format(MAX_BYTES // 1000)),
            ).props("accept=.yaml,.yml flat bordered").classes("w-full")  # fmt: skip
            ui.button(texts.CLOSE, on_click=dialog.close).props("flat no-caps").classes("self-end")
        dialog.on("before-show", lambda: self._refused(""))
        return dialog

    def _refused(self, words: str) -> None:
        """Say why a file cannot be opened, and offer the field again."""
        self.said.set_text(words)
        self.field.reset()

    async def _brought(self, event: events.UploadEventArguments) -> None:
        if event.file.size() > MAX_BYTES:  # the browser may have been told otherwise
            self._refused(texts.TOO_LARGE_A_FILE.format(MAX_BYTES // 1000))
            return
        content: Any = await event.file.read()
        try:
            story = await self.runs.do(story_in, content, called(event.file.name), asker=self, limit=LONGEST_LOOK)
        except (ScenarioError, StoppedError, ValueError) as error:
            self._refused(in_short(error))
            return
        ui.navigate.to(f"/?key={self.uploads.add(story)}")
