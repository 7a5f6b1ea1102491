"""Ways to watch, in a real browser: several lucks, the series of a nation, views of the stage, who is abroad, what a
change changes."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")
expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
pytestmark = [pytest.mark.xdist_group("browser")]


def until_drawn(page, **points):
    """The first chart shows series of so many points."""
    page.wait_for_function(
        """points => {
          const chart = getElement(document.querySelector('.chart').id.slice(1)).chart;
          const drawn = Object.fromEntries(chart.getOption().series.map(s => [s.id, s.data.length]));
          return Object.keys(points).every(name => drawn[name] === points[name]);
        }""",
        arg=points,
    )


LAST_LINE = """() => JSON.stringify(
  getElement(document.querySelector('.chart').id.slice(1)).chart.getOption().series.at(-1).data)"""


def last_line(page):
    """What the first chart shows of the run, in the browser's own words."""
    return page.evaluate(LAST_LINE)


def test_several_lucks_make_a_fan(page):
    until_drawn(page, now=20, outer=0)
    page.get_by_role("button", name="5 lucks", exact=True).click()
    page.get_by_role("status").get_by_text("5 of 5 lucks", exact=True).wait_for()
    page.get_by_text("all of them").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.legend .key:not(.hidden)').length === 4")
    until_drawn(page, outer=20, median=20)
    page.get_by_role("button", name="One luck").click()
    page.get_by_text("all of them").wait_for(state="hidden")
    until_drawn(page, outer=0)


def test_a_chart_that_the_mouse_has_crossed_tells_its_values_and_still_follows(page):
    for chart in page.locator(".chart").all():
        if chart.is_visible():
            chart.hover()
            chart.get_by_text(re.compile(r"^(19|20)\d\d$")).first.wait_for()
    page.locator(".stage").get_by_role("button", name="Arden", exact=True).click()
    was = last_line(page)
    page.locator(".strip").get_by_role("button", name="Arden").click()
    page.get_by_text("Trust that others have in it").wait_for()
    page.wait_for_function("was => (" + LAST_LINE + ")() !== was", arg=was)


def test_charts_can_be_of_the_nation_that_is_clicked(page):
    page.locator(".stage").get_by_role("button", name="Arden", exact=True).click()
    page.locator(".strip").get_by_role("button", name="Arden").click()
    page.get_by_text("Trust that others have in it").wait_for()
    page.locator(".stage").get_by_role("button", name="Arden – Belmar").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Officers can talk").wait_for()  # the charts stay with what is clicked
    page.locator(".strip").get_by_role("button", name="World").click()
    page.get_by_text("Trust between the first allies").wait_for()


def test_the_network_is_clicked_like_the_map_and_keeps_the_date(page):
    date = page.locator(".stage .date").inner_text()
    on_map = page.locator(".stage .nation").first.get_attribute("transform")
    page.get_by_role("button", name="Network").click()
    page.get_by_role("group", name="Network of nations and of officers abroad").wait_for()
    expect(page.locator(".stage .nation").first).not_to_have_attribute("transform", on_map)
    page.locator(".stage").get_by_role("button", name="Osh", exact=True).click()
    page.locator("aside .name").get_by_text("Osh", exact=True).wait_for()
    expect(page.locator(".stage .date")).to_have_text(date)
    assert page.locator(".stage .arc:visible").count() > 3


def test_pairs_follow_the_clock_and_are_chosen_by_click_and_by_keys(page):
    page.get_by_role("button", name="Pairs").click()
    cell = page.get_by_role("gridcell", name="Arden → Sarrow, 1980")
    cell.wait_for()
    expect(page.locator(".stage .nation").first).to_be_hidden()
    before = cell.inner_text()
    page.get_by_role("slider", name="Date").focus()
    page.keyboard.press("End")
    late = page.get_by_role("gridcell", name="Arden → Sarrow, 1999")
    late.wait_for()
    expect(late).not_to_have_text(before)
    late.click()
    page.locator("aside .name").get_by_text("Arden – Sarrow").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("aside .name").get_by_text("Belmar – Osh").wait_for()
    page.get_by_role("button", name="Officers sent").click()
    page.get_by_role("gridcell", name="officers sent").first.wait_for()


