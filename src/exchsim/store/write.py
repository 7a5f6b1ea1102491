"""Write a run into a folder: each file under another name, flushed, renamed; the manifest last."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchsim.store.errors import StoreError
from exchsim.store.manifest import MANIFEST, manifest
from exchsim.store.record import Record
from exchsim.store.schema import TABLES, arrow_schema

if TYPE_CHECKING:
    import pandas as pd

_ROWS_IN_GROUP = 1 << 20
_ELSEWHERE = "give another folder"

Saver = Callable[[Path], None]


def check_directory(path: str | Path) -> None:
    """Refuse, with StoreError, a folder in which no run can be written. Changes nothing on disk."""
    folder = Path(path)
    if folder.is_dir():
        held = sorted(item.name for item in folder.iterdir())
        if MANIFEST in held:
            raise StoreError(f"{folder}: already holds a finished run, and runs are never overwritten; {_ELSEWHERE}")
        if held:
            shown = ", ".join(held[:3]) + (" …" if len(held) > 3 else "")
            raise StoreError(f"{folder}: is not empty ({shown}); {_ELSEWHERE}, or empty it")
    elif folder.exists() or folder.is_symlink():
        raise StoreError(f"{folder}: is a file, not a folder; {_ELSEWHERE}")
    base = next(place for place in [folder, *folder.absolute().parents] if place.exists())
    if not base.is_dir():
        raise StoreError(f"{folder}: {base} is a file, not a folder; {_ELSEWHERE}")
    if not os.access(base, os.W_OK | os.X_OK):
        raise StoreError(f"{folder}: may not write in {base}; {_ELSEWHERE}, or ask for the right to write there")


def write_run(record: Record, directory: str | Path, figures: Mapping[str, Saver] | None = None) -> Path:
    """Store a run in an empty or new folder and return it. `figures`: file name to a function that writes the file.

    A folder without a manifest holds a run that was not finished.
    """
    check_directory(directory)
    folder = Path(directory)
    files: dict[str, dict[str, Any]] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            if table in record.kept:
                name, frame = f"{table}.parquet", record.frame(table)
                put(folder / name, _parquet_saver(table, frame))
                files[name] = {"rows": len(frame), **_fingerprint(folder / name)}
        if figures:
            (folder / "figures").mkdir()
        for name, saver in (figures or {}).items():
            put(folder / "figures" / name, saver)
            files[f"figures/{name}"] = _fingerprint(folder / "figures" / name)
        content = json.dumps(manifest(record, files), indent=1, ensure_ascii=False, allow_nan=False)
        put(folder / MANIFEST, lambda path: _write_text(path, content + "\n"))
    except OSError as error:
        raise StoreError(f"{folder}: writing failed ({error}); free some space or {_ELSEWHERE}") from error
    return folder


def redraw(record: Record, directory: str | Path, figures: Mapping[str, Saver]) -> None:
    """Draw the figures of a stored run again, as its scenario now wants them; tables stay as they are."""
    folder = Path(directory)
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        (folder / "figures").mkdir(exist_ok=True)
        for name, saver in figures.items():
            put(folder / "figures" / name, saver)
            content["files"][f"figures/{name}"] = _fingerprint(folder / "figures" / name)
        content["scenario"] = dict(record.resolved)
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
        put(folder / MANIFEST, lambda path: _write_text(path, text + "\n"))
    except OSError as error:
        raise StoreError(f"{folder}: writing failed ({error}); free some space or {_ELSEWHERE}") from error


def put(path: Path, saver: Saver) -> None:
    """Let `saver` write a file under another name; flush it to the disk; give it its name. All or nothing."""
    waiting = path.with_name(f".{path.stem}.unfinished{path.suffix}")
    try:
        saver(waiting)
        _flush(waiting)
        os.replace(waiting, path)
        _flush(path.parent)
    finally:
        waiting.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder cannot be opened on Windows
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _parquet_saver(table: str, frame: pd.DataFrame) -> Saver:
    """The same rows give the same bytes: nothing in the file depends on when or where it was written."""

    def save(path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = arrow_schema(table)
        content = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
        content = content.replace_schema_metadata({"exchsim.table": table})
        pq.write_table(content, path, compression="zstd", row_group_size=_ROWS_IN_GROUP)

    return save


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}
