"""The button with which a host ends a game; it asks once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from exchsim.app import texts


def ask(done: Callable[[], Awaitable[None]]) -> ui.button:
    """Draw the button. done: told when the host has said yes."""
    with ui.dialog() as dialog, ui.card().props(f'role=alertdialog aria-label="{texts.END_GAME}"'):
        ui.label(texts.END_GAME_SURE)

        async def said_yes() -> None:
            dialog.close()
            await done()

        with ui.row().classes("w-full justify-end gap-2"):
            ui.button(texts.END_GAME_NO, on_click=dialog.close).props("no-caps flat autofocus")
            ui.button(texts.END_GAME_YES, on_click=said_yes).props("no-caps unelevated")
    return ui.button(texts.END_GAME, on_click=dialog.open).props("no-caps flat dense")
