"""The glossary in the app: a dialog with a search, and texts whose marked words open it."""

from __future__ import annotations

from nicegui import ui

from exchsim.app import texts
from exchsim.app.glossary import Entry, entries, entry, parts


class Words:
    """The dialog."""

    def __init__(self) -> None:
        """Draw it, closed."""
        self.sought = ""
        with ui.dialog() as self.dialog, ui.card().classes("words"):
            with ui.row().classes("items-center no-wrap w-full"):
                ui.label(texts.WORDS).classes("name")
                ui.space()
                ui.button(icon="close", on_click=self.dialog.close).props(f'flat dense aria-label="{texts.CLOSE}"')
            self.field = ui.input(texts.FIND_WORD, on_change=self._seek).props("clearable dense").classes("w-full")
            with ui.element("div").classes("found"):
                self.found()

    @ui.refreshable_method
    def found(self) -> None:
        """The entries that hold what is sought."""
        shown = [each for each in entries() if each.holds(self.sought)]
        if not shown:
            ui.label(texts.FOUND_NO_WORD).classes("quiet")
        # the word itself before others that only speak of it
        for each in sorted(shown, key=lambda each: not each.heading.lower().startswith(self.sought.strip().lower())):
            with ui.element("section"):
                ui.label(each.heading).classes("font-bold")
                ui.label(each.means)
                if each.see:
                    with ui.element("div").classes("quiet"):
                        for word in each.see:
                            _term(word, lambda word=word: self.open(word))

    def _seek(self) -> None:
        self.sought = self.field.value or ""
        self.found.refresh()

    def open(self, word: str = "") -> None:
        """Show a word, or all."""
        self.field.set_value(entry(word).word if word else "")
        self.dialog.open()

    def text(self, said: str, classes: str = "") -> None:
        """A paragraph; a click on a marked word shows what it means."""
        with ui.element("p").classes(f"said {classes}"):
            for piece, to in parts(said.strip()):
                if to is None:
                    ui.label(piece)
                else:
                    self._word(piece, to)

    def _word(self, said: str, to: Entry) -> None:
        _term(said, lambda: self.open(to.word))


def _term(said: str, on_click: object) -> None:
    with ui.element("button").classes("term").props("type=button").on("click", on_click):  # type: ignore[arg-type]
        ui.label(said)
