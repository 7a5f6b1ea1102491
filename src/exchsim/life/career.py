"""The facts of one career, put together from the tables of officers and events."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exchsim.enums import Rank
from exchsim.state.blueprint import month_index
from exchsim.store.record import Record

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Tour:
    """One post: chosen, taught, abroad, home again. Months are indices; None for what did not happen."""

    venue: str
    programme: str
    selected: int
    level_selected: float
    course: bool = False
    began: int | None = None
    ended: int | None = None
    end: str = "running"
    level_start: float = math.nan
    level_end: float = math.nan
    misunderstandings: int = 0
    friends: int = 0


@dataclass
class Friend:
    """Somebody of another nation, and what became of the friendship."""

    officer: int
    designation: str
    iso3: str
    met: int
    rank_met: int
    abroad: bool  # met on a tour of ours, not on one of theirs or at a gathering
    rank: int
    left: int | None
    faded: int | None = None


@dataclass
class Step:
    """A decision of a board: rank is the new grade, or the old one of who was passed over."""

    month: int
    rank: int
    kind: str


@dataclass
class Reach:
    """A level of a language reached for the first time."""

    month: int
    language: str
    level: float


@dataclass
class Career:
    """Everything that is known of one officer."""

    record: Record
    officer: int
    designation: str
    iso3: str
    entered: int
    noticed: int
    left: int | None
    start: int  # of the run
    end: int
    rank_noticed: int
    rank: int
    aptitude: float
    specialism: str
    mother_tongue: str
    school_language: str | None
    school_level: float
    languages: dict[str, tuple[float, float]]  # best level, and what was left of it in the end
    tours: list[Tour] = field(default_factory=list)
    friends: list[Friend] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    reached: list[Reach] = field(default_factory=list)
    delegations: list[tuple[int, str, str]] = field(default_factory=list)  # month, nation met, programme
    incidents: list[tuple[int, str, int]] = field(default_factory=list)  # month, nation, count
    denials: list[tuple[int, str]] = field(default_factory=list)  # month, nation whose vetting turned the officer away

    @property
    def last(self) -> int:
        """Last month that is known."""
        return self.left if self.left is not None else self.end - 1

    @property
    def months_abroad(self) -> int:
        """Months spent on tours, those on a screen not counted."""
        away = [tour for tour in self.tours if tour.began is not None and not self.on_screen(tour)]
        return sum((self.last if t.ended is None else t.ended) - (t.began or 0) + 1 for t in away)

    def on_screen(self, tour: Tour) -> bool:
        """Whether an exchange took place without anybody travelling."""
        names = self.record.names
        return names.programme_kinds[names.programmes.index(tour.programme)] == "virtual_exchange"

    def under_way(self, tour: Tour) -> bool:
        """Whether a tour had begun before the record opened."""
        return tour.selected == tour.began == self.start and not tour.course

    def rank_in(self, month: int) -> int:
        """Grade in a month, before the boards of that month."""
        return max((s.rank for s in self.steps if s.month < month), default=self.rank_noticed)


def index_of(label: Any) -> int | None:
    """Month index of `1980-01`; None for a missing value."""
    if not isinstance(label, str):
        return None
    return month_index(int(label[:4]), int(label[5:7]))


def career_of(record: Record, officer: int) -> Career:
    """The career of an officer who is in the table of officers."""
    officers = record.officers
    row = officers.iloc[int((officers["officer"] == officer).to_numpy().nonzero()[0][0])]
    career = Career(
        record=record, officer=officer, designation=str(row.designation), iso3=str(row.iso3),
        entered=_month(row.entered), noticed=_month(row.noticed), left=index_of(row.left),
        start=record.names.start, end=record.names.start + len(record.world), rank_noticed=_grade(row.rank_noticed),
        rank=_grade(row["rank"]), aptitude=float(row.aptitude), specialism=str(row.specialism),
        mother_tongue=str(row.mother_tongue), school_language=_text(row.school_language),
        school_level=float(row.school_level),
        languages={
            str(row[f"language_{k}"]): (float(row[f"level_{k}"]), float(row[f"level_left_{k}"]))
            for k in (1, 2)
            if _text(row[f"language_{k}"]) is not None
        },
    )  # fmt: skip
    events = record.events
    for event in events[events["officer"] == officer].itertuples(index=False):
        _TELL.get(str(event.kind), _nothing)(career, event)
    _look_up_friends(career)
    return career


def _month(label: str) -> int:
    found = index_of(label)
    assert found is not None
    return found


def _grade(label: str) -> int:
    return int(Rank[label])


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _nothing(career: Career, event: Any) -> None:
    """What has no part in the story: a language begun is told by the levels reached in it."""


def _selected(career: Career, event: Any) -> None:
    career.tours.append(Tour(str(event.venue), str(event.programme), _month(event.month), float(event.value)))


def _course(career: Career, event: Any) -> None:
    _open_tour(career, event).course = True


def _began(career: Career, event: Any) -> None:
    tour = _open_tour(career, event)
    tour.began, tour.level_start = _month(event.month), float(event.value)


def _ended(career: Career, event: Any) -> None:
    tour = _open_tour(career, event)
    tour.ended, tour.end, tour.level_end = _month(event.month), str(event.end), float(event.value)


def _open_tour(career: Career, event: Any) -> Tour:
    """The tour of which an event speaks."""
    open_tours = (
        t for t in career.tours if t.ended is None and (t.venue, t.programme) == (event.venue, event.programme)
    )
    return next(open_tours, career.tours[-1])


def _now(career: Career, month: int) -> Tour | None:
    """The tour on which the officer is in a month."""
    for tour in career.tours:
        if tour.began is not None and tour.began <= month and (tour.ended is None or month <= tour.ended):
            return tour
    return None


def _misunderstood(career: Career, event: Any) -> None:
    month, count = _month(event.month), int(event.value)
    career.incidents.append((month, str(event.venue), count))
    tour = _now(career, month)
    if tour is not None:
        tour.misunderstandings += count


def _befriended(career: Career, event: Any) -> None:
    month = _month(event.month)
    tour = _now(career, month)
    if tour is not None:
        tour.friends += 1
    career.friends.append(
        Friend(int(event.other), "", str(event.venue), month, 0, tour is not None, 0, None)
    )  # the rest is looked up in the end


def _faded(career: Career, event: Any) -> None:
    for friend in career.friends:
        if friend.officer == event.other and friend.faded is None:
            friend.faded = _month(event.month)
            return


def _step(career: Career, event: Any) -> None:
    career.steps.append(Step(_month(event.month), int(event.value), str(event.kind)))


def _reached(career: Career, event: Any) -> None:
    career.reached.append(Reach(_month(event.month), str(event.language), float(event.value)))


def _delegate(career: Career, event: Any) -> None:
    career.delegations.append((_month(event.month), str(event.venue), str(event.programme)))


def _denied(career: Career, event: Any) -> None:
    career.denials.append((_month(event.month), str(event.venue)))


_TELL = {
    "selected": _selected, "course_began": _course, "tour_began": _began, "tour_ended": _ended,
    "misunderstood": _misunderstood, "befriended": _befriended, "tie_faded": _faded, "promoted": _step,
    "denied": _denied, "passed_over": _step, "became_general": _step, "level_reached": _reached, "delegate": _delegate,
}  # fmt: skip


def _look_up_friends(career: Career) -> None:
    """Who the friends were and what became of them."""
    if not career.friends:
        return
    officers, events = career.record.officers, career.record.events
    wanted = {friend.officer for friend in career.friends}
    rows = officers[officers["officer"].isin(wanted)].set_index("officer")
    boards = events[events["officer"].isin(wanted) & events["kind"].isin(["promoted", "became_general"])]
    for friend in career.friends:
        row = rows.loc[friend.officer]
        friend.designation, friend.left = str(row.designation), index_of(row.left)
        friend.rank = _grade(str(row["rank"]))
        friend.rank_met = _rank_then(boards, friend, _grade(str(row.rank_noticed)))


def _rank_then(boards: pd.DataFrame, friend: Friend, noticed: int) -> int:
    theirs = boards[boards["officer"] == friend.officer]
    before = [
        int(value) for month, value in zip(theirs["month"], theirs["value"], strict=True) if _month(month) < friend.met
    ]
    return max(before, default=noticed)
