"""Tables: who sits where, rounds one after the other, what is stored and opened again, time to decide."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from exchsim.app import tables as module
from exchsim.app.decisions import Plan
from exchsim.app.game import Game, GameError, for_play
from exchsim.app.story import Story
from exchsim.app.tables import MOST_TABLES, Tables, digest
from exchsim.scenario import load_scenario

STORY = for_play(Story(load_scenario("classroom", ["period.end=1983-12"]), 3))


def done(work):
    """The result of asynchronous work, also where a browser's loop runs in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path / "games")


@pytest.fixture
def table(tables):
    opened = tables.open(Game(STORY))
    done(opened.begin())
    return opened


def test_a_table_is_found_by_its_code_however_typed(tables, table):
    assert tables.find(f" {table.code[:2].lower()} {table.code[2:]} ") is table
    with pytest.raises(GameError, match="no game has this code"):
        tables.find("../../etc/passwd")


def test_rounds_are_lived_once_and_stored(tables, table):
    table.join("ARD", "Blue")
    table.decide("ARD", Plan({"posts_share": 0.05}))

    async def twice():
        await asyncio.gather(table.advance(1981), table.advance(1981))

    done(twice())
    assert table.game.year == 1982 and sorted(table.scores) == [1980, 1981] and len(table.scores[1981]) == 5
    stored = yaml.safe_load(table.stored.read_text(encoding="utf-8"))
    assert stored["rounds"][0]["plans"]["ARD"]["levers"]["posts_share"] == 0.05
    again = Game.from_dict(stored)
    assert again.result().world.equals(table.result.world)
    assert [path.name for path in table.stored.parent.iterdir()] == [f"{table.code}.yaml"]


def test_a_run_that_fails_leaves_the_game_as_it_was(table):
    async def fails(game):
        raise MemoryError("no room")

    table.set_minutes(5)
    live, table.live = table.live, fails
    with pytest.raises(MemoryError):
        done(table.advance(1981))
    assert (table.game.year, table.living, sorted(table.scores)) == (1981, False, [1980])
    assert table.seconds_left is None  # or it would be tried again and again
    table.live = live
    done(table.advance(1981))
    assert table.game.year == 1982


def test_who_decides_while_a_year_is_lived_decides_for_the_next_one(table):
    table.join("ARD", "Blue")
    table.decide("ARD", Plan({"posts_share": 0.05}))
    live = table.live

    async def slow(game):
        table.decide("ARD", Plan({"posts_share": 0.01}))
        table.join("OSH", "Late")
        return await live(game)

    table.live = slow
    done(table.advance(1981))
    assert table.game.rounds[0].plans["ARD"].levers["posts_share"] == 0.05
    assert table.game.waiting["ARD"].levers["posts_share"] == 0.01 and table.game.groups["OSH"] == "Late"
    assert "OSH" not in table.game.rounds[0].groups


def test_a_seat_belongs_to_who_has_its_secret(table):
    blue, red = table.join("ARD", "Blue"), table.join("OSH", "Red")
    assert (table.nation_of(blue), table.nation_of(red)) == ("ARD", "OSH")
    for guess in ("", "ARD", "Blue", digest(blue), table.seats["ARD"]):
        assert table.nation_of(guess) == ""
    table.release("ARD")
    assert table.nation_of(blue) == "" and table.nation_of(red) == "OSH"
    green = table.join("ARD", "Green")
    assert table.nation_of(green) == "ARD" and table.nation_of(blue) == ""


def test_the_host_is_who_has_the_secret(table):
    secret = table.new_host()
    assert table.is_host(secret) and not table.is_host("") and not table.is_host(table.host)
    assert not table.is_host(table.join("ARD", "Blue"))
    fresh = Tables(table.stored.parent).open(Game(STORY))
    assert not fresh.is_host("")  # without a host nobody is


def test_no_secret_is_stored_and_a_game_goes_on_after_the_server_was_started_again(tables, table):
    host, blue = table.new_host(), table.join("ARD", "Blue")
    table.decide("ARD", Plan({"posts_share": 0.05}))
    done(table.advance(1981))
    table.decide("ARD", Plan({"posts_share": 0.01}))
    table.set_aim("talk")
    table.store()
    text = table.stored.read_text(encoding="utf-8")
    assert host not in text and blue not in text
    other = Tables(tables.folder)
    with pytest.raises(GameError):
        other.find(table.code)
    again = done(other.enter(table.code.lower()))
    assert again.orphan and again.is_host(host) and not again.orphan
    assert again.nation_of(blue) == "ARD" and again.aim == "talk"
    assert again.game.year == 1982 and again.game.waiting["ARD"].levers["posts_share"] == 0.01
    assert again.scores == table.scores
    assert done(other.enter(table.code)) is again
    done(again.advance(1982))
    done(table.advance(1982))
    assert again.result.world.equals(table.result.world)


