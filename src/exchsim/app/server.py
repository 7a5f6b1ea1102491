"""The server of the classroom, on this machine alone."""

from __future__ import annotations

from pathlib import Path

from nicegui import app, ui

from exchsim.app import texts
from exchsim.app.runs import Runs
from exchsim.app.screen import Screen
from exchsim.app.story import Story
from exchsim.engine.compile import compile_engine
from exchsim.scenario import Scenario

STYLE = Path(__file__).with_name("style.css")


def serve(scenario: Scenario, port: int, open_browser: bool = True) -> None:
    """Serve until interrupted. Every visitor has a screen of their own."""
    compile_engine()
    runs = Runs()
    style = STYLE.read_text(encoding="utf-8")

    @ui.page("/")
    async def page() -> None:
        ui.add_css(style)
        ui.page_title(f"{scenario.title} · {texts.TITLE}")
        await Screen(Story(scenario, scenario.seed), runs).build()

    app.on_shutdown(runs.close)
    ui.run(host="127.0.0.1", port=port, title=texts.TITLE, reload=False, show=open_browser, show_welcome_message=False,
           language="en-US", binding_refresh_interval=None)  # fmt: skip
