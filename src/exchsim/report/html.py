"""A report as one HTML file: styles and figures inside, nothing fetched, readable on a phone and on paper."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator

from exchsim.report.blocks import Block, Numbers, Outline, Page, Picture, Points, Section, Words

_STYLE = """
:root { --ink: #1a1a1a; --muted: #595959; --line: #d3d7dc; --good: #0072B2; --bad: #B34700; --open: #6b5b00; }
* { box-sizing: border-box; }
body { font: 16px/1.55 system-ui, "DejaVu Sans", sans-serif; color: var(--ink); background: white; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.2rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .4rem 0 .4rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; padding-top: 1rem; border-top: 2px solid var(--line); }
.question { font-size: 1.15rem; color: var(--muted); max-width: 48rem; }
nav { font-size: .92rem; margin: 1rem 0 0; }
nav a { margin-right: 1rem; display: inline-block; }
a { color: var(--good); }
p, ul { max-width: 48rem; }
#the-answer { background: #f6f9fc; border: 1px solid var(--line); border-radius: 6px; padding: 0 1.2rem .6rem; }
#the-answer { margin-top: 1.6rem; }
#the-answer h2 { border: 0; margin-top: .2rem; padding-top: .6rem; }
ul { padding-left: 0; list-style: none; }
li { padding: .15rem 0 .15rem 1.5rem; position: relative; }
li::before { position: absolute; left: .2rem; content: "\\2013"; color: var(--muted); }
li.good::before { content: "\\25B2"; color: var(--good); }
li.bad::before { content: "\\25BC"; color: var(--bad); }
li.open::before { content: "?"; font-weight: 700; color: var(--open); }
figure { margin: 1.6rem 0 .4rem; }
figure img { max-width: 100%; height: auto; display: block; }
figcaption { color: var(--muted); font-size: .92rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .88rem; margin: .6rem 0 1.2rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { padding: .25rem .9rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); }
td.n, th.n { text-align: right; white-space: nowrap; }
td { overflow-wrap: anywhere; min-width: 4rem; }
summary { cursor: pointer; color: var(--good); margin: .2rem 0; }
code { font-size: .92em; background: #f0f2f4; padding: 0 .25em; border-radius: 3px; }
footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
@media print { nav, summary { display: none; } h2 { break-after: avoid; } figure, table { break-inside: avoid; } }
"""
_NUMBER = re.compile(r"[-+–]?[0-9.,]*( ?(%|bn|m|k))?|–")


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
    yield f'<figure><img alt="{words}" src="data:image/png;base64,{_png(picture)}">'
    yield f'<figcaption>{words} <a href="#{target}">The numbers</a></figcaption></figure>'
    table = f'<div id="{target}">{_table(picture.numbers)}</div>'  # a link to it opens what it is folded in
    yield f"<details><summary>The numbers of this figure</summary>{table}</details>"


def _png(picture: Picture) -> str:
    stream = io.BytesIO()
    picture.figure.savefig(stream, format="png", dpi=130, metadata={"Software": None})
    return base64.b64encode(stream.getvalue()).decode()


def _table(numbers: Numbers) -> str:
    right = [
        bool(numbers.rows) and all(_NUMBER.fullmatch(row[k]) is not None for row in numbers.rows)
        for k in range(len(numbers.heads))
    ]  # fmt: skip
    marks = [' class="n"' if side else "" for side in right]
    heads = "".join(f"<th{mark}>{html.escape(head)}</th>" for head, mark in zip(numbers.heads, marks, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{mark}>{html.escape(cell)}</td>" for cell, mark in zip(row, marks, strict=True)) + "</tr>"
        for row in numbers.rows
    )
    caption = f"<caption>{html.escape(numbers.caption)}</caption>" if numbers.caption else ""
    table = f'<div class="wide"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    if not numbers.folded:
        return table
    return f"<details><summary>{html.escape(numbers.caption)} ({len(numbers.rows)})</summary>{table}</details>"


def _inline(text: str) -> str:
    """Escaped text; `**bold**` and code in backticks."""
    safe = html.escape(text)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", safe)
