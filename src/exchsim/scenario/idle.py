"""What a scenario states, or leaves out, so that something in it does nothing: warnings, not faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from exchsim.enums import Change, Reciprocity
from exchsim.scenario.world import shipped_tables
from exchsim.state.levers import LEVER_NAMES

if TYPE_CHECKING:
    from exchsim.scenario.scenario import Scenario
    from exchsim.state.blueprint import Blueprint

NAMED = 6  # nations named in one warning


def idle(scenario: Scenario, blueprint: Blueprint) -> list[str]:
    """One line each, `path (where): what does nothing, and what to do about it`; empty where all is at work."""
    return [
        f"{path} ({scenario.set_by(path)}): {text}"
        for found in (_headquarters, _missions, _money, _programmes, _threats)
        for path, text in found(scenario, blueprint)
    ]


Findings = Iterator[tuple[str, str]]


def _headquarters(scenario: Scenario, b: Blueprint) -> Findings:
    """Organisations whose staff posts nobody can fill, for the nation of the headquarters is not there."""
    section = scenario.file.organisations
    for o, code in enumerate(b.organisations):
        if b.headquarters[o] >= 0 or b.headquarters_posts[o].max(initial=0.0) <= 0.0 or _members(b, o).sum() < 2:
            continue
        said = section.invented.get(code) or section.changed.get(code)
        kind = "invented" if code in section.invented else "changed"
        host = said.headquarters if said is not None else None
        if host is None and code not in section.invented:
            table = shipped_tables().organisations
            host = str(table[table["organisation"] == code].iloc[0]["headquarters_iso3"])
        lacking = f"its headquarters stand in {host}, which does not take part" if host else "it has no headquarters"
        path = f"organisations.{kind}.{code}.headquarters"
        add = f"add {host} to nations.add, or " if host else ""
        yield path, f"{code} has no staff posts, as {lacking}; {add}give the code of a nation of the scenario"


def _members(b: Blueprint, o: int) -> np.ndarray:
    """Nations that are members of an organisation in some month of the run."""
    member: np.ndarray = b.member_since[o] >= 0
    joins = b.changes[(b.changes["kind"] == Change.JOIN) & (b.changes["b"] == o)]
    member[joins["a"].astype(int)] = True
    return member


def _ever(b: Blueprint, lever: str) -> np.ndarray:
    """Largest value of a lever that each nation has in the run."""
    most = np.array(b.policies[lever], float)
    for change in b.changes[(b.changes["kind"] == Change.SET_LEVER) & (b.changes["b"] == LEVER_NAMES.index(lever))]:
        whom = slice(None) if change["a"] < 0 else int(change["a"])
        most[whom] = np.maximum(most[whom], change["value"])
    return most


def _missions(scenario: Scenario, b: Blueprint) -> Findings:
    """Missions to which nobody of this world can contribute."""
    pledges = _ever(b, "mission_pledges") > 0.0
    forces = b.strength.max(axis=1, initial=0) > 0
    for m, code in enumerate(b.missions):
        organisation = int(b.mission_table["organisation"][m])
        able = pledges & forces & (_members(b, organisation) if organisation >= 0 else True)
        if not able.any():
            kind = "invented" if code in scenario.file.missions.invented else "changed"
            why = "no nation pledges troops; set policy.mission_pledges" if not pledges.any() else (
                "none of those who may contribute takes part; add them to nations.add"
            )  # fmt: skip
            yield f"missions.{kind}.{code}", f"the mission has no troops: {why}"


def _money(scenario: Scenario, b: Blueprint) -> Findings:
    """Nations without any money for exchanges, and donors that give nothing."""
    poor = [b.nations[i] for i in np.flatnonzero(b.expenditure.max(axis=1, initial=0.0) <= 0.0)]
    if poor:
        more = f" and {len(poor) - NAMED} more" if len(poor) > NAMED else ""
        yield (
            f"nations.changed.{poor[0]}.military_expenditure_usd",
            f"no military spending is known of {', '.join(poor[:NAMED])}{more}: no budget, so no posts, courses or "
            "exercises; write it, or let richer hosts pay with reciprocity: donor_funded",
        )
    rule = np.array(b.policies["reciprocity"]) == Reciprocity.DONOR_FUNDED
    if rule.any() and _ever(b, "donor_share").max(initial=0.0) <= 0.0:
        yield "policy.donor_share", "guests of donors have no posts, as nobody gives anything; set it above 0"


def _programmes(scenario: Scenario, b: Blueprint) -> Findings:
    """Programmes written in the scenario that the policy gives no part of the tours."""
    for name, programme in scenario.file.programmes.items():
        path, lever = f"programmes.{name}", f"mix_{programme.kind or name}"
        if scenario.set_by(path) == "default" or lever not in LEVER_NAMES:
            continue
        if _ever(b, lever).max(initial=0.0) <= 0.0:
            yield path, f"nobody is sent on it, as policy.{lever} is 0; set it above 0"


def _threats(scenario: Scenario, b: Blueprint) -> Findings:
    """Common threats count for nothing where no two nations have a rival in common; an invented world may want that."""
    if set(b.nations) <= set(scenario.file.nations.invented):
        return
    rivals = np.array(b.rivalry, bool)
    for change in b.changes[b.changes["kind"] == Change.RIVALRY_BEGIN]:
        one, other = int(change["a"]), int(change["b"])
        rivals[one, other] = rivals[other, one] = True
    if len(b.nations) > 2 and rivals.sum(axis=1).max(initial=0) < 2:
        yield (
            "rivalries",
            "no two nations have a rival in common, so common threats move neither partners nor sharing; add the "
            "rivals to nations.add, or write rivalries",
        )
