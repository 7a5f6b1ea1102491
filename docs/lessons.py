"""Write docs/lessons/: a page a lesson, and one for teachers with answers and the numbers that a class will see.

The numbers come from running each lesson with its own luck. Run it with `make docs`; a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from exchsim.app.lessons import Lesson, Step, lessons
from exchsim.app.runs import Runs
from exchsim.app.said import words_of

FOLDER = Path(__file__).resolve().parent / "lessons"
INDEX = """# Lessons

Six lessons of {shortest} to {longest} minutes for a class with one laptop, or with many: `exchsim app`, then the panel
*Lessons*. Without a browser a lesson can be done on paper with the numbers of the [teacher's page](teacher.md), which
has the answers as well. A word that is not clear is in the [glossary](../glossary.md).

| lesson | minutes | what it is about |
|---|---|---|
{rows}

Every number comes from the scenario `{scenario}` with the luck of the lesson (its seed), so that every class sees the
same. Other luck gives other numbers and, on average, the same ratios: that is tested.
"""


def done(step: Step) -> str:
    """What a step changes, in words."""
    words = [f"`{name.replace('_', ' ')}` to {value:g}" for name, value in step.do.levers.items()]
    words += [f"{event['date']}: {words_of(event, str)}" for event in step.do.events]
    back = "First back to the scenario as it is. " if step.do.reset else ""
    return back + ("Set " if step.do.levers else "Let it happen: " if words else "") + "; ".join(words)


def page(lesson: Lesson) -> str:
    """The student's page."""
    lines = [f"# {lesson.title}", "", f"{lesson.minutes} minutes. {lesson.goal}", "",
             f"Start `exchsim app {lesson.scenario}` and open this lesson in the panel *Lessons*, or set the levers in "
             f"*Change* with luck (seed) {lesson.seed}.", ""]  # fmt: skip
    for place, step in enumerate(lesson.steps, 1):
        lines += [f"## {place}", "", step.text.strip(), ""]
        if step.do.levers or step.do.events:
            lines += [f"*{done(step)}.*", ""]
        lines += [f"**{step.question.strip()}**", ""]
    return "\n".join(lines)


def teacher(runs: Runs) -> str:
    """Answers and numbers of all lessons."""
    lines = ["# For teachers", "",
             "Answers, and what a class will see with the luck of each lesson. Arrows: from the scenario as it is to "
             "the scenario as the step has changed it.", ""]  # fmt: skip
    for lesson in lessons():
        lines += [f"## {lesson.title}", "", *_answers(lesson, runs)]
    return "\n".join(lines)


def _answers(lesson: Lesson, runs: Runs) -> Iterator[str]:
    usual = lesson.values(runs.now(lesson.start()))
    for place, (step, story) in enumerate(zip(lesson.steps, lesson.stories(), strict=True), 1):
        now = lesson.values(runs.now(story))
        yield f"**{place}. {step.question.strip()}** {step.answer.strip()}"
        yield ""
        yield f"| step {place} | {'as it is' if place == 1 else 'as it is → changed'} |"
        yield "|---|---|"
        for name, measure in lesson.measures.items():
            change = f" → {now[name]:,.3g}" if story.is_changed else ""
            yield f"| {measure.what} | {usual[name]:,.3g}{change} |"
        yield ""


def pages() -> dict[str, str]:
    """All files of the folder by name."""
    runs, minutes = Runs(kept=4), [lesson.minutes for lesson in lessons()]
    rows = "\n".join(f"| [{each.title}]({each.name}.md) | {each.minutes} | {each.goal} |" for each in lessons())
    index = INDEX.format(rows=rows, shortest=min(minutes), longest=max(minutes), scenario=lessons()[0].scenario)
    found = {"README.md": index, "teacher.md": teacher(runs), **{f"{each.name}.md": page(each) for each in lessons()}}
    runs.close()
    return {name: text.rstrip("\n") + "\n" for name, text in found.items()}


def main() -> int:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
