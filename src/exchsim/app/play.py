"""The pages of a game: open or enter one, take a nation, decide, see how all stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from exchsim.app import levers, texts
from exchsim.app.game import DECIDED, Game, GameError
from exchsim.app.runs import scene_kept
from exchsim.app.stage import Stage
from exchsim.app.story import Story
from exchsim.app.tables import Table, Tables

SECONDS = 1.0  # between looks whether somebody else has done something


def bar(title: str) -> None:
    """The line on top, with the way back."""
    with ui.row().classes("bar items-center"):
        ui.label(texts.TITLE).classes("word")
        ui.label(title).classes("quiet")
        ui.space()
        ui.link(texts.WATCH, "/")
        ui.link(texts.PLAY, "/play")


def hall(tables: Tables, story: Story) -> None:
    """Where games are opened and entered."""
    with ui.column().classes("sheet hall"):
        ui.label(texts.PLAY).classes("name")
        ui.label(texts.PLAY_HINT).classes("quiet")

        def opened() -> None:
            said(lambda: ui.navigate.to(f"/play/{tables.open(Game(story, {})).code}?host=yes"))

        ui.button(texts.NEW_GAME, on_click=opened).props("no-caps unelevated")
        code = ui.input(texts.GAME_CODE).props("autocomplete=off maxlength=12")

        def entered() -> None:
            said(lambda: ui.navigate.to(f"/play/{tables.find(code.value or '').code}"))

        ui.button(texts.ENTER, on_click=entered).props("no-caps outline")


def said(act: Callable[[], object]) -> bool:
    """Do something; what the game does not allow is said. Whether it was done."""
    try:
        act()
    except GameError as error:
        ui.notify(str(error), type="warning", close_button=True)
        return False
    return True


class Seat:
    """One visitor at a table: perhaps a group with a nation, perhaps the host, perhaps one who looks on."""

    def __init__(self, table: Table, is_host: bool) -> None:
        """Nothing is drawn before `build`."""
        self.table, self.is_host = table, is_host
        self.nation, self.group = "", ""
        self.seen = table.version  # what is drawn
        self.lived = table.game.year
        self.wanted: dict[str, float] = {}

    def build(self) -> None:
        """Draw it, and look every second whether something is new."""
        with ui.element("main").classes("room"):
            with ui.column().classes("gap-3 w-full"):
                self.stage_place = ui.element("section").classes("sheet")
                with ui.element("section").classes("sheet"):
                    self.board()
            with ui.element("aside").classes("sheet panel"):
                self.side()
        self._show_stage()
        ui.timer(SECONDS, self.look)

    def look(self) -> None:
        """Draw again what has changed."""
        if self.table.version == self.seen:
            return
        new_year = self.table.game.year != self.lived
        self.seen, self.lived = self.table.version, self.table.game.year
        if new_year:
            self.wanted = {}
            self._show_stage()
        self.board.refresh()
        self.side.refresh()

    def _show_stage(self) -> None:
        if self.table.result is None:
            return
        scene = scene_kept(self.table.result)
        if not hasattr(self, "stage"):
            with self.stage_place:
                self.stage = Stage(scene, lambda _: None, lambda _: None, lambda _: None)
        self.stage.show(scene)
        self.stage.seek(max(0, scene["months"] - 12))
        self.stage.play()

    @ui.refreshable_method
    def board(self) -> None:
        """How nations stand, year by year: the last one in full."""
        if not self.table.scores:
            ui.label(texts.PLAY_HINT).classes("quiet")
            return
        year = max(self.table.scores)
        ui.label(texts.BOARD.format(year)).classes("name")
        before = {score.nation: score for score in self.table.scores.get(year - 1, [])}
        with ui.element("div").classes("scroll"), ui.element("table").classes("board"):
            with ui.element("tr"):
                for head in texts.BOARD_HEADS:
                    with ui.element("th"):
                        ui.label(head)
            for score in self.table.scores[year]:
                last = before.get(score.nation)
                group = self.table.game.groups.get(score.nation, "")
                cells = [self.table.game.name_of(score.nation) + (f" ({group})" if group else "")]
                for name in ("trust", "interoperability", "readiness", "sharing"):
                    now = getattr(score, name)
                    cells.append(f"{now:.2f}" + (_arrow(now - getattr(last, name)) if last else ""))
                cells += [f"{score.harm:.2f}", f"{score.spent_usd / 1e6:.2f}, {score.budget_usd / 1e6:.2f}"]
                with ui.element("tr").classes("mine" if score.nation == self.nation else ""):
                    for cell in cells:
                        with ui.element("td"):
                            ui.label(cell)

    @ui.refreshable_method
    def side(self) -> None:
        """The code, who governs what, and what is to be decided."""
        game = self.table.game
        ui.label(f"{texts.GAME_CODE}: {self.table.code}").classes("name")
        if self.table.stored is not None and self.is_host:
            ui.label(texts.STORED_AS.format(self.table.stored)).classes("quiet")
        if game.is_over:
            ui.label(texts.GAME_OVER)
            return
        if not self.nation:
            self._take(game)
        else:
            self._decide(game)
        if game.groups:
            missing = [f"{game.name_of(code)} ({game.groups[code]})" for code in game.missing]
            if missing:
                ui.label(texts.WAITING_FOR.format(", ".join(missing))).classes("quiet")
        if self.is_host:
            button = ui.button(texts.NEXT_YEAR.format(game.year)).props("no-caps unelevated")
            button.on_click(lambda: self._next(game.year, button))

    def _take(self, game: Game) -> None:
        def named(event: Any) -> None:  # kept here: the panel is drawn again when somebody else takes a nation
            self.group = event.value or ""

        ui.input(texts.GROUP, value=self.group, on_change=named).props("maxlength=40 autocomplete=off").classes(
            "w-full"
        )

        def take(code: str) -> None:
            if said(lambda: self.table.join(code, self.group)):
                self.nation = code
                self.look()

        for code in game.nations:
            with ui.row().classes("items-center justify-between w-full no-wrap"):
                governed = game.groups.get(code)
                ui.label(game.name_of(code)).classes("font-medium")
                if governed:
                    ui.label(texts.GOVERNED_BY.format(governed)).classes("quiet")
                else:
                    button = ui.button(texts.TAKE, on_click=partial(take, code)).props("no-caps outline dense")
                    button.props["aria-label"] = f"{texts.TAKE}: {game.name_of(code)}"  # a name may hold anything

    def _decide(self, game: Game) -> None:
        ui.label(texts.DECIDE_FOR.format(f"{game.name_of(self.nation)}, {game.year}")).classes("font-medium")
        for name in DECIDED:
            levers.slider(name, self.wanted.get(name, game.lever(self.nation, name)), partial(self._wants, name))
        ui.button(texts.SEND_DECISIONS, on_click=self._sent).props("no-caps unelevated")
        if self.nation in game.waiting:
            ui.label(texts.DECIDED).classes("quiet")

    def _wants(self, name: str, value: float) -> None:
        self.wanted[name] = value

    def _sent(self) -> None:
        if said(lambda: self.table.decide(self.nation, self.wanted)):
            self.look()

    async def _next(self, year: int, button: ui.button) -> None:
        button.disable()
        ui.notify(texts.LIVING)
        try:
            await self.table.advance(year)
        except Exception as error:  # whatever a run may raise must not end the game
            ui.notify(texts.FAILED.format(error), type="negative", close_button=True, timeout=0)
        self.look()


def _arrow(change: float) -> str:
    return " ↑" if change > 0.005 else " ↓" if change < -0.005 else ""
