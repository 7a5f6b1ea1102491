"""What `exchsim search` says, how it ends, and what it says of faults in the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_search import fingerprint, searched, words
from small_sweeps import content, write

from exchsim.cli.main import main

THREADS = ("--executor", "threads", "-w", "1")
HEAD = (
    "A small question: 3 generations of 6 policies x 2 samples x 2 seeds, at most 80 runs; then at most 5 policies x 3 "
    "fresh samples x 2 fresh seeds, 30 runs"
)


def command(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_search_from_its_name_to_its_answer(capsys: Any, tmp_path: Path) -> None:
    write(tmp_path, **words())
    code, out, err = command(capsys, "search", "small", *THREADS)
    assert code == 0 and err.splitlines()[0] == f"{HEAD}, into results/small_search"
    assert "generation 1 of 3" in err and "comparing what was found, on fresh futures" in err
    lines = out.splitlines()
    assert lines[0].startswith("18 trials of ") and lines[-1] == "results/small_search"
    said = (tmp_path / "results" / "small_search" / "answer.txt").read_text(encoding="utf-8")
    answer = said.splitlines()
    assert answer[0] == lines[0] and "\n".join(answer[1:]) in out
    assert "On 3 fresh futures x 2 fresh seeds" in out and "found_1\t" in out
    for name in ("compare", "report"):
        code, answer, _ = command(capsys, name, "results/small_search/fresh")
        assert code == 0 and answer
    code, again, err = command(capsys, "search", "small", *THREADS)
    assert (code, again) == (0, out) and err.splitlines() == [f"{HEAD}, into results/small_search"]


def test_a_found_policy_runs_from_the_command_line(capsys: Any, tmp_path: Path) -> None:
    searched(tmp_path / "s", {"generations": 1})
    code, out, _ = command(capsys, "run", "s/policies/found_1.yaml", "--no-figures", "--quiet", "-o", "r")
    assert (code, out) == (0, "r\n")


def test_a_text_tells_what_was_found(capsys: Any, tmp_path: Path) -> None:
    """Placeholders of `report --template` for the search beside a sweep."""
    write(tmp_path, **words({"generations": 1}))
    template = tmp_path / "answer.md"
    template.write_text("{{search answer}}\n\n{{search table}}\n\n{{search figure}}\n", encoding="utf-8")
    assert command(capsys, "sweep", "small", *THREADS, "--quiet")[0] == 0
    options = ("report", "results/small", "--template", "answer.md", "-o", "made/README.md")
    code, _, err = command(capsys, *options)
    assert code == 2 and "results/small_search: no finished search; exchsim search EXPERIMENT -o" in err
    assert command(capsys, "search", "small", *THREADS, "--quiet")[0] == 0
    assert command(capsys, *options)[0] == 0
    text = (tmp_path / "made" / "README.md").read_text(encoding="utf-8")
    assert "- as_now" in text and "| found_1 |" in text and "(figures/search.png)" in text
    assert (tmp_path / "made" / "figures" / "search.png").is_file()
    template.write_text("{{search tables}}", encoding="utf-8")
    code, _, err = command(capsys, *options, "--overwrite")
    assert code == 2 and "unknown: did you mean table?" in err


def test_quiet_and_dry(capsys: Any, tmp_path: Path) -> None:
    write(tmp_path, **words())
    code, out, _ = command(capsys, "search", "small", "--dry-run")
    assert code == 0 and not (tmp_path / "results").exists()
    assert out.splitlines()[0] == HEAD and out.splitlines()[2].startswith("at most about ")
    assert command(capsys, "search", "small", *THREADS, "--quiet", "-o", "o") == (0, "o\n", "")


def test_an_experiment_without_a_search_is_refused(capsys: Any, tmp_path: Path) -> None:
    file = write(tmp_path)
    code, out, err = command(capsys, "search", str(file))
    assert (code, out) == (2, "") and "has no section search; write search: {levers: …" in err


def test_failed_runs_end_with_code_one(capsys: Any, tmp_path: Path, monkeypatch: Any) -> None:
    from exchsim.sweep import work

    before = work._row

    def failing(setting: Any, plan: Any, *rest: Any) -> Any:
        if plan.blueprint.policies[0]["tour_months"] > 30:
            raise ArithmeticError("too long")
        return before(setting, plan, *rest)

    monkeypatch.setattr(work, "_row", failing)
    write(tmp_path, **words())
    code, out, err = command(capsys, "search", "small", *THREADS)
    assert code == 1 and "came to no value" in out and "runs failed; exchsim.open_sweep" in err
    assert "longer: not compared, because runs of it failed or had no value." in out.splitlines()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levers": {"post_share": {}}}, "search.levers.post_share (FILE:LINE): no such lever; did you mean posts"),
        ({"levers": {"XXX.posts_share": {}}}, "XXX does not take part in the scenario"),
        ({"levers": {"posts_share": {"low": 0.5}}}, "low 0.5 must be less than high 0.1"),
        ({"levers": {"posts_share": {"high": 0.5}}}, "0.5 must be 0 to 0.1 (share of cadre)"),
        ({"levers": {"posts_share": {"values": [0.1], "low": 0.0}}}, "has values and a range; give one of them"),
        ({"levers": {"posts_share": {"step": 1}}}, "step 1 must be at most 0.1, the width of the range"),
        ({"levers": {"reciprocity": {"low": 1}}}, "is a choice; give values, of free, strict"),
        ({"levers": {"reciprocity": {"values": ["fre"]}}}, "must be one of free, strict"),
        ({"levers": {"posts_share": {"lo": 1}}}, "unknown key; did you mean low?"),
        ({"levers": {}}, "search.levers (FILE:LINE): needs at least 1"),
        ({"objectives": ["trust"]}, "search.objectives (FILE:LINE): needs at least 2"),
        ({"objectives": ["trust", "spend"]}, "objectives[1] = spend (FILE:LINE): no such outcome; did you mean spent?"),
        ({"objectives": ["trust", "filled"]}, "has no direction; write direction: more, or less, at outcomes.filled"),
        ({"objectives": ["trust", "trust"]}, "stands there twice"),
        ({"limits": {"trust": {}}}, "needs a number: above, or below"),
        ({"limits": {"trust": {"above": 2, "below": 1}}}, "above 2 must not be more than below 1"),
        ({"limits": {"filed": {"above": 2}}}, "no such outcome; did you mean filled?"),
        ({"judged_by": "median"}, "unknown value; did you mean mean?"),
        ({"population": 2}, "must be 4 to 1000"),
        ({"population": 1000, "generations": 100}, "makes 100,000 policies; at most 20,000 are allowed"),
        ({"generation": 3}, "unknown key; did you mean generations?"),
        ({"fresh": {"replicates": 0}}, "must be 1 to 1,000,000"),
        ({"fresh": {"replicates": 1, "samples": 1}}, "must be 2 or more where futures are no sample"),
    ],
)  # fmt: skip
def test_faults_are_told_with_line_and_remedy(capsys: Any, tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    file = write(tmp_path, **words(changes))
    code, out, err = command(capsys, "search", str(file))
    assert (code, out) == (2, ""), err
    name = str(file.relative_to(tmp_path))
    lines = file.read_text(encoding="utf-8").splitlines()
    where = next(int(part.split(")")[0].split(":")[0]) for part in err.split(f"{name}:")[1:])
    assert lines.index("search:") + 1 <= where <= len(lines)
    assert said.replace("FILE:LINE", f"{name}:{where}") in err


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"uncertainties": {"policy.posts_share": {}}}, "is searched here and uncertain too; keep one of them"),
        ({"common_random_numbers": False}, "needs common_random_numbers: policies on trial must meet the same luck"),
        ({"design": {"kind": "grid"}}, "the futures of a grid are those that it names; leave samples out"),
        ({"policies": {"trial_1": {}}}, "names of policies on trial begin with trial_; give it another name"),
    ],
)
def test_faults_between_sections(capsys: Any, tmp_path: Path, others: dict[str, Any], said: str) -> None:
    code, _, err = command(capsys, "search", str(write(tmp_path, **words(**others))))
    assert code == 2 and said in err


def test_levers_may_be_named_alone(tmp_path: Path) -> None:
    from exchsim.sweep.load import load_experiment

    text = yaml.safe_dump(content(**words()), sort_keys=False).replace("AAA.language_target: null", "AAA.shortlist:")
    (tmp_path / "e.yaml").write_text(text, encoding="utf-8")
    search = load_experiment(tmp_path / "e.yaml").file.search
    assert search is not None and search.levers["AAA.shortlist"].low is None


def test_ctrl_c_leaves_a_search_that_goes_on(tmp_path: Path) -> None:
    file = write(tmp_path, **words({"generations": 60}))
    process = subprocess.Popen(
        [sys.executable, "-m", "exchsim", "search", str(file), "-o", str(tmp_path / "s"), *THREADS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("generation 2"):
            break
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and out == "" and "Traceback" not in err
    assert (
        err.splitlines()[-1] == f"stopped; what is finished is stored in {tmp_path / 's'}, and the same command goes on"
    )
    searched(tmp_path / "s")
    searched(tmp_path / "t")
    assert fingerprint(tmp_path / "s") == fingerprint(tmp_path / "t")
