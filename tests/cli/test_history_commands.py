"""moments, patterns and world record: what they print and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

DATA = next((p for above in Path(__file__).resolve().parents if (p := above / "shared" / "data").is_dir()), None)


def test_moments_of_tables_of_ones_own(command):
    Path("mine").mkdir()
    Path("mine/states.csv").write_text("year,iso3\n1985,A\n1985,B\n1985,C\n1986,A\n1986,B\n1986,C\n")
    Path("mine/agreements.csv").write_text("iso3_a,iso3_b,start,end\nA,B,1985,\nB,C,1986-03,\n")
    code, out, _ = command("moments", "mine")
    assert code == 0
    assert "dyads\t1985\t1" in out and "dyads\t1986\t2" in out and "new dyads\t1986\t1" in out
    assert command("moments", "mine", "-o", "m.csv")[0] == 0
    assert pd.read_csv("m.csv").columns.tolist() == ["group", "moment", "when", "value"]
    code, _, said = command("moments", "mine", "-o", "m.csv")
    assert code == 2 and "m.csv: is there already" in said


def test_moments_of_a_run(command):
    assert command("run", "classroom", "--out", "r", "--no-figures")[0] == 0
    code, out, _ = command("moments", "r", "--first", "1985", "--last", "1989")
    assert code == 0 and "dyads\t1985\t" in out and "1990" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("moments", "nowhere"), "nowhere: is no folder"),
        (("moments", "."), "no states.csv (year, iso3)"),
        (("moments", ".", "--first", "1990", "--last", "1980"), "--first = 1990: is after --last = 1980"),
        (("patterns", "-n", "0"), "--seeds"),
        (("patterns", "-o", "there.csv"), "there.csv: is there already"),
        (("patterns", "--set", "policy.nonsense=1", "-n", "1"), "nonsense"),
        (("world", "record", "--from", "nowhere", "--to", "x"), "source file is missing"),
        (("world", "record", "--from", ".", "--to", "."), "is not empty"),
    ],
)
def test_wrong_input_is_refused(command, arguments, said):
    Path("there.csv").write_text("mine")
    code, _, told = command(*arguments)
    assert code == 2 and said in told
    assert Path("there.csv").read_text() == "mine"


@pytest.mark.skipif(DATA is None, reason="the public source files are not here")
def test_the_record_is_written_and_read(command):
    code, out, _ = command("world", "record", "--from", str(DATA), "--to", "seen")
    assert code == 0 and "agreements.csv:" in out
    code, out, _ = command("moments", "seen", "--first", "1980", "--last", "1999")
    assert code == 0 and "dyads\t1985\t25" in out and "dyads\t1999\t451" in out


@pytest.mark.long
def test_patterns_are_judged_in_one_command(command):
    code, out, _ = command("patterns", "-n", "1", "-o", "all.csv")
    assert code == 0 and "of 12 patterns are met." in out
    table = pd.read_csv("all.csv")
    assert len(table) == 74 and table["found"].notna().all()
    assert table.groupby("pattern")["met"].mean()[[6, 8, 9, 10, 11, 12]].eq(1.0).all()
