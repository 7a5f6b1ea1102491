"""Words of a biography: plurals, articles, spans, names."""

from __future__ import annotations

import pytest

from exchsim.life import words
from exchsim.store.names import Names

JANUARY_1980 = 80 * 12


@pytest.fixture
def names() -> Names:
    nations = {
        "RUS": "Russia (Soviet Union to 1991)", "DEU": "Germany (Federal Republic)", "USA": "United States",
        "NLD": "Netherlands", "FRA": "France", "CAF": "Central African Republic", "SWZ": "Eswatini",
    }  # fmt: skip
    organisations = {
        "NATO": "North Atlantic Treaty Organization", "UN": "United Nations (peacekeeping)",
        "EU": "European Union (Communities to 1993)", "CFC": "Combined Forces Command",
        "WARSAW_PACT": "Warsaw Treaty Organization", "ALLIANCE": "Alliance of the West", "ORG": "ORG",
    }  # fmt: skip
    n = len(nations)
    return Names(
        nations=tuple(nations), nation_names=tuple(nations.values()), latitude=(None,) * n, longitude=(None,) * n,
        invented=(False,) * n, regions=("",) * n, organisations=tuple(organisations),
        missions=("UNTAC", "UNAVEM_III", "ONUC"), mission_places=("FRA", "XXX", "CAF"),
        programmes=("exchange_post", "staff_post", "arctic_course", "un_tour", "peacekeeping_staff"),
        programme_kinds=("exchange_post", "staff_post", "leadership_course", "exchange_post", "peacekeeping_staff"),
        languages=("eng",),
        language_names=("English",), venue_language=("eng",) * (n + len(organisations)), start=JANUARY_1980,
        end=JANUARY_1980 + 12, people_per_agent=1.0, organisation_names=tuple(organisations.values()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("months", "expected"),
    [(0, "one month"), (1, "one month"), (2, "two months"), (11, "eleven months"), (12, "a year"),
     (13, "a year and one month"), (18, "a year and a half"), (24, "two years"), (30, "two and a half years"),
     (38, "three years and two months"), (384, "thirty-two years")],
)  # fmt: skip
def test_spans(months: int, expected: str) -> None:
    assert words.span(months) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "no friends"), (1, "one friend"), (2, "two friends"), (13, "thirteen friends"), (21, "twenty-one friends"),
     (100, "100 friends"), (1200, "1,200 friends")],
)  # fmt: skip
def test_plurals(count: int, expected: str) -> None:
    assert words.counted(count, "friend") == expected


def test_years_of_service() -> None:
    assert [words.years_of(months) for months in (1, 5, 12, 17, 19, 120)] == [
        "one month", "five months", "a year", "a year", "two years", "ten years",
    ]  # fmt: skip


def test_lists_and_articles() -> None:
    assert words.listed(["a"]) == "a" and words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert [words.article(word) for word in ("exchange post", "staff post", "unit", "officer", "one-year course")] == [
        "an exchange post", "a staff post", "a unit", "an officer", "a one-year course",
    ]  # fmt: skip


def test_nations_are_called_as_they_were_then(names: Names) -> None:
    assert words.nation(names, "RUS", JANUARY_1980) == "the Soviet Union"
    assert words.nation(names, "RUS", JANUARY_1980 + 20 * 12) == "Russia"
    said = {code: words.nation(names, code) for code in names.nations}
    assert said["DEU"] == "Germany" and said["USA"] == "the United States" and said["NLD"] == "the Netherlands"
    assert said["FRA"] == "France" and said["CAF"] == "the Central African Republic" and said["SWZ"] == "Eswatini"


def test_organisations_are_named_in_full_once(names: Names) -> None:
    full = {code: words.organisation(names, code, True) for code in names.organisations}
    short = {code: words.organisation(names, code, False) for code in names.organisations}
    assert full["NATO"] == "the North Atlantic Treaty Organization (NATO)" and short["NATO"] == "NATO"
    assert full["UN"] == "the United Nations (UN)" and short["UN"] == "the UN"
    assert full["EU"] == "the European Union (EU)" and short["CFC"] == "the CFC"
    assert full["WARSAW_PACT"] == short["WARSAW_PACT"] == "the Warsaw Treaty Organization"
    assert short["ALLIANCE"] == "the Alliance of the West" and short["ORG"] == "ORG"


def test_missions(names: Names) -> None:
    assert words.mission(names, "UNTAC", True) == "UNTAC, the UN mission in France,"
    assert words.mission(names, "ONUC", True) == "ONUC, the UN mission in the Central African Republic,"
    assert words.mission(names, "UNAVEM_III", True) == "UNAVEM III, a mission of the UN,"
    assert words.mission(names, "UNAVEM_III", False) == "UNAVEM III"
    assert words.post(names, "peacekeeping_staff", "UNTAC", False) == "a peacekeeping staff post with UNTAC"


def test_posts(names: Names) -> None:
    assert words.post(names, "exchange_post", "France", True) == "an exchange post with the forces of France"
    assert words.post(names, "staff_post", "NATO", False) == "a staff post at the headquarters of NATO"
    assert words.post(names, "arctic_course", "Norway", True) == "an arctic course in Norway"
    assert words.post(names, "un_tour", "the UN", False) == "an un tour with the UN"


@pytest.mark.parametrize(
    ("level", "expected"),
    [(0.0, "hardly a word of Korean (level 0.0)"), (0.5, "a few set phrases of Korean (level 0.5)"),
     (1.0, "enough Korean to get through the day (level 1.0)"), (2.0, "enough Korean for routine work (level 2.0)"),
     (2.5, "enough Korean for routine work and most staff talk (level 2.5)"),
     (3.0, "enough Korean for professional conversation (level 3.0)"), (4.0, "fluent Korean (level 4.0)")],
)  # fmt: skip
def test_levels_in_words(level: float, expected: str) -> None:
    assert words.command("Korean", level) == expected
