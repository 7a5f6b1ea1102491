"""Runs of stories, made in threads beside the server and shared by all screens that ask for the same."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from exchsim.api import Result, prepare
from exchsim.app.story import Story

KEPT = 40  # results in memory; the classroom's take some megabytes each


class Runs:
    """A pool that runs stories, and the latest results. Engine and frames leave Python's lock to others."""

    def __init__(self, kept: int = KEPT) -> None:
        """Nothing has been run yet."""
        self._kept, self._lock = kept, Lock()
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="run")

    async def of(self, story: Story, officers: bool = False) -> Result:
        """The result of a story. Raises ScenarioError where its scenario is refused."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.now, story, officers)

    def now(self, story: Story, officers: bool = False) -> Result:
        """The same, waiting for it."""
        plan = prepare(story.changed_scenario(), story.seed, officers=officers)
        with self._lock:
            if plan.id in self._results:
                self._results.move_to_end(plan.id)
                return self._results[plan.id]
        result = plan.run()
        with self._lock:
            self._results[plan.id] = result
            while len(self._results) > self._kept:
                self._results.popitem(last=False)
        return result

    def close(self) -> None:
        """Start nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
