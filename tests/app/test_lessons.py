"""Every lesson does what it promises, with its own luck and with nine of ten others; pages and words fit together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exchsim.api import prepare
from exchsim.app import glossary, lesson_chart
from exchsim.app.lesson_chart import looks
from exchsim.app.lessons import LUCKS, Measure, lessons
from exchsim.app.lessons import outcomes as kept
from exchsim.app.lessons.pages import pages
from exchsim.app.said import name_of_lever
from exchsim.app.series import digest_of
from exchsim.state.outputs import NATIONS_OUT

LESSONS = lessons()
DOCS = Path(__file__).parents[2] / "docs"
ids = {"ids": lambda lesson: lesson.name}


def changing(step):
    return bool(step.do.levers or step.do.events)


def test_there_are_six_and_each_fills_its_time():
    assert len(LESSONS) == 6
    for lesson in LESSONS:
        assert 50 <= lesson.minutes <= 60 and 10 <= lesson.discussion.minutes <= 12
        assert lesson.goal and len(lesson.steps) >= 4
        assert all(step.look for step in lesson.steps)  # whatever is asked can be opened
        assert lesson.seed in LUCKS
        assert all(step.expect for step in lesson.steps if changing(step))  # whatever is done, something is to be seen
        assert all(step.questions for step in lesson.steps)
        assert sum(len(step.wrong) for step in lesson.steps) >= 3
        assert len(lesson.discussion.learned) >= 3
        assert lesson.discussion.cases and all(case.sources for case in lesson.discussion.cases)


@pytest.mark.parametrize("lesson", LESSONS, **ids)
def test_a_student_sees_what_is_promised(lesson):
    usual = None
    for step, story, outcome in zip(lesson.steps, lesson.stories(), kept.outcomes()[lesson.name], strict=True):
        values = lesson.values(prepare(story.changed_scenario(), story.seed).run())
        usual = usual or values  # the first step changes nothing
        stored = outcome.now[LUCKS.index(lesson.seed)]
        assert values == pytest.approx(stored, rel=1e-4)  # else: make docs
        for name, (low, high) in step.expect.items():
            assert low <= values[name] / usual[name] <= high, (step.text, name)
        for larger, smaller in step.more:
            assert values[larger] > values[smaller], (step.text, larger, smaller)


@pytest.mark.parametrize("lesson", LESSONS, **ids)
def test_promises_are_kept_in_nine_of_ten_lucks(lesson):
    for step, outcome in zip(lesson.steps, kept.outcomes()[lesson.name], strict=True):
        assert len(outcome.now) == len(LUCKS) == 10
        for promise, count in outcome.kept(step).items():
            assert count >= 9, (step.text, promise, count)
        for name in step.either_way:
            assert min(outcome.ratios(name)) < 0.97 and max(outcome.ratios(name)) > 1.03, (step.text, name)


@pytest.mark.parametrize("lesson", LESSONS, **ids)
def test_promises_say_a_direction_or_that_there_is_none(lesson):
    for step in lesson.steps:
        for name, (low, high) in step.expect.items():
            away = high <= 1.05 or low >= 0.95  # falls (or stays), rises (or stays)
            assert away and low < high, (step.text, name)


@pytest.mark.slow
@pytest.mark.parametrize("lucks", [LUCKS[::4], pytest.param(LUCKS, marks=pytest.mark.long)], ids=["some", "all"])
def test_what_is_kept_of_other_lucks_is_what_comes_out(lucks):
    found, stored = kept.run_all(lucks), kept.outcomes()
    for lesson in LESSONS:
        for now, then in zip(found[lesson.name], stored[lesson.name], strict=True):
            for place, luck in enumerate(lucks):
                assert now.now[place] == pytest.approx(then.now[LUCKS.index(luck)], rel=1e-4)  # else: make docs


@pytest.mark.parametrize("lesson", LESSONS, **ids)
def test_a_colour_means_one_pair_in_all_charts_of_a_lesson(lesson):
    mine = looks(lesson)
    for step in lesson.steps:
        assert len({mine[name] for name in step.draw}) == len(step.draw)  # told apart
    meant = {}
    for name, look in mine.items():
        assert meant.setdefault(look, lesson.measures[name].about) == lesson.measures[name].about
    for pair, colour in {"ARD-BMR": "#0072b2", "ARD-OSH": "#d55e00"}.items():
        mean = [name for name in mine if lesson.measures[name].about == pair]
        assert not mean or colour in {mine[name][0] for name in mean}


def test_a_chart_by_years_is_titled_by_years_and_stands_where_the_others_do():
    lesson = next(each for each in LESSONS if "leaks" in each.measures)
    result = prepare(lesson.start().changed_scenario(), 1).run()
    drawn = lesson_chart.options(lesson, lesson.steps[0], result, None)
    (line,) = drawn["series"]
    assert line["name"] == "leaks to be expected in a year" and line["data"][0][0] == 1980.5
    assert sum(value for year, value in line["data"] if year > 1990) == pytest.approx(
        lesson.values(result)["leaks"], rel=1e-3
    )
    both = lesson_chart.options(lesson, lesson.steps[0], result, result)["series"]
    assert [line["name"] for line in both] == [f"{both[1]['name']}, as it was", "leaks to be expected in a year"]
    (trust, _) = lesson_chart.options(lesson, lesson.steps[4], result, None)["series"]
    mine = digest_of(result)
    assert [year for year, _ in trust["data"]] == pytest.approx(list(mine.times("trust", ("ARD", "BMR"))), abs=0.02)


def test_levers_are_said_as_the_app_says_them():
    sixth = pages()["6-virtual-or-in-person.md"]
    name = name_of_lever("virtual_share")
    assert f"et *{name[0].upper()}{name[1:]}* to 80 %, in *How many and how long*" in sixth
    assert "paid by donors" in pages()["4-reciprocity-and-free-riders.md"]
    assert not any("`" in line and "share" in line for line in sixth.splitlines())


def test_of_nothing_there_are_no_hundredths():
    pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")
    from exchsim.app import teach

    outcome = kept.Outcome([{"x": 0.0}, {"x": 0.0}], [{"x": 1.0}, {"x": 2.5}])
    measure = Measure(**{"what": "x", "table": "", "column": "", "from": 1990, "digits": 1})
    assert teach.in_ten_lucks(outcome, "x", measure) == "ten lucks: 1.0 to 2.5"


def test_pages_are_those_that_docs_would_write():
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "lessons").glob("*.md")}
    assert pages() == written  # else: make docs
    assert (DOCS / "glossary.md").read_text(encoding="utf-8") == glossary.markdown().rstrip("\n") + "\n"


def test_outcomes_are_written_as_they_are_read():
    assert kept.written(kept.outcomes()) == kept.FILE.read_text(encoding="utf-8")


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_of(each)


def test_words_of_lessons_are_in_the_glossary():
    for lesson in LESSONS:
        pointed = {to.word for text in texts_of(lesson.model_dump()) for to in glossary.marks(text)}
        assert len(pointed) >= 2, lesson.name
    with pytest.raises(KeyError):
        glossary.entry("no such word")


def test_every_word_leads_to_words():
    entries = glossary.entries()
    names = [name.lower() for each in entries for name in (each.word, *each.also)]
    assert len(names) == len(set(names))
    assert all(glossary.entry(word) for each in entries for word in each.see)
    assert "luck" in [each.word for each in entries if each.holds("SEED")]


def test_links_of_pages_lead_somewhere():
    anchors = {each.anchor for each in glossary.entries()}
    for name, text in pages().items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            if target.startswith("http"):
                continue
            path, _, anchor = target.partition("#")
            assert (DOCS / "lessons" / path).exists(), (name, target)
            assert not anchor or anchor in anchors, (name, target)


def test_styles_of_command_are_named_as_the_model_has_them():
    """Arden leaves the how to its people: .9 on a scale from hierarchical to collaborative."""
    column = next(column for column in NATIONS_OUT if column.name == "command_style")
    assert "hierarchical 0 to collaborative 1" in column.meaning
    app = Path(glossary.__file__).parent
    for file in (*app.glob("lessons/*.yaml"), app / "told.py", app / "glossary.yaml"):
        assert not re.search(
            r"0 collaborative|1 hierarchical|[Cc]ollaborative \(0|[Hh]ierarchical \(1", file.read_text()
        )
    third = " ".join((app / "lessons/3-hierarchical-and-collaborative.yaml").read_text().split())
    assert "0 is [[hierarchical]] and 1 [[collaborative]]" in third