def test_space_and_arrows_are_the_clocks_where_nobody_else_needs_them(page):
    date = page.locator(".stage .date")
    page.locator("body").click(position={"x": 5, "y": 5})
    first = date.inner_text()
    page.keyboard.press("ArrowRight")
    expect(date).not_to_have_text(first)
    page.keyboard.press("ArrowLeft")
    expect(date).to_have_text(first)
    page.keyboard.press(" ")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press(" ")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def test_what_a_change_changes_is_drawn_and_said(page):
    expect(page.get_by_role("button", name="What the change changes")).to_be_hidden()
    page.get_by_role("tab", name="Change").click()
    page.get_by_role("slider", name="officers wanted abroad").focus()
    page.keyboard.press("Home")
    page.get_by_text("Same luck.").wait_for()
    expect(page.locator(".compared")).to_contain_text("officers abroad −")
    page.get_by_role("button", name="What the change changes").click()
    page.locator(".stage svg").get_by_text("change in trust").wait_for()
    page.get_by_text("Change: Trust between the first allies").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.stage .arc.less').length > 3")
    until_drawn(page, zero=2)
    page.get_by_role("button", name="As it was", exact=True).click()
    page.locator(".stage svg").get_by_text("change in trust").wait_for(state="detached")
    expect(page.get_by_role("button", name="What the change changes")).to_be_hidden()
    until_drawn(page, zero=0)


def test_an_officer_who_is_abroad_is_clicked_and_their_life_told(page):
    page.locator(".stage").get_by_role("button", name="Arden", exact=True).click()
    officer = page.locator(".officers button").first
    assert re.match(r"[A-Z][a-z ]+ ARD-\d{5}\s+[A-Z]\w+, since [A-Z][a-z]+ 19\d\d", officer.inner_text())
    grade, _, number = officer.locator(".who").inner_text().rpartition(" ")
    officer.click()
    page.wait_for_function("() => (document.querySelector('.life') || {}).textContent?.length > 300")
    expect(page.locator(".life-name")).to_contain_text(number)
    expect(page.locator(".life")).to_contain_text(grade.lower())


def test_the_trust_of_a_pair_is_taken_apart_and_adds_up(page):
    page.locator(".stage").get_by_role("button", name="Arden – Belmar").focus()
    page.keyboard.press("Enter")
    page.locator(".made").first.wait_for()
    for box in page.locator(".made").all():
        text = box.inner_text()
        *gained, lost = box.locator("i").all()
        right = max(part.bounding_box()["x"] + part.bounding_box()["width"] for part in gained)
        assert lost.bounding_box()["x"] + lost.bounding_box()["width"] == pytest.approx(right, abs=1.0)
        trust, made = re.search(r": ([.\d]+) = (.*)", text).groups()
        parts = re.findall(r"([+−]?) ?([.\d]+) (politics now|not followed yet|lived together|secrets lost)", made)
        assert parts[0][2] == "politics now" and len(parts) > 1
        bar = box.locator(".bar-of-trust").bounding_box()
        assert lost.bounding_box()["x"] - bar["x"] == pytest.approx(
            float(trust) * bar["width"], abs=1.0
        )  # trust is kept
        assert float(trust) == pytest.approx(sum(float(n) * (-1 if sign == "−" else 1) for sign, n, _ in parts))
    page.wait_for_function("() => document.querySelectorAll('aside .chart canvas').length === 1")
    assert page.locator("aside .legend .key").all_inner_texts() == [
        "Arden → Belmar",
        "Belmar → Arden",
        "politics alone",
    ]


def test_before_anything_is_clicked_the_panel_tells_what_this_is(page):
    panel = page.locator("aside")
    page.locator(".stage").get_by_role("button", name="Play", exact=True).click()
    panel.get_by_text("Nations at the end of 1981").wait_for()  # it goes with the clock
    page.get_by_role("button", name="Pause").click()
    panel.get_by_text("Five invented nations").wait_for()
    panel.get_by_role("button", name="June 1994").click()
    page.locator(".stage .date").get_by_text("June 1994").wait_for()
    expect(page.locator(".stage .news")).to_have_text("June 1994 · Dunmark and Osh make up again")
    panel.locator(".listed .who", has_text="Sarrow").click()
    panel.locator(".name").get_by_text("Sarrow").wait_for()
    panel.get_by_role("button", name="All nations").click()
    panel.get_by_text("Five invented nations").wait_for()


def test_what_a_chart_shows_is_said_where_it_is_asked_for(page):
    page.get_by_role("button", name="What this shows: Trust between the first allies").click()
    page.get_by_text("allies when the run begins, the same in every year").wait_for()


def test_a_life_is_told_as_soon_as_lives_are_looked_at(page):
    page.get_by_role("tab", name="Lives").click()
    page.wait_for_function("() => (document.querySelector('.life') || {}).textContent?.length > 300")


def test_names_on_a_crowded_map_do_not_meet(browser, address):
    context = browser.new_context(viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
    shown = context.new_page()
    shown.goto(f"{address}?name=five_eyes")
    shown.locator(".stage .date").wait_for(timeout=120_000)
    shown.locator(".stage .nation text:visible").first.wait_for()
    boxes = [text.bounding_box() for text in shown.locator(".stage .nation text:visible").all()]
    assert len(boxes) > 4
    for k, a in enumerate(boxes):
        for b in boxes[:k]:
            wide = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            high = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            assert wide < 6 or high < 6
    context.close()
