"""What a worker does: run a batch of runs and hand back rows. It knows nothing of folders."""

from __future__ import annotations

import pickle
import socket
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from exchsim._jit import source_hash
from exchsim._version import __version__
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.state.tables import State, copy
from exchsim.store import frames
from exchsim.sweep import measure
from exchsim.sweep.setting import Group, Plan, Setting

Tables = dict[str, pa.Table]
Row = dict[str, Any]
RUNS, WORLD, NATIONS, PAIRS = "runs", "world", "nations", "pairs"  # tables of a sweep
MOST_TEXT = 20_000  # characters of a traceback

_known: dict[str, Setting] = {}  # the settings that this process has unpacked: one for each sweep, few


class OtherVersionError(Exception):
    """A worker has another version of exchsim, which would make other numbers."""


def version() -> str:
    """The version of exchsim in this process, and the hash of its model."""
    return f"{__version__}, {source_hash()}"


class Shipped:
    """A setting on its way to workers: packed once, unpacked once in each process that has not made it itself."""

    def __init__(self, setting: Setting) -> None:
        """Pack a setting."""
        import hashlib

        self.content = pickle.dumps(setting, protocol=pickle.HIGHEST_PROTOCOL)
        self.key = hashlib.sha256(self.content).hexdigest()
        self.version = version()
        _known[self.key] = setting

    def setting(self) -> Setting:
        """The setting, in this process. Raises OtherVersionError where it cannot be understood."""
        if self.key not in _known:
            if self.version != version():
                raise OtherVersionError(
                    f"the worker {socket.gethostname()} has exchsim {version()}, and this sweep is of {self.version}; "
                    "install the same version where the sweep is started, at the scheduler and at every worker"
                )
            _known.clear()
            _known[self.key] = pickle.loads(self.content)
        return _known[self.key]


def run_batch(shipped: Shipped, groups: Sequence[Group], stop: Callable[[], bool] | None = None) -> Tables:
    """Run all runs of some groups; the rows of each table. A run that fails is a row.

    stop: asked before each group; where it says so, the rest is left undone.
    """
    setting = shipped.setting()
    rows: list[Row] = []
    series: dict[str, list[Row]] = {WORLD: [], NATIONS: [], PAIRS: []}
    for group in groups:
        if stop is not None and stop():
            break
        for place, seed, name, outcome in _runs(setting, group):
            plan = setting.plans[place]
            row = {"id": name, "policy": plan.name, "sample": group.sample, "replicate": group.replicate, "seed": seed}
            if isinstance(outcome, State):
                try:
                    rows.append({**row, **_row(setting, plan, outcome, name, series)})
                    continue
                except Exception as error:
                    outcome = error
            rows.append({**row, **failure(setting, plan, group, seed, outcome)})
    return {RUNS: pa.Table.from_pylist(rows, schema=runs_schema(setting)), **_series_tables(setting, series)}


def failure(setting: Setting, plan: Plan, group: Group, seed: int, error: BaseException) -> Row:
    """What a row says of a run that failed."""
    text = "".join(traceback.format_exception(error)) if error.__traceback__ is not None else str(error)
    return {
        "failed": True,
        "error": f"{type(error).__name__}: {error}"[:1000],
        "traceback": text[-MOST_TEXT:],
        "command": setting.command(plan, group.point, seed),
    }


def _runs(setting: Setting, group: Group) -> Any:
    """Place of the plan, seed, id, and the final state or the error of every run of a group."""
    if setting.branch is not None:
        yield from _branched(setting, group)
        return
    for place, seed, name in group.runs:
        yield place, seed, name, _tried(_whole, setting, setting.plans[place], group, seed)


def _tried(action: Callable[..., State], *arguments: Any) -> State | Exception:
    try:
        return action(*arguments)
    except Exception as error:
        return error


def _whole(setting: Setting, plan: Plan, group: Group, seed: int, until: int | None = None) -> State:
    blueprint = setting.blueprint(plan, group.point)
    return run(build(blueprint, seed, setting.keeps_pairs), blueprint.end if until is None else until)


def _branched(setting: Setting, group: Group) -> Any:
    """One history, then every policy from a copy of where it stood; they differ only in dated changes after it."""
    first, seed, _ = group.runs[0]
    history = _tried(_whole, setting, setting.plans[first], group, seed, setting.branch)
    for place, same_seed, name in group.runs:
        outcome: State | Exception = history
        if isinstance(history, State):
            outcome = _tried(_future, setting, setting.plans[place], group, history)
        yield place, same_seed, name, outcome


def _future(setting: Setting, plan: Plan, group: Group, history: State) -> State:
    """A copy of a history goes on under the dated changes of a policy."""
    blueprint = setting.blueprint(plan, group.point)
    forked = copy(history)._replace(changes=blueprint.changes.copy().view(np.recarray))
    return run(forked, blueprint.end)


def _row(setting: Setting, plan: Plan, state: State, name: str, series: dict[str, list[Row]]) -> Row:
    outputs = frames.outputs_of(state)
    keep = setting.keep
    makers = {WORLD: (keep.world, measure.world_series), NATIONS: (keep.nations, measure.nation_series),
              PAIRS: (keep.pairs, measure.pair_series)}  # fmt: skip
    kept = {table: maker(keep, outputs, plan.names) for table, (columns, maker) in makers.items() if columns}
    row: Row = {"failed": False, "digest": measure.digest(state), **measure.take(setting.measures, outputs, plan.names)}
    if keep.trail:
        row["trail"] = measure.trail(state)
    for table, columns in kept.items():
        series[table].append({"id": name, **columns})
    return row


def runs_schema(setting: Setting) -> pa.Schema:
    """Columns of the table of runs."""
    return pa.schema([
        pa.field("id", pa.string(), False, {"meaning": "content address of the run"}),
        pa.field("policy", pa.string(), False, {"meaning": "policy"}),
        pa.field("sample", pa.int32(), False, {"meaning": "point of the design"}),
        pa.field("replicate", pa.int32(), False, {"meaning": "replicate, from 0"}),
        pa.field("seed", pa.int64(), False, {"meaning": "seed of every draw"}),
        pa.field("failed", pa.bool_(), False, {"meaning": "the run came to no end"}),
        pa.field("error", pa.string(), True, {"meaning": "why it failed"}),
        pa.field("traceback", pa.string(), True, {"meaning": "where it failed"}),
        pa.field("command", pa.string(), True, {"meaning": "command that makes the failed run alone"}),
        pa.field("digest", pa.string(), True, {"meaning": "hash of what the run wrote down"}),
        pa.field("trail", pa.binary(), True, {"meaning": "fingerprints by month, phase and year: measure.trail"}),
        *(pa.field(m.name, pa.float64(), True, {"meaning": m.outcome.meaning}) for m in setting.measures),
    ])  # fmt: skip


def _series_tables(setting: Setting, series: dict[str, list[Row]]) -> Tables:
    found: Tables = {}
    for table, runs in series.items():
        if runs:
            lengths = [len(next(value for key, value in row.items() if key != "id")) for row in runs]
            columns: dict[str, Any] = {"id": np.repeat([row["id"] for row in runs], lengths)}
            columns |= {key: np.concatenate([row[key] for row in runs]) for key in runs[0] if key != "id"}
            found[table] = pa.table(columns)
    return found
