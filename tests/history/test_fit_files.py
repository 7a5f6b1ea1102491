"""Calibration files: what is refused, with file, line, path and remedy; what is taken from the patterns of history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from small_fit import CONTENT, LASTING
from typer.testing import CliRunner

from exchsim.analysis.moments import bands
from exchsim.cli.main import main
from exchsim.history.fit.load import load_calibration
from exchsim.scenario.faults import ScenarioError

ROOT = Path(__file__).parents[2]
MOMENT = {"moment": "dyads", "when": "1999"}


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "calibration.yaml"
    content = {key: value for key, value in {**CONTENT, **changes}.items() if value is not None}
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def fitted_to(**given: Any) -> dict[str, Any]:
    return {"moments": {"a": given}}


# what is changed: path in the message, words in it
FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown key": ({"wave": 3}, "wave = 3", "unknown key; did you mean waves?"),
    "no parameters": ({"parameters": {}}, "parameters", "needs at least 1"),
    "unknown parameter": ({"parameters": {"contact.gain_per_yer": None}}, "parameters.contact.gain_per_yer",
                          "no such number; did you mean contact.gain_per_year?"),
    "beyond what is declared": ({"parameters": {LASTING: {"high": 90}}}, f"parameters.{LASTING}", "90 must be 6.5 to"),
    "upside down": ({"parameters": {LASTING: {"low": 9, "high": 8}}}, f"parameters.{LASTING}", "low 9 must be less"),
    "logarithm of nothing": ({"parameters": {"exercises.strangers": {"scale": "log"}}}, "exercises.strangers",
                             "a log scale needs a low above 0"),
    "unknown scale": ({"parameters": {LASTING: {"scale": "lgo"}}}, f"parameters.{LASTING}.scale", "did you mean log?"),
    "a choice": ({"parameters": {"policy.reciprocity": None}}, "parameters.policy.reciprocity", "is a choice"),
    "nothing to be fitted to": ({"moments": {}}, "", "nothing to be fitted to; write moments, or patterns"),
    "no target": (fitted_to(column="trust", tolerance=0.1), "moments.a.target", "missing; write what was seen"),
    "no target in that year": (fitted_to(moment="dyads", when="1998"), "moments.a.target",
                               "the patterns of history have it for 1985, 1990, 1995, 1999"),
    "no tolerance": (fitted_to(column="trust", target=0.4), "moments.a.tolerance", "how much even the best model may"),
    "no tolerance of a new target": (fitted_to(target=400.0, **MOMENT), "moments.a.tolerance", "missing"),
    "tolerance of nothing": (fitted_to(column="trust", target=1.0, tolerance=0.0), "tolerance = 0", "must be above 0"),
    "a word for a tolerance": (fitted_to(column="trust", target=1.0, tolerance="little"), "tolerance = little",
                               "must be a number, above 0"),
    "a cutoff that rules out all": ({"cutoff": 0.2}, "cutoff = 0.2", "must be above 0.5 and at most 10"),
    "band upside down": (fitted_to(low=9.0, high=8.0, **MOMENT), "moments.a.low", "low 9 must be less than high 8"),
    "unknown moment": (fitted_to(moment="dyad", when="1999", target=1.0, tolerance=1.0), "moments.a.moment",
                       "no such moment; did you mean dyads?"),
    "unknown column": (fitted_to(column="trsut", target=1.0, tolerance=1.0), "moments.a.column", "did you mean trust?"),
    "unknown pattern": ({"patterns": [2, 8]}, "patterns[1]", "pattern 8 has no moment of a single run; those"),
    "one seed": ({"replicates": 1}, "replicates = 1", "must be 2 to 10,000"),
    "no weight": (fitted_to(column="trust", target=1.0, tolerance=1.0, weight=0.0), "moments", "all weights are 0"),
    "no such scenario": ({"scenario": "classrom"}, "scenario", "classroom"),
    "unknown part of the scenario": ({"set": {"period.ned": "1999-12"}}, "set.period.ned", "did you mean period.end?"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_named_with_its_place_and_remedy(name: str, tmp_path: Path) -> None:
    changes, where, words = FAULTS[name]
    path = written(tmp_path, **changes)
    with pytest.raises(ScenarioError) as caught:
        load_calibration(path)
    fault = caught.value.faults[0]
    assert where in str(fault) and words in str(fault), str(fault)
    assert fault.file == "calibration.yaml"
    lines = path.read_text().splitlines()
    last = fault.path.split(".")[-1].split("[")[0]
    if last and fault.line and "missing" not in fault.message:
        assert last in lines[fault.line - 1] or fault.path.split(".")[0] in lines[fault.line - 1] or "[" in fault.path


def test_the_command_refuses_with_code_two(tmp_path: Path, capsys: Any) -> None:
    written(tmp_path, wave=3)
    assert main(["calibrate", "calibration.yaml"]) == 2
    assert "unknown key; did you mean waves?" in capsys.readouterr().err
    assert main(["calibrate", "calibration_1980s"]) == 2
    assert "no such calibration; did you mean calibration_1980?" in capsys.readouterr().err


def test_the_command_says_what_it_does_and_where_it_is(tmp_path: Path, capsys: Any) -> None:
    written(tmp_path, samples=6, waves=1, finalists=1, fresh=2)
    command = ["calibrate", "calibration.yaml", "-o", "fit", "-w", "1", "--executor", "threads"]
    assert main([*command, "--dry-run"]) == 0
    assert "4 parameters, 3 moments; 1 waves x 6 points x 2 seeds" in capsys.readouterr().out
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "Too few points: 6 for 4 parameters" in shown and shown.splitlines()[-1] == "fit"
    assert main([*command, "--samples", "7"]) == 1
    assert "holds another calibration" in capsys.readouterr().err
    assert main([*command, "--quiet"]) == 0
    assert capsys.readouterr().out == "fit\n"


def test_patterns_bring_their_moments_targets_and_bands(tmp_path: Path) -> None:
    own = {"mine": {**MOMENT, "target": 500.0, "tolerance": 20.0}}
    loaded = load_calibration(written(tmp_path, patterns=[2, 5], moments=own))
    aims = {aim.name: aim for aim in loaded.aims}
    assert "dyads_1999" not in aims and aims["mine"].target == 500.0 and aims["mine"].pattern == 0
    table = bands()
    assert len(aims) == (table["pattern"] == 2).sum() + 3
    gini = aims["degree_Gini_1990"]
    assert (gini.target, gini.low, gini.high, gini.pattern) == (0.843, 0.743, 0.943, 2)
    assert gini.tolerance == pytest.approx(0.05)
    assert loaded.forgiven == 1
    assert loaded.experiment.file.outcomes["degree_Gini_1990"].when == "1990"


def test_ranges_are_those_of_the_model_unless_given(tmp_path: Path) -> None:
    ranges = {LASTING: None, "contact.misunderstandings_per_year": {"low": 1.0, "scale": "log"}}
    one, other = load_calibration(written(tmp_path, parameters=ranges)).variables
    assert (one.low, one.high, one.distribution) == (6.5, 13.0, "uniform")
    assert (other.low, other.high, other.distribution) == (1.0, 6.0, "loguniform")


def test_the_shipped_calibration_is_sound() -> None:
    loaded = load_calibration(ROOT / "experiments/calibration_1980")
    assert {aim.pattern for aim in loaded.aims} == {2, 3, 4, 5}
    assert all(aim.low < aim.target < aim.high for aim in loaded.aims)
    groups = {variable.path.split(".")[0] for variable in loaded.variables}
    assert groups == {"agreements", "exercises", "policy"}


def test_help_says_what_it_does() -> None:
    from exchsim.cli.main import app

    shown = CliRunner().invoke(app, ["calibrate", "--help"]).output
    assert "plausible" in shown and "--overwrite" in shown
