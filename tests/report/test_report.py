"""A report of a small sweep: its numbers are those of the tables, it stands alone, it refuses what it cannot say."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from exchsim.analysis import robustness
from exchsim.analysis.contrasts import contrast
from exchsim.analysis.estimates import Layout
from exchsim.analysis.verdicts import BETTER, TIE, UNRESOLVED, WORSE, verdicts, weak_numbers
from exchsim.cli.main import main
from exchsim.report.write import write_report
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

pytestmark = pytest.mark.xdist_group("report")  # one sweep and its page for all
EXPERIMENT = {
    "title": "Posts & <none>",
    "question": "What are posts worth?",
    "scenario": "classroom",
    "set": {"period.end": "1984-12"},
    "policies": {"none": {"posts_share": 0}, "some": {}, "twice": {"posts_share": 0.04}},
    "uncertainties": {"trust.memory_years": {}, "policy.budget_share": {"low": 0.001, "high": 0.03}},
    "design": {"kind": "saltelli", "samples": 4},
    "replicates": 2,
    "outcomes": {
        "posts": {"column": "filled", "direction": "more"},
        "spent_usd": {"column": "spent_usd", "reduce": "sum", "direction": "less"},
        "files": {"column": "files"},
    },
    "keep": {"world": ["trust_partners"]},
}


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "sweep"
    run_sweep(load_experiment(EXPERIMENT), folder, 2, "threads")
    return open_sweep(folder)


@pytest.fixture(scope="module")
def text(sweep, tmp_path_factory):
    return write_report(sweep, tmp_path_factory.mktemp("page") / "report.html").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """Collects what a browser would fetch, link to and show."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.sources, self.tags = set(), [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids.add(found.get("id"))
        self.links += [found["href"]] if "href" in found else []
        self.sources += [found[name] for name in ("src", "srcset") if name in found]


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader


def test_the_page_stands_alone(text):
    page = read(text)
    assert page.sources and all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert all(link.startswith(("#", "data:")) for link in page.links)
    assert "script" not in page.tags
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text


def test_links_lead_somewhere(text):
    page = read(text)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids


def test_every_figure_links_to_its_numbers(text):
    assert text.count("<figure id=") == text.count(">The numbers</a>") >= 7


def test_texts_of_users_are_text(text):
    assert "Posts &amp; &lt;none&gt;" in text
    assert "<none>" not in text


def test_sections_come_in_the_order_of_a_reader_in_haste(text):
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert headings == ["The answer", "The evidence", "What the answer hangs on", "What it cannot say",
                        "How it was found", "Where the numbers come from"]  # fmt: skip


def downloads(text):
    """Tables that a page offers as CSV, by name."""
    found = re.findall(r'download="([^"]+)\.csv" href="data:text/csv;base64,([^"]+)"', text)
    return {name: list(csv.reader(io.StringIO(base64.b64decode(data).decode()))) for name, data in found}


def test_numbers_of_the_page_are_those_of_the_runs(sweep, text):
    heads, *rows = downloads(text)["differences"]
    assert heads[:5] == ["outcome", "policy", "difference", "low", "high"]
    assert len(rows) == 3 * 2
    for outcome, policy, *numbers in rows:
        way = sweep.directions[outcome]
        found = contrast(sweep.good, outcome, policy, "none", way, layout=Layout(sampled=False))  # saltelli is chosen
        assert [float(x) for x in numbers[:3]] == pytest.approx([found.difference, found.low, found.high], rel=1e-12)
    means = sweep.good.groupby("policy")[["posts", "spent_usd"]].mean()
    _, *rows = downloads(text)["trade-off"]
    for policy, *numbers in rows:
        assert [float(x) for x in numbers[:2]] == pytest.approx(means.loc[policy].tolist(), rel=1e-12)
    regret = robustness.table(sweep.good, sweep.directions)
    heads, *rows = downloads(text)["regret"]
    assert [float(row[heads.index("regret_max")]) for row in rows] == pytest.approx(regret["regret_max"].tolist())
    spread = robustness.spread(sweep.good, "posts", "more")
    row = next(row for row in downloads(text)["good-enough"] if row[:2] == ["posts", "twice"])
    assert [float(x) for x in row[2:]] == pytest.approx(spread.loc["twice"].tolist())


