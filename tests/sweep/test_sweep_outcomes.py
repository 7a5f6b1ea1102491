"""Outcomes are what pandas makes of the tables of the same run: every table, join, reduction, row and period."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_sweeps import scenario

import exchsim
from exchsim.analysis.moments import OF_RUNS
from exchsim.analysis.moments import take as exchsim_moments
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.scenario import load_scenario
from exchsim.store import frames
from exchsim.store.names import names_of
from exchsim.store.schema import TABLES
from exchsim.sweep.experiment import LOGS, OUTCOME_TABLES, Outcome
from exchsim.sweep.measure import Measure, _reduced, take
from exchsim.sweep.results import _unit

JOINS = ("mean", "sum", "min", "max")
REDUCTIONS = ("mean", "sum", "min", "max", "first", "last", "change", "fall", "recovery")
DATES = {"world": "month", "posts": "began", "exercises": "month", "agreements": "start", "leaks": "month"}
WORLD = scenario(
    organisations={"invented": {"ORG": {"name": "Org", "members": ["AAA", "BBB"], "working_languages": ["mar"],
                                        "headquarters": "AAA", "exercises_per_year": 4, "headquarters_posts": 10}}},
)  # fmt: skip


@cache
def made() -> Any:
    """The tables of a run, and what the sweep sees of it."""
    loaded = load_scenario(WORLD)
    blueprint = loaded.compile()
    state = run(build(blueprint, 3, True), blueprint.end)
    return exchsim.run(loaded, seed=3), frames.outputs_of(state), names_of(blueprint, loaded.resolved)


def by_pandas(frame: pd.DataFrame, outcome: Outcome) -> float:
    """The same number from a table, by other means."""
    for column, wanted in outcome.where.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        frame = frame[np.array([x in values for x in frame[column]], bool)]
    date = DATES.get(outcome.table, "year")
    texts = frame[date].astype("object").map(lambda x: None if pd.isna(x) else str(x))
    first, last = (outcome.start or "1980-01"), (outcome.end or "1982-06")
    if date == "year":
        first, last = first[:4], last[:4]
    inside = np.array([text is not None and first <= text <= last for text in texts], bool)
    frame, texts = frame[inside], texts[inside]
    if outcome.column is None:
        return float(len(frame))
    values = frame[outcome.column].astype(float)
    if outcome.table in LOGS:
        return float(values.agg(outcome.over)) if len(values.dropna()) or outcome.over == "sum" else math.nan
    series = values.groupby(texts).agg(
        lambda x: x.sum() if outcome.over == "sum" else getattr(x.dropna(), outcome.over)()
    )
    series = series.sort_index().dropna()
    if outcome.reduce == "sum":
        return float(series.sum())
    if not len(series):
        return math.nan
    if outcome.reduce in ("mean", "min", "max"):
        return float(getattr(series, outcome.reduce)())
    if outcome.reduce == "recovery":
        return float(months_back(list(series), outcome.recovered))
    first, last = series.iloc[0], series.iloc[-1]
    return float({"first": first, "fall": first - series.min(), "last": last, "change": last - first}[outcome.reduce])


def months_back(series: list[float], recovered: float) -> int:
    """Dates until the fall is made good, by walking along the series."""
    fall, at_the_bottom = series[0] - min(series), False
    for date, value in enumerate(series):
        at_the_bottom = at_the_bottom or value == min(series)
        if at_the_bottom and value >= min(series) + recovered * fall:
            return date
    return len(series)


@pytest.mark.parametrize(
    ("series", "recovered", "fall", "recovery"),
    [
        ([5.0, 4.0, 1.0, 3.0, 4.5, 5.0], 0.75, 4.0, 4),  # three quarters of four are three: back at 4
        ([5.0, 4.0, 1.0, 3.0, 4.5, 5.0], 1.0, 4.0, 5),
        ([5.0, 4.9, 1.0, 2.0], 0.9, 4.0, 4),  # 4.9 came before the bottom; never back: the whole period
        ([5.0, 6.0, 5.5], 0.9, 0.0, 0),  # no fall
        ([5.0, math.nan, 1.0, 5.0], 0.9, 4.0, 2),  # what is missing is no date
    ],
)
def test_fall_and_recovery_by_hand(series: list[float], recovered: float, fall: float, recovery: int) -> None:
    for how, wanted in (("fall", fall), ("recovery", recovery)):
        outcome = Outcome(column="trust", reduce=how, recovered=recovered)
        assert _reduced(outcome, np.array(series)) == wanted


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    table = draw(st.sampled_from(OUTCOME_TABLES))
    numbers = [field.name for field in TABLES[table] if field.dtype not in ("label", "text")]
    column = None if table in LOGS and draw(st.booleans()) else draw(st.sampled_from(numbers))
    where: dict[str, Any] = {}
    labels = [f.name for f in TABLES[table] if f.name in ("iso3", "sender", "host", "a", "b")]
    for label in draw(st.lists(st.sampled_from(labels), unique=True)) if labels else ():
        where[label] = draw(st.sampled_from(["AAA", ["AAA", "CCC"], ["BBB"]]))
    if table != "world" and "year" in numbers and draw(st.booleans()):
        where["year"] = 1981
    if table == "threats" and draw(st.booleans()):
        where["threat"] = "terrorism"
    months = sorted(draw(st.lists(st.integers(0, 29), min_size=2, max_size=2)))
    start, end = (f"{1980 + m // 12}-{1 + m % 12:02d}" for m in months)
    return Outcome.model_validate({
        "table": table, "column": column, "where": where, "over": draw(st.sampled_from(JOINS)),
        "reduce": draw(st.sampled_from(REDUCTIONS)),
        **draw(st.sampled_from([{}, {"start": start}, {"end": end}, {"start": start, "end": end}])),
    })  # fmt: skip


@settings(max_examples=400, print_blob=False, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(outcomes())
def test_an_outcome_is_what_pandas_makes_of_the_table(outcome: Outcome) -> None:
    result, outputs, names = made()
    found = Measure("x", outcome).value(outputs, names, {})
    wanted = by_pandas(result.frame(outcome.table), outcome)
    assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12, nan_ok=True)


def test_the_world_of_these_tests_has_something_to_measure() -> None:
    result, *_ = made()
    for table in ("world", "nations", "pairs", "posts", "exercises", "threats", "language_pool"):
        assert len(result.frame(table)) > 3, table
    assert len(result.agreements)
    assert result.nations["level_at_return"].isna().any()


def test_every_table_has_a_date() -> None:
    result, *_ = made()
    for table in OUTCOME_TABLES:
        assert DATES.get(table, "year") in result.frame(table).columns


def test_a_ratio_divides_two_outcomes_and_is_missing_over_nothing() -> None:
    _, outputs, names = made()
    given_outcomes = {
        "spent": Outcome(column="spent_usd", reduce="sum"), "posts": Outcome(column="filled", reduce="mean"),
        "per_post": Outcome(column="spent_usd", reduce="sum", per="posts"),
        "nothing": Outcome(table="posts", where={"sender": "AAA", "venue": "AAA"}),
        "per_thousand": Outcome(column="spent_usd", reduce="sum", per="posts", times=0.001),
        "per_nothing": Outcome(column="spent_usd", reduce="sum", per="nothing"),
    }  # fmt: skip
    found = take(tuple(Measure(name, outcome) for name, outcome in given_outcomes.items()), outputs, names)
    assert found["per_post"] == found["spent"] / found["posts"] > 0
    assert found["per_thousand"] == pytest.approx(found["per_post"] / 1000)
    assert found["nothing"] == 0 and math.isnan(found["per_nothing"])


def test_a_nation_that_is_not_there_does_not_count() -> None:
    """A mean over nations is one over those present, in every year of its own."""
    away = scenario()
    away["nations"]["invented"]["CCC"]["entered"] = "1981-01"
    loaded = load_scenario(away)
    blueprint = loaded.compile()
    state = run(build(blueprint, 1, True), blueprint.end)
    outputs, names = frames.outputs_of(state), names_of(blueprint, loaded.resolved)
    table = exchsim.run(loaded, seed=1)
    assert len(table.nations) == 8 and len(table.pairs) == 2 + 6 + 6
    for outcome in (Outcome(table="nations", column="skill", end=1980), Outcome(table="pairs", column="trust"),
                    Outcome(table="threats", column="attempts", where={"iso3": "CCC"}, reduce="first")):  # fmt: skip
        found = Measure("x", outcome).value(outputs, names, {})
        assert found == pytest.approx(by_pandas(table.frame(outcome.table), outcome), rel=1e-12)
    missing = Outcome(table="nations", column="skill", where={"iso3": "CCC"}, end=1980)
    assert np.isnan(Measure("x", missing).value(outputs, names, {}))


def test_a_recovery_is_counted_in_months_or_years_and_flags_together_are_a_number() -> None:
    assert _unit({"table": "world", "column": "trust", "reduce": "recovery"}) == "months"
    assert _unit({"table": "pairs", "column": "trust", "reduce": "recovery"}) == "years"
    assert _unit({"table": "world", "column": "trust", "reduce": "fall"}) == "0-1"
    assert _unit({"table": "pairs", "column": "agreement", "over": "sum"}) == "count"
    assert _unit({"table": "pairs", "column": "agreement", "over": "mean"}) == "flag"


def test_moments_of_a_run_are_those_that_the_command_prints():
    """A sweep keeps no table of pairs and knows no scenario; the moments that it offers need neither."""
    result, outputs, names = made()
    printed = exchsim_moments(result.observed())
    asked = [(row.moment, row.when) for row in printed.itertuples() if row.moment in OF_RUNS and not pd.isna(row.value)]
    assert {"dyads", "new dyads", "exercises a year"} <= {moment for moment, _ in asked}
    measures = tuple(Measure(f"m{k}", Outcome(moment=moment, when=when)) for k, (moment, when) in enumerate(asked))
    found = take(measures, outputs, names)
    wanted = {(row.moment, row.when): row.value for row in printed.itertuples()}
    assert list(found.values()) == [wanted[key] for key in asked]
    assert math.isnan(take((Measure("m", Outcome(moment="dyads", when="1850")),), outputs, names)["m"])
