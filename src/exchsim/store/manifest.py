"""What identifies a run, and the manifest that says what lies in its folder."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from exchsim._jit import source_hash
from exchsim._version import __version__
from exchsim.state.blueprint import Blueprint

if TYPE_CHECKING:
    from exchsim.store.record import Record

MANIFEST = "manifest.json"
FORMAT = 1
PRESENTATION = ("figures",)  # sections of a scenario that say what is shown, and nothing about what happens
_LIBRARIES = ("numpy", "numba", "mesa", "pandas", "pyarrow")


def canonical(content: Any) -> str:
    """JSON of one form only: sorted keys, no spaces, no NaN."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def run_id(resolved: Mapping[str, Any], seed: int, blueprint: str = "") -> str:
    """Twelve hex digits that a resolved scenario, a seed and the version of the model have in common with no other.

    A seed written in the scenario does not count; `seed` does. Nor does what is only shown (decision 0036). blueprint:
    digest of what the scenario compiled to, so that other world tables give another id.
    """
    scenario = {key: value for key, value in resolved.items() if key not in ("seed", *PRESENTATION)}
    content = canonical([scenario, int(seed), __version__, source_hash(), blueprint])
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def blueprint_digest(blueprint: Blueprint) -> str:
    """Hash of everything in a compiled scenario."""
    digest = hashlib.sha256()
    for name in sorted(vars(blueprint)):
        value = getattr(blueprint, name)
        digest.update(name.encode())
        if hasattr(value, "tobytes"):
            digest.update(f"{value.dtype.str}{value.shape}".encode())
            for part in [value[field] for field in value.dtype.names] if value.dtype.names else [value]:
                digest.update(part.tobytes())  # field by field, without the padding between them
        else:
            digest.update(repr(value).encode())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of what made a run."""
    found = {"exchsim": __version__, "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def manifest(record: Record, files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Everything one must know to read a run, check it and make it again."""
    return {
        "format": FORMAT,
        "id": record.id,
        "name": record.name,
        "title": record.title,
        "seed": record.seed,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(record.seconds, 3),
        "versions": versions(),
        "source_hash": record.source_hash,
        "scenario": dict(record.resolved),
        "names": record.names.as_dict(),
        "files": {name: dict(described) for name, described in files.items()},
    }
