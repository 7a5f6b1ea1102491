"""Put small faults into rules and kernels and see whether the tests notice: `make mutants`.

usage: python tests/mutation/run.py [NAME …] [--sample N] [--minutes M] [--seconds S] [--again] [--write]
names: functions such as kernels.relations.relate, modules such as rules.contact, or a folder: rules, kernels

Verdicts are kept in build/mutants and not asked for again; remove that folder to begin anew.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
import warnings
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mutation import judges, page  # noqa: E402
from mutation.mutants import Mutant, Probes, modules, mutants  # noqa: E402

KEPT = ROOT / "build" / "mutants" / "verdicts.jsonl"
Verdicts = dict[str, str]


def chosen(names: list[str], sample: int | None, seed: int = 1) -> list[Mutant]:
    """The mutants of some modules or functions, shuffled, so that also the first of them are a sample.

    sample: about so many of each folder, of each file its share.
    """
    of = {module: [m for m in mutants(module) if asked_for(m, names)] for module in modules()}
    luck, taken = random.Random(seed), []
    for module, found in of.items():
        of_folder = sum(len(of[other]) for other in of if other.split(".")[0] == module.split(".")[0])
        part = 1.0 if sample is None else min(1.0, sample / max(1, of_folder))
        taken += luck.sample(found, round(part * len(found)))
    luck.shuffle(taken)
    return taken


def asked_for(mutant: Mutant, names: list[str]) -> bool:
    full = f"{mutant.module}.{mutant.function}."
    return not names or any(full.startswith(name + ".") for name in names)


def judge_all(mutants: list[Mutant], witnesses: list[judges.Witness], probes: Probes, seconds: float, end: float,
              book: Verdicts) -> None:  # fmt: skip
    """One after the other, of those without a verdict yet, until so much processor time has passed."""
    with KEPT.open("a") as file:
        for mutant in mutants:
            if mutant.name not in book and time.process_time() < end:
                book[mutant.name] = judges.judged(mutant, witnesses, probes.number(mutant), seconds)
                file.write(json.dumps([mutant.name, book[mutant.name]]) + "\n")
                file.flush()


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Put small faults into rules and kernels and see who notices.")
    parser.add_argument("names", nargs="*", help="functions, modules or folders; all without")
    parser.add_argument("--sample", type=int, help="about so many faults of each folder")
    parser.add_argument("--minutes", type=float, default=math.inf, help="processor time in all")
    parser.add_argument("--seconds", type=float, default=5.0, help="processor time for one fault")
    parser.add_argument("--again", action="store_true", help="ask again about those that nobody noticed")
    parser.add_argument(
        "--write", action="store_true", help="write docs/mutation.md, of all verdicts kept in build/mutants"
    )
    return parser.parse_args()


def main() -> None:
    asked = options()
    warnings.simplefilter("ignore")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    book: Verdicts = dict(map(json.loads, KEPT.read_text().splitlines())) if KEPT.exists() else {}
    if asked.again:
        book = {name: verdict for name, verdict in book.items() if page.verdict(verdict) == "killed"}
    everything = chosen([], None)
    for name in asked.names:
        if not any(asked_for(mutant, [name]) for mutant in everything):
            raise SystemExit(f"{name}: nothing to put a fault into; valid: rules, kernels, {', '.join(modules())}")
    tried, probes, end = chosen(asked.names, asked.sample), Probes(), 60.0 * asked.minutes

    def judge(folder: str, witnesses: list[judges.Witness]) -> None:
        here = [m for m in tried if m.module.startswith(folder)]
        judge_all(here, witnesses, probes, asked.seconds, end, book)

    if any(m.module.startswith("rules.") and m.name not in book for m in tried):
        judges.with_tests_of_rules(probes, lambda found: judge("rules.", found))
    if any(m.module.startswith("kernels.") and m.name not in book for m in tried):
        judge("kernels.", judges.months_of_worlds(probes, KEPT.parent))
    tried = [m for m in tried if m.name in book]
    for mutant in tried:
        if page.verdict(book[mutant.name]) != "killed":
            print(f"{book[mutant.name]}: {mutant.file}:{mutant.line} {mutant.name}")
    print({column: sum(page.verdict(book[m.name]) == column for m in tried) for column in page.COLUMNS})
    if asked.write:
        known = [m for m in everything if m.name in book]  # also of those that were not asked for this time
        page.PAGE.write_text(page.page(known, book, len(judges.WORLDS), asked.seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
