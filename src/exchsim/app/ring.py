"""Places of nations around a ring: the same for the same nations, whatever they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

FEW = 8  # so many stand around a circle; more stand on two sides, so that names have room
_WIDE, _HIGH_OF_FEW, _HIGH_OF_MANY = 1000.0, 480.0, 560.0  # units of the drawing
_CIRCLE, _SIDES = (300.0, 185.0), (200.0, 250.0)  # half axes
_GAP = 90.0  # between the two sides where they are closest, from the middle


def order_of(regions: Sequence[str], places: Sequence[tuple[float | None, float | None]]) -> list[int]:
    """Nations in order of region and, within it, from west to east; where no place is known, as they come."""
    east = [place[0] if place[0] is not None else 0.0 for place in places]
    mean = {region: np.mean([e for e, r in zip(east, regions, strict=True) if r == region]) for region in set(regions)}
    return sorted(range(len(regions)), key=lambda k: (mean[regions[k]], regions[k], east[k], k))


def size_of(nations: int) -> list[float]:
    """Width and height of the drawing."""
    return [_WIDE, _HIGH_OF_FEW if nations <= FEW else _HIGH_OF_MANY]


def ring_of(order: Sequence[int]) -> list[dict[str, Any]]:
    """Where each nation stands: x, y, on which side its name goes (0: above or below), whether below."""
    number = len(order)
    middle_x, middle_y = (side / 2 for side in size_of(number))
    if number in (3, 5, 7):  # those at the bottom stand higher than the one at the top
        middle_y += _CIRCLE[1] * (1 - np.cos(np.pi / number)) / 2
    spots: list[dict[str, Any]] = [{} for _ in order]
    for place, nation in enumerate(order):
        if number <= FEW:
            turn = 2 * np.pi * place / max(number, 1)
            x, y = middle_x + _CIRCLE[0] * np.sin(turn), middle_y - _CIRCLE[1] * np.cos(turn)
            side = 0 if abs(np.sin(turn)) < 0.3 else 1 if np.sin(turn) > 0 else -1
            below = bool(np.cos(turn) < 0)
        else:
            right = (number + 1) // 2
            is_right = place < right
            row, rows = (place, right) if is_right else (number - 1 - place, number - right)
            share = (row + 0.5) / rows * 2 - 1  # from top to bottom
            side, below = (1 if is_right else -1), False
            x = middle_x + side * (_GAP + _SIDES[0] * np.sqrt(max(0.0, 1 - share**2)))
            y = middle_y + share * _SIDES[1]
        spots[nation] = {"x": round(float(x), 1), "y": round(float(y), 1), "side": side, "below": below}
    return spots
