"""Phase 2, plan: in its fiscal month a government decides how many officers go where, on which programme."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Draw, PostState, ProgrammeKind
from exchsim.kernels.calendar import blocked
from exchsim.kernels.posts import close_post, open_post, prices_in, set_meeting_order
from exchsim.rng import uniform
from exchsim.rules import costs, diplomacy, language, selection


@kernel
def plans_now(i, month, nations):
    """Does nation i plan this month: its fiscal year starts, or this is its first month in the run?"""
    return nations[i].present == 1 and (month % 12 == nations[i].fiscal_month or month == nations[i].epoch)


@kernel
def programme_share(programme, policy):
    """Part of bilateral tours that a programme's kind gets by policy; 0 for staff posts and gatherings."""
    if programme.kind == ProgrammeKind.EXCHANGE_POST:
        return policy.mix_exchange_post
    if programme.kind == ProgrammeKind.LANGUAGE_IMMERSION:
        return policy.mix_language_immersion
    if programme.kind == ProgrammeKind.LEADERSHIP_COURSE:
        return policy.mix_leadership_course
    return 0.0


@kernel
def skill_to_gain(i, j, nations):
    """Mean over domains of what j does better than i."""
    gain = 0.0
    for k in range(6):
        gain += max(0.0, nations[j].skill[k] - nations[i].skill[k])
    return gain / 6.0


@kernel
def usual_course_months(i, j, params, policies, nations, staff_level, hours, gamma):
    """Months of language course that an average officer of i needs before a tour with j."""
    target = policies[i].language_target
    learner, tongue = nations[i].language, nations[j].language
    if target <= 0.0 or staff_level[i, tongue] >= target:
        return 0
    needed = language.hours_to_level(target, hours[learner, tongue], gamma[learner, tongue], 0.0, 0.0)
    return selection.course_months(needed, params.language_class_hours_per_month, policies[i].preparation_months_max)


@kernel
def attractions(i, month, params, policies, nations, pairs, staff_level, hours, gamma, alignment, year, out):
    """Unnormalised share of every partner for nation i; 0 where the host would refuse. Writes out."""
    largest = 0.0
    for j in range(nations.size):
        largest = max(largest, nations[j].capability_share)
    for j in range(nations.size):
        out[j] = 0.0
        if j == i or nations[j].present == 0 or blocked(i, j, nations, pairs):
            continue
        pair, back = pairs[i, j], pairs[j, i]
        if not diplomacy.accepts(back.trust, nations[i].standing, params.diplomacy_host_threshold,
                                 params.standing_acceptance, pair.rivalry, pair.ruptured):
            continue
        utility = diplomacy.partner_utility(
            policies[i], pair.alliance, pair.trust, pair.agreement,
            nations[j].capability_share / largest if largest > 0.0 else 0.0, pair.threat, skill_to_gain(i, j, nations),
            pair.interoperability, -pair.ledger / 12.0, nations[j].standing, pair.rivalry,
            abs(alignment[i, year] - alignment[j, year]),
            usual_course_months(i, j, params, policies, nations, staff_level, hours, gamma),
        )
        out[j] = diplomacy.attraction(utility, policies[i].concentration)


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
    order = np.argsort(-rest, kind="mergesort")
    for k in range(min(whole - given, weights.size)):
        posts[order[k]] += 1


@kernel
def staff_quota(i, organisation, share, year, clock, nations, organisations, member_since, headquarters_posts):
    """Staff posts of a member at its organisation's headquarters, by capability share; none at home."""
    headquarters = organisations[organisation].headquarters
    if member_since[organisation, i] < 0 or headquarters < 0 or headquarters == i:
        return 0
    total = 0.0
    for k in range(nations.size):
        if member_since[organisation, k] >= 0 and nations[k].present == 1:
            total += nations[k].capability_share
    if total <= 0.0 or nations[headquarters].present == 0:
        return 0
    posts = share * headquarters_posts[organisation, year] / clock.people_per_agent
    return int(posts * nations[i].capability_share / total + 0.5)


@kernel
def want_staff_posts(i, year, room_usd, post_year, clock, policies, nations, organisations, member_since,
                     headquarters_posts, programmes, targets):
    """Staff posts in every organisation as far as the money goes. Writes targets; returns the money left."""
    for p in range(programmes.size):
        if programmes[p].kind != ProgrammeKind.STAFF_POST:
            continue
        for o in range(organisations.size):
            quota = staff_quota(i, o, policies[i].staff_posts_share, year, clock, nations, organisations,
                                member_since, headquarters_posts)
            quota = min(quota, diplomacy.affordable_posts(room_usd, 1.0, post_year[p]))
            targets[i, nations.size + o, p] = quota
            room_usd -= quota * post_year[p]
        break  # one programme serves all staffs
    return room_usd


