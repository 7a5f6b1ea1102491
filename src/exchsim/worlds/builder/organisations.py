"""Organisations that exchange personnel or train together, and who belongs to them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from exchsim.worlds.builder.sources import each_row, read_handmade, read_source
from exchsim.worlds.errors import WorldError


def build_organisations() -> pd.DataFrame:
    """One row per organisation."""
    frame = read_handmade("organisations.csv")
    return frame.astype({"standards_strength": float, "exercises_per_year": float, "information_security": float})


def build_headquarters_posts() -> pd.DataFrame:
    """Staff posts by organisation at support years; interpolate linearly between."""
    return read_handmade("headquarters_posts.csv").astype({"year": int, "posts": int})


def build_memberships(folder: Path, states: pd.DataFrame) -> pd.DataFrame:
    """One row per membership spell, clipped to the state's and the organisation's life."""
    life = {state.iso3: (state.entered, state.left or "9999-12") for state in each_row(states)}
    rows = []
    spells = read_handmade("memberships.csv").rename(columns={"from": "since", "to": "until"})
    for line in each_row(spells):
        organisation, since, until, members = line.organisation, line.since, line.until, line.states
        for iso3 in members.split():
            if iso3 not in life:
                raise WorldError(f"memberships.csv: {organisation} names the unknown state {iso3}")
            start, end = max(since, life[iso3][0]), min(until or "9999-12", life[iso3][1])
            rows.append((organisation, iso3, start, "" if end == "9999-12" else end))
    frame = pd.DataFrame(rows, columns=["organisation", "iso3", "from", "to"])
    _check_nato(frame, folder)
    return frame.sort_values(["organisation", "from", "iso3"], ignore_index=True)


def _check_nato(frame: pd.DataFrame, folder: Path) -> None:
    """Hand-written months must agree with the public list of accession years."""
    listed = read_source(folder, "nato_members.csv").set_index("iso3").accession_year
    ours = frame[frame.organisation == "NATO"].set_index("iso3")["from"].str[:4].astype(int)
    if ours.to_dict() != listed.to_dict():
        path = folder / "nato_members.csv"
        raise WorldError(f"{path}: column 'accession_year' disagrees with memberships.csv")
