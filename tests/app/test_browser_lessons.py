"""Lessons in a real browser: from the list to the discussion, with charts, words and the teacher's page."""

from __future__ import annotations

import re

import pytest

from exchsim.app.lessons import lessons

pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")
expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def panel(page):
    """The panel of lessons."""
    page.get_by_role("tab", name="Lessons").click()
    shown = page.locator("aside")
    shown.get_by_text("Write your guess down").wait_for()
    return shown


def begin(panel, title):
    panel.get_by_role("button", name=title).click()
    panel.get_by_role("button", name="Begin").click()
    panel.get_by_text("Step 1 of").wait_for()


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.name)
def test_every_lesson_shows_what_it_promises(panel, lesson):
    begin(panel, lesson.title)
    for place, step in enumerate(lesson.steps, 1):
        panel.get_by_text(f"Step {place} of {len(lesson.steps)}").wait_for()
        for question in step.questions:
            assert panel.get_by_text(question.ask.strip()[:40]).count() == 1 or "[[" in question.ask
        for name, (low, high) in step.expect.items():
            measure = lesson.measures[name]
            what = panel.page.get_by_text(measure.what, exact=True)
            note = panel.page.get_by_text(measure.note)
            row = panel.locator("tr").filter(has=what).filter(has=note)
            before, after = re.search(r"([\d.,]+) → ([\d.,]+)", row.inner_text()).groups()
            digits = 0.6 * 10.0**-measure.digits  # what is lost by writing few of them
            before, after = (float(number.replace(",", "")) for number in (before, after))
            assert low * before - 2 * digits <= after <= high * before + 2 * digits, name
        on = "Next step" if place < len(lesson.steps) else "To the discussion"
        panel.get_by_role("button", name=on).click()
    panel.get_by_text(lesson.discussion.cases[0].title).wait_for()
    panel.get_by_role("button", name="Back", exact=True).click()
    panel.get_by_text(f"Step {len(lesson.steps)} of").wait_for()
    panel.get_by_role("button", name="All lessons").click()
    panel.get_by_text("Write your guess down").wait_for()


def test_a_step_puts_the_clock_and_opens_a_pair(page, panel):
    begin(panel, "What trust is made of")
    expect(page.locator(".stage .date")).to_have_text("June 1995")
    expect(panel.locator(".lesson-chart canvas, .lesson-chart svg")).to_have_count(1)
    panel.get_by_role("button", name="Arden – Osh").click()
    page.locator("aside .name").get_by_text("Arden – Osh").wait_for()


def test_other_luck_changes_the_numbers_of_a_step_and_there_is_a_way_back(page, panel):
    begin(panel, "What trust is made of")
    panel.get_by_role("button", name="Arden – Osh").click()
    page.locator("aside .name").get_by_text("Arden – Osh").wait_for()
    page.get_by_role("tab", name="Lessons").click()
    panel.get_by_role("button", name="Next step").click()
    panel.get_by_text("Step 2 of").wait_for()
    page.get_by_role("button", name="Arden – Osh", exact=True).wait_for()
    of_step = page.get_by_role("button", name="Arden – Osh", exact=True)
    expect(of_step).to_have_count(1)  # nobody is chosen
    of_step.click()
    page.locator("aside .rows .note").first.get_by_text(re.compile(r"^was 0\.\d\d / 0\.\d\d$")).wait_for()
    page.get_by_role("tab", name="Lessons").click()
    panel.get_by_text("Step 2 of").wait_for()
    rows = panel.locator("table.rows")
    lessons_own = rows.inner_text()
    page.get_by_role("button", name="Other luck").click()
    panel.get_by_text("Luck 2. Questions and answers are for luck 1.").wait_for()
    expect(page.locator(".bar").get_by_text("luck 2")).to_have_count(1)
    expect(rows).not_to_have_text(lessons_own, use_inner_text=True)
    expect(rows).to_contain_text("→")
    panel.get_by_role("button", name="Back to luck 1").click()
    panel.get_by_text("Luck 1, that of the lesson.").wait_for()
    expect(rows).to_have_text(lessons_own, use_inner_text=True)
    page.get_by_role("button", name="As it was").click()
    panel.get_by_text("What this step changes has been taken back").wait_for()
    panel.get_by_role("button", name="Do the step again").click()
    panel.get_by_text("taken back").wait_for(state="hidden")
    expect(rows).to_have_text(lessons_own, use_inner_text=True)
    page.reload()
    panel.get_by_text("Step 2 of").wait_for()
    expect(page.locator(".stage .date")).to_have_text("June 1995")
    expect(rows).to_have_text(lessons_own, use_inner_text=True)
    panel.get_by_role("button", name="All lessons").click()
    page.wait_for_function("() => location.search === ''")


def test_the_browsers_back_is_the_page_before(page, panel):
    begin(panel, "What trust is made of")
    panel.get_by_role("button", name="Next step").click()
    panel.get_by_text("Step 2 of").wait_for()
    page.wait_for_url("**step=2")
    page.go_back()
    panel.get_by_text("Step 1 of").wait_for()
    page.go_back()
    panel.get_by_role("button", name="Begin").wait_for()
    page.go_back()
    panel.get_by_text("Five invented nations").wait_for()
    page.go_forward()
    panel.get_by_role("button", name="Begin").wait_for()


def test_a_marked_word_says_what_it_means(page, panel):
    begin(panel, "What trust is made of")
    panel.locator(".term", has_text="politics alone").click()
    words = page.locator(".words")
    words.get_by_text("The trust that politics alone would give two states").wait_for()
    words.get_by_label("Find a word").fill("seed")
    words.get_by_text("Another seed is another history").wait_for()
    expect(words.get_by_text("A promise to defend each other.")).to_have_count(0)
    words.get_by_label("Find a word").fill("xyzzy")
    words.get_by_text("No entry has this word.").wait_for()
    page.keyboard.press("Escape")
    words.wait_for(state="hidden")


def test_the_teacher_reads_answers_on_this_machine(page, address):
    page.goto(address + "teacher")
    page.get_by_text("Full answers").wait_for()
    assert page.locator("table").count() > 20
    assert page.get_by_text("Often thought").count() >= 18


def test_the_teacher_finds_one_lesson_and_the_way_to_it(page, address):
    page.goto(address + "teacher")
    page.get_by_role("link", name="Print its answers: Leaks").click()
    page.get_by_role("heading", name="5. Leaks").wait_for()
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.get_by_role("link", name="Open the lesson").click()
    panel = page.locator("aside")
    panel.get_by_text("Leaks and the price of caution").first.wait_for()
    panel.get_by_role("button", name="Begin").wait_for()
    assert (
        panel.get_by_role("link", name="answers to this lesson")
        .get_attribute("href")
        .endswith("/teacher?lesson=5-leaks-and-the-price-of-caution")
    )
    page.goto(address + "?lesson=none-of-them")
    page.locator(".stage .date").wait_for()
    expect(page.get_by_role("tab", name="Look")).to_have_attribute("aria-selected", "true")
