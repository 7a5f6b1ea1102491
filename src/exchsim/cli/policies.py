"""The table at the end of a sweep: outcomes under the first policy, and what the others change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchsim.cli.console import say, show_table
from exchsim.cli.numbers import scale_of, with_interval

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.sweep.results import Sweep

MOST_ACROSS = 4  # policies beside one another; more stand below one another
BETTER, WORSE = " *", " x"


def show_policies(opened: Sweep) -> None:
    """A mean for the first policy, differences from it for the others, each with a 95 % interval."""
    first, *others = opened.policies
    heads = [first, *(f"{name} - {first}" if len(others) == 1 else name for name in others)]
    good, summary = opened.good, opened.summary()
    rows = [_row(opened, outcome, good, summary) for outcome in opened.outcomes]
    labels = [
        [outcome, opened.directions[outcome], unit] for outcome, (unit, _) in zip(opened.outcomes, rows, strict=True)
    ]
    labels = [["" if text == "neither" else text for text in label] for label in labels]
    if len(heads) <= MOST_ACROSS:
        across = [[*label, *cells] for label, (_, cells) in zip(labels, rows, strict=True)]
        show_table(("outcome", "better", "unit", *heads), across, numbers=heads)
    else:
        titles = [", ".join(filter(None, (name, unit, better))) for name, better, unit in labels]
        down = [[head, *(cells[k] for _, cells in rows)] for k, head in enumerate(heads)]
        show_table(("policy", *titles), down, numbers=titles)
    if others:
        say(f"{first}: mean ± 95 % interval over samples and seeds. The others: difference from {first}, run by run")
        say("under the same luck; *: better, x: worse, where the interval leaves no doubt.")
        say(f"Verdicts: exchsim compare {opened.folder.path}")


def _row(opened: Sweep, outcome: str, good: pd.DataFrame, summary: pd.DataFrame) -> tuple[str, list[str]]:
    """Unit of an outcome, its mean under the first policy, and its differences under the others."""
    from exchsim.analysis.contrasts import contrast

    first, *others = opened.policies
    mine = summary[summary["outcome"] == outcome].set_index("policy")
    factor, word = scale_of(mine["mean"])
    cells = [with_interval(float(mine["mean"].loc[first]) / factor, float(mine["half_interval"].loc[first]) / factor)]
    way = {"more": 1.0, "less": -1.0}.get(opened.directions[outcome], 0.0)
    for policy in others:
        try:
            found = contrast(good, outcome, policy, first, layout=opened.layout)
        except ValueError:  # too few runs in common: a mean alone
            cells.append("mean " + with_interval(float(mine["mean"].loc[policy]) / factor, float("nan")))
            continue
        mark = "" if not (way and found.is_clear) else BETTER if way * found.difference > 0.0 else WORSE
        cells.append(with_interval(found.difference / factor, found.half_width / factor, "+") + mark)
    return " ".join(filter(None, (word, opened.units[outcome]))), cells
