"""`exchsim discover`: in which futures a policy fails, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchsim.cli.assignments import by_outcome
from exchsim.cli.console import say
from exchsim.cli.errors import RefusedError

if TYPE_CHECKING:
    from exchsim.analysis.failures import Failures
    from exchsim.sweep.results import Sweep


def discover(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    policy: Annotated[
        list[str] | None, typer.Option("--policy", metavar="NAME", help="Policies to look at; by default all others.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="NAME", help="Policy to compare with; by default the first.")
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", metavar="NAME", help="Outcomes; by default all with a direction.")
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option("--threshold", metavar="OUTCOME=VALUE", help="To fail is to miss this; may be repeated."),
    ] = None,
    boxes: Annotated[int, typer.Option(min=1, max=9, help="Boxes of each outcome, at most.")] = 3,
    figures: Annotated[
        Path | None, typer.Option("--figures", metavar="FOLDER", help="Draw the first box of each into a folder.")
    ] = None,
) -> None:
    """Say in which futures a policy fails: as boxes of the uncertain numbers, and as a small tree.

    A policy fails where it is worse than the baseline, or misses a threshold. A tree or box that shuffled futures would
    give as well is not shown.
    """
    from exchsim.analysis.failures import failures
    from exchsim.sweep.results import open_sweep

    opened = open_sweep(directory)
    base = _known("--baseline", baseline, opened.policies) or opened.policies[0]
    thresholds = by_outcome("--threshold", threshold, opened.outcomes)
    outcomes = _outcomes(opened, outcome, thresholds)
    names = [_known("--policy", name, opened.policies) for name in policy or ()]
    if not names:
        names = [*opened.policies] if thresholds else [name for name in opened.policies if name != base]
    if not names:
        raise RefusedError(f"{directory}: has one policy only; give --threshold OUTCOME=VALUE")
    if not opened.uncertainties:
        raise RefusedError(f"{directory}: nothing is uncertain in this sweep, so that all futures are one")
    runs, first = opened.good, True
    for name in names:
        for one in outcomes:
            try:
                found = failures(
                    runs, opened.design, one, str(name), opened.directions[one], base, thresholds.get(one), boxes
                )
            except ValueError as error:
                raise RefusedError(str(error)) from error
            if not first:
                say()
            first = False
            _show(found)
            if figures is not None and found.boxes:
                say(f"  drawn: {_draw(opened, found, figures)}")


def _known(option: str, name: str | None, names: list[str]) -> str | None:
    from exchsim.scenario.faults import suggestion

    if name is not None and name not in names:
        raise RefusedError(f"{option} = {name}: not in this sweep; {suggestion(name, names)}")
    return name


def _outcomes(opened: Sweep, given: list[str] | None, thresholds: dict[str, float]) -> list[str]:
    if given:
        return [str(_known("--outcome", name, opened.outcomes)) for name in given]
    if thresholds:
        return list(thresholds)
    directed = [name for name, way in opened.directions.items() if way != "neither"]
    if not directed:
        raise RefusedError("no outcome has a direction; write `direction: more` or `less` in the experiment")
    return directed


def _show(found: Failures) -> None:
    """What was counted, then boxes and tree where there are any."""
    say(str(found))
    if not found.is_mixed:
        return
    if found.tree.is_leaf:
        say("  nothing about the futures tells which better than chance would")
        return
    for box in found.boxes:
        say(f"  mostly where {box}")
    say("  by the tree:")
    for depth, words in found.tree.lines():
        say("    " + "  " * depth + words)


def _draw(opened: Sweep, found: Failures, folder: Path) -> Path:
    """The first box in the space of the numbers that it restricts."""
    from exchsim.plots import save
    from exchsim.plots.influence import box
    from exchsim.report.words import source_of
    from exchsim.store.errors import StoreError

    units = {path: str(about["unit"]) for path, about in opened.about["uncertainties"].items()}
    heading = f"Where {found.policy} {found.condition} on {found.outcome}".replace("_", " ")
    path = folder / f"{found.policy}-{found.outcome}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save(box(found.points, found.fails, found.boxes[0], units, heading, source_of(opened)), path)
    except OSError as error:
        raise StoreError(f"{path}: writing failed ({error}); give another folder") from error
    return path
