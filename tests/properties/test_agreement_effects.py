"""What agreements do on whole runs: posts, hosts that open, sharing; and which way their levers move things."""

from __future__ import annotations

import numpy as np
import pytest
from blueprints import blueprint, lever
from scipy.special import logit

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import AgreementType, Change
from exchsim.state.tables import State

GENERAL, SECURITY, TRAINING = (int(kind) for kind in AgreementType)
SEEDS = range(4)
NATIONS = 6
# nothing but posts, and no agreement that the test does not want
STILL = {
    "negotiations_per_year": 0.0, "training_agreements": 0.0, "information_security_agreements": 0.0,
    "exercise_activity": 0.0, "workshops_per_year": 0.0, "staff_posts_share": 0.0,
}  # fmt: skip
WARY = {"diplomacy_host_threshold": 0.3}
NO_LEAKS = {"intelligence_leaks_per_year": 0.0, "intelligence_espionage_per_year": 0.0,
            "intelligence_sharing_pressure": 0.0}  # fmt: skip
EVERYBODY = tuple((i, j, GENERAL, "1975-01", -1) for j in range(NATIONS) for i in range(j))


def finished(seed, agreements=(), policy=None, params=None, months=72, **settings) -> State:
    """Six nations of 300 without pacts or organisations; alignment falls from the first to the last."""
    b = blueprint(cadres=(300,) * NATIONS, organisation=False, allies=(), months=months, expenditure=5e10,
                  agreements=agreements, policy=STILL | (policy or {}), params=params or {}, **settings)  # fmt: skip
    return run(build(b, seed), b.end)


def between(state: State, i: int, j: int) -> int:
    """Posts filled both ways, one count each December."""
    posts = state.pairs_out["posts"]
    return int(posts[:, i, j].sum() + posts[:, j, i].sum())


def in_force(state: State, kind: int) -> int:
    log = state.agreements[: state.clock[0].agreements]
    return int(((log["type"] == kind) & (log["end"] < 0)).sum())


# a training agreement


def test_a_training_agreement_opens_hosts_that_would_refuse() -> None:
    """The two most distant of six stay below the trust that hosts demand; with the agreement half of it will do."""
    agreed = ((0, 5, TRAINING, "1979-01", -1),)
    for seed in SEEDS:
        assert between(finished(seed, params=WARY), 0, 5) == 0
        assert between(finished(seed, agreed, params=WARY), 0, 5) > 0
        assert between(finished(seed, agreed, params=WARY | {"agreements_training_relief": 0.0}), 0, 5) == 0


def test_a_training_agreement_brings_posts_to_the_pair() -> None:
    """On top of a general agreement; hosts accept both ways in either world, so it is attraction that is at work."""
    general = (0, 2, GENERAL, "1979-01", -1)
    for seed in SEEDS:
        plain = between(finished(seed, (general,)), 0, 2)
        more = between(finished(seed, (general, (0, 2, TRAINING, "1979-01", -1))), 0, 2)
        assert plain > 10 and more > 1.1 * plain


def test_more_training_agreements_bring_posts_to_those_who_conclude_them() -> None:
    """The lever at 0, 1 and 2: more are concluded, and while they hold the pair has more posts than without.

    They add posts, and do not only move them: there are more in all.
    """
    frequent = {"agreements_training_per_year": 0.02}
    concluded, gained, usual, total = [0, 0, 0], 0, 0, [0, 0]
    for seed in SEEDS:
        without, some, many = (
            finished(seed, EVERYBODY, {"training_agreements": value}, frequent, months=144) for value in (0.0, 1.0, 2.0)
        )
        for k, state in enumerate((without, some, many)):
            concluded[k] += in_force(state, TRAINING)
        held = many.pairs_out["training"] == 1  # Decembers and directions in which one is in force
        before, after = (int(state.pairs_out["posts"][held].sum()) for state in (without, many))
        assert after > before
        usual, gained = usual + before, gained + after - before
        total = [sums + int(state.pairs_out["posts"].sum()) for sums, state in zip(total, (without, many), strict=True)]
    assert concluded[0] == 0 < concluded[1] < concluded[2]
    assert gained > 0.15 * usual
    assert 1.05 * total[0] < total[1] < 1.4 * total[0]


