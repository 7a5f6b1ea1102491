"""What a user sees while a run goes on: a bar in a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

from exchsim.cli.console import note, screen

if TYPE_CHECKING:
    from rich.progress import Progress, Task, TaskID
    from rich.text import Text

COMPILING = "compiling the engine, once (1–2 minutes) …"
SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_SIGNS = 20.0  # of something of which nobody knows how long it takes


class Watch(Protocol):
    """Is told how far a run is."""

    def phase(self, text: str) -> None:
        """Something begins of which nobody knows how long it takes."""

    def reached(self, month: int) -> None:
        """The run has got to this month index."""


@contextmanager
def watching(start: int, end: int, quiet: bool) -> Iterator[Watch]:
    """Show the progress of a run from the month index `start` to `end`, and that what comes before it goes on."""
    console = None if quiet else screen(stderr=True)
    if quiet:
        yield _Silent()
    elif console is None:
        with closing(_Lines(_Pace(start, end))) as lines:
            yield lines
    else:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        class Time(TimeRemainingColumn):
            """What is left; where nobody knows, what has passed."""

            def render(self, task: Task) -> Text:
                return passed.render(task) if task.total is None else super().render(task)

        passed, done = TimeElapsedColumn(), TextColumn("{task.fields[reached]}")
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(24), done, Time())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("preparing", total=None, reached="")
            yield _Bar(progress, task, _Pace(start, end))


@dataclass
class _Pace:
    """Months done and how fast. The first year does not count: the engine may be compiled in it."""

    start: int
    end: int
    first: tuple[int, float] | None = None

    def text(self, month: int) -> str:
        """`1985-12, 900 months/s`."""
        from exchsim.state.blueprint import month_name

        now = time.perf_counter()
        if self.first is None:
            self.first = month, now
            return month_name(month - 1)
        months, seconds = month - self.first[0], max(now - self.first[1], 1e-9)
        return f"{month_name(month - 1)}, {months / seconds:,.{0 if months >= 10 * seconds else 1}f} months/s"

    def share(self, month: int) -> float:
        """Share of the months that are done."""
        return (month - self.start) / max(self.end - self.start, 1)


class _Silent:
    def phase(self, text: str) -> None:
        """Say nothing."""

    def reached(self, month: int) -> None:
        """Say nothing."""


@dataclass
class _Lines:
    pace: _Pace
    said: float = field(default_factory=time.perf_counter)
    over: Event = field(default_factory=Event)  # what began last is over

    def phase(self, text: str) -> None:
        """One line, and a short one now and then while it takes long."""
        self.close()
        note(text)
        self.over = Event()
        Thread(target=_sign, args=(self.over, time.perf_counter()), daemon=True).start()

    def close(self) -> None:
        """What began last is over."""
        self.over.set()

    def reached(self, month: int) -> None:
        """A line now and then."""
        self.close()
        text, now = self.pace.text(month), time.perf_counter()
        if now - self.said >= SECONDS_BETWEEN_LINES:
            self.said = now
            note(f"{100 * self.pace.share(month):3.0f} %  {text}")


def _sign(over: Event, began: float) -> None:
    """Say now and then for how long something has been going on."""
    while not over.wait(SECONDS_BETWEEN_SIGNS):
        note(f"… {time.perf_counter() - began:.0f} s")


@dataclass
class _Bar:
    progress: Progress
    task: TaskID
    pace: _Pace

    def phase(self, text: str) -> None:
        """A bar that runs to and fro."""
        self.progress.reset(self.task, total=None, description=text, reached="")

    def reached(self, month: int) -> None:
        """A bar that grows."""
        pace = self.pace
        done, total = month - pace.start, pace.end - pace.start
        self.progress.update(self.task, description="simulating", completed=done, total=total, reached=pace.text(month))
