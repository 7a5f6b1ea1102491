"""The story of the United States and Korea, as `us_rok.yaml` tells it (pattern 12, and the issue's second promise)."""

import pytest

import exchsim

SEED = 1


@pytest.fixture(scope="module")
def with_posts():
    return exchsim.run("us_rok", seed=SEED)


@pytest.fixture(scope="module")
def without_posts():
    return exchsim.run("us_rok", seed=SEED, overrides=["policy.posts_share=0"])


def pair(result, year, column):
    pairs = result.pairs
    row = pairs[(pairs.year == year) & (pairs.sender == "USA") & (pairs.host == "KOR")]
    return float(row[column].iloc[0])


def test_korean_is_learned_slower_than_spanish(with_posts):
    tours = with_posts.posts
    usa = tours[(tours.sender == "USA") & tours.began.notna() & (tours.programme == "exchange_post")]
    level = usa.groupby("host", observed=True)["level_at_start"].mean()
    assert level["ESP"] > level["KOR"] - 0.2  # Spanish arrives with no less, after a far shorter course
    gained = (usa.level_at_end - usa.level_at_start).groupby(usa.host, observed=True).mean()
    assert gained["ESP"] > 2 * gained["KOR"]


def test_trust_and_interoperability_rise_with_posts(with_posts):
    for column in ("trust", "interoperability"):
        assert pair(with_posts, 2025, column) > pair(with_posts, 1980, column) + 0.04


def test_they_fall_back_without_posts(with_posts, without_posts):
    assert pair(without_posts, 2025, "trust") < pair(without_posts, 1980, "trust")
    for column in ("trust", "interoperability"):
        assert pair(without_posts, 2025, column) < pair(with_posts, 2025, column) - 0.05


def test_posts_are_really_gone(without_posts):
    assert without_posts.pairs.posts.sum() == 0
