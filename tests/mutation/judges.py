"""Who sees a fault in a rule: the tests of rules. Who sees one in a kernel: see months.py, and then its own tests.

Every test says first what it reaches and costs, and then, with a fault in place, those that reach it are asked, the
cheapest first. An error counts as seen, and so does what takes much longer than without the fault.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutation.mutants import Mutant, Probes, fault

TESTS = Path(__file__).parents[1]


class OutOfTimeError(BaseException):
    """A loop that does not end, or nearly so."""


def allow(seconds: float) -> None:
    """From now on an error after much more time than a witness takes without a fault; none where it takes none."""

    def out_of_time(*_: object) -> None:
        raise OutOfTimeError

    signal.signal(signal.SIGVTALRM, out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20.0 * seconds + 1.0 if seconds > 0.0 else 0.0)


@dataclass
class Witness:
    """A test: what it reaches and costs, and whether it sees something."""

    name: str
    reached: bytes
    seconds: float
    sees: Callable[[], bool] = field(repr=False)


class Collected:
    """A plugin of pytest that runs every test once with probes in place, and keeps it to be run again."""

    def __init__(self, probes: Probes, then: Callable[[list[Witness]], None]) -> None:
        self.probes, self.then, self.witnesses = probes, then, []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with self.probes:
            for item in session.items:
                self.probes.taken()
                start = time.process_time()
                if self._fails(item):
                    raise AssertionError(f"{item.nodeid} fails without a fault")
                seconds = time.process_time() - start
                reached = self.probes.taken()
                self.witnesses.append(Witness(item.nodeid, reached, seconds, lambda i=item: self._fails(i)))
        self.then(sorted(self.witnesses, key=lambda w: w.seconds))
        return True

    @staticmethod
    def _fails(item: pytest.Item) -> bool:
        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def with_tests(probes: Probes, then: Callable[[list[Witness]], None], name: str) -> None:
    """Calls `then` with every test of a folder in tests, or of one file there, while pytest is up."""
    settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None, max_examples=30,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.load_profile("mutants")
    pytest.main([str(TESTS / name), "-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"],
                plugins=[Collected(probes, then)])  # fmt: skip


# a mutant before them


def judge(mutants: list[Mutant], witnesses: list[Witness], probes: Probes, seconds: float) -> dict[str, str]:
    """'killed by …', 'survived' or 'not reached' for each; asks about each for about so many seconds."""
    return {mutant.name: judged(mutant, witnesses, probes.number(mutant), seconds) for mutant in mutants}


def judged(mutant: Mutant, witnesses: list[Witness], number: int | None, seconds: float) -> str:
    """'killed by …', 'survived' or 'not reached'; asks for about so many seconds."""
    asked = [w for w in witnesses if number is None or w.reached[number]]
    try:
        with fault(mutant):
            seen = first_to_see(asked, seconds)
    except (ArithmeticError, ValueError) as error:  # a constant that cannot be reckoned
        seen = type(error).__name__
    return f"killed by {seen}" if seen else "survived" if asked else "not reached"


def first_to_see(asked: list[Witness], seconds: float) -> str | None:
    """Who sees the fault in place, as far as the time goes."""
    end = time.process_time() + seconds
    for witness in asked:
        if time.process_time() >= end:
            break
        if (seen := what(witness.name, witness.seconds, witness.sees)) is not None:
            return seen
    return None


def what(name: str, seconds: float, sees: Callable[[], bool]) -> str | None:
    """What a witness that takes so long without a fault sees with one in place: an error, or that something differs."""
    allow(seconds)
    try:
        return name if sees() else None
    except (Exception, OutOfTimeError) as error:
        return f"{type(error).__name__} in {name}"
    finally:
        allow(0.0)
