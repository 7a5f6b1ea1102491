"""What READMEs of experiments say is what their templates say, and the quickstart's is that of a fresh sweep."""

from pathlib import Path

import pytest

from exchsim.report.template import pattern, rendered
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

FOLDER = Path(__file__).parents[2] / "experiments"
SEARCHED = "## Is there anything better?"
ANSWERED = sorted(file.parent.name for file in FOLDER.glob("*/answer.md"))


def text_of(name, file):
    return (FOLDER / name / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ANSWERED)
def test_a_readme_is_its_template_with_numbers(name):
    assert pattern(text_of(name, "answer.md")).fullmatch(text_of(name, "README.md"))


@pytest.mark.slow
def test_the_answer_of_the_quickstart_is_true(tmp_path):
    """All of it but the search, which takes a minute and is tested with small ones."""
    run_sweep(load_experiment(FOLDER / "quickstart" / "experiment.yaml"), tmp_path / "s", 2)
    template, _ = text_of("quickstart", "answer.md").split(SEARCHED)
    made, _ = rendered(template, open_sweep(tmp_path / "s"), "figures")
    assert made == text_of("quickstart", "README.md").split(SEARCHED)[0]
