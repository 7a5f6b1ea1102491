"""How results move when UN missions, their composition or the pledges are changed."""

from dataclasses import replace

import numpy as np
import pytest
from blueprints import MissionSketch, blueprint, lever, with_missions

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change, Domain, MissionKind
from exchsim.store.checkpoint import load, save

PEACEFUL = {"peacekeeping_escalations_per_year": 0.0}
READY = {"peacekeeping_income_effect": 0.0, "peacekeeping_habit_sd": 0.0, "peacekeeping_contributors_at_1000": 30.0,
         "peacekeeping_stay": 1.0}  # fmt: skip


def world(*sketches, months=48, policy=None, params=None, **changes):
    """Four nations that would all send troops."""
    b = blueprint(
        cadres=(400, 320, 260, 200),
        months=months,
        expenditure=1e11,
        policy={"mission_pledges": 0.1, **(policy or {})},
        params=PEACEFUL | READY | (params or {}),
        **changes,
    )
    return with_missions(b, *(sketches or (MissionSketch(),)))


def finished(b, seed=1):
    return run(build(b, seed), b.end)


def same(first, second, without=()):
    """Every table of two states that is not equal to the last bit."""
    differing = set()
    for name in first._fields:
        a, b = np.asarray(getattr(first, name)), np.asarray(getattr(second, name))
        if name in without or a.shape != b.shape:
            continue
        for column in a.dtype.names or (None,):
            x, y = (a[column], b[column]) if column else (a, b)
            if not np.array_equal(x, y, equal_nan=x.dtype.kind == "f"):
                differing.add((name, column))
    return differing


def test_a_mission_without_troops_changes_nothing_else():
    """Nobody pledges: the world is, bit for bit, the one without missions."""
    silent = world(policy={"mission_pledges": 0.0})
    without = replace(
        silent, missions=(), mission_places=(), mission_table=silent.mission_table[:0],
        mission_working=silent.mission_working[:0], mission_ceiling=silent.mission_ceiling[:0],
        mission_distance=silent.mission_distance[:0],
    )  # fmt: skip
    told = same(finished(silent), finished(without))
    assert {column for _, column in told} <= {"missions", "mission_violence"}


def test_effects_of_peacekeeping_feed_nothing_but_violence():
    """How strong a mission is changes what it does to violence, and nothing about officers or nations."""
    weak, strong = (finished(world(params={"peacekeeping_effect_per_year": e})) for e in (0.3, 2.0))
    assert {name for name, _ in same(weak, strong)} <= {"params", "missions", "missions_out", "world_out"}
    assert strong.missions["violence"][0] < weak.missions["violence"][0]
    assert strong.missions_out["protected"].sum() > weak.missions_out["protected"].sum()


@pytest.mark.parametrize("low, high", [(0.01, 0.03), (0.03, 0.1)])
def test_more_pledges_more_troops_less_violence_more_standing(low, high):
    """The lever of the nations."""
    sketch = MissionSketch(persons=2000.0)
    few, many = (finished(world(sketch, policy={"mission_pledges": p})) for p in (low, high))
    assert many.world_out["mission_troops"][-1] > few.world_out["mission_troops"][-1] > 0
    assert many.missions["violence"][0] < few.missions["violence"][0]
    assert many.nations["standing"].mean() > few.nations["standing"].mean()


