"""Phase 12, measure: the month of the world, and every December the year of nations and pairs."""

import numpy as np

from exchsim._jit import kernel
from exchsim.enums import PostState, ThreatKind
from exchsim.kernels.partners import priority
from exchsim.kernels.security import stopping
from exchsim.rules import diplomacy
from exchsim.rules.calendar import WEEKS_PER_MONTH

TERRORISM, CYBER, HYBRID = int(ThreatKind.TERRORISM), int(ThreatKind.CYBER), int(ThreatKind.HYBRID)


@kernel
def transitivity(nations, pairs):
    """Chance that two partners of a state have a general agreement with each other too; 0 without such triples."""
    partners = np.empty(nations.size, np.int64)
    triples, closed = 0, 0
    for i in range(nations.size):
        count = 0
        for j in range(nations.size):
            if i != j and pairs[i, j].agreement == 1 and nations[i].present == 1 and nations[j].present == 1:
                partners[count] = j
                count += 1
        triples += count * (count - 1) // 2
        for a in range(count):
            for b in range(a):
                closed += pairs[partners[a], partners[b]].agreement
    return closed / triples if triples > 0 else 0.0


@kernel
def measure_world(month, clock, nations, pairs, posts, meeting_order, world_out):
    """One row of the world series. Reads all. Writes world_out."""
    out = world_out[month - clock.start]
    for i in range(nations.size):
        out.states += nations[i].present
        out.cadre += nations[i].cadre
        out.files += nations[i].files
    sends = np.zeros(nations.size, np.int64)
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        state = post.state
        if state == PostState.FILLED and post.venue < nations.size:
            out.states_sending += 1 - sends[post.sender]
            sends[post.sender] = 1
        out.posts += 1
        out.filled += 1 if state == PostState.FILLED else 0
        out.preparing += 1 if state == PostState.PREPARING else 0
        out.vacant += 1 if state == PostState.VACANT or state == PostState.SUSPENDED else 0
    out.misunderstandings = clock.misunderstandings
    out.gatherings = clock.gathered
    out.spent_usd = clock.spent_usd
    if month % 12 == 0 or month == clock.start:
        out.transitivity = transitivity(nations, pairs)
    else:
        out.transitivity = world_out[month - 1 - clock.start].transitivity
    measure_pairs_of_world(nations, pairs, out)


@kernel
def measure_pairs_of_world(nations, pairs, out):
    """Means over pairs of states present: all, those with posts, allies. Writes one row of world_out."""
    every, partners, allies = 0, 0, 0
    ties = 0.0
    for i in range(nations.size):
        for j in range(nations.size):
            if i == j or nations[i].present == 0 or nations[j].present == 0:
                continue
            pair = pairs[i, j]
            every += 1
            out.agreements += pair.agreement if i < j else 0
            out.trust += pair.trust
            ties += pair.ties
            if pair.posts > 0:
                partners += 1
                out.trust_partners += pair.trust
            if pair.alliance == 1:
                allies += 1
                out.trust_allies += pair.trust
                out.interoperability_allies += pair.interoperability
                out.familiarity_allies += pair.familiarity
                out.sharing_allies += pair.sharing
    out.ties = int(ties / 2.0)
    out.trust /= max(1, every)
    out.trust_partners /= max(1, partners)
    out.trust_allies /= max(1, allies)
    out.interoperability_allies /= max(1, allies)
    out.familiarity_allies /= max(1, allies)
    out.sharing_allies /= max(1, allies)


