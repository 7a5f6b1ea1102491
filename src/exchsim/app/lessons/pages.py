"""Lessons as pages of Markdown: one for students each, and one for teachers with answers and the numbers of a class."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from exchsim.app import texts
from exchsim.app.glossary import linked, plain
from exchsim.app.lessons import LUCKS, Lesson, Step, lessons
from exchsim.app.lessons.outcomes import Outcome, outcomes, signed
from exchsim.app.said import in_words, name_of_lever, words_of
from exchsim.scenario import load_scenario

GLOSSARY = "../glossary.md"
INDEX = """# Lessons

Six lessons of {shortest} to {longest} minutes for a class with one laptop, or with many: `exchsim app`, then the panel
*Lessons*. Each has a goal, a timetable, steps, questions, numbers to expect, and real cases to discuss. The [teacher's
page](teacher.md) has full answers, what learners often think instead, and the numbers; with it a lesson can be done on
paper as well. [Teaching with it](../teaching.md) says how to begin. A word that is not clear is in the
[glossary](../glossary.md).

| lesson | minutes | what it is about |
|---|---|---|
{rows}

Every number comes from the scenario `{scenario}` with the luck of the lesson (its seed), so that every class sees the
same. What a lesson promises is tried with ten kinds of luck, seeds {first} to {last}, and has to hold in nine of them;
what goes either way is said to do so. Who wants to go on alone finds three [notebooks](../notebooks/README.md).
"""

PAGE = """Start `exchsim app {scenario}` and open this lesson in the panel *Lessons*: it makes each change for you.
By hand: move the levers in *Change*, with luck (seed) {seed}."""
TEACHER = """# For teachers

Full answers, what learners often think instead, and what a class will see with the luck of each lesson. Arrows lead
from the scenario as it is to the scenario as the step has changed it; the last columns say by how much it changes in
ten kinds of luck (seeds {first} to {last}), and in how many of them it came out as the lesson says. Where the sign is a
matter of luck, that is the lesson.
"""


@cache
def _names(scenario: str) -> dict[str, str]:
    resolved = load_scenario(scenario).resolved
    return {
        code: each["name"] for kind in ("nations", "organisations") for code, each in resolved[kind]["invented"].items()
    }


def done(lesson: Lesson, step: Step) -> str:
    """What a step changes, in words."""
    name_of = _names(lesson.scenario).__getitem__
    words = [
        f"set *{_as_shown(name)}* to {in_words(name, value)}, in {_group(name)}"
        for name, value in step.do.levers.items()
    ]
    words += [f"in {event['date']}, {words_of(event, name_of, name_of)}" for event in step.do.events]
    back = "First back to the scenario as it is; then " if step.do.reset else ""
    text = back + "; ".join(words)
    return text[0].upper() + text[1:]


def looked(lesson: Lesson, step: Step) -> list[str]:
    """Nations and pairs that a step opens: `Arden`, `Arden – Osh`."""
    names = _names(lesson.scenario)
    return [" – ".join(names[code] for code in codes) for codes in step.look]


def _group(lever: str) -> str:
    """Under which headings of the panel a lever stands."""
    for group, names in texts.LEVERS:
        if lever in names:
            return f"*{group}*"
    return f"*{texts.MORE_LEVERS}*, *{next(group for group, names in texts.MORE if lever in names)}*"


def _as_shown(lever: str) -> str:
    """Its name with the capital that it has in the panel."""
    name = name_of_lever(lever)
    return name[0].upper() + name[1:]


def timetable(lesson: Lesson) -> Iterator[str]:
    """What takes how long."""
    yield "| minutes | |"
    yield "|---|---|"
    at = 0
    for minutes, name in lesson.timetable:
        yield f"| {at}–{at + minutes} | {name} |"
        at += minutes


def page(lesson: Lesson) -> str:
    """The student's page."""
    lines = [
        *(f"# {lesson.title}", "", f"{lesson.minutes} minutes. {linked(lesson.goal, GLOSSARY)}", ""),
        *timetable(lesson), "", PAGE.format(scenario=lesson.scenario, seed=lesson.seed), "", "## Opening", "",
        *(linked(lesson.opening.text.strip(), GLOSSARY), "", f"**{_asked(lesson.opening.ask)}**", ""),
        *("Write your answer down before you begin.", ""),
    ]  # fmt: skip
    for place, step in enumerate(lesson.steps, 1):
        lines += [f"## Step {place}", "", linked(step.text.strip(), GLOSSARY), ""]
        if step.do.levers or step.do.events:
            lines += [f"{done(lesson, step)}.", ""]
        if step.look:
            lines += [f"To open: {'; '.join(looked(lesson, step))}.", ""]
        for question in step.questions:
            lines += [f"**{_asked(question.ask)}**", ""]
    lines += ["## Discussion", ""]
    for case in lesson.discussion.cases:
        lines += [f"**{case.title}.** {linked(case.text.strip(), GLOSSARY)}", "", f"**{_asked(case.ask)}**", "",
                  f"Sources: {'; '.join(case.sources)}.", ""]  # fmt: skip
    return "\n".join(lines)


