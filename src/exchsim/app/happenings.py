"""Events to drop on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import levers, texts
from exchsim.app.scene import words_of
from exchsim.scenario.fields import RECIPROCITY, month_text
from exchsim.state.blueprint import month_name
from exchsim.store.names import Names

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_BETWEEN_TWO = ("rupture", "reconcile", "pact_begin", "pact_end", "rivalry_begin", "rivalry_end")
_OF_ORGANISATIONS = ("join", "quit")
_SURGE = 3.0  # times as many attacks


class Month:
    """A field for a month. It follows the clock until somebody types one, and again when asked to."""

    def __init__(self, screen: Screen, label: str, on_change: Callable[[], object] = lambda: None) -> None:
        """Draw it. on_change is called when another month shows."""
        self.screen, self.follows = screen, True
        self._on_change, self._before = on_change, (True, "")
        with ui.row().classes("items-center no-wrap gap-1 w-full") as self.box:
            self.field = ui.input(label, value=self._clock()).classes("grow").props("dense debounce=300")
            self.field.on_value_change(lambda _: self._on_change())
            self.field.on("focus", self._taken).on("blur", self._left)
            ui.button(icon="schedule", on_click=self.again).props(f'flat dense aria-label="{texts.DATE_OF_CLOCK}"')

    @property
    def text(self) -> str:
        """What is written."""
        return str(self.field.value or "").strip()

    def follow(self) -> None:
        """Show the month of the clock, unless another was typed."""
        if self.follows and self.text != self._clock():
            self.field.set_value(self._clock())

    def again(self) -> None:
        """Follow the clock from now on."""
        self.follows = True
        self.follow()

    def _taken(self) -> None:
        self.follows, self._before = False, (self.follows, self.text)  # nothing changes under somebody's hands

    def _left(self) -> None:
        followed, text = self._before
        self.follows = self.follows or (followed and text == self.text)

    def _clock(self) -> str:
        return month_name(self.screen.result.names.start + self.screen.month)


def month_or_none(text: str) -> str | None:
    """`1985-03` from what somebody typed; None where it is no month."""
    try:
        return month_text(text)
    except ValueError:
        return None


def said_of(event: Mapping[str, Any], names: Names) -> str:
    """`1985-03 · Arden and Osh: rupture`, `from 1985-03 · Arden: posts share = 1 % of cadre`."""
    if event.get("kind") != "set_lever":
        return f"{event['date']} · {words_of(dict(event), names.name_of)}"
    lever, value = str(event["lever"]), event["value"]
    number = float(RECIPROCITY.index(value) if isinstance(value, str) else value)
    whose = f"{names.name_of(event['nation'])}: " if event.get("nation") else ""
    return f"{event['date']} · {whose}{levers.words_of(lever)} = {levers.in_words(lever, number)}"


class HappeningPanel:
    """What happens, when and to whom."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen = screen
        names = screen.result.names
        nations = {code: names.name_of(code) for code in names.nations}
        organisations = dict(zip(names.organisations, names.organisation_names, strict=True))
        self.kind = ui.select(texts.EVENTS, value="rupture", label=texts.EVENT_KIND).classes("w-full")
        self.month = Month(screen, texts.EVENT_DATE)
        self.nation = ui.select(nations, value=next(iter(nations)), label=texts.EVENT_NATION).classes("w-full")
        self.other = ui.select(nations, value=list(nations)[-1], label=texts.EVENT_OTHER).classes("w-full")
        self.organisation = ui.select(organisations, label=texts.EVENT_ORGANISATION).classes("w-full")
        self.other.bind_visibility_from(self.kind, "value", lambda value: value in _BETWEEN_TWO)
        self.organisation.bind_visibility_from(self.kind, "value", lambda value: value in _OF_ORGANISATIONS)
        ui.button(texts.DROP, on_click=self.drop).props("no-caps unelevated")

    async def drop(self) -> None:
        """Let it happen, if the scenario allows it."""
        event: dict[str, Any] = {"date": self.month.text, "kind": self.kind.value, "nation": self.nation.value}
        if self.kind.value in _BETWEEN_TWO:
            event["other"] = self.other.value
        if self.kind.value in _OF_ORGANISATIONS:
            event["organisation"] = self.organisation.value
        if self.kind.value == "threat_surge":
            event["value"] = _SURGE
        await self.screen.attempt(lambda story: story.with_event(event))
