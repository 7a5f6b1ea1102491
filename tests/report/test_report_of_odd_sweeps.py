"""Reports of sweeps that are large, small, unfinished or without a question; and on a phone."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from exchsim.report.write import write_report
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

NONE_OR_SOME = {"none": {"posts_share": 0}, "some": {}}
TRUST = {"table": "pairs", "column": "trust", "where": {"sender": "ARD", "host": "BMR"}, "direction": "more"}
MEMORY = {"trust.memory_years": {}, "trust.gain_per_year": {}}
BASE = {
    "scenario": "classroom", "set": {"period.end": "1982-12"}, "replicates": 2, "policies": NONE_OR_SOME,
    "uncertainties": MEMORY, "design": {"samples": 3},
    "outcomes": {"trust": TRUST, "posts": {"column": "filled", "direction": "more"},
                 "spent_usd": {"column": "spent_usd", "reduce": "sum", "direction": "less"}},
}  # fmt: skip
SWEEPS = {
    "many policies of long names": {
        "policies": {f"a_policy_of_a_long_name_as_people_write_{k}": {"posts_share": 0.002 * k} for k in range(12)},
        "keep": {"world": ["trust_partners", "posts"], "pairs": ["filled"]},
    },
    "two hundred numbers": {"uncertainties": {"all": ["M", "K-low"]}, "design": {"samples": 6}},
    "one sample": {"uncertainties": {}, "design": {"samples": 1}},
    "one outcome": {"outcomes": {"trust": TRUST}, "replicates": 1, "design": {"samples": 66}},
    "no direction": {"outcomes": {"files": {"column": "files"}}},
    "chosen futures": {"design": {"kind": "one-at-a-time"}},
    "trajectories": {"design": {"kind": "morris", "trajectories": 3}},
    "nothing differs": {"policies": {"a": {}, "b": {}}},
    "a ratio": {"outcomes": {**BASE["outcomes"], "per_usd": {**TRUST, "per": "spent_usd"}}},
}


@pytest.fixture(scope="module", params=SWEEPS)
def sweep(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd") / "sweep"
    run_sweep(load_experiment({**BASE, **SWEEPS[request.param]}), folder, 2, "threads")
    return request.param, open_sweep(folder)


def words_of(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", text, flags=re.S)))


SAID = {
    "many policies of long names": "Where more officers go",
    "two hundred numbers": "are too few to rank what drives",
    "one sample": "Nothing is uncertain in this sweep",
    "one outcome": "What moves the difference",
    "no direction": "no policy can be called better",
    "chosen futures": "only luck is counted",
    "trajectories": "Morris",
    "nothing differs": "cannot be told apart on anything counted",
    "a ratio": "ratio",
}


def test_a_report_is_made_and_says_what_it_must(sweep, tmp_path):
    kind, opened = sweep
    text = write_report(opened, tmp_path / "r.html").read_text(encoding="utf-8")
    words = words_of(text) + " ".join(re.findall(r'alt="([^"]*)"', text))
    assert SAID[kind] in words
    for bad in ("nan", "inf ", "None", "Traceback", "{", "}"):
        assert bad not in words.replace("What it cannot say", ""), bad
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert len(text) < 4_000_000
    if kind not in ("many policies of long names", "no direction"):
        return
    markdown = write_report(opened, tmp_path / "r.md").read_text(encoding="utf-8")
    assert len(re.findall(r"!\[", markdown)) == text.count("<figure id=")


@pytest.fixture(scope="module")
def widest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("widest")
    wide = {**BASE, **SWEEPS["many policies of long names"], "design": {"samples": 2}, "replicates": 1}
    run_sweep(load_experiment(wide), folder / "sweep", 2, "threads")
    return write_report(open_sweep(folder / "sweep"), folder / "r.html")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
@pytest.mark.xdist_group("widths")  # one report for all
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_no_page_is_wider_than_its_screen(widest, tmp_path, width):
    page = tmp_path / "r.html"
    shutil.copy(widest, page)
    # a frame of that width asks its page how wide it would like to be; the policy of the page itself allows no script
    inner = page.read_text(encoding="utf-8").replace("default-src 'none'; ", "script-src 'unsafe-inline'; ")
    ask = "<script>document.title = 'wide ' + document.documentElement.scrollWidth + ' of ' + innerWidth</script>"
    page.write_text(inner.replace("</body>", f"{ask}</body>"), encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<iframe id="f" src="r.html" style="width:{width}px;height:800px;border:0"></iframe><script>'
        "onload = () => { document.title = document.getElementById('f').contentDocument.title }</script>"
    )
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", frame.as_uri()],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    found = re.search(r"<title>wide (\d+) of (\d+)</title>", done.stdout)
    assert found, done.stdout[:500]
    assert int(found[2]) == width and int(found[1]) <= width
