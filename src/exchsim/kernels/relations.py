"""Phase 9, relations: standing ties between states, then trust, familiarity and interoperability of every pair."""

import numpy as np

from exchsim._jit import entry, kernel
from exchsim.kernels.people import common_staff_level
from exchsim.rules import costs, diplomacy, language, protocols, relations, skills

MONTH = 1.0 / 12.0


@kernel
def set_capabilities(month, clock, nations, capability):
    """Capability index of the year, and its share among all states present. Writes nations."""
    year = month // 12 - clock.start // 12
    total = 0.0
    for i in range(nations.size):
        nations[i].capability_index = capability[i, year]
        if nations[i].present == 1:
            total += capability[i, year]
    for i in range(nations.size):
        share = capability[i, year] / total if total > 0.0 else 0.0
        nations[i].capability_share = share if nations[i].present == 1 else 0.0


@kernel
def shared_standards(i, j, month, params, policies, pairs, organisations, member_since):
    """Strength of the standards that two nations share: their best common organisation, or what a pact brings.

    What an organisation brings grows with the years that both are members, as they were in January.
    """
    best = params.protocols_pact_standards if pairs[i, j].alliance == 1 else 0.0
    for o in range(organisations.size):
        if member_since[o, i] >= 0 and member_since[o, j] >= 0:
            years = (month - month % 12 - max(member_since[o, i], member_since[o, j])) / 12.0
            best = max(best, protocols.adopted(organisations[o].standards, years, params.protocols_adoption_years))
    effort = 0.5 * (policies[i].standards_effort + policies[j].standards_effort)
    return min(1.0, best * effort)


@kernel
def set_threats(nations, pairs):
    """Share of a nation's rivals that are the other's rivals too. Writes pairs.threat."""
    rivals = np.empty(nations.size, np.int64)
    for i in range(nations.size):
        count = 0
        for k in range(nations.size):
            if pairs[i, k].rivalry == 1 and nations[k].present == 1:
                rivals[count] = k
                count += 1
        for j in range(nations.size):
            common = 0
            for k in range(count):
                common += int(pairs[j, rivals[k]].rivalry)
            pairs[i, j].threat = common / count if count > 0 else 0.0


@kernel
def ask_friends(nations, pairs):
    """Trust in a nation among states that one trusts, weighted by that trust; .5 for who trusts nobody.

    Every January. The only loop over three states, on a bare matrix. Writes pairs.friends.
    """
    trust = np.zeros((nations.size, nations.size))
    for i in range(nations.size):
        for j in range(nations.size):
            if i != j and nations[i].present == 1 and nations[j].present == 1:
                trust[i, j] = max(0.0, pairs[i, j].trust)
    opinion = np.empty(nations.size)
    for i in range(nations.size):
        opinion[:] = 0.0
        for k in range(nations.size):
            for j in range(nations.size):
                opinion[j] += trust[i, k] * trust[k, j]
        weight = trust[i].sum()
        for j in range(nations.size):
            others = weight - trust[i, j]
            pairs[i, j].friends = opinion[j] / others if others > 1e-9 else 0.5


@kernel
def political_baseline(i, j, alignment, year, params, pairs):
    """Baseline of i's trust in j from the state of their relations."""
    pair = pairs[i, j]
    return relations.baseline(
        params.trust_base,
        params.trust_alliance * pair.alliance,
        params.trust_agreement * pair.agreement,
        params.trust_rivalry * pair.rivalry,
        params.trust_community * pair.standards,
        params.trust_alignment,
        abs(alignment[i, year] - alignment[j, year]),
        params.trust_friends,
        pair.friends,
    )


@entry
def take_stock(month, clock, params, policies, nations, pairs, organisations, member_since, capability, alignment,
               linguists, staff_level):
    """Standards, gaps, common threats, friends' opinions, baselines, and how well pairs can work together.

    Each January and when something changed: also of a state that enters, so that first plans see it as it is.

    Writes nations.capability_share, pairs. Draws nothing.
    """
    year = month // 12 - clock.start // 12
    set_capabilities(month, clock, nations, capability)
    set_threats(nations, pairs)
    if month % 12 == 0 or month == clock.start:
        ask_friends(nations, pairs)
    for i in range(nations.size):
        if nations[i].present == 0:
            continue
        for j in range(nations.size):
            if i == j or nations[j].present == 0:
                continue
            pair = pairs[i, j]
            pair.gap = protocols.gap(nations[i].protocol, nations[j].protocol)
            pair.standards = shared_standards(i, j, month, params, policies, pairs, organisations, member_since)
    for i in range(nations.size):
        for j in range(nations.size):
            if i != j and nations[i].present == 1 and nations[j].present == 1:
                pair = pairs[i, j]
                pair.baseline = political_baseline(i, j, alignment, year, params, pairs)
                if pair.trust < 0.0:  # strangers who have just met
                    pair.trust = pair.baseline
                elif pair.shaken == 1:
                    pair.trust = relations.trust_after_shock(pair.trust, pair.baseline, params.trust_rivalry_shock)
                pair.shaken = 0
    set_talk(clock, params, nations, pairs, linguists, staff_level)
    interoperate(clock, params, nations, pairs)
    clock.stock_due = 0


