"""UN missions of a scenario: as the world tables have them, then as the scenario says otherwise."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.enums import MissionKind
from exchsim.scenario.catalogue import Catalogue, Spell
from exchsim.scenario.members import UN, mission_spell, missions_of, overlaps
from exchsim.scenario.schema import FIRST_REAL_MISSION, ChangedMission, ScenarioFile
from exchsim.scenario.world import by_year, described, table_by_year
from exchsim.state.blueprint import month_index
from exchsim.state.columns import MISSIONS, dtype_of

if TYPE_CHECKING:
    from exchsim.worlds.tables import WorldTables

Array = np.ndarray
NONE = -1
FAR = 5.0  # thousand km, where a place is unknown
EARTH_RADIUS = 6.371  # thousand km
LOCAL_LANGUAGES = 4
USUAL_VIOLENCE = 0.5  # where an invented mission says nothing of it


@dataclass(frozen=True)
class MissionArrays:
    """Missions as the blueprint has them, under the same names."""

    missions: tuple[str, ...]
    mission_places: tuple[str, ...]
    mission_table: np.recarray
    mission_working: Array
    mission_ceiling: Array
    mission_distance: Array


@dataclass
class MissionCompiler:
    """Missions of one scenario; `tables` None where nothing real takes part."""

    file: ScenarioFile
    catalogue: Catalogue
    tables: WorldTables | None
    nations: list[str]
    organisations: list[str]
    years: Array
    codes: list[str] = field(init=False)
    facts: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.codes = missions_of(self.file, self.catalogue, self.nations, self.organisations)
        self.facts = {code: self._facts(code) for code in self.codes}

    def languages(self) -> set[str]:
        """Working languages of the missions."""
        return {language for facts in self.facts.values() for language in facts["working"]}

    def arrays(self, languages: list[str], mother_tongue: Array) -> MissionArrays:
        """Everything about them; of the local languages those that somebody in the scenario speaks."""
        table = np.zeros(len(self.codes), dtype_of(MISSIONS)).view(np.recarray)
        working = np.zeros((len(self.codes), len(languages)), bool)
        for k, code in enumerate(self.codes):
            facts, row = self.facts[code], table[k]
            since, until = mission_spell(self.file, self.catalogue, code)
            row.code, row.start, row.end = facts["number"], since, until
            row.organisation, row.kind = facts["organisation"], facts["kind"]
            row.place = self.nations.index(facts["place"]) if facts["place"] in self.nations else NONE
            row.violence_at_start = facts["violence"]
            row.language = languages.index(facts["working"][0]) if facts["working"] else NONE
            working[k, [languages.index(language) for language in facts["working"]]] = True
            local = [languages.index(language) for language in facts["local"] if language in languages]
            if not facts["local"] and row.place >= 0:
                own = mother_tongue[row.place]
                local = [int(x) for x in np.argsort(-own, kind="stable") if own[x] > 0.0]
            row.local = (local + [NONE] * LOCAL_LANGUAGES)[:LOCAL_LANGUAGES]
        places = tuple(str(facts["place"] or "") for facts in self.facts.values())
        ceiling = np.array([facts["ceiling"] for facts in self.facts.values()], float)
        return MissionArrays(
            tuple(self.codes), places, table, working, ceiling.reshape(len(self.codes), len(self.years)),
            self._distances(places),
        )  # fmt: skip

    def _facts(self, code: str) -> dict[str, Any]:
        invented = self.file.missions.invented.get(code)
        said = invented or self.file.missions.changed.get(code) or ChangedMission()
        facts: dict[str, Any] = {"organisation": NONE, "number": invented.number} if invented else self._known(code)
        spoken = {"working": said.working_languages, "local": said.local_languages}
        usual: dict[str, Any] = {"place": None, "kind": MissionKind.PEACEKEEPING, "violence": USUAL_VIOLENCE}
        usual |= {key: [] for key in spoken}
        for name, value in {"place": said.place, "violence": said.violence, **spoken}.items():
            facts[name] = facts.get(name, usual[name]) if value is None else value
        kind = said.kind.upper() if said.kind is not None else None
        facts["kind"] = MissionKind[kind] if kind else facts.get("kind", usual["kind"])
        if said.ceiling is not None:
            facts["ceiling"] = by_year(said.ceiling, self.years)
        return facts

    def _known(self, code: str) -> dict[str, Any]:
        """What the world tables say about a mission."""
        assert self.tables is not None
        table, strength = self.tables.missions, self.tables.mission_strength
        row = table[table.mission == code].iloc[0]
        points = strength[strength.mission == code]
        persons = np.interp(self.years, points.year.to_numpy(float), points.personnel.to_numpy(float))
        return {
            "number": FIRST_REAL_MISSION + list(self.catalogue.missions).index(code),
            "organisation": self.organisations.index(UN) if UN in self.organisations else NONE,
            "place": str(row.place_iso3),
            "kind": MissionKind[str(row.kind).upper()],
            "working": str(row.working_languages).split(),
            "local": str(row.local_languages).split(),
            "violence": float(row.violence),
            "ceiling": persons * self._part_of_world,
        }

    @cached_property
    def _part_of_world(self) -> Array:
        """By year, the offers of the UN members that take part over those of all: by the square root of forces."""
        assert self.tables is not None
        spells = self.catalogue.members.get(UN, {})
        forces = np.sqrt(table_by_year(self.tables.strength, "armed_forces", list(spells), self.years))
        for row, own in enumerate(spells.values()):
            forces[row] *= [any(overlaps(spell, _year(year)) for spell in own) for year in self.years]
        here = np.array([nation in self.nations for nation in spells], bool)
        total = forces.sum(axis=0)
        return np.asarray(forces[here].sum(axis=0) / np.where(total > 0.0, total, 1.0))

    def _distances(self, places: tuple[str, ...]) -> Array:
        """Missions by nations: thousand km from the capital to the capital of the place."""
        distances = np.full((len(places), len(self.nations)), FAR)
        homes = [self._position(nation) for nation in self.nations]
        for k, place in enumerate(places):
            there = self._position(place)
            for i, home in enumerate(homes):
                if there is not None and home is not None:
                    distances[k, i] = _great_circle(there, home)
        return distances

    def _position(self, nation: str) -> tuple[float, float] | None:
        said = described(self.file, nation)
        if said.latitude is not None and said.longitude is not None:
            return said.latitude, said.longitude
        if self.tables is None or nation not in self._capitals:
            return None
        return self._capitals[nation]

    @cached_property
    def _capitals(self) -> dict[str, tuple[float, float]]:
        assert self.tables is not None
        states = self.tables.states
        return dict(zip(states.iso3, zip(states.latitude, states.longitude, strict=True), strict=True))


def _year(year: int) -> Spell:
    return month_index(int(year)), month_index(int(year) + 1)


def _great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance in thousand km of two positions in degrees."""
    (a, x), (b, y) = ((math.radians(p[0]), math.radians(p[1])) for p in (one, other))
    half = math.sin((b - a) / 2.0) ** 2 + math.cos(a) * math.cos(b) * math.sin((y - x) / 2.0) ** 2
    return 2.0 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))
