"""The builder: reproduces what is shipped, and says clearly what is wrong with a source."""

from __future__ import annotations

import builtins
import shutil
from importlib import resources
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from exchsim.worlds import build_tables
from exchsim.worlds.builder.agreements import build_agreements
from exchsim.worlds.errors import WorldError
from exchsim.worlds.tables import load_tables

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = next(
    (p for above in ROOT.parents if (p := above / "shared" / "data").is_dir()), ROOT.parent / "shared" / "data"
)
SHIPPED = Path(str(resources.files("exchsim.worlds") / "data"))

needs_sources = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public source files are not here")
needs_libraries = pytest.mark.skipif(
    find_spec("babel") is None or find_spec("lang2vec") is None, reason="the builder needs babel and lang2vec"
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the public files that a test may spoil."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for file in PUBLIC.iterdir():
        shutil.copyfile(file, folder / file.name)
    return folder


@needs_sources
@needs_libraries
def test_builder_reproduces_the_shipped_tables(tmp_path: Path):
    report = build_tables(PUBLIC, tmp_path / "world")
    built = {file.name: file.read_bytes() for file in (tmp_path / "world").iterdir()}
    shipped = {file.name: file.read_bytes() for file in SHIPPED.iterdir() if file.name != "__pycache__"}
    assert set(built) == set(shipped)
    assert [name for name in built if built[name] != shipped[name]] == []
    assert len(report) == len(built)
    assert report[0].startswith("states.csv: 200 rows")


@pytest.fixture(scope="module")
def states():
    """As the builder holds them: empty text where a state has not left."""
    return load_tables().states.fillna({"left": ""})


def dcad(folder: Path, *rows: str) -> Path:
    """A source of agreements with these rows: states, year of signature, type, three categories, last year."""
    head = "ccode1,ccode2,signYear,type,category1,category2,category3,endYearEstimate"
    (folder / "dcad_to_1999.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return folder


def test_agreements_are_joined_sorted_and_told_apart_by_type(tmp_path: Path, states):
    """Codes: 2 United States, 200 United Kingdom, 255 Germany, 290 Poland, 315 Czechoslovakia."""
    folder = dcad(
        tmp_path,
        "290,2,1992,general,DCA,,,1998",  # ends where the next one begins: one agreement
        "2,290,1999,general,DCA,,,9999",
        "2,200,1984,general,DCA,,,1986",  # a gap: two
        "2,200,1990,general,DIC,,,9999",
        "2,255,1985,sector,PROCUREMENT,TREX,,1991",  # training among others
        "2,255,1986,sector,PROCUREMENT,RESEARCH,,9999",  # no training: left out
        "290,315,1991,general,DCA,,,1997",  # one of them left the system in 1992
        "2,2,1990,general,DCA,,,9999",  # with itself: left out
        "2,998,1990,general,DCA,,,9999",  # unknown: left out
    )
    built = build_agreements(folder, states)
    assert built.columns.tolist() == ["iso3_a", "iso3_b", "type", "start", "end"]
    assert built.fillna({"end": 9999}).to_numpy().tolist() == [
        ["CSK", "POL", "general", 1991, 1992],
        ["DEU", "USA", "training", 1985, 1991],
        ["GBR", "USA", "general", 1984, 1986],
        ["GBR", "USA", "general", 1990, 9999],
        ["POL", "USA", "general", 1992, 9999],
    ]


@needs_sources
def test_agreements_in_force_are_those_of_the_source(states):
    """Counted from the rows of the source itself, without the builder's spells."""
    built = build_agreements(PUBLIC, states)
    raw = pd.read_csv(PUBLIC / "dcad_to_1999.csv")
    raw = raw[raw.type == "general"]
    for year, count in ((1985, 25), (1990, 48), (1995, 258), (1999, 451)):
        there = raw[(raw.signYear <= year) & (raw.endYearEstimate >= year)]
        pairs = {frozenset(pair) for pair in zip(there.ccode1, there.ccode2, strict=True)}
        if year > 1992:  # the source keeps those of Czechoslovakia
            pairs = {pair for pair in pairs if 315 not in pair}
        running = built[(built.type == "general") & (built.start <= year) & (built.end.fillna(9999) >= year)]
        assert len(running) == len(pairs) == count


def test_source_must_be_a_folder(tmp_path: Path):
    with pytest.raises(WorldError, match="not a folder of public source files"):
        build_tables(tmp_path / "nowhere", tmp_path / "world")


def test_destination_must_be_empty(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(WorldError, match="not empty"):
        build_tables(tmp_path, tmp_path)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"


@needs_sources
@needs_libraries
@pytest.mark.parametrize(
    "name", ["cow_states.csv", "unga_ideal_points_1946_2019.csv", "dcad_to_1999.csv", "world_ne110m.geojson"]
)
def test_missing_source_is_named_and_nothing_written(sources: Path, tmp_path: Path, name: str):
    (sources / name).unlink()
    with pytest.raises(WorldError, match=f"{name}: source file is missing"):
        build_tables(sources, tmp_path / "world")
    assert not (tmp_path / "world").exists()


@needs_sources
@needs_libraries
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("cow_states.csv", "styear", "year", "cow_states.csv: column 'styear' is missing"),
        ("cow_nmc_1946on.csv", "2,1946,4.513398e+07", "2,1946,many", "column 'milex' must hold numbers"),
        ("nato_members.csv", "SWE,2024", "SWE,2023", "column 'accession_year' disagrees"),
        ("dcad_to_1999.csv", "endYearEstimate", "end", "dcad_to_1999.csv: column 'endYearEstimate' is missing"),
        ("dcad_to_1999.csv", "2,USA,20,CAN,1984,", "2,USA,20,CAN,then,", "column 'signYear' must hold numbers"),
        ("fsi_categories.csv", "Korean,", "Corean,", "column 'language' lacks Korean"),
        ("world_ne110m.geojson", '"features"', '"things"', "not the expected GeoJSON"),
    ],
)
def test_malformed_source_is_named(sources: Path, tmp_path: Path, name: str, old: str, new: str, message: str):
    text = (sources / name).read_text(encoding="utf-8")
    assert old in text
    (sources / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WorldError) as error:
        build_tables(sources, tmp_path / "world")
    assert message in str(error.value)


@needs_sources
def test_absent_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    real = builtins.__import__

    def without_babel(name: str, *rest, **more):
        if name.startswith("babel"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_babel)
    with pytest.raises(WorldError, match=r"needs babel: pip install exchsim\[worlds\]"):
        build_tables(PUBLIC, tmp_path / "world")


@needs_sources
def test_absent_typology_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from exchsim.worlds.builder import hours

    def absent(name: str):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(hours, "distribution", absent)
    pytest.importorskip("babel")
    with pytest.raises(WorldError, match=r"needs lang2vec: pip install exchsim\[worlds\]"):
        build_tables(PUBLIC, tmp_path / "world")


def test_handmade_files_are_consistent():
    from exchsim.worlds.builder.sources import read_handmade

    states = set(read_handmade("states.csv").iso3)
    assert set(read_handmade("mother_tongues.csv").iso3) == states
    languages = read_handmade("languages.csv")
    assert languages.language.is_unique
    tags = [tag for row in languages.babel_codes for tag in row.split()]
    assert len(tags) == len(set(tags))
    for group in read_handmade("language_groups.csv").itertuples():
        assert set(group.languages.split()) <= set(languages.language), group.group
    organisations = read_handmade("organisations.csv")
    assert set(read_handmade("memberships.csv").organisation) == set(organisations.organisation)
    for names in organisations.working_languages:
        assert set(names.split()) <= set(languages.language)
