"""Relations of pairs: defence pacts, rivalries, common borders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source
from exchsim.worlds.builder.states import iso3_by_code, years_of

PACTS_END = 2018
RIVALRIES_END = 2020
GUINEA, EQUATORIAL_GUINEA, GABON = 438, 411, 481  # the source files Gabon's rivalry under the wrong Guinea
KINDS = {1: "land", 2: "sea_12", 3: "sea_24", 4: "sea_150", 5: "sea_400"}


def build_pacts(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Defence pacts as merged spells of a pair, iso3_a before iso3_b, empty end while running."""
    spells = read_source(folder, "atop_dyad_spells_1946_2018.csv")
    spells = named(spells[spells.atop_defense == 1], states)
    later = [(a, b, year, 9999) for a, b, year in _after_source(folder)]
    listed = list(zip(spells.iso3_a, spells.iso3_b, spells.start, spells.end, strict=True))
    ended = _ended_after_source()
    listed = [(a, b, start, ended.get((a, b), 9999) if end >= PACTS_END else end) for a, b, start, end in listed]
    return frame_of(within_membership(merged(listed + later), states))


def _after_source(folder: Path) -> list[tuple[str, str, int]]:
    """Pacts that began after the source ended: accessions to NATO and the listed treaties."""
    members = read_source(folder, "nato_members.csv")
    new = members[members.accession_year >= PACTS_END]
    pairs = [
        (*sorted((one.iso3, other.iso3)), max(one.accession_year, other.accession_year))
        for one in each_row(new)
        for other in each_row(members)
        if one.iso3 != other.iso3
    ]
    treaties = read_handmade("pacts_after_2018.csv")
    pairs += [(row.iso3_a, row.iso3_b, int(row.start)) for row in each_row(treaties)]
    return sorted(set(pairs))


def _ended_after_source() -> dict[tuple[str, str], int]:
    """Last year of pacts that the source leaves running and that have ended since."""
    return {
        (min(row.iso3, other), max(row.iso3, other)): int(row.end)
        for row in each_row(read_handmade("pacts_ended.csv"))
        for other in row.others.split()
    }


def build_rivalries(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Strategic rivalries alive since 1946; empty end while running."""
    spells = read_source(folder, "tss_rivalries_post1946.csv")
    miscoded = (spells.ccode1 == GUINEA) & (spells.ccode2 == GABON)
    spells.loc[miscoded, "ccode1"] = EQUATORIAL_GUINEA
    spells = named(spells, states)
    listed = [
        (row.iso3_a, row.iso3_b, int(row.start), 9999 if row.end >= RIVALRIES_END else int(row.end))
        for row in each_row(spells)
    ]
    return frame_of(within_membership(merged(listed), states))


def build_contiguity(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """Closest border of each pair since 1946: land, or sea of up to 12, 24, 150, 400 miles."""
    pairs = read_source(folder, "cow_contiguity.csv")
    pairs = pairs[(pairs.conttype > 0) & (pairs.enddate.astype(str).str[:4].astype(int) >= 1946)]
    closest = named(pairs, states).groupby(["iso3_a", "iso3_b"]).conttype.min().reset_index()
    closest["kind"] = closest.conttype.astype(int).map(KINDS)
    return closest[["iso3_a", "iso3_b", "kind"]].sort_values(["iso3_a", "iso3_b"], ignore_index=True)


def named(pairs: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Country codes to iso3 in alphabetical order; pairs with unknown or equal states drop out."""
    names = iso3_by_code(states)
    one, other = pairs.ccode1.astype(int).map(names), pairs.ccode2.astype(int).map(names)
    pairs = pairs[one.notna() & other.notna() & (one != other)].copy()
    one, other = one.loc[pairs.index], other.loc[pairs.index]
    pairs["iso3_a"], pairs["iso3_b"] = one.where(one < other, other), other.where(one < other, one)
    return pairs


def merged(spells: Iterable[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Join spells of a pair that touch or overlap."""
    merged: list[tuple[str, str, int, int]] = []
    for a, b, start, end in sorted(spells):
        if merged and merged[-1][:2] == (a, b) and start <= merged[-1][3] + 1:
            merged[-1] = (a, b, merged[-1][2], max(merged[-1][3], end))
        else:
            merged.append((a, b, start, end))
    return merged


def within_membership(spells: list[tuple[str, str, int, int]], states: pd.DataFrame) -> list[tuple[str, str, int, int]]:
    """Clip to years in which both states exist; the running end stays open."""
    years = {state.iso3: years_of(state) for state in each_row(states)}
    left = {state.iso3: years[state.iso3][-1] if state.left else 9999 for state in each_row(states)}
    clipped = [(a, b, max(start, years[a][0], years[b][0]), min(end, left[a], left[b])) for a, b, start, end in spells]
    return [spell for spell in clipped if spell[2] <= spell[3]]


def frame_of(spells: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    """Spells as a table; the running end is empty."""
    frame = pd.DataFrame(spells, columns=["iso3_a", "iso3_b", "start", "end"])
    frame["end"] = frame.end.where(frame.end < 9999).astype("Int64")
    return frame.astype({"start": int})
