"""`exchsim calibrate`: values of uncertain parameters that are plausible in the light of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.console import note, say
from exchsim.cli.errors import FAILED, StoppedError
from exchsim.cli.sweep import Kind, Quiet, Retry, Scheduler, Workers, duration, ends_are_interrupts, kind_of, watching

if TYPE_CHECKING:
    from exchsim.history.fit.load import Calibration
    from exchsim.history.fit.waves import Fit


def calibrate(
    calibration: Annotated[
        str, typer.Argument(metavar="CALIBRATION", help="A calibration file, its folder, or the name of one.")
    ],
    workers: Workers = None,
    executor: Kind = None,
    scheduler: Scheduler = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder; by default results/NAME.")
    ] = None,
    waves: Annotated[int | None, typer.Option(min=1, max=20, help="Waves, in place of the file's.")] = None,
    samples: Annotated[int | None, typer.Option(min=4, max=5000, help="Points a wave, in place of the file's.")] = None,
    replicates: Annotated[int | None, typer.Option(min=2, help="Seeds a point, in place of the file's.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many runs, and how long.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the results of another calibration in the folder.")
    ] = False,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> int:
    """Find the values of parameters with which runs look like the record: history matching in waves of runs.

    Says which part of the ranges is plausible, which parameters the data tell and which they do not, and which moments
    the best point matches and misses. Killed and started again, it goes on; more --waves go on from those stored. Exit
    code 1 when runs failed.
    """
    kind = kind_of(executor, scheduler)
    from exchsim.history.fit.load import load_calibration

    given = {"waves": waves, "samples": samples, "replicates": replicates}
    loaded = load_calibration(calibration, {key: value for key, value in given.items() if value is not None})
    if dry_run:
        _estimate(loaded, workers)
        return 0
    folder = out or Path("results") / loaded.name
    fit = _carried_out(loaded, folder, workers, kind, scheduler, retry_failed, overwrite, quiet)
    if not quiet:
        _show(fit)
        say(f"A page: {folder / 'calibration.md'}; run the best: exchsim run {folder / 'fitted.yaml'}")
    if fit.failed:
        note(f"{fit.failed:,} runs failed; exchsim.open_sweep of {folder / 'wave_1'} and so on says why, and "
             "--retry-failed runs them again")  # fmt: skip
    say(str(folder))
    return FAILED if fit.failed else 0


def _carried_out(loaded: Calibration, folder: Path, workers: int | None, kind: str, *options: Any) -> Fit:
    from exchsim.history.fit.waves import run_calibration
    from exchsim.sweep.pools import PoolLostError

    scheduler, retry, overwrite, quiet = options
    if not quiet:
        note(f"{_size(loaded)}, into {folder}")
    try:
        with ends_are_interrupts(), watching(quiet) as watch:
            return run_calibration(loaded, folder, workers, kind, scheduler, retry, overwrite, watch)
    except PoolLostError as error:
        raise PoolLostError(f"{error}; what is stored in {folder} is safe, and the same command goes on") from error
    except KeyboardInterrupt:
        raise StoppedError(f"stopped; what is finished is stored in {folder}, and the same command goes on") from None


def _size(loaded: Calibration) -> str:
    file = loaded.file
    return (
        f"{loaded.title}: {len(loaded.variables)} parameters, {len(loaded.aims)} moments; {file.waves} waves x "
        f"{file.samples:,} points x {file.replicates:,} seeds, then {file.finalists} points and the scenario as it is "
        f"x {file.fresh:,} fresh seeds; {loaded.runs:,} runs"
    )


def _estimate(loaded: Calibration, workers: int | None) -> None:
    from exchsim.sweep.pools import processors
    from exchsim.sweep.probe import probe

    number = workers or processors()
    cost = probe(loaded.experiment)
    say(_size(loaded))
    say(f"one run takes {duration(cost.seconds_per_run)} (mean of {cost.tried} tried)")
    say(f"about {duration(loaded.runs * cost.seconds_per_run / number)} on {number} workers, and a while for emulators")


def _show(fit: Fit) -> None:
    from exchsim.history.fit.verdicts import moments, parameters
    from exchsim.history.fit.words import answer

    for line in answer(fit, parameters(fit), moments(fit)):
        say(line)
