"""Where games are opened, entered, gone on with and played back."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from nicegui import ui

from exchsim.app import texts
from exchsim.app.game import MOST_YEARS, Game, GameError, for_play
from exchsim.app.story import Story
from exchsim.app.tables import LETTERS, Listed, Tables, as_code


def bar(title: str) -> None:
    """The line on top, with the way back."""
    with ui.row().classes("bar items-center"):
        ui.label(texts.TITLE).classes("word")
        ui.label(title).classes("quiet")
        ui.space()
        ui.link(texts.WATCH, "/")
        ui.link(texts.PLAY, "/play")


def kept_by_browser(code: str, **secrets: str) -> str:
    """Script that keeps a game's secrets in the browser; an empty one is forgotten."""
    key = json.dumps(f"exchsim:{code}")
    return (
        f"const k = {key}; const o = {{...JSON.parse(localStorage.getItem(k) || '{{}}'), ...{json.dumps(secrets)}}};"
        "for (const n of Object.keys(o)) if (!o[n]) delete o[n]; localStorage.setItem(k, JSON.stringify(o));"
    )


async def from_browser(code: str) -> dict[str, str]:
    """A game's secrets as the browser has kept them."""
    found = await ui.run_javascript(f"return localStorage.getItem({json.dumps(f'exchsim:{code}')})", timeout=10)
    try:
        data = json.loads(found or "{}")
    except ValueError:
        return {}
    return {str(k): str(v)[:100] for k, v in data.items()} if isinstance(data, dict) else {}


def hall(tables: Tables, story: Story, code: str = "") -> None:
    """Where games are opened and entered. code: already known."""
    with ui.element("main").classes("hall"):
        with ui.element("section").classes("sheet"):
            ui.label(texts.ENTER).classes("name")
            ui.label(texts.PLAY_HINT).classes("quiet")
            field = ui.input(texts.GAME_CODE, value=code).props("autocomplete=off maxlength=12 autofocus")
            field.props(f'hint="{texts.ENTER_HINT}"').classes("w-full code")

            async def entered() -> None:
                try:
                    table = await tables.enter(field.value or "")
                except GameError as error:
                    ui.notify(str(error), type="warning", close_button=True)
                    return
                ui.navigate.to(f"/play/{table.code}")

            field.on("keydown.enter", entered)
            ui.button(texts.ENTER, on_click=entered).props("no-caps unelevated").classes("mt-3")
        with ui.element("section").classes("sheet"):
            _opening(tables, story)
        with ui.element("section").classes("sheet"):
            ui.label(texts.STORED_GAMES).classes("name")
            place = ui.column().classes("w-full gap-1")

            async def listed() -> None:
                found = await asyncio.to_thread(tables.listed)
                with place:
                    _stored(found)

            ui.timer(0.05, listed, once=True)


def _opening(tables: Tables, story: Story) -> None:
    ui.label(texts.NEW_GAME).classes("name")
    ui.label(texts.OPEN_HINT).classes("quiet")
    with ui.row().classes("w-full items-end gap-3"):
        years = ui.select({n: str(n) for n in range(1, MOST_YEARS + 1)}, value=1, label=texts.YEARS_A_ROUND)
        money = ui.select(texts.MONEYS, value=1.0, label=texts.MONEY)
    years.classes("w-32")
    money.classes("grow")

    async def opened() -> None:
        button.disable()
        try:
            game = Game(await asyncio.to_thread(for_play, story, money.value), years_a_round=int(years.value))
            table = tables.open(game)
            await table.begin()
            secret = table.new_host()
            await table.save()
        except GameError as error:
            ui.notify(str(error), type="warning", close_button=True)
            button.enable()
            return
        await ui.run_javascript(kept_by_browser(table.code, host=secret) + "return true", timeout=10)
        ui.navigate.to(f"/play/{table.code}")

    button = ui.button(texts.NEW_GAME, on_click=opened).props("no-caps outline").classes("mt-3")


def _stored(found: list[Listed]) -> None:
    if not found:
        ui.label(texts.NO_STORED).classes("quiet")
    for game in found:
        with ui.element("div").classes("stored"):
            with ui.element("div"):
                ui.label(texts.LISTED.format(game.code, game.title, game.last_year)).classes("font-medium")
                ui.label(", ".join(game.groups) or texts.NO_GROUPS).classes("quiet")
            with ui.row().classes("gap-3 no-wrap"):
                if not game.is_over:
                    ui.link(texts.RESUME, f"/play/{game.code}").props(f'aria-label="{texts.RESUME}: {game.code}"')
                if game.is_played:
                    ui.label(texts.BEING_PLAYED).classes("quiet")
                elif game.rounds:
                    link = ui.link(texts.REPLAY, f"/play/replay/{game.code}")
                    link.props(f'aria-label="{texts.REPLAY}: {game.code}"')


def known_code(typed: Any) -> str:
    """A code as somebody came with it, for the field; nothing else is put there."""
    code = as_code(str(typed))[:4]
    return code if all(letter in LETTERS for letter in code) else ""
