"""The panel of lessons: a step at a time, what it changes in numbers, and a question."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import texts
from exchsim.app.lessons import Lesson, lessons

if TYPE_CHECKING:
    from exchsim.app.screen import Screen


class LessonsPanel:
    """The list of lessons, or one of them, step by step. Answers are the teacher's: they are in docs/lessons."""

    def __init__(self, screen: Screen) -> None:
        """Draw it."""
        self.screen = screen
        self.lesson: Lesson | None = None
        self.step = 0
        self.usual: dict[str, float] = {}
        self.draw()

    @ui.refreshable_method
    def draw(self) -> None:
        """The list, or the step."""
        if self.lesson is None:
            ui.label(texts.LESSONS_HINT).classes("quiet")
            for lesson in lessons():
                if lesson.scenario == self.screen.history.now.scenario.name:
                    ui.button(f"{lesson.title} ({lesson.minutes} min)", on_click=partial(self.begin, lesson)).props(
                        "no-caps flat align=left"
                    ).classes("w-full")
            return
        lesson, step = self.lesson, self.lesson.steps[self.step]
        ui.label(lesson.title).classes("name")
        if self.step == 0:
            ui.label(lesson.goal).classes("quiet")
        ui.label(texts.STEP.format(self.step + 1, len(lesson.steps))).classes("quiet")
        ui.label(step.text)
        self._numbers(lesson)
        ui.label(step.question).classes("font-medium")
        with ui.row().classes("gap-2"):
            ui.button(texts.LEAVE, on_click=self.leave).props("no-caps flat")
            if self.step > 0:
                ui.button(texts.BACK, on_click=partial(self.to, self.step - 1)).props("no-caps outline")
            if self.step + 1 < len(lesson.steps):
                ui.button(texts.ON, on_click=partial(self.to, self.step + 1)).props("no-caps unelevated")

    def _numbers(self, lesson: Lesson) -> None:
        now = lesson.values(self.screen.result)
        with ui.element("table").classes("rows"):
            for name, measure in lesson.measures.items():
                changed = self.screen.history.now.is_changed
                cells = [measure.what, f"{self.usual[name]:,.3g}" + (f" → {now[name]:,.3g}" if changed else "")]
                with ui.element("tr"):
                    for cell in cells:
                        with ui.element("td"):
                            ui.label(cell)

    async def begin(self, lesson: Lesson) -> None:
        """The first step, under the luck of the lesson."""
        self.lesson = lesson
        self.usual = dict(lesson.values(await self.screen.runs.of(lesson.start())))
        await self.to(0)

    async def to(self, step: int) -> None:
        """Another step: the story is what all steps up to it make."""
        assert self.lesson is not None
        self.step = step
        await self.screen.go(self.lesson.stories()[step])
        self.draw.refresh()

    def leave(self) -> None:
        """Back to the list; what was changed stays."""
        self.lesson = None
        self.draw.refresh()
