"""Phase 8, train together: the exercises and workshops of this month."""

from exchsim._jit import kernel
from exchsim.enums import Draw, EventKind, Mode, ProgrammeKind, Status
from exchsim.kernels.chronicle import note
from exchsim.kernels.memory import meet
from exchsim.kernels.people import catch_up, open_dossier
from exchsim.kernels.posts import pay_extra, prices_in
from exchsim.kernels.serve import bind
from exchsim.rng import below, exponential, uniform
from exchsim.rules import contact, exercises, protocols, skills
from exchsim.rules.programmes import attention, domain_wishes


@kernel
def can_come(nation, mode, cost, nations):
    """Present, borders open or all on screen, and money that is not reserved for posts?"""
    purse = nations[nation]
    return (
        purse.present == 1
        and (purse.borders_closed == 0 or mode == Mode.VIRTUAL)
        and purse.spent_usd + purse.reserved_usd + cost <= purse.budget_usd
    )


@kernel
def come(g, month, clock, params, programmes, nations, participants):
    """Who of those invited comes and pays; nobody when only one could. Writes participants, purses."""
    cost, mode = programmes[g.programme].cost_usd_per_month * prices_in(month, params), programmes[g.programme].mode
    able = 0
    for k in range(g.first, g.first + g.count):
        able += 1 if can_come(int(participants[k].nation), mode, cost, nations) else 0
    if able < 2:
        return False
    for k in range(g.first, g.first + g.count):
        if can_come(int(participants[k].nation), mode, cost, nations):
            pay_extra(int(participants[k].nation), cost, nations, clock)
            participants[k].attended = 1
    return True


@kernel
def train_pair(a, b, programme, strength, bilateral, year, params, policies, nations, pairs):
    """What one gathering adds to how nation a sees b. Writes pairs: dose, quality, familiarity, exercises."""
    pair = pairs[a, b]
    dose = params.trust_exercise_dose * strength * params.trust_reference_share * nations[a].cadre
    pair.dose += dose
    pair.quality += dose * pair.talk
    pair.familiarity = protocols.exercised(
        pair.familiarity, params.protocols_exercise_familiarity * programme.protocol_exposure
    )
    if programme.kind == ProgrammeKind.EXERCISE:
        pair.exercises_this_year += 1
        pair.last_exercise = year
        if bilateral:
            pair.habit = exercises.remembered(pair.habit, float(year - pair.habit_year), params)
            pair.habit_year = year
            pair.habit += exercises.weight_in_memory(
                0.5 * (policies[a].exercise_activity + policies[b].exercise_activity)
            )


@kernel
def practise(g, programme, params, policies, nations, participants):
    """Forces that train together get better in the fields that each gives its attention to. Writes nations.skill."""
    for field in range(6):
        best = 0.0
        for k in range(g.first, g.first + g.count):
            if participants[k].attended == 1:
                best = max(best, nations[participants[k].nation].skill[field])
        best = skills.taught(best, params.people_gathering_advantage)
        for k in range(g.first, g.first + g.count):
            if participants[k].attended == 1:
                nation = nations[participants[k].nation]
                weight = attention(programme.domains, domain_wishes(policies[participants[k].nation]), field)
                nation.skill[field] = skills.practised(
                    nation.skill[field], best, weight, params.people_gathering_practice, 1.0
                )


@kernel
def delegate(uid, nation, month, clock, params, people, dossiers, due, nations, policies, strength, service_cdf,
             free_dossiers):
    """Row of the officer who represents a nation at an event; -1 when that officer is not at home. Draws DELEGATE."""
    place = below(clock.seed, month, Draw.DELEGATE, uid, nations[nation].code, nations[nation].cadre)
    row = nations[nation].first_row + place
    catch_up(row, nation, month, clock, params, people, dossiers, due, nations, policies, strength, service_cdf,
             free_dossiers)
    return row if people[row].status == Status.SERVING else -1


@kernel
def introduce_delegates(uid, a, b, strength, month, clock, params, people, dossiers, due, nations, policies, pairs,
                        strengths, service_cdf, free_dossiers, mother_tongue, second_language, ties, free_ties):
    """The delegate of nation a meets that of b and remembers it; perhaps a tie. Draws DELEGATE, TIE …

    Returns the delegate's file, -1 when one of the two is not at home.
    """
    row = delegate(uid, a, month, clock, params, people, dossiers, due, nations, policies, strengths, service_cdf,
                   free_dossiers)
    other = delegate(uid, b, month, clock, params, people, dossiers, due, nations, policies, strengths, service_cdf,
                     free_dossiers)
    if row < 0 or other < 0:
        return -1
    file = open_dossier(row, a, clock, params, people, dossiers, due, nations, mother_tongue, second_language,
                        free_dossiers)
    understood = pairs[a, b].talk
    months = params.contact_delegate_contact_months
    meet(dossiers[file], b, strength, understood, months, months / 12.0, month, params)
    chance = contact.tie_chance(params.contact_ties_per_year, strength, understood, months / 12.0)
    officer = dossiers[file].uid
    if uniform(clock.seed, month, Draw.TIE, uid, nations[a].code) < chance:
        other_file = open_dossier(other, b, clock, params, people, dossiers, due, nations, mother_tongue,
                                  second_language, free_dossiers)
        deviate = uniform(clock.seed, month, Draw.TIE_STRENGTH, officer, nations[b].code)
        waiting = exponential(clock.seed, month, Draw.TIE_SURVIVAL, officer, nations[b].code)
        bind(file, other_file, month, deviate, strength, waiting, clock, params, dossiers, nations, ties, free_ties)
    return file


@kernel
def hold_gatherings(month, clock, params, programmes, policies, people, dossiers, due, nations, strengths, service_cdf,
                    free_dossiers, pairs, ties, free_ties, mother_tongue, second_language, gatherings, participants,
                    events):
    """Phase 8. Reads gatherings. Writes participants, pairs, dossiers, ties, purses. Draws DELEGATE_PARTNER …"""
    for event in range(clock.gatherings_this_year, clock.gatherings):
        g = gatherings[event]
        if g.month != month or not come(g, month, clock, params, programmes, nations, participants):
            continue
        clock.gathered += 1
        programme = programmes[g.programme]
        practise(g, programme, params, policies, nations, participants)
        share = contact.mode_share(int(programme.mode), params.contact_virtual_share)
        strength = contact.contact_strength(programme.contact, programme.allport, params.contact_allport_gain, share)
        for k in range(g.first, g.first + g.count):
            a = int(participants[k].nation)
            if participants[k].attended == 0:
                continue
            for m in range(g.first, g.first + g.count):
                b = int(participants[m].nation)
                if m != k and participants[m].attended == 1 and pairs[a, b].ruptured == 0:
                    train_pair(
                        a, b, programme, strength, g.count == 2, month // 12, params, policies, nations, pairs
                    )
            step = 1 + below(clock.seed, month, Draw.DELEGATE_PARTNER, g.uid, nations[a].code, g.count - 1)
            partner = g.first + (k - g.first + step) % g.count
            b = int(participants[partner].nation)
            if participants[partner].attended == 1 and pairs[a, b].ruptured == 0:
                file = introduce_delegates(
                    g.uid, a, b, strength, month, clock, params, people, dossiers, due, nations, policies, pairs,
                    strengths, service_cdf, free_dossiers, mother_tongue, second_language, ties, free_ties,
                )
                if file >= 0:
                    note(month, dossiers[file].uid, EventKind.DELEGATE, -1, b, g.programme, 1.0, clock, events)
