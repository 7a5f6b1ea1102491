"""How long a class waits: from `exchsim app` typed to the first officer who moves on the screen, without any network.

    python benchmarks/first_sight.py --times 5

Each time a new server is started and a new page opened in Chromium, which runs already, as a browser mostly does; what
its own start takes is told too. On Linux as root everything runs in a network of its own, in which there is nothing but
loopback; else the browser alone is kept from asking for anything outside this machine. Whatever it asks for there is
told, and makes the exit status 1. `--cold` compiles the engine anew each time, as on the day of installation.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import psutil
from playwright.sync_api import Browser, sync_playwright

MOVED = """() => {
  const spot = [...document.querySelectorAll(".stage .officer")].find((s) => s.style.display !== "none");
  if (!spot) return false;
  const at = spot.getAttribute("cx") + spot.getAttribute("cy");
  if (window.firstSpot === undefined) window.firstSpot = at;
  return window.firstSpot !== at;
}"""
NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def alone() -> bool:
    """Leave the network for one that has nothing but loopback. Whether that could be done."""
    try:
        if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK) != 0:
            return False
        with socket.socket() as any_socket:  # loopback is there, but down
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14s", b"lo", 0x1 | 0x40, b""))
        return True
    except (OSError, AttributeError):
        return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def once(browser: Browser, scenario: str, folder: str, outside: list[str]) -> dict[str, float]:
    """Seconds from the start of the server to what a visitor sees, in order."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "exchsim", "app", scenario, "--port", str(port), "--no-open", "--games", folder]
    began = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    seen = {}
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit("the server ended") from None
                time.sleep(0.02)
        seen["server answers"] = time.perf_counter() - began
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith(here(url)) else outside.append(asked.url))
        page.goto(url, wait_until="commit", timeout=120_000)
        seen["page comes"] = time.perf_counter() - began
        page.locator(".stage .date").wait_for(timeout=120_000)
        seen["stage is there"] = time.perf_counter() - began
        page.wait_for_function(MOVED, timeout=120_000)
        seen["an officer moves"] = time.perf_counter() - began
        seen["(server and workers, processor)"] = processor(server.pid)
    finally:
        context.close()
        server.terminate()
        server.wait(30)
    return seen


def processor(pid: int) -> float:
    """Processor seconds of a process and of those that it has started."""
    process = psutil.Process(pid)
    return sum(sum(each.cpu_times()[:2]) for each in (process, *process.children(recursive=True)))


def here(url: str) -> tuple[str, ...]:
    return (url, url.replace("http", "ws"), "data:", "blob:")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="classroom")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--cold", action="store_true")
    given = parser.parse_args()
    cut = alone()
    taken: dict[str, list[float]] = {}
    outside: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        began = time.perf_counter()
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        browser.new_page().close()
        taken["(Chromium starts)"] = [time.perf_counter() - began]
        for k in range(given.times):
            if given.cold:
                os.environ["NUMBA_CACHE_DIR"] = f"{folder}/cache{k}"
            for what, seconds in once(browser, given.scenario, folder, outside).items():
                taken.setdefault(what, []).append(seconds)
        browser.close()
    print("network cut: loopback is all there is" if cut else "network not cut; the browser's requests are watched")
    for what, values in taken.items():
        print(f"{what:32} median {statistics.median(values):6.2f} s   worst {max(values):6.2f} s   of {len(values)}")
    for url in outside:
        print("asked for outside this machine:", url)
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main())
