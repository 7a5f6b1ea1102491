"""Outcomes and policies in the words of somebody who decides: labels, units, and no more digits than are known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

SHORT = 30  # letters up to which the meaning of an outcome serves as its label
_SCALES = ((1e9, "bn", "billion"), (1e6, "m", "million"), (1e4, "k", "thousand"))
_UNITS = {"0-1": "0–1", "-1 to 1": "−1 to 1", "count": "number", "": "ratio"}
_WITHOUT = ("0-1", "-1 to 1", "count", "", "1", "posts")  # units that say nothing beside a number


def in_words(name: str) -> str:
    """A name of a file as a reader says it: `twice_the_posts` is twice the posts."""
    return name.replace("_", " ").strip()


@dataclass(frozen=True)
class Term:
    """An outcome in words. direction: more, less or neither is better."""

    name: str
    label: str
    meaning: str
    unit: str
    direction: str

    def scale(self, values: Iterable[float]) -> tuple[float, str]:
        """By what to divide values for an axis, and the unit that this gives: (1e6, million USD)."""
        factor, _, word = _scale(values)
        unit = _UNITS.get(self.unit, self.unit)
        return factor, f"{word} {unit}".strip() if self.unit not in ("count", "") or not word else word

    @property
    def better(self) -> str:
        """Which way is better, for an axis."""
        return {"more": "more is better", "less": "less is better"}.get(self.direction, "")

    def amount(self, value: float, signed: bool = False) -> str:
        """`91 m USD`: three digits that matter."""
        return self._with_unit(value, _digits(value), signed)

    def interval(self, value: float, low: float, high: float) -> str:
        """`+91 m USD (86 to 96)`: no more digits than the interval leaves."""
        if not all(map(math.isfinite, (value, low, high))):
            return self.amount(value, True)
        factor, _, _ = _scale([value])
        places = _places((high - low) / 2 / factor, [value / factor, low / factor, high / factor])
        middle = self._with_unit(value, places, True)
        return f"{middle} ({_fixed(low / factor, places)} to {_fixed(high / factor, places)})"

    def _with_unit(self, value: float, places: int, signed: bool) -> str:
        if not math.isfinite(value):
            return "–"
        factor, short, _ = _scale([value])
        unit = "" if self.unit in _WITHOUT else self.unit
        return " ".join(filter(None, (_fixed(value / factor, places, signed), short, unit)))


def capital(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in percent, never rounded to all or none."""
    if math.isnan(share):
        return "–"
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    found = list(words)
    return f" {last} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def _scale(values: Iterable[float]) -> tuple[float, str, str]:
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return next((scale for scale in _SCALES if largest >= scale[0]), (1.0, "", "")) if largest else (1.0, "", "")


def _digits(value: float) -> int:
    """Decimals of three digits that matter, of the scaled value."""
    if not math.isfinite(value) or value == 0.0:
        return 0
    scaled = abs(value) / _scale([value])[0]
    return min(9, max(0, 2 - math.floor(math.log10(scaled))))


def _places(half: float, numbers: Iterable[float]) -> int:
    """Decimals for an interval: one digit of half its width, two where it begins with 1 or 2; no sign may get lost."""
    if half <= 0.0:
        return max(0, min(9, max((2 - math.floor(math.log10(abs(x))) for x in numbers if x), default=0)))
    power = math.floor(math.log10(half))
    places = max(0, -power + int(half / 10**power < 2.95))
    most = min(9, places + 3)
    while places < most and any(x != 0.0 and round(x, places) == 0.0 for x in numbers):
        places += 1
    return int(min(9, places))


def _fixed(value: float, places: int, signed: bool = False) -> str:
    rounded = round(value, places)
    text = f"{abs(rounded):,.{places}f}"
    return ("−" if rounded < 0.0 else "+" if signed and rounded > 0.0 else "") + text
