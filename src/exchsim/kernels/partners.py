"""Phase 2, partners: how a government weighs the others, whom it asks, and who bridges to whom."""

import numpy as np

from exchsim._jit import kernel
from exchsim.kernels.calendar import cut_off
from exchsim.kernels.intelligence import newcomers
from exchsim.kernels.order import in_order
from exchsim.kernels.people import common_staff_level
from exchsim.rules import agreements, diplomacy, language, selection
from exchsim.rules.programmes import domain_wishes


@kernel
def priority(domain, policy):
    """Weight of a field of work in a government's objectives; over fields they sum to one."""
    wishes = domain_wishes(policy)
    return wishes[domain] / (wishes[0] + wishes[1] + wishes[2] + wishes[3] + wishes[4] + wishes[5])


@kernel
def skill_to_gain(i, j, policies, nations):
    """What j does better than i, over the fields of work by their priority."""
    gain = 0.0
    for k in range(6):
        gain += priority(k, policies[i]) * max(0.0, nations[j].skill[k] - nations[i].skill[k])
    return gain


@kernel
def usual_course_months(i, j, params, policies, nations, staff_level, hours, gamma):
    """Months of language course that an average officer of i needs before a tour with j."""
    target = policies[i].language_target
    learner, tongue = nations[i].language, nations[j].language
    if target <= 0.0 or common_staff_level(i, j, staff_level) >= target:
        return 0
    needed = language.hours_to_level(target, hours[learner, tongue], gamma[learner, tongue], 0.0, params)
    longest = selection.longest_course(policies[i].preparation_months_max, policies[i].tour_months, params)
    return selection.course_months(needed, params.language_class_hours_per_month, longest)


@kernel
def appeal(i, j, largest, course_months, distance, params, policies, nations, pairs):
    """Benefit less risk of j as a partner of i. largest: capability share of the most capable."""
    pair, policy = pairs[i, j], policies[i]
    aligned = diplomacy.alignment(distance, params.diplomacy_far_apart)
    gain = diplomacy.benefit(
        policy, diplomacy.bond(float(pair.alliance), pair.standards), aligned, pair.trust,
        agreements.standing_terms(pair.agreement, pair.training, params),
        nations[j].capability_share / largest if largest > 0.0 else 0.0, pair.threat,
        skill_to_gain(i, j, policies, nations), pair.interoperability,
        diplomacy.owed(pair.ledger, policy.reciprocity_years, float(pair.posts + pairs[j, i].posts)),
        nations[j].standing, pair.bridging,
    )
    exposure = diplomacy.exposure(pair.trust, aligned, nations[j].leak_risk)
    return diplomacy.partner_utility(gain, diplomacy.risk(policy, pair.rivalry, exposure, course_months))


@kernel
def attractions(i, month, params, policies, nations, pairs, staff_level, hours, gamma, alignment, year, out, refuses):
    """Unnormalised share of every partner for nation i, and which hosts would refuse. Writes out, refuses."""
    largest = 0.0
    for j in range(nations.size):
        largest = max(largest, nations[j].capability_share)
    for j in range(nations.size):
        out[j], refuses[j] = 0.0, 0
        if j == i or cut_off(i, j, nations, pairs):
            continue
        months = usual_course_months(i, j, params, policies, nations, staff_level, hours, gamma)
        distance = abs(alignment[i, year] - alignment[j, year])
        utility = appeal(i, j, largest, months, distance, params, policies, nations, pairs)
        out[j] = diplomacy.attraction(utility, policies[i].concentration)
        demanded = agreements.demanded_trust(params.diplomacy_host_threshold, pairs[i, j].training, params)
        if not diplomacy.accepts(pairs[j, i].trust, nations[i].standing, demanded, params.standing_acceptance,
                                 pairs[i, j].ruptured):
            refuses[j] = 1


