"""Billets: opened, vacated, closed; and the purse that pays for them."""

import numpy as np

from exchsim._jit import kernel, rule
from exchsim.enums import Draw, Mode, PostState, Reciprocity, Status
from exchsim.kernels.order import in_order
from exchsim.rng import uniform
from exchsim.rules import costs
from exchsim.rules.programmes import domain_wishes, emphasis


@rule
def post_uid(sender_code, venue_code, programme, ordinal):
    """Identity of a billet; sorting by it gives the order in which boards meet."""
    return (
        (np.int64(sender_code) << 44)
        | (np.int64(venue_code) << 31)
        | (np.int64(programme) << 24)
        | np.int64(ordinal)
    )


@rule
def venue_code(venue, nations, organisations, missions):
    """Stable number of a venue: the nation's code, or 4096 + that of the organisation or mission."""
    if venue < nations.size:
        return nations[venue].code
    if venue < nations.size + organisations.size:
        return 4096 + organisations[venue - nations.size].code
    return 4096 + missions[venue - nations.size - organisations.size].code


@rule
def pay(nation, amount_usd, nations, clock):
    """Pay from a nation's exchange budget; False, and nothing is paid, when it does not reach."""
    purse = nations[nation]
    if purse.spent_usd + amount_usd > purse.budget_usd:
        return False
    purse.spent_usd += amount_usd
    purse.spent_this_year_usd += amount_usd
    clock.spent_usd += amount_usd
    return True


@rule
def pay_extra(nation, amount_usd, nations, clock):
    """Pay for what is not a post (courses, interpreters, gatherings): only from money not reserved for posts."""
    purse = nations[nation]
    if purse.spent_usd + purse.reserved_usd + amount_usd > purse.budget_usd:
        return False
    return pay(nation, amount_usd, nations, clock)


@rule
def funded(sender, host, policies, expenditure, year):
    """Does the host pay for a guest: the sender's rule is donor-funded, and the host is the richer?"""
    return (
        int(policies[sender].reciprocity) == Reciprocity.DONOR_FUNDED
        and expenditure[host, year] > expenditure[sender, year]
    )


@rule
def pay_language(nation, amount_usd, nations, clock):
    """Pay for courses, refreshers or interpreters, as `pay_extra` does, and keep an account of it."""
    if not pay_extra(nation, amount_usd, nations, clock):
        return False
    nations[nation].language_this_year_usd += amount_usd
    return True


@rule
def payer(post, nations, policies, expenditure, year):
    """Who pays for a post: the sender, or under the donor-funded rule the host when it is the richer."""
    sender, host = int(post.sender), int(post.host)
    if post.venue < nations.size and funded(sender, host, policies, expenditure, year):
        return host
    return sender


@rule
def tour_length(post, programmes, policies):
    """Months of a tour: the programme's own, else the sender's policy."""
    duration = programmes[post.programme].duration_months
    if duration <= 0.0:
        duration = policies[post.sender].tour_months
    return max(1, int(duration))


@rule
def month_cost(post, programmes, clock, prices):
    """Cost of a filled post for a month, in the money of the year."""
    return programmes[post.programme].cost_usd_per_month * clock.people_per_agent * prices


