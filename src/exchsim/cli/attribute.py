"""`exchsim attribute`: how much of an outcome comes from which programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from exchsim.cli.console import say, show_table
from exchsim.cli.errors import RefusedError
from exchsim.cli.shares import show_shares, write_shares
from exchsim.cli.sweep import Kind, Quiet, Retry, Scheduler, Workers, _carry_out, _estimate, _sizes, kind_of


def attribute(
    experiment: Annotated[
        str, typer.Argument(metavar="EXPERIMENT", help="An experiment as for sweep, or the folder of such a sweep.")
    ] = "",
    groups: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Groups; by default those of the file, or the usual ones.")
    ] = None,
    policy: Annotated[str | None, typer.Option(metavar="NAME", help="Policy; by default the first.")] = None,
    nations: Annotated[
        str | None, typer.Option(metavar="USA,KOR", help="Nations whose levers are switched; by default all.")
    ] = None,
    orders: Annotated[
        int | None, typer.Option(min=0, help="Orders drawn by chance; 0 for all subsets, the default up to 6 groups.")
    ] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Confidence of intervals.")] = 0.95,
    workers: Workers = None,
    executor: Kind = None,
    scheduler: Scheduler = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder; by default results/NAME_attribution.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many runs, how long and how much disk.")] = False,
    samples: Annotated[int | None, typer.Option(min=1, help="Samples of the design, in place of the file's.")] = None,
    replicates: Annotated[int | None, typer.Option(min=1, help="Seeds a sample, in place of the file's.")] = None,
    show_groups: Annotated[bool, typer.Option("--list", help="List the built-in groups.")] = False,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> int:
    """Switch groups of programmes off under the same luck, and share an outcome out among them.

    A share is what a group adds, averaged over all orders in which the groups may be switched on (Shapley): shares add
    up to what all of them do together. Writes attribution.csv and attribution.png into the folder of the runs, which
    resumes and extends like any sweep.
    """
    if show_groups:
        from exchsim.sweep.switches import GROUPS

        show_table(("group", "what is switched off"), GROUPS.items())
        return 0
    if not experiment:
        raise RefusedError("no experiment given; write exchsim attribute EXPERIMENT, or --list for the groups")
    if (Path(experiment) / "manifest.json").is_file():
        return _again(Path(experiment), (groups, policy, nations, orders), confidence, quiet)
    kind = kind_of(executor, scheduler)
    from exchsim.sweep.attribute import attribution_experiment
    from exchsim.sweep.load import load_experiment

    loaded = load_experiment(experiment)
    if samples is not None or replicates is not None:
        loaded = load_experiment(experiment, _sizes(loaded, samples, replicates))
    made = attribution_experiment(loaded, _listed(groups), policy, _listed(nations), orders)
    if made.samples * made.file.replicates < 2:
        raise RefusedError(f"{experiment}: one run of each set has no interval; give --replicates 2 or more")
    if dry_run:
        _estimate(made, workers)
        return 0
    folder = out or Path("results") / made.name
    code = _carry_out(
        made, folder, workers, kind, scheduler, retry_failed, quiet, lambda sweep: show_shares(sweep, confidence)
    )
    if quiet:
        from exchsim.sweep.results import open_sweep

        write_shares(open_sweep(folder), confidence)
    return code


def _listed(text: str | None) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()] if text else []


def _again(folder: Path, given: tuple[Any, ...], confidence: float, quiet: bool) -> int:
    """The table of runs that are stored already."""
    from exchsim.sweep.results import open_sweep

    if any(option is not None for option in given):
        raise RefusedError(f"{folder}: is a sweep already; give the experiment to attribute otherwise")
    opened = open_sweep(folder)
    if quiet:
        write_shares(opened, confidence)
    else:
        show_shares(opened, confidence)
    say(str(folder))
    return 0
