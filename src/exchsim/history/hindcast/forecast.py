"""What a forecaster says, whoever it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]
OBSERVED, FROZEN = "observed", "frozen"
SHARE = 0.9  # of runs, within the intervals that are shown


@dataclass(frozen=True, eq=False)
class Forecast:
    """One forecaster with one kind of inputs. N states, R runs, Y years of the forecast."""

    name: str
    inputs: str  # observed or frozen
    chance: Array  # N x N, upper triangle: chance of a new agreement within the forecast; any score, for persistence
    dyads: Array  # R x Y, agreements in force in December
    is_chance: bool = True
    moments: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["run", "moment", "when", "value"]))
    note: str = ""
    odds: float = float("nan")  # of first agreements in all runs, before they are scaled to what the runs had
    events: float = float("nan")  # first agreements in all runs


@dataclass
class Tally:
    """Chances of a first new agreement, added up over runs.

    A pair that has none yet adds, every year, its chance of that year. The sum up to the year in which it gets one has
    the chance of getting one as its mean (the compensator of the event), and varies far less than the event itself.
    """

    size: int
    years: int
    odds: Array = field(init=False)
    events: Array = field(init=False)
    runs: int = 0

    def __post_init__(self) -> None:
        self.odds, self.events = np.zeros((self.years, self.size, self.size)), np.zeros(self.years)

    def chance(self, scaled: bool) -> Array:
        """Chance of a pair within all years. scaled: the odds of a year are only proportional to chances, and are set
        so that the pairs together expect as many first agreements as the runs had in it."""
        total: Any = 0.0
        for odds, events in zip(self.odds, self.events, strict=True):
            factor = events / odds.sum() if scaled and odds.sum() > 0 else 1.0
            total = total + factor * odds / max(1, self.runs)
        return np.asarray(np.clip(total, 0.0, 1.0))

    def add(self, other: Tally) -> None:
        """Runs counted elsewhere."""
        self.odds += other.odds
        self.events += other.events
        self.runs += other.runs
