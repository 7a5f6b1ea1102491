"""`exchsim run`: one scenario, one seed, one folder of results."""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchsim.cli.console import note, say
from exchsim.cli.errors import RefusedError

if TYPE_CHECKING:
    from exchsim.api import Plan, Result
    from exchsim.scenario import Scenario

LAST_SEED = 2**63 - 1
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the scenario; may be repeated.")
]


def run(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a scenario.")],
    seed: Annotated[int | None, typer.Option(help="Seed of every draw; by default that of the scenario.")] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder; by default results/NAME-ID.")
    ] = None,
    months: Annotated[int | None, typer.Option(help="Stop after so many months.")] = None,
    overrides: Overrides = None,
    officers: Annotated[
        bool, typer.Option("--officers", help="Keep an event log of officers, for exchsim life.")
    ] = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures into figures/.")] = True,
    redraw: Annotated[bool, typer.Option("--redraw", help="Draw the figures of a finished run again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the folder of the results and nothing else.")] = False,
) -> None:
    """Run a scenario and store tables, figures and a manifest in a folder."""
    if out is not None:
        check_folder(out, may_be_done=True)
    chosen = [*(overrides or []), *(["outputs.officers=true"] if officers else [])]
    loaded = _load(scenario, seed, months, chosen)
    from exchsim.api import prepare

    plan = prepare(loaded, seed, months)
    folder = out if out is not None else Path("results") / f"{plan.name}-{plan.id}"
    done = stored(folder, plan.id)
    if done is not None:
        told = _shown_again(done, plan, folder, redraw)
        if not quiet:
            note(f"{folder}: this run is complete already; {told}")
    else:
        check_folder(folder)
        if not quiet:
            _mention_idle(loaded, plan, scenario)
        done = _run_and_save(plan, folder, figures, quiet)
    if not quiet:
        say(done.summary())
    say(str(folder))


def _load(scenario: str, seed: int | None, months: int | None, overrides: list[str]) -> Scenario:
    """The scenario, with every fault of the arguments and of the file refused."""
    if seed is not None and not 0 <= seed <= LAST_SEED:
        raise RefusedError(f"--seed = {seed}: must be 0 to {LAST_SEED:,}")
    if months is not None and months < 1:
        raise RefusedError(f"--months = {months}: must be 1 or more; leave it out to run the whole period")
    from exchsim.scenario import load_scenario
    from exchsim.scenario.members import period_of

    loaded = load_scenario(scenario, overrides)
    start, end = period_of(loaded.file)
    if months is not None and months > end - start:
        raise RefusedError(f"--months = {months}: must be 1 to {end - start}, the length of {loaded.name}")
    return loaded


def _run_and_save(plan: Plan, folder: Path, figures: bool, quiet: bool) -> Result:
    from exchsim.cli.progress import COMPILING, watching
    from exchsim.engine.compile import compile_engine

    blueprint = plan.blueprint
    length = blueprint.end - blueprint.start
    if not quiet:
        note(f"{plan.title}: {len(blueprint.nations)} nations, {length} months, seed {plan.seed}")
    with watching(blueprint.start, blueprint.end, quiet) as watch:
        compile_engine(lambda: watch.phase(COMPILING))
        watch.phase("simulating")
        result = plan.run(watch.reached)
        watch.phase("writing tables and drawing figures" if figures else "writing tables")
        check_folder(folder)
        with all_or_nothing(folder):
            result.save(folder, figures=figures)
    if not quiet:
        note(f"simulated in {result.seconds:.1f} s")
    return result


def _mention_idle(loaded: Scenario, plan: Plan, written: str) -> None:
    """That something in a scenario does nothing; what it is takes too many lines here."""
    idle = len(loaded.idle(plan.blueprint))
    if idle:
        things = "one thing in it does nothing" if idle == 1 else f"{idle} things in it do nothing"
        note(f"note: {things}; exchsim validate {written} says what")


def _shown_again(done: Result, plan: Plan, folder: Path, wanted: bool) -> str:
    """Draw a finished run's figures anew where that is wanted; what was done, in words."""
    from exchsim.plots import savers
    from exchsim.store.write import redraw

    others = done.resolved.get("figures") != plan.resolved.get("figures")
    if not wanted:
        hint = "; its figures show other pairs than the scenario now names, --redraw draws them again" if others else ""
        return f"nothing was computed or changed{hint}"
    done.resolved = plan.resolved
    redraw(done, folder, savers(done))
    return "its figures were drawn again"


def check_folder(folder: Path, may_be_done: bool = False) -> None:
    """Refuse a folder in which no results can be written; `may_be_done` lets one with a finished run pass."""
    from exchsim.store.errors import StoreError
    from exchsim.store.manifest import MANIFEST
    from exchsim.store.write import check_directory

    try:
        if not (may_be_done and (folder / MANIFEST).is_file()):
            check_directory(folder)
    except (StoreError, OSError) as error:
        said = error.strerror if isinstance(error, OSError) else None
        raise RefusedError(f"{folder}: {said}; give another folder" if said else str(error)) from error


def stored(folder: Path, run_id: str) -> Result | None:
    """The same run, if the folder holds all of it; None where there is nothing yet. Anything else is refused."""
    from exchsim.api import Result
    from exchsim.store.errors import StoreError
    from exchsim.store.manifest import MANIFEST
    from exchsim.store.read import read_manifest

    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    if not (folder / MANIFEST).is_file():
        raise RefusedError(f"{folder}: holds a run that was not finished; remove the folder, or give another with -o")
    try:
        content = read_manifest(folder)
        if content.get("id") != run_id:
            check_folder(folder)
        lost = [name for name, about in content["files"].items() if not _is_whole(folder / name, about["bytes"])]
        if lost:
            raise RefusedError(f"{folder / lost[0]}: is missing or damaged; remove the folder, or give another with -o")
        return Result.load(folder)
    except (StoreError, KeyError, TypeError, AttributeError) as error:
        said = str(error) if isinstance(error, StoreError) else f"{folder / MANIFEST}: is damaged ({error!r})"
        raise RefusedError(f"{said}; remove the folder, or give another with -o") from error


def _is_whole(file: Path, size: int) -> bool:
    return file.is_file() and file.stat().st_size == size


@contextmanager
def all_or_nothing(folder: Path) -> Iterator[None]:
    """Take back what was written into an empty or new folder unless everything was."""
    from exchsim.store.errors import StoreError

    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        yield
    except BaseException as error:
        refused = isinstance(error, StoreError) and error.__cause__ is None  # somebody else wrote there first
        if not refused:
            with _undisturbed(), suppress(OSError):
                _take_back(folder, made)
        raise


def _take_back(folder: Path, made: list[Path]) -> None:
    from exchsim.store.manifest import MANIFEST
    from exchsim.store.schema import TABLES

    for name in (MANIFEST, *(f"{table}.parquet" for table in TABLES)):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "figures", ignore_errors=True)
    for place in made:
        place.rmdir()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
