"""Pattern 12: the partnerships held up as successes owe part of what they are to exchanges, the rest to politics.

The same seed with and without exchanges, mean of the last five years.
"""

import pytest

import exchsim

# everything by which their officers meet: posts, exercises, workshops, staffs of organisations, UN missions
LEVERS = ("posts_share", "exercise_activity", "workshops_per_year", "staff_posts_share", "mission_pledges")
PAIRS = {"us_rok": ("USA", "KOR"), "aus_nz": ("AUS", "NZL"), "uk_nato": ("GBR", "FRA")}


def off(pair):
    """No exchanges of anybody, nor of the pair where the scenario gives it levers of its own."""
    sections = ["policy", *(f"nation_policies.{code}" for code in pair)]
    return [f"{section}.{lever}=0" for section in sections for lever in LEVERS]


def at_the_end(scenario, pair, overrides=()):
    """Trust, interoperability and political baseline of a pair, both directions."""
    pairs = exchsim.run(scenario, seed=1, overrides=list(overrides)).pairs
    mine = pairs[pairs["sender"].isin(pair) & pairs["host"].isin(pair) & (pairs["year"] > pairs["year"].max() - 5)]
    return mine["trust"].mean(), mine["interoperability"].mean(), mine["baseline"].mean()


@pytest.mark.slow
@pytest.mark.parametrize("scenario", PAIRS)
def test_a_partnership_without_exchanges_is_less(scenario):
    pair = PAIRS[scenario]
    trust, interoperability, _ = at_the_end(scenario, pair)
    trust_without, interoperability_without, politics = at_the_end(scenario, pair, off(pair))
    print(scenario, trust_without, trust, interoperability_without, interoperability)
    assert interoperability - interoperability_without > 0.05
    assert trust > trust_without
    assert trust_without == pytest.approx(politics, abs=0.05)  # what is left is what politics alone gives
