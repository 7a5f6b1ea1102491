"""A text with placeholders gets the numbers of the sweep, and says what it does not understand."""

from __future__ import annotations

import re

import pytest
from report.test_report import EXPERIMENT

from exchsim.analysis.contrasts import contrast
from exchsim.cli.main import main
from exchsim.report.template import TemplateError, pattern, rendered
from exchsim.sweep.attribute import attribution_experiment, attributions
from exchsim.sweep.load import load_experiment
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import run_sweep


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "s"
    run_sweep(load_experiment(EXPERIMENT), path, 1, "threads")
    return path


def test_numbers_are_those_of_the_analysis(folder):
    sweep = open_sweep(folder)
    base, policy = sweep.policies[:2]
    outcome = next(name for name, way in sweep.directions.items() if way == "more")
    text, _ = rendered(f"a {{{{{outcome}.{policy}.difference}}}} b {{{{ {outcome}.{base}.mean }}}} c", sweep, "figures")
    found = contrast(sweep.good, outcome, policy, base, "more", layout=sweep.layout)
    mean = sweep.good.loc[sweep.good["policy"] == base, outcome].mean()
    said = re.match(r"a ([+-][\d.]+) posts b ([\d.]+) posts c", text)
    assert said is not None
    assert float(said[1]) == pytest.approx(found.difference, rel=5e-3)
    assert float(said[2]) == pytest.approx(mean, rel=5e-3)
    back, _ = rendered(f"{{{{{outcome}.{base}.vs.{policy}.difference}}}}", sweep, "figures")
    assert float(back.removesuffix(" posts")) == pytest.approx(-found.difference, rel=5e-3)


def test_words_follow_the_verdict(folder):
    sweep = open_sweep(folder)
    policy = sweep.policies[1]
    outcome = next(name for name, way in sweep.directions.items() if way == "more")
    word, _ = rendered(f"{{{{{outcome}.{policy}.word}}}}", sweep, "figures")
    says, _ = rendered(f"{{{{{outcome}.{policy}.says}}}}", sweep, "figures")
    starts = {"better": "better than", "worse": "worse than", "alike": "no different from", "unresolved": "not surely"}
    assert says.startswith(starts[word])
    table, _ = rendered("{{verdicts}}", sweep, "figures")
    heads, _, first, *_ = table.splitlines()
    assert first.split("|")[heads.split("|").index(f" {outcome} ")].strip() == word


def test_all_that_is_wrong_is_said_at_once_with_its_line(folder):
    with pytest.raises(TemplateError) as caught:
        rendered("{{runs}}\n{{nothing}}\n\n{{figure differenses}} {{fails}}", open_sweep(folder), "figures", "t.md")
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["t.md:2", "t.md:4", "t.md:4"]
    assert "did you mean differences?" in lines[1]


def test_braces_that_are_left_open_are_said(folder):
    with pytest.raises(TemplateError) as caught:
        rendered("{{runs}}\n{{trust.as_now\nand }} alone", open_sweep(folder), "figures", "t.md")
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == ["t.md:2", "t.md:3"]


def test_a_made_text_matches_the_pattern_of_its_template_and_an_edited_one_does_not(folder):
    template = "# {{title}}\n\nTrust is worth {{runs}} runs.\n\n{{table}}\n\nThe end."
    made, _ = rendered(template, open_sweep(folder), "figures")
    assert pattern(template).fullmatch(made)
    assert not pattern(template).fullmatch(made.replace("is worth", "was worth"))
    assert not pattern(template).fullmatch(made + "\n")


def test_from_the_command_line(folder, tmp_path, capsys):
    template = tmp_path / "answer.md"
    template.write_text("{{runs}} runs\n\n{{figure differences}}\n", encoding="utf-8")
    out = tmp_path / "made" / "README.md"
    assert main(["report", str(folder), "--template", str(template), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(f"{len(open_sweep(folder).good)} runs\n\n![")
    assert (tmp_path / "made" / "figures" / "differences.png").stat().st_size > 10_000
    before = out.read_bytes()
    assert main(["report", str(folder), "--template", str(template), "-o", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    template.write_text("{{run}}", encoding="utf-8")
    assert main(["report", str(folder), "--template", str(template), "-o", str(out), "--overwrite"]) == 2
    assert f"{template}:1: {{{{run}}}}: unknown: did you mean runs?" in capsys.readouterr().err
    assert out.read_bytes() == before
    assert main(["report", str(folder), "--template", str(tmp_path / "no.md")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert main(["report", str(folder), "--template", str(template), "-o", str(tmp_path / "x.html")]) == 2


def test_a_sweep_is_no_run(folder, capsys):
    assert main(["animate", str(folder)]) == 2
    assert "is a sweep of many runs, not a run" in capsys.readouterr().err


@pytest.fixture(scope="module")
def shared_out(tmp_path_factory):
    """A sweep of two groups, on and off: a table of two by two."""
    file = {**EXPERIMENT, "uncertainties": {}, "design": {}, "policies": {}, "replicates": 3}
    groups = {"tours": {}, "gatherings": {"exercise_activity": 0, "workshops_per_year": 0, "note": "nobody gathers"}}
    made = attribution_experiment(load_experiment({**file, "attribution": {"groups": groups}}))
    path = tmp_path_factory.mktemp("shared") / "s"
    run_sweep(made, path, 1, "threads")
    return open_sweep(path)


def test_of_groups_that_were_switched_off_shares_and_interplay_are_told(shared_out):
    (tours, _), found = (one := next(f for f in attributions(shared_out) if f.outcome == "posts")).shares, shared_out

    def text(key):
        return rendered(f"{{{{{key}}}}}", found, "figures")[0]

    for field in ("share", "first", "last", "interplay"):
        said = re.match(r"([+-][\d.]+) posts \(([+-][\d.]+) to ([+-][\d.]+)\)$", text(f"posts.tours.{field}"))
        assert said is not None, field
        part = getattr(tours, field)
        assert [float(x) for x in said.groups()] == pytest.approx([part.mean, part.low, part.high], rel=5e-3, abs=1e-9)
    assert text("posts.tours") == text("posts.tours.share")
    assert text("posts.tours.of_whole") == f"{100 * tours.of_whole.mean:.0f} % " + text("posts.tours.of_whole")[-12:]
    share, rest = (int(text(f"posts.tours.{field}").split(" %")[0]) for field in ("of_whole", "others"))
    assert abs(share + rest - 100) <= 1
    assert float(text("posts.only_tours.vs.none.difference").split()[0]) == pytest.approx(tours.first.mean, rel=5e-3)
    assert text("groups").splitlines()[1] == "- `gatherings`: nobody gathers"
    heads, _, first, *_ = text("shares").splitlines()
    assert heads == "| outcome | all together | tours | gatherings |"
    assert first.startswith(f"| posts | {one.whole.mean:+.3g} posts")
    assert first.split("|")[3].strip() == text("posts.tours.of_whole")


def test_fields_of_groups_are_known_only_where_groups_are(shared_out, folder):
    with pytest.raises(TemplateError, match="did you mean interplay"):
        rendered("{{posts.tours.interply}}", shared_out, "figures")
    with pytest.raises(TemplateError, match=r"posts\.tours\}\}: unknown"):
        rendered("{{posts.tours}}", open_sweep(folder), "figures")
    for block in ("shares", "groups"):
        with pytest.raises(TemplateError, match="exchsim attribute"):
            rendered(f"{{{{{block}}}}}", open_sweep(folder), "figures")
