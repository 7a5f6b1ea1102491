"""The exported JSON Schema: current, valid, and in agreement with what loads."""

import json

import pytest
import yaml

from exchsim.scenario import ScenarioError, load_scenario, schema_json
from exchsim.scenario.load import scenario_folders
from exchsim.scenario.paths import SCHEMA_FILE, all_paths, at, write_schema
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS

FOLDER = scenario_folders()[-1]
FILES = sorted(FOLDER.glob("*.yaml"))


def test_schema_is_json_and_can_be_written(tmp_path):
    write_schema(tmp_path / SCHEMA_FILE)
    assert json.loads((tmp_path / SCHEMA_FILE).read_text(encoding="utf-8")) == json.loads(json.dumps(schema_json()))


def test_schema_beside_the_scenarios_is_current():
    stored = json.loads((FOLDER / SCHEMA_FILE).read_text(encoding="utf-8"))
    remedy = f"out of date: write it again with exchsim.scenario.paths.write_schema(Path('scenarios/{SCHEMA_FILE}'))"
    assert stored == json.loads(json.dumps(schema_json())), remedy


def test_schema_carries_unit_source_and_grade():
    for declared in (*PARAMETERS, *LEVERS):
        prefix = "" if declared.path.startswith("policy.") else "parameters."
        schema = at(tuple(f"{prefix}{declared.path}".split(".")))
        assert schema is not None
        assert (schema["unit"], schema["source"], schema["grade"]) == (declared.unit, declared.source, declared.grade)
        assert schema["default"] == declared.default and schema["description"] == declared.meaning


def test_every_path_has_a_description():
    for path in all_paths():
        schema = at(tuple(path.split(".")))
        assert schema is not None
        assert "description" in schema or "$ref" in schema, path


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = schema_json()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_file_fits_the_schema(validator, file):
    errors = list(validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert not errors, errors


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_resolved_scenario_fits_the_schema(validator, file):
    assert not list(validator.iter_errors(load_scenario(file).resolved))


@pytest.mark.parametrize(
    "section",
    [
        {"nations": "al"},
        {"polcy": {}},
        {"policy": {"tour_months": 1}},
        {"policy": {"reciprocity": "fair"}},
        {"seed": 1.5},
        {"period": {"start": "1980-13"}},
        {"events": [{"date": 1990, "kind": "joining"}]},
        {"nations": {"changed": {"usa": {}}}},
        {"nations": {"changed": {"USA": {"armed_forces": "many"}}}},
    ],
    ids=str,
)
def test_schema_refuses_what_loading_refuses(validator, section):
    data = {"nations": ["USA", "KOR"], **section}
    assert list(validator.iter_errors(data))
    with pytest.raises(ScenarioError):
        load_scenario(data)
