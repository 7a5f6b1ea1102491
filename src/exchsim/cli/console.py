"""Lines and tables: wrapped and coloured in a terminal, tab-separated when piped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

Row = Sequence[object]


class PipeClosedError(Exception):
    """Who reads our output has gone away, as `head` does; nothing is wrong."""


def visible(text: str) -> str:
    """Text of a user's file without what would steer a terminal."""
    return "".join(mark if mark.isprintable() or mark == "\n" else "\N{REPLACEMENT CHARACTER}" for mark in text)


def cell(value: object) -> str:
    """A value on one line; nothing for None."""
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    return visible(" ".join(text.split()))


def say(text: str = "") -> None:
    """A line of results."""
    _write(visible(text) + "\n")


def note(text: str) -> None:
    """A line about what is going on, or what is wrong: to standard error, even when results are piped."""
    with suppress(OSError):  # nobody reads it; the work goes on
        print(visible(text), file=sys.stderr, flush=True)


def _write(text: str) -> None:
    if sys.stdout is None:  # started with its output closed
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _forget_output()
        if isinstance(error, BrokenPipeError):
            raise PipeClosedError from error
        raise


def _forget_output() -> None:
    """Keep Python from complaining, when it ends, of what it could not print."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def screen(stderr: bool = False) -> Console | None:
    """The terminal of an output; None where it is a file, a pipe or a terminal that cannot move its cursor."""
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    return console if console.is_terminal and not console.is_dumb_terminal else None


def show_table(
    columns: Sequence[str],
    rows: Iterable[Row],
    title: str = "",
    numbers: Sequence[str] = (),
    shares: Mapping[str, int] | None = None,
) -> None:
    """A table. Piped: a line of names, then a line a row.

    numbers: columns set to the right. shares: how columns share the width of a terminal; the others take what they
    need.
    """
    console = screen()
    if console is None:
        lines = ["\t".join(columns), *("\t".join(map(cell, row)) for row in rows)]
        _write("\n".join(lines) + "\n")
        return
    if title:
        console.print(title, style="bold")
    table = plain_table()
    for name in columns:
        side: Literal["left", "right"] = "right" if name in numbers else "left"
        table.add_column(name, justify=side, overflow="fold", ratio=(shares or {}).get(name))
    for row in rows:
        table.add_row(*map(cell_text, row))
    console.print(table)


def plain_table() -> Table:
    """An empty table of the terminal, without lines."""
    from rich.table import Table

    return Table(header_style="underline", box=None, pad_edge=False, padding=(0, 2, 0, 0))


def cell_text(value: object, style: str = "", indent: int = 0) -> Text:
    """A cell of a table in a terminal; brackets in it are brackets."""
    from rich.text import Text

    return Text(" " * indent + cell(value), style=style)
