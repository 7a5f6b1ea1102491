"""Groups of programmes are switched off, wholly and alone, whatever the scenario does to their levers later."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from small_sweeps import SCENARIO, experiment, scenario

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.scenario.faults import ScenarioError
from exchsim.state.levers import LEVERS
from exchsim.sweep.attribute import attribution_experiment
from exchsim.sweep.switches import GROUPS, KINDS, MIXES, OF_TOURS, VIRTUAL, conflicts, switch_of, without_tours

DEFAULTS = {lever.name: lever.default for lever in LEVERS if lever.name in OF_TOURS}


def parts(levers):
    """Posts of every kind, as a share of the cadre: weights of the mix, and what is held on screen besides."""
    every = sum(levers[mix] for mix in MIXES)
    if not every:
        return dict.fromkeys(MIXES, 0.0)
    screen = levers["virtual_share"]
    found = {mix: levers["posts_share"] * (1 - screen) * levers[mix] / every for mix in MIXES}
    found[VIRTUAL] += levers["posts_share"] * screen
    return found


@pytest.mark.parametrize("screen", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("uneven", [{}, {"mix_course": 0.0, "mix_exchange_post": 1.0, VIRTUAL: 0.9}])
def test_the_other_kinds_keep_their_posts_in_every_subset(screen, uneven):
    levers = {**DEFAULTS, "posts_share": 0.01, "virtual_share": screen, **uneven}
    before = parts(levers)
    for size in range(len(MIXES) + 1):
        for off in itertools.combinations(MIXES, size):
            after = without_tours(levers, off)
            expected = {mix: 0.0 if mix in off else before[mix] for mix in MIXES}
            assert parts(after) == pytest.approx(expected), off
            assert 0.0 <= after["posts_share"] <= levers["posts_share"] + 1e-15
            assert all(0.0 <= after[mix] <= 1.0 for mix in MIXES)


def test_one_after_the_other_is_both_together():
    for one, other in itertools.permutations(MIXES, 2):
        for screen in (0.0, 0.25):
            levers = {**DEFAULTS, "posts_share": 0.02, "virtual_share": screen}
            together = parts(without_tours(levers, (one, other)))
            assert parts(without_tours(without_tours(levers, (one,)), (other,))) == pytest.approx(together)


def test_gatherings_on_screen_stay_unless_virtual_exchanges_go():
    levers = {**DEFAULTS, "virtual_share": 0.3}
    assert without_tours(levers, ("mix_course",))["virtual_share"] == 0.3
    assert without_tours(levers, (VIRTUAL,))["virtual_share"] == 0.0


def posts_of(chosen, policy):
    """Posts that stand by sender and kind of programme after a month under a policy."""
    arm = next(arm for arm in chosen.arms if arm.name == policy)
    blueprint = arm.scenario.compile()
    state = run(build(blueprint, 1), blueprint.start + 18)
    open_now = [post for post in state.posts[: state.clock[0].posts] if post.sender >= 0]
    kinds = [blueprint.programmes[int(post.programme)] for post in open_now]
    found = {}
    for post, kind in zip(open_now, kinds, strict=True):
        key = blueprint.nations[int(post.sender)], kind
        found[key] = found.get(key, 0) + 1
    return found


def rich(**policy):
    """Three nations of many officers and much money, each with a language of its own."""
    made = scenario(nation_policies={"BBB": {"posts_share": 0.03, "mix_exchange_post": 0.2}})
    tongues = {"AAA": "mar", "BBB": "bjj", "CCC": "osh"}
    for code, nation in made["nations"]["invented"].items():
        nation |= {"armed_forces": 20_000, "military_expenditure_usd": 1e12}
        nation["languages"] = {tongues[code]: {"mother": 1.0}}
    made["languages"] = {**SCENARIO["languages"], "bjj": {"name": "Belmar", "class_hours": 700}}
    made["policy"] = {**SCENARIO["policy"], "hosting_share": 0.2, "reciprocity": "free", "posts_share": 0.05, **policy}
    return made


@pytest.mark.parametrize("kind", list(KINDS))
def test_in_the_model_too_the_other_kinds_keep_their_posts(kind):
    chosen = attribution_experiment(
        experiment(scenario=rich(mix_virtual_exchange=0.1, mix_hybrid_exchange=0.1), uncertainties=None, policies=None),
        [kind],
    )
    on, off = posts_of(chosen, "all"), posts_of(chosen, "none")
    programmes = {
        "posts": ["exchange_post"], "immersions": ["language_immersion"], "leadership": ["leadership_course"],
        "virtual": ["virtual_exchange"], "hybrid": ["hybrid_exchange"],
        "courses": [name for _, name in on if name.endswith("_course") and name != "leadership_course"],
    }[kind]  # fmt: skip
    assert any(name in programmes for _, name in on)
    assert not any(name in programmes for _, name in off)
    for sender in ("AAA", "BBB", "CCC"):
        kept = {name: number for (who, name), number in on.items() if who == sender and name not in programmes}
        after = {name: number for (who, name), number in off.items() if who == sender}
        assert sum(after.values()) == pytest.approx(sum(kept.values()), abs=3)  # whole posts
        assert all(after.get(name, 0) == pytest.approx(number, abs=3) for name, number in kept.items())


def made(scenario_given, groups=("posts",), **changes):
    """Small experiment with groups, of which nothing is uncertain."""
    return attribution_experiment(
        experiment(scenario=scenario_given, uncertainties=None, **{"policies": None, **changes}), groups
    )


def levers_after(chosen, policy):
    """Levers of all nations in the last month of a run."""
    arm = next(arm for arm in chosen.arms if arm.name == policy)
    blueprint = arm.scenario.compile()
    state = run(build(blueprint, 1), blueprint.end)
    return {code: state.policies[k] for k, code in enumerate(blueprint.nations)}


def test_nations_with_levers_of_their_own_are_switched_by_them():
    own = {"BBB": {"posts_share": 0.02}, "CCC": {"mix_exchange_post": 0.1, "exercise_activity": 2.0}}
    found = levers_after(made(scenario(nation_policies=own), ["posts", "exercises"]), "none")
    rest = sum(DEFAULTS[mix] for mix in MIXES) - 0.6
    assert found["AAA"].posts_share == pytest.approx(0.05 * rest / (rest + 0.6))
    assert found["BBB"].posts_share == pytest.approx(0.02 * rest / (rest + 0.6))
    assert found["CCC"].posts_share == pytest.approx(0.05 * rest / (rest + 0.1))
    assert all(found[code].mix_exchange_post == 0.0 for code in found)
    assert all(found[code].exercise_activity == 0.0 for code in found)


EVENTS = [
    {"date": "1979-06", "kind": "set_lever", "lever": "posts_share", "nation": "CCC", "value": 0.03},
    {"date": "1981-01", "kind": "set_lever", "lever": "posts_share", "value": 0.04},
    {"date": "1981-03", "kind": "set_lever", "lever": "mix_exchange_post", "nation": "AAA", "value": 1.0},
    {"date": "1981-03", "kind": "set_lever", "lever": "exercise_activity", "value": 3.0},
]


@pytest.mark.parametrize("branch", [None, "1980-09", "1981-01", "1981-03"])
def test_what_is_off_stays_off_when_the_scenario_sets_its_levers_later(branch):
    chosen = made(scenario(events=EVENTS), ["posts", "exercises"], branch_at=branch)
    found = levers_after(chosen, "none")
    rest = sum(DEFAULTS[mix] for mix in MIXES) - 0.6
    assert found["AAA"].posts_share == pytest.approx(0.04 * rest / (rest + 1.0))
    assert found["CCC"].posts_share == pytest.approx(0.04 * rest / (rest + 0.6))
    assert all(found[code].mix_exchange_post == 0.0 for code in found)
    assert all(found[code].exercise_activity == 0.0 for code in found)
    on = levers_after(chosen, "all")
    assert on["AAA"].mix_exchange_post == 1.0
    assert on["BBB"].posts_share == 0.04
    assert on["BBB"].exercise_activity == 3.0


@pytest.mark.parametrize("branch", [None, "1980-09"])
def test_what_happened_to_one_nation_before_counts(branch):
    found = levers_after(made(scenario(events=EVENTS[:1]), ["posts"], branch_at=branch), "none")
    rest = sum(DEFAULTS[mix] for mix in MIXES) - 0.6
    assert found["CCC"].posts_share == pytest.approx(0.03 * rest / (rest + 0.6))
    assert found["AAA"].posts_share == pytest.approx(0.05 * rest / (rest + 0.6))


@pytest.mark.parametrize("branch", [None, "1980-09"])
def test_a_policy_of_the_experiment_is_what_is_switched_off(branch):
    policies = {
        "as_now": {},
        "other": {"posts_share": 0.02, "nations": {"AAA": {"posts_share": 0.01}}, "workshops_per_year": 5,
                  "events": [{"date": "1981-05", "kind": "set_lever", "lever": "mix_course", "value": 0.9}]},
    }  # fmt: skip
    base = experiment(uncertainties=None, policies=policies, branch_at=branch)
    chosen = attribution_experiment(base, ["posts"], "other")
    found = levers_after(chosen, "none")
    rest = sum(DEFAULTS[mix] for mix in MIXES) - 0.6 + 0.8
    assert found["AAA"].posts_share == pytest.approx(0.01 * rest / (rest + 0.6))
    assert found["BBB"].posts_share == pytest.approx(0.02 * rest / (rest + 0.6))
    assert found["BBB"].workshops_per_year == 5
    assert found["BBB"].mix_course == pytest.approx(0.9)
    assert levers_after(chosen, "all")["AAA"].posts_share == 0.01


@pytest.mark.parametrize("branch", [None, "1980-09"])
def test_only_some_nations(branch):
    base = experiment(uncertainties=None, policies=None, scenario=scenario(events=EVENTS), branch_at=branch)
    found = levers_after(attribution_experiment(base, ["tours", "exercises"], nations=["AAA", "BBB"]), "none")
    assert [found[code].posts_share for code in ("AAA", "BBB", "CCC")] == [0.0, 0.0, 0.04]
    assert [found[code].exercise_activity for code in ("AAA", "BBB", "CCC")] == [0.0, 0.0, 3.0]


def test_every_built_in_group_sets_something_and_says_what():
    for name, words in GROUPS.items():
        assert [*switch_of(name).touched()], name
        assert words
    with pytest.raises(KeyError):
        switch_of("nothing")


def test_groups_that_would_both_switch_the_same_are_refused():
    def found(*names):
        return [*conflicts([switch_of(name) for name in names])]

    assert found("posts", "courses", "virtual", "staff") == []
    assert found("tours", "posts") == [("posts", "switches off tours, as tours does; keep one of them")]


def refused(**changes):
    with pytest.raises(ScenarioError) as error:
        attribution_experiment(experiment(**{"uncertainties": None, **changes}))
    return str(error.value)


def test_what_does_not_fit_is_refused_with_a_remedy():
    def groups(**given):
        return {"attribution": {"groups": given}}

    assert "attribution.groups.tour" in refused(**groups(tour=None))
    assert "did you mean tours?" in refused(**groups(tour=None))
    assert "no such policy; did you mean longer?" in refused(attribution={"policy": "long"})
    assert "XYZ does not take part" in refused(attribution={"nations": ["XYZ"]})
    assert "take another name" in refused(**groups(all={"posts_share": 0.0}))
    both = groups(staff=None, mine={"staff_posts_share": 0.0})
    assert "switches off staff_posts_share, as staff does" in refused(**both)
    assert "write the lever by its name" in refused(**groups(mine={"set": {"policy.posts_share": 0}}))
    late = {**groups(mine={"set": {"pacts": []}}), "branch_at": "1981-01"}
    assert "cannot differ between policies that share a history" in refused(**late)
    assert "which is uncertain as policy.posts_share" in refused(
        **groups(posts=None), uncertainties={"policy.posts_share": {}}
    )
    assert "needs common_random_numbers" in refused(common_random_numbers=False)
    assert "posts_share" in refused(**groups(mine={"posts_share": 7}))
    one = experiment(uncertainties=None)
    with pytest.raises(ScenarioError, match=r"no group exercise; did you mean exercises\?"):
        attribution_experiment(one, ["exercise"])
    with pytest.raises(ScenarioError, match=r"no policy as_then; did you mean as_now\?"):
        attribution_experiment(one, ["staff"], "as_then")
    with pytest.raises(ScenarioError, match="even number"):
        attribution_experiment(one, ["tours", "staff", "exercises", "workshops"], orders=2)


def test_all_sets_are_policies_of_an_ordinary_experiment():
    chosen = attribution_experiment(experiment(uncertainties=None), ["tours", "exercises", "workshops"])
    assert [arm.name for arm in chosen.arms] == [
        "all", "none", "only_tours", "only_exercises", "without_workshops", "only_workshops", "without_exercises",
        "without_tours",
    ]  # fmt: skip
    assert chosen.name == "experiment_attribution"
    four = attribution_experiment(experiment(uncertainties=None), ["tours", "exercises", "workshops", "staff"])
    assert "tours-exercises" in [arm.name for arm in four.arms]


def test_by_default_the_groups_that_the_scenario_has():
    found = attribution_experiment(experiment(uncertainties=None)).file.attribution
    assert [*found.groups] == ["tours", "exercises", "workshops", "language"]  # no headquarters, no missions


def test_sets_of_all_groups_are_the_policy_itself():
    chosen = attribution_experiment(experiment(uncertainties=None), ["tours"], "longer")
    everything = next(arm for arm in chosen.arms if arm.name == "all")
    assert everything.scenario.file.policy.tour_months == 36
    assert np.all(everything.scenario.compile().policies["tour_months"] == 36)
