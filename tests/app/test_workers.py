"""One visitor's run that crashes, hangs or eats memory ends nobody else's; visitors take turns; memory has bounds."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time

import pytest
from loops import finished

from exchsim.app.runs import Runs, size_of
from exchsim.app.story import Story
from exchsim.app.workers import Job, Line, StoppedError, Workers
from exchsim.scenario import ScenarioError, load_scenario
from exchsim.scenario.faults import Fault

SMALL = load_scenario("classroom", ["period.end=1981-12"])


def story(seed=1):
    return Story(SMALL, seed)


@pytest.fixture(scope="module")
def runs():
    made = Runs(workers=Workers(2))
    yield made
    made.close()


@pytest.fixture(scope="module")
def workers(runs):
    return runs.workers


def refuse():
    raise ScenarioError([Fault("mine", 3, "period", "must end")])


def eat(size):
    return len(bytearray(size))


def kill(path):
    """Kills its worker, but the second time."""
    if path.exists():
        return "done"
    path.touch()
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_ends_takes_nobody_with_it(workers, runs):
    slow = workers.ask(time.sleep, 1.5, asker="a")  # under way in the other worker
    with pytest.raises(StoppedError, match="ended before it was done"):
        workers.ask(os._exit, 3, asker="b").future.result(60)
    assert slow.future.result(60) is None
    assert runs.now(story()).seed == 1


def test_a_job_without_end_is_stopped_and_said_so(workers, runs):
    began = time.monotonic()
    endless = workers.ask(time.sleep, 600, limit=1.0)
    with pytest.raises(StoppedError, match="longer than 1 seconds"):
        endless.future.result(60)
    assert time.monotonic() - began < 30 and runs.now(story(2)).seed == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux alone")
def test_a_job_that_eats_memory_is_refused_it(workers):
    with pytest.raises(StoppedError, match="more memory"):
        workers.ask(eat, 10**13).future.result(60)
    assert workers.ask(eat, 10**6).future.result(60) == 10**6


def test_a_killed_worker_is_replaced_and_its_job_done_again(workers, tmp_path):
    assert workers.ask(kill, tmp_path / "killed").future.result(60) == "done"


def test_errors_arrive_as_they_were(workers):
    with pytest.raises(ScenarioError) as caught:
        workers.ask(refuse).future.result(60)
    assert caught.value.faults[0].path == "period" and "mine:3" in str(caught.value)
    with pytest.raises(Exception, match=r"pickle|local"):
        workers.ask(lambda: None).future.result(60)  # cannot be sent
    assert workers.ask(len, "abc").future.result(60) == 3


def test_visitors_take_turns():
    line = Line()
    for k in range(15):
        line.put(Job(print, ("many", k)), "many", "now")
    line.put(Job(print, ("later", 0)), "one", "later")
    line.put(Job(print, ("one", 0)), "one", "now")
    taken = [line.take("now").arguments for _ in range(16)]
    assert taken.index(("one", 0)) == 1 and taken[0] == ("many", 0) and taken[-1] == ("many", 14)
    assert line.take("now") is None and line.take("later").arguments == ("later", 0)


def test_a_job_that_becomes_urgent_is_hastened_and_done_once():
    line, job = Line(), Job(print)
    for k in range(3):
        line.put(Job(print, (k,)), "a", "later")
    line.put(job, "a", "later")
    line.put(job, "b", "now")
    assert line.take("now") is job
    assert [line.take("later").arguments for _ in range(3)] == [(0,), (1,), (2,)] and line.take("later") is None


def test_what_a_visitor_asked_for_is_forgotten_when_they_go():
    line, shared, alone = Line(), Job(print), Job(print)
    line.put(shared, "a", "later")
    line.put(shared, "b", "later")
    line.put(alone, "a", "later")
    line.leave("a")
    assert alone.future.cancelled() and line.take("later") is shared and line.take("later") is None


def test_runs_for_later_leave_a_worker_free(workers):
    workers.ask(len, "").future.result(60)
    patient = [workers.ask(time.sleep, 1.0, asker="a", patience="later") for _ in range(4)]
    time.sleep(0.2)
    began = time.monotonic()
    workers.ask(len, "", asker="b").future.result(60)
    assert time.monotonic() - began < 0.7
    assert not patient[-1].future.done()
    workers.leave("a")
    assert patient[-1].future.cancelled()


def test_who_asks_for_the_same_at_once_shares_one_run(runs):
    async def ask():
        return await asyncio.gather(*(runs.of(story(5), asker=k) for k in range(4)))

    results = finished(ask())
    assert all(result is results[0] for result in results)


def test_who_goes_away_does_not_take_the_run_from_others(runs):
    async def ask():
        first, second = (asyncio.create_task(runs.of(story(6), asker=k)) for k in range(2))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert finished(ask()).seed == 6


def test_results_cannot_be_changed(runs):
    result = runs.now(story(7))
    with pytest.raises(ValueError, match="read-only"):
        result.outputs.world["trust_allies"][:] = 0.0


def test_results_take_no_more_memory_than_they_may(runs):
    one = size_of(runs.now(story(1)))
    few = Runs(kept_bytes=3.5 * one, workers=runs.workers)
    for seed in range(8):
        few.now(story(seed))
    assert len(few.results) == 3 and few.now(story(7)) is few.now(story(7))
    assert not few.results.is_waited_for
