"""Folders that are full, closed, damaged, taken or of something else: a clear message, and the next sweep mends it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from killing import KEEP, fingerprint
from small_sweeps import content, experiment, write

import exchsim
from exchsim.cli.main import main
from exchsim.store.errors import StoreError
from exchsim.sweep import folder as folders
from exchsim.sweep import runner
from exchsim.sweep.folder import Folder
from exchsim.sweep.runner import Silent, run_sweep


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a sweep without trouble comes to."""
    place = tmp_path_factory.mktemp("good") / "s"
    carried_out(place)
    return fingerprint(place)


def carried_out(place: Path, watch: Any = None) -> Any:
    return run_sweep(experiment(keep=KEEP), place, 1, "threads", watch=watch)


@pytest.fixture(autouse=True)
def many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_FLUSH", (0.0, 0.0))
    monkeypatch.setattr(runner, "_BATCH", (0.0, 0.0))


class Heard(Silent):
    def __init__(self) -> None:
        self.damaged: list[str] = []
        self.stored = 0

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """What was set aside."""
        self.damaged, self.stored = damaged, stored


# the disk


def test_a_full_disk_is_said_and_what_is_stored_stays(
    tmp_path: Path, good: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quota is that of a file's writes: from the tenth on there is no room."""
    left = 10

    def full(path: Path, text: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            path.write_bytes(bytes(text)[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        path.write_bytes(text)

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_write_bytes", full)
        with pytest.raises(StoreError) as refused:
            carried_out(tmp_path / "s")
    assert str(refused.value) == (
        f"{tmp_path / 's'}: writing failed (No space left on device); what is stored there is safe. Make room, or "
        "allow writing, and give the same command again: it goes on where this one stopped"
    )
    assert 0 < len(exchsim.open_sweep(tmp_path / "s").runs) < 16
    assert 0 < carried_out(tmp_path / "s").ran < 16
    assert fingerprint(tmp_path / "s") == good


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A file system of its own; skipped where that is not permitted."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.skipif(not os.path.exists("/bin/mount"), reason="no mount here")
@pytest.mark.parametrize("size", ["24k", "64k"])
def test_a_small_file_system_that_fills(size: str, tmp_path: Path, good: Any, capsys: Any) -> None:
    file = write(tmp_path, keep=KEEP)
    with mounted(tmp_path / "disk", f"size={size}"):
        place = tmp_path / "disk" / "s"
        command = ["sweep", str(file), "-o", str(place), "--executor", "threads", "-w", "1", "--quiet"]
        assert main(command) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{place}: writing failed (No space left on device); what is stored there is safe.")
        assert len(said.splitlines()) == 1
        subprocess.run(["mount", "-o", "remount,size=50m", tmp_path / "disk"], check=True)
        assert main(command) == 0
        assert fingerprint(place) == good


@pytest.mark.skipif(not os.path.exists("/bin/mount"), reason="no mount here")
def test_a_read_only_folder(tmp_path: Path, capsys: Any, good: Any) -> None:
    file = write(tmp_path, keep=KEEP)
    with mounted(tmp_path / "disk", "size=50m"):
        place = tmp_path / "disk" / "s"
        carried_out(place)
        subprocess.run(["mount", "-o", "remount,ro", tmp_path / "disk"], check=True)
        for where in (place, tmp_path / "disk" / "new"):
            assert main(["sweep", str(file), "-o", str(where), "--executor", "threads"]) == 1
            assert f"{where}: writing failed (Read-only file system)" in capsys.readouterr().err
        assert main(["status", str(place)]) == 0  # reading is allowed
        assert "16 of 16 runs stored, 0 failed; not at work" in capsys.readouterr().out
        assert fingerprint(place) == good


def test_a_folder_without_the_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: Any, **others: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(StoreError, match=r"writing failed \(Permission denied\).*allow writing"):
        carried_out(tmp_path / "s")


# damage


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def corrupted(path: Path) -> None:
    """A bit of the data is another."""
    content = bytearray(path.read_bytes())
    content[40] ^= 0x10
    path.write_bytes(content)


def removed(path: Path) -> None:
    path.unlink()


DAMAGE: list[tuple[str, Callable[[Path], None]]] = [
    (table, how) for table in ("runs", "world", "pairs") for how in (truncated, emptied, corrupted, removed)
]


@pytest.mark.parametrize(("table", "how"), DAMAGE)
def test_a_damaged_part_is_said_set_aside_and_made_anew(
    table: str, how: Callable[[Path], None], tmp_path: Path, good: Any
) -> None:
    carried_out(tmp_path / "s")
    victim = Folder(tmp_path / "s").files(table)[1]
    how(victim)
    if not (table == "runs" and how is removed):  # what is not there at all is not missed
        with pytest.raises(StoreError, match=r"give the sweep command again") as refused:
            opened = exchsim.open_sweep(tmp_path / "s")
            _ = opened.runs, opened.world, opened.pairs
        assert victim.name in str(refused.value)
    heard = Heard()
    tally = carried_out(tmp_path / "s", heard)
    assert 0 < tally.ran < 16 and heard.stored == 16 - tally.ran
    assert fingerprint(tmp_path / "s") == good
    aside = {path.name for path in (tmp_path / "s" / "damaged").glob("*")}
    assert aside == set(heard.damaged) and (how is removed or victim.name in aside)
    assert carried_out(tmp_path / "s").ran == 0


def test_a_part_under_another_name_counts_as_damaged(tmp_path: Path, good: Any) -> None:
    carried_out(tmp_path / "s")
    part = Folder(tmp_path / "s").files()[0]
    part.rename(part.with_name("runs-mine.parquet"))
    heard = Heard()
    assert carried_out(tmp_path / "s", heard).ran > 0 and "runs-mine.parquet" in heard.damaged
    assert fingerprint(tmp_path / "s") == good


@pytest.mark.parametrize(
    "name", ["manifest.json", "experiment.json", "scenario.json", "design.parquet", "outcomes.parquet"]
)
@pytest.mark.parametrize("how", [truncated, emptied, removed])
def test_a_damaged_head_is_written_anew(name: str, how: Callable[[Path], None], tmp_path: Path, good: Any) -> None:
    carried_out(tmp_path / "s")
    how(tmp_path / "s" / name)
    if name in ("manifest.json", "design.parquet"):
        with pytest.raises(StoreError, match=r"damaged|no sweep was begun|cannot be read"):
            _ = exchsim.open_sweep(tmp_path / "s").runs
    if name in ("experiment.json", "scenario.json"):
        with pytest.raises(StoreError, match=r"damaged|no sweep was begun"):
            _ = exchsim.open_sweep(tmp_path / "s").experiment
    assert carried_out(tmp_path / "s").ran == 0
    assert fingerprint(tmp_path / "s") == good


# what is no sweep


def test_folders_of_something_else_are_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "torn").mkdir()
    for name in ("manifest.json", "letter.txt"):
        (tmp_path / "torn" / name).write_text("{", encoding="utf-8")
    exchsim.run(content()["scenario"], seed=1).save(tmp_path / "run", figures=False)
    for name, reason in (
        ("used", r"holds something else \(letter\.txt\); give another folder"),
        ("file", "is a file, not a folder; give another folder"),
        ("torn", r"holds something else \(letter\.txt\)"),
        ("run", "holds no sweep; give the folder of one, or another folder"),
        ("file/below", "writing failed"),
    ):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(StoreError, match=reason) as refused:
            carried_out(tmp_path / name)
        assert str(refused.value).startswith(str(tmp_path / name)) and sorted(tmp_path.rglob("*")) == before


def test_another_format_is_refused(tmp_path: Path) -> None:
    carried_out(tmp_path / "s")
    about = json.loads((tmp_path / "s" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "s" / "manifest.json").write_text(json.dumps({**about, "format": 99}), encoding="utf-8")
    for action in (exchsim.open_sweep, carried_out):
        with pytest.raises(StoreError, match="format 99, this version reads 1"):
            action(tmp_path / "s")


def test_an_empty_folder_or_one_of_a_sweep_killed_early_is_taken(tmp_path: Path, good: Any) -> None:
    (tmp_path / "s" / "parts").mkdir(parents=True)
    for name in (".lock", ".probe", ".manifest.unfinished.json", "scenario.json", ".outcomes.unfinished.parquet"):
        (tmp_path / "s" / name).write_text("x", encoding="utf-8")
    (tmp_path / "s" / "parts" / ".runs-x-y.unfinished.parquet").write_text("half", encoding="utf-8")
    (tmp_path / "s" / "parts" / "world-x-y.parquet").write_text("nobody's", encoding="utf-8")
    assert carried_out(tmp_path / "s").ran == 16
    assert fingerprint(tmp_path / "s") == good
    assert not (tmp_path / "s" / "parts" / "world-x-y.parquet").exists()


# two at once


def test_two_sweeps_in_one_folder(tmp_path: Path, good: Any) -> None:
    folder = Folder(tmp_path / "s")
    folder.create()
    with folder.lock():
        with pytest.raises(StoreError) as refused:
            carried_out(tmp_path / "s")
        assert Folder(tmp_path / "s").is_busy()
    assert str(refused.value) == (
        f"{tmp_path / 's'}: another sweep is at work in this folder; wait for it, or give another folder with --out"
    )
    assert not folder.is_busy() and carried_out(tmp_path / "s").ran == 16
    assert fingerprint(tmp_path / "s") == good


def test_of_two_sweeps_started_at_once_one_works(tmp_path: Path, good: Any) -> None:
    """Real processes, which start as nearly together as can be."""
    from killing import CONTEXT, sweep_in_haste

    pipes = [CONTEXT.Pipe() for _ in range(3)]
    processes = [CONTEXT.Process(target=sweep_in_haste, args=(str(tmp_path / "s"), far)) for _, far in pipes]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert sorted(process.exitcode or 0 for process in processes) in ([0, 1, 1], [0, 0, 1], [0, 0, 0])
    opened = exchsim.open_sweep(tmp_path / "s")
    assert len(opened.runs) == opened.about["runs"] and opened.runs["id"].is_unique
    assert (tmp_path / "s" / "outcomes.parquet").is_file()
