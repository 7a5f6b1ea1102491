"""The teacher's page: answers and numbers of all lessons, or of one to print; the way to each of them, and back."""

from __future__ import annotations

from nicegui import ui

from exchsim.app import texts
from exchsim.app.lessons import Lesson, lessons
from exchsim.app.lessons.pages import of_teacher, teacher_head


def page(asked: str, is_here: bool) -> None:
    """Draw it. asked: the name of a lesson to be shown alone. is_here: asked for on the machine that serves."""
    with ui.row().classes("bar items-center"):
        ui.label(texts.TITLE).classes("word")
        ui.label(texts.TEACHER).classes("quiet")
        ui.space()
        ui.link(texts.WATCH, "/")
    with ui.element("main").classes("teacher"):
        if not is_here:
            ui.label(texts.TEACHER_ALONE)
            return
        alone = [lesson for lesson in lessons() if lesson.name == asked]
        if alone:
            with ui.row().classes("unprinted items-center gap-4"):
                ui.link(texts.ALL_ANSWERS, "/teacher")
                ui.link(texts.OPEN_LESSON, _opened(alone[0]))
                ui.button(texts.PRINT, on_click=lambda: ui.run_javascript("print()")).props("no-caps outline dense")
        ui.markdown(teacher_head())
        if not alone:
            _contents()
        for lesson in alone or lessons():
            with ui.element("section").props(f"id={lesson.name}"):
                ui.markdown(of_teacher(lesson, ""), extras=["tables"])


def _contents() -> None:
    """All lessons: to their answers here, to the lesson itself, and to its answers alone."""
    with ui.element("nav").classes("contents unprinted").props(f'aria-label="{texts.CONTENTS}"'):
        for place, lesson in enumerate(lessons(), 1):
            with ui.element("div"):
                ui.link(f"{place}. {lesson.title}", f"#{lesson.name}").classes("grow")
                ui.label(texts.MIN.format(lesson.minutes)).classes("quiet")
                ui.link(texts.OPEN_LESSON, _opened(lesson)).props(f'aria-label="{texts.OPEN_LESSON}: {lesson.title}"')
                alone = ui.link(texts.PRINT_LESSON, f"/teacher?lesson={lesson.name}")
                alone.props(f'aria-label="{texts.PRINT_LESSON}: {lesson.title}"')


def _opened(lesson: Lesson) -> str:
    """Address at which the classroom begins with a lesson."""
    return f"/?name={lesson.scenario}&lesson={lesson.name}"
