"""What a report is made of, before it is a page: sections of words, tables and figures with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list of sentences; `tone` of each: good, bad, open or plain."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Outline:
    """A nested list: text and depth of every line, from 0."""

    items: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Numbers:
    """A table. Cells are text already; `folded`: shown when asked for.

    data: what a reader may download, unrounded; its first row is the heads. Without it the cells are taken.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    name: str = ""
    folded: bool = False
    data: Sequence[Sequence[object]] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a grid: what stands in it, and the verdict with its tone (good, bad, plain, open), if it is one."""

    text: str
    tone: str = ""
    word: str = ""
    note: str = ""  # in small letters


@dataclass(frozen=True)
class Grid:
    """Verdicts by policy and outcome; the first column names the rows."""

    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    name: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure, what it shows in words, and the table with its numbers; narrow: the same for a phone."""

    name: str
    figure: Figure
    words: str
    numbers: Numbers
    narrow: Figure | None = None


Block = Words | Points | Outline | Numbers | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    blocks: Sequence[Block] = field(default_factory=tuple)


@dataclass(frozen=True)
class Page:
    """A whole report."""

    title: str
    question: str
    sections: Sequence[Section]
    source: str  # where the numbers come from, on one line
