"""The model's own forecast: many runs from the state of history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from exchsim import api
from exchsim.analysis.moments import Observed
from exchsim.analysis.moments.exercises import NAMED, Events, events_of
from exchsim.analysis.moments.networks import shape
from exchsim.engine.compile import compile_engine
from exchsim.engine.run import run as advance
from exchsim.engine.setup import build
from exchsim.enums import AgreementType
from exchsim.history.hindcast.forecast import FROZEN, Forecast, Tally
from exchsim.history.hindcast.past import WINDOW, Array, Past, Span
from exchsim.history.hindcast.prospects import prospects
from exchsim.state.blueprint import BY_TERM, Blueprint
from exchsim.state.columns import dtype_of
from exchsim.state.outputs import AGREEMENTS
from exchsim.store import frames

GENERAL = int(AgreementType.GENERAL)
TOP = 10  # pairs that exercised most in the fitted years are looked at, beside those of the patterns
PEOPLE_PER_AGENT = 1000  # agreements and exercises need no more
Tell = Callable[[str], None]
Moment = tuple[str, str, float]


def plan_of(scenario: Any, first: int, until: int, overrides: Sequence[str]) -> api.Plan:
    """A scenario from January of a year to December of another, without what a hindcast does not look at."""
    sets = [f"period.start={first}-01", f"period.end={until}-12", f"people_per_agent={PEOPLE_PER_AGENT}",
            "outputs.pairs=false", "figures.pairs=[]", *overrides]  # fmt: skip
    return api.prepare(scenario, overrides=sets)


def started(plan: api.Plan, record: Observed, past: Past, inputs: str) -> api.Plan:
    """The plan with the agreements and exercises on record, and with frozen inputs where these are asked for.

    It starts in January of the last fitted year with what was so in its December: governments first negotiate a year
    later.
    """
    b, span = plan.blueprint, past.span
    place = {code: k for k, code in enumerate(b.nations)}
    rows = [tuple(row) for row in b.agreements if row.type != GENERAL]
    spells, december = record.agreements, 12 * span.last + 11
    assert spells is not None
    running = spells[(spells["start"] <= december) & (december < spells["end"])]
    for one, other, since in zip(running["iso3_a"], running["iso3_b"], running["start"], strict=True):
        if one in place and other in place:
            first, second = sorted((place[one], place[other]))
            rows.append((first, second, GENERAL, min(int(since) - 12 * 1900, b.start), -1, BY_TERM, 0))
    changed: dict[str, Any] = {
        "agreements": np.array(sorted(set(rows)), dtype=dtype_of(AGREEMENTS)).view(np.recarray),
        "exercises_before": _exercises_before(record, b, span),
    }
    if inputs == FROZEN:
        changed["changes"] = b.changes[b.changes.month < b.start + 12]
        for name in ("expenditure", "capability", "alignment", "headquarters_posts", "mission_ceiling"):
            series = getattr(b, name).copy()
            series[:, 1:] = series[:, :1]
            changed[name] = series
        strength = b.strength.copy()
        strength[:, 12:] = strength[:, 11:12]
        changed["strength"] = strength
    return replace(plan, blueprint=replace(b, **changed))


def _exercises_before(record: Observed, b: Blueprint, span: Span) -> Array:
    """Bilateral exercises of each pair a year, in the last five fitted years."""
    place = {code: k for k, code in enumerate(b.nations)}
    known = np.zeros((len(place), len(place)))
    for year, who in events_of(record):
        if span.last - WINDOW < year <= span.last and len(who) == 2 and set(who) <= set(place):
            i, j = place[who[0]], place[who[1]]
            known[i, j] = known[j, i] = known[i, j] + 1.0 / WINDOW
    return known


def model(name: str, plan: api.Plan, record: Observed, past: Past, inputs: str, seeds: Sequence[int], workers: int,
          tell: Tell, note: str = "") -> Forecast:  # fmt: skip
    """Run it with every seed, and put together what the runs say."""
    compile_engine(lambda: tell("compiling the model, once"))
    ready = started(plan, record, past, inputs)
    pairs = named_pairs(record, past)
    tally = Tally(len(past.codes), len(past.span.forecast))
    dyads, rows = [], []
    tell(f"{name}, {inputs} inputs: {len(seeds)} runs")
    with ThreadPoolExecutor(workers) as pool:
        for seed, (counted, held, found) in zip(
            seeds, pool.map(lambda seed: one_run(ready, past, seed, pairs), seeds), strict=True
        ):
            tally.add(counted)
            dyads.append(held)
            rows += [(seed, *row) for row in found]
    moments = pd.DataFrame(rows, columns=["run", "moment", "when", "value"])
    return Forecast(name, inputs, tally.chance(scaled=True), np.array(dyads), moments=moments, note=note,
                    odds=float(tally.odds.sum()), events=float(tally.events.sum()))  # fmt: skip


def one_run(
    plan: api.Plan, past: Past, seed: int, pairs: Sequence[tuple[str, str]]
) -> tuple[Tally, Array, list[Moment]]:
    """One future: odds and events by year, agreements in force by year, moments."""
    span, b = past.span, plan.blueprint
    state = build(b, seed, pairs_by_year=False)
    codes = [past.codes.index(code) for code in b.nations]  # a scenario of fewer years has fewer states
    places = np.ix_(codes, codes)
    _remember(state.pairs, past, places)
    tally = Tally(len(past.codes), len(span.forecast))
    held = state.pairs["agreement"] == 1
    never = np.triu(~held, 1)
    dyads, found = [], []
    for k, year in enumerate(span.forecast):
        state = advance(state, 12 * (year - 1900))
        odds = prospects(int(state.clock[0].month), state.clock.copy(), state.params, state.policies, state.nations,
                         state.pairs.copy(), state.alignment, state.distance_km, state.changes)  # fmt: skip
        state = advance(state, 12 * (year - 1900) + 1)
        held = state.pairs["agreement"] == 1
        tally.odds[k][places] = np.where(never, odds, 0.0)
        tally.events[k] = (never & held).sum()
        never &= ~held
        if year == span.until:
            state = advance(state, b.end)
        there = np.asarray(state.nations["present"]) == 1
        network = (state.pairs["agreement"] == 1)[np.ix_(there, there)].astype(int)
        dyads.append(network.sum() // 2)
        found += [(name, str(year), float(value)) for name, value in shape(network).items()]
    tally.runs = 1
    exercises = plan.result(frames.outputs_of(state)).exercises
    exercises = exercises[exercises["kind"] == "exercise"]
    events = events_of(Observed(states=pd.DataFrame({"year": [], "iso3": []}), exercises=exercises))
    return tally, np.array(dyads, float), [*found, *exercises_of(events, pairs, span)]


def _remember(pairs: Any, past: Past, places: Any) -> None:
    """Who has exercised together within five years, by the record."""
    pairs["last_exercise"] = -1
    for year in range(past.span.last - WINDOW + 1, past.span.last + 1):
        if year >= past.span.first:
            pairs["last_exercise"][past.exercise[past.row(year)][places]] = year - 1900


def named_pairs(record: Observed, past: Past) -> list[tuple[str, str]]:
    """Pairs whose exercises are counted: those of the patterns, and those with most in the fitted years."""
    events = [who for year, who in events_of(record) if past.span.first <= year <= past.span.last]
    most = Counter(pair for who in events for pair in combinations(who, 2)).most_common(TOP)
    known = [pair for pair in (*NAMED, *(pair for pair, _ in most)) if set(pair) <= set(past.codes)]
    return list(dict.fromkeys(known))


def exercises_of(events: Events, pairs: Sequence[tuple[str, str]], span: Span) -> list[Moment]:
    """Exercises a year, and how many each of the pairs was in together, over the years of the forecast."""
    here = [who for year, who in events if year in span.forecast]
    together = Counter(pair for who in here for pair in combinations(who, 2))
    when = f"{span.last + 1}-{span.until}"
    return [("exercises a year", when, len(here) / len(span.forecast)),
            *(("-".join(pair), when, float(together[pair])) for pair in pairs)]  # fmt: skip


def seen(record: Observed, past: Past) -> list[Moment]:
    """The same moments of the record."""
    found: list[Moment] = []
    for year in past.span.forecast:
        there = past.present[past.row(year)]
        network = past.agreement[past.row(year)][np.ix_(there, there)].astype(int)
        found += [(name, str(year), float(value)) for name, value in shape(network).items()]
    return [*found, *exercises_of(events_of(record), named_pairs(record, past), past.span)]
