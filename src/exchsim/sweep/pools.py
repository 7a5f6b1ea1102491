"""Where runs are run: threads, processes, Dask, or any executor of concurrent.futures."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from exchsim.sweep.work import OtherVersionError, version

THREADS, PROCESSES, DASK = "threads", "processes", "dask"
EXECUTORS = (PROCESSES, THREADS, DASK)
PATIENCE = 20.0  # seconds that a scheduler has to answer
SECONDS_BETWEEN_COUNTS = 5.0  # of the workers of a scheduler


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


class PoolLostError(Exception):
    """The workers cannot be reached any more, and no others can be had."""


class Pool:
    """Workers of an executor that somebody else made and will close."""

    lasts = False  # whether they stay for further sweeps when one has come to its end

    def __init__(self, executor: Executor, workers: int) -> None:
        """workers: how many batches it can run at a time."""
        self.executor, self.workers = executor, workers
        self.stop = threading.Event()  # threads of this process look at it between runs

    def submit(self, action: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have something done by a worker."""
        return self.executor.submit(action, *arguments)

    def died(self, error: BaseException) -> bool:
        """Whether an error means that a worker died, and with it what it was at."""
        return isinstance(error, BrokenExecutor)

    def restart(self) -> None:
        """New workers after some have died."""
        raise PoolLostError("a worker died, and the executor that was given cannot be made anew")

    def give_up(self, futures: Iterable[Future[Any]]) -> None:
        """Nobody waits for these any more."""
        for future in futures:
            future.cancel()

    def close(self, at_once: bool) -> None:
        """Let the workers go. at_once: do not wait for what they are at."""
        self.stop.set()

    @property
    def in_this_process(self) -> bool:
        """Whether workers are threads of this process."""
        return isinstance(self.executor, ThreadPoolExecutor)


class Threads(Pool):
    """Threads: the engine lets go of the interpreter while it runs."""

    def __init__(self, workers: int) -> None:
        """Start so many threads."""
        super().__init__(ThreadPoolExecutor(workers, "run"), workers)

    def close(self, at_once: bool) -> None:
        """Threads end after the run that they are at."""
        self.stop.set()
        self.executor.shutdown(wait=True, cancel_futures=True)


