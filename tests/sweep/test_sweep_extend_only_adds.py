"""`extend` adds and never takes away; contradictions at the command line are refused."""

from __future__ import annotations

import pytest
import yaml

from exchsim.cli.main import main
from exchsim.sweep.results import open_sweep

EXPERIMENT = {
    "scenario": "classroom",
    "set": {"period.end": "1981-12"},
    "policies": {"base": {}, "none": {"posts_share": 0}},
    "uncertainties": {"trust.memory_years": {}},
    "design": {"kind": "sobol", "samples": 2},
    "replicates": 2,
    "outcomes": {"trust": {"column": "trust", "direction": "more"}},
}


@pytest.fixture
def swept(tmp_path):
    (tmp_path / "e.yaml").write_text(yaml.safe_dump(EXPERIMENT), encoding="utf-8")
    assert main(["sweep", str(tmp_path / "e.yaml"), "--executor", "threads", "-o", str(tmp_path / "s"), "--quiet"]) == 0
    return tmp_path / "s"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--replicates", "1"], "--replicates = 1: the sweep has 2 already"),
        (["--samples", "1"], "--samples = 1: the sweep has 2 already"),
        (["--policy", "base: {posts_share: 0.1}"], "--policy base: is there already"),
    ],
)
def test_nothing_is_taken_away(swept, capsys, arguments, message):
    before = (swept / "outcomes.parquet").read_bytes()
    assert main(["extend", str(swept), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert (swept / "outcomes.parquet").read_bytes() == before
    assert len(open_sweep(swept).runs) == 8


def test_a_scheduler_is_for_dask(tmp_path, capsys):
    (tmp_path / "e.yaml").write_text(yaml.safe_dump(EXPERIMENT), encoding="utf-8")
    arguments = ["sweep", str(tmp_path / "e.yaml"), "-o", str(tmp_path / "s")]
    assert main([*arguments, "--executor", "threads", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "--scheduler is for --executor dask" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_a_report_does_not_make_a_folder_something_else(swept, capsys):
    assert main(["report", str(swept)]) == 0
    (swept / "manifest.json").write_text("{", encoding="utf-8")
    assert main(["status", str(swept)]) == 1
    said = capsys.readouterr().err
    assert "is damaged" in said and "DamagedError" not in said
    again = ["sweep", str(swept.parent / "e.yaml"), "--executor", "threads", "-o", str(swept), "--quiet"]
    assert main(again) == 0
    assert len(open_sweep(swept).runs) == 8


def test_a_sweep_without_runs_says_so(swept, capsys):
    for part in (swept / "parts").iterdir():
        part.unlink()
    assert main(["verify", str(swept)]) == 1
    assert "nothing to verify" in capsys.readouterr().err
    assert main(["compare", str(swept)]) == 2
    assert "no run has come to an end yet" in capsys.readouterr().err
