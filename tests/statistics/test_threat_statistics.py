"""Threats and compromises against closed forms. Fixed seeds; tolerances are given in standard errors."""

import math

import numpy as np
import pytest
from blueprints import NO_TREATIES, blueprint

from exchsim._jit import in_python
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Compromise, Draw, ThreatKind
from exchsim.kernels import intelligence as kernels
from exchsim.rng import uniform
from exchsim.rules import intelligence, threats

QUIET = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}
ALONE = {"intelligence_sharing_base": -60.0, "threats_cyber_first_year": 1900.0, "threats_spill_over": 0.0,
         "threats_cyber_growth_per_year": 0.0, "threats_hybrid_growth_per_year": 0.0}  # fmt: skip
MONTHS = 240


@pytest.fixture(scope="module")
def alone():
    """Eight equal nations without neighbours' waves, rivals, sharing or exchanges: every year is as usual."""
    b = blueprint(
        cadres=(5,) * 8, months=MONTHS, policy=QUIET | NO_TREATIES, params=ALONE, organisation=False, allies=()
    )
    b.capability[:] = 0.05
    states = [run(build(b, seed), b.end) for seed in range(6)]
    return b, states, np.array([state.threats_out for state in states])


def test_arrivals_are_poisson(alone):
    """Counts by nation and year: mean as set, variance equal to the mean (within 4 standard errors)."""
    b, _, out = alone
    params, years = b.params[0], MONTHS // 12
    for kind in ThreatKind:
        mean = 12.0 * threats.usual_per_month(int(kind), 2015.0, 1.0, 0, params)
        counts = out["attempts"][..., int(kind)].ravel()
        assert len(counts) == 6 * 8 * years
        assert counts.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / len(counts)))
        spread = math.sqrt(2.0 * mean**2 / len(counts) + mean / len(counts))
        assert counts.var() == pytest.approx(mean, abs=4 * spread)


def test_the_chances_of_detection_and_prevention_are_met(alone):
    _, states, out = alone
    attempts, detected, prevented = (out[name].sum(axis=(0, 1)).astype(float) for name in
                                     ("attempts", "detected", "prevented"))  # fmt: skip
    chance = states[0].nations["detection"]  # skill does not change without exchanges
    assert detected.sum() == pytest.approx(
        (attempts * chance).sum(), abs=4 * math.sqrt((attempts * chance * (1 - chance)).sum())
    )
    params, nations = states[0].params[0], states[0].nations
    skill = nations["skill"][:, 2:3]
    alone_stop = 1 - (1 - params.threats_own_response * np.sqrt(nations["readiness"][:, None] * skill))
    expected = (detected * alone_stop).sum()
    assert np.all(nations["aid"] == 0.0)
    assert prevented.sum() == pytest.approx(expected, abs=4 * math.sqrt(expected) + 0.02 * expected)
    assert np.array_equal(out["occurred"], out["attempts"] - out["prevented"])


