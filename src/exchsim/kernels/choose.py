"""Which programmes tours and gatherings follow: by kind, by domain, in person or on screen."""

from exchsim._jit import kernel, rule
from exchsim.enums import Draw, Mode, ProgrammeKind
from exchsim.kernels.calendar import blocked
from exchsim.rng import uniform
from exchsim.rules import selection
from exchsim.rules.programmes import domain_wishes, emphasis, with_remote_share


@rule
def mix_of(kind, policy):
    """Part of bilateral tours that a kind of programme gets by policy; 0 for staff posts and gatherings."""
    if kind == ProgrammeKind.EXCHANGE_POST:
        return policy.mix_exchange_post
    if kind == ProgrammeKind.LANGUAGE_IMMERSION:
        return policy.mix_language_immersion
    if kind == ProgrammeKind.LEADERSHIP_COURSE:
        return policy.mix_leadership_course
    if kind == ProgrammeKind.COURSE:
        return policy.mix_course
    if kind == ProgrammeKind.VIRTUAL_EXCHANGE:
        return policy.mix_virtual_exchange
    if kind == ProgrammeKind.HYBRID_EXCHANGE:
        return policy.mix_hybrid_exchange
    return 0.0


@rule
def is_tour(kind):
    """Is this a bilateral tour of one officer: of a kind that has its lever in the mix?"""
    return (
        kind == ProgrammeKind.EXCHANGE_POST
        or kind == ProgrammeKind.LANGUAGE_IMMERSION
        or kind == ProgrammeKind.LEADERSHIP_COURSE
        or kind == ProgrammeKind.COURSE
        or kind == ProgrammeKind.VIRTUAL_EXCHANGE
        or kind == ProgrammeKind.HYBRID_EXCHANGE
    )


@kernel
def emphasis_of_kind(p, programmes, wishes):
    """Sum over the programmes of one kind of how far they train what is wanted."""
    total = 0.0
    for q in range(programmes.size):
        if programmes[q].kind == programmes[p].kind:
            total += emphasis(programmes[q].domains, wishes)
    return total


@kernel
def programme_mix(programmes, policy, mix):
    """Part of bilateral tours that each programme gets: its kind's by policy, within a kind by domain. Writes mix."""
    wishes = domain_wishes(policy)
    every, remote = 0.0, 0.0
    for p in range(programmes.size):
        own, all_alike = emphasis(programmes[p].domains, wishes), emphasis_of_kind(p, programmes, wishes)
        mix[p] = mix_of(programmes[p].kind, policy) * own / all_alike if all_alike > 0.0 else 0.0
        every += mix[p]
        if programmes[p].mode == Mode.VIRTUAL and is_tour(programmes[p].kind):
            remote += own
    if policy.virtual_share <= 0.0 or remote <= 0.0:
        return
    for p in range(programmes.size):
        virtual = programmes[p].mode == Mode.VIRTUAL and is_tour(programmes[p].kind)
        part = emphasis(programmes[p].domains, wishes) / remote
        mix[p] = with_remote_share(mix[p], virtual, policy.virtual_share, every, part)


@kernel
def first_of_kind(p, programmes):
    """The first programme of the same kind, which stands for the kind while posts are shared out."""
    for q in range(p):
        if programmes[q].kind == programmes[p].kind:
            return q
    return p


@kernel
def can_go(i, j, programme, nations, pairs):
    """Is the way to a host open for this programme? What is held on screen needs no open border."""
    return programme.mode == Mode.VIRTUAL or not blocked(i, j, nations, pairs)


@rule
def lacks_the_language(level, programme, policy, params):
    """Does a programme serve whoever has this level in its language? Only an immersion asks."""
    return programme.kind != ProgrammeKind.LANGUAGE_IMMERSION or selection.has_to_learn(
        level, policy.language_target, params.language_professional_level
    )


@kernel
def has_purpose(i, j, programme, params, policies, nations, staff_level):
    """Is a programme with host j of use to i? No immersions where the own staffs work in its language already."""
    return lacks_the_language(staff_level[i, nations[j].language], programme, policies[i], params)


@kernel
def possible_part(nation, programmes, mix):
    """Part of the mix that can be held: all of it, or what is on screen while the own borders are closed."""
    if nation.borders_closed == 0:
        return 1.0
    every, remote = 0.0, 0.0
    for p in range(programmes.size):
        every += mix[p]
        remote += mix[p] if programmes[p].mode == Mode.VIRTUAL else 0.0
    return remote / every if every > 0.0 else 0.0


@kernel
def spread(i, j, month, clock, programmes, mix, nations, pairs, wanted):
    """Posts of a kind with one host go to its programmes, each by a draw with the odds of the mix. Writes wanted.

    The luck holds for four years, so that posts do not come and go. Draws POST_PROGRAMME.
    """
    who = (nations[i].code << 13) | nations[j].code
    for p in range(programmes.size):
        number = wanted[p]
        if number == 0 or first_of_kind(p, programmes) != p:
            continue
        total = 0.0
        for q in range(p, programmes.size):
            if programmes[q].kind == programmes[p].kind and can_go(i, j, programmes[q], nations, pairs):
                total += mix[q]
        wanted[p] = 0
        for n in range(number):
            other = (programmes[p].kind << 16) | n
            u = uniform(clock.seed, month // 48, Draw.POST_PROGRAMME, who, other) * total
            chosen = -1
            for q in range(p, programmes.size):
                if programmes[q].kind != programmes[p].kind or mix[q] <= 0.0:
                    continue
                if u >= 0.0 and can_go(i, j, programmes[q], nations, pairs):
                    chosen = q
                    u -= mix[q]
            wanted[chosen] += 1


@kernel
def add_wishes(kind, policy, programmes, wanted):
    """One government's wish for a gathering: its share on screen, and within both modes by domain. Writes wanted."""
    wishes = domain_wishes(policy)
    remote, local = 0.0, 0.0
    for p in range(programmes.size):
        if programmes[p].kind == kind:
            own = emphasis(programmes[p].domains, wishes)
            remote += own if programmes[p].mode == Mode.VIRTUAL else 0.0
            local += own if programmes[p].mode != Mode.VIRTUAL else 0.0
    share = policy.virtual_share if local > 0.0 else 1.0
    share = share if remote > 0.0 else 0.0
    for p in range(programmes.size):
        if programmes[p].kind == kind:
            own = emphasis(programmes[p].domains, wishes)
            if programmes[p].mode == Mode.VIRTUAL:
                wanted[p] += share * own / remote if remote > 0.0 else 0.0
            else:
                wanted[p] += (1.0 - share) * own / local if local > 0.0 else 0.0


@kernel
def choose_programme(uid, wanted, month, clock):
    """The programme of an event, with the odds of the wishes; -1 when there is none. Draws GATHERING_PROGRAMME."""
    total = 0.0
    for p in range(wanted.size):
        total += wanted[p]
    u = uniform(clock.seed, month, Draw.GATHERING_PROGRAMME, uid, 0) * total
    chosen = -1
    for p in range(wanted.size):
        if wanted[p] > 0.0 and u >= 0.0:
            chosen = p
            u -= wanted[p]
    return chosen
