"""Events to drop on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts
from exchsim.scenario.fields import month_text
from exchsim.state.blueprint import month_name

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

_OF_AGREEMENTS = ("agreement_begin", "agreement_end")
_BETWEEN_TWO = (
    "rupture", "reconcile", "pact_begin", "pact_end", "rivalry_begin", "rivalry_end", "leak", *_OF_AGREEMENTS,
)  # fmt: skip
_OF_ORGANISATIONS = ("join", "quit")
_OF_ALL = ("close_borders", "open_borders", "threat_surge")
_USUAL = "3"  # times as many attacks; how grave leaks are on the mean


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


class HappeningPanel:
    """What happens, when and to whom."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen = screen
        names = screen.result.names
        self.nations = {code: names.name_of(code) for code in names.nations}
        organisations = dict(zip(names.organisations, names.organisation_names, strict=True))
        kinds = {kind: words for kind, words in texts.EVENTS.items() if organisations or kind not in _OF_ORGANISATIONS}
        first, last = next(iter(self.nations)), next(reversed(self.nations))
        self.month = Month(screen, texts.EVENT_DATE)
        self.kind = _select(kinds, "rupture", texts.EVENT_KIND)
        self.nation = _select(self.nations, first, texts.EVENT_NATION)
        self.other = _select(self.nations, last, texts.EVENT_OTHER)
        self.organisation = _select(organisations, next(iter(organisations), None), texts.EVENT_ORGANISATION)
        self.agreement = _select(texts.AGREEMENTS, "general", texts.EVENT_AGREEMENT)
        self.threat = _select(texts.THREATS, "", texts.EVENT_THREAT)
        self.value = ui.input(value=_USUAL).classes("w-full").props("dense inputmode=decimal")
        self.kind.on_value_change(self._shaped)
        self._shaped()
        ui.button(texts.DROP, on_click=self.drop).props("no-caps unelevated")

    def choose(self, codes: tuple[str, ...]) -> None:
        """Nations to whom it happens, unless others are chosen: those that are looked at."""
        if not codes:
            return
        self.nation.set_value(codes[0])
        if len(codes) > 1:
            self.other.set_value(codes[1])
        elif self.other.value == codes[0]:
            self.other.set_value(next(code for code in reversed(self.nations) if code != codes[0]))

    def _shaped(self) -> None:
        """Show the fields that this kind of event has."""
        kind = str(self.kind.value)
        possible = {"": texts.ALL_NATIONS} if kind in _OF_ALL else {}
        nation = self.nation.value if self.nation.value or possible else next(iter(self.nations))
        self.nation.set_options({**possible, **self.nations}, value=nation)
        self.nation.props(f'label="{texts.EVENT_LEAKER if kind == "leak" else texts.EVENT_NATION}"')
        self.other.props(f'label="{texts.EVENT_VICTIM if kind == "leak" else texts.EVENT_OTHER}"')
        self.other.set_visibility(kind in _BETWEEN_TWO)
        self.organisation.set_visibility(kind in _OF_ORGANISATIONS)
        self.agreement.set_visibility(kind in _OF_AGREEMENTS)
        self.threat.set_visibility(kind == "threat_surge")
        self.value.set_visibility(kind in texts.EVENT_VALUES)
        if kind in texts.EVENT_VALUES:
            self.value.props(f'label="{texts.EVENT_VALUES[kind][0]}"')

    async def drop(self) -> None:
        """Let it happen, if the scenario allows it."""
        self.screen.forget_refusal()
        try:
            event = self.event()
        except ValueError as error:
            self.screen.refuse(str(error))
            return
        await self.screen.attempt(lambda story: story.with_event(event))

    def event(self) -> dict[str, Any]:
        """What is written, as an event of a scenario. Raises ValueError with words where a number is none."""
        kind = str(self.kind.value)
        found: dict[str, Any] = {"date": self.month.text, "kind": kind}
        fields = (
            ("nation", self.nation.value, True), ("other", self.other.value, kind in _BETWEEN_TWO),
            ("organisation", self.organisation.value, kind in _OF_ORGANISATIONS),
            ("type", self.agreement.value, kind in _OF_AGREEMENTS),
            ("threat", self.threat.value, kind == "threat_surge"),
        )  # fmt: skip
        found.update({name: value for name, value, applies in fields if applies and value})
        if kind in texts.EVENT_VALUES:
            try:
                found["value"] = float(str(self.value.value or "").strip().replace(",", "."))
            except ValueError:
                raise ValueError(texts.EVENT_VALUES[kind][1]) from None
        return found


def _select(options: Mapping[str, str], value: str | None, label: str) -> ui.select:
    return ui.select(dict(options), value=value, label=label).classes("w-full").props("dense")
