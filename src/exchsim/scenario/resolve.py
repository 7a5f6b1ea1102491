"""Write out everything a scenario leaves to defaults, so that the result stands alone."""

from __future__ import annotations

from typing import Any

from exchsim.scenario.members import numbered
from exchsim.scenario.programmes import DOMAINS, MODELS, PROFILES, order
from exchsim.scenario.schema import FIRST_INVENTED_MISSION, LAST_MISSION, Programme, ScenarioFile


def resolve(file: ScenarioFile) -> dict[str, Any]:
    """The scenario as a plain dict, JSON-able, every default in place; loading it gives the same scenario."""
    resolved: dict[str, Any] = file.model_dump(mode="json", exclude_none=True, exclude={"extend"})
    resolved["programmes"] = {name: profile(file, name) for name in order([*PROFILES, *file.programmes])}
    for section in ("nations", "organisations"):
        invented = getattr(file, section).invented
        numbers = numbered({code: described.number for code, described in invented.items()})
        for code, number in numbers.items():
            resolved[section]["invented"][code]["number"] = number
    missions = {code: described.number for code, described in file.missions.invented.items()}
    for code, number in numbered(missions, FIRST_INVENTED_MISSION, LAST_MISSION).items():
        resolved["missions"]["invented"][code]["number"] = number
    return resolved


def profile(file: ScenarioFile, name: str) -> dict[str, Any]:
    """All fields of a programme: as written, else from the built-in programme of its name or kind."""
    written = file.programmes.get(name) or Programme.model_construct()
    builtin = PROFILES[name if name in PROFILES else MODELS[str(written.kind)]]
    fields: dict[str, Any] = {key: entry.value for key, entry in builtin.items()}
    fields.update(written.model_dump(mode="json", exclude_none=True))
    total = sum(fields["domains"].values())
    scale = total if abs(total - 1.0) > 1e-9 else 1.0  # resolving twice changes nothing
    fields["domains"] = {domain: fields["domains"].get(domain, 0.0) / scale for domain in DOMAINS}
    return fields
