"""Forecasters that know no officers: a gravity logit, preferential attachment, persistence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exchsim.history.hindcast.forecast import Forecast, Tally
from exchsim.history.hindcast.past import Array, Past

COVARIATES = ("constant", "degrees", "common", "ally", "exercise", "rivalry", "ideal", "power", "distance")
Hazard = Callable[[int, Array], Array]
_RIDGE = 1e-3  # keeps what the years do not tell from running to infinity


@dataclass(frozen=True, eq=False)
class Logit:
    """Yearly logit of a new agreement on the state of the year before (docs/odd.md, agreements): the gravity model."""

    beta: Array  # by COVARIATES
    error: Array
    events: int
    rows: int


def covariates(past: Past, year: int, held: Array, met: Array) -> Array:
    """N x N x 9: what a year and the agreements held at its end say of the next one."""
    row, n = past.row(year), len(past.codes)
    degrees, cinc = np.log1p(held.sum(axis=0)), np.log(past.capability[row] + 1e-5)
    columns = (
        np.ones((n, n)),
        degrees[:, None] + degrees,
        np.log1p(held.astype(float) @ held),
        past.ally[row], met, past.rivalry[row],
        np.abs(past.ideal[row][:, None] - past.ideal[row]),
        cinc[:, None] + cinc,
        np.log(past.km + 50.0),
    )  # fmt: skip
    return np.stack(columns, axis=-1).astype(float)


def fit(past: Past) -> Logit:
    """The logit of the fitted years."""
    rows, signed = [], []
    for year in past.span.fitted:
        before, after = past.agreement[past.row(year - 1)], past.agreement[past.row(year)]
        free = past.both(year - 1, year) & ~before
        rows.append(covariates(past, year - 1, before, past.met(year - 1))[free])
        signed.append(after[free])
    x, y = np.concatenate(rows), np.concatenate(signed).astype(float)
    known = np.isfinite(x).all(axis=1)
    beta, error = logit(x[known], y[known])
    return Logit(beta, error, int(y.sum()), len(y))


def logit(x: Array, y: Array) -> tuple[Array, Array]:
    """Coefficients and standard errors, by Newton's method."""
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        p = _chance(x @ beta)
        information = (x * (p * (1.0 - p))[:, None]).T @ x + _RIDGE * np.eye(len(beta))
        step = np.linalg.solve(information, x.T @ (y - p) - _RIDGE * beta)
        beta += np.clip(step, -3.0, 3.0)
        if np.abs(step).max() < 1e-9:
            break
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))


def _chance(value: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(value, -30.0, 30.0))))


def gravity(past: Past, inputs: str, draws: int, seed: int) -> Forecast:
    """The logit, simulated forward: its own agreements feed degrees and common partners; exercises stay as they are."""
    found, met = fit(past), past.met(past.span.last)

    def hazard(year: int, held: Array) -> Array:
        value = covariates(past, year - 1, held, met) @ found.beta
        return np.where(np.isfinite(value), _chance(np.nan_to_num(value)), 0.0)

    return forward(past, "gravity logit", inputs, hazard, draws, seed)


def attachment(past: Past, inputs: str, draws: int, seed: int) -> Forecast:
    """Preferential attachment: chances go with the product of both sides' agreements plus one, at the fitted rate."""
    events = exposed = 0.0
    for year in past.span.fitted:
        before = past.agreement[past.row(year - 1)]
        free = past.both(year - 1, year) & ~before
        events += past.agreement[past.row(year)][free].sum()
        exposed += _weight(before)[free].sum()

    def hazard(_: int, held: Array) -> Array:
        return np.minimum(1.0, events / exposed * _weight(held))

    return forward(past, "preferential attachment", inputs, hazard, draws, seed)


def _weight(held: Array) -> Array:
    degree = 1.0 + held.sum(axis=0)
    return np.outer(degree, degree)


def persistence(past: Past, inputs: str) -> Forecast:
    """All stays as it is. Pairs are ranked by what they have had: an agreement that ended, then exercises."""
    row = past.row(past.span.last)
    score = past.agreement[: row + 1].any(axis=0) * 1.0 + 0.5 * past.met(past.span.last)
    held = past.agreement[row]
    there = [past.present[past.row(year)] for year in past.span.forecast]
    dyads = [(held & now[:, None] & now).sum() // 2 for now in there]
    return Forecast("persistence", inputs, np.triu(score, 1), np.array([dyads]), is_chance=False)


def end_rate(past: Past) -> float:
    """Chance that an agreement is not in force a year later, in the fitted years; one end among two where none was."""
    ends, years = 0.5, 1.0
    for year in past.span.fitted:
        before, there = past.agreement[past.row(year - 1)], past.both(year - 1, year)
        years += (before & there).sum()
        ends += (before & ~past.agreement[past.row(year)] & there).sum()
    return float(ends / years)


def forward(past: Past, name: str, inputs: str, hazard: Hazard, draws: int, seed: int) -> Forecast:
    """Simulate agreements year by year: new ones by a hazard of pairs, ends at the rate of the fitted years."""
    span, n, rng, ends = past.span, len(past.codes), np.random.default_rng(seed), end_rate(past)
    tally, dyads = Tally(n, len(span.forecast)), np.zeros((draws, len(span.forecast)))
    start = past.agreement[past.row(span.last)]
    upper = np.triu(np.ones((n, n), bool), 1)
    for draw in range(draws):
        held, never = start.copy(), upper & ~start
        for k, year in enumerate(span.forecast):
            free = past.both(year - 1, year) & ~held
            odds = np.where(free, hazard(year, held), 0.0)
            begun = rng.random((n, n)) < odds
            tally.odds[k] += np.where(never, odds, 0.0)
            tally.events[k] += (begun & never).sum()
            never &= ~begun
            ended = held & upper & (rng.random((n, n)) < ends)
            there = past.present[past.row(year)]
            kept = ((held & upper & ~ended) | begun) & there[:, None] & there
            held = kept | kept.T
            dyads[draw, k] = kept.sum()
    tally.runs = draws
    return Forecast(name, inputs, tally.chance(scaled=False), dyads)
