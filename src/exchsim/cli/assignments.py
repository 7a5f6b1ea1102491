"""`OUTCOME=NUMBER` of options, checked against the outcomes of an experiment."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exchsim.cli.errors import RefusedError


def by_outcome(
    option: str, texts: Sequence[str] | None, outcomes: Sequence[str], above_zero: bool = False
) -> dict[str, float]:
    """Outcome to number. Raises RefusedError that names the option, the text and the nearest outcome."""
    from exchsim.scenario.faults import suggestion

    found = {}
    for text in texts or ():
        name, _, value = text.partition("=")
        if name not in outcomes:
            raise RefusedError(f"{option} {text}: no outcome {name}; {suggestion(name, outcomes)}")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = math.nan
        if not math.isfinite(found[name]) or (above_zero and found[name] <= 0.0):
            kind = "a number above 0" if above_zero else "a number"
            raise RefusedError(f"{option} {text}: write OUTCOME=NUMBER, {kind}, such as {name}=0.01")
    return found
