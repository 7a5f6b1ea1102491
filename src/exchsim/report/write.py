"""Write a report of a sweep into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exchsim.report.content import content
from exchsim.report.html import page_html
from exchsim.report.markdown import page_markdown, save_figures
from exchsim.store.errors import StoreError
from exchsim.store.write import put

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep


def write_report(sweep: Sweep, path: str | Path, baseline: str | None = None) -> Path:
    """A report as HTML, or as Markdown with figures in a folder of its name, by the ending of the path.

    Raises ValueError where the sweep cannot be compared, StoreError where the file cannot be written.
    """
    target = Path(path)
    page = content(sweep, baseline)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".md":
            figures = target.with_suffix("")
            save_figures(page, figures)
            text = page_markdown(page, figures.name)
        else:
            text = page_html(page)
        put(target, lambda waiting: _write(waiting, text))
    except OSError as error:
        raise StoreError(f"{target}: writing failed ({error}); give another place with -o") from error
    return target


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
