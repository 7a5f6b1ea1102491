"""What came out of a calibration, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from exchsim.analysis.words import number
from exchsim.history.fit.verdicts import (
    IDENTIFIED,
    MATCHED,
    MISSING,
    NARROWED,
    NOT_IDENTIFIED,
    each,
    implausibility_before,
    patterns,
)
from exchsim.history.fit.waves import Fit, distances

A_PARAMETER = 10  # points a parameter, under which emulators are not to be trusted
_WORST = 3  # moments that are named where nothing is plausible
_NAMED = 12
_EMULATED_BADLY = 0.5


def share(volume: float) -> str:
    """`all`, `12 %`, `0.03 %`, `one part in 3.1 million`."""
    if volume >= 0.995:
        return "all"
    if volume >= 1e-4:
        return f"{100 * volume:.2g} %"
    return f"one part in {number(1.0 / volume)}" if volume > 0 else "nothing"


def answer(fit: Fit, parameters: pd.DataFrame, moments: pd.DataFrame) -> Iterator[str]:
    """The answer, a sentence or two a line."""
    yield _effort(fit)
    yield _region(fit, moments)
    yield _best(fit, moments)
    for row in each(patterns(moments)):
        yield f"Pattern {row.pattern}: {row.within} of {row.moments} moments, {'met' if row.met else 'missed'}."
    yield from _too_few(fit)
    yield from _parameters(parameters)
    yield from _doubts(fit, moments)


def _effort(fit: Fit) -> str:
    file = fit.calibration.file
    return (
        f"{file.waves} waves of {file.samples:,} points x {file.replicates:,} seeds, then {len(fit.finalists)} points "
        f"x {file.fresh:,} fresh seeds; {len(fit.judge.aims)} moments, of which {fit.calibration.forgiven} may miss."
    )


def _region(fit: Fit, moments: pd.DataFrame) -> str:
    if fit.region.is_empty:
        worst = moments.sort_values("implausibility", ascending=False, kind="stable").head(_WORST)
        named = ", ".join(f"{row.name} ({row.implausibility:.1f})" for row in each(worst))
        return (
            "Nothing is plausible: no values within these ranges meet the targets within their tolerances. Worst at "
            f"the least implausible points: {named}. Widen ranges, raise tolerances, or doubt the model."
        )
    shares = ", ".join(share(wave.region.volume) for wave in fit.waves)
    said = f"Of the prior volume {share(fit.region.volume)} is plausible (after each wave: {shares})."
    before = implausibility_before(fit)
    if before is None:
        return said
    word = "are plausible too" if before <= fit.judge.cutoff else "are ruled out"
    return f"{said} The values as they were {word} (implausibility {before:.1f}, cutoff {fit.judge.cutoff:g})."


def _best(fit: Fit, moments: pd.DataFrame) -> str:
    off = distances(fit.judge, fit.fresh)
    matched = int((moments["verdict"] == MATCHED).sum())
    said = (
        f"Best point: {matched} of {len(moments)} moments matched on fresh seeds, mean squared distance "
        f"{off[fit.best]:.2f} (1 is what tolerance and luck explain)"
    )
    if fit.has_shipped:
        inside = int(((moments["before"] >= moments["low"]) & (moments["before"] <= moments["high"])).sum())
        said += f"; with the values as they were {inside} and {off[-1]:.2f}"
    missed = list(moments["name"][moments["verdict"] != MATCHED])
    return f"{said}." + (f" Missed: {_some(missed)}." if missed else "")


def _too_few(fit: Fit) -> Iterator[str]:
    points, numbers = sum(len(wave.runs.shares) for wave in fit.waves), len(fit.calibration.variables)
    if points < A_PARAMETER * numbers:
        yield (
            f"Too few points: {points:,} for {numbers} parameters, where {A_PARAMETER} a parameter are the least. What "
            "follows says more of these runs than of the data; not identified may mean no more than that."
        )


def _parameters(parameters: pd.DataFrame) -> Iterator[str]:
    for row in each(parameters):
        span = f"{number(row.plausible_low)} to {number(row.plausible_high)}"
        traded = f" It makes up for {_few(row.trades_off_with.split())}." if row.trades_off_with else ""
        if row.verdict == IDENTIFIED:
            yield f"{row.parameter}: identified, {span} (range {_range(row)}), best {number(row.best)}.{traded}"
        elif row.verdict == NARROWED:
            yield f"{row.parameter}: narrowed to {span} (range {_range(row)}), best {number(row.best)}.{traded}"
        elif row.verdict == NOT_IDENTIFIED:
            yield (
                f"{row.parameter}: not identified. These data do not tell it: what is plausible differs from the range "
                f"({_range(row)}) no more than it does for numbers that change nothing.{traded}"
            )


def _range(row: Any) -> str:
    return f"{number(row.low)} to {number(row.high)}"


def _few(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _some(names: Sequence[str]) -> str:
    """Not more names than somebody reads; the tables have all."""
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown


def _doubts(fit: Fit, moments: pd.DataFrame) -> Iterator[str]:
    bad = list(moments["name"][moments["emulated"] < _EMULATED_BADLY])
    if bad:
        yield (
            f"Emulated badly (less than half of their variance, where these parameters move them at all), so that they "
            f"rule out little: {_some(bad)}."
        )
    never = list(moments["name"][moments["verdict"] == MISSING])
    if never:
        yield f"Without a value, and therefore not counted: {', '.join(never)}."
    if fit.failed:
        yield f"{fit.failed:,} runs failed and are missing."
