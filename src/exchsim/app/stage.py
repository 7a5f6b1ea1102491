"""The stage as an element of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui.element import Element

from exchsim.app import texts

Told = Callable[[dict[str, Any]], Any]


class Stage(Element, component="exchange_stage.js"):
    """Nations, officers between them and a clock, all of it moved by the browser."""

    def __init__(self, scene: dict[str, Any], on_date: Told, on_nation: Told, on_pair: Told) -> None:
        """scene: of `scene_of`. The callbacks are told a month, a nation, a pair."""
        super().__init__()
        self._props.update(scene=scene, words=texts.STAGE, chosen="", charts=[], autoplay=True)
        for name, told in (("date", on_date), ("nation", on_nation), ("pair", on_pair)):
            self.on(name, lambda event, told=told: told(event.args))

    def on_drop(self, told: Told) -> None:
        """Offer to let something happen at the date; told of the month when that is asked for."""
        self._props["drops"] = True
        self.on("drop", lambda event: told(event.args))

    def show(self, scene: dict[str, Any]) -> None:
        """Another run, at the same date."""
        self._props["scene"] = scene
        self.update()

    def choose(self, code: str) -> None:
        """Mark a nation."""
        self._props["chosen"] = code
        self.update()

    def follow(self, charts: list[int]) -> None:
        """Charts that show the date."""
        self._props["charts"] = charts
        self.update()

    def seek(self, month: int) -> None:
        """Go to a month of the run."""
        self.run_method("seek", month)

    def play(self) -> None:
        """Let time go on."""
        self.run_method("play")

    def pause(self) -> None:
        """Stand still."""
        self.run_method("pause")
