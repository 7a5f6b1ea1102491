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


def months_of(dates):
    text = dates.astype(str)
    return text.str[:4].astype(int) * 12 + text.str[5:7].astype(int)


def pair(result, year, column):
    pairs = result.pairs
    row = pairs[(pairs.year == year) & (pairs.sender == "USA") & (pairs.host == "KOR")]
    return float(row[column].iloc[0])


def test_korean_is_learned_slower_than_spanish(with_posts):
    tours = with_posts.posts
    usa = tours[(tours.sender == "USA") & tours.began.notna() & (tours.programme == "exchange_post")]
    usa = usa[(usa.end == "completed") & (usa.selected > "1980-12")]  # the first cohort had its course before the run
    by_host = usa.groupby("host", observed=True)
    months = {host: (months_of(tours.began) - months_of(tours.selected)).mean() for host, tours in by_host}
    assert months["KOR"] > 3 * months["ESP"]
    foreign = usa[usa.level_at_start < 4.9]
    taught = foreign[foreign.level_at_start < 3.0]
    gained = (taught.level_at_end - taught.level_at_start).groupby(taught.host, observed=True).mean()
    assert gained["ESP"] > gained["KOR"] > 0
    assert (foreign.level_at_end >= foreign.level_at_start - 1e-9).all()  # nobody unlearns what is used every day


def test_trust_and_interoperability_rise_with_posts(with_posts):
    for column in ("trust", "interoperability"):
        assert pair(with_posts, 2025, column) > pair(with_posts, 1980, column) + 0.04


def test_without_posts_they_come_back_to_what_politics_alone_gives(with_posts, without_posts):
    def beyond_politics(result, year):
        return pair(result, year, "trust") - pair(result, year, "baseline")

    years = range(1985, 2026)  # the baseline moves with agreements and votes, and trust follows with a delay
    mean = {run: sum(beyond_politics(run, year) for year in years) / len(years) for run in (with_posts, without_posts)}
    assert mean[without_posts] < 0.6 * mean[with_posts]
    for column in ("trust", "interoperability"):
        assert pair(without_posts, 2025, column) < pair(with_posts, 2025, column) - 0.05


def test_posts_are_really_gone(without_posts):
    assert without_posts.pairs.posts.sum() == 0


def test_senior_officers_who_know_each_other_are_there_most_years(with_posts, without_posts):
    """Hundreds of alumni on each side make a crisis channel; without exchanges there is little of one."""
    pairs = with_posts.pairs
    korea = pairs[(pairs.sender == "USA") & (pairs.host == "KOR") & (pairs.year >= 1983)]
    assert korea.alumni.mean() > 200
    assert (korea.crisis_channel > 1.0).mean() > 0.8
    without = without_posts.pairs  # exercises still bring officers together
    without = without[(without.sender == "USA") & (without.host == "KOR") & (without.year >= 1983)]
    assert without.crisis_channel.mean() < 0.4 * korea.crisis_channel.mean()


def test_all_three_parts_of_interoperability_take_part(with_posts, without_posts):
    for part in ("procedural", "human"):
        assert pair(with_posts, 2024, part) > pair(without_posts, 2024, part) + 0.08
        assert 0.2 < pair(with_posts, 2024, part) < 0.95
    assert pair(with_posts, 2024, "technical") > pair(with_posts, 1980, "technical") + 0.02


def test_the_agreement_of_1987_about_doubles_what_is_shared(with_posts):
    pairs = with_posts.pairs
    for sender, host in (("USA", "KOR"), ("KOR", "USA")):
        sharing = pairs[(pairs.sender == sender) & (pairs.host == host)].set_index("year").sharing
        assert 1.7 * sharing[1986] < sharing[1988] < 2.5 * sharing[1986]
