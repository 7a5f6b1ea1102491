"""How fast the classroom answers: many browsers at once, each moving levers, clicking nations, reading lives.

    python benchmarks/classroom.py --sessions 30 --minutes 10

Prints seconds from an action to its answer (median, 95th percentile, worst, by kind), and the server's memory at the
start and end. Needs Chromium and the extra `dev`. Browsers share the machine with the server: this is the worse case.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict

import psutil
from playwright.async_api import Page, async_playwright

NATIONS = ("Arden", "Belmar", "Dunmark", "Osh", "Sarrow")
PAUSE = (4.0, 12.0)  # seconds between the actions of one student


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(port: int, games: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "exchsim", "app", "classroom", "--port", str(port), "--no-open", "--games", games]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return server
        except OSError:
            time.sleep(0.5)


async def move_lever(page: Page, rng: random.Random) -> None:
    await page.get_by_role("tab", name="Change").click()
    lever = page.get_by_role("slider", name="posts share")
    value = round(rng.uniform(0.0, 0.1), 3)
    if value == 0.02:
        value = 0.03
    await lever.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')); }", str(value))
    await page.get_by_text(f"posts share = {100 * value:g} % of cadre", exact=True).wait_for()


async def click_nation(page: Page, rng: random.Random) -> None:
    await page.get_by_role("tab", name="Look").click()
    name = rng.choice(NATIONS)
    await page.get_by_role("button", name=name, exact=True).dispatch_event("click")
    await page.locator("aside .name", has_text=name).wait_for()


async def go_back(page: Page, rng: random.Random) -> None:
    await page.get_by_role("tab", name="Change").click()
    await page.get_by_role("button", name="As it was").click()
    await page.get_by_text("The scenario as it is.").wait_for()


ACTIONS = (move_lever, click_nation, click_nation, go_back)


async def student(page: Page, url: str, until: float, taken: dict[str, list[float]], seed: int) -> None:
    rng = random.Random(seed)
    began = time.perf_counter()
    await page.goto(url)
    await page.locator(".stage .date").wait_for()
    taken["open the page"].append(time.perf_counter() - began)
    while time.monotonic() < until:
        await asyncio.sleep(rng.uniform(*PAUSE))
        act = rng.choice(ACTIONS)
        began = time.perf_counter()
        await act(page, rng)
        taken[act.__name__.replace("_", " ")].append(time.perf_counter() - began)


async def lesson(url: str, sessions: int, minutes: float) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = defaultdict(list)
    async with async_playwright() as tool:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = []
        for _ in range(sessions):
            context = await browser.new_context(reduced_motion="reduce", viewport={"width": 1000, "height": 800})
            pages.append(await context.new_page())
        until = time.monotonic() + 60 * minutes
        await asyncio.gather(*(student(page, url, until, taken, k) for k, page in enumerate(pages)))
        await browser.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10.0)
    given = parser.parse_args()
    os.environ.pop("NICEGUI_SCREEN_TEST_PORT", None)
    with tempfile.TemporaryDirectory() as games:
        port = free_port()
        server = started(port, games)
        try:
            memory = psutil.Process(server.pid).memory_info
            before = memory().rss
            taken = asyncio.run(lesson(f"http://127.0.0.1:{port}/", given.sessions, given.minutes))
            after = memory().rss
        finally:
            server.terminate()
    every = sorted(value for name, values in taken.items() for value in values if name != "open the page")
    for name, values in [*taken.items(), ("all actions", every)]:
        values = sorted(values)
        median, late = values[len(values) // 2], values[int(0.95 * (len(values) - 1))]
        print(f"{name:16} {len(values):6} times   median {median:.2f} s   95 % {late:.2f} s   worst {values[-1]:.2f} s")
    print(f"memory of the server {before / 1e6:.0f} -> {after / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
