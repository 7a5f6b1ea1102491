"""Every kind of bad input is refused with one clear message that names file and line."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exchsim.scenario import ScenarioError, load_scenario

WORLD = """\
languages: {abc: {name: Abcish}}
nations:
  invented:
    ARC: {name: Arcadia, armed_forces: 1000, languages: {abc: {mother: 1}}}
    BRC: {name: Bricadia, armed_forces: 1000, languages: {abc: {mother: 1}}}
"""
LINES = WORLD.count("\n")


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def messages(text: str | bytes, *overrides: str) -> list[str]:
    """What is said about a file called bad.yaml."""
    Path("bad.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ScenarioError) as caught:
        load_scenario("bad.yaml", overrides)
    assert str(caught.value).split("\n") == [str(fault) for fault in caught.value.faults]
    return [str(fault) for fault in caught.value.faults]


# what is wrong with a valid world and these lines after it: lines, messages; {n} is the first line after WORLD
ADDED = {
    "unknown key": ("polcy: {}", ["polcy (bad.yaml:{n}): unknown key; did you mean policy?"]),
    "pair of a stranger": (
        "figures: {pairs: [[ARC, BRD]]}",
        ["figures.pairs[0][1] = BRD (bad.yaml:{n}): no nation BRD; did you mean BRC (Bricadia)?"],
    ),
    "pair of three": ("figures: {pairs: [[ARC, BRC, ARC]]}", ["figures.pairs[0] (bad.yaml:{n}): may have at most 2"]),
    "pair of one": ("figures: {pairs: [[ARC]]}", ["figures.pairs[0] (bad.yaml:{n}): needs at least 2"]),
    "pair with itself": (
        "figures: {pairs: [[ARC, ARC]]}",
        ["figures.pairs[0] (bad.yaml:{n}): ARC is no pair with itself; name another nation"],
    ),
    "pair twice": (
        "figures: {pairs: [[ARC, BRC], [BRC, ARC]]}",
        ["figures.pairs[1] (bad.yaml:{n}): BRC and ARC are a pair already in figures.pairs[0]; remove one"],
    ),
    "many pairs": (
        "figures: {pairs: [" + "[ARC, BRC], " * 7 + "]}",
        ["figures.pairs (bad.yaml:{n}): may have at most 6"],
    ),
    "unknown lever": (
        "policy: {tour_month: 12}",
        ["policy.tour_month = 12 (bad.yaml:{n}): unknown key; did you mean tour_months?"],
    ),
    "unknown parameter": (
        "parameters:\n  trust: {memory: 4}",
        ["parameters.trust.memory = 4 (bad.yaml:{m}): unknown key; did you mean memory_years?"],
    ),
    "out of range": ("policy:\n  posts_share: -0.3", ["policy.posts_share = -0.3 (bad.yaml:{m}): must be 0 to 0.1"]),
    "parameter out of range": (
        "parameters: {language: {steepness: 9}}",
        ["parameters.language.steepness = 9 (bad.yaml:{n}): must be 1.5 to 4"],
    ),
    "text for a number": (
        "policy: {shortlist: many}",
        ["policy.shortlist = many (bad.yaml:{n}): must be a number from 1 to 64"],
    ),
    "quoted number": (
        'policy: {shortlist: "8"}',
        ["policy.shortlist = 8 (bad.yaml:{n}): must be a number from 1 to 64; remove the quotation marks"],
    ),
    "truth for a number": (
        "people_per_agent: true",
        ["people_per_agent = true (bad.yaml:{n}): must be a number from 1 to 1,000,000"],
    ),
    "infinite": (
        "cadre_share: .inf",
        ["cadre_share = inf (bad.yaml:{n}): must be a finite number from 0.001 to 1"],
    ),
    "broken seed": (
        "seed: 1.5",
        ["seed = 1.5 (bad.yaml:{n}): must be a whole number from 0 to 9,223,372,036,854,775,807"],
    ),
    "list for a mapping": ("policy: [1, 2]", ["policy (bad.yaml:{n}): must be a mapping of names to values"]),
    "number for a list": ("pacts: 3", ["pacts = 3 (bad.yaml:{n}): must be a list; write it as [a, b]"]),
    "no such month": (
        "period: {start: 1980-13}",
        ["period.start = 1980-13 (bad.yaml:{n}): no such month; write 01 to 12 after the year"],
    ),
    "day in a month": (
        "period: {start: 1980-02-30}",
        [
            "period.start = 1980-02-30 (bad.yaml:{n}): must be a month such as 1980-05 or a year; write 1980-02",
        ],
    ),
    "too early": ("period: {start: 1945}", ["period.start = 1945 (bad.yaml:{n}): must lie in the years 1946 to 2100"]),
    "end before start": (
        "period: {start: 1990, end: 1980}",
        ["period.end = 1980 (bad.yaml:{n}): must not lie before the start, 1990-01"],
    ),
    "lever unknown in an event": (
        "events:\n  - {date: 1990, kind: set_lever, lever: tours, value: 3}",
        ["events[0].lever = tours (bad.yaml:{m}): unknown value; did you mean tour_months?"],
    ),
    "value of a lever": (
        "events:\n  - {date: 1990, kind: set_lever, lever: tour_months, value: 300}",
        ["events[0].value = 300 (bad.yaml:{m}): must be 3 to 60 for tour_months"],
    ),
    "rule of reciprocity": (
        "policy: {reciprocity: fair}",
        ["policy.reciprocity = fair (bad.yaml:{n}): must be one of free, strict, balanced, donor_funded"],
    ),
    "event without organisation": (
        "events:\n  - {date: 1990, kind: join, nation: ARC}",
        ["events[0].organisation (bad.yaml:{m}): missing; join needs nation and organisation"],
    ),
    "event with too much": (
        "events:\n  - {date: 1990, kind: close_borders, other: ARC}",
        ["events[0].other = ARC (bad.yaml:{m}): close_borders has no other; remove it"],
    ),
    "rupture with oneself": (
        "events:\n  - {date: 1990, kind: rupture, nation: ARC, other: ARC}",
        ["events[0].other = ARC (bad.yaml:{m}): must be another nation"],
    ),
    "unknown event": (
        "events:\n  - {date: 1990, kind: joining}",
        ["events[0].kind = joining (bad.yaml:{m}): unknown value; did you mean join?"],
    ),
    "nation that does not take part": (
        "nation_policies: {GBR: {tour_months: 12}}",
        [
            "nation_policies.GBR (bad.yaml:{n}): GBR (United Kingdom) does not take part; add it to nations.add",
        ],
    ),
    "nation twice in a pact": (
        "pacts: [{nations: [ARC, BRC, ARC]}]",
        ["pacts[0].nations[2] = ARC (bad.yaml:{n}): ARC is listed twice; first in pacts[0].nations[0]; remove one"],
    ),
    "pact of one": ("pacts: [{nations: [ARC]}]", ["pacts[0].nations (bad.yaml:{n}): needs at least 2"]),
    "spell that ends first": (
        "rivalries: [{nations: [ARC, BRC], since: 1990, until: 1980}]",
        ["rivalries[0].until = 1980 (bad.yaml:{n}): must lie after 1990-01"],
    ),
    "unknown organisation": (
        "organisations: [NATOO]",
        ["organisations.only[0] = NATOO (bad.yaml:{n}): no organisation NATOO; did you mean NATO?"],
    ),
    "unknown mission": (
        "missions: [UNIFILL]",
        ["missions.only[0] = UNIFILL (bad.yaml:{n}): no UN mission UNIFILL; did you mean UNIFIL?"],
    ),
    "mission that ends first": (
        "missions:\n  invented:\n    PEACE: {name: Peace, start: 1990, end: 1989, ceiling: 500}",
        ["missions.invented.PEACE.end = 1989 (bad.yaml:{o}): must lie after 1990-01"],
    ),
    "mission without strength": (
        "missions:\n  invented:\n    PEACE: {name: Peace, start: 1990}",
        [
            "missions.invented.PEACE.ceiling (bad.yaml:{o}): missing; write the authorised strength in persons, "
            "or persons by year"
        ],
    ),
    "code of a real mission": (
        "missions:\n  invented:\n    UNIFIL: {name: Mine, start: 1990, ceiling: 500}",
        ["missions.invented.UNIFIL (bad.yaml:{o}): UNIFIL is taken; use another code, or missions.changed"],
    ),
    "unknown working language": (
        "organisations:\n  changed:\n    NATO: {working_languages: [zzz]}",
        [
            "organisations.changed.NATO.working_languages[0] = zzz (bad.yaml:{o}): no language zzz; "
            "write its ISO 639-3 code, or invent it in languages"
        ],
    ),
    "programme without kind": (
        "programmes: {trip: {contact: 0.4}}",
        [
            "programmes.trip.kind (bad.yaml:{n}): missing; a new programme needs a kind; kinds are "
            "exchange_post, staff_post, language_immersion, leadership_course, workshop, exercise, course, "
            "virtual_exchange, peacekeeping_staff, hybrid_exchange"
        ],
    ),
    "grades upside down": (
        "programmes: {workshop: {rank_low: O9}}",
        ["programmes.workshop.rank_low = O9 (bad.yaml:{n}): the lowest grade O9 lies above the highest O7"],
    ),
    "no weight": (
        "programmes: {workshop: {domains: {cyber: 0}}}",
        ["programmes.workshop.domains (bad.yaml:{n}): all weights are 0; give at least one field a weight"],
    ),
    "written twice": (
        "seed: 1\nseed: 2",
        ["seed (bad.yaml:{m}): written twice; the first is in line {n}; remove one"],
    ),
    "python object": (
        "title: !!python/object/apply:os.system [ls]",
        [
            "title (bad.yaml:{n}): tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; remove it",
            "title (bad.yaml:{n}): must be text; put it in quotation marks",
        ],
    ),
    "merge key": (
        "<<: {seed: 3}",
        ["<< (bad.yaml:{n}): merge keys are not supported; use extend, or write the values out"],
    ),
    "second document": ("---\nseed: 3", ["bad.yaml:{n}: a second document begins; keep one scenario in a file"]),
    "tab": ("policy:\n\tshortlist: 3", ["bad.yaml:{m}: a tab in the indentation; YAML wants spaces"]),
    "open quotation": ('title: "x', ["bad.yaml:{m}: not valid YAML: found unexpected end of stream"]),
    "unknown alias": ("title: *who", ["bad.yaml:{n}: alias *who names no anchor"]),
    "alias of itself": ("title: &who [*who]", ["bad.yaml:{n}: alias *who contains itself"]),
    "list as key": ("? [a]\n: b", ["bad.yaml:{n}: a key must be a plain name, not a list or mapping"]),
}


@pytest.mark.parametrize("name", ADDED)
def test_fault_in_a_world(name):
    added, expected = ADDED[name]
    numbers = {"n": LINES + 1, "m": LINES + 2, "o": LINES + 3}
    assert messages(WORLD + added + "\n") == [line.format(**numbers) for line in expected]


WHOLE = {
    "empty file": ("", ["nations (bad.yaml:1): the world is empty; write nations: all, or a list such as [USA, KOR]"]),
    "empty world": (
        "title: x\nnations: []",
        ["nations (bad.yaml:2): the world is empty; write nations: all, or a list such as [USA, KOR]"],
    ),
    "not a mapping": ("- a\n- b", ["bad.yaml:1: must be a mapping of names to values"]),
    "nations misspelt": (
        "nations: al",
        ["nations = al (bad.yaml:1): must be all, a list of codes such as [USA, KOR], or a mapping of names to values"],
    ),
    "nation twice": (
        "nations:\n- USA\n- KOR\n- USA",
        ["nations.add[2] = USA (bad.yaml:4): USA is listed twice; first in nations.add[0]; remove one"],
    ),
    "unknown nation": (
        "nations: [USA, KRO]",
        ["nations.add[1] = KRO (bad.yaml:1): no nation KRO; did you mean KOR (South Korea)?"],
    ),
    "organisation of one letter": (
        "nations: [USA, KOR]\norganisations: {invented: {M: {name: M, members: [USA, KOR]}}}",
        [
            "organisations.invented.M (bad.yaml:2): must be a code of two or more capital letters such as NATO",
        ],
    ),
    "nation by name": (
        "nations: [USA, Germany]",
        [
            "nations.add[1] = Germany (bad.yaml:1): must be a code of three capital letters such as USA; "
            "did you mean DEU (Germany (Federal Republic))?"
        ],
    ),
    "nation of another time": (
        "nations: [USA, SSD]\nperiod: {start: 1980, end: 1990}",
        ["nations.add[1] = SSD (bad.yaml:1): SSD (South Sudan) is not a state in any month of the period"],
    ),
    "unknown alliance": (
        "nations: {members_of: [NATTO]}",
        [
            "nations.members_of[0] = NATTO (bad.yaml:1): no organisation NATTO; did you mean NATO?",
            "nations (bad.yaml:1): the world is empty; write nations: all, or a list such as [USA, KOR]",
        ],
    ),
    "unknown language": (
        WORLD.replace(
            "ARC: {name: Arcadia, armed_forces: 1000, languages: {abc",
            "ARC: {name: Arcadia, armed_forces: 1000, languages: {abd",
        ),
        ["nations.invented.ARC.languages.abd (bad.yaml:4): no language abd; did you mean abc?"],
    ),
    "more than all speak": (
        WORLD.replace("{abc: {mother: 1}}}\n    B", "{abc: {mother: 1}, eng: {mother: 0.2}}}\n    B"),
        ["nations.invented.ARC.languages (bad.yaml:4): shares of mother tongues add to 1.2; they may add to 1"],
    ),
    "invented nation that is real": (
        WORLD.replace("BRC", "BRA"),
        [
            "nations.invented.BRA (bad.yaml:5): BRA is a real nation (Brazil); "
            "describe it in nations.changed or take another code"
        ],
    ),
    "invented language that is real": (
        WORLD.replace("abc", "eng"),
        ["languages.eng (bad.yaml:1): eng is the code of a real language; take another"],
    ),
    "nation without forces": (
        WORLD.replace("armed_forces: 1000, ", "", 1),
        ["nations.invented.ARC.armed_forces (bad.yaml:4): missing; write the persons in uniform, or persons by year"],
    ),
    "forces as text": (
        WORLD.replace("1000", "some", 1),
        ["nations.invented.ARC.armed_forces = some (bad.yaml:4): must be a number from 0 to 100,000,000"],
    ),
    "leaves before it enters": (
        WORLD.replace("name: Arcadia", "entered: 1990, left: 1985, name: Arcadia"),
        ["nations.invented.ARC.left = 1985 (bad.yaml:4): must leave the system of states after it entered"],
    ),
    "number twice": (
        WORLD.replace("name: ", "number: 3007, name: ").replace("{number: 3007, name: Abcish", "{name: Abcish"),
        [
            f"nations.invented.{code}.number = 3007 (bad.yaml:{line}): number 3007 is used twice; "
            "remove it to have one given"
            for code, line in (("ARC", 4), ("BRC", 5))
        ],
    ),
    "too many agents": (
        WORLD.replace("1000", "1e8") + "people_per_agent: 1",
        [
            "people_per_agent = 1 (bad.yaml:6): makes 20,000,000 agents of one nation; 16,000,000 are possible: "
            "write 1.25 or more"
        ],
    ),
    "missing extend": (
        "title: x\nextend: clasroom",
        ["extend = clasroom (bad.yaml:2): no such scenario; did you mean classroom?"],
    ),
    "extend of several": ("extend: [classroom]", ["extend (bad.yaml:1): must be one name of a scenario or file"]),
    "extends itself": (
        "seed: 1\nextend: bad",
        ["extend = bad (bad.yaml:2): goes in a circle: bad -> bad; remove one of them"],
    ),
    "not UTF-8": ("title: café".encode("latin-1"), ["bad.yaml:1: byte 0xe9 is not UTF-8; save the file as UTF-8"]),
    "UTF-16": ("title: x".encode("utf-16"), ["bad.yaml:1: is UTF-16; save the file as UTF-8"]),
    "control character": ("title: x\ndescription: a\x07b", ["bad.yaml:2: a control character; remove it"]),
    "deep list": ("nations: " + "[" * 100_000, ["bad.yaml:1: nested deeper than 30 levels"]),
    "deep mapping": ("{a: " * 40 + "1" + "}" * 40, ["bad.yaml:1: nested deeper than 30 levels"]),
    "too many values": ("- 1\n" * 200_001, ["bad.yaml:200000: more than 200,000 values; a scenario needs far fewer"]),
    "too many aliases": (
        "a: &a 1\nb: [" + ", ".join(["*a"] * 101) + "]",
        ["bad.yaml:2: more than 100 aliases; write the values out or use extend"],
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_fault_of_a_file(name):
    text, expected = WHOLE[name]
    assert messages(text) == expected


def test_bomb_of_aliases_stops_at_once():
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    before = time.perf_counter()
    assert messages("\n".join(layers)) == [
        "bad.yaml:6: aliases expand to more than 100,000 values; write the values out"
    ]
    assert time.perf_counter() - before < 1.0


def test_large_file_is_not_even_read():
    with open("bad.yaml", "wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(ScenarioError, match=r"^bad\.yaml: has 100\.0 MB; a scenario may have 2 MB$"):
        load_scenario("bad.yaml")


def test_thousands_of_faults_stay_readable():
    found = messages("\n".join(f"k{i}: 1" for i in range(5000)))
    assert len(found) == 201
    assert found[-1] == "bad.yaml: and 4,800 more; mend these first"


def test_circle_of_three_names_all():
    Path("bad.yaml").write_text("extend: one\n")
    Path("one.yaml").write_text("seed: 1\nextend: two.yaml\n")
    Path("two.yaml").write_text("extend: bad\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("bad.yaml")
    assert str(caught.value) == (
        "extend = bad (two.yaml:1): goes in a circle: bad -> one -> two -> bad; remove one of them"
    )


def test_fault_of_an_extended_file_names_that_file():
    Path("base.yaml").write_text(WORLD + "policy: {shortlist: 100}\n")
    assert messages("extend: base\nseed: 2\n") == [f"policy.shortlist = 100 (base.yaml:{LINES + 1}): must be 1 to 64"]


def test_all_faults_come_together():
    found = messages(WORLD + "seed: x\npolcy: {}\nperiod: {start: 1900}\npolicy: {tour_months: 1}\n")
    assert len(found) == 4


@pytest.mark.parametrize("name", ["nothing", "", "no/such/file.yaml", "a\0b"])
def test_missing_file(name):
    with pytest.raises(ScenarioError, match="no such scenario"):
        load_scenario(name)


def test_folder_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="is a folder or a device; name a scenario file"):
        load_scenario(tmp_path)


OVERRIDES = {
    "policy.tour_month=3": "policy.tour_month = 3 (--set): no such path; did you mean policy.tour_months?",
    "tour_months=3": "tour_months = 3 (--set): no such path; did you mean policy.tour_months?",
    "language.steepness=2": (
        "language.steepness = 2 (--set): no such path; did you mean parameters.language.steepness?"
    ),
    "policy.tour_months": "policy.tour_months (--set): write path=value, such as policy.tour_months=12",
    "policy.tour_months=1000": "policy.tour_months = 1000 (--set): must be 3 to 60",
    "policy.tour_months=[": "policy.tour_months = [ (--set): not valid YAML: did not find expected node content",
    "events[7].date=1990": "events[7].date = 1990 (--set): events has 0 items; the first is [0]",
    "nations.invented.ARC.armed_force=3": (
        "nations.invented.ARC.armed_force = 3 (--set): no such path; did you mean nations.invented.ARC.armed_forces?"
    ),
    "policy[0]=3": "policy[0] = 3 (--set): no such path; did you mean policy?",
    "a..b=3": "a..b = 3 (--set): write path=value, such as policy.tour_months=12",
    "extend=classroom": "extend = classroom (--set): cannot be set; write it in the file",
}


@pytest.mark.parametrize("text", OVERRIDES)
def test_override_refused(text):
    assert messages(WORLD, text) == [OVERRIDES[text]]


def test_python_values_are_checked_too():
    with pytest.raises(ScenarioError) as caught:
        load_scenario({"nations": ["USA"], "polcy": {}, "seed": "x"})
    assert [str(fault) for fault in caught.value.faults] == [
        "seed = x (given in Python): must be a whole number from 0 to 9,223,372,036,854,775,807",
        "polcy (given in Python): unknown key; did you mean policy?",
    ]


def test_dict_that_contains_itself():
    endless: dict = {}
    endless["nations"] = endless
    with pytest.raises(ScenarioError, match="nested deeper than 30 levels"):
        load_scenario(endless)


def test_named_pipe_does_not_hang(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="is a folder or a device"):
        load_scenario("pipe.yaml")


def test_invented_world_needs_no_pandas():
    Path("world.yaml").write_text(WORLD)
    code = (
        "import sys; from exchsim.scenario import load_scenario as l; l('world.yaml').compile(); "
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env=_environment()).returncode == 0


def _environment() -> dict[str, str]:
    import exchsim

    return {**os.environ, "PYTHONPATH": str(Path(exchsim.__path__[0]).parent)}
