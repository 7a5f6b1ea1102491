"""Worker processes beside the server: what hangs, crashes or eats memory there ends nobody else's work.

Visitors take turns: who asks for much waits for their own, and what nobody waits for yet always leaves a worker free.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, field
from typing import Any, Literal

from exchsim.app import texts
from exchsim.sweep.pools import Processes, processors

Patience = Literal["now", "later"]
LIMIT = 120.0  # seconds that a job may take
START = 240.0  # seconds that a worker has to be ready
TRIES = 2  # a job whose worker died is tried once more
MEMORY = 4e9  # bytes that a worker may take on top of what it has when it is ready; at most a quarter of the machine's
PARTING = 2.0  # seconds that a thread has to see that its process is gone
NICENESS = 2  # the server, which answers everybody, goes first


class StoppedError(RuntimeError):
    """A job that took too long or ended its worker; the text is for the visitor."""


@dataclass(eq=False)
class Job:
    """Something to do, for those who wait for it."""

    action: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    askers: set[Hashable] = field(default_factory=set)
    waits: bool = True  # nobody has begun it, and somebody wants it
    limit: float = LIMIT  # seconds
    future: Future[Any] = field(default_factory=Future)


class Line:
    """Jobs that wait: first those that somebody looks for now. Visitors take turns, each in their own order."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._places: dict[Patience, OrderedDict[Hashable, deque[Job]]] = {"now": OrderedDict(), "later": OrderedDict()}

    def put(self, job: Job, asker: Hashable, patience: Patience) -> None:
        """At the end of the asker's own jobs. A job may stand in several places; it is taken from the first."""
        job.askers.add(asker)
        self._places[patience].setdefault(asker, deque()).append(job)

    def take(self, patience: Patience) -> Job | None:
        """The next job of this patience; whoever asked for it comes last from here on."""
        visitors = self._places[patience]
        while visitors:
            asker, jobs = visitors.popitem(last=False)
            job = jobs.popleft()
            if jobs:
                visitors[asker] = jobs
            if job.waits:
                job.waits = False
                if job.future.set_running_or_notify_cancel():
                    return job
        return None

    def leave(self, asker: Hashable) -> None:
        """This asker wants nothing any more; what others want too stays."""
        for visitors in self._places.values():
            for job in visitors.pop(asker, ()):
                job.askers.discard(asker)
                if job.waits and not job.askers:
                    job.waits = False
                    job.future.cancel()


