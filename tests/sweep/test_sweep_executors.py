"""Threads, processes, Dask and any other executor come to the same bytes, whoever dies on the way."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from killing import KEEP, SETTINGS, fingerprint, gone, until, workers_of
from plans import Slowly
from small_sweeps import experiment

from exchsim.sweep import pools, runner
from exchsim.sweep.pools import PoolLostError, pool_of
from exchsim.sweep.runner import Silent, run_sweep

pytestmark = pytest.mark.xdist_group("executors")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one worker comes to."""
    place = tmp_path_factory.mktemp("alone") / "s"
    run_sweep(experiment(**SETTINGS), place, 1, "threads")
    return fingerprint(place)


def same(place: Path, alone: Any, *arguments: Any, **others: Any) -> None:
    tally = run_sweep(experiment(**SETTINGS), place, *arguments, **others)
    assert (tally.stored, tally.failed) == (tally.total, 0)
    assert fingerprint(place) == alone


@pytest.mark.parametrize(("workers", "executor"), [(2, "threads"), (5, "threads"), (2, "processes")])
def test_more_workers(workers: int, executor: str, tmp_path: Path, alone: Any) -> None:
    same(tmp_path / "s", alone, workers, executor)
    assert gone(workers_of(os.getpid()))


def test_any_executor_will_do(tmp_path: Path, alone: Any) -> None:
    mine = Slowly()
    same(tmp_path / "mine", alone, executor=mine)
    assert mine.number > 1
    with ThreadPoolExecutor(3) as threads:
        same(tmp_path / "threads", alone, executor=threads)
        assert threads.submit(lambda: 7).result() == 7  # it is left open
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        same(tmp_path / "processes", alone, executor=processes)
        assert processes.submit(abs, -7).result() == 7


class Murderer(Silent):
    """Kills a worker of somebody else's executor once."""

    def __init__(self, executor: Any) -> None:
        self.executor, self.done = executor, False

    def reached(self, stored: int, failed: int) -> None:
        """As soon as something is stored."""
        if not self.done:
            self.done = True
            next(iter(self.executor._processes.values())).kill()


def test_somebody_elses_executor_that_breaks_ends_the_sweep_but_nothing_is_lost(
    tmp_path: Path, alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_FLUSH", (0.0, 0.0))
    monkeypatch.setattr(runner, "_BATCH", (0.0, 0.01))
    lost = pytest.raises(PoolLostError, match="the executor that was given cannot be made anew")
    with ProcessPoolExecutor(1, get_context("spawn")) as processes, lost:
        run_sweep(experiment(**SETTINGS), tmp_path / "s", executor=processes, watch=Murderer(processes))
    same(tmp_path / "s", alone, 1, "threads")


def test_an_unknown_executor_is_refused() -> None:
    with pytest.raises(ValueError, match="must be one of processes, threads, dask"):
        pool_of("proceses", None, None)


def test_threads_let_go_at_once(tmp_path: Path) -> None:
    """An interrupted sweep of threads ends within a run, not within all that was given out."""

    class Impatient(Silent):
        def reached(self, stored: int, failed: int) -> None:
            """Ctrl-C."""
            raise KeyboardInterrupt

    many = experiment(replicates=3000, design={"kind": "sobol", "samples": 8})
    began = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        run_sweep(many, tmp_path / "s", 2, "threads", watch=Impatient())
    assert time.perf_counter() - began < 60


# Dask


@pytest.fixture(scope="module")
def cluster() -> Any:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made:
        yield made


class Hunter(Silent):
    """Kills a worker of Dask as soon as something is stored."""

    def __init__(self, cluster: Any) -> None:
        self.cluster, self.killed = cluster, 0

    def reached(self, stored: int, failed: int) -> None:
        """Once."""
        if not self.killed:
            worker = next(iter(self.cluster.workers.values()))
            os.kill(worker.pid, 9)
            self.killed = worker.pid


def test_dask_with_one_worker_killed_on_the_way(
    cluster: Any, tmp_path: Path, alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_FLUSH", (0.0, 0.0))
    monkeypatch.setattr(runner, "_BATCH", (0.02, 0.02))
    hunter = Hunter(cluster)
    same(tmp_path / "s", alone, scheduler=cluster.scheduler_address, executor="dask", watch=hunter)
    assert hunter.killed


def test_a_client_of_dask_will_do_and_is_left_open(cluster: Any, tmp_path: Path) -> None:
    from distributed import Client

    until(lambda: len(cluster.scheduler_info["workers"]) == 2)
    loaded = experiment(keep=KEEP)
    run_sweep(loaded, tmp_path / "alone", 1, "threads")
    with Client(cluster) as client:
        run_sweep(loaded, tmp_path / "s", executor=client)
        assert client.submit(abs, -7).result() == 7
    assert fingerprint(tmp_path / "s") == fingerprint(tmp_path / "alone")


def test_a_scheduler_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(pools, "PATIENCE", 1.0)
    with pytest.raises(PoolLostError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        run_sweep(experiment(), tmp_path / "s", executor="dask", scheduler="tcp://127.0.0.1:1")
