"""Columns of the tables that a run leaves behind, with unit and meaning; derived from state/columns.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from exchsim.state import outputs
from exchsim.state.columns import Column

LABEL, TEXT = "label", "text"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table of results. dtype: a numpy type, `label` for repeated text, `text`."""

    name: str
    dtype: str
    unit: str
    meaning: str

    @property
    def ordered(self) -> bool:
        """Labels that can be compared: months and grades."""
        return self.dtype == LABEL and self.unit in ("YYYY-MM", "grade")


def _field(column: Column, **changes: str) -> Field:
    """The same column in a table of results: flags become truth values."""
    dtype = "?" if column.unit == "flag" else column.dtype
    return replace(Field(column.name, dtype, column.unit, column.meaning), **changes)


def _fields(layout: tuple[Column, ...], *without: str) -> tuple[Field, ...]:
    return tuple(_field(column) for column in layout if column.name not in without)


_TOUR = {column.name: column for column in outputs.TOURS}
_YEAR = Field("year", "i2", "year", "calendar year; stocks in December, or in the last month of the run")


def _tour(name: str, **changes: str) -> Field:
    return _field(_TOUR[name], **changes)


_OFFICER = {column.name: column for column in outputs.OFFICERS}
_EVENT = {column.name: column for column in outputs.EVENTS}


def _officer(column: str, **changes: str) -> Field:
    return _field(_OFFICER[column], **changes)


def _event(name: str, **changes: str) -> Field:
    return _field(_EVENT[name], **changes)


