"""Extending, overriding, provenance, resolving and explaining scenarios."""

import json
from pathlib import Path

import numpy as np
import pytest

from exchsim.scenario import load_scenario
from exchsim.scenario.diff import diff
from exchsim.scenario.faults import ScenarioError
from exchsim.scenario.load import find_scenario, scenario_folders
from exchsim.scenario.yaml_tree import plain_scalar
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS

BASE = """\
seed: 7
languages: {abc: {name: Abcish}}
nations:
  invented:
    ARC: {name: Arcadia, armed_forces: 1000, languages: {abc: {mother: 1}}}
    BRC: {name: Bricadia, armed_forces: {1980: 1000, 1990: 2000}, languages: {abc: {mother: 1}}}
policy:
  tour_months: 12
  shortlist: 4
pacts:
  - nations: [ARC, BRC]
"""


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE)


def extended(text: str, *overrides: str):
    Path("child.yaml").write_text("extend: base\n" + text)
    return load_scenario("child.yaml", overrides)


def same(one, other) -> None:
    """Two blueprints are equal in every field."""
    for name, value in vars(one).items():
        twin = getattr(other, name)
        if isinstance(value, np.ndarray):
            assert value.dtype == twin.dtype and np.array_equal(value, twin), name
        else:
            assert value == twin, name


def test_mappings_merge_and_lists_replace():
    scenario = extended("policy:\n  shortlist: 9\npacts: []\n")
    assert scenario.file.policy.tour_months == 12.0
    assert scenario.file.policy.shortlist == 9.0
    assert scenario.file.pacts == []
    assert scenario.seed == 7


def test_null_takes_back_what_was_inherited():
    scenario = extended("policy:\n  tour_months: null\npacts: ~\n")
    assert scenario.file.policy.tour_months == 24.0
    assert scenario.file.policy.shortlist == 4.0
    assert scenario.file.pacts == []


def test_short_form_replaces_inherited_nations():
    Path("world.yaml").write_text("nations: all\nperiod: {start: 1990, end: 1990}\n")
    Path("pair.yaml").write_text("extend: world\nnations: [USA, KOR]\n")
    assert load_scenario("pair.yaml").compile().nations == ("KOR", "USA")
    Path("more.yaml").write_text("extend: pair\nnations: {changed: {USA: {armed_forces: 10}}}\n")
    assert load_scenario("more.yaml").file.nations.add == ["USA", "KOR"]


def test_provenance_names_file_and_line():
    scenario = extended("policy:\n  shortlist: 9\n", "policy.tour_months=6", "pacts[0].since=1985")
    assert scenario.set_by("policy.shortlist") == "child.yaml:3"
    assert scenario.set_by("policy.tour_months") == "--set"
    assert scenario.set_by("pacts[0].since") == "--set"
    assert scenario.set_by("pacts[0].nations") == "base.yaml:11"
    assert scenario.set_by("seed") == "base.yaml:1"
    assert scenario.set_by("policy.budget_share") == "default"
    assert scenario.file.pacts[0].since == "1985-01"


def test_overrides_take_lists_mappings_and_new_names():
    scenario = extended("", "nation_policies.ARC.tour_months=6", "pacts=[]", "policy={shortlist: 2}")
    assert scenario.file.nation_policies["ARC"].tour_months == 6.0
    assert scenario.file.nation_policies["ARC"].shortlist is None
    assert scenario.file.pacts == []
    assert (scenario.file.policy.shortlist, scenario.file.policy.tour_months) == (2.0, 12.0)


def test_later_override_wins():
    assert extended("", "seed=3", "seed=4").seed == 4


def test_shipped_name_path_and_dict_are_the_same():
    by_name = load_scenario("classroom")
    by_path = load_scenario(find_scenario("classroom"))
    assert by_name.resolved == by_path.resolved == load_scenario(by_name.resolved).resolved
    assert by_name.name == "classroom"


def test_a_folder_of_results_does_not_hide_the_scenario_of_its_name():
    Path("classroom").mkdir()
    assert load_scenario("classroom").name == "classroom"
    Path("base").mkdir()
    Path("base.yaml").write_text(BASE)
    Path("child.yaml").write_text("extend: base\nseed: 8\n")
    assert load_scenario("child.yaml").seed == 8
    for folder in ("./classroom", "base/"):
        with pytest.raises(ScenarioError, match="is a folder or a device; name a scenario file"):
            load_scenario(folder)


