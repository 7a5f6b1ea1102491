"""A page that reads like a biography: everything told, nothing raw, nothing said twice."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import exchsim
from exchsim.api import Result
from exchsim.life.biography import biography, markdown
from exchsim.life.career import Career, Friend, Step, Tour, career_of

RAW = (
    r"\b[A-Z]+_[A-Z]+\b", r"\b[a-z]+_[a-z]+\b", r"-1\b", r"\bnan\b", r"\bNone\b", r"\bO[1-9]\b", r"\binf\b", r"\{|\}",
    r"\b[01]\.0 (month|year)", r"\d{4}-\d{2}",
)  # fmt: skip
BAD = (
    r"\b(\w+) \1\b", r" [,.;:]", r",,", r"\.\.", r",\.", r"  ", r"\ba [aeiou](?!ni|n[ei])",
    r"\ban [bcdfgjklmnpqrstvwxz]",
    r"(?<!-)\bone (\w+ )?(months|years|friends|friendships|tours|officers|others)\b",
    r"\b(two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w*ty\S*) (month|year|friend|friendship|tour|other)\b",
    r"\bno (months|years)\b", r"the the\b", r"\bthe (France|Arden|Belmar|Dunmark|Osh|Sarrow)\b",
)  # fmt: skip
MONTH = r"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"


def prose(career: Career) -> str:
    """The page without heading and source, unwrapped."""
    return "\n".join(biography(career, width=0).split("\n\n")[1:-1])


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.)\s+", text.strip())


def every(result: Result, step: int) -> list[Career]:
    officers = result.officers
    told = officers[officers["tours"] > 0]["officer"].tolist()[::step] + officers["officer"].tolist()[:: 4 * step]
    return [career_of(result, uid) for uid in told]


@pytest.fixture(scope="module")
def careers(classroom: Result, troubled: list[Result]) -> list[Career]:
    return [*every(classroom, 8), *(career for result in troubled for career in every(result, 2))]


def test_nothing_raw_and_no_bad_grammar(careers: list[Career]) -> None:
    assert len(careers) > 150
    for career in careers:
        text = prose(career)
        for pattern in (*RAW, *BAD):
            clean = text.replace("ORX", "").replace("Nation ", "Nation")
            found = re.search(pattern, clean)
            assert found is None, f"{pattern}: …{clean[max(0, found.start() - 60) : found.end() + 30]}…"
        for line in sentences(text):
            assert line[0].isupper() and line.endswith("."), line


def test_nothing_is_said_twice(careers: list[Career]) -> None:
    for career in careers:
        said = sentences(prose(career))
        assert len(said) == len(set(said)), [line for line in said if said.count(line) > 1]


def test_length(careers: list[Career]) -> None:
    for career in careers:
        count = len(prose(career).split())
        assert 25 <= count <= 480
        if 1 <= len(career.tours) <= 4 and career.tours[0].ended is not None:
            assert count >= 60


def test_it_opens_with_who_it_is_and_closes_with_the_end(careers: list[Career]) -> None:
    for career in careers:
        text = prose(career)
        assert re.match(rf"{career.designation} entered the forces of .+ in {MONTH}", text)
        last = text.split("\n")[-1]
        ended = re.match(rf"The .+ (left|retired|left the service) in {MONTH}", last)
        assert bool(ended) == (career.left is not None), last
        assert career.left is not None or last.startswith("When the record closes, in ")


def test_pages_are_wrapped(careers: list[Career]) -> None:
    for width in (40, 78):
        body = biography(careers[0], width).split("\n\n")[1:-1]
        assert max(len(line) for part in body for line in part.split("\n")) <= width
    title = biography(careers[0]).split("\n")
    assert set(title[1]) == {"="} and len(title[0]) == len(title[1])
    page = markdown(careers[0], "life.png")
    assert page.startswith(f"# {title[0]}\n\n") and f"![The career of {title[0]}](life.png)" in page


def test_states_that_vanish_take_their_officers_along(troubled: list[Result]) -> None:
    gone = [c for result in troubled for c in every(result, 1) if "the state itself came to its end" in prose(c)]
    assert gone
    for career in gone:
        last = career.record.nations.loc[career.record.nations["iso3"] == career.iso3, "year"].max()
        assert career.left is not None and 1900 + career.left // 12 == last + 1


# every kind of event, by hand


@pytest.fixture
def blank(classroom: Result) -> Career:
    """A career in which nothing has happened yet."""
    officers = classroom.officers
    uid = int(officers[officers["iso3"] == "ARD"]["officer"].iloc[0])
    bare = career_of(classroom, uid)
    return replace(
        bare, entered=960, noticed=966, left=1190, start=960, end=1200, rank_noticed=2, rank=2, aptitude=0.0,
        specialism="conventional", mother_tongue="mar", school_language=None, languages={}, tours=[], friends=[],
        steps=[], reached=[], delegations=[], incidents=[],
    )  # fmt: skip


def osh(**changes: object) -> Tour:
    given = {
        "venue": "OSH", "programme": "exchange_post", "selected": 970, "level_selected": 0.0, "course": True,
        "began": 980, "ended": 1003, "end": "completed", "level_start": 2.5, "level_end": 3.6,
    }  # fmt: skip
    return Tour(**{**given, **changes})  # type: ignore[arg-type]


def test_no_tour(blank: Career) -> None:
    text = prose(blank)
    assert "No board ever chose the officer for a post abroad." in text and "a first lieutenant" in text


def test_a_tour_with_its_course_and_language(blank: Career) -> None:
    text = prose(replace(blank, tours=[osh()]))
    assert (
        "In November 1980 a board chose the new first lieutenant for an exchange post with the forces of Osh." in text
    )
    assert re.search(r"[Tt]en months", text) and "Oshan" in text and "level 2.5" in text and "level 3.6" in text
    assert "two years" in text.lower() and "August 1983" in text


@pytest.mark.parametrize(
    ("end", "expected"),
    [("recalled", "contacts with Osh had been broken off"), ("unaffordable", r"money|budget"),
     ("left_service", "The tour was not finished"), ("broken_off", "asked to go home")],
)  # fmt: skip
def test_why_tours_end_early(blank: Career, end: str, expected: str) -> None:
    assert re.search(expected, prose(replace(blank, tours=[osh(end=end)])))


def test_a_tour_that_never_began_and_one_that_never_ended(blank: Career) -> None:
    never = osh(began=None, ended=975, end="left_service", level_start=float("nan"), level_end=float("nan"))
    assert "Nothing came of it: the lieutenant left the service before" in prose(
        replace(blank, tours=[never], left=975)
    )
    withdrawn = replace(never, end="recalled")
    assert "the posting was withdrawn" in prose(replace(blank, tours=[withdrawn]))
    waiting = replace(never, ended=None, end="running")
    assert "still preparing" in prose(replace(blank, tours=[waiting], left=None))
    running = osh(ended=None, end="running", level_end=float("nan"))
    assert "was still there" in prose(replace(blank, tours=[running], left=None))


def test_an_exchange_on_screen(blank: Career) -> None:
    tour = osh(programme="virtual_exchange", course=False, selected=980)
    text = prose(replace(blank, tours=[tour]))
    assert (
        "a virtual exchange with officers of Osh" in text
        and "held on screen, from September 1981 to August 1983" in text
    )
    assert "home" not in text and "abroad" not in text.split("\n")[-1] and "level 3.6" in text


def test_a_tour_under_way_when_the_record_opens(blank: Career) -> None:
    old = osh(selected=960, began=960, ended=970, course=False)
    text = prose(replace(blank, entered=900, noticed=960, tours=[old]))
    assert "When the record opens, in January 1980, the first lieutenant, then with five years of service, was" in text
    assert "came home in November 1980 with fluent Oshan" in text and "at least eleven months of them abroad" in text
    for end, expected in (("unaffordable", "for want of money"), ("recalled", "before its time")):
        assert expected in prose(replace(blank, tours=[replace(old, end=end)]))


def test_a_tour_in_ones_own_language(blank: Career) -> None:
    text = prose(replace(blank, mother_tongue="osh", tours=[osh(course=False, level_start=5.0, level_end=5.0)]))
    assert "Oshan" not in text.replace("a native speaker of Oshan", "") and "level" not in text


@pytest.mark.parametrize(
    ("incidents", "expected"),
    [([(985, "OSH", 1)], "February 1982"),
     ([(985, "OSH", 1), (990, "OSH", 1)], "Twice, in February 1982 and July 1982"),
     ([(985, "OSH", 2), (990, "OSH", 2)], r"[Ff]our misunderstandings with officers from Osh")],
)  # fmt: skip
def test_misunderstandings(blank: Career, incidents: list[tuple[int, str, int]], expected: str) -> None:
    count = sum(n for _, _, n in incidents)
    text = prose(replace(blank, tours=[osh(misunderstandings=count)], incidents=incidents))
    assert re.search(expected, text) and "Osh" in text


def friend(number: int, **changes: object) -> Friend:
    given = {"officer": number, "designation": f"OSH-{number:05d}", "iso3": "OSH", "met": 985, "rank_met": 3,
             "abroad": True, "rank": 3, "left": None, "faded": None}  # fmt: skip
    return Friend(**{**given, **changes})  # type: ignore[arg-type]


def test_friends_and_what_became_of_them(blank: Career) -> None:
    one = prose(replace(blank, tours=[osh()], friends=[friend(1, rank=7)]))
    assert "OSH-00001 (a captain)" in one and "by then a brigadier general" in one
    lost = prose(replace(blank, tours=[osh()], friends=[friend(1, faded=1000), friend(2, faded=1010)]))
    assert "Both friendships had faded within a few years." in lost
    gone = prose(replace(blank, tours=[osh()], friends=[friend(1, left=1100, rank=5), friend(2, faded=1150)]))
    assert "Of the two friendships, one had faded by 1995." in gone
    assert re.search(r"OSH-00001 .*as a lieutenant colonel in 1991|OSH-00001 .*1991.*as a lieutenant colonel", gone)
    brief = prose(replace(blank, tours=[osh()], friends=[friend(1, faded=992)]))  # met in February, lost in September
    assert "The friendship had faded before a year was out." in brief
    many = prose(replace(blank, tours=[osh()], friends=[friend(k) for k in range(1, 6)]))
    assert "and three others" in many
    none = prose(replace(blank, tours=[osh()]))
    assert "No friendship from those years has been recorded." in none
    home = prose(replace(blank, friends=[friend(1, abroad=False)]))
    assert re.search(
        r"at home or at a gathering, with a visitor from Osh|without going away: one officer from Osh", home
    )


def test_a_friend_who_leaves_soon_is_not_said_to_have_remained(blank: Career) -> None:
    pages = [
        prose(replace(blank, officer=blank.officer + turn, tours=[osh()], friends=[friend(1, left=left)]))
        for left in (990, 1010)
        for turn in range(7)
    ]
    early, later = pages[:7], pages[7:]
    assert any(
        "The friendship with OSH-00001 lasted until the friend left the service in 1984, as a captain." in page
        for page in later
    )
    assert not any(re.search(r"remained|lasting|to the end", page) for page in pages)
    assert all(re.search(r"[Bb]efore the tour was over", page) and "1982" in page for page in early)
    assert not any(re.search(r"stayed in touch|held until|lasted until", page) for page in early)
    assert not any("before the tour was over" in page.lower() for page in later)


def test_boards(blank: Career) -> None:
    up = [Step(1000, 3, "promoted"), Step(1050, 4, "promoted")]
    assert "captain in 1983 and major in 1987" in prose(replace(blank, steps=up))
    star = [Step(1100, 7, "became_general"), Step(1120, 8, "promoted")]
    text = prose(replace(blank, rank_noticed=6, rank=8, steps=star))
    assert "In September 1991, after twelve years of service, the colonel became a brigadier general." in text
    assert text.index("brigadier general") < text.index("major general")
    out = prose(replace(blank, steps=[Step(1100, 2, "passed_over")]))
    assert re.search(r"passed the lieutenant over for captain|others were chosen for captain", out)
    abroad = prose(replace(blank, tours=[osh()], steps=[Step(990, 3, "promoted")]))
    assert "abroad" in abroad and abroad.index("captain") < abroad.index("August 1983")
    same = prose(replace(blank, tours=[osh()], steps=[Step(970, 3, "promoted")]))
    assert "The same month brought promotion to captain." in same


def test_delegates(blank: Career) -> None:
    sent = [(970, "OSH", "exercise"), (980, "BMR", "exercise"), (990, "OSH", "workshop")]
    text = prose(replace(blank, delegations=sent))
    assert "represented Arden at two exercises and a workshop, beside officers from Osh and Belmar" in text


def test_the_gifted_and_the_specialists(blank: Career) -> None:
    assert "no language learned at school, but with a rare gift for languages." in prose(replace(blank, aptitude=2.3))
    assert "no language learned at school, and with no ear for languages." in prose(replace(blank, aptitude=-1.5))
    assert "no ear for languages" in prose(replace(blank, aptitude=-1.5, school_language="hal", school_level=1.2))
    assert "as a specialist in cyber operations" in prose(replace(blank, specialism="cyber"))


def test_what_is_left_of_languages(blank: Career) -> None:
    text = prose(replace(blank, languages={"osh": (4.0, 2.5), "hal": (3.0, 2.9)}))
    assert "Of the Oshan, once at level 4.0, level 2.5 was left; the Halvic had stayed, at level 2.9." in text


def test_many_tours_are_not_all_told_at_length(blank: Career) -> None:
    tours = [osh(selected=970 + 20 * k, began=972 + 20 * k, ended=980 + 20 * k) for k in range(9)]
    text = prose(replace(blank, tours=tours))
    assert "more tours followed" in text and len(text.split()) < 450


def test_neighbouring_tours_are_told_in_other_words(blank: Career) -> None:
    tours = [osh(selected=970 + 50 * k, began=975 + 50 * k, ended=999 + 50 * k) for k in range(4)]
    text = prose(replace(blank, tours=tours))
    skeletons = [re.sub(rf"{MONTH}|level \d\.\d", "", line) for line in sentences(text)]
    assert len(skeletons) == len(set(skeletons)), skeletons


def test_a_denial_by_the_host_is_told() -> None:
    """A host that turns everybody away: who was chosen and denied says so, and was not passed by all boards."""
    overrides = ["parameters.intelligence.false_denials=0.01", "policy.vetting=1", "policy.posts_share=0.05"]
    result = exchsim.run("classroom", seed=1, overrides=overrides, officers=True)
    denied = result.events[result.events["kind"] == "denied"]
    assert len(denied) == result.nations["denied"].sum() + result.nations["false_denials"].sum() > 3
    for uid in denied["officer"]:
        career = career_of(result, uid)
        assert career.denials
        text = prose(career)
        assert "vetting did not let the officer in" in text and "No board ever chose" not in text
        for pattern in (*RAW, *BAD):
            assert re.search(pattern, text) is None, pattern
