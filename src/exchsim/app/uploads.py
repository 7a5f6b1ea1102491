"""Scenario files that visitors bring along: checked like any other, small, and never a way to other files."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from dataclasses import replace

from exchsim.app.story import Story
from exchsim.scenario import Scenario, ScenarioError
from exchsim.scenario.faults import Fault
from exchsim.scenario.load import load_parsed, scenario_folders
from exchsim.scenario.yaml_tree import parse

MAX_BYTES = 300_000
MOST_MONTHS, MOST_OFFICERS = 1200, 60_000  # more takes a class too long
KEPT = 60
MOST_FAULTS = 6  # shown of a file that is refused
_NAME = "scenario"


def scenario_of(content: bytes, file: str = _NAME) -> Scenario:
    """The scenario in an uploaded file. Raises ScenarioError with what is wrong with it, and with the line.

    file: what the visitor calls it; it is said and never looked for.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES // 1000} kB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused("is no text file (UTF-8)") from None
    data, origins, faults = parse(text, file)
    if faults:
        raise ScenarioError(faults)
    if not isinstance(data, dict):
        raise _refused("must be a mapping of names to values")
    shipped = {file.stem for folder in scenario_folders() for file in folder.glob("*.yaml")}
    extended = data.get("extend", [])
    for name in extended if isinstance(extended, list) else [extended]:
        if not isinstance(name, str) or name not in shipped:
            raise _refused(f"extend: {name!r} is no scenario that comes with the program")
    scenario = replace(load_parsed(data, origins, file), name=_NAME)
    if not fits_a_class(scenario):
        raise _refused(f"more than {MOST_MONTHS} months or {MOST_OFFICERS:,} officers are too much for a class; run it")
    return scenario


def fits_a_class(scenario: Scenario) -> bool:
    """Whether a scenario is small enough to be run while people wait."""
    blueprint = scenario.compile()
    months, officers = blueprint.end - blueprint.start, float(blueprint.strength.max(axis=1).sum())
    return months <= MOST_MONTHS and officers <= MOST_OFFICERS


def _refused(message: str) -> ScenarioError:
    return ScenarioError([Fault(_NAME, 0, "", message)])


def called(name: str) -> str:
    """What a visitor calls a file, fit to be said."""
    return "".join(sign for sign in re.split(r"[/\\]", name)[-1] if sign.isprintable())[:40] or "scenario"


def in_short(error: Exception) -> str:
    """What is wrong with a file: each fault once, in a line, and only the first of many."""
    lines = list(dict.fromkeys(line.partition("; valid here:")[0] for line in str(error).splitlines()))
    return "\n".join([*lines[:MOST_FAULTS], *(["…"] if len(lines) > MOST_FAULTS else [])])


class Uploads:
    """Uploaded stories under keys that nobody guesses; the latest ones are kept, in memory only."""

    def __init__(self) -> None:
        """None yet."""
        self._stories: OrderedDict[str, Story] = OrderedDict()

    def add(self, story: Story) -> str:
        """Keep a story; its key."""
        key = secrets.token_urlsafe(12)
        self._stories[key] = story
        while len(self._stories) > KEPT:
            self._stories.popitem(last=False)
        return key

    def find(self, key: str) -> Story | None:
        """The story of a key, while it is kept."""
        return self._stories.get(key)