def test_what_is_shown_is_the_download_rounded(text):
    """Every table that is offered has as many rows as the one that is shown."""
    for name in ("differences", "regret", "trade-off", "good-enough"):
        shown = text[text.index(f'<div id="numbers-{name}">') :]
        shown = shown[: shown.index("</table>")]
        assert shown.count("<tr>") == len(downloads(text)[name])


def test_the_answer_names_the_better_policy_and_how_sure(text):
    answer = text[text.index('id="the-answer"') : text.index('id="the-evidence"')]
    words = html.unescape(re.sub(r"<[^>]+>", "", answer))
    assert "Twice is best on posts and none on money spent." in words
    assert re.search(r"Compared with none, twice is better on posts \+\d+", words)
    assert re.search(r"worse on money spent \+[0-9.]+ (k|m) USD \(", words)
    assert "How sure is it?" in words and "only luck is counted" in words
    assert "files" not in words  # it has no direction


def test_the_table_of_verdicts_says_mark_and_word(sweep, text):
    grid = text[text.index('id="verdicts"') :]
    grid = grid[: grid.index("</table>")]
    found = verdicts(sweep.good, sweep.directions, sweep.policies, "none", weak_numbers(sweep.about["uncertainties"]),
                     layout=sweep.layout)  # fmt: skip
    assert len(found) == 4
    for word, tone, mark in (
        (BETTER, "good", "✓"),
        (WORSE, "bad", "✗"),
        (UNRESOLVED, "open", "?"),
        (TIE, "plain", "="),
    ):
        cells = re.findall(rf'<td class="{tone}"[^>]*><b>{re.escape(mark)} (\w+)</b>', grid)
        assert cells == [v.word if word != TIE else "alike" for v in found if v.word == word]


def test_what_policies_set_and_what_is_not_known_is_said(text):
    text = text.replace("<wbr>", "")  # where a long name may be broken
    assert "posts_share = 0.04" in text
    assert "No source gives a number" in text
    assert "exchsim verify" in text
    assert "trust.memory_years" in text


def test_markdown_has_its_figures_beside_it(sweep, tmp_path):
    path = write_report(sweep, tmp_path / "page.md")
    figures = re.findall(r"!\[.*?\]\((.*?)\)", path.read_text(encoding="utf-8"))
    assert len(figures) >= 5
    assert all((tmp_path / figure).stat().st_size > 5000 for figure in figures)


def test_the_command_never_overwrites_untold(sweep, tmp_path, capsys):
    path = tmp_path / "r.html"
    assert main(["report", str(sweep.folder.path), "-o", str(path)]) == 0
    before = path.read_bytes()
    assert main(["report", str(sweep.folder.path), "-o", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["report", str(sweep.folder.path), "-o", str(path), "--overwrite", "--baseline", "some"]) == 0
    assert path.read_bytes() != before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["-o", "x.pdf"], "must end in .html or .md"), (["-o", "y.html", "--baseline", "what"], "no such policy")],
)
def test_wrong_input_is_refused(sweep, capsys, arguments, message):
    assert main(["report", str(sweep.folder.path), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_one_policy_is_nothing_to_report(tmp_path, capsys):
    one = {**EXPERIMENT, "policies": {"only": {}}, "design": {"samples": 2}}
    run_sweep(load_experiment(one), tmp_path / "one", 1, "threads")
    assert main(["report", str(tmp_path / "one")]) == 2
    assert "one policy only" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_browser_without_a_network_shows_it_without_errors(text, tmp_path):
    (tmp_path / "r.html").write_text(text, encoding="utf-8")
    shot = tmp_path / "r.png"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
               "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=390,1200", f"--screenshot={shot}",
               f"--user-data-dir={tmp_path / 'profile'}", (tmp_path / "r.html").as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert shot.stat().st_size > 10_000
    assert "CONSOLE" not in done.stderr
