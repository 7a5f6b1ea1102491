"""Reading of the public source files and of the hand-written facts."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from exchsim.worlds.errors import WorldError

SOURCE_COLUMNS: dict[str, tuple[str, ...]] = {
    "cow_states.csv": (
        "ccode",
        "styear",
        "stmonth",
        "stday",
        "endyear",
        "endmonth",
        "endday",
    ),
    "cow_capitals.csv": ("ccode", "capital", "stdate", "lat", "lng"),
    "cow_nmc_1946on.csv": ("ccode", "year", "milex", "milper", "cinc"),
    "cow_contiguity.csv": ("ccode1", "ccode2", "conttype", "enddate"),
    "atop_dyad_spells_1946_2018.csv": ("ccode1", "ccode2", "atop_defense", "start", "end"),
    "tss_rivalries_post1946.csv": ("ccode1", "ccode2", "start", "end"),
    "unga_ideal_points_1946_2019.csv": ("ccode", "year", "IdealPoint"),
    "dcad_to_1999.csv": (
        "ccode1",
        "ccode2",
        "signYear",
        "type",
        "category1",
        "category2",
        "category3",
        "endYearEstimate",
    ),
    "mme_to_1999.csv": ("MMEID", "gwcode", "year"),
    "geopko_tcc_mission_year_1994_2009.csv": ("mission", "year", "tcc", "troops_avg_sum"),
    "fsi_categories.csv": ("language", "fsi_category", "class_hours"),
    "nato_members.csv": ("iso3", "accession_year"),
}


def read_source(folder: Path, name: str) -> pd.DataFrame:
    """One public file, with the columns that the builder needs checked by name."""
    path = folder / name
    if not path.is_file():
        raise WorldError(f"{path}: source file is missing; see the list of public files in the documentation")
    try:
        frame = pd.read_csv(path, encoding="utf-8")
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise WorldError(f"{path}: cannot be read as a comma separated table: {error}") from error
    for column in SOURCE_COLUMNS[name]:
        if column not in frame.columns:
            found = ", ".join(map(str, frame.columns))
            raise WorldError(f"{path}: column {column!r} is missing; found {found}")
    _require_numbers(frame, path)
    return frame


def _require_numbers(frame: pd.DataFrame, path: Path) -> None:
    """Columns that the builder reckons with must hold numbers."""
    text = {
        "type",
        "category1",
        "category2",
        "category3",
        "capital",
        "language",
        "iso3",
        "stdate",
        "enddate",
        "MMEID",
        "mission",
        "tcc",
    }
    for column in SOURCE_COLUMNS[path.name]:
        if column not in text and not pd.api.types.is_numeric_dtype(frame[column]):
            raise WorldError(f"{path}: column {column!r} must hold numbers")


def read_handmade(name: str) -> pd.DataFrame:
    """One hand-written file of facts and modelling choices, all columns as text, empty as ''."""
    source = resources.files("exchsim.worlds") / "handmade" / name
    with source.open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows with a field per column; their types are those of the columns, which only the data know."""
    return frame.itertuples(index=False)


def shares(text: str) -> dict[str, float]:
    """Parse 'deu:.67 fra:.24' into a mapping."""
    return {part.split(":")[0]: float(part.split(":")[1]) for part in text.split()}
