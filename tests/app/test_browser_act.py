"""Acting in a real browser: levers in full, for one nation and from a month on."""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd
import pytest

pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")
expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def panel(page):
    """The panel of changes."""
    page.get_by_role("tab", name="Change").click()
    shown = page.locator("aside")
    shown.get_by_text("The scenario as it is.").wait_for()
    return shown


def lever(panel, name):
    return panel.get_by_role("group", name=name, exact=True)


def choose(page, label, option):
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.locator(".q-menu").wait_for(state="detached")  # until then the field takes the keys


def test_a_lever_says_what_it_is_and_how_well_it_is_known(panel):
    posts = lever(panel, "officers wanted abroad")
    expect(posts).to_contain_text("officers that a nation wants on bilateral tours at a time")
    expect(posts).to_contain_text("0 to 10 % of cadre")
    source = posts.get_by_text("ADF 2016")
    expect(source).to_be_hidden()
    posts.locator("summary").click()
    source.wait_for()
    expect(posts).to_contain_text("measured")


def test_a_number_is_typed_refused_in_words_and_taken_back(panel):
    posts = lever(panel, "officers wanted abroad")
    field = posts.get_by_role("textbox")
    for text, words in (("many", "write a number"), ("99", "it must be 0 to 10 % of cadre")):
        field.fill(text)
        field.press("Enter")
        posts.get_by_role("alert").get_by_text(words).wait_for()
        expect(panel.get_by_text("The scenario as it is.")).to_be_visible()
    field.fill("1,5")
    field.press("Enter")
    panel.get_by_text("officers wanted abroad = 1.5 % of cadre", exact=True).wait_for()
    expect(posts.get_by_role("alert")).to_have_count(0)
    expect(posts.get_by_role("slider")).to_have_value("0.015")
    posts.get_by_role("button", name="officers wanted abroad back to 2 % of cadre").click()
    panel.get_by_text("The scenario as it is.").wait_for()
    expect(posts.get_by_role("slider")).to_have_value("0.02")


def test_a_rule_is_chosen_by_its_name(panel):
    panel.get_by_role("button", name="With whom").click()
    rule = lever(panel, "sending and receiving")
    expect(rule.get_by_role("slider")).to_have_count(0)
    expect(rule.get_by_role("radio", name="balanced over years")).to_be_checked()
    rule.get_by_role("radio", name="one for one").check()
    panel.get_by_text("sending and receiving = one for one", exact=True).wait_for()


def test_every_lever_is_found_by_a_word(page, panel):
    panel.get_by_label("Find a lever").fill("espionage")
    lever(panel, "choosing partners: leaks count against").wait_for()
    expect(panel.get_by_role("button", name="More levers")).to_be_hidden()
    panel.get_by_label("Find a lever").fill("no such thing")
    panel.get_by_text("No lever has these words.").wait_for()
    panel.get_by_label("Find a lever").fill("aptitude")
    lever(panel, "least aptitude for languages").get_by_role("slider").press("End")
    panel.get_by_text("least aptitude for languages = 2 standard deviations", exact=True).wait_for()


