"""Build the world tables from the public source files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from exchsim.worlds.errors import WorldError

if TYPE_CHECKING:
    import pandas as pd


def build_tables(source: Path, destination: Path, overwrite: bool = False) -> list[str]:
    """Derive every table from `source` and write it to `destination`; returns one line per file written."""
    source, destination = Path(source), Path(destination)
    if not source.is_dir():
        raise WorldError(f"{source}: not a folder of public source files")
    if destination.exists() and any(destination.iterdir()) and not overwrite:
        raise WorldError(f"{destination}: folder is not empty; choose another or pass overwrite=True")
    tables = derive_tables(source)
    outlines = _outlines(source)
    destination.mkdir(parents=True, exist_ok=True)  # only now: a failed build leaves nothing behind
    report = [_write_table(name, frame, destination) for name, frame in tables.items()]
    text = json.dumps(outlines, separators=(",", ":"), ensure_ascii=False) + "\n"
    (destination / "outlines.json").write_text(text, encoding="utf-8", newline="\n")
    return [*report, f"outlines.json: {len(outlines)} countries, {len(text.encode()) // 1024} kB"]


def derive_tables(source: Path) -> dict[str, pd.DataFrame]:
    """All tables in memory, by name, the dictionary of columns last."""
    from exchsim.worlds.builder import (
        agreements,
        alignment,
        exercises,
        hours,
        languages,
        missions,
        organisations,
        protocols,
        relations,
        states,
        strength,
    )

    known = states.build_states(source)
    spoken = languages.build_languages(known)
    class_hours, fit = hours.build_language_hours(source, set(spoken.language))
    return {
        "states": known,
        "strength": strength.build_strength(source, known),
        "languages": spoken,
        "language_hours": class_hours,
        "protocols": protocols.build_protocols(known),
        "alignment": alignment.build_alignment(source, known),
        "pacts": relations.build_pacts(source, known),
        "rivalries": relations.build_rivalries(source, known),
        "agreements": agreements.build_agreements(source, known),
        "exercises": exercises.build_exercises(source, known),
        "contiguity": relations.build_contiguity(source, known),
        "organisations": organisations.build_organisations(),
        "headquarters_posts": organisations.build_headquarters_posts(),
        "memberships": organisations.build_memberships(source, known),
        "missions": missions.build_missions(),
        "mission_strength": missions.build_mission_strength(),
        "columns": _columns(fit),
    }


def _columns(fit: dict[str, float]) -> pd.DataFrame:
    """The dictionary of columns, with the measured fit of the language regression written in."""
    from exchsim.worlds.builder.sources import read_handmade

    said = (
        f"fit on the {fit['languages']:.0f} listed languages: R2 {fit['r_squared']:.2f}, "
        f"correlation {fit['correlation']:.2f}, residual sd {fit['residual_sd']:.2f} log hours"
    )
    columns = read_handmade("columns.csv")
    columns["source"] = columns.source.str.replace("{fit}", said, regex=False)
    return columns


def _outlines(source: Path) -> dict[str, list[list[list[float]]]]:
    from exchsim.worlds.builder.outlines import build_outlines

    return build_outlines(source)


def _write_table(name: str, frame: pd.DataFrame, destination: Path) -> str:
    path = destination / f"{name}.csv"
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return f"{name}.csv: {len(frame)} rows, {path.stat().st_size // 1024} kB"
