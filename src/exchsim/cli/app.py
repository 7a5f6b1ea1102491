"""`exchsim app`: the classroom in a browser."""

from __future__ import annotations

import socket
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from exchsim.cli.errors import RefusedError
from exchsim.cli.progress import COMPILING, watching

GAMES = Path("results/games")


def app(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of one.")
    ] = "classroom",
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port of this machine.")] = 8080,
    share: Annotated[bool, typer.Option("--share", help="Let others on the local network in, with a code.")] = False,
    games: Annotated[Path, typer.Option(metavar="DIR", help="Folder in which games are stored.")] = Path(
        "results/games"
    ),
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Watch a scenario in the browser, change it, and see what the change did. Needs no network.

    Only this machine can see it; with --share, others on the local network who are told the code. Groups play at /play:
    each governs a nation, a year at a time.
    """
    from importlib.util import find_spec

    from exchsim.scenario import load_scenario

    loaded = load_scenario(scenario)
    if find_spec("nicegui") is None:
        raise RefusedError("the classroom needs NiceGUI: pip install -c constraints.txt -e '.[app]'")
    with socket.socket() as asked:
        if asked.connect_ex(("127.0.0.1", port)) == 0:
            raise RefusedError(f"--port = {port}: another program answers there already; give another one")
    address = f"http://127.0.0.1:{port}"
    with watching(0, 0, quiet=False) as watch:
        watch.phase("starting …")
        from exchsim.app.porch import Porch
        from exchsim.app.runs import Runs
        from exchsim.app.story import Story
        from exchsim.engine.compile import compile_engine, is_compiled

        if not is_compiled():
            with Porch(port):
                if open_browser:
                    webbrowser.open(address)  # the page there becomes the classroom by itself
                    open_browser = False
                compile_engine(lambda: watch.phase(COMPILING))
    runs = Runs()
    runs.asked(Story(loaded, loaded.seed))  # a worker is at it while the server is loaded
    from exchsim.app.server import serve

    serve(loaded, runs, port, games, share, open_browser)
