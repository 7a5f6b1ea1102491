"""Phase 5, serve: incumbents learn, meet, misunderstand, make friends."""

from exchsim._jit import kernel
from exchsim.enums import Draw, EventKind, Mode, PostState, ProgrammeKind, Status, TourEnd
from exchsim.kernels.chronicle import note
from exchsim.kernels.memory import meet, study
from exchsim.kernels.people import catch_up, common_level, languages_of, level_of, open_dossier
from exchsim.kernels.posts import month_cost, pay, pay_language, payer, prices_in, tour_length, vacate
from exchsim.rng import below, exponential, poisson, uniform
from exchsim.rules import contact, intelligence, language, relations, skills
from exchsim.rules.calendar import WEEKS_PER_MONTH
from exchsim.rules.programmes import mode_of_month


@kernel
def works_with(k, post, nations, member_since, contingents):
    """Is nation k another one on an international staff: a member of the organisation, a contributor of the mission?"""
    place = post.venue - nations.size
    if k == post.sender or nations[k].present == 0:
        return False
    if place < member_since.shape[0]:
        return member_since[place, k] >= 0
    return contingents[place - member_since.shape[0], k].troops > 0.0


@kernel
def counterpart(post, month, clock, nations, member_since, contingents):
    """Nation whose people the incumbent works with: the host, or in an international staff one of the others a year.

    Draws COUNTERPART. Returns -1 when there is no other.
    """
    if post.venue < nations.size:
        return int(post.venue)
    others = 0
    for k in range(nations.size):
        if works_with(k, post, nations, member_since, contingents):
            others += 1
    if others == 0:
        return -1
    chosen = below(clock.seed, month // 12, Draw.COUNTERPART, post.uid, 0, others)
    for k in range(nations.size):
        if works_with(k, post, nations, member_since, contingents):
            if chosen == 0:
                return k
            chosen -= 1
    return -1


@kernel
def understanding(post, d, nation, month, clock, params, programmes, policies, people, dossiers, nations, pairs,
                  mother_tongue, second_language, staff_level, expenditure):
    """Share of what is said that is understood, with the interpreters that the purse allows. Writes the purse."""
    spoken = languages_of(d.row, int(d.nation), month, clock, params, people, dossiers, nations, mother_tongue,
                          second_language)
    level = common_level(spoken, int(post.venue), staff_level)
    required = language.required_level(
        programmes[post.programme].required_level, pairs[post.sender, nation].standards,
        params.language_terminology_gain,
    )
    understood = language.communication(level, required, params.language_steepness)
    coverage = policies[post.sender].interpreter_coverage
    if coverage > 0.0:
        fee = coverage * (1.0 - understood) * params.costs_interpreter_year_usd / 12.0  # hired as far as needed
        fee *= clock.people_per_agent * prices_in(month, params)
        who = payer(post, nations, policies, expenditure, month // 12 - clock.start // 12)
        if pay_language(who, fee, nations, clock):
            nations[who].interpreters_this_year_usd += fee
            understood = language.with_interpreters(understood, coverage, params.language_interpreter_gain)
    return understood


@kernel
def learn(d, post, mode, month, params, programmes, hours, gamma):
    """A month of language, and growth of the person. Writes the file."""
    programme = programmes[post.programme]
    immersion = programme.immersion_hours_per_week if mode != Mode.VIRTUAL else 0.0
    effective = language.effective_hours(programme.class_hours_per_week, immersion, params.language_immersion_weight)
    study(d, int(post.language), effective * WEEKS_PER_MONTH, month, params, hours, gamma)
    growth, year = params.people_growth_per_year, 1.0 / 12.0
    d.intercultural = skills.grown(d.intercultural, programme.intercultural, growth, year)
    d.resilience = skills.grown(d.resilience, programme.resilience, growth, year)
    d.leadership = skills.grown(d.leadership, programme.leadership, growth, year)


@kernel
def misunderstand(d, slot, occasions, understood, gap, month, clock, params):
    """Misunderstandings of the month and what they cost in personal trust. Draws MISUNDERSTANDING."""
    rate = contact.misunderstandings_per_year(
        params.contact_misunderstandings_per_year, occasions, understood, gap, d.familiarity[slot],
        params.contact_beyond_words, params.contact_strange_staffs,
    )
    rate *= contact.personal_factor(d.intercultural, params.people_trait_mean, -params.contact_intercultural_tact)
    count = poisson(clock.seed, month, Draw.MISUNDERSTANDING, d.uid, 0, rate / 12.0)
    if count > 0:
        lost = contact.personal_trust_lost(
            count, params.contact_gain_per_year, params.contact_negative_weight, params.contact_misunderstanding_months
        )
        d.trust[slot] = max(-params.contact_ceiling, d.trust[slot] - lost)
    return count


@kernel
def bind(file, other_file, month, deviate, strength, waiting, clock, params, dossiers, nations, ties, free_ties):
    """A tie between two officers, made in contact of some strength. Writes ties, nations.ties_made."""
    clock.free_ties -= 1
    row = free_ties[clock.free_ties]
    clock.ties_high = max(clock.ties_high, row + 1)
    tie = ties[row]
    tie.dossier[0], tie.dossier[1] = file, other_file
    tie.uid[0], tie.uid[1] = dossiers[file].uid, dossiers[other_file].uid
    quality = contact.tie_quality(deviate, strength, params.contact_tie_quality_of_contact)
    tie.strength = contact.tie_survival(quality, params.contact_tie_survival_low, params.contact_tie_survival_high)
    tie.made = month
    tie.ends = month + int(min(1200.0, contact.tie_life_months(waiting, tie.strength)))
    nations[dossiers[file].nation].ties_made += 1
    nations[dossiers[other_file].nation].ties_made += 1


@kernel
def befriend(file, nation, strength, understood, month, clock, params, policies, people, dossiers, due, nations,
             strengths, service_cdf, free_dossiers, mother_tongue, second_language, ties, free_ties):
    """Perhaps a tie with an officer of the counterpart nation, who learns about the visitor's nation too.

    Returns 1 when a tie was made. Draws TIE, TIE_PARTNER, TIE_STRENGTH, TIE_SURVIVAL. Writes ties, dossiers.
    """
    seed, uid = clock.seed, dossiers[file].uid
    open_minded = contact.personal_factor(
        dossiers[file].intercultural, params.people_trait_mean, params.contact_intercultural_ties
    )
    chance = contact.tie_chance(params.contact_ties_per_year * open_minded, strength, understood, 1.0 / 12.0)
    if uniform(seed, month, Draw.TIE, uid, 0) >= chance or nations[nation].cadre <= 0:
        return 0
    row = nations[nation].first_row + below(seed, month, Draw.TIE_PARTNER, uid, 0, nations[nation].cadre)
    catch_up(row, nation, month - 1, clock, params, people, dossiers, due, nations, policies, strengths, service_cdf,
             free_dossiers)
    if people[row].status != Status.SERVING:
        return 0
    other = open_dossier(row, nation, clock, params, people, dossiers, due, nations, mother_tongue, second_language,
                         free_dossiers)
    meet(dossiers[other], int(dossiers[file].nation), strength, understood, 1.0, 1.0 / 12.0, month, params)
    deviate = uniform(seed, month, Draw.TIE_STRENGTH, uid, 0)
    waiting = exponential(seed, month, Draw.TIE_SURVIVAL, uid, 0)
    bind(file, other, month, deviate, strength, waiting, clock, params, dossiers, nations, ties, free_ties)
    return 1


@kernel
def gives_up(d, count, month, clock, params):
    """Do the misunderstandings of a month make an officer give up the tour? Draws STRAIN."""
    chance = contact.break_off_chance(count, params.contact_strain, d.resilience)
    return uniform(clock.seed, month, Draw.STRAIN, d.uid, 0) < chance


@kernel
def example(programme, host_skill, params):
    """Skill from which an officer learns: that of the host's force, or at a school that of its teachers."""
    if programme.kind == ProgrammeKind.COURSE or programme.kind == ProgrammeKind.LEADERSHIP_COURSE:
        return skills.taught(host_skill, params.people_school_advantage)
    return host_skill


@kernel
def count_contact(pair, weight, understood, incidents):
    """Book an incumbent's month for one direction. Writes dose, quality, incidents of the pair."""
    pair.dose += weight
    pair.quality += weight * understood
    pair.incidents += incidents


@kernel
def count_month(post, at_work, month, nations):
    """A month of a post in the books of its sender: somebody served, was still in class, or nobody. Writes nations."""
    sender = nations[post.sender]
    sender.post_months += 1
    sender.class_months += 1 if post.state == PostState.PREPARING else 0
    if at_work:
        sender.served_months += 1
        if post.venue < nations.size and sender.sent_in != month:
            sender.sending_months += 1
            sender.sent_in = month


@kernel
def serve_month(month, clock, params, programmes, policies, people, dossiers, due, nations, strengths, service_cdf,
                free_dossiers, posts, tours, pairs, ties, free_ties, mother_tongue, second_language, staff_level, hours,
                gamma, expenditure, member_since, contingents, meeting_order, events):
    """Phase 5. A month of every incumbent; one who cannot be paid comes home.

    Reads programmes, pairs.gap, pairs.standards. Writes dossiers, ties, tours, pairs (contact), purses.
    Draws COUNTERPART, MISUNDERSTANDING, STRAIN, TIE …
    """
    prices = prices_in(month, params)
    for k in range(clock.posts):
        row = meeting_order[k]
        post = posts[row]
        if post.state != PostState.FILLED:
            count_month(post, False, month, nations)
            continue
        file, sender = int(post.dossier), int(post.sender)
        d, programme = dossiers[file], programmes[post.programme]
        who = payer(post, nations, policies, expenditure, month // 12 - clock.start // 12)
        paid = pay(who, month_cost(post, programmes, clock, prices), nations, clock)
        count_month(post, paid, month, nations)
        if not paid:
            spoken = languages_of(d.row, sender, month, clock, params, people, dossiers, nations, mother_tongue,
                                  second_language)
            vacate(row, month, TourEnd.UNAFFORDABLE, level_of(spoken, int(post.language)), posts, tours, people,
                   dossiers, pairs, nations)
            continue
        if post.closing == 0:
            nations[who].reserved_usd -= month_cost(post, programmes, clock, prices)
        length = tour_length(post, programmes, policies)
        passed = length - (post.until - month)
        mode = mode_of_month(int(programme.mode), passed, length, params.contact_hybrid_remote_part)
        learn(d, post, mode, month, params, programmes, hours, gamma)
        nation = counterpart(post, month, clock, nations, member_since, contingents)
        if nation < 0:
            continue
        understood = understanding(post, d, nation, month, clock, params, programmes, policies, people, dossiers,
                                   nations, pairs, mother_tongue, second_language, staff_level, expenditure)
        share = contact.mode_share(mode, params.contact_virtual_share)
        strength = contact.contact_strength(programme.contact, programme.allport, params.contact_allport_gain, share)
        shown = 1.0
        if post.host >= 0:
            shown = intelligence.access_gain(
                programme.access, policies[post.host].access_level, params.intelligence_access_gain
            )
        exposure = shown * programme.protocol_exposure
        slot = meet(d, nation, strength, understood, exposure, 1.0 / 12.0, month, params)
        gap = pairs[sender, nation].gap
        count = misunderstand(d, slot, programme.contact * share, understood, gap, month, clock, params)
        if count > 0:
            note(month, d.uid, EventKind.MISUNDERSTOOD, -1, nation, -1, float(count), clock, events)
        weight = shown * skills.practice_weight(programme.domains, d.specialism)
        better = example(programme, nations[nation].skill[d.specialism], params)
        d.skill = skills.practised(d.skill, better, weight, params.people_practice_per_year, 1.0 / 12.0)
        influence = relations.influence(int(people[d.row].rank), params.trust_rank_weight)
        hosts = params.trust_host_share  # hosts learn too
        count_contact(pairs[sender, nation], influence * strength, understood, float(count))
        count_contact(pairs[nation, sender], hosts * influence * strength, understood, hosts * count)
        made = befriend(file, nation, strength, understood, month, clock, params, policies, people, dossiers, due,
                        nations, strengths, service_cdf, free_dossiers, mother_tongue, second_language, ties,
                        free_ties)
        pairs[sender, nation].incidents_this_year += count
        tours[post.tour].misunderstandings += count
        tours[post.tour].ties += made
        clock.misunderstandings += count
        if count > 0 and gives_up(d, count, month, clock, params):
            spoken = languages_of(d.row, sender, month, clock, params, people, dossiers, nations, mother_tongue,
                                  second_language)
            vacate(row, month, TourEnd.BROKEN_OFF, level_of(spoken, int(post.language)), posts, tours, people,
                   dossiers, pairs, nations)
