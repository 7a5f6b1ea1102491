"""What a search beside a sweep found, for a text with placeholders: `{{search answer}}`, `table`, `figure`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from exchsim.analysis.words import number
from exchsim.report.markdown import table_lines
from exchsim.scenario.faults import suggestion

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

HEAD, ANSWER, TABLE, FIGURE = "search.json", "answer.txt", "pareto.parquet", "trade_off.png"
SHOWN = "search.png"  # the figure beside the text


def beside(sweep: Sweep) -> Path:
    """Where `exchsim search` puts the search of the same experiment by default."""
    path = sweep.folder.path
    return path.with_name(f"{path.name}_search")


def told(sweep: Sweep, what: str, figures: str, with_unit: Callable[[str, float], str]) -> str:
    """One of the three. with_unit: an outcome's number with its unit. Raises ValueError where there is no search."""
    folder = beside(sweep)
    if what not in ("answer", "table", "figure"):
        raise ValueError(f"unknown: {suggestion(what, ['answer', 'table', 'figure'])}")
    if not all((folder / name).is_file() for name in (HEAD, ANSWER, TABLE, FIGURE)):
        raise ValueError(f"{folder}: no finished search; exchsim search EXPERIMENT -o {folder}")
    if what == "figure":
        return f"![Every policy that was tried, those that no other beats, and those made by hand.]({figures}/{SHOWN})"
    if what == "answer":
        effort, over, *points = (folder / ANSWER).read_text(encoding="utf-8").splitlines()
        return "\n".join([f"{effort}. {over}", "", *(f"- {point}" for point in points)]).rstrip()
    return "\n".join(_table(folder, with_unit))


def _table(folder: Path, with_unit: Callable[[str, float], str]) -> list[str]:
    """Found policies: levers, objectives on fresh runs, how they stand."""
    import pandas as pd

    search = json.loads((folder / HEAD).read_text(encoding="utf-8"))["search"]
    found = pd.read_parquet(folder / TABLE)
    rows = []
    for row in found.to_dict("records"):
        levers = [value if isinstance(value := row[path], str) else f"{value:.10g}" for path in search["levers"]]
        reached = [
            f"{number(float(row[f'{name} fresh']))} ± {with_unit(name, float(row[f'{name} fresh half interval']))}"
            for name in search["objectives"]
        ]
        rows.append([row["policy"], *levers, *reached, row["standing"]])
    return list(table_lines(("found", *search["levers"], *search["objectives"], "against the hand-made"), rows))
