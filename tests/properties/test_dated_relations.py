"""Pacts and rivalries that begin and end on a date: they do what they should, in the right direction, and end again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint

import exchsim
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change
from exchsim.state.blueprint import BY_TERM, month_index
from exchsim.state.tables import State

BUSY = {"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 9.0, "staff_posts_share": 0.0, "concentration": 3.0}
SEEDS = range(3)
A, B = 0, 1


def world(*changes, months=96, params=None, policy=None, **more):
    """Four nations alike in all but luck; the first two are those to whom something happens."""
    b = blueprint(
        cadres=(400,) * 4, months=months, languages=(0,) * 4, allies=(), organisation=False, expenditure=2e11,
        changes=changes, policy=BUSY | (policy or {}), params=params or {}, **more,
    )  # fmt: skip
    return replace(
        b, alignment=np.zeros_like(b.alignment), capability=np.full_like(b.capability, 0.05),
        expenditure=np.full_like(b.expenditure, 2e11),
    )  # fmt: skip


def by_year(b, column: str) -> np.ndarray:
    """Mean over seeds of both sides of the pair, by year."""
    years = []
    for seed in SEEDS:
        table = run(build(b, seed), b.end).pairs_out[column]
        years.append(0.5 * (table[:, A, B] + table[:, B, A]))
    return np.mean(years, axis=0)


PACT = (("1982-01", Change.PACT_BEGIN, A, B, 0.0), ("1985-01", Change.PACT_END, A, B, 0.0))
RIVALRY = (("1982-01", Change.RIVALRY_BEGIN, A, B, 0.0), ("1985-01", Change.RIVALRY_END, A, B, 0.0))
DURING, AFTER = slice(2, 5), slice(5, 8)


@pytest.mark.parametrize(("changes", "sign"), [(PACT, 1), (RIVALRY, -1)], ids=["pact", "rivalry"])
def test_baseline_trust_and_posts_move_and_come_back(changes, sign):
    """1982-84 against a world in which nothing happens; from 1985 all that politics does is as if it had not been."""
    still, moved = world(), world(*changes)
    for column, least in (("baseline", 0.05), ("trust", 0.03), ("posts", 0.5)):
        without, given = by_year(still, column), by_year(moved, column)
        assert np.array_equal(without[:2], given[:2]), column
        assert sign * (given[DURING] - without[DURING]).mean() > least, column
        gap = np.abs(given - without)
        assert gap[-1] < 0.6 * gap[DURING].max(), column
    baseline = by_year(moved, "baseline") - by_year(still, "baseline")
    assert np.abs(baseline[-1]) < 0.2 * np.abs(baseline[DURING]).mean()


def test_rivals_hold_no_exercises_until_the_rivalry_ends():
    lively = {"exercise_activity": 4.0, "workshops_per_year": 0.0}
    held = by_year(world(*RIVALRY, policy=lively, params={"exercises_strangers": -1.0}), "exercises")
    assert held[:2].sum() > 0 and held[DURING].sum() == 0 and held[AFTER].sum() > 0


def test_friends_of_old_are_shaken_in_the_month_in_which_they_become_rivals():
    """Half of the trust above the new baseline is lost at once (decision 0034), and once only."""
    month = month_index(1982)
    b = world(("1982-01", Change.RIVALRY_BEGIN, A, B, 0.0), ("1982-03", Change.RIVALRY_BEGIN, A, B, 0.0))
    before, after, later = (run(build(b, 1), until).pairs for until in (month, month + 1, month + 6))
    loss = before.trust[A, B] - after.trust[A, B]
    gap = before.trust[A, B] - after.baseline[A, B]
    assert gap > 0.2 and loss == pytest.approx(0.5 * gap, abs=0.03)
    assert after.trust[A, B] - later.trust[A, B] < 0.2 * loss
    patient = replace(b, params=b.params.copy())
    patient.params["trust_rivalry_shock"] = 0.0
    assert run(build(patient, 1), month + 1).pairs.trust[A, B] > after.trust[A, B] + 0.1


def test_a_rivalry_that_begins_where_there_is_no_trust_gives_none():
    b = world(("1982-01", Change.RIVALRY_BEGIN, A, B, 0.0))
    lost = []
    for shock in (0.0, 1.0):
        b.params["trust_rivalry_shock"] = shock
        state = run(build(b, 1), month_index(1982))
        state.pairs.trust[A, B] = 0.01
        lost.append(run(state, month_index(1982) + 1).pairs.trust[A, B])
    assert lost[0] == lost[1] < 0.05


def test_rivals_let_their_agreements_run_out():
    """28 agreements of 1976 come up in 1983; half of the pairs have become rivals in 1982."""
    known = tuple((j, i, 0, "1976-01", BY_TERM) for i in range(8) for j in range(i))
    hostile = [(j, i) for j, i, *_ in known[::2]]
    b = blueprint(
        cadres=(5,) * 8, organisation=False, allies=(), months=48, agreements=known,
        policy={"negotiations_per_year": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0, "posts_share": 0.0},
        changes=tuple(("1982-06", Change.RIVALRY_BEGIN, j, i, 0.0) for j, i in hostile),
    )  # fmt: skip
    kept = {True: 0, False: 0}
    for seed in range(10):
        state = run(build(b, seed), b.end)
        for row in state.agreements[: state.clock[0].agreements]:
            kept[(int(row.a), int(row.b)) in hostile] += int(row.end) < 0
    assert kept[True] < 0.5 * kept[False]  # .11 against .48 expected at the political baseline


# the real world


def state_in(scenario, date: str) -> tuple[State, dict[str, int]]:
    """State at the start of a month, and the places of the nations."""
    b = exchsim.load_scenario(scenario).compile()
    year, month = map(int, date.split("-"))
    return run(build(b, 1), month_index(year, month)), {iso3: k for k, iso3 in enumerate(b.nations)}


REAL = {
    "title": "Dated relations", "period": {"start": "1979-01", "end": "2009-12"}, "people_per_agent": 500,
    "nations": ["USA", "RUS", "CHN", "GBR", "AUS", "NZL", "ARG", "BRA"], "organisations": ["ANZUS", "UN"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("flag", "pair", "before", "after"),
    [
        ("rivalry", ("RUS", "USA"), "1989-12", "1990-02"), ("rivalry", ("CHN", "RUS"), "1989-12", "1990-02"),
        ("rivalry", ("ARG", "BRA"), "1985-12", "1986-02"), ("alliance", ("NZL", "USA"), "1986-12", "1987-02"),
        ("alliance", ("CHN", "RUS"), "1980-12", "1981-02"),
    ],
)  # fmt: skip
def test_what_the_tables_date_holds_until_it_ends(flag, pair, before, after):
    """Last years of the table: the relation holds in December and not in the next month that is lived."""
    for date, held in ((before, 1), (after, 0)):
        state, place = state_in(REAL, date)
        a, b = (place[iso3] for iso3 in pair)
        assert state.pairs[flag][a, b] == state.pairs[flag][b, a] == held


def test_rivalries_that_the_tables_begin_lower_trust():
    """The United States and China from 1996, the United States and Russia again from 2007."""
    for pair, year in ((("CHN", "USA"), 1996), (("RUS", "USA"), 2007)):
        (before, place), (after, _) = (state_in(REAL, f"{y}-{m:02d}") for y, m in ((year, 1), (year, 2)))
        a, b = (place[iso3] for iso3 in pair)
        assert before.pairs.rivalry[a, b] == 0 and after.pairs.rivalry[a, b] == 1
        assert after.pairs.baseline[a, b] < before.pairs.baseline[a, b] - 0.05
        assert after.pairs.trust[a, b] < before.pairs.trust[a, b] - 0.02


def test_events_of_a_scenario_do_what_the_tables_do():
    """Australia and Brazil ally in 1990 and part in 1995; Britain and Argentina have been rivals all along."""
    told = REAL | {"events": [
        {"date": "1990-03", "kind": "pact_begin", "nation": "AUS", "other": "BRA"},
        {"date": "1995-03", "kind": "pact_end", "nation": "AUS", "other": "BRA"},
    ]}  # fmt: skip
    (during, place), (later, _) = (state_in(told, date) for date in ("1994-12", "1996-12"))
    a, b = place["AUS"], place["BRA"]
    assert during.pairs.alliance[a, b] == 1 and later.pairs.alliance[a, b] == 0
    assert during.pairs.baseline[a, b] > later.pairs.baseline[a, b] + 0.1
    assert during.pairs.rivalry[place["GBR"], place["ARG"]] == 1
