"""What the stage shows is what the tables say."""

from __future__ import annotations

import json

import numpy as np
import pytest

import exchsim
from exchsim.app import texts, told
from exchsim.app.pairs import table_of
from exchsim.app.said import news_by_month, news_of, words_of
from exchsim.app.scene import month_places, on_scale_of, scene_of, short_names
from exchsim.app.story import Story
from exchsim.scenario import load_scenario
from exchsim.state.levers import LEVERS_BY_PATH


@pytest.fixture(scope="module")
def result():
    return exchsim.run("classroom")


@pytest.fixture(scope="module")
def scene(result):
    return scene_of(result)


def test_it_is_plain_json_and_small(scene):
    assert len(json.dumps(scene)) < 100_000


def test_officers_abroad_are_those_of_the_tours(result, scene):
    codes = [nation["code"] for nation in scene["nations"]]
    tours = result.posts[
        result.posts["began"].notna() & (result.posts["sender"].astype(str) != result.posts["host"].astype(str))
    ]
    for flow in scene["flows"]:
        for a, b, way in ((flow["a"], flow["b"], "ab"), (flow["b"], flow["a"], "ba")):
            mine = tours[(tours["sender"] == codes[a]) & (tours["venue"] == codes[b])]  # not at a headquarters there
            for month in (0, 60, 200, 239):
                text = f"{1980 + month // 12}-{month % 12 + 1:02d}"
                there = (mine["began"].astype(str) <= text) & (
                    mine["ended"].isna() | (mine["ended"].astype(str) > text)
                )
                assert flow[way][month] == there.sum()
    total = sum(np.array(flow[way]) for flow in scene["flows"] for way in ("ab", "ba"))
    staff = np.sum(scene["abroad"], axis=0) - total
    assert (staff >= 0).all() and staff.max() > 0
    assert scene["most"]["abroad"] == np.max(scene["abroad"])


def test_circles_and_lines_of_a_changed_run_are_drawn_to_the_scale_of_the_scenario_as_it_was():
    was = {"most": {"abroad": 30.0, "both": 12.0}}
    fewer, many = ({"most": {"abroad": most, "both": 2.0}} for most in (4.0, 120.0))
    assert on_scale_of(fewer, was)["most"] == was["most"]
    assert on_scale_of(many, was)["most"] == {"abroad": 40.0, "both": 12.0}


def test_trust_is_the_mean_of_both_directions(result, scene):
    codes = [nation["code"] for nation in scene["nations"]]
    flow = scene["flows"][0]
    a, b = codes[flow["a"]], codes[flow["b"]]
    pairs = result.pairs[result.pairs["year"] == 1995]
    one = pairs[(pairs["sender"] == a) & (pairs["host"] == b)]["trust"].iloc[0]
    other = pairs[(pairs["sender"] == b) & (pairs["host"] == a)]["trust"].iloc[0]
    assert flow["trust"][15] == pytest.approx((one + other) / 2, abs=6e-4)


def test_nations_stand_on_the_stage_and_apart(scene):
    wide, high = scene["size"]
    spots = np.array([[n["x"], n["y"]] for n in scene["nations"]])
    assert (spots > 20).all() and (spots < [wide - 20, high - 20]).all()
    gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) + 1e9 * np.eye(len(spots))
    assert gaps.min() > 40


@pytest.mark.parametrize("name", ["us_rok", "five_eyes"])
def test_real_nations_stand_on_land(name):
    scene = scene_of(exchsim.run(name, months=36))
    assert scene["land"]["here"].startswith("M") and scene["land"]["grid"] == ""
    assert len(json.dumps(scene)) < 1_500_000


def test_events_are_dated_and_said_in_words(scene, result):
    first = scene["events"][0]
    assert (first["month"], first["words"]) == (122, "Dunmark and Osh break off relations")
    lever = {"kind": "set_lever", "lever": "tour_months", "value": 36.0, "nation": "ARD"}
    assert words_of(lever, result.names.name_of) == "Arden: length of a tour = 36 months"


