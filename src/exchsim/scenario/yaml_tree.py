"""Safe YAML: text to plain values with the line of every one, within limits on size, depth and aliases.

Scalars follow the core schema of YAML 1.2: `no`, `on` and `1980-01` are text, `1e6` is a number, `1_000` too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from exchsim.scenario.faults import Fault, Origin, PathKey, file_text, path_text

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_NODES = 200_000
MAX_ALIASES = 100
MAX_EXPANDED = 100_000
MAX_DIGITS = 40

Scalar = str | int | float | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]
Origins = dict[PathKey, Origin]

_WHOLE = re.compile(r"[-+]?[0-9][0-9_]*")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan"),
}  # fmt: skip
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Node:
    """A value under construction; mapping entries keep the line of their key."""

    line: int
    scalar: Scalar = None
    items: list[_Node] | None = None
    entries: dict[str, tuple[int, _Node]] | None = None
    key: tuple[str, int] | None = None  # key that waits for its value
    skips: bool = False  # the next value belongs to a key that was refused
    size: int = 1
    height: int = 1
    open: bool = True


class _StopError(Exception):
    """The file cannot be read any further; the fault is in the list."""


@dataclass
class _Builder:
    file: str
    faults: list[Fault] = field(default_factory=list)
    root: _Node | None = None
    stack: list[_Node] = field(default_factory=list)
    anchors: dict[str, _Node] = field(default_factory=dict)
    nodes: int = 0
    aliases: int = 0
    expanded: int = 0

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, path_text(self.here()), message))

    def stop(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, "", message))
        raise _StopError

    def here(self) -> PathKey:
        """Path of the value that is being read."""
        path: list[str | int] = []
        for node in self.stack:
            if node.entries is not None and node.key:
                path.append(node.key[0])
            elif node.items is not None:
                path.append(len(node.items))
        return tuple(path)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.NodeEvent):
            self.count(line)
        if isinstance(event, yaml.AliasEvent):
            self.alias(event, line)
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.begin(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.stop(line, "a second document begins; keep one scenario in a file")

    def count(self, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(line, f"more than {MAX_NODES:,} values; a scenario needs far fewer")

    def refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.tag is not None and event.tag != "!":
            self.fault(line, f"tag {event.tag} is not allowed; remove it")

    def alias(self, event: yaml.AliasEvent, line: int) -> None:
        self.aliases += 1
        target = self.anchors.get(event.anchor or "")
        if target is None:
            self.stop(line, f"alias *{event.anchor} names no anchor")
            return
        if target.open:
            self.stop(line, f"alias *{event.anchor} contains itself")
        self.expanded += target.size
        if self.aliases > MAX_ALIASES:
            self.stop(line, f"more than {MAX_ALIASES} aliases; write the values out or use extend")
        if self.expanded > MAX_EXPANDED:
            self.stop(line, f"aliases expand to more than {MAX_EXPANDED:,} values; write the values out")
        if len(self.stack) + target.height > MAX_DEPTH:
            self.stop(line, f"nested deeper than {MAX_DEPTH} levels")
        self.place(target, line)

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self.refuse_tag(event, line)
        top = self.stack[-1] if self.stack else None
        if top is not None and top.entries is not None and top.key is None:
            self.name(top, event.value, line)
            return
        plain = event.style is None or event.style == ""
        node = _Node(line, scalar=plain_scalar(event.value) if plain else event.value, open=False)
        self.remember(event.anchor, node)
        self.place(node, line)

    def name(self, top: _Node, key: str, line: int) -> None:
        """The key of the next entry."""
        top.key = (key, line)
        if top.entries is not None and key in top.entries:
            top.skips = True
            self.fault(line, f"written twice; the first is in line {top.entries[key][0]}; remove one")
        elif key == "<<":
            top.skips = True
            self.fault(line, "merge keys are not supported; use extend, or write the values out")

    def begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        self.refuse_tag(event, line)
        if self.stack and self.stack[-1].entries is not None and self.stack[-1].key is None:
            self.stop(line, "a key must be a plain name, not a list or mapping")
        if len(self.stack) >= MAX_DEPTH:
            self.stop(line, f"nested deeper than {MAX_DEPTH} levels")
        is_list = isinstance(event, yaml.SequenceStartEvent)
        node = _Node(line, items=[] if is_list else None, entries=None if is_list else {})
        self.remember(event.anchor, node)
        self.stack.append(node)

    def close(self) -> None:
        node = self.stack.pop()
        node.open = False
        self.place(node, node.line)

    def remember(self, anchor: str | None, node: _Node) -> None:
        if anchor is not None:
            self.anchors[anchor] = node

    def place(self, node: _Node, line: int) -> None:
        """Hand a finished value to what contains it."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += node.size
        top.height = max(top.height, node.height + 1)
        if top.items is not None:
            top.items.append(node)
        elif top.entries is not None:
            if top.key is None:
                self.stop(line, "a key must be a plain name, not an alias")
            elif not top.skips:
                top.entries[top.key[0]] = (top.key[1], node)
            top.key, top.skips = None, False


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= MAX_DIGITS and _WHOLE.fullmatch(text):
        return int(text)
    if len(text) <= MAX_DIGITS and _NUMBER.fullmatch(text):
        return float(text)
    return text


def parse(text: str, file: str) -> tuple[Plain, Origins, list[Fault]]:
    """Values, the line of each, and everything wrong with the text as YAML."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _StopError:
        return None, {}, builder.faults
    except yaml.YAMLError as error:
        builder.faults.append(_syntax_fault(error, text, file))
        return None, {}, builder.faults
    origins: Origins = {}
    if builder.root is None:
        return None, origins, builder.faults
    return _flatten(builder.root, builder.root.line, (), file, origins), origins, builder.faults


def read(path: Path) -> tuple[Plain, Origins, list[Fault]]:
    """Parse a file; refuses what is too large, no file, or not UTF-8."""
    file = file_text(path)

    def refused(line: int, message: str) -> tuple[Plain, Origins, list[Fault]]:
        return None, {}, [Fault(file, line, "", message)]

    try:
        if not path.is_file():
            return refused(0, "is a folder or a device; name a scenario file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            return refused(0, f"has {size / 1e6:.1f} MB; a scenario may have {MAX_BYTES / 1e6:.0f} MB")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return refused(0, f"cannot be read: {error.strerror or error}")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return refused(1, "is UTF-16; save the file as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return refused(line, f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8")
    return parse(text, file)


def _flatten(node: _Node, line: int, path: PathKey, file: str, origins: Origins) -> Plain:
    origins[path] = Origin(file, line)
    if node.entries is not None:
        return {
            key: _flatten(child, key_line, (*path, key), file, origins)
            for key, (key_line, child) in node.entries.items()
        }
    if node.items is not None:
        return [_flatten(child, child.line, (*path, place), file, origins) for place, child in enumerate(node.items)]
    return node.scalar


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    lines = text.splitlines()
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 0
        for number in (line, line - 1):
            if 0 < number <= len(lines) and re.match(r"\s*\t", lines[number - 1]):
                return Fault(file, number, "", "a tab in the indentation; YAML wants spaces")
        return Fault(file, line, "", f"not valid YAML: {error.problem or error.context or 'unreadable'}")
    position = getattr(error, "position", None)
    if isinstance(position, int):
        line = text.encode("utf-8").count(b"\n", 0, position) + 1
        return Fault(file, line, "", "a control character; remove it")
    return Fault(file, 0, "", "not valid YAML")
