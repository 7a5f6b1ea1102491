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
STOP, WAIT, HOME = 1985, 14, 3  # exchanges end in January; years until trust is looked at, until all are at home
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
    """What is left when nobody meets any more: trust beside politics, and how fast familiarity goes."""
    events = [*load_scenario(name).resolved.get("events", [])]
    events += [{"date": f"{STOP}-01", "kind": "set_lever", "lever": lever, "value": 0} for lever in LEVERS]
    months = 12 * (STOP + WAIT - FIRST + 1)
    pairs = api.run({"extend": name, "events": events}, seed=seed, months=months, overrides=overrides).pairs
    of = pairs.groupby("year").mean(numeric_only=True)
    above = of["trust"] - of["baseline"]
    yield f"{name}: trust above politics without exchanges", f"after {WAIT} years", float(above[STOP + WAIT])
    kept = of["familiarity"][STOP + HOME + 1] / of["familiarity"][STOP + HOME]
    yield f"{name}: half-life of familiarity", "months", 12 * math.log(0.5) / math.log(kept)


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
