"""The scenario of UN peacekeeping against what is known of 1994-1999: pattern 7 of docs/odd.md."""

import numpy as np
import pytest

import exchsim


@pytest.fixture(scope="module")
def result():
    return exchsim.run("un_peacekeeping_1994", seed=1)


def of_the_nineties(table):
    return table[table.year <= 1999]


def test_strength_in_uniform_is_that_of_the_record(result):
    """About 79,000 in 1994, 12,000 in 1999 (before the new missions of that autumn), over 100,000 in 2015-16."""
    troops = result.missions.groupby("year").troops.sum()
    assert 70_000 < troops[1994] < 85_000
    assert 11_000 < troops[1998] < 19_000 and 11_000 < troops[1999] < 22_000
    assert troops[2015] > 95_000


def test_contributors_and_fractionalisation_of_the_nineties(result):
    missions = of_the_nineties(result.missions)
    assert 7.0 <= missions.contributors.mean() <= 13.0
    large = missions[missions.troops >= 1000]
    assert 5.0 <= large.contributors.mean() <= 13.0  # Geo-PKO: 7.2 above 900 persons
    assert 0.65 <= large.fractionalisation.mean() <= 0.88
    assert 0.65 <= missions.fractionalisation.mean() <= 0.88


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_nations_give_half_to_seven_tenths_of_the_troops(seed):
    """Which ten they are is mostly the luck of the run."""
    shares = []
    for _, year in exchsim.run("un_peacekeeping_1994", seed=seed, months=72).contingents.groupby("year"):
        troops = year.groupby("iso3", observed=True).troops.sum().sort_values(ascending=False)
        shares.append(troops.head(10).sum() / troops.sum())
    assert 0.5 <= np.mean(shares) <= 0.7
    assert all(0.35 < share < 0.8 for share in shares)


def test_larger_missions_have_more_contributors(result):
    missions = of_the_nineties(result.missions)
    troops = missions[missions.troops >= 1000]  # among smaller ones are observers, of many nations
    assert np.corrcoef(np.log(troops.troops), np.log(troops.contributors.clip(1)))[0, 1] > 0.5


def test_missions_lower_violence_and_nothing_saturates(result):
    missions = result.missions
    large = missions[missions.troops >= 1000]
    assert (large.violence < large.tension).mean() > 0.8
    assert (missions.violence <= missions.unguarded + 1e-12).all()
    assert (large.violence < large.unguarded).mean() > 0.95
    for column in ("language_distance", "social_distance", "interoperability", "trust"):
        assert 0.1 < large[column].mean() < 0.95
    standing = result.nations[result.nations.year == 2015].standing
    assert 0.3 < standing.mean() < 0.9 and standing.max() < 0.999


def test_staff_are_real_officers_on_tours_of_a_year(result):
    posts = result.posts[result.posts.venue.isin(result.names.missions)]
    assert len(posts) > 300
    done = posts[posts.end == "completed"]
    assert len(done) > 100 and done.host.isna().all()
    assert done.ties.sum() > 0 and done.misunderstandings.sum() > 0
