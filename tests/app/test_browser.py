"""The classroom in a real browser, without a network: watch, click, change, undo, drop an event, save, read a life."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
import yaml

pytest.importorskip("nicegui", reason="the classroom needs the extra `app`")
expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
pytestmark = pytest.mark.xdist_group("browser")


def date(page):
    return page.locator(".stage .date").inner_text()


def test_it_moves_and_stands_still_when_told(page):
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    expect(page.locator(".stage .date")).not_to_have_text("January 1980")
    page.get_by_role("button", name="Pause").click()
    still = date(page)
    page.wait_for_timeout(700)
    assert date(page) == still
    page.get_by_role("button", name="One month forward").click()
    assert date(page) != still
    assert page.locator(".stage .officer:visible").count() > 0


def test_nothing_moves_for_those_who_ask_for_stillness(page):
    page.wait_for_timeout(1000)
    assert date(page) == "January 1980"
    page.locator(".stage").get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".stage .date")).not_to_have_text("January 1980")


def test_a_click_on_a_nation_and_on_a_pair_tells_of_them(page):
    page.get_by_role("button", name="Arden", exact=True).click()
    panel = page.locator("aside")
    panel.get_by_text("speak a foreign language well").wait_for()
    expect(panel.locator(".name")).to_have_text("Arden")
    page.get_by_role("button", name="Arden – Belmar").focus()
    page.keyboard.press("Enter")
    panel.get_by_text("… that politics alone would give").wait_for()
    expect(panel.locator(".name")).to_have_text("Arden – Belmar")


def test_a_lever_is_moved_compared_and_taken_back(page):
    page.get_by_role("tab", name="Change").click()
    lever = page.get_by_role("slider", name="officers wanted abroad")
    lever.focus()
    page.keyboard.press("Home")
    page.get_by_text("officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The scenario as it is.").wait_for()
    page.wait_for_function("e => e.value === '0.02'", arg=lever.element_handle())
    page.get_by_role("button", name="Redo").click()
    page.get_by_text("officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    page.get_by_role("button", name="As it was").click()
    page.get_by_text("The scenario as it is.").wait_for()


def test_an_event_is_dropped_and_saved(page, tmp_path, at_month):
    page.get_by_role("tab", name="Change").click()
    page.get_by_text("Let something happen").first.click()
    at_month(page.locator("aside"), "May", 1985)
    page.get_by_role("button", name="Let it happen").last.click()
    page.get_by_text("1985-05 · Arden and Sarrow break off relations").wait_for()
    expect(page.locator(".stage .mark.own")).to_have_count(1)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Take away").click()
        assert page.locator(".q-menu").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
        page.get_by_text("Save as scenario").click()
    caught.value.save_as(tmp_path / "mine.yaml")
    saved = yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert any(e["date"] == "1985-05" and e["kind"] == "rupture" for e in saved["events"])
    check = subprocess.run(
        [sys.executable, "-m", "exchsim", "validate", str(tmp_path / "mine.yaml")], capture_output=True
    )
    assert check.returncode == 0, check.stderr


def test_a_life_is_told(page):
    page.get_by_role("tab", name="Lives").click()
    page.get_by_role("button", name="Who speaks most").click()
    page.wait_for_function("document.querySelector('.life').textContent.length > 400")
    assert re.search(r"\b19[6-9]\d\b", page.locator(".life").inner_text())


def bring(page, name, content):
    page.get_by_role("button", name="Open", exact=True).click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/yaml", "buffer": content})


def test_a_file_of_ones_own_is_opened_and_its_texts_are_texts(page):
    title = "<img src=x onerror=window.owned=1><script>window.owned=1</script>"
    bring(page, "../../mine.yaml", f"{{extend: classroom, title: '{title}', period: {{end: 1981-12}}}}".encode())
    page.wait_for_url("**/?key=*")
    page.locator(".bar").get_by_text(title).wait_for()
    page.locator(".stage .date").wait_for()
    assert page.evaluate("window.owned") is None
    expect(page.locator(".stage input")).to_have_attribute("max", "23")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"extend: /etc/passwd", "no scenario that comes with the program"), (b"x" * 400_000, "larger than 300 kB")],
)
def test_a_bad_file_is_refused_with_words(page, content, words):
    bring(page, "bad.yaml", content)
    page.get_by_text(words).wait_for()
    assert page.url.endswith("/")


def test_after_a_refused_file_the_field_is_there_again(page):
    bring(page, "mine.yaml", b"extend: classroom\npolicy:\n  tour_months: 300\n")
    page.get_by_text("policy.tour_months = 300 (mine.yaml:3): must be 3 to 60").wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_text("must be 3 to 60").wait_for(state="hidden")
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_role("button", name="Close", exact=True).wait_for()
    expect(page.get_by_text("must be 3 to 60")).to_have_count(0)
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.yaml", "mimeType": "text/yaml", "buffer": b"extend: classroom\nperiod: {end: 1981-12}\n"}
    )
    page.wait_for_url("**/?key=*")


@pytest.mark.parametrize(
    "path", ["?name=../../../etc/passwd", "?key=../x", "play/..%2f..%2fetc%2fpasswd", "_nicegui/..%2f..%2fetc/passwd"]
)
def test_paths_that_lead_elsewhere_lead_nowhere(address, path):
    try:
        text = urllib.request.urlopen(address + path, timeout=20).read().decode()
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        assert error.code == 404 and "There is no such page" in text
    assert "root:" not in text


def test_two_visitors_do_not_see_what_the_other_changes(page, browser, address):
    other = browser.new_context(reduced_motion="reduce").new_page()
    other.goto(address)
    other.get_by_role("tab", name="Change").click()
    other.get_by_role("slider", name="officers wanted abroad").focus()
    other.keyboard.press("Home")
    other.get_by_text("officers wanted abroad = 0 % of cadre", exact=True).wait_for()
    page.get_by_role("tab", name="Change").click()
    page.get_by_text("The scenario as it is.").wait_for()
    other.context.close()


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1440, 900)])
def test_nothing_is_wider_than_the_screen(browser, address, size):
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    shown = context.new_page()
    shown.goto(address)
    shown.locator(".stage .date").wait_for()
    assert shown.evaluate("document.documentElement.scrollWidth") <= size[0]
    context.close()
