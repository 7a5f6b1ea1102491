"""The documentation site: complete against the code, built without a warning, read without a network."""

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from exchsim.app import texts
from exchsim.cli.main import app
from exchsim.state.levers import LEVERS
from exchsim.state.params import PARAMETERS
from exchsim.store.schema import TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS, SITE = ROOT / "docs", ROOT / "docs/site"
sys.path.insert(0, str(DOCS))
import reference_pages as reference  # noqa: E402

needs_mkdocs = pytest.mark.skipif(
    importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("mkdocstrings") is None,
    reason="mkdocs is not installed: `make site` does it",
)
pytestmark = pytest.mark.xdist_group("site")
HAND_WRITTEN = sorted(SITE.rglob("*.md"))


@pytest.fixture(scope="module")
def written():
    return reference.pages()


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


@pytest.mark.parametrize("number", [*PARAMETERS, *LEVERS], ids=lambda number: number.path)
def test_every_number_stands_once_with_value_unit_range_grade_and_source(number, written):
    rows = [row for row in written["evidence.md"].splitlines() if f"<td><code>{number.path}</code>" in row]
    assert len(rows) == 1
    for said in (f">{number.default:.6g}<", f">{number.low:.6g} … {number.high:.6g}<", f">{number.grade}</b>"):
        assert said in rows[0]
    assert number.unit.replace("&", "&amp;") in rows[0]


def test_every_command_stands_with_every_option(written):
    import typer

    found = list(reference._commands("exchsim", typer.main.get_command(app)))
    assert len(found) > 15
    for name, command in found:
        part = written["reference/commands.md"].split(f"## {name} {{")[1].split("\n## ")[0]
        for parameter in command.params:
            for flag in parameter.opts if parameter.param_type_name == "option" else ():
                assert flag == "--help" or f"{flag}" in part, (name, flag)


@pytest.mark.parametrize(
    ("page", "schema"),
    [
        ("reference/scenario.md", "scenarios/scenario.schema.json"),
        ("reference/experiment.md", "experiments/experiment.schema.json"),
    ],
)
def test_every_field_of_a_file_stands_in_its_section(page, schema, written):
    import json

    text = json.loads((ROOT / schema).read_text(encoding="utf-8"))
    for field in text["properties"]:
        assert f"| `{field}` |" in written[page].split("## Top level")[1].split("\n## ")[0]
    shown = {name for name in text["$defs"] if f"{{ #{name.lower()} }}" in written[page]}
    missing = {name for name in text["$defs"] if not name.startswith("Parameters")} - shown
    assert missing <= {"Policy", "NationPolicy"}  # the page of evidence has these
    for name in shown:
        part = written[page].split(f"{{ #{name.lower()} }}")[1].split("\n## ")[0]
        levers = {lever.name for lever in LEVERS} | {number.path for number in (*PARAMETERS, *LEVERS)}
        for field in set(text["$defs"][name].get("properties", {})) - levers:
            assert f"| `{field}` |" in part, (name, field)


def test_every_column_rule_and_decision_stands(written):
    for name, fields in TABLES.items():
        part = written["reference/tables.md"].split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert [field.name for field in fields if f"| `{field.name}` |" not in part] == []
    modules = {path.stem for path in (ROOT / "src/exchsim/rules").glob("*.py") if "@rule" in path.read_text()}
    assert len(modules) > 10
    assert {f"reference/rules/{name}.md" for name in modules} <= set(written)
    for path in (DOCS / "decisions").glob("*.md"):
        assert f"]({path.name})" in written["decisions/all.md"]


