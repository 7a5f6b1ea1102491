"""The same story under several lucks: what luck makes of it, and what is not luck."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from exchsim.app.runs import Order, Runs
from exchsim.app.series import Digest, digest_of
from exchsim.app.shelf import Shelf
from exchsim.app.story import Story

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
        self.runs = runs
        self.kept: Shelf[Digest] = Shelf(runs.workers, attrgetter("size"), kept_bytes)

    async def of(self, story: Story, asker: Hashable = None) -> Digest:
        """Series of a story. Cancelled where `leave` was called while it waited."""
        return await asyncio.shield(asyncio.wrap_future(self.asked(story, asker)))

    def asked(self, story: Story, asker: Hashable = None) -> Future[Digest]:
        """The same, to be waited for. The future must not be cancelled: others may wait for it too; see `leave`."""
        order = Order(story.scenario.name, story.scenario.resolved, tuple(story.overrides), story.seed, False, None)
        return self.kept.asked(order.key, digest, (order,), asker, "later")

    def leave(self, asker: Hashable) -> None:
        """What this one waits for is not wanted any more; what others want too is."""
        self.runs.workers.leave(asker)


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
