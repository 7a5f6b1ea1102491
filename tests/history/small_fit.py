"""A calibration on a tiny world with known true values: its moments tell three parameters, and not a fourth."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from small_sweeps import scenario

import exchsim
from exchsim.history.fit.load import Calibration, load_calibration
from exchsim.history.fit.waves import Fit, run_calibration
from exchsim.state.params import PARAMETERS_BY_PATH

LASTING, MISTAKEN, MEETING, IDLE = (
    "protocols.half_life_months", "contact.misunderstandings_per_year", "exercises.strangers", "contact.gain_per_year",
)  # fmt: skip
TOLD = (LASTING, MISTAKEN, MEETING)
TRUTH = {LASTING: 9.0, MISTAKEN: 2.5, MEETING: -5.8, IDLE: 0.5}
SCENARIO: dict[str, Any] = scenario(
    period={"start": "1980-01", "end": "1987-12"},
    parameters={"agreements": {"habit": 0}},
)
TARGET_RUNS = 12
TOLERANCES = {"familiarity_allies": 0.004, "misunderstandings": 0.006, "gatherings": 0.03}
CONTENT: dict[str, Any] = {
    "title": "A planted world",
    "question": "Are the planted values found again?",
    "scenario": SCENARIO,
    "parameters": {path: None for path in (*TOLD, IDLE)},
    "moments": {name: {"column": name, "target": 0.0, "tolerance": width} for name, width in TOLERANCES.items()},
    "target_runs": TARGET_RUNS, "replicates": 2, "waves": 2, "samples": 40, "finalists": 3, "fresh": 4, "seed": 5,
}  # fmt: skip
FILES = (
    "calibration.json", "moments.csv", "parameters.csv", "plausible.csv", "fitted.yaml", "calibration.md",
    "marginals.png", "moments.png", "points_1.csv", "points_2.csv", "wave_1/outcomes.parquet",
    "wave_2/outcomes.parquet", "fresh/outcomes.parquet",
)  # fmt: skip


def seen(truth: Mapping[str, float], seed: int) -> dict[str, float]:
    """Moments of runs, which play history, with these values."""
    sets = [f"parameters.{path}={value}" for path, value in truth.items()]
    worlds = [exchsim.run(SCENARIO, seed=1000 * seed + k, overrides=sets).world for k in range(TARGET_RUNS)]
    return {name: fmean(float(world[name].mean()) for world in worlds) for name in TOLERANCES}


def content(truth: Mapping[str, float] = TRUTH, seed: int = 777, **changes: Any) -> dict[str, Any]:
    """The calibration to a history of these values, with other sections."""
    found = {**copy.deepcopy(CONTENT), **changes}
    if "moments" not in changes:
        for name, value in seen(truth, seed).items():
            found["moments"][name]["target"] = value
    return found


def planted(truth: Mapping[str, float] = TRUTH, seed: int = 777, **changes: Any) -> Calibration:
    """The same, loaded."""
    return load_calibration(content(truth, seed, **changes))


def fitted(folder: Path | str, calibration: Calibration, **options: Any) -> Fit:
    """Carry it out with threads of this process."""
    return run_calibration(calibration, folder, 1, "threads", **options)


def drawn(number: int) -> dict[str, float]:
    """True values anywhere but at the borders of their ranges."""
    shares = 0.1 + 0.8 * np.random.default_rng([2026, number]).random(4)
    ranges = [PARAMETERS_BY_PATH[path] for path in (*TOLD, IDLE)]
    return {p.path: float(p.low + s * (p.high - p.low)) for p, s in zip(ranges, shares, strict=True)}


def fingerprint(folder: Path) -> dict[str, str]:
    """Hashes of everything that a calibration leaves behind."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
