"""How fast the classroom answers: many sessions at once, each moving levers, clicking nations, reading lives.

    python benchmarks/classroom.py --sessions 30 --minutes 10

Prints seconds from an action to its answer (median, 95th percentile, worst, by kind), memory and processor time of the
server with its workers on the way, and whether anything of one session was told to another. The exit status is 1 where
an action took longer than 1 s at the median or 3 s at the 95th percentile, was not answered, or was told elsewhere.

Sessions are visitors that speak what NiceGUI's page speaks over the web socket, without drawing anything
(`classroom_visitor.py`), for thirty browsers on two cores would measure each other. `--browsers 3` adds real ones (of
Chromium), whose numbers are told apart: they share the machine with the server. `--cores 2` keeps the server and its
workers to two cores of a larger machine.
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

import aiohttp
import psutil
from classroom_visitor import PATIENCE, Visitor
from playwright.async_api import Page, async_playwright

NATIONS = ("Arden", "Belmar", "Dunmark", "Osh", "Sarrow")
MEASURED = ("move a lever", "take it back", "click a nation", "read a life")
MEDIAN, LATE = 1.0, 3.0  # seconds that an action may take at the median, and at the 95th percentile
Taken = dict[str, list[float]]
PAUSE = (4.0, 12.0)  # seconds between the actions of one student


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(port: int, games: str, cores: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "exchsim", "app", "classroom", "--port", str(port), "--no-open", "--games", games]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(server.pid, sorted(os.sched_getaffinity(0))[:cores])
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return server
        except OSError:
            time.sleep(0.5)


async def move_lever(page: Page, rng: random.Random) -> None:
    await page.get_by_role("tab", name="Change").click()
    lever = page.get_by_role("slider", name="officers wanted abroad")
    value = round(rng.uniform(0.0, 0.1), 3)
    if value == 0.02:
        value = 0.03
    await lever.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')); }", str(value))
    await page.get_by_text(f"officers wanted abroad = {100 * value:g} % of cadre", exact=True).wait_for()


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


async def student(page: Page, url: str, until: float, taken: Taken, seed: int) -> None:
    rng = random.Random(seed)
    began = time.perf_counter()
    await page.goto(url)
    await page.locator(".stage .date").wait_for()
    taken["(browser) open the page"].append(time.perf_counter() - began)
    while time.monotonic() < until:
        await asyncio.sleep(rng.uniform(*PAUSE))
        act = rng.choice(ACTIONS)
        began = time.perf_counter()
        await act(page, rng)
        taken["(browser) " + act.__name__.replace("_", " ")].append(time.perf_counter() - began)


async def lesson(url: str, given: argparse.Namespace, server: psutil.Process) -> tuple[Taken, list[Visitor], list[str]]:
    """All sessions for so many minutes: seconds of all actions by kind, the visitors, and how the server fared."""
    taken: Taken = defaultdict(list)
    told: list[str] = []
    async with aiohttp.ClientSession() as web, async_playwright() as tool:
        visitors = [Visitor(number, url, web) for number in range(given.sessions)]
        began = time.perf_counter()
        for visitor in visitors:  # a class does not press a key in the same moment
            first = time.perf_counter()
            await visitor.open()
            taken["open the page"].append(time.perf_counter() - first)
        told.append(f"all {given.sessions} are there after {time.perf_counter() - began:.1f} s")
        until = time.monotonic() + 60 * given.minutes
        tasks = [visitor.watch(until) for visitor in visitors]
        tasks += [act(visitor, until, taken) for visitor in visitors]
        tasks.append(look(server, until, 60 * given.minutes, told))
        if given.browsers:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = await tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for k in range(given.browsers):
                context = await browser.new_context(viewport={"width": 1000, "height": 800})
                tasks.append(student(await context.new_page(), url, until, taken, k))
        await asyncio.gather(*tasks)
        for visitor in visitors:
            await visitor.close()
    return taken, visitors, told


async def act(visitor: Visitor, until: float, taken: Taken) -> None:
    await asyncio.sleep(visitor.rng.uniform(0.0, PAUSE[1]))
    while time.monotonic() < until:
        name, seconds = await visitor.act()
        taken[name].append(seconds)
        await asyncio.sleep(visitor.rng.uniform(*PAUSE))


async def look(server: psutil.Process, until: float, whole: float, told: list[str]) -> None:
    """Tell of memory and processor time ten times on the way."""
    began, used = time.monotonic(), processor(server)
    while time.monotonic() < until:
        await asyncio.sleep(min(whole / 10, max(0.1, until - time.monotonic())))
        workers = server.children(recursive=True)
        now = processor(server)
        told.append(
            f"after {time.monotonic() - began:4.0f} s: server {server.memory_info().rss / 1e6:4.0f} MB, workers "
            f"{sum(worker.memory_info().rss for worker in workers) / 1e6:4.0f} MB; of a core since the start: server "
            f"{(now[0] - used[0]) / (time.monotonic() - began):.2f}, workers "
            f"{(now[1] - used[1]) / (time.monotonic() - began):.2f}"
        )


def processor(server: psutil.Process) -> tuple[float, float]:
    """Processor seconds of the server, and of its workers."""
    return sum(server.cpu_times()[:2]), sum(sum(worker.cpu_times()[:2]) for worker in server.children(recursive=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--browsers", type=int, default=0)
    parser.add_argument("--cores", type=int, default=2)
    given = parser.parse_args()
    os.environ.pop("NICEGUI_SCREEN_TEST_PORT", None)
    with tempfile.TemporaryDirectory() as games:
        port = free_port()
        server = started(port, games, given.cores)
        try:
            taken, visitors, told = asyncio.run(lesson(f"http://127.0.0.1:{port}/", given, psutil.Process(server.pid)))
        finally:
            server.terminate()
            server.wait(30)
    every = [value for name, values in taken.items() for value in values if name in MEASURED]
    for name, values in [*sorted(taken.items()), ("all actions", every)]:
        print(f"{name:24} {len(values):6} times   {shares(values)}")
    for line in told:
        print(line)
    failed, foreign = (sum(getattr(visitor, name) for visitor in visitors) for name in ("failed", "foreign"))
    print(f"not answered within {PATIENCE:.0f} s: {failed}; of other sessions: {foreign}")
    values = sorted(every)
    met = values[len(values) // 2] <= MEDIAN and values[int(0.95 * (len(values) - 1))] <= LATE
    print(
        "met" if met and not failed and not foreign else "NOT met", f"({MEDIAN:g} s at the median, {LATE:g} s at 95 %)"
    )
    return 0 if met and not failed and not foreign else 1


def shares(values: list[float]) -> str:
    values = sorted(values)
    median, late = values[len(values) // 2], values[int(0.95 * (len(values) - 1))]
    return f"median {median:.2f} s   95 % {late:.2f} s   worst {values[-1]:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
