"""The glossary: words as this program uses them, for the app, for lessons that point to them, and for docs/glossary.md.

A text points to a word by `[[trust]]`, or by `[[misunderstandings|incident]]` where it says it differently.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("glossary.yaml")
_MARK = re.compile(r"\[\[([^]|]+)(?:\|([^]]+))?\]\]")


class Entry(BaseModel):
    """A word, other words for the same, and what it means here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str
    also: list[str] = []
    means: str
    see: list[str] = []

    @property
    def anchor(self) -> str:
        """Its place in a page."""
        return re.sub(r"[^a-z]+", "-", self.word.lower()).strip("-")

    @property
    def heading(self) -> str:
        """The word with its other words."""
        return ", ".join([self.word, *self.also])

    def holds(self, text: str) -> bool:
        """Whether a search for a text finds it."""
        return text.strip().lower() in f"{self.heading} {self.means}".lower()


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, by the alphabet."""
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((Entry(**each) for each in found), key=lambda entry: entry.word.lower()))


def entry(word: str) -> Entry:
    """That of a word or of another word for it; KeyError where there is none."""
    wanted = word.lower()
    for each in entries():
        if wanted in (each.word.lower(), *(also.lower() for also in each.also)):
            return each
    raise KeyError(f"no entry for {word!r} in {FILE.name}")


def parts(text: str) -> list[tuple[str, Entry | None]]:
    """A text in pieces: what is said, and the entry that it points to."""
    found: list[tuple[str, Entry | None]] = []
    at = 0
    for mark in _MARK.finditer(text):
        found += [(text[at : mark.start()], None), (mark[1], entry(mark[2] or mark[1]))]
        at = mark.end()
    return [piece for piece in [*found, (text[at:], None)] if piece[0]]


def marks(text: str) -> list[Entry]:
    """The entries that a text points to."""
    return [to for _, to in parts(text) if to]


def plain(text: str) -> str:
    """The same without marks."""
    return "".join(said for said, _ in parts(text))


def linked(text: str, page: str) -> str:
    """The same with links of Markdown to a page that has the entries; without one, plain."""
    if not page:
        return plain(text)
    return "".join(f"[{said}]({page}#{to.anchor})" if to else said for said, to in parts(text))


def markdown() -> str:
    """The glossary as a page."""
    lines = ["# Glossary", "", "Words as this program uses them. In the app: *Words*, with a search.", ""]
    for each in entries():
        also = f"*Also: {', '.join(each.also)}.* " if each.also else ""
        see = ", ".join(f"[{word}](#{entry(word).anchor})" for word in each.see)
        lines += [f"### {each.word}", "", also + each.means.strip() + (f" See {see}." if see else ""), ""]
    return "\n".join(lines)
