"""The twin's event log of officers: everybody tells at once what happens to them, if there is a file on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchsim.enums import EventKind, Rank

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_people import Officer, Tongue

Row = dict[str, float]


class Chronicle:
    """What happened to officers, and who has left."""

    def __init__(self, model: Twin) -> None:
        self.model = model
        self.events: list[Row] = []
        self.left: dict[int, Row] = {}
        self.first: dict[int, Row] = {}  # what was so when the file was opened
        self.ties: dict[int, int] = {}

    def note(self, officer: Officer, kind: EventKind, value=0.0, other: Officer | None = None, venue=-1, topic=-1):
        """One event."""
        self.events.append({
            "month": self.model.month, "officer": officer.uid, "kind": int(kind),
            "other": -1 if other is None else other.uid, "venue": venue, "topic": topic, "value": float(value),
        })  # fmt: skip

    def opened(self, officer: Officer) -> None:
        """A file was opened."""
        self.note(officer, EventKind.NOTICED, officer.rank)
        school = officer.tongues[0]
        self.ties[officer.uid] = 0
        self.first[officer.uid] = {
            "noticed": self.model.month, "rank_noticed": officer.rank,
            "school_language": -1 if school is None else school.language,
            "school_level": 0.0 if school is None else school.level,
        }  # fmt: skip

    def studied(self, officer: Officer, tongue: Tongue, before: float, begun: bool) -> None:
        """A language was taken up, or a whole level reached for the first time."""
        if begun:
            self.note(officer, EventKind.LANGUAGE_BEGUN, topic=tongue.language)
        if int(tongue.level) > int(before):
            self.note(officer, EventKind.LEVEL_REACHED, int(tongue.level), topic=tongue.language)

    def board_met(self, officer: Officer) -> None:
        """A promotion board has decided."""
        if officer.file is None:
            return
        kind = EventKind.BECAME_GENERAL if officer.rank == Rank.O7 else EventKind.PROMOTED
        self.note(officer, kind if officer.in_zone else EventKind.PASSED_OVER, officer.rank)

    def befriended(self, officer: Officer, friend: Officer, strength: float) -> None:
        """A tie was made."""
        for one, other in ((officer, friend), (friend, officer)):
            self.note(one, EventKind.BEFRIENDED, strength, other, other.nation.index)
            self.ties[one.uid] += 1

    def faded(self, officer: Officer, friend: Officer, strength: float) -> None:
        """A tie of two who still serve has faded."""
        for one, other in ((officer, friend), (friend, officer)):
            self.note(one, EventKind.TIE_FADED, strength, other, other.nation.index)

    def departed(self, officer: Officer) -> None:
        """Somebody with a file has left."""
        self.note(officer, EventKind.LEFT, officer.rank)
        self.left[officer.uid] = self.portrait(officer)

    def portrait(self, officer: Officer) -> Row:
        """The officer in the last month of service."""
        same = ("uid", "entered", "rank", "tours", "aptitude", "specialism", "mother_tongue", "intercultural",
                "resilience", "leadership", "skill")  # fmt: skip
        row: Row = {name: getattr(officer, name) for name in same} | self.first[officer.uid]
        row |= {"nation": officer.nation.index, "left": self.model.month, "ties": self.ties[officer.uid]}
        for k, tongue in enumerate(officer.tongues):
            row[f"language[{k}]"] = -1 if tongue is None else tongue.language
            row[f"level[{k}]"] = 0.0 if tongue is None else tongue.level
            row[f"level_left[{k}]"] = officer.level_of_slot(tongue, self.model.month)
        return row
