"""Seeds are added until a difference is known well enough, and not for ever."""

from __future__ import annotations

import pytest
import yaml

from exchsim.analysis.contrasts import contrast
from exchsim.cli.main import main
from exchsim.sweep.results import open_sweep

EXPERIMENT = {
    "scenario": "classroom",
    "set": {"period.end": "1982-12"},
    "policies": {"none": {"posts_share": 0}, "some": {}},
    "replicates": 2,
    "outcomes": {"files": {"column": "files", "direction": "more"}},
}


@pytest.fixture
def experiment(tmp_path):
    def written(**changes):
        path = tmp_path / "precise.yaml"
        path.write_text(yaml.safe_dump({**EXPERIMENT, **changes}), encoding="utf-8")
        return str(path)

    return written


def known(folder):
    return contrast(open_sweep(folder).good, "files", "some", "none")


def test_seeds_are_added_until_the_interval_is_narrow_enough(experiment, tmp_path, capsys):
    folder = tmp_path / "out"
    plain = ["sweep", experiment(), "--executor", "threads", "-o", str(folder)]
    assert main(plain) == 0
    before = known(folder)
    assert main([*plain, "--precision", f"files={before.half_width / 4:.6g}"]) == 0
    after = known(folder)
    assert after.half_width <= before.half_width / 4
    assert after.estimate.replicates > 2
    assert f"precise enough with {after.estimate.replicates} replicates" in capsys.readouterr().err


def test_what_is_precise_enough_is_left_alone(experiment, tmp_path):
    folder = tmp_path / "out"
    assert main(["sweep", experiment(), "--executor", "threads", "-o", str(folder), "--precision", "files=1e9"]) == 0
    assert open_sweep(folder).about["replicates"] == 2


def test_what_seeds_cannot_do_is_said(experiment, tmp_path, capsys):
    uncertain = {"people_per_agent": {"values": [1, 2]}}  # half the agents, half the files: futures differ, not luck
    arguments = ["sweep", experiment(uncertainties=uncertain, design={"kind": "grid"}, replicates=3)]
    assert main([*arguments, "--executor", "threads", "-o", str(tmp_path / "out"), "--precision", "files=0.05"]) == 1
    assert "no number of seeds gives ± 0.05" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file=1", "no outcome file; did you mean files?"),
        ("files=0", "a number above 0"),
        ("files", "write OUTCOME=NUMBER"),
    ],
)
def test_wrong_precision_is_refused_before_anything_runs(experiment, tmp_path, capsys, text, message):
    assert main(["sweep", experiment(), "-o", str(tmp_path / "out"), "--precision", text]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
