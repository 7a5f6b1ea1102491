"""`exchsim sweep` and `extend`: many runs in one folder."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.assignments import by_outcome
from exchsim.cli.console import note, say, screen
from exchsim.cli.errors import FAILED, RefusedError, StoppedError
from exchsim.cli.progress import SECONDS_BETWEEN_LINES

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from exchsim.sweep.load import Experiment
    from exchsim.sweep.results import Sweep
    from exchsim.sweep.runner import Tally

Workers = Annotated[
    int | None, typer.Option("-w", "--workers", min=1, help="Workers; by default one for each processor.")
]
Kind = Annotated[str | None, typer.Option("--executor", help="processes (the usual), threads or dask.")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A running Dask scheduler, as tcp://HOST:8786.")
]
Retry = Annotated[bool, typer.Option("--retry-failed", help="Run failed runs again.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the folder of the results and nothing else.")]
Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")]


def sweep(
    experiment: Annotated[
        str, typer.Argument(metavar="EXPERIMENT", help="An experiment file, its folder, or the name of one.")
    ],
    workers: Workers = None,
    executor: Kind = None,
    scheduler: Scheduler = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder; by default results/NAME.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many runs, how long and how much disk.")] = False,
    precision: Annotated[
        list[str] | None,
        typer.Option("--precision", metavar="OUTCOME=WIDTH", help="Add seeds until differences are known so well."),
    ] = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Samples of the design, in place of the file's.")] = None,
    replicates: Annotated[int | None, typer.Option(min=1, help="Seeds a sample, in place of the file's.")] = None,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> int:
    """Run all runs of an experiment that the folder does not hold yet; killed and started again, it goes on.

    --precision adds seeds until the 95 % interval of each policy's difference from the first one is no wider than
    ± WIDTH. Exit code 1 when runs failed; their rows say why.
    """
    kind = kind_of(executor, scheduler)
    from exchsim.sweep.load import load_experiment

    loaded = load_experiment(experiment)
    if samples is not None or replicates is not None:
        loaded = load_experiment(experiment, _sizes(loaded, samples, replicates))
    wanted = by_outcome("--precision", precision, tuple(loaded.file.outcomes), above_zero=True)
    if wanted and len(loaded.arms) < 2:
        raise RefusedError("--precision: one policy only, so there is no difference to know")
    if dry_run:
        _estimate(loaded, workers)
        return 0
    folder = out or Path("results") / loaded.name

    def carry_out(more: Experiment) -> int:
        return _carry_out(more, folder, workers, kind, scheduler, retry_failed, quiet)

    code = carry_out(loaded)
    if wanted:
        from exchsim.sweep.precision import PrecisionError, sweep_until

        try:
            code, reached = sweep_until(str(folder), wanted, loaded.arms[0].name, carry_out)
        except PrecisionError as error:
            note(f"precision not reached: {error}")
            return FAILED
        note(f"precise enough with {reached:,} replicates")
    return code


def extend(
    directory: Directory,
    replicates: Annotated[int | None, typer.Option(min=1, help="Seeds for each sample and policy, in all.")] = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Samples of the design, in all.")] = None,
    policy: Annotated[
        list[str] | None, typer.Option("--policy", metavar="YAML", help="A policy more, as 'NAME: {LEVER: VALUE}'.")
    ] = None,
    workers: Workers = None,
    executor: Kind = None,
    scheduler: Scheduler = None,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> int:
    """Add seeds, samples or policies to a sweep; what is stored is not run again."""
    kind = kind_of(executor, scheduler)
    from exchsim.sweep.folder import Folder
    from exchsim.sweep.load import stored_experiment

    stored = Folder(directory).experiment()
    changes: dict[str, Any] = {}
    if replicates is not None:
        _check_more("replicates", replicates, Folder(directory).manifest()["replicates"])
        changes["replicates"] = replicates
    if samples is not None:
        _check_samples(stored["experiment"].get("design", {}).get("kind", "latin-hypercube"))
        _check_more("samples", samples, Folder(directory).manifest()["samples"])
        changes["design"] = {**stored["experiment"].get("design", {}), "samples": samples}
    if policy:
        known, added = stored["experiment"].get("policies", {}), _policies(policy)
        again = next((name for name in added if name in known), None)
        if again is not None:
            raise RefusedError(f"--policy {again}: is there already; give another name, or edit the experiment file")
        changes["policies"] = {**known, **added}
    if not changes:
        raise RefusedError("nothing to add; give --replicates, --samples or --policy")
    loaded = stored_experiment(stored, changes)
    return _carry_out(loaded, directory, workers, kind, scheduler, retry_failed, quiet)


def _sizes(loaded: Experiment, samples: int | None, replicates: int | None) -> dict[str, Any]:
    """The experiment in another size than that of its file."""
    changes: dict[str, Any] = {}
    if replicates is not None:
        changes["replicates"] = replicates
    if samples is not None:
        from exchsim.sweep.design import SAMPLED

        kind = loaded.file.design.kind
        if kind not in SAMPLED:
            raise RefusedError(f"--samples: the design is a {kind}, which has none; change the experiment")
        changes["design"] = {**loaded.file.design.model_dump(mode="json", exclude_unset=True), "samples": samples}
    return changes


def kind_of(executor: str | None, scheduler: str | None) -> str:
    """Kind of workers: Dask where a scheduler is given, else processes."""
    from exchsim.sweep.pools import DASK, EXECUTORS, PROCESSES

    if executor is not None and executor not in EXECUTORS:
        raise RefusedError(f"--executor = {executor}: must be one of {', '.join(EXECUTORS)}")
    if scheduler is not None and executor not in (None, DASK):
        raise RefusedError(f"--scheduler is for --executor dask, not {executor}; leave one of them out")
    return executor or (DASK if scheduler is not None else PROCESSES)


def _check_samples(kind: str) -> None:
    """Whether more samples can be had of a kind of design, and at what price."""
    from exchsim.sweep.design import SAMPLED, SEQUENCES

    if kind in SEQUENCES:
        return
    if kind not in SAMPLED:
        raise RefusedError(f"--samples: the design is a {kind}, which has none; change the experiment and sweep again")
    note("a latin-hypercube of more samples has other points throughout: all of them are run; sobol, halton and "
         "monte-carlo go on where they are")  # fmt: skip


def _check_more(what: str, wanted: int, now: int) -> None:
    """`extend` only adds."""
    if wanted < now:
        raise RefusedError(f"--{what} = {wanted}: the sweep has {now:,} already; give more, or edit the file")


def _policies(texts: list[str]) -> dict[str, Any]:
    from exchsim.scenario.yaml_tree import parse

    found: dict[str, Any] = {}
    for text in texts:
        value, _, faults = parse(text, "--policy")
        if faults or not isinstance(value, dict):
            raise RefusedError(f"--policy {text!r}: write NAME: {{LEVER: VALUE}}, such as 'long: {{tour_months: 36}}'")
        found |= value
    return found


def _estimate(loaded: Experiment, workers: int | None) -> None:
    from exchsim.sweep.pools import processors
    from exchsim.sweep.probe import probe

    cost, number = probe(loaded), workers or processors()
    say(f"{loaded.title}: {cost.runs:,} runs = {cost.samples:,} samples x {cost.policies} policies x "
        f"{cost.replicates:,} replicates")  # fmt: skip
    say(f"one run takes {duration(cost.seconds_per_run)} (mean of {cost.tried} tried)")
    say(
        f"about {duration(cost.seconds(number))} on {number} workers, and "
        f"{size_of(cost.bytes_per_run * cost.runs)} of disk"
    )


def duration(seconds: float) -> str:
    """`12.5 s`, `3.2 h`."""
    for limit, unit, size in ((1.0, "ms", 1e-3), (120.0, "s", 1.0), (7200.0, "min", 60.0), (172800.0, "h", 3600.0)):
        if seconds < limit:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 86400:,.1f} days"


def size_of(size: float) -> str:
    """`3.2 MB`."""
    for limit, unit, scale in ((1e6, "kB", 1e3), (1e9, "MB", 1e6)):
        if size < limit:
            return f"{size / scale:.3g} {unit}"
    return f"{size / 1e9:,.3g} GB"


def _carry_out(
    loaded: Experiment,
    folder: Path,
    workers: int | None,
    executor: str,
    scheduler: str | None,
    retry: bool,
    quiet: bool,
    show: Callable[[Sweep], None] | None = None,
) -> int:
    """Run what is missing and show the result: by default what policies change. The exit code."""
    from exchsim.sweep.pools import PoolLostError
    from exchsim.sweep.runner import run_sweep

    if not quiet:
        note(f"{loaded.title}: {loaded.runs:,} runs = {loaded.samples:,} samples x {len(loaded.arms)} policies x "
             f"{loaded.file.replicates:,} replicates, into {folder}")  # fmt: skip
    try:
        with ends_are_interrupts(), watching(quiet) as watch:
            tally = run_sweep(loaded, folder, workers, executor, scheduler, retry, watch)
    except PoolLostError as error:
        raise PoolLostError(f"{error}; what is stored in {folder} is safe, and the same command goes on") from error
    except KeyboardInterrupt:
        raise StoppedError(f"stopped; what is finished is stored in {folder}, and the same command goes on") from None
    _report(tally, folder, quiet, show)
    return FAILED if tally.failed else 0


def _report(tally: Tally, folder: Path, quiet: bool, show: Callable[[Sweep], None] | None) -> None:
    from exchsim.cli.policies import show_policies
    from exchsim.cli.shares import show_shares
    from exchsim.sweep.attribute import design_of
    from exchsim.sweep.results import open_sweep

    if not quiet:
        if tally.ran:
            note(f"{tally.ran:,} runs in {duration(tally.seconds)}, {tally.ran / tally.seconds:,.3g} a second")
        else:
            note("all runs were stored already; nothing was computed")
        opened = open_sweep(folder)
        (show or (show_policies if design_of(opened) is None else show_shares))(opened)
    if tally.failed:
        note(f"{tally.failed:,} of {tally.total:,} runs failed; exchsim.open_sweep({str(folder)!r}).failures says why, "
             "and --retry-failed runs them again")  # fmt: skip
    say(str(folder))


@contextmanager
def ends_are_interrupts() -> Iterator[None]:
    """A request to end, such as that of a batch system, is taken like Ctrl-C."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def watching(quiet: bool) -> Iterator[Any]:
    """What a user sees of a sweep: a bar in a terminal, lines elsewhere, nothing when quiet."""
    console = None if quiet else screen(stderr=True)
    if quiet:
        from exchsim.sweep.runner import Silent

        yield Silent()
    elif console is None:
        yield _Lines()
    else:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24))
        with Progress(*columns, console=console, transient=True) as progress:
            yield _Bar(progress, progress.add_task("preparing", total=None))


