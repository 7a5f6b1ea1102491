"""What is wrong with a scenario, where it stands and how to mend it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

PathKey = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written. Line 0 means that the place has no lines: `--set`, or a dict of Python."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """`file:line`, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: file, line (0 for none), path in the scenario, what is wrong, the value as written."""

    file: str
    line: int
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        """`path = value (file:line): message`."""
        where = str(Origin(self.file, self.line))
        if not self.path:
            return f"{where}: {self.message}"
        value = f" = {self.value}" if self.value else ""
        return f"{self.path}{value} ({where}): {self.message}"


class ScenarioError(ValueError):
    """A scenario was refused. `faults` holds every mistake found; the text has one line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Refuse for these reasons."""
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Fault, ...]]]:
        """Made again from its faults in another process."""
        return type(self), (self.faults,)


def path_text(path: PathKey) -> str:
    """`events[2].date` for ('events', 2, 'date')."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def value_text(value: object) -> str:
    """A value as short as a message needs it; nothing for a whole section."""
    if isinstance(value, dict | list) or value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def file_text(path: Path) -> str:
    """A file as a user would name it: relative when it lies below the current folder."""
    try:
        return os.fspath(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return os.fspath(path)


def nearest(name: str, valid: Sequence[str]) -> str | None:
    """The valid name most like what was written, if any is alike."""
    folded: dict[str, str] = {}
    for candidate in valid:
        folded.setdefault(candidate.lower(), candidate)
    written = name.lower()
    found = get_close_matches(written, list(folded), n=8, cutoff=0.6)
    if not found:
        return None

    def likeness(candidate: str) -> tuple[bool, float, bool]:
        ratio = SequenceMatcher(None, written, candidate).ratio()
        return sorted(candidate) == sorted(written), round(ratio, 2), candidate[0] == written[0]

    return folded[max(found, key=likeness)]


def suggestion(name: str, valid: Sequence[str]) -> str:
    """`did you mean …?`, else the valid names when they are few."""
    near = nearest(name, valid)
    if near is not None:
        return f"did you mean {near}?"
    if len(valid) > 24:
        return ""
    return f"valid here: {', '.join(valid)}" if valid else ""


def with_hint(message: str, hint: str) -> str:
    """Join a message and its remedy."""
    return f"{message}; {hint}" if hint else message
