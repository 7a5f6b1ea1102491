"""`exchsim report`: what a sweep says, on one page for somebody who has ten minutes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exchsim.cli.console import say
from exchsim.cli.errors import RefusedError


def report(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="report.html or .md; by default DIR/report.html.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="NAME", help="Policy to compare with; by default the first.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a report that is there.")] = False,
) -> None:
    """Write a report of a sweep: the answer, the evidence, what it hangs on, the method, the limits.

    One self-contained HTML file, or Markdown with its figures in a folder beside it.
    """
    from exchsim.report.write import write_report
    from exchsim.sweep.results import open_sweep

    path = out if out is not None else directory / "report.html"
    if path.suffix not in (".html", ".md"):
        raise RefusedError(f"{path}: the name must end in .html or .md")
    if path.exists() and not overwrite:
        raise RefusedError(f"{path}: is there already; give another name with -o, or --overwrite")
    opened = open_sweep(directory)
    if baseline is not None and baseline not in opened.policies:
        raise RefusedError(f"--baseline = {baseline}: no such policy; there are {', '.join(opened.policies)}")
    try:
        write_report(opened, path, baseline)
    except ValueError as error:
        raise RefusedError(f"{directory}: {error}") from error
    say(str(path))
