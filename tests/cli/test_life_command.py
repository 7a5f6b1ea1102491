"""exchsim life: the page, the files, and what it says to wrong input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exchsim
from exchsim.cli.main import main


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    """Folders of a run with an event log and one without."""
    folder = tmp_path_factory.mktemp("runs")
    exchsim.run("classroom", months=120, officers=True).save(folder / "logged", figures=False)
    exchsim.run("classroom", months=12).save(folder / "plain", figures=False)
    return folder


@pytest.fixture
def logged(runs: Path) -> str:
    return str(runs / "logged")


def officers(folder: str):
    return exchsim.Result.load(folder).officers


def test_a_page_on_the_terminal(command, logged):
    code, out, err = command("life", logged)
    assert (code, err) == (0, "")
    assert out.split("\n")[1].startswith("===") and "entered the forces of" in out
    assert max(map(len, out.splitlines()[:-1])) <= 78 and "\x1b" not in out and "\t" not in out
    assert out == command("life", logged, "--pick", "senior")[1]


@pytest.mark.parametrize("pick", ["senior", "linguist", "random"])
def test_picks(command, logged, pick):
    code, out, _ = command("life", logged, "--pick", pick)
    designation = re.search(r"[A-Z]{3}-\d{5}(-\d+)?", out)[0]
    row = officers(logged).set_index("designation").loc[designation]
    assert code == 0 and row["tours"] > 0
    travelled = officers(logged)[officers(logged)["tours"] > 0]
    if pick == "senior":
        assert row["rank"] == travelled["rank"].max()
    if pick == "linguist":
        assert row[["level_1", "level_2"]].max() > 3.0


def test_another_seed_finds_another_officer(command, logged):
    pages = {command("life", logged, "--pick", "random", "--seed", str(seed))[1] for seed in range(5)}
    assert len(pages) > 2
    assert command("life", logged, "--pick", "random")[1] in pages


def test_one_officer_by_number_or_designation(command, logged):
    row = officers(logged).iloc[5]
    pages = [
        command("life", logged, "--officer", text)
        for text in (str(row["officer"]), row["designation"], row["designation"].lower())
    ]
    assert pages[0] == pages[1] == pages[2] and pages[0][0] == 0
    assert row["designation"] in pages[0][1].split("\n")[0]


def test_files(command, logged):
    code, out, _ = command("life", logged, "-o", "life.md", "--figure", "life.png")
    assert (code, out) == (0, "life.md\nlife.png\n")
    page = Path("life.md").read_text(encoding="utf-8")
    assert page.startswith("# ") and "](life.png)" in page
    assert Path("life.png").read_bytes().startswith(b"\x89PNG")
    assert command("life", logged, "-o", "life.md")[0] == 2
    assert command("life", logged, "-o", "life.md", "--overwrite")[0] == 0
    assert "](" not in Path("life.md").read_text(encoding="utf-8")
    for name in ("life.svg", "life.pdf"):
        assert command("life", logged, "--figure", name)[0] == 0 and Path(name).stat().st_size > 1000


def test_a_narrow_terminal(command, logged, terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    out = command("life", logged)[1]
    assert max(map(len, out.splitlines()[3:-1])) <= 49


def test_run_keeps_the_log_on_request(command):
    assert command("run", "classroom", "--months", "24", "--officers", "-o", "out", "--no-figures", "--quiet")[0] == 0
    assert Path("out/events.parquet").is_file() and Path("out/officers.parquet").is_file()
    assert command("life", "out")[0] == 0


LOGGED = "{runs}/logged"
WRONG = {
    "no such folder": (("nowhere",), r"nowhere: no such folder; give the folder of a finished run"),
    "not a result": (("empty",), r"empty: has no manifest.json, so no run was finished here"),
    "no log": (("{runs}/plain",), r"classroom: this run kept no event log.*exchsim run classroom --officers"),
    "unknown officer": ((LOGGED, "--officer", "ARD-99999"), r"ARD-99999: no officer of this run; did you mean ARD"),
    "unknown nation": ((LOGGED, "--officer", "ARX-00001"), r"ARX-00001: no officer.*ARX is none of its nations: ARD"),
    "strange officer": ((LOGGED, "--officer", "Smith"), r"Smith: no officer of this run; officers are named like"),
    "unknown number": ((LOGGED, "--officer", "-7"), r"-7: no officer of this run"),
    "no text": ((LOGGED, "--officer", ""), r"no officer of this run; officers are named like"),
    "unknown pick": ((LOGGED, "--pick", "brave"), r"--pick = brave: must be one of senior, linguist, random"),
    "both": ((LOGGED, "--officer", "ARD-00001", "--pick", "senior"), r"give one of the two"),
    "seed": ((LOGGED, "--seed", "3"), r"--seed = 3: goes with --pick random only"),
    "figure": ((LOGGED, "--figure", "life.doc"), r"life.doc: a figure's name must end in .png, .svg, .pdf"),
    "folder": ((LOGGED, "-o", "no/life.md"), r"no/life.md: there is no folder no"),
    "a folder as file": ((LOGGED, "-o", "empty"), r"empty: exists already; give a file"),
    "the same file": ((LOGGED, "-o", "a.png", "--figure", "a.png"), r"a.png: is to be both the page and the figure"),
    "nothing": ((), r"Missing argument 'RESULT'"),
}  # fmt: skip


@pytest.mark.parametrize("which", WRONG)
def test_wrong_input_is_refused(runs, capsys, which):
    Path("empty").mkdir()
    given, expected = WRONG[which]
    assert main(["life", *(text.format(runs=runs) for text in given)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    assert re.search(expected, said.err) and len(said.err.splitlines()) == 1
    assert [path.name for path in Path().iterdir()] == ["empty"]


def test_a_damaged_file_is_an_error_of_one_line(runs, logged, capsys, tmp_path):
    import shutil

    shutil.copytree(logged, tmp_path / "broken")
    (tmp_path / "broken" / "events.parquet").write_bytes(b"nothing")
    assert main(["life", str(tmp_path / "broken")]) == 1
    assert re.match(r".*events.parquet: cannot be read .*run the scenario again$", capsys.readouterr().err.strip())


def test_help_says_how_to_get_a_log(command):
    out = command("life", "--help")[1]
    assert "--officers" in out and "outputs: {officers: true}" in out and "linguist" in out
    assert "Tell the life of one officer" in command("--help")[1]


def test_from_python():
    result = exchsim.run("classroom", months=60, officers=True)
    life = result.life(pick="linguist")
    assert life.text.startswith(life.text.split("\n")[0]) and len(life.events) > 3
    assert set(life.events["officer"]) == {life.career.officer} and "Life of" in repr(life)
    assert result.life(life.career.designation).text == result.life(life.career.officer).text == life.text
    with pytest.raises(ValueError, match="no event log"):
        exchsim.run("classroom", months=6).life()
