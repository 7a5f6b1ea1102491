"""Organisations: standards are adopted with the years, quotas add up, and what a user declares takes effect."""

from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint

import exchsim
from exchsim._jit import in_python
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change
from exchsim.kernels.plan import staff_quota

QUIET = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}


def test_a_new_member_adopts_standards_over_years_and_not_on_the_day():
    """The third nation joins in 1982; the first two have been members for seventeen years."""
    b = blueprint(months=240, policy=QUIET, allies=(), changes=(("1982-01", Change.JOIN, 2, 0, 0.0),))
    b.member_since[0, 2] = -1
    state, shared, technical = build(b, 1), [], []
    for year in range(1, 20):
        state = run(state, b.start + 12 * year)
        shared.append(float(state.pairs["standards"][0, 2]))
        technical.append(float(state.pairs["technical"][0, 2]))
    assert shared[:3] == [0.0, 0.0, 0.0]
    adopted = [0.8 * (1 - np.exp(-years / 8.0)) for years in range(17)]
    assert shared[2:] == pytest.approx(adopted)
    assert technical[:3] == pytest.approx([0.2] * 3)
    assert np.all(np.diff(technical[2:]) > 0)
    assert state.pairs["standards"][0, 1] > shared[-1]


def test_a_run_that_starts_later_finds_the_equipment_that_an_earlier_one_has_made():
    """Members since January 1970: ten years of a run from 1970 end where a run from 1980 begins."""
    early = blueprint(months=120, start="1970-01", policy=QUIET, allies=())
    late = blueprint(months=12, start="1980-01", policy=QUIET, allies=())
    for b in (early, late):
        b.member_since[0, :] = early.start
    lived = run(build(early, 1), early.end).pairs["technical"]
    assert build(late, 1).pairs["technical"] == pytest.approx(lived)


def test_terminology_comes_with_the_years():
    """The same two staffs understand each other better when their membership is old."""
    talk = []
    for months in (0, 240):
        b = blueprint(months=12, start="1980-01", policy=QUIET, allies=(), languages=(0, 1, 1))
        b.member_since[0, :] = b.start - months
        talk.append(float(run(build(b, 1), b.end).pairs["talk"][0, 1]))
    assert talk[1] > talk[0]


def quotas(state, share=1.0):
    s = state
    return [
        in_python(staff_quota)(i, 0, share, 0, s.clock[0], s.nations, s.organisations, s.member_since,
                               s.headquarters_posts)
        for i in range(len(s.nations))
    ]  # fmt: skip


@pytest.mark.parametrize("posts", [1, 7, 80, 333])
def test_quotas_and_the_part_of_the_host_add_up(posts):
    """By hand: capabilities 5, 2.6, 1.4 and 1 of 10; the first hosts the headquarters."""
    b = blueprint(cadres=(100, 100, 100, 100), allies=())
    capability = np.array([0.05, 0.026, 0.014, 0.01])
    b = replace(b, capability=np.repeat(capability[:, None], b.years, axis=1),
                headquarters_posts=np.full((1, b.years), float(posts)))  # fmt: skip
    b.member_since[0, :] = b.start - 12
    got = quotas(build(b, 1))
    exact = posts * capability / capability.sum()
    assert got[0] == 0
    host = posts - sum(got)
    assert all(abs(n - x) < 1.0 for n, x in zip([host, *got[1:]], exact, strict=True))
    if posts == 7:  # 3.5, 1.82, .98, .7: whole 3, 1, 0, 0; three more to the third, the second and the fourth
        assert got == [0, 2, 1, 1]


CLUB = {
    "title": "A club of one's own",
    "period": {"start": "1980-01", "end": "1989-12"},
    "nations": {
        "invented": {
            code: {
                "name": code.title(), "armed_forces": 3000, "military_expenditure_usd": 4e9,
                "languages": {"aaa" if code != "CCC" else "ccc": {"mother": 1.0}}, "capability_index": 0.01,
            }
            for code in ("AAA", "BBB", "CCC", "DDD")
        }
    },
    "languages": {"aaa": {"name": "A"}, "ccc": {"name": "C"}, "clb": {"name": "Clubbish", "class_hours": 700}},
    "policy": {"staff_posts_share": 1.0},
    "organisations": {
        "invented": {
            "CLUB": {
                "name": "Club", "members": {"AAA": {}, "BBB": {}, "CCC": {"since": "1984-06"}},
                "working_languages": ["clb"], "headquarters": "AAA", "headquarters_posts": 12, "standards": 0.9,
                "exercises_per_year": 6,
            }
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def club():
    return exchsim.run(CLUB, seed=4)


def test_a_declared_organisation_has_staff_posts_by_quota_from_accession_on(club):
    staff = club.posts[club.posts.venue == "CLUB"]
    assert set(staff.sender) == {"BBB", "CCC"}
    assert set(staff.host) == {"AAA"}
    assert (staff[staff.sender == "CCC"].selected.astype(str) >= "1984-06").all()
    assert (staff[staff.sender == "BBB"].selected.astype(str) < "1984-06").any()
    running = staff[(staff.began.astype(str) <= "1989-11") & staff.ended.isna()]
    assert running.groupby("sender", observed=True).size().max() <= 4  # a third of twelve each


def test_a_declared_organisation_works_in_its_language(club):
    staff = club.posts[club.posts.venue == "CLUB"]
    assert set(staff.language) == {"clb"}
    assert staff.level_at_start.mean() > 1.5  # nobody speaks it at home: they were taught


def test_a_declared_organisation_holds_its_exercises_among_members(club):
    held = club.exercises[club.exercises.organisation == "CLUB"]
    assert held.event.nunique() >= 20
    assert "DDD" not in set(held.iso3)
    assert (held[held.iso3 == "CCC"].year >= 1984).all() and (held.iso3 == "CCC").any()


def test_a_series_may_begin_after_the_founding():
    b = blueprint(months=72, policy=QUIET | {"exercise_activity": 1.0}, allies=())
    b.exercises_from[0] = b.start + 36
    state = run(build(b, 1), b.end)
    held = state.gatherings[: state.clock[0].gatherings]
    months = held["month"][held["organisation"] == 0]
    assert len(months) >= 3
    assert months.min() >= b.start + 36


def test_a_declared_organisation_brings_its_members_equipment_together(club):
    pairs = club.pairs.set_index(["year", "sender", "host"]).technical
    assert pairs[1989, "AAA", "BBB"] > pairs[1989, "AAA", "CCC"] > pairs[1989, "AAA", "DDD"]
    assert pairs[1983, "AAA", "CCC"] == pytest.approx(pairs[1983, "AAA", "DDD"])
    assert pairs[1989, "AAA", "DDD"] == pytest.approx(0.2, abs=1e-6)
