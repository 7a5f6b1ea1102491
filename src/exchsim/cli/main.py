"""The command `exchsim`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from exchsim._version import __version__
from exchsim.cli import inspect, stored, sweep, world
from exchsim.cli.animate import animate
from exchsim.cli.app import app as classroom
from exchsim.cli.attribute import attribute
from exchsim.cli.calibrate import calibrate
from exchsim.cli.compare import compare
from exchsim.cli.console import say
from exchsim.cli.discover import discover
from exchsim.cli.errors import GOOD, STOPPED, be_tolerant, report
from exchsim.cli.hindcast import hindcast
from exchsim.cli.life import life
from exchsim.cli.moments import moments
from exchsim.cli.patterns import patterns
from exchsim.cli.report import report as report_command
from exchsim.cli.run import run
from exchsim.cli.search import search

DEBUG = "--debug"

# Plain help: importing rich for it would take as long as everything else together.
app = typer.Typer(name="exchsim", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("run", short_help="Run a scenario and store its results.")(run)
app.command("validate", short_help="Check scenarios; say what is wrong.")(inspect.validate)
app.command("explain", short_help="Print all values in effect and their sources.")(inspect.explain)
app.command("diff", short_help="Print in what two scenarios differ.")(inspect.diff)
app.command("life", short_help="Tell the life of one officer of a run.")(life)
app.command("animate", short_help="Draw the network of a run year by year, as a GIF.")(animate)
app.command("sweep", short_help="Run an experiment: many runs, stored together, resumable.")(sweep.sweep)
app.command("search", short_help="Search for policies that no other beats in everything.")(search)
app.command("extend", short_help="Add seeds, samples or policies to a sweep.")(sweep.extend)
app.command("status", short_help="Say how far a sweep is.")(stored.status)
app.command("verify", short_help="Run stored runs of a sweep again and compare.")(stored.verify)
app.command("compare", short_help="Compare the policies of a sweep: by how much, how sure.")(compare)
app.command("discover", short_help="Say in which futures a policy fails.")(discover)
app.command("attribute", short_help="Say how much of an outcome comes from which programme.")(attribute)
app.command("report", short_help="Write a report of a sweep for those who decide.")(report_command)
app.command("moments", short_help="Print what a run or the record looks like in numbers.")(moments)
app.command("patterns", short_help="Say which patterns of history the model reproduces.")(patterns)
app.command("calibrate", short_help="Fit parameters to the record: what is plausible, what is not told.")(calibrate)
app.command("hindcast", short_help="Forecast agreements from a year of history; score it.")(hindcast)
app.command("app", short_help="Watch and change a scenario in the browser.")(classroom)
app.command("schema", short_help="Print the JSON Schema of scenario files.")(inspect.schema)
app.command("list", short_help="List the scenarios that have a name.")(inspect.list_scenarios)
app.add_typer(world.app, name="world", short_help="Build and show tables of the real world.")


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"exchsim {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show the traceback of an unexpected error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Simulate international military exchanges: trust, interoperability, language, careers.

    Exit codes: 0 good, 1 the run failed, 2 the input was refused, 130 stopped.
    """


@app.command("version", short_help="Print versions, libraries included.")
def versions() -> None:
    """Print the versions of exchsim, of Python and of the libraries that make results."""
    from exchsim.store.manifest import versions as found

    for name, number in found().items():
        say(f"{name} {number}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; the exit code. No exception gets out."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    be_tolerant()
    debug = DEBUG in given or os.environ.get("EXCHSIM_DEBUG", "0") not in ("", "0")
    given = [argument for argument in given if argument != DEBUG]  # it may stand anywhere
    try:
        code = app(given, prog_name="exchsim", standalone_mode=False)
        if code == STOPPED:  # in place of KeyboardInterrupt, which typer takes for itself
            return report(KeyboardInterrupt(), debug)
        return code if isinstance(code, int) else GOOD
    except (Exception, KeyboardInterrupt) as error:
        return report(error, debug)
