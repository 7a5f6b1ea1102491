"""A calibration, wave by wave: run, emulate, rule out, and run again where it is still plausible.

It keeps no state but points and runs: killed and started again, it finds both stored and comes to the same end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import qmc

from exchsim._jit import source_hash
from exchsim.history.fit.aside import aside
from exchsim.history.fit.emulator import LINEAR_UP_TO, Emulator, Squeeze, emulate
from exchsim.history.fit.folder import FitFolder
from exchsim.history.fit.load import Aim, Calibration
from exchsim.history.fit.region import SIZE, Judge, Region, region
from exchsim.store.manifest import canonical
from exchsim.sweep.load import Experiment, stored_experiment
from exchsim.sweep.pools import PROCESSES, Pool, pool_of
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import Silent, Tally, Watch, run_sweep
from exchsim.sweep.variables import Variable

Array = np.ndarray[Any, Any]

DUMMIES = 3  # numbers that change nothing: how far the plausible set leaves their range is what noise alone does
MOST_POINTS = 600  # that an emulator learns from, the latest first
_SEED_OF_WAVE, _SEED_OF_FRESH = 1_000_003, 10**12  # luck of a wave, and that of the finalists, is of its own
_MISSED = 10.0  # standard deviations that a missing value counts as


@dataclass(frozen=True, eq=False)
class Runs:
    """Points that were run: shares of their ranges, mean and variance over seeds of every moment, seeds with one."""

    shares: Array
    means: Array  # points x moments
    variances: Array
    counts: Array

    def and_then(self, other: Runs) -> Runs:
        """Both, in this order."""
        mine, theirs = vars(self), vars(other)
        return Runs(**{name: np.concatenate([mine[name], theirs[name]]) for name in mine})


@dataclass(frozen=True, eq=False)
class Wave:
    """What a wave left."""

    runs: Runs  # of this wave
    judge: Judge
    region: Region


@dataclass(frozen=True, eq=False)
class Fit:
    """What a calibration found."""

    calibration: Calibration
    waves: tuple[Wave, ...]
    finalists: Array  # points x parameters: values
    fresh: Runs  # of the finalists, and last of the scenario as it is, where that is a point
    has_shipped: bool
    best: int  # place among the finalists
    failed: int

    @property
    def region(self) -> Region:
        """What is plausible after the last wave."""
        return self.waves[-1].region

    @property
    def judge(self) -> Judge:
        """Emulators of the last wave."""
        return self.waves[-1].judge


def run_calibration(
    calibration: Calibration,
    out: str | Path,
    workers: int | None = None,
    executor: str | Executor | Any = PROCESSES,
    scheduler: str | None = None,
    retry_failed: bool = False,
    overwrite: bool = False,
    watch: Watch | None = None,
) -> Fit:
    """Carry a calibration out in the folder `out`, and write what it found.

    Arguments and errors as for `run_sweep`; overwrite: replace the results of another calibration. Stopped or killed,
    the same call goes on.
    """
    from exchsim.history.fit.write import write_results

    folder = FitFolder(out)
    folder.create()
    with folder.lock():
        about = identity(calibration)
        folder.begin(about, overwrite)
        pool = pool_of(executor, workers, scheduler)
        pool.lasts = True  # for all waves
        orderly = False
        try:
            with aside() as ask:
                fit = _Fitting(calibration, folder, pool, ask, retry_failed, watch or Silent()).run()
            orderly = True
        finally:
            pool.lasts = False
            pool.close(at_once=not orderly)
        write_results(folder, fit, about)
        return fit


def identity(calibration: Calibration) -> dict[str, Any]:
    """What a calibration is, without what it may have more of: waves, and finalists and their seeds."""
    stored = calibration.experiment.as_dict()
    written = {k: v for k, v in stored["experiment"].items() if k not in ("title", "question")}
    own = calibration.file.model_dump(mode="json", include={"samples", "cutoff", "target_runs"}) | {
        "forgiven": calibration.forgiven
    }
    aims = [vars(aim) for aim in calibration.aims]
    content = canonical([stored["scenario"], written, aims, own, source_hash()])
    return {
        "calibration_id": hashlib.sha256(content.encode()).hexdigest()[:16],
        "name": calibration.name,
        "title": calibration.title,
        "question": calibration.file.question,
    }


def values_of(variables: Sequence[Variable], shares: Array) -> Array:
    """Values at shares of the ranges, of ten digits, points x parameters."""
    columns = []
    for k, variable in enumerate(variables):
        rounded = [float(f"{value:.10g}") for value in np.asarray(variable.at(shares[:, k]), float)]
        columns.append(np.clip(rounded, variable.low, variable.high))
    return np.stack(columns, axis=1)


def share_of(variable: Variable, value: float) -> float:
    """Place of a value in its range, 0 to 1 inside of it."""
    if variable.distribution == "loguniform":
        return float(np.log(value / variable.low) / np.log(variable.high / variable.low)) if value > 0 else -1.0
    return (value - variable.low) / (variable.high - variable.low)


def experiment_at(
    calibration: Calibration, points: Array, seed: int, replicates: int, seeds: str, title: str
) -> Experiment:
    """The experiment that runs these points, values."""
    paths = [variable.path for variable in calibration.variables]
    listed = [dict(zip(paths, map(float, row), strict=True)) for row in points]
    changes = {
        "title": title[:200],
        "design": {"kind": "list", "points": listed},
        "seed": seed,
        "replicates": replicates,
        "seeds": seeds,
    }
    return stored_experiment(calibration.experiment.as_dict(), changes)


@dataclass
class _Fitting:
    calibration: Calibration
    folder: FitFolder
    pool: Pool
    ask: Callable[..., Any]  # another process to reckon
    retry_failed: bool
    watch: Watch
    failed: int = 0
    waves: list[Wave] = field(default_factory=list)

    def run(self) -> Fit:
        """All waves, then the finalists."""
        file = self.calibration.file
        known: Runs | None = None
        for number in range(1, file.waves + 1):
            runs = self._wave(number)
            known = runs if known is None else known.and_then(runs)
            size = max(SIZE, 2 * file.samples)
            rules = (self.calibration.aims, self.calibration.forgiven, file.cutoff, file.target_runs)
            judge, plausible = self.ask(ruled_out, rules, known, file.seed + number, size)
            self.waves.append(Wave(runs, judge, plausible))
        assert known is not None
        return self._finals(known)

    def _wave(self, number: int) -> Runs:
        """Run a wave."""
        calibration, file = self.calibration, self.calibration.file
        dimensions = len(calibration.variables) + DUMMIES
        shares = self.folder.points(number, (file.samples, dimensions))
        if shares is None:
            shares = self._new_points(number, dimensions)
            self.folder.keep_points(number, shares)
        title = f"{calibration.title} (wave {number} of {file.waves})"
        points = values_of(calibration.variables, shares)
        seed = file.seed + _SEED_OF_WAVE * number
        return self._run(
            experiment_at(calibration, points, seed, file.replicates, "own", title), self.folder.wave(number), shares,
            f"wave {number} of {file.waves}",
        )  # fmt: skip

    def _new_points(self, number: int, dimensions: int) -> Array:
        """A Latin hypercube first, later a sample of what is plausible."""
        file = self.calibration.file
        rng = np.random.default_rng([file.seed, number, 0])
        if number == 1:
            return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(file.samples))
        before = self.waves[-1].region.shares
        return np.asarray(before[rng.choice(len(before), file.samples, replace=False)])

    def _run(self, experiment: Experiment, folder: Path, shares: Array, words: str) -> Runs:
        tally = self._sweep(experiment, folder, words)
        self.failed += tally.failed
        return runs_of(folder, shares, [aim.name for aim in self.calibration.aims])

    def _sweep(self, experiment: Experiment, folder: Path, words: str) -> Tally:
        self.watch.says(words)
        return run_sweep(experiment, folder, None, self.pool, None, self.retry_failed, self.watch)

    def _finals(self, known: Runs) -> Fit:
        """Run the best points again, on fresh seeds, beside the scenario as it is."""
        calibration, file = self.calibration, self.calibration.file
        variables, last = calibration.variables, self.waves[-1]
        by_runs = known.shares[np.argsort(distances(last.judge, known), kind="stable")]
        by_emulators = last.region.shares[np.argsort(last.region.expected, kind="stable")]
        half = max(1, (file.finalists + 1) // 2)
        chosen = np.concatenate([by_runs[:half], by_emulators[: file.finalists - half]])
        points = values_of(variables, chosen)
        usual = [v.default for v in variables]
        has_shipped = all(isinstance(value, int | float) and not isinstance(value, bool) for value in usual)
        every = np.concatenate([points, np.array([usual], float)]) if has_shipped else points
        experiment = experiment_at(
            calibration, every, file.seed + _SEED_OF_FRESH, file.fresh, "shared", f"{calibration.title} (finalists)"
        )
        shares = np.array([[share_of(v, x) for v, x in zip(variables, row, strict=True)] for row in every])
        fresh = self._run(experiment, self.folder.fresh, shares, "the best points again, on fresh seeds")
        best = int(np.argmin(distances(last.judge, fresh)[: len(points)]))
        return Fit(calibration, tuple(self.waves), points, fresh, has_shipped, best, self.failed)


def runs_of(folder: Path, shares: Array, names: Sequence[str]) -> Runs:
    """Means and variances over seeds of a finished sweep, point by point."""
    good = open_sweep(folder).good
    grouped = good.groupby("sample")[list(names)]
    index = range(len(shares))
    means, variances = grouped.mean().reindex(index), grouped.var().reindex(index)
    counts = grouped.count().reindex(index).fillna(0)
    return Runs(shares, means.to_numpy(float), variances.to_numpy(float), counts.to_numpy(float))


Rules = tuple[tuple[Aim, ...], int, float, int]  # aims, how many are forgiven, cutoff, runs behind a target


def ruled_out(rules: Rules, known: Runs, seed: int, size: int) -> tuple[Judge, Region]:
    """Emulators from all points that were run, and what they leave plausible."""
    judge = judge_of(rules, known)
    return judge, region(judge, known.shares.shape[1], seed, size)


def judge_of(rules: Rules, known: Runs) -> Judge:
    """Emulators of all moments and their luck, from all points that were run."""
    aims, forgiven, cutoff, target_runs = rules
    emulators: dict[str, Emulator] = {}
    judge = Judge(aims, emulators, {}, forgiven, cutoff, target_runs)
    first = max(0, len(known.shares) - MOST_POINTS)
    for k, aim in enumerate(aims):
        means = known.means[:, k]
        luck = luck_near(means, known.variances[:, k], known.counts[:, k], aim.target)
        judge = replace(judge, lucks={**judge.lucks, aim.name: luck})
        if np.isfinite(means[first:]).sum() >= 4:
            squeeze = Squeeze(aim.target, LINEAR_UP_TO * float(np.sqrt(judge.spread(aim))))
            emulators[aim.name] = emulate(known.shares[first:], means[first:], squeeze)
    return judge


def luck_near(means: Array, variances: Array, counts: Array, target: float) -> float:
    """Variance over seeds of single runs, pooled over the half of the points that come nearest to the target."""
    known = np.isfinite(means) & (counts >= 2)
    if not known.any():
        return 0.0
    off = np.where(known, np.abs(means - target), np.inf)
    near = np.argsort(off, kind="stable")[: max(4, int(known.sum()) // 2)]
    near = near[known[near]]
    freedom = counts[near] - 1.0
    return float((variances[near] * freedom).sum() / freedom.sum())


def distances(judge: Judge, runs: Runs) -> Array:
    """Weighted mean squared distance of the targets from what was run, in standard deviations."""
    total, weights = np.zeros(len(runs.means)), 0.0
    for k, aim in enumerate(judge.aims):
        off = (runs.means[:, k] - aim.target) ** 2 / judge.spread(aim)
        total += aim.weight * np.where(np.isfinite(off), off, _MISSED**2)
        weights += aim.weight
    return total / weights if weights else total


def correlations(fit: Fit) -> Mapping[str, Mapping[str, float]]:
    """Correlations of parameters over the plausible points, on the scale of their ranges."""
    paths = [v.path for v in fit.calibration.variables]
    with np.errstate(invalid="ignore"):  # of what does not vary there is none
        found = np.nan_to_num(np.atleast_2d(np.corrcoef(fit.region.shares[:, : len(paths)], rowvar=False)))
    return {a: {b: round(float(found[i, j]), 3) for j, b in enumerate(paths) if j != i} for i, a in enumerate(paths)}
