"""SIGKILL at random points, of sweeps and of workers: what is stored is whole, and the end is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from killing import HASTE, SETTINGS, Assassin, Victim, fingerprint, gone, hasty, rows_so_far, until, workers_of
from small_sweeps import experiment, write

from exchsim.store import write as writing
from exchsim.sweep import runner
from exchsim.sweep.folder import Folder
from exchsim.sweep.pools import _held
from exchsim.sweep.runner import run_sweep

PROGRAM = [sys.executable, "-m", "exchsim"]
pytestmark = pytest.mark.xdist_group("killed")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, Any], float]:
    """What it comes to without any kill, run by run, and how long it takes."""
    folder = tmp_path_factory.mktemp("undisturbed") / "s"
    began = time.perf_counter()
    run_sweep(experiment(**SETTINGS), folder, 1, "threads")
    return fingerprint(folder), rows_so_far(folder), time.perf_counter() - began


def killed_parents(folder: Path, kills: int, undisturbed: Any, chance: random.Random) -> int:
    """Kill a sweep at random points until so many kills have hit it at work, and let it come to its end."""
    wanted, digests, seconds = undisturbed
    hits = 0
    for number in range(6 * kills):
        if hits == kills:
            break
        hits += Victim(folder).kill_after(chance.uniform(0.0, seconds / 2))
        found = rows_so_far(folder)
        assert found.items() <= digests.items()
        if len(found) == len(digests):  # begin anew: there is nothing left to kill
            folder = folder.with_name(f"{folder.name}{number}")
    run_sweep(experiment(**SETTINGS), folder, 1, "threads")
    assert fingerprint(folder) == wanted
    assert not [path for path in folder.rglob("*") if "unfinished" in path.name]
    return hits


@pytest.mark.parametrize("trial", range(1))
def test_sweeps_killed_at_random_points_come_to_the_same_end(trial: int, tmp_path: Path, undisturbed: Any) -> None:
    assert killed_parents(tmp_path / "s", 5, undisturbed, random.Random(trial)) == 5


@pytest.mark.kills
@pytest.mark.parametrize("trial", range(1, 18))
def test_many_sweeps_killed_at_random_points(trial: int, tmp_path: Path, undisturbed: Any) -> None:
    assert killed_parents(tmp_path / "s", 5, undisturbed, random.Random(trial)) == 5


def killed_workers(folder: Path, kills: int, workers: int, undisturbed: Any, monkeypatch: Any, seed: int) -> None:
    for name, value in HASTE.items():
        monkeypatch.setattr(runner, name, value)
    assassin = Assassin(kills, random.Random(seed))
    tally = run_sweep(experiment(**SETTINGS), folder, workers, "processes", watch=assassin)
    assert tally.failed == 0 and assassin.killed == kills and assassin.deaths >= 1
    assert fingerprint(folder) == undisturbed[0]
    assert gone(workers_of(os.getpid()))


def test_workers_killed_at_random_points_take_nothing_with_them(
    tmp_path: Path, undisturbed: Any, monkeypatch: Any
) -> None:
    killed_workers(tmp_path / "s", 5, 1, undisturbed, monkeypatch, 1)


@pytest.mark.kills
@pytest.mark.parametrize("trial", range(5))
def test_many_workers_killed(trial: int, tmp_path: Path, undisturbed: Any, monkeypatch: Any) -> None:
    killed_workers(tmp_path / "s", 6, 2, undisturbed, monkeypatch, trial)


# the command


def started(folder: Path, *more: str) -> subprocess.Popen[str]:
    """`exchsim sweep` with worker processes, in a session of its own."""
    file = write(folder, **{**SETTINGS, "replicates": 200})
    command = [*PROGRAM, "sweep", str(file), "-o", str(folder / "s"), "-w", "1", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def ended(tmp_path: Path, undisturbed: Any) -> None:
    """The folder goes on, here to the experiment without kills."""
    assert rows_so_far(tmp_path / "s")
    hasty()
    tally = run_sweep(experiment(**SETTINGS), tmp_path / "s", 1, "threads")
    assert 0 <= tally.ran < tally.total
    assert fingerprint(tmp_path / "s") == undisturbed[0]


def test_workers_end_when_their_sweep_is_killed(tmp_path: Path, undisturbed: Any) -> None:
    with started(tmp_path) as process:
        until(lambda: (tmp_path / "s" / "parts").is_dir() and Folder(tmp_path / "s").files())
        workers = until(lambda: workers_of(process.pid))
        process.kill()
        assert gone(workers)
    assert not Folder(tmp_path / "s").is_busy()
    ended(tmp_path, undisturbed)


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM"])
def test_a_sweep_that_is_stopped_leaves_a_sweep_that_goes_on(how: str, tmp_path: Path, undisturbed: Any) -> None:
    with started(tmp_path) as process:
        until(lambda: (tmp_path / "s" / "parts").is_dir() and Folder(tmp_path / "s").files())
        workers = until(lambda: workers_of(process.pid))
        if how == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)  # a terminal tells all processes
        else:
            process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and out == ""
    assert (
        err.splitlines()[-1] == f"stopped; what is finished is stored in {tmp_path / 's'}, and the same command goes on"
    )
    assert "Traceback" not in err and gone(workers)
    ended(tmp_path, undisturbed)


def test_ctrl_c_while_workers_load_says_one_line(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        workers = until(lambda: workers_of(process.pid))
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in err and gone(workers)


def test_ctrl_c_that_reaches_another_thread_waits_until_the_worker_is_started(request: Any) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests before may have left theirs
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    told, done = threading.Event(), []
    other = threading.Thread(target=told.wait, daemon=True)
    other.start()
    with pytest.raises(KeyboardInterrupt):
        with _held(signal.SIGINT):
            signal.pthread_kill(other.ident or 0, signal.SIGINT)
            time.sleep(0.05)
            done.append("started")
        done.append("went on")
    told.set()
    assert done == ["started"]


# between any two writes


def test_killed_before_or_after_any_write_no_part_is_read_that_is_not_whole(tmp_path: Path, monkeypatch: Any) -> None:
    """Every call that changes the folder fails once, as if the machine had stopped there."""
    loaded = experiment(keep=SETTINGS["keep"])
    run_sweep(loaded, tmp_path / "good", 1, "threads")
    wanted, digests = fingerprint(tmp_path / "good"), rows_so_far(tmp_path / "good")
    monkeypatch.setattr(runner, "_FLUSH", (0.0, 0.0))
    replace, flush = os.replace, writing._flush

    class StoppedError(BaseException):
        pass

    stops, number = 0, 0
    while True:
        left = number

        def counted(action: Any, early: bool) -> Any:
            def call(*arguments: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0 and early:
                    raise StoppedError
                result = action(*arguments)
                if left == 0:
                    raise StoppedError
                return result

            return call

        folder = tmp_path / f"s{number}"
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", counted(replace, number % 2 == 0))
            patched.setattr(writing, "_flush", counted(flush, number % 2 == 1))
            patched.setattr(Path, "unlink", lambda *a, **k: None)  # the dead tidy nothing up
            try:
                run_sweep(loaded, folder, 1, "threads")
            except StoppedError:
                stops += 1
        assert rows_so_far(folder).items() <= digests.items()
        run_sweep(loaded, folder, 1, "threads")
        assert fingerprint(folder) == wanted
        if number and left > 0:
            break
        number += 3 if number > 20 else 1
    assert stops >= 15