TABLES: dict[str, tuple[Field, ...]] = {
    "world": (Field("month", TEXT, "YYYY-MM", "month"), *_fields(outputs.WORLD_OUT)),
    "nations": (
        _YEAR,
        Field("iso3", LABEL, "code", "nation; a row only in years in which it is in the system of states"),
        *_fields(outputs.NATIONS_OUT, "present"),
    ),
    "pairs": (
        _YEAR,
        Field("sender", LABEL, "code", "nation that sends, and whose trust in the other this is"),
        Field("host", LABEL, "code", "nation that receives"),
        *_fields(outputs.PAIRS_OUT),
    ),
    "posts": (
        _tour("post"),
        _tour("officer"),
        _tour("sender", dtype=LABEL, unit="code"),
        _tour("venue", dtype=LABEL, unit="code"),
        _tour("host", dtype=LABEL, unit="code"),
        _tour("programme", dtype=LABEL, unit="name"),
        Field("language", LABEL, "code", "main working language of the venue"),
        _tour("selected", dtype=LABEL, unit="YYYY-MM"),
        _tour("began", dtype=LABEL, unit="YYYY-MM", meaning="first month of the tour, missing when it never began"),
        _tour("ended", dtype=LABEL, unit="YYYY-MM", meaning="last month, missing while it runs"),
        _tour("end", dtype=LABEL, unit="name"),
        _tour("rank", dtype=LABEL, unit="grade"),
        _tour("level_at_selection"),
        _tour("level_at_start"),
        _tour("level_at_end"),
        _tour("misunderstandings"),
        _tour("ties"),
    ),
    "missions": (
        Field("year", "i2", "year", "calendar year"),
        Field("mission", LABEL, "code", "UN mission in being in some month of the year"),
        Field("place", LABEL, "code", "state on whose territory it mainly serves, missing where unknown"),
        *(
            _field(column, dtype=LABEL, unit="code", meaning="nation of the force commander, missing for none")
            if column.name == "commander"
            else _field(column)
            for column in outputs.MISSIONS_OUT
        ),
    ),
    "contingents": (
        Field("year", "i2", "year", "calendar year"),
        Field("mission", LABEL, "code", "UN mission"),
        Field("iso3", LABEL, "code", "nation with a contingent in it"),
        *_fields(outputs.CONTINGENTS_OUT),
    ),
    "agreements": (
        Field("a", LABEL, "code", "nation that comes first in the alphabet"),
        Field("b", LABEL, "code", "the other nation"),
        Field("type", LABEL, "name", "general, information_security or training"),
        Field("start", LABEL, "YYYY-MM", "first month in force; of those from before the run, as far as is known"),
        Field("end", LABEL, "YYYY-MM", "first month no longer in force, missing while it runs"),
        Field("renewal_due", LABEL, "YYYY-MM", "end of the term, missing for what the scenario or history states"),
        Field("renewals", "i2", "count", "times it was renewed"),
    ),
    "language_pool": (
        Field("year", "i2", "year", "calendar year"),
        Field("iso3", LABEL, "code", "nation"),
        Field("language", LABEL, "code", "foreign language"),
        *_fields(outputs.LANGUAGE_POOL),
    ),
    "exercises": (
        Field("event", "i8", "id", "exercise or workshop; all rows of one event carry the same"),
        Field("year", "i2", "year", "calendar year"),
        Field("month", LABEL, "YYYY-MM", "when"),
        Field("kind", LABEL, "name", "exercise or workshop"),
        Field("programme", LABEL, "name", "programme"),
        Field("organisation", LABEL, "code", "organisation whose series it belongs to, missing for none"),
        Field("iso3", LABEL, "code", "nation that took part; one row each"),
    ),
    "officers": (
        _officer("uid", name="officer"),
        Field("designation", TEXT, "name", "nation, place in its force, and which holder of it: KOR-00042-2"),
        _officer("nation", name="iso3", dtype=LABEL, unit="code"),
        _officer("entered", dtype=TEXT, unit="YYYY-MM"),
        _officer("noticed", dtype=LABEL, unit="YYYY-MM"),
        _officer("left", dtype=LABEL, unit="YYYY-MM", meaning="month in which the officer left, missing while serving"),
        _officer("rank_noticed", dtype=LABEL, unit="grade"),
        _officer("rank", dtype=LABEL, unit="grade"),
        _officer("specialism", dtype=LABEL, unit="name"),
        _officer("aptitude"),
        _officer("mother_tongue", dtype=LABEL, unit="code"),
        _officer("school_language", dtype=LABEL, unit="code", meaning="second language from school, missing for none"),
        _officer("school_level"),
        *(
            _officer(column, name=f"{column}_{k}", **changes)
            for k in (1, 2)
            for column, changes in (
                ("language", {"dtype": LABEL, "unit": "code", "meaning": "a foreign language, missing for none"}),
                ("level", {}),
                ("level_left", {}),
            )
        ),
        *(_officer(column) for column in ("tours", "ties", "intercultural", "resilience", "leadership", "skill")),
    ),
    "events": (
        _event("month", dtype=LABEL, unit="YYYY-MM"),
        _event("officer"),
        _event("kind", dtype=LABEL, unit="name"),
        _event("other"),
        _event("venue", dtype=LABEL, unit="code", meaning="nation or organisation it has to do with, missing for none"),
        Field("programme", LABEL, "name", "programme of the post or of the gathering, missing for none"),
        Field("language", LABEL, "code", "language begun or in which a level was reached, missing for none"),
        Field("end", LABEL, "name", "why a tour ended"),
        _event("value", meaning="level in the working language, level or rank reached, months of a course, …"),
    ),
    "leaks": (
        Field("year", "i2", "year", "calendar year"),
        Field("month", LABEL, "YYYY-MM", "when"),
        Field("compromise", LABEL, "name", "leak by a partner, or espionage by a visitor"),
        *(replace(_field(c), dtype=LABEL, unit="code") for c in outputs.LEAKS if c.name in ("culprit", "victim")),
        *(_field(c) for c in outputs.LEAKS if c.name in ("officer", "severity")),
    ),
    "threats": (
        Field("year", "i2", "year", "calendar year"),
        Field("iso3", LABEL, "code", "nation"),
        Field("threat", LABEL, "name", "kind of threat"),
        *_fields(outputs.THREATS_OUT),
    ),
}


def describe() -> list[tuple[str, str, str, str, str]]:
    """Every column of every table of results: table, column, type, unit, meaning."""
    return [
        (table, field.name, _type_name(field.dtype), field.unit, field.meaning)
        for table, fields in TABLES.items()
        for field in fields
    ]


def _type_name(dtype: str) -> str:
    import numpy as np

    return "text" if dtype in (LABEL, TEXT) else np.dtype(dtype).name


def attributes(table: str) -> dict[str, dict[str, str]]:
    """Units and meanings of a table's columns, as a frame carries them in `attrs`."""
    fields = TABLES[table]
    return {
        "units": {field.name: field.unit for field in fields},
        "meanings": {field.name: field.meaning for field in fields},
    }


def arrow_schema(table: str) -> Any:
    """pyarrow schema of a table; every field carries its unit and meaning as metadata."""
    import pyarrow as pa

    return pa.schema([
        pa.field(field.name, _arrow_type(field), metadata={"unit": field.unit, "meaning": field.meaning})
        for field in TABLES[table]
    ])  # fmt: skip


def _arrow_type(field: Field) -> Any:
    import numpy as np
    import pyarrow as pa

    if field.dtype == LABEL:
        return pa.dictionary(pa.int32(), pa.string(), field.ordered)
    return pa.string() if field.dtype == TEXT else pa.from_numpy_dtype(np.dtype(field.dtype))
