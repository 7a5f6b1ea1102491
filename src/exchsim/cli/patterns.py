"""`exchsim patterns`: which patterns of history the model reproduces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from exchsim.cli.console import say, show_table
from exchsim.cli.errors import RefusedError


def patterns(
    seeds: Annotated[int, typer.Option("-n", "--seeds", min=1, help="Runs of each world.")] = 2,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="A number or lever for all runs.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write all moments as CSV.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show every moment, also those within their bands.")] = False,
) -> None:
    """Hold runs of the shipped scenarios against what is on record up to 1999, moment by moment.

    A pattern is met when four of five of its moments lie within their bands, on average over the seeds.
    """
    if out is not None and out.exists() and not overwrite:
        raise RefusedError(f"{out}: is there already; give another file, or add --overwrite")
    from exchsim.analysis.moments import judge
    from exchsim.analysis.moments import patterns as by_pattern
    from exchsim.history.patterns import find

    judged = judge(find(range(1, seeds + 1), change or [], lambda what: say(f"  {what}")))
    summary = by_pattern(judged)
    rows: Iterator[Any] = (judged if every else judged[~judged["met"]]).itertuples(index=False)
    show_table(
        ("pattern", "moment", "when", "seen", "band", "found", ""),
        ([row.pattern, row.moment, row.when, _number(row.seen), f"{row.low:g} to {row.high:g}", _number(row.found),
          "" if row.met else "outside"] for row in rows),
        numbers=("seen", "found"),
    )  # fmt: skip
    rows = summary.itertuples(index=False)
    show_table(
        ("pattern", "", "within", "of", ""),
        ([row.pattern, row.title, row.within, row.moments, "met" if row.met else "missed"] for row in rows),
        numbers=("within", "of"),
    )
    say(f"{int(summary['met'].sum())} of {len(summary)} patterns are met.")
    if out is not None:
        judged.to_csv(out, index=False)


def _number(value: float) -> str:
    return "" if value != value else f"{value:.3g}"
