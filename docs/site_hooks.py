"""What mkdocs is told about this repository: pages that lie elsewhere or are written from the code, and their links.

Documents stay where readers of the repository look for them. Here they get a place in the site, links to each other
are turned to those places, and links to sources, which are not part of the site, become the name of the file.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(DOCS))
import reference_pages as reference  # noqa: E402  (a neighbour, not a package)

# from the repository into the site
PLACES = {
    "docs/odd.md": "odd.md",
    "docs/traceability.md": "traceability.md",
    "docs/glossary.md": "glossary.md",
    "docs/scale.md": "scale.md",
    "docs/mutation.md": "mutation.md",
    "docs/teaching.md": "teaching.md",
    "docs/notebooks/README.md": "notebooks/README.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
}
FOLDERS = {
    "docs/decisions": "decisions",
    "docs/lessons": "lessons",
    "docs/images": "images",
    "experiments": "experiments",
}
ELSEWHERE = {  # what the site says on a page of its own
    "README.md#what-it-cannot-say": "limits.md",
    "README.md": "index.md",
    "docs/decisions": "decisions/all.md",
}
LINK = re.compile(r"(!?)\[((?:[^\]\[]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)")


def _gathered() -> dict[str, str]:
    """Repository path to site path, of all documents and pictures that are taken over."""
    found = dict(PLACES)
    for folder, place in FOLDERS.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".md", ".png") and path.name != "answer.md":
                found[path.relative_to(ROOT).as_posix()] = f"{place}/{path.relative_to(ROOT / folder).as_posix()}"
    return found


GATHERED = _gathered()
_ORIGIN = {place: path for path, place in GATHERED.items()}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is gathered and what is written."""
    for path, place in GATHERED.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / path)))
    for place, text in reference.pages().items():
        files.append(File.generated(config, place, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Turn the links of a gathered page to the site."""
    origin = _ORIGIN.get(page.file.src_uri)
    return markdown if origin is None else turned(markdown, origin, page.file.src_uri)


def turned(markdown: str, origin: str, place: str) -> str:
    """Markdown of the repository file `origin` with links as they must be at `place` in the site."""

    def turn(match: re.Match[str]) -> str:
        mark, text, target, anchor = match[1], match[2], match[3], match[4] or ""
        if not target or "://" in target:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
        there = GATHERED.get(path) or GATHERED.get(f"{path}/README.md")
        if there is None:
            there = ELSEWHERE.get(path + anchor) or ELSEWHERE.get(path)
            anchor = ""
        if there is None:
            return f"`{path}`" if text.strip("`") in (path, target, posixpath.basename(path)) else f"{text} (`{path}`)"
        return f"{mark}[{text}]({posixpath.relpath(there, posixpath.dirname(place) or '.')}{anchor})"

    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.M | re.S)  # code is left alone
    return "".join(part if part.startswith("```") else LINK.sub(turn, part) for part in parts)