def test_events_after_the_end_are_allowed_so_that_a_run_may_be_cut_short():
    short = load_scenario("classroom", ["period.end=1985-12"]).compile()
    assert short.end < load_scenario("classroom").compile().end and len(short.changes) == 0


def test_scenarios_below_the_current_folder_come_first():
    Path("scenarios").mkdir()
    Path("scenarios/classroom.yaml").write_text(BASE)
    assert load_scenario("classroom").seed == 7
    assert scenario_folders()[0] == Path("scenarios")


@pytest.mark.parametrize("name", ["classroom", "us_rok", "nato_1980"])
def test_resolved_scenario_stands_alone(name):
    scenario = load_scenario(name)
    again = load_scenario(json.loads(json.dumps(scenario.resolved, sort_keys=True)))
    assert again.resolved == scenario.resolved
    same(scenario.compile(), again.compile())


def test_numbers_of_invented_nations_survive_sorting():
    text = BASE.replace("ARC", "ZRC")
    Path("base.yaml").write_text(text)
    blueprint = load_scenario("base.yaml").compile()
    assert dict(zip(blueprint.nations, blueprint.nation_code, strict=True)) == {"ZRC": 3001, "BRC": 3002}


def test_explain_covers_every_parameter_and_lever():
    rows = {row.path: row for row in extended("policy: {shortlist: 9}\n").explain()}
    for parameter in PARAMETERS:
        row = rows[f"parameters.{parameter.path}"]
        assert (row.value, row.unit, row.low, row.high) == (
            parameter.default,
            parameter.unit,
            parameter.low,
            parameter.high,
        )
        assert (row.source, row.grade, row.set_by) == (parameter.source, parameter.grade, "default")
    assert all(lever.path in rows for lever in LEVERS)
    assert rows["policy.shortlist"].set_by == "child.yaml:2"
    assert rows["policy.reciprocity"].value == "balanced"
    assert rows["cadre_share"].grade == "M"
    assert rows["nations.invented.ARC.armed_forces"].value == 1000.0
    assert rows["nations.invented.BRC.armed_forces"].value == "1980: 1000, 1990: 2000"


def test_explain_gives_source_of_programme_fields():
    rows = {row.path: row for row in extended("programmes: {workshop: {contact: 0.4}}\n").explain()}
    assert rows["programmes.exchange_post.cost_usd_per_month"].grade == "K-low"
    assert rows["programmes.exchange_post.domains.cyber"].unit == "weights"
    assert rows["programmes.workshop.contact"].set_by == "child.yaml:2"
    assert rows["programmes.workshop.contact"].value == 0.4
    assert all(row.source and row.grade for path, row in rows.items() if path.startswith("programmes.staff_post"))


def test_diff_shows_only_what_differs():
    found = diff(load_scenario("base.yaml"), extended("policy: {shortlist: 9}\n", "nation_policies.ARC.shortlist=2"))
    assert [(row.path, row.before, row.after, row.after_set_by) for row in found] == [
        ("policy.shortlist", 4.0, 9.0, "child.yaml:2"),
        ("nation_policies.ARC.shortlist", None, 2.0, "--set"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("NO", "NO"),
        ("true", True),
        ("~", None),
        ("1980-01", "1980-01"),
        ("12:30", "12:30"),
        ("1_000", 1000),
        ("010", 10),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_have_no_surprises(text, value):
    assert plain_scalar(text) == value
    assert type(plain_scalar(text)) is type(value)


def test_anchors_and_comments_are_fine():
    Path("anchors.yaml").write_text(
        "# yaml-language-server: $schema=scenario.schema.json\n"
        + BASE.replace("ARC: {name", "ARC: &who {name").replace(
            "BRC: {name: Bricadia, armed_forces: {1980: 1000, 1990: 2000}, languages: {abc: {mother: 1}}}", "BRC: *who"
        )
    )
    scenario = load_scenario("anchors.yaml")
    assert scenario.file.nations.invented["BRC"].name == "Arcadia"


def test_numpy_numbers_and_tuples_are_taken():
    scenario = load_scenario({"nations": ("USA", "KOR"), "seed": np.int64(5), "cadre_share": np.float64(0.1)})
    assert (scenario.seed, scenario.file.cadre_share) == (5, 0.1)


@pytest.mark.parametrize("overrides", [[], ["programmes.exchange_post.contact=0.7", "policy.posts_share=0.01"]])
def test_explain_leaves_nothing_without_source_and_grade(overrides):
    settings = load_scenario("nato_1980", overrides).explain()
    assert len(settings) > 200
    assert [s.path for s in settings if not s.source or not s.grade] == []
