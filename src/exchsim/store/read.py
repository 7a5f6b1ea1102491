"""Read a run from its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from exchsim.store.errors import StoreError
from exchsim.store.frames import categories
from exchsim.store.manifest import FORMAT, MANIFEST
from exchsim.store.names import Names
from exchsim.store.record import Record
from exchsim.store.schema import LABEL, TABLES, attributes

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Record)


def read_manifest(directory: str | Path) -> dict[str, Any]:
    """The manifest of a finished run; StoreError where there is none or it cannot be read."""
    path = Path(directory) / MANIFEST
    if not path.is_file():
        there = "no such folder" if not path.parent.exists() else f"has no {MANIFEST}, so no run was finished here"
        raise StoreError(f"{directory}: {there}; give the folder of a finished run, or run the scenario again")
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = content["format"]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise StoreError(f"{path}: is damaged ({error}); run the scenario again") from error
    if found != FORMAT:
        raise StoreError(f"{path}: format {found}, this version reads {FORMAT}; read it with the version that wrote it")
    return content


def read_run(directory: str | Path, kind: type[R]) -> R:
    """A stored run as a Record or a subclass of it. Tables are read when first asked for."""
    content = read_manifest(directory)
    if "policies" in content:
        raise StoreError(f"{directory}: is a sweep of many runs, not a run; exchsim status says what it holds")
    try:
        return kind(
            name=content["name"],
            title=content["title"],
            seed=content["seed"],
            id=content["id"],
            names=Names.from_dict(content["names"]),
            resolved=content["scenario"],
            seconds=content["seconds"],
            kept=tuple(table for table in TABLES if f"{table}.parquet" in content["files"]),
            source_hash=content["source_hash"],
            directory=Path(directory),
        )
    except (KeyError, TypeError) as error:
        raise StoreError(f"{Path(directory) / MANIFEST}: is damaged ({error}); run the scenario again") from error


def read_table(directory: Path, table: str, names: Names) -> pd.DataFrame:
    """One Parquet file of a run as the frame that it was written from."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = directory / f"{table}.parquet"
    try:
        stored = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: cannot be read ({error}); run the scenario again") from error
    frame: pd.DataFrame = stored.to_pandas(split_blocks=True, self_destruct=True)
    labels = categories(table, names)
    for field in TABLES[table]:
        if field.dtype == LABEL:
            known = pd.CategoricalDtype(list(labels[field.name]), field.ordered)
            frame[field.name] = frame[field.name].astype(known)
    frame.attrs.update(attributes(table))
    return frame
