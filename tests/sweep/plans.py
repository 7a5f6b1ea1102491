"""Accidents that are planned for certain runs, in this process and in workers."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Executor, Future
from typing import Any

from exchsim.sweep import work
from exchsim.sweep.pools import Processes

BAD_SEED = 3
before = work.run


class ModelError(ArithmeticError):
    """What a broken model raises."""


def broken_at_bad_seed(state: Any, until: int) -> Any:
    """The engine, but for one seed."""
    if int(state.clock[0].seed) == BAD_SEED:
        raise ModelError("trust went beyond all bounds")
    return before(state, until)


def killing(state: Any, until: int) -> Any:
    """The engine, but one seed ends the process."""
    if int(state.clock[0].seed) == BAD_SEED:
        os.kill(os.getpid(), signal.SIGKILL)
    return before(state, until)


def plant_killer() -> None:
    """In a worker, before it begins."""
    work.run = killing  # type: ignore[assignment]


class DeadlyProcesses(Processes):
    """Processes of which one run is the death."""

    def submit(self, action: Any, *arguments: Any) -> Future[Any]:
        """Plant the killer first."""
        return super().submit(_planted, action, *arguments)


def _planted(action: Any, *arguments: Any) -> Any:
    plant_killer()
    return action(*arguments)


class Slowly(Executor):
    """An executor of one's own: it does what it is given at once."""

    def __init__(self) -> None:
        self.number = 0

    def submit(self, fn: Any, /, *arguments: Any, **others: Any) -> Future[Any]:  # type: ignore[override]
        """Do it now."""
        self.number += 1
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*arguments, **others))
        except Exception as error:
            done.set_exception(error)
        return done
