"""How much of a partnership is the exchanges', and how much the alliance's: what the answers of the experiments say."""

from pathlib import Path

import pytest

from exchsim.sweep.attribute import attribution_experiment, attributions
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep

pytestmark = pytest.mark.xdist_group("shares of a partnership")  # sixteen runs for all
FOLDER = Path(__file__).parents[2] / "experiments"
NAMES = ("partnership_us_rok", "partnership_aus_nz", "partnership_uk_nato")


@pytest.mark.parametrize("name", NAMES)
def test_the_three_groups_are_asked_about_and_the_answer_shows_their_shares(name):
    file = load_experiment(FOLDER / name).file
    assert list(file.attribution.groups) == ["tours", "exercises_and_staffs", "alliance"]
    text = (FOLDER / name / "answer.md").read_text(encoding="utf-8")
    assert "{{unresolved}}" in text and "{{shares}}" in text


@pytest.fixture(scope="module")
def shares(tmp_path_factory):
    """Of the United States and Korea at the usual numbers: what each group brings by outcome, in 16 runs."""
    changes = {"uncertainties": {}, "design": {}, "replicates": 2, "seeds": "shared"}
    chosen = attribution_experiment(load_experiment(FOLDER / "partnership_us_rok", changes))
    folder = tmp_path_factory.mktemp("shares")
    run_sweep(chosen, folder / "x", 2, "threads")
    found = attributions(open_sweep(folder / "x"))
    return {one.outcome: {share.group: share for share in one.shares} for one in found}


def test_how_they_work_together_is_mostly_what_officers_on_tours_bring(shares):
    found = shares["interoperability"]
    others = max(found["exercises_and_staffs"].share.mean, found["alliance"].share.mean)
    assert found["tours"].share.mean > 2 * others > 0
    assert found["alliance"].first.mean == 0.0  # a pact among officers who never meet


def test_trust_is_the_alliances_and_the_exchanges_which_stand_in_for_one_another(shares):
    found = shares["trust"]
    assert found["alliance"].share.mean > found["exercises_and_staffs"].share.mean > 0
    assert found["tours"].share.mean > found["exercises_and_staffs"].share.mean
    assert all(share.interplay.mean < 0 for share in found.values())