def test_what_happens_in_a_month_is_one_line_with_names_instead_of_codes(scene, result):
    mine = [event for event in scene["events"] if event["month"] == 150]
    assert [event["words"] for event in mine] == [
        "Sarrow joins the Alliance of the West and becomes an ally of Arden, Belmar and Dunmark"
    ]
    assert mine[0]["parts"][0] == "Sarrow joins the Alliance of the West" and len(mine[0]["parts"]) == 4
    pacts = [
        {"date": "1990-01", "kind": "pact_begin", "nation": a, "other": b} for a, b in (("OSH", "SAR"), ("ARD", "SAR"))
    ]
    pacts += [{"date": "1990-01", "kind": "join", "nation": "SAR", "organisation": "ALLIANCE"}]
    assert news_by_month([*pacts, {"date": "1989-02", "kind": "close_borders", "nation": "OSH"}], result.names) == [
        ("1989-02", "Osh: borders close"),
        ("1990-01", "Sarrow joins the Alliance of the West and becomes an ally of Osh and Arden"),
    ]


def test_events_outside_the_run_have_no_mark():
    dated = [{"date": date, "kind": "close_borders", "nation": "ARD"} for date in ("1979-12", "1980-05", "2050-01")]
    result = exchsim.run("classroom", months=12, overrides=[f"events={json.dumps(dated)}"])
    assert len(result.resolved["events"]) == 3
    assert [event["month"] for event in scene_of(result)["events"]] == [4]


def test_months_as_places():
    import pandas as pd

    dates = pd.Series(["1980-01", "1981-03", None, "1979-05"])
    assert month_places(dates, 960, 24, missing=24).tolist() == [0, 14, 24, 0]


def test_what_is_said_of_a_nation_is_of_its_year(result):
    rows = dict(told.nation_rows(result, "ARD", 12 * 15 + 3))
    row = result.nations[(result.nations["iso3"] == "ARD") & (result.nations["year"] == 1995)].iloc[0]
    assert rows["agreements"] == f"{row['agreements']:.0f}"
    assert rows["trust given / received"] == f"{row['trust_given']:.2f} / {row['trust_received']:.2f}"
    assert told.nation_rows(result, "XXX", 0) == [("in this year", "not on the scene")]


def test_the_sentence_of_a_pair_follows_the_gap_between_trust_and_politics(result):
    pairs = result.pairs[(result.pairs["year"] == 1990)]
    for row in pairs.to_dict("records"):
        said = told.pair_sentence(result, row["sender"], row["host"], 120)
        gap = round(row["trust"], 2) - round(row["baseline"], 2)
        word = "as much as" if abs(gap) < 0.005 else "more than" if gap > 0 else "less than"
        assert word in said and (word == "as much as" or f" {abs(gap):.2f} " in said)


def test_trust_of_a_pair_is_the_same_number_wherever_it_is_said(result):
    table = table_of(result)
    trust, number = table["quantities"][0], len(table["codes"])
    for row in result.pairs.to_dict("records"):
        place = table["codes"].index(row["sender"]) * number + table["codes"].index(row["host"])
        said = trust["values"][row["year"] - table["first"]][place] / trust["times"]
        month = (row["year"] - 1980) * 12 + 11
        if row["year"] % 5 == 4:
            panel = dict(told.pair_rows(result, row["sender"], row["host"], month))["trust"].split(" / ")[0]
            assert f"{said:.2f}" == panel
        assert f"{said:.2f}" == f"{round(row['trust'], 2):.2f}"


def test_every_lever_on_the_screen_is_a_lever():
    names = [name for _, group in texts.LEVERS for name in group]
    assert len(set(names)) == len(names)
    assert all(f"policy.{name}" in LEVERS_BY_PATH for name in names)


