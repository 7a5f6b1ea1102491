"""Tables that moments are taken of, whether a run made them or somebody recorded them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COLUMNS: dict[str, tuple[str, ...]] = {
    "states": ("year", "iso3"),
    "agreements": ("iso3_a", "iso3_b", "start", "end"),
    "exercises": ("event", "year", "iso3"),
    "alliances": ("iso3_a", "iso3_b", "start", "end"),
    "alignment": ("year", "iso3", "ideal_point"),
    "contingents": ("year", "mission", "iso3", "troops"),
}
FOREVER = 12 * 9999
_CODES = {"iso3": str, "iso3_a": str, "iso3_b": str}


class ObservedError(ValueError):
    """Tables that moments cannot be taken of; the message says which and why."""


@dataclass(frozen=True)
class Observed:
    """What happened, in six tables; one that is missing is None, and its moments are left out.

    states: year, iso3; who was there in a year. agreements and alliances: iso3_a, iso3_b, start, end; spells, dated by
    month (1985-03; the end is the first month without) or by year (the end is the last year with), no end while they
    last. exercises: event, year, iso3; one row a participant. alignment: year, iso3, ideal_point. contingents: year,
    mission, iso3, troops.
    """

    states: pd.DataFrame
    agreements: pd.DataFrame | None = None
    exercises: pd.DataFrame | None = None
    alliances: pd.DataFrame | None = None
    alignment: pd.DataFrame | None = None
    contingents: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Spells get whole months; codes become plain text."""
        for table in fields(self):
            frame = getattr(self, table.name)
            if frame is None:
                continue
            missing = [name for name in COLUMNS[table.name] if name not in frame.columns]
            if missing:
                raise ObservedError(
                    f"{table.name}: no column {missing[0]}; needed are {', '.join(COLUMNS[table.name])}"
                )
            frame = frame[list(COLUMNS[table.name])].copy()
            for name in ("iso3", "iso3_a", "iso3_b", "event", "mission"):
                if name in frame:
                    frame[name] = frame[name].astype(str)
            if "start" in frame:
                frame["start"] = months_of(frame["start"], table.name, 0)
                frame["end"] = months_of(frame["end"], table.name, 1)
            object.__setattr__(self, table.name, frame)

    def present(self, year: int) -> list[str]:
        """Codes of the states of a year, in alphabetical order."""
        return sorted(set(self.states["iso3"][self.states["year"] == year]))

    def held(self, table: str, year: int, codes: list[str]) -> np.ndarray:
        """Symmetric matrix of the spells of agreements or alliances that ran in December, over codes in this order."""
        spells = getattr(self, table)
        december = 12 * year + 11
        now = spells[(spells["start"] <= december) & (december < spells["end"])]
        return _matrix(now["iso3_a"], now["iso3_b"], codes)

    @property
    def years(self) -> range:
        """First to last year."""
        return range(int(self.states["year"].min()), int(self.states["year"].max()) + 1)


def months_of(dates: pd.Series, table: str, later: int) -> pd.Series:
    """Months since year 0 of dates by month or by year; `later` years for a year alone, never for what has no date."""

    def month(date: Any) -> int:
        if pd.isna(date) or str(date) == "":
            if later:
                return FOREVER
            raise ObservedError(f"{table}: a spell has no start")
        text = str(date)
        try:
            if "-" in text:
                year, number = text.split("-")[:2]
                return 12 * int(year) + int(number) - 1
            return 12 * (int(float(text)) + later)
        except ValueError:
            raise ObservedError(f"{table}: {text!r} is no month (1985-03) and no year") from None

    return pd.Series([month(date) for date in dates.astype(object)], index=dates.index, dtype="int64")


def observed_of(
    nations: pd.DataFrame,
    agreements: pd.DataFrame | None = None,
    exercises: pd.DataFrame | None = None,
    pairs: pd.DataFrame | None = None,
    contingents: pd.DataFrame | None = None,
    alignment: pd.DataFrame | None = None,
) -> Observed:
    """The same of a run's tables: general agreements, exercises without workshops, alliances of the table of pairs."""
    general = allied = held = None
    if agreements is not None:
        general = agreements[agreements["type"] == "general"].rename(columns={"a": "iso3_a", "b": "iso3_b"})
    if pairs is not None:
        allied = pairs[pairs["alliance"]].rename(columns={"sender": "iso3_a", "host": "iso3_b"})
        allied = allied.assign(start=allied["year"], end=allied["year"])
    if exercises is not None:
        held = exercises[exercises["kind"] == "exercise"]
    return Observed(nations, general, held, allied, alignment, contingents)


def _matrix(one: pd.Series, other: pd.Series, codes: list[str]) -> np.ndarray:
    place = pd.Index(codes)
    a, b = place.get_indexer(pd.Index(one)), place.get_indexer(pd.Index(other))
    known = (a >= 0) & (b >= 0) & (a != b)
    found = np.zeros((len(codes), len(codes)), np.int64)
    found[a[known], b[known]] = found[b[known], a[known]] = 1
    return found


def read_observed(folder: str | Path) -> Observed:
    """Read states.csv and whichever of the other tables lie in a folder. Raises ObservedError."""
    folder = Path(folder)
    if not (folder / "states.csv").is_file():
        raise ObservedError(f"{folder}: no states.csv (year, iso3); it says who was there in each year")
    frames = {}
    for name in COLUMNS:
        path = folder / f"{name}.csv"
        if path.is_file():
            try:
                empty = {"end": [""], "ideal_point": [""]}
                frames[name] = pd.read_csv(path, dtype=_CODES, keep_default_na=False, na_values=empty)
            except (ValueError, pd.errors.ParserError) as error:
                raise ObservedError(f"{path}: {error}") from error
    return Observed(**frames)
