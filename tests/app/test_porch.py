"""Until the engine is compiled, the address of the classroom says so."""

import socket
import urllib.error
import urllib.request

import pytest

from exchsim.app import texts
from exchsim.app.porch import UNAVAILABLE, Porch


def test_the_porch_says_what_goes_on_and_leaves_the_port_free():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for path in ("", "?name=nato_1980", "../../etc/passwd"):  # again and again at the same port
        with Porch(port), pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10)
        page = answer.value.read().decode()
        assert answer.value.code == UNAVAILABLE and texts.PREPARED in page and texts.TITLE in page
    with socket.socket() as asked:
        assert asked.connect_ex(("127.0.0.1", port)) != 0
