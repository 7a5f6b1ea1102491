"""What a scenario wants its figures and its summary to show. It says nothing about what happens in a run."""

from __future__ import annotations

from exchsim.store.record import Record

Pair = tuple[str, str]


def own_pairs(record: Record) -> list[Pair]:
    """Pairs of nations that the scenario names, in its order, where both nations have a place in the run."""
    named = record.resolved.get("figures", {}).get("pairs", [])
    there = set(record.names.nations)
    return [(str(a), str(b)) for a, b in named if a in there and b in there]


def own_nation(record: Record) -> str | None:
    """The nation that most of these pairs have in common, the first named where several do; None without pairs."""
    named = [code for pair in own_pairs(record) for code in pair]
    return max(named, key=named.count, default=None)
