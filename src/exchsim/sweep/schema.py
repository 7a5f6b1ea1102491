"""JSON Schema of experiment files, by which editors check and complete them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exchsim.scenario.fields import NATION_PATTERN
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS
from exchsim.sweep.experiment import ExperimentFile

SCHEMA_FILE = "experiment.schema.json"
Schema = dict[str, Any]


def experiment_schema() -> Schema:
    """The schema of files as they are written: ranges beside `all`, every number by its path."""
    schema = ExperimentFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Experiment of exchsim"
    schema["properties"]["$schema"] = {"type": "string", "description": "name of this schema, for editors"}
    policies = schema["properties"]["policies"]
    policies["patternProperties"] = {name: _or_nothing(part) for name, part in policies["patternProperties"].items()}
    groups = schema["$defs"]["Attribution"]["properties"]["groups"]
    groups["patternProperties"] = {name: _or_nothing(part) for name, part in groups["patternProperties"].items()}
    for section in (policies, groups, schema["properties"]["outcomes"]):
        section["additionalProperties"] = False  # names that fit no pattern
    levers = schema["$defs"]["Search"]["properties"]["levers"]
    searched = _or_nothing({"$ref": "#/$defs/SearchedLever"})
    levers["properties"] = {
        lever.name: {**searched, "description": f"{lever.meaning}; {lever.low:g} to {lever.high:g} {lever.unit}"}
        for lever in LEVERS
    }
    levers["patternProperties"] = {f"{NATION_PATTERN[:-1]}\\.[a-z_]+$": searched}
    levers["additionalProperties"] = False
    uncertainties = schema["$defs"]["Uncertainties"]
    properties = uncertainties["properties"]
    del properties["ranges"]
    given = _or_nothing({"$ref": "#/$defs/Range"})
    for declared in (*PARAMETERS, *LEVERS):
        words = f"{declared.meaning}; {declared.low:g} to {declared.high:g} {declared.unit} (grade {declared.grade})"
        properties[declared.path] = {**given, "description": words}
    uncertainties["additionalProperties"] = given
    return schema


def _or_nothing(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def write_experiment_schema(path: Path) -> None:
    """Write the JSON Schema of experiment files."""
    path.write_text(json.dumps(experiment_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
