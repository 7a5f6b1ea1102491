"""A search on the tiny world, and levers with a best that is known."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from small_sweeps import content, experiment

from exchsim.search.found import Found
from exchsim.search.run import run_search
from exchsim.sweep import work
from exchsim.sweep.load import Experiment

BEST = {"tour_months": 30.0, "shortlist": 12.0}
OUTCOMES: dict[str, Any] = {
    "trust": {"column": "trust", "direction": "more"},
    "spent": {"column": "spent_usd", "reduce": "sum", "direction": "less"},
    "filled": {"table": "nations", "column": "filled", "over": "sum", "reduce": "mean"},
}
SEARCH: dict[str, Any] = {
    "levers": {"tour_months": {"low": 6, "high": 48}, "posts_share": {"high": 0.08}, "AAA.language_target": None},
    "objectives": ["trust", "spent"],
    "population": 6,
    "generations": 3,
    "samples": 2,
    "replicates": 2,
    "most": 3,
    "fresh": {"samples": 3, "replicates": 2},
}
FILES = (
    "pareto.csv", "pareto.parquet", "trials.parquet", "policies.yaml", "answer.txt", "trade_off.png",
    "trials/outcomes.parquet", "fresh/outcomes.parquet",
)  # fmt: skip


def searching(changes: dict[str, Any] | None = None, **others: Any) -> Experiment:
    """The small search with other words."""
    return experiment(**words(changes, **others))


def words(changes: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    """The same as a mapping; a word that is None is left out."""
    search = {key: value for key, value in {**SEARCH, **(changes or {})}.items() if value is not None}
    return {"outcomes": OUTCOMES, "search": search, **others}


def searched(folder: Path | str, changes: dict[str, Any] | None = None, **others: Any) -> Found:
    """Carry the small search out in this process."""
    return run_search(searching(changes, **others), folder, 1, "threads")


def fingerprint(folder: Path) -> dict[str, str]:
    """Hashes of everything that a search leaves behind."""
    policies = sorted((folder / "policies").glob("*.yaml"))
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    return found | {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in policies}


def planted(setting: Any, plan: Any, state: Any, name: str, series: Any) -> dict[str, Any]:
    """Outcomes by formula: trust is best at one lever, filled at the other; spent is what the first one is set to."""
    levers = plan.blueprint.policies[0]
    row = before(setting, plan, state, name, series)
    tour, shortlist = float(levers["tour_months"]), float(levers["shortlist"])
    values = {"trust": -((tour - BEST["tour_months"]) ** 2), "filled": -((shortlist - BEST["shortlist"]) ** 2)}
    return row | values | {"spent": tour}


before = work._row
__all__ = ["BEST", "content", "fingerprint", "planted", "searched", "searching", "words"]
