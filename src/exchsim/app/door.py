"""Who may come in: this machine alone, or with a code those on the local network."""

from __future__ import annotations

import hmac
import html
import re
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from exchsim.app import texts

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LOOPBACK = ("127.0.0.1", "::1", "localhost")
COOKIE = "exchsim_door"
MOST_TRIES, PER_SECONDS = 8, 60.0  # wrong codes from one address
MOST_TRIES_OF_ALL = 120  # … and from all of them together: 10**6 codes would take days
LONGEST_FORM = 1000  # bytes
LONGEST_BODY = 1_000_000  # bytes of whatever else is sent in; scenario files are smaller
# Nothing is ever fetched from elsewhere, and no other site may show the classroom in a frame. Vue compiles templates in
# the browser and NiceGUI's page has scripts in its text, hence the two words that are called unsafe.
POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' {}; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
# Under `no-referrer` browsers send the form of the code with the origin `null`, as a page from elsewhere would.
HEADERS = (
    (b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"SAMEORIGIN"), (b"referrer-policy", b"same-origin"),
)  # fmt: skip


def new_code() -> str:
    """Six digits that nobody guesses in a lesson."""
    return f"{secrets.randbelow(10**6):06d}"


class Door:
    """Middleware before everything else, web sockets included.

    Without a code only names of this machine are answered, so that no page from elsewhere can reach in under a name of
    its own. With a code, visitors from other machines are asked for it once. What a page of another site sends here, a
    web socket too, is refused either way, and so is more than anybody has to send.
    """

    def __init__(self, app: Any, code: str | None = None) -> None:
        """code: None for this machine alone."""
        self.app, self.code = app, code
        self._pass = secrets.token_urlsafe(24)  # what a cookie must say; of this server's life only
        self._tries: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, ask, or turn away."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        guarded = _guarded(send, headers.get("host", ""))
        if not _of_this_site(headers):
            await self._refuse(scope, guarded, texts.OTHER_SITE)
        elif self._may(scope, headers):
            await self._let_in(scope, headers, receive, guarded)
        elif scope["type"] == "websocket" or self.code is None:
            await self._refuse(scope, guarded, texts.THIS_MACHINE_ALONE)
        elif scope["path"] == "/join" and scope["method"] == "POST":
            await self._asked(scope, receive, guarded)
        else:
            await _answer(guarded, 401, _form(""))

    async def _refuse(self, scope: Scope, send: Send, words: str) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _answer(send, 403, words)

    async def _let_in(self, scope: Scope, headers: dict[str, str], receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        said = headers.get("content-length", "0")
        if not said.isdecimal() or int(said[:20]) > LONGEST_BODY:
            await _answer(send, 413, texts.TOO_MUCH)
            return
        taken, answered = 0, False

        async def counted() -> Message:  # a length may be missing, or a lie
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LONGEST_BODY:
                raise _TooMuchError
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooMuchError:
            if not answered:
                await _answer(send, 413, texts.TOO_MUCH)

    def _may(self, scope: Scope, headers: dict[str, str]) -> bool:
        local = (scope.get("client") or ("", 0))[0] in LOOPBACK
        if local and _name(headers.get("host", "")) in LOOPBACK:
            return True
        if self.code is None:
            return False
        try:
            cookie = SimpleCookie(headers.get("cookie", ""))
        except Exception:  # a broken cookie is none
            return False
        given = cookie[COOKIE].value if COOKIE in cookie else ""
        return hmac.compare_digest(given.encode(), self._pass.encode())

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        who, now = str((scope.get("client") or ("", 0))[0]), time.monotonic()
        self._tries = {name: kept for name, tries in self._tries.items() if (kept := _since(tries, now - PER_SECONDS))}
        tries = self._tries.get(who, deque())
        if len(tries) >= MOST_TRIES or sum(map(len, self._tries.values())) >= MOST_TRIES_OF_ALL:
            return await _answer(send, 429, _form(texts.TOO_MANY_TRIES))
        body, more = b"", True
        while more and len(body) <= LONGEST_FORM:
            message = await receive()
            body, more = body + message.get("body", b""), bool(message.get("more_body"))
        given = "".join(parse_qs(body[:LONGEST_FORM].decode("latin-1")).get("code", [""])[0].split())
        if not hmac.compare_digest(given.encode(), str(self.code).encode()):
            self._tries.setdefault(who, tries).append(now)
            return await _answer(send, 401, _form(texts.WRONG_CODE))
        cookie = f"{COOKIE}={self._pass}; Path=/; HttpOnly; SameSite=Strict"
        return await _answer(send, 303, "", [(b"location", b"/"), (b"set-cookie", cookie.encode())])


class _TooMuchError(Exception):
    """Somebody sends more than they may."""


def _since(times: deque[float], first: float) -> deque[float]:
    return deque(time for time in times if time >= first)


def _name(host: str) -> str:
    """Name in a Host header, without its port."""
    bracketed = host.startswith("[") and "]" in host
    return host[1 : host.index("]")] if bracketed else host.split(":", 1)[0] if host.count(":") < 2 else host


def _of_this_site(headers: dict[str, str]) -> bool:
    """Whether a request comes from a page of this server, or from none: browsers tell whose page sends it."""
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return bool(headers.get("host")) and urlsplit(origin).netloc.lower() == headers["host"].lower()
    except ValueError:
        return False


def _guarded(send: Send, host: str) -> Send:
    """Answers tell browsers to fetch nothing from elsewhere."""
    socket = f"ws://{host}" if re.fullmatch(r"[\w.:\[\]-]+", host, re.ASCII) else ""
    policy = POLICY.format(socket).encode("ascii")

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [*HEADERS, (b"content-security-policy", policy)]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sent


def _form(said: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{texts.TITLE}</title><style>body{{font:18px system-ui;max-width:22rem;margin:15vh auto}}"
        "body{padding:0 1rem}input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;margin-top:.6rem}"
        "button{background:#0072b2;color:#fff;border:0;border-radius:.4rem}p{color:#8a3d00}</style>"
        f'<h1>{texts.TITLE}</h1><form method="post" action="/join"><label>{texts.CODE_ASKED}'
        '<input name="code" inputmode="numeric" autocomplete="off" autofocus maxlength="12"></label>'
        f'<button>{texts.COME_IN}</button></form><p role="alert">{html.escape(said)}</p></html>'
    )


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    kind = b"text/html; charset=utf-8" if text.startswith("<!doctype") else b"text/plain; charset=utf-8"
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", kind), *(headers or [])]}
    )
    await send({"type": "http.response.body", "body": text.encode()})
