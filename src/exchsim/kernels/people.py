"""People: who holds a place, what a career does next, and the personal file of those who must be remembered.

A place is looked at only when somebody needs its holder. `catch_up` then plays the career forward, event by event,
to the month asked for; every draw has the person's address, so it does not matter when one looks (decision 0003).
"""

import numpy as np

from exchsim._jit import kernel, rule
from exchsim.enums import Draw, Status
from exchsim.rng import exponential, normal, uniform
from exchsim.rules import careers, language
from exchsim.state.tables import NEVER


@rule
def person_uid(code, place, generation):
    """Identity of a person: nation code, place in the nation, how many held it before."""
    return (np.int64(code) << 40) | (np.int64(place) << 16) | np.int64(generation)


@rule
def trait(seed, uid, kind, params):
    """Intercultural competence, resilience or leadership at entry, 0-1."""
    value = params.people_trait_mean + params.people_trait_sd * normal(seed, 0, kind, uid, 0)
    return min(1.0, max(0.0, value))


@rule
def specialism(seed, uid, share):
    """Domain that an officer specialises in."""
    u = uniform(seed, 0, Draw.SPECIALISM, uid, 0)
    if u >= share:
        return 0
    return 1 + min(4, int(5.0 * u / share))


@kernel
def first_tongue(seed, uid, nation, mother_tongue):
    """Mother tongue by the shares of the nation; the commonest for the rest."""
    u = uniform(seed, 0, Draw.MOTHER_TONGUE, uid, 0)
    for k in range(mother_tongue.shape[1]):
        u -= mother_tongue[nation, k]
        if u < 0.0:
            return k
    return int(np.argmax(mother_tongue[nation]))


@kernel
def school_language(seed, uid, nation, mother, params, second_language):
    """Second language from school and its level; (-1, 0) for none."""
    u = uniform(seed, 0, Draw.SECOND_LANGUAGE, uid, 0)
    for k in range(second_language.shape[1]):
        u -= second_language[nation, k]
        if u < 0.0:
            if k == mother:
                break
            deviate = normal(seed, 0, Draw.SECOND_LANGUAGE_LEVEL, uid, 0)
            level = params.language_schooled_level + params.language_schooled_level_sd * deviate
            return k, min(4.0, max(0.5, level))
    return -1, 0.0


@kernel
def month_of_strength(nation, place, start, strength, month, wanted):
    """First month from `month` on in which the place exists (wanted) or does not; NEVER if there is none."""
    for m in range(max(month, start), start + strength.shape[1]):
        if (strength[nation, m - start] > place) == wanted:
            return m
    return NEVER


@kernel
def own_patience(row, uid, nation, clock, people, nations):
    """Patience and service at which it starts to be spent, for a person without tours."""
    person = people[row]
    served = max(0, int(nations[nation].epoch) - int(person.entered))  # 0 for all but the first holders
    return exponential(clock.seed, 0, Draw.PATIENCE, uid, 0), served


@kernel
def reckon_leaving(row, nation, clock, params, people, dossiers, nations, strength):
    """Month of leaving as things stand: patience spent, service limit, or the place cut. Writes people.leaves."""
    person = people[row]
    place = row - nations[nation].first_row
    if person.dossier > 0:
        patience = dossiers[person.dossier - 1].patience
        served = int(dossiers[person.dossier - 1].patience_from)
        tours = int(dossiers[person.dossier - 1].tours)
    else:
        uid = person_uid(nations[nation].code, place, person.generation)
        patience, served = own_patience(row, uid, nation, clock, people, nations)
        tours = 0
    patience /= careers.bond(tours, params.careers_bond_per_tour)
    years = careers.service_at_leaving(served / 12.0, patience, params)
    years = min(years, careers.service_limit_years(int(person.rank), params))
    leaves = int(person.entered) + max(careers.months_of(years), served + 1)
    if place >= nations[nation].safe_places:
        after = max(int(person.entered), int(nations[nation].epoch)) + 1
        leaves = min(leaves, month_of_strength(nation, place, clock.start, strength, after, False))
    person.leaves = leaves


