"""Figures of a run, one family a file. Every function takes a run's tables and returns a matplotlib Figure."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from exchsim.store.record import Record

FAMILIES = ("trust", "network", "heatmap", "language", "posts")  # every run has these
OF_TABLES = {"agreements": "agreements", "security": "threats", "missions": "missions"}  # where the table has rows
DOTS_PER_INCH = 150


def families(record: Record) -> tuple[str, ...]:
    """Figures that have something to show for a run."""
    return (*FAMILIES, *(name for name, table in OF_TABLES.items() if len(record.frame(table))))


def figures(record: Record) -> dict[str, Figure]:
    """Every figure of a run by name."""
    return {name: figure(record, name) for name in families(record)}


def figure(record: Record, name: str) -> Figure:
    """One figure by the name of its family."""
    from importlib import import_module

    made: Figure = getattr(import_module(f"exchsim.plots.{name}"), name)(record)
    return made


def save(drawn: Figure, path: str | Path) -> None:
    """Write a figure; the name's ending says which format. The same figure gives the same bytes."""
    import matplotlib

    nothing = {"Date": None} if Path(path).suffix == ".svg" else {"Software": None}
    with matplotlib.rc_context({"svg.hashsalt": "exchsim", "svg.fonttype": "none"}):
        drawn.savefig(path, dpi=DOTS_PER_INCH, metadata=nothing)


def savers(record: Record, svg: bool = False) -> dict[str, Callable[[Path], None]]:
    """File name to a function that draws and writes the file; each figure is drawn only when it is written."""
    endings = (".png", ".svg") if svg else (".png",)
    return {f"{name}{ending}": partial(_draw, record, name) for name in families(record) for ending in endings}


def _draw(record: Record, name: str, path: Path) -> None:
    save(figure(record, name), path)