@kernel
def sway(month, clock, params, nations, pairs, alignment):
    """A year with alumni moves governments a little towards their hosts; every January. Writes alignment from then on.

    Reads pairs.alumni_influence and last year's ideal points.
    """
    year = month // 12 - clock.start // 12
    before = alignment[:, year - 1].copy()
    for i in range(nations.size):
        pull, dose = 0.0, 0.0
        for j in range(nations.size):
            if i == j or nations[i].present == 0 or nations[j].present == 0:
                continue
            officers = params.trust_alumni_weight * pairs[i, j].alumni_influence
            share = relations.normalised_dose(officers, nations[i].cadre, params.trust_reference_share)
            pull += share * (before[j] - before[i])
            dose += share
        moved = relations.drift(pull, dose, params.trust_drift_per_year, 1.0)
        for later in range(year, alignment.shape[1]):
            alignment[i, later] += moved


@kernel
def harmonise(month, clock, params, policies, nations, pairs, organisations, member_since, expenditure, alignment):
    """Protocol vectors drift together with last year's joint work, the smaller partner moving more; every January.

    Members of an organisation move towards its mean as far as its standards reach. Governments drift too: see `sway`.
    Writes nations.protocol, pairs.joint, alignment.
    """
    fade_skills(month, clock, params, nations, expenditure)
    sway(month, clock, params, nations, pairs, alignment)
    rate = params.protocols_harmonisation_per_year
    pull = np.zeros((nations.size, 5))  # speed, and speed times protocol, of all partners as they were in December
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            work = relations.saturating(0.5 * (pairs[i, j].joint + pairs[j, i].joint))
            pairs[i, j].joint = pairs[j, i].joint = 0.0
            if nations[i].present == 0 or nations[j].present == 0 or work <= 0.0:
                continue
            both = nations[i].capability_share + nations[j].capability_share
            heavier = nations[i].capability_share / both if both > 0.0 else 0.5
            draw_towards(pull[i], work * (1.0 - heavier), nations[j].protocol)
            draw_towards(pull[j], work * heavier, nations[i].protocol)
    for i in range(nations.size):
        if pull[i, 0] > 0.0:
            for k in range(4):
                nations[i].protocol[k] = protocols.harmonised(
                    nations[i].protocol[k], pull[i, 1 + k] / pull[i, 0], rate * pull[i, 0], 1.0
                )
    for o in range(organisations.size):
        for k in range(4):
            drift_to_standard(o, k, month, params, policies, nations, organisations, member_since)


@kernel
def draw_towards(pull, speed, protocol):
    """One partner's part in where a nation's protocol goes. Writes pull."""
    pull[0] += speed
    for k in range(4):
        pull[1 + k] += speed * protocol[k]


