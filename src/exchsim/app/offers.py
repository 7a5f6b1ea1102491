"""The list of programmes: a switch each, and one number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import isclose
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import said, texts
from exchsim.app.levers import Knob
from exchsim.app.programmes import PROGRAMMES, Programme, amount, as_it_was, with_amount
from exchsim.app.story import Story
from exchsim.state.levers import LEVERS_BY_PATH

if TYPE_CHECKING:
    from exchsim.app.change import ChangePanel

Attempt = Callable[[Callable[[Story], Story]], Awaitable[bool]]


class ProgrammePanel:
    """What is offered and how much of it, for whom and from when the panel around it says."""

    def __init__(self, panel: ChangePanel) -> None:
        """Draw it."""
        self.panel = panel
        names = panel.screen.result.names
        self._knobs: dict[str, Knob] = {}
        ui.label(texts.PROGRAMMES_HINT).classes("quiet")
        for programme in PROGRAMMES:
            if (programme.name != "missions" or names.missions) and (programme.name != "staff" or names.organisations):
                self._knobs[programme.name] = self._knob(programme)
        self.refresh()

    def _knob(self, programme: Programme) -> Knob:
        async def changed(value: float) -> bool:
            nation, since = self.panel.nation, self.panel.since
            return await self.panel.attempt(lambda story: with_amount(story, programme.name, value, nation, since))

        words, meaning = texts.PROGRAMMES[programme.name]
        lever = LEVERS_BY_PATH[f"policy.{programme.of}"]
        return Knob(
            changed, name=words, meaning=meaning, about="", value=0.0, usual=None, low=lever.low, high=lever.high,
            step=0.0, unit=said.unit_of(programme.of), factor=said.factor_of(programme.of), compact=True,
            restore=programme.usual,
        )  # fmt: skip

    def refresh(self) -> None:
        """Show programmes as they stand."""
        story, nation, since = self.panel.screen.history.now, self.panel.nation, self.panel.since
        for programme in PROGRAMMES:
            if programme.name in self._knobs:
                usual = as_it_was(story, programme.name, nation, since)
                now = amount(story, programme.name, nation, since)
                usual = now if isclose(now, usual, rel_tol=1e-6) else usual
                self._knobs[programme.name].show(now, usual, restore=usual if usual > 0.0 else programme.usual)
