"""Which phase of the month decides a column of the series of the world, in the order of the month (engine/month.py)."""

from __future__ import annotations

from exchsim.state import outputs

PHASES: dict[str, tuple[str, ...]] = {
    "calendar": ("states", "cadre"),
    "plan": ("posts", "agreements", "transitivity"),
    "assign": ("vacant", "preparing", "files"),
    "prepare": ("filled", "states_sending"),
    "serve": ("misunderstandings",),
    "careers": ("ties",),
    "train together": ("gatherings", "spent_usd"),
    "relations": (
        "trust", "trust_partners", "trust_allies", "interoperability_allies", "familiarity_allies",
    ),
    "intelligence": ("sharing_allies", "leaks", "espionage", "leaks_expected", "espionage_expected"),
    "security": (
        "attempts", "detected", "prevented", "occurred", "harm", "missions", "mission_troops", "mission_violence",
        "escalations",
    ),
}  # fmt: skip
WORLD = tuple(column.name for column in outputs.WORLD_OUT)
