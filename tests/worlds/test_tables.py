"""The shipped tables: complete, described, and true to known facts."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from exchsim.worlds.errors import WorldError
from exchsim.worlds.tables import WorldTables, load_outlines, load_tables

AXES = ["command_style", "staff_procedure", "communications_security", "doctrine"]
SHIPPED = Path(str(resources.files("exchsim.worlds") / "data"))


@pytest.fixture(scope="module")
def world() -> WorldTables:
    return load_tables()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "data"))


def years_of(state) -> range:
    last = 2025 if not isinstance(state.left, str) else int(state.left[:4]) - (state.left[5:] == "01")
    return range(int(state.entered[:4]), last + 1)


def test_importing_worlds_loads_no_pandas():
    code = "import sys, exchsim.worlds; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_package_gives_its_names_lazily():
    import exchsim.worlds as worlds

    assert worlds.load_tables is load_tables
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = worlds.nothing


def test_dictionary_describes_every_column_and_no_other(world: WorldTables):
    described = set(zip(world.columns.table, world.columns.column, strict=True))
    found = {
        (field.name, column) for field in dataclasses.fields(world) for column in getattr(world, field.name).columns
    }
    assert described == found
    assert world.columns.grade.isin(["R", "C", "M", "K-high", "K-medium", "K-low"]).all()
    assert world.columns[["meaning", "source", "after_data"]].notna().all().all()


def test_data_folder_stays_small():
    sizes = [file.stat().st_size for file in SHIPPED.iterdir()]
    assert sum(sizes) < 3_000_000
    assert (SHIPPED / "outlines.json").stat().st_size < 250_000


def test_tables_are_frozen(world: WorldTables):
    with pytest.raises(dataclasses.FrozenInstanceError):
        world.states = world.strength  # type: ignore[misc]


@pytest.mark.parametrize(
    ("month", "least", "most"),
    [("1946-12", 60, 70), ("1985-12", 160, 165), ("1999-12", 188, 192), ("2025-12", 193, 197)],
)
def test_number_of_states(world: WorldTables, month: str, least: int, most: int):
    assert least <= len(world.states_in(month)) <= most


def test_states_leave_on_their_date(world: WorldTables):
    assert "DDR" in world.states_in("1990-09")
    assert "DDR" not in world.states_in("1990-10")
    assert "CSK" in world.states_in("1992-12")
    assert {"CZE", "SVK"} <= set(world.states_in("1993-01")) and "CSK" not in world.states_in("1993-01")
    assert world.states.set_index("iso3").entered["DEU"] == "1955-05"


def test_capitals_lie_where_they_should(world: WorldTables):
    places = world.states.set_index("iso3")[["latitude", "longitude"]]
    for iso3, (latitude, longitude) in {
        "BRA": (-15.8, -47.9),
        "SAU": (24.7, 46.7),
        "TUN": (36.8, 10.2),
        "DEU": (52.5, 13.4),
        "NZL": (-41.3, 174.8),
    }.items():
        assert np.allclose(places.loc[iso3], (latitude, longitude), atol=0.3), iso3


@pytest.mark.parametrize(
    ("year", "size"),
    [
        (1950, 12),
        (1954, 14),
        (1980, 15),
        (1990, 16),
        (2000, 19),
        (2005, 26),
        (2010, 28),
        (2018, 29),
        (2025, 32),
    ],
)
def test_size_of_nato(world: WorldTables, year: int, size: int):
    assert len(world.members_in("NATO", f"{year}-12")) == size


def test_other_organisations(world: WorldTables):
    # 154 seats, two of them held by the Soviet republics of Byelorussia and Ukraine
    assert len(world.members_in("UN", "1980-12")) == 152
    assert len(world.members_in("UN", "2025-06")) == 193
    assert len(world.members_in("EU", "2012-06")) == 27
    assert world.members_in("FIVE_EYES", "1990-01") == ["AUS", "CAN", "GBR", "NZL", "USA"]
    assert world.members_in("WARSAW_PACT", "1985-01") == ["BGR", "CSK", "DDR", "HUN", "POL", "ROU", "RUS"]
    assert world.members_in("WARSAW_PACT", "1992-01") == []
    assert "NZL" not in world.members_in("ANZUS", "1990-01")
    assert len(world.members_in("GCC", "1990-01")) == 6
    with pytest.raises(WorldError, match="organisation 'NATTO' is unknown"):
        world.members_in("NATTO", "1990-01")


def test_memberships_lie_within_the_life_of_states(world: WorldTables):
    life = world.states.set_index("iso3")
    joined = world.memberships.join(life[["entered", "left"]], on="iso3")
    assert (joined["from"] >= joined.entered).all()
    gone = joined[joined.left.notna()]
    assert (gone.to <= gone.left).all()
    closed = world.memberships.dropna(subset=["to"])
    assert (closed["from"] < closed.to).all()


@pytest.mark.parametrize(
    ("iso3", "year", "least", "most"),
    [
        ("USA", 1980, 2.0e6, 2.2e6),
        ("RUS", 1980, 3e6, 5e6),
        ("CHN", 1980, 4e6, 5e6),
        ("USA", 1952, 3.5e6, 3.8e6),
        ("DEU", 1956, 50e3, 100e3),
        ("DEU", 1985, 450e3, 520e3),
        ("DEU", 1990, 450e3, 600e3),
        ("GBR", 1980, 300e3, 350e3),
        ("RUS", 1995, 1.2e6, 1.8e6),
        ("NZL", 1990, 8e3, 14e3),
        ("USA", 2025, 1.2e6, 1.5e6),
    ],
)
def test_armed_forces(world: WorldTables, iso3: str, year: int, least: float, most: float):
    assert least <= world.strength_in(iso3, year).armed_forces <= most


@pytest.mark.parametrize("year", range(1955, 2026, 10))
def test_armed_forces_of_the_world(world: WorldTables, year: int):
    total = sum(world.strength_in(iso3, year).armed_forces for iso3 in world.states_in(f"{year}-06"))
    assert 19e6 <= total <= 30e6


@pytest.mark.parametrize("year", [1950, 1980, 1990, 2010, 2022])
def test_capability_adds_to_one(world: WorldTables, year: int):
    total = sum(world.strength_in(iso3, year).capability_index for iso3 in world.states_in(f"{year}-06"))
    assert total == pytest.approx(1, abs=0.025)


def test_every_state_has_all_it_needs_in_all_its_years(world: WorldTables):
    alignment = world.alignment.groupby("iso3").year.agg(set)
    strength = world.strength.groupby("iso3").year.agg(["min", "max"])
    tradition = world.protocols.groupby("iso3").from_year.min()
    spoken = world.languages.groupby("iso3").mother_tongue_share.sum()
    for state in world.states.itertuples():
        years = years_of(state)
        assert alignment[state.iso3] == set(years), state.iso3
        assert strength.loc[state.iso3, "min"] == years[0], state.iso3
        assert strength.loc[state.iso3, "max"] == min(years[-1], 2022), state.iso3
        assert tradition[state.iso3] <= years[0], state.iso3
        assert spoken[state.iso3] == pytest.approx(1, abs=0.011), state.iso3


def test_languages(world: WorldTables):
    languages = world.languages.set_index(["iso3", "language"])
    assert languages.share.between(0, 1).all()
    assert (languages.share >= languages.mother_tongue_share - 1e-9).all()
    assert languages.loc[("DEU", "eng"), "mother_tongue_share"] == 0
    assert languages.loc[("DEU", "eng"), "share"] > 0.5
    mother = languages.mother_tongue_share
    assert mother[("BEL", "nld")] > mother[("BEL", "fra")] > 0.3
    assert languages.loc[("CHE", "fra"), "official"] == 1
    assert world.languages.groupby("iso3").command.sum().between(1, 2).all()
    assert world.languages.groupby("iso3").size().max() <= 6


def hours(world: WorldTables, learner: str, language: str) -> int:
    table = world.language_hours
    return int(table.class_hours[(table.learner == learner) & (table.language == language)].iloc[0])


@pytest.mark.parametrize(
    ("language", "expected"),
    [("spa", 675), ("fra", 675), ("deu", 900), ("ind", 900), ("rus", 1100), ("kor", 2200), ("ara", 2200)],
)
def test_hours_from_english_are_the_published_ones(world: WorldTables, language: str, expected: int):
    assert hours(world, "eng", language) == expected


def test_korean_takes_three_to_four_times_as_long_as_spanish(world: WorldTables):
    assert 3.0 <= hours(world, "eng", "kor") / hours(world, "eng", "spa") <= 4.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("spa", "por"), ("rus", "ukr"), ("nor", "dan"), ("dan", "swe"), ("ces", "slk"), ("msa", "ind")],
)
def test_relatives_are_cheap_both_ways(world: WorldTables, one: str, other: str):
    assert max(hours(world, one, other), hours(world, other, one)) <= 300


def test_english_is_hard_from_afar(world: WorldTables):
    assert hours(world, "kor", "eng") > 1500
    assert hours(world, "nld", "eng") < 800
    assert hours(world, "jpn", "eng") > 1.8 * hours(world, "fra", "eng")


def test_hours_cover_all_pairs_within_bounds(world: WorldTables):
    table = world.language_hours
    spoken = set(world.languages.language)
    assert set(table.learner) == set(table.language) == spoken
    assert len(table) == len(spoken) * (len(spoken) - 1)
    assert table.class_hours.between(200, 2600).all()
    assert table.gamma.between(1.0, 1.46).all()
    assert (table.log_sd[table.grade == "R"] == 0).all()
    assert (table.log_sd[table.grade != "R"] >= 0.25).all()
    assert table.category.between(1, 4).all()


def distance(world: WorldTables, one: str, other: str, year: int) -> float:
    gap = (world.protocol_in(one, year)[AXES] - world.protocol_in(other, year)[AXES]).astype(float)
    return float(np.sqrt((gap**2).mean()))


@pytest.mark.parametrize(
    ("one", "other", "year", "expected"),
    [
        ("USA", "GBR", 1990, 0.08),
        ("USA", "KOR", 1990, 0.40),
        ("USA", "RUS", 1980, 0.90),
        ("AUS", "NZL", 1990, 0.0),
        ("POL", "RUS", 1985, 0.04),
    ],
)
def test_protocol_distances(world: WorldTables, one: str, other: str, year: int, expected: float):
    assert distance(world, one, other, year) == pytest.approx(expected, abs=0.05)


def test_protocols_change_with_history(world: WorldTables):
    assert distance(world, "POL", "USA", 1985) > 0.8 > 0.3 > distance(world, "POL", "USA", 2005)
    assert world.protocol_in("FRA", 1980).tradition == "french"
    assert world.protocols[AXES].stack().between(0, 1).all()
    assert not world.protocols.duplicated(["iso3", "from_year"]).any()


def test_alignment(world: WorldTables):
    assert world.alignment.ideal_point.between(-3.5, 3.5).all()
    assert world.alignment_in("USA", 1985) > 2 > -1 > world.alignment_in("RUS", 1985)
    assert world.alignment_in("DEU", 1960) > 1
    assert world.alignment_in("USA", 2025) == world.alignment_in("USA", 2019)


def test_pacts(world: WorldTables):
    for table in (world.pacts, world.rivalries, world.contiguity):
        assert (table.iso3_a < table.iso3_b).all()
    running = world.pacts_in(2025)
    pairs = set(zip(running.iso3_a, running.iso3_b, strict=True))
    assert {("KOR", "USA"), ("FIN", "SWE"), ("JPN", "USA"), ("PRK", "RUS")} <= pairs
    nato = world.members_in("NATO", "2025-01")
    assert {(a, b) for a in nato for b in nato if a < b} <= pairs
    assert ("POL", "RUS") not in pairs
    assert ("POL", "RUS") in set(zip(world.pacts_in(1985).iso3_a, world.pacts_in(1985).iso3_b, strict=True))
    closed = world.pacts.dropna(subset=["end"])
    assert (closed.start <= closed.end).all()


@pytest.mark.parametrize(
    ("year", "general", "training"), [(1980, 5, 0), (1985, 25, 14), (1990, 48, 23), (1995, 258, 40), (1999, 451, 88)]
)
def test_agreements_in_force_are_those_counted_in_the_source(
    world: WorldTables, year: int, general: int, training: int
):
    """Pairs of states with an agreement in force in December, counted in DCAD v1.0 apart from the builder."""
    for kind, count in (("general", general), ("training", training)):
        running = world.agreements_in(year, kind)
        assert len(running) == count == len(set(zip(running.iso3_a, running.iso3_b, strict=True)))


def test_agreements(world: WorldTables):
    agreements = world.agreements
    assert (agreements.iso3_a < agreements.iso3_b).all()
    assert set(agreements.type) == {"general", "training"}
    assert agreements.start.between(1980, 1999).all()
    closed = agreements.dropna(subset=["end"])
    assert (closed.start <= closed.end).all() and closed.end.max() == 1999  # what comes later is kept for forecasts
    told = agreements.fillna({"end": 9999})
    listed = set(zip(told.iso3_a, told.iso3_b, told.type, told.start, told.end, strict=True))
    assert ("KOR", "USA", "general", 1988, 9999) in listed
    assert ("CSK", "POL", "general", 1991, 1992) in listed  # until Czechoslovakia fell apart
    assert ("TUR", "USA", "training", 1981, 1987) in listed
    running = agreements[agreements.end.isna() & (agreements.type == "general")]
    assert len(world.agreements_in(2025)) == len(running)


def test_exercises_are_those_counted_in_the_source(world: WorldTables):
    table = world.exercises
    assert (table.iso3_a < table.iso3_b).all() and not table.duplicated(["iso3_a", "iso3_b", "first_year"]).any()
    assert set(table.first_year) == {1980, 1985, 1990, 1995} and (table.bilateral > 0).all()
    known = table.set_index(["iso3_a", "iso3_b", "first_year"]).bilateral
    assert known["JPN", "USA", 1985] == 52 and known["KOR", "USA", 1980] == 13 and known["AUS", "NZL", 1985] == 14


def test_agreements_lie_within_the_life_of_both_states(world: WorldTables):
    life = {state.iso3: years_of(state) for state in world.states.itertuples()}
    for row in world.agreements.fillna({"end": 2025}).itertuples():
        for iso3 in (row.iso3_a, row.iso3_b):
            assert row.start in life[iso3], row
            assert row.end in life[iso3], row


def test_spells_of_an_agreement_do_not_touch(world: WorldTables):
    for key, spells in world.agreements.groupby(["iso3_a", "iso3_b", "type"]):
        starts, ends = spells.start.to_numpy(), spells.end.fillna(9999).to_numpy(int)
        assert (starts[1:] > ends[:-1] + 1).all(), key


def test_rivalries_and_borders(world: WorldTables):
    rivals = world.rivalries_in(1985)
    assert {("RUS", "USA"), ("IND", "PAK")} <= set(zip(rivals.iso3_a, rivals.iso3_b, strict=True))
    borders = world.contiguity.set_index(["iso3_a", "iso3_b"]).kind
    assert borders[("CAN", "USA")] == "land"
    assert borders[("FRA", "GBR")] == "sea_24"


def test_outlines(world: WorldTables):
    outlines = load_outlines()
    assert {"USA", "FRA", "NOR", "XKX", "KOR"} <= set(outlines)
    for rings in outlines.values():
        for ring in rings:
            points = np.array(ring)
            assert points.shape[1] == 2
            assert np.abs(points).max(axis=0)[0] <= 180 and np.abs(points).max(axis=0)[1] <= 90


def test_unknown_state_is_named(world: WorldTables):
    with pytest.raises(WorldError, match="state 'ABC' is unknown"):
        world.strength_in("ABC", 1990)


def break_file(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("states.csv", "iso3,", "iso,", "states.csv: column 'iso' is not described"),
        ("columns.csv", "states,region,", "states,area,", "states.csv: column 'region' is not described"),
        ("columns.csv", "pacts,end,", "packs,end,", "pacts.csv: column 'end' is not described"),
        ("strength.csv", "AFG,1946,", "AFG,x,", "strength.csv:2: year = 'x': must be a number"),
        ("strength.csv", "AFG,1946,", "AFG,,", "strength.csv:2: column 'year' must not be empty"),
        ("strength.csv", "AFG,1946,", "AFX,1946,", "strength.csv:2: iso3 = 'AFX': is not a known name"),
        ("strength.csv", "AFG,1950,", "AFG,1946,", "strength.csv:3: iso3 AFG, year 1946 is listed twice"),
        ("states.csv", "1946-01", "1946-1", "states.csv:2: entered = '1946-1': must be YYYY-MM"),
        ("languages.csv", "AFG,fas,", "AFG,xyz,", "languages.csv:2: language = 'xyz': is not a known name"),
        ("memberships.csv", "ANZUS,AUS", "ANZAC,AUS", "organisation = 'ANZAC': is not a known name"),
        ("columns.csv", "states,iso3,text", "states,iso3,tekst", "kind 'tekst' of states.iso3 is unknown"),
        ("columns.csv", "table,column,kind", "table,column,sort", "columns.csv: column 'kind' is missing"),
        ("columns.csv", "pacts,end,year", "packs,end,year", "is not described"),
    ],
)
def test_faults_are_named(copy: Path, name: str, old: str, new: str, message: str):
    break_file(copy, name, old, new)
    with pytest.raises(WorldError) as error:
        load_tables(copy)
    assert message in str(error.value)


def test_described_but_absent_column(copy: Path):
    with (copy / "columns.csv").open("a", encoding="utf-8") as stream:
        stream.write("pacts,strength,number,,no,no,x,x,M,held\n")
    with pytest.raises(WorldError, match="column 'strength' is described in"):
        load_tables(copy)


def test_description_of_unknown_table(copy: Path):
    with (copy / "columns.csv").open("a", encoding="utf-8") as stream:
        stream.write("parks,name,text,,no,no,x,x,M,held\n")
    with pytest.raises(WorldError, match="unknown table parks"):
        load_tables(copy)


def test_missing_things_are_named(tmp_path: Path, copy: Path):
    with pytest.raises(WorldError, match="not a folder"):
        load_tables(tmp_path / "nowhere")
    (copy / "pacts.csv").unlink()
    with pytest.raises(WorldError, match=r"pacts\.csv: table is missing"):
        load_tables(copy)
    with pytest.raises(WorldError, match="outlines are missing"):
        load_outlines(tmp_path)
    (tmp_path / "outlines.json").write_text("{", encoding="utf-8")
    with pytest.raises(WorldError, match="not valid JSON"):
        load_outlines(tmp_path)


def test_outlines_match_the_file():
    assert load_outlines() == json.loads((SHIPPED / "outlines.json").read_text(encoding="utf-8"))


def test_all_peacekeeping_operations_are_listed(world: WorldTables):
    missions = world.missions
    assert len(missions) == 71
    ended = missions[missions.end.notna()]
    assert (ended.start < ended.end).all()
    assert set(missions.kind) == {"observer", "peacekeeping", "multidimensional"}
    assert missions.violence.between(0.0, 1.0).all()
    running = {
        year: set(missions[(missions.start <= f"{year}-06") & (missions.end.fillna("9999") > f"{year}-06")].mission)
        for year in (1950, 1962, 1994, 2016)
    }
    assert running[1950] == {"UNTSO", "UNMOGIP"}
    assert running[1962] == {"UNTSO", "UNMOGIP", "UNEF_I", "ONUC"}
    assert len(running[1994]) == 18 and len(running[2016]) == 16  # 16 in 2016 in the public list
    named = missions.working_languages + " " + missions.local_languages
    assert set(" ".join(named).split()) <= set(world.language_hours.learner)
    assert missions.local_languages.str.split().str.len().max() <= 4


def test_strength_of_missions_adds_up_to_the_public_totals(world: WorldTables):
    """79,000 in uniform in 1994, about 12,000 in early 1999, over 100,000 in 2016."""
    missions, strength = world.missions.set_index("mission"), world.mission_strength
    assert set(strength.mission) == set(missions.index) and (strength.personnel > 0).all()
    totals = dict.fromkeys((1994, 1999, 2016), 0.0)
    for year in totals:
        for mission, points in strength.groupby("mission"):
            end = missions.end[mission]
            if missions.start[mission] <= f"{year}-06" and not (isinstance(end, str) and end <= f"{year}-06"):
                totals[year] += np.interp(year, points.year, points.personnel)
    assert 70_000 < totals[1994] < 85_000
    assert 11_000 < totals[1999] < 16_000
    assert 95_000 < totals[2016] < 115_000
