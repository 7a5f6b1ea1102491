"""Field types of scenario files: months, year series, codes, and models derived from declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    create_model,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from exchsim.enums import Reciprocity
from exchsim.state.blueprint import month_index
from exchsim.state.parameter import Parameter

FIRST_YEAR, LAST_YEAR = 1946, 2100
RECIPROCITY = tuple(rule.name.lower() for rule in Reciprocity)
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


class Strict(BaseModel):
    """Unknown keys, wrong types and infinite numbers are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, validate_default=False)


def month_text(value: object, last: bool = False) -> str:
    """`1980-05` from a month or a year; a year alone means January, or December where `last`.

    Raises ValueError with a remedy for what is no month of the years 1946 to 2100.
    """
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    match = _MONTH.fullmatch(text)
    if match is None:
        hint = re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?", text)
        near = f"; write {hint[1]}-{int(hint[2]):02d}" if hint and 1 <= int(hint[2]) <= 12 else ""
        raise ValueError(f"must be a month such as 1980-05 or a year{near}")
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        raise ValueError("no such month; write 01 to 12 after the year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return f"{year:04d}-{month:02d}"


def to_month(text: str) -> int:
    """Month index of a canonical month."""
    return month_index(int(text[:4]), int(text[5:7]))


def _as_custom(check: Callable[[object], Any]) -> Callable[[object], Any]:
    def validate(value: object) -> Any:
        try:
            return check(value)
        except ValueError as error:
            raise PydanticCustomError("remedy", "{text}", {"text": str(error)}) from None

    return validate


_MONTH_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
        {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    ]
}
Month = Annotated[str, BeforeValidator(_as_custom(month_text)), WithJsonSchema(_MONTH_SCHEMA)]
LastMonth = Annotated[
    str,
    BeforeValidator(_as_custom(lambda value: month_text(value, last=True))),
    WithJsonSchema(_MONTH_SCHEMA),
]

_YEAR = "^(19[4-9][0-9]|20[0-9][0-9]|2100)$"
NATION_PATTERN = "^[A-Z]{3}$"
NationCode = Annotated[str, Field(pattern=NATION_PATTERN)]
LanguageCode = Annotated[str, Field(pattern="^[a-z]{3}$")]
OrganisationCode = Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]{1,31}$")]
ProgrammeName = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
Year = Annotated[str, Field(pattern=_YEAR)]
NAME_PATTERN = "^[A-Za-z][A-Za-z0-9_-]{0,59}$"

PATTERNS = {
    NATION_PATTERN: "must be a code of three capital letters such as USA",
    "^[a-z]{3}$": "must be a code of three small letters such as eng",
    "^[A-Z][A-Z0-9_]{1,31}$": "must be a code of two or more capital letters such as NATO",
    "^[a-z][a-z0-9_]{0,39}$": "must be a name of small letters such as exchange_post",
    _YEAR: "must be a year from 1946 to 2100",
    NAME_PATTERN: "must be a name of letters, digits, _ and -, such as more_posts",
}


def _series(value: object) -> object:
    """One number holds for all years."""
    return value if isinstance(value, dict) else {str(FIRST_YEAR): value}


@dataclass(frozen=True, slots=True)
class YearSeries:
    """Numbers by year, interpolated linearly and held before and after; one number means every year."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """For validation."""
        limited = Annotated[float, Field(ge=self.low, le=self.high)]
        table = handler.generate_schema(Annotated[dict[Year, limited], Field(min_length=1)])
        return core_schema.no_info_before_validator_function(_series, table)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """For the exported schema, short form included."""
        number = {"type": "number", "minimum": self.low, "maximum": self.high}
        table = {"type": "object", "minProperties": 1, "propertyNames": {"pattern": _YEAR}}
        return {"anyOf": [number, {**table, "additionalProperties": number}]}


def maybe(meaning: str, **bounds: Any) -> Any:
    """A value that may be left out."""
    return Field(default=None, description=meaning, **bounds)


def usually(default: Any, meaning: str) -> Any:
    """A section that is usually as given here."""
    return Field(default=default, description=meaning)


def number(default: float, low: float, high: float, unit: str, meaning: str) -> Any:
    """A bounded number with its unit."""
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


def optional_number(low: float, high: float, unit: str, meaning: str) -> Any:
    """A bounded number that may be left out."""
    return Field(default=None, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


def reciprocity_rule(value: object) -> object:
    """Number of a reciprocity rule from its name."""
    if isinstance(value, str) and value in RECIPROCITY:
        return float(RECIPROCITY.index(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and value in range(len(RECIPROCITY)):
        return float(value)
    raise ValueError(f"must be one of {', '.join(RECIPROCITY)}")


def _lever_value(value: object) -> object:
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise ValueError("must be a number, or the name of a rule for reciprocity")


LeverValue = Annotated[
    float | str,
    BeforeValidator(_as_custom(_lever_value)),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": list(RECIPROCITY)}]}),
]


def _type_of(declared: Parameter) -> Any:
    if declared.name != "reciprocity":
        return float
    schema = {
        "anyOf": [
            {"enum": list(RECIPROCITY)},
            {"type": "number", "minimum": 0, "maximum": len(RECIPROCITY) - 1, "multipleOf": 1},
        ]
    }
    return Annotated[float, BeforeValidator(_as_custom(reciprocity_rule)), WithJsonSchema(schema)]


def _declared_field(declared: Parameter, optional: bool) -> tuple[Any, Any]:
    bounds: dict[str, Any] = {
        "ge": declared.low,
        "le": declared.high,
        "description": declared.meaning,
        "json_schema_extra": {"unit": declared.unit, "source": declared.source, "grade": declared.grade},
    }
    kind = _type_of(declared)
    if optional:
        return (kind | None if kind is float else kind, Field(None, **bounds))
    return (kind, Field(declared.default, **bounds))


def model_of(name: str, declarations: Iterable[Parameter], optional: bool = False, doc: str = "") -> type[Strict]:
    """A model with one field for each declaration; `optional` leaves out what is not written."""
    fields: dict[str, Any] = {
        declared.path.rpartition(".")[2]: _declared_field(declared, optional) for declared in declarations
    }
    return create_model(name, __base__=Strict, __doc__=doc, **fields)


def model_of_groups(name: str, declarations: Iterable[Parameter], doc: str = "") -> type[Strict]:
    """A model with one sub-model for each group of `group.name` declarations."""
    groups: dict[str, list[Parameter]] = {}
    for declared in declarations:
        groups.setdefault(declared.path.partition(".")[0], []).append(declared)
    fields: dict[str, Any] = {}
    for group, members in groups.items():
        model = model_of(f"{name}{group.capitalize()}", members, doc=f"Parameters of {group}.")
        fields[group] = (model, Field(default_factory=model))
    return create_model(name, __base__=Strict, __doc__=doc, **fields)
