"""`exchsim compare`: which policy is better, by how much, how sure, where it fails."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.assignments import by_outcome
from exchsim.cli.console import say, show_table
from exchsim.cli.errors import RefusedError
from exchsim.cli.numbers import scale_of

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.analysis.contrasts import Contrast
    from exchsim.sweep.results import Sweep


def compare(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    baseline: Annotated[
        str | None, typer.Option(metavar="NAME", help="Policy to compare with; by default the first.")
    ] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Confidence of intervals.")] = 0.95,
    method: Annotated[str, typer.Option(help="t, or bootstrap for small samples with long tails.")] = "t",
    threshold: Annotated[
        list[str] | None,
        typer.Option("--threshold", metavar="OUTCOME=VALUE", help="What is good enough; may be repeated."),
    ] = None,
    precision: Annotated[
        list[str] | None,
        typer.Option(
            "--precision", metavar="OUTCOME=WIDTH", help="Half width of interval wanted: how many seeds it needs."
        ),
    ] = None,
) -> None:
    """Compare the policies of a sweep, run by run under the same luck.

    Intervals are of the mean difference over futures and luck; a ranking that turns round within the range of a number
    that rests on a proposal (grades M and K-low) is called unresolved.
    """
    from exchsim.sweep.results import open_sweep

    opened = open_sweep(directory)
    chosen = _baseline(opened, baseline)
    runs = opened.good
    good_enough = by_outcome("--threshold", threshold, opened.outcomes)
    wanted = by_outcome("--precision", precision, opened.outcomes, above_zero=True)
    found = _contrasts(opened, runs, chosen, confidence, method)
    _show_contrasts(opened, found, chosen, confidence, method)
    _show_verdicts(opened, runs, chosen, confidence)
    _show_robustness(opened, runs)
    if good_enough:
        _show_satisficing(opened, runs, good_enough)
    for outcome, width in wanted.items():
        for contrast in found:
            if contrast.outcome == outcome:
                say(_needed(contrast, width))


def _baseline(opened: Sweep, name: str | None) -> str:
    if len(opened.policies) < 2:
        raise RefusedError(f"{opened.folder.path}: has one policy only; nothing to compare")
    if name is not None and name not in opened.policies:
        from exchsim.scenario.faults import suggestion

        raise RefusedError(f"--baseline = {name}: no such policy; {suggestion(name, opened.policies)}")
    return name or opened.policies[0]


def _contrasts(opened: Sweep, runs: pd.DataFrame, baseline: str, confidence: float, method: str) -> list[Contrast]:
    from exchsim.analysis.contrasts import contrasts

    try:
        return contrasts(
            runs,
            opened.directions,
            opened.policies,
            baseline,
            confidence=confidence,
            method=method,
            layout=opened.layout,
        )
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _show_contrasts(opened: Sweep, found: list[Contrast], baseline: str, confidence: float, method: str) -> None:
    first = found[0].estimate
    over = f"{first.futures:,} futures x {first.replicates:,} replicates"
    if not opened.layout.sampled:
        over = f"{first.replicates:,} replicates; the futures are chosen, so that only luck counts"
    say(f"Against {baseline}, run by run under the same luck: {over}; {100 * confidence:g} % intervals ({method})")
    rows: list[list[Any]] = []
    for c in found:
        factor, word = scale_of(x.difference for x in found if x.outcome == c.outcome)
        unit = " ".join(filter(None, (word, opened.units[c.outcome])))
        numbers = (f"{x / factor:+.4g}" for x in (c.difference, c.low, c.high))
        rows.append([c.outcome, unit, c.policy, *numbers, _percent(c.better), _percent(c.variance_saved)])
    heads = ("outcome", "unit", "policy", "difference", "low", "high", "better in", "variance saved")
    show_table(heads, rows, numbers=heads[3:])


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.0f} %"


def _show_verdicts(opened: Sweep, runs: pd.DataFrame, baseline: str, confidence: float) -> None:
    from exchsim.analysis.verdicts import verdicts, weak_numbers

    weak = weak_numbers(opened.about["uncertainties"])
    say()
    found = verdicts(
        runs, opened.directions, opened.policies, baseline, weak, confidence=confidence, layout=opened.layout
    )
    for one in found:
        say(str(one))
    if not weak:
        say("No number that rests on a proposal varies in this sweep: whether these answers hang on one is not tested "
            "(uncertainties: {all: [M, K-low]})")  # fmt: skip


def _show_robustness(opened: Sweep, runs: pd.DataFrame) -> None:
    from exchsim.analysis.robustness import table

    found = table(runs, opened.directions)
    if not len(found):
        return
    rows = []
    for row in found.to_dict("records"):
        numbers = (row[column] for column in ("mean", "worst", "regret_mean", "regret_max"))
        rows.append([row["outcome"], row["policy"], *(f"{x:.4g}" for x in numbers), "yes" if row["pareto"] else "no"])
    say()
    heads = ("outcome", "policy", "mean", "worst future", "mean regret", "largest regret", "unbeaten")
    show_table(heads, rows, numbers=heads[2:6])
    say("regret: how much worse than the best policy of the same future; unbeaten: no other is as good in everything")


def _show_satisficing(opened: Sweep, runs: pd.DataFrame, thresholds: dict[str, float]) -> None:
    from exchsim.analysis.robustness import satisficing

    try:
        shares = satisficing(runs, thresholds, opened.directions)
    except ValueError as error:
        raise RefusedError(str(error)) from error
    say()
    said = " and ".join(
        f"{name} {'at least' if opened.directions[name] == 'more' else 'at most'} {value:g}"
        for name, value in thresholds.items()
    )
    show_table(("policy", "good enough in"), [[p, _percent(shares.get(p, math.nan))] for p in opened.policies])
    say(f"share of futures with {said}")


def _needed(contrast: Contrast, width: float) -> str:
    which = f"{contrast.outcome}, {contrast.policy} against {contrast.baseline}"
    words = f"{which}, to ± {width:g} (now ± {contrast.half_width:.3g}): "
    needed, futures = contrast.replicates_for(width), contrast.futures_for(width)
    if needed is not None:
        more = max(0, needed - contrast.estimate.replicates)
        return words + f"{needed:,} replicates of each future, {more:,} more than now"
    if futures is not None:
        return words + f"more seeds cannot do it; {futures:,} samples would"
    return words + "neither more seeds nor more samples alone can do it"
