"""What `sweep`, `extend` and `status` say, piped and in a terminal, and how they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_sweeps import EXPERIMENT, write

import exchsim
from exchsim.cli.main import main

Command = Callable[..., tuple[int, str, str]]
THREADS = ("--executor", "threads", "-w", "1")
HEAD = "A small question: 16 runs = 4 samples x 2 policies x 2 replicates, into results/small"


@pytest.fixture
def command(capsys: Any) -> Command:
    """Exit code, standard output and standard error of a command."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_sweep_from_its_name_to_its_table(command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    code, out, err = command("sweep", "small", *THREADS)
    assert code == 0
    lines = err.splitlines()
    assert lines[0] == HEAD and lines[1] == "16 of 16 runs"
    assert re.fullmatch(r"16 runs in [\d.]+ m?s, [\d.]+ a second", lines[2]) and len(lines) == 3
    table = out.splitlines()
    assert table[-1] == "results/small" and all(name in out for name in EXPERIMENT["outcomes"])
    code, again, err = command("sweep", "small", *THREADS)
    assert (code, again) == (0, out)
    assert err.splitlines() == [
        HEAD,
        "16 of 16 runs are stored already",
        "all runs were stored already; nothing was computed",
    ]


def test_quiet_prints_the_folder_and_nothing_else(command: Command, tmp_path: Path) -> None:
    file = write(tmp_path)
    assert command("sweep", str(file), *THREADS, "--quiet", "-o", "out") == (0, "out\n", "")
    assert command("sweep", str(file), *THREADS, "--quiet", "-o", "out") == (0, "out\n", "")


def test_a_dry_run_says_what_it_will_cost_and_writes_nothing(command: Command, tmp_path: Path) -> None:
    write(tmp_path, replicates=1000)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = command("sweep", "small", "--dry-run", "-w", "4")
    assert (code, err) == (0, "") and sorted(tmp_path.rglob("*")) == before
    runs, each, whole = out.splitlines()
    assert runs == "A small question: 8,000 runs = 4 samples x 2 policies x 1,000 replicates"
    one = re.fullmatch(r"one run takes ([\d.]+) ms \(mean of (\d+) tried\)", each)
    assert one and int(one[2]) > 10
    cost = re.fullmatch(r"about ([\d.]+) (m?s) on 4 workers, and ([\d.]+) MB of disk", whole)
    assert cost and float(cost[1]) * (1e-3 if cost[2] == "ms" else 1) == pytest.approx(2 * float(one[1]), rel=0.02)


