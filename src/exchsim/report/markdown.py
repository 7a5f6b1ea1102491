"""A report as Markdown, with its figures as files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from exchsim.plots import save
from exchsim.report.blocks import Block, Cell, Grid, Numbers, Outline, Page, Picture, Points, Words

MARKS = {"good": "✓", "bad": "✗", "open": "?", "plain": "="}  # said in words as well


def page_markdown(page: Page, figures: str) -> str:
    """The text; figures: folder of the figures as it is seen from the file."""
    lines = [f"# {page.title}", ""]
    if page.question:
        lines += [f"_{page.question}_", ""]
    for section in page.sections:
        lines += [f"## {section.heading}", ""]
        for block in section.blocks:
            lines += [*_block(block, figures), ""]
    return "\n".join([*lines, f"{page.source}", ""])


def save_figures(page: Page, folder: Path) -> list[Path]:
    """Write the figures of a report as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for picture in pictures(page):
        paths.append(folder / f"{picture.name}.png")
        save(picture.figure, paths[-1])
    return paths


def pictures(page: Page) -> list[Picture]:
    """All figures of a report."""
    return [block for section in page.sections for block in section.blocks if isinstance(block, Picture)]


def _block(block: Block, figures: str) -> Iterator[str]:
    if isinstance(block, Words):
        yield block.text
    elif isinstance(block, Points):
        yield from (f"- {text}" for text, _ in block.items)
    elif isinstance(block, Outline):
        yield from (f"{'  ' * depth}- {text}" for text, depth in block.items)
    elif isinstance(block, Numbers):
        yield from _captioned(block)
    elif isinstance(block, Grid):
        if block.caption:
            yield f"{block.caption}:"
            yield ""
        yield from table_lines(list(map(_said, block.heads)), [list(map(_said, row)) for row in block.rows])
    else:
        yield f"![{block.words}]({figures}/{block.name}.png)"
        yield ""
        yield from _captioned(block.numbers)


def _captioned(numbers: Numbers) -> Iterator[str]:
    if numbers.caption:
        yield f"{numbers.caption}:"
        yield ""
    yield from table_lines(numbers.heads, numbers.rows)


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table, a line a row."""
    yield "| " + " | ".join(map(_cell, heads)) + " |"
    yield "|" + "---|" * len(heads)
    yield from ("| " + " | ".join(map(_cell, row)) + " |" for row in rows)


def _said(cell: Cell) -> str:
    """`✓ better +18 (12 to 24)`."""
    note = f"({cell.note})" if cell.note else ""
    return " ".join(filter(None, (MARKS.get(cell.tone, ""), cell.word, cell.text, note)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
