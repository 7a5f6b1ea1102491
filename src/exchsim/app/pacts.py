"""What comes of offers between nations when a round is lived: who signs with whom, what ends."""

from __future__ import annotations

from typing import Any

from exchsim.api import Result
from exchsim.app.decisions import BONDS, GENERAL, RELATIONS, Bond
from exchsim.app.game import Game

SIGNS_FROM = 0.35  # trust from which a nation that governs itself accepts an offer; a rule of the game
_COLUMNS = {GENERAL: "agreement"}  # of the table of pairs; the others are called like the kinds


def in_force(result: Result, year: int) -> set[tuple[str, str, str]]:
    """Agreements at the end of a year: both nations, either way round, and the kind."""
    found = set()
    pairs = result.pairs[result.pairs["year"] == year]
    for kind in BONDS:
        held = pairs[pairs[_COLUMNS.get(kind, kind)]]
        found |= {(str(a), str(b), kind) for a, b in zip(held["sender"], held["host"], strict=True)}
    return found


def broken_off(game: Game, year: int) -> set[tuple[str, str]]:
    """Pairs of nations whose relations are broken off at the end of a year, either way round."""
    events = [*(game.story.scenario.resolved.get("events") or []), *game.events()]
    found: set[tuple[str, str]] = set()
    for event in sorted(events, key=lambda event: str(event["date"])):
        if event["kind"] in ("rupture", "reconcile") and int(str(event["date"])[:4]) <= year:
            both = {(event["nation"], event["other"]), (event["other"], event["nation"])}
            found = found | both if event["kind"] == "rupture" else found - both
    return found


def trust_in(result: Result, year: int, nation: str) -> dict[str, float]:
    """Trust that others have in a nation at the end of a year."""
    pairs = result.pairs
    rows = pairs[(pairs["year"] == year) & (pairs["host"] == nation)]
    return {str(who): float(value) for who, value in zip(rows["sender"], rows["trust"], strict=True)}


def offered_to(game: Game, nation: str) -> list[Bond]:
    """What groups that have decided offer to a nation: by whom, and what."""
    plans = {code: game.waiting.get(code) or game.last_plan(code) for code in game.groups if code != nation}
    return [(code, kind) for code, plan in plans.items() if plan for other, kind in plan.offers if other == nation]


def settle(game: Game, result: Result) -> list[dict[str, Any]]:
    """Events without a date: agreements that both sides want and have not yet, and what one side ends."""
    year = game.lived
    held, cut = in_force(result, year), broken_off(game, year)
    plans = {code: game.plan(code) for code in game.groups}
    events: list[dict[str, Any]] = []
    ended: set[tuple[str, str, str]] = set()
    for nation, plan in sorted(plans.items()):
        for other, kind in plan.ends:
            if (other, nation, kind) in ended:
                continue
            if kind == RELATIONS and (nation, other) not in cut:
                events.append({"kind": "rupture", "nation": nation, "other": other})
            elif (nation, other, kind) in held:
                events.append({"kind": "agreement_end", "nation": nation, "other": other, "type": kind})
            else:
                continue
            ended.add((nation, other, kind))
    gone = ended | {(b, a, kind) for a, b, kind in ended}
    for nation, plan in sorted(plans.items()):
        trust = trust_in(result, year, nation)
        for other, kind in plan.offers:
            if other in plans:
                agreed = (nation, kind) in plans[other].offers and nation < other
            else:
                agreed = trust.get(other, 0.0) >= SIGNS_FROM
            if not agreed or (nation, other, kind) in gone or (nation, other, RELATIONS) in gone:
                continue
            if kind == RELATIONS:
                if (nation, other) in cut:
                    events.append({"kind": "reconcile", "nation": nation, "other": other})
            elif (nation, other, kind) not in held and (nation, other) not in cut:
                events.append({"kind": "agreement_begin", "nation": nation, "other": other, "type": kind})
    return events
