"""Who trains together, how often."""

import math

from exchsim._jit import rule


@rule
def exercise_chance(recent, alliance, agreement, activity, params):
    """Chance that two nations hold bilateral exercises this year (bands from MME v7, 1980-1999).

    recent: they exercised together in the last five years. activity: the mean of both governments' levers.
    """
    if recent:
        chance = params.exercises_repeat_ally if alliance else params.exercises_repeat_other
    elif agreement:
        chance = params.exercises_onset_agreement
    else:
        chance = params.exercises_onset_ally if alliance else params.exercises_onset_other
    return min(1.0, chance * activity)


@rule
def further_exercises(capability, other_capability, per_pair, activity):
    """Mean number of bilateral exercises beyond the first in an active year; grows with both capabilities.

    capability: share of the world's; the geometric mean of both is taken relative to one percent.
    """
    return per_pair * activity * math.sqrt(100.0 * math.sqrt(capability * other_capability))


@rule
def series_mean(series_per_year, standards, activity):
    """Mean number of exercises of an organisation in a year."""
    return series_per_year * standards * activity


@rule
def attendance_chance(attendance, capability, mean_capability, activity):
    """Chance that a member takes part in an exercise of its organisation; larger forces come more often."""
    if mean_capability <= 0.0:
        return min(1.0, attendance * activity)
    return min(1.0, attendance * activity * math.sqrt(capability / mean_capability))
