"""`exchsim discover`: says where a policy fails, and is silent where nothing tells; the report says the same."""

from __future__ import annotations

import re

import pytest

from exchsim.analysis.failures import failures
from exchsim.cli.errors import GOOD, REFUSED
from exchsim.cli.main import main
from exchsim.report.write import write_report
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

EXPERIMENT = {
    "title": "Where do posts fail?",
    "scenario": "classroom",
    "set": {"period.end": "1981-12"},
    "policies": {"none": {"posts_share": 0}, "some": {}},
    "uncertainties": {"policy.budget_share": {"low": 0.0001, "high": 0.003}, "trust.memory_years": {}},
    "design": {"samples": 40},
    "replicates": 1,
    "outcomes": {
        "spent_usd": {"column": "spent_usd", "reduce": "sum", "direction": "less"},
        "posts": {"column": "posts", "direction": "more"},
        "files": {"column": "files"},
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("discover") / "sweep"
    run_sweep(load_experiment(EXPERIMENT), path, 2, "threads")
    return path


@pytest.fixture(scope="module")
def dear(folder):
    """Half of the futures cost more than this."""
    runs = open_sweep(folder).good
    return float(runs.loc[runs["policy"] == "some", "spent_usd"].median())


def said(capsys, *arguments):
    code = main(["discover", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_budget_is_overspent_where_the_budget_is_large(folder, dear, capsys):
    code, out, _ = said(capsys, folder, "--policy", "some", "--threshold", f"spent_usd={dear}")
    lines = out.splitlines()
    assert code == GOOD
    assert re.match(r"spent_usd: some is above .* in 20 of 40 futures", lines[0])
    assert re.match(r"  mostly where policy.budget_share > 0\.00\d+; \d+ % of failures, \d+ % pure", lines[1])
    assert lines[2] == "  by the tree:"
    assert re.match(r"    policy.budget_share < 0\.00\d+: fails in \d of \d+ futures", lines[3])
    assert "memory_years" not in out


def test_the_box_is_drawn_where_there_is_one(folder, dear, tmp_path, capsys):
    arguments = ("--policy", "some", "--threshold", f"spent_usd={dear}", "--threshold", "posts=0")
    code, out, _ = said(capsys, folder, *arguments, "--figures", tmp_path / "drawn")
    assert code == GOOD
    assert [path.name for path in (tmp_path / "drawn").iterdir()] == ["some-spent_usd.png"]
    assert "some-spent_usd.png" in out
    (tmp_path / "file").touch()
    code, _, error = said(capsys, folder, *arguments, "--figures", tmp_path / "file" / "x")
    assert code != GOOD
    assert "give another folder" in error


def test_against_the_baseline_all_outcomes_with_a_direction(folder, capsys):
    code, out, _ = said(capsys, folder)
    assert code == GOOD
    assert re.search(r"spent_usd: some is worse than none in 3\d of 40 futures", out)
    assert "posts: some is worse than none in none of 40 futures" in out
    assert "files" not in out
    _, reverse, _ = said(capsys, folder, "--baseline", "some", "--outcome", "posts")
    assert re.match(r"posts: none is worse than some in 3\d of 40 futures\n", reverse)
    assert "spent_usd" not in reverse


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--policy", "som"), "--policy = som: not in this sweep; did you mean some?"),
        (("--outcome", "cost"), "--outcome = cost: not in this sweep"),
        (("--outcome", "files"), "files: has no direction"),
        (("--threshold", "cost=1"), "no outcome cost"),
    ],
)
def test_what_is_not_there_is_refused(folder, arguments, words, capsys):
    code, _, error = said(capsys, folder, *arguments)
    assert code == REFUSED
    assert words in error


def test_a_sweep_without_uncertainties_has_one_future(tmp_path, capsys):
    run_sweep(load_experiment({**EXPERIMENT, "uncertainties": {}}), tmp_path / "x", 1, "threads")
    code, _, error = said(capsys, tmp_path / "x")
    assert code == REFUSED
    assert "nothing is uncertain" in error


def test_the_report_has_the_tree_as_a_list_within_a_list(folder, tmp_path):
    text = write_report(open_sweep(folder), tmp_path / "report.html").read_text(encoding="utf-8")
    words = r"in 3\d of the 40 futures on [^<]*<ul><li>policy.budget_share &lt; "
    assert re.search(words, re.sub("<wbr>|</?strong>", "", text))


def test_branches_are_nested_in_both_kinds_of_report(folder, dear):
    from exchsim.report import html, markdown
    from exchsim.report.blocks import Outline

    sweep = open_sweep(folder)
    tree = failures(sweep.good, sweep.design, "spent_usd", "some", "less", threshold=dear).tree
    outline = Outline([("where", 0), *((words, depth + 1) for depth, words in tree.lines()), ("and", 0)])
    page = "".join(html._block(outline))
    assert page.count("<ul>") == page.count("</ul>") >= 2
    assert page.count("<li>") == page.count("</li>") == len(outline.items)
    lines = list(markdown._block(outline, ""))
    assert lines[0] == "- where"
    assert lines[1].startswith("  - policy.budget_share < ")
