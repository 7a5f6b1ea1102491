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
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", help="Your own Markdown, with placeholders such as {{trust.longer}}."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a report that is there.")] = False,
) -> None:
    """Write a report of a sweep: the answer, the evidence, what it hangs on, the method, the limits.

    One self-contained HTML file, or Markdown with its figures in a folder beside it. --template fills a text of yours
    with the numbers, verdicts and figures of the sweep (experiments/README.md lists the placeholders).
    """
    from exchsim.report.template import TemplateError, write_rendered
    from exchsim.report.write import write_report
    from exchsim.sweep.results import open_sweep

    path = out if out is not None else directory / ("report.md" if template else "report.html")
    if path.suffix not in ((".md",) if template else (".html", ".md")):
        raise RefusedError(f"{path}: the name must end in " + (".md" if template else ".html or .md"))
    if template is not None and not template.is_file():
        raise RefusedError(f"{template}: no such file")
    if template is not None and baseline is not None:
        raise RefusedError("--baseline: a template names what it compares with, as in {{trust.longer.vs.shorter}}")
    if path.exists() and not overwrite:
        raise RefusedError(f"{path}: is there already; give another name with -o, or --overwrite")
    opened = open_sweep(directory)
    if baseline is not None and baseline not in opened.policies:
        raise RefusedError(f"--baseline = {baseline}: no such policy; there are {', '.join(opened.policies)}")
    try:
        if template is not None:
            write_rendered(opened, template, path)
        else:
            write_report(opened, path, baseline)
    except TemplateError as error:
        raise RefusedError(str(error)) from error
    except ValueError as error:
        raise RefusedError(f"{directory}: {error}") from error
    say(str(path))
