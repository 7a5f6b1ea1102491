"""A scenario to a blueprint: names become indices, dates become months, shares become agents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.enums import Change, Mode, ProgrammeKind, Rank
from exchsim.scenario.agreements import Book, key_of, open_book, type_number
from exchsim.scenario.catalogue import Catalogue, Spell, catalogue_of, shipped_catalogue
from exchsim.scenario.fields import reciprocity_rule, to_month
from exchsim.scenario.members import (
    nations_of,
    organisations_of,
    period_of,
    tie_spells,
)
from exchsim.scenario.missions import MissionCompiler
from exchsim.scenario.organisations import OrganisationCompiler
from exchsim.scenario.programmes import DOMAINS
from exchsim.scenario.relations import NONE, ChangeLog, split, within
from exchsim.scenario.schema import THREATS, Event, ScenarioFile
from exchsim.scenario.tongues import tongues
from exchsim.scenario.world import (
    cadre,
    distances,
    exercises_before,
    founded,
    nation_numbers,
    neighbours,
    presence,
    shipped_tables,
)  # fmt: skip
from exchsim.state.blueprint import Blueprint, month_index
from exchsim.state.columns import PROGRAMMES, dtype_of
from exchsim.state.levers import LEVER_NAMES, default_policies
from exchsim.state.params import PARAMETERS, default_params

if TYPE_CHECKING:
    from exchsim.scenario.scenario import Scenario
    from exchsim.worlds.tables import WorldTables

Array = np.ndarray
Pairs = dict[tuple[int, int], list[Spell]]

USUAL_SEVERITY = 3.0  # about the mean of what chance brings: a Pareto distribution of tail 1.5, cut off at 100, has 2.8
_TIE_KINDS = {
    "pacts": (Change.PACT_BEGIN, Change.PACT_END),
    "rivalries": (Change.RIVALRY_BEGIN, Change.RIVALRY_END),
}


def compile_scenario(scenario: Scenario, tables: WorldTables | None = None) -> Blueprint:
    """Arrays of a valid scenario; `tables` None takes those of the package where a real nation takes part."""
    file = scenario.file
    catalogue = shipped_catalogue() if tables is None else catalogue_of(tables)
    nations = nations_of(file, catalogue)
    if tables is None and _is_real(file, nations):
        tables = shipped_tables()
    return _Compiler(file, catalogue, tables, nations).blueprint()


def _is_real(file: ScenarioFile, nations: list[str]) -> bool:
    """Whether anything in a scenario needs the tables of the real world."""
    spoken = {code for nation in file.nations.invented.values() for code in nation.languages}
    worked = {code for own in file.organisations.invented.values() for code in own.working_languages or []}
    for own in file.missions.invented.values():
        worked |= {*(own.working_languages or []), *(own.local_languages or [])}
    is_invented = set(nations) <= set(file.nations.invented) and (spoken | worked) <= set(file.languages)
    return not is_invented or bool(file.organisations.only) or bool(file.missions.only)


@dataclass
class _Compiler:
    file: ScenarioFile
    catalogue: Catalogue
    tables: WorldTables | None
    nations: list[str]

    def __post_init__(self) -> None:
        self.start, self.end = self.period = period_of(self.file)
        self.years = np.arange(1900 + self.start // 12, 1900 + (self.end - 1) // 12 + 1)
        self.place = {nation: number for number, nation in enumerate(self.nations)}
        self.organisations = organisations_of(self.file, self.catalogue, self.nations)
        self.bodies = OrganisationCompiler(
            self.file, self.catalogue, self.tables, self.organisations, self.place, self.period, self.years
        )
        whose = self.nations, self.organisations
        self.missions = MissionCompiler(self.file, self.catalogue, self.tables, *whose, self.years)
        self.there = presence(self.file, self.catalogue, self.nations, self.end)
        self.log = ChangeLog()

    def blueprint(self) -> Blueprint:
        file, size = self.file, len(self.nations)
        numbers = nation_numbers(file, self.catalogue, self.tables, self.nations, self.years)
        organisations = self.bodies.columns()
        worked = {code for row in organisations["working"] for code in row} | self.missions.languages()
        spoken = tongues(file, self.tables, self.nations, worked)
        missions = self.missions.arrays(spoken.languages, spoken.mother_tongue)
        self.enter_and_leave()
        lives = [self.life(place) for place in range(size)]
        member_since = self.bodies.memberships(lives, self.log)
        since = {section: self.ties(section) for section in _TIE_KINDS}
        book = open_book(file, self.tables, self.place, lives, self.period, self.log)
        policies = self.policies()
        self.events(member_since, since, book, policies)
        working, main = self.bodies.working_languages(organisations["working"], spoken.languages)
        return Blueprint(
            nations=tuple(self.nations),
            nation_names=numbers.names,
            organisations=tuple(self.organisations),
            programmes=tuple(file.programmes),
            languages=tuple(spoken.languages),
            start=self.start,
            end=self.end,
            people_per_agent=file.people_per_agent,
            nation_code=numbers.codes,
            fiscal_month=numbers.fiscal_month,
            founded=founded(self.there),
            strength=cadre(numbers.armed_forces, self.there, file.cadre_share, file.people_per_agent, self.start),
            expenditure=numbers.expenditure,
            capability=numbers.capability,
            alignment=numbers.alignment,
            distance_km=distances(file, self.tables, self.nations),
            protocol=numbers.protocol,
            mother_tongue=spoken.mother_tongue,
            second_language=spoken.second_language,
            hours=spoken.hours,
            hours_sd=spoken.hours_sd,
            gamma=spoken.gamma,
            organisation_code=np.array(organisations["codes"], np.int64).reshape(-1),
            headquarters=np.array(organisations["headquarters"], np.int16).reshape(-1),
            working_language=working,
            main_language=main,
            standards=np.array(organisations["standards"], float).reshape(-1),
            information_security=np.array(organisations["secrecy"], float).reshape(-1),
            exercises_per_year=np.array(organisations["exercises"], float).reshape(-1),
            exercises_from=np.array(organisations["exercises_from"], np.int64).reshape(-1),
            headquarters_posts=np.array(organisations["posts"], float).reshape(-1, len(self.years)),
            member_since=member_since,
            pact_since=since["pacts"],
            rivalry=since["rivalries"] >= 0,
            neighbours=neighbours(file, self.tables, self.place),
            exercises_before=exercises_before(self.tables if file.use_world_ties else None, self.nations, self.start),
            agreements=book.table(),
            negotiates=file.agreements_follow == "model",
            programme_table=programme_table(file),
            changes=self.log.table(),
            params=self.params(),
            policies=policies.reshape(size),
            cadre_share=file.cadre_share,
            **vars(missions),
        )

    # nations

    def enter_and_leave(self) -> None:
        """Changes of the system of states within the period. Those who enter do so before anything else."""
        steps = np.diff(self.there[:, self.start : self.end].astype(np.int8), axis=1)
        for place, step in zip(*np.nonzero(steps), strict=True):
            month = self.start + int(step) + 1
            kind = Change.ENTER_SYSTEM if steps[place, step] > 0 else Change.LEAVE_SYSTEM
            self.log.add(month, kind, int(place))

    def life(self, place: int) -> Spell:
        """First and last presence of a nation; a state that lasts has no end."""
        months = np.flatnonzero(self.there[place])
        if months.size == 0:
            return 0, 0
        last = int(months[-1]) + 1
        return int(months[0]), last if last < self.end else 32000

    # relations of pairs

    def ties(self, section: str) -> Array:
        """Month since which each pair's relation holds at the start; later changes go to the log."""
        since = np.full((len(self.nations), len(self.nations)), NONE, np.int16)
        begin, end = _TIE_KINDS[section]
        for (a, b), spells in sorted(self.pairs(section).items()):
            lived = [within(spell, self.life(a), self.life(b)) for spell in spells]
            first, later = split(lived, self.period)
            since[a, b] = since[b, a] = first
            for month, begins in later:
                self.log.add(month, begin if begins else end, a, b)
        return since

    def pairs(self, section: str) -> Pairs:
        """Spells of each pair in a relation, from the world tables and from the scenario."""
        found: Pairs = {}
        frame = getattr(self.tables, section, None) if self.file.use_world_ties else None
        if frame is not None:
            frame = frame[frame.iso3_a.isin(self.nations) & frame.iso3_b.isin(self.nations)]
            lasts = frame.end.fillna(9999).to_numpy(int)
            for a, b, first, last in zip(frame.iso3_a, frame.iso3_b, frame.start, lasts, strict=True):
                after = month_index(int(last) + 1) if last < 9999 else 32000
                found.setdefault(self.pair(a, b), []).append((month_index(int(first)), after))
        for a, b, spell in tie_spells(getattr(self.file, section)):
            if a in self.place and b in self.place:
                found.setdefault(self.pair(a, b), []).append(spell)
        return found

    def pair(self, a: str, b: str) -> tuple[int, int]:
        first, second = self.place[a], self.place[b]
        return (first, second) if first < second else (second, first)

    # policies, parameters, events

    def policies(self) -> Any:
        table = default_policies(len(self.nations))
        for lever in LEVER_NAMES:
            table[lever] = getattr(self.file.policy, lever)
        for nation, policy in self.file.nation_policies.items():
            for lever in LEVER_NAMES:
                value = getattr(policy, lever)
                if value is not None and nation in self.place:
                    table[lever][self.place[nation]] = value
        return table

    def params(self) -> Any:
        record = default_params()
        for parameter in PARAMETERS:
            group, _, name = parameter.path.partition(".")
            record[parameter.name] = getattr(getattr(self.file.parameters, group), name)
        return record

    def events(self, member_since: Array, since: dict[str, Array], book: Book, policies: Any) -> None:
        """Put the scenario's events into the log; those before the start into what holds at the start."""
        for event in sorted(self.file.events, key=lambda event: event.date):
            month, kind = to_month(event.date), Change[event.kind.upper()]
            if month >= self.end or kind in (Change.ENTER_SYSTEM, Change.LEAVE_SYSTEM):
                continue
            a, b, value = self.arguments(event)
            if month >= self.start:
                self.log.add(month, kind, a, b, value)
            elif kind in (Change.AGREEMENT_BEGIN, Change.AGREEMENT_END):
                book.change(kind, month, key_of(a, b, int(value)))
            elif not self.fold(kind, month, a, b, value, member_since, since, policies):
                self.log.add(self.start, kind, a, b, value)

    def arguments(self, event: Event) -> tuple[int, int, float]:
        """Nation, second index and value of an event."""
        a, b, value = self.place.get(event.nation or "", NONE), NONE, 0.0
        if event.kind == "leak":
            b, value = self.place[event.other or ""], float(event.value or USUAL_SEVERITY)
        elif event.other is not None:
            b, value = self.place[event.other], float(type_number(event.type))
        elif event.organisation is not None:
            b = self.organisations.index(event.organisation)
        elif event.kind == "threat_surge":
            b = THREATS.index(event.threat) if event.threat is not None else NONE
            value = float(event.value or 0.0)
        elif event.lever is not None and event.value is not None:
            b = LEVER_NAMES.index(event.lever)
            is_rule = event.lever == "reciprocity"
            value = float(reciprocity_rule(event.value) if is_rule else event.value)  # type: ignore[arg-type]
        return a, b, value

    def fold(
        self,
        kind: Change,
        month: int,
        a: int,
        b: int,
        value: float,
        member_since: Array,
        since: dict[str, Array],
        policies: Any,
    ) -> bool:
        """Apply an event from before the start; False where only the calendar can."""
        if kind is Change.LEAK:  # long forgotten
            return True
        if kind in (Change.JOIN, Change.QUIT):
            member_since[b, a] = month if kind is Change.JOIN else NONE
            return True
        if kind is Change.SET_LEVER:
            policies[LEVER_NAMES[b]][slice(None) if a == NONE else a] = value
            return True
        for section, (begin, end) in _TIE_KINDS.items():
            if kind in (begin, end):
                since[section][a, b] = since[section][b, a] = month if kind is begin else NONE
                return True
        return False


def programme_table(file: ScenarioFile) -> Any:
    """One record a programme, in the order of the file, which is that of `programmes.order`."""
    table = np.zeros(len(file.programmes), dtype_of(PROGRAMMES)).view(np.recarray)
    for row, programme in enumerate(file.programmes.values()):
        fields = programme.model_dump()
        fields["kind"] = ProgrammeKind[fields["kind"].upper()]
        fields["mode"] = Mode[fields["mode"].upper()]
        fields["rank_low"], fields["rank_high"] = Rank[fields["rank_low"]], Rank[fields["rank_high"]]
        fields["domains"] = [fields["domains"][domain] for domain in DOMAINS]
        for name, value in fields.items():
            table[name][row] = value
    return table
