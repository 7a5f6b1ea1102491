"""One browser's screen: the stage, charts, what is clicked, what is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from exchsim.app import texts
from exchsim.app.change import ChangePanel
from exchsim.app.chart_panel import ChartPanel
from exchsim.app.doors import Doors
from exchsim.app.lives import LivesPanel
from exchsim.app.look import LookPanel
from exchsim.app.lucks import Lucks
from exchsim.app.runs import Runs
from exchsim.app.story import History, Story
from exchsim.app.take_menu import TakeMenu
from exchsim.app.teach import LessonsPanel
from exchsim.app.texts_of_levers import NAMES
from exchsim.app.watching import WatchPanel
from exchsim.app.words import Words
from exchsim.scenario import ScenarioError


class Screen:
    """What one visitor sees and does. Nothing of it is shared with other visitors but finished runs."""

    def __init__(self, story: Story, runs: Runs, lucks: Lucks, doors: Doors, lesson: str = "", step: str = "") -> None:
        """Nothing is drawn before `build`. lesson, step: name and page of one to begin with."""
        self.history, self.runs, self.lucks, self.doors = History([story]), runs, lucks, doors
        self.lesson, self.step = lesson, step
        self.month = 0
        self.chosen: tuple[str, ...] = ()  # a nation, or two
        self._refusal: ui.notification | None = None

    async def build(self) -> None:
        """Draw everything."""
        self.result = await self.runs.of(self.history.now, asker=self)
        self.before = await self.runs.of(self.history.first, asker=self)
        with ui.row().classes("bar items-center"):
            self._bar()
        with ui.element("main").classes("room"):
            with ui.column().classes("gap-3 w-full"):
                with ui.element("section").classes("sheet"):
                    self.watch = WatchPanel(self)
                    self.stage = self.watch.stage
                with ui.element("section").classes("sheet"):
                    self.charts = ChartPanel(self, self.lucks)
                    self.charts.show()
            with ui.element("aside").classes("sheet panel"):
                self._panel()
        self.stage.follow([chart.id for chart in self.charts.charts])
        if await self.lessons.begin_named(self.lesson, self.step):
            self.tabs.set_value(texts.LESSONS)

    def _bar(self) -> None:
        ui.label(texts.TITLE).classes("word")
        ui.label(self.history.now.scenario.title).classes("quiet")
        ui.button(texts.OPEN, on_click=self.doors.build().open).props("flat dense no-caps")
        self.running = ui.label(texts.RUNNING).classes("quiet").props("role=status")
        self.running.set_visibility(False)
        ui.space()
        self.words = Words()
        ui.button(texts.WORDS, on_click=lambda: self.words.open()).props("flat dense no-caps")
        ui.link(texts.PLAY, "/play")
        with ui.row().classes("items-center gap-1"):
            self.undo = ui.button(icon="undo", on_click=lambda: self._moved(self.history.undo())).props("flat dense")
            self.redo = ui.button(icon="redo", on_click=lambda: self._moved(self.history.redo())).props("flat dense")
            for button, text in ((self.undo, texts.UNDO), (self.redo, texts.REDO)):
                button.props(f'aria-label="{text}"').tooltip(text)
            ui.button(texts.RESET, on_click=lambda: self.go(self.history.first)).props("flat dense no-caps")
            ui.button(texts.NEW_LUCK, on_click=self._other_luck).props("flat dense no-caps")
            self.luck = ui.label(texts.LUCK_SHOWN.format(self.history.now.seed)).classes("quiet")
            TakeMenu(self)

    def _panel(self) -> None:
        with ui.tabs().classes("w-full").props("dense no-caps align=left") as self.tabs:
            for name in (texts.LOOK, texts.CHANGE, texts.LIVES, texts.LESSONS):
                ui.tab(name)
        with ui.tab_panels(self.tabs, value=texts.LOOK).classes("w-full").props("animated=false"):
            with ui.tab_panel(texts.LOOK).classes("p-1"):
                self.look = LookPanel(self)
            with ui.tab_panel(texts.CHANGE).classes("p-1"):
                self.changes = ChangePanel(self)
            with ui.tab_panel(texts.LIVES).classes("p-1"):
                self.lives = LivesPanel(self)
            with ui.tab_panel(texts.LESSONS).classes("p-1"):
                self.lessons = LessonsPanel(self, self.words)
        self.tabs.on_value_change(self._opened)

    async def _opened(self) -> None:
        if self.tabs.value == texts.LIVES:
            await self.lives.opened()

    def on_date(self, said: dict[str, Any]) -> None:
        """The clock has gone on."""
        self.month = int(said["month"])
        self.changes.on_month()
        self.watch.say()
        self.look.on_date(bool(said.get("playing")))

    def on_drop(self, said: dict[str, Any]) -> None:
        """Something is to happen at the date."""
        self.on_date(said)
        self.tabs.set_value(texts.CHANGE)
        self.changes.happen_here()

    def on_nation(self, said: dict[str, Any]) -> None:
        """A nation is clicked."""
        self.choose((said["code"],))

    def on_pair(self, said: dict[str, Any]) -> None:
        """A pair is clicked."""
        self.choose((said["a"], said["b"]))

    def choose(self, codes: tuple[str, ...]) -> None:
        """A nation or two are looked at; or none."""
        if set(codes) <= set(self.result.names.nations):
            self.chosen = codes
            self.stage.choose(codes)
            self.changes.happening.choose(codes)
            self.charts.choose(codes)
            if self.tabs.value == texts.LIVES:  # which has nothing to say of nations
                self.tabs.set_value(texts.LOOK)
            self.look.refresh()

    def on_charts(self) -> None:
        """The charts show something else, or more lucks."""
        self.watch.say()

    def visit(self, codes: tuple[str, ...], date: str) -> None:
        """Open a nation or a pair, at a date such as 1995-06."""
        if date:
            self.seek(date)
        self.choose(codes)
        self.tabs.set_value(texts.LOOK)

    def seek(self, date: str) -> None:
        """Stand still at a date."""
        self.month = (int(date[:4]) - 1900) * 12 + int(date[5:7]) - 1 - self.result.names.start
        self.stage.pause()
        self.stage.seek(self.month)

    async def go(self, story: Story) -> bool:
        """Show another story: run it, and its scenario as it was under the same luck. Whether that could be."""
        self.history.go(story)
        return await self.show()

    async def attempt(self, change: Callable[[Story], Story]) -> bool:
        """Change the story; what the scenario refuses is said, and nothing changes."""
        self.forget_refusal()
        try:
            story = change(self.history.now)
        except (ScenarioError, ValueError) as error:
            self.refuse(refusal(error))
            return False
        return await self.go(story)

    def refuse(self, why: str) -> None:
        """Say why something cannot be, in place of what was said of the attempt before."""
        self.forget_refusal()
        self._refusal = ui.notification(texts.REFUSED.format(why), type="warning", close_button=True, timeout=9)

    def forget_refusal(self) -> None:
        """Something else is attempted."""
        if self._refusal is not None and not self._refusal.is_deleted:
            self._refusal.dismiss()
        self._refusal = None

    async def show(self) -> bool:
        """Run what is to show and draw it; a run that fails leaves the screen as it is. Whether it did not fail.

        Who changes something again before it shows sees the last of it: what comes in too late is not drawn.
        """
        story, first = self.history.now, self.history.first
        self.running.set_visibility(True)
        try:
            result = await self.runs.of(story, asker=self)
            before = await self.runs.of(first, asker=self)
        except Exception as error:  # whatever a run may raise must not end this screen
            if self.history.now is story:
                self.history.undo()
                self.running.set_visibility(False)
                self.changes.refresh()
            ui.notify(texts.FAILED.format(error), type="negative", close_button=True, timeout=0)
            return False
        if self.history.now is not story:
            return True
        self.result, self.before = result, before
        self.running.set_visibility(False)
        self.watch.show()
        self.charts.show()
        self.look.refresh()
        self.changes.refresh()
        self.lessons.on_run()
        self.luck.set_text(texts.LUCK_SHOWN.format(story.seed))
        return True

    async def _moved(self, there: bool) -> None:
        if there:
            await self.show()

    async def _other_luck(self) -> None:
        await self.go(self.history.now.with_seed(self.history.now.seed + 1))


def refusal(error: ValueError) -> str:
    """The first thing that is wrong, without where in a file it stands."""
    if not isinstance(error, ScenarioError):
        return str(error)
    fault = error.faults[0]
    key = fault.path.rpartition(".")[2]
    name = NAMES.get(key, key.replace("_", " "))
    return f"{name} = {fault.value}: {fault.message}" if fault.value else f"{name}: {fault.message}".lstrip(": ")
