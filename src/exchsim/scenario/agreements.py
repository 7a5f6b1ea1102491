"""Agreements of a scenario: those in force at the start, and those that begin or end on a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from exchsim.enums import AgreementType, Change
from exchsim.scenario.catalogue import FOR_EVER, Spell
from exchsim.scenario.members import tie_spells
from exchsim.scenario.relations import NONE, ChangeLog, split, within
from exchsim.scenario.schema import ScenarioFile
from exchsim.state.blueprint import BY_TERM, month_index
from exchsim.state.columns import dtype_of
from exchsim.state.outputs import AGREEMENTS

if TYPE_CHECKING:
    from exchsim.worlds.tables import WorldTables

Key = tuple[int, int, int]  # the nation that comes first, the other, type
Spells = dict[Key, list[Spell]]


def type_number(name: str | None) -> int:
    """Number of a type of agreement; a general one where nothing is said."""
    return int(AgreementType[(name or "general").upper()])


def key_of(a: int, b: int, kind: int) -> Key:
    """Two nations in their order, and the type."""
    return (a, b, kind) if a < b else (b, a, kind)


@dataclass
class Book:
    """Agreements in force at the start: first month, and how a renewal is decided."""

    held: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def table(self) -> np.recarray:
        """The first rows of the log of agreements."""
        rows = [(*key, since, NONE, due, 0) for key, (since, due) in sorted(self.held.items())]
        return np.array(rows, dtype=dtype_of(AGREEMENTS)).view(np.recarray)

    def change(self, kind: Change, month: int, key: Key) -> None:
        """An event from before the start; what the tables know already needs no renewal once it is stated."""
        if kind is Change.AGREEMENT_END:
            self.held.pop(key, None)
        else:
            since, _ = self.held.get(key, (month, NONE))
            self.held[key] = (since, NONE)


def stated_spells(file: ScenarioFile, place: dict[str, int]) -> Spells:
    """Spells that the scenario itself writes down."""
    found: Spells = {}
    for tie in file.agreements:
        for a, b, spell in tie_spells([tie]):
            if a in place and b in place:
                found.setdefault(key_of(place[a], place[b], type_number(tie.type)), []).append(spell)
    return found


def world_spells(tables: WorldTables | None, place: dict[str, int]) -> Spells:
    """Spells of the world tables, from January of the first year to December of the last."""
    found: Spells = {}
    if tables is None:
        return found
    frame = tables.agreements
    frame = frame[frame.iso3_a.isin(place) & frame.iso3_b.isin(place)]
    ends = frame.end.fillna(9999).to_numpy(int)
    for a, b, kind, start, end in zip(frame.iso3_a, frame.iso3_b, frame.type, frame.start, ends, strict=True):
        after = month_index(int(end) + 1) if end < 9999 else FOR_EVER
        found.setdefault(key_of(place[a], place[b], type_number(kind)), []).append((month_index(int(start)), after))
    return found


def open_book(
    file: ScenarioFile, tables: WorldTables | None, place: dict[str, int], lives: list[Spell], period: Spell,
    log: ChangeLog,
) -> Book:  # fmt: skip
    """What is in force at the start; later begins and ends that are stated, or history, go to the log.

    With `agreements_follow: model` the tables say only where the run starts: its governments conclude and renew.
    """
    book = Book()
    stated, known = stated_spells(file, place), world_spells(tables if file.use_world_ties else None, place)
    if file.agreements_follow == "history":
        for key, spells in known.items():
            stated.setdefault(key, []).extend(spells)
        known = {}
    for spells_of, due in ((stated, NONE), (known, BY_TERM)):
        for key, spells in sorted(spells_of.items()):
            first, later = split([within(spell, lives[key[0]], lives[key[1]]) for spell in spells], period)
            if first >= 0:
                book.held.setdefault(key, (first, due))
            for month, begins in later if due == NONE else ():
                log.add(month, Change.AGREEMENT_BEGIN if begins else Change.AGREEMENT_END, *key[:2], float(key[2]))
    return book
