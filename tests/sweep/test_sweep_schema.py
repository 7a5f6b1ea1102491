"""The JSON Schema of experiment files: current, valid, and in agreement with what loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_sweeps import content
from test_sweep_files import FAULTS

from exchsim.cli.main import main
from exchsim.state.params import PARAMETERS
from exchsim.sweep.load import load_experiment
from exchsim.sweep.schema import SCHEMA_FILE, experiment_schema

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
FILES = sorted(FOLDER.glob("*/experiment.yaml"))

# What a schema can see by itself: wrong names, types and bounds of what it knows; not what depends on the scenario.
SEEN = ("unknown lever", "lever out of range", "unknown lever of a nation", "unknown key of a range", "unknown table",
        "unknown distribution", "unknown grade", "no outcomes", "none at all", "event of no kind", "not a mapping",
        "not a whole number", "half a seed", "seed too large", "unknown section", "unknown design",
        "name of a policy")  # fmt: skip


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    schema = experiment_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_beside_the_experiments_is_current() -> None:
    stored = json.loads((FOLDER / SCHEMA_FILE).read_text(encoding="utf-8"))
    remedy = f"out of date: exchsim schema --experiment -o experiments/{SCHEMA_FILE} --overwrite"
    assert stored == json.loads(json.dumps(experiment_schema())), remedy


def test_the_command_prints_and_writes_it(capsys: Any) -> None:
    assert main(["schema", "--experiment"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(experiment_schema()))
    assert main(["schema", "--experiment", "-o", "x.json"]) == 0
    assert json.loads(Path("x.json").read_text(encoding="utf-8"))["title"] == "Experiment of exchsim"
    assert main(["schema", "--experiment", "-o", "x.json"]) == 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_shipped_experiments_load_fit_the_schema_and_name_it(validator: Any, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
    assert not list(validator.iter_errors(_plain(file)))
    assert load_experiment(file).runs > 1


def _plain(file: Path) -> Any:
    """As editors read it, by YAML 1.2."""
    from exchsim.scenario.yaml_tree import read

    data, _, faults = read(file)
    assert not faults
    return data


def test_what_loads_fits_the_schema(validator: Any) -> None:
    assert not list(validator.iter_errors(content()))
    more = content(policies={"a": None}, uncertainties={"all": ["M"], "trust.memory_years": None, "cadre_share":
                                                        {"low": 0.1, "high": 0.2}})  # fmt: skip
    assert not list(validator.iter_errors(more))
    load_experiment(more)


@pytest.mark.parametrize("fault", SEEN)
def test_an_editor_sees_the_fault(validator: Any, fault: str) -> None:
    changes, *_ = FAULTS[fault]
    assert list(validator.iter_errors(content(**changes)))


def test_every_parameter_is_offered_with_its_meaning_and_range() -> None:
    offered = experiment_schema()["$defs"]["Uncertainties"]["properties"]
    for declared in PARAMETERS:
        assert declared.meaning in offered[declared.path]["description"]