@rule
def gate_month(seed, uid, entered, rank, params):
    """Month in which the board for the next grade meets; a person is early or late at all gates alike."""
    early = 2.0 * uniform(seed, 0, Draw.GATE_TIMING, uid, 0) - 1.0
    years = careers.gate_years(rank, params) + early * careers.gate_spread_years(rank, params)
    return int(entered) + careers.months_of(years)


@rule
def board_passes(seed, uid, rank, leadership, credit, params):
    """Does the board for the next grade select this officer?"""
    chance = careers.selected(
        careers.selection_chance(rank, params),
        leadership,
        params.people_trait_mean,
        params.careers_leadership_effect,
        credit,
    )
    return uniform(seed, 0, Draw.SELECTION, uid, rank) < chance


@kernel
def schedule(row, uid, in_zone, clock, params, people, due):
    """Set the next thing due: the board, if the officer is still in the zone, or leaving."""
    person = people[row]
    person.due = person.leaves
    if in_zone and person.rank < 9:
        gate = gate_month(clock.seed, uid, person.entered, int(person.rank), params)
        person.due = min(gate, int(person.leaves))
    if person.dossier > 0:
        due[person.dossier - 1] = person.due


@kernel
def recruit(row, nation, month, clock, params, people, dossiers, due, nations, strength):
    """A recruit takes the place in `month` if it exists then, else it waits empty until it does."""
    person = people[row]
    place = row - nations[nation].first_row
    opens = month
    if place >= nations[nation].safe_places:
        opens = month_of_strength(nation, place, clock.start, strength, month, True)
    if opens > month:
        person.status = Status.ABSENT
        person.rank = 0
        person.due = opens
        person.leaves = NEVER
        return
    person.status = Status.SERVING
    person.rank = 1
    person.entered = month
    reckon_leaving(row, nation, clock, params, people, dossiers, nations, strength)
    schedule(row, person_uid(nations[nation].code, place, person.generation), True, clock, params, people, due)


@kernel
def enlist(person, uid, epoch, clock, params, service_cdf):
    """Service and grade at the epoch of somebody on whom no limit was ever put; still in the zone? Writes person."""
    served = np.searchsorted(service_cdf, uniform(clock.seed, 0, Draw.SERVICE_AT_START, uid, 0))
    person.entered = epoch - int(served)
    person.rank = 1
    leadership = trait(clock.seed, uid, Draw.LEADERSHIP, params)
    while person.rank < 9:
        if gate_month(clock.seed, uid, person.entered, int(person.rank), params) >= epoch:
            break
        if not board_passes(clock.seed, uid, int(person.rank), leadership, 1.0, params):
            return False
        person.rank += 1
    return True


@kernel
def first_holder(row, nation, clock, params, people, dossiers, due, nations, strength, service_cdf):
    """Who holds the place when the nation first appears: an officer from a steady cadre, with the rank that fits.

    Somebody whom the limit of the grade would have sent home before is passed on to the next in line, traits and all:
    so service, grade and traits are those of a steady cadre together.
    """
    person = people[row]
    place = row - nations[nation].first_row
    epoch = int(nations[nation].epoch)
    if strength[nation, epoch - clock.start] <= place:
        recruit(row, nation, epoch, clock, params, people, dossiers, due, nations, strength)
        return
    person.status = Status.SERVING
    uid = person_uid(nations[nation].code, place, 0)
    in_zone = enlist(person, uid, epoch, clock, params, service_cdf)
    while not careers.may_serve(epoch - int(person.entered), 0, int(person.rank), params):
        person.generation += 1
        uid = person_uid(nations[nation].code, place, person.generation)
        in_zone = enlist(person, uid, epoch, clock, params, service_cdf)
    reckon_leaving(row, nation, clock, params, people, dossiers, nations, strength)
    schedule(row, uid, in_zone, clock, params, people, due)


