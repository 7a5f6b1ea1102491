"""The stage with its ways to look at it: map, network or pairs; the run itself, or what a change changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts, told
from exchsim.app.choice import Choice
from exchsim.app.compare import sentence_of
from exchsim.app.pairs import table_of
from exchsim.app.runs import scene_kept
from exchsim.app.said import date_in_words, news_of
from exchsim.app.scene import difference_of, on_scale_of
from exchsim.app.stage import MAP, PAIRS, Stage

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


class WatchPanel:
    """Choices above the stage, and the stage."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen, self.name, self.is_difference = screen, MAP, False
        with ui.element("div").classes("strip"):
            Choice(texts.VIEWS_HINT, list(texts.VIEWS.items()), MAP, self.view)
            sides = [(False, texts.THIS_RUN), (True, texts.WHAT_CHANGES)]
            self._sides = Choice(texts.COMPARE_HINT, sides, False, self.compare)
        self._said = ui.label("").classes("compared")
        self.stage = Stage(self.scene(), screen.on_date, screen.on_nation, screen.on_pair)
        self.stage.on_drop(screen.on_drop)
        self._sides.set_visibility(screen.history.now.is_changed)

    def view(self, name: str) -> None:
        """Another view of the same."""
        self.name = name
        self._tell_pairs()
        self.stage.view(name)

    def show(self) -> None:
        """Another run; where it is the scenario as it was there is nothing to compare."""
        is_changed = self.screen.history.now.is_changed
        self._sides.set_visibility(is_changed)
        if self.is_difference and not is_changed:
            self._sides.press(False)
            self.is_difference = False
            self.screen.charts.compare(False)
        self.stage.show(self.scene())
        self._tell_pairs()

    def compare(self, is_difference: bool) -> None:
        """Show what the change changes, or the run itself."""
        self.is_difference = is_difference
        self.screen.charts.compare(is_difference)
        self.show()

    def say(self) -> None:
        """What the change changes at the date, in words."""
        screen = self.screen
        is_changed = screen.history.now.is_changed
        text = sentence_of(screen.charts.digests(), screen.charts.subject, screen.month) if is_changed else ""
        if text and (at_home := told.on_screen(screen.result, screen.month)):
            date = date_in_words(told.month_of(screen.result, screen.month))
            text += " " + texts.ON_SCREEN.format(date, at_home)
        self._said.set_text(text)
        self._said.set_visibility(bool(text))

    def scene(self) -> dict[str, Any]:
        """What the stage shows."""
        screen = self.screen
        scene = difference_of(screen.result, screen.before) if self.is_difference else scene_kept(screen.result)
        scene = on_scale_of(scene, scene_kept(screen.before))
        own = {news_of(dict(event), screen.result.names) for event in screen.history.now.events}
        for event in scene["events"]:
            event["own"] = not own.isdisjoint(event["parts"])
        return scene

    def _tell_pairs(self) -> None:
        if self.name == PAIRS:
            before = self.screen.before if self.is_difference else None
            self.stage.show_pairs(table_of(self.screen.result, before))
