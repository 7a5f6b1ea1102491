"""Pydantic's findings in the words of the house: what is wrong, what is allowed, what to write instead."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exchsim.scenario import paths
from exchsim.scenario.catalogue import like_nation, shipped_catalogue
from exchsim.scenario.faults import Fault, Origin, PathKey, path_text, suggestion, value_text, with_hint
from exchsim.scenario.fields import NATION_PATTERN, PATTERNS

MAX_FAULTS = 200

_NEEDED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
    "model_attributes_type": "a mapping of names to values",
}
_REMEDY = {"bool_type": "", "string_type": "put it in quotation marks", "list_type": "write it as [a, b]"}
_SHORT_FORMS: dict[PathKey, str] = {
    ("nations",): "must be all, a list of codes such as [USA, KOR], or a mapping of names to values",
    ("missions",): "must be a list of codes such as [UNIFIL], or a mapping of names to values",
    ("organisations",): "must be a list of codes such as [NATO, UN], or a mapping of names to values",
}
_BOUNDS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")


def faults_of(
    error: ValidationError, data: Any, origins: Mapping[PathKey, Origin], root: paths.Schema | None = None
) -> list[Fault]:
    """One fault for each thing pydantic found, at the place where it was written.

    root: JSON Schema of the kind of file, by default that of scenarios.
    """
    found: dict[tuple[str, str], Fault] = {}
    details = error.errors(include_url=False)
    for detail in details[:MAX_FAULTS]:
        path = tuple(part for part in detail["loc"] if part != "[key]")
        missing = detail["type"] == "missing"
        known = _known(path[:-1] if missing else path, data)
        origin = origin_of(known, origins)
        shown = path if missing else known
        value = "" if missing or "[key]" in detail["loc"] else value_text(lookup(data, known))
        fault = Fault(origin.file, origin.line, path_text(shown), _message(detail, path, root), value)
        found.setdefault((fault.path, fault.message), fault)
    faults = list(found.values())
    if len(details) > MAX_FAULTS:
        origin = origin_of((), origins)
        faults.append(Fault(origin.file, 0, "", f"and {len(details) - MAX_FAULTS:,} more; mend these first"))
    return faults


def origin_of(path: PathKey, origins: Mapping[PathKey, Origin]) -> Origin:
    """Where a path, or the nearest thing around it, was written."""
    for length in range(len(path), -1, -1):
        if path[:length] in origins:
            return origins[path[:length]]
    return Origin("scenario")


def lookup(data: Any, path: PathKey) -> Any:
    """Value at a path; None where there is none."""
    for part in path:
        if part not in _parts(data):
            return None
        data = data[part]
    return data


def _parts(data: Any) -> Container[str | int]:
    """Names or places that a value has."""
    if isinstance(data, dict):
        return data.keys()
    return range(len(data)) if isinstance(data, list) else ()


def _known(path: PathKey, data: Any) -> PathKey:
    """The part of a path that was written."""
    for place, part in enumerate(path):
        if part not in _parts(data):
            return path[:place]
        data = data[part]
    return path


def _message(detail: ErrorDetails, path: PathKey, root: paths.Schema | None) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        around = paths.at(path[:-1], root)
        return with_hint("unknown key", suggestion(str(path[-1]), paths.names(around, root) if around else []))
    if kind == "missing":
        return "missing; " + _meaning(path, root)
    if kind in _NEEDED:
        return _type_message(detail, path, root)
    if kind in _BOUNDS:
        return f"must be {paths.range_text(path, root)}"
    if kind == "finite_number":
        return "must be a finite number" + _within(path, root)
    if kind == "literal_error":
        return _choice_message(detail, path)
    if kind == "string_pattern_mismatch" and context.get("pattern") == NATION_PATTERN:
        hint = like_nation(str(detail["input"]), shipped_catalogue().states)
        return with_hint(PATTERNS[NATION_PATTERN], hint if hint.startswith("did") else "")
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern")), f"must match {context.get('pattern')}")
    if kind == "too_short":
        return f"needs at least {context.get('min_length')}"
    if kind == "too_long":
        return f"may have at most {context.get('max_length')}"
    if kind == "string_too_long":
        return f"may have {context.get('max_length')} characters"
    if kind == "string_too_short":
        return "must not be empty"
    return str(detail["msg"])


def _meaning(path: PathKey, root: paths.Schema | None) -> str:
    schema = paths.at(path, root) or {}
    return f"write the {schema['description']}" if "description" in schema else "write it"


def _within(path: PathKey, root: paths.Schema | None) -> str:
    text = paths.range_text(path, root)
    return f" from {text}" if " to " in text else f", {text}" if text else ""


def _type_message(detail: ErrorDetails, path: PathKey, root: paths.Schema | None) -> str:
    if root is None and path in _SHORT_FORMS:
        return _SHORT_FORMS[path]
    needed = _NEEDED[detail["type"]]
    allowed = _within(path, root) if detail["type"] in ("float_type", "int_type") else ""
    message = f"must be {needed}{allowed}"
    remedy = _REMEDY.get(detail["type"], "")
    if isinstance(detail["input"], str) and re.fullmatch(r"[-+0-9.eE]+", detail["input"]) and allowed:
        remedy = "remove the quotation marks"
    return with_hint(message, remedy)


def _choice_message(detail: ErrorDetails, path: PathKey) -> str:
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    hint = suggestion(str(detail["input"]), choices)
    is_key = "[key]" in detail["loc"]
    return with_hint("unknown key" if is_key else "unknown value", hint)