def _asked(text: str) -> str:
    return plain(text.strip())


def teacher(glossary: str = GLOSSARY) -> str:
    """Answers, wrong ideas and numbers of all lessons."""
    return "\n".join([teacher_head(), *(of_teacher(lesson, glossary) for lesson in lessons())])


def teacher_head() -> str:
    """What stands before the answers."""
    return TEACHER.format(first=LUCKS[0], last=LUCKS[-1])


def of_teacher(lesson: Lesson, glossary: str = GLOSSARY) -> str:
    """The same of one lesson."""
    title = f"## {lessons().index(lesson) + 1}. {lesson.title}"
    return "\n".join([title, "", *_answers(lesson, outcomes()[lesson.name], glossary)])


def _answers(lesson: Lesson, found: list[Outcome], glossary: str) -> Iterator[str]:
    yield f"{lesson.minutes} minutes, luck {lesson.seed}. {linked(lesson.goal, glossary)}"
    yield ""
    times = list(accumulate((minutes for minutes, _ in lesson.timetable), initial=0))
    yield " · ".join(
        f"{at}–{at + minutes} {name}" for at, (minutes, name) in zip(times, lesson.timetable, strict=False)
    )
    yield ""
    yield f"**Opening. {_asked(lesson.opening.ask)}** {linked(lesson.opening.answer.strip(), glossary)}"
    yield ""
    for place, (step, outcome) in enumerate(zip(lesson.steps, found, strict=True), 1):
        yield f"### {place}. {done(lesson, step) if step.do.levers or step.do.events else 'As it is'}"
        yield ""
        for question in step.questions:
            yield f"**{_asked(question.ask)}** {linked(question.answer.strip(), glossary)}"
            yield ""
        for wrong in step.wrong:
            yield f"*Often thought: {_asked(wrong.idea)}* {linked(wrong.truth.strip(), glossary)}"
            yield ""
        yield from numbers(lesson, step, outcome)
        yield ""
    yield "### Discussion"
    yield ""
    for learned in lesson.discussion.learned:
        yield f"- {linked(learned, glossary)}"
    yield ""
    for case in lesson.discussion.cases:
        yield f"**{case.title}.** {linked(case.text.strip(), glossary)} **{_asked(case.ask)}** "
        yield f"{linked(case.answer.strip(), glossary)} *Sources: {'; '.join(case.sources)}.*"
        yield ""
    yield f"**What the model cannot say.** {linked(lesson.discussion.limits.strip(), glossary)}"
    yield ""


def numbers(lesson: Lesson, step: Step, outcome: Outcome) -> Iterator[str]:
    """The table of a step."""
    mine = LUCKS.index(lesson.seed)
    usual, now, kept = outcome.usual[mine], outcome.now[mine], outcome.kept(step)
    changed = outcome.now is not outcome.usual and outcome.now != outcome.usual
    if not changed:
        yield "| | as it is | in ten kinds of luck |"
        yield "|---|---|---|"
        for name, measure in lesson.seen(step).items():
            values = [each[name] for each in outcome.usual]
            span = f"{measure.words(min(values))} to {measure.words(max(values))}"
            yield f"| {measure.title} | {measure.words(usual[name])} | {span} |"
    else:
        yield "| | as it is → changed | in ten kinds of luck | as said in |"
        yield "|---|---|---|---|"
        for name, measure in lesson.seen(step).items():
            found, ratios = [each[name] for each in outcome.now], [100 * (r - 1) for r in outcome.ratios(name)]
            span = f"{signed(min(ratios))} to {signed(max(ratios))} %"
            if math.isinf(max(ratios)):  # of nothing there are no hundredths
                span = f"now {measure.words(min(found))} to {measure.words(max(found))}"
            said = f"{kept[name]} of 10" if name in kept else "either way" if name in step.either_way else ""
            arrow = f"{measure.words(usual[name])} → {measure.words(now[name])}"
            yield f"| {measure.title} | {arrow} | {span} | {said} |"
    for larger, smaller in step.more:
        count = kept[f"{larger} > {smaller}"]
        yield ""
        yield f"More *{lesson.measures[larger].what}* than *{lesson.measures[smaller].what}*: in {count} of 10."


def pages() -> dict[str, str]:
    """All files of docs/lessons by name."""
    minutes = [lesson.minutes for lesson in lessons()]
    rows = "\n".join(f"| [{each.title}]({each.name}.md) | {each.minutes} | {plain(each.goal)} |" for each in lessons())
    index = INDEX.format(rows=rows, shortest=min(minutes), longest=max(minutes), scenario=lessons()[0].scenario,
                         first=LUCKS[0], last=LUCKS[-1])  # fmt: skip
    found = {"README.md": index, "teacher.md": teacher(), **{f"{each.name}.md": page(each) for each in lessons()}}
    return {name: text.rstrip("\n") + "\n" for name, text in found.items()}