@kernel
def measure_nations(year, clock, params, nations, pairs, posts, meeting_order, linguists, contingents, nations_out):
    """One row a nation for the year. Writes nations_out."""
    present = 0
    for i in range(nations.size):
        present += nations[i].present
    for i in range(nations.size):
        nation, out = nations[i], nations_out[year, i]
        out.present = nation.present
        out.cadre = nation.cadre
        out.budget_usd = nation.budget_usd
        out.spent_usd = nation.spent_this_year_usd
        out.linguists = linguists[i].sum()
        out.alumni = nation.alumni
        out.senior_alumni = nation.senior_alumni
        out.tours_ended = nation.tours_ended
        out.level_at_return = nation.level_at_return / nation.tours_ended if nation.tours_ended > 0 else 0.0
        out.command_style = nation.protocol[0]
        out.staff_procedure = nation.protocol[1]
        out.communications_security = nation.protocol[2]
        out.doctrine = nation.protocol[3]
        out.skill = nation.skill.sum() / 6.0
        out.skill_conventional, out.skill_peacekeeping = nation.skill[0], nation.skill[1]
        out.skill_counterterrorism, out.skill_cyber = nation.skill[2], nation.skill[3]
        out.skill_unconventional, out.skill_crisis_management = nation.skill[4], nation.skill[5]
        out.language_usd, out.interpreter_usd = nation.language_this_year_usd, nation.interpreters_this_year_usd
        out.standing = nation.standing
        measure_security(i, present, params, nations, pairs, out)
        measure_posts(nation, out)
        for m in range(contingents.shape[0]):
            out.mission_troops += int(contingents[m, i].troops)
        given, received = 0.0, 0.0
        for j in range(nations.size):
            if j != i and nations[j].present == 1:
                given += pairs[i, j].trust
                received += pairs[j, i].trust
                out.agreements += pairs[i, j].agreement * nation.present
        others = max(1, present - 1)
        out.trust_given = given / others if nation.present == 1 else 0.0
        out.trust_received = received / others if nation.present == 1 else 0.0
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        out = nations_out[year, post.sender]
        out.posts += 1
        out.filled += 1 if post.state == PostState.FILLED else 0
        out.preparing += 1 if post.state == PostState.PREPARING else 0
        if post.state == PostState.FILLED and post.host >= 0:
            nations_out[year, post.host].hosted += 1


@kernel
def measure_posts(nation, out):
    """How far a nation's posts were served in its year, and what became of its officers' ties. Writes one row."""
    out.post_years, out.officer_years = nation.post_months / 12.0, nation.served_months / 12.0
    out.weeks_lost = WEEKS_PER_MONTH * (nation.post_months - nation.served_months)
    out.weeks_in_class = WEEKS_PER_MONTH * nation.class_months
    out.months_sending = nation.sending_months
    out.ties_made = nation.ties_made
    out.ties_five_years, out.ties_ten_years = nation.ties_five_years, nation.ties_ten_years


@kernel
def measure_exchanges(year, clock, nations, pairs, posts, meeting_order, policies, nations_out):
    """Scope, balance and purpose of each nation's bilateral tours for the year. Writes nations_out, pairs.had_posts."""
    fields = np.zeros((nations.size, 6))
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        if post.venue < nations.size:
            fields[post.sender, post.domain] += 1.0
    for i in range(nations.size):
        out, total = nations_out[year, i], fields[i].sum()
        sent, received = 0, 0
        wished, matched = 0.0, 0.0
        for j in range(nations.size):
            out.partners += 1 if pairs[i, j].posts > 0 else 0
            out.partners_lost += 1 if pairs[i, j].had_posts == 1 and pairs[i, j].posts == 0 else 0
            pairs[i, j].had_posts = 1 if pairs[i, j].posts > 0 else 0
            sent += pairs[i, j].filled
            received += pairs[j, i].filled
            out.unreturned += max(0, pairs[i, j].filled - pairs[j, i].filled)
            wished += min(pairs[i, j].wish, pairs[i, j].posts / total) if total > 0.0 else 0.0
        for k in range(6):
            matched += min(priority(k, policies[i]), fields[i, k] / total) if total > 0.0 else 0.0
        out.refused = nations[i].refused_this_year
        out.reciprocity_balance = diplomacy.balance(sent, received)
        out.objective_match = wished * matched


@kernel
def measure_security(i, present, params, nations, pairs, out):
    """Intelligence and readiness of a nation in its year. Writes one row of nations_out."""
    nation = nations[i]
    out.information_security, out.leak_risk = nation.information_security, nation.leak_risk
    out.threat_pressure, out.readiness = nation.threat_pressure, nation.readiness
    if nation.present == 1:
        out.warned_terrorism = nation.warned[TERRORISM]
        out.foiled_terrorism = nation.detection[TERRORISM] * stopping(i, TERRORISM, params, nations)
        out.foiled_cyber = nation.detection[CYBER] * stopping(i, CYBER, params, nations)
        out.foiled_hybrid = nation.detection[HYBRID] * stopping(i, HYBRID, params, nations)
    out.compromises, out.vetted, out.findings = nation.leaks_this_year, nation.vetted, nation.findings
    out.denied, out.false_denials = nation.denied, nation.false_denials
    out.leaks_expected, out.espionage_expected = nation.betrayals_expected, nation.espionage_expected
    out.findings_expected, out.denials_expected = nation.findings_expected, nation.denials_expected
    out.false_denials_expected = nation.false_denials_expected
    given, received = 0.0, 0.0
    for j in range(nations.size):
        if j != i and nations[j].present == 1:
            given += pairs[i, j].sharing
            received += pairs[j, i].sharing
    others = max(1, present - 1)
    out.sharing_given = given / others if nation.present == 1 else 0.0
    out.sharing_received = received / others if nation.present == 1 else 0.0


