"""The panel of levers and events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts
from exchsim.app.scene import words_of
from exchsim.state.levers import LEVERS_BY_PATH

if TYPE_CHECKING:
    from exchsim.app.screen import Screen
    from exchsim.state.parameter import Parameter

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
                    self._lever(LEVERS_BY_PATH[f"policy.{name}"])
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

    def _lever(self, lever: Parameter) -> None:
        """A slider with its unit, range, meaning, and how well it is known."""
        value = self.screen.history.now.lever(lever.name)
        name = lever.name.replace("_", " ")
        known = f"{texts.GRADES[lever.grade]} ({lever.source})"
        meaning = f"{lever.meaning}. {lever.low:g} to {lever.high:g} {lever.unit}, {known}"

        async def changed(event: Any) -> None:
            wanted = float(event.args)
            if not await self.screen.attempt(lambda story: story.with_lever(lever.name, wanted)):
                show(self.screen.history.now.lever(lever.name))

        def show(value: float) -> None:
            said.set_text(_text(lever, value))
            slider.props(f"value={value:g}")

        with ui.element("div").classes("lever"):
            with ui.element("div").classes("top"):
                ui.label(name).tooltip(meaning)
                said = ui.label(_text(lever, value)).classes("value")
            # the browser's own slider: it has keys, focus and touch as everybody knows them
            slider = ui.element("input").classes("w-full")
            slider.props(
                f"type=range min={lever.low:g} max={lever.high:g} step={_step(lever):g} value={value:g} "
                f'aria-label="{name}"'
            )
            taken = "(e) => emit(e.target.value)"
            slider.on("change", changed, js_handler=taken)  # when let go
            slider.on("input", lambda event: said.set_text(_text(lever, float(event.args))), js_handler=taken)
        self._shows[lever.name] = show

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


def _step(lever: Parameter) -> float:
    if lever.unit in ("months", "nations", "rule", "officers"):
        return 1.0
    return float(f"{(lever.high - lever.low) / 100:.0e}")


def _text(lever: Parameter, value: float) -> str:
    if lever.name == "reciprocity":
        return texts.RECIPROCITY.get(round(value), f"{value:g}")
    unit = "" if lever.unit in ("1", "0-1", "rule") else f" {lever.unit}"
    return f"{value:g}{unit}"
