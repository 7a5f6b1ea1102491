"""Moments by hand, of runs, and of the public record, whose numbers are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import exchsim
from exchsim.analysis.moments import Observed, ObservedError, bands, judge, patterns, read_observed, take
from exchsim.analysis.moments.networks import gini, shape

ROOT = Path(__file__).resolve().parents[2]
DATA = next((p for above in ROOT.parents if (p := above / "shared" / "data").is_dir()), ROOT.parent / "shared" / "data")


def states(codes, years):
    return pd.DataFrame([(y, c) for y in years for c in codes], columns=["year", "iso3"])


def spells(*rows):
    return pd.DataFrame(rows, columns=["iso3_a", "iso3_b", "start", "end"])


def value(found, moment, when=None):
    rows = found[(found["moment"] == moment) & (when is None or found["when"] == when)]
    assert len(rows) == 1, found
    return float(rows["value"].iloc[0])


def test_a_star_and_a_triangle_by_hand():
    star = np.zeros((5, 5), int)
    star[0, 1:4] = star[1:4, 0] = 1
    found = shape(star)
    assert (found["dyads"], found["highest degree"], found["isolates"], found["transitivity"]) == (3, 3, 0.2, 0.0)
    assert found["mean degree"] == pytest.approx(6 / 5)
    # degrees 0 1 1 1 3: sum of (2k - n - 1) x = -2 + 0 + 2 + 12 = 12, over 5 x 6
    assert found["degree Gini"] == pytest.approx(12 / 30)
    assert found["assortativity"] == pytest.approx(-1.0)
    star[1, 2] = star[2, 1] = 1  # one triangle, five paths of two
    assert shape(star)["transitivity"] == pytest.approx(3 / 5)
    assert shape(star)["transitivity over density"] == pytest.approx(3 / 5 / (4 / 10))


def test_gini_of_equals_and_of_one_who_has_all():
    assert gini(np.ones(4)) == 0.0
    assert gini(np.array([0, 0, 0, 4])) == pytest.approx(0.75)
    assert gini(np.zeros(4)) == 0.0


def test_spells_by_year_last_through_it_and_by_month_until_it():
    by_year = Observed(states("AB", (1985, 1986)), agreements=spells(("A", "B", 1985, 1985)))
    by_month = Observed(states("AB", (1985, 1986)), agreements=spells(("A", "B", "1985-03", "1985-12")))
    running = Observed(states("AB", (1985, 1986)), agreements=spells(("A", "B", "1985-12", None)))
    held = [
        [int(w.held("agreements", y, ["A", "B"]).sum()) for y in (1985, 1986)] for w in (by_year, by_month, running)
    ]
    assert held == [[2, 0], [0, 0], [2, 2]]


def test_hazard_counts_free_pairs_by_partners_in_common():
    """A-B and B-C hold in 1990; in 1991 A-C begins: one of one pair with a partner in common, none of three without."""
    world = Observed(
        states("ABCD", (1990, 1991)),
        agreements=spells(("A", "B", 1980, None), ("B", "C", 1980, None), ("A", "C", 1991, None)),
    )
    found = take(world)
    assert value(found, "hazard, 1 common partners") == 100.0
    assert value(found, "hazard, 0 common partners") == 0.0
    assert value(found, "new dyads", "1991") == 1.0
    assert np.isnan(value(found, "hazard, 2-3 common partners"))


def test_exercises_by_hand():
    rows = [("x", 1981, c) for c in ("AUS", "NZL")] + [("y", 1985, c) for c in ("AUS", "NZL", "USA")]
    rows += [("z", 1985, "USA")]  # alone is no exercise with anybody
    world = Observed(
        states(("AUS", "NZL", "USA"), range(1980, 1990)),
        exercises=pd.DataFrame(rows, columns=["event", "year", "iso3"]),
        alliances=spells(("AUS", "NZL", 1952, None), ("AUS", "USA", 1986, None)),
        agreements=spells(("NZL", "USA", 1970, None)),
    )
    found = take(world)
    assert value(found, "exercises a year", "1980s") == 0.2
    assert value(found, "participants", "1980s") == 2.5
    assert value(found, "bilateral share", "1980s") == 0.5
    assert value(found, "AUS-NZL", "1980s") == 2
    assert value(found, "allied share of exercise ties", "1985") == pytest.approx(1 / 3)
    # of 1985: AUS-NZL met in 1981 and does so again; of the two others one has an agreement, and both begin
    assert value(found, "exercise repeat") == 1.0
    assert value(found, "exercise onset with agreement") == 1.0
    assert value(found, "exercise onset without agreement") == 1.0


def test_what_is_not_there_is_left_out():
    found = take(Observed(states("AB", range(1980, 1990))))
    assert found.empty


def test_wrong_tables_are_refused_in_words(tmp_path):
    with pytest.raises(ObservedError, match=r"no states\.csv \(year, iso3\)"):
        read_observed(tmp_path)
    states("AB", (1985,)).to_csv(tmp_path / "states.csv", index=False)
    (tmp_path / "agreements.csv").write_text("iso3_a,iso3_b,start\nA,B,1985\n")
    with pytest.raises(ObservedError, match="agreements: no column end"):
        read_observed(tmp_path)
    (tmp_path / "agreements.csv").write_text("iso3_a,iso3_b,start,end\nA,B,spring,\n")
    with pytest.raises(ObservedError, match="'spring' is no month"):
        read_observed(tmp_path)
    (tmp_path / "agreements.csv").write_text("iso3_a,iso3_b,start,end\nA,B,1985,\n")
    assert value(take(read_observed(tmp_path)), "dyads") == 1


def test_a_run_gives_what_its_tables_say():
    result = exchsim.run("nato_1980", seed=1, months=60)
    found = take(result.observed())
    log = result.agreements
    running = (log["type"] == "general") & (log["start"].astype(str) <= "1984-12") & log["end"].isna()
    assert value(found, "dyads", "1984") == running.sum()
    assert value(found, "ideal points, lag 1 years") > 0.9
    held = result.exercises[result.exercises["kind"] == "exercise"]
    sizes = held.groupby("event")["iso3"].nunique()
    assert value(found, "exercises a year", "1980s") == (sizes > 1).sum() / 5


@pytest.mark.skipif(not (DATA / "dcad_to_1999.csv").is_file(), reason="the public source files are not here")
def test_the_public_record_gives_the_numbers_that_are_known():
    """Agreements of DCAD v1.0, hazards, and returns of exercises as docs/odd.md has them."""
    from exchsim.worlds.record import record_tables

    tables = record_tables(DATA)
    tables["states"] = tables["states"][tables["states"]["year"].between(1980, 1999)]
    found = take(Observed(**tables))
    for year, dyads, highest in ((1985, 25, 8), (1990, 48, 14), (1995, 258, 30), (1999, 451, 38)):
        assert value(found, "dyads", str(year)) == dyads
        assert value(found, "highest degree", str(year)) == highest
    hazards = [value(found, f"hazard, {g} common partners") for g in ("0", "1", "2-3", "4-6", "7 and more")]
    assert hazards == pytest.approx([0.12, 1.5, 4.2, 6.2, 8.2], abs=0.06)
    assert value(found, "exercise repeat") == pytest.approx(0.80, abs=0.01)
    table = judge(found.assign(seed=0))
    seen = table[table["seen"].notna() & table["found"].notna()]
    assert len(seen) > 50
    assert seen["met"].all(), seen[~seen["met"]]
    assert seen["found"].to_numpy() == pytest.approx(seen["seen"].to_numpy(), rel=0.15, abs=0.08)


def test_bands_hold_what_was_seen():
    table = bands()
    seen = table[table["seen"].notna()]
    assert ((seen["low"] <= seen["seen"]) & (seen["seen"] <= seen["high"])).all()
    assert set(table["pattern"]) == set(range(1, 13))
    assert not table.duplicated(["moment", "when"]).any()
    assert table["source"].notna().all()


def test_a_pattern_is_met_by_four_of_five_moments():
    table = bands()
    middle = (table["low"] + table["high"]) / 2
    right = table.assign(value=middle)[["moment", "when", "value"]]
    assert patterns(judge(right))["met"].all()
    wrong = right.copy()
    wrong.loc[wrong.index[table["pattern"] == 9], "value"] = 9.0
    assert patterns(judge(wrong)).query("not met")["pattern"].tolist() == [9]
    nothing = patterns(judge(right.iloc[:0]))
    assert not nothing["met"].any() and nothing["within"].sum() == 0


def test_a_world_without_missions_has_no_moments_of_them():
    world = Observed(
        states("AB", range(1994, 1996)),
        contingents=pd.DataFrame(columns=["year", "mission", "iso3", "troops"]).astype({"year": int, "troops": float}),
    )
    assert take(world)["value"].isna().all()
