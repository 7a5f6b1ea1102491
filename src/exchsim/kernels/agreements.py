"""Agreements between two states: in force, renewed, concluded. Governments negotiate every January (phases 1 and 2)."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import AgreementType, Change, Draw
from exchsim.kernels.order import in_order
from exchsim.rng import normal, poisson, uniform
from exchsim.rules import agreements as rules
from exchsim.rules import relations

GENERAL = int(AgreementType.GENERAL)
INFORMATION_SECURITY = int(AgreementType.INFORMATION_SECURITY)
TRAINING = int(AgreementType.TRAINING)
TYPES = 3
RECENT_YEARS = 5  # exercises of the last five years count (docs/odd.md, agreements)


@kernel
def pair_key(i, j, nations):
    """Identity of a pair of states in draws, whichever comes first."""
    a, b = nations[i].code, nations[j].code
    return (min(a, b) << 13) | max(a, b)


@kernel
def mark(kind, held, pair):
    """Set the flag of one type of agreement on one side of a pair."""
    if kind == GENERAL:
        pair.agreement = held
    elif kind == INFORMATION_SECURITY:
        pair.information_security = held
    else:
        pair.training = held


@kernel
def holds(kind, pair):
    """Is an agreement of this type in force?"""
    if kind == GENERAL:
        return pair.agreement == 1
    if kind == INFORMATION_SECURITY:
        return pair.information_security == 1
    return pair.training == 1


@kernel
def conclude(i, j, kind, month, due, clock, pairs, agreements):
    """A new agreement. The log has room. Writes agreements, pairs."""
    row = agreements[clock.agreements]
    row.a, row.b, row.type = min(i, j), max(i, j), kind
    row.start, row.end, row.renewal_due, row.renewals = month, -1, due, 0
    clock.agreements += 1
    mark(kind, 1, pairs[i, j])
    mark(kind, 1, pairs[j, i])


@kernel
def terminate(row, month, pairs):
    """An agreement ends. Writes agreements, pairs."""
    row.end = month
    mark(row.type, 0, pairs[row.a, row.b])
    mark(row.type, 0, pairs[row.b, row.a])


@kernel
def open_agreement(i, j, kind, clock, agreements):
    """Row of the agreement of this type in force between two states; -1 for none."""
    a, b = min(i, j), max(i, j)
    for k in range(clock.agreements):
        row = agreements[k]
        if row.end < 0 and row.a == a and row.b == b and row.type == kind:
            return k
    return -1


@kernel
def change_agreement(begins, i, j, kind, month, clock, pairs, agreements):
    """A dated change of the scenario: what it states is not subject to renewal. Writes agreements, pairs."""
    if i == j:
        return
    k = open_agreement(i, j, kind, clock, agreements)
    if begins and k < 0:
        conclude(i, j, kind, month, -1, clock, pairs, agreements)
    elif begins:
        agreements[k].renewal_due = -1
    elif k >= 0:
        terminate(agreements[k], month, pairs)


@kernel
def lapse(month, clock, nations, pairs, agreements):
    """Agreements end with a rupture, and with the states. Reads nations, pairs. Writes agreements, pairs."""
    for k in range(clock.agreements):
        row = agreements[k]
        if row.end < 0 and (
            nations[row.a].present == 0 or nations[row.b].present == 0 or pairs[row.a, row.b].ruptured == 1
        ):
            terminate(row, month, pairs)


@kernel
def has_room(month, clock, changes, nations, agreements):
    """Can the log take what this month may bring: dated changes, and every January all types for all pairs?"""
    needed = 0
    for k in range(changes.size):
        if changes[k].month == month and changes[k].kind == Change.AGREEMENT_BEGIN:
            needed += 1
    if month % 12 == 0 and clock.negotiates == 1:
        needed += TYPES * nations.size * (nations.size - 1) // 2
    clock.agreements_room = clock.agreements + needed
    return clock.agreements_room <= agreements.size


@kernel
def world_tension(nations, pairs):
    """Products of the capability indices of rivals, summed: what two blocs of great powers have against each other."""
    tension = 0.0
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            if pairs[i, j].rivalry == 1 and nations[i].present == 1 and nations[j].present == 1:
                tension += nations[i].capability_index * nations[j].capability_index
    return tension


@kernel
def can_negotiate(i, j, nations, pairs):
    """May two governments talk: both in the system since before this month, borders open, no rupture?"""
    return (
        nations[i].present == 1
        and nations[j].present == 1
        and nations[i].borders_closed == 0
        and nations[j].borders_closed == 0
        and pairs[i, j].ruptured == 0
        and pairs[i, j].trust >= 0.0  # below: strangers who have met this very month
    )


@kernel
def count_partners(nations, pairs, degree, common):
    """General agreements of each state, and partners that two states have in common. Writes degree, common."""
    partners = np.empty(nations.size, np.int64)
    for k in range(nations.size):
        count = 0
        for i in range(nations.size):
            if i != k and pairs[k, i].agreement == 1:
                partners[count] = i
                count += 1
        degree[k] = count
        for x in range(count):
            for y in range(count):
                common[partners[x], partners[y]] += 1


@kernel
def trust_gained(i, j, pairs):
    """Trust beyond its political baseline, the mean of both sides."""
    pair, back = pairs[i, j], pairs[j, i]
    return 0.5 * (pair.trust - pair.baseline + back.trust - back.baseline)


@kernel
def met_lately(i, j, month, pairs):
    """An exercise together in the last five years."""
    return pairs[i, j].last_exercise >= 0 and month // 12 - pairs[i, j].last_exercise <= RECENT_YEARS


@kernel
def utility(i, j, month, clock, params, nations, pairs, alignment, distance_km, degree, common):
    """What a general agreement is worth to a pair, from the state of the world at the end of last year."""
    one, other, pair, back = nations[i], nations[j], pairs[i, j], pairs[j, i]
    year = max(0, month // 12 - clock.start // 12 - 1)
    young = rules.is_young(max(one.founded, other.founded), month, params)
    value = rules.circumstances(
        float(common[i, j]), float(pair.alliance), 1.0 if met_lately(i, j, month, pairs) else 0.0,
        float(pair.rivalry), 1.0 if young else 0.0, clock.tension, params,
    )
    value += rules.attraction(
        float(degree[i]), float(degree[j]), abs(alignment[i, year] - alignment[j, year]), one.capability_index,
        other.capability_index, distance_km[i, j], params,
    )
    weight, share = params.trust_alumni_weight, params.trust_reference_share
    alumni = relations.saturating(relations.normalised_dose(weight * pair.alumni_influence, one.cadre, share))
    alumni += relations.saturating(relations.normalised_dose(weight * back.alumni_influence, other.cadre, share))
    share, least = params.protocols_acquaintance_share, params.protocols_smallest_team / clock.people_per_agent
    ties = relations.saturating(relations.per_team(pair.ties, one.cadre, share, least))
    ties += relations.saturating(relations.per_team(back.ties, other.cadre, share, least))
    return value + rules.acquaintance(trust_gained(i, j, pairs), 0.5 * alumni, 0.5 * ties, params)


@kernel
def match(surplus, first, second, left):
    """Willing pairs are served in the order of their surplus while both sides have capacity left.

    With a surplus that both sides share this is the stable matching: no two that were turned away would rather have
    each other than what they got. Returns which pairs conclude. Writes left.
    """
    concluded = np.zeros(surplus.size, np.int64)
    order = in_order(-surplus)
    for k in order:
        if left[first[k]] > 0 and left[second[k]] > 0:
            left[first[k]] -= 1
            left[second[k]] -= 1
            concluded[k] = 1
    return concluded


@kernel
def draw_capacity(month, clock, params, policies, nations):
    """Agreements that each nation can negotiate this year. Draws NEGOTIATION_CAPACITY."""
    left = np.zeros(nations.size, np.int64)
    for i in range(nations.size):
        mean = rules.capacity(policies[i].negotiations_per_year, nations[i].capability_index, params)
        left[i] = poisson(clock.seed, month, Draw.NEGOTIATION_CAPACITY, nations[i].code, 0, min(50.0, mean))
    return left


@kernel
def habits_of(clock, params, nations):
    """How much each nation is given to signing, the same in every year. Draws NEGOTIATING_HABIT."""
    habits = np.empty(nations.size)
    for i in range(nations.size):
        habits[i] = rules.habit(normal(clock.seed, 0, Draw.NEGOTIATING_HABIT, nations[i].code, 0), params)
    return habits


@kernel
def negotiate(month, clock, params, policies, nations, pairs, alignment, distance_km, agreements):
    """New general agreements of the year. Reads pairs, nations. Writes agreements, pairs. Draws AGREEMENT."""
    n = nations.size
    degree, common = np.zeros(n, np.int64), np.zeros((n, n), np.int64)
    count_partners(nations, pairs, degree, common)
    left, habits = draw_capacity(month, clock, params, policies, nations), habits_of(clock, params, nations)
    surplus = np.empty(n * (n - 1) // 2)
    first, second = np.empty(surplus.size, np.int64), np.empty(surplus.size, np.int64)
    willing = 0
    for i in range(n):
        for j in range(i + 1, n):
            if left[i] == 0 or left[j] == 0 or pairs[i, j].agreement == 1 or not can_negotiate(i, j, nations, pairs):
                continue
            value = utility(i, j, month, clock, params, nations, pairs, alignment, distance_km, degree, common)
            u = uniform(clock.seed, month, Draw.AGREEMENT, pair_key(i, j, nations), 0)
            value += habits[i] + habits[j] + rules.logistic_noise(u)
            if value > 0.0:
                surplus[willing], first[willing], second[willing] = value, i, j
                willing += 1
    concluded = match(surplus[:willing], first[:willing], second[:willing], left)
    for k in range(willing):
        if concluded[k] == 1:
            conclude(first[k], second[k], GENERAL, month, month + rules.term_months(params), clock,
                     pairs, agreements)


@kernel
def renew(month, clock, params, nations, pairs, agreements):
    """Agreements whose term has run out are renewed or end. Writes agreements, pairs. Draws AGREEMENT_RENEWAL."""
    for k in range(clock.agreements):
        row = agreements[k]
        if row.end >= 0 or row.renewal_due < 0 or row.renewal_due > month:
            continue
        used = met_lately(row.a, row.b, month, pairs) or pairs[row.a, row.b].posts + pairs[row.b, row.a].posts > 0
        chance = rules.renewal_chance(
            row.renewals, trust_gained(row.a, row.b, pairs), 1.0 if used else 0.0, float(pairs[row.a, row.b].rivalry),
            params,
        )
        key = pair_key(row.a, row.b, nations)
        if uniform(clock.seed, month, Draw.AGREEMENT_RENEWAL, key, row.type) < chance:
            row.renewal_due = month + rules.term_months(params)
            row.renewals += 1
        else:
            terminate(row, month, pairs)


@kernel
def specialise(month, clock, params, policies, nations, pairs, agreements):
    """Partners agree on information security, and on training. Writes agreements, pairs. Draws SPECIAL_AGREEMENT."""
    due = month + rules.term_months(params)
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            pair, back = pairs[i, j], pairs[j, i]
            if (pair.agreement == 0 and pair.alliance == 0) or not can_negotiate(i, j, nations, pairs):
                continue
            key = pair_key(i, j, nations)
            posts = 1.0 if pair.posts + back.posts > 0 else 0.0
            trust = min(pair.trust, back.trust)
            security = rules.special_chance(
                params.agreements_information_security_per_year, policies[i].information_security_agreements,
                policies[j].information_security_agreements, trust, posts, params,
            )
            training = rules.special_chance(
                params.agreements_training_per_year, policies[i].training_agreements,
                policies[j].training_agreements, trust, posts, params,
            )
            for kind in range(INFORMATION_SECURITY, TYPES):
                chance = training if kind == TRAINING else security
                if holds(kind, pair) or uniform(clock.seed, month, Draw.SPECIAL_AGREEMENT, key, kind) >= chance:
                    continue
                conclude(i, j, kind, month, due, clock, pairs, agreements)


@kernel
def agree(month, clock, params, policies, nations, pairs, alignment, distance_km, agreements):
    """A January's diplomacy on what the year before has left: terms run out, partners go further, others begin.

    Reads nations, pairs. Writes agreements, pairs. Draws nothing itself.
    """
    if clock.negotiates == 0:
        return
    renew(month, clock, params, nations, pairs, agreements)
    specialise(month, clock, params, policies, nations, pairs, agreements)
    negotiate(month, clock, params, policies, nations, pairs, alignment, distance_km, agreements)
