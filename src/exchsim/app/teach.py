"""The panel of lessons: what to do, what it changes in numbers and over the years, and questions, a page at a time."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING

from nicegui import ui

from exchsim.app import lesson_chart, texts
from exchsim.app.glossary import plain
from exchsim.app.lessons import Lesson, Measure, Step, lessons
from exchsim.app.lessons.outcomes import Outcome, outcomes, signed
from exchsim.app.story import Story
from exchsim.app.words import Words

if TYPE_CHECKING:
    from exchsim.app.screen import Screen

TO_TOP = """
const panel = document.querySelector('.panel');
panel.scrollTo(0, 0);
if (panel.getBoundingClientRect().top < 0) panel.scrollIntoView();  // where it lies under the map
"""

ADDRESS = """
const here = new URL(location), was = here.href, named = %s;
for (const name of ["lesson", "step"]) here.searchParams.delete(name);
for (const name in named) here.searchParams.set(name, named[name]);
if (here.href !== was) history.pushState(history.state, "", here);
"""


class LessonsPanel:
    """The list of lessons, or one of them: opening, steps, discussion. Answers are on the teacher's page."""

    def __init__(self, screen: Screen, words: Words) -> None:
        """Draw it."""
        self.screen, self.words = screen, words
        self.lesson: Lesson | None = None
        self.stories: list[Story] = []  # of its pages
        self.page = 0  # 0 the opening, then the steps, then the discussion
        self.draw()

    @ui.refreshable_method
    def draw(self) -> None:
        """The list, or a page of a lesson."""
        if self.lesson is None:
            self._list()
            return
        lesson = self.lesson
        with ui.element("div").classes("lesson-head"):  # one line, as numbers have to be seen without scrolling
            ui.label(lesson.title).classes("name")
            ui.label(self._where(lesson)).classes("quiet")
            self._luck(lesson)
        if self.page == 0:
            self._opening(lesson)
        elif self.page <= len(lesson.steps):
            self._step(lesson, lesson.steps[self.page - 1])
        else:
            self._discussion(lesson)
        with ui.row().classes("gap-2 moves"):
            ui.button(texts.LEAVE, on_click=self.leave).props("no-caps flat")
            if self.page > 0:
                self._turn(texts.BACK, self.page - 1).props("no-caps outline")
            if self.page <= len(lesson.steps):
                text = texts.BEGIN if self.page == 0 else texts.ON if self.page < len(lesson.steps) else texts.DISCUSS
                self._turn(text, self.page + 1).props("no-caps unelevated")

    def _turn(self, text: str, page: int) -> ui.button:
        """A button to another page; it says that it works while a run is made."""

        async def turn() -> None:
            button.props("loading")
            await self.to(page)

        button = ui.button(text, on_click=turn)
        return button

    def _list(self) -> None:
        ui.label(texts.LESSONS_HINT).classes("quiet")
        mine = [each for each in lessons() if each.scenario == self.screen.history.now.scenario.name]
        for place, lesson in enumerate(mine, 1):
            with ui.element("button").classes("card").props("type=button").on("click", partial(self.begin, lesson)):
                ui.label(f"{place}. {lesson.title}").classes("font-medium")
                ui.label(f"{texts.MINUTES.format(lesson.minutes)} {plain(lesson.goal)}").classes("quiet")
        if not mine:
            ui.label(texts.NO_LESSONS).classes("quiet")
        with ui.row().classes("gap-4"):
            ui.link(texts.TEACHER, "/teacher", new_tab=True)

    def _where(self, lesson: Lesson) -> str:
        """Which page of the lesson this is, and its minutes."""
        if self.page == 0:
            return texts.MINUTES.format(lesson.minutes)
        if self.page > len(lesson.steps):
            return f"{texts.DISCUSSION} · {texts.MINUTES.format(lesson.discussion.minutes)}"
        minutes = texts.MINUTES.format(lesson.steps[self.page - 1].minutes)
        return f"{texts.STEP.format(self.page, len(lesson.steps))} · {minutes}"

    def _opening(self, lesson: Lesson) -> None:
        self.words.text(lesson.goal)
        with ui.element("div").classes("times"):
            for minutes, name in lesson.timetable:
                ui.label(f"{name}\n{texts.MIN.format(minutes)}").style(f"flex: {minutes} 1 0")
        self.words.text(lesson.opening.text)
        self.words.text(lesson.opening.ask, "ask")
        ui.label(texts.WRITE_DOWN).classes("quiet")
        ui.link(texts.TEACHER_OF, f"/teacher?lesson={lesson.name}", new_tab=True)

    def _step(self, lesson: Lesson, step: Step) -> None:
        self.words.text(step.text)
        for question in step.questions:
            self.words.text(question.ask, "ask")
        if step.look:
            with ui.row().classes("gap-2"):
                for codes in step.look:
                    names = " – ".join(self.screen.result.names.name_of(code) for code in codes)
                    ui.button(names, on_click=partial(self._look, tuple(codes), step.date)).props(
                        "no-caps outline dense padding='2px 8px'"
                    )
        self._numbers(lesson, step)
        changed = self.screen.history.now.is_changed
        if step.draw:
            before = self.screen.before if changed else None
            self._legend(lesson, step, changed)
            drawn = lesson_chart.options(lesson, step, self.screen.result, before)
            chart = ui.echart(drawn, renderer="svg").classes("lesson-chart")
            chart.props(f'role=img aria-label="{lesson_chart.in_words(lesson, step, self.screen.result)}"')

    def _legend(self, lesson: Lesson, step: Step, changed: bool) -> None:
        """What is what in the chart, in the letters of the page."""
        with ui.element("div").classes("legend"):
            for name in step.draw:
                colour, mark = lesson_chart.looks(lesson)[name]
                with ui.element("span").classes("key"):
                    ui.element("i").classes(f"mark {mark}").style(f"background:{colour}")
                    ui.label(lesson.measures[name].drawn)
            if changed:
                with ui.element("span").classes("key"):
                    ui.element("i").classes("was")
                    ui.label(texts.AS_IT_WAS_SAME_LUCK)

    def _luck(self, lesson: Lesson) -> None:
        """Which luck shows, with a way back to that of the lesson; and whether all is as the step has it."""
        now = self.screen.history.now
        with ui.row().classes("gap-2 items-center"):
            if now.seed == lesson.seed:
                ui.label(texts.LESSONS_LUCK.format(now.seed)).classes("quiet")
            else:
                ui.label(texts.ANOTHER_LUCK.format(now.seed, lesson.seed))
                ui.button(texts.BACK_TO_LUCK.format(lesson.seed), on_click=self._own_luck).props(
                    "no-caps outline dense padding='2px 8px'"
                )
        if not self._as_taught(lesson):
            self._changed_otherwise(lesson)

    def _changed_otherwise(self, lesson: Lesson) -> None:
        """What differs from the page, and, where that changes something, a way back to it."""
        with ui.row().classes("gap-2 items-center"):
            ui.label(texts.NOT_AS_TAUGHT if self.screen.history.now.is_changed else texts.TAKEN_BACK).classes("quiet")
            if self._story(lesson).is_changed:
                ui.button(texts.DO_AGAIN, on_click=self._again).props("no-caps outline dense padding='2px 8px'")

    async def _again(self) -> None:
        assert self.lesson is not None
        await self.screen.go(self._story(self.lesson).with_seed(self.screen.history.now.seed))

    def _as_taught(self, lesson: Lesson) -> bool:
        """Whether the story is that of the page, under any luck."""
        return self.screen.history.now.with_seed(lesson.seed) == self._story(lesson)

    def _story(self, lesson: Lesson) -> Story:
        """The story of the page: what all steps up to it make."""
        return self.stories[min(self.page, len(lesson.steps))]

    async def _own_luck(self) -> None:
        assert self.lesson is not None
        await self.screen.go(self.screen.history.now.with_seed(self.lesson.seed))

    def _numbers(self, lesson: Lesson, step: Step) -> None:
        changed = self.screen.history.now.is_changed
        usual, now = lesson.values(self.screen.before), lesson.values(self.screen.result)
        outcome = outcomes()[lesson.name][self.page - 1] if self._as_taught(lesson) else None
        with ui.element("table").classes("rows"):
            for name, measure in lesson.seen(step).items():
                value = measure.words(usual[name])
                with ui.element("tr"):
                    with ui.element("td"):
                        ui.label(measure.what)
                        ten = f"; {in_ten_lucks(outcome, name, measure)}" if changed and outcome else ""
                        ui.label(measure.note + ten).classes("quiet")
                    with ui.element("td"):
                        ui.label(value + (f" → {measure.words(now[name])}" if changed else ""))

    def _discussion(self, lesson: Lesson) -> None:
        with ui.element("ul").classes("learned"):
            for learned in lesson.discussion.learned:
                with ui.element("li"):
                    self.words.text(learned)
        for case in lesson.discussion.cases:
            ui.label(case.title).classes("font-bold")
            self.words.text(case.text)
            self.words.text(case.ask, "ask")
            ui.label("; ".join(case.sources)).classes("quiet")
        ui.label(texts.LIMITS).classes("font-bold")
        self.words.text(lesson.discussion.limits)

    def _look(self, codes: tuple[str, ...], date: str) -> None:
        self.screen.visit(codes, date)

    async def begin_named(self, name: str, step: str = "") -> bool:
        """Begin the lesson that an address names, at the step that it names; whether this scenario has it."""
        mine = [
            each for each in lessons() if (each.name, each.scenario) == (name, self.screen.history.now.scenario.name)
        ]
        if mine:
            page = int(step[:3]) if step.isdecimal() else 0
            await self.begin(mine[0], min(page, len(mine[0].steps) + 1), is_addressed=True)
        return bool(mine)

    async def begin(self, lesson: Lesson, page: int = 0, is_addressed: bool = False) -> None:
        """The opening, or another page, under the luck of the lesson."""
        self.lesson, self.stories = lesson, [lesson.start(), *lesson.stories()]
        await self.to(page, is_addressed)

    async def to(self, page: int, is_addressed: bool = False) -> None:
        """Another page, under the luck of the lesson, with nobody chosen on the map; a failing run leaves this one.

        is_addressed: the browser has asked for it by its address, and may have gone on to another one by now.
        """
        assert self.lesson is not None
        was, self.page = self.page, page
        steps = self.lesson.steps
        self.screen.choose(())
        if not await self.screen.go(self._story(self.lesson)):
            self.page = was
            return
        if 0 < page <= len(steps) and steps[page - 1].date:
            self.screen.seek(steps[page - 1].date)
        ui.run_javascript(TO_TOP)
        if not is_addressed:
            self._address()

    def on_run(self) -> None:
        """Another run shows: other luck, another step, or what somebody has changed beside the lesson."""
        if self.lesson is not None:
            self.draw.refresh()

    def leave(self) -> None:
        """Back to the list; what was changed stays."""
        self.lesson = None
        self.draw.refresh()
        self._address()

    def _address(self) -> None:
        """Tell the browser's address which page this is, so that who loads it again, or goes back, comes to it."""
        named = {"lesson": self.lesson.name, **({"step": self.page} if self.page else {})} if self.lesson else {}
        ui.run_javascript(ADDRESS % json.dumps(named))


def in_ten_lucks(outcome: Outcome, name: str, measure: Measure) -> str:
    """`−62 to −58 % in ten lucks`; where there was nothing to compare with, what there is now."""
    low, high = (100 * (ratio - 1) for ratio in (min(outcome.ratios(name)), max(outcome.ratios(name))))
    if math.isinf(high):
        found = [now[name] for now in outcome.now]
        return texts.VALUES_IN_TEN.format(measure.words(min(found)), measure.words(max(found)))
    if max(abs(low), abs(high)) < 0.5:
        return texts.NO_CHANGE_IN_TEN
    if round(low) == round(high):
        return texts.ONE_CHANGE_IN_TEN.format(signed(low))
    return texts.CHANGE_IN_TEN.format(signed(low), signed(high))
