"""Run experiments that have an `answer.md`, and fill it: `make experiments`, or `python experiments/run.py NAME …`.

Results lie in results/experiments/NAME, where a run that was stopped goes on. The README that comes out is compared
with the one in this folder; `--write` puts it there, with its figures.
"""

from __future__ import annotations

import argparse
import difflib
import shutil
import sys
import time
from pathlib import Path

from exchsim.cli.errors import STOPPED
from exchsim.cli.main import main

HERE = Path(__file__).parent
RESULTS = Path("results") / "experiments"
ANSWER, README, FIGURES = "answer.md", "README.md", "figures"


def exchsim(arguments: list[str]) -> int:
    """A command; whoever stops it stops everything."""
    code = main(arguments)
    if code == STOPPED:
        sys.exit(code)
    return code


def answered(name: str, write: bool, workers: int | None) -> bool:
    """Run one experiment and fill its answer; whether its README is what was found."""
    folder, made = RESULTS / name, RESULTS / name / "answer"
    began = time.perf_counter()
    more = ["--quiet", *(["-w", str(workers)] if workers else [])]
    asked = (HERE / name / ANSWER).read_text(encoding="utf-8")
    runs = "attribute" if "{{shares}}" in asked else "sweep"
    if exchsim([runs, str(HERE / name), "-o", str(folder), *more]):
        print(f"{name}: not all runs came to an end")
        return False
    if "{{search " in asked and exchsim(["search", str(HERE / name), "-o", f"{folder}_search", *more]):
        print(f"{name}: the search did not come to a good end")
        return False
    shutil.rmtree(made, ignore_errors=True)  # figures that an older answer showed
    template = ["report", str(folder), "--template", str(HERE / name / ANSWER), "-o", str(made / README), "--overwrite"]
    if exchsim(template):
        return False
    minutes = (time.perf_counter() - began) / 60
    new = (made / README).read_text(encoding="utf-8")
    old = (HERE / name / README).read_text(encoding="utf-8") if (HERE / name / README).exists() else ""
    if new == old:
        print(f"{name}: the same answer, after {minutes:.1f} min")
        return True
    if write:
        shutil.copy(made / README, HERE / name / README)
        shutil.rmtree(HERE / name / FIGURES, ignore_errors=True)
        if (made / FIGURES).is_dir():
            shutil.copytree(made / FIGURES, HERE / name / FIGURES)
        print(f"{name}: {README} written anew, after {minutes:.1f} min")
        return True
    print(f"{name}: another answer than {HERE.name}/{name}/{README}, after {minutes:.1f} min:")
    print("".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "before", "now", n=0)))
    return False


def run() -> int:
    """All experiments that have an answer, or those that are named; 1 where an answer is another one."""
    known = sorted(file.parent.name for file in HERE.glob(f"*/{ANSWER}"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; by default all")
    parser.add_argument("--write", action="store_true", help="put the answers that are found in place")
    parser.add_argument("-w", "--workers", type=int, help="workers; by default one for each processor")
    given = parser.parse_args()
    for name in given.names:
        if name not in known:
            parser.error(f"{name}: no experiment with an {ANSWER}; there are {', '.join(known)}")
    alike = [answered(name, given.write, given.workers) for name in given.names or known]
    return 0 if all(alike) else 1


if __name__ == "__main__":
    sys.exit(run())