class Workers:
    """A few processes, each with a thread of this one that hands it jobs, watches the clock and replaces it."""

    def __init__(
        self, number: int | None = None, prepare: Callable[[], object] | None = None, pause: float = 0.0
    ) -> None:
        """prepare: what a worker does before its first job. No process is started before the first job, or `start`.

        pause: seconds from when the first worker is ready to when the others are started, so that they do not compete
        with what the first one's visitor waits for.
        """
        self.number = number or max(2, min(4, processors()))
        self._prepare, self._pause = prepare, pause
        self._first, self._over = threading.Event(), threading.Event()  # the first worker is ready; all is over
        self._line, self._turn = Line(), threading.Condition()
        self._patient = 0  # jobs for later that are being done
        self._threads: list[threading.Thread] = []
        self._pools: list[Processes] = []
        self._closed = False

    def start(self) -> None:
        """Start the processes, so that the first job finds them ready."""
        with self._turn:
            for place in range(len(self._threads), 0 if self._closed else self.number):
                thread = threading.Thread(target=self._serve, args=(place,), daemon=True, name=f"worker {place}")
                self._threads.append(thread)
                thread.start()

    def ask(
        self, action: Callable[..., Any], *arguments: Any, asker: Hashable = None, patience: Patience = "now",
        limit: float = LIMIT,
    ) -> Job:  # fmt: skip
        """Have a function of a module called in a worker. Its future raises StoppedError where it came to no end."""
        job = Job(action, arguments, limit=limit)
        self.join(job, asker, patience)
        return job

    def join(self, job: Job, asker: Hashable, patience: Patience) -> None:
        """Wait for a job that somebody asked for before; it is done as soon as the more impatient of the two wants."""
        self.start()
        with self._turn:
            if job.waits:
                self._line.put(job, asker, patience)
                self._turn.notify()

    def leave(self, asker: Hashable) -> None:
        """Forget what an asker waits for."""
        with self._turn:
            self._line.leave(asker)

    def close(self) -> None:
        """End the processes and do nothing more."""
        with self._turn:
            self._closed = True
            self._first.set()
            self._over.set()
            self._turn.notify_all()
            pools, self._pools = self._pools, []
        # what hands jobs to processes has to see that they are gone, or it complains while the program ends
        handing = [getattr(pool.executor, "_executor_manager_thread", None) for pool in pools]
        for pool in pools:
            pool.close(at_once=True)
        for thread in (*self._threads, *handing):
            if thread is not None:
                thread.join(PARTING)

    def _next(self) -> tuple[Job, Patience] | None:
        """Wait for a job; none when closed."""
        with self._turn:
            while not self._closed:
                if job := self._line.take("now"):
                    return job, "now"
                if self._patient < max(1, len(self._pools) - 1) and (job := self._line.take("later")):
                    self._patient += 1
                    return job, "later"
                self._turn.wait()
        return None

    def _serve(self, place: int) -> None:
        if place > 0 and self._pause > 0.0:
            self._first.wait(START)
            self._over.wait(self._pause)
        with self._turn:
            if self._closed:
                return
            pool = Processes(1)
            self._pools.append(pool)
        ready = pool.submit(begin, self._prepare)
        ready.add_done_callback(lambda _: self._first.set())
        while (found := self._next()) is not None:
            job, patience = found
            try:
                ready = self._do(job, pool, ready)
            except BaseException as error:  # this thread must not end
                job.future.set_exception(error)
            with self._turn:
                self._patient -= int(patience == "later")
                self._turn.notify()
        pool.close(at_once=True)

    def _do(self, job: Job, pool: Processes, ready: Future[Any]) -> Future[Any]:
        """Do a job. What comes back becomes true when the worker, or the one that replaced it, is ready."""
        for tries in range(1, TRIES + 1):
            error: BaseException
            again = False
            try:
                ready.result(START)
                done, value = pool.submit(outcome, job.action, job.arguments).result(job.limit)
                (job.future.set_result if done else job.future.set_exception)(value)
                return ready
            except TimeoutError:
                error = StoppedError(texts.TOO_LONG.format(job.limit))
            except BrokenExecutor:
                error, again = StoppedError(texts.DIED), tries < TRIES and not self._closed
            except Exception as other:  # it could not be sent, or the worker not be made ready
                error = other
            pool.restart()
            ready = pool.submit(begin, self._prepare)
            if not again:
                break
        job.future.set_exception(error)
        return ready


def begin(prepare: Callable[[], object] | None) -> None:
    """A worker makes itself ready, and promises not to eat the machine's memory."""
    with contextlib.suppress(AttributeError, OSError):  # not on Windows
        os.nice(NICENESS)
    if prepare is not None:
        prepare()
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):  # Linux alone
        import resource

        page = os.sysconf("SC_PAGE_SIZE")
        with open("/proc/self/statm", encoding="ascii") as told:
            taken = int(told.read().split()[0]) * page
        most = taken + int(min(MEMORY, os.sysconf("SC_PHYS_PAGES") * page / 4))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def outcome(action: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """True and what an action returns; or False and an error that arrives at the other end."""
    try:
        return True, action(*arguments)
    except MemoryError:
        return False, StoppedError(texts.TOO_MUCH_MEMORY)
    except Exception as error:
        try:
            return False, pickle.loads(pickle.dumps(error))
        except Exception:
            return False, RuntimeError(f"{type(error).__name__}: {error}")
