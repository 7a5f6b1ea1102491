"""The patterns of docs/odd.md, from runs of the shipped scenarios."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from exchsim import api
from exchsim.analysis.moments import take
from exchsim.history import people
from exchsim.scenario import load_scenario

FIRST, LAST = 1980, 1999
WORLD, ALLIANCE, CLASS = "world_1980", "nato_1980", "classroom"
LEVERS = ("posts_share", "exercise_activity", "workshops_per_year", "staff_posts_share", "mission_pledges")
PARTNERSHIPS = {"us_rok": ("USA", "KOR"), "aus_nz": ("AUS", "NZL"), "uk_nato": ("GBR", "FRA")}
STOP, HOME, WAITS = 1985, 3, (14, 30)  # exchanges end in January; years until all are at home, until trust is judged
AT_THE_END = 5  # years

Rows = Iterator[tuple[str, str, float]]
Tell = Callable[[str], None]


def find(seeds: Sequence[int], overrides: Sequence[str] = (), tell: Tell = lambda _: None) -> pd.DataFrame:
    """All moments of the patterns: columns seed, moment, when, value.

    overrides: texts `path=value` that hold in every run. tell: is told what is being run.
    """
    params = load_scenario(WORLD, overrides=list(overrides)).compile().params[0]
    rows = [(seeds[0], *row) for row in people.moments(params)]
    for seed in seeds:
        tell(f"{WORLD}, seed {seed}")
        rows += [(seed, *row) for row in of_the_world(seed, overrides)]
        for name in (ALLIANCE, CLASS):
            tell(f"{name} without exchanges from {STOP}, seed {seed}")
            rows += [(seed, *row) for row in without_exchanges(name, seed, overrides)]
        for name in PARTNERSHIPS:
            tell(f"{name} with exchanges and without, seed {seed}")
            rows += [(seed, *row) for row in of_a_partnership(name, seed, overrides)]
    return pd.DataFrame(rows, columns=["seed", "moment", "when", "value"])


def of_the_world(seed: int, overrides: Sequence[str]) -> Rows:
    """Agreements, exercises, alignment, missions and compromises of all states, 1980-1999."""
    result = api.run(WORLD, seed=seed, months=12 * (LAST - FIRST + 1), overrides=overrides)
    found = take(result.observed(), FIRST, LAST)
    yield from zip(found["moment"], found["when"], found["value"], strict=True)
    nations = result.nations
    yield "compromises", "an exchange year", nations["espionage_expected"].sum() / nations["officer_years"].sum()


def without_exchanges(name: str, seed: int, overrides: Sequence[str]) -> Rows:
    """What is left when nobody meets any more: how much of the trust that was added, and how fast familiarity goes.

    Trust is counted from politics, which moves, too; so the same seed that never had exchanges is what it is held
    against (decision 0075).
    """
    ended, never = (_from(name, date, seed, overrides) for date in (f"{STOP}-01", f"{FIRST}-01"))
    added = (ended["trust"] - ended["baseline"]) - (never["trust"] - never["baseline"])
    for years in WAITS:
        left = float(added[STOP + years] / added[STOP - 1])
        yield f"{name}: share left of the trust that exchanges added", f"after {years} years", left
    kept = ended["familiarity"][STOP + HOME + 1] / ended["familiarity"][STOP + HOME]
    yield f"{name}: half-life of familiarity", "months", 12 * math.log(0.5) / math.log(kept)


def _from(name: str, date: str, seed: int, overrides: Sequence[str]) -> pd.DataFrame:
    """Means of all pairs by year, with no exchanges of any kind from a date on."""
    settled = load_scenario(name).resolved
    last = STOP + max(WAITS)
    events = [{"date": date, "kind": "set_lever", "lever": lever, "value": 0} for lever in LEVERS]
    whole = {
        "extend": name,
        "period": settled["period"] | {"end": max(settled["period"]["end"], f"{last}-12")},
        "events": [*settled.get("events", []), *events],
    }
    pairs = api.run(whole, seed=seed, months=12 * (last - FIRST + 1), overrides=overrides).pairs
    return pairs.groupby("year").mean(numeric_only=True)


def of_a_partnership(name: str, seed: int, overrides: Sequence[str]) -> Rows:
    """What exchanges add to trust and interoperability: the same seed with them and without."""
    pair = PARTNERSHIPS[name]
    off = [f"{section}.{lever}=0" for section in ("policy", *(f"nation_policies.{code}" for code in pair))
           for lever in LEVERS]  # fmt: skip
    ends = []
    for more in ((), off):
        pairs = api.run(name, seed=seed, overrides=[*overrides, *more]).pairs
        late = pairs[pairs["year"] > pairs["year"].max() - AT_THE_END]
        ends.append(late[late["sender"].isin(pair) & late["host"].isin(pair)])
    for outcome in ("trust", "interoperability"):
        added = ends[0][outcome].mean() - ends[1][outcome].mean()
        yield f"{'-'.join(pair)}: {outcome} that exchanges add", "last five years", float(added)
