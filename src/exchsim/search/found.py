"""What a search came to: trials, the policies that no other beats, and how they stand on fresh runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.dominance import UNDECIDED, Pair, Standing, judged, pairs, spread_evenly, standings
from exchsim.analysis.robustness import pareto
from exchsim.analysis.verdicts import weak_numbers
from exchsim.search.optimiser import Judged
from exchsim.search.space import Lever, Value
from exchsim.sweep.aims import Limit, Search
from exchsim.sweep.results import Sweep

if TYPE_CHECKING:
    import pandas as pd

FOUND = "found_"


@dataclass(frozen=True)
class Trial:
    """A policy that was tried."""

    name: str  # of the policy; the same for the same policy in several trials
    generation: int  # from 1
    values: Mapping[str, Value]
    answer: Judged | None  # None where a run failed, or an outcome had no value


@dataclass(frozen=True)
class Found:
    """A finished search."""

    title: str
    search: Search
    levers: tuple[Lever, ...]
    directions: Mapping[str, str]  # of the objectives
    trials: tuple[Trial, ...]
    names: Mapping[str, str]  # found policy to the trial that it was
    hand_made: tuple[str, ...]
    before: Mapping[str, Judged | None]  # hand-made policies where they were searched on
    fresh: Sweep | None  # None where nothing was found
    pairs: tuple[Pair, ...]
    failed: int  # runs

    @property
    def standings(self) -> list[Standing]:
        """How each found policy stands against the hand-made ones, on fresh runs."""
        return standings(self.pairs)

    @property
    def first_of(self) -> dict[str, Trial]:
        """The first trial of every policy that was tried."""
        return {trial.name: trial for trial in reversed(self.trials)}

    @property
    def not_compared(self) -> list[str]:
        """Policies of which a fresh run failed or had no value."""
        known = {name for pair in self.pairs for name in (pair.policy, pair.other)}
        return [] if self.fresh is None else [name for name in self.fresh.policies if name not in known]

    @cached_property
    def _reached(self) -> dict[tuple[str, str], tuple[float, float]]:
        rows = self.fresh.summary().to_dict("records") if self.fresh is not None else []
        return {(row["policy"], row["outcome"]): (float(row["mean"]), float(row["half_interval"])) for row in rows}

    def reached(self, policy: str, outcome: str) -> tuple[float, float]:
        """Mean of an outcome under a policy on fresh runs, and half the width of its 95 % interval."""
        return self._reached[policy, outcome]

    def limits_kept(self, policy: str) -> str:
        """Whether a policy's mean keeps all limits on fresh runs: yes, no or open; nothing where there are none."""
        words = []
        for outcome, limit in self.search.limits.items():
            mean, half = self.reached(policy, outcome)
            gaps = [*([] if limit.above is None else [mean - limit.above]),
                    *([] if limit.below is None else [limit.below - mean])]  # fmt: skip
            words += ["yes" if gap >= half else "no" if gap < -half else "open" for gap in gaps]
        return next((word for word in ("no", "open", "yes") if word in words), "")


def answers(
    runs: pd.DataFrame, policies: Sequence[str], search: Search, directions: Mapping[str, str], expected: int
) -> dict[str, Judged | None]:
    """What came of policies; None where one has fewer runs than expected, or an outcome without value.

    runs: good runs of a sweep.
    """
    counts = runs["policy"].value_counts()
    objectives = {name: judged(runs, name, directions[name], search.judged_by) for name in search.objectives}
    limits = {name: _excess(runs, name, limit, search.judged_by) for name, limit in search.limits.items()}
    found: dict[str, Judged | None] = {}
    for policy in policies:
        whole = int(counts.get(policy, 0)) == expected
        values = [float(column.get(policy, math.nan)) for column in objectives.values()]
        excess = {f"{name} {side}": float(column.get(policy, math.nan))
                  for name, sides in limits.items() for side, column in sides.items()}  # fmt: skip
        missing = any(math.isnan(x) for x in (*values, *excess.values()))
        found[policy] = Judged(values, excess) if whole and not missing else None
    return found


