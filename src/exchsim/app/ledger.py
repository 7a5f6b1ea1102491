"""What a story changes: one thing a line, and what takes it back.

A programme that is switched off, or given another size, moves several levers; it is told as the one thing that it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isclose
from typing import NamedTuple

from exchsim.app import texts
from exchsim.app.programmes import PROGRAMMES, amount, as_it_was, with_amount
from exchsim.app.said import dated, factor_of, in_words, name_of_lever, unit_of
from exchsim.app.story import Story
from exchsim.store.names import Names
from exchsim.sweep.switches import OF_TOURS, SHARE

_NEAR = 1e-6  # amounts so near to each other are the same


class Change(NamedTuple):
    """A change, in words."""

    words: str
    was: str  # how it was before, in words; empty where nothing is to be said of it
    without: Callable[[Story], Story]  # the same story without it; ValueError with words where that cannot be

    @property
    def line(self) -> str:
        """All of it."""
        return f"{self.words} {self.was}".rstrip()


def parts_of(path: str) -> tuple[str, str]:
    """Lever and nation of a path; no nation for a lever of all."""
    return path.rpartition(".")[2], path.split(".")[1] if path.startswith("nation_") else ""


def changes_of(story: Story, names: Names) -> list[Change]:
    """What a story changes: levers and programmes from the start, then dated ones and other events."""
    found = []
    told: dict[tuple[str, str], list[Change]] = {}  # by nation and month, what is told of kinds of tours at once
    for path, value in story.levers.items():
        lever, nation = parts_of(path)
        if (tours := _tours(story, names, lever, nation, "", told)) is not None:
            found += tours
            continue
        words = f"{_whose(names, nation)}{name_of_lever(lever)} = {in_words(lever, value)}"
        was = in_words(lever, story.without_lever(lever, nation).lever(lever, nation))
        found.append(Change(words, texts.WAS.format(was), partial(Story.without_lever, name=lever, nation=nation)))
    for place, event in enumerate(story.events):
        if event["kind"] == "set_lever":
            lever, nation, since = event["lever"], event.get("nation") or "", event["date"]
            if (tours := _tours(story, names, lever, nation, since, told)) is not None:
                found += tours
                continue
        found.append(Change(dated(event, names), "", partial(Story.without_event, place=place)))
    return found


def _whose(names: Names, nation: str) -> str:
    return f"{names.name_of(nation)}: " if nation else ""


def _tours(
    story: Story, names: Names, lever: str, nation: str, since: str, told: dict[tuple[str, str], list[Change]]
) -> list[Change] | None:
    """What is to be told in place of a lever of tours: all kinds with the first one, nothing more with the others.

    None where it is told as a lever: it is none of tours, or one alone was moved, or kinds would make more lines.
    """
    if lever not in OF_TOURS:
        return None
    scope = nation, since
    again = scope in told
    if not again:
        kinds = _kinds(story, names, nation, since)
        moved = sum(story.without_lever(name, nation, since) != story for name in OF_TOURS)
        told[scope] = kinds if 1 < moved >= len(kinds) else []
    return None if not told[scope] else [] if again else told[scope]


def _kinds(story: Story, names: Names, nation: str, since: str) -> list[Change]:
    """Kinds of tours of which there is more or less than before."""
    found = []
    for kind in PROGRAMMES:
        if not kind.is_tour:
            continue
        now, was = amount(story, kind.name, nation, since), as_it_was(story, kind.name, nation, since)
        if isclose(now, was, rel_tol=_NEAR, abs_tol=_NEAR**2):
            continue
        size = _size(now) if now > 0.0 else texts.NONE_OF_IT
        words = f"{_whose(names, nation)}{texts.PROGRAMMES[kind.name][0]} = {size}"
        back = partial(with_amount, name=kind.name, value=was, nation=nation, since=since)
        found.append(Change(f"{since} · {words}" if since else words, texts.WAS.format(_size(was)), back))
    return found


def _size(share: float) -> str:
    """As the list of programmes shows it."""
    return f"{share * factor_of(SHARE):.3g} {unit_of(SHARE)}"
