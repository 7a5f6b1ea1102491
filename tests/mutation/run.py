"""Put small faults into rules and kernels and see whether the tests notice: `make mutants`.

usage: python tests/mutation/run.py [NAME …] [--sample N [--seed K]] [--minutes M] [--seconds S] [--again] [--write]
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
from collections.abc import Callable
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mutation import judges, months, page  # noqa: E402
from mutation.mutants import Mutant, Probes, modules, mutants  # noqa: E402

AT_ONCE = 100  # faults in kernels that live through the worlds together
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


def seen_by(mutants: list[Mutant], own: list[judges.Witness], probes: Probes, seconds: float) -> Verdicts:
    """Those faults that the tests of kernels see where the small worlds did not."""
    found = judges.judge(mutants, own, probes, seconds)
    return {name: said for name, said in found.items() if page.verdict(said) == "killed"}


def asked_for(mutant: Mutant, names: list[str]) -> bool:
    full = f"{mutant.module}.{mutant.function}."
    return not names or any(full.startswith(name + ".") for name in names)


def judge_all(mutants: list[Mutant], judge: Callable[[list[Mutant]], Verdicts], at_once: int, end: float,
              note: Callable[[Verdicts], None]) -> None:  # fmt: skip
    """So many at once, until so much processor time has passed."""
    for first in range(0, len(mutants), at_once):
        if time.process_time() < end:
            note(judge(mutants[first : first + at_once]))


def kept() -> tuple[Verdicts, dict[str, int]]:
    """Verdicts known, and the seed of the sample in which each fault was drawn first."""
    lines = [json.loads(line) for line in KEPT.read_text().splitlines()] if KEPT.exists() else []
    return {name: verdict for name, verdict, _ in lines}, {name: seed for name, _, seed in lines}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Put small faults into rules and kernels and see who notices.")
    parser.add_argument("names", nargs="*", help="functions, modules or folders; all without")
    parser.add_argument("--sample", type=int, help="about so many faults of each folder")
    parser.add_argument("--seed", type=int, default=1, help="another sample")
    parser.add_argument("--minutes", type=float, default=math.inf, help="processor time in all")
    parser.add_argument("--seconds", type=float, default=30.0, help="processor time for one fault")
    parser.add_argument("--again", action="store_true", help="ask again about those that nobody noticed")
    parser.add_argument(
        "--write", action="store_true", help="write docs/mutation.md, of all verdicts kept in build/mutants"
    )
    return parser.parse_args()


def main() -> None:
    asked = options()
    warnings.simplefilter("ignore")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    book, drawn = kept()
    if asked.again:
        book = {name: verdict for name, verdict in book.items() if page.verdict(verdict) == "killed"}
    everything = chosen([], None)
    for name in asked.names:
        if not any(asked_for(mutant, [name]) for mutant in everything):
            raise SystemExit(f"{name}: nothing to put a fault into; valid: rules, kernels, {', '.join(modules())}")
    tried, probes, end = chosen(asked.names, asked.sample, asked.seed), Probes(), 60.0 * asked.minutes

    left = [m for m in tried if m.name not in book]
    rules, kernels = ([m for m in left if m.module.startswith(folder)] for folder in ("rules.", "kernels."))

    def note(found: Verdicts) -> None:
        book.update(found)
        with KEPT.open("a") as file:
            for name, said in found.items():
                file.write(json.dumps([name, said, drawn.setdefault(name, asked.seed)]) + "\n")

    def judge_rules(witnesses: list[judges.Witness]) -> None:
        judge_all(rules, lambda some: judges.judge(some, witnesses, probes, asked.seconds), 1, end, note)

    if rules:
        judges.with_tests(probes, judge_rules, "rules")
    if kernels:
        lives = months.lived(probes, tuple(months.WORLDS), KEPT.parent)
        judge_all(kernels, lambda some: months.judge(some, lives, probes, asked.seconds), AT_ONCE, end, note)
        unseen = [m for m in kernels if page.verdict(book.get(m.name, "killed")) != "killed"]
        judges.with_tests(probes, lambda own: note(seen_by(unseen, own, probes, asked.seconds)), "kernels")
    tried = [m for m in tried if m.name in book]
    for mutant in tried:
        if page.verdict(book[mutant.name]) != "killed":
            print(f"{book[mutant.name]}: {mutant.file}:{mutant.line} {mutant.name}")
    print({column: sum(page.verdict(book[m.name]) == column for m in tried) for column in page.COLUMNS})
    if asked.write:
        known = [m for m in everything if m.name in book]  # also of those that were not asked for this time
        page.PAGE.write_text(page.page(known, book, drawn, asked.seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
