"""What a run of mutants says, as a page: docs/mutation.md. Reasons for what survives stand in survivors.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml
from mutation.mutants import FOLDERS, Mutant, modules, mutants
from reference.worlds import WORLDS
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
longer than trying a hundred. Each month begins with the state on which engine and twin agree, and before each of its
phases every fault that the phase reaches is tried on a copy of that state. Where one comes out otherwise, the month is
lived again with the fault, and those after it, until there is a difference that the test of the twin would see. An
error, or twenty times the usual time, counts as noticed. So every fault is asked in every month of every world; what is
cut short, after {seconds:.0f} seconds of processor time for a fault, is only how long its traces are followed. The test
of the twin itself lives all worlds to their end and may notice more. What the worlds do not show is asked of the tests
in `tests/kernels`: edges by hand.
"""


def reasons() -> list[dict[str, object]]:
    return yaml.safe_load(REASONS.read_text(encoding="utf-8")) or []


def verdict(text: str) -> str:
    return next(column for column in COLUMNS if text.startswith(column))


def interval(killed: int, tried: int) -> str:
    """Share killed among all faults, with the 95 % interval that a sample leaves (Wilson)."""
    found = binomtest(killed, tried).proportion_ci(method="wilson")
    return f"{100 * found.low:.1f}–{100 * found.high:.1f} %"


def page(tried: list[Mutant], book: dict[str, str], drawn: dict[str, int], seconds: float) -> str:
    """The page for the faults tried. drawn: the seed of the sample in which each was drawn."""
    parts = [HEAD.format(worlds=len(WORLDS), seconds=seconds)]
    for folder in FOLDERS:
        here = [m for m in tried if m.module.startswith(folder + ".")]
        if here:
            parts.append(_table(folder, here, book, drawn))
    left = {m.name for m in tried if verdict(book[m.name]) != "killed"}
    parts.append(_survivors(left))
    return "\n".join(parts)


def _table(folder: str, tried: list[Mutant], book: dict[str, str], drawn: dict[str, int]) -> str:
    files: dict[str, Counter[str]] = {}
    for mutant in tried:
        files.setdefault(mutant.module, Counter())[verdict(book[mutant.name])] += 1
    whole, everything = Counter(), 0
    rows = ["| file | faults | tried | killed | survived | not reached |", "|---|---|---|---|---|---|"]
    for module, counts in sorted(files.items()):
        possible = len(mutants(module))
        whole, everything = whole + counts, everything + possible
        rows.append(_row(module.split(".")[1], possible, counts))
    rows.append(_row("**all**", everything, whole))
    said = f"**{100 * whole['killed'] / len(tried):.1f} %** of the faults tried are noticed."
    if len(tried) < everything:
        said += _of_last_sample(tried, book, drawn)
    missing = sum(m.startswith(folder) for m in modules()) - len(files)
    if missing:
        said += f" Not tried yet: {missing} of {missing + len(files)} files."
    return f"## {folder.capitalize()}\n\n{said}\n\n" + "\n".join(rows) + "\n"


def _of_last_sample(tried: list[Mutant], book: dict[str, str], drawn: dict[str, int]) -> str:
    """What may be said of all faults: only those drawn last were met by tests that knew nothing of them."""
    last = [m for m in tried if drawn[m.name] == max(drawn[other.name] for other in tried)]
    killed = sum(verdict(book[m.name]) == "killed" for m in last)
    explained = {name for group in reasons() for name in group["faults"]}
    known = sum(verdict(book[m.name]) != "killed" and m.name in explained for m in last)
    said = f" {len(last)} of them were drawn at random"
    if len(last) < len(tried):
        said += f", after tests had been mended for the other {len(tried) - len(last)}"
    share = f"{100 * killed / len(last):.1f} %, which stands for {interval(killed, len(last))} of all faults"
    rest = f"Of the other {len(last) - killed}, {known} stand below with a reason."
    return f"{said}; of these {killed} are noticed: {share} (95 %). {rest}"


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
        said = "**No reason is known: its traces were followed too short, or a test is missing.**\n"
        lines += [said, *_listed(sorted(left)), ""]
    return "\n".join(lines)


def _listed(names: Iterable[str]) -> list[str]:
    return [f"- {name.split(': ')[0]}: `{name.split(': ', 1)[1]}`" for name in names]
