"""Run stored runs again and compare; where they part, say in which month, phase and column."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from exchsim._jit import source_hash
from exchsim._version import __version__
from exchsim.engine.compile import compile_engine
from exchsim.state.blueprint import month_name
from exchsim.store.errors import StoreError
from exchsim.sweep.folder import DESIGN, OUTCOMES
from exchsim.sweep.measure import read_trail
from exchsim.sweep.outcomes import joined
from exchsim.sweep.phases import PHASES, WORLD
from exchsim.sweep.pools import PoolLostError, Processes
from exchsim.sweep.results import Sweep, open_sweep
from exchsim.sweep.runner import design_table, timed_batch
from exchsim.sweep.setting import Group, addresses_of, points_of
from exchsim.sweep.work import RUNS, Shipped, run_batch

_BATCH = 20  # groups that a worker runs again at a time


@dataclass(frozen=True)
class Difference:
    """A stored run that came out otherwise. Month, phase and column are empty where they cannot be known."""

    id: str
    policy: str
    seed: int
    month: str
    phase: str
    columns: tuple[str, ...]
    note: str

    def __str__(self) -> str:
        """One line."""
        where = f"parts in {self.month}, phase {self.phase}, column {', '.join(self.columns)}" if self.month else ""
        return f"run {self.id} ({self.policy}, seed {self.seed}): " + "; ".join(filter(None, (where, self.note)))


@dataclass(frozen=True)
class Verdict:
    """What came of a check."""

    checked: int
    stored: int
    differences: tuple[Difference, ...]
    files: tuple[str, ...] = ()  # what is wrong with files, a line each


def verify_sweep(
    directory: str | Path,
    sample: int | None = None,
    seed: int = 0,
    told: Callable[[int, int], None] | None = None,
    workers: int = 1,
) -> Verdict:
    """Run stored runs again, all or `sample` of them chosen by `seed`, and compare each with its row.

    Files are compared too: parts with their hashes, the design with the experiment, the finished table with the rows.
    told: called with the number checked and the number to check. workers: processes, or 1 for this one alone. Raises
    StoreError where the rows are of another version of the model, which makes other numbers.
    """
    sweep = open_sweep(directory)
    if sweep.about["source_hash"] != source_hash():
        made, now = sweep.about["versions"]["exchsim"], __version__
        raise StoreError(
            f"{directory}: was made by another version of the model ({made}, {sweep.about['source_hash']}; this is "
            f"{now}, {source_hash()}); verify it with that version, or sweep again into another folder"
        )
    files = tuple(_files(sweep))
    stored = _rows(sweep)
    names = sorted(stored)
    if not names:
        raise StoreError(f"{directory}: no run has come to an end yet, so there is nothing to verify")
    if sample is not None and sample < len(names):
        names = sorted(np.random.default_rng(seed).choice(names, sample, replace=False).tolist())
    compile_engine()
    shipped, found, checked = Shipped(sweep.setting), [], 0
    for row in _again(shipped, _only(sweep.groups(), set(names)), workers):
        checked += 1
        difference = compare(stored[row["id"]], row, sweep)
        if difference is not None:
            found.append(difference)
        if told is not None:
            told(checked, len(names))
    return Verdict(checked, len(stored), tuple(found), files)


def _files(sweep: Sweep) -> Iterator[str]:
    """Files that are not what the runs and the experiment make of them."""
    for name in sweep.folder.damaged_parts():
        yield f"{name}: is damaged or was altered after it was stored; sweep again, which runs its runs anew"
    setting, points = sweep.setting, points_of(sweep.experiment)
    made = design_table(setting, points, addresses_of(setting, points))
    if not _is_table(sweep.folder.path / DESIGN, made):
        yield f"{DESIGN}: is not the design of the experiment; sweep again, which writes it anew"
    path = sweep.folder.path / OUTCOMES
    if path.is_file():
        table = joined(sweep.folder, sweep.about["setting"], sweep.wanted, sweep.outcomes)
        if not _is_table(path, table):
            yield f"{OUTCOMES}: is not what the stored runs say; sweep again, which writes it anew"


def _is_table(path: Path, table: pa.Table) -> bool:
    """Whether a file holds this table, whatever it says about it besides."""
    try:
        stored = pq.read_table(path)
    except (OSError, pa.ArrowException):
        return False
    return bool(stored.column_names == table.column_names and table.equals(stored.cast(table.schema)))


def _again(shipped: Shipped, groups: Iterator[Group], workers: int) -> Iterator[dict[str, Any]]:
    """Rows of runs that are run again, in their order."""
    if workers == 1:
        for group in groups:
            yield from run_batch(shipped, [group])[RUNS].to_pylist()
        return
    pool, under_way, orderly = Processes(workers), deque[Future[Any]](), False
    try:
        while batch := list(islice(groups, _BATCH)):
            under_way.append(pool.submit(timed_batch, shipped, batch))
            if len(under_way) > 2 * workers:
                yield from under_way.popleft().result()[0][RUNS].to_pylist()
        for future in under_way:
            yield from future.result()[0][RUNS].to_pylist()
        orderly = True
    except BrokenExecutor as error:
        raise PoolLostError("a worker died; verify with fewer workers, or with one") from error
    finally:
        pool.close(at_once=not orderly)


def _rows(sweep: Sweep) -> dict[str, dict[str, Any]]:
    """Good stored rows by id, trail included."""
    table: pa.Table = sweep.folder.read(sweep.about["setting"])
    if not table.num_columns:
        return {}
    wanted = set(sweep.wanted["id"].to_pylist())
    return {row["id"]: row for row in table.to_pylist() if row["id"] in wanted and not row["failed"]}


def _only(groups: Iterator[Group], names: set[str]) -> Iterator[Group]:
    for group in groups:
        runs = tuple(run for run in group.runs if run[2] in names)
        names -= {name for _, _, name in runs}  # the same run may stand at several points
        if runs:
            yield replace(group, runs=runs)


def compare(stored: dict[str, Any], made: dict[str, Any], sweep: Sweep) -> Difference | None:
    """What differs between a stored row and the same run made again; None where nothing does."""
    altered = [name for name in sweep.outcomes if not _same(stored[name], made[name])]
    if stored["digest"] == made["digest"] and not altered and stored["trail"] == made["trail"]:
        return None
    what = [f"{name}: stored {stored[name]!r}, made {made[name]!r}" for name in altered[:3]]
    if made["failed"]:
        return _difference(stored, note=f"fails now: {made['error']}")
    if stored["trail"] is None or made["trail"] is None:
        return _difference(
            stored, note="; ".join([*what, "the sweep keeps no trail (keep.trail), so nobody knows where"])
        )
    plan = next(plan for plan in sweep.setting.plans if plan.name == made["policy"])
    place = parting(stored["trail"], made["trail"], plan.blueprint.start, plan.blueprint.end)
    if place is None:
        return _difference(
            stored, note="; ".join([*what, "the run is the same; its row was altered after it was stored"])
        )
    return _difference(stored, *place, note="; ".join(what))


def _difference(
    row: dict[str, Any], month: str = "", phase: str = "", columns: tuple[str, ...] = (), note: str = ""
) -> Difference:
    return Difference(row["id"], row["policy"], row["seed"], month, phase, columns, note)


def _same(a: Any, b: Any) -> bool:
    return bool(a == b or (a is None and b is None) or (a != a and b != b))


def parting(one: bytes, other: bytes, start: int, end: int) -> tuple[str, str, tuple[str, ...]] | None:
    """First month in which two trails differ, the first phase that may be why, and the columns that differ by then.

    The phase is the first of that month that shows in it; a phase hides once in sixteen times, a month hardly ever.
    Columns are those of the phase that part within that calendar year.
    """
    months = end - start
    if len(one) != len(other):
        return month_name(start), "calendar", ()
    first, second = read_trail(one, months), read_trail(other, months)
    apart = np.flatnonzero((first.months != second.months) | (first.phases != second.phases).any(axis=1))
    years = first.years != second.years
    if not apart.size and not years.any():
        return None
    year = (start + int(apart[0])) // 12 - start // 12 if apart.size else int(np.flatnonzero(years.any(axis=1))[0])
    month = start + int(apart[0]) if apart.size else max(start, (start // 12 + year) * 12)
    columns = {name for name, differs in zip(WORLD, years[year], strict=True) if differs}
    shown = first.phases[apart[0]] != second.phases[apart[0]] if apart.size else np.zeros(len(PHASES), bool)
    for (phase, own), differs in zip(PHASES.items(), shown, strict=True):
        if differs or (columns & set(own) and not shown.any()):
            return month_name(month), phase, tuple(name for name in own if name in columns) or own
    return month_name(month), "measure", tuple(columns)
