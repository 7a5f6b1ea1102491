"""Language: learning, loss, communication. Levels are on the ILR / STANAG 6001 scale, 0 to 5."""

import math

from exchsim._jit import rule

NATIVE_LEVEL = 5.0  # ILR 5 by definition


@rule
def steepening(level, gamma, params):
    """Exponent of the learning curve: gamma up to level 3, more above it."""
    return gamma if level <= 3.0 else gamma + params.language_beyond_three


@rule
def hours_to_level(level, hours_to_three, gamma, aptitude, params):
    """Class hours from nothing to `level`: `H3 (L/3)^gamma exp(-a z)`; above level 3 with a higher exponent.

    hours_to_three: 675 … 2200 (R: FSI); gamma 1.0-1.46 (K: Liskin-Gasparro 1982); aptitude in sd. Few adults reach
    level 4 (decision 0026).
    """
    share = (level / 3.0) ** steepening(level, gamma, params)
    return hours_to_three * share * math.exp(-params.language_aptitude_effect * aptitude)


@rule
def level_after(level, hours, hours_to_three, gamma, aptitude, params):
    """Level after `hours` more effective class hours: the learning curve followed from where the learner stands."""
    ceiling = params.language_level_ceiling
    if hours_to_three <= 0.0 or level >= ceiling:
        return level
    to_three = hours_to_level(3.0, hours_to_three, gamma, aptitude, params)
    share = (level / 3.0) ** steepening(level, gamma, params) + hours / to_three  # of the way to level 3
    exponent = gamma if share <= 1.0 else gamma + params.language_beyond_three
    return min(ceiling, 3.0 * share ** (1.0 / exponent))


@rule
def effective_hours(class_hours, immersion_hours, immersion_weight):
    """Class hours plus what life among speakers is worth (M: .35 class hours an hour)."""
    return class_hours + immersion_weight * immersion_hours


@rule
def retained_level(level, years, time_years, power, floor_at_1, floor_at_3):
    """Level left after `years` without use: `Lf + (L0 - Lf)(1 + t/tau)^-psi` (shape K: Bahrick 1984).

    The floor Lf is a share of the level reached, from `floor_at_1` at level 1 to `floor_at_3` at level 3.
    """
    if years <= 0.0:
        return level
    climbed = min(1.0, max(0.0, (level - 1.0) / 2.0))
    floor = level * (floor_at_1 + (floor_at_3 - floor_at_1) * climbed)
    return floor + (level - floor) * (1.0 + years / time_years) ** -power


@rule
def idle_years(level, left, time_years, power, floor_at_1, floor_at_3):
    """Years without use after which `left` is left of `level`: the inverse of `retained_level`, 0 when none is lost."""
    floor = retained_level(level, 1e30, time_years, power, floor_at_1, floor_at_3)
    if left >= level or level <= floor:
        return 0.0
    share = max(1e-12, (left - floor) / (level - floor))
    return time_years * (share ** (-1.0 / power) - 1.0)


@rule
def unused_months(month, last):
    """Whole months without use or contact between the month of the last one and this month, neither counted."""
    return max(0.0, month - last - 1.0)


@rule
def communication(level, required, steepness):
    """Share of what is said that is understood: a logistic in the level above what the work needs."""
    return 1.0 / (1.0 + math.exp(-steepness * (level - required)))


@rule
def with_interpreters(understood, coverage, gain):
    """Communication when interpreters cover a share of the need."""
    return understood + (1.0 - understood) * coverage * gain


@rule
def required_level(level, standards, terminology_gain):
    """Level that the work needs once common terminology has made part of it unnecessary."""
    return max(0.0, level - terminology_gain * standards)


@rule
def staff_level(share, scale):
    """Level at which a nation's staffs work in a language spoken by `share` of the people (M)."""
    return scale * math.sqrt(min(1.0, max(0.0, share)))


@rule
def difficulty(hours, log_sd, deviate):
    """Class hours to level 3 where only typology is known: a log-normal residual (C: sd .25 over 61 languages)."""
    return hours * math.exp(log_sd * deviate)
