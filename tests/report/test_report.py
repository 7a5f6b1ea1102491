"""A report of a small sweep: its numbers are those of the tables, it stands alone, it refuses what it cannot say."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from exchsim.analysis.contrasts import contrast
from exchsim.analysis.estimates import Layout
from exchsim.cli.main import main
from exchsim.report.content import content
from exchsim.report.write import write_report
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

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
        self.sources += [found["src"]] if "src" in found else []


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader


def test_the_page_stands_alone(text):
    page = read(text)
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert all(link.startswith(("#", "data:")) for link in page.links)
    assert "script" not in page.tags
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text


def test_links_lead_somewhere(text):
    page = read(text)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids


def test_every_figure_links_to_its_numbers(text):
    assert text.count("<figure>") == text.count(">The numbers</a>") >= 5


def test_texts_of_users_are_text(text):
    assert "Posts &amp; &lt;none&gt;" in text
    assert "<none>" not in text


def test_sections_come_in_the_order_of_a_reader_in_haste(text):
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert headings == ["The answer", "The evidence", "What the answer hangs on", "How it was found",
                        "What it cannot say", "Where the numbers come from"]  # fmt: skip


def test_numbers_are_those_of_the_runs(sweep):
    page = content(sweep)
    table = next(b.numbers for s in page.sections for b in s.blocks if getattr(b, "name", "") == "differences")
    row = next(r for r in table.rows if r[:2] == ["posts", "twice"])
    found = contrast(
        sweep.good, "posts", "twice", "none", "more", layout=Layout(sampled=False)
    )  # points of saltelli are chosen
    assert float(row[2]) == pytest.approx(found.difference, rel=5e-3)
    assert float(row[3]) == pytest.approx(found.low, rel=5e-3)
    assert row[5] == f"{100 * found.better:.0f} %"


def test_the_answer_says_better_and_worse(text):
    answer = text[text.index('id="the-answer"') : text.index('id="the-evidence"')]
    assert re.search(r'<li class="good">posts: better', answer)
    assert re.search(r'<li class="bad">spent_usd: worse.*in 100 % of runs', answer)
    assert "files" not in answer  # it has no direction


def test_what_policies_set_and_what_is_not_known_is_said(text):
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
