"""A report as one HTML file: styles and figures inside, nothing fetched, readable on a phone and on paper."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from exchsim.report.blocks import Block, Cell, Grid, Numbers, Outline, Page, Picture, Points, Section, Words
from exchsim.report.markdown import MARKS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS = 130  # per inch of a figure
_STYLE = """
:root { --ink: #1a1a1a; --muted: #595959; --line: #d3d7dc; --link: #005a8c; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { font: 17px/1.55 system-ui, "DejaVu Sans", sans-serif; color: var(--ink); background: white; margin: 0; }
main { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1.2rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .4rem 0; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; padding-top: 1rem; border-top: 2px solid var(--line); }
.question { font-size: 1.15rem; color: var(--muted); max-width: 46rem; margin: .4rem 0; }
nav { font-size: .9rem; margin: 1rem 0 0; line-height: 1.9; }
nav a { margin-right: 1.1rem; display: inline-block; }
a { color: var(--link); }
p, ul { max-width: 46rem; }
#the-answer { background: #f6f9fc; border: 1px solid var(--line); border-radius: 6px; padding: 0 1.2rem .6rem; }
#the-answer { margin-top: 1.6rem; }
#the-answer h2 { border: 0; margin-top: .2rem; padding-top: .6rem; }
#the-answer > p:nth-of-type(1) { font-size: 1.12rem; }
ul { padding-left: 0; list-style: none; margin: .5rem 0; }
li { padding: .15rem 0 .15rem 1.3rem; position: relative; }
li::before { position: absolute; left: .2rem; content: "\\2013"; color: var(--muted); }
li.open::before { content: "?"; font-weight: 700; color: #6b5b00; }
figure { margin: 2rem 0 .3rem; }
figure img { width: 100%; max-width: 58rem; height: auto; display: block; }
figcaption { font-size: .94rem; max-width: 46rem; margin-top: .3rem; }
.wide { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .86rem; margin: .6rem 0 1rem; font-variant-numeric: tabular-nums; }
.caption { font-weight: 600; font-size: .9rem; margin: 1rem 0 .2rem; }
th, td { padding: .28rem .9rem .28rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); }
td.n, th.n { text-align: right; white-space: nowrap; }
td { overflow-wrap: break-word; min-width: 3.5rem; max-width: 28rem; }
.grid td, .grid th { padding: .45rem .7rem; border: 1px solid var(--line); background: white; }
.grid td { min-width: 6.2rem; }
.grid th.row { color: var(--ink); min-width: 6.5rem; position: sticky; left: 0; }
.grid small { display: block; font-weight: 400; color: var(--muted); font-size: .8rem; }
.grid b { display: block; white-space: nowrap; }
.grid td.good { background: #dcecf8; } .grid td.good b { color: #004c7a; }
.grid td.bad { background: #fce3d4; } .grid td.bad b { color: #8a3300; }
.grid td.open { background: repeating-linear-gradient(135deg, #fffbe6, #fffbe6 8px, #f4ecc4 8px, #f4ecc4 10px); }
.grid td.open b { color: #5c4f00; }
.grid td.plain { background: #f0f1f3; }
summary { cursor: pointer; color: var(--link); margin: .3rem 0; padding: .2rem 0; }
code { font-size: .9em; background: #f0f2f4; padding: 0 .25em; border-radius: 3px; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
@media (max-width: 600px) { body { font-size: 16px; } main { padding: 1rem .9rem 3rem; }
  #the-answer { padding: 0 .8rem .4rem; margin-left: -.3rem; margin-right: -.3rem; } h1 { font-size: 1.6rem; }
  .grid thead { display: none; } .grid, .grid tbody { display: block; width: 100%; }
  .grid tr { display: block; margin-bottom: .8rem; }
  .grid th.row { display: block; position: static; border-bottom: 0; }
  .grid th small { display: inline; margin-left: .6rem; } .grid td { display: flex; flex-wrap: wrap; gap: 0 .6rem; }
  .grid td { border-top: 0; max-width: none; } .grid td::before { content: attr(data-head); flex: 0 0 7.5rem; } }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } nav, .get { display: none; }
  h2, .caption { break-after: avoid; } figure, tr, .grid { break-inside: avoid; } .grid th.row { position: static; }
  .wide { overflow: visible; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
_NUMBER = re.compile(r"[-+−]?[0-9][0-9.,]*( (%|bn|m|k))*( USD)?|–|")
_MOST_DATA = 5000  # rows of a table that can be downloaded: a page is to stay small


def page_html(page: Page) -> str:
    """The whole file."""
    title, sections = html.escape(page.title), list(page.sections)
    links = "".join(f'<a href="#{_anchor(s.heading)}">{html.escape(s.heading)}</a>' for s in sections)
    body = "\n".join(_section(section) for section in sections)
    question = f'<p class="question">{_inline(page.question)}</p>' if page.question else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body><main>
<h1>{title}</h1>
{question}
<nav>{links}</nav>
{body}
<footer>{html.escape(page.source)}</footer>
</main></body>
</html>
"""


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _section(section: Section) -> str:
    inside = "\n".join(part for block in section.blocks for part in _block(block))
    return f'<section id="{_anchor(section.heading)}"><h2>{html.escape(section.heading)}</h2>\n{inside}\n</section>'


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield f"<p>{_inline(block.text)}</p>"
    elif isinstance(block, Points):
        items = "".join(f'<li class="{tone}">{_inline(text)}</li>' for text, tone in block.items)
        yield f"<ul>{items}</ul>"
    elif isinstance(block, Outline):
        yield _outline(block)
    elif isinstance(block, Numbers):
        yield _table(block)
    elif isinstance(block, Grid):
        yield _grid(block)
    else:
        yield from _picture(block)


def _outline(outline: Outline) -> str:
    """Lists within lists."""
    parts, now = [], -1
    for text, depth in outline.items:
        parts.append("<ul><li>" * (depth - now) if depth > now else "</li></ul>" * (now - depth) + "</li><li>")
        parts.append(_inline(text))
        now = depth
    return "".join(parts) + "</li></ul>" * (now + 1)


def _picture(picture: Picture) -> Iterator[str]:
    target = picture.numbers.name
    words = html.escape(picture.words)
    title = html.escape(picture.figure.texts[0].get_text().replace("\n", " ")) if picture.figure.texts else ""
    image = f'<img alt="{title}. {words}" src="{_png(picture.figure)}"{_size(picture.figure)}>'
    if picture.narrow is not None:
        source = f'<source media="(max-width: 600px)" srcset="{_png(picture.narrow)}"{_size(picture.narrow)}>'
        image = f"<picture>{source}{image}</picture>"
    yield f'<figure id="figure-{html.escape(picture.name)}">{image}'
    yield f'<figcaption>{words} <a href="#{target}">The numbers</a></figcaption></figure>'
    table = f'<div id="{target}">{_table(picture.numbers)}</div>'  # a link to it opens what it is folded in
    yield f"<details><summary>The numbers of this figure</summary>{table}</details>"


def _png(figure: Figure) -> str:
    """The figure in 128 colours, which is a quarter of the bytes and looks the same."""
    from PIL import Image

    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=_DOTS)
    Image.open(drawn).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(small.getvalue()).decode()}"


def _size(figure: Figure) -> str:
    """So that a page does not jump while it loads."""
    width, height = (round(float(inches) * _DOTS) for inches in figure.get_size_inches())
    return f' width="{width}" height="{height}"'


def _table(numbers: Numbers) -> str:
    right = [
        bool(numbers.rows) and all(_NUMBER.fullmatch(row[k]) is not None for row in numbers.rows)
        for k in range(len(numbers.heads))
    ]  # fmt: skip
    marks = [' class="n"' if side else "" for side in right]
    heads = "".join(f"<th{mark}>{html.escape(head)}</th>" for head, mark in zip(numbers.heads, marks, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{mark}>{_breakable(cell)}</td>" for cell, mark in zip(row, marks, strict=True)) + "</tr>"
        for row in numbers.rows
    )
    caption = _caption(numbers.caption) if not numbers.folded else ""
    table = f'{caption}<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    table += _download(numbers)
    if not numbers.folded:
        return table
    return f"<details><summary>{html.escape(numbers.caption)} ({len(numbers.rows)})</summary>{table}</details>"


def _caption(text: str) -> str:
    """Above the box in which a table scrolls, so that it never does itself."""
    return f'<p class="caption">{html.escape(text)}</p>' if text else ""


def _breakable(text: str) -> str:
    """A long name may be broken behind its dots and underscores."""
    safe = html.escape(text)
    return re.sub(r"(?<=[a-z])([._])(?=[a-z])", r"\1<wbr>", safe) if len(text) > 12 else safe


def _download(numbers: Numbers) -> str:
    """A link that saves the table, unrounded where that is known, without a network."""
    if not numbers.name:
        return ""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(
        (numbers.data or [numbers.heads, *numbers.rows])[: _MOST_DATA + 1]
    )
    text = base64.b64encode(stream.getvalue().encode()).decode()
    name = html.escape(numbers.name.removeprefix("numbers-").removeprefix("table-"))
    return f'<p class="get"><a download="{name}.csv" href="data:text/csv;base64,{text}">Save as CSV</a></p>'


def _grid(grid: Grid) -> str:
    heads = "".join(f"<th{' class=row' if k == 0 else ''}>{_cell(cell)}</th>" for k, cell in enumerate(grid.heads))
    rows = []
    for first, *rest in grid.rows:
        cells = "".join(
            f'<td class="{cell.tone}" data-head="{html.escape(head.text)}">{_cell(cell)}</td>'
            for head, cell in zip(grid.heads[1:], rest, strict=True)
        )
        rows.append(f'<tr><th class="row">{_cell(first)}</th>{cells}</tr>')
    table = f'<table class="grid"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'{_caption(grid.caption)}<div class="wide" id="{html.escape(grid.name)}">{table}</div>'


def _cell(cell: Cell) -> str:
    mark = f"<b>{MARKS[cell.tone]} {html.escape(cell.word)}</b>" if cell.word else ""
    note = f"<small>{html.escape(cell.note)}</small>" if cell.note else ""
    return f"{mark}{html.escape(cell.text)}{note}"


def _inline(text: str) -> str:
    """Escaped text; `**bold**` and code in backticks."""
    safe = html.escape(text)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", safe)
