"""Careers: leaving as a hazard with peaks, promotion at gates. Times are years of service."""

import math

from exchsim._jit import rule

PEAK_YEARS = 1.0  # a peak lasts one year: after the obligation, and after twenty years
PENSION_YEARS = 20.0  # US practice (K)


@rule
def leaving_rate(years, params):
    """Leaving hazard per year of an officer with no tour abroad (K: 7-9 % with peaks)."""
    if years < params.careers_obligation_years:
        return params.careers_leave_per_year * params.careers_obligation_factor
    if years < params.careers_obligation_years + PEAK_YEARS:
        return params.careers_leave_per_year * params.careers_peak_factor
    if years < PENSION_YEARS:
        return params.careers_leave_per_year
    if years < PENSION_YEARS + PEAK_YEARS:
        return params.careers_leave_per_year * params.careers_peak_factor
    return params.careers_leave_per_year * params.careers_late_factor


@rule
def next_bend(years, params):
    """Service at which the leaving hazard changes next; endless after the last."""
    if years < params.careers_obligation_years:
        return params.careers_obligation_years
    if years < params.careers_obligation_years + PEAK_YEARS:
        return params.careers_obligation_years + PEAK_YEARS
    if years < PENSION_YEARS:
        return PENSION_YEARS
    if years < PENSION_YEARS + PEAK_YEARS:
        return PENSION_YEARS + PEAK_YEARS
    return math.inf


@rule
def hazard_between(first, last, params):
    """Cumulative leaving hazard between two times of service, with no tour abroad."""
    total = 0.0
    while first < last:
        bend = min(last, next_bend(first, params))
        total += leaving_rate(first, params) * (bend - first)
        first = bend
    return total


@rule
def service_at_leaving(years, patience, params):
    """Service at which `patience` (a cumulative hazard) is spent, starting from `years`.

    With patience drawn from a unit exponential this is the exact waiting time of the piecewise constant hazard. Endless
    where nobody leaves of their own accord.
    """
    while True:
        bend = next_bend(years, params)
        rate = leaving_rate(years, params)
        if bend == math.inf or rate * (bend - years) >= patience:
            return years + patience / rate if rate > 0.0 else math.inf
        patience -= rate * (bend - years)
        years = bend


@rule
def bond(tours, bond_per_tour):
    """Factor on the leaving hazard after tours abroad (M, both signs allowed)."""
    return math.exp(-bond_per_tour * tours)


@rule
def gate_years(rank, params):
    """Service at which an officer of `rank` is considered for the next grade (R: DA Pam 600-3 for O4-O6)."""
    if rank == 1:
        return params.careers_to_o2_years
    if rank == 2:
        return params.careers_to_o3_years
    if rank == 3:
        return params.careers_to_o4_years
    if rank == 4:
        return params.careers_to_o5_years
    if rank == 5:
        return params.careers_to_o6_years
    if rank == 6:
        return params.careers_to_o7_years
    if rank == 7:
        return params.careers_to_o8_years
    return params.careers_to_o9_years


@rule
def gate_spread_years(rank, params):
    """Half-width of the window around a gate; junior grades are promoted by time."""
    return params.careers_gate_spread_years if rank >= 3 else 0.0


@rule
def selection_chance(rank, params):
    """Chance of selection from `rank` to the next grade for an average record (R for O4-O6); by time up to O3."""
    if rank < 3:
        return 1.0
    if rank == 3:
        return params.careers_chance_o4
    if rank == 4:
        return params.careers_chance_o5
    if rank == 5:
        return params.careers_chance_o6
    if rank == 6:
        return params.careers_chance_o7
    if rank == 7:
        return params.careers_chance_o8
    return params.careers_chance_o9


@rule
def selected(chance, leadership, average, leadership_effect, credit):
    """Chance of selection given the record: odds moved by leadership and by credit for tours abroad."""
    if chance >= 1.0:
        return 1.0
    odds = chance / (1.0 - chance) * math.exp(leadership_effect * (leadership - average)) * credit
    return odds / (1.0 + odds)


@rule
def out_of_sight(is_abroad, effect):
    """Factor on the odds of selection of an officer whom the board does not see because of a tour abroad (M)."""
    return math.exp(effect) if is_abroad else 1.0


@rule
def service_limit_years(rank, params):
    """Service at which an officer of `rank` must go: a captain passed over at 20 years, a general last of all (K)."""
    if rank <= 3:
        return params.careers_captain_limit_years
    return params.careers_general_limit_years if rank >= 7 else params.careers_service_limit_years


@rule
def months_of(years):
    """Whole months, at least 1, after which something due in `years` has happened."""
    return max(1, int(math.ceil(12.0 * years - 1e-9)))


@rule
def may_serve(served, months, rank, params):
    """May an officer with `served` months of service serve so many more before the limit of the grade?"""
    return served + months < months_of(service_limit_years(rank, params))