@dataclass
class _Lines:
    """A line now and then."""

    total: int = 0
    stored: int = 0
    first: tuple[int, float] | None = None
    said: float = field(default_factory=time.perf_counter)

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """What is there, and what was set aside."""
        self.total, self.stored = total, stored
        for name in damaged:
            note(f"{name}: was damaged and is set aside in damaged/; its runs are run again")
        if others:
            note(f"{others:,} stored rows are of other settings or of another version of the model; they stay, unused")
        if stored:
            note(f"{stored:,} of {total:,} runs are stored already")

    def reached(self, stored: int, failed: int) -> None:
        """A line, when the last one is some seconds old."""
        now = time.perf_counter()
        self.first = self.first or (stored, now)
        self.stored = stored
        if now - self.said >= SECONDS_BETWEEN_LINES or stored == self.total:
            self.said = now
            self.show(self.text(failed, now))

    def text(self, failed: int, now: float) -> str:
        """Done, rate, time left."""
        words = f"{stored_of(self.stored, self.total)}"
        first, began = self.first or (self.stored, now)
        if self.stored > first and now > began:
            rate = (self.stored - first) / (now - began)
            words += f", {rate:,.3g} a second, {duration((self.total - self.stored) / rate)} left"
        return words + (f", {failed:,} failed" if failed else "")

    def show(self, text: str) -> None:
        """Print it."""
        note(text)

    def says(self, text: str) -> None:
        """Something happened."""
        if text:
            note(text)


def stored_of(stored: int, total: int) -> str:
    """`120 of 600 runs`."""
    return f"{stored:,} of {total:,} runs"


@dataclass
class _Bar(_Lines):
    """A bar in a terminal."""

    progress: Progress = field(kw_only=False, default=None)  # type: ignore[assignment]
    task: TaskID = field(default=0)  # type: ignore[assignment]

    def __init__(self, progress: Progress, task: TaskID) -> None:
        super().__init__()
        self.progress, self.task = progress, task

    def reached(self, stored: int, failed: int) -> None:
        """A bar that grows."""
        now = time.perf_counter()
        self.first = self.first or (stored, now)
        self.stored = stored
        self.progress.update(self.task, total=self.total, completed=stored, description=self.text(failed, now))