class Processes(Pool):
    """Processes of this machine. One that dies takes no other run with it than those under way."""

    def __init__(self, workers: int) -> None:
        """Start so many processes."""
        super().__init__(self._start(workers), workers)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        import multiprocessing

        # started afresh, not forked: a copy would hold the lock of the folder after the parent's death
        return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_live_and_die_with_parent)

    def submit(self, action: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have something done by a worker, which may be started here: it takes no Ctrl-C, not even while it loads."""
        with _held(signal.SIGINT):
            return super().submit(action, *arguments)

    def restart(self) -> None:
        """Kill what is left of the workers and start others."""
        self.close(at_once=True)
        self.executor = self._start(self.workers)

    def give_up(self, futures: Iterable[Future[Any]]) -> None:
        """They end with their processes: what is cancelled and then found broken makes a traceback (CPython 3.11)."""

    def close(self, at_once: bool) -> None:
        """Let the processes end, or end them."""
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        self.executor.shutdown(wait=not at_once, cancel_futures=not at_once)
        if at_once:
            for process in processes:
                with suppress(Exception):
                    process.kill()


@contextmanager
def _held(number: signal.Signals) -> Iterator[None]:
    """A signal waits until the end, and processes that are started in between never take it.

    Blocked in this thread, it may still reach another one, and Python then interrupts this one all the same: half
    started, a worker would find no orders and say so in a traceback. So the handler waits too.
    """
    mask = getattr(signal, "pthread_sigmask", None)  # not on Windows
    main = threading.current_thread() is threading.main_thread()  # no other thread may set handlers, or is interrupted
    came: list[int] = []
    handler = signal.signal(number, lambda number, _frame: came.append(number)) if main else None
    blocked = mask(signal.SIG_BLOCK, {number}) if mask is not None else set()
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, blocked)
        if main:
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        if came:
            signal.raise_signal(number)


def _live_and_die_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone, however it went."""
    import multiprocessing
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent").start()


class Dask(Pool):
    """Workers of Dask: of a client, of a scheduler at an address, else of a small cluster on this machine."""

    def __init__(self, workers: int, scheduler: str | None, client: Any = None) -> None:
        """Join a scheduler, or start one with its workers. client: one that somebody else made and will close."""
        self.own, self.client, self.cluster = client is None, client, None
        if client is None:
            self._join(workers, scheduler)
        self._counted, self._number = time.monotonic(), self._threads()
        super().__init__(self._executor(), max(1, self._number))
        self._said = _Hushed("distributed.client")  # it tells of lost schedulers by tracebacks; we say it in words
        if self.cluster is None and client is None and not self._threads():
            self.close(at_once=True)
            raise PoolLostError(
                f"the Dask scheduler at {scheduler} has no workers; start some: dask worker {scheduler}"
            )

    def _join(self, workers: int, scheduler: str | None) -> None:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise PoolLostError(
                "Dask is not installed; install it with: pip install 'exchsim[cluster]', or use --executor processes"
            ) from None
        if scheduler is None:
            self.cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
        try:
            self.client = Client(self.cluster or scheduler, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise PoolLostError(
                f"no Dask scheduler answers at {scheduler} ({error or f'no answer in {PATIENCE:g} s'})"
            ) from None

    def _threads(self) -> int:
        return sum(self.client.nthreads().values())

    @property
    def workers(self) -> int:
        """How many runs it can do at a time now: workers come and go."""
        if time.monotonic() - self._counted > SECONDS_BETWEEN_COUNTS:
            self._counted = time.monotonic()
            with suppress(Exception):  # a scheduler that is gone shows in the runs
                self._number = max(1, self._threads())
        return self._number

    @workers.setter
    def workers(self, number: int) -> None:
        self._number = number

    def _executor(self) -> Executor:
        made: Executor = self.client.get_executor(retries=3, pure=False)  # what failed may be given to it again
        return made

    def submit(self, action: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Have something done by a worker."""
        self._must_run()
        return super().submit(action, *arguments)

    def died(self, error: BaseException) -> bool:
        """Dask gives work of a dead worker to others, and gives up after several deaths."""
        return type(error).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError")

    def restart(self) -> None:
        """Workers of Dask are started anew by Dask."""
        self._must_run()
        self.executor = self._executor()

    def _must_run(self) -> None:
        if self.client.status != "running":
            raise PoolLostError("the Dask scheduler cannot be reached any more")

    def close(self, at_once: bool) -> None:
        """Leave the scheduler, if it was joined here; end a cluster of one's own."""
        super().close(at_once)
        if self.own and self.client is not None:
            with suppress(Exception):
                self.client.close(timeout=5)
        if self.cluster is not None:
            with suppress(Exception):
                self.cluster.close(timeout=5)
        self._said.restore()


class _Hushed:
    """A logger that says nothing until it is restored."""

    def __init__(self, name: str) -> None:
        self.logger = logging.getLogger(name)
        self.level = self.logger.level
        self.logger.setLevel(logging.CRITICAL + 1)

    def restore(self) -> None:
        """As it was."""
        self.logger.setLevel(self.level)


def pool_of(executor: Any, workers: int | None, scheduler: str | None) -> Pool:
    """Workers by the name of their kind, of a given executor, of a client of Dask, or those that there are already."""
    if isinstance(executor, Pool):
        return executor
    if isinstance(executor, Executor):
        return Pool(executor, workers or getattr(executor, "_max_workers", None) or processors())
    if hasattr(executor, "get_executor"):  # a distributed.Client, without importing Dask to know it
        return Dask(0, None, executor)
    number = workers or processors()
    if executor == THREADS:
        return Threads(number)
    if executor == DASK or scheduler is not None:
        return Dask(number, scheduler)
    if executor == PROCESSES:
        return Processes(number)
    raise ValueError(f"executor = {executor!r}: must be one of {', '.join(EXECUTORS)}, an Executor or a Dask client")


def error_of(future: Future[Any]) -> BaseException | None:
    """What went wrong with a future that is done; cancelled ones count, as those of a scheduler that went away."""
    try:
        return future.exception()
    except CancelledError as error:
        return error


def told(error: BaseException) -> BaseException:
    """An error of a worker in words, where it is one of installation."""
    if isinstance(error, OtherVersionError):
        return PoolLostError(str(error))
    if isinstance(error, ImportError) or "deserializ" in str(error):
        why = str(error).splitlines()[0]
        return PoolLostError(
            f"what is sent cannot be read at the other end ({why}); install exchsim {version()} at the scheduler and "
            "at every worker"
        )
    return error
