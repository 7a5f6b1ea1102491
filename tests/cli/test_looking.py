"""validate, explain, diff, schema, list, world, version: what they print, piped and in a terminal."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import exchsim
from exchsim.scenario import load_scenario

HEAVY = (
    "numba",
    "pandas",
    "mesa",
    "matplotlib",
    "scipy",
    "pyarrow",
    "numpy",
    "rich.console",
)  # pydantic is typer's own


def plain(text: str) -> list[str]:
    """Lines without colours and without blanks at the end."""
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()]


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_validate(command):
    assert command("validate", "future_2025") == (0, "future_2025: OK\n", "")


def test_validate_warns_of_what_does_nothing(command):
    code, out, err = command("validate", "us_rok")
    assert (code, out) == (0, "us_rok: OK\n")
    assert "us_rok: warning: organisations.changed.NATO.headquarters (default): NATO has no staff posts" in err


def test_validate_tells_good_from_bad(command):
    Path("bad.yaml").write_text("nations: [USA, KRO]\n")
    code, out, err = command("validate", "bad.yaml", "classroom", "nope")
    assert (code, out) == (2, "classroom: OK\n")
    assert len(err.splitlines()) == 2


def test_explain_piped_has_every_setting(command):
    code, out, err = command("explain", "classroom", "--set", "policy.tour_months=6")
    table = rows(out)
    assert (code, err) == (0, "")
    assert table[0] == ["path", "value", "unit", "low", "high", "source", "grade", "set_by", "meaning"]
    assert {len(row) for row in table} == {9}
    settings = load_scenario("classroom").explain()
    assert [row[0] for row in table[1:]] == [setting.path for setting in settings]
    found = {row[0]: row for row in table}
    assert found["policy.tour_months"][1:5] + found["policy.tour_months"][7:8] == ["6", "months", "3", "60", "--set"]


def test_explain_as_json(command):
    _, out, _ = command("explain", "classroom", "--only", "tour_months", "--json")
    (setting,) = json.loads(out)
    assert (setting["path"], setting["set_by"]) == ("policy.tour_months", "default")


@pytest.mark.parametrize("pattern", ["parameters.trust.*", "parameters.TRUST", "*.memory_years", "events[0].*"])
def test_explain_only(command, pattern):
    code, out, _ = command("explain", "classroom", "--only", pattern)
    wanted = pattern.strip("*").lower()
    assert code == 0
    assert len(rows(out)) > 1
    assert all(wanted in row[0] for row in rows(out)[1:])


def test_explain_nothing(command):
    assert command("explain", "classroom", "--only", "tour_mnths") == (
        2,
        "",
        "--only = tour_mnths: matches no path; did you mean policy.tour_months?\n",
    )


def test_explain_in_a_terminal(command, terminal):
    _, out, _ = command("explain", "classroom")
    lines = plain(out)
    assert max(map(len, lines)) <= 100
    assert any(line.startswith("parameters.trust") for line in lines)
    assert any(re.match(r"  memory_years +6 years +3 to 10", line) for line in lines)
    assert any("classroom.yaml" in line for line in lines)


def test_cells_keep_to_their_line(command):
    Path("own.yaml").write_text('extend: classroom\ntitle: "a\\tb\\nc [red]d \\e[31m"\n')
    _, out, _ = command("explain", "own.yaml", "--only", "title")
    assert rows(out)[1][:2] == ["title", "a b c [red]d \N{REPLACEMENT CHARACTER}[31m"]


def test_diff(command):
    Path("own.yaml").write_text("extend: classroom\npolicy:\n  tour_months: 6\n")
    code, out, err = command("diff", "classroom", "own.yaml")
    assert (code, err) == (0, "")
    assert rows(out) == [
        ["path", "classroom", "own.yaml", "set by", "and by"],
        ["policy.tour_months", "24", "6", "default", "own.yaml:3"],
    ]


def test_diff_of_equals(command):
    assert command("diff", "classroom", "classroom") == (
        0,
        "",
        "classroom and classroom do not differ in any value\n",
    )


def test_schema_checks_scenarios(command):
    _, out, _ = command("schema")
    schema = json.loads(out)
    jsonschema.validate({"nations": ["USA", "KOR"], "policy": {"tour_months": 6}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"polcy": {}}, schema)


def test_schema_into_a_file(command):
    _, printed, _ = command("schema")
    assert command("schema", "-o", "schema.json") == (0, "schema.json\n", "")
    assert json.loads(Path("schema.json").read_text()) == json.loads(printed)
    Path("schema.json").write_text("old")
    assert command("schema", "-o", "schema.json", "--overwrite")[0] == 0
    assert json.loads(Path("schema.json").read_text()) == json.loads(printed)


def test_list_puts_ones_own_first(command):
    Path("scenarios").mkdir()
    Path("scenarios/classroom.yaml").write_text("title: Mine\nextend: us_rok\n")
    Path("scenarios/broken.yaml").write_text("title: [\n")
    code, out, _ = command("list")
    found = {row[0]: row[1:] for row in rows(out)}
    assert code == 0
    assert found["classroom"] == ["Mine", "scenarios/classroom.yaml"]
    assert found["broken"][0] == "(not readable; see exchsim validate)"
    assert found["us_rok"][0] == "The United States and Korea"


def test_world_tables_and_their_columns(command):
    _, out, _ = command("world", "show")
    assert ["states", "200"] in [row[:2] for row in rows(out)]
    _, out, _ = command("world", "show", "strength")
    table = rows(out)
    assert table[0] == ["column", "unit", "meaning", "source", "grade", "after_data"]
    assert "armed_forces" in [row[0] for row in table]


@pytest.mark.parametrize("name", ["KOR", "kor", "South Korea"])
def test_world_state_card(command, name):
    code, out, _ = command("world", "show", name, "--year", "1985")
    card = dict(row for row in rows(out) if len(row) == 2)
    assert code == 0
    assert "USA" in next(value for key, value in card.items() if key.startswith("defence pacts"))
    assert "PRK" in next(value for key, value in card.items() if key.startswith("rivalries"))
    assert ["kor", "Korean"] in [row[:2] for row in rows(out)]
    assert next(row[-1] for row in rows(out) if row[0] == "kor") == "2200"


def test_world_card_of_a_state_that_is_gone(command, terminal):
    code, out, _ = command("world", "show", "DDR")
    assert code == 0
    assert plain(out)[0] == "DDR: German Democratic Republic in 1990, a state since 1954-03, until 1990-10"
    assert max(map(len, plain(out))) <= 100


def test_every_state_has_a_card(capsys):
    from exchsim.cli import world
    from exchsim.worlds import load_tables

    tables = load_tables()
    for code in tables.states.iso3:
        world._show_state(tables, code, None)
        out = capsys.readouterr().out
        assert out.count("\n") >= 14, code
        assert "nan" not in out.lower().split("\t"), code


def test_versions(command):
    assert command("--version") == (0, f"exchsim {exchsim.__version__}\n", "")
    code, out, _ = command("version")
    assert code == 0
    assert {"exchsim", "python", "numba"} <= {line.split()[0] for line in out.splitlines()}


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["world", "show", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys; from exchsim.cli.main import main; done = main(sys.argv[1:]); "
        f"sys.exit(', '.join(name for name in {HEAVY!r} if name in sys.modules) or done)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exchsim" in done.stdout


def test_head_closes_the_pipe_quietly():
    script = "import sys; from exchsim.cli.main import main; sys.exit(main(['explain', 'world_1980']))"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
