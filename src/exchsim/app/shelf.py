"""What workers make, made once for all who ask for the same; the latest stays, within bounds of memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, TypeVar

from exchsim.app.workers import Job, Patience, Workers

Made = TypeVar("Made")


class Shelf(Generic[Made]):
    """Things by key. One that is being made is waited for by all who want it; what is kept never changes."""

    def __init__(
        self, workers: Workers, size_of: Callable[[Made], float], most_bytes: float, most: int | None = None,
        freeze: Callable[[Made], object] = lambda made: None,
    ) -> None:  # fmt: skip
        """Nothing is kept yet. size_of: bytes of a thing; the last one stays, however large. freeze: what is done to
        one that arrives, so that nobody changes what all share."""
        self._workers, self._size_of, self._freeze = workers, size_of, freeze
        self._bytes, self._most, self._lock = most_bytes, most, Lock()
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._jobs: dict[str, Job] = {}

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    @property
    def is_waited_for(self) -> bool:
        """Whether something is being made."""
        return bool(self._jobs)

    def asked(
        self, key: str, action: Callable[..., Made], arguments: tuple[Any, ...], asker: Hashable, patience: Patience
    ) -> Future[Made]:
        """The thing of a key. The future must not be cancelled: others may wait for it too; workers forget askers."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Future[Made] = Future()
                found.set_result(self._kept[key])
                return found
            job = self._jobs.get(key)
            if job is None or job.future.cancelled():
                job = self._jobs[key] = Job(action, arguments)
                job.future.add_done_callback(lambda future: self._done(key, future))
        self._workers.join(job, asker, patience)
        if job.future.cancelled():  # the last who waited for it has left in just this moment
            return self.asked(key, action, arguments, asker, patience)
        return job.future

    def _done(self, key: str, future: Future[Made]) -> None:
        with self._lock:
            if self._jobs.get(key) is not None and self._jobs[key].future is future:
                del self._jobs[key]
            if future.cancelled() or future.exception() is not None:
                return
            self._freeze(future.result())
            self._kept[key] = future.result()
            taken = sum(map(self._size_of, self._kept.values()))
            while len(self._kept) > 1 and (taken > self._bytes or (self._most and len(self._kept) > self._most)):
                taken -= self._size_of(self._kept.popitem(last=False)[1])
