"""The same story under several lucks: what luck makes of it, and what is not luck."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from exchsim.app.runs import Order, Runs
from exchsim.app.series import Digest, digest_of
from exchsim.app.story import Story
from exchsim.app.workers import Job

CHOICES = (1, 5, 15)  # lucks that a visitor may ask for
KEPT_BYTES = 100e6  # of series; those of the classroom take some ten thousand each
MANY = 10  # from so many lucks on, nine in ten can be told apart from all of them

Array = np.ndarray[Any, Any]


def digest(order: Order) -> Digest:
    """Run a story in a worker, and bring back its series alone."""
    return digest_of(order.run())


class Lucks:
    """Series of runs that nobody looks at one by one, shared by all visitors. They are made when no worker is needed
    for what somebody waits for, visitors taking turns."""

    def __init__(self, runs: Runs, kept_bytes: float = KEPT_BYTES) -> None:
        """Nothing has been run yet."""
        self.runs, self._bytes, self._lock = runs, kept_bytes, Lock()
        self._kept: OrderedDict[str, Digest] = OrderedDict()
        self._jobs: dict[str, Job] = {}

    async def of(self, story: Story, asker: Hashable = None) -> Digest:
        """Series of a story. Cancelled where `leave` was called while it waited."""
        return await asyncio.shield(asyncio.wrap_future(self.asked(story, asker)))

    def asked(self, story: Story, asker: Hashable = None) -> Future[Digest]:
        """The same, to be waited for. The future must not be cancelled: others may wait for it too; see `leave`."""
        order = Order(story.scenario.name, story.scenario.resolved, tuple(story.overrides), story.seed, False, None)
        key = order.key
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Future[Digest] = Future()
                found.set_result(self._kept[key])
                return found
            job = self._jobs.get(key)
            if job is None or job.future.cancelled():
                job = self._jobs[key] = Job(digest, (order,))
                job.future.add_done_callback(lambda future: self._done(key, future))
        self.runs.workers.join(job, asker, "later")
        # the last of those who waited for it may have left in just this moment
        return self.asked(story, asker) if job.future.cancelled() else job.future

    def leave(self, asker: Hashable) -> None:
        """What this one waits for is not wanted any more; what others want too is."""
        self.runs.workers.leave(asker)

    def _done(self, key: str, future: Future[Digest]) -> None:
        with self._lock:
            if self._jobs.get(key) is not None and self._jobs[key].future is future:
                del self._jobs[key]
            if future.cancelled() or future.exception() is not None:
                return
            self._kept[key] = future.result()
            taken = sum(kept.size for kept in self._kept.values())
            while len(self._kept) > 1 and taken > self._bytes:
                taken -= self._kept.popitem(last=False)[1].size


def seeds_of(story: Story, number: int) -> list[int]:
    """Seeds of so many lucks, the story's own first."""
    return [story.seed + k for k in range(number)]


@dataclass(frozen=True, eq=False)
class Fan:
    """Where a quantity is under several lucks, at each time."""

    lucks: int
    lowest: Array  # of nine lucks in ten; of all where they are few
    low: Array  # of the middle half
    median: Array
    high: Array
    highest: Array

    @property
    def is_of_all(self) -> bool:
        """Whether the outer band holds all lucks, because there are few."""
        return self.lucks < MANY


def fan_of(series: list[Array]) -> Fan:
    """Median, middle half, and nine in ten of some series; all of them where they are fewer than `MANY`."""
    table = np.array(series, float)
    empty = np.isnan(table).all(axis=0)
    outer = (0.05, 0.95) if len(table) >= MANY else (0.0, 1.0)
    found = np.full((5, table.shape[1]), np.nan)
    if (~empty).any():
        found[:, ~empty] = np.nanquantile(table[:, ~empty], [outer[0], 0.25, 0.5, 0.75, outer[1]], axis=0)
    return Fan(len(table), *found)