@kernel
def widen(i, params, pairs, weights):
    """Training agreements widen what is wanted with their partners. Writes weights; returns how many times more."""
    before, after = 0.0, 0.0
    for j in range(weights.size):
        before += weights[j]
        weights[j] *= agreements.training_volume(pairs[i, j].training, params)
        after += weights[j]
    return after / before if before > 0.0 else 1.0


@kernel
def keep_best(most, weights):
    """A government with few partners keeps the best; 0 for no limit. Writes weights; ties go to the lower index."""
    if most <= 0 or weights.size == 0:
        return
    largest = weights.max()
    if largest <= 0.0:
        return
    keys = np.empty(weights.size)
    for k in range(weights.size):
        keys[k] = -diplomacy.remainder(weights[k] / largest, 0)
    order = in_order(keys)
    for k in range(most, weights.size):
        weights[order[k]] = 0.0


@kernel
def share_out(whole, weights, posts):
    """Whole posts by largest remainder. Writes posts; ties go to the lower index."""
    total = weights.sum()
    posts[:] = 0
    if total <= 0.0 or whole <= 0:
        return
    rest = np.empty(weights.size)
    given = 0
    for k in range(weights.size):
        exact = whole * weights[k] / total
        posts[k] = int(exact + 1e-12)
        rest[k] = diplomacy.remainder(exact, posts[k])
        given += posts[k]
    order = in_order(-rest)
    for k in range(min(whole - given, weights.size)):
        posts[order[k]] += 1


@kernel
def ask(i, wanted, weights, refuses, policies, nations, pairs):
    """Where the posts are wanted; hosts that refuse are counted and drop out of the weights.

    Writes pairs.wish, weights, nations.refused_this_year, nations.turned_away.
    """
    most = int(policies[i].partners_max)
    wishes = weights.copy()
    keep_best(most, wishes)
    asked = np.empty(weights.size, np.int64)
    share_out(wanted, wishes, asked)
    total = wishes.sum()
    for j in range(weights.size):
        pairs[i, j].wish = wishes[j] / total if total > 0.0 else 0.0
        if refuses[j] == 1:
            weights[j] = 0.0
            nations[i].refused_this_year += asked[j]
            nations[j].turned_away += asked[j]
    keep_best(most, weights)


@kernel
def course_year(i, partner, params, policies, nations, staff_level, hours, gamma):
    """USD of 2015 a year for the language courses of one post, over partners by their attraction."""
    total, fee = 0.0, 0.0
    for j in range(nations.size):
        if partner[j] > 0.0:
            months = usual_course_months(i, j, params, policies, nations, staff_level, hours, gamma)
            total += partner[j]
            fee += partner[j] * months * params.language_class_hours_per_month * params.costs_class_hour_usd
    return fee / total * 12.0 / policies[i].tour_months if total > 0.0 else 0.0


@kernel
def see_bridges(month, nations, pairs):
    """Share of a nation's partners (posts either way, or an agreement) that one lacks oneself.

    Every January, and when a state has entered. Structural holes in the network of exchanges. Goes over lists of
    partners, not over all triads. Writes pairs.bridging.
    """
    if month % 12 != 0 and not newcomers(nations):
        return
    linked = np.zeros((nations.size, nations.size), np.int8)
    for i in range(nations.size):
        for j in range(nations.size):
            both = nations[i].present == 1 and nations[j].present == 1 and i != j
            if both and (pairs[i, j].agreement == 1 or pairs[i, j].posts + pairs[j, i].posts > 0):
                linked[i, j] = 1
    partners = np.empty(nations.size, np.int64)
    for j in range(nations.size):
        count = 0
        for k in range(nations.size):
            if linked[j, k] == 1:
                partners[count] = k
                count += 1
        for i in range(nations.size):
            new = 0
            for k in range(count):
                new += 1 if partners[k] != i and linked[i, partners[k]] == 0 else 0
            others = count - linked[i, j]
            pairs[i, j].bridging = new / others if others > 0 and i != j else 0.0
