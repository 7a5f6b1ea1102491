"""What a forecast of the model is given: inputs as they stood, and the odds that pairs have before governments meet."""

import math
from dataclasses import replace

import numpy as np
import pytest
import yaml
from planted_past import scenario, tables
from reference import twin_agreements
from reference.twin import Twin
from reference.worlds import treaties

from exchsim.analysis.moments import read_observed
from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.history.hindcast.ensemble import plan_of, started
from exchsim.history.hindcast.forecast import FROZEN, OBSERVED
from exchsim.history.hindcast.past import Span, past_of
from exchsim.history.hindcast.prospects import prospects
from exchsim.rules import agreements as rules

SERIES = ("expenditure", "capability", "alignment", "headquarters_posts", "mission_ceiling")


@pytest.fixture
def given(tmp_path):
    """A plan from 1983 on whose every input moves from year to year, with the record it starts from."""
    path = tmp_path / "world.yaml"
    dates = [{"date": f"{year}-03", "kind": "pact_begin", "nation": "AAA", "other": "GGG"} for year in (1983, 1985)]
    path.write_text(yaml.safe_dump(scenario(events=dates)), encoding="utf-8")
    record, span = read_observed(tables(tmp_path / "record")), Span(1980, 1983, 1988)
    past = past_of(record, plan_of(str(path), span.first, span.until, []).blueprint, span)
    plan = plan_of(str(path), span.last, span.until, [])
    b = plan.blueprint
    years, months = 1.0 + np.arange(b.years), np.arange(b.strength.shape[1])
    moving = {name: getattr(b, name) + years for name in SERIES}
    b = replace(b, strength=(b.strength + months).astype(b.strength.dtype), **moving)
    return replace(plan, blueprint=b), record, past


def test_frozen_inputs_stay_what_they_were_in_the_last_fitted_year(given):
    plan, record, past = given
    b, frozen = plan.blueprint, started(plan, record, past, FROZEN).blueprint
    for name in SERIES:
        series = getattr(frozen, name)
        assert np.array_equal(series, np.repeat(getattr(b, name)[:, :1], b.years, axis=1)), name
    assert np.array_equal(frozen.strength[:, :12], b.strength[:, :12])
    assert (frozen.strength[:, 12:] == b.strength[:, 11:12]).all()
    assert [int(month) for month in frozen.changes.month] == [b.start + 2]
    seen = started(plan, record, past, OBSERVED).blueprint
    assert all(np.array_equal(getattr(seen, name), getattr(b, name)) for name in (*SERIES, "strength"))
    assert len(seen.changes) == 2


def test_odds_are_those_that_follow_from_the_twin():
    """Of a January in which a dated rivalry ends: utility, habits, and that both foreign services have time."""
    b = replace(treaties(), params=treaties().params.copy())
    b.params["agreements_habit"], b.params["agreements_constant"] = 1.5, 5.0
    january = b.start + 55
    state, twin = run(build(b, 3), january), Twin(b, 3)
    while twin.month < january:
        twin.step()
    assert january % 12 == 0 and january in b.changes.month
    odds = prospects(january, state.clock.copy(), state.params, state.policies, state.nations, state.pairs.copy(),
                     state.alignment, state.distance_km, state.changes)  # fmt: skip
    twin.tension = twin_agreements.tension_of(twin)  # as the old year leaves it
    twin.pair(twin.nations[0], twin.nations[3]).rivalry = twin.pair(twin.nations[3], twin.nations[0]).rivalry = False
    partners = {n.index: {o.index for o in twin.nations if twin.pair(n, o).agreement} for n in twin.nations}
    expected = np.zeros_like(odds)
    for one, other in twin.couples_of(twin.nations):
        if not twin.pair(one, other).agreement and twin_agreements.can_negotiate(twin, one, other):
            habits = twin_agreements.habit_of(one) + twin_agreements.habit_of(other)
            value = twin_agreements.utility(twin, one, other, partners, january) + habits
            busy = [
                math.exp(-min(50.0, rules.capacity(n.policy.negotiations_per_year, n.capability_index, twin.params)))
                for n in (one, other)
            ]
            expected[one.index, other.index] = (1 - busy[0]) * (1 - busy[1]) / (1 + math.exp(-value))
    assert (expected > 0.0).sum() >= 3 and np.ptp(expected[expected > 0.0]) > 0.05
    np.testing.assert_allclose(odds, expected, rtol=1e-9)
