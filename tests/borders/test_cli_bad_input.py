"""What the command line does with input that is wrong: one clear message a fault, exit code 2, nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exchsim.cli.main import main

WORLD = """\
languages: {abc: {name: Abcish}}
nations:
  invented:
    ARC: {name: Arcadia, armed_forces: 1000, languages: {abc: {mother: 1}}}
    BRC: {name: Bricadia, armed_forces: 1000, languages: {abc: {mother: 1}}}
"""
EMPTY = "nations (bad.yaml:1): the world is empty; write nations: all, or a list such as [USA, KOR]"


@pytest.fixture(autouse=True)
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXCHSIM_DEBUG", raising=False)


@pytest.fixture
def refused(capsys):
    """What a command says on standard error when it refuses its input and leaves every file as it was."""

    def run(*arguments: str) -> list[str]:
        before = on_disk()
        assert main(arguments) == 2
        assert on_disk() == before
        said = capsys.readouterr()
        assert said.out == ""
        assert "Traceback" not in said.err
        return said.err.splitlines()

    return run


@pytest.fixture
def refused_file(refused):
    """What is said about a scenario bad.yaml, the same by every command that reads one."""

    def run(text: str | bytes) -> list[str]:
        Path("bad.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        messages = refused("run", "bad.yaml")
        assert refused("validate", "bad.yaml") == messages
        assert refused("explain", "bad.yaml") == messages
        assert refused("diff", "bad.yaml", "bad.yaml") == messages
        return messages

    return run


def on_disk() -> dict[str, tuple[int, bytes]]:
    """Everything below the current folder: size and first bytes by name."""
    found = {}
    for place in Path().rglob("*"):
        content = b""
        if place.is_file():
            with place.open("rb") as stream:
                content = stream.read(10_000)
        found[str(place)] = place.stat().st_size, content
    return found


# scenario files


def test_unknown_key(refused_file):
    assert refused_file(WORLD + "polcy: {}\n") == ["polcy (bad.yaml:6): unknown key; did you mean policy?"]


def test_wrong_type(refused_file):
    assert refused_file(WORLD + "policy: {shortlist: many}\n") == [
        "policy.shortlist = many (bad.yaml:6): must be a number from 1 to 64"
    ]


def test_out_of_range(refused_file):
    assert refused_file(WORLD + "policy: {tour_months: 600}\n") == [
        "policy.tour_months = 600 (bad.yaml:6): must be 3 to 60"
    ]


def test_several_faults_one_line_each(refused_file):
    text = WORLD + "seed: x\npolcy: {}\nperiod: {start: 1900}\npolicy: {tour_months: 1}\n"
    messages = refused_file(text)
    assert len(messages) == 4
    assert all(f"(bad.yaml:{line})" in "\n".join(messages) for line in (6, 7, 8, 9))


def test_impossible_date(refused_file):
    assert refused_file(WORLD + "period: {start: 1980-13}\n") == [
        "period.start = 1980-13 (bad.yaml:6): no such month; write 01 to 12 after the year"
    ]


def test_end_before_start(refused_file):
    assert refused_file(WORLD + "period: {start: 1990, end: 1980}\n") == [
        "period.end = 1980 (bad.yaml:6): must not lie before the start, 1990-01"
    ]


def test_nation_twice(refused_file):
    assert refused_file("nations:\n- USA\n- KOR\n- USA\n") == [
        "nations.add[2] = USA (bad.yaml:4): USA is listed twice; first in nations.add[0]; remove one"
    ]


def test_unknown_nation(refused_file):
    assert refused_file("nations: [USA, KRO]\n") == [
        "nations.add[1] = KRO (bad.yaml:1): no nation KRO; did you mean KOR (South Korea)?"
    ]


def test_unknown_language(refused_file):
    assert refused_file(WORLD.replace("languages: {abc: {mother: 1}}", "languages: {abd: {mother: 1}}", 1)) == [
        "nations.invented.ARC.languages.abd (bad.yaml:4): no language abd; did you mean abc?"
    ]


@pytest.mark.parametrize("text", ["", "nations: []\n", "nations: {}\n", "title:\n"])
def test_empty_world(refused_file, text):
    assert refused_file(text) == [EMPTY]


def test_cyclic_extend(refused_file):
    Path("one.yaml").write_text("extend: bad\n")
    assert refused_file("seed: 1\nextend: one\n") == [
        "extend = bad (one.yaml:1): goes in a circle: bad -> one -> bad; remove one of them"
    ]


def test_missing_extend(refused_file):
    assert refused_file("title: x\nextend: clasroom\n") == [
        "extend = clasroom (bad.yaml:2): no such scenario; did you mean classroom?"
    ]


def test_yaml_bomb(refused_file):
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    assert refused_file("\n".join(layers)) == [
        "bad.yaml:6: aliases expand to more than 100,000 values; write the values out"
    ]


@pytest.mark.parametrize("text", ["nations: " + "[" * 100_000, "{a: " * 5000 + "1" + "}" * 5000])
def test_deep_nesting(refused_file, text):
    assert refused_file(text) == ["bad.yaml:1: nested deeper than 30 levels"]


def test_file_of_100_megabytes(refused):
    with open("bad.yaml", "wb") as file:
        file.truncate(100_000_000)
    for command in ("run", "validate", "explain"):
        assert refused(command, "bad.yaml") == ["bad.yaml: has 100.0 MB; a scenario may have 2 MB"]


def test_not_utf8(refused_file):
    assert refused_file("title: café\n".encode("latin-1")) == [
        "bad.yaml:1: byte 0xe9 is not UTF-8; save the file as UTF-8"
    ]


def test_binary_file(refused_file):
    (message,) = refused_file(bytes(range(256)))
    assert message.startswith("bad.yaml:")


def test_tabs(refused_file):
    assert refused_file(WORLD + "policy:\n\tshortlist: 3\n") == [
        "bad.yaml:7: a tab in the indentation; YAML wants spaces"
    ]


def test_no_such_scenario(refused):
    assert refused("run", "clasroom") == ["clasroom: no such scenario; did you mean classroom?"]


def test_folder_for_a_scenario(refused):
    Path("folder").mkdir()
    assert refused("run", "folder") == ["folder: is a folder or a device; name a scenario file"]


def test_python_object_is_not_made(refused_file):
    messages = refused_file(WORLD + "title: !!python/object/apply:os.mkdir [made]\n")
    assert messages[0] == (
        "title (bad.yaml:6): tag tag:yaml.org,2002:python/object/apply:os.mkdir is not allowed; remove it"
    )


def test_control_codes_of_a_file_do_not_reach_the_terminal(refused_file):
    (message,) = refused_file(WORLD + 'policy: {shortlist: "\\e[31mred"}\n')
    assert "\x1b" not in message


# --set and other options

OVERRIDES = {
    "policy.tour_month=3": "policy.tour_month = 3 (--set): no such path; did you mean policy.tour_months?",
    "tour_months=3": "tour_months = 3 (--set): no such path; did you mean policy.tour_months?",
    "events[99].date=1990": "events[99].date = 1990 (--set): events has 6 items; the first is [0]",
    "policy.tour_months": "policy.tour_months (--set): write path=value, such as policy.tour_months=12",
    "policy.tour_months=1000": "policy.tour_months = 1000 (--set): must be 3 to 60",
}


@pytest.mark.parametrize("text", OVERRIDES)
def test_set_on_a_path_that_does_not_exist(refused, text):
    for command in ("run", "validate", "explain"):
        assert refused(command, "classroom", "--set", text) == [OVERRIDES[text]]


OPTIONS = {
    ("--seed", "-1"): "--seed = -1: must be 0 to 9,223,372,036,854,775,807",
    ("--seed", str(2**63)): f"--seed = {2**63}: must be 0 to 9,223,372,036,854,775,807",
    ("--months", "0"): "--months = 0: must be 1 or more; leave it out to run the whole period",
    ("--months", "241"): "--months = 241: must be 1 to 240, the length of classroom",
}


@pytest.mark.parametrize("options", OPTIONS)
def test_option_out_of_range(refused, options):
    assert refused("run", "classroom", *options) == [OPTIONS[options]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("rnu",),
        ("run",),
        ("run", "classroom", "--sed", "3"),
        ("run", "classroom", "--seed", "x"),
        ("diff", "classroom"),
    ],
)
def test_arguments_that_do_not_parse(refused, arguments):
    (message,) = refused(*arguments)
    assert message.endswith("--help")


# folders of results


def test_unwritable_output_folder(refused):
    """Below a regular file nothing can be written, whoever asks."""
    Path("file").write_text("mine")
    assert refused("run", "classroom", "-o", "file/below") == [
        "file/below: file is a file, not a folder; give another folder".replace("file is", f"{Path.cwd() / 'file'} is")
    ]


def test_output_folder_without_permission(refused):
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere")
    Path("closed").mkdir(mode=0o500)
    (message,) = refused("run", "classroom", "-o", "closed/below")
    assert "may not write" in message


def test_output_folder_is_a_file(refused):
    Path("file").write_text("mine")
    assert refused("run", "classroom", "-o", "file") == ["file: is a file, not a folder; give another folder"]


def test_output_folder_with_a_name_too_long(refused):
    name = "x" * 5000
    (message,) = refused("run", "classroom", "-o", name)
    assert message.startswith(name) and message.endswith("give another folder")


def test_non_empty_output_folder(refused):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("keep")
    assert refused("run", "classroom", "-o", "full") == [
        "full: is not empty (mine.txt); give another folder, or empty it"
    ]


def test_damaged_results(refused):
    Path("full").mkdir()
    for content in ("", "{", "[]", '{"format": 1}', '{"format": 99}'):
        Path("full/manifest.json").write_text(content)
        (message,) = refused("run", "classroom", "-o", "full")
        assert message.startswith("full") and "give another" in message


def test_schema_overwrites_nothing(refused):
    Path("schema.json").write_text("mine")
    assert refused("schema", "-o", "schema.json") == [
        "schema.json: exists already; give another file, or add --overwrite"
    ]
    (message,) = refused("schema", "-o", "no/such/folder/schema.json")
    assert message == "no/such/folder/schema.json: cannot be written (No such file or directory); give another file"


# the world's tables


def test_world_of_no_sources(refused):
    assert refused("world", "build", "--from", "nowhere", "--to", "new") == [
        "nowhere: not a folder of public source files"
    ]


def test_world_into_a_full_folder(refused):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("keep")
    assert refused("world", "build", "--from", "full", "--to", "full") == [
        "full: is not empty; give another folder with --to, or add --overwrite"
    ]
    assert refused("world", "build", "--from", "full", "--to", "full/mine.txt") == [
        "full/mine.txt: is a file, not a folder; give another folder with --to"
    ]


def test_world_of_unknown_states_and_years(refused):
    assert refused("world", "show", "KRO") == ["KRO: neither a state nor a table; did you mean KOR (South Korea)?"]
    assert refused("world", "show", "DEU", "--year", "1900") == ["--year = 1900: must be 1946 to 2025"]
    assert refused("world", "show", "DDR", "--year", "1995") == [
        "--year = 1995: DDR (German Democratic Republic) was a state from 1954-03 to 1990-10"
    ]


# the same from outside


def test_exit_code_of_the_program():
    Path("bad.yaml").write_text(WORLD + "polcy: {}\n")
    done = subprocess.run(
        [sys.executable, "-m", "exchsim", "run", "bad.yaml"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "polcy (bad.yaml:6): unknown key; did you mean policy?\n"
    assert os.listdir() == ["bad.yaml"]
