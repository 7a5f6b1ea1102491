"""How a board looks at candidates for a post."""

from exchsim._jit import rule


@rule
def score(level, required, aptitude, specialist, leadership, intercultural, rank, rank_low, rank_high, params):
    """A board's mark for an eligible officer (M): language, aptitude, specialism, record, rank mid-band.

    level: expected level in the working language at the start of the tour, not credited above `required` + 1.
    """
    middle = 0.5 * (rank_low + rank_high)
    return (
        params.selection_weight_language * min(level, required + 1.0)
        + params.selection_weight_aptitude * aptitude
        + params.selection_weight_specialism * specialist
        + params.selection_weight_record * (leadership + intercultural)
        - 0.1 * abs(rank - middle)
    )


@rule
def fit(level, required, tolerance):
    """Would a board send an officer of this level at all?"""
    return level >= required - tolerance


@rule
def has_to_learn(level, target, professional):
    """Does an immersion serve whoever has this level? Those who lack the language that policy asks for.

    target: level that policy asks for; where it asks for none, the professional level (STANAG 6001: 3) stands for it.
    """
    return level < (target if target > 0.0 else professional)


@rule
def longest_course(policy_months, tour_months, params):
    """Longest language course before a tour, in months: what policy allows, and no more than the tour is worth (M).

    US officers learn up to 63 weeks for a year at another nation's staff college.
    """
    return min(policy_months, params.selection_course_per_tour * tour_months)


@rule
def course_months(hours, hours_per_month, longest):
    """Months of full-time language course for `hours` of class, no longer than `longest`."""
    months = int(hours / hours_per_month)
    if months * hours_per_month < hours:
        months += 1
    return min(months, int(longest))
