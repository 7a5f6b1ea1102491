"""Who sees a fault: for rules the tests of rules, for kernels the comparison with the twin, month by month.

Both say first what reaches each statement and what that costs, and then, with a fault in place, what reaches it is
asked, the cheapest first. An error counts as seen, and so does what takes much longer than without the fault.
"""

from __future__ import annotations

import pickle
import random
import signal
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutation.mutants import Mutant, Probes, fault
from reference.compare import engine_people, engine_tables, engine_world, first_difference
from reference.worlds import WORLDS

from exchsim._jit import source_hash
from exchsim.engine.run import begin, finish
from exchsim.engine.setup import build
from exchsim.state.tables import State, lever_view

TESTS = Path(__file__).parents[1]
SEED = 7
YEARLY = ("nations_out", "pairs_out", "threats_out", "missions_out", "contingents_out", "language_pool")


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
    """A test, or a month of a small world: what it reaches and costs, and whether it sees something in some time."""

    name: str
    reached: bytes
    seconds: float
    sees: Callable[[float], bool] = field(repr=False)


# tests of rules


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
                self.witnesses.append(Witness(item.nodeid, reached, seconds, lambda _, i=item: self._fails(i)))
        self.then(sorted(self.witnesses, key=lambda w: w.seconds))
        return True

    @staticmethod
    def _fails(item: pytest.Item) -> bool:
        return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def with_tests_of_rules(probes: Probes, then: Callable[[list[Witness]], None], name: str = "") -> None:
    """Calls `then` with every test of tests/rules, or of one file there, while pytest is up."""
    settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None, max_examples=30,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.load_profile("mutants")
    pytest.main([str(TESTS / "rules" / name), "-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"],
                plugins=[Collected(probes, then)])  # fmt: skip


# months of small worlds, as engine and twin agree on them


@dataclass
class Month:
    """One month of a world: the state before, packed, and what it reaches. The next one begins with what came out.

    The month before the first is how the world is built, from nothing.
    """

    world: str
    month: int
    before: bytes
    reached: bytes = b""
    seconds: float = 0.0


def packed(state: State) -> bytes:
    return zlib.compress(pickle.dumps(tuple(state), protocol=5), 1)


def unpacked(text: bytes) -> State:
    state = State._make(pickle.loads(zlib.decompress(text)))
    return state._replace(levers=lever_view(state.policies))


def live(world: str, probes: Probes) -> Iterator[Month]:
    """How a world is built, and all its months; the last entry is how it ends."""
    blueprint = WORLDS[world]()
    probes.taken()
    before = b""
    for month in range(blueprint.start - 1, blueprint.end):
        start = time.process_time()
        state = step(world, before)
        yield Month(world, month, before, probes.taken(), time.process_time() - start)
        before = packed(state)
    yield Month(world, blueprint.end, before)


def step(world: str, before: bytes) -> State:
    """The state one month later; the first one where there is none before."""
    return finish(begin(unpacked(before))) if before else build(WORLDS[world](), SEED, chronicle=True)


def lived(probes: Probes, worlds: tuple[str, ...], folder: Path) -> dict[str, list[Month]]:
    """The months of worlds, from a file where they were lived before with the same sources."""
    found = {}
    with probes:
        for world in worlds:
            path = folder / f"{world}-{source_hash()}.pickle"
            if not path.exists():
                print(f"living the world {world} once, as plain Python", file=sys.stderr)
                path.write_bytes(pickle.dumps(list(live(world, probes))))
            found[world] = pickle.loads(path.read_bytes())
    return found


def months_of_worlds(probes: Probes, folder: Path) -> list[Witness]:
    """The months of all worlds, cheap ones first but the worlds mixed."""
    luck = random.Random(1)
    return sorted(witnesses_of(lived(probes, tuple(WORLDS), folder)), key=lambda w: w.seconds * luck.random())


def witnesses_of(lives: dict[str, list[Month]]) -> list[Witness]:
    """One for each month: does it come out otherwise, or anything after it?"""
    return [
        Witness(f"{m.world} {m.month}", m.reached, m.seconds,
                lambda left, months=months, k=k: otherwise(months, k, left))
        for months in lives.values()
        for k, m in enumerate(months[:-1])
    ]  # fmt: skip


def otherwise(months: list[Month], first: int, seconds: float) -> bool:
    """From this month on until what comes out is the same to the last bit: would the test of the twin see something?"""
    state, end = None, time.process_time() + seconds
    for now, after in zip(months[first:], months[first + 1 :], strict=False):
        allow(now.seconds)
        state = step(now.world, now.before) if state is None else finish(begin(state))
        right = unpacked(after.before)
        changed = {n for n, a, b in zip(state._fields, state, right, strict=True) if not same_bytes(a, b)}
        if not changed:
            return False
        if visible(state, right, changed, last=after is months[-1]):
            return True
        if time.process_time() > end:
            return False
    return False


def same_bytes(ours: np.ndarray, theirs: np.ndarray) -> bool:
    return ours.shape == theirs.shape and ours.tobytes() == theirs.tobytes()


def visible(state: State, right: State, changed: set[str], last: bool) -> bool:
    """Do tables differ that the test of the twin compares: of the month, of finished years, at the end of everybody?"""
    month = int(right.clock[0].month)
    if not changed <= set(YEARLY):
        tables = [engine_tables(s) | {"world": {0: engine_world(s)}} for s in (state, right)]
        if first_difference(*tables, month) is not None:
            return True
    years = None if last else month // 12 - int(right.clock[0].start) // 12
    if any(not close(getattr(state, n)[:years], getattr(right, n)[:years]) for n in changed.intersection(YEARLY)):
        return True
    return (
        last and first_difference({"people": engine_people(state)}, {"people": engine_people(right)}, month) is not None
    )


def close(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """As the test of the twin compares numbers."""
    for name in theirs.dtype.names:
        tolerance = {"f4": 1e-6, "f8": 1e-9}.get(theirs.dtype[name].base.str[1:], 0.0)
        if not np.allclose(ours[name], theirs[name], rtol=tolerance, atol=tolerance, equal_nan=True):
            return False
    return True


# a mutant before them


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
        left = end - time.process_time()
        if left <= 0.0:
            break
        if (seen := what(witness, left)) is not None:
            return seen
    return None


def what(witness: Witness, left: float) -> str | None:
    """What a witness sees with a fault in place."""
    allow(witness.seconds)
    try:
        return witness.name if witness.sees(left) else None
    except (Exception, OutOfTimeError) as error:
        return f"{type(error).__name__} in {witness.name}"
    finally:
        allow(0.0)
