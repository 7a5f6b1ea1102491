"""Random small worlds for Hypothesis: cadres, dates, languages, changes, levers and parameters in their ranges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from blueprints import blueprint
from hypothesis import strategies as st

from exchsim.enums import Change, Mode
from exchsim.state.blueprint import Blueprint, month_index, month_name
from exchsim.state.levers import LEVER_NAMES, LEVERS
from exchsim.state.params import PARAMETERS

START = month_index(1984, 1)
WHOLE = {"reciprocity"}  # levers that are a choice, not an amount
GENEROUS = {"posts_share": 0.08, "budget_share": 0.01, "hosting_share": 0.2, "weight_rivalry": 0.0}
PARTS = st.floats(0.0, 1.0)


def within(declared, part: float) -> float:
    """A value inside the declared range of a parameter or lever."""
    value = declared.low + part * (declared.high - declared.low)
    return float(round(value)) if declared.name in WHOLE else value


@st.composite
def some_of(draw, declared) -> dict[str, float]:
    """A few parameters or levers, anywhere in their ranges."""
    chosen = draw(st.lists(st.sampled_from(declared), max_size=8, unique_by=lambda d: d.name))
    return {d.name: within(d, draw(PARTS)) for d in chosen}


@st.composite
def dated_changes(draw, nations: int, start: int, months: int):
    """Up to eight changes of any kind, between any two nations."""
    changes = []
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(list(Change)))
        a, b = draw(st.lists(st.integers(0, nations - 1), min_size=2, max_size=2, unique=True))
        value = 0.0
        if kind == Change.SET_LEVER:
            lever = draw(st.sampled_from(LEVERS))
            b, value = LEVER_NAMES.index(lever.name), within(lever, draw(PARTS))
            a = draw(st.sampled_from([-1, a]))
        elif kind in (Change.JOIN, Change.QUIT):
            b = 0
        changes.append((month_name(start + draw(st.integers(0, months - 1))), kind, a, b, value))
    return tuple(changes)


@st.composite
def membership(draw, nations: int, start: int, months: int) -> dict[int, tuple[str, str]]:
    """Perhaps one state enters late or leaves early; the first stays."""
    present = {}
    for i in draw(st.sets(st.integers(1, nations - 1), max_size=1)):
        enter = draw(st.integers(0, months - 1))
        leave = draw(st.integers(enter + 1, months))
        present[i] = (month_name(start + enter), month_name(start + leave))
    return present


@st.composite
def small_worlds(draw) -> Blueprint:
    """A world of two to four small forces for up to three years."""
    n = draw(st.integers(2, 4))
    start, months = START + draw(st.integers(0, 11)), draw(st.integers(4, 36))
    b = blueprint(
        cadres=tuple(draw(st.lists(st.integers(20, 160), min_size=n, max_size=n))),
        months=months,
        start=month_name(start),
        languages=tuple(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))),
        changes=draw(dated_changes(n, start, months)),
        present=draw(membership(n, start, months)),
        organisation=draw(st.booleans()) or n < 3,
        expenditure=10.0 ** draw(st.sampled_from((7.0, 8.5, 9.5, 10.0, 11.0, 12.0))),
        policy=GENEROUS | draw(some_of(LEVERS)),
        params=draw(some_of(PARAMETERS)),
        rivals=((0, 1),) if draw(st.booleans()) else (),
        allies=((0, n - 1),) if draw(st.booleans()) else (),
    )
    return varied(b, draw)


def varied(b: Blueprint, draw) -> Blueprint:
    """Strength that moves, other ways of meeting, agents of several people."""
    strength = b.strength.copy()
    dip = draw(st.integers(0, strength.shape[1] - 1))
    strength[0, dip:] = np.maximum(1, strength[0, dip:] * draw(st.floats(0.2, 1.0)))
    programmes = b.programme_table.copy()
    modes = st.sampled_from([int(m) for m in Mode])
    programmes["mode"] = draw(st.lists(modes, min_size=len(programmes), max_size=len(programmes)))
    people = draw(st.sampled_from([1.0, 5.0]))
    return replace(b, strength=strength.astype(np.int32), programme_table=programmes, people_per_agent=people)
