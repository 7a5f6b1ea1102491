"""The stage as an element of a page: a map or network, a table of pairs, and the clock that they follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui
from nicegui.element import Element

from exchsim.app import texts

Told = Callable[[dict[str, Any]], Any]
MAP, NETWORK, PAIRS = "map", "network", "pairs"


class Clock(Element, component="exchange_stage.js"):
    """Time, moved by the browser, and what happens."""


class ExchangeMap(Element, component="exchange_map.js"):
    """Nations, and officers between them."""


class PairGrid(Element, component="pair_grid.js"):
    """All pairs as a table."""


class Stage:
    """Views of a run, one of them visible. What is clicked in any of them is told alike."""

    def __init__(self, scene: dict[str, Any], on_date: Told, on_nation: Told, on_pair: Told) -> None:
        """scene: of `scene_of`. The callbacks are told a month, a nation, a pair."""
        self.clock = Clock()
        self.clock._props.update(scene=_times(scene), words=texts.STAGE, charts=[], views=[], autoplay=True)
        self.clock.on("date", lambda event: on_date(event.args))
        with self.clock:
            with ui.element("div").classes("w-full") as self._map_place:
                self.map = ExchangeMap()
            with ui.element("div").classes("w-full") as self._grid_place:
                self.grid = PairGrid()
        self.map._props.update(first=scene, words=texts.STAGE, chosen=[], stage=self.clock.id)
        self.grid._props.update(table={}, words=texts.PAIRS, chosen=[], stage=self.clock.id)
        self._grid_place.set_visibility(False)
        for view in (self.map, self.grid):
            view.on("nation", lambda event: on_nation(event.args))
            view.on("pair", lambda event: on_pair(event.args))
        self.clock._props["views"] = [self.map.id, self.grid.id]

    def on_drop(self, told: Told) -> None:
        """Offer to let something happen at the date; told of the month when that is asked for."""
        self.clock._props["drops"] = True
        self.clock.on("drop", lambda event: told(event.args))

    def show(self, scene: dict[str, Any]) -> None:
        """Another run, at the same date. Land is not sent again: nations stand where they stood."""
        with self.map._props.suspend_updates():
            self.map._props["first"] = scene
        self.map.run_method("take", {name: part for name, part in scene.items() if name != "land"})
        self.clock._props["scene"] = _times(scene)
        self.clock.update()

    def show_pairs(self, table: dict[str, Any]) -> None:
        """The table of `table_of`; none to forget it."""
        self.grid._props["table"] = table
        self.grid.update()

    def view(self, name: str) -> None:
        """Show the map, the network or the pairs."""
        self._map_place.set_visibility(name != PAIRS)
        self._grid_place.set_visibility(name == PAIRS)
        if name == PAIRS:
            self.clock.run_method("show")
        else:
            self.map.run_method("turn", name == NETWORK)

    def choose(self, codes: Sequence[str]) -> None:
        """Mark a nation or a pair."""
        for view in (self.map, self.grid):
            with view._props.suspend_updates():  # all of the scene would be sent along
                view._props["chosen"] = list(codes)
            view.run_method("pick", list(codes))

    def follow(self, charts: list[int]) -> None:
        """Charts that show the date."""
        self.clock._props["charts"] = charts
        self.clock.update()

    def seek(self, month: int) -> None:
        """Go to a month of the run."""
        self.clock.run_method("seek", month)

    def play(self) -> None:
        """Let time go on."""
        self.clock.run_method("play")

    def pause(self) -> None:
        """Stand still."""
        self.clock.run_method("pause")


def _times(scene: dict[str, Any]) -> dict[str, Any]:
    return {name: scene[name] for name in ("start", "months", "events")}
