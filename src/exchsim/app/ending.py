"""What cannot be taken back is asked once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui


def ask(question: str, yes: str, no: str, done: Callable[[], Awaitable[None]]) -> None:
    """Ask a question with two answers. done: called after a yes."""
    # on the page itself, since what was clicked may be drawn anew while the question is open
    with ui.context.client.content, ui.dialog(value=True) as dialog, ui.card().props("role=alertdialog") as card:
        card.props["aria-label"] = question  # groups in it may be named anything
        ui.label(question)

        async def said_yes() -> None:
            dialog.close()
            await done()

        with ui.row().classes("w-full justify-end gap-2"):
            ui.button(no, on_click=dialog.close).props("no-caps flat autofocus")
            ui.button(yes, on_click=said_yes).props("no-caps unelevated")