def test_trust_is_what_politics_gives_what_is_left_of_it_and_what_was_lived_together(result):
    parts = told.trust_parts(result, "ARD", "OSH", 12 * 10)
    row = result.pairs[
        (result.pairs["sender"] == "ARD") & (result.pairs["host"] == "OSH") & (result.pairs["year"] == 1990)
    ].iloc[0]
    assert parts.trust == round(row["trust"], 2) and parts.politics == round(row["baseline"], 2)
    assert parts.politics + parts.earlier + parts.lived == pytest.approx(parts.trust) and parts.secrets == 0
    assert told.trust_parts(result, "ARD", "XXX", 0) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.0, "0"),
        (3.21, "3.2"),
        (0.0204, "0.020"),
        (0.001, "0.0010"),
        (0.00067, "1 in 1,500"),
        (0.0000051, "1 in 200,000"),
    ],
)
def test_what_is_rare_is_told_as_one_in_so_many(number, words):
    assert told._rare(number) == words


def test_a_leak_is_told_apart_from_what_was_lived_together(result):
    leak = {"date": "1990-01", "kind": "leak", "nation": "BMR", "other": "ARD"}
    leaky = exchsim.run({"extend": "classroom", "events": [leak]}, seed=1)
    without, parts = (told.trust_parts(record, "ARD", "BMR", 120) for record in (result, leaky))
    assert parts.secrets == pytest.approx(parts.trust - without.trust, abs=0.04) and parts.secrets < -0.1
    assert abs(parts.lived - without.lived) <= 0.04
    assert sum(parts[1:]) == pytest.approx(parts.trust)
    assert told.pair_sentence(leaky, "ARD", "BMR", 120).endswith("most of all the leak of January 1990.")
    assert "The leak of January 1990 took 0.0" in told.pair_sentence(leaky, "DUN", "BMR", 120)  # who lost nothing
    assert told.trust_parts(leaky, "BMR", "ARD", 120).secrets == 0


def test_where_nobody_meets_nothing_was_lived_together():
    """Levers at zero and a change of politics: all that trust is beyond politics is of the years before."""
    off = [
        f"{policy}.{lever}=0" for policy in ("policy", "nation_policies.ARD", "nation_policies.BMR")
        for lever in ("posts_share", "exercise_activity", "workshops_per_year", "staff_posts_share", "mission_pledges")
    ]  # fmt: skip
    ends = {"date": "1985-01", "kind": "pact_end", "nation": "ARD", "other": "BMR"}
    lonely = exchsim.run({"extend": "classroom", "events": [ends]}, overrides=off)
    for month in (12 * 4, 12 * 7, 12 * 12):
        parts = told.trust_parts(lonely, "ARD", "BMR", month)
        assert abs(parts.lived) <= 0.02
    assert told.trust_parts(lonely, "ARD", "BMR", 12 * 6).earlier > 0.03


def test_languages_of_a_nation_are_those_of_its_pool(result):
    pool = result.language_pool
    mine = pool[(pool["iso3"] == "ARD") & (pool["year"] == 1990) & (pool["working"] > 0)]
    rows = told.language_rows(result, "ARD", 12 * 10 + 5)
    assert len(rows) == len(mine) > 1
    most = mine.sort_values("working").iloc[-1]
    assert rows[0] == (result.names.language_of(most["language"]), f"{most['working']} / {most['professional']}")


def test_officers_abroad_are_those_whom_the_stage_shows(result, scene):
    codes = [nation["code"] for nation in scene["nations"]]
    for month in (0, 61, 150):
        for k, code in enumerate(codes):
            there = told.abroad_now(result, code, month)
            assert len(there) == scene["abroad"][k][month]
            assert len({officer for officer, _, _ in there}) == len(there)
            places = [int(value.split()[0]) for _, value in told.places_now(result, code, month)]
            assert sum(places) == len(there)
    december = told.nation_rows(result, "ARD", 71)  # told as at the end of the year, so that counts agree then
    assert december[0][1].startswith(f"{len(told.abroad_now(result, 'ARD', 71))} / ")
    grades = [grade.split()[0] for _, grade, _ in told.abroad_now(result, "ARD", 61)]
    assert grades.index("Captain") > grades.index("Major")


