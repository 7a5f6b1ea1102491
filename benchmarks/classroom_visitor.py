"""A visitor of the classroom without a browser: it speaks what NiceGUI's page speaks with its server.

It asks for the page, opens the web socket, keeps the elements as they are told, and sends what a browser sends when a
lever is let go, a button pressed, a nation clicked, or the clock goes on.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import html
import json
import random
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

PATIENCE = 60.0  # seconds; an action that takes longer counts as that long, and as a failure
LEVER, RESET, UNDO, LIFE, LUCKS = "nicegui-lever", "As it was", "Undo", ("Who rose highest", "Anyone"), "5"
NATIONS = {"ARD": "Arden", "BMR": "Belmar", "DUN": "Dunmark", "OSH": "Osh", "SAR": "Sarrow"}
ACK = 3.0  # seconds between two words to the server that its messages have come
TICK = 0.5  # seconds between two dates that a browser tells while its clock goes on


class Visitor:
    """One session. `foreign` counts whatever of another session was told to this one."""

    def __init__(self, number: int, url: str, web: aiohttp.ClientSession) -> None:
        """number: makes its changes its own, so that they would be known elsewhere."""
        self.number, self.url, self.web = number, url.rstrip("/"), web
        self.rng = random.Random(number)
        self.elements: dict[int, dict[str, Any]] = {}
        self.foreign = self.failed = self.bytes = self.moves = 0
        self.mine: set[float] = set()
        self.usual: dict[str, float] = {}
        self.months = 0
        self._socket = socketio.AsyncClient(reconnection=False)
        self._waiting: list[tuple[Callable[[dict[int, Any]], bool], asyncio.Event]] = []
        self._next = 0

    async def open(self) -> None:
        """Ask for the page, and take part."""
        async with self.web.get(self.url + "/") as answer:
            page = await answer.text()
        self.bytes += len(page)
        told = re.search(r"parseElements\(String\.raw`(.*?)`\)", page, re.S)
        query = re.search(r"query: (\{.*?\}),\n", page)
        assert told and query, "no page of NiceGUI"
        text = html.unescape(told[1]).replace("&#96;", "`").replace("&#36;", "$")
        self._look(self._take(json.loads(text)))
        self.query = ast.literal_eval(query[1])
        self.client_id = self.query["client_id"]
        asked = {**self.query, "implicit_handshake": "true", "document_id": str(uuid.uuid4()),
                 "tab_id": str(uuid.uuid4()), "old_tab_id": ""}  # fmt: skip
        self._socket.on("update", self._update)
        self._socket.on("*", self._other)
        await self._socket.connect(
            self.url + "?" + "&".join(f"{name}={value}" for name, value in asked.items()),
            socketio_path="/_nicegui_ws/socket.io", transports=["websocket"], wait_timeout=PATIENCE,
        )  # fmt: skip
        if self._heard("date") is None:  # the page said that it waits
            await self._until(lambda _: self._heard("date") is not None)

    async def close(self) -> None:
        """Leave."""
        await self._socket.disconnect()

    async def act(self) -> tuple[str, float]:
        """Do something, and say what and how many seconds it took to be answered."""
        name, action = self.rng.choice(self._actions())
        began = time.perf_counter()
        try:
            await action()
        except (TimeoutError, AssertionError, LookupError, SocketIOError):  # no answer, or nothing there to press
            self.failed += 1
        return name, time.perf_counter() - began

    async def watch(self, until: float) -> None:
        """Tell the server the date, as the page does while its clock goes on; it is stopped now and then."""
        month, was_playing, told = 0, False, time.monotonic()
        while time.monotonic() < until:
            await asyncio.sleep(TICK)
            stage = self._heard("date")
            playing = bool(int(time.monotonic() / 20 + self.number) % 2)
            if stage is not None and (playing or was_playing):  # also where it has stopped
                month, was_playing = (month + 6 * playing) % 240, playing
                with contextlib.suppress(SocketIOError):  # an action will count it
                    await self._emit(stage, "date", {"month": month, "playing": playing})
            if time.monotonic() - told > ACK:
                told = time.monotonic()
                with contextlib.suppress(SocketIOError):
                    await self._ack()

    def _actions(self) -> list[tuple[str, Callable[[], Any]]]:
        found: list[tuple[str, Callable[[], Any]]] = [
            ("move a lever", self._move), ("move a lever", self._move), ("click a nation", self._nation),
            ("click a nation", self._nation), ("read a life", self._life), ("take it back", self._back),
        ]  # fmt: skip
        if self.number % 3 == 0:  # some want several lucks, which are made in the background from then on
            found.append(("ask for 5 lucks", self._lucks))
        return found

    async def _move(self) -> None:
        lever = next(lever for lever in self._levers() if self._name(lever) == "officers wanted abroad")
        self.moves += 1
        value = round(0.001 + 0.003 * (self.number % 30) + 1e-6 * self.moves, 6)
        self.mine.add(value)
        await self._emit(lever, "lever", {"value": value})
        await self._until(lambda news: any(_hears(element, "date") for element in news.values()))

    async def _back(self) -> None:
        await self._press(RESET)
        await self._until(lambda news: any(_hears(element, "date") for element in news.values()))

    async def _nation(self) -> None:
        stage = self._heard("nation")
        code = self.rng.choice(list(NATIONS))
        await self._emit(stage, "nation", {"code": code})
        await self._until(lambda news: any(element.get("text") == NATIONS[code] for element in news.values()))

    async def _life(self) -> None:
        await self._press(self.rng.choice(LIFE))
        await self._until(
            lambda news: any(
                "life" in element.get("class", ()) and len(element.get("text") or "") > 200 for element in news.values()
            )
        )

    async def _lucks(self) -> None:
        await self._press(LUCKS if self.rng.random() < 0.5 else "1")
        await asyncio.sleep(0)

    async def _press(self, text: str) -> None:
        for element in self.elements.values():
            if self._text_of(element) == text and (place := self._listening(element, "click")) is not None:
                await self._emit(place, "click", None)
                return

    def _text_of(self, element: dict[str, Any]) -> str:
        return str(element.get("text") or element.get("props", {}).get("label") or "")

    def _listening(self, element: dict[str, Any], kind: str) -> dict[str, Any] | None:
        """The element, or the one around it, that listens to an event."""
        while element is not None:
            if _hears(element, kind):
                return element
            element = self._parents.get(element["id"])  # type: ignore[assignment]
        return None

    @property
    def _parents(self) -> dict[int, dict[str, Any]]:
        return {
            child: element
            for element in self.elements.values()
            for slot in element.get("slots", {}).values()
            for child in slot.get("ids", ())
        }

    def _heard(self, kind: str) -> dict[str, Any] | None:
        """The element that listens to a kind of event."""
        return next((element for element in self.elements.values() if _hears(element, kind)), None)

    def _levers(self) -> list[dict[str, Any]]:
        return [element for element in self.elements.values() if element.get("tag") == LEVER]

    def _name(self, lever: dict[str, Any]) -> str:
        return str(lever["props"].get("name"))

    async def _emit(self, element: dict[str, Any] | None, kind: str, said: Any) -> None:
        assert element is not None
        listener = next(event["listener_id"] for event in element["events"] if event["type"] == kind)
        args = [] if said is None else [json.dumps(said)]
        told = {"id": element["id"], "client_id": self.client_id, "listener_id": listener, "args": args}
        await self._socket.emit("event", told)

    async def _ack(self) -> None:
        await self._socket.emit("ack", {"client_id": self.client_id, "next_message_id": self._next})

    async def _until(self, wanted: Callable[[dict[int, Any]], bool]) -> None:
        there = asyncio.Event()
        self._waiting.append((wanted, there))
        try:
            await asyncio.wait_for(there.wait(), PATIENCE)
        finally:
            self._waiting = [(each, event) for each, event in self._waiting if event is not there]

    async def _other(self, event: str, *data: Any) -> None:
        self._count(data[0] if data else None)

    async def _update(self, data: dict[str, Any]) -> None:
        self._count(data)
        news = self._take(data)
        self._look(news)
        for wanted, there in self._waiting:
            if wanted(news):
                there.set()

    def _count(self, data: Any) -> None:
        if isinstance(data, dict) and "_id" in data:
            self._next = int(data["_id"]) + 1

    def _take(self, data: dict[str, Any]) -> dict[int, Any]:
        news = {}
        for name, element in data.items():
            if name == "_id":
                continue
            if element is None:
                self.elements.pop(int(name), None)
            else:
                news[int(name)] = self.elements[int(name)] = {"id": int(name), **element}
        return news

    def _look(self, news: dict[int, Any]) -> None:
        """Is there anything in it that somebody else did?"""
        for element in news.values():
            if element.get("tag") == LEVER and self._name(element) == "officers wanted abroad":
                value = element["props"]["value"]
                self.usual.setdefault("officers wanted abroad", value)
                self.foreign += value not in self.mine and value != self.usual["officers wanted abroad"]


def _hears(element: dict[str, Any], kind: str) -> bool:
    return any(event["type"] == kind for event in element.get("events") or ())
