"""How nations stand at the end of a year, in the numbers that a class compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exchsim.api import Result

# name to factor, digits, and whether more is better; texts.MEASURES says what each is
MEASURES: dict[str, tuple[float, int, bool]] = {
    "trust": (1.0, 2, True),
    "together": (1.0, 2, True),
    "talk": (1.0, 2, True),
    "friends": (1.0, 0, True),
    "abroad": (1.0, 0, True),
    "speakers": (1.0, 0, True),
    "readiness": (1.0, 2, True),
    "intelligence": (1.0, 3, True),
    "risk": (100.0, 2, False),
    "foiled": (100.0, 0, True),
    "spent": (1e-6, 2, False),
}


@dataclass(frozen=True)
class Score:
    """How a nation stands at the end of a year, as the tables have it; `budget` and `spent` in USD."""

    nation: str
    values: Mapping[str, float]  # by the names of MEASURES
    budget_usd: float

    def shown(self, name: str) -> float:
        """A value as it is shown: chances in %, money in millions."""
        return self.values[name] * MEASURES[name][0]


def scores(result: Result, year: int, nations: Sequence[str]) -> list[Score]:
    """How nations stand at the end of a year, in the order given."""
    table = result.nations[result.nations["year"] == year].set_index("iso3")
    pairs = result.pairs[result.pairs["year"] == year]
    means = pairs.groupby("sender", observed=True)[["interoperability", "talk", "ties"]].mean()
    people = float(result.names.people_per_agent)
    found = []
    for code in nations:
        if code not in table.index or code not in means.index:
            continue
        row: Any = table.loc[code]
        mine: Any = means.loc[code]
        others = int((pairs["sender"] == code).sum())
        found.append(Score(code, {
            "trust": float(row["trust_received"]),
            "together": float(mine["interoperability"]),
            "talk": float(mine["talk"]),
            "friends": float(mine["ties"]) * others * people,
            "abroad": float(row["filled"]) * people,
            "speakers": float(row["linguists"]) * people,
            "readiness": float(row["readiness"]),
            "intelligence": float(row["sharing_received"]),
            "risk": float(row["leaks_expected"] + row["espionage_expected"]),
            "foiled": float(row["foiled_terrorism"]),
            "spent": float(row["spent_usd"]),
        }, float(row["budget_usd"])))  # fmt: skip
    return found


def ranked(found: Sequence[Score], name: str) -> list[Score]:
    """Best first by one of the numbers; equals in the order given."""
    return sorted(found, key=lambda score: score.values[name], reverse=MEASURES[name][2])
