"""What a sweep will cost, from a short trial."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pyarrow as pa

from exchsim.engine.compile import compile_engine
from exchsim.sweep.folder import written_size
from exchsim.sweep.load import Experiment
from exchsim.sweep.runner import compiled
from exchsim.sweep.setting import groups_of, points_of
from exchsim.sweep.work import Shipped, run_batch

_SECONDS = 3.0  # of trial, compilation apart


@dataclass(frozen=True)
class Cost:
    """Runs of an experiment, and what they take. Nothing of the trial is stored."""

    samples: int
    policies: int
    replicates: int
    seconds_per_run: float
    bytes_per_run: float
    tried: int

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.samples * self.policies * self.replicates

    def seconds(self, workers: int) -> float:
        """Time on so many workers, from the trial on one."""
        return self.runs * self.seconds_per_run / workers


def probe(experiment: Experiment) -> Cost:
    """Try the first runs for some seconds."""
    setting = compiled(experiment)
    compile_engine()
    shipped = Shipped(setting)
    groups = groups_of(experiment, setting, points_of(experiment))
    first = next(groups)
    run_batch(shipped, [first])  # the first run loads code and tables
    began, batches, seconds = time.perf_counter(), [], 0.0
    for group in (first, *groups):
        batches.append(run_batch(shipped, [group]))
        seconds = time.perf_counter() - began
        if seconds > _SECONDS:
            break
    tables = {name: pa.concat_tables([batch[name] for batch in batches if name in batch]) for name in batches[0]}
    tried = len(tables["runs"])
    size = sum(written_size(table) for table in tables.values())
    return Cost(
        experiment.samples, len(setting.plans), experiment.file.replicates, seconds / tried, size / tried, tried
    )
