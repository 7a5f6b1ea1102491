"""What a class takes away, and opens again."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
import yaml

from exchsim.api import prepare
from exchsim.app import takeaway, texts
from exchsim.app.onepage import one_page
from exchsim.app.onepage import table as table_of
from exchsim.app.series import digest_of
from exchsim.app.story import Story
from exchsim.app.uploads import scenario_of
from exchsim.scenario import load_scenario
from exchsim.store.schema import TABLES

CLASSROOM = load_scenario("classroom", ["period.end=1983-12"])


def run(story):
    return prepare(story.changed_scenario(), story.seed).run()


def changed():
    story = Story(CLASSROOM, 7).with_lever("posts_share", 0.05).with_lever("tour_months", 12, "OSH")
    story = story.with_lever("concentration", 3.0, "ARD").with_lever("vetting", 0.9, since="1982-03")
    return story.with_event({"date": "1981-06", "kind": "rupture", "nation": "ARD", "other": "BMR"})


@pytest.fixture(scope="module")
def runs():
    return run(changed()), run(Story(CLASSROOM, 7))


def opened(text):
    content = text.encode()
    return takeaway.story_of(scenario_of(content), content)


def test_a_saved_scenario_opens_with_its_changes_and_gives_the_same_numbers(runs):
    now, before = runs
    story = opened(takeaway.scenario_file(changed(), now.names))
    assert (story.levers, story.events, story.seed) == (changed().levers, changed().events, 7)
    assert takeaway.said_changes(story, now.names) == takeaway.said_changes(changed(), now.names)
    again, again_before = run(story), run(Story(story.scenario, story.seed))
    assert again.world["trust"].iloc[-1] == now.world["trust"].iloc[-1] != before.world["trust"].iloc[-1]
    for table in now.kept:
        pd.testing.assert_frame_equal(again.frame(table), now.frame(table))
        pd.testing.assert_frame_equal(again_before.frame(table), before.frame(table))


def test_a_scenario_of_the_program_is_known_again(runs):
    plain = load_scenario("classroom")
    story = Story(plain, 3).with_lever("posts_share", 0.0)
    again = opened(takeaway.scenario_file(story, runs[0].names))
    assert again.scenario.name == "classroom" and again.seed == 3  # so that its lessons can be had
    assert again.without_lever("posts_share").changed_scenario().resolved == plain.resolved


def test_a_saved_scenario_says_how_it_was_made_and_stands_alone(runs):
    text = takeaway.scenario_file(changed(), runs[0].names)
    for words in ("from the scenario classroom, seed 7", "officers wanted abroad = 5 % of cadre (was 2 % of cadre)",
                  "Osh: length of a tour = 12 months", "1981-06 · Arden and Belmar break off relations"):  # fmt: skip
        assert words in text
    data = yaml.safe_load(text)
    assert data["seed"] == 7 and "extend" not in data
    assert load_scenario(data).resolved["policy"]["posts_share"] == 0.05


def test_what_was_written_by_hand_afterwards_counts(runs):
    text = takeaway.scenario_file(changed(), runs[0].names)
    story = opened(text.replace("posts_share: 0.05", "posts_share: 0.07"))
    assert story.levers["policy.posts_share"] == 0.07 and len(story.events) == 2


@pytest.mark.parametrize(
    "mark",
    ["{", "[]", "null", "1e999", "[" * 3000, '{"was": {"policy.posts_share": 0.9}, "events": 0, "from": "x"}',
     '{"was": {"seed": 3}, "events": 0, "from": "x"}', '{"was": {"policy.posts_share": NaN}, "events": 0, "from": "x"}',
     '{"was": {}, "events": -3, "from": "../../etc/passwd"}', '{"was": {"policy.__class__": 1}, "events": 1}'],
)  # fmt: skip
def test_marks_that_say_something_else_are_no_marks(mark):
    text = takeaway.MARK + mark + "\n" + yaml.safe_dump(CLASSROOM.resolved, allow_unicode=True)
    story = opened(text)
    assert story.changed_scenario().resolved == CLASSROOM.resolved
    assert not story.is_changed


def test_comments_stay_comments():
    invented = CLASSROOM.resolved["nations"]["invented"]
    named = {"invented": {**invented, "OSH": {**invented["OSH"], "name": "O\nseed: 99 #"}}}
    sly = load_scenario({**CLASSROOM.resolved, "title": "x\npolicy: {}", "nations": named})
    story = Story(sly, 2).with_lever("tour_months", 12, "OSH")
    text = takeaway.scenario_file(story, run(story).names)
    assert yaml.safe_load(text) == {**story.changed_scenario().resolved, "seed": 2}


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_data_are_all_tables_with_what_they_mean(runs):
    now, before = runs
    scenario = takeaway.scenario_file(changed(), now.names)
    content = takeaway.data_zip(now, before, scenario, takeaway.said_changes(changed(), now.names))
    files = unzipped(content)
    assert content == takeaway.data_zip(now, before, scenario, takeaway.said_changes(changed(), now.names))
    assert {"world.csv", "nations.csv", "pairs.csv", "posts.csv", "as_it_was/world.csv"} <= set(files)
    told = files["README.txt"].decode()
    for table in now.kept:
        frame = pd.read_csv(io.BytesIO(files[f"{table}.csv"]))
        assert list(frame) == [field.name for field in TABLES[table]] and len(frame) == len(now.frame(table))
        for field in TABLES[table]:
            assert f"  {field.name} [{field.unit}]: {field.meaning}" in told
    np.testing.assert_array_equal(pd.read_csv(io.BytesIO(files["world.csv"]))["trust"], now.world["trust"])
    assert files["scenario.yaml"].decode() == scenario and "officers wanted abroad = 5 % of cadre" in told


def test_both_runs_are_compared_over_the_last_years(runs):
    now, before = runs
    table = pd.read_csv(io.StringIO(takeaway.comparison(now, before))).set_index("column")
    assert set(table.index) == {field.name for field in TABLES["world"]} - {"month"}
    row = table.loc["filled"]
    assert row["changed"] == pytest.approx(now.world["filled"].mean(), rel=1e-5)  # four years are all there are
    assert row["difference"] == pytest.approx(row["changed"] - row["as_it_was"], abs=1e-4) and row["difference"] > 1


def test_the_comparison_says_of_allies_what_the_page_says(runs):
    end = {"date": "1982-01", "kind": "pact_end", "nation": "ARD", "other": "BMR"}
    story = Story(CLASSROOM, 7)
    now, before = run(story.with_event(end)), runs[1]
    table = pd.read_csv(io.StringIO(takeaway.comparison(now, before))).set_index("column")
    _, rows = table_of([(digest_of(now), digest_of(before))], True)
    for column, row in (("trust_allies", rows[0]), ("interoperability_allies", rows[1])):
        said = table.loc[column]
        assert "allies when the run begins" in said["meaning"]
        assert [f"{said[side]:.3f}" for side in ("as_it_was", "changed")] == row[1:3]
    assert f"{now.world['trust_allies'].mean():.3f}" != rows[0][2]  # that of the time leaves Arden and Belmar out


def test_a_scenario_without_changes_has_nothing_to_compare(runs):
    plain = Story(CLASSROOM, 7)
    files = unzipped(takeaway.data_zip(runs[1], None, takeaway.scenario_file(plain, runs[1].names), []))
    assert not any(name.startswith("as_it_was") or name == "comparison.csv" for name in files)
    assert "Nothing was changed." in files["README.txt"].decode()
    assert opened(files["scenario.yaml"].decode()).is_changed is False


def test_figures_are_those_of_a_run(runs):
    names = takeaway.figure_names(runs[0])
    assert {"trust", "posts", "security"} <= set(names)
    assert takeaway.figure_png(runs[0], "network").startswith(b"\x89PNG")


def test_too_much_is_refused_in_words(runs, monkeypatch):
    monkeypatch.setattr(takeaway, "MOST_ROWS", 100)
    with pytest.raises(takeaway.TooMuchError, match="too much for a browser"):
        takeaway.data_zip(runs[0], None, "", [])
    monkeypatch.setattr(takeaway, "MOST_BYTES", 1000)
    with pytest.raises(takeaway.TooMuchError):
        takeaway.zipped({"a": np.random.default_rng(1).bytes(3000)})


def test_marks_are_one_line_of_plain_json(runs):
    text = takeaway.scenario_file(changed(), runs[0].names)
    lines = [line for line in text.splitlines() if line.startswith(takeaway.MARK)]
    assert len(lines) == 1
    told = json.loads(lines[0].removeprefix(takeaway.MARK))
    assert told["events"] == 2 and told["was"]["policy.posts_share"] == 0.02
    assert told["was"]["nation_policies.OSH.tour_months"] is None
    assert told["was"]["nation_policies.ARD.concentration"] == 1.0


def test_one_page_tells_what_a_change_did(runs):
    lucks = [(digest_of(run(changed().with_seed(seed))), digest_of(run(Story(CLASSROOM, seed)))) for seed in (7, 8)]
    sly = ["Osh <script>alert(1)</script>: officers wanted abroad = 5 % of cadre"]
    page = one_page("A $\\frac$ <b>title</b>", sly, lucks, "seed 7, $\\frac$").decode()
    assert "<script>" not in page and "<b>title" not in page and "officers wanted abroad = 5 % of cadre" in page
    assert "of 2 lucks" in page and "data:image/png;base64," in page
    heads, rows = table_of(lucks, True)
    assert len(heads) == len(rows[0]) == 6 and len(rows) == len(texts.CHARTS["world"])
    officers = next(row for row in rows if row[0].startswith("Officers abroad"))
    now, was = (np.median([pair[side].values("filled", ()).mean() for pair in lucks]) for side in (0, 1))
    assert officers[1:3] == [f"{was:.1f}", f"{now:.1f}"] and officers[5] == "2 of 2 lucks"
    single = one_page("t", [], lucks[:1], "").decode()
    assert "Nothing was changed." in single and "as it was" not in single.split("How to read this")[1].split("</h2>")[0]
    assert len(table_of(lucks[:1], False)[0]) == 2
