"""Workers on other machines: other versions, clients that were given, schedulers that go away."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exchsim.sweep import pools, runner, work
from exchsim.sweep.pools import Dask, PoolLostError, error_of, pool_of, told


class Client:
    """A client of Dask with no Dask behind it."""

    def __init__(self, threads: int) -> None:
        self.threads, self.status, self.closed = threads, "running", False

    def nthreads(self) -> dict[str, int]:
        return {"tcp://here:1": self.threads}

    def get_executor(self, **options: Any) -> Any:
        return None

    def close(self, **options: Any) -> None:
        self.closed = True


def test_a_given_client_is_used_and_left_open() -> None:
    client = Client(3)
    pool = pool_of(client, None, None)
    assert isinstance(pool, Dask) and pool.workers == 3
    pool.close(at_once=True)
    assert not client.closed


def test_workers_that_join_later_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(0)  # such as one of a batch system whose jobs wait
    pool = pool_of(client, None, None)
    assert pool.workers == 1
    client.threads = 8
    assert pool.workers == 1  # counted a moment ago
    monkeypatch.setattr(pools, "SECONDS_BETWEEN_COUNTS", 0.0)
    assert pool.workers == 8


def test_a_scheduler_that_is_gone_is_said() -> None:
    client = Client(1)
    pool = pool_of(client, None, None)
    client.status = "closed"
    for action in (pool.restart, lambda: pool.submit(print)):
        with pytest.raises(PoolLostError, match="cannot be reached"):
            action()


def test_cancelled_work_counts_as_lost() -> None:
    future: Future[None] = Future()
    future.cancel()
    error = error_of(future)
    assert isinstance(error, CancelledError) and pool_of(Client(1), None, None).died(error)


def test_a_worker_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = object.__new__(work.Shipped)
    shipped.key, shipped.content, shipped.version = "of this test", pickle.dumps("a setting"), work.version()
    assert shipped.setting() == "a setting"
    monkeypatch.setattr(work, "_known", {})
    monkeypatch.setattr(work, "version", lambda: "9.9.9, 0123456789abcdef")
    with pytest.raises(work.OtherVersionError, match=r"has exchsim 9\.9\.9, .* and this sweep is of 0"):
        shipped.setting()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (work.OtherVersionError("the worker x has exchsim 9"), "the worker x has exchsim 9"),
        (ModuleNotFoundError("No module named 'exchsim'"), "No module named 'exchsim'.*install exchsim"),
        (RuntimeError("Error during deserialization of the task graph"), "install exchsim .* at the scheduler"),
    ],
)
def test_what_is_not_installed_is_said_in_words(error: Exception, words: str) -> None:
    with pytest.raises(PoolLostError, match=words):
        raise told(error)


def test_other_errors_stay_as_they_are() -> None:
    error = ValueError("a mistake in the program")
    assert told(error) is error


def test_a_scheduler_without_workers_is_refused_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    client = Client(0)
    monkeypatch.setattr("distributed.Client", lambda *_, **__: client)
    with pytest.raises(PoolLostError, match="has no workers; start some: dask worker tcp://here:8786"):
        pool_of("dask", None, "tcp://here:8786")
    assert client.closed


def test_dask_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PoolLostError, match=r"pip install 'exchsim\[cluster\]', or use --executor processes"):
        pool_of("dask", 2, None)


def test_the_example_for_a_batch_system_makes_a_job_script() -> None:
    pytest.importorskip("dask_jobqueue")
    path = Path(__file__).parents[2] / "experiments" / "cluster" / "slurm.py"
    done = subprocess.run(
        [sys.executable, str(path), "--show", "--partition", "long", "--cores", "8"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for words in (
        "#SBATCH -p long",
        "--cpus-per-task=8",
        "--nworkers 8 --nanny",
        "compile_engine()",
        "--lifetime 235m",
    ):
        assert words in done.stdout


def test_many_workers_get_longer_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = runner._Sweep(None, SimpleNamespace(plans=(1, 2)), runner.Silent(), 0, 0)  # type: ignore[arg-type]
    sweep.began, sweep.seconds_per_run = time.perf_counter() - 3600.0, 0.1
    assert len(sweep._next_batch(iter(range(10_000)), 8)) == 25  # five seconds of two policies
    assert len(sweep._next_batch(iter(range(10_000)), 3200)) == 320  # 64 seconds: 50 batches a second in all
