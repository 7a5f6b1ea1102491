"""Runs of stories, made in worker processes and shared by all screens that ask for the same."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

import orjson

from exchsim.api import Result, prepare
from exchsim.app.shelf import Made, Shelf
from exchsim.app.story import Story
from exchsim.app.workers import LIMIT, Patience, Workers
from exchsim.engine.compile import compile_engine
from exchsim.scenario import load_scenario

PAUSE = 4.0  # seconds that the second worker waits, while the first visitor's page is drawn
KEPT = 120  # results in memory
KEPT_BYTES = 400e6  # of them; the classroom's take half a million each
FRAMES = 1.6  # bytes of a result with its pandas frames, over those without
LONG = 1000  # bytes of JSON
READ = ("events", "nations")  # parts of a scene that are read here and not in the browser alone
_SCENE = "_scene"


@dataclass(frozen=True)
class Order:
    """A run to be made, in plain values that can travel."""

    name: str
    resolved: Mapping[str, Any]
    overrides: tuple[str, ...]
    seed: int
    officers: bool
    months: int | None

    @property
    def key(self) -> str:
        """The same for the same run."""
        return hashlib.sha256(json.dumps(vars(self), sort_keys=True, default=str).encode()).hexdigest()

    def run(self) -> Result:
        """Run it here. Raises ScenarioError where its scenario is refused."""
        scenario = replace(load_scenario(self.resolved, self.overrides), name=self.name)
        return prepare(scenario, self.seed, self.months, officers=self.officers).run()


def pictured(order: Order) -> Result:
    """A run, with what the stage needs of it."""
    result = order.run()
    scene_kept(result)
    return result


def scene_kept(result: Result) -> dict[str, Any]:
    """What the stage needs of a run, made once and kept with it. What is long in it is JSON already.

    Thirty screens that show the same run, or one that shows a large one, would else be busy with copies of lists.
    """
    if _SCENE not in vars(result):
        from exchsim.app.scene import scene_of

        vars(result)[_SCENE] = {
            name: orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY) for name, value in scene_of(result).items()
        }
    texts: dict[str, bytes] = vars(result)[_SCENE]
    return {
        name: orjson.Fragment(text) if len(text) > LONG and name not in READ else orjson.loads(text)
        for name, text in texts.items()
    }


def warm() -> None:
    """Load the compiled engine, and what makes pictures of its results."""
    compile_engine()
    scenario = load_scenario("classroom")
    pictured(Order(scenario.name, scenario.resolved, (), 1, False, 12))


class Runs:
    """Worker processes that run stories, and the latest results, within bounds of memory. Results never change.

    A visitor's run that crashes, hangs or eats memory is stopped, and no other visitor notices. `asker` says who asks:
    visitors take turns, so that one with many runs keeps nobody waiting. `patience="later"` is for runs that nobody
    looks for yet; all that are wanted now come before them.
    """

    def __init__(self, kept: int = KEPT, kept_bytes: float = KEPT_BYTES, workers: Workers | None = None) -> None:
        """Nothing has been run yet, and no process started."""
        self.workers = Workers(prepare=warm, pause=PAUSE) if workers is None else workers
        self.results = Shelf(self.workers, size_of, kept_bytes, kept, freeze)

    def start(self) -> None:
        """Start the workers, so that the first visitor does not wait for them."""
        self.workers.start()

    async def of(
        self, story: Story, officers: bool = False, months: int | None = None, patience: Patience = "now",
        asker: Hashable = None,
    ) -> Result:  # fmt: skip
        """The result of a story, of its first months only where these are given.

        Raises ScenarioError where its scenario is refused, StoppedError where its run came to no end.
        """
        future = self.asked(story, officers, months, patience, asker)
        return await asyncio.shield(asyncio.wrap_future(future))

    def now(self, story: Story, officers: bool = False, months: int | None = None) -> Result:
        """The same, waiting for it; not for the server's own thread."""
        return self.asked(story, officers, months).result()

    async def do(
        self, action: Callable[..., Made], *arguments: Any, patience: Patience = "now", asker: Hashable = None,
        limit: float = LIMIT,
    ) -> Made:  # fmt: skip
        """What a function of a module makes of plain arguments in a worker: for whatever may take long or fail."""
        job = self.workers.ask(action, *arguments, asker=asker, patience=patience, limit=limit)
        made: Made = await asyncio.shield(asyncio.wrap_future(job.future))
        return made

    def asked(
        self, story: Story, officers: bool = False, months: int | None = None, patience: Patience = "now",
        asker: Hashable = None,
    ) -> Future[Result]:  # fmt: skip
        """Ask for the result of a story."""
        scenario = story.scenario
        order = Order(scenario.name, scenario.resolved, tuple(story.overrides), story.seed, officers, months)
        return self.results.asked(order.key, Order.run if officers else pictured, (order,), asker, patience)

    def leave(self, asker: Hashable) -> None:
        """A visitor has gone: runs that nobody else waits for are not made."""
        self.workers.leave(asker)

    def close(self) -> None:
        """End the workers."""
        self.workers.close()


def freeze(result: Result) -> None:
    """Whoever tries to change a number of it fails."""
    for array in vars(result.outputs).values():
        array.flags.writeable = False


def size_of(result: Result) -> float:
    """Bytes that a result takes, with its frames and what the stage needs."""
    arrays = float(sum(array.nbytes for array in vars(result.outputs).values()))
    return FRAMES * arrays + sum(map(len, vars(result).get(_SCENE, {}).values()))
