"""The whole state of a run in one file, from which it goes on as if it had never stopped."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from exchsim._jit import source_hash
from exchsim.state import columns, outputs
from exchsim.state.blueprint import Blueprint
from exchsim.state.columns import dtype_of
from exchsim.state.levers import POLICY_DTYPE
from exchsim.state.params import PARAMS_DTYPE
from exchsim.state.tables import CLOCK, GROWING, NEVER, STACKS, State, lever_view, unused
from exchsim.store.errors import StoreError
from exchsim.store.manifest import blueprint_digest
from exchsim.store.write import put

Array = np.ndarray[Any, Any]

_LONGEST_HEADER = 100_000  # characters; numpy's own 10,000 are too few for the names of all parameters

_RECORDS: dict[str, np.dtype[Any]] = {
    "params": PARAMS_DTYPE,
    "policies": POLICY_DTYPE,
    **{
        name: dtype_of(layout)
        for name, layout in {
            "clock": CLOCK,
            "programmes": columns.PROGRAMMES,
            "changes": columns.CHANGES,
            "people": columns.PEOPLE,
            "nations": columns.NATIONS,
            "pairs": columns.PAIRS,
            "organisations": columns.ORGANISATIONS,
            "world_out": outputs.WORLD_OUT,
            "nations_out": outputs.NATIONS_OUT,
            "pairs_out": outputs.PAIRS_OUT,
            "threats_out": outputs.THREATS_OUT,
            "missions": columns.MISSIONS,
            "contingents": columns.CONTINGENTS,
            "missions_out": outputs.MISSIONS_OUT,
            "contingents_out": outputs.CONTINGENTS_OUT,
            "language_pool": outputs.LANGUAGE_POOL,
            **GROWING,
        }.items()
    },
}
_HEADER = "header"


def used_rows(state: State) -> dict[str, int]:
    """Rows in use of the tables that have spare ones; what lies beyond is as good as new."""
    clock = state.clock[0]
    return {
        "dossiers": int(clock.files_high),
        "due": int(clock.files_high),
        "ties": int(clock.ties_high),
        "tours": int(clock.tours),
        "gatherings": int(clock.gatherings),
        "participants": int(clock.participants),
        "events": int(clock.events),
        "officers": int(clock.officers),
        "portraits": int(clock.files_high),
        "known_ties": int(clock.ties_high),
        "leaks": int(clock.leaks),
        "meeting_order": int(clock.posts),
        **{stack: int(clock[stack]) for stack in STACKS.values()},
    }


def pack(state: State) -> dict[str, Array]:
    """Everything that the future of a run depends on, without spare rows."""
    used = used_rows(state)
    packed: dict[str, Array] = {}
    for name in State._fields:
        if name != "levers":  # the same memory as policies
            packed[name] = np.asarray(getattr(state, name))[: used.get(name)]
    return packed


def save(state: State, blueprint: Blueprint, path: str | Path) -> None:
    """Write a checkpoint (npz); a file of this name is replaced only when the new one is complete."""
    header = {
        "source_hash": source_hash(),
        "blueprint": blueprint_digest(blueprint),
        "rows": {name: len(getattr(state, name)) for name in used_rows(state)},
    }

    def write(target: Path) -> None:
        with target.open("wb") as stream:
            content: dict[str, Any] = {_HEADER: np.array(json.dumps(header)), **pack(state)}
            np.savez_compressed(stream, **content)

    try:
        put(Path(path), write)
    except OSError as error:
        raise StoreError(f"{path}: writing failed ({error}); give another place") from error


def load(path: str | Path, blueprint: Blueprint | None = None) -> State:
    """The state in a checkpoint. `blueprint`: refuse a checkpoint of another scenario.

    A checkpoint belongs to the version of the model that wrote it.
    """
    try:
        with np.load(path, allow_pickle=False, max_header_size=_LONGEST_HEADER) as stored:
            content = {name: stored[name] for name in stored.files}
        header = json.loads(str(content.pop(_HEADER)))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise StoreError(f"{path}: is no checkpoint ({error}); run the scenario from its start") from error
    if header["source_hash"] != source_hash():
        raise StoreError(f"{path}: was written by another version of the model; run the scenario from its start")
    if blueprint is not None and header["blueprint"] != blueprint_digest(blueprint):
        raise StoreError(f"{path}: belongs to another scenario; give the checkpoint of this one")
    arrays = {name: _restored(name, values, header["rows"].get(name)) for name, values in content.items()}
    arrays["levers"] = lever_view(arrays["policies"])  # type: ignore[arg-type]
    return State(**arrays)  # type: ignore[arg-type]


def _restored(name: str, values: Array, rows: int | None) -> Array:
    """An array as the engine had it: the exact record type, and spare rows after those in use."""
    if name not in _RECORDS:
        fill = NEVER if name == "due" else 0
        return values if rows is None else np.concatenate([values, np.full(rows - len(values), fill, values.dtype)])
    if rows is not None:
        table: Array = unused(name, rows)
    else:
        table = np.zeros(values.shape, _RECORDS[name]).view(np.recarray)
    table[: len(values)] = values  # by column: a stored type does not say how it was aligned
    return table
