"""What a calibration says of parameters and moments: which are told by the data, which are matched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from exchsim.analysis.moments.patterns import ENOUGH
from exchsim.history.fit.waves import DUMMIES, Fit, correlations, share_of, values_of

IDENTIFIED, NARROWED, NOT_IDENTIFIED, NOTHING = "identified", "narrowed", "not identified", "nothing is plausible"
MATCHED, MISSED, MISSING = "matched", "missed", "no value"
LEAST_DISTANCE = 0.1  # of two distributions, that counts as a difference
TIMES_NOISE = 2.0  # what counts is more than so many times the largest that noise makes
NARROW = 1.0 / 3.0  # of the range: nine tenths of the plausible values lie within
TRADED = 0.5  # correlation from which on two parameters are said to make up for each other
ENDS = (0.05, 0.5, 0.95)


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows, columns by name."""
    return iter(frame.itertuples(index=False, name="Row"))


def from_uniform(shares: np.ndarray) -> float:
    """Kolmogorov's distance of shares from all of the range being alike."""
    ordered, n = np.sort(shares), len(shares)
    above, below = np.arange(1, n + 1) / n - ordered, ordered - np.arange(n) / n
    return float(max(above.max(), below.max()))


@dataclass(frozen=True)
class Noise:
    """How far numbers that change nothing leave their range."""

    largest: float

    @property
    def threshold(self) -> float:
        """Distance above which data inform a parameter."""
        return max(LEAST_DISTANCE, TIMES_NOISE * self.largest)


def noise_of(fit: Fit) -> Noise:
    """Noise of the plausible set."""
    dummies = fit.region.shares[:, -DUMMIES:]
    return Noise(max(from_uniform(dummies[:, k]) for k in range(DUMMIES)))


def parameters(fit: Fit) -> pd.DataFrame:
    """One row a parameter: its range, value as it was and best, what is plausible, and whether the data tell."""
    region, variables = fit.region, fit.calibration.variables
    noise, both = noise_of(fit), correlations(fit)
    rows = []
    for k, variable in enumerate(variables):
        shares = region.shares[:, k]
        ends = np.quantile(shares, ENDS)
        cut = np.zeros((3, len(variables)))
        cut[:, k] = ends
        low, middle, high = values_of(variables, cut)[:, k]
        distance = from_uniform(shares)
        word = (
            NOTHING if region.is_empty
            else NOT_IDENTIFIED if distance <= noise.threshold
            else IDENTIFIED if ends[2] - ends[0] < NARROW
            else NARROWED
        )  # fmt: skip
        others = both[variable.path]
        traded = [path for path, value in others.items() if abs(value) >= TRADED]
        rows.append({
            "parameter": variable.path, "unit": variable.unit, "grade": "fitted", "grade_before": variable.grade,
            "low": variable.low, "high": variable.high, "before": variable.default,
            "best": float(fit.finalists[fit.best, k]), "plausible_low": low, "plausible_median": middle,
            "plausible_high": high, "distance_from_prior": round(distance, 4), "noise": round(noise.threshold, 4),
            "variance_left": round(float(12.0 * shares.var()), 4), "verdict": word, "trades_off_with": " ".join(traded),
        })  # fmt: skip
    return pd.DataFrame(rows)


def moments(fit: Fit) -> pd.DataFrame:
    """One row a moment: target, band, what the best point gives on fresh seeds, and how well it is emulated."""
    rows, judge = [], fit.judge
    outcomes = fit.calibration.experiment.file.outcomes
    for k, aim in enumerate(judge.aims):
        found, spread = fit.fresh.means[fit.best, k], np.sqrt(fit.fresh.variances[fit.best, k])
        word = MISSING if not np.isfinite(found) else MATCHED if aim.low <= found <= aim.high else MISSED
        emulator = judge.emulators.get(aim.name)
        before = float(fit.fresh.means[-1, k]) if fit.has_shipped else float("nan")
        rows.append({
            "name": aim.name, "moment": outcomes[aim.name].moment or "", "when": outcomes[aim.name].when or "",
            "pattern": aim.pattern or None, "target": aim.target, "tolerance": aim.tolerance, "low": aim.low,
            "high": aim.high, "weight": aim.weight, "found": found, "spread_over_seeds": spread,
            "before": before, "luck": float(np.sqrt(judge.lucks[aim.name])), "verdict": word,
            "emulated": round(emulator.explained, 3) if emulator is not None else float("nan"),
            "implausibility": round(float(np.median(fit.region.by_moment[:, k])), 3), "source": aim.source,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    table["pattern"] = table["pattern"].astype("Int64")
    return table


def patterns(table: pd.DataFrame) -> pd.DataFrame:
    """One row a pattern of history: moments within their bands, moments, and whether that is enough."""
    mine = table[table["pattern"].notna()]
    matched = mine.assign(within=mine["verdict"] == MATCHED)
    found = matched.groupby("pattern")["within"].agg(within="sum", moments="count").reset_index()
    found["met"] = found["within"] >= ENOUGH * found["moments"]
    return found


def implausibility_before(fit: Fit) -> float | None:
    """Implausibility of the values as they were; None where they lie outside of the ranges."""
    variables = fit.calibration.variables
    if not fit.has_shipped:
        return None
    shares = [share_of(v, float(v.default)) for v in variables]  # type: ignore[arg-type]
    if not all(0.0 <= share <= 1.0 for share in shares):
        return None
    return float(fit.judge(np.array([[*shares, *([0.5] * DUMMIES)]]))[0])
