"""Series for the charts, and what many lucks make of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import exchsim
from exchsim.app import charts, texts
from exchsim.app.compare import charts_of, value_at
from exchsim.app.lucks import Lucks, fan_of, seeds_of
from exchsim.app.series import MONTHLY, OF_ALLIES, OF_NATIONS, OF_PAIRS, digest_of
from exchsim.app.story import Story
from exchsim.scenario import load_scenario


@pytest.fixture(scope="module")
def result():
    return exchsim.run("classroom")


@pytest.fixture(scope="module")
def digest(result):
    return digest_of(result)


class Idle:
    """Workers that do a job when they are told to."""

    def __init__(self):
        self.jobs, self.workers = [], self

    def join(self, job, asker, patience):
        assert patience == "later"
        job.askers.add(asker)
        if job not in self.jobs:
            self.jobs.append(job)

    def leave(self, asker):
        for job in list(self.jobs):
            job.askers.discard(asker)
            if not job.askers:
                self.jobs.remove(job)
                job.future.cancel()

    def do(self, value):
        self.jobs.pop(0).future.set_result(value)


def test_series_of_the_world_are_those_of_its_table(result, digest):
    assert digest.times("filled", ())[:2].tolist() == [1980.0, 1980.25]
    assert np.allclose(digest.values("filled", ()), result.world["filled"][::3], atol=1e-6)
    per_year = result.threats.groupby("year")["prevented"].sum()
    assert digest.values("prevented", ()).tolist() == per_year.tolist()
    assert digest.values("prevented", ()).sum() == result.world["prevented"].sum() > 0
    readiness = result.nations.groupby("year")["readiness"].mean()
    assert np.allclose(digest.values("readiness", ()), readiness, atol=1e-6)
    assert digest.times("readiness", ())[0] == pytest.approx(1980.97) and digest.times("prevented", ())[0] == 1980.5


def test_series_of_allies_are_of_the_same_pairs_in_every_year(result, digest):
    pairs = result.pairs
    first = pairs[pairs["alliance"] & (pairs["year"] == 1980)]
    mine = pairs.set_index(["sender", "host"]).loc[list(zip(first["sender"], first["host"], strict=True))]
    assert len(mine) == 6 * 20  # Arden, Belmar and Dunmark; Sarrow becomes an ally in 1992
    means = mine.groupby("year")[["trust", "interoperability"]].mean()
    assert np.allclose(digest.values("trust_allies", ()), means["trust"], atol=1e-6)
    assert np.allclose(digest.values("interoperability_allies", ()), means["interoperability"], atol=1e-6)
    assert np.diff(digest.values("trust_allies", ())).min() > -0.05 > np.diff(result.world["trust_allies"]).min()
    assert digest.has_allies(()) and digest.has_allies(("ARD",)) and not digest.has_allies(("SAR",))


def test_without_allies_at_the_start_it_is_of_all_and_said_so():
    result = exchsim.run("classroom", months=24, overrides=["pacts=[]"])
    digest = digest_of(result)
    assert not digest.has_allies(())
    assert np.allclose(digest.values("trust_allies", ()), result.pairs.groupby("year")["trust"].mean(), atol=1e-6)
    assert charts_of(digest, ())[0][1] == "Trust, mean of all pairs"
    mine = result.pairs[result.pairs["sender"] == "OSH"].groupby("year")["interoperability"].mean()
    assert np.allclose(digest.values("interoperability", ("OSH",)), mine, atol=1e-6)


def test_two_runs_are_compared_over_the_same_pairs(digest):
    ended = [{"date": "1980-06", "kind": "pact_end", "nation": "ARD", "other": "BMR"}]
    now = digest_of(exchsim.run("classroom", months=36, overrides=[f"events={json.dumps(ended)}"]))
    assert now.allied.sum() == digest.allied.sum() - 2
    both = [(now.pairs["trust"][a, b, 2]) for a, b in np.argwhere(digest.allied)]
    assert value_at(now, "trust_allies", (), 30, digest) == pytest.approx(np.mean(both), abs=1e-6)


def test_series_of_a_nation_are_those_of_its_rows(result, digest):
    mine = result.nations[result.nations["iso3"] == "BMR"]
    for name in ("trust_received", "linguists", "readiness", "filled"):
        assert np.allclose(digest.values(name, ("BMR",)), mine[name], atol=1e-5)
    pairs = result.pairs[(result.pairs["sender"] == "BMR") & result.pairs["alliance"] & (result.pairs["year"] == 1985)]
    assert digest.values("interoperability", ("BMR",))[5] == pytest.approx(pairs["interoperability"].mean(), abs=1e-6)


def test_series_of_a_pair_are_those_of_both_directions(result, digest):
    pairs = result.pairs[result.pairs["year"] == 1995]
    one = pairs[(pairs["sender"] == "ARD") & (pairs["host"] == "OSH")].iloc[0]
    other = pairs[(pairs["sender"] == "OSH") & (pairs["host"] == "ARD")].iloc[0]
    assert digest.values("trust", ("ARD", "OSH"))[15] == pytest.approx((one["trust"] + other["trust"]) / 2, abs=1e-6)
    assert digest.values("filled", ("OSH", "ARD"))[15] == one["filled"] + other["filled"]


def test_a_persons_count_is_in_persons():
    result = exchsim.run("classroom", months=24, overrides=["people_per_agent=2"])
    digest = digest_of(result)
    assert np.allclose(digest.values("filled", ()), 2 * result.world["filled"][::3])
    filled = result.nations[result.nations["iso3"] == "ARD"]["filled"]
    assert np.allclose(digest.values("filled", ("ARD",)), 2 * filled)


def test_who_is_not_on_the_scene_has_no_series():
    digest = digest_of(exchsim.run("future_2025", months=24))
    assert len(digest.times("readiness", ())) == 2 and len(digest.times("filled", ())) == 8
    assert np.isfinite(digest.values("readiness", ())).all()


def test_every_chart_has_its_series(digest):
    assert {name for name, _, _ in texts.CHARTS["world"]} <= {*MONTHLY, *OF_ALLIES, *OF_NATIONS}
    assert {name for name, _, _ in texts.CHARTS["nation"]} <= {*OF_NATIONS, "interoperability"}
    assert {name for name, _, _ in texts.CHARTS["pair"]} <= set(OF_PAIRS)
    for kind, subject in (("world", ()), ("nation", ("ARD",)), ("pair", ("ARD", "SAR"))):
        for name, _, _ in texts.CHARTS[kind]:
            assert digest.times(name, subject).shape == digest.values(name, subject).shape


def test_a_fan_of_many_lucks_leaves_one_in_twenty_out_on_either_side():
    fan = fan_of([np.array([k, 10.0 * k]) for k in range(21)])
    assert (fan.lowest[0], fan.low[0], fan.median[0], fan.high[0], fan.highest[0]) == (1, 5, 10, 15, 19)
    assert fan.highest[1] == 190 and fan.lucks == 21 and not fan.is_of_all


def test_a_fan_of_few_lucks_holds_them_all():
    fan = fan_of([np.array([3.0]), np.array([1.0]), np.array([2.0])])
    assert (fan.lowest[0], fan.median[0], fan.highest[0]) == (1, 2, 3) and fan.is_of_all


def test_a_fan_has_gaps_where_no_luck_has_a_value():
    fan = fan_of([np.array([np.nan, 1.0]), np.array([np.nan, np.nan])])
    assert np.isnan(fan.median[0]) and fan.median[1] == 1


def test_a_chart_always_has_the_same_series():
    times, line = np.array([1980.0, 1981.0, 1982.0]), np.array([1.0, np.nan, 3.0])
    fan = fan_of([line, line + 1])
    plain = charts.options("about", charts.Curves(times, line))
    whole = charts.options("about", charts.Curves(times, line, line, fan, fan))
    assert [s["id"] for s in plain["series"]] == [s["id"] for s in whole["series"]]
    data = {s["id"]: s["data"] for s in plain["series"]}
    assert data["now"] == [[1980.0, 1.0], [1982.0, 3.0]]  # what is not there is left out
    assert not any(data[name] for name in ("outer", "inner", "median", "was", "zero", "reach"))
    data = {s["id"]: s["data"] for s in whole["series"]}
    assert data["outer"][0] == [1980.0, 1.0, 2.0] and data["median"][0] == data["was"][0] == [1980.0, 1.5]
    change = charts.options("a", charts.Curves(times, line / 1000, is_difference=True, least=0.05))
    data = {s["id"]: s["data"] for s in change["series"]}
    assert data["zero"][0][1] == 0 and [y for _, y in data["reach"]] == [-0.05, 0.05]  # noise is not drawn large


def test_who_asks_for_the_same_luck_shares_its_run(digest):
    runs, story = Idle(), Story(load_scenario("classroom"), 1)
    lucks = Lucks(runs)
    one, other = lucks.asked(story, "a"), lucks.asked(story, "b")
    assert one is other and len(runs.jobs) == 1
    lucks.leave("a")
    assert not one.cancelled()  # somebody else waits for it
    runs.do(digest)
    assert lucks.asked(story, "c").result() is digest and not runs.jobs
    assert lucks.asked(story.with_lever("posts_share", 0.0), "c") is not one and len(runs.jobs) == 1


def test_what_nobody_waits_for_is_not_run_and_can_be_asked_for_again(digest):
    runs, story = Idle(), Story(load_scenario("classroom"), 1)
    lucks = Lucks(runs)
    gone = lucks.asked(story, "a")
    lucks.leave("a")
    assert gone.cancelled() and not runs.jobs
    again = lucks.asked(story, "a")
    runs.do(digest)
    assert again.result() is digest


def test_series_take_no_more_memory_than_they_may(digest):
    runs, story = Idle(), Story(load_scenario("classroom"), 1)
    lucks = Lucks(runs, kept_bytes=2.5 * digest.size)
    for seed in range(4):
        lucks.asked(story.with_seed(seed))
        runs.do(digest)
    assert len(lucks.kept) == 2
    assert lucks.asked(story.with_seed(3)).done() and not lucks.asked(story.with_seed(0)).done()


def test_lucks_begin_with_the_one_that_shows():
    assert seeds_of(Story(load_scenario("classroom"), 4), 3) == [4, 5, 6]
