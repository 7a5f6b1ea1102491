"""`exchsim attribute`: how much of an outcome comes from which programme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.console import note, say, show_table
from exchsim.cli.errors import RefusedError
from exchsim.cli.numbers import plain, scale_of, with_interval
from exchsim.cli.sweep import Kind, Quiet, Retry, Scheduler, Workers, _carry_out, _estimate, _kind, _sizes

if TYPE_CHECKING:
    from exchsim.analysis.attribution import Attribution
    from exchsim.sweep.results import Sweep

TABLE, FIGURE = "attribution.csv", "attribution.png"


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
    kind = _kind(executor, scheduler)
    from exchsim.sweep.attribute import attribution_experiment
    from exchsim.sweep.load import load_experiment

    loaded = load_experiment(experiment)
    if samples is not None or replicates is not None:
        loaded = load_experiment(experiment, _sizes(loaded, samples, replicates))
    made = attribution_experiment(loaded, _listed(groups), policy, _listed(nations), orders)
    if dry_run:
        _estimate(made, workers)
        return 0
    folder = out or Path("results") / made.name
    code = _carry_out(
        made, folder, workers, kind, scheduler, retry_failed, quiet, lambda sweep: _show(sweep, confidence)
    )
    if quiet:
        from exchsim.sweep.results import open_sweep

        _write(open_sweep(folder), confidence)
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
        _write(opened, confidence)
    else:
        _show(opened, confidence)
    say(str(folder))
    return 0


def _found(opened: Sweep, confidence: float) -> list[Attribution]:
    from exchsim.sweep.attribute import attributions

    try:
        return attributions(opened, confidence)
    except ValueError as error:
        raise RefusedError(f"{opened.folder.path}: {error}") from error


def _show(opened: Sweep, confidence: float) -> None:
    """A table of each outcome, and how to read it."""
    from exchsim.analysis.words import percent

    found = _write(opened, confidence)
    for one in found:
        factor, word = scale_of([one.all_on, one.whole.mean])
        unit = " ".join(filter(None, (word, opened.units[one.outcome])))
        say(f"{one.outcome}{f' ({unit})' if unit else ''}: {plain(one.all_on / factor)} with all groups, "
            f"{plain(one.all_off / factor)} without any")  # fmt: skip
        parts = [*one.shares]
        parts.sort(key=lambda share: -abs(share.share.mean))
        rows = [
            [share.group, *(_cell(part, factor) for part in (share.share, share.first, share.last)),
             percent(one.part_of_whole(share))]
            for share in parts
        ]  # fmt: skip
        rows.append(["all together", _cell(one.whole, factor), "", "", "100 %" if one.whole.is_clear else "–"])
        heads = ("group", "share", "first in", "last in", "of the whole")
        show_table(heads, rows, numbers=heads[1:])
        say()
    say(_how(found[0]))


def _cell(part: Any, factor: float) -> str:
    return with_interval(part.mean / factor, (part.high - part.low) / 2 / factor, "+")


def _how(found: Attribution) -> str:
    """What the columns mean, and what the intervals hold."""
    drawn = "" if found.is_exact else f", and over the {found.orders} orders that were drawn"
    orders = "all orders" if found.is_exact else "drawn orders"
    return (
        f"share: what a group adds, averaged over {orders} of switching groups on; shares add up to all together. "
        "first in: what it adds when all others are off. last in: what is lost when it alone is switched off. "
        f"± {100 * found.confidence:g} % interval over futures and luck{drawn}."
    )


def _write(opened: Sweep, confidence: float) -> list[Attribution]:
    """The table and the figure beside the runs."""
    from exchsim.plots import save
    from exchsim.plots.attribution import shares
    from exchsim.store.write import put
    from exchsim.sweep.attribute import table

    found = _found(opened, confidence)
    frame = table(found, opened.units)
    source = f"{opened.about['name']}: {len(opened.good):,} runs  ·  exchsim {opened.about['versions']['exchsim']}"
    with opened.folder.writing():
        put(opened.folder.path / TABLE, lambda path: frame.to_csv(path, index=False))
        put(opened.folder.path / FIGURE, lambda path: save(shares(found, opened.units, source), path))
    note(f"{opened.folder.path / TABLE}, {opened.folder.path / FIGURE}")
    return found
