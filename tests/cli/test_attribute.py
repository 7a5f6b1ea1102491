"""`exchsim attribute` from an experiment to its table, figure and report; what is stored is not run again."""

from __future__ import annotations

import copy

import pandas as pd
import pytest
import yaml

from exchsim.cli.errors import GOOD, REFUSED
from exchsim.cli.main import main
from exchsim.report.write import write_report
from exchsim.sweep.attribute import attributions, design_of
from exchsim.sweep.results import open_sweep

EXPERIMENT = {
    "title": "Posts and exercises",
    "question": "What brings trust?",
    "scenario": "classroom",
    "set": {"period.end": "1983-12"},
    "policies": {"as_now": {}, "more": {"posts_share": 0.03}},
    "uncertainties": {"trust.memory_years": {}},
    "design": {"samples": 3},
    "replicates": 2,
    "outcomes": {
        "trust": {"table": "pairs", "column": "trust", "where": {"sender": "ARD", "host": "BMR"}, "direction": "more"},
        "posts": {"column": "posts"},
        "spent_usd": {"column": "spent_usd", "reduce": "sum", "direction": "less"},
    },
    "attribution": {"groups": {"tours": None, "exercises": None, "promises": {"alumni_recontact": 0}}},
}


def said(capsys, *arguments):
    code = main(["attribute", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def write(folder, **changes):
    path = folder / "posts" / "experiment.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({**copy.deepcopy(EXPERIMENT), **changes}, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """An experiment that has been attributed."""
    folder = tmp_path_factory.mktemp("attribute")
    assert main(["attribute", str(write(folder)), "-o", str(folder / "out"), "--executor", "threads"]) == GOOD
    return folder / "out"


def rows_of(out, outcome):
    """Cells of the table of one outcome."""
    lines = out.splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith(outcome) and "with all groups" in line) + 2
    last = next(k for k in range(first, len(lines)) if not lines[k])
    return {cells[0]: cells[1:] for cells in (line.split("\t") for line in lines[first:last])}


def test_the_table_is_that_of_the_runs(swept, capsys):
    code, out, _ = said(capsys, swept)
    assert code == GOOD
    sweep = open_sweep(swept)
    means = sweep.good.groupby("policy")["posts"].mean()
    rows = rows_of(out, "posts")
    assert set(rows) == {"tours", "exercises", "promises", "all together"}
    assert float(rows["all together"][0].split(" ± ")[0]) == pytest.approx(means["all"] - means["none"], rel=0.02)
    assert float(rows["tours"][1].split(" ± ")[0]) == pytest.approx(means["only_tours"] - means["none"], rel=0.02)
    assert float(rows["tours"][2].split(" ± ")[0]) == pytest.approx(means["all"] - means["without_tours"], rel=0.02)
    assert rows["tours"][3] in ("99 %", "100 %", "101 %")
    assert "share: what a group adds, averaged over all orders" in out


def test_a_group_without_effect_has_no_share_and_shares_add_up(swept):
    for found in attributions(open_sweep(swept)):
        by_name = {one.group: one for one in found.shares}
        assert by_name["promises"].share.mean == 0.0  # the lever is 0 in the scenario
        assert found.left == pytest.approx(0.0, abs=1e-9 * max(1.0, abs(found.whole.mean)))
        assert found.all_on - found.all_off == pytest.approx(found.whole.mean)


def test_table_and_figure_lie_beside_the_runs(swept):
    table = pd.read_csv(swept / "attribution.csv")
    one = table[table["outcome"] == "trust"].set_index("group")
    assert one.loc["all together", "share"] == pytest.approx(one["share"].iloc[:-1].sum())
    assert one.loc["tours", "share_low"] <= one.loc["tours", "share"] <= one.loc["tours", "share_high"]
    assert (swept / "attribution.png").stat().st_size > 10_000


def test_given_again_it_runs_nothing_and_more_seeds_are_added(swept, capsys):
    before = open_sweep(swept)
    assert len(before.runs) == 8 * 6
    path = swept.parent / "posts" / "experiment.yaml"
    _, _, error = said(capsys, path, "-o", swept, "--executor", "threads")
    assert "all runs were stored already" in error
    assert main(["extend", str(swept), "--replicates", "3", "--executor", "threads"]) == GOOD
    assert "share: what a group adds" in capsys.readouterr().out
    sweep = open_sweep(swept)
    assert design_of(sweep) is not None
    assert attributions(sweep)[0].runs == 9


def test_groups_policy_and_orders_of_the_command_line(tmp_path, capsys):
    path = write(tmp_path, design={"samples": 1}, attribution=None)
    arguments = (path, "-o", tmp_path / "x", "--executor", "threads", "--policy", "more", "--samples", 1)
    code, out, _ = said(capsys, *arguments, "--groups", "posts,courses", "--nations", "ARD")
    assert code == GOOD
    assert set(rows_of(out, "posts")) == {"posts", "courses", "all together"}
    sweep = open_sweep(tmp_path / "x")
    assert sweep.experiment.file.attribution.nations == ["ARD"]
    assert sweep.experiment.arms[0].scenario.file.policy.posts_share == 0.03
    code, _, error = said(capsys, tmp_path / "x", "--groups", "posts")
    assert code == REFUSED
    assert "is a sweep already" in error
    seven = "posts,courses,leadership,immersions,exercises,workshops,language"
    drawn = (path, "-o", tmp_path / "y", "--executor", "threads", "--groups", seven, "--orders", 4, "--samples", 1)
    code, out, _ = said(capsys, *drawn)
    assert code == GOOD
    assert "averaged over drawn orders" in out
    assert "the 4 orders that were drawn" in out
    assert len(open_sweep(tmp_path / "y").policies) < 128


def test_built_in_groups_are_listed(capsys):
    code, out, _ = said(capsys, "--list")
    assert code == GOOD
    assert "staff\tstaff posts at the headquarters of organisations" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no experiment given"),
        (("PATH", "--samples", 1, "--replicates", 1), "one run of each set has no interval"),
        (("PATH", "--groups", "tour"), "no group tour; did you mean tours?"),
        (("PATH", "--policy", "mor"), "no policy mor; did you mean more?"),
        (("PATH", "--nations", "XYZ"), "XYZ does not take part"),
        (("PATH", "--groups", "tours,posts"), "switches off tours, as tours does"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, arguments, words, capsys):
    path = write(tmp_path)
    code, _, error = said(capsys, *(path if part == "PATH" else part for part in arguments))
    assert code == REFUSED
    assert words in error


def test_another_sweep_is_no_attribution(tmp_path, capsys):
    path = write(tmp_path, design={"samples": 1}, replicates=1)
    assert main(["sweep", str(path), "-o", str(tmp_path / "z"), "--executor", "threads"]) == GOOD
    capsys.readouterr()
    code, _, error = said(capsys, tmp_path / "z")
    assert code == REFUSED
    assert "is no sweep of groups of programmes" in error
    assert design_of(open_sweep(tmp_path / "z")) is None


def test_its_report_tells_shares_instead_of_policies(swept, tmp_path):
    text = write_report(open_sweep(swept), tmp_path / "report.html").read_text(encoding="utf-8")
    assert "What each group brings" in text
    assert "all bilateral tours" in text
    assert "alumni_recontact = 0" in text.replace("<wbr>", "")
    assert "Compared with" not in text
