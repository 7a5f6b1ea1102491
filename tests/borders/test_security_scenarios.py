"""What a scenario may say about threats, neighbours, secrets and access, and what is refused."""

import numpy as np
import pytest
from borders.test_scenario_compile import ARC, BRC, TWO, changes_of, two

from exchsim.enums import ThreatKind
from exchsim.scenario import ScenarioError, load_scenario
from exchsim.state.blueprint import month_index


def faults(**more):
    with pytest.raises(ScenarioError) as error:
        load_scenario({**TWO, **more})
    return str(error.value)


def surge(**event):
    return faults(events=[{"date": 1981, "kind": "threat_surge", **event}])


def test_a_surge_names_a_kind_and_a_nation_or_all():
    blueprint = two(events=[
        {"date": 1979, "kind": "threat_surge", "value": 2},
        {"date": 1981, "kind": "threat_surge", "nation": "BRC", "threat": "cyber", "value": 5},
        {"date": "1982-03", "kind": "threat_surge", "threat": "terrorism", "value": 1.0},
    ])  # fmt: skip
    assert changes_of(blueprint) == [
        (blueprint.start, "THREAT_SURGE", -1, -1, 2.0),
        (month_index(1981), "THREAT_SURGE", BRC, int(ThreatKind.CYBER), 5.0),
        (month_index(1982, 3), "THREAT_SURGE", -1, int(ThreatKind.TERRORISM), 1.0),
    ]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({}, "events[0].value: missing; threat_surge needs value"),
        ({"value": 101}, "events[0].value = 101: must be 0 to 100: a factor on attempts"),
        ({"value": "much"}, "must be 0 to 100: a factor on attempts"),
        ({"value": 2, "threat": "cyberr"}, "unknown value; did you mean cyber?"),
        ({"value": 2, "other": "ARC"}, "threat_surge has no other; remove it"),
    ],
)
def test_what_is_wrong_with_a_surge_is_told(event, said):
    assert said in surge(**event).replace(" (given in Python)", "")


def test_only_a_surge_has_a_kind_of_threat():
    assert "close_borders has no threat" in faults(events=[{"date": 1981, "kind": "close_borders", "threat": "cyber"}])


def test_invented_nations_may_be_neighbours():
    assert not two().neighbours.any()
    nations = {"invented": {code: dict(n) for code, n in TWO["nations"]["invented"].items()}}
    nations["invented"]["ARC"]["neighbours"] = ["BRC", "ARC"]
    assert two(nations=nations).neighbours.tolist() == [[False, True], [True, False]]
    nations["invented"]["ARC"]["neighbours"] = ["BRX"]
    assert "no nation BRX" in faults(nations=nations)


def test_real_nations_have_the_neighbours_of_the_world_unless_said_otherwise():
    real = load_scenario({"nations": ["DEU", "FRA", "GBR", "POL"], "period": {"start": 1995, "end": 1996}})
    b = real.compile()
    place = {code: k for k, code in enumerate(b.nations)}
    near = {(a, c) for a in place for c in place if b.neighbours[place[a], place[c]]}
    assert ("DEU", "FRA") in near and ("POL", "DEU") in near and ("FRA", "GBR") in near
    assert ("FRA", "POL") not in near and ("GBR", "GBR") not in near
    assert np.array_equal(b.neighbours, b.neighbours.T)
    changed = load_scenario({
        "nations": {"add": ["DEU", "FRA", "GBR", "POL"], "changed": {"DEU": {"neighbours": ["GBR"]}}},
        "period": {"start": 1995, "end": 1996},
    }).compile()  # fmt: skip
    assert changed.neighbours[place["DEU"]].tolist() == [code == "GBR" for code in b.nations]
    assert changed.neighbours[place["FRA"], place["GBR"]]


def test_organisations_have_a_regime_of_secrecy():
    b = load_scenario({"nations": ["GBR", "USA", "NOR"], "organisations": ["NATO", "FIVE_EYES", "UN"]}).compile()
    regime = dict(zip(b.organisations, b.information_security, strict=True))
    assert regime["FIVE_EYES"] > regime["NATO"] > regime["UN"] == 0.0
    club = {"name": "Club", "members": ["ARC", "BRC"], "information_security": 0.7}
    assert two(organisations={"invented": {"CLUB": club}}).information_security.tolist() == [0.7]


def test_programmes_show_what_their_profile_says():
    b = two(programmes={"exchange_post": {"access": 0.9}, "brief_visit": {"kind": "leadership_course"}})
    access = dict(zip(b.programmes, b.programme_table.access, strict=True))
    assert access["exchange_post"] == 0.9 and access["brief_visit"] == access["leadership_course"] < 0.9
    assert "must be 0 to 1" in faults(programmes={"exchange_post": {"access": 1.5}})


def test_levers_and_parameters_of_security_arrive():
    b = two(policy={"vetting": 0.9}, nation_policies={"ARC": {"compartments": 1.0, "third_party_rule": 0.0}},
            parameters={"threats": {"cyber_growth_per_year": 0.15}})  # fmt: skip
    assert b.policies.vetting.tolist() == [0.9, 0.9] and b.policies.compartments[ARC] == 1.0
    assert b.policies.third_party_rule.tolist() == [0.0, 0.8]
    assert b.params.threats_cyber_growth_per_year[0] == 0.15


def test_a_dated_leak_has_a_culprit_a_victim_and_a_severity():
    blueprint = two(events=[
        {"date": 1979, "kind": "leak", "nation": "ARC", "other": "BRC"},  # before the start: long forgotten
        {"date": 1981, "kind": "leak", "nation": "ARC", "other": "BRC"},
        {"date": "1982-03", "kind": "leak", "nation": "BRC", "other": "ARC", "value": 40},
    ])  # fmt: skip
    assert changes_of(blueprint) == [
        (month_index(1981), "LEAK", ARC, BRC, 3.0),
        (month_index(1982, 3), "LEAK", BRC, ARC, 40.0),
    ]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"nation": "ARC"}, "events[0].other: missing; leak needs nation and other"),
        ({"nation": "ARC", "other": "BRC", "value": 0.5}, "must be 1 to 100: severity, the mildest is 1"),
        ({"nation": "ARC", "other": "ARC"}, "must be another nation"),
        ({"nation": "ARC", "other": "BRC", "threat": "cyber"}, "leak has no threat; remove it"),
    ],
)
def test_what_is_wrong_with_a_leak_is_told(event, said):
    assert said in faults(events=[{"date": 1981, "kind": "leak", **event}]).replace(" (given in Python)", "")
