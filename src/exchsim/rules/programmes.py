"""Which programmes a policy wants: the domains it weighs, and what is done on screen."""

from exchsim._jit import rule

VIRTUAL, HYBRID = 1, 2  # enums.Mode


@rule
def domain_wishes(policy):
    """Weights of the six domains (levers, M); all alike where a policy wants none of them."""
    wishes = (
        policy.domain_conventional,
        policy.domain_peacekeeping,
        policy.domain_counterterrorism,
        policy.domain_cyber,
        policy.domain_unconventional,
        policy.domain_crisis_management,
    )
    if wishes[0] + wishes[1] + wishes[2] + wishes[3] + wishes[4] + wishes[5] <= 0.0:
        return (1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    return wishes


@rule
def emphasis(domains, wishes):
    """How far a programme trains what is wanted: the mean wish over the fields that it trains."""
    total = 0.0
    for k in range(6):
        total += domains[k] * wishes[k]
    return total


@rule
def attention(domains, wishes, field):
    """Part of a programme that a force gives to a field: what it trains, by what the force wants; 0 for nothing.

    The parts of the six fields sum to one.
    """
    every = emphasis(domains, wishes)
    return domains[field] * wishes[field] / every if every > 0.0 else 0.0


@rule
def with_remote_share(wanted, is_virtual, share, all_wanted, virtual_part):
    """Part of a mix that one programme gets when `share` of the whole goes to what is done on screen.

    wanted: its part before; all_wanted: that of all programmes; virtual_part: this one's part of all that is done on
    screen, 0-1. Where there is nothing on screen at all, callers keep `wanted`.
    """
    kept = (1.0 - share) * wanted
    return kept + share * all_wanted * virtual_part if is_virtual else kept


@rule
def mode_of_month(mode, passed, length, remote_part):
    """Mode of one month of a tour: a hybrid one is on screen at first and at last, in person between.

    passed: months of the tour before this one. remote_part: part of a hybrid tour on screen, half of it on each side.
    """
    if mode != HYBRID:
        return mode
    side = 0.5 * remote_part * length
    return VIRTUAL if passed + 0.5 < side or passed + 0.5 > length - side else 0
