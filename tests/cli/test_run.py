"""`exchsim run`: results, what is said on the way, and nothing half done."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import exchsim
import exchsim.api
from exchsim.cli import run as run_command
from exchsim.cli.progress import COMPILING
from exchsim.store import schema
from exchsim.store.errors import StoreError

ON_REQUEST = {"officers", "events"}
TABLES = {f"{table}.parquet" for table in schema.TABLES if table not in ON_REQUEST}
SHORT = ("run", "classroom", "--months", "24", "--no-figures")
PROGRAM = [sys.executable, "-m", "exchsim"]


def names(folder: str | Path = ".") -> set[str]:
    return set(os.listdir(folder))


def test_classroom_end_to_end_in_an_empty_folder():
    done = subprocess.run([*PROGRAM, *SHORT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder = done.stdout.splitlines()[-1]
    assert folder.startswith(str(Path("results") / "classroom-"))
    assert names() == {"results"} and names("results") == {Path(folder).name}
    assert names(folder) == TABLES | {"manifest.json"}
    result = exchsim.Result.load(folder)
    assert result.summary() in done.stdout
    assert Path(folder).name == f"classroom-{result.id}"
    assert len(result.world) == 24
    assert done.stderr.startswith("Classroom: 5 nations, 24 months, seed 1\n")


def test_the_same_run_is_not_computed_twice(command, monkeypatch):
    code, first, _ = command(*SHORT)
    folder = Path(first.splitlines()[-1])
    before = {name: (folder / name).stat().st_mtime_ns for name in names(folder)}
    monkeypatch.delattr(exchsim.api, "run")
    again = command(*SHORT)
    assert (code, again) == (
        0,
        (0, first, f"{folder}: this run is complete already; nothing was computed or changed\n"),
    )
    assert before == {name: (folder / name).stat().st_mtime_ns for name in names(folder)}
    assert command(*SHORT, "-o", str(folder), "--quiet") == (0, f"{folder}\n", "")


def test_other_pairs_draw_only_the_figures_again_and_only_when_told(command):
    arguments = ("run", "classroom", "--months", "24", "--out", "here")
    command(*arguments)
    before = {name: (Path("here") / name).read_bytes() for name in ("world.parquet", "figures/trust.png")}
    other = ("--set", "figures.pairs=[[ARD, OSH]]")
    assert "--redraw draws them again" in command(*arguments, *other)[2]
    assert Path("here/figures/trust.png").read_bytes() == before["figures/trust.png"]
    code, _, told = command(*arguments, *other, "--redraw")
    assert (code, told) == (0, "here: this run is complete already; its figures were drawn again\n")
    assert Path("here/world.parquet").read_bytes() == before["world.parquet"]
    assert Path("here/figures/trust.png").read_bytes() != before["figures/trust.png"]
    assert exchsim.Result.load("here").resolved["figures"] == {"pairs": [["ARD", "OSH"]]}
    assert "nothing was computed or changed" in command(*arguments, "--set", "figures.pairs=[[ARD, OSH]]")[2]


def test_another_run_is_refused_in_the_same_folder(command):
    assert command(*SHORT, "-o", "out", "--quiet") == (0, "out\n", "")
    code, out, err = command(*SHORT, "-o", "out", "--seed", "2")
    assert (code, out) == (2, "")
    assert err == "out: already holds a finished run, and runs are never overwritten; give another folder\n"


@pytest.mark.parametrize("lost", ["manifest.json", "pairs.parquet"])
def test_unfinished_or_damaged_results_are_refused(command, lost):
    _, out, _ = command(*SHORT, "--quiet")
    folder = Path(out.strip())
    (folder / lost).unlink()
    left = names(folder)
    code, out, err = command(*SHORT)
    assert (code, out, names(folder)) == (2, "", left)
    assert len(err.splitlines()) == 1 and str(folder) in err and err.endswith("give another with -o\n")


def test_seed_and_settings_reach_the_run(command):
    command(*SHORT, "-o", "out", "--seed", "7", "--set", "policy.tour_months=6", "--quiet")
    result = exchsim.Result.load("out")
    assert result.seed == 7
    assert result.resolved["policy"]["tour_months"] == 6.0


def test_tables_and_figures_as_the_scenario_asks(command):
    command("run", "classroom", "--months", "24", "-o", "out", "--set", "outputs.pairs=false", "--quiet")
    assert names("out") == (TABLES - {"pairs.parquet"}) | {"manifest.json", "figures"}
    assert names("out/figures")


def test_in_a_terminal(command, terminal):
    code, _, err = command(*SHORT, "-o", "out")
    assert code == 0
    assert "writing tables" in err


def half_written(result, folder, figures):
    """Do what an interrupted save leaves behind."""
    Path(folder, "figures").mkdir(parents=True)
    Path(folder, "world.parquet").write_text("x")
    raise KeyboardInterrupt


def test_stopped_while_writing_leaves_nothing(command, monkeypatch):
    monkeypatch.setattr(exchsim.api.Result, "save", half_written)
    code, out, err = command(*SHORT)
    assert (code, out) == (130, "")
    assert err.endswith("stopped; nothing unfinished was left behind\n")
    assert names() == set()


def test_stopped_while_writing_leaves_what_was_there(command, monkeypatch):
    monkeypatch.setattr(exchsim.api.Result, "save", half_written)
    Path("mine").mkdir()
    assert command(*SHORT, "-o", "mine")[0] == 130
    assert names() == {"mine"} and names("mine") == set()


def test_folder_that_fills_meanwhile_is_left_alone(command, monkeypatch):
    def save(result, folder, figures):
        Path(folder).mkdir(parents=True)
        Path(folder, "world.parquet").write_text("another's")
        raise StoreError(f"{folder}: is not empty")

    monkeypatch.setattr(exchsim.api.Result, "save", save)
    code, _, err = command(*SHORT, "-o", "out")
    assert (code, err.splitlines()[-1]) == (1, "out: is not empty")
    assert names("out") == {"world.parquet"}


def test_ctrl_c():
    """A real signal to a real process, as soon as it runs."""
    with subprocess.Popen([*PROGRAM, "run", "world_1980"], stdout=-1, stderr=-1, text=True) as process:
        assert process.stderr
        watchdog = threading.Timer(100.0, process.kill)
        watchdog.start()
        process.stderr.readline()
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        watchdog.cancel()
    assert process.returncode == 130
    assert rest.splitlines()[-1] == "stopped; nothing unfinished was left behind"
    assert "Traceback" not in rest
    assert names() == set()


def fails(*arguments, **options):
    raise ZeroDivisionError("a number\nof nothing")


def test_unexpected_error_is_one_line_and_a_hint(command, monkeypatch):
    monkeypatch.setattr(exchsim.api.Plan, "run", fails)
    code, out, err = command(*SHORT)
    assert (code, out) == (1, "")
    assert err.splitlines()[-2:] == [
        "ZeroDivisionError: a number of nothing",
        "to see where it happened, run it again as: exchsim --debug …",
    ]
    assert "Traceback" not in err
    assert names() == set()


@pytest.mark.parametrize("by", ["option before", "option after", "variable"])
def test_debug_shows_the_traceback(command, monkeypatch, by):
    monkeypatch.setattr(exchsim.api.Plan, "run", fails)
    if by == "variable":
        monkeypatch.setenv("EXCHSIM_DEBUG", "1")
    before, after = ["--debug"] * (by == "option before"), ["--debug"] * (by == "option after")
    code, _, err = command(*before, *SHORT, *after)
    assert code == 1
    assert "Traceback" in err and "ZeroDivisionError" in err


def test_out_of_memory_says_what_to_do(command, monkeypatch):
    def starve(*arguments, **options):
        raise MemoryError("Unable to allocate 9 TiB")

    monkeypatch.setattr(exchsim.api.Plan, "run", starve)
    code, _, err = command(*SHORT)
    assert code == 1
    assert "not enough memory (Unable to allocate 9 TiB); let one agent stand for more people" in err


def test_first_run_says_that_it_compiles(command, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("exchsim.engine.compile.is_compiled", lambda: False)
    monkeypatch.setattr("exchsim.engine.compile.subprocess.Popen", interrupted)
    code, _, err = command(*SHORT)
    assert code == 130 and COMPILING in err


def test_check_folder_changes_nothing():
    run_command.check_folder(Path("new/below"))
    assert names() == set()
