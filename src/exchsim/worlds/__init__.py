"""Worlds: what is known of states, languages, alliances and organisations since 1946.

Facts come from public data sets, each column with source, unit and evidence grade in `columns.csv`.
Importing this package loads nothing; `load_tables` and `load_outlines` read when called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exchsim.worlds.build import build_tables
    from exchsim.worlds.errors import WorldError
    from exchsim.worlds.tables import WorldTables, load_outlines, load_tables

_HOME = {
    "WorldError": "exchsim.worlds.errors",
    "WorldTables": "exchsim.worlds.tables",
    "build_tables": "exchsim.worlds.build",
    "load_outlines": "exchsim.worlds.tables",
    "load_tables": "exchsim.worlds.tables",
}

__all__ = ["WorldError", "WorldTables", "build_tables", "load_outlines", "load_tables"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
