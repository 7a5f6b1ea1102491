"""`exchsim life`: the life of one officer of a run, as a page and a figure."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchsim.cli.console import say, screen
from exchsim.cli.errors import RefusedError

if TYPE_CHECKING:
    from exchsim.api import Life, Result

NARROW, WIDE = 40, 78  # columns of a page
FORMATS = (".png", ".svg", ".pdf")


def life(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="Folder of a run made with --officers.")],
    officer: Annotated[
        str | None, typer.Option(metavar="UID", help="An officer: KOR-00042, or the number in officers.parquet.")
    ] = None,
    pick: Annotated[
        str | None,
        typer.Option(
            metavar="WHICH", help="senior (rose highest), linguist (learned most) or random; by default senior."
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another number finds another random officer; by default 0.")] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.md", help="Write the page to a file.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw grade, posts, friends and languages over time.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
) -> None:
    """Tell the life of one officer: posted, learned, befriended, misunderstood, promoted, general or out.

    The run must have kept its event log: exchsim run SCENARIO --officers, or outputs: {officers: true}.
    """
    _check_choice(officer, pick, seed)
    for path, endings in ((out, None), (figure, FORMATS)):
        _check_file(path, endings, overwrite)
    if out is not None and figure is not None and out.absolute() == figure.absolute():
        raise RefusedError(f"{out}: is to be both the page and the figure; give two files")
    told = _loaded(result).life(officer, pick or "senior", seed or 0)
    if figure is not None:
        _draw(told, figure)
    if out is None:
        say(told.page(_width()).rstrip())
    else:
        _write(told, out, figure)
    for path in (out, figure):
        if path is not None:
            say(str(path))


def _check_choice(officer: str | None, pick: str | None, seed: int | None) -> None:
    from exchsim.life.pick import PICKS

    if officer is not None and pick is not None:
        raise RefusedError(f"--officer = {officer} and --pick = {pick}: give one of the two")
    if pick is not None and pick not in PICKS:
        raise RefusedError(f"--pick = {pick}: must be one of {', '.join(PICKS)}")
    if seed is not None and pick != "random":
        raise RefusedError(f"--seed = {seed}: goes with --pick random only; leave it out")


def _check_file(path: Path | None, endings: tuple[str, ...] | None, overwrite: bool) -> None:
    if path is None:
        return
    if endings is not None and path.suffix.lower() not in endings:
        raise RefusedError(f"{path}: a figure's name must end in {', '.join(endings)}")
    if path.is_dir() or (path.exists() and not overwrite):
        remedy = "give a file" if path.is_dir() else "give another file, or add --overwrite"
        raise RefusedError(f"{path}: exists already; {remedy}")
    if not path.absolute().parent.is_dir():
        raise RefusedError(f"{path}: there is no folder {path.parent}; make it first, or give another file")


def _loaded(folder: Path) -> Result:
    from exchsim.api import Result
    from exchsim.store.errors import StoreError

    try:
        return Result.load(folder)
    except StoreError as error:
        raise RefusedError(str(error)) from error


def _width() -> int:
    """Columns of the page: those of a terminal, within what reads well."""
    if screen() is None:
        return WIDE
    return max(NARROW, min(WIDE, shutil.get_terminal_size().columns - 1))


def _draw(told: Life, path: Path) -> None:
    from exchsim.plots import save

    try:
        save(told.plot(), path)
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written ({error.strerror}); give another file") from error


def _write(told: Life, path: Path, figure: Path | None) -> None:
    import os

    shown = "" if figure is None else Path(os.path.relpath(figure.absolute(), path.absolute().parent)).as_posix()
    try:
        path.write_text(told.markdown(shown), encoding="utf-8")
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written ({error.strerror}); give another file") from error
