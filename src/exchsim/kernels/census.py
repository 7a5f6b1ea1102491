"""Phase 9, first part, every quarter: what a nation has in its people. Alumni, linguists, living ties."""

import numpy as np

from exchsim._jit import entry, kernel
from exchsim.enums import Draw, Status
from exchsim.kernels.memory import familiarity_now, study, trust_now
from exchsim.kernels.people import level_now
from exchsim.kernels.posts import pay_extra, pay_language, prices_in
from exchsim.rng import uniform
from exchsim.rules import contact, language, protocols, relations

QUARTER = 3
FIVE_YEARS, TEN_YEARS = 60, 120


@kernel
def clear(nations, pairs, linguists):
    """Counts start again. Writes nations, pairs, linguists."""
    linguists[:] = 0.0
    for i in range(nations.size):
        nations[i].alumni = 0
        nations[i].senior_alumni = 0
        nations[i].files = 0
        for j in range(nations.size):
            pairs[i, j].alumni = 0
            pairs[i, j].acquainted = 0.0
            pairs[i, j].alumni_influence = 0.0
            pairs[i, j].alumni_practice = 0.0
            pairs[i, j].ties = 0.0
            pairs[i, j].crisis_channel = 0.0


@kernel
def refreshable(d, people):
    """An alumnus at home with a foreign language."""
    return d.row >= 0 and d.tours > 0 and d.language[0] >= 0 and people[d.row].status == Status.SERVING


@kernel
def pay_refreshers(month, clock, params, policies, people, dossiers, nations):
    """A quarter's refresher classes for all alumni alike, in part where the purse allows no more. Writes purses."""
    alumni = np.zeros(nations.size)
    for file in range(clock.files_high):
        if refreshable(dossiers[file], people):
            alumni[dossiers[file].nation] += 1.0
    hour = params.costs_class_hour_usd * clock.people_per_agent * prices_in(month, params)
    for i in range(nations.size):
        fee = alumni[i] * policies[i].refresher_hours_per_year / 4.0 * hour
        spare = max(0.0, nations[i].budget_usd - nations[i].spent_usd - nations[i].reserved_usd)
        nations[i].refresher_share = min(1.0, spare / fee) if fee > 0.0 else 0.0
        # a hair less than the spare money, so that rounding cannot refuse what was offered
        pay_language(i, fee * nations[i].refresher_share * (1.0 - 1e-12), nations, clock)


@kernel
def pay_recontacts(month, clock, params, policies, people, dossiers, nations):
    """Alumni whom the alumni policy reaches this quarter, fewer where the purse allows no more. Writes purses."""
    alumni = np.zeros(nations.size)
    for file in range(clock.files_high):
        d = dossiers[file]
        if d.row >= 0 and d.tours > 0 and people[d.row].status == Status.SERVING:
            alumni[d.nation] += 1.0
    price = params.costs_recontact_usd * clock.people_per_agent * prices_in(month, params)
    for i in range(nations.size):
        fee = alumni[i] * policies[i].alumni_recontact / 4.0 * price
        spare = max(0.0, nations[i].budget_usd - nations[i].spent_usd - nations[i].reserved_usd)
        share = min(1.0, spare / fee) if fee > 0.0 else 0.0
        nations[i].recontact_chance = share * policies[i].alumni_recontact / 4.0
        pay_extra(i, fee * share * (1.0 - 1e-12), nations, clock)


@kernel
def is_recontacted(d, month, clock, people, nations):
    """Is this officer, an alumnus at home, re-contacted this quarter? Draws RECONTACT."""
    chance = nations[d.nation].recontact_chance
    if chance <= 0.0 or d.tours == 0 or people[d.row].status != Status.SERVING:
        return False
    return uniform(clock.seed, month, Draw.RECONTACT, d.uid, 0) < chance


@kernel
def recontact(d, month, params):
    """Some months of fading do not count for personal trust; procedures fade as before. Writes the file."""
    for k in range(2):
        if d.host[k] >= 0:
            idle = contact.unused_years(language.unused_months(month, d.met[k]), params.contact_recontact_months)
            d.familiarity[k] = familiarity_now(d, k, month, params)
            d.trust[k] = contact.remembered(d.trust[k], idle, params.contact_trust_half_life_years)
            d.met[k] = month


@kernel
def refresh(d, month, params, policies, nations, hours, gamma):
    """A quarter's classes in the better foreign language. Writes the file."""
    quarter = policies[d.nation].refresher_hours_per_year / 4.0 * nations[d.nation].refresher_share
    if quarter > 0.0:
        best = 0
        if d.language[1] >= 0 and level_now(d, 1, month, params) > level_now(d, 0, month, params):
            best = 1
        study(d, int(d.language[best]), quarter, month, params, hours, gamma)


