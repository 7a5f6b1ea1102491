"""`exchsim status` and `verify`: what lies in the folder of a sweep, and whether it is right."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from exchsim.cli.console import note, say, show_table
from exchsim.cli.errors import FAILED
from exchsim.cli.progress import SECONDS_BETWEEN_LINES
from exchsim.cli.sweep import Directory, Quiet


def status(directory: Directory) -> int:
    """Say how far a sweep is: runs stored, failed and missing by policy, and the room that they take."""
    from exchsim.sweep.results import open_sweep

    opened = open_sweep(directory)
    runs, total = opened.runs, opened.about["runs"]
    failed = int(runs["failed"].sum())
    busy = "at work now" if opened.folder.is_busy() else "not at work"
    say(f"{opened.about['title']}: {len(runs):,} of {total:,} runs stored, {failed:,} failed; {busy}")
    each = total // len(opened.policies)
    by_name = [(p, int((runs["policy"] == p).sum())) for p in opened.policies]
    show_table(
        ("policy", "stored", "failed", "missing"),
        [(p, n, int(runs.loc[runs["policy"] == p, "failed"].sum()), each - n) for p, n in by_name],
        numbers=("stored", "failed", "missing"),
    )
    say(f"{opened.folder.size() / 1e6:,.1f} MB in {len(opened.folder.files()):,} parts")
    return FAILED if failed else 0


def verify(
    directory: Directory,
    sample: Annotated[int | None, typer.Option(min=1, help="Runs to check, chosen at random; by default all.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the choice.")] = 0,
    workers: Annotated[int, typer.Option("-w", "--workers", min=1, help="Processes; by default this one alone.")] = 1,
    quiet: Quiet = False,
) -> int:
    """Run stored runs again and compare; exit code 1 where any comes out otherwise."""
    from exchsim.sweep.verify import verify_sweep

    said = time.perf_counter()

    def told(checked: int, total: int) -> None:
        nonlocal said
        if not quiet and time.perf_counter() - said >= SECONDS_BETWEEN_LINES:
            said = time.perf_counter()
            note(f"{checked:,} of {total:,} runs checked")

    verdict = verify_sweep(directory, sample, seed, told, workers)
    for line in (*verdict.files, *map(str, verdict.differences)):
        say(line)
    alike = verdict.checked - len(verdict.differences)
    say(f"{verdict.checked:,} of {verdict.stored:,} stored runs were run again: {alike:,} alike, "
        f"{len(verdict.differences):,} different")  # fmt: skip
    return FAILED if verdict.differences or verdict.files else 0