@kernel
def close_dossier(file, clock, dossiers, due, free_dossiers):
    """Put a personal file away; its row can be used again."""
    dossiers[file].row = -1
    dossiers[file].uid = -1
    dossiers[file].nation = -1
    due[file] = NEVER
    free_dossiers[clock.free_dossiers] = file
    clock.free_dossiers += 1


@kernel
def catch_up(row, nation, month, clock, params, people, dossiers, due, nations, policies, strength, service_cdf,
             free_dossiers):
    """Play a career forward to the end of `month`.

    Reads nations, policies, strength. Writes people, due, dossiers of leavers. Draws SERVICE_AT_START, PATIENCE,
    GATE_TIMING, SELECTION.
    """
    person = people[row]
    if person.status == Status.UNSEEN:
        first_holder(row, nation, clock, params, people, dossiers, due, nations, strength, service_cdf)
    while person.due <= month:
        if person.status == Status.ABSENT:
            recruit(row, nation, int(person.due), clock, params, people, dossiers, due, nations, strength)
        elif person.due == person.leaves:
            if person.dossier > 0:
                close_dossier(person.dossier - 1, clock, dossiers, due, free_dossiers)
                person.dossier = 0
            person.generation += 1
            recruit(row, nation, int(person.leaves), clock, params, people, dossiers, due, nations, strength)
        else:
            meet_board(row, nation, clock, params, people, dossiers, due, nations, policies, strength)


@kernel
def meet_board(row, nation, clock, params, people, dossiers, due, nations, policies, strength):
    """A promotion board looks at one officer. Draws SELECTION. Writes rank, leaves, due."""
    person = people[row]
    uid = person_uid(nations[nation].code, row - nations[nation].first_row, person.generation)
    if person.dossier > 0:
        leadership = dossiers[person.dossier - 1].leadership
        credit = policies[nation].promotion_credit if dossiers[person.dossier - 1].tours > 0 else 1.0
        credit *= careers.out_of_sight(person.status == Status.ABROAD, params.careers_out_of_sight)
    else:
        leadership = trait(clock.seed, uid, Draw.LEADERSHIP, params)
        credit = 1.0
    passed = board_passes(clock.seed, uid, int(person.rank), leadership, credit, params)
    if passed:
        person.rank += 1
        if person.rank == 4 or person.rank == 7:  # majors may stay longer than captains, generals longest
            reckon_leaving(row, nation, clock, params, people, dossiers, nations, strength)
    schedule(row, uid, passed, clock, params, people, due)


@kernel
def open_dossier(row, nation, clock, params, people, dossiers, due, nations, mother_tongue, second_language,
                 free_dossiers):
    """The personal file of a serving officer, opened if there is none; returns its row.

    Reads nations. Writes people.dossier, dossiers, due. Draws every trait that a person brings.
    """
    person = people[row]
    if person.dossier > 0:
        return person.dossier - 1
    seed = clock.seed
    place = row - nations[nation].first_row
    uid = person_uid(nations[nation].code, place, person.generation)
    clock.free_dossiers -= 1
    file = free_dossiers[clock.free_dossiers]
    clock.files_high = max(clock.files_high, file + 1)
    patience, served = own_patience(row, uid, nation, clock, people, nations)
    person.dossier = file + 1
    due[file] = person.due
    d = dossiers[file]
    d.uid = uid
    d.row = row
    d.nation = nation
    d.post = -1
    d.tours = 0
    d.patience = patience
    d.patience_from = served
    d.aptitude = normal(seed, 0, Draw.APTITUDE, uid, 0)
    d.specialism = specialism(seed, uid, params.people_specialist_share)
    d.mother_tongue = first_tongue(seed, uid, nation, mother_tongue)
    known, level = school_language(seed, uid, nation, int(d.mother_tongue), params, second_language)
    for k in range(2):
        d.language[k] = known if k == 0 else -1
        d.level[k] = level if k == 0 else 0.0
        d.used[k] = clock.month
        d.pooled[k] = -1
        d.host[k] = -1
        d.familiarity[k] = 0.0
        d.trust[k] = 0.0
        d.met[k] = clock.month
    d.intercultural = trait(seed, uid, Draw.INTERCULTURAL, params)
    d.resilience = trait(seed, uid, Draw.RESILIENCE, params)
    d.leadership = trait(seed, uid, Draw.LEADERSHIP, params)
    d.skill = nations[nation].skill[d.specialism]
    return file