@kernel
def measure_pairs(year, nations, pairs, alignment, pairs_out):
    """One row a directed pair for the year. Writes pairs_out."""
    for i in range(nations.size):
        for j in range(nations.size):
            if i == j or nations[i].present == 0 or nations[j].present == 0:
                continue
            pair, out = pairs[i, j], pairs_out[year, i, j]
            out.trust, out.baseline, out.familiarity = pair.trust, pair.baseline, pair.familiarity
            out.distance = abs(alignment[i, year] - alignment[j, year])
            out.interoperability, out.technical = pair.interoperability, pair.technical
            out.procedural, out.human, out.talk = pair.procedural, pair.human, pair.talk
            out.ties, out.crisis_channel, out.incidents = pair.ties, pair.crisis_channel, pair.incidents_this_year
            out.posts, out.filled, out.alumni = pair.posts, pair.filled, pair.alumni
            out.exercises, out.alliance = pair.exercises_this_year, pair.alliance
            out.ledger, out.wish = pair.ledger, pair.wish
            out.sharing, out.relayed = pair.sharing, pair.relayed
            out.agreement, out.information_security = pair.agreement, pair.information_security
            out.training = pair.training


@kernel
def measure_missions(month, clock, first_venue, missions, contingents, posts, meeting_order, world_out, missions_out,
                     contingents_out):
    """The month of the missions in being: their row of the year so far, and the world's totals. Writes outputs.

    first_venue: the venue of the first mission.
    """
    year = month // 12 - clock.start // 12
    total = world_out[month - clock.start]
    total.escalations = clock.escalations
    for m in range(missions.size):
        mission, out = missions[m], missions_out[year, m]
        if mission.running == 0:
            continue
        out.months += 1
        out.staff = 0
        out.troops, out.ceiling, out.contributors = int(mission.troops), int(mission.ceiling), mission.contributors
        out.fractionalisation, out.top_share = mission.fractionalisation, mission.top_share
        out.commander, out.leaders = mission.commander, mission.leaders
        out.language_distance, out.social_distance = mission.language_distance, mission.social_distance
        out.interoperability, out.trust = mission.interoperability, mission.trust
        out.violence, out.unguarded, out.tension = mission.violence, mission.unguarded, mission.tension
        out.protected, out.escalations = mission.protected, mission.escalations
        for i in range(contingents.shape[1]):
            contingents_out[year, m, i].troops = int(contingents[m, i].troops)
        total.missions += 1
        total.mission_troops += int(mission.troops)
        total.mission_violence += mission.violence
    total.mission_violence /= max(1, total.missions)
    for k in range(clock.posts):
        post = posts[meeting_order[k]]
        if post.venue >= first_venue and post.state == PostState.FILLED:
            missions_out[year, post.venue - first_venue].staff += 1


@kernel
def measure(month, clock, params, nations, pairs, posts, meeting_order, linguists, policies, organisations, missions,
            contingents, alignment, world_out, nations_out, pairs_out, missions_out, contingents_out):
    """Phase 12. Reads everything. Writes outputs. Draws nothing."""
    measure_world(month, clock, nations, pairs, posts, meeting_order, world_out)
    measure_missions(month, clock, nations.size + organisations.size, missions, contingents, posts, meeting_order,
                     world_out, missions_out, contingents_out)
    if month % 12 == 11 or month + 1 == clock.end:
        year = month // 12 - clock.start // 12
        measure_nations(year, clock, params, nations, pairs, posts, meeting_order, linguists, contingents, nations_out)
        measure_exchanges(year, clock, nations, pairs, posts, meeting_order, policies, nations_out)
        if pairs_out.shape[0] > 0:
            measure_pairs(year, nations, pairs, alignment, pairs_out)
