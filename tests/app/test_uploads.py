"""Files that visitors bring: what is wrong is said, and nothing else of the machine is read or written."""

from __future__ import annotations

import pytest
import yaml

from exchsim.app.story import Story
from exchsim.app.uploads import KEPT, MAX_BYTES, Uploads, called, in_short, scenario_of
from exchsim.scenario import ScenarioError, load_scenario

GOOD = yaml.safe_dump(
    {"extend": "classroom", "title": "<script>alert(1)</script>", "period": {"end": "1981-12"}}
).encode()
BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + k, 98 + k, b", ".join([b"*%c" % (97 + k)] * 9)) for k in range(12)
)


def test_a_good_file_is_a_scenario():
    scenario = scenario_of(GOOD)
    assert scenario.title == "<script>alert(1)</script>" and scenario.name == "scenario"


def test_what_a_class_saves_it_can_open_again():
    resolved = load_scenario("classroom").resolved
    again = scenario_of(yaml.safe_dump({**resolved, "seed": 9}, sort_keys=False, allow_unicode=True).encode())
    assert again.seed == 9 and again.resolved["nations"] == resolved["nations"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "aliases"),
        (b"[" * 5000, "nested"),
        (b"\xff\xfe\x00", "no text file"),
        (b"x" * (MAX_BYTES + 1), "larger than 300 kB"),
        (b"just words", "must be a mapping"),
        (b"title: {a: 1", "scenario:2"),
        (b"nations: {real: [USA, KOR]}\nperiod: {start: 1900-01, end: 2024-12}", "period"),
        (b"extend: ../../../../etc/passwd", "no scenario that comes with the program"),
        (b"extend: /etc/passwd", "no scenario that comes with the program"),
        (b"extend: [classroom, {a: 1}]", "no scenario that comes with the program"),
        (b"extend: world_27m", "too much for a class"),
        (b"!!python/object/apply:os.system ['touch /tmp/owned']", "scenario:1"),
    ],
)
def test_what_is_wrong_is_refused_with_words(content, words):
    with pytest.raises(ScenarioError) as caught:
        scenario_of(content)
    assert words in str(caught.value) and "root:" not in str(caught.value)


def test_faults_say_the_line_of_the_visitors_own_file_once_and_in_short():
    with pytest.raises(ScenarioError) as caught:
        scenario_of(b"extend: classroom\npolicy:\n  tour_months: 300\nnashuns: 1\n", "mine.yaml")
    said = in_short(caught.value)
    assert "policy.tour_months = 300 (mine.yaml:3): must be 3 to 60" in said.splitlines()
    assert "nashuns = 1 (mine.yaml:4): unknown key" in said and "people_per_agent" not in said
    again = ScenarioError([*caught.value.faults, *caught.value.faults])
    assert in_short(again) == said


@pytest.mark.parametrize(
    ("name", "said"), [("../../mine.yaml", "mine.yaml"), ("C:\\a\\b.yaml", "b.yaml"), ("a\0\n", "a"), ("/", "scenario")]
)
def test_a_file_is_called_by_its_last_name(name, said):
    assert called(name) == said


def test_the_latest_are_kept_under_keys_that_nobody_guesses():
    uploads, story = Uploads(), Story(load_scenario("classroom"), 1)
    keys = [uploads.add(story) for _ in range(KEPT + 5)]
    assert len(set(keys)) == len(keys) and min(map(len, keys)) >= 16
    assert uploads.find(keys[0]) is None and uploads.find(keys[-1]) is story
