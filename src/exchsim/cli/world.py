"""`exchsim world`: build the tables of the real world from public files, and look into them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchsim.cli.console import say, show_table
from exchsim.cli.errors import RefusedError

if TYPE_CHECKING:
    from exchsim.worlds import WorldTables

app = typer.Typer(help="Tables of the real world: states, forces, languages, alliances.", no_args_is_help=True,
                  rich_markup_mode=None)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1946, 2025
_AXES = {
    "command_style": "command, hierarchical 0 to collaborative 1",
    "staff_procedure": "staff procedure, Soviet 0 to NATO 1",
    "communications_security": "communications security, same scale",
    "doctrine": "doctrine, same scale",
}


Source = Annotated[Path, typer.Option("--from", metavar="DIR", help="Folder of the public source files.")]
Destination = Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the tables.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace tables that are there.")]


@app.command("build")
def build(source: Source, destination: Destination, overwrite: Overwrite = False) -> None:
    """Derive the world tables from public data sets."""
    _check_folder(destination, overwrite)
    from exchsim.worlds import build_tables

    try:
        written = build_tables(source, destination, overwrite)
    except OSError as error:
        raise RefusedError(f"{error.filename or destination}: {error.strerror}; give another folder") from error
    for line in written:
        say(line)


@app.command("record")
def record(source: Source, destination: Destination, overwrite: Overwrite = False) -> None:
    """Write what happened as tables that `exchsim moments` reads: agreements, exercises, alliances, contingents …"""
    _check_folder(destination, overwrite)
    from exchsim.worlds.record import record_tables

    tables = record_tables(source)
    destination.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(destination / f"{name}.csv", index=False)
        say(f"{name}.csv: {len(table)} rows")


@app.command("show")
def show(
    what: Annotated[str | None, typer.Argument(metavar="[ISO3|TABLE]", help="A state's code, or a table.")] = None,
    year: Annotated[int | None, typer.Option(help=f"Year of a state's card; by default {LAST_YEAR}.")] = None,
) -> None:
    """Show what the tables know of a state, or what the columns of a table mean; by default list the tables."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise RefusedError(f"--year = {year}: must be {FIRST_YEAR} to {LAST_YEAR}")
    from exchsim.worlds import load_tables

    tables = load_tables()
    known = dict.fromkeys(tables.columns.table)
    if what is None:
        _show_tables(tables, list(known))
    elif what.lower() in known:
        _show_columns(tables, what.lower())
    else:
        _show_state(tables, _state(tables, what), year)


def _check_folder(destination: Path, overwrite: bool) -> None:
    """Nothing of anybody's is written over."""
    if destination.exists() and not destination.is_dir():
        raise RefusedError(f"{destination}: is a file, not a folder; give another folder with --to")
    if not overwrite and destination.is_dir() and any(destination.iterdir()):
        raise RefusedError(f"{destination}: is not empty; give another folder with --to, or add --overwrite")


def _show_tables(tables: WorldTables, names: list[str]) -> None:
    rows = ([name, len(getattr(tables, name)), ", ".join(getattr(tables, name).columns)] for name in names)
    show_table(("table", "rows", "columns"), rows, numbers=("rows",))


def _show_columns(tables: WorldTables, name: str) -> None:
    described = tables.columns[tables.columns.table == name].fillna("")
    names = ("column", "unit", "meaning", "source", "grade", "after_data")
    rows = (list(row) for row in described[list(names)].itertuples(index=False))
    show_table(names, rows, shares={"unit": 8, "meaning": 40, "source": 30, "after_data": 14})


def _state(tables: WorldTables, what: str) -> str:
    """The code of a state given by code or name, whatever the case."""
    from exchsim.scenario.catalogue import like_nation

    names = dict(zip(tables.states.iso3, tables.states.name, strict=True))
    for code, name in names.items():
        if what.upper() == code or what.lower() == name.lower():
            return str(code)
    hint = like_nation(what, names)
    remedy = hint if hint.startswith("did") else "see exchsim world show for the tables, and the codes in states"
    raise RefusedError(f"{what}: neither a state nor a table; {remedy}")


def _show_state(tables: WorldTables, code: str, year: int | None) -> None:
    state = tables.states.set_index("iso3").loc[code]
    entered, left = int(str(state.entered)[:4]), _last_year(state.left)
    if year is not None and not entered <= year <= left:
        span = f"{state.entered} to {state.left}" if isinstance(state.left, str) else f"{state.entered} on"
        raise RefusedError(f"--year = {year}: {code} ({state['name']}) was a state from {span}")
    when = min(LAST_YEAR, left) if year is None else year
    since = "" if state.entered == "1946-01" else f", a state since {state.entered}"
    until = f", until {state.left}" if isinstance(state.left, str) else ""
    show_table(("what", "value"), _card(tables, code, when), f"{code}: {state['name']} in {when}{since}{until}")
    say()
    numbers = ("speak it", "mother tongue", "hours from English")
    show_table(("language", "name", "command", *numbers), _languages(tables, code), "Languages", numbers=numbers)


def _last_year(left: object) -> int:
    """Last year in which a state existed for at least a month."""
    if not isinstance(left, str):
        return LAST_YEAR
    return int(left[:4]) - (left[5:] == "01")


def _card(tables: WorldTables, code: str, year: int) -> list[tuple[str, str]]:
    forces, protocol = tables.strength_in(code, year), tables.protocol_in(code, year)
    allies, rivals = (_others(frame, code) for frame in (tables.pacts_in(year), tables.rivalries_in(year)))
    return [
        ("armed forces", f"{forces.armed_forces:,.0f} persons"),
        ("military expenditure", f"{forces.military_expenditure_usd / 1e6:,.0f} million USD of the year"),
        ("capability index", f"{forces.capability_index:.4f} of the world"),
        ("alignment in UN votes", f"{tables.alignment_in(code, year):.2f}"),
        ("military tradition", str(protocol.tradition).replace("_", " ")),
        *((meaning, f"{protocol[axis]:.2f}") for axis, meaning in _AXES.items()),
        (f"defence pacts with {len(allies)}", ", ".join(allies) or "none"),
        (f"rivalries with {len(rivals)}", ", ".join(rivals) or "none"),
        ("member of", ", ".join(_memberships(tables, code, year)) or "none"),
    ]


def _others(ties: object, code: str) -> list[str]:
    """Codes of the states that have a tie with one."""
    rows = ties[["iso3_a", "iso3_b"]].itertuples(index=False)  # type: ignore[index]
    return sorted({other for pair in rows if code in pair for other in pair if other != code})


def _memberships(tables: WorldTables, code: str, year: int) -> list[str]:
    """Organisations of which a state was a member in some month of a year."""
    spells = tables.memberships[tables.memberships.iso3 == code]
    there = (spells["from"] <= f"{year}-12") & (spells.to.fillna("9999-12") > f"{year}-01")
    return sorted(set(spells.organisation[there]))


def _languages(tables: WorldTables, code: str) -> list[list[object]]:
    spoken = tables.languages[tables.languages.iso3 == code].sort_values("share", ascending=False)
    english = tables.language_hours[tables.language_hours.learner == "eng"].set_index("language").class_hours
    return [
        [row.language, row.name, "yes" if row.command else "", f"{row.share:.0%}", f"{row.mother_tongue_share:.0%}",
         english.get(row.language)]
        for row in spoken.itertuples(index=False)
    ]  # fmt: skip
