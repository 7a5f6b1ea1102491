"""Agreements of scenario files: history as the tables tell it, what governments start from, and types of events."""

from __future__ import annotations

import pytest

import exchsim
from exchsim.enums import AgreementType, Change
from exchsim.scenario import ScenarioError, load_scenario
from exchsim.state.blueprint import BY_TERM, month_index

GENERAL, SECURITY, TRAINING = (int(kind) for kind in AgreementType)
SIX = ["BGR", "HUN", "ROU", "TUR", "UKR", "USA"]
EAGER = {"negotiations_per_year": 50, "training_agreements": 2, "information_security_agreements": 2}
# the table of these six, written down by hand from DCAD; the month after the last year in force ends them
HISTORY = [
    ("BGR", "HUN", "general", "1991-01", "1998-01"),
    ("BGR", "ROU", "general", "1994-01", None),
    ("BGR", "TUR", "general", "1993-01", None),  # two of the source that overlap
    ("BGR", "TUR", "training", "1992-01", None),
    ("BGR", "UKR", "general", "1992-01", None),
    ("BGR", "USA", "general", "1994-01", None),
    ("HUN", "ROU", "general", "1990-01", None),
    ("HUN", "TUR", "general", "1995-01", None),
    ("HUN", "TUR", "training", "1997-01", None),
    ("HUN", "UKR", "general", "1992-01", None),
    ("HUN", "UKR", "training", "1993-01", "2000-01"),
    ("ROU", "TUR", "general", "1992-01", None),
    ("ROU", "TUR", "training", "1992-01", None),
    ("ROU", "UKR", "general", "1994-01", None),
    ("ROU", "USA", "general", "1998-01", None),
    ("TUR", "UKR", "general", "1994-01", None),
    ("TUR", "UKR", "training", "1997-01", None),
    ("TUR", "USA", "general", "1980-01", None),
    ("TUR", "USA", "training", "1981-01", "1988-01"),
    ("UKR", "USA", "general", "1993-01", "2000-01"),
]


def world(follow: str, **more: object) -> dict[str, object]:
    """Six states from 1985 to 2001, few agents, governments that would conclude whatever they can."""
    return {
        "period": {"start": "1985-01", "end": "2001-12"}, "nations": SIX, "people_per_agent": 1000,
        "agreements_follow": follow, "policy": EAGER, **more,
    }  # fmt: skip


def listed(result: exchsim.Result) -> list[tuple[str, str, str, str, str | None]]:
    """The table of agreements of a run, in the order of the list above."""
    frame = result.agreements[["a", "b", "type", "start", "end"]].astype(object)
    return sorted(
        (tuple(None if value != value else value for value in row) for row in frame.to_numpy()),
        key=lambda row: row[:4],
    )


def test_history_brings_the_agreements_of_the_table_on_their_dates_and_none_by_the_model() -> None:
    result = exchsim.run(world("history"), seed=2)
    assert listed(result) == HISTORY
    assert (result.agreements.renewals == 0).all() and result.agreements.renewal_due.isna().all()


def test_history_and_what_the_scenario_states_stand_side_by_side() -> None:
    mine = [
        {"nations": ["HUN", "USA"], "type": "information_security", "since": "1995-06"},
        {"nations": ["USA", "TUR"], "since": "1975-01"},  # held earlier than the table says: one agreement
    ]
    found = listed(exchsim.run(world("history", agreements=mine), seed=2))
    assert ("HUN", "USA", "information_security", "1995-06", None) in found
    assert ("TUR", "USA", "general", "1975-01", None) in found
    assert len(found) == len(HISTORY) + 1


def test_without_the_ties_of_the_world_history_is_empty() -> None:
    assert listed(exchsim.run(world("history", use_world_ties=False), seed=2)) == []


def test_governments_start_from_what_is_in_force_and_go_their_own_way() -> None:
    plan = load_scenario(world("model")).compile()
    held = {(plan.nations[row.a], plan.nations[row.b], row.type): row for row in plan.agreements}
    assert set(held) == {("TUR", "USA", GENERAL), ("TUR", "USA", TRAINING)}
    assert {int(row.start) for row in held.values()} == {month_index(1980), month_index(1981)}
    assert (plan.agreements["renewal_due"] == BY_TERM).all() and plan.negotiates
    assert not {Change.AGREEMENT_BEGIN, Change.AGREEMENT_END} & set(plan.changes["kind"])
    assert listed(exchsim.run(world("model"), seed=2)) != HISTORY


EVENTS = [
    {"date": "1990-03", "kind": "agreement_begin", "nation": "USA", "other": "HUN", "type": "training"},
    {"date": "1990-04", "kind": "agreement_begin", "nation": "HUN", "other": "USA"},
    {"date": "1990-05", "kind": "agreement_begin", "nation": "HUN", "other": "USA", "type": "information_security"},
    {"date": "1991-06", "kind": "agreement_end", "nation": "USA", "other": "HUN", "type": "information_security"},
]


def test_an_event_says_which_type_of_agreement_begins_or_ends() -> None:
    quiet = dict.fromkeys(EAGER, 0)
    told = world("model", use_world_ties=False, events=EVENTS, policy=quiet)
    plan = load_scenario(told).compile()
    found = [
        (row.month, row.kind, row.value)
        for row in plan.changes
        if row.kind in (Change.AGREEMENT_BEGIN, Change.AGREEMENT_END)
    ]
    assert found == [
        (month_index(1990, 3), Change.AGREEMENT_BEGIN, TRAINING),
        (month_index(1990, 4), Change.AGREEMENT_BEGIN, GENERAL),  # where nothing is said
        (month_index(1990, 5), Change.AGREEMENT_BEGIN, SECURITY),
        (month_index(1991, 6), Change.AGREEMENT_END, SECURITY),
    ]
    assert listed(exchsim.run(told, seed=2)) == [
        ("HUN", "USA", "general", "1990-04", None),
        ("HUN", "USA", "information_security", "1990-05", "1991-06"),
        ("HUN", "USA", "training", "1990-03", None),
    ]


def test_events_before_the_start_hold_at_the_start_and_need_no_renewal() -> None:
    before = [
        {"date": "1984-03", "kind": "agreement_begin", "nation": "USA", "other": "TUR"},  # known already, now stated
        {"date": "1984-04", "kind": "agreement_end", "nation": "USA", "other": "TUR", "type": "training"},
        {"date": "1984-05", "kind": "agreement_begin", "nation": "USA", "other": "HUN", "type": "information_security"},
    ]
    plan = load_scenario(world("model", events=before)).compile()
    rows = [(plan.nations[r.a], plan.nations[r.b], r.type, r.start, r.renewal_due) for r in plan.agreements]
    assert rows == [
        ("HUN", "USA", SECURITY, month_index(1984, 5), -1),
        ("TUR", "USA", GENERAL, month_index(1980), -1),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "secrecy"}, "events[0].type = secrecy"),
        ({"type": "training", "kind": "pact_begin"}, "events[0].type"),
    ],
)
def test_a_type_that_does_not_exist_or_does_not_belong_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(world("model", events=[EVENTS[0] | change])).compile()
    assert said in str(caught.value)


def test_what_agreements_follow_is_model_or_history() -> None:
    with pytest.raises(ScenarioError, match=r"agreements_follow = memory"):
        load_scenario(world("memory")).compile()
