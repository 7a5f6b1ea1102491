"""Who trains together, how often."""

import math

from exchsim._jit import rule

SMALLEST = 1e-5  # capability share below which forces do not differ
LEAST_ACTIVITY = 0.1  # activity below which single exercises would count for too much in the memory


@rule
def pair_size(capability, other_capability):
    """Size of a pair of forces: geometric mean of their capability indices (shares of the world's), in percent."""
    return 100.0 * math.sqrt(capability * other_capability)


@rule
def begun_per_year(size, met, agreement, params):
    """Bilateral exercises of a pair a year that continue nothing (C: MME v7, 1985-1999, docs/estimates/exercises.py).

    size: see `pair_size`; met: any exercise together in the last five years; agreement: a general one. A pact adds
    nothing once these are known.
    """
    effects = params.exercises_strangers + params.exercises_met * met + params.exercises_agreement * agreement
    return size**params.exercises_size_power * math.exp(effects)


@rule
def wanted_per_year(begun, remembered, activity, params):
    """Bilateral exercises of a pair a year: new ones and an echo of those remembered.

    remembered: exercises of earlier years at ordinary activity, each fading with the years. activity: mean of both
    governments' levers. `follow` is the number that one exercise calls forth in all later years: the series do not
    run away, since it is below one.
    """
    echo = params.exercises_follow * (1.0 - params.exercises_kept_per_year)
    return activity * (begun + echo * remembered)


@rule
def remembered(habit, years, params):
    """What is left of the memory of bilateral exercises some years later."""
    return habit * params.exercises_kept_per_year**years


@rule
def weight_in_memory(activity):
    """How much an exercise counts in the memory of its pair: less where governments are more active than usual."""
    return 1.0 / max(LEAST_ACTIVITY, activity)


@rule
def settled_habit(per_year, params):
    """Memory of a pair that has held `per_year` bilateral exercises a year for long."""
    return per_year / (1.0 - params.exercises_kept_per_year)


@rule
def settled_per_year(begun, params):
    """Bilateral exercises a year of a pair of which `begun` continue nothing, after many years."""
    return begun / (1.0 - params.exercises_follow)


@rule
def typical(sum_of_logs, members):
    """Geometric mean of capability shares, from the sum of what `log_size` gives."""
    return math.exp(sum_of_logs / max(1, members))


@rule
def log_size(capability):
    """Logarithm of a capability share, bounded below."""
    return math.log(capability + SMALLEST)


@rule
def attendance_chance(invited, capability, typical_capability, activity, params):
    """Chance that one of `invited` nations comes to an event of several; larger forces come more (C: MME v7).

    Of sixteen alike 4.7 come, of more members somewhat more, and of five nearly all. typical_capability: the
    geometric mean of those invited.
    """
    share = params.exercises_series_participants * (invited / 16.0) ** params.exercises_series_power / invited
    share = min(params.exercises_series_most, share)
    size = ((capability + SMALLEST) / typical_capability) ** params.exercises_attendance_power
    odds = activity * share / (1.0 - share) * size
    return odds / (1.0 + odds)
