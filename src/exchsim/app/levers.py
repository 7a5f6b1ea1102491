"""A lever on the screen: its unit, range, meaning, how well it is known, and the value that it had."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui.element import Element

from exchsim.app import texts
from exchsim.app.said import about, choices_of, factor_of, meaning_of, name_of_lever, unit_of
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.state.parameter import Parameter

_STEPS = 100  # at least, from one end of a slider to the other
_WHOLE = ("months", "nations", "rule", "officers", "years")  # units of which there are no parts


class Knob(Element, component="lever.js"):
    """Something with a number. What is moved or typed is the browser's; on_change is told when it is let go."""

    def __init__(self, on_change: Callable[[float], Any], **props: Any) -> None:
        """on_change says False where it refuses."""
        super().__init__()
        self._on_change = on_change
        self._props.update({"note": "", "words": texts.LEVER, "group": f"lever-{self.id}", "choices": None, **props})
        self.on("lever", lambda event: self._let_go(event.args))

    def show(self, value: float, usual: float | None = None, note: str = "", **more: Any) -> None:
        """Show another value, another one to go back to, and something to be known of it."""
        told = {"value": float(value), "usual": usual, "note": note, **more}
        if any(self._props[key] != now for key, now in told.items()):
            self._props.update(told)
            self.update()

    async def _let_go(self, said: Any) -> None:
        value = said.get("value") if isinstance(said, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return
        before = self._props["value"]
        told = self._on_change(float(value))
        if isinstance(told, Awaitable):
            told = await told
        if told is False:  # it was refused: what holds is shown again
            self.run_method("show", self._props["value"])
        elif self._props["value"] == before:  # nobody has shown another since
            self._props["value"] = float(value)


class Lever(Knob):
    """A lever of the policy: a slider and a number, or a list to choose from."""

    def __init__(self, name: str, value: float, on_change: Callable[[float], Any], usual: float | None = None) -> None:
        """usual: the value to compare with and to go back to, None for none."""
        lever = LEVERS_BY_PATH[f"policy.{name}"]
        self.name = name
        super().__init__(
            on_change, name=name_of_lever(name), value=float(value), usual=usual, low=lever.low, high=lever.high,
            step=_step(lever, value if usual is None else usual), unit=unit_of(name), factor=factor_of(name),
            meaning=meaning_of(name), about=about(name), choices=choices_of(name),
        )  # fmt: skip


def slider(name: str, value: float, on_change: Callable[[float], Any]) -> Callable[[float], None]:
    """Draw a lever; what it returns shows another value. on_change is told when it is let go."""
    return Lever(name, value, on_change).show


def _step(lever: Parameter, value: float) -> float:
    """The coarsest step of 1, 2 or 5 tens that is fine enough and meets the values that matter."""
    if lever.unit in _WHOLE and float(value).is_integer():
        return 1.0
    most = (lever.high - lever.low) / _STEPS
    for power in range(1, -7, -1):
        for digit in (5, 2, 1):
            step = float(f"{digit}e{power}")
            met = all(
                abs(round(gap / step) - gap / step) < 1e-6 for gap in (value - lever.low, lever.default - lever.low)
            )
            if step <= most * 1.0001 and met:
                return step
    return most / 1000
