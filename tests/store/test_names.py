"""Names of a run's places say what the engine does there."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchsim.engine.setup import build
from exchsim.scenario.compile import compile_scenario
from exchsim.scenario.load import load_scenario
from exchsim.store.names import names_of

SHIPPED = [path.stem for path in sorted(Path(__file__).parents[2].glob("scenarios/*.yaml"))]


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "world_27m"])
def test_working_languages_are_those_of_the_engine(name: str) -> None:
    plan = compile_scenario(load_scenario(name))
    state, names = build(plan, 1), names_of(plan)
    venues = [*state.nations["language"], *state.organisations["language"], *state.missions["language"]]
    assert list(names.venue_language) == [plan.languages[k] if k >= 0 else "" for k in venues]


def test_staffs_work_in_the_language_that_most_of_them_have_be_it_a_second_one() -> None:
    plan = compile_scenario(load_scenario("world_1980"))
    spoken = dict(zip(plan.nations, names_of(plan).venue_language, strict=False))
    wanted = {"SGP": "eng", "PAK": "urd", "IDN": "ind", "ZAF": "eng", "FRA": "fra", "USA": "eng"}
    assert {code: spoken[code] for code in wanted} == wanted
