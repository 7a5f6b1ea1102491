"""Tables: two groups, two rounds, one after the other."""

from __future__ import annotations

import asyncio

import pytest
import yaml
from loops import finished

from exchsim.app.game import Game, GameError
from exchsim.app.story import Story
from exchsim.app.tables import MOST_TABLES, Tables
from exchsim.scenario import load_scenario

STORY = Story(load_scenario("classroom", ["period.end=1982-12"]), 3)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path / "games")


def test_a_table_is_found_by_its_code_however_typed(tables):
    table = tables.open(Game(STORY, {}))
    assert tables.find(f" {table.code[:2].lower()} {table.code[2:]} ") is table
    with pytest.raises(GameError, match="no game has this code"):
        tables.find("../../etc/passwd")


def test_rounds_are_lived_once_and_stored(tables):
    table = tables.open(Game(STORY, {}))
    table.join("ARD", "Blue")
    table.decide("ARD", {"posts_share": 0.05})
    before = table.version

    async def twice():
        await asyncio.gather(table.advance(1980), table.advance(1980))

    finished(twice())
    assert table.game.year == 1981 and table.version == before + 1 and len(table.scores[1980]) == 5
    stored = yaml.safe_load(table.stored.read_text(encoding="utf-8"))
    assert stored["rounds"] == [{"ARD": {"posts_share": 0.05}}]
    again = Game.from_dict(stored)
    assert again.result().world.equals(table.result.world)
    assert [path.name for path in table.stored.parent.iterdir()] == [f"{table.code}.yaml"]


def test_a_run_that_fails_leaves_the_game_as_it_was(tables):
    table = tables.open(Game(STORY, {}))

    def fails(game):
        raise MemoryError("no room")

    with pytest.raises(MemoryError):
        finished(table.advance(1980, fails))
    assert (table.game.year, table.version, table.result) == (1980, 0, None)
    finished(table.advance(1980))
    assert table.game.year == 1981


def test_tables_are_few_and_a_stored_game_is_never_overwritten(tables):
    codes = {tables.open(Game(STORY, {})).code for _ in range(MOST_TABLES)}
    assert len(codes) == MOST_TABLES
    with pytest.raises(GameError, match="are open already"):
        tables.open(Game(STORY, {}))
