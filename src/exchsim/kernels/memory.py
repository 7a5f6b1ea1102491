"""What an officer carries: languages in use, and what is remembered of the people of another nation."""

from exchsim._jit import kernel
from exchsim.kernels.people import level_now
from exchsim.rules import contact, language, protocols


@kernel
def language_slot(d, tongue, month, params):
    """Slot of a file for a foreign language; the weaker one is given up for a new language."""
    for k in range(2):
        if d.language[k] == tongue:
            return k
    slot = 0
    if d.language[0] >= 0 and (d.language[1] < 0 or level_now(d, 1, month, params) < level_now(d, 0, month, params)):
        slot = 1
    d.language[slot] = tongue
    d.level[slot] = 0.0
    d.used[slot] = month
    return slot


@kernel
def study(d, tongue, effective_hours, month, params, hours, gamma):
    """Learn a language for some effective hours; it counts as used this month. Writes the file's language slot."""
    if tongue < 0 or tongue == d.mother_tongue:
        return
    k = language_slot(d, tongue, month, params)
    level = language.level_after(
        level_now(d, k, month, params),
        effective_hours,
        hours[d.mother_tongue, tongue],
        gamma[d.mother_tongue, tongue],
        d.aptitude,
        params,
    )
    if level >= d.level[k]:
        d.level[k] = level
        d.used[k] = month
    else:  # still below what was once reached: the officer stands higher up on the same curve of loss
        d.used[k] = month - 12.0 * language.idle_years(
            d.level[k],
            level,
            params.language_loss_time_years,
            params.language_loss_power,
            params.language_floor_at_1,
            params.language_floor_at_3,
        )


@kernel
def trust_now(d, k, month, params):
    """Personal trust of a file's k-th memory in `month`."""
    return contact.remembered(
        d.trust[k], language.unused_months(month, d.met[k]) / 12.0, params.contact_trust_half_life_years
    )


@kernel
def familiarity_now(d, k, month, params):
    """Procedural familiarity of a file's k-th memory in `month`."""
    return protocols.familiarity_left(
        d.familiarity[k], language.unused_months(month, d.met[k]), params.protocols_half_life_months
    )


@kernel
def memory_slot(d, nation, month, params):
    """Slot of a file for a nation, brought up to `month`; the fainter memory is given up for a new nation."""
    slot = -1
    for k in range(2):
        if d.host[k] == nation:
            slot = k
    if slot < 0:
        slot = 0
        if d.host[0] >= 0 and (d.host[1] < 0 or trust_now(d, 1, month, params) < trust_now(d, 0, month, params)):
            slot = 1
        d.host[slot] = nation
        d.trust[slot] = 0.0
        d.familiarity[slot] = 0.0
    else:
        d.trust[slot] = trust_now(d, slot, month, params)
        d.familiarity[slot] = familiarity_now(d, slot, month, params)
    d.met[slot] = month
    return slot


@kernel
def meet(d, nation, strength, understood, exposure_months, years, month, params):
    """Contact with people of a nation for `years`: trust and familiarity grow. Returns the slot."""
    k = memory_slot(d, nation, month, params)
    d.trust[k] = contact.personal_trust_after(
        d.trust[k], params.contact_gain_per_year, strength, understood, params.contact_ceiling, years
    )
    d.familiarity[k] = protocols.familiarity_after(
        d.familiarity[k], exposure_months, params.protocols_learning_exponent
    )
    return k
