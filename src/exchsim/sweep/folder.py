"""The folder of a sweep: parts of many runs each, none of them ever half written, and what says how they were made.

parts/runs-KEY-HASH.parquet    rows of finished runs; written last of its batch, so what is there is complete
parts/world-…, nations-…, pairs-…   series of the same runs, named by the part of runs that belongs to them
manifest.json experiment.json scenario.json design.parquet   what the sweep is
outcomes.parquet               all runs in one table, sorted by id, when the sweep has come to its end

HASH is the hash of the file, so that damage is found; KEY that of the ids in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from exchsim._jit import source_hash
from exchsim.store.errors import StoreError
from exchsim.store.manifest import versions
from exchsim.store.write import put
from exchsim.sweep.work import RUNS

MANIFEST, EXPERIMENT, SCENARIO, DESIGN, OUTCOMES = (
    "manifest.json", "experiment.json", "scenario.json", "design.parquet", "outcomes.parquet",
)  # fmt: skip
PARTS, DAMAGED, LOCK, PROBE = "parts", "damaged", ".lock", ".probe"
FORMAT = 1
KIND = "sweep"
_SETTING, _SERIES = b"exchsim.setting", b"exchsim.series"


@dataclass
class Done:
    """What lies in a folder already."""

    ids: set[str] = field(default_factory=set)  # finished, failed ones included
    failed: set[str] = field(default_factory=set)
    others: int = 0  # rows with other outcomes, or of other versions
    damaged: list[str] = field(default_factory=list)  # files that were set aside


class DamagedError(StoreError):
    """A file that says what the sweep is cannot be read."""


class Folder:
    """A folder of a sweep. One process at a time writes there: `lock`."""

    def __init__(self, path: str | Path) -> None:
        """Name a folder; nothing is read or written yet."""
        self.path = Path(path)
        self.parts = self.path / PARTS

    # what it is

    def exists(self) -> bool:
        """Whether a sweep was begun here."""
        return (self.path / MANIFEST).is_file()

    def create(self) -> None:
        """Make the folder. Refuses one that holds something else, and one in which nothing can be written."""
        self.claim(MANIFEST, _OWN)
        if self.exists():
            try:
                self.manifest()
            except DamagedError:  # written anew; but what is not ours may be of something else
                self._refuse_others(_OWN)
        with self.writing():
            self.parts.mkdir(parents=True, exist_ok=True)
            probe = self.path / PROBE
            probe.touch()
            probe.unlink(missing_ok=True)

    def claim(self, manifest: str, own: Collection[str]) -> None:
        """Refuse a file, and a folder without this manifest that holds anything but `own`."""
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: is a file, not a folder; give another folder")
        if self.path.is_dir() and not (self.path / manifest).is_file():
            self._refuse_others(own)

    def _refuse_others(self, own: Collection[str]) -> None:
        held = sorted(p.name for p in self.path.iterdir() if p.name not in own and ".unfinished" not in p.name)
        if held:
            shown = ", ".join(held[:3]) + (" …" if len(held) > 3 else "")
            raise StoreError(f"{self.path}: holds something else ({shown}); give another folder")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Errors of the disk, said clearly."""
        try:
            yield
        except OSError as error:
            why = error.strerror or str(error)
            raise StoreError(
                f"{self.path}: writing failed ({why}); what is stored there is safe. Make room, or allow writing, and "
                "give the same command again: it goes on where this one stopped"
            ) from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other sweeps out. The system takes the lock back when the process ends, however it ends."""
        lock = filelock.FileLock(self.path / LOCK)
        with self.writing():
            try:
                lock.acquire(timeout=1)  # `status` holds it for a moment
            except filelock.Timeout:  # an OSError too
                raise StoreError(
                    f"{self.path}: another sweep is at work in this folder; wait for it, or give another folder with "
                    "--out"
                ) from None
        try:
            yield
        finally:
            lock.release()

    def is_busy(self) -> bool:
        """Whether a sweep is at work here now."""
        if not (self.path / LOCK).exists():
            return False
        lock = filelock.FileLock(self.path / LOCK)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            return True
        except OSError:  # nobody can be at work where nothing can be written
            return False
        lock.release()
        return False

    def manifest(self) -> dict[str, Any]:
        """What says how the sweep was made; StoreError where there is none."""
        content = self._json(MANIFEST)
        if content.get("kind") != KIND:
            raise StoreError(f"{self.path}: holds no sweep; give the folder of one, or another folder")
        if content.get("format") != FORMAT:
            raise StoreError(f"{self.path}: format {content.get('format')}, this version reads {FORMAT}")
        return content

    def experiment(self) -> dict[str, Any]:
        """The experiment as it was loaded, with its scenario inside."""
        return {**self._json(EXPERIMENT), "scenario": self._json(SCENARIO)}

    def _json(self, name: str) -> dict[str, Any]:
        path = self.path / name
        if not path.is_file():
            there = "no such folder" if not self.path.exists() else f"has no {name}, so no sweep was begun here"
            raise StoreError(f"{self.path}: {there}")
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(content, dict):
                raise ValueError("not a mapping")
        except (ValueError, OSError) as error:
            raise DamagedError(
                f"{path}: is damaged ({error}); give the sweep command again to write it anew"
            ) from error
        return content

    def write_head(self, about: Mapping[str, Any], experiment: Mapping[str, Any], design: pa.Table) -> None:
        """Write what the sweep is; the manifest last."""
        scenario, rest = experiment["scenario"], {k: v for k, v in experiment.items() if k != "scenario"}
        created = datetime.now(UTC).isoformat(timespec="seconds")
        if self.exists():
            with suppress(DamagedError):
                created = self.manifest().get("created", created)
        content = {"kind": KIND, "format": FORMAT, "created": created, "versions": versions(),
                   "source_hash": source_hash(), **about}  # fmt: skip
        with self.writing():
            self._put_json(SCENARIO, scenario)
            self._put_json(EXPERIMENT, rest)
            put(self.path / DESIGN, lambda path: _write(design, path))
            self._put_json(MANIFEST, content)

    def _put_json(self, name: str, content: Any) -> None:
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        put(self.path / name, lambda path: _write_text(path, text))

    # runs

    def files(self, table: str = RUNS) -> list[Path]:
        """Parts of a table."""
        return sorted(self.parts.glob(f"{table}-*.parquet"))

    def add(self, tables: Mapping[str, pa.Table], setting: str) -> None:
        """Store finished runs: their series first, then the part that makes all of them count."""
        key = hashlib.sha256("".join(sorted(tables[RUNS]["id"].to_pylist())).encode()).hexdigest()[:16]
        with self.writing():
            series = [self._put_part(table, key, rows) for table, rows in tables.items() if table != RUNS]
            said = {_SETTING: setting.encode(), _SERIES: json.dumps(series).encode()}
            self._put_part(RUNS, key, tables[RUNS].replace_schema_metadata(said))

    def _put_part(self, table: str, key: str, rows: pa.Table) -> str:
        sink = pa.BufferOutputStream()
        _write(rows, sink)
        content = sink.getvalue()
        name = f"{table}-{key}-{hashlib.sha256(content).hexdigest()[:16]}.parquet"
        put(self.parts / name, lambda path: _write_bytes(path, content))
        return name

    def scan(self, setting: str) -> Done:
        """Which runs are there, whole. Damaged files are set aside, and what was not finished is removed.

        setting: hash of outcomes and kept columns that rows must have. Needs the lock.
        """
        done = Done()
        listed: set[str] = set()
        good: set[str] = set()
        for path in self.files():
            series = self._series_of(path) if _is_whole(path) else None
            if series is None or not all(_is_whole(self.parts / name) for name in series):
                for name in [path.name, *(series or ())]:
                    self._set_aside(name, done)
                continue
            listed |= set(series)
            table = pq.read_table(path, columns=["id", "failed"])
            if _setting_of(path) != setting:
                done.others += len(table)
                continue
            ids = table["id"].to_pylist()
            done.ids |= set(ids)
            failed = {i for i, failed in zip(ids, table["failed"].to_pylist(), strict=True) if failed}
            done.failed |= failed
            good |= set(ids) - failed
        done.failed -= good  # tried again, and came to an end
        self._sweep_out(listed)
        return done

    def damaged_parts(self) -> list[str]:
        """Names of parts that are not what they say, or whose series are missing. Changes nothing."""
        found = []
        for path in self.files():
            series = self._series_of(path) if _is_whole(path) else None
            if series is None:
                found.append(f"{PARTS}/{path.name}")
            found += [f"{PARTS}/{name}" for name in series or () if not _is_whole(self.parts / name)]
        return found

    def _series_of(self, path: Path) -> list[str] | None:
        try:
            found: list[str] = json.loads(pq.read_schema(path).metadata[_SERIES])
            return found
        except (OSError, pa.ArrowException, KeyError, ValueError, TypeError):
            return None

    def _set_aside(self, name: str, done: Done) -> None:
        """Out of the way, but kept: somebody may want to look."""
        if not (self.parts / name).exists():
            return
        with self.writing():
            (self.path / DAMAGED).mkdir(exist_ok=True)
            os.replace(self.parts / name, self.path / DAMAGED / name)
        done.damaged.append(name)

    def _sweep_out(self, listed: set[str]) -> None:
        """Remove what a sweep that was killed had begun: files under waiting names, series without their runs."""
        for path in self.parts.iterdir():
            unfinished = path.name.startswith(".") and ".unfinished" in path.name
            orphan = (
                path.suffix == ".parquet" and not path.name.startswith((f"{RUNS}-", ".")) and path.name not in listed
            )
            if unfinished or orphan:
                path.unlink(missing_ok=True)

    def read(self, setting: str, columns: list[str] | None = None) -> pa.Table:
        """All stored runs with these outcomes; a run that was tried again counts as it was last."""
        tables = []
        for path in self.files():
            if _setting_of(path) == setting:
                tables.append(self._read_part(path, columns).replace_schema_metadata(None))
        return pa.concat_tables(tables) if tables else pa.table({})

    def read_series(self, table: str, setting: str) -> pa.Table:
        """A series of all stored runs."""
        names = [
            name
            for path in self.files()
            if _setting_of(path) == setting
            for name in self._series_of(path) or ()
            if name.startswith(f"{table}-")
        ]
        tables = [self._read_part(self.parts / name, None) for name in names]
        return pa.concat_tables(tables) if tables else pa.table({"id": pa.array([], pa.string())})

    def _read_part(self, path: Path, columns: list[str] | None) -> pa.Table:
        try:
            return pq.ParquetFile(path, page_checksum_verification=True).read(columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise _damaged_part(path, error) from error

    def write_outcomes(self, table: pa.Table) -> Path:
        """The table of all runs in one file; the same runs give the same bytes."""
        with self.writing():
            put(self.path / OUTCOMES, lambda path: _write(table, path))
        return self.path / OUTCOMES

    def forget_outcomes(self) -> None:
        """Remove the table of all runs: it is not that any more."""
        with self.writing():
            (self.path / OUTCOMES).unlink(missing_ok=True)

    def size(self) -> int:
        """Bytes of all parts."""
        return sum(path.stat().st_size for path in self.parts.glob("*.parquet"))


_FILES = (MANIFEST, EXPERIMENT, SCENARIO, DESIGN, OUTCOMES)
_WAITING = tuple(f".{Path(name).stem}.unfinished{Path(name).suffix}" for name in _FILES)  # until they are complete
# what is made of the runs is written beside them by default
REPORTS = ("report.html", "report.md", "report", "attribution.csv", "attribution.png")
_OWN = (LOCK, PROBE, PARTS, DAMAGED, *REPORTS, *_FILES, *_WAITING)


def _damaged_part(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path}: is damaged ({error}); give the sweep command again: it sets the file aside and runs its runs anew"
    )


def _setting_of(path: Path) -> str:
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException) as error:
        raise _damaged_part(path, error) from error
    return str(metadata.get(_SETTING, b"").decode())


def _is_whole(path: Path) -> bool:
    """Whether a part is what its name says."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:16] == path.stem.rpartition("-")[2]
    except OSError:
        return False


def _write(table: pa.Table, target: Any) -> None:
    """The same rows give the same bytes."""
    pq.write_table(table, target, compression="zstd", write_page_checksum=True, row_group_size=1 << 20)


def written_size(table: pa.Table) -> int:
    """Bytes that a table has as a part."""
    sink = pa.BufferOutputStream()
    _write(table, sink)
    return int(sink.getvalue().size)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_bytes(path: Path, content: Any) -> None:
    path.write_bytes(content)
