"""Tables and lists of the panel, each as one element of the page: thirty visitors' cells would be thousands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import starmap
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

_TELL = """(event) => {
  const pressed = event.target.closest('button'), fold = event.target.closest('summary');
  if (pressed) emit(pressed.dataset.key);
  if (fold) emit(!fold.parentElement.open);
}"""


def tables(*parts: tuple[str, Sequence[tuple[str, ...]], str]) -> None:
    """Tables of two columns of words: each with a heading, or none, and what is said instead of no rows.

    A row is a name, a value, and, where there is a third word, a note in grey under the value.
    """
    ui.html("".join(starmap(_table, parts)), sanitize=False).classes("w-full")


def _table(heading: str, rows: Sequence[tuple[str, ...]], nothing: str) -> str:
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(value)}"
        + "".join(f"<div class='note'>{escape(note)}</div>" for note in notes if note)
        + "</td></tr>"
        for name, value, *notes in rows
    )
    said = f"<table class='rows'>{cells}</table>" if rows else f"<div class='quiet'>{escape(nothing)}</div>"
    return (f"<div class='section'>{escape(heading)}</div>" if heading else "") + said


def buttons(
    rows: Sequence[tuple[str, ...]], of: Sequence[str], press: Callable[[str], Any], kind: str, most: int, more: str,
    unfolded: set[str] | None = None,
) -> None:  # fmt: skip
    """A list of buttons: the first `most`, and the others, if there are any, behind the words `more`,
    which say how many.

    rows: a key, and words of each button; of: their classes; press: is told the key; kind: class of the list.
    unfolded: kinds whose others are seen, kept where lists are drawn again while they are read.
    """
    seen, others = (_items(part, of) for part in (rows[:most], rows[most:]))
    text = f"<ul class='{kind}'>{seen}</ul>"
    if others:
        said = escape(more.format(len(rows) - most))
        opened = " open" if unfolded and kind in unfolded else ""
        text += f"<details{opened}><summary class='more'>{said}</summary><ul class='{kind}'>{others}</ul></details>"
    place = ui.html(text, sanitize=False).classes("w-full")
    keys = {row[0] for row in rows}

    def pressed(event: GenericEventArguments) -> Any:
        if isinstance(event.args, bool) and unfolded is not None:
            unfolded.symmetric_difference_update({kind} if event.args != (kind in unfolded) else ())
        return press(event.args) if isinstance(event.args, str) and event.args in keys else None

    place.on("click", pressed, js_handler=_TELL)


def _items(rows: Sequence[tuple[str, ...]], of: Sequence[str]) -> str:
    return "".join(
        f"<li><button type='button' data-key='{escape(key, quote=True)}'>"
        + "".join(f"<span class='{kind}'>{escape(text)}</span>" for kind, text in zip(of, words, strict=True))
        + "</button></li>"
        for key, *words in rows
    )