def test_the_disk_that_a_dry_run_foretells_is_about_that_of_the_sweep(command: Command, tmp_path: Path) -> None:
    write(tmp_path, replicates=40)
    said = command("sweep", "small", "--dry-run")[1].splitlines()[-1]
    size, unit = re.search(r"and ([\d.]+) (kB|MB) of disk", said).groups()  # type: ignore[union-attr]
    command("sweep", "small", *THREADS, "--quiet")
    real = exchsim.open_sweep("results/small").folder.size()
    assert float(size) * {"kB": 1e3, "MB": 1e6}[unit] == pytest.approx(real, rel=0.5)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("smal",), "smal: no such experiment; did you mean small?"),
        (("small", "--executor", "proceses"), "--executor = proceses: must be one of processes, threads, dask"),
        (("small", "-w", "0"), "Invalid value for '-w' / '--workers'"),
        ((), "Missing argument 'EXPERIMENT'"),
        (("small", "--nonsense"), "No such option: --nonsense"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments: Any, said: str, command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = command("sweep", *arguments)
    assert (code, out) == (2, "") and err.startswith(said) and len(err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_faults_of_a_file_are_said_a_line_each(command: Command, tmp_path: Path) -> None:
    write(tmp_path, uncertainties={"trust.memry_years": {}, "contact.x": {}})
    code, out, err = command("sweep", "small")
    assert (code, out, len(err.splitlines())) == (2, "", 2)
    assert err.startswith("uncertainties.trust.memry_years (experiments/small/experiment.yaml:")


def test_a_folder_of_something_else(command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    code, out, err = command("sweep", "small", "-o", "experiments", *THREADS)
    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == ["experiments: holds something else (small); give another folder"]


def test_damage_is_told(command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    command("sweep", "small", *THREADS, "--quiet")
    part = next(iter(exchsim.open_sweep("results/small").folder.files()))
    part.write_bytes(part.read_bytes()[:-9])
    for reading in ("status", "verify"):
        code, _, err = command(reading, "results/small")
        assert code == 1 and "is damaged" in err and "give the sweep command again" in err
        assert len(err.splitlines()) == 1
    code, _, err = command("sweep", "small", *THREADS)
    assert code == 0
    assert err.splitlines()[1] == f"{part.name}: was damaged and is set aside in damaged/; its runs are run again"


def test_rows_of_other_settings_are_counted(command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    command("sweep", "small", *THREADS, "--quiet")
    write(tmp_path, outcomes={"trust": {"column": "trust"}})
    _, _, err = command("sweep", "small", *THREADS)
    assert "16 stored rows are of other settings or of another version of the model; they stay, unused" in err


def test_extend(command: Command, tmp_path: Path) -> None:
    write(tmp_path, design={"kind": "sobol", "samples": 4})
    command("sweep", "small", *THREADS, "--quiet")
    more = ("--replicates", "3", "--samples", "8", "--policy", "third: {vetting: 1}")
    code, out, err = command("extend", "results/small", *more, *THREADS)
    assert code == 0 and out.splitlines()[-1] == "results/small"
    lines = err.splitlines()
    assert lines[0] == "A small question: 72 runs = 8 samples x 3 policies x 3 replicates, into results/small"
    assert lines[1] == "16 of 72 runs are stored already" and lines[3].startswith("56 runs in ")
    assert exchsim.open_sweep("results/small").policies == ["as_now", "longer", "third"]
    write(tmp_path, design={"kind": "sobol", "samples": 8}, replicates=3,
          policies={**EXPERIMENT["policies"], "third": {"vetting": 1}})  # fmt: skip
    assert "nothing was computed" in command("sweep", "small", *THREADS)[2]  # the file says the same


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to add; give --replicates, --samples or --policy"),
        (
            ("--policy", "third: {veting: 1}"),
            "policies.third.veting = 1 (given in Python): unknown key; did you mean vetting?",
        ),
        (("--policy", "third"), "--policy 'third': write NAME: {LEVER: VALUE}, such as 'long: {tour_months: 36}'"),
    ],
)
def test_what_cannot_be_added(arguments: Any, said: str, command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    command("sweep", "small", *THREADS, "--quiet")
    assert command("extend", "results/small", *arguments) == (2, "", said + "\n")
    assert command("extend", "nowhere", "--replicates", "2") == (1, "", "nowhere: no such folder\n")


def test_more_samples_of_what_is_no_sequence(command: Command, tmp_path: Path) -> None:
    write(tmp_path)
    command("sweep", "small", *THREADS, "--quiet")
    code, _, err = command("extend", "results/small", "--samples", "5", *THREADS)
    assert code == 0 and err.startswith("a latin-hypercube of more samples has other points throughout")
    write(tmp_path, design={"kind": "grid", "levels": 2})
    command("sweep", "small", *THREADS, "--quiet")
    code, _, err = command("extend", "results/small", "--samples", "5")
    assert code == 2 and err.startswith("--samples: the design is a grid, which has none")


def test_in_a_terminal_there_is_a_bar_and_then_a_table(tmp_path: Path) -> None:
    """A real process at a real (pseudo) terminal."""
    pty = pytest.importorskip("pty")
    write(tmp_path, replicates=50)
    mine, theirs = pty.openpty()
    words = [sys.executable, "-m", "exchsim", "sweep", "small", *THREADS]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, env=env, close_fds=True) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(mine, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            said += more
        process.wait(60)
    os.close(mine)
    text = said.decode("utf-8", "replace")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert process.returncode == 0 and "Traceback" not in plain
    assert "━" in plain and "of 400 runs" in plain
    assert plain.rstrip().splitlines()[-1].strip() == "results/small" and "longer" in plain


def test_nobody_reads_the_output(tmp_path: Path) -> None:
    """As with `| head`: the sweep comes to its end, silently."""
    write(tmp_path)
    words = [sys.executable, "-m", "exchsim", "sweep", "small", *THREADS]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait(60)
    assert "Traceback" not in said and process.returncode == 141
    assert len(exchsim.open_sweep("results/small").runs) == 16
