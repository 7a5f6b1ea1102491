"""What the numbers of a run are called: codes, names, kinds and places, kept with its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from exchsim.enums import ProgrammeKind
from exchsim.state.blueprint import Blueprint, month_name


@dataclass(frozen=True)
class Names:
    """Codes and names behind the indices of a run's tables. Everything is plain, so that it can be JSON."""

    nations: tuple[str, ...]  # iso3
    nation_names: tuple[str, ...]
    latitude: tuple[float | None, ...]  # degrees north, of the capital; None where unknown
    longitude: tuple[float | None, ...]  # degrees east
    invented: tuple[bool, ...]  # not in the world tables, so without outlines on a map
    regions: tuple[str, ...]  # region of the world, empty where unknown
    organisations: tuple[str, ...]
    missions: tuple[str, ...]
    mission_places: tuple[str, ...]  # iso3 of the territory of each mission, empty where unknown
    programmes: tuple[str, ...]
    programme_kinds: tuple[str, ...]
    languages: tuple[str, ...]
    language_names: tuple[str, ...]
    venue_language: tuple[str, ...]  # main working language of each nation, organisation, mission
    start: int  # month index of the first month
    end: int  # month index after the last month
    people_per_agent: float
    organisation_names: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """`1980-01 to 1999-12`."""
        return f"{month_name(self.start)} to {month_name(self.end - 1)}"

    @property
    def venues(self) -> tuple[str, ...]:
        """Where a post can be: nations, then organisations, then missions."""
        return self.nations + self.organisations + self.missions

    def name_of(self, code: str) -> str:
        """Name of a nation by its code."""
        return self.nation_names[self.nations.index(code)]

    def language_of(self, code: str) -> str:
        """Name of a language by its code."""
        return self.language_names[self.languages.index(code)]

    def as_dict(self) -> dict[str, Any]:
        """For the manifest."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Names:
        """From the manifest."""
        known: dict[str, Any] = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        frozen: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in known.items()
        }
        return cls(**frozen)


def names_of(blueprint: Blueprint, resolved: Mapping[str, Any] | None = None) -> Names:
    """Names of a compiled scenario; places come from the scenario, else from the world tables."""
    b = blueprint
    said = _described(resolved or {})
    invented = (resolved or {}).get("nations", {}).get("invented", {})
    known = _states() if any(code not in invented for code in b.nations) else {}
    places = [_place(code, said.get(code, {}), known.get(code)) for code in b.nations]
    kinds = [ProgrammeKind(int(kind)).name.lower() for kind in b.programme_table["kind"]]
    return Names(
        nations=b.nations,
        nation_names=b.nation_names,
        latitude=tuple(place[0] for place in places),
        longitude=tuple(place[1] for place in places),
        invented=tuple(code in invented or code not in known for code in b.nations),
        regions=tuple("" if code in invented else known.get(code, (0.0, 0.0, ""))[2] for code in b.nations),
        organisations=b.organisations,
        missions=b.missions,
        mission_places=b.mission_places,
        programmes=b.programmes,
        programme_kinds=tuple(kinds),
        languages=b.languages,
        language_names=_language_names(b.languages, resolved or {}),
        venue_language=_venue_languages(b),
        start=b.start,
        end=b.end,
        people_per_agent=float(b.people_per_agent),
        organisation_names=_organisation_names(b.organisations, resolved or {}),
    )


_State = tuple[float, float, str]


def _described(resolved: Mapping[str, Any]) -> dict[str, Any]:
    nations = resolved.get("nations", {})
    return {**nations.get("changed", {}), **nations.get("invented", {})}


def _place(code: str, said: Mapping[str, Any], known: _State | None) -> tuple[float | None, float | None]:
    latitude, longitude = said.get("latitude"), said.get("longitude")
    if latitude is not None and longitude is not None:
        return float(latitude), float(longitude)
    return (known[0], known[1]) if known is not None else (None, None)


def _states() -> dict[str, _State]:
    from exchsim.scenario.world import shipped_tables

    states = shipped_tables().states
    rows = zip(states.iso3, states.latitude, states.longitude, states.region, strict=True)
    return {str(code): (float(north), float(east), str(region)) for code, north, east, region in rows}


def _language_names(codes: tuple[str, ...], resolved: Mapping[str, Any]) -> tuple[str, ...]:
    said = {code: str(language["name"]) for code, language in resolved.get("languages", {}).items()}
    if any(code not in said for code in codes):
        from exchsim.scenario.world import shipped_tables

        table = shipped_tables().languages
        said = {**dict(zip(table.language, table.name, strict=True)), **said}
    return tuple(said.get(code, code) for code in codes)


def _organisation_names(codes: tuple[str, ...], resolved: Mapping[str, Any]) -> tuple[str, ...]:
    section = resolved.get("organisations", {})
    given = {**section.get("changed", {}), **section.get("invented", {})}
    said = {code: str(about["name"]) for code, about in given.items() if about.get("name")}
    if resolved and any(code not in said for code in codes):
        from exchsim.scenario.world import shipped_tables

        table = shipped_tables().organisations
        said = {**dict(zip(table.organisation, table.name, strict=True)), **said}
    return tuple(said.get(code, code) for code in codes)


def _venue_languages(b: Blueprint) -> tuple[str, ...]:
    staffs = [*b.staff_language, *b.main_language, *b.mission_table["language"]]
    return tuple(b.languages[k] if k >= 0 else "" for k in staffs)
