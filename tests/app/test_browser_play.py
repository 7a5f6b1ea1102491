"""A game in real browsers: two groups, two rounds; a page that is opened again; what is secret; a game played back."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
pytestmark = pytest.mark.xdist_group("browser")
WANTED = "Officers wanted abroad"


@pytest.fixture
def visitors(browser, address):
    """As many visitors as are asked for, each with a browser of its own. An error of any page fails the test."""
    contexts, wrong = [], []

    def come(path="play", size=(1440, 900)):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, accept_downloads=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        here = (address, address.replace("http", "ws"), "data:", "blob:")
        page.on("request", lambda asked: None if asked.url.startswith(here) else wrong.append(asked.url))
        page.goto(address + path)
        return page

    yield come
    for context in contexts:
        context.close()
    assert not wrong


def opened(visitors, **choices):
    """A host with a new game, and its code."""
    host = visitors()
    for label, option in choices.items():
        host.get_by_label(label.replace("_", " ")).click()
        host.get_by_role("option", name=option).click()
    host.get_by_role("button", name="Open a new game").click()
    host.wait_for_url(re.compile(r"/play/[A-Z]{4}$"))
    host.get_by_label("Name of your group").wait_for()
    return host, re.search(r"/play/([A-Z]{4})", host.url)[1]


def take(page, group, nation):
    page.get_by_label("Name of your group").fill(group)
    page.get_by_role("button", name=f"Govern this nation: {nation}").click()
    page.get_by_role("slider", name=WANTED).wait_for()


def live(host, year, *pages, is_asked=True):
    """Live a year; the host is asked first where somebody still decides."""
    host.get_by_role("button", name=f"Live the year {year}").click()
    if is_asked:
        host.get_by_role("button", name="Yes, live it now").click()
    for page in (host, *pages):
        page.get_by_text(f"Round {year - 1979} of 19").wait_for()


def test_two_groups_play_two_rounds(visitors, address):
    host, code = opened(visitors)
    guest = visitors()
    guest.get_by_label("Code of the game").fill(code.lower())
    guest.get_by_role("button", name="Sit down").click()
    take(guest, "<b>Blue</b>", "Arden")
    host.get_by_text("governed by <b>Blue</b>").wait_for()  # shown as it was typed, never as markup
    host.get_by_label("Name of your group").fill("<B>blue</b>")
    host.get_by_role("button", name="Govern this nation: Osh").click()
    host.get_by_text("another group is called").wait_for()
    take(host, "Red", "Osh")
    guest.get_by_role("slider", name=WANTED).focus()
    guest.keyboard.press("End")
    guest.get_by_text("60 officers wanted abroad").wait_for()
    guest.get_by_text("If all that you want were filled").wait_for()
    expect(guest.locator(".budget.over")).to_have_count(0)  # officers that nobody takes cost nothing
    guest.keyboard.press("Home")
    guest.get_by_text("0 officers would be sent").wait_for()
    expect(guest.locator(".budget.over")).to_have_count(0)
    host.get_by_text("Still deciding: Arden (<b>Blue</b>), Osh (Red)").wait_for()  # what is tried out is not heard of
    guest.get_by_role("button", name="Decide", exact=True).click()
    guest.get_by_text("Still deciding: Osh (Red)").wait_for()
    live(host, 1981, guest)
    guest.get_by_text("What 1981 did to Arden").wait_for()
    guest.get_by_text("went on: Osh (Red)").wait_for()
    live(host, 1982, guest)
    expect(guest.get_by_role("slider", name=WANTED)).to_have_value("0")  # kept without being said again
    guest.get_by_role("button", name="All nations").click()
    expect(guest.locator(".board .mine .who")).to_have_text(re.compile("^Arden"))
    guest.locator(".board th").get_by_role("button", name="friendships").click()
    guest.locator(".board th.aim", has_text="friendships").wait_for()
    expect(guest.get_by_role("button", name="Live the year")).to_have_count(0)  # the host alone lets time go on
    guest.goto(address + "play/ZZZZ")
    guest.get_by_text("no game has this code").wait_for()


def test_a_page_that_is_opened_again_keeps_its_nation_and_nobody_else_gets_it(visitors, address):
    host, code = opened(visitors)
    guest = visitors(f"play/{code}")
    take(guest, "Blue", "Arden")
    guest.get_by_role("slider", name=WANTED).focus()
    guest.keyboard.press("End")
    guest.get_by_text("If all that you want were filled").wait_for()
    guest.reload()
    guest.get_by_text("Your decisions for Arden").wait_for()
    expect(guest.get_by_role("slider", name=WANTED)).to_have_value("0.1")  # what was tried out is still there
    other = visitors(f"play/{code}?nation=ARD&host=yes&seat=ARD")
    other.get_by_text("governed by Blue").wait_for()
    expect(other.get_by_role("slider")).to_have_count(0)
    expect(other.get_by_role("button", name="Live the year")).to_have_count(0)
    host.reload()
    host.get_by_role("button", name="Live the year 1981").wait_for()
    host.get_by_role("button", name="Release: Arden").click()
    guest.get_by_role("button", name="Govern this nation: Arden").wait_for()
    take(other, "Green", "Arden")
    guest.get_by_text("governed by Green").wait_for()
    guest.reload()
    guest.get_by_text("governed by Green").wait_for()


def test_an_offer_is_heard_and_signed(visitors):
    host, code = opened(visitors)
    guest = visitors(f"play/{code}")
    take(guest, "Blue", "Arden")
    take(host, "Red", "Belmar")
    guest.get_by_role("tab", name="Partners").click()
    guest.get_by_role("button", name="offer training: Belmar").click()
    host.get_by_role("tab", name="Partners").click()
    expect(host.get_by_text("They offer")).to_have_count(0)  # it is not decided yet
    guest.get_by_role("button", name="Decide", exact=True).click()
    host.get_by_text("They offer: training").wait_for()
    host.get_by_role("button", name="offer training: Arden").click()
    host.get_by_role("button", name="Decide", exact=True).click()
    live(host, 1981, guest, is_asked=False)
    guest.get_by_text("Arden and Belmar have an agreement on training").first.wait_for()
    guest.get_by_role("button", name="training ✓: Belmar").wait_for()


def test_time_to_decide_is_counted_down_for_all(visitors):
    host, code = opened(visitors)
    guest = visitors(f"play/{code}")
    guest.get_by_text("Round 1 of 19").wait_for()
    expect(guest.locator(".status")).not_to_contain_text("Time left")
    host.get_by_label("Time to decide").click()
    host.get_by_role("option", name="5 minutes", exact=True).click()
    for page in (host, guest):
        page.get_by_text(re.compile(r"Time left to decide: 4:\d\d")).wait_for()


def test_a_game_is_played_back_and_saved_as_a_scenario(visitors, address, tmp_path):
    host, code = opened(visitors, Years_a_round="5")
    take(host, "Blue", "Arden")
    host.get_by_role("slider", name=WANTED).focus()
    host.keyboard.press("End")
    host.get_by_role("button", name="Decide", exact=True).click()
    host.goto(address + f"play/replay/{code}")
    host.get_by_text("still being played").wait_for()
    host.goto(address + f"play/{code}")
    for k in range(3):
        host.get_by_role("button", name=f"Live the years {1981 + 5 * k} to {1985 + 5 * k}").click()
        if k:
            host.get_by_role("button", name="Yes, live it now").click()
        host.get_by_text(f"What {1985 + 5 * k} did to Arden").wait_for()
    host.get_by_text("The game is over").wait_for()
    host.goto(address + "play")
    mine = host.locator(".stored", has_text=code)
    mine.get_by_role("link", name="Play back").wait_for()
    expect(mine.get_by_role("link", name="Go on")).to_have_count(0)  # there is nothing to go on with
    mine.get_by_role("link", name="Play back").click()
    for place in (1, 2):
        host.get_by_text(f"Round {place} of 3").wait_for()
        host.get_by_role("button", name="Next round").click()
    host.get_by_text("Round 3 of 3").wait_for()
    host.get_by_text("went on as before").wait_for()
    for place in (2, 1):
        host.get_by_role("button", name="Round before").click()
        host.get_by_text(f"Round {place} of 3").wait_for()
    host.get_by_text(f"{WANTED}: 2 % of cadre → 10 % of cadre").wait_for()
    host.get_by_text("How nations stand at the end of 1985").wait_for()
    host.get_by_role("button", name="Round before").click()
    host.get_by_text("Before the first round").wait_for()
    with host.expect_download() as caught:
        host.get_by_role("button", name="Save as a scenario").click()
    caught.value.save_as(tmp_path / "game.yaml")
    check = subprocess.run(
        [sys.executable, "-m", "exchsim", "validate", str(tmp_path / "game.yaml")], capture_output=True
    )
    assert check.returncode == 0, check.stderr


def test_a_host_ends_a_game_and_only_then_it_is_played_back(visitors, address):
    host, code = opened(visitors)
    guest = visitors(f"play/{code}")
    take(guest, "Blue", "Arden")
    expect(host.get_by_role("button", name="End the game")).to_have_count(0)  # nothing to play back yet
    host.get_by_role("button", name="Live the year 1981").click()
    host.get_by_text("Still deciding: Arden (Blue). What they").wait_for()
    host.get_by_role("button", name="Wait for them").click()
    host.get_by_text("Round 1 of 19").wait_for()
    live(host, 1981)
    expect(guest.get_by_role("button", name="End the game")).to_have_count(0)
    looker = visitors()
    mine = looker.locator(".stored", has_text=code)
    mine.get_by_text("being played").wait_for()
    expect(mine.get_by_role("link", name="Play back")).to_have_count(0)
    host.get_by_role("button", name="End the game").click()
    host.get_by_role("button", name="Go on playing").click()
    host.get_by_role("button", name="Live the year 1982").wait_for()
    host.get_by_role("button", name="End the game").click()
    host.get_by_role("button", name="Yes, end it").click()
    for page in (host, guest):
        page.get_by_text("The game is over").wait_for()
    expect(host.get_by_role("button", name="Live the year")).to_have_count(0)
    looker.reload()
    looker.get_by_role("link", name=f"Play back: {code}").wait_for()
    guest.get_by_role("link", name="Play back").click()
    guest.get_by_text("Round 1 of 1").wait_for()


@pytest.mark.parametrize("size", [(390, 844), (1024, 768)])
def test_a_game_is_no_wider_than_the_screen(visitors, size):
    _, code = opened(visitors)
    page = visitors(f"play/{code}", size)
    take(page, "A group with a name that is long", "Arden")
    for heading in ("Partners", "Programmes", "Language", "Caution"):
        page.get_by_role("tab", name=heading).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for view in ("All nations", "Map", "Our nation"):
        page.get_by_role("button", name=view).click()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
