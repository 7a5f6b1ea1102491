"""Who may come in: this machine alone, or with a code those on the local network."""

from __future__ import annotations

import hmac
import html
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from exchsim.app import texts

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LOOPBACK = ("127.0.0.1", "::1", "localhost")
COOKIE = "exchsim_door"
MOST_TRIES, PER_SECONDS = 8, 60.0  # wrong codes from one address
LONGEST_FORM = 1000  # bytes


def new_code() -> str:
    """Six digits that nobody guesses in a lesson."""
    return f"{secrets.randbelow(10**6):06d}"


class Door:
    """Middleware before everything else, web sockets included.

    Without a code only names of this machine are answered, so that no page from elsewhere can reach in under a name of
    its own. With a code, visitors from other machines are asked for it once.
    """

    def __init__(self, app: Any, code: str | None = None) -> None:
        """code: None for this machine alone."""
        self.app, self.code = app, code
        self._pass = secrets.token_urlsafe(24)  # what a cookie must say; of this server's life only
        self._tries: dict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, ask, or turn away."""
        if scope["type"] not in ("http", "websocket") or self._may(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif self.code is None:
            await _answer(send, 403, texts.THIS_MACHINE_ALONE)
        elif scope["path"] == "/join" and scope["method"] == "POST":
            await self._asked(scope, receive, send)
        else:
            await _answer(send, 401, _form(""))

    def _may(self, scope: Scope) -> bool:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        local = (scope.get("client") or ("", 0))[0] in LOOPBACK
        host = headers.get("host", "").rsplit(":", 1)[0].strip("[]")
        if local and host in LOOPBACK:
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
        tries = self._tries[who]
        while tries and now - tries[0] > PER_SECONDS:
            tries.popleft()
        if len(tries) >= MOST_TRIES:
            return await _answer(send, 429, _form(texts.TOO_MANY_TRIES))
        body, more = b"", True
        while more and len(body) <= LONGEST_FORM:
            message = await receive()
            body, more = body + message.get("body", b""), bool(message.get("more_body"))
        given = "".join(parse_qs(body[:LONGEST_FORM].decode("latin-1")).get("code", [""])[0].split())
        if not hmac.compare_digest(given.encode(), str(self.code).encode()):
            tries.append(now)
            return await _answer(send, 401, _form(texts.WRONG_CODE))
        cookie = f"{COOKIE}={self._pass}; Path=/; HttpOnly; SameSite=Strict"
        return await _answer(send, 303, "", [(b"location", b"/"), (b"set-cookie", cookie.encode())])


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
