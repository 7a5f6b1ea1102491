"""Events to drop on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nicegui import ui

from exchsim.app import texts
from exchsim.life.words import MONTHS

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
    """A month of the run, to be chosen. It follows the clock until somebody chooses, and again when asked to."""

    def __init__(self, screen: Screen, label: str, on_change: Callable[[], object] = lambda: None) -> None:
        """Draw it. on_change is called when another month shows."""
        self.screen, self.follows = screen, True
        self._on_change, self._is_moved = on_change, False
        names = screen.result.names
        years = range(1900 + names.start // 12, 1900 + (names.end - 1) // 12 + 1)
        year, month = divmod(self._clock(), 12)
        with ui.row().classes("items-end no-wrap gap-2 w-full") as self.box:
            self.month = ui.select(dict(enumerate(MONTHS)), value=month, label=label).classes("grow").props("dense")
            self.year = ui.select([*years], value=1900 + year, label=texts.YEAR).classes("w-20").props("dense")
            back = ui.button(icon="update", on_click=self.again).props("flat dense")
            back.props(f'aria-label="{texts.DATE_OF_CLOCK}"').tooltip(texts.DATE_OF_CLOCK)
        for field in (self.month, self.year):
            field.on_value_change(self._changed)

    @property
    def text(self) -> str:
        """The month as scenarios have it: `1990-03`."""
        return f"{self.year.value}-{self.month.value + 1:02d}"

    def follow(self) -> None:
        """Show the month of the clock, unless another was chosen."""
        year, month = divmod(self._clock(), 12)
        if self.follows and (self.year.value, self.month.value) != (1900 + year, month):
            self._is_moved = True
            self.year.set_value(1900 + year)
            self.month.set_value(month)
            self._is_moved = False
            self._on_change()

    def again(self) -> None:
        """Follow the clock from now on."""
        self.follows = True
        self.follow()

    def _changed(self) -> None:
        if not self._is_moved:
            self.follows = False
            self._on_change()

    def _clock(self) -> int:
        return self.screen.result.names.start + self.screen.month


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
        ui.button(texts.DROP, on_click=self.drop).props("no-caps unelevated").classes("mt-2")

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
