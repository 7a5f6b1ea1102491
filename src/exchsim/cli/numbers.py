"""Numbers as a reader wants them: as many digits as are known, and no powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterable

_SCALES = ((1e9, "billion"), (1e6, "million"))


def scale_of(values: Iterable[float]) -> tuple[float, str]:
    """Factor and its word by which numbers of this size are told: millions from ten millions on."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    for factor, word in _SCALES:
        if largest >= 10.0 * factor:
            return factor, word
    return 1.0, ""


def with_interval(value: float, half: float, sign: str = "") -> str:
    """`171 ± 16`: the half width with two significant digits, and the value to the same place.

    sign: "+" for a difference, which shows whether it is more or less.
    """
    if math.isnan(value):
        return "–"
    if not math.isfinite(half) or half <= 0.0:
        return (sign if value > 0.0 else "") + plain(value)
    if half < 1e-7:
        return f"{value:{sign}.2e} ± {half:.1e}"
    places = min(8, 1 - math.floor(math.log10(half)))
    shown = max(0, places)
    return f"{round(value, places):{sign},.{shown}f} ± {round(half, places):,.{shown}f}"


def plain(value: float) -> str:
    """Four significant digits, large numbers with separators."""
    if math.isnan(value):
        return "–"
    size = math.floor(math.log10(abs(value))) if value else 0
    if size < -5:
        return f"{value:.3g}"
    text = f"{value:,.{max(0, 3 - size)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
