"""Pages of the reference that are written from the code: commands, fields of files, numbers and evidence, tables.

Each function gives the Markdown of one page; `site_hooks.py` puts them into the site when it is built.
"""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from exchsim.cli.main import app
from exchsim.state.levers import LEVERS
from exchsim.state.parameter import GRADES, Parameter
from exchsim.state.params import PARAMETERS
from exchsim.store.schema import TABLES

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(DOCS))
from generate import functions, table  # noqa: E402  (a neighbour, not a package)

GRADE_SAYS = {
    "R": "read in the source named",
    "C": "computed from public tables",
    "K-high": "known literature, well supported",
    "K-medium": "known literature, some support",
    "K-low": "known literature, weak support",
    "M": "a modelling choice: no source gives a number",
}


# commands


def commands() -> str:
    """Every command with its arguments and options, as `--help` tells them."""
    group = typer.main.get_command(app)
    lines = ["# Commands", "", *_paragraphs(group), "",
             "Before any command: `--debug` shows the traceback of an unexpected error, `--version` the version.",
             ""]  # fmt: skip
    parts = [("exchsim", group)]
    lines += ["| command | |", "|---|---|"]
    named = list(_commands(*parts[0]))
    lines += [
        f"| [`{name}`](#{name.replace(' ', '-')}) | {command.get_short_help_str(120)} |" for name, command in named
    ]
    for name, command in named:
        lines += ["", f"## {name} {{ #{name.replace(' ', '-')} }}", "", *_command(name, command)]
    return "\n".join(lines) + "\n"


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for part, under in command.commands.items():
            yield from _commands(f"{name} {part}", under)
    else:
        yield name, command


def _paragraphs(command: Any) -> list[str]:
    text = (command.help or "").replace("\f", "").replace("\b", "")
    return ["\n\n".join(" ".join(_safe(part).split()) for part in text.split("\n\n"))]


def _safe(text: str) -> str:
    """Placeholders such as <name> are not HTML, and a star is a star."""
    return html.escape(text, quote=False).replace("*", "\\*")


def _command(name: str, command: Any) -> list[str]:
    context = command.context_class(command, info_name=name)
    usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
    lines = ["```text", usage, "```", "", *_paragraphs(command), ""]
    rows = []
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None and parameter.name != "help":
            names, told = record
            rows.append((", ".join(f"`{one.strip()}`" for one in names.split(", ")), _safe(told)))
    return [*lines, table(("", ""), rows)] if rows else lines


# fields of files


def scenario_fields() -> str:
    """Every field of a scenario file."""
    schema = json.loads((ROOT / "scenarios/scenario.schema.json").read_text(encoding="utf-8"))
    skipped = {"Parameters": "the [parameters](../evidence.md#parameters), by group", "Policy": "the levers",
               "NationPolicy": "the levers"}  # fmt: skip
    lines = ["# Fields of a scenario", "",
             "A scenario is a YAML file. [How to write one](../howto/write-a-scenario.md) shows it at work; "
             "`exchsim validate FILE` finds every fault with its line, and `exchsim schema` writes the schema from "
             "which editors complete. This page is written from that schema. Keys that are not listed are refused.", "",
             "The levers of `policy`, and the numbers of `parameters`, are on the page [evidence](../evidence.md).", "",
             "## Top level", "", _fields(schema["properties"], schema)]  # fmt: skip
    names = [name for name in schema["$defs"] if name not in skipped and not name.startswith("Parameters")]
    return "\n".join([*lines, *_sections(names, schema)]) + "\n"


def experiment_fields() -> str:
    """Every field of an experiment file."""
    schema = json.loads((ROOT / "experiments/experiment.schema.json").read_text(encoding="utf-8"))
    lines = ["# Fields of an experiment", "",
             "An experiment is a YAML file: policies, uncertain numbers, outcomes. "
             "[Experiments](../experiments/README.md) explains one line by line. "
             "This page is written from its schema (`exchsim schema --experiment`).", "",
             "## Top level", "", _fields(schema["properties"], schema)]  # fmt: skip
    names = [name for name in schema["$defs"] if name != "NationPolicy"]
    return "\n".join([*lines, *_sections(names, schema)]) + "\n"