@rule
def prices_in(month, params):
    """Price level of a month's year relative to 2015."""
    return costs.price_level(1900 + month // 12, params.costs_price_growth_per_year)


@kernel
def reserve(month, clock, params, programmes, policies, posts, nations, expenditure, meeting_order):
    """Money that each nation's posts will need until its fiscal year ends, and what it gives for others' posts.

    Writes nations.reserved_usd, nations.donated_usd.
    """
    prices = prices_in(month, params)
    for i in range(nations.size):
        nations[i].reserved_usd = 0.0
        nations[i].donated_usd = 0.0
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        if post.state != PostState.SUSPENDED and post.closing == 0:
            who = payer(post, nations, policies, expenditure, month // 12 - clock.start // 12)
            months = 12 - (month - nations[who].fiscal_month) % 12
            cost = month_cost(post, programmes, clock, prices)
            nations[who].reserved_usd += months * cost
            if who != post.sender:
                nations[who].donated_usd += 12.0 * cost


@kernel
def draw_domain(seed, uid, programme, policy):
    """Field of work of a post by the programme's weights times those of the policy."""
    wishes = domain_wishes(policy)
    u = uniform(seed, 0, Draw.POST_DOMAIN, uid, 0) * emphasis(programme.domains, wishes)
    for k in range(6):
        u -= programme.domains[k] * wishes[k]
        if u < 0.0:
            return k
    return 0


@kernel
def open_post(sender, venue, programme, ordinal, month, clock, programmes, policies, posts, free_posts, nations, pairs,
              organisations, missions):
    """A new billet, vacant, or suspended where borders are closed.

    Writes posts, pairs.posts, nations.hosted. Draws POST_DOMAIN.
    """
    clock.free_posts -= 1
    row = free_posts[clock.free_posts]
    clock.posts += 1
    post = posts[row]
    post.uid = post_uid(nations[sender].code, venue_code(venue, nations, organisations, missions), programme, ordinal)
    post.sender = sender
    post.venue = venue
    if venue < nations.size:
        post.host = venue
        post.language = nations[venue].language
    elif venue < nations.size + organisations.size:
        post.host = organisations[venue - nations.size].headquarters
        post.language = organisations[venue - nations.size].language
    else:
        post.host = -1  # the United Nations, not the state of the place
        post.language = missions[venue - nations.size - organisations.size].language
    post.programme = programme
    post.ordinal = ordinal
    post.domain = draw_domain(clock.seed, post.uid, programmes[programme], policies[sender])
    closed = nations[sender].borders_closed == 1 or (post.host >= 0 and nations[post.host].borders_closed == 1)
    post.state = PostState.SUSPENDED if closed and programmes[programme].mode != Mode.VIRTUAL else PostState.VACANT
    post.closing = 0
    post.dossier = -1
    post.since = month
    post.until = month
    post.vacant_months = 0
    post.tour = -1
    if venue < nations.size:
        pairs[sender, venue].posts += 1
        nations[venue].hosted += 1


@kernel
def close_post(row, clock, posts, free_posts, nations, pairs):
    """Abolish an empty billet. Writes posts, pairs.posts, nations.hosted."""
    post = posts[row]
    if post.venue < nations.size:
        pairs[post.sender, post.venue].posts -= 1
        nations[post.venue].hosted -= 1
    post.sender = -1
    post.state = PostState.FREE
    free_posts[clock.free_posts] = row
    clock.free_posts += 1
    clock.posts -= 1


@kernel
def vacate(row, month, reason, level, posts, tours, people, dossiers, pairs, nations):
    """The incumbent goes, home or out of the service; the log of the tour is completed.

    Writes posts, people.status, dossiers.post, tours, pairs.filled. `level`: in the working language.
    """
    post = posts[row]
    d = dossiers[post.dossier]
    d.post = -1
    people[d.row].status = Status.SERVING
    if post.state == PostState.FILLED and post.venue < nations.size:
        pairs[post.sender, post.venue].filled -= 1
    tour = tours[post.tour]
    tour.ended = month
    tour.end = reason
    tour.level_at_end = level
    post.state = PostState.VACANT
    post.dossier = -1
    post.tour = -1
    post.since = month


@kernel
def set_meeting_order(clock, posts, meeting_order):
    """Boards meet in the order of the posts' identity, so that no nation's affairs disturb another's luck."""
    n = 0
    for row in range(posts.size):
        if posts[row].state != PostState.FREE:
            meeting_order[n] = row
            n += 1
    uids = np.empty(n, np.int64)
    for k in range(n):
        uids[k] = posts[meeting_order[k]].uid
    order = in_order(uids)
    rows = meeting_order[:n].copy()
    for k in range(n):
        meeting_order[k] = rows[order[k]]
