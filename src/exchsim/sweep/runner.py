"""The sweep itself: what is missing is run in batches, and stored as it comes in."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exchsim.engine.compile import compile_engine
from exchsim.scenario.faults import Fault, ScenarioError
from exchsim.sweep.design import Points, column
from exchsim.sweep.folder import SCENARIO, Folder
from exchsim.sweep.load import SCENARIO_FILE, Experiment
from exchsim.sweep.outcomes import ADDRESS, joined, labels_of
from exchsim.sweep.pools import PROCESSES, Pool, PoolLostError, error_of, pool_of, told
from exchsim.sweep.setting import (
    Array,
    Group,
    Setting,
    addresses_of,
    groups_of,
    parts_late,
    points_of,
    setting_of,
)
from exchsim.sweep.work import RUNS, Shipped, Tables, failure, run_batch, runs_schema

MOST_DEATHS = 3  # of workers at one and the same run, alone, before it counts as failed
LARGEST_BATCH = 2000  # runs
LARGEST_PART = 20_000  # runs
_FLUSH = (2.0, 60.0)  # shortest and longest seconds between parts; in between, a hundredth of the time so far
_BATCH = (0.3, 5.0)  # seconds of a batch, likewise a thirtieth
MOST_BATCHES = 50  # a second: with many workers batches are longer, so that parent and scheduler keep up


class Watch(Protocol):
    """Is told how far a sweep is."""

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """So many runs are wanted; so many are stored already; files set aside; rows of other settings."""

    def reached(self, stored: int, failed: int) -> None:
        """So many are stored now, of which so many failed."""

    def says(self, text: str) -> None:
        """Something happened."""


class Silent:
    """Nobody watches."""

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """Say nothing."""

    def reached(self, stored: int, failed: int) -> None:
        """Say nothing."""

    def says(self, text: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Tally:
    """How a sweep ended. Runs that are the same, under two policies or at two points, count once."""

    total: int
    stored: int
    failed: int
    ran: int  # by this call
    seconds: float


def run_sweep(
    experiment: Experiment,
    out: str | Path,
    workers: int | None = None,
    executor: str | Executor | Any = PROCESSES,
    scheduler: str | None = None,
    retry_failed: bool = False,
    watch: Watch | None = None,
) -> Tally:
    """Run all runs of an experiment that are not stored in the folder `out`, and store them.

    executor: processes, threads or dask; any Executor of concurrent.futures; a client of Dask; or a Pool.
    Raises StoreError where the folder cannot be used, PoolLostError where the workers are gone; what is stored then is
    safe, and the same call goes on.
    """
    folder, watch = Folder(out), watch or Silent()
    folder.create()
    with folder.lock():
        setting = compiled(experiment)
        if experiment.label == SCENARIO_FILE:  # commands name the scenario that is stored here
            setting = replace(setting, scenario=str(folder.path / SCENARIO))
        points = points_of(experiment)
        addresses = addresses_of(setting, points)
        about = _about(experiment, setting, len(points))
        done = folder.scan(setting.digest)
        folder.write_head(about, experiment.as_dict(), design_table(setting, points, addresses))
        labels = labels_of(addresses, about)
        if retry_failed:
            done.ids -= done.failed
        first = _firsts(labels["id"])
        there = _among(labels["id"], done.ids)
        total, stored = int(first.sum()), int((there & first).sum())
        failed = int((_among(labels["id"], done.failed & done.ids) & first).sum())
        watch.begins(total, stored, done.damaged, done.others + len(done.ids) - stored)
        del done
        began, ran = time.perf_counter(), 0
        if stored < total:
            folder.forget_outcomes()
            watch.says("")
            compile_engine(lambda: watch.says("compiling the engine, once after installation …"))
            sweep = _Sweep(folder, setting, watch, stored, failed)
            groups = _missing(groups_of(experiment, setting, points, addresses), there | ~first)
            ran, failed = sweep.run(groups, pool_of(executor, workers, scheduler)), sweep.failed
        folder.write_outcomes(joined(folder, setting.digest, labels, [m.name for m in setting.measures]))
        return Tally(total, stored + ran, failed, ran, time.perf_counter() - began)


def _among(ids: Any, known: set[str]) -> Array:
    """Which of these ids are among those."""
    return np.asarray(pc.is_in(ids, pa.array(sorted(known), pa.string())))


def _firsts(ids: Any) -> Array:
    """Which of these ids stand there for the first time."""
    codes = np.asarray(ids.combine_chunks().dictionary_encode().indices)
    found = np.zeros(len(codes), bool)
    found[np.unique(codes, return_index=True)[1]] = True
    return found


def compiled(experiment: Experiment) -> Setting:
    """The setting of an experiment, refused where policies differ before they may."""
    setting = setting_of(experiment)
    late = parts_late(setting) if setting.branch is not None else None
    if late is not None:
        why = f"differs from the first policy before branch_at, {experiment.file.branch_at}; leave branch_at out"
        raise ScenarioError([Fault(experiment.name, 0, f"policies.{late}", why)])
    return setting


def _about(experiment: Experiment, setting: Setting, samples: int) -> dict[str, Any]:
    """What the manifest says of a sweep."""
    return {
        "name": experiment.name,
        "title": experiment.title,
        "question": experiment.file.question,
        "runs": experiment.runs,
        "samples": samples,
        "replicates": experiment.file.replicates,
        "seed": experiment.file.seed,
        "common_random_numbers": experiment.file.common_random_numbers,
        "seeds": experiment.file.seeds,
        "setting": setting.digest,
        "policies": {plan.name: plan.digest for plan in setting.plans},
        "outcomes": {m.name: m.outcome.model_dump(mode="json", exclude_none=True) for m in setting.measures},
        "uncertainties": {
            v.path: {"low": v.low, "high": v.high, "distribution": v.distribution, "grade": v.grade, "unit": v.unit,
                     "scenario_path": v.scenario_path, **({"values": list(v.values)} if v.values else {})}
            for v in setting.variables
        },
        "design": experiment.file.design.model_dump(mode="json", exclude={"points"}),
    }  # fmt: skip


def design_table(setting: Setting, points: Points, addresses: list[str]) -> pa.Table:
    """One row a point: its place, its address, and the values of the uncertain numbers."""
    columns: dict[str, Any] = {
        "sample": pa.array(np.arange(len(points), dtype=np.int32)),
        ADDRESS: pa.array(addresses, pa.string()),
    }
    for place, variable in enumerate(setting.variables):
        values = column(points, place)
        if isinstance(values, np.ndarray):
            columns[variable.path] = pa.array(values)
            continue
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values if v is not None)
        columns[variable.path] = (
            pa.array([None if v is None else float(v) for v in values], pa.float64())
            if numbers
            else pa.array([None if v is None else str(v) for v in values], pa.string())
        )
    return pa.table(columns)


def _missing(groups: Iterator[Group], there: Array) -> Iterator[Group]:
    """Groups with what is to be run; there: whether each run need not be, in the order of the groups."""
    first = 0
    for group in groups:
        stored = there[first : first + len(group.runs)]
        first += len(group.runs)
        if not stored.any():
            yield group
        elif not stored.all():
            yield replace(group, runs=tuple(run for run, known in zip(group.runs, stored, strict=True) if not known))


def timed_batch(shipped: Shipped, groups: list[Group], stop: Callable[[], bool] | None = None) -> tuple[Tables, float]:
    """A batch and the seconds that it took; what a worker does."""
    shipped.setting()  # refused before the engine is compiled for nothing
    compile_engine()
    began = time.perf_counter()
    return run_batch(shipped, groups, stop), time.perf_counter() - began


@dataclass
class _Sweep:
    folder: Folder
    setting: Setting
    watch: Watch
    stored: int
    failed: int
    ran: int = 0
    finished: bool = False  # any run
    waiting: list[Tables] = field(default_factory=list)  # finished, not stored yet
    suspects: deque[list[Group]] = field(default_factory=deque)  # under way when a worker died
    deaths: dict[str, int] = field(default_factory=dict)
    seconds_per_run: float = 0.0
    under_way: dict[Future[Any], list[Group]] = field(default_factory=dict)

    def run(self, groups: Iterator[Group], pool: Pool) -> int:
        """Run everything; the number of runs stored."""
        self.began = self.flushed = time.perf_counter()
        shipped = Shipped(self.setting)
        orderly = False
        try:
            self._all(groups, pool, shipped)
            orderly = True
        finally:
            pool.give_up(self.under_way)
            try:
                self._flush(anyway=True)  # also when interrupted: what is finished is not lost
            finally:
                if not (orderly and pool.lasts):
                    pool.close(at_once=not orderly)
        return self.ran

    def _all(self, groups: Iterator[Group], pool: Pool, shipped: Shipped) -> None:
        under_way, exhausted = self.under_way, False
        while not exhausted or under_way or self.suspects:
            careful = bool(self.suspects)  # one batch at a time, to find the run that kills workers
            room = 1 if careful else pool.workers + 2
            while len(under_way) < room and not (careful and under_way):
                batch = self.suspects.popleft() if self.suspects else self._next_batch(groups, pool.workers)
                if not batch:
                    exhausted = True
                    break
                stop = (pool.stop.is_set,) if pool.in_this_process else ()
                try:
                    under_way[pool.submit(timed_batch, shipped, batch, *stop)] = batch
                except BrokenProcessPool:  # broken between two batches
                    self.suspects.appendleft(batch)
                    self._after_death(pool, [])
                    break
            if under_way:
                finished, _ = wait(under_way, timeout=self._patience(), return_when=FIRST_COMPLETED)
                self._collect(finished, pool)
            self._flush()

    def _patience(self) -> float:
        return max(0.05, self.flushed + self._interval() - time.perf_counter()) if self.waiting else 60.0

    def _next_batch(self, groups: Iterator[Group], workers: int) -> list[Group]:
        """So many groups as take some seconds; the first ones are small, to learn what a run takes."""
        if not self.seconds_per_run:
            return list(islice(groups, 1))
        low, high = (max(seconds, workers / MOST_BATCHES) for seconds in _BATCH)
        seconds = min(high, max(low, (time.perf_counter() - self.began) / 30))
        size = int(seconds / max(self.seconds_per_run, 1e-6) / len(self.setting.plans))
        return list(islice(groups, max(1, min(size, LARGEST_BATCH // len(self.setting.plans) or 1))))

    def _collect(self, finished: set[Future[Any]], pool: Pool) -> None:
        lost: list[list[Group]] = []
        for future in finished:
            batch = self.under_way.pop(future)
            error = error_of(future)
            if error is None:
                tables, seconds = future.result()
                self._take(tables, seconds)
            elif pool.died(error):
                lost.append(batch)
            else:
                raise told(error)
        if lost:
            self._after_death(pool, lost)

    def _after_death(self, pool: Pool, lost: list[list[Group]]) -> None:
        """A worker died. All that was under way may have been lost with it, and anything of it may be the cause."""
        for future, batch in self.under_way.items():
            if future.done() and error_of(future) is None:
                self._take(*future.result())
            else:
                lost.append(batch)
        self.under_way.clear()
        alone = len(lost) == 1  # then it is the cause, or somebody else killed the worker
        pool.restart()
        self.watch.says("a worker died; what it was at is run again")
        for batch in lost:
            runs = sum(len(group.runs) for group in batch)
            if not alone:
                self.suspects.append(batch)
            elif runs > 1:
                self.suspects.extendleft(reversed(_halves(batch)))
            else:
                self._died_at(batch[0])

    def _died_at(self, group: Group) -> None:
        """One run alone; where workers die at it again and again it has failed."""
        place, seed, name = group.runs[0]
        self.deaths[name] = self.deaths.get(name, 0) + 1
        if sum(count >= MOST_DEATHS for count in self.deaths.values()) >= MOST_DEATHS and not self.finished:
            raise PoolLostError("workers die at every run that they are given, and none has finished a run")
        if self.deaths[name] < MOST_DEATHS:
            self.suspects.appendleft([group])
            return
        plan = self.setting.plans[place]
        error = RuntimeError("the worker died at it, perhaps for want of memory")
        row = {"id": name, "policy": plan.name, "sample": group.sample, "replicate": group.replicate, "seed": seed,
               **failure(self.setting, plan, group, seed, error)}  # fmt: skip
        self._take({RUNS: pa.Table.from_pylist([row], schema=runs_schema(self.setting))}, 0.0)

    def _take(self, tables: Tables, seconds: float) -> None:
        runs = len(tables[RUNS])
        if not runs:
            return
        if seconds:
            self.finished, known = True, self.seconds_per_run
            self.seconds_per_run = seconds / runs if not known else 0.7 * known + 0.3 * seconds / runs
        self.waiting.append(tables)

    def _interval(self) -> float:
        low, high = _FLUSH
        return min(high, max(low, (time.perf_counter() - self.began) / 100))

    def _flush(self, anyway: bool = False) -> None:
        """Store what is finished, now and then: few parts, and little to lose."""
        runs = sum(len(tables[RUNS]) for tables in self.waiting)
        due = time.perf_counter() - self.flushed >= self._interval() or runs >= LARGEST_PART
        if not runs or not (anyway or due):
            return
        names = {name for tables in self.waiting for name in tables}
        joined = {name: pa.concat_tables([tables[name] for tables in self.waiting if name in tables]) for name in names}
        self.folder.add(joined, self.setting.digest)
        self.waiting.clear()
        self.stored, self.ran = self.stored + runs, self.ran + runs
        self.failed += sum(joined[RUNS]["failed"].to_pylist())
        self.flushed = time.perf_counter()
        self.watch.reached(self.stored, self.failed)


def _halves(batch: list[Group]) -> list[list[Group]]:
    """Two batches of half the runs each; a single group is cut through."""
    if len(batch) > 1:
        middle = len(batch) // 2
        return [batch[:middle], batch[middle:]]
    group = batch[0]
    middle = len(group.runs) // 2
    return [[replace(group, runs=group.runs[:middle])], [replace(group, runs=group.runs[middle:])]]
