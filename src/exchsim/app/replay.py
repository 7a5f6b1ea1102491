"""A stored game played back: round by round, the map, the board, and what each group decided."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import yaml
from nicegui import ui

from exchsim.analysis.terms import capital
from exchsim.api import Result
from exchsim.app import account, boards, texts
from exchsim.app.decisions import DECIDED, RELATIONS, Plan
from exchsim.app.game import Game, Round
from exchsim.app.said import in_words, name_of_lever
from exchsim.app.scores import Score, scores
from exchsim.app.stage import Stage
from exchsim.app.tables import Live


class Replay:
    """One visitor who looks at a stored game. Nothing is changed."""

    def __init__(self, game: Game, code: str, aim: str, run: Live) -> None:
        """The whole game; what still waits to be decided is not told. run: how a game is run."""
        self.run = run
        self.game, self.code, self.aim = replace(game, waiting={}), code, aim
        self.place = min(1, len(game.rounds))  # rounds that are over
        self.scores: dict[int, list[Score]] = {}
        self.result: Result | None = None

    async def build(self) -> None:
        """Draw it at its first round."""
        whole = await self.run(self.game)
        for year in range(self.game.first_year - 1, self.game.lived + 1):
            self.scores[year] = scores(whole, year, self.game.nations)
        self.result = whole
        now = await self.run(self._now())
        with ui.element("main").classes("room game"):
            with ui.column().classes("gap-3 w-full"):
                with ui.element("section").classes("sheet status"):
                    self.steps()
                with ui.element("section").classes("sheet"):
                    self.board()
                    self.chart = ui.echart(self._chart()).classes("years")
                with ui.element("section").classes("sheet"):
                    self.stage = Stage(boards.scene_so_far(now), lambda _: None, lambda _: None, lambda _: None)
            with ui.element("aside").classes("sheet panel deciding"):
                self.told()
        self.stage.seek(self._from())

    def _now(self) -> Game:
        return replace(self.game, rounds=self.game.rounds[: self.place])

    def _from(self) -> int:
        """Month of the run in which the round that shows begins."""
        assert self.result is not None
        years = self.game.years_a_round if self.place else 1
        return max(0, (self._now().year - years - 1900) * 12 - self.result.names.start)

    def _so_far(self) -> dict[int, list[Score]]:
        return {year: found for year, found in self.scores.items() if year <= self._now().lived}

    def _chart(self) -> dict[str, Any]:
        return boards.chart_options(self._now(), self._so_far(), self.aim, "")

    @ui.refreshable_method
    def steps(self) -> None:
        """Which round shows, and the way to the others."""
        with ui.row().classes("items-center w-full gap-3"):
            ui.label(f"{texts.REPLAY}: {self.code}").classes("name")
            back = ui.button(icon="chevron_left", on_click=partial(self._go, -1)).props("flat dense")
            back.props(f'aria-label="{texts.EARLIER}"').set_enabled(self.place > 0)
            words = texts.ROUND_OF.format(self.place, len(self.game.rounds)) if self.place else texts.START
            ui.label(f"{words} · {self._now().lived}").classes("font-medium").props("role=status")
            on = ui.button(icon="chevron_right", on_click=partial(self._go, 1)).props("flat dense")
            on.props(f'aria-label="{texts.LATER}"').set_enabled(self.place < len(self.game.rounds))
            ui.space()
            ui.button(texts.AS_SCENARIO, on_click=self._export).props("no-caps outline dense")

    @ui.refreshable_method
    def board(self) -> None:
        """How nations stood then."""
        groups = self.game.rounds[self.place - 1].groups if self.place else {}
        boards.board(self._now(), self._so_far(), groups, self.aim, "", self._order)

    @ui.refreshable_method
    def told(self) -> None:
        """What was decided, and what was heard."""
        game, result = self._now(), self.result
        if self.place:
            lived = self.game.rounds[self.place - 1]
            ui.label(texts.DECISIONS_OF.format(self.game.year_of(self.place - 1))).classes("name")
            before = replace(self.game, rounds=self.game.rounds[: self.place - 1])
            if not lived.groups:
                ui.label(texts.NOBODY).classes("quiet")
            for code, group in sorted(lived.groups.items()):
                ui.label(f"{game.name_of(code)}: {group}").classes("font-medium mt-2")
                for line in decided(before, lived, code):
                    ui.label(line).classes("line")
        if result is not None:
            ui.label(texts.NEWS_TITLE).classes("font-medium mt-3")
            since = game.lived - (self.game.years_a_round if self.place else 1)
            for line in account.news(game, result, game.lived, since):
                ui.label(line).classes("line")

    def _order(self, aim: str) -> None:
        self.aim = aim
        self._show()

    def _show(self) -> None:
        self.board.refresh()
        self.chart.options.clear()
        self.chart.options.update(self._chart())
        self.chart.update()

    async def _go(self, by: int) -> None:
        self.place = max(0, min(len(self.game.rounds), self.place + by))
        self.steps.refresh()
        self.told.refresh()
        self._show()
        self.stage.show(boards.scene_so_far(await self.run(self._now())))  # it stops where the round does
        self.stage.seek(self._from())
        self.stage.play()

    def _export(self) -> None:
        ui.download.content(exported(self.game), f"game-{self.code}.yaml")


def exported(game: Game) -> str:
    """A game as a scenario file, which `exchsim run` runs to the same numbers."""
    return str(yaml.safe_dump(game.as_scenario(), sort_keys=False, allow_unicode=True))


def decided(before: Game, lived: Round, nation: str) -> list[str]:
    """What a group decided in a round, in words: what it moved, offered and ended."""
    plan = lived.plans.get(nation, Plan())
    lines = [
        f"{capital(name_of_lever(name))}: {in_words(name, was)} → {in_words(name, plan.levers[name])}"
        for name in DECIDED
        if name in plan.levers and plan.levers[name] != (was := before.lever(nation, name))
    ]
    for other, kind in plan.offers:
        words = texts.MAKE_UP if kind == RELATIONS else texts.BOND_OFFER.format(texts.BONDS[kind])
        lines.append(f"{before.name_of(other)}: {words}")
    for other, kind in plan.ends:
        words = texts.BREAK_OFF if kind == RELATIONS else texts.BOND_ENDING.format(texts.BONDS[kind])
        lines.append(f"{before.name_of(other)}: {words}")
    return lines if lines and nation not in lived.kept else [texts.DECIDED_NOTHING]
