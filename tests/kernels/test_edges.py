"""Edges of kernels by hand: the first row and the first month, tables that are full or empty, bounds, ties.

The small worlds of tests/reference come to these only by chance. Kernels run as plain Python here, since a compiled one
takes no single row of a table from Python: see the first test.
"""

import os
import subprocess
import sys

import numba
import numpy as np
import pytest
from blueprints import blueprint

from exchsim._jit import in_python
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import AgreementType, Change, Draw, Status
from exchsim.kernels import agreements, census, gatherings, missions, partners, plan, relations, serve
from exchsim.rng import uniform
from exchsim.rules import costs
from exchsim.state import columns, outputs
from exchsim.state.tables import table

GENERAL = int(AgreementType.GENERAL)
by_hand = pytest.mark.skipif(not numba.config.DISABLE_JIT, reason="the first test runs these as plain Python")


@pytest.mark.nojit
@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="this is plain Python")
def test_all_of_these_as_plain_python():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", __file__],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


@pytest.fixture(scope="module")
def world():
    return blueprint(cadres=(9, 8, 7), months=14, policy={"posts_share": 0.3, "hosting_share": 0.5})


@pytest.fixture
def state(world):
    return build(world, 3)


@by_hand
def test_the_log_of_agreements_has_room_for_all_that_a_january_may_bring(state):
    clock, changes = state.clock[0], table(columns.CHANGES, 2)
    changes.kind, changes.month = int(Change.AGREEMENT_BEGIN), (clock.start, clock.start + 1)
    clock.agreements = 2
    for month, negotiates, needed in ((0, 1, 1 + 9), (0, 0, 1), (1, 1, 1), (2, 1, 0), (12, 1, 9)):
        clock.negotiates = negotiates
        for rows, fits in ((2 + needed, True), (1 + needed, False)):
            log = table(outputs.AGREEMENTS, rows)
            found = in_python(agreements.has_room)(clock.start + month, clock, changes, state.nations, log)
            assert (bool(found), clock.agreements_room) == (fits, 2 + needed)


@by_hand
def test_an_agreement_that_ended_in_the_first_month_there_is_has_ended(state):
    log = table(outputs.AGREEMENTS, 2)
    log.a, log.b, log.end = 0, 1, (0, -1)
    log.type = (GENERAL, int(AgreementType.TRAINING))
    clock = state.clock[0]
    clock.agreements = 2
    assert in_python(agreements.open_agreement)(1, 0, GENERAL, clock, log) == -1
    assert in_python(agreements.open_agreement)(1, 0, int(AgreementType.TRAINING), clock, log) == 1
    state.pairs.training[0, 1] = state.pairs.agreement[0, 1] = 1
    state.nations.present[1] = 0
    in_python(agreements.lapse)(5, clock, state.nations, state.pairs, log)
    assert log.end.tolist() == [0, 5]
    assert (state.pairs.agreement[0, 1], state.pairs.training[0, 1]) == (1, 0)


@pytest.mark.parametrize(
    ("left", "concluded", "after"),
    [([1, 1, 1], [1, 0, 0], [0, 0, 1]), ([2, 1, 1], [1, 0, 1], [0, 0, 0]), ([1, 2, 1], [1, 1, 0], [0, 0, 0]),
     ([0, 2, 2], [0, 1, 0], [0, 1, 1]), ([2, 2, 2], [1, 1, 1], [0, 0, 0])],
)  # fmt: skip
@by_hand
def test_the_best_matches_come_first_and_take_from_what_both_can_do(left, concluded, after):
    capacity = np.array(left)
    found = in_python(agreements.match)(np.array([3.0, 2.0, 1.0]), np.array([0, 1, 0]), np.array([1, 2, 2]), capacity)
    assert (found.tolist(), capacity.tolist()) == (concluded, after)


