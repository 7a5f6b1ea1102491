"""Games that are being played on this server: who sits at which table, rounds one after the other, all of it stored."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import yaml

from exchsim.api import Plan as Run
from exchsim.api import Result
from exchsim.app.decisions import Plan
from exchsim.app.game import Game, GameError
from exchsim.app.money import Estimate, LastYear, foresee, last_year
from exchsim.app.pacts import settle
from exchsim.app.scores import MEASURES, Score, scores

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for a digit
CODE = re.compile(f"[{LETTERS}]{{4}}")
MOST_TABLES = 40
LARGEST_FILE = 3_000_000  # bytes of a stored game
MOST_MINUTES = 60
MOST_LISTED = 40
Live = Callable[[Game], Awaitable[Result]]
Reckon = Callable[[Game, Run, str, Plan, LastYear], Awaitable[Estimate]]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def in_thread(game: Game) -> Result:
    """Run a game in a thread of this process."""
    return await asyncio.to_thread(game.result)


async def reckoned_in_thread(game: Game, ahead: Run, nation: str, plan: Plan, before: LastYear) -> Estimate:
    """Have a plan reckoned in a thread of this process."""
    return await asyncio.to_thread(foresee, game, ahead, nation, plan, before)


@dataclass
class Table:
    """One game in play. `version` counts whatever changes, so that screens know when to draw again."""

    code: str
    game: Game
    stored: Path | None = None
    version: int = 0
    result: Result | None = None
    scores: dict[int, list[Score]] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)  # nation to the digest of its group's secret
    host: str = ""  # digest of the host's secret
    orphan: bool = False  # opened again from a file, and its host has not come back yet
    drafts: dict[str, Plan] = field(default_factory=dict)  # what groups try out; theirs alone
    aim: str = "trust"  # what counts on the board
    minutes: int = 0  # to decide; 0 for as long as it takes
    deadline: float = 0.0
    living: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    live: Live = in_thread
    reckon: Reckon = reckoned_in_thread
    _ahead: tuple[Any, Run] | None = None  # for which round and groups, and the run into it
    _writing: Any = field(default_factory=Lock)

    # who is who

    def new_host(self) -> str:
        """A secret for the host; the one before is worth nothing any more."""
        secret = secrets.token_urlsafe(16)
        self.host, self.orphan = digest(secret), False
        self._changed()
        return secret

    def is_host(self, secret: str) -> bool:
        """Whether this is the host's secret."""
        known = bool(self.host) and hmac.compare_digest(digest(secret).encode(), self.host.encode())
        if known:
            self.orphan = False
        return known

    def nation_of(self, secret: str) -> str:
        """The nation of a group's secret; empty where it is nobody's."""
        given = digest(secret).encode()
        for nation, known in self.seats.items():
            if hmac.compare_digest(given, known.encode()) and nation in self.game.groups:
                return nation
        return ""

    def join(self, nation: str, group: str) -> str:
        """A group takes a nation; returns the secret that makes it its own. Raises GameError."""
        self.game = self.game.joined(nation, group)
        secret = secrets.token_urlsafe(16)
        self.seats[nation] = digest(secret)
        self.drafts.pop(nation, None)
        self._changed()
        return secret

    def release(self, nation: str) -> None:
        """A nation is free again. Raises GameError."""
        self.game = self.game.released(nation)
        self.seats.pop(nation, None)
        self.drafts.pop(nation, None)
        self._changed()

    # decisions

    def draft(self, nation: str) -> Plan:
        """What a group tries out: as it left it, else as it decided, else as last year."""
        return self.drafts.get(nation) or self.game.plan(nation)

    def decide(self, nation: str, plan: Plan) -> None:
        """Decisions of a group for the round to come. Raises GameError."""
        self.game = self.game.decided(nation, plan)
        self.drafts.pop(nation, None)
        self._changed()

    async def estimate(self, nation: str, plan: Plan) -> Estimate:
        """What a plan asks for and is expected to cost. Nothing is known in it of what others decide."""
        assert self.result is not None
        game, result, ahead = self.game, self.result, self._ahead
        key = (len(game.rounds), *sorted(game.groups))
        if ahead is None or ahead[0] != key:
            ahead = self._ahead = key, await asyncio.to_thread(game.ahead)
        return await self.reckon(
            replace(game, waiting={}), ahead[1], nation, plan, last_year(result, game.lived, nation)
        )

    def set_aim(self, aim: str) -> None:
        """What counts on the board."""
        if aim in MEASURES:
            self.aim = aim
            self._changed()

    # time

    def set_minutes(self, minutes: int) -> None:
        """Minutes to decide from now on, 0 for no limit."""
        self.minutes = max(0, min(MOST_MINUTES, int(minutes)))
        self.deadline = time.monotonic() + 60.0 * self.minutes
        self._changed()

    @property
    def seconds_left(self) -> float | None:
        """Until the round is lived by itself; None for no limit."""
        if self.minutes == 0 or self.game.is_over:
            return None
        return max(0.0, self.deadline - time.monotonic())

    async def begin(self) -> None:
        """Live what is to be seen before anybody decides."""
        self.result = await self.live(self.game)
        self._score()
        self._changed()

    async def advance(self, year: int) -> None:
        """Live a round; asked twice for the same one, it is lived once. A run that fails leaves the game as it was."""
        async with self.lock:
            if year != self.game.year or self.result is None:
                return
            self.living, self.version = True, self.version + 1
            try:
                before = self.game
                wanted = before.next(settle(before, self.result))
                result = await self.live(wanted)
            except Exception:
                self.minutes = 0  # else every screen would try again as soon as time is up
                raise
            finally:
                self.living, self.version = False, self.version + 1
            self.game, self.result = self._with_late(before, wanted), result
            self.drafts.clear()
            self.deadline = time.monotonic() + 60.0 * self.minutes
            self._score()
            self._changed()
        await self.save()

    def end(self) -> None:
        """The host ends the game before its last round; from now on it can be played back."""
        self.game = replace(self.game, ended=True)
        self._changed()

    def _with_late(self, before: Game, wanted: Game) -> Game:
        """The round lived, and what groups did while it was: they joined, left or decided for the next one."""
        late = {nation: plan for nation, plan in self.game.waiting.items() if before.waiting.get(nation) is not plan}
        return replace(wanted, groups=self.game.groups, waiting=late, ended=self.game.ended)

    def _score(self) -> None:
        assert self.result is not None
        for year in range(self.game.first_year - 1, self.game.lived + 1):
            if year not in self.scores:
                self.scores[year] = scores(self.result, year, self.game.nations)

    def _changed(self) -> None:
        self.version += 1

    # storing

    async def save(self) -> None:
        """Store it, where it is to be stored."""
        if self.stored is not None:
            await asyncio.to_thread(self.store)

    def store(self) -> Path:
        """Write the game, in place of its own earlier rounds."""
        assert self.stored is not None
        with self._writing:
            table = {"seats": dict(self.seats), "host": self.host, "aim": self.aim, "minutes": self.minutes}
            text = yaml.dump(
                {**self.game.as_dict(), "table": table}, Dumper=_Dumper, sort_keys=False, allow_unicode=True
            )
            self.stored.parent.mkdir(parents=True, exist_ok=True)
            waiting = self.stored.with_suffix(".waiting")
            waiting.write_text(text, encoding="utf-8")
            waiting.replace(self.stored)
        return self.stored