def _excess(runs: pd.DataFrame, outcome: str, limit: Limit, by: str) -> dict[str, pd.Series]:
    """By how much each policy passes a limit, judged to the worse side."""
    found = {}
    if limit.above is not None:
        found["above"] = limit.above - judged(runs, outcome, "more", by)
    if limit.below is not None:
        found["below"] = judged(runs, outcome, "less", by) - limit.below
    return found


def best(trials: Sequence[Trial], directions: Mapping[str, str]) -> list[Trial]:
    """Trials within the limits that no other one of them beats, each policy once."""
    once = {trial.name: trial for trial in reversed(trials) if trial.answer is not None and trial.answer.keeps_limits}
    kept = sorted(once.values(), key=lambda trial: trial.name)
    if not kept:
        return []
    values = np.array([trial.answer.objectives for trial in kept if trial.answer is not None])
    return [trial for trial, unbeaten in zip(kept, pareto(values, list(directions.values())), strict=True) if unbeaten]


def chosen(unbeaten: Sequence[Trial], directions: Mapping[str, str], most: int) -> list[Trial]:
    """At most so many of them, well apart in what they reach."""
    if not unbeaten:
        return []
    signs = np.array([-1.0 if way == "more" else 1.0 for way in directions.values()])
    values = signs * np.array([trial.answer.objectives for trial in unbeaten if trial.answer is not None])
    return [unbeaten[row] for row in spread_evenly(values, most)]


def named(policies: Sequence[Trial], taken: Sequence[str]) -> dict[str, str]:
    """Names of found policies to their trials; numbers go on where policies of such names are there already."""
    used = [int(name.removeprefix(FOUND)) for name in taken
            if name.startswith(FOUND) and name.removeprefix(FOUND).isdigit()]  # fmt: skip
    first = max(used, default=0) + 1
    return {f"{FOUND}{first + k}": trial.name for k, trial in enumerate(policies)}


def compared(fresh: Sweep, found: Sequence[str], hand_made: Sequence[str], directions: Mapping[str, str]) -> list[Pair]:
    """Found policies against hand-made ones on fresh runs, those apart of which a run failed or had no value."""
    runs, each = fresh.good, fresh.about["samples"] * fresh.about["replicates"]
    whole = runs.groupby("policy", observed=True)[list(directions)].count().min(axis=1)
    known = set(whole.index[whole == each])
    weak = weak_numbers(fresh.about["uncertainties"])
    mine, others = ([name for name in names if name in known] for names in (found, hand_made))
    return pairs(runs, directions, mine, others, weak, layout=fresh.layout)


def rows_of_trials(found: Found) -> list[dict[str, Any]]:
    """One row a trial, in the order in which they were tried."""
    back = {trial: policy for policy, trial in found.names.items()}
    unbeaten = {trial.name for trial in best(found.trials, found.directions)}
    rows = []
    for number, trial in enumerate(found.trials, 1):
        answer = trial.answer
        reached = (
            dict(zip(found.directions, answer.objectives, strict=True)) if answer else dict.fromkeys(found.directions)
        )
        rows.append({
            "trial": number, "generation": trial.generation, "policy": trial.name, **trial.values, **reached,
            **(answer.excess if answer else {}), "keeps_limits": answer is not None and answer.keeps_limits,
            "unbeaten": trial.name in unbeaten, "found": back.get(trial.name),
        })  # fmt: skip
    return rows


def rows_of_found(found: Found) -> list[dict[str, Any]]:
    """One row a found policy: levers, objectives where it was searched and on fresh runs, how it stands."""
    if found.fresh is None:
        return []
    standing = {one.policy: one for one in found.standings}
    rows = []
    for policy, name in found.names.items():
        trial, one = found.first_of[name], standing.get(policy, Standing(policy, UNDECIDED, (), ()))
        assert trial.answer is not None
        row: dict[str, Any] = {"policy": policy, **trial.values}
        for outcome, reached in zip(found.directions, trial.answer.objectives, strict=True):
            row[f"{outcome} searched"] = reached
            row[f"{outcome} fresh"], row[f"{outcome} fresh half interval"] = found.reached(policy, outcome)
        if found.search.limits:
            row["limits"] = found.limits_kept(policy)
        rows.append(
            {**row, "standing": one.word, "dominated by": ", ".join(one.by), "open against": ", ".join(one.undecided)}
        )
    return rows