def test_one_nation_changes_its_policy(page, panel):
    page.get_by_role("button", name="Osh", exact=True).click()
    page.get_by_role("tab", name="Look").click()
    panel.get_by_role("button", name="Change this nation's policy").click()
    lever(panel, "officers wanted abroad").get_by_role("slider").press("Home")
    panel.get_by_text("Osh: officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    choose(page, "For", "all nations")
    posts = lever(panel, "officers wanted abroad")
    posts.get_by_text("Osh: 0 % of cadre").wait_for()
    expect(posts.get_by_role("slider")).to_have_value("0.02")
    panel.get_by_role("button", name="Take back: Osh: officers wanted abroad = 0 % of cadre").click()
    panel.get_by_text("The scenario as it is.").wait_for()


def test_a_lever_is_changed_from_a_month_on(page, panel, at_month):
    choose(page, "From", "a month on")
    at_month(panel, "March", 1985, "First month")
    lever(panel, "length of a tour").get_by_role("slider").press("Home")
    panel.get_by_text("1985-03 · length of a tour = 3 months", exact=True).wait_for()
    choose(page, "From", "the start")
    lever(panel, "length of a tour").get_by_text("from 1985-03: all nations: 3 months").wait_for()
    expect(lever(panel, "length of a tour").get_by_role("slider")).to_have_value("24")


def test_a_programme_is_switched_off_and_has_a_number(page, panel):
    panel.get_by_role("button", name="Programmes").click()
    courses = lever(panel, "leadership and staff courses")
    offered = courses.get_by_role("switch")
    expect(offered).to_be_checked()
    offered.click()
    panel.get_by_text("leadership and staff courses = none", exact=True).wait_for()
    expect(panel.locator(".change")).to_have_count(1)
    assert not offered.is_checked() and courses.get_by_role("textbox").count() == 0
    offered.click()
    panel.get_by_text("The scenario as it is.").wait_for()
    workshops = lever(panel, "workshops").get_by_role("textbox")
    workshops.fill("50")
    workshops.press("Enter")
    lever(panel, "workshops").get_by_text("it must be 0 to 12 a year").wait_for()
    workshops.fill("4")
    workshops.press("Enter")
    panel.get_by_text("workshops held = 4 a year", exact=True).wait_for()
    many = lever(panel, "short courses").get_by_role("textbox")
    many.fill("9.9")
    many.press("Enter")
    page.get_by_text("at most 10 % can be").wait_for()
    page.wait_for_function("e => e.value !== '9.9'", arg=many.element_handle())


def stage_at(page, month):
    """Click at a month of the timeline."""
    track = page.locator(".stage .track input")
    box = track.bounding_box()
    share = month / (int(track.get_attribute("max")))
    page.mouse.click(box["x"] + 8 + (box["width"] - 16) * share, box["y"] + box["height"] / 2)


def test_an_event_is_dropped_at_the_date_that_is_clicked(page, panel):
    page.get_by_role("tab", name="Look").click()
    stage_at(page, 66)
    page.get_by_role("button", name="Let something happen at this date").click()
    clock = page.locator(".stage .date").inner_text()
    fields = panel.locator(".q-field", has=page.get_by_label("Month", exact=True)).locator(".q-field__native")
    month, year = clock.split()
    expect(fields).to_have_text(month)
    choose(page, "What happens", "close borders")
    panel.get_by_role("button", name="Let it happen", exact=True).click()
    panel.get_by_text(re.compile(rf"^{year}-\d\d · Arden: borders close$")).wait_for()
    mark = page.locator(".stage .mark.own")
    expect(mark).to_have_attribute("aria-label", f"{clock} Arden: borders close")
    page.get_by_role("button", name="One month forward").click()
    expect(page.locator(".stage .date")).not_to_have_text(clock)
    fields.filter(has_text=page.locator(".stage .date").inner_text().split()[0]).wait_for()  # it follows the clock
    mark.focus()
    page.locator(".stage .news").get_by_text("Arden: borders close").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".stage .date")).to_have_text(clock)


def test_secrets_leak_as_gravely_as_is_said(page, panel, at_month):
    page.get_by_role("button", name="Arden – Belmar").focus()
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Change").click()
    panel.get_by_role("button", name="Let something happen").click()
    choose(page, "What happens", "secrets leak")
    at_month(panel, "February", 1984)
    grave = panel.get_by_label("How grave")
    for text, words in (("very", "write a number from 1 to 100"), ("1000", "must be 1 to 100")):
        grave.fill(text)
        panel.get_by_role("button", name="Let it happen", exact=True).click()
        page.get_by_text(words).wait_for()
    grave.fill("9")
    panel.get_by_role("button", name="Let it happen", exact=True).click()
    panel.get_by_text("1984-02 · Arden lets secrets of Belmar leak", exact=True).wait_for()
    panel.get_by_role("button", name="Take back: 1984-02 · Arden lets secrets of Belmar leak").click()
    panel.get_by_text("The scenario as it is.").wait_for()


def test_a_nation_joins_an_organisation(page, panel, at_month):
    page.get_by_role("button", name="Osh", exact=True).click()
    page.get_by_role("tab", name="Change").click()
    panel.get_by_role("button", name="Let something happen").click()
    choose(page, "What happens", "join an organisation")
    at_month(panel, "January", 1983)
    panel.get_by_role("button", name="Let it happen", exact=True).click()
    panel.get_by_text("1983-01 · Osh joins the Alliance of the West", exact=True).wait_for()


def taken(page, item):
    with page.expect_download(timeout=120_000) as caught:
        page.get_by_role("button", name="Take away").click()
        page.get_by_text(item, exact=True).click()
    with open(caught.value.path(), "rb") as stream:
        return caught.value.suggested_filename, stream.read()


