"""Write docs/odd.md and docs/traceability.md: prose from a template, everything else from the code's declarations.

Run it with `make docs`. The tests compare what it would write with what lies there, and check the table of
traceability (docs/traceability.yaml) against the code.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from exchsim.enums import Draw
from exchsim.state.columns import Column
from exchsim.state.levers import LEVERS
from exchsim.state.parameter import Parameter
from exchsim.state.params import PARAMETERS
from exchsim.store.schema import TABLES

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PACKAGE = ROOT / "src/exchsim"
KINDS = ("rules", "kernels", "levers", "outputs", "tests")


# what the code says of itself


@dataclass(frozen=True)
class Function:
    """A rule or kernel as its source shows it."""

    module: str
    name: str
    doc: str
    draws: tuple[str, ...]
    line: int

    @property
    def path(self) -> str:
        """`language.level_after`."""
        return f"{self.module}.{self.name}"

    @property
    def summary(self) -> str:
        """First paragraph of the docstring, on one line."""
        return " ".join(self.doc.split("\n\n")[0].split())


@cache
def functions(folder: str) -> dict[str, Function]:
    """Compiled functions of `rules` or `kernels` by `module.name`, in the order of the files."""
    found: dict[str, Function] = {}
    for path in sorted((PACKAGE / folder).glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _decorators(node) & {"rule", "kernel", "entry"}:
                function = Function(path.stem, node.name, ast.get_docstring(node) or "", _draws(node), node.lineno)
                found[function.path] = function
    return found


def _decorators(node: ast.FunctionDef) -> set[str]:
    return {decorator.id for decorator in node.decorator_list if isinstance(decorator, ast.Name)}


def _draws(node: ast.AST) -> tuple[str, ...]:
    """Kinds of draws named in a function."""
    names = {
        part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Draw"
    }
    return tuple(sorted(names, key=lambda name: Draw[name]))


def phases() -> Iterator[tuple[str, str]]:
    """Phase and kernel of every call on the page of the month, in order."""
    source = (PACKAGE / "engine/month.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    phase = ""
    calls = {
        node.lineno: f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }
    for number, text in enumerate(lines, 1):
        named = re.match(r"\s+# (\d+ [a-z ]+)$", text)
        phase = named[1] if named else phase
        called = calls.get(number, "")
        if called in functions("kernels") and functions("kernels")[called].doc:
            yield phase, called


# tables


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def process() -> str:
    """The month: every phase with its kernels."""
    rows, before = [], ""
    for phase, kernel in phases():
        rows.append(("" if phase == before else phase, f"`{kernel}`", functions("kernels")[kernel].summary))
        before = phase
    return table(("phase", "kernel", "what it does"), rows)


def draws() -> str:
    """Every kind of random draw and who draws it."""
    users: dict[str, list[str]] = {kind.name: [] for kind in Draw}
    for folder in ("kernels", "rules"):
        for function in functions(folder).values():
            for name in function.draws:
                users[name].append(f"`{function.path}`")
    users["LEARNING_DIFFICULTY"].append("`engine.setup`")
    return table(("number", "kind", "drawn by"), ((k.value, k.name, ", ".join(users[k.name])) for k in Draw))


def _numbers(numbers: Iterable[Parameter]) -> str:
    rows = (
        (f"`{p.path}`", p.default, p.unit, f"{p.low:g} … {p.high:g}", p.grade, p.meaning, p.source) for p in numbers
    )
    return table(("path", "default", "unit", "range", "grade", "meaning", "source"), rows)


def parameters() -> str:
    """All parameters, by group."""
    groups: dict[str, list[Parameter]] = {}
    for parameter in PARAMETERS:
        groups.setdefault(parameter.path.partition(".")[0], []).append(parameter)
    return "\n\n".join(f"**{name.capitalize()}**\n\n{_numbers(group)}" for name, group in groups.items())


def levers() -> str:
    """All levers of a policy."""
    return _numbers(LEVERS)


def entities() -> str:
    """Columns of the tables in memory that describe entities."""
    from exchsim.state import columns

    layouts = {
        name.lower(): layout
        for name, layout in vars(columns).items()
        if name.isupper() and isinstance(layout, tuple) and isinstance(layout[0], Column)
    }
    return "\n\n".join(f"**{name.capitalize()}**\n\n{_columns(layout)}" for name, layout in layouts.items())


def _columns(layout: Iterable[Column]) -> str:
    return table(("column", "unit", "meaning"), ((f"`{c.name}`", c.unit, c.meaning) for c in layout))


def outputs() -> str:
    """Columns of every table that a run writes."""
    parts = []
    for name, fields in TABLES.items():
        rows = ((f"`{field.name}`", field.unit, field.meaning) for field in fields)
        parts.append(f"**{name}.parquet**\n\n{table(('column', 'unit', 'meaning'), rows)}")
    return "\n\n".join(parts)


PARTS = {
    "process": process, "draws": draws, "parameters": parameters, "levers": levers, "entities": entities,
    "outputs": outputs,
}  # fmt: skip


def odd() -> str:
    """The ODD+D document."""
    text = (DOCS / "odd.template.md").read_text(encoding="utf-8")
    for name, part in PARTS.items():
        text = text.replace("{{" + name + "}}", part())
    return text


# traceability


def systems() -> list[dict[str, Any]]:
    """Rows of the table of traceability."""
    rows: list[dict[str, Any]] = yaml.safe_load((DOCS / "traceability.yaml").read_text(encoding="utf-8"))
    return rows


def traceability() -> str:
    """The table of traceability as Markdown."""
    lines = [
        "# From every system to rule, kernel, lever, output and test",
        "",
        "Written by `make docs` from `traceability.yaml`; a test checks that every name exists, that no rule, lever,",
        "kernel file or table is left out, and that no row can be removed unnoticed.",
        "",
    ]
    for row in systems():
        lines += [f"## {row['system']}", "", row["says"].strip(), ""]
        lines += [f"- {kind}: " + (", ".join(f"`{name}`" for name in row[kind]) or "none") for kind in KINDS]
        lines.append("")
    return "\n".join(lines)


def faults(rows: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a table of traceability; nothing when it is complete and true."""
    found: list[str] = []
    known: dict[str, set[str]] = {
        "rules": set(functions("rules")),
        "kernels": set(functions("kernels")),
        "levers": {lever.name for lever in LEVERS},
        "outputs": {f"{name}.{field.name}" for name, fields in TABLES.items() for field in fields},
    }
    for row in rows:
        for kind in KINDS:
            if not row.get(kind) and not (kind == "levers" and row.get("no_lever")):
                found.append(f"{row['system']}: no {kind}")
            names = row.get(kind) or []
            wrong = [n for n in names if (not _is_test(n) if kind == "tests" else n not in known[kind])]
            found += [f"{row['system']}: {kind} has {name}, which does not exist" for name in wrong]
    named = {kind: {name for row in rows for name in row.get(kind) or []} for kind in KINDS}
    found += [f"rule {name} belongs to no system" for name in sorted(known["rules"] - named["rules"])]
    found += [f"lever {name} belongs to no system" for name in sorted(known["levers"] - named["levers"])]
    files = {name.partition(".")[0] for name in known["kernels"]} - {n.partition(".")[0] for n in named["kernels"]}
    found += [f"kernels/{name}.py belongs to no system" for name in sorted(files)]
    tables = set(TABLES) - {name.partition(".")[0] for name in named["outputs"]}
    found += [f"table {name} belongs to no system" for name in sorted(tables)]
    required = (ROOT / "tests/docs/systems.txt").read_text(encoding="utf-8").splitlines()
    found += [f"no row for {name}" for name in required if name and name not in {row["system"] for row in rows}]
    return found


@cache
def _tests(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    return set(re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M))


def _is_test(name: str) -> bool:
    path, _, function = name.partition("::")
    return function in _tests(path)


def main() -> int:
    """Write both documents; 1 when the table of traceability is at fault."""
    (DOCS / "odd.md").write_text(odd(), encoding="utf-8")
    (DOCS / "traceability.md").write_text(traceability(), encoding="utf-8")
    wrong = faults(systems())
    print("\n".join(wrong) or "docs/odd.md and docs/traceability.md are written")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
