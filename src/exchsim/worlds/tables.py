"""Load the world tables and read them by state, year or month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from exchsim.worlds.errors import WorldError

if TYPE_CHECKING:
    import pandas as pd

Outlines = dict[str, list[list[list[float]]]]

# Where a column of another table must name a row of states, organisations or missions.
_STATE_COLUMNS = ("iso3", "iso3_a", "iso3_b", "headquarters_iso3", "place_iso3")
_NAMED = ("organisation", "mission")
_LANGUAGE_TABLE = "languages"


@dataclass(frozen=True)
class WorldTables:
    """All tables of a world as data frames; `columns` says unit, meaning, source and grade of each column."""

    states: pd.DataFrame
    strength: pd.DataFrame
    languages: pd.DataFrame
    language_hours: pd.DataFrame
    protocols: pd.DataFrame
    alignment: pd.DataFrame
    pacts: pd.DataFrame
    rivalries: pd.DataFrame
    agreements: pd.DataFrame
    exercises: pd.DataFrame
    contiguity: pd.DataFrame
    organisations: pd.DataFrame
    headquarters_posts: pd.DataFrame
    memberships: pd.DataFrame
    missions: pd.DataFrame
    mission_strength: pd.DataFrame
    columns: pd.DataFrame

    def states_in(self, month: str) -> list[str]:
        """iso3 of the members of the system in a month such as '1985-06'."""
        there = _alive(self.states.entered, self.states.left, month)
        return self.states.iso3[there].tolist()

    def members_in(self, organisation: str, month: str) -> list[str]:
        """iso3 of an organisation's members in a month, in alphabetical order."""
        spells = self.memberships[self.memberships.organisation == organisation]
        if spells.empty:
            known = ", ".join(sorted(self.organisations.organisation))
            raise WorldError(f"organisation {organisation!r} is unknown; have {known}")
        return sorted(spells.iso3[_alive(spells["from"], spells.to, month)])

    def strength_in(self, iso3: str, year: int) -> pd.Series:
        """Armed forces (persons), spending (current USD) and capability index, interpolated to a year."""
        import numpy as np
        import pandas as pd

        rows = self._rows(self.strength, iso3)
        names = [name for name in rows.columns if name not in ("iso3", "year")]
        return pd.Series({name: float(np.interp(year, rows.year, rows[name])) for name in names}, name=iso3)

    def protocol_in(self, iso3: str, year: int) -> pd.Series:
        """Tradition and the four protocol axes (0 to 1) that hold in a year."""
        rows = self._rows(self.protocols, iso3)
        place = max(0, int(rows.from_year.searchsorted(year, side="right")) - 1)
        return rows.iloc[place]

    def alignment_in(self, iso3: str, year: int) -> float:
        """Ideal point in a year; the nearest year of membership outside it."""
        import numpy as np

        rows = self._rows(self.alignment, iso3)
        return float(np.interp(year, rows.year, rows.ideal_point))

    def pacts_in(self, year: int) -> pd.DataFrame:
        """Defence pacts in force in a year: iso3_a, iso3_b, start, end."""
        return self.pacts[(self.pacts.start <= year) & (self.pacts.end.fillna(9999) >= year)]

    def rivalries_in(self, year: int) -> pd.DataFrame:
        """Strategic rivalries alive in a year: iso3_a, iso3_b, start, end."""
        return self.rivalries[(self.rivalries.start <= year) & (self.rivalries.end.fillna(9999) >= year)]

    def agreements_in(self, year: int, kind: str = "general") -> pd.DataFrame:
        """Agreements of a type in force in a year: iso3_a, iso3_b, type, start, end."""
        there = (self.agreements.start <= year) & (self.agreements.end.fillna(9999) >= year)
        return self.agreements[there & (self.agreements.type == kind)]

    def _rows(self, table: pd.DataFrame, iso3: str) -> pd.DataFrame:
        rows = table[table.iso3 == iso3]
        if rows.empty:
            raise WorldError(f"state {iso3!r} is unknown; see the iso3 column of states")
        return rows


def _alive(since: pd.Series, until: pd.Series, month: str) -> pd.Series:
    """True where a spell covers a month; `until` is the first month after it, missing while it lasts."""
    return (since <= month) & (until.fillna("9999-12") > month)


def load_tables(directory: Path | None = None) -> WorldTables:
    """Read and check all tables; `directory` None takes the tables shipped with the package."""
    home = _home(directory)
    columns = _read_text(home, "columns")
    names = [field.name for field in fields(WorldTables) if field.name != "columns"]
    tables = {name: _read_typed(home, name, columns) for name in names}
    columns = _typed("columns", columns, columns)
    unlisted = set(columns.table) - set(names) - {"columns"}
    if unlisted:
        raise WorldError(f"columns.csv: describes the unknown table {', '.join(sorted(unlisted))}")
    _check_references(tables)
    return WorldTables(**tables, columns=columns)


