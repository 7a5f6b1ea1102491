"""In person, hybrid and on screen: what the mode does to personal trust, from a scenario to the end of a run."""

import numpy as np

import exchsim
from exchsim.api import prepare
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Status

BASE = {
    "extend": "classroom",
    "period": {"start": "1980-01", "end": "1984-12"},
    "policy": {"mix_exchange_post": 1.0, "mix_course": 0, "mix_language_immersion": 0, "mix_leadership_course": 0,
               "mix_virtual_exchange": 0, "mix_hybrid_exchange": 0, "staff_posts_share": 0, "exercise_activity": 0,
               "workshops_per_year": 0, "posts_share": 0.05, "tour_months": 12},
    "parameters": {"contact": {"misunderstandings_per_year": 0.5, "ties_per_year": 0.5},
                   "language": {"steepness": 4.0}},
}  # fmt: skip


def gain(mode):
    """Mean personal trust at the end of first tours, in sd, among officers who still serve abroad."""
    programmes = {"exchange_post": {"mode": mode, "immersion_hours_per_week": 0, "required_level": 0}}
    plan = prepare({**BASE, "programmes": programmes})
    state = run(build(plan.blueprint, 3), plan.blueprint.end)
    rows = state.posts[state.meeting_order[: state.clock[0].posts]]
    rows = rows[(rows["dossier"] >= 0) & (rows["until"] - state.clock[0].month <= 6) & (rows["state"] == 3)]
    found = []
    for post in rows:
        file = state.dossiers[post.dossier]
        if file.tours == 0:
            found += [float(file.trust[k]) for k in range(2) if file.host[k] == post.venue]
    assert len(found) > 10
    return np.mean(found)


def test_pattern_8_virtual_gains_45_to_70_percent_of_in_person_end_to_end():
    here, hybrid, screen = gain("in_person"), gain("hybrid"), gain("virtual")
    assert 0.45 <= screen / here <= 0.70
    assert screen < hybrid < here


def test_a_user_adds_a_programme_of_any_kind_in_yaml_alone():
    kinds = ("exchange_post", "course", "virtual_exchange", "hybrid_exchange", "workshop", "exercise")
    own = {f"own_{kind}": {"kind": kind, "domains": {"cyber": 1}} for kind in kinds}
    mix = {f"mix_{kind}": 0.5 for kind in kinds[:4]}
    wishes = {f"domain_{name}": 0.0 for name in ("conventional", "peacekeeping", "counterterrorism", "unconventional",
                                                 "crisis_management")}  # fmt: skip
    result = exchsim.run({
        "extend": "classroom", "period": {"start": "1980-01", "end": "1985-12"}, "programmes": own,
        "policy": {**mix, **wishes, "domain_cyber": 1.0, "posts_share": 0.1, "workshops_per_year": 4,
                   "exercise_activity": 4, "budget_share": 0.05},
    })  # fmt: skip
    used = set(result.posts["programme"]) | set(result.exercises["programme"])
    assert set(own) <= used


def test_an_exchange_on_screen_keeps_the_officer_at_home():
    programmes = {"exchange_post": {"mode": "virtual"}}
    plan = prepare({**BASE, "programmes": programmes})
    state = run(build(plan.blueprint, 3), plan.blueprint.end)
    assert (state.people["status"] != Status.ABROAD).all()
    assert (state.people["status"] == Status.CONNECTED).any()
