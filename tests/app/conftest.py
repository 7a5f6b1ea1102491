"""A classroom that is served, and a browser that looks at it without a network."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "exchsim", "app", "classroom", "--port", str(port), "--no-open",
               "--games", str(tmp_path_factory.mktemp("games"))]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    url = f"http://127.0.0.1:{port}/"
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=2).read()
            break
        except OSError:
            assert server.poll() is None, server.stdout.read().decode()
            time.sleep(0.5)
    yield url
    server.terminate()
    server.wait(20)


@pytest.fixture
def at_month():
    """What chooses a month and a year in a panel."""

    def choose(panel, month, year, label="Month"):
        for name, option in ((label, month), ("Year", str(year))):
            field = panel.get_by_label(name, exact=True).locator("visible=true")
            field.click()
            panel.page.get_by_role("option", name=option, exact=True).click()
            panel.page.locator(".q-menu").wait_for(state="detached")  # until then the field takes the keys

    return choose


@pytest.fixture
def page(browser, address):
    """A screen of its own, at rest: time goes on when a test presses Play.

    Anything outside this machine, and any error of the page, fails the test.
    """
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, accept_downloads=True, reduced_motion="reduce"
    )
    shown, wrong = context.new_page(), []
    shown.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    here = (address, address.replace("http", "ws"), "data:", "blob:")
    shown.on("request", lambda asked: None if asked.url.startswith(here) else wrong.append(asked.url))
    shown.goto(address)
    shown.locator(".stage .date").wait_for()
    shown.wait_for_function("() => document.querySelector('.chart canvas') && window.socket?.connected")
    yield shown
    context.close()
    assert not wrong
