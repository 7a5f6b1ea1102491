"""Runs on disk: the same when read again, refused where nothing may be written."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from exchsim.api import Result
from exchsim.store.errors import StoreError
from exchsim.store.manifest import MANIFEST
from exchsim.store.schema import TABLES
from exchsim.store.write import check_directory, write_run


def test_a_run_reads_back_as_it_was(result: Result, stored: Path) -> None:
    again = Result.load(stored)
    for table in TABLES:
        pd.testing.assert_frame_equal(again.frame(table), result.frame(table))
        assert again.frame(table).attrs == result.frame(table).attrs
    assert (again.name, again.seed, again.id, again.names) == (result.name, result.seed, result.id, result.names)
    assert again.summary() == result.summary()


@pytest.mark.parametrize("table", TABLES)
def test_every_column_in_a_file_carries_unit_and_meaning(stored: Path, table: str) -> None:
    schema = pq.read_schema(stored / f"{table}.parquet")
    assert schema.names == [field.name for field in TABLES[table]]
    for field in TABLES[table]:
        kept = schema.field(field.name).metadata
        assert kept[b"unit"].decode() == field.unit and kept[b"meaning"].decode() == field.meaning


def test_the_manifest_describes_the_files(result: Result, stored: Path) -> None:
    content = json.loads((stored / MANIFEST).read_text(encoding="utf-8"))
    assert content["id"] == result.id and content["seed"] == 3
    assert set(content["versions"]) >= {"exchsim", "python", "numpy", "numba", "mesa", "pandas", "pyarrow"}
    assert set(content["files"]) == {f"{table}.parquet" for table in TABLES}
    for name, described in content["files"].items():
        written = (stored / name).read_bytes()
        assert described["bytes"] == len(written)
        assert described["sha256"] == hashlib.sha256(written).hexdigest()
        assert described["rows"] == len(result.frame(name.removesuffix(".parquet")))


def test_the_same_run_gives_the_same_bytes(stored: Path, tmp_path: Path) -> None:
    Result.load(stored).save(tmp_path / "copy", figures=False)
    for table in TABLES:
        name = f"{table}.parquet"
        assert (tmp_path / "copy" / name).read_bytes() == (stored / name).read_bytes()


def test_figures_are_stored_with_the_run(result: Result, tmp_path: Path) -> None:
    folder = result.save(tmp_path / "run", svg=True)
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for family in ("trust", "network", "heatmap", "language", "posts"):
        assert (folder / "figures" / f"{family}.png").read_bytes().startswith(b"\x89PNG")
        assert f"figures/{family}.svg" in content["files"]
    assert not [path for path in folder.rglob("*") if "unfinished" in path.name]


def test_a_finished_run_is_never_overwritten(result: Result, stored: Path) -> None:
    with pytest.raises(StoreError, match="already holds a finished run"):
        check_directory(stored)
    before = (stored / MANIFEST).read_bytes()
    with pytest.raises(StoreError):
        result.save(stored)
    assert (stored / MANIFEST).read_bytes() == before


def test_refused_places_are_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place, reason in (
        (tmp_path / "used", r"is not empty \(letter\.txt\)"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "is a file"),
    ):
        with pytest.raises(StoreError, match=reason) as refused:
            check_directory(place)
        assert str(place) in str(refused.value) and "give another folder" in str(refused.value)
    check_directory(tmp_path / "new" / "run")
    assert not (tmp_path / "new").exists()


def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StoreError, match="may not write"):
        check_directory(tmp_path / "run")


def test_an_interrupted_run_has_no_manifest(result: Result, tmp_path: Path) -> None:
    def stopped(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_run(result, tmp_path / "run", {"trust.png": stopped})
    assert not (tmp_path / "run" / MANIFEST).exists()
    assert not list((tmp_path / "run" / "figures").iterdir())
    with pytest.raises(StoreError, match="no run was finished"):
        Result.load(tmp_path / "run")


def test_a_full_disk_is_an_error_of_the_store(result: Result, tmp_path: Path) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        write_run(result, tmp_path / "run", {"trust.png": full})


def test_what_is_no_run_cannot_be_read(stored: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        Result.load(tmp_path / "nowhere")
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        Result.load(tmp_path)
    content = json.loads((stored / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps({**content, "format": 99}), encoding="utf-8")
    with pytest.raises(StoreError, match="format 99"):
        Result.load(tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "world.parquet").write_bytes(b"nothing")
    with pytest.raises(StoreError, match=r"world\.parquet: cannot be read"):
        _ = Result.load(tmp_path).world