@kernel
def level_now(d, k, month, params):
    """Level of a file's k-th foreign language in `month`, after what was lost in months without use."""
    return language.retained_level(
        d.level[k],
        language.unused_months(month, d.used[k]) / 12.0,
        params.language_loss_time_years,
        params.language_loss_power,
        params.language_floor_at_1,
        params.language_floor_at_3,
    )


@kernel
def settle_patience(d, obliged_until, month, clock, params, people):
    """Reckon up the leaving hazard spent until now; none is spent before the month `obliged_until`: nobody resigns.

    Returns the month of the next board, NEVER for who has been passed over. Writes the file's patience.
    Draws GATE_TIMING.
    """
    person = people[d.row]
    served = month - int(person.entered)
    spent = careers.hazard_between(d.patience_from / 12.0, served / 12.0, params)
    d.patience = max(0.0, d.patience - spent * careers.bond(int(d.tours), params.careers_bond_per_tour))
    d.patience_from = max(int(d.patience_from), served, obliged_until - int(person.entered))
    if person.rank < 9:
        gate = gate_month(clock.seed, d.uid, person.entered, int(person.rank), params)
        if gate >= month:  # a board that has met already did not select
            return gate
    return NEVER


@kernel
def reckon_due(d, board, clock, params, people, dossiers, nations, strength, due):
    """After patience or tours have changed: when the officer leaves, and what is due next. Writes leaves, due."""
    person = people[d.row]
    reckon_leaving(d.row, int(d.nation), clock, params, people, dossiers, nations, strength)
    person.due = min(board, int(person.leaves))
    due[person.dossier - 1] = person.due


@kernel
def languages_of(row, nation, month, clock, params, people, dossiers, nations, mother_tongue, second_language):
    """Mother tongue, then two foreign languages with their levels in `month` (-1, 0 for none)."""
    person = people[row]
    if person.dossier > 0:
        d = dossiers[person.dossier - 1]
        return (
            int(d.mother_tongue),
            int(d.language[0]), level_now(d, 0, month, params),
            int(d.language[1]), level_now(d, 1, month, params),
        )
    uid = person_uid(nations[nation].code, row - nations[nation].first_row, person.generation)
    mother = first_tongue(clock.seed, uid, nation, mother_tongue)
    known, level = school_language(clock.seed, uid, nation, mother, params, second_language)
    return mother, known, level, -1, 0.0


@kernel
def common_level(spoken, venue, staff_level):
    """Level at which an officer and the people of a venue can work: the best language that both have."""
    mother, first, first_level, second, second_level = spoken
    best = min(language.NATIVE_LEVEL, staff_level[venue, mother])
    if first >= 0:
        best = max(best, min(first_level, staff_level[venue, first]))
    if second >= 0:
        best = max(best, min(second_level, staff_level[venue, second]))
    return best


@rule
def common_staff_level(i, j, staff_level):
    """Level of the best language that the staffs of two nations share."""
    best = 0.0
    for k in range(staff_level.shape[1]):
        best = max(best, min(staff_level[i, k], staff_level[j, k]))
    return best


@rule
def level_of(spoken, tongue):
    """Level in one language of somebody who speaks `spoken`."""
    mother, first, first_level, second, second_level = spoken
    if tongue == mother:
        return language.NATIVE_LEVEL
    if tongue == first:
        return first_level
    if tongue == second:
        return second_level
    return 0.0
