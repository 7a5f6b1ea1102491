"""Immersions are for those who lack the language: no places where the staffs know it, no natives in them."""

import numpy as np
import pytest
from blueprints import PROGRAMMES, blueprint

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import PostState

IMMERSION = PROGRAMMES.index("language_immersion")
WISHES = {"posts_share": 0.05, "hosting_share": 0.3, "mix_language_immersion": 1.0}


def world(target, months=60):
    """Two nations of one language and two of others; a third of each nation learns the next language at school."""
    b = blueprint(cadres=(300, 300, 250, 250), months=months, languages=(0, 0, 1, 2), expenditure=2e11,
                  policy={**WISHES, "language_target": target})  # fmt: skip
    return run(build(b, 3), b.end)


def immersions(state, programme=IMMERSION):
    tours = state.tours[: state.clock[0].tours]
    return tours[tours["programme"] == programme]


@pytest.mark.parametrize(("target", "limit"), [(2.5, 2.5), (0.0, 3.0), (3.5, 3.5)])
def test_nobody_with_the_language_goes(target, limit):
    tours = immersions(world(target))
    assert len(tours) > 20
    assert tours["level_at_selection"].max() < limit
    assert target == 2.5 or tours["level_at_selection"].max() > 0.5  # but those who know some


def test_no_places_where_the_staffs_work_in_the_language():
    level = world(2.5, months=1).staff_level
    tours = immersions(world(2.5))
    ways = set(zip(tours["sender"].tolist(), tours["venue"].tolist(), strict=True))
    mine = [0, 0, 1, 2]
    wanted = {(i, j) for i in range(4) for j in range(4) if i != j and level[i, mine[j]] < 2.5}
    assert ways and ways <= wanted
    assert (0, 1) not in wanted and (0, 2) not in wanted and (0, 3) in wanted  # own tongue, schooled, foreign
    more = immersions(world(3.5))  # who wants more finds school not enough
    assert (0, 2) in set(zip(more["sender"].tolist(), more["venue"].tolist(), strict=True))


def test_the_posts_are_filled_all_the_same():
    state = world(3.5)
    rows = state.meeting_order[: state.clock[0].posts]
    posts = state.posts[rows][state.posts["programme"][rows] == IMMERSION]
    assert len(posts) > 10
    assert (posts["state"] == PostState.VACANT).mean() < 0.2
    assert posts["vacant_months"].max() < 12


@pytest.mark.parametrize("name", ["classroom", "aus_nz"])
def test_no_native_speaker_in_the_shipped_scenarios(name):
    b = exchsim.load_scenario(name).compile()
    state = run(build(b, 1, pairs_by_year=False), b.end)
    programme = b.programmes.index("language_immersion")
    tours = immersions(state, programme)
    assert (name == "classroom") == (len(tours) > 0)  # the six of the Pacific share English
    assert np.max(tours["level_at_start"], initial=0.0) < 4.9
    assert np.max(tours["level_at_selection"], initial=0.0) < 3.0
    rows = state.meeting_order[: state.clock[0].posts]
    waiting = state.posts[rows][state.posts["programme"][rows] == programme]
    assert np.max(waiting["vacant_months"], initial=0) <= 18