@kernel
def count_languages(d, month, params, linguists, pool):
    """The languages of one file in the pool; who was counted before is not lost. Writes the file, linguists, pool."""
    nation = int(d.nation)
    for k in range(2):
        tongue, before = int(d.language[k]), int(d.pooled[k])
        d.pooled[k] = -1
        if tongue < 0 or d.level[k] < params.language_linguist_level:
            continue
        level = level_now(d, k, month, params)
        if level < params.language_linguist_level:
            continue
        linguists[nation, tongue] += 1.0
        d.pooled[k] = tongue
        if before == tongue:
            pool[nation, tongue].lost -= 1
        if level >= params.language_professional_level:
            pool[nation, tongue].professional += 1


@kernel
def open_pool(linguists, pool):
    """All of last time's pool are lost until they are found again. Writes the year's language pool."""
    for i in range(pool.shape[0]):
        for k in range(pool.shape[1]):
            pool[i, k].lost += int(linguists[i, k])
            pool[i, k].professional = 0


@kernel
def count_officer(d, rank, status, month, params, nations, pairs):
    """One file in the census. Writes nations, pairs."""
    nation = int(d.nation)
    nations[nation].files += 1
    if status != Status.SERVING:
        return
    if d.tours > 0:
        nations[nation].alumni += 1
        nations[nation].senior_alumni += 1 if rank >= 6 else 0
    for k in range(2):
        if d.host[k] >= 0:
            pair = pairs[nation, d.host[k]]
            if d.tours > 0:
                pair.alumni += 1
                pair.acquainted += relations.summable(
                    protocols.acquainted(d.trust[k], params.contact_gain_per_year, params.protocols_acquaintance_depth)
                )
            influence = relations.influence(rank, params.trust_rank_weight)
            pair.alumni_practice += relations.summable(influence * familiarity_now(d, k, month, params))
            if d.trust[k] > 0.0:
                pair.alumni_influence += relations.summable(influence * trust_now(d, k, month, params))


@kernel
def count_birthday(age, nation):
    """A living tie that has become five or ten years old since the last census. Writes nations."""
    nation.ties_five_years += 1 if FIVE_YEARS <= age < FIVE_YEARS + QUARTER else 0
    nation.ties_ten_years += 1 if TEN_YEARS <= age < TEN_YEARS + QUARTER else 0


@kernel
def count_ties(month, clock, params, people, dossiers, ties, free_ties, nations, pairs):
    """Ties that have faded, or whose officer has left, are dropped; the others count. Writes ties, nations, pairs."""
    for row in range(clock.ties_high):
        tie = ties[row]
        if tie.dossier[0] < 0:
            continue
        a, b = tie.dossier[0], tie.dossier[1]
        if tie.ends <= month or dossiers[a].uid != tie.uid[0] or dossiers[b].uid != tie.uid[1]:
            tie.dossier[0] = -1
            free_ties[clock.free_ties] = row
            clock.free_ties += 1
            continue
        for file in (a, b):
            count_birthday(month - tie.made, nations[dossiers[file].nation])
            if is_recontacted(dossiers[file], month, clock, people, nations):
                tie.ends += int(params.contact_recontact_months)
        senior = people[dossiers[a].row].rank >= 6 and people[dossiers[b].row].rank >= 6
        weight = params.contact_senior_tie_weight if senior else 1.0
        pairs[dossiers[a].nation, dossiers[b].nation].ties += weight
        pairs[dossiers[b].nation, dossiers[a].nation].ties += weight
        standing = contact.seniority(int(people[dossiers[a].row].rank), params.contact_seniority_per_grade)
        standing *= contact.seniority(int(people[dossiers[b].row].rank), params.contact_seniority_per_grade)
        channel = relations.summable(clock.people_per_agent * standing)
        pairs[dossiers[a].nation, dossiers[b].nation].crisis_channel += channel
        pairs[dossiers[b].nation, dossiers[a].nation].crisis_channel += channel


@entry
def take_census(month, clock, params, policies, people, dossiers, ties, free_ties, nations, pairs, linguists,
                hours, gamma, language_pool):
    """Phase 9, census. Reads people. Writes nations, pairs (alumni, ties), linguists, ties, files. Draws RECONTACT."""
    pool = language_pool[month // 12 - clock.start // 12]
    open_pool(linguists, pool)
    clear(nations, pairs, linguists)
    pay_refreshers(month, clock, params, policies, people, dossiers, nations)
    pay_recontacts(month, clock, params, policies, people, dossiers, nations)
    for file in range(clock.files_high):
        d = dossiers[file]
        if d.row < 0:
            continue
        status, rank = int(people[d.row].status), int(people[d.row].rank)
        if refreshable(d, people):
            refresh(d, month, params, policies, nations, hours, gamma)
        if is_recontacted(d, month, clock, people, nations):
            recontact(d, month, params)
        count_languages(d, month, params, linguists, pool)
        count_officer(d, rank, status, month, params, nations, pairs)
    for i in range(pool.shape[0]):
        for k in range(pool.shape[1]):
            pool[i, k].working = int(linguists[i, k])
    count_ties(month, clock, params, people, dossiers, ties, free_ties, nations, pairs)
