"""Standing: how a nation is perceived abroad, 0-1; .5 is neutral. No source measures it for exchanges (M)."""

import math

from exchsim._jit import rule

NEUTRAL = 0.5


@rule
def standing_after(standing, rise_per_year, fall_per_year, memory_years, years):
    """Standing after `years`: `dS = r (1-S) - f S - (S-1/2)/tau`, in closed form.

    rise_per_year, fall_per_year: what a nation does well and badly now; memory_years: how long the world remembers.
    """
    rate = rise_per_year + fall_per_year + 1.0 / memory_years
    rest = (rise_per_year + NEUTRAL / memory_years) / rate
    return rest + (standing - rest) * math.exp(-rate * years)


@rule
def raised(standing, share):
    """Standing after a single good deed that closes `share` of the distance to one."""
    return standing + (1.0 - standing) * share


@rule
def lowered(standing, share):
    """Standing after a single bad deed that costs `share` of it."""
    return standing * (1.0 - share)


@rule
def returned(received, owed):
    """Part of what a nation receives that it returns, 0-1; one for who receives nothing on terms.

    received: officers hosted whose government expects a return; owed: officers by which what was sent falls short.
    """
    if received <= 0.0:
        return 1.0
    return min(1.0, max(0.0, 1.0 - owed / received))


@rule
def share_refused(refused, hosted):
    """Part of all who wish to come that a host turns away for distrust; a host that is full offends nobody."""
    return refused / (refused + hosted) if refused > 0 else 0.0
