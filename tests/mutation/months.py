"""Who sees a fault in a kernel: the comparison with the twin, month by month and phase by phase.

Every month of every small world begins with the state on which engine and twin agree. It is lived once without a
fault; before each of its phases all faults that the phase reaches get a copy of the state and live that phase alone.
Where one comes out otherwise, the month is lived again with the fault, and those after it, until there is a difference
that the test of the twin would see, or none any more. What survives has therefore been asked in all months.
"""

from __future__ import annotations

import pickle
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np
from mutation.judges import allow, what
from mutation.mutants import Mutant, Probes, Put, prepared
from reference.compare import engine_people, engine_tables, engine_world, first_difference
from reference.worlds import WORLDS

from exchsim._jit import source_hash
from exchsim.engine import month as phases
from exchsim.engine.run import begin, finish
from exchsim.engine.setup import build
from exchsim.state.tables import State, lever_view

SEED = 7
YEARLY = ("nations_out", "pairs_out", "threats_out", "missions_out", "contingents_out", "language_pool")
PARTS = 10  # a fault has so many parts of its time for traces in several worlds, and as many for one to the very end


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


@dataclass(eq=False)
class Suspect:
    """A fault, how it is put in place, and the months that come out otherwise with it."""

    mutant: Mutant
    put: Put
    number: int | None
    asked: int = 0
    followed: int = 0
    changed: list[tuple[list[Month], int]] = field(default_factory=list)
    seen: str | None = None

    def reached_in(self, reached: bytes) -> bool:
        return self.number is None or bool(reached[self.number])

    def sees(self, name: str, seconds: float, look: Callable[[], bool]) -> None:
        """Looks with the fault in place."""
        undo = self.put()
        try:
            self.seen = what(name, seconds, look)
        finally:
            undo()

    def follow(self, months: list[Month], first: int, seconds: float) -> None:
        now = months[first]
        self.sees(f"{now.world} {now.month}", now.seconds, lambda: otherwise(months, first, seconds))

    @property
    def verdict(self) -> str:
        if self.seen is not None:
            return f"killed by {self.seen}"
        if self.changed:
            return f"survived: nobody sees what it changes in {len(self.changed)} of {self.asked} months"
        return f"survived: changes nothing in {self.asked} months" if self.asked else "not reached"


class Phases:
    """Stands in engine/month.py for a module of kernels: all suspects here try each phase on a copy of what it gets."""

    def __init__(self, module: ModuleType, probes: Probes, here: list[Suspect], changing: list[Suspect]) -> None:
        self._module, self._probes, self._here, self._changing = module, probes, here, changing

    def __getattr__(self, name: str) -> object:
        found = getattr(self._module, name)
        return (lambda *given: self._phase(found, given)) if isinstance(found, FunctionType) else found

    def _phase(self, phase: Callable[..., object], given: tuple) -> object:
        before = copied(given)
        self._probes.taken()
        start = time.process_time()
        right = [phase(*given), *given]
        seconds, reached = time.process_time() - start, self._probes.taken()
        for suspect in [s for s in self._here if s.reached_in(reached)]:
            suspect.sees(phase.__name__, seconds, lambda suspect=suspect: self._tried(suspect, phase, before, right))
        self._here[:] = [s for s in self._here if s.seen is None and s not in self._changing]
        return right[0]

    def _tried(self, suspect: Suspect, phase: Callable[..., object], before: list, right: list) -> bool:
        given = copied(before)
        if not all(map(same_bytes, [phase(*given), *given], right)):
            self._changing.append(suspect)
        return False  # that something is otherwise is not yet that somebody sees it


def copied(given: Iterable) -> list:
    """Tables and records to the last byte: what numpy copies of them leaves out the bytes between columns."""
    found = []
    for one in given:
        if isinstance(one, np.record):
            one = np.ndarray(1, one.dtype, bytearray(one.tobytes()))[0]
        elif isinstance(one, np.ndarray):
            one = np.ndarray(one.shape, one.dtype, bytearray(one.tobytes())).view(type(one))
        found.append(one)
    return found


def changing(months: list[Month], k: int, suspects: list[Suspect], probes: Probes) -> list[Suspect]:
    """Those with whom a phase of this month comes out otherwise, or how the world is built, which has no phases."""
    month, found = months[k], []
    if not month.before:
        right = unpacked(months[k + 1].before)
        for suspect in suspects:
            suspect.sees(f"building {month.world}", month.seconds, lambda s=suspect: _built(s, month, right, found))
        return [s for s in found if s.seen is None]
    here = list(suspects)
    kernels = {name: m for name, m in vars(phases).items() if isinstance(m, ModuleType) and "kernels" in m.__name__}
    vars(phases).update({name: Phases(module, probes, here, found) for name, module in kernels.items()})
    try:
        step(month.world, month.before)
    finally:
        vars(phases).update(kernels)
    return found


def _built(suspect: Suspect, month: Month, right: State, found: list[Suspect]) -> bool:
    if not all(map(same_bytes, step(month.world, month.before), right)):
        found.append(suspect)
    return False  # see Phases


def judge(mutants: list[Mutant], lives: dict[str, list[Month]], probes: Probes, seconds: float) -> dict[str, str]:
    """Verdicts on faults, all of them asked in every month; what one changes is followed for about so many seconds."""
    suspects, verdicts = [], {}
    for mutant in mutants:
        try:
            suspects.append(Suspect(mutant, prepared(mutant), probes.number(mutant)))
        except (ArithmeticError, ValueError) as error:  # a constant that cannot be reckoned
            verdicts[mutant.name] = f"killed by {type(error).__name__}"
    luck = random.Random(1)
    asked = [(months, k) for months in lives.values() for k in range(len(months) - 1)]
    with probes, unset_memory():
        asked.sort(key=lambda w: w[0][w[1]].seconds * luck.random())  # cheap first, worlds mixed
        for n, (months, k) in enumerate(asked):
            if n % 100 == 0:
                left = sum(s.seen is None for s in suspects)
                print(f"{n} of {len(asked)} months: {left} of {len(suspects)} faults unseen", file=sys.stderr)
            here = [s for s in suspects if s.seen is None and s.reached_in(months[k].reached)]
            for suspect in here:
                suspect.asked += 1
            for suspect in changing(months, k, here, probes) if here else ():
                suspect.changed.append((months, k))
                if suspect.followed < PARTS and sum(other is months for other, _ in suspect.changed) <= 2:
                    suspect.followed += 1
                    suspect.follow(months, k, seconds / 2 / PARTS)
        for suspect in suspects:
            follow_to_the_end(suspect, seconds / 2)
    return verdicts | {s.mutant.name: s.verdict for s in suspects}


@contextmanager
def unset_memory() -> Iterator[None]:
    """What a kernel does not set in a new array is nothing that might be right by chance."""
    empty = np.empty
    np.empty = lambda shape, dtype=float: np.full(shape, 7, dtype)
    try:
        yield
    finally:
        np.empty = empty


def follow_to_the_end(suspect: Suspect, seconds: float) -> None:
    """What a fault changes late in a world soon comes to its end, where all people are looked at."""
    end = time.process_time() + seconds
    for months, k in sorted(suspect.changed, key=lambda w: sum(m.seconds for m in w[0][w[1] :])):
        if suspect.seen is not None or (left := end - time.process_time()) <= 0.0:
            return
        suspect.follow(months, k, left)


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


def same_bytes(ours: object, theirs: object) -> bool:
    if isinstance(theirs, np.ndarray | np.record):
        return ours.shape == theirs.shape and ours.tobytes() == theirs.tobytes()
    return ours == theirs


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
