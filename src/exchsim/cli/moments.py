"""`exchsim moments`: what a run, or the record of history, looks like in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.console import say, show_table
from exchsim.cli.errors import RefusedError

if TYPE_CHECKING:
    from exchsim.analysis.moments import Observed


def moments(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run, or of tables of your own.")],
    first: Annotated[int | None, typer.Option(metavar="YEAR", help="First year to look at.")] = None,
    last: Annotated[int | None, typer.Option(metavar="YEAR", help="Last year to look at.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write them as CSV.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Print moments: the network of agreements, who finds whom, exercises, missions, alignment.

    Tables of your own are states.csv (year, iso3) and any of agreements.csv and alliances.csv (iso3_a, iso3_b, start,
    end), exercises.csv (event, year, iso3), alignment.csv (year, iso3, ideal_point) and contingents.csv (year, mission,
    iso3, troops); exchsim world record makes them from public files.
    """
    if out is not None and out.exists() and not overwrite:
        raise RefusedError(f"{out}: is there already; give another file, or add --overwrite")
    if first is not None and last is not None and first > last:
        raise RefusedError(f"--first = {first}: is after --last = {last}")
    from exchsim.analysis.moments import take

    found = take(_observed(source), first, last)
    if found.empty:
        raise RefusedError(f"{source}: no moment can be taken of these tables in these years")
    if out is not None:
        found.to_csv(out, index=False)
        say(str(out))
        return
    rows: Iterator[Any] = found.itertuples(index=False)
    show_table(("moment", "when", "value"), ([row.moment, row.when, f"{row.value:.4g}"] for row in rows),
               numbers=("value",))  # fmt: skip


def _observed(source: Path) -> Observed:
    from exchsim.analysis.moments import ObservedError, read_observed
    from exchsim.api import Result

    if not source.is_dir():
        raise RefusedError(f"{source}: is no folder")
    if (source / "manifest.json").is_file():
        return Result.load(source).observed()
    try:
        return read_observed(source)
    except ObservedError as error:
        raise RefusedError(str(error)) from error
