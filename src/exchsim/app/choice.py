"""A choice of a few, as buttons in a row of which one is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui


class Choice(ui.element):
    """Keys, focus and what screen readers say are those of the browser's own buttons."""

    def __init__(
        self, about: str, options: Sequence[tuple[Any, str]], value: Any, on_change: Callable[[Any], Any]
    ) -> None:  # fmt: skip
        """options: value and text of each button."""
        super().__init__("div")
        self.classes("choice").props(f'role=group aria-label="{about}"')
        self.value, self._told, self._options = value, on_change, list(options)
        self._draw()

    def offer(self, options: Sequence[tuple[Any, str]], value: Any) -> None:
        """Other buttons; nobody is told."""
        if (list(options), value) != (self._options, self.value):
            self._options, self.value = list(options), value
            self._draw()

    def press(self, value: Any) -> None:
        """Show another one as pressed; nobody is told."""
        self.value = value
        for (mine, _), button in zip(self._options, self._buttons, strict=True):
            button.props(f"aria-pressed={str(mine == value).lower()}")

    def _draw(self) -> None:
        self.clear()
        self._buttons = []
        with self:
            for value, text in self._options:
                button = ui.element("button").props("type=button")
                button.on("click", lambda value=value: self._pressed(value))
                with button:
                    ui.label(text)
                self._buttons.append(button)
        self.press(self.value)

    def _pressed(self, value: Any) -> Any:
        if value == self.value:
            return None
        self.press(value)
        return self._told(value)
