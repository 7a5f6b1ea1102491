"""What every pair of states has in sight when governments come to negotiate."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from exchsim._jit import entry
from exchsim.enums import Change
from exchsim.kernels import agreements as diplomacy
from exchsim.kernels.calendar import change_relation
from exchsim.rules import agreements as rules


@entry
def prospects(month: int, clock: Any, params: Any, policies: Any, nations: Any, pairs: Any, alignment: Any,
              distance_km: Any, changes: Any) -> Any:  # fmt: skip
    """N x N, upper triangle: odds that a pair concludes a general agreement this January, if nobody else's came first.

    The chance that both want it, times the chances that either can negotiate at all. 0 where there is one, or where
    they cannot talk. Of this month's dated changes pacts and rivalries count, renewals do not.
    Reads all. Writes clock, pairs, which must be copies. Draws NEGOTIATING_HABIT.
    """
    n, now, settings = nations.size, clock[0], params[0]
    now.tension = diplomacy.world_tension(nations, pairs)
    for change in changes:
        kind, a, b = int(change.kind), int(change.a), int(change.b)
        if change.month == month and (
            kind == Change.PACT_BEGIN or kind == Change.PACT_END
            or kind == Change.RIVALRY_BEGIN or kind == Change.RIVALRY_END
        ):  # fmt: skip
            change_relation(kind, pairs[a, b])
            change_relation(kind, pairs[b, a])
    degree, common = np.zeros(n, np.int64), np.zeros((n, n), np.int64)
    diplomacy.count_partners(nations, pairs, degree, common)
    habits, ready = diplomacy.habits_of(now, settings, nations), np.zeros(n)
    for i in range(n):
        mean = rules.capacity(policies[i].negotiations_per_year, nations[i].capability_index, settings)
        ready[i] = -math.expm1(-min(50.0, mean))
    odds = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            if pairs[i, j].agreement == 1 or not diplomacy.can_negotiate(i, j, nations, pairs):
                continue
            value = diplomacy.utility(
                i, j, month, now, settings, nations, pairs, alignment, distance_km, degree, common
            )
            odds[i, j] = ready[i] * ready[j] / (1.0 + math.exp(-value - habits[i] - habits[j]))
    return odds
