"""Who may come in."""

from __future__ import annotations

import pytest
from loops import finished

from exchsim.app import door
from exchsim.app.door import COOKIE, MOST_TRIES, Door, new_code


def asked(guard, client="10.0.0.7", host="192.168.1.5:8080", method="GET", path="/", body=b"", cookie="", kind="http",
          origin=None):  # fmt: skip
    """Status, headers and text of an answer; 200 where the visitor was let in."""
    given = (("host", host), ("cookie", cookie or None), ("origin", origin))
    headers = [(name.encode(), value.encode()) for name, value in given if value is not None]
    scope = {"type": kind, "client": (client, 5), "method": method, "path": path, "headers": headers}
    sent = []

    async def receive():
        return {"body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    finished(guard(scope, receive, send))
    if kind == "websocket":
        return sent[0]["type"]
    return sent[0]["status"], dict(sent[0]["headers"]), sent[-1].get("body", b"").decode()


async def inside(scope, receive, send):
    if scope["type"] == "websocket":
        return await send({"type": "websocket.accept"})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    return await send({"type": "http.response.body", "body": b"inside"})


def test_this_machine_comes_in_under_its_own_name_only():
    guard = Door(inside)
    assert asked(guard, "127.0.0.1", "127.0.0.1:8080")[2] == "inside"
    assert asked(guard, "127.0.0.1", "localhost:8080")[2] == "inside"
    assert asked(guard, "127.0.0.1", "evil.example:8080")[0] == 403  # a page elsewhere whose name points here
    assert asked(guard)[0] == 403
    assert asked(guard, kind="websocket") == "websocket.close"
    assert asked(guard, "127.0.0.1", "localhost", kind="websocket") == "websocket.accept"


def test_others_come_in_with_the_code():
    guard = Door(inside, "012345")
    assert asked(guard)[0] == 401
    assert asked(guard, kind="websocket") == "websocket.close"
    status, headers, _ = asked(guard, method="POST", path="/join", body=b"code=012+345")
    assert status == 303 and headers[b"location"] == b"/"
    cookie = headers[b"set-cookie"].decode()
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert asked(guard, cookie=cookie.split(";")[0])[2] == "inside"
    assert asked(guard, cookie=cookie.split(";")[0], kind="websocket") == "websocket.accept"
    assert asked(Door(inside, "012345"), cookie=cookie.split(";")[0])[0] == 401  # another server's pass


@pytest.mark.parametrize("cookie", [f"{COOKIE}=", f"{COOKIE}=x", f"{COOKIE}=012345", "broken;;;=", f"other={'a' * 99}"])
def test_a_made_up_cookie_is_none(cookie):
    assert asked(Door(inside, "012345"), cookie=cookie)[0] == 401


def test_wrong_codes_are_few(monkeypatch):
    guard, now = Door(inside, "012345"), [0.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: now[0])
    for _ in range(MOST_TRIES):
        status, _, text = asked(guard, method="POST", path="/join", body=b"code=999999")
        assert status == 401 and "not the code" in text
    assert asked(guard, method="POST", path="/join", body=b"code=012345")[0] == 429
    assert asked(guard, "10.0.0.8", method="POST", path="/join", body=b"code=012345")[0] == 303  # somebody else
    now[0] = 61.0
    assert asked(guard, method="POST", path="/join", body=b"code=012345")[0] == 303


def test_a_long_form_is_not_read_to_its_end():
    assert asked(Door(inside, "012345"), method="POST", path="/join", body=b"code=" + b"0" * 10**6)[0] == 401


def test_codes_are_six_digits_and_differ():
    codes = {new_code() for _ in range(50)}
    assert all(len(code) == 6 and code.isdigit() for code in codes) and len(codes) > 40
