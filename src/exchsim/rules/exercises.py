"""Who trains together, how often."""

import math

from exchsim._jit import rule


@rule
def pair_size(capability, other_capability):
    """Size of a pair of forces: geometric mean of their capability indices (shares of the world's), in percent."""
    return 100.0 * math.sqrt(capability * other_capability)


@rule
def exercise_chance(recent, acquainted, alliance, agreement, size, activity, params):
    """Chance that two nations hold bilateral exercises this year (C: MME v7, 1985-1999).

    recent: a bilateral exercise in the last five years; acquainted: any exercise together in that time. size: see
    `pair_size`; the parameters hold at one, and a pair of twice the size has two such chances. activity: the mean of
    both governments' levers.
    """
    if recent:
        chance = params.exercises_repeat_ally if alliance else params.exercises_repeat_other
    else:
        chance = params.exercises_onset_ally if alliance else params.exercises_onset_other
        if acquainted:
            chance = max(chance, params.exercises_onset_acquainted)
        if agreement:
            chance = max(chance, params.exercises_onset_agreement)
    return 1.0 - (1.0 - chance) ** (size * activity)


@rule
def further_exercises(size, per_pair, activity):
    """Mean number of bilateral exercises beyond the first in an active year; grows with the size of the pair."""
    return per_pair * activity * size


@rule
def attendance_chance(participants, invited, capability, mean_capability, activity):
    """Chance that one of `invited` nations comes to an event with `participants` on average; larger forces come more.

    C: about five take part whether sixteen are invited (NATO, a third come) or five (FPDA, nearly all).
    """
    size = math.sqrt(capability / mean_capability) if mean_capability > 0.0 else 1.0
    return min(1.0, participants / invited * activity * size)
