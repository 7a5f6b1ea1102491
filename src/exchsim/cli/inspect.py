"""Commands that look at scenarios and run nothing: validate, explain, diff, schema, list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exchsim.cli.console import cell, cell_text, note, plain_table, say, screen, show_table
from exchsim.cli.errors import REFUSED, RefusedError
from exchsim.cli.run import Overrides

if TYPE_CHECKING:
    from rich.console import Console

    from exchsim.scenario.explain import Setting

Source = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a scenario.")]
_COLUMNS = ("path", "value", "unit", "low", "high", "source", "grade", "set_by", "meaning")


def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files or names.")],
    overrides: Overrides = None,
) -> None:
    """Check scenarios, and print everything that is wrong with them, or that does nothing."""
    from exchsim.scenario import ScenarioError, load_scenario

    refused = False
    for name in scenarios:
        try:
            found = load_scenario(name, overrides or [])
            say(f"{name}: OK")
            for warning in found.idle():
                note(f"{name}: warning: {warning}")
        except ScenarioError as error:
            refused = True
            note(str(error))
    if refused:
        raise typer.Exit(REFUSED)


def explain(
    scenario: Source,
    overrides: Overrides = None,
    only: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="Only paths with this text; * and ? stand for anything.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print every value in effect: unit, range, source, evidence grade, and where it was set."""
    from exchsim.scenario import load_scenario

    found = load_scenario(scenario, overrides or []).explain()
    settings = [setting for setting in found if only is None or _matches(setting.path, only)]
    if not settings:
        raise RefusedError(_no_match(only or "", [setting.path for setting in found]))
    if as_json:
        say(json.dumps([_as_dict(setting) for setting in settings], indent=1, ensure_ascii=False))
        return
    console = screen()
    if console is None:
        show_table(_COLUMNS, ([getattr(setting, name) for name in _COLUMNS] for setting in settings))
    else:
        _show_settings(console, settings)


def _as_dict(setting: Setting) -> dict[str, object]:
    return {name: getattr(setting, name) for name in _COLUMNS}


def _matches(path: str, pattern: str) -> bool:
    path, pattern = path.lower(), pattern.lower()
    if not any(mark in pattern for mark in "*?"):
        return pattern in path
    return fnmatchcase(path, pattern.replace("[", "[[]"))


def _no_match(pattern: str, paths: list[str]) -> str:
    from exchsim.scenario.faults import nearest, with_hint

    by_name = {path.rpartition(".")[2]: path for path in paths}
    near = nearest(pattern, paths) or by_name.get(nearest(pattern, list(by_name)) or "")
    remedy = f"did you mean {near}?" if near else "leave it out for all"
    return with_hint(f"--only = {pattern}: matches no path", remedy)


def _groups(settings: list[Setting]) -> Iterator[tuple[str, list[tuple[str, Setting]]]]:
    """Settings by what their paths begin with, with the rest of the path."""
    group: list[tuple[str, Setting]] = []
    name = ""
    for setting in settings:
        parts = setting.path.split(".")
        head = ".".join(parts[: min(len(parts) - 1, 2)])
        if group and head != name:
            yield name, group
            group = []
        name = head
        group.append((setting.path.removeprefix(f"{head}."), setting))
    if group:
        yield name, group


def _show_settings(console: Console, settings: list[Setting]) -> None:
    """A table with a heading for each group; fits a terminal of 80 columns or more."""
    table = plain_table()
    table.expand = True
    for name, ratio in (("name", 28), ("value", 20), ("range", 14), ("source, evidence grade", 24), ("set by", 14)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for head, group in _groups(settings):
        table.add_row(cell_text(head or "scenario", "bold"))
        for rest, setting in group:
            texts = (_value_text(setting), _range_text(setting), _evidence_text(setting), _short(setting.set_by))
            style = "" if setting.set_by == "default" else "cyan"
            table.add_row(cell_text(rest, style, indent=2), *(cell_text(text, style) for text in texts))
    console.print(table)


def _short(set_by: str) -> str:
    """`classroom.yaml:12`, without the folder."""
    return set_by.rpartition("/")[2]


def _value_text(setting: Setting) -> str:
    unit = "" if isinstance(setting.value, str | bool) or setting.unit in ("1", "0-1") else f" {setting.unit}"
    return (cell(setting.value) + unit).strip()


def _range_text(setting: Setting) -> str:
    if setting.low is None and setting.high is None:
        return ""
    low, high = (cell(bound) if bound is not None else "…" for bound in (setting.low, setting.high))
    return f"{low} to {high}"


def _evidence_text(setting: Setting) -> str:
    return ", ".join(cell(text) for text in (setting.source, setting.grade) if text)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A scenario file, or the name of a scenario.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")],
) -> None:
    """Print every value in which two scenarios differ, and where it was set."""
    from exchsim.scenario import Fault, Scenario, ScenarioError, load_scenario
    from exchsim.scenario.diff import diff as differences

    loaded: list[Scenario] = []
    faults: list[Fault] = []
    for name in (before, after):
        try:
            loaded.append(load_scenario(name))
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    found = differences(*loaded)
    if not found:
        note(f"{before} and {after} do not differ in any value")
        return
    place = str if screen() is None else _short
    show_table(
        ("path", before, after, "set by", "and by"),
        ([row.path, row.before, row.after, place(row.before_set_by), place(row.after_set_by)] for row in found),
    )


def schema(
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write it to this file.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it exists.")] = False,
    experiment: Annotated[bool, typer.Option("--experiment", help="That of experiment files.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, or of experiments, by which editors check and complete them."""
    if experiment:
        from exchsim.sweep.schema import experiment_schema as made
        from exchsim.sweep.schema import write_experiment_schema as write
    else:
        from exchsim.scenario.paths import schema_json as made
        from exchsim.scenario.paths import write_schema as write

    if out is None:
        say(json.dumps(made(), indent=1, ensure_ascii=False))
        return
    if out.is_dir() or (out.exists() and not overwrite):
        remedy = "give a file" if out.is_dir() else "give another file, or add --overwrite"
        raise RefusedError(f"{out}: exists already; {remedy}")
    try:
        write(out)
    except OSError as error:
        raise RefusedError(f"{out}: cannot be written ({error.strerror}); give another file") from error
    say(str(out))


def list_scenarios() -> None:
    """List the scenarios that can be run by name: yours in ./scenarios, then those that come with exchsim."""
    from exchsim.scenario.faults import file_text
    from exchsim.scenario.load import scenario_folders

    files: dict[str, Path] = {}
    for folder in scenario_folders():
        for file in sorted(folder.glob("*.yaml")):
            files.setdefault(file.stem, file)
    if not files:
        note("no scenarios found; write one into ./scenarios, or give the path of a file")
    else:
        show_table(("name", "title", "file"), ([name, _title(file), file_text(file)] for name, file in files.items()))


def _title(file: Path) -> str:
    """What a file says its title is; its faults are for `validate` to tell."""
    from exchsim.scenario.yaml_tree import read

    data, _, faults = read(file)
    if faults or not isinstance(data, dict):
        return "(not readable; see exchsim validate)"
    return str(data.get("title") or "")