def test_a_policy_is_told_where_it_is_not_the_usual_one(result):
    story = Story(load_scenario("classroom"), 1)
    names = [name for name, _ in told.strategy_rows(story, "ARD", result, 0)]
    assert names[0].startswith("posts to the best partners first (other nations: ")  # its own comes first
    assert "officers wanted abroad" in names and "length of a tour" not in names
    later = story.with_lever("tour_months", 36, "OSH", "1985-01")
    rows = [dict(told.strategy_rows(later, "OSH", result, month)) for month in (59, 60)]
    assert "length of a tour (other nations: 24 months)" not in rows[0]
    assert rows[1]["length of a tour (other nations: 24 months)"] == "36 months"


def test_names_on_the_map_are_short_and_still_tell_nations_apart():
    assert short_names(["Germany (Federal Republic)", "Congo (Kinshasa)", "Congo (Brazzaville)", "Osh"]) == [
        "Germany", "Congo (Kinshasa)", "Congo (Brazzaville)", "Osh",
    ]  # fmt: skip


def test_a_lever_in_the_news_is_said_in_words(result):
    event = {"kind": "set_lever", "lever": "language_target", "value": 3.0, "nation": "ARD"}
    assert news_of(event, result.names) == (
        "Arden: officers now learn languages up to level 3 (of 5) before they go abroad"
    )
    assert set(texts.LEVERS_SAID) <= {path.removeprefix("policy.") for path in LEVERS_BY_PATH}


def test_spending_and_the_budget_of_another_fiscal_year_are_told_apart(result):
    year = 12 * 11
    arden, dunmark, belmar = (dict(told.nation_rows(result, code, year)) for code in ("ARD", "DUN", "BMR"))
    assert " of " in dunmark["spent on exchanges this year"]
    assert "budget of its fiscal year, which begins in October" in arden
    assert belmar["budget of its fiscal year, which begins in April"] == "2.00 m USD"
    over = result.nations[result.nations["spent_usd"] > result.nations["budget_usd"] * 1.0001]
    assert {told.fiscal_month(result, code) for code in over["iso3"]} <= set(range(2, 13))


def test_nations_of_the_year_are_told_with_those_who_send_most_first(result):
    rows = told.standing(result, 12 * 15)
    mine = result.nations[result.nations["year"] == 1995].set_index("iso3")
    assert [mine.loc[code, "filled"] for code, _, _ in rows] == sorted(mine["filled"], reverse=True)
    assert rows[0][2].endswith(f"trust {mine.loc[rows[0][0], 'trust_received']:.2f}")


def test_what_stood_there_before_is_said_where_it_is_another_word(result):
    now, was = [("talk", "0.83"), ("allies", "yes"), ("new", "1")], [("talk", "0.89"), ("allies", "yes")]
    assert told.beside(now, was) == [("talk", "0.83", "was 0.89"), ("allies", "yes", ""), ("new", "1", "")]


def test_tours_on_a_screen_are_told_from_those_of_people_who_travel(result):
    assert told.on_screen(result, 100) == 0
    virtual = exchsim.run("classroom", overrides=["policy.virtual_share=1", "policy.staff_posts_share=0"], months=48)
    there = sum(len(told.abroad_now(virtual, code, 40)) for code in virtual.names.nations)
    assert 0 < told.on_screen(virtual, 40) <= there * virtual.names.people_per_agent
    flows = scene_of(virtual)["flows"]
    assert sum(flow["screen"][40] for flow in flows if "screen" in flow) == told.on_screen(virtual, 40)
    assert all(
        on_screen <= ab + ba
        for flow in flows
        for on_screen, ab, ba in zip(flow.get("screen", ()), flow["ab"], flow["ba"], strict=False)
    )
    assert not any("screen" in flow for flow in scene_of(result)["flows"])
