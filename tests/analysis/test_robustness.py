"""Regret, satisficing, worst cases and Pareto sets by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchsim.analysis import robustness

# two futures, three policies, one replicate each
RUNS = pd.DataFrame(
    [("a", 0, 0, 10.0, 3.0), ("b", 0, 0, 8.0, 1.0), ("c", 0, 0, 4.0, 9.0),
     ("a", 1, 0, 2.0, 3.0), ("b", 1, 0, 6.0, 5.0), ("c", 1, 0, 5.0, 9.0)],
    columns=["policy", "sample", "replicate", "trust", "cost"],
)  # fmt: skip
DIRECTIONS = {"trust": "more", "cost": "less"}


def test_regret_by_hand():
    lost = robustness.regret(RUNS, "trust", "more")
    assert lost["a"].tolist() == [0.0, 4.0]
    assert lost["b"].tolist() == [2.0, 0.0]
    assert lost["c"].tolist() == [6.0, 1.0]
    assert robustness.regret(RUNS, "trust", "more", relative=True)["b"].tolist() == [0.2, 0.0]
    assert robustness.regret(RUNS, "cost", "less")["c"].tolist() == [8.0, 6.0]


def test_replicates_are_averaged_before_anybody_regrets():
    more = pd.concat([RUNS, RUNS.assign(replicate=1, trust=RUNS["trust"] + 2.0)])
    assert robustness.regret(more, "trust", "more")["c"].tolist() == [6.0, 1.0]


def test_satisficing_by_hand():
    share = robustness.satisficing(RUNS, {"trust": 5.0, "cost": 5.0}, DIRECTIONS)
    assert share.to_dict() == {"a": 0.5, "b": 1.0, "c": 0.0}
    with pytest.raises(ValueError, match="at least one"):
        robustness.satisficing(RUNS, {}, DIRECTIONS)


def test_worst_cases_by_hand():
    over = robustness.spread(RUNS, "cost", "less")
    assert over["worst"].to_dict() == {"a": 3.0, "b": 5.0, "c": 9.0}
    assert over.loc["b", "p50"] == 3.0


def test_pareto_by_hand():
    values = np.array([[6.0, 3.0], [7.0, 3.0], [4.5, 9.0], [8.0, 4.0], [7.0, 3.0]])
    assert robustness.pareto(values, ["more", "less"]).tolist() == [False, True, False, True, True]


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=20))
def test_nobody_in_a_pareto_set_is_beaten_and_everybody_else_is(rows):
    values = np.array(rows)
    kept = robustness.pareto(values, ["more", "more", "more"])
    assert kept.any()
    for place, row in enumerate(values):
        beaten = any(np.all(other >= row) and np.any(other > row) for other in values)
        assert kept[place] == (not beaten)


def test_a_table_of_everything():
    table = robustness.table(RUNS, {**DIRECTIONS, "aside": "neither"})
    assert set(table["outcome"]) == {"trust", "cost"}
    row = table[(table["policy"] == "b") & (table["outcome"] == "trust")].iloc[0]
    assert (row["mean"], row["worst"], row["regret_max"], row["relative_regret_max"]) == (7.0, 6.0, 2.0, 0.2)
    assert dict(zip(table["policy"], table["pareto"], strict=True)) == {"a": False, "b": True, "c": False}


def test_an_outcome_without_a_direction_has_no_regret():
    with pytest.raises(ValueError, match="has no direction"):
        robustness.regret(RUNS, "trust", "neither")


def test_policies_stand_in_the_order_in_which_they_come():
    turned = RUNS.sort_values("policy", ascending=False, kind="stable")
    assert list(robustness.futures(turned, "trust").columns) == ["c", "b", "a"]
    assert list(dict.fromkeys(robustness.table(turned, DIRECTIONS)["policy"])) == ["c", "b", "a"]
