"""What the profile of a programme is made of: fields, vocabularies, and shared entries."""

from __future__ import annotations

from dataclasses import dataclass

from exchsim.enums import Domain, Mode, ProgrammeKind, Rank
from exchsim.state.columns import PROGRAMMES

DOMAINS = tuple(domain.name.lower() for domain in Domain)
KINDS = tuple(kind.name.lower() for kind in ProgrammeKind)
MODES = tuple(mode.name.lower() for mode in Mode)
RANKS = tuple(rank.name for rank in Rank)
UNITS = {column.name: column.unit for column in PROGRAMMES}
MEANINGS = {column.name: column.meaning for column in PROGRAMMES}

Value = float | str | dict[str, float]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a built-in profile: value, where it comes from, evidence grade, range where one is known."""

    value: Value
    source: str = "proposal"
    grade: str = "M"
    low: float | None = None
    high: float | None = None


Profile = dict[str, Entry]

ALLPORT = Entry(1.0, "Pettigrew & Tropp 2006: four conditions of contact", "K-medium", 0.5, 1.0)
IN_PERSON = Entry("in_person", "definition of the programme", "K-high")
TOUR = Entry(0.0, "tour length is the policy's", "M")
EXCHANGE_RANKS = "af.mil 2006 and army.mil 2019: captains to lieutenant colonels"
STANAG = "STANAG 6001 requirements of 2 to 3"


def weights(*shares: float) -> Entry:
    """Fields trained, in the order of the domains."""
    return Entry(dict(zip(DOMAINS, shares, strict=True)), "proposal: what such a programme is about", "M")


def growth(intercultural: float, resilience: float, leadership: float) -> Profile:
    """How the person grows."""
    return {
        "intercultural": Entry(intercultural, "sign R: AMLE 10.5465/amle.2015.0250; size proposed", "M", 0.0, 1.0),
        "resilience": Entry(resilience, "proposal", "M", 0.0, 1.0),
        "leadership": Entry(leadership, "proposal", "M", 0.0, 1.0),
    }


def access(share: float, source: str, low: float, high: float) -> Entry:
    """What a visitor can see; no source gives a size."""
    return Entry(share, source, "M", low, high)
