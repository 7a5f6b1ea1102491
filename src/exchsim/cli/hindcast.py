"""`exchsim hindcast`: forecast new agreements from the state of history, and score the forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exchsim.cli.console import note, say, show_table
from exchsim.cli.errors import RefusedError

BOTH = "both"


def hindcast(
    record: Annotated[Path, typer.Argument(metavar="DIR", help="Tables of what happened: exchsim world record.")],
    numbers: Annotated[
        list[str] | None, typer.Option("--numbers", metavar="FILE", help="Values of parameters; a forecaster more.")
    ] = None,
    first: Annotated[int, typer.Option(metavar="YEAR", help="First year that forecasters may learn from.")] = 1980,
    last: Annotated[int, typer.Option(metavar="YEAR", help="Last year they may learn from.")] = 1989,
    until: Annotated[int, typer.Option(metavar="YEAR", help="Last year to be forecast.")] = 1999,
    inputs: Annotated[
        str, typer.Option(metavar="KIND", help="observed, frozen (as in the last year), or both.")
    ] = BOTH,
    runs: Annotated[int, typer.Option("-n", "--runs", min=2, help="Runs of each forecast.")] = 20,
    scenario: Annotated[str, typer.Option(metavar="SCENARIO", help="The world.")] = "world_1980",
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="A number or lever for all runs.")
    ] = None,
    workers: Annotated[int, typer.Option("-j", "--workers", min=1, help="Runs at the same time.")] = 2,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for the page and tables.")] = Path(
        "results/hindcast"
    ),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a hindcast that is there.")] = False,
) -> None:
    """Forecast who concludes agreements, and how many, from a year of history on; score it against what happened.

    Beside the model: a gravity logit fitted on the same years and simulated forward, preferential attachment, and that
    all stays as it is. Tables are those of exchsim moments: states.csv, agreements.csv, exercises.csv.
    """
    if inputs not in (BOTH, "observed", "frozen"):
        raise RefusedError(f"--inputs = {inputs}: must be observed, frozen or both")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())) and not overwrite:
        raise RefusedError(f"{out}: is there already; give another folder, or add --overwrite")
    from exchsim.analysis.moments import ObservedError, read_observed
    from exchsim.history.hindcast.past import HindcastError, Span
    from exchsim.history.hindcast.run import Options
    from exchsim.history.hindcast.run import hindcast as make
    from exchsim.history.hindcast.values import find_values, read_values
    from exchsim.history.hindcast.write import PAGE, verdicts, write_hindcast

    kinds = ("observed", "frozen") if inputs == BOTH else (inputs,)
    options = Options(scenario, kinds, runs, workers=workers, overrides=tuple(change or []))
    try:
        sets = [read_values(find_values(name)) for name in numbers or []]
        found = make(read_observed(record), Span(first, last, until), sets, options, note)
    except (ObservedError, HindcastError) as error:
        raise RefusedError(str(error)) from error
    write_hindcast(found, out)
    columns = ("forecaster", "inputs", "pairs", "new", "expected", "auc", "average_precision")
    rows = found.scores[list(columns)].itertuples(index=False)
    show_table([name.replace("_", " ") for name in columns],
               ([*row[:4], f"{row[4]:.0f}", f"{row[5]:.3f}", f"{row[6]:.3f}"] for row in rows),
               numbers=("new", "expected", "auc", "average precision"))  # fmt: skip
    for line in verdicts(found):
        say(line.replace("**", ""))
    say(str(out / PAGE))
