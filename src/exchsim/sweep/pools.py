"""Where runs are run: threads, processes, Dask, or any executor of concurrent.futures."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

THREADS, PROCESSES, DASK = "threads", "processes", "dask"
EXECUTORS = (PROCESSES, THREADS, DASK)


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
        with _blocked(signal.SIGINT):
            return super().submit(action, *arguments)

    def restart(self) -> None:
        """Kill what is left of the workers and start others."""
        self.close(at_once=True)
        self.executor = self._start(self.workers)

    def close(self, at_once: bool) -> None:
        """Let the processes end, or end them."""
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        self.executor.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for process in processes:
                with suppress(Exception):
                    process.kill()


@contextmanager
def _blocked(number: signal.Signals) -> Iterator[None]:
    """A signal waits until the end; processes that are started in between never take it."""
    mask = getattr(signal, "pthread_sigmask", None)  # not on Windows
    before = mask(signal.SIG_BLOCK, {number}) if mask is not None else set()
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, before)


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
    """Workers of Dask: of a scheduler at an address, else of a small cluster on this machine."""

    def __init__(self, workers: int, scheduler: str | None) -> None:
        """Join a scheduler, or start one with its workers."""
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise PoolLostError(
                "Dask is not installed; install it with: pip install 'exchsim[cluster]', or use --executor processes"
            ) from None
        self.cluster = None
        if scheduler is None:
            self.cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
        try:
            self.client = Client(self.cluster or scheduler, timeout=20)
        except (OSError, TimeoutError, ValueError) as error:
            raise PoolLostError(f"no Dask scheduler answers at {scheduler} ({error or 'no answer in 20 s'})") from None
        if scheduler is not None:
            workers = sum(self.client.nthreads().values())
            if not workers:
                raise PoolLostError(
                    f"the Dask scheduler at {scheduler} has no workers; start some: dask worker {scheduler}"
                )
        super().__init__(self._executor(), workers)

    def _executor(self) -> Executor:
        made: Executor = self.client.get_executor(retries=3, pure=False)  # what failed may be given to it again
        return made

    def died(self, error: BaseException) -> bool:
        """Dask gives work of a dead worker to others, and gives up after several deaths."""
        return type(error).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError")

    def restart(self) -> None:
        """Workers of Dask are started anew by Dask."""
        if self.client.status != "running":
            raise PoolLostError("the Dask scheduler cannot be reached any more")
        self.executor = self._executor()

    def close(self, at_once: bool) -> None:
        """Leave the scheduler; end a cluster of one's own."""
        with suppress(Exception):
            self.client.close(timeout=5)
        if self.cluster is not None:
            with suppress(Exception):
                self.cluster.close(timeout=5)


def pool_of(executor: str | Executor, workers: int | None, scheduler: str | None) -> Pool:
    """Workers by the name of their kind, or of a given executor."""
    if isinstance(executor, Executor):
        return Pool(executor, workers or getattr(executor, "_max_workers", None) or processors())
    number = workers or processors()
    if executor == THREADS:
        return Threads(number)
    if executor == DASK or scheduler is not None:
        return Dask(number, scheduler)
    if executor == PROCESSES:
        return Processes(number)
    raise ValueError(f"executor = {executor!r}: must be one of {', '.join(EXECUTORS)}, or an Executor")
