"""The tree of paths that a scenario may have, read from the JSON Schema: names, ranges, suggestions."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from exchsim.scenario.faults import PathKey, nearest, path_text, suggestion, with_hint
from exchsim.scenario.schema import ScenarioFile

Schema = dict[str, Any]

SCHEMA_FILE = "scenario.schema.json"
_BOUNDS = {
    "minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below",
}  # fmt: skip
_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@cache
def file_schema() -> Schema:
    """JSON Schema of the canonical form, without short forms."""
    return ScenarioFile.model_json_schema()


def schema_json() -> Schema:
    """JSON Schema of scenario files for editors, short forms included."""
    schema = ScenarioFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Scenario of exchsim"
    properties = schema["properties"]
    properties["$schema"] = {"type": "string", "description": "name of this schema, for editors"}
    nation, organisation = (
        {"type": "string", "pattern": "^[A-Z]{3}$"},
        {"type": "string", "pattern": "^[A-Z]"},
    )
    _allow(properties, "nations", {"const": "all"}, {"type": "array", "items": nation})
    _allow(properties, "organisations", {"type": "array", "items": organisation})
    _allow(properties, "missions", {"type": "array", "items": organisation})
    members = schema["$defs"]["InventedOrganisation"]["properties"]["members"]
    described = {key: members.pop(key) for key in list(members) if key != "description"}
    members["anyOf"] = [described, {"type": "array", "items": nation, "minItems": 1}]
    _close(schema)
    for section in properties.values():
        if "type" in section and "const" not in section and "anyOf" not in section:
            section["type"] = [section["type"], "null"]
        elif "$ref" in section:
            section["anyOf"] = [{"$ref": section.pop("$ref")}, {"type": "null"}]
    return schema


def _close(schema: Any) -> None:
    """Names that fit no pattern are errors in editors too."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            _close(part)
    elif isinstance(schema, list):
        for part in schema:
            _close(part)


def _allow(properties: Schema, name: str, *short_forms: Schema) -> None:
    described = properties[name]
    reference = {"$ref": described.pop("$ref")}
    described["anyOf"] = [reference, *short_forms, {"type": "null"}]


def split_path(text: str) -> PathKey | None:
    """('events', 2, 'date') for `events[2].date`; None for what is no path."""
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        if text[place] == "." and parts and place + 1 < len(text):
            place += 1
        match = _PART.match(text, place)
        if match is None:
            return None
        parts.append(int(match[2]) if match[2] is not None else match[1])
        place = match.end()
    return tuple(parts) or None


# A path is looked up in the schema of scenario files unless the root of another kind of file is given.


def _branches(schema: Schema, root: Schema | None = None) -> list[Schema]:
    """What a schema may be, references followed."""
    if "$ref" in schema:
        return _branches((root or file_schema())["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return [leaf for option in schema["anyOf"] for leaf in _branches(option, root)]
    return [schema]


def child(schema: Schema, part: str | int, root: Schema | None = None) -> Schema | None:
    """Schema of a part of a value; None where no such part may exist."""
    for branch in _branches(schema, root):
        if isinstance(part, int):
            if "items" in branch:
                return dict(branch["items"])
        elif part in branch.get("properties", {}):
            return dict(branch["properties"][part])
        elif isinstance(branch.get("additionalProperties"), dict):
            return dict(branch["additionalProperties"])
        elif "patternProperties" in branch:  # whether the name fits the pattern is for validation to say
            return dict(next(iter(branch["patternProperties"].values())))
    return None


def names(schema: Schema, root: Schema | None = None) -> list[str]:
    """Fixed names that a value may hold."""
    found: list[str] = []
    for branch in _branches(schema, root):
        found += branch.get("properties", {})
        found += branch.get("propertyNames", {}).get("enum", [])
    return found


def at(path: PathKey, root: Schema | None = None) -> Schema | None:
    """Schema of a path; None where the path cannot exist."""
    schema: Schema | None = root or file_schema()
    for part in path:
        if schema is None:
            return None
        schema = child(schema, part, root)
    return schema


def range_text(path: PathKey, root: Schema | None = None) -> str:
    """`0 to 1`, or `above 0 and at most 1`, for the numbers that a path takes; empty where it takes all or none."""
    schema = at(path, root)
    if schema is None:
        return ""
    for branch in _branches(schema, root):
        if branch.get("type") in ("number", "integer"):
            if "minimum" in branch and "maximum" in branch:
                return f"{_short(branch['minimum'])} to {_short(branch['maximum'])}"
            return " and ".join(
                f"{words} {_short(branch[bound])}" for bound, words in _BOUNDS.items() if bound in branch
            )
    return ""


def limits(path: PathKey) -> tuple[float | None, float | None]:
    """Lowest and highest number that a path takes."""
    schema = at(path)
    for branch in _branches(schema) if schema else []:
        if "minimum" in branch or "maximum" in branch:
            return branch.get("minimum"), branch.get("maximum")
    return None, None


def _short(number: float) -> str:
    if isinstance(number, int):
        return f"{number:,}" if abs(number) >= 10000 else str(number)
    return f"{number:,.15g}" if abs(number) >= 10000 else f"{number:.15g}"


@cache
def all_paths() -> tuple[str, ...]:
    """Every path with fixed names, sections and values."""
    found: list[str] = []

    def walk(schema: Schema, path: PathKey) -> None:
        for name in names(schema):
            below = child(schema, name)
            if below is not None:
                found.append(path_text((*path, name)))
                walk(below, (*path, name))

    walk(file_schema(), ())
    return tuple(found)


def path_fault(path: PathKey) -> str | None:
    """Why a path cannot exist, with the nearest one that can; None where it can."""
    schema: Schema | None = file_schema()
    for place, part in enumerate(path):
        below = child(schema, part) if schema is not None else None
        if below is None:
            return with_hint("no such path", _nearest_path(path, place, names(schema or {})))
        schema = below
    return None


def _nearest_path(path: PathKey, place: int, valid: list[str]) -> str:
    text = path_text(path)
    endings = [full for full in all_paths() if full.endswith(f".{text}")]
    if endings:
        return f"did you mean {endings[0]}?"
    near = nearest(str(path[place]), valid)
    if near is not None:
        return f"did you mean {path_text((*path[:place], near, *path[place + 1 :]))}?"
    last = [full for full in all_paths() if full.rpartition(".")[2] == str(path[-1])]
    if last:
        return f"did you mean {last[0]}?"
    whole = nearest(text, all_paths())
    return f"did you mean {whole}?" if whole else suggestion(str(path[place]), valid)


def write_schema(path: Path) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    path.write_text(json.dumps(schema_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
