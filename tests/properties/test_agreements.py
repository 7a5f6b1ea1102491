"""Agreements on whole runs: frequency of the logit, capacity, levers, ruptures, and what they open."""

import math

import numpy as np
import pytest
from blueprints import blueprint, lever

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import AgreementType, Change
from exchsim.rules import agreements as rules
from exchsim.state.blueprint import BY_TERM, month_index

QUIET = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}
ALONE = {"organisation": False, "allies": (), "cadres": (5,) * 12}
# nothing about a pair but a constant: every pair wants an agreement with chance logistic(constant)
BARE = {f"agreements_{name}": 0.0 for name in ("degrees", "common", "ideal", "power", "distance", "tension", "trust",
                                               "alumni", "ties", "exercise", "habit", "introduction")}  # fmt: skip


def log_of(state, kind=AgreementType.GENERAL):
    log = state.agreements[: state.clock[0].agreements]
    return log[log["type"] == kind]


def first_january(constant, seed, **policy):
    b = blueprint(**ALONE, months=13, policy=QUIET | policy, params=BARE | {"agreements_constant": constant})
    return log_of(run(build(b, seed), b.end))


def test_without_a_limit_the_frequency_is_the_logit():
    """66 pairs, 40 seeds: within three standard errors of logistic(-1) = .269."""
    found = sum(len(first_january(-1.0, seed, negotiations_per_year=50.0)) for seed in range(40))
    chance, pairs = 1.0 / (1.0 + math.e), 66 * 40
    assert abs(found / pairs - chance) < 3.0 * math.sqrt(chance * (1.0 - chance) / pairs)


def test_capacity_only_takes_away():
    """The same seeds: who concludes under a limit would have concluded without; and the number falls with it."""
    counts = []
    free = {(int(a.a), int(a.b)) for a in first_january(0.0, 1, negotiations_per_year=50.0)}
    for limit in (0.0, 0.3, 1.0, 50.0):
        some = {(int(a.a), int(a.b)) for a in first_january(0.0, 1, negotiations_per_year=limit)}
        assert some <= free
        counts.append(len(some))
    assert counts[0] == 0 and counts == sorted(counts) and counts[1] < counts[-1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("information_security_agreements", AgreementType.INFORMATION_SECURITY),
        ("training_agreements", AgreementType.TRAINING),
    ],
)
def test_levers_of_special_agreements(name, kind):
    everybody = tuple((i, j) for i in range(8) for j in range(i))
    counts = []
    for value in (0.0, 0.5, 2.0):
        b = blueprint(
            cadres=(5,) * 8, organisation=False, allies=everybody, months=61, policy=QUIET | {name: value},
            params={"agreements_training_per_year": 0.02, "agreements_information_security_per_year": 0.02},
        )  # fmt: skip
        counts.append(len(log_of(run(build(b, 2), b.end), kind)))
    assert counts[0] == 0 < counts[1] < counts[2]


def test_terms_end_or_are_renewed_and_are_not_history():
    """28 agreements of 1980 come to their end in 1987: about half are renewed, and none ends before."""
    known = tuple((j, i, 0, "1980-01", BY_TERM) for i in range(8) for j in range(i))
    b = blueprint(
        cadres=(5,) * 8, organisation=False, allies=(), months=96, start="1982-01", agreements=known,
        policy=QUIET | {"negotiations_per_year": 0.0},
    )  # fmt: skip
    renewed = []
    for seed in range(10):
        log = log_of(run(build(b, seed), b.end))
        assert set(log["end"]) <= {-1, month_index(1987)}
        renewed.append(log["renewals"].sum())
        assert np.array_equal(log["renewals"] == 1, log["end"] == -1)
    share = rules.renewal_chance(0, 0.0, 0.0, 0.0, b.params[0])  # never used
    assert abs(np.sum(renewed) / 280 - share) < 3.0 * math.sqrt(share * (1.0 - share) / 280)


def test_rupture_ends_everything_at_once():
    b = blueprint(
        cadres=(5,) * 3, organisation=False, months=36, policy=QUIET | {"negotiations_per_year": 0.0},
        agreements=(
            (0, 1, 0, "1975-01", -1), (0, 1, 1, "1976-01", -1), (0, 1, 2, "1977-01", -1), (1, 2, 0, "1970-01", -1),
        ),
        changes=(("1981-04", Change.RUPTURE, 1, 0, 0.0),),
    )  # fmt: skip
    state = run(build(b, 1), b.end)
    assert list(state.agreements["end"][:4]) == [month_index(1981, 4)] * 3 + [-1]
    assert not any(state.pairs[name][0, 1] for name in ("agreement", "information_security", "training"))


def test_switched_off_it_leaves_the_rest_alone():
    """Stated agreements hold; without negotiation nothing else begins, and nothing else changes but by that."""
    b = blueprint(months=30, policy={"negotiations_per_year": 0.0, "training_agreements": 0.0,
                                     "information_security_agreements": 0.0})  # fmt: skip
    told = blueprint(months=30, negotiates=False)
    states = [run(build(world, 4), world.end) for world in (b, told)]
    for name in ("trust", "posts", "sharing"):
        assert np.array_equal(states[0].pairs[name], states[1].pairs[name]), name
    assert states[0].clock[0].agreements == states[1].clock[0].agreements == 0


def test_a_lever_set_to_nothing_stops_negotiation_from_then_on():
    stop = (("1984-01", Change.SET_LEVER, -1, lever("negotiations_per_year"), 0.0),)
    b = blueprint(**ALONE, months=96, changes=stop, policy=QUIET | {"negotiations_per_year": 5.0},
                  params=BARE | {"agreements_constant": -2.0})  # fmt: skip
    log = log_of(run(build(b, 1), b.end))
    assert len(log) > 10 and log["start"].max() == month_index(1983)
