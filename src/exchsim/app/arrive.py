"""A visitor comes in: their screen is drawn as soon as its run is made."""

from __future__ import annotations

import asyncio
from html import escape

from nicegui import ui

from exchsim.app import texts
from exchsim.app.porch import WAITING
from exchsim.app.runs import Runs
from exchsim.app.screen import Screen
from exchsim.scenario import Scenario

AT_ONCE = 1.5  # seconds within which a page comes whole; after them it says that it waits


def waiting(scenario: Scenario) -> str:
    """What is seen until the first run is drawn: whose it is, and which years it is about."""
    first, last = (str(scenario.resolved["period"][end])[:4] for end in ("start", "end"))
    return WAITING.format(texts.TITLE, escape(scenario.title), texts.ARRIVING.format(first, last))


async def arrive(screen: Screen, runs: Runs) -> None:
    """Draw a screen. Who waits is told so, who waits in vain is told why, and who goes is not worked for."""
    client = ui.context.client
    client.on_delete(lambda: runs.leave(screen))
    ui.add_body_html(waiting(screen.history.now.scenario))
    run = asyncio.ensure_future(runs.of(screen.history.now, asker=screen))
    run.add_done_callback(lambda run: run.cancelled() or run.exception())  # it may fail when nobody waits any more
    done, _ = await asyncio.wait([run], timeout=AT_ONCE)
    if not done and not client.is_deleted:
        await client.connected()  # the page is sent as it is, the rest follows
        await asyncio.wait([run])
    if run.cancelled() or client.is_deleted:
        return
    if error := run.exception():
        with ui.element("main").classes("sheet"):
            ui.label(texts.FAILED_AT_ONCE.format(error)).props("role=alert")
            ui.link(texts.TO_THE_FIRST, "/")
        return
    await screen.build()