def with_escalations(pledges, *sketches, months=96, seed=1):
    """A world of missions, one of them older than the run, where violence escalates often."""
    sketches = sketches or (MissionSketch(persons=2000.0), MissionSketch(start=-30, persons=400.0, place=3),
                            MissionSketch(start=7, end=60, kind=MissionKind.OBSERVER))  # fmt: skip
    return finished(world(*sketches, months=months, policy={"mission_pledges": pledges},
                          params={"peacekeeping_escalations_per_year": 2.0}), seed)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_troops_protect_nobody(seed):
    """Without pledges violence is, to the last bit, what it would be without troops, whatever escalates and heals."""
    out = with_escalations(0.0, seed=seed).missions_out
    lived = out["months"] > 0
    assert lived.sum() > 16 and out["escalations"].sum() > 0 and out["troops"].sum() == 0
    assert (out["violence"][lived] > out["tension"][lived]).any(), "an escalation lifts violence above what feeds it"
    assert (out["violence"][lived] < out["tension"][lived]).any(), "an old mission begins below what feeds violence"
    assert (out["protected"] == 0.0).all()
    np.testing.assert_array_equal(out["unguarded"], out["violence"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_more_troops_protect_more_against_the_same_violence_without_them(seed):
    """Troops never make it worse, for the same draw judges both; how many there are does not move the comparison."""
    none, few, many = (with_escalations(pledges, seed=seed).missions_out for pledges in (0.0, 0.01, 0.1))
    for out in (few, many):
        assert (out["violence"] <= out["unguarded"] + 1e-12).all()
        np.testing.assert_array_equal(out["unguarded"], none["unguarded"])
    assert many["troops"].sum() > few["troops"].sum() > 0
    assert many["protected"].sum() > few["protected"].sum() > 0.0
    served = (many["troops"] > 0) & (many["ceiling"] > 0)
    assert (many["protected"][served] > 0.0).all()


def test_the_first_month_of_protection_by_hand():
    """A month of healing and relapse with and without power, by the scale of the authorised strength."""
    b = world(MissionSketch(persons=2000.0, violence=0.7), months=1)
    state, p = finished(b), b.params[0]
    mission = state.missions[0]
    tension = 0.7 * np.exp(-p.peacekeeping_healing_per_year / 12.0)
    fed = tension + (0.7 - tension) * np.exp(-p.peacekeeping_relapse_per_year / 12.0)
    assert mission["unguarded"] == pytest.approx(fed, abs=1e-12)
    assert mission["violence"] < fed
    expected = (fed - mission["violence"]) * p.peacekeeping_civilians * 2000.0 / 12.0
    assert state.missions_out["protected"][0, 0] == pytest.approx(expected, abs=1e-9)


def test_the_ceiling_binds():
    state = finished(world(MissionSketch(persons=50.0), policy={"mission_pledges": 0.2}))
    assert (state.missions_out["troops"] <= state.missions_out["ceiling"]).all()
    assert state.missions_out["troops"].min() >= 45 * 0.6 - 4


def test_contributors_come_to_know_and_trust_each_other():
    """Nothing else brings the nations together here."""
    alone = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}
    quiet = {"peacekeeping_staff_share": 0.0}
    sketch = MissionSketch(persons=2000.0)
    with_them = finished(world(sketch, policy=alone, params=quiet, allies=(), organisation=False))
    without = finished(world(sketch, policy=alone | {"mission_pledges": 0.0}, params=quiet, allies=(),
                             organisation=False))  # fmt: skip
    there = np.flatnonzero(with_them.contingents["troops"][0] > 0.0)
    assert len(there) >= 2
    for column in ("trust", "familiarity", "interoperability"):
        gained = with_them.pairs[column][np.ix_(there, there)] - without.pairs[column][np.ix_(there, there)]
        assert gained[~np.eye(len(there), dtype=bool)].min() > 0.0, column
    peacekeeping = Domain.PEACEKEEPING
    skills = with_them.nations["skill"] - without.nations["skill"]
    assert (skills[there, peacekeeping] > 0.0).all()
    assert np.abs(np.delete(skills, peacekeeping, axis=1)).max() == 0.0


def test_staff_posts_open_with_a_mission_and_close_with_it():
    params = {"peacekeeping_staff_share": 0.3, "diplomacy_budget_for_posts": 0.9}
    b = world(MissionSketch(start=0, end=30, persons=300.0), months=48, params=params, policy={"tour_months": 12.0})
    state = run(build(b, 1), b.start + 29)
    first = len(b.nations) + len(b.organisations)
    posts = state.posts[state.meeting_order[: state.clock[0].posts]]
    assert (posts["venue"] >= first).sum() > 3
    assert state.missions_out["staff"].max() > 0
    state = run(state, b.start + 31)
    posts = state.posts[state.meeting_order[: state.clock[0].posts]]
    assert (posts["venue"] >= first).sum() == 0
    assert state.missions["running"][0] == 0 and state.contingents["troops"].sum() == 0.0


def test_observers_do_less_than_troops():
    troops, observers = (
        finished(world(MissionSketch(kind=kind, persons=100.0)))
        for kind in (MissionKind.PEACEKEEPING, MissionKind.OBSERVER)
    )
    assert troops.missions["violence"][0] < observers.missions["violence"][0]


def test_a_rival_of_the_place_goes_home():
    changes = (("1981-06", Change.RIVALRY_BEGIN, 0, 3, 0.0),)
    b = world(MissionSketch(persons=2000.0, place=3), months=24, changes=changes)
    assert run(build(b, 1), b.start + 12).contingents["troops"][0, 0] > 0.0
    assert run(build(b, 1), b.end).contingents["troops"][0, 0] == 0.0


def test_a_nation_with_troops_of_the_un_at_home_sends_none_elsewhere():
    """Observers at home do not keep it from sending."""
    for kind, sends in ((MissionKind.PEACEKEEPING, False), (MissionKind.OBSERVER, True)):
        b = world(MissionSketch(persons=2000.0), MissionSketch(start=5, persons=50.0, place=1, kind=kind), months=24)
        assert run(build(b, 1), b.start + 3).contingents["troops"][0, 1] > 0.0
        assert (run(build(b, 1), b.end).contingents["troops"][0, 1] > 0.0) == sends


@pytest.mark.parametrize("changed", ["rivals", "tongue"])
def test_rivals_and_a_foreign_tongue_keep_troops_at_home(changed):
    """Nation 0 has a rival that nation 1 has not, or does not speak the language of the mission."""
    more = {"rivals": ((0, 3),)} if changed == "rivals" else {"languages": (1, 0, 0, 0)}
    sketch, scarce = MissionSketch(persons=9000.0), {"mission_pledges": 0.005}
    before, after = (finished(world(sketch, policy=scarce, **kind)).contingents["troops"][0] for kind in ({}, more))
    assert 0.0 < after[0] < 0.9 * before[0]


def test_a_nation_that_stops_pledging_has_no_troops_from_january_on():
    b = world(MissionSketch(persons=2000.0), months=30, changes=(
        ("1981-03", Change.SET_LEVER, 0, lever("mission_pledges"), 0.0),))  # fmt: skip
    assert run(build(b, 1), b.start + 20).contingents["troops"][0, 0] > 0.0
    assert run(build(b, 1), b.end).contingents["troops"][0, 0] == 0.0


@pytest.mark.parametrize(("fast", "slow"), [(6.0, 12.0)])
def test_rotation_costs_familiarity(fast, slow):
    known = [
        np.mean([run(build(world(params={"peacekeeping_rotation_months": months}), 1), 960 + k).contingents[
            "familiarity"].max() for k in range(25, 37)])
        for months in (fast, slow)
    ]  # fmt: skip
    assert known[1] > known[0] > 0.0


def test_a_run_goes_on_from_a_checkpoint_as_if_it_had_never_stopped(tmp_path):
    b = world(MissionSketch(persons=500.0, place=3), MissionSketch(start=5, end=30), months=40)
    halfway = run(build(b, 5), b.start + 20)
    save(halfway, b, tmp_path / "half.npz")
    stacks = ("free_posts", "free_dossiers", "free_ties")  # what lies beyond their end does not matter
    assert same(run(load(tmp_path / "half.npz", b), b.end), finished(b, 5), stacks) == set()


def test_everything_stays_between_0_and_1():
    b = world(MissionSketch(persons=500.0, place=3, local=(2,)), MissionSketch(start=5, end=20), months=60,
              params={"peacekeeping_escalations_per_year": 3.0, "peacekeeping_escalation_jump": 0.4})  # fmt: skip
    state = build(b, 4)
    for month in range(b.start, b.end):
        state = run(state, month + 1)
        for name in ("violence", "unguarded", "tension", "fractionalisation", "top_share", "leaders",
                     "language_distance", "social_distance", "interoperability", "trust", "skill"):  # fmt: skip
            assert (state.missions[name] >= 0.0).all() and (state.missions[name] <= 1.0).all(), name
        assert (state.nations["standing"] <= 1.0).all()
        assert (state.contingents["familiarity"] <= 1.0).all()
    assert state.missions["escalations"].sum() + state.missions_out["escalations"].sum() > 0
