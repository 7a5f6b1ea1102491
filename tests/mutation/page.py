"""What a run of mutants says, as a page: docs/mutation.md. Reasons for what survives stand in survivors.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml
from mutation.mutants import FOLDERS, Mutant, modules, mutants
from scipy.stats import binomtest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation.md"
REASONS = Path(__file__).with_name("survivors.yaml")
COLUMNS = ("killed", "survived", "not reached")

HEAD = """# Would the tests notice?

A fault is put into a formula or a loop: a sign, a comparison, a number, two indices, an assignment left out. Then the
tests that reach that statement are asked. If none of them fails, either the fault changes nothing that matters, or a
test is missing. `make mutants NAMES=rules.contact` does it for one file, `make mutants MINUTES=10` for as many faults,
taken at random, as ten minutes of one processor allow; `tests/mutation/` says how.

Faults in **rules** are held against `tests/rules` alone: formulas by hand, values from the literature, properties.
Faults in **kernels** are held against the twin on the {worlds} small worlds of `tests/reference`, month by month: the
twin calls the same rules, but has none of the loops. All of it runs as plain Python, since compiling one fault takes
longer than trying a hundred. A month starts from the state in which engine and twin agreed, so a fault is found in the
first month that shows it. An error, or twenty times the usual time, counts as noticed. Each fault has {seconds:.0f}
seconds of processor time; what would show later counts as survived. The test of the twin itself lives all worlds to
their end and may notice more.
"""


def reasons() -> list[dict[str, object]]:
    return yaml.safe_load(REASONS.read_text(encoding="utf-8")) or []


def verdict(text: str) -> str:
    return "killed" if text.startswith("killed") else text


def interval(killed: int, tried: int) -> str:
    """Share killed among all faults, with the 95 % interval that a sample leaves (Wilson)."""
    found = binomtest(killed, tried).proportion_ci(method="wilson")
    return f"{100 * found.low:.1f}–{100 * found.high:.1f} %"


def page(tried: list[Mutant], book: dict[str, str], worlds: int, seconds: float) -> str:
    """The page for the faults tried."""
    of_files: dict[str, Counter[str]] = {}
    for mutant in tried:
        of_files.setdefault(mutant.module, Counter())[verdict(book[mutant.name])] += 1
    parts = [HEAD.format(worlds=worlds, seconds=seconds)]
    for folder in FOLDERS:
        files = {module: counts for module, counts in of_files.items() if module.startswith(folder + ".")}
        if files:
            parts.append(_table(folder, files))
    left = {m.name for m in tried if verdict(book[m.name]) != "killed"}
    parts.append(_survivors(left))
    return "\n".join(parts)


def _table(folder: str, files: dict[str, Counter[str]]) -> str:
    whole, everything = Counter(), 0
    rows = ["| file | faults | tried | killed | survived | not reached |", "|---|---|---|---|---|---|"]
    for module, counts in sorted(files.items()):
        possible = len(mutants(module))
        whole, everything = whole + counts, everything + possible
        rows.append(_row(module.split(".")[1], possible, counts))
    rows.append(_row("**all**", everything, whole))
    tried = whole.total()
    said = f"**{100 * whole['killed'] / tried:.1f} %** of the faults tried are noticed"
    if tried < everything:
        said += f"; they were drawn at random: {interval(whole['killed'], tried)} of all (95 %)"
    missing = sum(m.startswith(folder) for m in modules()) - len(files)
    if missing:
        said += f". {missing} files more have not been tried yet"
    return f"## {folder.capitalize()}\n\n{said}.\n\n" + "\n".join(rows) + "\n"


def _row(name: str, possible: int, counts: Counter[str]) -> str:
    return f"| {name} | {possible} | {counts.total()} | " + " | ".join(str(counts[c]) for c in COLUMNS) + " |"


def _survivors(left: set[str]) -> str:
    lines = ["## What nobody notices\n"]
    for group in reasons():
        here = [name for name in group["faults"] if name in left]
        if here:
            lines += [f"**{group['reason']}**\n", *_listed(here), ""]
            left = left - set(here)
    if left:
        said = "**No reason is known: what it does shows after the time of a fault, or a test is missing.**\n"
        lines += [said, *_listed(sorted(left)), ""]
    return "\n".join(lines)


def _listed(names: Iterable[str]) -> list[str]:
    return [f"- {name.split(': ')[0]}: `{name.split(': ', 1)[1]}`" for name in names]
