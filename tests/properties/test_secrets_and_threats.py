"""Sharing, leaks, vetting and threats: what each lever moves, and that what is switched off changes nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from blueprints import NO_TREATIES, blueprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.small_worlds import small_worlds

from exchsim._jit import in_python
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change, Compromise, ThreatKind
from exchsim.kernels.intelligence import react
from exchsim.state.params import PARAMETERS_BY_PATH
from exchsim.state.tables import copy

BUSY = {"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 12.0, "threat_response": 0.0}
NO_LEAKS = {"intelligence_leaks_per_year": 0.0, "intelligence_espionage_per_year": 0.0}
MANY_LEAKS = {"intelligence_leaks_per_year": 5.0, "intelligence_sharing_base": -0.5}
SHARING = {"sharing", "relayed"}
DEAF = {"intelligence_sharing_pressure": 0.0}  # nobody shares more because of attacks


def world(policy=None, params=None, **settings):
    settings = {"cadres": (150, 120, 100, 80, 60), "months": 60, "expenditure": 1e11,
                "allies": ((0, 1), (0, 2), (1, 2), (1, 3)), "rivals": ((3, 4),)} | settings  # fmt: skip
    return blueprint(policy=BUSY | (policy or {}), params=NO_LEAKS | (params or {}), **settings)


def finished(policy=None, params=None, seed=4, **settings):
    b = world(policy, params, **settings)
    return run(build(b, seed), b.end)


def tours(state):
    return state.tours[: state.clock[0].tours]


def assert_same_but(one, other, pairs=frozenset(), nations=frozenset()):
    """The two states have the same people, posts, pairs and nations, but for the columns named."""
    assert np.array_equal(tours(one), tours(other))
    for table, free in (("pairs", pairs), ("nations", nations), ("people", ()), ("posts", ()), ("ties", ())):
        a, b = getattr(one, table), getattr(other, table)
        assert len(a) == len(b)
        for column in set(a.dtype.names) - set(free):
            assert np.array_equal(a[column], b[column]), (table, column)


# sharing


@given(small_worlds(), st.integers(0, 2**63 - 1))
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_rivals_and_those_who_broke_off_share_nothing(b, seed):
    state = build(b, seed)
    for month in range(b.start, b.end):
        state = run(state, month + 1)
        apart = (state.pairs["rivalry"] == 1) | (state.pairs["ruptured"] == 1)
        assert np.all(state.pairs["sharing"][apart] == 0.0) and np.all(state.pairs["relayed"][apart] == 0.0)
        assert np.all(state.pairs["sharing"] < 1.0)


def test_without_sharing_only_what_it_feeds_is_different():
    """Nothing leaks and governments do not answer threats here: sharing feeds detection, and what attacks do."""
    fed = {"detection", "warned", "foiled", "recent_harm", "usual_harm", "threat_pressure"}
    on, off = finished(), finished(params={"intelligence_sharing_base": -60.0})
    assert_same_but(on, off, SHARING, fed)
    assert off.pairs["sharing"].max() < 1e-12 < 0.2 < on.pairs["sharing"].max()
    assert np.array_equal(on.world_out["attempts"], off.world_out["attempts"])


def test_more_sharing_prevents_more():
    """The same attempts meet the same luck: whoever was stopped is still stopped."""
    little, much = (finished(params={"intelligence_sharing_base": base}) for base in (-4.0, 1.0))
    assert np.all(much.nations["detection"] >= little.nations["detection"])
    for name in ("detected", "prevented"):
        assert np.all(much.threats_out[name] >= little.threats_out[name])
        assert much.threats_out[name].sum() > little.threats_out[name].sum()
    assert much.world_out["harm"].sum() < little.world_out["harm"].sum()


def test_an_information_security_agreement_raises_sharing_both_ways():
    b = world()
    state = run(build(b, 4), b.start + 11)
    agreed = copy(state)
    agreed.pairs["information_security"][0, 3] = agreed.pairs["information_security"][3, 0] = 1
    without, having = (run(s, b.start + 13).pairs["sharing"] for s in (state, agreed))
    changed = having != without
    assert having[0, 3] > without[0, 3] + 0.01 and having[3, 0] > without[3, 0] + 0.01
    assert changed.sum() == 2


def test_members_of_an_organisation_with_a_regime_share_more_and_grow_more_secure():
    b = world()
    loose, close = (replace(b, information_security=np.array([regime])) for regime in (0.0, 0.9))
    apart, together = (run(build(w, 4), w.end) for w in (loose, close))
    assert together.pairs["sharing"][0, 1] > apart.pairs["sharing"][0, 1] + 0.05
    assert np.all(together.nations["information_security"][:3] > apart.nations["information_security"][:3])
    assert np.array_equal(together.nations["information_security"][3:], apart.nations["information_security"][3:])


def test_a_stricter_third_party_rule_lets_less_through():
    free, strict = (finished({"third_party_rule": rule}, DEAF) for rule in (0.0, 1.0))
    assert np.array_equal(free.pairs["sharing"], strict.pairs["sharing"])
    assert np.all(strict.pairs["relayed"] <= free.pairs["relayed"])
    assert strict.pairs["relayed"].sum() < 0.7 * free.pairs["relayed"].sum()
    assert np.all(strict.pairs["relayed"] <= strict.pairs["sharing"] + 1e-12)
    assert strict.nations["detection"].sum() < free.nations["detection"].sum()
    assert strict.nations["leaks_per_year"].sum() <= free.nations["leaks_per_year"].sum()


def test_compartments_lower_sharing_and_leaks():
    open_, shut = (finished({"compartments": c}, MANY_LEAKS | {"intelligence_risk_per_leak": 0.0}) for c in (0.0, 1.0))
    known = open_.pairs["sharing"] > 0.0
    assert np.all(shut.pairs["sharing"][known] < open_.pairs["sharing"][known])
    assert np.all(shut.nations["leaks_per_year"] < open_.nations["leaks_per_year"])
    assert shut.world_out["leaks"].sum() < open_.world_out["leaks"].sum()


# leaks


@pytest.fixture(scope="module")
def before_a_quarter():
    """A world two months before sharing is reckoned anew."""
    b = world()
    state = run(build(b, 4), b.start + 13)
    return b, state


def after_a_leak(b, state, severity=3.0, channel=0.0):
    """Nation 1 has leaked what it had from nation 0; the state when sharing has been reckoned anew."""
    told = copy(state)
    told.pairs["crisis_channel"][:, 1] = channel
    in_python(react)(int(Compromise.LEAK), 1, 0, -1, severity, int(told.clock[0].month), told.clock[0], told.params[0],
          told.nations, told.pairs, told.leaks)  # fmt: skip
    at_once = copy(told)
    return at_once, run(told, b.start + 16)


def test_a_leak_lowers_sharing_in_third_parties(before_a_quarter):
    b, state = before_a_quarter
    _, leaked = after_a_leak(b, state)
    kept = run(copy(state), b.start + 16)
    loss = kept.pairs["sharing"][:, 1] - leaked.pairs["sharing"][:, 1]
    assert loss[0] > loss[2] > 0.01  # the originator most, then other friends
    assert np.all(loss[[0, 2, 3]] > 0.0)
    assert leaked.leaks[0].culprit == 1 and leaked.leaks[0].victim == 0


def test_a_leak_costs_trust_standing_and_raises_alarm(before_a_quarter):
    b, state = before_a_quarter
    leaked, _ = after_a_leak(b, state)
    lost = state.pairs["trust"][:, 1] - leaked.pairs["trust"][:, 1]
    assert lost[0] > 5 * lost[2] > 0.0
    assert leaked.nations["standing"][1] < state.nations["standing"][1]
    assert leaked.nations["leak_risk"][1] > state.nations["leak_risk"][1] + 0.1
    assert leaked.nations["alarm"][0] > 0.1 and leaked.nations["alarm"][2] == 0.0
    others = [0, 2, 3, 4]
    assert np.array_equal(leaked.nations["standing"][others], state.nations["standing"][others])


def test_a_crisis_channel_damps_the_loss_of_trust(before_a_quarter):
    b, state = before_a_quarter
    alone, known = (after_a_leak(b, state, channel=ties)[0] for ties in (0.0, 10.0))
    lost = [state.pairs["trust"][0, 1] - told.pairs["trust"][0, 1] for told in (alone, known)]
    assert 0.0 < lost[1] < 0.75 * lost[0]


def test_a_worse_leak_costs_more(before_a_quarter):
    b, state = before_a_quarter
    mild, grave = (after_a_leak(b, state, severity)[0] for severity in (1.0, 20.0))
    assert grave.pairs["trust"][0, 1] < mild.pairs["trust"][0, 1] - 0.2
    assert grave.nations["leak_risk"][1] > mild.nations["leak_risk"][1] + 0.2


def test_what_leaked_is_forgotten(before_a_quarter):
    b, state = before_a_quarter
    _, leaked = after_a_leak(b, state)
    later = run(copy(leaked), b.end)
    assert later.nations["leak_risk"][1] < leaked.nations["leak_risk"][1]
    assert later.nations["alarm"][0] < 0.7 * leaked.nations["alarm"][0]


def test_the_log_has_room_for_many_compromises():
    state = finished(params={"intelligence_leaks_per_year": 1e4, "intelligence_espionage_per_year": 1e4})
    log = state.leaks[: state.clock[0].leaks]
    assert len(log) > 64 + len(state.nations)
    assert len(log) == state.world_out["leaks"].sum() + state.world_out["espionage"].sum()
    by_nation = np.bincount(log["culprit"], minlength=len(state.nations))
    assert np.array_equal(by_nation, state.nations_out["compromises"].sum(axis=0))
    assert np.all((log["officer"] >= 0) == (log["kind"] == Compromise.ESPIONAGE))
    assert np.all(log["culprit"] != log["victim"])


# visitors


def test_stricter_vetting_finds_more_and_denies_more():
    found = {"intelligence_findings": 0.2, "intelligence_false_denials": 0.05}
    mild, strict = (finished({"vetting": v}, found) for v in (0.2, 1.0))
    for name in ("findings", "denied", "false_denials"):
        assert strict.nations_out[name].sum() > 1.5 * mild.nations_out[name].sum()
    assert 0 < strict.nations_out["denied"].sum() < strict.nations_out["findings"].sum()


def test_who_is_turned_away_stays_at_home_and_the_sender_resents_it():
    """A host that denies everybody: no visitors at all, and less trust in it."""
    nobody = {"intelligence_false_denials": 1.0, "intelligence_findings": 0.0}
    policy = {"vetting": 0.0}
    b = world(policy, nobody)
    b.policies["vetting"][1] = 1.0
    shut, open_ = run(build(b, 4), b.start + 12), run(build(world(policy, nobody), 4), b.start + 12)
    assert np.any(tours(open_)["host"] == 1) and not np.any(tours(shut)["host"] == 1)
    assert shut.nations_out["false_denials"][0, 1] == shut.nations_out["vetted"][0, 1] > 0
    vacant = shut.posts[(shut.posts["host"] == 1) & (shut.posts["state"] > 0)]
    assert len(vacant) > 0 and np.all(vacant["vacant_months"] > 0)
    assert shut.pairs["trust"][0, 1] < open_.pairs["trust"][0, 1]


def test_alarm_makes_a_host_vet_more_strictly():
    found = {"intelligence_findings": 0.3}
    b = world({"vetting": 0.1}, found)
    calm, alarmed = build(b, 4), build(b, 4)
    alarmed.nations["alarm"] = 0.9
    calm, alarmed = run(calm, b.start + 12), run(alarmed, b.start + 12)
    assert alarmed.nations_out["findings"].sum() > calm.nations_out["findings"].sum()


def test_more_access_teaches_more_and_shows_more():
    spies = {"intelligence_espionage_per_year": 0.3}
    shut, open_ = (finished({"access_level": a}, spies) for a in (0.1, 1.0))
    assert open_.world_out["espionage"].sum() > 2 * shut.world_out["espionage"].sum()
    first = [run(build(world({"access_level": a}), 4), world().start + 6) for a in (0.0, 1.0)]
    known = [state.dossiers["familiarity"][state.dossiers["row"] >= 0].sum() for state in first]
    assert known[1] > 1.02 * known[0]


def test_vetting_and_supervision_prevent_espionage():
    spies = {"intelligence_espionage_per_year": 0.5, "intelligence_alarm_per_leak": 0.0}
    lax, strict = (finished({"vetting": v}, spies) for v in (0.0, 1.0))
    assert strict.world_out["espionage"].sum() < 0.6 * lax.world_out["espionage"].sum()


# what is to be expected


def expected(column, policy):
    """A yearly column of nations, summed over the run, by default parameters."""
    b = world(policy, {name: PARAMETERS_BY_PATH[name.replace("_", ".", 1)].default for name in NO_LEAKS})
    return run(build(b, 4), b.end).nations_out[column].sum()


@pytest.mark.parametrize(
    ("lever", "column", "times"),
    [
        ("access_level", "espionage_expected", 8.0),
        ("vetting", "denials_expected", 50.0),
        ("vetting", "false_denials_expected", 50.0),
        ("vetting", "findings_expected", 8.0),
    ],
)
def test_rare_cases_show_in_what_is_to_be_expected(lever, column, times):
    """By the rates of the evidence nothing happens in five years; what a lever changes is to be seen all the same."""
    assert expected(column, {lever: 1.0}) > times * expected(column, {lever: 0.1}) > 0.0


def test_vetting_and_compartments_lower_what_is_to_be_expected():
    assert expected("espionage_expected", {"vetting": 1.0}) < 0.5 * expected("espionage_expected", {"vetting": 0.0})
    assert expected("leaks_expected", {"compartments": 1.0}) < 0.4 * expected("leaks_expected", {"compartments": 0.0})


def test_compromises_come_as_often_as_was_to_be_expected():
    """Frequent cases without consequences, so that the rates stay what they are; four standard deviations."""
    harmless = {f"intelligence_{name}": 0.0 for name in ("trust_lost_per_leak", "risk_per_leak", "alarm_per_leak",
                "standing_per_leak")}  # fmt: skip
    b = world(params=harmless | {"intelligence_leaks_per_year": 4.0, "intelligence_espionage_per_year": 0.2})
    seen, awaited = np.zeros(2), np.zeros(2)
    for seed in range(8):
        out = run(build(b, seed), b.end).world_out
        seen += [out["leaks"].sum(), out["espionage"].sum()]
        awaited += [out["leaks_expected"].sum(), out["espionage_expected"].sum()]
    assert awaited.min() > 20.0
    assert np.all(np.abs(seen - awaited) < 4.0 * np.sqrt(awaited))


def test_the_leaks_of_all_secrets_are_the_leaks_of_all_who_know_them():
    state = finished(params={"intelligence_leaks_per_year": 0.05})
    both = [state.nations[name].sum() for name in ("betrayals_per_year", "leaks_per_year")]
    assert both[0] == pytest.approx(both[1]) and both[0] > 0.0


# threats


NO_THREATS = {f"threats_{name}_per_year": 0.0 for name in ("terrorism", "crime", "cyber", "hybrid")}


def test_a_dated_leak_costs_the_culprit_trust_and_standing():
    """Nation 1 loses a secret of nation 0: all is as before until then; the graver, the less it is trusted."""
    told = [finished(changes=(("1984-06", Change.LEAK, 1, 0, cost),) if cost else ()) for cost in (0.0, 3.0, 30.0)]
    trust, standing, alarm = (
        [of(s) for s in told]
        for of in (
            lambda s: s.pairs["trust"][0, 1],
            lambda s: s.nations["standing"][1],
            lambda s: s.nations["alarm"][0],
        )
    )
    assert trust[0] > trust[1] > trust[2] and standing[0] > standing[1] > standing[2]
    assert alarm[0] < alarm[1] < alarm[2]
    assert told[0].clock[0].leaks == 0
    (leak,) = told[1].leaks[: told[1].clock[0].leaks]
    assert (leak.kind, leak.culprit, leak.victim, leak.officer, leak.severity) == (Compromise.LEAK, 1, 0, -1, 3.0)
    assert told[1].world_out["leaks"].sum() == 1
    before = np.s_[:48]
    assert np.array_equal(told[0].world_out["trust_allies"][before], told[2].world_out["trust_allies"][before])


def test_leaks_of_a_state_that_is_not_there_do_not_come_out():
    changes = (("1981-06", Change.LEAK, 1, 0, 9.0), ("1981-06", Change.LEAK, 0, 1, 9.0))
    absent = {1: ("1983-01", "1990-01")}
    assert finished(changes=changes, present=absent).clock[0].leaks == 0


def test_more_dated_leaks_than_the_log_had_room_for():
    """Every nation leaks everything in every month of two years."""
    months = [f"{year}-{month:02}" for year in (1981, 1982) for month in range(1, 13)]
    changes = tuple((m, Change.LEAK, i, j, 1.0) for m in months for i in range(5) for j in range(5) if i != j)
    assert finished(changes=changes).clock[0].leaks == len(changes)


def test_without_threats_only_what_they_feed_is_different():
    """Neither governments nor sharing answer pressure here: trust and posts do not know of threats."""
    fed = {"activity", "recent_harm", "usual_harm", "threat_pressure"}
    on, off = finished(params=DEAF), finished(params=DEAF | NO_THREATS)
    assert_same_but(on, off, frozenset(), fed)
    assert on.world_out["attempts"].sum() > 20
    assert off.world_out["attempts"].sum() == 0 and np.all(off.nations["threat_pressure"] == 1.0)


def test_attacks_are_felt_by_sharing_and_by_governments():
    """The two declared channels from threats to the rest."""
    surge = tuple(("1982-01", Change.THREAT_SURGE, i, -1, 40.0) for i in (0, 1))
    calm, attacked = finished({"threat_response": 2.0}), finished({"threat_response": 2.0}, changes=surge)
    assert np.all(attacked.nations["threat_pressure"][:2] > 2.0 * calm.nations["threat_pressure"][:2])
    assert attacked.pairs["sharing"][0, 1] > calm.pairs["sharing"][0, 1] + 0.02
    assert attacked.nations_out["posts"][-1, :2].sum() > calm.nations_out["posts"][-1, :2].sum()


def test_a_surge_of_one_kind_against_one_nation():
    surge = (("1981-01", Change.THREAT_SURGE, 0, int(ThreatKind.HYBRID), 50.0),
             ("1983-01", Change.THREAT_SURGE, 0, int(ThreatKind.HYBRID), 1.0))  # fmt: skip
    params = {"threats_spill_over": 0.0}
    calm, attacked = finished(params=params), finished(params=params, changes=surge)
    more = attacked.threats_out["attempts"].astype(int) - calm.threats_out["attempts"]
    assert np.all(more[1:3, 0, ThreatKind.HYBRID] > 5)
    more[1:3, 0, ThreatKind.HYBRID] = 0
    assert not more.any()


def test_attacks_spill_over_to_neighbours():
    """Nations are neighbours in a row: waves reach the next, not those whose neighbours are calm."""
    surge = (("1980-06", Change.THREAT_SURGE, 0, -1, 60.0),)
    params = {"threats_spill_over": 0.6, "threats_spill_half_life_months": 3.0}
    calm, attacked = (finished(params=params, changes=c, months=24) for c in ((), surge))
    more = attacked.threats_out["attempts"].sum(axis=(0, 2)).astype(int) - calm.threats_out["attempts"].sum(axis=(0, 2))
    assert more[0] > more[1] > 10
    islands = replace(world(params=params, changes=surge, months=24), neighbours=np.zeros((5, 5), bool))
    alone = run(build(islands, 4), islands.end)
    calm_islands = replace(world(params=params, months=24), neighbours=np.zeros((5, 5), bool))
    quiet = run(build(calm_islands, 4), islands.end)
    assert np.array_equal(alone.threats_out["attempts"][:, 1:], quiet.threats_out["attempts"][:, 1:])


def test_rivals_bring_hybrid_and_cyber_attacks():
    few, many = finished(), finished(rivals=((3, 4), (0, 3), (0, 4)))
    for kind, more in ((ThreatKind.HYBRID, True), (ThreatKind.TRANSNATIONAL_CRIME, False)):
        a, b = (state.threats_out["attempts"][:, 0, kind].sum() for state in (few, many))
        assert (b > a) if more else (b == a)


def test_skill_and_allies_prevent_attacks():
    b = world()
    weak, strong = build(b, 4), build(b, 4)
    strong.nations["skill"] = 0.9
    weak.nations["skill"] = 0.2
    weak, strong = run(weak, b.end), run(strong, b.end)
    assert strong.world_out["prevented"].sum() > 1.5 * weak.world_out["prevented"].sum()
    assert np.all(strong.nations["readiness"] > weak.nations["readiness"])
    assert strong.world_out["harm"].sum() < 0.7 * weak.world_out["harm"].sum()
    single = run(build(world(NO_TREATIES, allies=()), 4), b.end)
    allied = run(build(b, 4), b.end)
    assert np.all(single.nations["aid"] == 0.0) and np.all(allied.nations["aid"][:4] > 0.0)


def test_a_filled_post_and_linguists_make_ready():
    ready, bare = finished(), finished({"posts_share": 0.0, "staff_posts_share": 0.0})
    assert ready.nations["readiness"][:3].mean() > bare.nations["readiness"][:3].mean()


# states that enter


def entered(entry, strength=None, remembered=None):
    """The world after the first month of a state that enters; nothing is attempted, so nothing is added to memory."""
    peace = (("1990-01", Change.THREAT_SURGE, -1, -1, 0.0),)
    b = world(
        {"posts_share": 0.0},
        {"threats_spill_over": 0.0},
        start="1990-01",
        present={4: (entry, "1999-01")},
        changes=peace,
    )
    months = int(np.argmax(b.strength[4] > 0))
    if strength is not None:
        b = replace(b, strength=strength(b.strength, months))
    state = run(build(b, 4), b.start + months)
    if remembered is not None:
        assert state.nations["usual_harm"][4] > 0.0 and state.nations["present"][4] == 0
        state.nations["usual_harm"][4] = state.nations["recent_harm"][4] = remembered
    return run(state, b.start + months + 1).nations[4]


def left_for_a_year(strength, months):
    """The state is there from the start, but for the year before the month."""
    here = strength.copy()
    here[4, : months - 12] = here[4, months]
    return here


@pytest.mark.parametrize("entry", ["1992-05", "1992-06"])
def test_what_an_entrant_is_used_to_does_not_depend_on_the_quarter(entry):
    on, off = entered("1992-04"), entered(entry)
    assert off["usual_harm"] == pytest.approx(on["usual_harm"], rel=0.01)
    assert off["rivals"] == on["rivals"] == 1
    assert off["readiness"] > 0.0 and (off["detection"] > 0.0).all()


def test_a_state_that_comes_back_does_not_remember_what_it_was_used_to():
    first, back = entered("1992-05"), entered("1992-05", left_for_a_year, remembered=1e4)
    assert back["usual_harm"] == pytest.approx(first["usual_harm"], rel=0.1)
    assert back["threat_pressure"] == pytest.approx(first["threat_pressure"], rel=0.1)
