"""Spells of relations to what holds at the start and what changes on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from exchsim.enums import Change
from exchsim.scenario.catalogue import FOR_EVER, Spell
from exchsim.state.columns import CHANGES, dtype_of

NONE = -1


@dataclass
class ChangeLog:
    """Dated changes in the order in which they are told; sorted by month at the end, stably."""

    rows: list[tuple[int, int, int, int, float]] = field(default_factory=list)

    def add(self, month: int, kind: Change, a: int, b: int = NONE, value: float = 0.0) -> None:
        """Tell of one change."""
        self.rows.append((month, int(kind), a, b, value))

    def table(self) -> np.recarray:
        """The changes as the calendar phase reads them."""
        ordered = sorted(self.rows, key=lambda row: row[0])
        return np.array(ordered, dtype=dtype_of(CHANGES)).view(np.recarray)


def united(spells: Iterable[Spell]) -> list[Spell]:
    """The same months without overlaps, in order."""
    joined: list[Spell] = []
    for since, until in sorted(spells):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        elif until > since:
            joined.append((since, until))
    return joined


def within(spell: Spell, *others: Spell) -> Spell:
    """The months that a spell shares with others."""
    return max(spell[0], *(other[0] for other in others)), min(spell[1], *(other[1] for other in others))


def split(spells: Iterable[Spell], period: Spell) -> tuple[int, list[tuple[int, bool]]]:
    """Month since which a relation holds at the start (-1 for none), then its later begins and ends.

    What was there for ever counts from the start.
    """
    start, end = period
    since, later = NONE, []
    for first, after in united(spells):
        if first <= start < after:
            since = first if first > 0 else start
        elif start < first < end:
            later.append((first, True))
        if start < after < min(end, FOR_EVER) and first < after:
            later.append((after, False))
    return since, later
