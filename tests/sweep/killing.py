"""A sweep in a process of its own, which can be killed; and what all sweeps must come to in the end."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
from small_sweeps import experiment

import exchsim
from exchsim.sweep import runner
from exchsim.sweep.runner import Silent, run_sweep

KEEP = {"world": ["trust", "filled"], "pairs": ["trust"], "of_pairs": [["AAA", "BBB"]]}
SETTINGS: dict[str, Any] = {"design": {"kind": "sobol", "samples": 32}, "replicates": 3, "keep": KEEP}
HASTE = {"_FLUSH": (0.02, 0.05), "_BATCH": (0.01, 0.03)}  # seconds: many parts, so much to kill


def hasty() -> None:
    """Store often."""
    for name, value in HASTE.items():
        setattr(runner, name, value)


def sweep_in_haste(folder: str, ready: Any) -> None:
    """What the process does."""
    hasty()
    loaded = experiment(**SETTINGS)
    ready.send(True)
    run_sweep(loaded, folder, 1, "threads")
    ready.send(False)


CONTEXT = get_context("forkserver")  # starts fast, and without threads


class Victim:
    """A sweep in a process."""

    def __init__(self, folder: Path) -> None:
        self.near, far = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=sweep_in_haste, args=(str(folder), far))
        self.process.start()
        far.close()  # so that a process that ends before its time is noticed
        self.near.recv()

    def kill_after(self, seconds: float) -> bool:
        """Whether it was killed before it had come to its end."""
        done = self.near.poll(seconds)
        assert not done or self.near.recv() is False  # it came to its end, and did not fail
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(30)
        return not done


def fingerprint(folder: Path) -> dict[str, str]:
    """The final table byte for byte, and the series of all runs sorted by id."""
    opened = exchsim.open_sweep(folder)
    found = {"outcomes": hashlib.sha256((folder / "outcomes.parquet").read_bytes()).hexdigest()}
    for table in ("world", "pairs"):
        rows = opened.folder.read_series(table, opened.about["setting"])
        mine = rows.to_pandas()
        text = mine[mine["id"].isin(opened.runs["id"])].sort_values(["id", "year"]).to_csv(index=False)
        found[table] = hashlib.sha256(text.encode()).hexdigest()
    return found


def rows_so_far(folder: Path) -> dict[str, Any]:
    """Digest by id of every run that the folder claims to hold whole, series included."""
    if not (folder / "manifest.json").is_file():
        return {}
    opened = exchsim.open_sweep(folder)
    runs = opened.runs
    if len(runs):
        assert set(opened.world["id"]) == set(runs["id"]) == set(opened.pairs["id"])
        assert (opened.world.groupby("id").size() == 3).all()
    return dict(zip(runs["id"], runs["digest"], strict=True))


def workers_of(pid: int) -> list[psutil.Process]:
    """Processes that run runs for a sweep."""
    try:
        below = psutil.Process(pid).children(recursive=True)
        # a classroom that other tests have served has workers of its own
        served = {child.pid for child in below if "app" in child.cmdline()}
        return [
            child
            for child in below
            if any("spawn_main" in word for word in child.cmdline()) and child.ppid() not in served
        ]
    except psutil.Error:
        return []


def gone(processes: list[psutil.Process], seconds: float = 30.0) -> bool:
    """Whether all of them end within some seconds."""
    _, alive = psutil.wait_procs(processes, seconds)
    return not alive


class Assassin(Silent):
    """Kills a worker at random points, each time some more runs have been stored."""

    def __init__(self, times: int, chance: random.Random) -> None:
        self.left, self.chance, self.killed, self.deaths = times, chance, 0, 0

    def reached(self, stored: int, failed: int) -> None:
        """Some are stored: the next kill is due."""
        assert failed == 0
        found = workers_of(os.getpid())
        if self.left and found:
            time.sleep(self.chance.uniform(0.0, 0.1))
            victim = self.chance.choice(found)
            victim.kill()
            self.left, self.killed = self.left - 1, self.killed + 1

    def says(self, text: str) -> None:
        """Count the deaths that were noticed."""
        self.deaths += "worker died" in text


def until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Wait for something; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise TimeoutError("it did not happen")
