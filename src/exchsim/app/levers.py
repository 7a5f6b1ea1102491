"""A lever on the screen: its unit, range, meaning, how well it is known, and the value that it had."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from nicegui.element import Element

from exchsim.app import texts
from exchsim.state.levers import LEVERS, LEVERS_BY_PATH
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
        told = self._on_change(float(value))
        if isinstance(told, Awaitable):
            told = await told
        if told is False:  # it was refused: what holds is shown again
            self.run_method("show", self._props["value"])
        else:
            self._props["value"] = float(value)


class Lever(Knob):
    """A lever of the policy: a slider and a number, or a list to choose from."""

    def __init__(self, name: str, value: float, on_change: Callable[[float], Any], usual: float | None = None) -> None:
        """usual: the value to compare with and to go back to, None for none."""
        lever = LEVERS_BY_PATH[f"policy.{name}"]
        self.name = name
        super().__init__(
            on_change, name=words_of(name), value=float(value), usual=usual, low=lever.low, high=lever.high,
            step=_step(lever, value if usual is None else usual), unit=unit_of(name), factor=factor_of(name),
            meaning=meaning_of(name), about=about(name), choices=choices_of(name),
        )  # fmt: skip


def slider(name: str, value: float, on_change: Callable[[float], Any]) -> Callable[[float], None]:
    """Draw a lever; what it returns shows another value. on_change is told when it is let go."""
    return Lever(name, value, on_change).show


def words_of(name: str) -> str:
    """`posts share` for posts_share."""
    return name.replace("_", " ")


def factor_of(name: str) -> float:
    """What a value is multiplied by to be read: shares are told in hundredths."""
    return 100.0 if LEVERS_BY_PATH[f"policy.{name}"].unit.startswith("share") else 1.0


def unit_of(name: str) -> str:
    """The unit as it is read: `% of cadre`."""
    unit = LEVERS_BY_PATH[f"policy.{name}"].unit
    if unit.startswith("share"):
        return "%" + unit.removeprefix("share")
    return texts.UNITS.get(unit, unit)


def number_of(name: str, value: float) -> str:
    """A value without its unit."""
    return f"{value * factor_of(name):.4g}"


def in_words(name: str, value: float) -> str:
    """A value with its unit, or what was chosen."""
    for choice in choices_of(name) or ():
        if choice["value"] == value:
            return str(choice["label"])
    return f"{number_of(name, value)} {unit_of(name)}".strip()


@cache
def choices_of(name: str) -> list[dict[str, Any]] | None:
    """What there is to choose from; None for a lever that is a number."""
    named = texts.CHOICES.get(name)
    return None if named is None else [{"value": float(value), "label": label} for value, label in named.items()]


def meaning_of(name: str) -> str:
    """What it means, in one line."""
    return texts.MEANINGS.get(name, LEVERS_BY_PATH[f"policy.{name}"].meaning)


def about(name: str) -> str:
    """How well it is known, and where from."""
    lever = LEVERS_BY_PATH[f"policy.{name}"]
    return texts.KNOWN.format(texts.GRADES[lever.grade], lever.source, in_words(name, lever.default))


def found(search: str) -> list[str]:
    """Levers whose name, meaning, unit or group has all words of a search."""
    wanted = search.casefold().split()
    groups = {name: group for group, names in texts.LEVERS for name in names}
    return [
        lever.name
        for lever in LEVERS
        if all(
            word in f"{words_of(lever.name)} {meaning_of(lever.name)} {groups.get(lever.name, '')}".casefold()
            for word in wanted
        )
    ]


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
