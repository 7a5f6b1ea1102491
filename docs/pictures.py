"""Photograph the classroom and a report for the documentation: `python docs/pictures.py`, after either has changed.

Needs the Chromium of the system, as the tests of the classroom do.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))
from pages import SITE, play  # noqa: E402  (a neighbour, not a package)

IMAGES = SITE / "tutorials/images"
SIZE = {"width": 1280, "height": 800}


def classroom(browser: Browser) -> None:
    """The screen with the years under way and a pair chosen."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    settings = {**os.environ, "PYTHONPATH": str(DOCS.parent / "src")}
    server = subprocess.Popen(
        [sys.executable, "-m", "exchsim", "app", "--no-open", "--port", str(port)], env=settings,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        page = browser.new_page(viewport=SIZE)
        for _ in range(120):
            try:
                page.goto(f"http://127.0.0.1:{port}")
                break
            except Exception:
                time.sleep(1)
        page.locator(".stage .date").wait_for(timeout=300_000)  # the engine may have to be compiled first
        page.get_by_role("slider", name="Date").fill("125")
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("button", name="Arden – Belmar").focus()
        page.keyboard.press("Enter")
        page.mouse.move(5, 5)
        page.wait_for_timeout(1500)
        page.screenshot(path=str(IMAGES / "classroom.png"))
    finally:
        server.terminate()
        server.wait()


def report(browser: Browser) -> None:
    """The first screen of the report that the strategist's tutorial makes."""
    with tempfile.TemporaryDirectory() as folder:
        play((SITE / "tutorials/strategist.md").read_text(encoding="utf-8"), Path(folder))
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto(f"file://{folder}/results/a_cut/report.html")
        page.wait_for_timeout(500)
        page.screenshot(path=str(IMAGES / "report.png"))


def main() -> int:
    """Take both pictures."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        classroom(browser)
        report(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