def test_the_posts_that_a_training_agreement_adds_are_not_taken_from_others() -> None:
    """Attraction switched off: the pair gains, to all others as many go as before, but for whole posts."""
    level = {"agreements_training_attraction": 0.0, "agreements_training_volume": 0.5}
    gained, lost, usual = 0, 0, 0
    for seed in SEEDS:
        without = finished(seed, EVERYBODY, params=level)
        having = finished(seed, (*EVERYBODY, (0, 1, TRAINING, "1975-01", -1)), params=level)
        more = having.pairs_out["posts"].astype(int).sum(axis=0) - without.pairs_out["posts"].astype(int).sum(axis=0)
        gained += int(more[0, 1] + more[1, 0])
        usual += between(without, 0, 1)
        lost += int(more[0, 1] + more[1, 0] - more.sum())
    assert gained > 0.3 * usual
    assert abs(lost) < 0.3 * gained


# information security


def test_more_information_security_agreements_raise_sharing() -> None:
    """The lever at 0, 1 and 2: agreements and mean sharing rise; who has none shares as before."""
    sums, counts = [], []
    for value in (0.0, 1.0, 2.0):
        states = [
            finished(seed, EVERYBODY, {"information_security_agreements": value}, NO_LEAKS, months=144)
            for seed in SEEDS
        ]
        counts.append(sum(in_force(state, SECURITY) for state in states))
        sums.append(np.array([state.pairs["sharing"] for state in states]))
    assert counts[0] == 0 < counts[1] < counts[2]
    means = [found.mean() for found in sums]
    assert means[0] * 1.2 < means[1] < means[2]
    secured = np.array([state.pairs["information_security"] for state in states]) == 1
    assert (logit(sums[2][secured]) > logit(sums[0][secured]) + 1.0).all()  # by log odds: also where little is shared
    assert sums[2][~secured] == pytest.approx(sums[0][~secured], rel=0.05)


def test_sharing_rises_with_the_agreement_and_falls_back_with_its_end() -> None:
    """A dated agreement of the scenario that holds for two years, against the same world without it."""
    begin, end = ("1981-03", Change.AGREEMENT_BEGIN, 0, 2, SECURITY), ("1983-03", Change.AGREEMENT_END, 0, 2, SECURITY)
    courses = []
    for changes in ((), (begin, end)):
        b = blueprint(cadres=(300,) * NATIONS, organisation=False, allies=(), months=48, changes=changes,
                      policy=STILL, params=NO_LEAKS)  # fmt: skip
        state, course = build(b, 1), []
        for month in range(b.start, b.end):
            state = run(state, month + 1)
            course.append(float(state.pairs["sharing"][0, 2]))
        courses.append(np.array(course))
    ratio = courses[1] / courses[0]
    assert ratio[:14] == pytest.approx(1.0)  # until February 1981
    assert (ratio[15:38] > 1.8).all()
    assert ratio[39:] == pytest.approx(1.0, rel=0.1)


# levers


def test_more_negotiations_bring_more_agreements() -> None:
    """General agreements in force under the lever at 0, .2, 1 and 10; the same seeds."""
    counts = [
        sum(in_force(finished(seed, (), {"negotiations_per_year": value}), GENERAL) for seed in SEEDS)
        for value in (0.0, 0.2, 1.0, 10.0)
    ]
    assert counts[0] == 0 < counts[1] < counts[2] <= counts[3]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("information_security_agreements", SECURITY),
        ("training_agreements", TRAINING),
        ("negotiations_per_year", GENERAL),
    ],
)
def test_a_government_that_wants_none_has_none(name: str, kind: int) -> None:
    """The lever of one nation at nothing from the start; the others go on, with one another alone."""
    refuses = (("1980-01", Change.SET_LEVER, 0, lever(name), 0.0),)
    known = () if kind == GENERAL else EVERYBODY
    frequent = {"agreements_training_per_year": 0.02, "agreements_information_security_per_year": 0.03}
    column = ("agreement", "information_security", "training")[kind]
    others = 0
    for seed in SEEDS:
        state = finished(seed, known, {name: 2.0}, frequent, months=96, changes=refuses)
        assert not state.pairs[column][0].any() and not state.pairs[column][:, 0].any()
        others += in_force(state, kind)
    assert others > 0
