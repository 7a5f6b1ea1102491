"""What the opening comments of the scenarios tell the reader to look at is there to be seen."""

import numpy as np
import pytest

import exchsim

FIVE = ("USA", "GBR", "CAN", "AUS", "NZL")


def month_numbers(labels):
    return labels.cat.codes.to_numpy()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_five_share_more_than_other_allies(seed):
    pairs = exchsim.run("five_eyes", seed=seed).pairs
    inside = pairs["sender"].isin(FIVE) & pairs["host"].isin(FIVE)
    outside = pairs["sender"].isin(FIVE) & ~pairs["host"].isin(FIVE) & pairs["alliance"]
    five, others = (pairs[rows].groupby("year")["sharing"].mean() for rows in (inside, outside))
    assert (five > others).mean() > 0.9 and five.mean() > others.mean() + 0.1


def test_the_rift_of_1986_costs_new_zealand_trust_and_not_australia():
    pairs = exchsim.run("five_eyes", seed=1).pairs.set_index(["year", "sender", "host"])

    def trust(year, host):
        return float(pairs.loc[(year, "USA", host), "trust"])

    assert trust(2000, "NZL") < trust(1985, "NZL") - 0.1
    assert trust(2000, "AUS") > trust(2000, "NZL") + 0.15


def test_a_class_can_see_how_long_an_officer_prepares_for_a_hard_language():
    posts = exchsim.run("classroom").posts
    went = posts[(posts["sender"] == "ARD") & posts["began"].notna() & (posts["selected"] > "1980-12")]
    weeks = (month_numbers(went["began"]) - month_numbers(went["selected"])) * 365.25 / 84.0
    hard, easy = (weeks[(went["host"] == host).to_numpy()] for host in ("OSH", "BMR"))
    assert len(hard) >= 3 and hard.mean() > 2.0 * easy.mean()


def test_a_pandemic_leaves_what_is_on_screen():
    run = exchsim.run("future_2025", months=120)
    filled = run.world["filled"].to_numpy()
    before, during = filled[60:72].mean(), filled[75:88].mean()
    assert 0.0 < during < 0.3 * before
    begun = run.posts[(run.posts["began"] >= "2031-04") & (run.posts["began"] <= "2032-05")]
    assert set(begun["programme"].astype(str)) <= {"virtual_exchange"}


def test_australia_and_new_zealand_serve_together():
    run = exchsim.run("aus_nz")
    troops = run.contingents.pivot_table(index="mission", columns="iso3", values="troops", observed=True).fillna(0.0)
    together = (troops["AUS"] > 0) & (troops["NZL"] > 0)
    assert together.loc[["INTERFET", "RAMSI", "ISF_TIMOR"]].all()
    alone = exchsim.run("aus_nz", overrides=["nation_policies.NZL.mission_pledges=0"])
    assert alone.contingents.query("iso3 == 'NZL'").troops.sum() == 0

    def familiarity(result):
        pairs = result.pairs.query("sender == 'NZL' and host == 'AUS' and 1999 <= year <= 2013")
        return float(np.mean(pairs["familiarity"]))

    assert familiarity(run) > familiarity(alone)
