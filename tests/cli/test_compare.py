"""`exchsim compare` on a small sweep: what it says is what the runs say, and wrong input is refused."""

from __future__ import annotations

import pytest

from exchsim.cli.errors import GOOD, REFUSED
from exchsim.cli.main import main

EXPERIMENT = {
    "title": "Posts or none",
    "scenario": "classroom",
    "set": {"period.end": "1984-12"},
    "policies": {"none": {"posts_share": 0}, "some": {}},
    "uncertainties": {"trust.memory_years": {}},
    "design": {"samples": 3},
    "replicates": 3,
    "outcomes": {
        "posts": {"column": "posts", "direction": "more"},
        "spent_usd": {"column": "spent_usd", "reduce": "sum", "direction": "less"},
        "files": {"column": "files"},
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from exchsim.sweep.load import load_experiment
    from exchsim.sweep.runner import run_sweep

    path = tmp_path_factory.mktemp("compare") / "sweep"
    run_sweep(load_experiment(EXPERIMENT), path, 2, "threads")
    return path


def said(capsys, *arguments):
    code = main(["compare", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_difference_is_that_of_the_runs(folder, capsys):
    from exchsim.sweep.results import open_sweep

    code, out, _ = said(capsys, folder)
    assert code == GOOD
    runs = open_sweep(folder).good
    means = runs.groupby("policy")["posts"].mean()
    row = next(line.split("\t") for line in out.splitlines() if line.startswith("posts\tposts\tsome"))
    assert float(row[3]) == pytest.approx(means["some"] - means["none"], rel=1e-3)
    assert float(row[4]) <= float(row[3]) <= float(row[5])
    assert row[6] == "100 %"
    assert "3 futures x 3 replicates" in out
    assert "posts: some is better than none" in out
    assert "spent_usd: some is worse than none" in out
    assert "files: " not in out  # no direction, no verdict


def test_seeds_that_a_precision_needs_and_thresholds(folder, capsys):
    from exchsim.sweep.results import open_sweep

    between = int(open_sweep(folder).good["posts"].mean())
    code, out, _ = said(capsys, folder, "--precision", "posts=1e6", "--threshold", f"posts={between}")
    assert code == GOOD
    assert "to ± 1e+06" in out
    assert "0 more than now" in out
    assert "none\t0 %" in out
    assert "some\t100 %" in out
    assert f"share of futures with posts at least {between}" in out


def test_another_baseline_turns_the_signs_round(folder, capsys):
    _, out, _ = said(capsys, folder, "--baseline", "some")
    assert "posts: none is worse than some" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--baseline", "sone"], "--baseline = sone: no such policy; did you mean some?"),
        (["--precision", "post=1"], "no outcome post; did you mean posts?"),
        (["--threshold", "posts=many"], "write OUTCOME=NUMBER"),
        (["--threshold", "files=3"], "has no direction"),
        (["--method", "guess"], "must be one of t, bootstrap"),
    ],
)
def test_what_makes_no_sense_is_refused(folder, capsys, arguments, message):
    code, _, err = said(capsys, folder, *arguments)
    assert code == REFUSED
    assert message in err


def test_a_folder_without_a_sweep_is_refused(tmp_path, capsys):
    code, _, err = said(capsys, tmp_path)
    assert code != GOOD
    assert "no sweep was begun here" in err