@by_hand
def test_events_and_guests_are_counted_beyond_the_end_of_a_list_but_not_written(state):
    clock, log, guests = state.clock[0], table(outputs.GATHERINGS, 2), table(outputs.PARTICIPANTS, 3)
    guests.nation, guests.attended = -1, 1
    written = []
    for uid in (11, 12, 13):
        written.append(bool(in_python(gatherings.write_gathering)(uid, 4, 0, -1, clock, log)))
        for nation in (0, 2):
            in_python(gatherings.invite)(nation, clock, log, guests)
    assert written == [True, True, False]
    assert (log.uid.tolist(), log.first.tolist(), log["count"].tolist()) == ([11, 12], [0, 2], [2, 1])
    assert (guests.nation.tolist(), guests.attended.tolist()) == ([0, 2, 0], [0, 0, 0])
    assert (clock.gatherings, clock.participants) == (3, 6)


@by_hand
def test_guests_of_an_event_beyond_the_end_of_the_list_are_nobodys(state):
    clock, log, guests = state.clock[0], table(outputs.GATHERINGS, 1), table(outputs.PARTICIPANTS, 9)
    guests.nation = -1
    for uid in (11, 12):
        in_python(gatherings.write_gathering)(uid, 4, 0, -1, clock, log)
        in_python(gatherings.invite)(1, clock, log, guests)
    assert (log["count"].tolist(), guests.nation.tolist()) == ([1], [1] + 8 * [-1])
    assert clock.participants == 2


@by_hand
def test_who_is_first_in_the_table_of_people_is_called_again_like_the_others(state):
    clock, params = state.clock[0], state.params[0]
    people, files = table(columns.PEOPLE, 3), table(columns.DOSSIERS, 5)
    people.status = (int(Status.SERVING), int(Status.SERVING), int(Status.ABSENT))
    files.row, files.tours, files.nation = (0, 1, 1, -1, 2), (1, 2, 0, 1, 1), (0, 1, 1, 1, 2)
    clock.files_high = 5
    state.nations.budget_usd, state.nations.spent_usd, state.nations.reserved_usd = 1e9, 0.0, 0.0
    state.policies.alumni_recontact = 0.8
    in_python(census.pay_recontacts)(clock.start, clock, params, state.policies, people, files, state.nations)
    price = params.costs_recontact_usd * costs.price_level(1980, params.costs_price_growth_per_year)
    assert state.nations.spent_usd == pytest.approx([0.2 * price, 0.2 * price, 0.0])  # one alumnus, one, none at home


@by_hand
def test_ties_have_their_fifth_and_tenth_birthday_once(state):
    nation, seen = state.nations[0], []
    for age in (57, 59, 60, 62, 63, 117, 119, 120, 122, 123):
        nation.ties_five_years = nation.ties_ten_years = 0
        in_python(census.count_birthday)(age, nation)
        seen.append((nation.ties_five_years, nation.ties_ten_years))
    no, five, ten = (0, 0), (1, 0), (0, 1)
    assert seen == [no, no, five, five, no, no, no, ten, ten, no]


@pytest.mark.parametrize(("last", "met"), [(-1, False), (0, True), (1, True), (5, True), (6, False)])
@by_hand
def test_who_met_in_an_exercise_five_years_ago_has_met_lately(state, last, met):
    """last: years since the last exercise, -1 for none."""
    clock, params, month = state.clock[0], state.params[0], int(state.clock[0].start)
    state.pairs.last_exercise = month // 12 - last if last >= 0 else -1
    assert bool(in_python(agreements.met_lately)(0, 1, month + 11, state.pairs)) == met
    state.pairs.habit = 0.0
    params.exercises_strangers, params.exercises_met, params.exercises_agreement = -60.0, 62.0, 0.0  # strangers: never
    in_python(gatherings.plan_bilateral)(month, clock, params, state.programmes, state.policies, state.nations,
                                         state.pairs, state.gatherings, state.participants)  # fmt: skip
    assert (clock.gatherings > 0) == met


@by_hand
def test_a_mission_may_have_more_contributors_than_there_are_missions():
    contingents = table(columns.CONTINGENTS, (2, 5))
    contingents.troops[1] = (3.0, 0.0, 1.0, 2.0, 0.5)
    assert in_python(missions.contributors_of)(0, contingents).tolist() == []
    assert in_python(missions.contributors_of)(1, contingents).tolist() == [0, 2, 3, 4]