def load_outlines(directory: Path | None = None) -> Outlines:
    """Country outlines: iso3 to rings of [longitude, latitude] in degrees (Natural Earth 1:110m)."""
    source = _home(directory) / "outlines.json"
    if not source.is_file():
        raise WorldError(f"{source}: outlines are missing; build the tables again")
    try:
        outlines: Outlines = json.loads(source.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WorldError(f"{source}: not valid JSON: {error}") from error
    return outlines


def _home(directory: Path | None) -> Traversable:
    if directory is None:
        return resources.files("exchsim.worlds") / "data"
    if not Path(directory).is_dir():
        raise WorldError(f"{directory}: not a folder of world tables")
    return Path(directory)


def _read_text(home: Traversable, name: str) -> pd.DataFrame:
    """All cells as text; only the empty cell is missing, so codes such as NA and NAN stay codes."""
    import pandas as pd

    source = home / f"{name}.csv"
    if not source.is_file():
        raise WorldError(f"{source}: table is missing; build the tables again")
    with source.open(encoding="utf-8") as stream:
        try:
            return pd.read_csv(stream, dtype=str, keep_default_na=False, na_values=[""])
        except ValueError as error:
            raise WorldError(f"{source}: cannot be read as a comma separated table: {error}") from error


def _read_typed(home: Traversable, name: str, columns: pd.DataFrame) -> pd.DataFrame:
    return _typed(name, _read_text(home, name), columns)


def _typed(name: str, frame: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """Check a table against the dictionary of columns and give each column its type."""
    for needed in ("table", "column", "kind", "missing", "key"):
        if needed not in columns.columns:
            raise WorldError(f"columns.csv: column {needed!r} is missing")
    described = columns[columns.table == name]
    _check_same_columns(name, list(frame.columns), described.column.tolist())
    for column in described.itertuples():
        if column.missing == "no" and frame[column.column].isna().any():
            line = int(frame[column.column].isna().to_numpy().argmax()) + 2
            raise WorldError(f"{name}.csv:{line}: column {column.column!r} must not be empty")
        frame[column.column] = _as_kind(name, frame[column.column], str(column.kind))
    _check_key(name, frame, described.column[described.key == "yes"].tolist())
    return frame


def _check_same_columns(name: str, found: list[str], described: list[str]) -> None:
    undescribed = [column for column in found if column not in described]
    absent = [column for column in described if column not in found]
    if undescribed:
        raise WorldError(f"{name}.csv: column {undescribed[0]!r} is not described in columns.csv")
    if absent:
        raise WorldError(f"{name}.csv: column {absent[0]!r} is described in columns.csv but absent")


def _as_kind(name: str, cells: pd.Series, kind: str) -> pd.Series:
    """Text and months stay text; years and counts become integers, nullable where a cell is empty."""
    import pandas as pd

    if kind == "text":
        return cells
    if kind == "month":
        wrong = cells[~cells.fillna("1946-01").str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])")]
        if not wrong.empty:
            raise WorldError(_fault(name, wrong, "must be YYYY-MM"))
        return cells
    if kind not in ("year", "count", "flag", "number"):
        raise WorldError(f"columns.csv: kind {kind!r} of {name}.{cells.name} is unknown")
    numbers = pd.to_numeric(cells, errors="coerce")
    wrong = cells[numbers.isna() & cells.notna()]
    if not wrong.empty:
        raise WorldError(_fault(name, wrong, "must be a number"))
    if kind == "number":
        return numbers.astype("float64")
    return numbers.astype("Int64" if numbers.isna().any() else "int64")


def _fault(name: str, wrong: pd.Series, rule: str) -> str:
    """File, line, column and value of the first wrong cell."""
    return f"{name}.csv:{int(wrong.index[0]) + 2}: {wrong.name} = {wrong.iloc[0]!r}: {rule}"


def _check_key(name: str, frame: pd.DataFrame, key: list[str]) -> None:
    repeated = frame[frame.duplicated(key)]
    if not repeated.empty:
        row = repeated.iloc[0]
        said = ", ".join(f"{column} {row[column]}" for column in key)
        raise WorldError(f"{name}.csv:{repeated.index[0] + 2}: {said} is listed twice")


def _check_references(tables: dict[str, pd.DataFrame]) -> None:
    """Every state, organisation and language named anywhere must exist."""
    known = {column: set(tables["states"].iso3) for column in _STATE_COLUMNS}
    for name in _NAMED:
        known[name] = set(tables[f"{name}s"][name])
    taught = set(tables["language_hours"].learner) | set(tables["language_hours"].language)
    for name, column in _references(tables):
        allowed = taught if column == "language" else known[column]
        wrong = tables[name][~tables[name][column].isin(allowed)]
        if not wrong.empty:
            raise WorldError(_fault(name, wrong[column], "is not a known name"))


def _references(tables: dict[str, pd.DataFrame]) -> Iterator[tuple[str, str]]:
    for name, frame in tables.items():
        for column in frame.columns:
            if column in _STATE_COLUMNS or column in _NAMED:
                yield name, column
    yield _LANGUAGE_TABLE, "language"