def test_what_was_changed_is_saved_and_opened_again_with_the_same_numbers(page, panel):
    lever(panel, "officers wanted abroad").get_by_role("slider").press("Home")
    panel.get_by_text("officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    _, before = taken(page, "Data (CSV)")
    name, told = taken(page, "Report (one page)")
    assert name == "classroom-changed-report.html" and b"officers wanted abroad = 0 % of cadre" in told
    name, saved = taken(page, "Save as scenario")
    assert name == "classroom-changed.yaml" and saved.startswith(b"# Made in the classroom")
    page.get_by_role("button", name="Open", exact=True).click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/yaml", "buffer": saved})
    page.wait_for_url("**/?key=*")
    page.locator(".stage .date").wait_for()
    page.get_by_role("tab", name="Change").click()
    panel.get_by_text("officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    panel.get_by_text("(was 2 % of cadre)", exact=True).wait_for()
    _, after = taken(page, "Data (CSV)")
    tables = [zipfile.ZipFile(io.BytesIO(content)) for content in (before, after)]
    for file in ("world.csv", "pairs.csv", "as_it_was/world.csv"):
        assert tables[0].read(file) == tables[1].read(file)
    trust = [pd.read_csv(io.BytesIO(tables[0].read(f"{folder}world.csv")))["trust"] for folder in ("", "as_it_was/")]
    assert trust[0].iloc[-1] != trust[1].iloc[-1]
    page.get_by_role("button", name="As it was").click()
    panel.get_by_text("The scenario as it is.").wait_for()


def test_figures_are_taken_away_while_the_screen_goes_on(page, panel):
    with page.expect_download(timeout=180_000) as caught:
        page.get_by_role("button", name="Take away").click()
        page.get_by_text("Figures (PNG)", exact=True).click()
        page.get_by_text(re.compile("Drawing figure 1 of")).wait_for(timeout=60_000)
        lever(panel, "length of a tour").get_by_role("slider").press("Home")  # meanwhile it can be worked with
        panel.get_by_text("length of a tour = 3 months", exact=True).wait_for()
    assert caught.value.suggested_filename == "classroom-figures.zip"
    files = zipfile.ZipFile(caught.value.path())
    assert {"trust.png", "posts.png", "network.png"} <= set(files.namelist())
    assert all(files.read(name).startswith(b"\x89PNG") for name in files.namelist())


def test_a_slider_is_dragged_while_time_goes_on(page, panel):
    page.locator(".stage").get_by_role("button", name="Play", exact=True).click()
    slider = lever(panel, "length of a tour").get_by_role("slider")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8 + (box["width"] - 16) * 21 / 57, middle)
    page.mouse.down()
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        page.mouse.move(box["x"] + box["width"] * share, middle)
        page.wait_for_timeout(300)  # the clock goes on, and with it what the server sends
    page.mouse.move(box["x"] + box["width"] - 1, middle)
    expect(slider).to_have_value("60")
    page.mouse.up()
    panel.get_by_text("length of a tour = 60 months", exact=True).wait_for()


def test_what_is_typed_stays_while_time_goes_on(page, panel, at_month):
    panel.get_by_role("button", name="Let something happen").click()
    at_month(panel, "July", 1984)
    page.locator(".stage").get_by_role("button", name="Play", exact=True).click()
    number = lever(panel, "officers wanted abroad").get_by_role("textbox")
    number.fill("3.")
    page.wait_for_timeout(1000)
    expect(number).to_have_value("3.")
    panel.get_by_role("button", name="Let it happen", exact=True).click()
    panel.get_by_text("1984-07 · Arden and Sarrow break off relations", exact=True).wait_for()


def test_who_changes_faster_than_it_can_run_sees_the_last(page, panel):
    slider = lever(panel, "officers wanted abroad").get_by_role("slider")
    for value in (0.01, 0.03, 0.05, 0.07):
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')); }", str(value))
    panel.get_by_text("officers wanted abroad = 7 % of cadre", exact=True).wait_for()
    page.get_by_text("Running …").wait_for(state="hidden")
    expect(slider).to_have_value("0.07")
    page.get_by_role("button", name="Undo").click()
    panel.get_by_text("officers wanted abroad = 5 % of cadre", exact=True).wait_for()


def test_on_a_phone_what_was_asked_for_comes_into_view(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    phone = context.new_page()
    phone.goto(address)
    phone.locator(".stage .date").wait_for()
    phone.get_by_role("button", name="Let something happen at this date").click()
    field = phone.get_by_label("Month", exact=True)
    field.wait_for()
    phone.wait_for_function("e => { const y = e.getBoundingClientRect().y; return y > 0 && y < 844; }",
                            arg=field.element_handle())  # fmt: skip
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