@kernel
def fade_skills(month, clock, params, nations, expenditure):
    """A year's fading of what forces learned from others, towards what spending keeps up. Writes nations.skill."""
    year = month // 12 - clock.start // 12
    price = costs.price_level(1900 + month // 12, params.costs_price_growth_per_year)
    for i in range(nations.size):
        if nations[i].present == 0:
            continue
        usd = expenditure[i, year] / max(1.0, nations[i].cadre * clock.people_per_agent) / price
        for k in range(6):
            base = skills.funded_skill(usd, k, params)
            nations[i].skill[k] = skills.faded(nations[i].skill[k], base, params.people_skill_fade_per_year, 1.0)


@kernel
def drift_to_standard(o, k, month, params, policies, nations, organisations, member_since):
    """Members move one element of their protocol towards the organisation's mean, weighted by capability."""
    mean, weight = 0.0, 0.0
    for i in range(nations.size):
        if member_since[o, i] >= 0 and nations[i].present == 1:
            mean += nations[i].protocol[k] * nations[i].capability_share
            weight += nations[i].capability_share
    if weight <= 0.0:
        return
    mean /= weight
    for i in range(nations.size):
        if member_since[o, i] >= 0 and nations[i].present == 1:
            years = (month - member_since[o, i]) / 12.0
            standards = protocols.adopted(organisations[o].standards, years, params.protocols_adoption_years)
            speed = params.protocols_harmonisation_per_year * standards * policies[i].standards_effort
            nations[i].protocol[k] = protocols.harmonised(nations[i].protocol[k], mean, speed, 1.0)


@kernel
def set_talk(clock, params, nations, pairs, linguists, staff_level):
    """Chance that officers of two nations can talk, as of the last census. Writes pairs.talk (symmetric)."""
    share, least = params.protocols_linguist_share, params.protocols_smallest_team / clock.people_per_agent
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            if nations[i].present == 0 or nations[j].present == 0:
                continue
            required = language.required_level(
                params.language_working_level, pairs[i, j].standards, params.language_terminology_gain
            )
            understood = language.communication(
                common_staff_level(i, j, staff_level), required, params.language_steepness
            )
            need = relations.per_team(linguists[i, nations[j].language], nations[i].cadre, share, least)
            need += relations.per_team(linguists[j, nations[i].language], nations[j].cadre, share, least)
            pairs[i, j].talk = pairs[j, i].talk = protocols.talk(understood, need)


@kernel
def relate(month, clock, params, policies, nations, pairs):
    """Phase 9, monthly part: trust, familiarity, technical interoperability, ledger of every pair.

    Reads the month's contact. Writes pairs. Draws nothing.
    """
    share = params.trust_reference_share
    for i in range(nations.size):
        for j in range(nations.size):
            if i == j or nations[i].present == 0 or nations[j].present == 0:
                continue
            pair = pairs[i, j]
            officers = pair.dose + params.trust_alumni_weight * pair.alumni_influence
            heard = pair.quality + params.trust_alumni_weight * pair.alumni_influence
            understood = heard / officers if officers > 0.0 else 0.0
            dose = relations.normalised_dose(officers, nations[i].cadre, share)
            calm = relations.calmed(pair.crisis_channel, params.trust_crisis_relief, params.trust_crisis_ties)
            incidents = relations.normalised_dose(12.0 * pair.incidents * calm, nations[i].cadre, share)
            pair.trust = relations.trust_after(
                pair.trust, pair.baseline, dose, understood, incidents, params.trust_gain_per_year,
                params.trust_loss_per_incident, params.trust_memory_years, MONTH,
            )
            practising = pair.dose + params.trust_alumni_weight * pair.alumni_practice
            practice = relations.normalised_dose(practising, nations[i].cadre, share)
            pair.familiarity = protocols.pair_familiarity_after(
                pair.familiarity, relations.saturating(practice), params.protocols_pair_familiarity_per_year,
                params.protocols_half_life_months, MONTH,
            )
            pair.technical = protocols.technical_after(
                pair.technical, pair.standards, params.protocols_standards_per_year,
                params.protocols_technical_drift_per_year, params.protocols_technical_floor, MONTH,
            )
            pair.joint += dose * MONTH
            pair.dose = pair.quality = pair.incidents = 0.0
            keep_ledger(pair, pairs[j, i], policies[i].reciprocity_years)


@kernel
def interoperate(clock, params, nations, pairs):
    """Interoperability of every pair (symmetric) as things stand. Writes pairs. Draws nothing."""
    share, least = params.protocols_acquaintance_share, params.protocols_smallest_team / clock.people_per_agent
    for i in range(nations.size):
        for j in range(i + 1, nations.size):
            if nations[i].present == 0 or nations[j].present == 0:
                continue
            pair, back = pairs[i, j], pairs[j, i]
            known = relations.per_team(pair.acquainted + pair.ties, nations[i].cadre, share, least)
            known += relations.per_team(back.acquainted + back.ties, nations[j].cadre, share, least)
            familiarity = 0.5 * (pair.familiarity + back.familiarity)
            pair.procedural = back.procedural = protocols.procedural(
                pair.gap, familiarity, params.protocols_unpractised
            )
            pair.human = back.human = protocols.human(pair.talk, known, params.protocols_strangers)
            pair.interoperability = back.interoperability = protocols.interoperability(
                pair.technical, pair.procedural, pair.human, params.protocols_technical_weight,
                params.protocols_procedural_weight, params.protocols_human_weight,
            )


@kernel
def keep_ledger(pair, back, years):
    """Officer-months sent minus received, fading over the years that the rule looks back. Writes pair.ledger."""
    pair.ledger = diplomacy.ledger_after(pair.ledger, float(pair.filled), float(back.filled), years, MONTH)
