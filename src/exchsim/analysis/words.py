"""Numbers as a reader wants them."""

from __future__ import annotations

import math


def number(value: float, signed: bool = False) -> str:
    """Three digits that matter, and millions as such."""
    if value != value:
        return "–"
    for size, unit in ((1e9, " bn"), (1e6, " m"), (1e4, " k")):
        if abs(value) >= size:
            scale = size if size > 1e4 else 1e3
            return f"{value / scale:{'+' if signed else ''}.3g}{unit}"
    if abs(value) >= 1e3:
        return f"{value:{'+' if signed else ''},.0f}"
    if 0.0 < abs(value) < 1e-4:  # 0.00009, not 9.22e-05
        places = min(7, -math.floor(math.log10(abs(value))))
        return f"{value:{'+' if signed else ''}.{places}f}"
    return f"{value:{'+' if signed else ''}.3g}"


def percent(share: float) -> str:
    """Whole per cent, and no minus nothing."""
    return "–" if share != share else f"{round(100 * share) + 0} %".replace("-", "−")
