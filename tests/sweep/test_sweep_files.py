"""Experiment files: what is refused, with file, line, path, value and remedy; what is accepted, and as what."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from small_sweeps import EXPERIMENT, content, experiment, scenario, write

from exchsim.scenario.faults import ScenarioError
from exchsim.state.params import PARAMETERS
from exchsim.sweep.experiment import MAX_RUNS
from exchsim.sweep.load import load_experiment

MEMORY = "trust.memory_years"
OUTCOMES = EXPERIMENT["outcomes"]


def pair(**where: Any) -> dict[str, Any]:
    return {"a": {"table": "pairs", "column": "trust", "where": where}}


def one(path: str = MEMORY, **given: Any) -> dict[str, Any]:
    return {"uncertainties": {path: given}}


def listed(path: str, value: Any) -> dict[str, Any]:
    return {"design": {"kind": "list", "points": [{path: value}]}}


def event(**given: Any) -> dict[str, Any]:
    return {
        "policies": {"a": {}, "b": {"events": [{"kind": "set_lever", "lever": "tour_months", "value": 5, **given}]}}
    }


TOO_HIGH = "must be 3 to 60"
BOTH = "is set here and uncertain"
NO_PART = "does not take part in the scenario; did you mean AAA?"
RULES = "free, strict, balanced, donor_funded"

# what is changed: path in the message, value in it, words in it
FAULTS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "unknown lever": ({"policies": {"a": {"tour_monts": 3}}}, "policies.a.tour_monts", "3", "mean tour_months?"),
    "lever out of range": ({"policies": {"a": {"tour_months": 3000}}}, "policies.a.tour_months", "3000", TOO_HIGH),
    "unknown lever of a nation": ({"policies": {"a": {"nations": {"AAA": {"tour_monts": 3}}}}},
                                  "policies.a.nations.AAA.tour_monts", "3", "did you mean tour_months?"),
    "nation that takes no part": ({"policies": {"a": {"nations": {"USA": {"tour_months": 30}}}}},
                                  "policies.a: nation_policies.USA", "", "does not take part"),
    "unknown number": (one("trust.memry_years"), "uncertainties.trust.memry_years", "", f"did you mean {MEMORY}?"),
    "below what is declared": (one(low=-1), f"uncertainties.{MEMORY}", "", "-1 must be 3 to 10 (years)"),
    "upside down": (one(low=9, high=8), f"uncertainties.{MEMORY}", "", "low 9 must be less than high 8"),
    "unknown key of a range": (one(lo=9), f"uncertainties.{MEMORY}.lo", "9", "did you mean low?"),
    "unknown distribution": (one(distribution="unifrom"), f"uncertainties.{MEMORY}.distribution", "unifrom", "uniform"),
    "not a number": (one(low=float("nan")), f"uncertainties.{MEMORY}.low", "nan", "must be a finite number"),
    "logarithm of nothing": (one("policy.posts_share", low=0, distribution="loguniform"),
                             "uncertainties.policy.posts_share", "", "loguniform needs a low above 0"),
    "values and a range": (one(low=9, values=[9]), f"uncertainties.{MEMORY}", "", "give one of them"),
    "value outside": (one(values=[900]), f"uncertainties.{MEMORY}", "", "900 must be 3 to 10 (years)"),
    "value of another type": (one(values=["x"]), f"uncertainties.{MEMORY}", "", "'x' is not a number"),
    "mode outside": (one(distribution="triangular", mode=90), f"uncertainties.{MEMORY}", "", "mode 90 must be 3 to 10"),
    "no spread": (one(distribution="normal", sd=0), f"uncertainties.{MEMORY}", "", "sd 0 must be above 0"),
    "a choice has no range": (one("policy.reciprocity"), "uncertainties.policy.reciprocity", "", f"values, of {RULES}"),
    "no such rule": (one("policy.reciprocity", values=["strict", "x"]), "uncertainties.policy.reciprocity", "", RULES),
    "unknown grade": ({"uncertainties": {"all": ["M", "Q"]}}, "uncertainties.all[1]", "Q", "valid here: R, C"),
    "unknown exclusion": ({"uncertainties": {"all": ["M"], "excluding": ["trust.memory_yers"]}},
                          "uncertainties.excluding[0]", "trust.memory_yers", f"did you mean {MEMORY}?"),
    "prefix too many": (one(f"parameters.{MEMORY}"), f"uncertainties.parameters.{MEMORY}", "", f"write {MEMORY}"),
    "no range declared": (one("cadre_share"), "uncertainties.cadre_share", "", "needs low and high"),
    "what the scenario refuses": (one("cadre_share", low=-0.5, high=1), "uncertainties.cadre_share", "",
                                  "-0.5: must be 0.001 to 1"),
    "text of a scenario": (one("title", low=0, high=1), "uncertainties.title", "", "is not a number in the scenario"),
    "item that is not there": (one("pacts[3].since", values=["1980-01"]), "uncertainties.pacts[3].since", "",
                               "pacts has 1 items"),
    "unknown moment": ({"outcomes": {"a": {"moment": "dyad", "when": "1985"}}}, "outcomes.a.moment", "dyad",
                       "did you mean dyads?"),
    "moment without a date": ({"outcomes": {"a": {"moment": "dyads"}}}, "outcomes.a.when", "", "write the year"),
    "moment of a column": ({"outcomes": {"a": {"moment": "dyads", "when": "85", "column": "trust"}}}, "outcomes.a", "",
                           "a moment has no column"),
    "date of no moment": ({"outcomes": {"a": {"column": "trust", "when": "1985"}}}, "outcomes.a.when", "1985",
                          "goes with a moment"),
    "unknown column": ({"outcomes": {"a": {"column": "trst"}}}, "outcomes.a.column", "trst", "did you mean trust?"),
    "unknown table": ({"outcomes": {"a": {"table": "wrld", "column": "trust"}}}, "outcomes.a.table", "wrld", "world?"),
    "no column": ({"outcomes": {"a": {}}}, "outcomes.a.column", "", "write a column of world"),
    "unknown column of rows": ({"outcomes": pair(sendr="AAA")}, "outcomes.a.where.sendr", "AAA", "mean sender?"),
    "nation of rows": ({"outcomes": pair(sender="AAB")}, "outcomes.a.where.sender", "AAB", f"AAB {NO_PART}"),
    "one nation of several": ({"outcomes": pair(host=["BBB", "AAB"])}, "outcomes.a.where.host", "", f"AAB {NO_PART}"),
    "word of rows": ({"outcomes": {"a": {"table": "threats", "column": "prevented", "where": {"threat": "terorism"}}}},
                     "outcomes.a.where.threat", "terorism", "did you mean terrorism?"),
    "period before the run": ({"outcomes": {"a": {"column": "trust", "start": 1970}}}, "outcomes.a", "",
                              "must lie within the run, 1980-01 to 1982-06"),
    "period after the run": ({"outcomes": {"a": {"column": "trust", "end": 1983}}}, "outcomes.a", "", "within the run"),
    "period upside down": ({"outcomes": {"a": {"column": "trust", "start": "1982-05", "end": "1981-05"}}},
                           "outcomes.a", "", "within the run"),
    "no such divisor": ({"outcomes": {**OUTCOMES, "x": {"column": "trust", "per": "filed"}}},
                        "outcomes.x.per", "filed", "did you mean filled?"),
    "ratio of a ratio": ({"outcomes": {**OUTCOMES, "x": {"column": "trust", "per": "y"},
                                       "y": {"column": "trust", "per": "trust"}}},
                         "outcomes.x.per", "y", "y is a ratio itself"),
    "no outcomes": ({"outcomes": None}, "outcomes", "", "missing"),
    "none at all": ({"outcomes": {}}, "outcomes", "", "needs at least 1"),
    "name that is taken": ({"outcomes": {"sample": {"column": "trust"}}}, "outcomes.sample", "", "another name"),
    "branch outside": ({"branch_at": "1990-01"}, "branch_at", "1990-01", "must lie within the run, 1980-01 to 1982-06"),
    "branch at the start": ({"branch_at": "1980-01"}, "branch_at", "1980-01", "after its first month"),
    "branch and set": ({"branch_at": "1981-01", "policies": {"a": {}, "b": {"set": {"cadre_share": 0.2}}}},
                       "policies.b.set", "", "cannot differ between policies that share a history"),
    "branch without common numbers": ({"branch_at": "1981-01", "common_random_numbers": False}, "branch_at", "1981-01",
                                      "needs common_random_numbers"),
    "event before the branch": ({"branch_at": "1981-01", **event(date="1980-03")}, "policies.b.events", "",
                                "1980-03 lies before branch_at"),
    "event of no kind": (event(date="1980-03", kind="set_levr"), "policies.b.events[0].kind", "set_levr", "set_lever?"),
    "event of nobody": (event(date="1980-03", nation="ZZZ"), "policies.b: events[0].nation", "ZZZ", "no nation ZZZ"),
    "lever set and uncertain": (one("policy.tour_months"), "policies.longer.tour_months", "36", BOTH),
    "path set and uncertain": ({"policies": {"a": {"set": {f"parameters.{MEMORY}": 5}}}},
                               f"policies.a.set.parameters.{MEMORY}", "5", BOTH),
    "section set, part of it uncertain": ({"policies": {"a": {"set": {"parameters.trust": {"memory_years": 5}}}}},
                                          "policies.a.set.parameters.trust", "", BOTH),
    "too many runs": ({"replicates": 1_000_000, "design": {"samples": 1000}}, "design", "", f"at most {MAX_RUNS:,}"),
    "a grid of everything": ({"uncertainties": {"all": ["M"]}, "design": {"kind": "grid", "levels": 1000}},
                             "design", "", "e+"),
    "not a mapping": ({"policies": [1]}, "policies", "", "must be a mapping"),
    "not a whole number": ({"replicates": "ten"}, "replicates", "ten", "must be a whole number from 1"),
    "half a seed": ({"seed": 1.5}, "seed", "1.5", "whole number"),
    "seed too large": ({"seed": 2**63}, "seed", str(2**63), "must be 0 to"),
    "unknown section": ({"polcies": {}}, "polcies", "", "did you mean policies?"),
    "no such scenario": ({"scenario": "clasroom"}, "scenario", "clasroom", "did you mean classroom?"),
    "fault of the scenario": ({"scenario": scenario(policy={"tour_months": 99})}, "scenario.policy.tour_months", "99",
                              TOO_HIGH),
    "unknown path": ({"set": {"policy.tour_monts": 5}}, "set.policy.tour_monts", "5", "mean policy.tour_months?"),
    "value that is set": ({"set": {"policy.tour_months": 99}}, "set.policy.tour_months", "99", TOO_HIGH),
    "unknown path of a policy": ({"policies": {"a": {"set": {"policy.tour_monts": 5}}}},
                                 "policies.a: policy.tour_monts", "5", "did you mean policy.tour_months?"),
    "unknown column to keep": ({"keep": {"world": ["trst"]}}, "keep.world[0]", "trst", "did you mean trust?"),
    "label to keep": ({"keep": {"nations": ["iso3"]}}, "keep.nations[0]", "iso3", "no such column"),
    "pair of nobody": ({"keep": {"pairs": ["trust"], "of_pairs": [["AAA", "AAB"]]}}, "keep.of_pairs[0]", "", NO_PART),
    "list of nothing": ({"design": {"kind": "list"}}, "design.points", "", "a list needs points"),
    "unknown number of a point": (listed("trust.memory_yeas", 3), "design.points[0].trust.memory_yeas", "3", MEMORY),
    "point outside": (listed(MEMORY, 300), f"design.points[0].{MEMORY}", "300", "300 must be 3 to 10 (years)"),
    "points of no list": ({"design": {"kind": "sobol", "points": [{MEMORY: 3}]}}, "design.points", "",
                          "only a list has points; this is a sobol"),
    "no power of two": ({"design": {"kind": "saltelli", "samples": 12}}, "design.samples", "12", "a power of two"),
    "odd levels": ({"design": {"kind": "morris", "levels": 3}}, "design.levels", "3", "an even number of levels"),
    "words for morris": ({"design": {"kind": "morris"}, **one("title", values=["x", "y"])}, "uncertainties.title", "",
                         "morris needs a range"),
    "unknown design": ({"design": {"kind": "sobel"}}, "design.kind", "sobel", "did you mean sobol?"),
    "name of a policy": ({"policies": {"a b": {}}}, "policies.a b", "", "letters, digits, _ and -"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(fault: str, tmp_path: Path) -> None:
    changes, path, value, words = FAULTS[fault]
    file = write(tmp_path, **changes)
    with pytest.raises(ScenarioError) as refused:
        load_experiment(file)
    (found,) = refused.value.faults
    assert found.path == path and words in found.message and found.value == value
    assert found.file == "experiments/small/experiment.yaml"
    assert str(found).startswith(f"{path} = {value} (" if value else f"{path} (")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert 1 <= found.line <= len(lines)
    section = re.split(r"[.:\[]", path)[0]
    if fault not in ("no outcomes", "a choice has no range"):
        start = next(k for k, line in enumerate(lines, 1) if line.startswith(f"{section}:"))
        after = [k for k, line in enumerate(lines, 1) if k > start and not line.startswith((" ", "-"))]
        assert start <= found.line < (after or [len(lines) + 1])[0], lines[found.line - 1]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path, uncertainties={"trust.memry": {}, MEMORY: {"low": -1}}, outcomes=pair(sender="USA", hst="BBB")
    )
    with pytest.raises(ScenarioError) as refused:
        load_experiment(file)
    assert {fault.path for fault in refused.value.faults} == {
        "uncertainties.trust.memry", f"uncertainties.{MEMORY}", "outcomes.a.where.sender", "outcomes.a.where.hst",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
         "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]",
         "aliases expand to more than"),
        ("[" * 100, "nested deeper than"),
        ("outcomes: {a: 1", "not valid YAML"),
        ("outcomes: !!python/object:os.system {}", "is not allowed"),
        ("- a", "must be a mapping of names to values"),
        ("", "must be a mapping of names to values"),
        ("scenario: classroom\nscenario: nato_1980", "written twice"),
    ],
)  # fmt: skip
def test_no_file_can_do_harm(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "experiment.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=words):
        load_experiment(tmp_path / "experiment.yaml")


def test_an_experiment_is_found_by_name_folder_or_file(tmp_path: Path) -> None:
    file = write(tmp_path, "mine")
    for place in ("mine", "experiments/mine", file):
        assert load_experiment(place).name == "mine"
    with pytest.raises(ScenarioError, match=r"^mien: no such experiment; did you mean mine\?$"):
        load_experiment("mien")


def test_a_scenario_may_lie_beside_the_experiment_and_extend_another(tmp_path: Path) -> None:
    file = write(tmp_path, scenario="world.yaml")
    beside = file.parent / "world.yaml"
    (file.parent / "base.yaml").write_text(json.dumps(scenario()), encoding="utf-8")
    beside.write_text("extend: base.yaml\npolicy: {tour_months: 30}", encoding="utf-8")
    loaded = load_experiment(file)
    assert loaded.scenario.resolved["policy"]["tour_months"] == 30
    assert loaded.label == "experiments/small/world.yaml"
    beside.write_text("extend: base.yaml\npolicy: {tour_months: 300}", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_experiment(file)
    assert str(refused.value) == "policy.tour_months = 300 (experiments/small/world.yaml:2): must be 3 to 60"


def test_all_takes_every_parameter_of_a_grade_with_its_range() -> None:
    found = experiment(uncertainties={"all": ["M", "K-low"], "excluding": [MEMORY]}).variables
    wanted = [p for p in PARAMETERS if p.grade in ("M", "K-low") and p.low < p.high and p.path != MEMORY]
    assert len(wanted) > 20 and [(v.path, v.low, v.high, v.grade) for v in found] == [
        (p.path, p.low, p.high, p.grade) for p in wanted
    ]
    own = experiment(uncertainties={"all": ["M"], MEMORY: {"low": 4, "high": 5}}).variables
    assert [(v.low, v.high) for v in own if v.path == MEMORY] == [(4.0, 5.0)]
    assert not experiment(uncertainties={}).variables


def test_what_is_left_out_comes_from_the_model_and_the_scenario() -> None:
    (found,) = experiment(
        uncertainties={MEMORY: {"distribution": "normal"}}, set={f"parameters.{MEMORY}": 4.5}
    ).variables
    assert (found.low, found.high, found.mean, found.sd, found.default) == (3.0, 10.0, 4.5, 1.75, 4.5)
    assert (found.unit, found.kind) == ("years", "parameter")


def test_a_list_of_many_points_needs_no_ranges() -> None:
    points = [{MEMORY: 3.0 + k / 1000} for k in range(2000)]
    loaded = experiment(uncertainties={}, design={"kind": "list", "points": points})
    assert loaded.samples == 2000 and [v.path for v in loaded.variables] == [MEMORY]


def test_stored_again_it_is_the_same(tmp_path: Path) -> None:
    from exchsim.sweep.load import stored_experiment
    from exchsim.sweep.setting import groups_of, points_of, setting_of

    loaded = load_experiment(
        content(uncertainties={"all": ["K-low"], MEMORY: {}, "policy.reciprocity": {"values": ["strict", "free"]}},
                set={"cadre_share": 0.25}, policies={"a": {}, "b": {"nations": {"AAA": {"tour_months": 30}}}})
    )  # fmt: skip
    again = stored_experiment(loaded.as_dict())
    assert again.as_dict() == loaded.as_dict() and again.variables == loaded.variables
    one, two = (list(groups_of(e, setting_of(e), points_of(e))) for e in (loaded, again))
    assert one == two and setting_of(loaded).digest == setting_of(again).digest
