"""How much of the partnership of the United States and Korea is the exchanges, and how much the alliance."""

import pytest

from exchsim.sweep.attribute import attribution_experiment, attributions
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep


@pytest.fixture(scope="module")
def shares(tmp_path_factory):
    """Mean share of each group in each outcome: 16 runs."""
    changes = {"uncertainties": {}, "replicates": 2, "seeds": "shared"}
    chosen = attribution_experiment(load_experiment("us_rok_shares", changes), ["tours", "staff", "alliance"])
    folder = tmp_path_factory.mktemp("shares")
    run_sweep(chosen, folder / "x", 2, "threads")
    found = attributions(open_sweep(folder / "x"))
    return {one.outcome: {share.group: share.share.mean for share in one.shares} for one in found}


def test_how_they_work_together_is_mostly_the_exchanges(shares):
    found = shares["interoperability"]
    assert found["tours"] > 2 * max(found["staff"], found["alliance"]) > 0


def test_trust_is_mostly_the_alliance_and_then_the_exchanges(shares):
    found = shares["trust"]
    assert found["alliance"] > found["tours"] > found["staff"] > 0
