"""`exchsim animate`: the network of a run as an animated picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exchsim.cli.console import say
from exchsim.cli.errors import RefusedError


def animate(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="Folder of a run.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.gif", help="By default RESULT/network.gif.")
    ] = None,
    kind: Annotated[str, typer.Option(help="posts: who exchanges officers; trust: who trusts whom.")] = "posts",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Draw the network of a run year by year, as a GIF that plays once and stops on the last year."""
    from exchsim.api import Result
    from exchsim.plots.animation import KINDS
    from exchsim.plots.animation import animate as draw
    from exchsim.store.errors import StoreError

    path = out if out is not None else result / "network.gif"
    if path.suffix.lower() != ".gif":
        raise RefusedError(f"{path}: the name must end in .gif")
    if kind not in KINDS:
        raise RefusedError(f"--kind = {kind}: must be one of {', '.join(KINDS)}")
    if path.is_dir() or (path.exists() and not overwrite):
        raise RefusedError(f"{path}: is there already; give another file with -o, or --overwrite")
    if not path.absolute().parent.is_dir():
        raise RefusedError(f"{path}: there is no folder {path.parent}; make it first, or give another file")
    try:
        draw(Result.load(result), path, kind)
    except (StoreError, ValueError) as error:
        raise RefusedError(f"{result}: {error}") from error
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written ({error.strerror}); give another file") from error
    say(str(path))