@pytest.mark.parametrize("code", ["../x", "..%2fx", "ABC", "ABCDE", "A/BC", "ABC.", "", "ÄÄÄÄ", "AB\0D"])
def test_no_file_but_a_stored_game_can_be_named(tables, code):
    tables.folder.mkdir(parents=True)
    (tables.folder.parent / "x.yaml").write_text("{}", encoding="utf-8")
    for way in (tables.enter, lambda typed: asyncio.to_thread(tables.read, typed)):
        with pytest.raises(GameError, match="no game has this code"):
            done(way(code))


@pytest.mark.parametrize(
    "text", ["[" * 4000, "a: &a [*a]", "just words", "\x00", "rounds: []", "!!python/name:os.system"]
)
def test_a_broken_file_is_refused_in_words(tables, text):
    tables.folder.mkdir(parents=True)
    (tables.folder / "ABCD.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(GameError, match="stored game"):
        done(tables.enter("ABCD"))
    assert tables.listed() == [] and tables._tables == {}


def test_a_file_that_is_too_large_is_not_read(tables, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_FILE", 10)
    tables.folder.mkdir(parents=True)
    (tables.folder / "ABCD.yaml").write_text("x" * 11, encoding="utf-8")
    with pytest.raises(GameError, match="too large"):
        done(tables.enter("ABCD"))


def test_stored_games_are_listed(tables, table):
    table.join("ARD", "Blue")
    done(table.advance(1981))
    (tables.folder / "notes.yaml").write_text("{}", encoding="utf-8")
    (found,) = tables.listed()
    assert (found.code, found.rounds, found.last_year, found.groups) == (table.code, 1, 1981, ("Blue",))
    assert tables.is_played(table.code) and not Tables(tables.folder).is_played(table.code)


def test_what_a_group_tries_out_is_kept_and_belongs_to_the_round(table):
    table.join("ARD", "Blue")
    table.drafts["ARD"] = Plan({"posts_share": 0.07})
    assert table.draft("ARD").levers["posts_share"] == 0.07 and table.game.waiting == {}
    assert table.draft("OSH").levers["posts_share"] == 0.02
    table.decide("ARD", table.draft("ARD"))
    assert table.drafts == {}
    table.drafts["ARD"] = Plan({"posts_share": 0.09})
    done(table.advance(1981))
    assert table.draft("ARD").levers["posts_share"] == 0.07  # what was not decided is gone


def test_time_to_decide_is_off_until_it_is_set(table, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    assert table.seconds_left is None
    table.set_minutes(2)
    now[0] += 50
    assert table.seconds_left == 70
    done(table.advance(1981))
    assert table.seconds_left == 120
    now[0] += 500
    assert table.seconds_left == 0
    table.set_minutes(10**6)
    assert table.minutes == module.MOST_MINUTES
    table.set_minutes(0)
    assert table.seconds_left is None


def test_tables_are_few_empty_ones_give_way_and_a_stored_game_is_never_overwritten(tables):
    opened = [tables.open(Game(STORY).joined("ARD", "Blue")) for _ in range(MOST_TABLES)]
    assert len({table.code for table in opened}) == MOST_TABLES
    with pytest.raises(GameError, match="are open already"):
        tables.open(Game(STORY))
    opened[3].release("ARD")
    assert tables.open(Game(STORY)).code not in {table.code for table in opened}
    with pytest.raises(GameError, match="no game has this code"):
        tables.find(opened[3].code)


def test_a_game_that_its_host_ends_is_over_and_can_be_played_back(tables, table):
    done(table.begin())
    table.join("ARD", "Blue")
    done(table.advance(1981))
    assert tables.is_played(table.code) and [game.is_played for game in tables.listed()] == [True]
    table.end()
    done(table.save())
    assert table.game.is_over and not tables.is_played(table.code) and table.seconds_left is None
    assert [game.is_played for game in tables.listed()] == [False]
    with pytest.raises(GameError, match="over"):
        done(table.advance(1982))
    assert len(table.game.rounds) == 1
    again = Game.from_dict(tables.read(table.code))
    assert again.is_over and again.rounds == table.game.rounds
