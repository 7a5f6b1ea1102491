"""Who trains together, how often."""

import math

from exchsim._jit import rule


@rule
def exercise_chance(recent, acquainted, alliance, agreement, activity, params):
    """Chance that two nations hold bilateral exercises this year (C: MME v7, 1985-1999).

    recent: a bilateral exercise in the last five years; acquainted: any exercise together in that time.
    activity: the mean of both governments' levers.
    """
    if recent:
        chance = params.exercises_repeat_ally if alliance else params.exercises_repeat_other
    else:
        chance = params.exercises_onset_ally if alliance else params.exercises_onset_other
        if acquainted:
            chance = max(chance, params.exercises_onset_acquainted)
        if agreement:
            chance = max(chance, params.exercises_onset_agreement)
    return min(1.0, chance * activity)


@rule
def further_exercises(capability, other_capability, per_pair, activity):
    """Mean number of bilateral exercises beyond the first in an active year; grows with both capabilities.

    capability: share of the world's; the geometric mean of both is taken relative to one percent.
    """
    return per_pair * activity * math.sqrt(100.0 * math.sqrt(capability * other_capability))


@rule
def attendance_chance(participants, invited, capability, mean_capability, activity):
    """Chance that one of `invited` nations comes to an event with `participants` on average; larger forces come more.

    C: about five take part whether sixteen are invited (NATO, a third come) or five (FPDA, nearly all).
    """
    size = math.sqrt(capability / mean_capability) if mean_capability > 0.0 else 1.0
    return min(1.0, participants / invited * activity * size)
