"""What a scenario wants its figures and its summary to show. It says nothing about what happens in a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from exchsim.store.names import Names

Pair = tuple[str, str]


class Shown(Protocol):
    """What a figure needs to know of a run or of a sweep to show nations: their names, and the scenario."""

    @property
    def names(self) -> Names:
        """Nations with their places."""

    @property
    def resolved(self) -> Mapping[str, Any]:
        """The scenario with every default written out."""


def own_pairs(record: Shown) -> list[Pair]:
    """Pairs of nations that the scenario names, in its order, where both nations have a place in the run."""
    named = record.resolved.get("figures", {}).get("pairs", [])
    there = set(record.names.nations)
    return [(str(a), str(b)) for a, b in named if a in there and b in there]


def own_nation(record: Shown) -> str | None:
    """The nation that most of these pairs have in common, the first named where several do; None without pairs."""
    named = [code for pair in own_pairs(record) for code in pair]
    return max(named, key=named.count, default=None)