@dataclass(frozen=True)
class Listed:
    """A stored game in a list."""

    code: str
    title: str
    rounds: int
    last_year: int
    groups: tuple[str, ...]
    changed: float  # seconds since 1970
    is_played: bool  # open here and not over; cannot be played back yet
    is_over: bool  # ended, or no whole round is left


class Tables:
    """All tables of a server."""

    def __init__(self, folder: Path, live: Live = in_thread, reckon: Reckon = reckoned_in_thread) -> None:
        """folder: where games are stored. live: how games are run. reckon: how plans are."""
        self.folder, self.run, self.reckon, self._tables = folder, live, reckon, dict[str, Table]()
        self._entering = asyncio.Lock()

    def open(self, game: Game) -> Table:
        """A new table. Raises GameError where there are too many."""
        self._make_room()
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(4))
            path = self.folder / f"{code}.yaml"
            if code not in self._tables and not path.exists():
                break
        self._tables[code] = Table(code, game, path, live=self.run, reckon=self.reckon)
        return self._tables[code]

    def _make_room(self) -> None:
        """Tables at which nothing was ever done give way. Raises GameError where there is none."""
        for code, table in list(self._tables.items()):
            if len(self._tables) < MOST_TABLES:
                return
            if not table.game.rounds and not table.game.groups:
                del self._tables[code]
        if len(self._tables) >= MOST_TABLES:
            raise GameError(f"{MOST_TABLES} games are open already; close the server and start it again")

    def find(self, code: str) -> Table:
        """The open table with a code, however it was typed. Raises GameError."""
        table = self._tables.get(as_code(code))
        if table is None:
            raise GameError("no game has this code")
        return table

    async def enter(self, code: str) -> Table:
        """The same; a stored game is opened again. Raises GameError."""
        async with self._entering:
            if as_code(code) in self._tables:
                return self.find(code)
            table = await asyncio.to_thread(self._reopened, as_code(code))
            await table.begin()
            self._make_room()
            self._tables[table.code] = table
            return table

    def _reopened(self, code: str) -> Table:
        data = self.read(code)
        game, kept = Game.from_dict(data), data.get("table") or {}
        seats = {str(nation): str(known) for nation, known in (kept.get("seats") or {}).items()}
        aim = kept.get("aim", "trust")
        table = Table(code, game, self.folder / f"{code}.yaml", seats=seats, host=str(kept.get("host", "")),
                      orphan=True, live=self.run, reckon=self.reckon,
                      aim=aim if aim in MEASURES else "trust")  # fmt: skip
        table.set_minutes(int(kept.get("minutes", 0)))
        return table

    def read(self, code: str) -> Mapping[str, Any]:
        """A stored game as its file has it; nothing but a code can be named. Raises GameError."""
        if not CODE.fullmatch(code):
            raise GameError("no game has this code")
        path = self.folder / f"{code}.yaml"
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise GameError("this stored game is too large")
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        except OSError as error:
            raise GameError("no game has this code") from error
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            raise GameError("this stored game cannot be read") from error
        if not isinstance(data, Mapping):
            raise GameError("this is no stored game")
        return data

    def is_played(self, code: str) -> bool:
        """Whether a game is open here and not over: what its groups decided is not shown to others yet."""
        table = self._tables.get(code)
        return table is not None and not table.game.is_over

    def listed(self) -> list[Listed]:
        """Stored games, the latest first."""
        files = [path for path in self.folder.glob("*.yaml") if CODE.fullmatch(path.stem) and path.is_file()]
        files.sort(key=lambda path: -path.stat().st_mtime)
        found = []
        for path in files[:MOST_LISTED]:
            try:
                data = self.read(path.stem)
                names = [str(group) for group in data["groups"].values()]
                title = str(data["scenario"].get("title") or data["name"])
                start = int(str(data["scenario"]["period"]["start"])[:4])
                rounds = len(data["rounds"])
                last = start + rounds * int(data["years_a_round"])
                changed, played = path.stat().st_mtime, self.is_played(path.stem)
                end = int(str(data["scenario"]["period"]["end"])[:4])
                over = data.get("ended") is True or last + int(data["years_a_round"]) > end
                found.append(Listed(path.stem, title, rounds, last, tuple(names), changed, played, over))
            except (GameError, KeyError, TypeError, AttributeError, ValueError, OSError):
                continue
        return found


def as_code(typed: str) -> str:
    """A code as it is written."""
    return "".join(str(typed).split()).upper()