@by_hand
def test_a_member_since_the_first_month_there_is_works_with_the_others(state):
    since, post = np.array([[0, -1, 5]], np.int16), state.posts[0]
    post.venue, post.sender = len(state.nations), 2
    works = [bool(in_python(serve.works_with)(k, post, state.nations, since, state.contingents)) for k in range(3)]
    assert works == [True, False, False]


@by_hand
def test_language_courses_cost_what_they_take_and_nothing_where_all_speak_alike(state):
    def year(partner):
        return in_python(partners.course_year)(
            0, np.array(partner), params, state.policies, state.nations, state.staff_level, state.hours, state.gamma
        )

    params = state.params[0]
    state.policies.language_target = 2.0
    state.staff_level[:3] = 4.0 * np.eye(3)  # every nation speaks its own language only
    months = [partners.usual_course_months(0, j, params, state.policies, state.nations, state.staff_level, state.hours,
                                           state.gamma) for j in range(3)]  # fmt: skip
    assert months[0] == 0 and min(months[1:]) > 0
    a_month = params.language_class_hours_per_month * params.costs_class_hour_usd * 12.0
    tour = float(state.policies.tour_months[0])
    assert year([1.0, 0.0, 0.0]) == year([0.0, 0.0, 0.0]) == 0.0
    assert year([0.0, 0.5, 0.0]) == pytest.approx(months[1] * a_month / tour, rel=1e-12)
    assert year([1.0, 2.0, 3.0]) == pytest.approx((2 * months[1] + 3 * months[2]) / 6 * a_month / tour, rel=1e-12)


@by_hand
def test_governments_plan_in_the_order_of_their_draws(world):
    orders = set()
    for seed in range(12):
        state = build(world, seed)
        clock, month = state.clock[0], int(state.clock[0].start)
        state.nations.fiscal_month = (0, 1, 0)
        state.nations.epoch = month
        draws = [uniform(seed, month, int(Draw.PLAN_ORDER), int(code), 0) for code in state.nations.code]
        found = in_python(plan.planning_order)(month, clock, state.nations).tolist()
        assert found == np.argsort(draws, kind="stable").tolist()
        later = in_python(plan.planning_order)(month + 12, clock, state.nations)
        assert sorted(later.tolist()) == [0, 2]
        orders.add(tuple(found))
    assert len(orders) > 2


@by_hand
def test_friends_are_asked_by_how_much_they_are_trusted_and_dust_of_trust_is_nobody(state):
    state.pairs.trust[:] = [[0.0, 0.4, 0.2], [0.5, 0.0, 0.9], [0.1, 4e-10, 0.0]]
    in_python(relations.ask_friends)(state.nations, state.pairs)
    friends = state.pairs.friends
    assert friends[0, 1] == pytest.approx(4e-10) and friends[0, 2] == pytest.approx(0.9)
    assert friends[1, 0] == pytest.approx(0.1) and friends[1, 2] == pytest.approx(0.2)
    assert friends[2, 0] == 0.5  # only the second is left, whom the third trusts next to nothing
    assert friends[2, 1] == pytest.approx(0.4)


@by_hand
def test_without_the_yearly_table_of_pairs_all_else_is_the_same(world):
    whole, less = (run(build(world, 3, pairs_by_year=kept), world.end) for kept in (True, False))
    assert whole.pairs_out.trust[0, 0, 1] > 0.0 and less.pairs_out.size == 0
    for name in ("nations_out", "world_out", "threats_out", "tours"):
        assert getattr(whole, name).tobytes() == getattr(less, name).tobytes(), name


@by_hand
def test_every_row_of_a_table_is_in_use_or_free_and_in_the_stack_once(world):
    state = run(build(world, 3), world.end)
    clock = state.clock[0]
    for name, used in (("posts", state.posts.sender >= 0), ("dossiers", state.dossiers.row >= 0),
                       ("ties", state.ties.dossier[:, 0] >= 0)):  # fmt: skip
        free = getattr(state, f"free_{name}")[: clock[f"free_{name}"]]
        assert 0 < used.sum() < used.size, name
        assert sorted(free.tolist()) == np.flatnonzero(~used).tolist(), name
    assert clock.posts == (state.posts.sender >= 0).sum()
