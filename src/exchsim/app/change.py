"""The panel of levers and events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import levers, texts
from exchsim.app.scene import words_of

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_BETWEEN_TWO = ("rupture", "reconcile", "pact_begin", "pact_end", "rivalry_begin", "rivalry_end")
_OF_ORGANISATIONS = ("join", "quit")
_SURGE = 3.0  # times as many attacks


class ChangePanel:
    """What is changed, levers in groups, and an event to drop on the timeline."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen = screen
        self._shows: dict[str, Callable[[float], None]] = {}
        self.changes()
        for place, (group, names) in enumerate(texts.LEVERS):
            with _folded(group, place == 0):
                for name in names:
                    self._lever(name)
        with _folded(texts.DROP, False):
            self._event()

    def refresh(self) -> None:
        """Show what the story has now."""
        self.changes.refresh()
        for name, show in self._shows.items():
            show(self.screen.history.now.lever(name))

    @ui.refreshable_method
    def changes(self) -> None:
        """What the story changes, each event with a button that takes it away again."""
        story = self.screen.history.now
        ui.label(texts.CHANGED if story.is_changed else texts.UNCHANGED).classes("quiet")
        for path, value in story.levers.items():
            ui.label(f"{path.removeprefix('policy.').replace('_', ' ')} = {value:g}")
        for place, event in enumerate(story.events):
            with ui.row().classes("items-center no-wrap gap-1"):
                ui.label(f"{event['date']} · {words_of(dict(event), self.screen.result.names.name_of)}")
                ui.button(icon="close", on_click=lambda place=place: self.screen.go(story.without_event(place))).props(
                    f'flat dense size=sm aria-label="{texts.TAKE_BACK}"'
                )

    def _lever(self, name: str) -> None:
        async def changed(value: float) -> None:
            if not await self.screen.attempt(lambda story: story.with_lever(name, value)):
                self._shows[name](self.screen.history.now.lever(name))

        self._shows[name] = levers.slider(name, self.screen.history.now.lever(name), changed)

    def _event(self) -> None:
        names = self.screen.result.names
        nations = {code: names.name_of(code) for code in names.nations}
        organisations = dict(zip(names.organisations, names.organisation_names, strict=True))
        middle = 1900 + (names.start + names.end) // 24
        kind = ui.select(texts.EVENTS, value="rupture", label=texts.EVENT_KIND).classes("w-full")
        date = ui.input(texts.EVENT_DATE, value=f"{middle}-01").classes("w-full")
        nation = ui.select(nations, value=next(iter(nations)), label=texts.EVENT_NATION).classes("w-full")
        other = ui.select(nations, value=list(nations)[-1], label=texts.EVENT_OTHER).classes("w-full")
        organisation = ui.select(organisations, label=texts.EVENT_ORGANISATION).classes("w-full")
        other.bind_visibility_from(kind, "value", lambda value: value in _BETWEEN_TWO)
        organisation.bind_visibility_from(kind, "value", lambda value: value in _OF_ORGANISATIONS)

        async def drop() -> None:
            event: dict[str, Any] = {"date": (date.value or "").strip(), "kind": kind.value, "nation": nation.value}
            if kind.value in _BETWEEN_TWO:
                event["other"] = other.value
            if kind.value in _OF_ORGANISATIONS:
                event["organisation"] = organisation.value
            if kind.value == "threat_surge":
                event["value"] = _SURGE
            await self.screen.attempt(lambda story: story.with_event(event))

        ui.button(texts.DROP, on_click=drop).props("no-caps unelevated")


def _folded(heading: str, is_open: bool) -> ui.expansion:
    return ui.expansion(heading, value=is_open).classes("w-full").props("dense header-class=text-bold")
