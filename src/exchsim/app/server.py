"""The server of the classroom."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from nicegui import Client, app, background_tasks, ui

from exchsim.app import hall, play, teacher, texts
from exchsim.app.arrive import arrive
from exchsim.app.door import LONGEST_BODY, LOOPBACK, Door, new_code
from exchsim.app.doors import Doors
from exchsim.app.game import Game, GameError
from exchsim.app.lucks import Lucks
from exchsim.app.money import foresee
from exchsim.app.replay import Replay
from exchsim.app.runs import Runs
from exchsim.app.scores import MEASURES
from exchsim.app.screen import Screen
from exchsim.app.story import Story
from exchsim.app.tables import Tables, as_code
from exchsim.app.uploads import Uploads
from exchsim.scenario import Scenario, ScenarioError, load_scenario
from exchsim.scenario.load import scenario_folders

TOO_LARGE = ("world_1980", "world_27m")  # to be run while a class waits
PATIENCE = 30.0  # seconds for which a screen is kept whose visitor's network, or telephone, has gone to sleep
_LETTERS_GROW = """<script>{
  const size = () => getComputedStyle(document.documentElement).fontSize;
  let shown = size(), later = 0;
  const look = () => { if (size() !== shown) { shown = size(); emitEvent("letters"); } };
  addEventListener("resize", () => { clearTimeout(later); later = setTimeout(look, 300); });
}</script>"""
# the address names the lesson and its step: back is the page before
_BACK = """<script>addEventListener("popstate", () => location.reload())</script>"""
STYLES = [Path(__file__).with_name(name) for name in ("style.css", "play.css")]


def serve(
    scenario: Scenario, runs: Runs, port: int, games: Path, share: bool = False, open_browser: bool = True
) -> None:
    """Serve until interrupted. Every visitor has a screen of their own; games are stored in a folder.

    runs: where stories are run; closed with the server. share: answer the local network too, and ask for a code; else
    this machine alone is answered.
    """
    tables = Tables(
        games,
        lambda game: runs.of(game.played(), officers=True, months=game.months),
        lambda *asked: runs.do(foresee, *asked),
    )
    lucks = Lucks(runs)
    story = Story(scenario, scenario.seed)
    style = "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
    code = new_code() if share else None

    async def tell() -> None:
        await _listening(port)
        print(f"http://127.0.0.1:{port}", flush=True)
        if code is not None:
            print(texts.SHARED.format(f"http://{_address()}:{port}", code), flush=True)

    def dressed(title: str) -> None:
        ui.colors(primary="#0072b2")  # read on white; what comes with NiceGUI is too pale
        ui.add_css(style)
        ui.page_title(f"{title} · {texts.TITLE}")
        ui.add_body_html(_LETTERS_GROW)
        ui.on("letters", _draw_again)

    uploads, shipped = Uploads(), _shipped()

    @ui.page("/", response_timeout=60)
    async def watch(name: str = "", key: str = "", lesson: str = "", step: str = "") -> None:
        known = load_scenario(name) if name in shipped else scenario
        mine = uploads.find(key) if key else Story(known, known.seed)
        if mine is None:  # kept no longer
            ui.navigate.to("/")
            return
        dressed(mine.scenario.title)
        ui.add_body_html(_BACK)
        await arrive(Screen(mine, runs, lucks, Doors(shipped, uploads, runs), lesson, step), runs)

    @ui.page("/teacher")
    def answers(client: Client, lesson: str = "") -> None:
        dressed(texts.TEACHER)
        asker = client.request.client if client.request else None
        teacher.page(lesson, asker is not None and asker.host in LOOPBACK)

    @ui.page("/play")
    def play_hall(code: str = "") -> None:
        dressed(texts.PLAY)
        hall.bar(scenario.title)
        hall.hall(tables, story, hall.known_code(code))

    @ui.page("/play/{code}", response_timeout=30)
    async def seat(code: str) -> None:
        dressed(texts.PLAY)
        hall.bar(scenario.title)
        try:
            table = await tables.enter(code)
        except (GameError, ScenarioError) as error:
            ui.label(str(error)).classes("sheet")
            hall.hall(tables, story)
            return
        await play.Seat(table).build()

    @ui.page("/play/replay/{code}", response_timeout=30)
    async def replayed(code: str) -> None:
        dressed(texts.REPLAY)
        hall.bar(scenario.title)
        try:
            if tables.is_played(as_code(code)):
                raise GameError(texts.REPLAY_PLAYED)
            data = await asyncio.to_thread(tables.read, as_code(code))
            game = await asyncio.to_thread(Game.from_dict, data)
        except (GameError, ScenarioError) as error:
            ui.label(str(error)).classes("sheet")
            hall.hall(tables, story)
            return
        aim = str((data.get("table") or {}).get("aim", "trust"))
        await Replay(game, as_code(code), aim if aim in MEASURES else "trust", tables.run).build()

    @app.exception_handler(404)
    async def lost(request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/_nicegui"):  # nobody reads it
            return PlainTextResponse(texts.NO_PAGE, 404)
        with Client(ui.page(""), request=request) as client:
            dressed(texts.NO_PAGE)
            hall.bar("")
            with ui.element("main").classes("hall"), ui.element("section").classes("sheet"):
                ui.label(texts.NO_PAGE).classes("name")
                ui.link(texts.TO_CLASSROOM, "/")
        return client.build_response(request, 404)

    signal.signal(signal.SIGTERM, _leave)
    app.add_middleware(Door, code=code)
    app.on_startup(lambda: background_tasks.create(tell()))
    app.on_shutdown(runs.close)
    ui.run(host="0.0.0.0" if share else "127.0.0.1", port=port, title=texts.TITLE, reload=False, show=open_browser,
           show_welcome_message=False, language="en-US", binding_refresh_interval=None,
           reconnect_timeout=PATIENCE, ws_max_size=LONGEST_BODY)  # fmt: skip


async def _listening(port: int) -> None:
    """Wait until the server answers, so that who is told the address finds it there."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def _draw_again() -> None:
    """Letters of the page have another size: those of charts follow."""
    for element in list(ui.context.client.elements.values()):
        if isinstance(element, ui.echart):
            element.update()


def _leave(number: int, _: object) -> None:
    """End as after Ctrl-C, when the server has shut down: processes and what they share are cleared away."""
    raise SystemExit(128 + number)


def _shipped() -> dict[str, tuple[str, str]]:
    """Title and description by name of the scenarios that come with the program and are small enough."""
    found = {}
    for folder in scenario_folders():
        for file in sorted(folder.glob("*.yaml")):
            if file.stem not in TOO_LARGE:
                known = load_scenario(file.stem)
                found[file.stem] = known.title or file.stem, str(known.resolved.get("description") or "")
    return found


def _address() -> str:
    """Address of this machine on the local network; its name where none can be told."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("10.255.255.255", 1))  # nothing is sent: it only shows which way packets would go
            return str(asked.getsockname()[0])
        except OSError:
            return socket.gethostname()