def test_harm_is_heavy_tailed(alone):
    """The mean harm of an attack is that of the lognormal; the worst tenth of nation-years does most of the harm."""
    b, states, out = alone
    left = 1.0 - b.params[0].threats_crisis_damping * states[0].nations["skill"][:, 5]
    occurred, harm = out["occurred"].astype(float), out["harm"]
    kinds = np.array([threats.mean_harm(int(kind), 1.0, b.params[0]) for kind in ThreatKind])
    expected = (occurred * left[None, None, :, None] * kinds).sum()
    assert harm.sum() == pytest.approx(expected, rel=0.1)
    years = np.sort(harm.sum(axis=-1).ravel())
    assert years[-len(years) // 10 :].sum() > 0.3 * years.sum()


def test_what_is_usual_is_what_comes(alone):
    """Threat pressure scatters around one, and the memory of harm around what was expected at the start."""
    _, states, _ = alone
    pressure = np.concatenate([state.nations["threat_pressure"] for state in states])
    assert 0.7 < np.median(pressure) < 1.2
    assert pressure.min() > 0.05 and pressure.max() < 6.0


def test_neighbours_waves_do_not_run_away():
    """Spill-over shifts attempts in time and place; their mean stays (branching below one)."""
    totals = []
    for spill in (0.0, 0.6):
        waves = ALONE | {"threats_spill_over": spill}
        b = blueprint(cadres=(5,) * 8, months=MONTHS, policy=QUIET | NO_TREATIES, params=waves, organisation=False,
                      allies=())  # fmt: skip
        totals.append(np.mean([run(build(b, seed), b.end).world_out["attempts"].sum() for seed in range(6)]))
    assert totals[1] == pytest.approx(totals[0], rel=0.08)


def test_whose_secrets_leak_is_in_proportion_to_what_is_at_stake(monkeypatch):
    b = blueprint(cadres=(50,) * 5, months=6, policy=QUIET, allies=((0, 1), (0, 2)), rivals=((1, 4),))
    state = run(build(b, 3), b.start + 1)
    clock, params, nations, pairs = state.clock[0], state.params[0], state.nations, state.pairs
    monkeypatch.setattr(kernels, "at_stake", in_python(kernels.at_stake))
    origin, draws = in_python(kernels.origin_of_leak), 6000
    found = np.bincount([origin(0, m, clock, params, nations, pairs) for m in range(draws)], minlength=5)
    stake = np.zeros(5)
    for i in range(1, 5):
        known = intelligence.known(pairs[i, 0].sharing, pairs[i, 0].relayed)
        seen = intelligence.interest(nations[i].rivals, params.intelligence_interest_without_rivals)
        stake[i] = intelligence.exposed(known, nations[i].skill.sum() / 6.0, seen)
    expected = stake / stake.sum()
    error = np.sqrt(expected * (1 - expected) / draws)
    assert np.all(np.abs(found / draws - expected) <= 4 * error + 1e-12)


def test_leaks_come_at_the_rate_that_is_reckoned():
    """Months with a leak against the sum of their chances, and the tail of what they cost (Hill's estimator)."""
    params = {"intelligence_leaks_per_year": 20.0, "intelligence_risk_per_leak": 0.0, "intelligence_sharing_base": 0.5}
    expected, leaks = 0.0, []
    for seed in range(4):
        b = blueprint(cadres=(20,) * 6, months=120, policy=QUIET, params=params)
        state = build(b, seed)
        for month in range(b.start, b.end):
            state = run(state, month + 1)
            chances = [intelligence.chance(nation.leaks_per_year, 1.0 / 12.0) for nation in state.nations]
            expected += sum(chances)
        leaks.append(state.leaks[: state.clock[0].leaks])
    every = np.concatenate(leaks)
    assert len(every) > 100 and np.all(every["kind"] == Compromise.LEAK)
    assert len(every) == pytest.approx(expected, abs=4 * math.sqrt(expected))
    tail = 1.0 / np.log(every["severity"]).mean()
    assert tail == pytest.approx(1.5, abs=4 * 1.5 / math.sqrt(len(every)))


def test_visitors_spy_at_their_rate():
    """Every officer-month in an exchange post of like-minded hosts has the same chance."""
    params = {"intelligence_espionage_per_year": 2.0, "intelligence_alarm_per_leak": 0.0,
              "intelligence_trust_lost_per_leak": 0.0, "intelligence_risk_per_leak": 0.0}  # fmt: skip
    policy = QUIET | {"posts_share": 0.05, "hosting_share": 0.2, "mix_language_immersion": 0.0, "vetting": 0.0,
                      "mix_leadership_course": 0.0}  # fmt: skip
    b = blueprint(cadres=(200, 200), months=120, policy=policy, params=params, organisation=False, expenditure=1e11)
    b.alignment[:] = 0.3
    state = run(build(b, 2), b.end)
    yearly = intelligence.espionage_per_year(b.programme_table["access"][0], 0.5, 0.0, 0.0, b.params[0])
    chance = intelligence.chance(yearly, 1.0 / 12.0)
    served = int(state.world_out["filled"].sum() + (state.tours["ended"][: state.clock[0].tours] >= 0).sum())
    found = int(state.world_out["espionage"].sum())
    months = state.world_out["filled"].sum()  # those who go home at the end of a month are not counted in it
    assert found > 30
    low, high = months * chance, served * chance
    assert low - 4 * math.sqrt(low) <= found <= high + 4 * math.sqrt(high)


def test_vetting_meets_its_shares():
    params = blueprint().params[0]
    cases = 60_000
    strict = [intelligence.vetting_verdict(uniform(5, 1000, Draw.VETTING, who, 7), 1.0, params) for who in range(cases)]
    counts = np.bincount(strict, minlength=4)
    for found, share in ((counts[1] + counts[2], 0.0072), (counts[3], params.intelligence_false_denials)):
        assert found == pytest.approx(cases * share, abs=4 * math.sqrt(cases * share))