@kernel
def agree(i, wanted, policies, nations, pairs, targets):
    """What hosts and reciprocity allow of the posts wanted (partners x programmes). Writes targets."""
    for j in range(wanted.shape[0]):
        asked = wanted[j].sum()
        if asked == 0:
            continue
        room = int(policies[j].hosting_share * nations[j].cadre) - nations[j].hosted - nations[j].promised
        room += pairs[i, j].posts
        limit = diplomacy.reciprocity_limit(
            int(policies[i].reciprocity), asked, int(pairs[j, i].posts), pairs[i, j].ledger,
            policies[i].reciprocity_years,
        )
        allowed = max(0, min(asked, room, limit))
        nations[j].promised += max(0, allowed - pairs[i, j].posts)
        for p in range(wanted.shape[1]):
            targets[i, j, p] = min(wanted[j, p], allowed)
            allowed -= targets[i, j, p]


@kernel
def propose(i, month, clock, params, programmes, policies, nations, pairs, organisations, member_since,
            headquarters_posts, staff_level, hours, gamma, alignment, expenditure, targets):
    """A government's plan for the fiscal year: posts wanted by venue and programme.

    Reads pairs, nations, policies. Writes targets[i], nations[i].budget_usd and spent_usd. Draws ODD_POST.
    """
    nation, policy = nations[i], policies[i]
    year = month // 12 - clock.start // 12
    nation.budget_usd = costs.exchange_budget(policy.budget_share, expenditure[i, year])
    nation.spent_usd = 0.0
    targets[i] = 0
    prices = prices_in(month, params)
    post_year = np.empty(programmes.size)
    mix = np.zeros(programmes.size)
    for p in range(programmes.size):
        post_year[p] = 12.0 * programmes[p].cost_usd_per_month * clock.people_per_agent * prices
        mix[p] = programme_share(programmes[p], policy)
    room_usd = want_staff_posts(
        i, year, params.diplomacy_budget_for_posts * nation.budget_usd, post_year, clock, policies, nations,
        organisations, member_since, headquarters_posts, programmes, targets,
    )
    if mix.sum() <= 0.0:
        return
    partner = np.empty(nations.size)
    attractions(i, month, params, policies, nations, pairs, staff_level, hours, gamma, alignment, year, partner)
    mean_cost = (mix * post_year).sum() / mix.sum()
    mean_cost += course_year(i, partner, params, policies, nations, staff_level, hours, gamma) * (
        clock.people_per_agent * prices
    )
    # a fraction of a post is a post for some of the time: small forces send too
    odd = uniform(clock.seed, month // 48, Draw.ODD_POST, nation.code, 0)
    whole = min(int(policy.posts_share * nation.cadre + odd), diplomacy.affordable_posts(room_usd, 1.0, mean_cost))
    weights = np.empty(nations.size * programmes.size)
    for j in range(nations.size):
        for p in range(programmes.size):
            weights[j * programmes.size + p] = partner[j] * mix[p]
    posts = np.empty(weights.size, np.int64)
    share_out(whole, weights, posts)
    agree(i, posts.reshape(nations.size, programmes.size), policies, nations, pairs, targets)


@kernel
def enact(month, clock, programmes, posts, free_posts, nations, pairs, organisations, targets, meeting_order):
    """Open and close posts until they are what the plans of this month want; filled ones close at their tour's end.

    Reads targets. Writes posts, pairs.posts, meeting_order. Draws POST_DOMAIN.
    """
    standing = np.zeros(targets.shape[1:], np.int64)
    first = np.zeros(nations.size + 1, np.int64)
    last = np.zeros(nations.size + 1, np.int64)
    for k in range(clock.posts):  # a nation's posts lie together in the order of their identity
        sender = posts[meeting_order[k]].sender
        if last[sender] == 0:
            first[sender] = k
        last[sender] = k + 1
    changed = False
    for i in range(nations.size):
        if plans_now(i, month, nations):
            own = meeting_order[first[i] : last[i]].copy()
            changed = enact_one(i, month, own, standing, clock, programmes, posts, free_posts, nations, pairs,
                                organisations, targets) or changed
    if changed:
        set_meeting_order(clock, posts, meeting_order)


@kernel
def enact_one(i, month, own, standing, clock, programmes, posts, free_posts, nations, pairs, organisations, targets):
    """Open and close the posts of one nation; `own` are their rows. Returns whether anything changed."""
    standing[:] = 0
    closed = 0
    for k in range(own.size):
        post = posts[own[k]]
        keep = post.ordinal < targets[i, post.venue, post.programme]
        post.closing = 0 if keep else 1
        if keep:
            standing[post.venue, post.programme] += 1
        elif post.state == PostState.VACANT or post.state == PostState.SUSPENDED:
            close_post(own[k], clock, posts, free_posts, nations, pairs)
            own[k] = -1
            closed += 1
    opened = 0
    for venue in range(targets.shape[1]):
        for p in range(targets.shape[2]):
            missing = targets[i, venue, p] - standing[venue, p]
            for ordinal in range(targets[i, venue, p]):
                if missing == 0:
                    break
                if not stands(own, posts, venue, p, ordinal):
                    open_post(i, venue, p, ordinal, month, clock, programmes, posts, free_posts, nations, pairs,
                              organisations)
                    missing -= 1
                    opened += 1
    return opened + closed > 0


@kernel
def stands(own, posts, venue, programme, ordinal):
    """Is the post with this number open?"""
    for k in range(own.size):
        if own[k] >= 0:
            post = posts[own[k]]
            if post.venue == venue and post.programme == programme and post.ordinal == ordinal:
                return True
    return False