def _sections(names: Iterable[str], schema: dict[str, Any]) -> Iterator[str]:
    levers = {lever.name for lever in LEVERS}
    numbers = {number.path for number in (*PARAMETERS, *LEVERS)} | {f"policy.{name}" for name in levers}
    for name in sorted(names):
        part = schema["$defs"][name]
        own = {k: v for k, v in part.get("properties", {}).items() if k not in levers and k not in numbers}
        rest = len(part.get("properties", {})) - len(own)
        yield f"\n## {_heading(name)} {{ #{name.lower()} }}\n\n{_sentence(part.get('description', ''))}\n"
        if own:
            yield _fields(own, schema)
        if rest:
            yield f"\nand each of the {rest} numbers of the page [evidence](../evidence.md) by its path or name."


def _heading(name: str) -> str:
    """`ChangedNation`: Changed nation."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words[:1].upper() + words[1:]


def _sentence(text: str) -> str:
    return _safe(text.strip().replace("\n", " "))


def _fields(properties: dict[str, Any], schema: dict[str, Any]) -> str:
    rows = []
    for name, field in properties.items():
        default = field.get("default")
        shown = "" if default in (None, [], {}, "") else f"`{json.dumps(default)}`"
        unit = field.get("unit", "")
        meaning = _sentence(field.get("description", ""))
        rows.append((f"`{name}`", meaning, _type(field, schema), _range(field), shown, unit))
    return table(("field", "meaning", "takes", "range", "default", "unit"), rows)


def _variants(field: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for one in field.get("anyOf", [field]):
        if one.get("type") != "null":
            found.append(one)
    return found


def _type(field: dict[str, Any], schema: dict[str, Any]) -> str:
    seen: list[str] = []
    for one in _variants(field):
        text = _one_type(one, schema)
        if text not in seen:
            seen.append(text)
    return " or ".join(seen)


def _one_type(one: dict[str, Any], schema: dict[str, Any]) -> str:
    if "$ref" in one:
        return _link(one["$ref"].rsplit("/", 1)[1])
    if "const" in one:
        return f"`{one['const']}`"
    if "enum" in one:
        names = [f"`{value}`" for value in one["enum"]]
        return ", ".join(names) if len(names) <= 20 else "name of a [lever](../evidence.md#levers)"
    kinds = one.get("type", "")
    kind = next((k for k in kinds if k != "null"), "") if isinstance(kinds, list) else kinds
    if kind == "array":
        return f"list of {_type(one['items'], schema)}" if "items" in one else "list"
    if kind == "object":
        if one.get("patternProperties"):
            (under,) = one["patternProperties"].values()
            return f"names, each with {_type(under, schema)}"
        under = one.get("additionalProperties")
        return f"names, each with {_type(under, schema)}" if isinstance(under, dict) and under else "names and values"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true`, `false`"}
    if str(one.get("pattern", "")).startswith("^[0-9]{4}-"):
        return "month as `1990-01`"
    return {"^[A-Z]{3}$": "code of a nation", "^[a-z]{3}$": "code of a language"}.get(
        one.get("pattern", ""), words.get(kind, "any value")
    )


def _link(name: str) -> str:
    if name == "Policy" or name == "NationPolicy":
        return "[levers](../evidence.md#levers)"
    if name.startswith("Parameters"):
        return "[parameters](../evidence.md#parameters)"
    return f"[{_heading(name).lower()}](#{name.lower()})"


def _range(field: dict[str, Any]) -> str:
    for one in _variants(field):
        if "minimum" in one and "maximum" in one:
            return f"{one['minimum']:.10g} … {one['maximum']:.10g}"
    return ""


# numbers and their evidence


def evidence() -> str:
    """Every number of the model: value, unit, range, grade, source, meaning; a script filters the tables."""
    counts = {grade: sum(p.grade == grade for p in PARAMETERS) for grade in GRADES}
    doubtful = counts["M"] + counts["K-low"]
    lines = ["---", "hide: [toc]", "search: {boost: 0.5}", "---", "# What every number rests on", "",
             f"The model has {len(PARAMETERS)} numbers of the science and {len(LEVERS)} levers of policy. Each has a "
             "unit, a range in which the truth may lie, a source, and a grade that says how much it is worth. "
             f"{doubtful} of the parameters rest on a proposal or on weak support: sweeps vary them, and a ranking "
             "that turns round inside their ranges is called unresolved.", "",
             '<div class="grades" markdown="0">']  # fmt: skip
    lines += [
        f'<button type="button" class="grade {_class(grade)}" data-grade="{grade}"><b>{grade}</b>'
        f"<span>{GRADE_SAYS[grade]}</span><i>{counts[grade]}</i></button>"
        for grade in GRADES
    ]
    lines += ["</div>", "",
              '<p class="filter" markdown="0"><label for="number-filter">Find a number</label>'
              '<input id="number-filter" type="search" placeholder="trust, language, half-life, a source …">'
              '<span id="number-count" aria-live="polite"></span></p>', "",
              "The same at the command line, with what a scenario sets: `exchsim explain us_rok --only trust`.",
              "", "## Parameters", ""]  # fmt: skip
    groups: dict[str, list[Parameter]] = {}
    for parameter in PARAMETERS:
        groups.setdefault(parameter.path.partition(".")[0], []).append(parameter)
    for name, group in groups.items():
        lines += [f"### {name.capitalize()} {{ #{name} }}", "", _numbers(group), ""]
    lines += ["## Levers", "", "What a government can choose. Their values are a policy, not a finding; the range is "
              "what may be set, and the source says what is usual.", "", _numbers(LEVERS), ""]  # fmt: skip
    return "\n".join(lines)


def _class(grade: str) -> str:
    return "g-" + grade.lower()


def _numbers(numbers: Iterable[Parameter]) -> str:
    """HTML, because Markdown has no attributes for rows."""
    rows = [
        f'<tr data-grade="{p.grade}"><td><code>{p.path}</code><p>{html.escape(p.meaning)}</p></td>'
        f'<td class="n">{p.default:.6g}</td><td>{html.escape(p.unit)}</td><td class="n">{p.low:.6g} … {p.high:.6g}</td>'
        f'<td><b class="grade {_class(p.grade)}" title="{GRADE_SAYS[p.grade]}">{p.grade}</b></td>'
        f"<td>{html.escape(p.source)}</td></tr>"
        for p in numbers
    ]
    head = "".join(f"<th>{name}</th>" for name in ("number and meaning", "value", "unit", "range", "grade", "source"))
    return f'<table class="numbers"><thead><tr>{head}</tr></thead><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


# tables, rules, decisions


def result_tables() -> str:
    """Columns of every table that a run writes."""
    lines = ["# Tables of a run", "",
             "A run writes Parquet files, in whose columns unit and meaning travel along. "
             "[How to read them with pandas](../howto/read-results.md). `world`, `nations`, `pairs` and the other "
             "frames of `exchsim.run(…)` have the same columns.", ""]  # fmt: skip
    for name, fields in TABLES.items():
        rows = ((f"`{field.name}`", field.unit, _safe(field.meaning)) for field in fields)
        lines += [f"## {name}", "", table(("column", "unit", "meaning"), rows), ""]
    return "\n".join(lines)


def rules() -> dict[str, str]:
    """A page a module of rules: every formula of the model with its docstring and source."""
    modules: dict[str, list[str]] = {}
    for function in functions("rules").values():
        modules.setdefault(function.module, []).append(function.name)
    index = ["# The formulas", "",
             "A formula of the model exists once, as a function of plain numbers. Kernels loop over tables and call "
             "it; the second implementation in the tests calls it too. Each page shows the code that runs.", "",
             table(("rules of", "how many", "which"),
                   ((f"[{name}]({name}.md)", len(found), ", ".join(f"`{one}`" for one in found))
                    for name, found in modules.items())), ""]  # fmt: skip
    pages = {"all.md": "\n".join(index)}
    for name in modules:
        pages[f"{name}.md"] = f"# Rules of {name}\n\n::: exchsim.rules.{name}\n    options:\n      show_source: true\n"
    return pages


def decisions() -> str:
    """An index of the decision records."""
    rows = []
    for path in sorted((DOCS / "decisions").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        number, _, text = title.partition(" ")
        rows.append((number, f"[{text}]({path.name})"))
    return "\n".join(["# Decisions", "",
                      "Choices that could have gone otherwise: what stood against what, what was chosen, what follows. "
                      "Half a page each.", "", table(("", "decision"), rows), ""])  # fmt: skip


def pages() -> dict[str, str]:
    """All written pages by their place in the site."""
    return {
        "reference/commands.md": commands(),
        "reference/scenario.md": scenario_fields(),
        "reference/experiment.md": experiment_fields(),
        "reference/tables.md": result_tables(),
        "evidence.md": evidence(),
        "decisions/all.md": decisions(),
        **{f"reference/rules/{name}": text for name, text in rules().items()},
    }
