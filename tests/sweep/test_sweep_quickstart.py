"""The table that the quickstart shows is that of a fresh sweep."""

import re
from pathlib import Path

import pytest

from exchsim.cli.policies import show_policies
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

FOLDER = Path(__file__).parents[2] / "experiments" / "quickstart"


@pytest.mark.slow
def test_the_table_of_the_quickstart_is_true(tmp_path, capsys):
    run_sweep(load_experiment(FOLDER / "experiment.yaml"), tmp_path / "s", 2)
    show_policies(open_sweep(tmp_path / "s"))
    made = {line.split("\t")[0]: line.split("\t")[3:] for line in capsys.readouterr().out.splitlines() if "\t" in line}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for outcome in ("trust", "interoperability", "attacks_prevented", "spent_usd"):
        said = next(line for line in readme.splitlines() if re.match(rf"{outcome} +(more|less)", line))
        assert re.split(r" {2,}", said.strip())[3:] == made[outcome]
