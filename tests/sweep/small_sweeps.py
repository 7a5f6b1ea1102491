"""A tiny world and experiments on it: a run takes some thousandths of a second."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from exchsim.sweep.load import Experiment, load_experiment

NATIONS = {"AAA": ("mar", 1.5), "BBB": ("mar", 1.0), "CCC": ("osh", -1.0)}


def _nation(name: str, tongue: str, alignment: float) -> dict[str, Any]:
    style = 0.5 + alignment / 4
    axes = ("command_style", "staff_procedure", "communications_security", "doctrine")
    return {"name": name, "armed_forces": 600, "languages": {tongue: {"mother": 1.0}, "osh": {"second": 0.2}}
            if tongue != "osh" else {tongue: {"mother": 1.0}, "mar": {"second": 0.2}},
            "protocol": dict.fromkeys(axes, style), "alignment": alignment,
            "latitude": 45 + alignment, "longitude": 10 * alignment}  # fmt: skip


SCENARIO: dict[str, Any] = {
    "title": "Tiny",
    "period": {"start": "1980-01", "end": "1982-06"},
    "people_per_agent": 1,
    "cadre_share": 0.3,
    "nations": {"invented": {code: _nation(code, *about) for code, about in NATIONS.items()}},
    "languages": {
        "mar": {"name": "Marnish", "class_hours": 600},
        "osh": {"name": "Oshan", "class_hours": 1100},
    },
    "pacts": [{"nations": ["AAA", "BBB"]}],
    "policy": {"posts_share": 0.05, "hosting_share": 0.2, "budget_share": 0.05},
}

EXPERIMENT: dict[str, Any] = {
    "title": "A small question",
    "scenario": SCENARIO,
    "policies": {"as_now": {}, "longer": {"tour_months": 36}},
    "uncertainties": {"trust.memory_years": {}, "contact.misunderstandings_per_year": {"low": 1, "high": 6}},
    "design": {"kind": "latin-hypercube", "samples": 4},
    "replicates": 2,
    "outcomes": {
        "trust": {"column": "trust", "direction": "more"},
        "filled": {"table": "nations", "column": "filled", "over": "sum", "reduce": "mean"},
        "pair": {"table": "pairs", "column": "trust", "where": {"sender": "AAA", "host": "BBB"}, "reduce": "last"},
    },
}  # fmt: skip


def experiment(**changes: Any) -> Experiment:
    """The small experiment with other sections."""
    return load_experiment(content(**changes))


def content(**changes: Any) -> dict[str, Any]:
    """The same as a mapping; a section that is None is left out."""
    found = {**copy.deepcopy(EXPERIMENT), **changes}
    return {key: value for key, value in found.items() if value is not None}


def scenario(**changes: Any) -> dict[str, Any]:
    """The tiny scenario with other sections."""
    return {**copy.deepcopy(SCENARIO), **changes}


def write(folder: Path, name: str = "small", **changes: Any) -> Path:
    """The small experiment as a file below a folder."""
    path = folder / "experiments" / name / "experiment.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content(**changes), sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path
