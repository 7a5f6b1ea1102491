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
    """A table. Cells are text already; `folded`: shown when asked for."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    name: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure, what it shows in words, and the table with its numbers."""

    name: str
    figure: Figure
    words: str
    numbers: Numbers


Block = Words | Points | Outline | Numbers | Picture


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
