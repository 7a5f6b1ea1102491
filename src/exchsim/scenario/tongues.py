"""Languages of a scenario: who speaks them, and how many class hours they take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exchsim.scenario.schema import ScenarioFile
from exchsim.scenario.world import described

if TYPE_CHECKING:
    from exchsim.worlds.tables import WorldTables

Array = np.ndarray

COMMAND_SHARE = 0.95  # the language of command is known to nearly every officer
USUAL_HOURS, USUAL_SD = 1100.0, 0.25  # FSI category III; residual of the regression on typology
EASY_HOURS, HARD_HOURS = 675.0, 2200.0  # FSI categories I and IV
EASY_GAMMA, HARD_GAMMA = 1.0, 1.46  # Liskin-Gasparro 1982

Shares = dict[tuple[str, str], tuple[float, float]]  # nation and language to shares of mother and second


@dataclass(frozen=True)
class Tongues:
    """Arrays over nations and languages, as the blueprint has them."""

    languages: list[str]
    mother_tongue: Array
    second_language: Array
    hours: Array
    hours_sd: Array
    gamma: Array


def tongues(
    file: ScenarioFile, tables: WorldTables | None, nations: list[str], working_languages: Iterable[str]
) -> Tongues:
    """Languages that somebody in the scenario speaks or works in, sorted."""
    shares = _shares(file, tables, nations)
    spoken = {language for (_, language), share in shares.items() if sum(share) > 0.0}
    languages = sorted(spoken | set(working_languages))
    mother, second = np.zeros((len(nations), len(languages))), np.zeros((len(nations), len(languages)))
    for (nation, language), (first, later) in shares.items():
        if language in languages:
            place = nations.index(nation), languages.index(language)
            mother[place], second[place] = first, later
    hours, spread, gamma = _known_hours(tables, languages)
    _invented_hours(file, languages, hours, spread, gamma)
    for matrix in (hours, spread):
        np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(gamma, 1.0)
    return Tongues(languages, mother, second, hours, spread, gamma)


def gamma_of(hours: Array | float) -> Array:
    """Exponent of the learning curve: 1.0 in FSI category I to 1.46 in category IV, linear in log hours."""
    place = (np.log(np.maximum(hours, 1.0)) - math.log(EASY_HOURS)) / math.log(HARD_HOURS / EASY_HOURS)
    return np.asarray(EASY_GAMMA + (HARD_GAMMA - EASY_GAMMA) * np.clip(place, 0.0, 1.0))


def _shares(file: ScenarioFile, tables: WorldTables | None, nations: list[str]) -> Shares:
    shares: Shares = {}
    if tables is not None:
        rows = tables.languages[tables.languages.iso3.isin(nations)]
        first = rows.mother_tongue_share.to_numpy(float)
        reach = rows["share"].to_numpy(float)
        reach = np.where(rows.command.to_numpy(bool), np.maximum(reach, COMMAND_SHARE), reach)
        later = np.maximum(0.0, reach - first)
        for place, key in enumerate(zip(rows.iso3, rows.language, strict=True)):
            shares[key] = (float(first[place]), float(later[place]))
    for nation in nations:
        said = described(file, nation).languages
        if said is None:
            continue
        shares = {key: share for key, share in shares.items() if key[0] != nation}
        shares |= {(nation, language): (speaking.mother, speaking.second) for language, speaking in said.items()}
    return shares


def _known_hours(tables: WorldTables | None, languages: list[str]) -> tuple[Array, Array, Array]:
    """Hours, spread and exponent from the world tables; usual values where they say nothing."""
    size = (len(languages), len(languages))
    hours, spread = np.full(size, USUAL_HOURS), np.full(size, USUAL_SD)
    gamma = np.broadcast_to(gamma_of(USUAL_HOURS), size).copy()
    if tables is not None:
        known = tables.language_hours
        known = known[known.learner.isin(languages) & known.language.isin(languages)]
        place = {language: number for number, language in enumerate(languages)}
        rows, columns = known.learner.map(place).to_numpy(int), known.language.map(place).to_numpy(int)
        hours[rows, columns] = known.class_hours.to_numpy(float)
        spread[rows, columns] = known.log_sd.to_numpy(float)
        gamma[rows, columns] = known.gamma.to_numpy(float)
    return hours, spread, gamma


def _invented_hours(file: ScenarioFile, languages: list[str], hours: Array, spread: Array, gamma: Array) -> None:
    """Hours of invented languages: for all learners, by learner, then for their own speakers."""
    for code, language in file.languages.items():
        if code in languages:
            column = languages.index(code)
            hours[:, column] = language.class_hours
            for learner, needed in language.class_hours_from.items():
                if learner in languages:
                    hours[languages.index(learner), column] = needed
            spread[:, column] = 0.0
            gamma[:, column] = gamma_of(hours[:, column]) if language.gamma is None else language.gamma
    for code, language in file.languages.items():
        for other, needed in language.class_hours_to.items():
            if code in languages and other in languages:
                place = languages.index(code), languages.index(other)
                known = file.languages.get(other)
                hours[place], spread[place] = needed, 0.0
                own = known.gamma if known is not None else None
                gamma[place] = gamma_of(needed) if own is None else own
