"""What outcomes, policies and uncertain numbers of a sweep are called on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchsim.analysis.terms import SHORT, Term, in_words
from exchsim.store.schema import TABLES

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

_REDUCED = {"mean": "mean of", "sum": "sum of", "min": "least of", "max": "most of", "first": "at the beginning of",
            "last": "at the end of", "change": "change over", "fall": "fall over",
            "recovery": "recovery over"}  # fmt: skip


_LABELS = {"spent_usd": "money spent", "spent": "money spent"}


def label_of(name: str) -> str:
    """A name of an outcome or column as a label."""
    return _LABELS.get(name, in_words(name.removesuffix("_usd")))


def terms_of(sweep: Sweep) -> dict[str, Term]:
    """Outcomes in words: a short meaning serves as label, else the name does; no two have the same label."""
    units = sweep.units
    found: dict[str, Term] = {}
    for name, outcome in sweep.about["outcomes"].items():
        meaning = " ".join(outcome.get("meaning", "").split()).rstrip(".")
        label = meaning if 0 < len(meaning) <= SHORT else label_of(name)
        if any(label == other.label for other in found.values()):
            label = in_words(name)
        found[name] = Term(name, label, meaning or _column(outcome), units[name], outcome["direction"])
    return found


def term_of_column(column: str) -> Term:
    """A column of the world's series in words."""
    field = next(field for field in TABLES["world"] if field.name == column)
    return Term(column, label_of(column), field.meaning, field.unit, "neither")


def _column(outcome: dict[str, Any]) -> str:
    column = outcome.get("column")
    if column is None:
        return f"number of {outcome['table']}"
    meaning = next(field.meaning for field in TABLES[outcome["table"]] if field.name == column)
    return meaning.removeprefix("… ").replace(" this month", "")


def counted(outcome: dict[str, Any]) -> str:
    """What is counted and how: `pairs.trust of sender ARD, host BMR; mean of 1995-01 to the end`."""
    what = ".".join(filter(None, (outcome["table"], outcome.get("column") or "rows")))
    where = ", ".join(f"{key} {_joined(value)}" for key, value in outcome.get("where", {}).items())
    span = f"{outcome.get('start') or 'the beginning'} to {outcome.get('end') or 'the end'}"
    per = f", divided by {outcome['per']}" if outcome.get("per") else ""
    return f"{what}{f' of {where}' if where else ''}; {_REDUCED[outcome['reduce']]} {span}{per}"


def _joined(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)


def source_of(sweep: Sweep) -> str:
    """Where the numbers come from, on one line."""
    about = sweep.about
    return (
        f"{about['name']}: {len(sweep.good):,} runs = {about['samples']:,} futures x {len(sweep.policies)} policies x "
        f"{about['replicates']:,} seeds  ·  exchsim {about['versions']['exchsim']}, model {about['source_hash'][:8]}"
    )
