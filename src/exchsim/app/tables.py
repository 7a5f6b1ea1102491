"""Games that are being played on this server: who sits at which table, and rounds one after the other."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from exchsim.api import Result
from exchsim.app.game import Decisions, Game, GameError, Score, board

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for a digit
MOST_TABLES = 40


@dataclass
class Table:
    """One game in play. `version` counts whatever changes, so that screens know when to draw again."""

    code: str
    game: Game
    stored: Path | None = None
    version: int = 0
    result: Result | None = None
    scores: dict[int, list[Score]] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def join(self, nation: str, group: str) -> None:
        """A group takes a nation. Raises GameError."""
        self._is(self.game.joined(nation, group))

    def decide(self, nation: str, decisions: Decisions) -> None:
        """Decisions of a group for the year to come. Raises GameError."""
        self._is(self.game.decided(nation, decisions))

    async def advance(self, year: int, run: Callable[[Game], Result | None] = Game.result) -> None:
        """Live a year; asked twice for the same one, it is lived once. A run that fails leaves the game as it was."""
        async with self.lock:
            if year != self.game.year:
                return
            wanted = self.game.next()
            result = await asyncio.to_thread(run, wanted)
            assert result is not None
            self.scores[year] = board(result, year, wanted.nations)
            self.result = result
            self._is(wanted)
            if self.stored is not None:
                await asyncio.to_thread(self.store)

    def _is(self, game: Game) -> None:
        self.game, self.version = game, self.version + 1

    def store(self) -> Path:
        """Write the game, in place of its own earlier rounds."""
        assert self.stored is not None
        self.stored.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(self.game.as_dict(), sort_keys=False, allow_unicode=True)
        waiting = self.stored.with_suffix(".waiting")
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(self.stored)
        return self.stored


class Tables:
    """All tables of a server."""

    def __init__(self, folder: Path) -> None:
        """folder: where games are stored."""
        self.folder, self._tables = folder, dict[str, Table]()

    def open(self, game: Game) -> Table:
        """A new table. Raises GameError where there are too many."""
        if len(self._tables) >= MOST_TABLES:
            raise GameError(f"{MOST_TABLES} games are open already; close the server and start it again")
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(4))
            path = self.folder / f"{code}.yaml"
            if code not in self._tables and not path.exists():
                break
        self._tables[code] = Table(code, game, path)
        return self._tables[code]

    def find(self, code: str) -> Table:
        """The table with a code, however it was typed. Raises GameError."""
        table = self._tables.get("".join(code.split()).upper())
        if table is None:
            raise GameError("no game has this code")
        return table

    @property
    def codes(self) -> Mapping[str, Table]:
        """All tables by code."""
        return self._tables
