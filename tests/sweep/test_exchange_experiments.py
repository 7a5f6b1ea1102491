"""The experiments on tours, language, screens and reciprocity: each policy moves what it is about."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

FOLDER = Path(__file__).parents[2] / "experiments"
NAMES = ("few_or_many", "language_first", "virtual", "reciprocity")


@pytest.mark.parametrize("name", (*NAMES, *(path.name for path in FOLDER.glob("partnership_*"))))
def test_luck_is_common_and_every_doubtful_number_varies(name: str) -> None:
    loaded = load_experiment(FOLDER / name)
    file = loaded.file
    assert file.common_random_numbers and file.seeds == "own"
    assert loaded.samples >= 30
    assert set(file.uncertainties.all) == {"M", "K-low", "K-medium"} and not file.uncertainties.excluding
    assert loaded.runs <= 400


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_speaks_of_every_policy(name: str) -> None:
    text = (FOLDER / name / "answer.md").read_text(encoding="utf-8")
    loaded = load_experiment(FOLDER / name)
    for policy in loaded.file.policies:
        assert f".{policy}" in text, policy


@cache
def means(name: str) -> Any:
    """Outcomes by policy with the numbers as they are, under two seeds."""
    file = yaml.safe_load((FOLDER / name / "experiment.yaml").read_text(encoding="utf-8"))
    file = {key: value for key, value in file.items() if key not in ("uncertainties", "design", "seeds")}
    with TemporaryDirectory() as out:
        run_sweep(load_experiment(file | {"replicates": 2}), out, workers=1)
        runs = open_sweep(out).runs
    return runs.groupby("policy").mean(numeric_only=True)


@pytest.mark.slow
def test_tours_cost_the_same_and_long_ones_teach_more() -> None:
    found = means("few_or_many")
    # money is alike over all futures, as the README shows; with the numbers as they are half a year costs a quarter
    # more, since a course may then last as long as the tour, while in half of the futures it must be shorter
    assert (abs(found["spent"] / found.loc["two_years", "spent"] - 1).drop("six_months") < 0.06).all()
    order = ["six_months", "one_year", "two_years", "three_years"]
    assert found.loc[order, "alumni_years"].is_monotonic_decreasing
    assert found.loc[order, "level_korean"].is_monotonic_increasing
    assert found.loc[order, "weeks_lost"].is_monotonic_decreasing
    assert found.loc[order, "cost_of_officer_year"].is_monotonic_decreasing


@pytest.mark.long  # by lesson 2 as well
def test_more_language_means_more_class_and_fewer_misunderstandings() -> None:
    found = means("language_first")
    order = ["no_course", "level_1", "level_2", "level_3"]
    assert found.loc[order, "weeks_in_class"].is_monotonic_increasing
    assert found.loc[order, "cost_of_officer_year"].is_monotonic_increasing
    assert found.loc["level_3", "misunderstandings"] < 0.9 * found.loc["level_2", "misunderstandings"]
    assert found.loc["no_course", "misunderstandings"] > found.loc["level_2", "misunderstandings"]
    assert found.loc["gifted", "weeks_in_class"] < found.loc["level_2", "weeks_in_class"]
    assert found.loc["refreshed", "linguists"] > found.loc["level_2", "linguists"]


@pytest.mark.long  # what screens do is tested by lesson 6 as well
def test_screens_save_money_and_friends_and_espionage() -> None:
    found = means("virtual")
    order = ["in_person", "one_fifth", "two_fifths", "three_fifths", "four_fifths"]
    for falling in ("spent", "espionage", "ties_made", "living_ties"):
        assert found.loc[order, falling].is_monotonic_decreasing, falling
    assert found.loc["four_fifths", "ties_five_years"] < found.loc["in_person", "ties_five_years"]
    assert found.loc["sandwich", "espionage"] < found.loc["in_person", "espionage"]
    assert abs(found.loc["same_money", "spent"] / found.loc["in_person", "spent"] - 1) < 0.08
    assert found.loc["no_tours", "trust"] < found.loc["in_person", "trust"]


@pytest.mark.slow
def test_one_for_one_balances_and_donors_bring_small_states_in() -> None:
    found = means("reciprocity")
    assert found["unreturned"].idxmin() == "strict"
    assert found.loc["strict", "officer_years"] < found.loc["balanced", "officer_years"]
    assert found.loc["donor", "coverage"] > found.loc["balanced", "coverage"] + 1.0
    assert found.loc["donor", "spent_small"] < found.loc["balanced", "spent_small"]
