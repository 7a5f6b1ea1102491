"""Organisations of a scenario as columns: who hosts them, in which languages they work, who is a member since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.enums import Change
from exchsim.scenario.catalogue import Catalogue, Spell
from exchsim.scenario.fields import to_month
from exchsim.scenario.members import membership_spells, overlaps
from exchsim.scenario.relations import NONE, ChangeLog, split, within
from exchsim.scenario.schema import ChangedOrganisation, ScenarioFile
from exchsim.scenario.world import by_year, table_by_year
from exchsim.state.blueprint import month_index

if TYPE_CHECKING:
    from exchsim.worlds.tables import WorldTables

Array = np.ndarray


@dataclass
class OrganisationCompiler:
    """What a scenario and the world tables say about organisations."""

    file: ScenarioFile
    catalogue: Catalogue
    tables: WorldTables | None
    organisations: list[str]
    place: dict[str, int]  # of nations
    period: Spell
    years: Array

    def columns(self) -> dict[str, list[Any]]:
        """One entry an organisation in each list."""
        names = ("codes", "headquarters", "working", "standards", "exercises", "exercises_from", "secrecy", "posts")
        columns: dict[str, list[Any]] = {name: [] for name in names}
        for code in self.organisations:
            invented = self.file.organisations.invented.get(code)
            said = invented or self.file.organisations.changed.get(code) or ChangedOrganisation()
            known = self.known(code) if invented is None else {}
            number = list(self.catalogue.organisations).index(code) + 1 if invented is None else invented.number
            host = said.headquarters or known.get("headquarters")
            columns["codes"].append(number)
            columns["headquarters"].append(self.place.get(str(host), NONE))
            columns["working"].append(
                known.get("working", []) if said.working_languages is None else said.working_languages
            )
            columns["standards"].append(known.get("standards", 0.5) if said.standards is None else said.standards)
            columns["exercises"].append(
                known.get("exercises", 0.0) if said.exercises_per_year is None else said.exercises_per_year
            )
            columns["secrecy"].append(
                known.get("secrecy", 0.0) if said.information_security is None else said.information_security
            )
            columns["exercises_from"].append(
                known.get("exercises_from", 0) if said.exercises_from is None else to_month(said.exercises_from)
            )
            posts = by_year(said.headquarters_posts, self.years) if said.headquarters_posts is not None else None
            columns["posts"].append(known.get("posts", np.zeros(len(self.years))) if posts is None else posts)
        return columns

    def known(self, code: str) -> dict[str, Any]:
        """What the world tables say about an organisation."""
        assert self.tables is not None
        table = self.tables.organisations
        row = table[table.organisation == code].iloc[0]
        supports = self.tables.headquarters_posts
        supports = supports[supports.organisation == code].sort_values("year")
        posts = np.zeros(len(self.years))
        if len(supports):
            posts = np.interp(self.years, supports.year.to_numpy(float), supports.posts.to_numpy(float))
        first = int(str(row.founded)[:4])
        last = int(str(row.dissolved)[:4]) if isinstance(row.dissolved, str) else 9999
        posts[(self.years < first) | (self.years > last)] = 0.0
        posts *= self.share_of_members(code)
        return {
            "headquarters": row.headquarters_iso3,
            "working": str(row.working_languages).split(),
            "standards": float(row.standards_strength),
            "secrecy": float(row.information_security),
            "exercises": float(row.exercises_per_year) * self.part_of_members(code),
            "exercises_from": to_month(row.exercises_from) if isinstance(row.exercises_from, str) else 0,
            "posts": posts,
        }

    def share_of_members(self, code: str) -> Array:
        """By year, forces of the members that take part over those of all: staffs are filled by size."""
        assert self.tables is not None
        spells = self.catalogue.members.get(code, {})
        forces = table_by_year(self.tables.strength, "armed_forces", list(spells), self.years)
        for row, member in enumerate(spells.values()):
            in_year = [
                [overlaps(spell, (month_index(int(year)), month_index(int(year) + 1))) for spell in member]
                for year in self.years
            ]
            forces[row] *= np.any(in_year, axis=1)
        here = np.array([nation in self.place for nation in spells], bool)
        total = forces.sum(axis=0)
        return np.asarray(forces[here].sum(axis=0) / np.where(total > 0.0, total, 1.0))

    def part_of_members(self, code: str) -> float:
        """Members that take part over all members of the period: a few members hold only their part of a series."""
        members = [
            nation
            for nation, spells in self.catalogue.members.get(code, {}).items()
            if any(overlaps(spell, self.period) for spell in spells)
        ]
        return sum(nation in self.place for nation in members) / max(1, len(members))

    def working_languages(self, working: list[list[str]], languages: list[str]) -> tuple[Array, Array]:
        """Which languages an organisation works in, and which of them comes first."""
        table = np.zeros((len(working), len(languages)), bool)
        main = np.full(len(working), NONE, np.int16)
        for row, codes in enumerate(working):
            table[row, [languages.index(code) for code in codes]] = True
            if codes:
                main[row] = languages.index(codes[0])
        return table, main

    def memberships(self, lives: list[Spell], log: ChangeLog) -> Array:
        """Month of joining of those who are members at the start; later changes go to the log."""
        since = np.full((len(self.organisations), len(lives)), NONE, np.int16)
        for row, code in enumerate(self.organisations):
            invented = self.file.organisations.invented.get(code)
            members = membership_spells(invented.members) if invented else self.catalogue.members.get(code, {})
            for nation, spells in members.items():
                place = self.place.get(nation)
                if place is None:
                    continue
                lived = [within(spell, lives[place]) for spell in spells]
                since[row, place], later = split(lived, self.period)
                for month, begins in later:
                    log.add(month, Change.JOIN if begins else Change.QUIT, place, row)
        return since
