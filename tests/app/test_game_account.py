"""Board and account of a year are what the tables say, and decisions show on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exchsim.app.account import account, news, why
from exchsim.app.boards import chart_options, moved, scene_so_far
from exchsim.app.decisions import Plan
from exchsim.app.game import Game, for_play
from exchsim.app.runs import scene_kept
from exchsim.app.scores import MEASURES, Score, ranked, scores
from exchsim.app.story import Story
from exchsim.scenario import load_scenario

STORY = for_play(Story(load_scenario("classroom", ["period.end=1988-12"]), 5))
POSTS = {"posts_share": 0.1}
LANGUAGE = {"language_target": 3.0, "preparation_months_max": 24.0, "refresher_hours_per_year": 60.0,
            "interpreter_coverage": 0.5, "mix_language_immersion": 1.0, "mix_leadership_course": 0.0}  # fmt: skip
CLOSED = {"posts_share": 0.002, "hosting_share": 0.0, "vetting": 1.0, "access_level": 0.0, "compartments": 1.0,
          "exercise_activity": 0.0, "workshops_per_year": 0.0, "staff_posts_share": 0.0}  # fmt: skip


def play(levers, rounds, nation="OSH"):
    game = Game(STORY).joined(nation, "Red").decided(nation, Plan(levers))
    for _ in range(rounds):
        game = game.next()
    return game, game.result()


@pytest.fixture(scope="module")
def played():
    return {name: play(levers, 6) for name, levers in
            (("usual", {}), ("posts", POSTS), ("language", LANGUAGE), ("closed", CLOSED))}  # fmt: skip


def values(played, name, year, nation="OSH"):
    return next(s for s in scores(played[name][1], year, [nation])).values


def test_the_board_is_of_the_tables(played):
    game, result = played["usual"]
    found = {score.nation: score for score in scores(result, 1984, game.nations)}
    row = result.nations.query("iso3 == 'ARD' and year == 1984").iloc[0]
    pairs = result.pairs.query("sender == 'ARD' and year == 1984")
    mine = found["ARD"]
    assert set(mine.values) == set(MEASURES) and len(found) == 5
    assert (mine.values["trust"], mine.values["spent"], mine.budget_usd) == (
        row["trust_received"], row["spent_usd"], row["budget_usd"],
    )  # fmt: skip
    assert mine.values["talk"] == pytest.approx(pairs["talk"].mean())
    assert mine.values["friends"] == pytest.approx(pairs["ties"].sum(), rel=1e-6)
    assert scores(result, 1999, game.nations) == []


def test_best_comes_first_also_where_less_is_better():
    both = [Score(code, dict.fromkeys(MEASURES, value), 1.0) for code, value in (("A", 0.2), ("B", 0.4))]
    assert [s.nation for s in ranked(both, "trust")] == ["B", "A"]
    assert [s.nation for s in ranked(both, "risk")] == ["A", "B"]
    assert moved(both[1], both[0], "trust") == ("▲", "better") and moved(both[1], both[0], "risk") == ("▲", "worse")
    assert moved(both[0], both[0], "trust") == ("", "same")


def test_within_four_rounds_decisions_show(played):
    """A class must see that it matters; the distances are far above a digit of the board."""
    posts, language, closed = (values(played, name, 1984) for name in ("posts", "language", "closed"))
    usual = values(played, "usual", 1984)
    assert posts["friends"] > 1.4 * usual["friends"] and usual["friends"] > 3 * closed["friends"]
    assert posts["talk"] > usual["talk"] + 0.03 and usual["talk"] > closed["talk"] + 0.05
    assert posts["together"] > closed["together"] + 0.08 and posts["trust"] > closed["trust"] + 0.05
    assert closed["risk"] < 0.5 * usual["risk"] and closed["spent"] < 0.5 * usual["spent"]  # caution has its worth
    assert language["speakers"] > closed["speakers"] and language["readiness"] < posts["readiness"]


def test_an_account_tells_what_the_tables_say(played):
    game, result = played["posts"]
    told = account(result, 1984, 1983, "OSH", game.name_of)
    row = result.nations.query("iso3 == 'OSH' and year == 1984").iloc[0]
    assert f"{row['post_years']:.1f} posts abroad" in told.lines[0]
    assert f"{row['spent_usd'] / 1e6:.2f} of {row['budget_usd'] / 1e6:.2f} m USD" in " ".join(told.lines)
    if row["refused"]:
        assert f"refused {row['refused']}" in " ".join(told.lines)
    now, then = (result.pairs.query(f"sender == 'SAR' and host == 'OSH' and year == {y}").iloc[0] for y in (1984, 1983))
    partner = next(p for p in told.partners if p.code == "SAR")
    assert partner.trust_in_us == pytest.approx(now["trust"]) and partner.change == pytest.approx(
        now["trust"] - then["trust"]
    )
    assert len(told.partners) == 4 and all(p.why for p in told.partners)
    assert account(result, 2050, 2049, "OSH", game.name_of).lines == []


PAIR = {"trust": 0.5, "baseline": 0.4, "filled": 0, "exercises": 0, "incidents": 0.0}


@pytest.mark.parametrize(
    ("change", "leaks", "words"),
    [
        ({"trust": 0.55, "filled": 4}, 0, "8 officers with each other"),
        ({"trust": 0.55, "exercises": 1}, 0, "1 exercise together"),
        ({"trust": 0.55, "baseline": 0.5}, 0, "warmer"),
        ({"trust": 0.45}, 0, "nothing done together"),
        ({"trust": 0.45, "incidents": 1.0}, 0, "2 misunderstandings"),
        ({"trust": 0.45, "filled": 1}, 1, "you lost a secret"),
        ({"trust": 0.45, "filled": 1}, 0, "less done together"),
        ({"trust": 0.501}, 0, "as before"),
    ],
)
def test_why_trust_moved(change, leaks, words):
    assert words in why({**PAIR, **change}, {**PAIR, **change}, PAIR, leaks)


def test_news_are_of_the_round_and_for_all(played):
    game, result = played["usual"]
    told = news(game, result, 1986, 1985)
    assert any("1986" in line for line in told) and not any(line.startswith("1984") for line in told)
    broken = replace(game, rounds=game.rounds[:2])
    cut = broken.next([{"kind": "rupture", "nation": "OSH", "other": "SAR"}])
    assert any("Osh" in line and "Sarrow" in line for line in news(cut, cut.result(), 1983, 1982))


def test_a_stopped_attack_is_a_count_and_what_was_to_be_expected_is_of_the_chances(played):
    game, result = played["usual"]
    terror = result.threats.query("year == 1984 and threat == 'terrorism'").set_index("iso3")
    chances = result.nations.query("year == 1984").set_index("iso3")["foiled_terrorism"]
    expected = sum(terror["attempts"][code] * chances[code] for code in game.nations)
    tried, stopped = terror["attempts"].sum(), terror["prevented"].sum()
    assert tried > 0
    said = news(game, result, 1984, 1983)[-1]
    assert f"Terrorist attempts: {tried}; stopped: {stopped};" in said and said.endswith(f"foil: {expected:.1f}")


def test_officers_abroad_are_counted_the_same_in_words_on_the_board_and_with_partners(played):
    game, result = played["posts"]
    for year in range(1981, 1987):
        told = account(result, year, year - 1, "OSH", game.name_of)
        abroad, partners = values(played, "posts", year)["abroad"], sum(p.sent for p in told.partners)
        assert f"In December {abroad:.0f} officers were abroad" in told.lines[1]
        rest = f"{partners:.0f} with partners, {abroad - partners:.0f} at headquarters"
        assert (rest if abroad > partners else "all of them with partners") in told.lines[1]
        assert all(zero not in " ".join(told.lines) for zero in (" 0.0 waited", " 0.0 stood", "turned away 0"))


def test_a_chart_has_all_nations_and_the_own_one_bold(played):
    game, result = played["usual"]
    by_year = {year: scores(result, year, game.nations) for year in range(1980, 1987)}
    drawn = chart_options(game, by_year, "trust", "OSH")
    widths = {line["name"]: line["lineStyle"]["width"] for line in drawn["series"]}
    assert len(widths) == 5 and widths["Osh"] > 2 * widths["Arden"]
    assert all(len(line["data"]) == 7 for line in drawn["series"])
    low, high = drawn["yAxis"]["min"], drawn["yAxis"]["max"]
    assert all(low <= value <= high for line in drawn["series"] for _, value in line["data"])


def test_the_map_of_a_game_tells_nothing_of_the_future_nor_of_what_groups_decided(played):
    _, result = played["posts"]
    assert any(event["kind"] == "set_lever" for event in scene_kept(result)["events"])
    seen = scene_so_far(result)["events"]
    assert all(event["month"] < 84 and event["kind"] != "set_lever" for event in seen)
    cut = Game(STORY).next([{"kind": "rupture", "nation": "OSH", "other": "SAR"}]).result()
    assert [event["kind"] for event in scene_so_far(cut)["events"]] == ["rupture"]
