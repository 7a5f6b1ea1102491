"""The experiments that come with the program, and the file that their README explains, are valid."""

import re
from pathlib import Path

import pytest
import yaml

from exchsim.sweep.attribute import attribution_experiment
from exchsim.sweep.load import load_experiment

FOLDER = Path(__file__).parents[2] / "experiments"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/experiment.yaml")), ids=lambda path: path.parent.name)
def test_an_experiment_that_comes_along_is_valid(path: Path) -> None:
    loaded = load_experiment(path)
    runs = (attribution_experiment(loaded) if loaded.file.attribution is not None else loaded).runs
    assert loaded.name == path.parent.name and runs <= 2000
    assert f"[{loaded.name}]({loaded.name})" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"| {runs} |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_file_that_is_explained_line_by_line_is_valid() -> None:
    text, *_ = re.findall(  # the first one: the other is a calibration
        r"```yaml\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.S
    )
    loaded = load_experiment(yaml.safe_load(text))
    assert len(loaded.arms) == 3 and loaded.samples == 64
    assert {"trust", "cost", "trust_per_usd"} == set(loaded.file.outcomes)
