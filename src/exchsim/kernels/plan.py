"""Phase 2, plan: in its fiscal month a government decides how many officers go where, on which programme."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import Draw, MissionKind, PostState, ProgrammeKind, Reciprocity
from exchsim.kernels import partners
from exchsim.kernels.choose import can_go, first_of_kind, has_purpose, possible_part, programme_mix, spread
from exchsim.kernels.order import in_order
from exchsim.kernels.posts import close_post, funded, open_post, prices_in, set_meeting_order
from exchsim.rng import uniform
from exchsim.rules import costs, diplomacy, peacekeeping


@kernel
def plans_now(i, month, nations):
    """Does nation i plan this month: its fiscal year starts, or this is its first month in the run?"""
    return nations[i].present == 1 and (month % 12 == nations[i].fiscal_month or month == nations[i].epoch)


@kernel
def planning_order(month, clock, nations):
    """Nations that plan this month, in a drawn order: no place in a list has first call on hosts. Draws PLAN_ORDER."""
    who, keys = np.empty(nations.size, np.int64), np.empty(nations.size)
    count = 0
    for i in range(nations.size):
        if plans_now(i, month, nations):
            who[count] = i
            keys[count] = uniform(clock.seed, month, Draw.PLAN_ORDER, nations[i].code, 0)
            count += 1
    return who[in_order(keys[:count])]


@kernel
def afford(i, wanted, room_usd, post_usd, partner, policies, expenditure, year):
    """How many of the posts wanted are paid for: by the nation as far as its money goes, the others by richer hosts.

    Writes partner: weights of hosts that pay grow to take what the nation cannot pay itself. Returns the number.
    """
    total, own = 0.0, 0.0
    for j in range(partner.size):
        total += partner[j]
        own += 0.0 if funded(i, j, policies, expenditure, year) else partner[j]
    if total <= 0.0:
        return 0
    if own == total:
        return min(wanted, diplomacy.affordable_posts(room_usd, 1.0, post_usd))
    paid = min(int(wanted * own / total + 0.5), diplomacy.affordable_posts(room_usd, 1.0, post_usd))
    for j in range(partner.size):
        if funded(i, j, policies, expenditure, year):
            partner[j] *= (wanted - paid) / (total - own)
        else:
            partner[j] *= paid / own if own > 0.0 else 0.0
    return wanted


@kernel
def staff_quota(i, organisation, share, year, clock, nations, organisations, member_since, headquarters_posts):
    """Staff posts of a member at its organisation's headquarters, by capability share; none at home.

    Whole posts by largest remainder over all members, so that quotas and the host's own part add up to all posts.
    """
    headquarters = organisations[organisation].headquarters
    if member_since[organisation, i] < 0 or headquarters < 0 or headquarters == i:
        return 0
    total = 0.0
    for k in range(nations.size):
        if member_since[organisation, k] >= 0 and nations[k].present == 1:
            total += nations[k].capability_share
    if total <= 0.0 or nations[headquarters].present == 0:
        return 0
    whole = int(share * headquarters_posts[organisation, year] / clock.people_per_agent + 0.5)
    exact = whole * nations[i].capability_share / total
    own = int(exact + 1e-12)
    given, ahead = 0, 0
    for k in range(nations.size):
        if member_since[organisation, k] >= 0 and nations[k].present == 1:
            claim = whole * nations[k].capability_share / total
            given += int(claim + 1e-12)
            rest, mine = diplomacy.remainder(claim, int(claim + 1e-12)), diplomacy.remainder(exact, own)
            ahead += 1 if rest > mine or (rest == mine and k < i) else 0
    return own + (1 if ahead < whole - given else 0)


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
def want_mission_posts(i, month, room_usd, post_year, clock, params, nations, organisations, missions, contingents,
                       programmes, targets):
    """Staff posts in the missions to which a nation contributes. Writes targets; returns the money left.

    Draws MISSION_STAFF.
    """
    for p in range(programmes.size):
        if programmes[p].kind != ProgrammeKind.PEACEKEEPING_STAFF:
            continue
        for m in range(missions.size):
            if missions[m].running == 0 or contingents[m, i].troops <= 0.0:
                continue
            odd = uniform(clock.seed, month // 12, Draw.MISSION_STAFF, nations[i].code, missions[m].code)
            quota = peacekeeping.staff_posts(
                contingents[m, i].troops, missions[m].kind == MissionKind.OBSERVER, params.peacekeeping_staff_share,
                clock.people_per_agent, odd,
            )
            quota = min(quota, diplomacy.affordable_posts(room_usd, 1.0, post_year[p]))
            targets[i, nations.size + organisations.size + m, p] = quota
            room_usd -= quota * post_year[p]
        break  # one programme serves all missions
    return room_usd


@kernel
def money_of_donor(i, j, year, post_usd, clock, params, policies, nations, pairs, expenditure):
    """Posts that host j may pay for guests from i: its share for donations less what it gives and has promised."""
    purse = policies[j].donor_share * costs.exchange_budget(policies[j].budget_share, expenditure[j, year])
    left = purse - nations[j].donated_usd - nations[j].promised_usd
    return diplomacy.affordable_posts(left, 1.0, post_usd) + pairs[i, j].posts


@kernel
def agree(i, wanted, year, post_usd, clock, params, policies, nations, pairs, expenditure, targets):
    """What hosts and reciprocity allow of the posts wanted (partners x programmes).

    Writes targets, what hosts have promised this month, and how many posts they had to refuse.
    """
    for j in range(wanted.shape[0]):
        asked = wanted[j].sum()
        if asked == 0:
            continue
        room = int(policies[j].hosting_share * nations[j].cadre) - nations[j].hosted - nations[j].promised
        room += pairs[i, j].posts
        if funded(i, j, policies, expenditure, year):
            room = min(room, money_of_donor(i, j, year, post_usd, clock, params, policies, nations, pairs, expenditure))
        limit = diplomacy.reciprocity_limit(
            int(policies[i].reciprocity), asked, int(pairs[j, i].posts), pairs[i, j].ledger,
            policies[i].reciprocity_years,
        )
        allowed = max(0, min(asked, room, limit))
        nations[i].refused_this_year += max(0, min(asked, limit) - allowed)
        new = max(0, allowed - pairs[i, j].posts)
        nations[j].promised += new
        if funded(i, j, policies, expenditure, year):
            nations[j].promised_usd += new * post_usd
        for p in range(wanted.shape[1]):
            targets[i, j, p] = min(wanted[j, p], allowed)
            allowed -= targets[i, j, p]


@kernel
def propose(i, month, clock, params, programmes, policies, nations, pairs, organisations, member_since,
            headquarters_posts, missions, contingents, staff_level, hours, gamma, alignment, expenditure, targets):
    """A government's plan for the fiscal year: whom to send to by alignment, how many by threat and money.

    Reads pairs, nations, policies. Writes targets[i], pairs.wish, nations[i].budget_usd and spent_usd, refusals.
    Draws ODD_POST, MISSION_STAFF, POST_PROGRAMME.
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
    programme_mix(programmes, policy, mix)
    room_usd = want_staff_posts(
        i, year, params.diplomacy_budget_for_posts * nation.budget_usd - nation.donated_usd, post_year, clock, policies,
        nations, organisations, member_since, headquarters_posts, programmes, targets,
    )
    room_usd = want_mission_posts(i, month, room_usd, post_year, clock, params, nations, organisations, missions,
                                  contingents, programmes, targets)
    if mix.sum() <= 0.0:
        return
    # a fraction of a post is a post for some of the time: small forces send too
    odd = uniform(clock.seed, month // 48, Draw.ODD_POST, nation.code, 0)
    least = 1.0 if int(policy.reciprocity) == Reciprocity.DONOR_FUNDED and nation.cadre > 0 else 0.0
    wanted = diplomacy.posts_wanted(
        policy.posts_share, nation.cadre, policy.threat_response, nation.threat_pressure, least
    )
    wanted *= possible_part(nation, programmes, mix)
    partner = np.empty(nations.size)
    refuses = np.zeros(nations.size, np.int64)
    partners.attractions(i, month, params, policies, nations, pairs, staff_level, hours, gamma, alignment, year,
                         partner, refuses)
    wanted *= partners.widen(i, params, pairs, partner)
    partners.ask(i, int(wanted + odd), partner, refuses, policies, nations, pairs)
    post_usd = (mix * post_year).sum() / mix.sum()
    course_usd = clock.people_per_agent * prices * partners.course_year(
        i, partner, params, policies, nations, staff_level, hours, gamma
    )
    whole = afford(i, int(wanted + odd), room_usd, post_usd + course_usd, partner, policies, expenditure, year)
    weights = np.zeros((nations.size, programmes.size))
    for j in range(nations.size):
        for p in range(programmes.size):
            useful = mix[p] > 0.0 and has_purpose(i, j, programmes[p], params, policies, nations, staff_level)
            if useful and can_go(i, j, programmes[p], nations, pairs):
                weights[j, first_of_kind(p, programmes)] += partner[j] * mix[p]
    posts = np.empty(weights.size, np.int64)
    partners.share_out(whole, weights.ravel(), posts)
    by_host = posts.reshape(nations.size, programmes.size)
    for j in range(nations.size):
        spread(i, j, month, clock, programmes, mix, nations, pairs, by_host[j])
    agree(i, by_host, year, post_usd, clock, params, policies, nations, pairs, expenditure, targets)


@kernel
def enact(month, clock, programmes, policies, posts, free_posts, nations, pairs, organisations, missions, targets,
          meeting_order):
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
            changed = enact_one(i, month, own, standing, clock, programmes, policies, posts, free_posts, nations,
                                pairs, organisations, missions, targets) or changed
    if changed:
        set_meeting_order(clock, posts, meeting_order)


@kernel
def enact_one(i, month, own, standing, clock, programmes, policies, posts, free_posts, nations, pairs, organisations,
              missions, targets):
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
                    open_post(i, venue, p, ordinal, month, clock, programmes, policies, posts, free_posts, nations,
                              pairs, organisations, missions)
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
