"""Numbers of the hindcast of 1990-99, from data to 1989: run `python docs/estimates/hindcast.py DATA_FOLDER`.

1. The logit of new general agreements of 1981-89, and what is left of it when terms within two standard errors of
   nothing are dropped, one by one.
2. What the tension of the world did to new defence pacts of two in 1950-89 (ATOP), with a linear trend and without.
3. The constant with which runs of the model have as many first agreements in 1981-89 as were seen.
`experiments/hindcast_1989` holds what it prints.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import agreements as public
import numpy as np
import pandas as pd
from scipy.optimize import minimize

from exchsim.analysis.moments import Observed
from exchsim.history.hindcast import baselines, ensemble
from exchsim.history.hindcast.past import Past, Span, past_of
from exchsim.history.hindcast.values import with_values
from exchsim.worlds.record import record_tables

SPAN = Span(1980, 1989, 1999)
NOT_TOLD = (
    "common", "ally", "rivalry", "ideal", "young", "tension", "habit", "introduction", "capacity_exponent",
)  # fmt: skip
TOLD = 2.0  # standard errors
SEEDS, ROUNDS, DAMPED = 6, 4, 0.8


def panel(past: Past) -> tuple[np.ndarray, np.ndarray]:
    """Covariates and new agreements of the fitted years."""
    rows, signed = [], []
    for year in past.span.fitted:
        before, after = past.agreement[past.row(year - 1)], past.agreement[past.row(year)]
        free = past.both(year - 1, year) & ~before
        rows.append(baselines.covariates(past, year - 1, before, past.met(year - 1))[free])
        signed.append(after[free])
    x, y = np.concatenate(rows), np.concatenate(signed).astype(float)
    known = np.isfinite(x).all(axis=1)
    return x[known], y[known]


def chosen(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """Terms and coefficients that are left when terms within two standard errors of nothing go, the weakest first."""
    names = list(baselines.COVARIATES)
    while True:
        columns = [baselines.COVARIATES.index(name) for name in names]
        beta, error = baselines.logit(x[:, columns], y)
        value = x[:, columns] @ beta
        print(f"log likelihood {float((y * value - np.logaddexp(0.0, value)).sum()):.1f}:",
              ", ".join(f"{n} {b:.2f} +- {e:.2f}" for n, b, e in zip(names, beta, error, strict=True)))  # fmt: skip
        ratio = np.abs(beta / error)
        ratio[0] = np.inf  # the constant stays
        if ratio.min() >= TOLD:
            return dict(zip(names, map(float, beta), strict=True))
        names.pop(int(ratio.argmin()))


def tension_of_pacts(folder: Path) -> float:
    """Log change of the rate of new pacts of two a unit of tension, in 1950-89 with a linear trend."""
    public.YEARS = range(1946, 1990)
    world = public.World(folder)
    rivals, power = world.read("tss_rivalries_post1946.csv"), world.read("cow_nmc_1946on.csv")
    first = world.read("atop_dyad_spells_1946_2018.csv").groupby(["ccode1", "ccode2"]).start.min().reset_index()
    rows = []
    for year in range(1950, 1990):
        cinc, there = np.nan_to_num(world.vector(power, "cinc", year)), world.present[year]
        share = np.where(there, cinc, 0.0) / cinc[there].sum()
        hostile = rivals[(rivals.start <= year) & (rivals.end >= year)]
        tension = 0.5 * share @ (world.matrix(hostile.ccode1, hostile.ccode2) * np.outer(there, there)) @ share
        new = first[first.start == year]
        often = pd.concat([new.ccode1, new.ccode2]).value_counts()
        of_two = sum(often[a] <= 2 and often[b] <= 2 for a, b in zip(new.ccode1, new.ccode2, strict=True))
        rows.append((1.0, tension, (year - 1970) / 10.0, of_two, there.sum() * (there.sum() - 1) / 2))
    table = np.array(rows)
    found = 0.0
    for columns, word in (([0, 1], "without a trend"), ([0, 1, 2], "with a trend")):
        x, n, pairs = table[:, columns], table[:, 3], table[:, 4]
        loss = lambda b, x=x, n=n, pairs=pairs: float((pairs * np.exp(x @ b) - n * (x @ b)).sum())  # noqa: E731
        best = minimize(loss, np.array([-9.0, *[0.0] * (len(columns) - 1)])).x
        curvature = (x * (pairs * np.exp(x @ best))[:, None]).T @ x
        error = np.sqrt(np.diag(np.linalg.inv(curvature)))
        print(f"tension and {int(n.sum())} pacts of two, 1950-89, {word}: {best[1]:.1f} +- {error[1]:.1f}")
        found = float(best[1])
    return found


def constant(record: Observed, past: Past, values: dict[str, float], seen: float) -> float:
    """Constant with which runs of 1981-89 have as many first agreements as were seen."""
    short = replace(past, span=Span(SPAN.first, SPAN.first, SPAN.last))
    plan = ensemble.plan_of("world_1980", SPAN.first, SPAN.last, [])
    for _ in range(ROUNDS):
        ready = ensemble.started(with_values(plan, values), record, short, "observed")
        events = [ensemble.one_run(ready, short, seed, [])[0].events.sum() for seed in range(1, SEEDS + 1)]
        print(
            f"constant {values['agreements.constant']:.2f}: {np.mean(events):.1f} first agreements, seen {seen:.0f}",
            flush=True,
        )
        if abs(np.log(np.mean(events) / seen)) < 0.05:
            break
        values["agreements.constant"] += DAMPED * float(np.log(seen / np.mean(events)))
    return values["agreements.constant"]


def main() -> None:
    """Print everything."""
    folder = Path(sys.argv[1])
    record = Observed(**record_tables(folder))
    past = past_of(record, ensemble.plan_of("world_1980", SPAN.first, SPAN.until, []).blueprint, SPAN)
    x, y = panel(past)
    kept = chosen(x, y)
    pacts = tension_of_pacts(folder)
    values = {f"agreements.{name}": 0.0 for name in NOT_TOLD} | {
        f"agreements.{n}": round(b, 2) for n, b in kept.items()
    }
    tension = 0.5 * (0.053 + 0.056)  # of the years to 1989, decision 0010
    for name, effect in (("as_in_1989", 0.0), ("as_pacts_tell", round(pacts, 1))):
        start = values["agreements.constant"] + 0.5 - effect * tension
        found = values | {"agreements.tension": effect, "agreements.constant": start}
        print(f"\n{name}")
        constant(record, past, found, y.sum())
        print({path: round(value, 2) for path, value in found.items()}, flush=True)


if __name__ == "__main__":
    main()
