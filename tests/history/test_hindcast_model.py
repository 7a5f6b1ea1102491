"""The model's own forecast on a small world; tables and numbers that are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from planted_past import STATES, scenario, tables

from exchsim.analysis.moments import Observed, read_observed
from exchsim.cli.main import main
from exchsim.history.hindcast.ensemble import plan_of
from exchsim.history.hindcast.past import HindcastError, Span, check
from exchsim.history.hindcast.run import AS_SHIPPED, Options, hindcast
from exchsim.history.hindcast.values import Values, find_values, has_seen, read_values, with_values
from exchsim.history.hindcast.write import write_hindcast

ROOT = Path(__file__).parents[2]
SPAN = Span(1980, 1983, 1988)
WILLING = {"agreements.constant": 5.5, "agreements.power": 0.0, "agreements.degrees": 0.0, "agreements.ally": -3.0,
           "agreements.young": 0.0, "agreements.tension": 0.0}  # fmt: skip
FREE = ("policy.negotiations_per_year=50", "parameters.agreements.capacity_exponent=0")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    path = folder / "world.yaml"
    path.write_text(yaml.safe_dump(scenario()), encoding="utf-8")
    record = read_observed(tables(folder / "record"))
    options = Options(str(path), runs=12, draws=5, workers=1, overrides=FREE)
    return hindcast(record, SPAN, [Values("willing", "all want one", WILLING)], options)


def of(made, inputs):
    return next(one for one in made.forecasts if one.name == "model, willing" and one.inputs == inputs)


def test_chances_said_are_those_with_which_governments_conclude(made):
    # without a limit to negotiations, odds and events of the runs must agree but for luck: nothing is rescaled away
    said = of(made, "observed")
    assert said.events > 150
    assert abs(said.odds - said.events) < 3.5 * np.sqrt(said.events)


def test_observed_and_frozen_inputs_differ_where_the_world_changes(made):
    across, within = np.zeros((12, 12), bool), np.zeros((12, 12), bool)
    across[:6, 6:] = True
    within[:6, :6] = within[6:, 6:] = True
    fewer = of(made, "observed").chance[across].mean() / of(made, "frozen").chance[across].mean()
    same = of(made, "observed").chance[np.triu(within, 1)].mean() / of(made, "frozen").chance[np.triu(within, 1)].mean()
    assert fewer < 0.6 and same == pytest.approx(1.0, abs=0.15)  # pacts across from 1984 make agreements needless


def test_a_forecast_starts_from_the_record_and_from_nothing_later(made):
    forecast = of(made, "frozen")
    held = {(STATES[k], STATES[k + 1]) for k in range(4)}  # 1980 to 1983
    asked = made.past.candidates(newcomers=False)
    codes = made.past.codes
    for a, b in held:
        assert not asked[codes.index(a), codes.index(b)] and forecast.chance[codes.index(a), codes.index(b)] == 0.0
    assert made.past.new().sum() == 5 and asked.sum() == 66 - 4


def test_numbers_that_have_seen_the_years_are_told(made):
    shipped = next(one for one in made.forecasts if one.name == f"model, {AS_SHIPPED}")
    assert "no forecast" in shipped.note and "1981-1999" in shipped.note


def test_leads_over_the_logit_are_those_of_the_scores(made):
    table = made.scores.set_index(["forecaster", "inputs", "pairs"])["auc"]
    for row in made.leads.query("measure == 'auc'").itertuples():
        other = table["gravity logit", row.inputs, row.pairs]
        assert row.lead == pytest.approx(table[row.forecaster, row.inputs, row.pairs] - other)
        assert row.low <= row.high


def test_page_tables_and_figures(made, tmp_path):
    write_hindcast(made, tmp_path / "out")
    page = (tmp_path / "out/hindcast.md").read_text()
    assert "**model, willing, inputs observed**" in page and "better than the logit" in page
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"scores.csv", "pairs.csv", "moments.csv", "observed.png", "frozen.png"} <= names
    assert len(pd.read_csv(tmp_path / "out/pairs.csv")) == made.past.candidates(newcomers=True).sum()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"exercises": None}, "exercises.csv: missing"),
        ({"agreements": pd.DataFrame([("AAA", "BBB", 1981, "")], columns=["iso3_a", "iso3_b", "start", "end"])},
         "agreements.csv: none begins in 1984 to 1988"),
        ({"states": pd.DataFrame([(y, c) for y in range(1980, 1987) for c in STATES], columns=["year", "iso3"])},
         "states.csv: nobody in 1987"),
        ({"states": pd.DataFrame([(y, f"{c}X") for y in range(1980, 1989) for c in STATES], columns=["year", "iso3"])},
         "12 states of 1983 are not in the scenario, such as AAAX"),
        ({"exercises": pd.DataFrame([("e", 1988, "AAA"), ("e", 1988, "BBB")], columns=["event", "year", "iso3"])},
         "exercises.csv: none in 1979 to 1983"),
        ({"agreements": pd.DataFrame({"iso3_a": ["AAA"], "iso3_b": ["BBB"]})}, "agreements: no column start"),
    ],
)  # fmt: skip
def test_wrong_tables_are_refused_with_what_is_wrong(changed, said, tmp_path, capsys):
    path = tmp_path / "world.yaml"
    path.write_text(yaml.safe_dump(scenario()), encoding="utf-8")
    tables(tmp_path / "record", **changed)
    code = main(["hindcast", str(tmp_path / "record"), "--scenario", str(path), "--last", "1983", "--until", "1988"])
    assert code == 2 and said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("numbers: {agreements.constnt: 1}", "no such number; did you mean agreements.constant?"),
        ("numbers: {agreements.constant: much}", "must be a number"),
        ("numbers: {agreements.constant: .nan}", "must be a number"),
        ("parameters: {}", "needs numbers"),
        ("numbers: [", "is no YAML"),
    ],
)
def test_wrong_numbers_are_refused(text, said, tmp_path):
    (tmp_path / "n.yaml").write_text(text)
    with pytest.raises(HindcastError, match=said.replace("?", r"\?")):
        read_values(tmp_path / "n.yaml")


def test_the_shipped_numbers_of_1989_leave_nothing_to_later_years():
    plan = plan_of("classroom", 1980, 1981, [])
    paths = sorted((ROOT / "experiments/hindcast_1989").glob("*.yaml"))
    assert len(paths) == 2 and find_values("hindcast_1989/as_in_1989") in paths
    for path in paths:
        assert has_seen(with_values(plan, read_values(path).numbers), 1989) == ""
    assert has_seen(plan, 1989) and not has_seen(plan, 1999)
    with pytest.raises(HindcastError, match="did you mean hindcast_1989/as_in_1989"):
        find_values("hindcast_1989/as_in_1988")


def test_spans_that_cannot_be_forecast_are_refused():
    with pytest.raises(HindcastError, match="needs three fitted years or more"):
        check(Observed(pd.DataFrame({"year": [], "iso3": []})), None, Span(1980, 1981, 1990))