def commands_shown(text: str) -> list[str]:
    """Commands of exchsim in blocks of a shell and in code of a sentence."""
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```$", text, re.M | re.S)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(exchsim [^`]+)`", text)
    lines += re.findall(r"<code>(exchsim [^<]+)</code>", text)
    return [
        part.split("#")[0].split("|")[0] for line in lines for part in line.split("\n") if part.startswith("exchsim ")
    ]


def faults_of_command(line: str) -> list[str]:
    """Options and names of commands that do not exist."""
    import typer

    known = dict(reference._commands("exchsim", typer.main.get_command(app)))
    name = next((name for name in sorted(known, key=len, reverse=True) if f"{line} ".startswith(f"{name} ")), None)
    if name is None:
        return [f"{line}: no such command"]
    flags = {flag for parameter in known[name].params for flag in (*parameter.opts, *parameter.secondary_opts)}
    given = re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", line)
    return [f"{line}: no option {flag}" for flag in given if flag not in flags | {"--help"}]


@pytest.mark.parametrize("page", [*HAND_WRITTEN, SITE / "overrides/home.html"], ids=lambda path: path.stem)
def test_every_command_on_a_page_exists_with_its_options(page):
    assert [
        fault for line in commands_shown(page.read_text(encoding="utf-8")) for fault in faults_of_command(line)
    ] == []


@pytest.mark.parametrize("line", ["exchsim runn us_rok", "exchsim run us_rok --sed 1"])
def test_a_command_that_does_not_exist_is_found(line):
    assert faults_of_command(line)


def test_the_words_of_the_screen_are_those_of_the_screen():
    """What the pages call a panel or button is what is written on it."""
    page = (SITE / "tutorials/class.md").read_text(encoding="utf-8")
    screen = {texts.LOOK, texts.CHANGE, texts.LIVES, texts.LESSONS, texts.UNDO, texts.STAGE["play"]}
    assert [word for word in screen if word not in page] == []
    game = (SITE / "howto/game.md").read_text(encoding="utf-8")
    assert texts.NEW_GAME in game


def test_no_page_names_a_folder_of_a_machine():
    for page in HAND_WRITTEN:
        assert not re.search(r"/(work|tmp|home|Users)/", page.read_text(encoding="utf-8")), page.name


@needs_mkdocs
@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[x](../experiments/README.md#an-answer)", "[x](experiments/README.md#an-answer)"),
        ("[x](decisions/0001-layers.md)", "[x](decisions/0001-layers.md)"),
        ("[`rules`](../src/exchsim/rules)", "`src/exchsim/rules`"),
        ("[the rules](../src/exchsim/rules)", "the rules (`src/exchsim/rules`)"),
        ("[x](https://a.b/c)", "[x](https://a.b/c)"),
        ("```\n[x](../src/a)\n```", "```\n[x](../src/a)\n```"),
    ],
)
def test_links_of_the_repository_lead_into_the_site(text, becomes):
    import site_hooks

    assert site_hooks.turned(text, "docs/scale.md", "scale.md") == becomes


class Links(HTMLParser):
    """What a page loads, where its links lead, and what can be led to."""

    def __init__(self, text: str):
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in ("prev", "next", "canonical"):
            self.loaded.append(given.get("href") or "")
        elif given.get("src"):
            self.loaded.append(given["src"])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The site, built with every warning an error."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder], cwd=ROOT,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@needs_mkdocs
def test_nothing_is_loaded_from_a_network_and_no_link_is_dead(built):
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in built.rglob("*.html")}
    assert len(pages) > 100
    faults = []
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # its addresses are those of a server
        for target in page.loaded + page.links:
            parts = urlsplit(target)
            if parts.scheme in ("http", "https"):
                if target in page.loaded:
                    faults.append(f"{path.name} loads {target}")
                continue
            if parts.scheme or target.startswith("//"):
                faults.append(f"{path.name}: {target}")
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not there.is_file():
                faults.append(f"{path.relative_to(built)}: {target} leads nowhere")
            elif parts.fragment and there in pages and unquote(parts.fragment) not in pages[there].ids:
                faults.append(f"{path.relative_to(built)}: {target} has no such place")
    for sheet in built.rglob("*.css"):
        faults += [
            f"{sheet.name}: {url}"
            for url in re.findall(r"url\((?!['\"]?data:)['\"]?([^)'\"]+)", sheet.read_text(encoding="utf-8"))
            if url.startswith(("http", "//"))
        ]
    assert faults == []


@needs_mkdocs
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_the_first_screen_tells_each_user_what_to_do_first(built, browser, width, height):
    """Without scrolling: for each of the three a command, and a link to a tutorial; nothing comes from a network."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: asked.append(f"http: {said.text}") if said.type == "error" else None)
    page.goto(f"file://{built}/index.html")
    page.wait_for_timeout(500)
    for who, command, tutorial in (
        ("Researchers", "exchsim run us_rok", "researcher"),
        ("Strategists", "exchsim sweep quickstart", "strategist"),
        ("Classes", "exchsim app", "class"),
    ):
        door = page.locator("section", has_text=who)
        for part in (door.locator("pre"), door.locator(".go a")):
            box = part.bounding_box()
            assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height, (who, box)
        assert command in door.locator("pre").inner_text()
        assert door.locator(".go a").get_attribute("href") == f"tutorials/{tutorial}.html"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if url.startswith("http")] == []


@needs_mkdocs
def test_a_number_is_found_by_text_and_grade_and_a_page_by_searching(built, browser):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"file://{built}/evidence.html")
    rows = page.locator("table.numbers tbody tr:visible")
    assert rows.count() == len(PARAMETERS) + len(LEVERS)
    page.get_by_label("Find a number").fill("memory_years")
    assert rows.count() == sum("memory_years" in number.path for number in (*PARAMETERS, *LEVERS)) > 0
    page.get_by_label("Find a number").fill("")
    page.locator("button.grade", has_text="computed").click()
    assert rows.count() == sum(number.grade == "C" for number in (*PARAMETERS, *LEVERS))
    page.locator(".md-search__input").fill("reciprocity")
    page.locator(".md-search-result__item").first.wait_for(timeout=20_000)
