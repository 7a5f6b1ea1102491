"""The twin's relations between nations: the census of people, standing ties of states, trust, interoperability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from reference.twin_partners import largest_remainder
from reference.twin_people import Officer

from exchsim.enums import Draw, Rank, Status
from exchsim.rules import contact, diplomacy, language, protocols, relations, skills

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

MONTH = 1.0 / 12.0
QUARTER = 3
NOBODY = 1e-9  # less trust than this is trust in nobody


@dataclass
class Relation:
    """How one nation stands towards another."""

    technical: float
    alliance: bool
    rivalry: bool
    agreement: bool
    disclosed: float = 0.0  # severity of this month's dated leaks by the first state of what the second told it
    shaken: bool = False  # the rivalry has begun this month
    ruptured: bool = False
    had_posts: bool = False  # last December
    trust: float = -1.0  # below 0: strangers
    baseline: float = 0.0
    familiarity: float = 0.0
    procedural: float = 0.0
    human: float = 0.0
    interoperability: float = 0.0
    gap: float = 0.0
    talk: float = 0.0
    standards: float = 0.0
    friends: float = 0.0
    threat: float = 0.0
    wish: float = 0.0
    bridging: float = 0.0
    dose: float = 0.0
    quality: float = 0.0
    incidents: float = 0.0
    joint: float = 0.0
    alumni_influence: float = 0.0
    alumni_practice: float = 0.0
    alumni: int = 0
    acquainted: float = 0.0  # alumni by what contact left behind
    ties: float = 0.0
    ledger: float = 0.0
    incidents_this_year: float = 0.0
    exercises_this_year: int = 0
    last_exercise: int = -1  # years since 1900
    habit: float = 0.0  # bilateral exercises, fading
    habit_year: int = -1  # as of which year
    sharing: float = 0.0
    relayed: float = 0.0
    crisis_channel: float = 0.0
    information_security: bool = False
    training: bool = False

    def book(self, weight: float, understood: float, incidents: float) -> None:
        """Contact of this month."""
        self.dose += weight
        self.quality += weight * understood
        self.incidents += incidents


@dataclass
class Organisation:
    """An alliance or union with a headquarters, working languages and standards."""

    model: Twin
    index: int
    code: int
    venue: int
    headquarters: int
    language: int
    standards: float
    exercises_per_year: float
    exercises_from: int
    information_security: float
    since: dict[int, int]  # nation -> month of joining

    @property
    def has_exercised(self) -> bool:
        """Held exercises before the run."""
        return self.exercises_per_year > 0.0 and self.exercises_from <= self.model.blueprint.start

    def members(self) -> list[Nation]:
        """Members that are states of the system now."""
        return [n for n in self.model.nations if n.present and n.index in self.since]

    def quota(self, nation: Nation, month: int) -> int:
        """Staff posts of a member at the headquarters by capability share; none at home, none for others."""
        if nation.index not in self.since or self.headquarters in (-1, nation.index):
            return 0
        if not self.model.nations[self.headquarters].present:
            return 0
        all_posts = float(self.model.blueprint.headquarters_posts[self.index, self.model.year_of(month)])
        whole = int(nation.policy.staff_posts_share * all_posts / self.model.people_per_agent + 0.5)
        return largest_remainder(whole, {m: m.capability_share for m in self.members()}).get(nation, 0)

    def adopted(self, month: int, *nations: Nation) -> float:
        """Standards in practice, by years as of January since the last of them joined; 0 with an outsider."""
        if any(nation.index not in self.since for nation in nations):
            return 0.0
        years = (month - month % 12 - max(self.since[nation.index] for nation in nations)) / 12.0
        return protocols.adopted(self.standards, years, self.model.params.protocols_adoption_years)


# standing relations


def take_stock(model: Twin, month: int) -> None:
    """Capability, standards, gaps, threats and baselines from the state of relations today; friends every January."""
    present = [n for n in model.nations if n.present]
    set_capabilities(model, month)
    for a, b in model.pairs_of(model.nations):
        model.pair(a, b).threat = common_threat(model, a, b)
        if month % 12 == 0 or month == model.blueprint.start:
            model.pair(a, b).friends = friends_opinion(model, a, b)
    for a, b in model.pairs_of(present):
        model.pair(a, b).gap = protocols.gap(tuple(a.protocol), tuple(b.protocol))
        model.pair(a, b).standards = shared_standards(model, a, b, month)
    for a, b in model.pairs_of(present):
        pair, p = model.pair(a, b), model.params
        pair.baseline = relations.baseline(
            p.trust_base, p.trust_alliance * pair.alliance, p.trust_agreement * pair.agreement,
            p.trust_rivalry * pair.rivalry, p.trust_community * pair.standards, p.trust_alignment,
            abs(a.alignment(month) - b.alignment(month)), p.trust_friends, pair.friends,
        )  # fmt: skip
        if pair.shaken and pair.trust >= 0.0:
            pair.trust = relations.trust_after_shock(pair.trust, pair.baseline, p.trust_rivalry_shock)
        if pair.trust < 0.0:
            pair.trust = pair.baseline
        pair.shaken = False
    for a, b in model.couples_of(present):
        set_talk(model, a, b)
        interoperate(model, a, b)


def set_capabilities(model: Twin, month: int) -> None:
    """Capability of the year, and its share among the states present."""
    total = 0.0
    for nation in model.nations:
        nation.capability_index = float(model.blueprint.capability[nation.index, model.year_of(month)])
        total += nation.capability_index if nation.present else 0.0
    for nation in model.nations:
        nation.capability_share = nation.capability_index / total if nation.present and total > 0.0 else 0.0


def shared_standards(model: Twin, a: Nation, b: Nation, month: int) -> float:
    """The best common organisation or what a pact brings, as far as both governments make an effort."""
    common = [o.adopted(month, a, b) for o in model.organisations]
    pact = float(model.params.protocols_pact_standards) if model.pair(a, b).alliance else 0.0
    return min(1.0, max([pact, *common]) * (0.5 * (a.policy.standards_effort + b.policy.standards_effort)))


def common_threat(model: Twin, a: Nation, b: Nation) -> float:
    """Share of a's rivals that are b's rivals too."""
    rivals = [k for k in model.nations if k.present and model.pair(a, k).rivalry]
    return sum(model.pair(b, k).rivalry for k in rivals) / len(rivals) if rivals else 0.0


def friends_opinion(model: Twin, a: Nation, b: Nation) -> float:
    """Trust in b among the states that a trusts; neutral when it trusts nobody."""

    def trust(x: Nation, y: Nation) -> float:
        return max(0.0, model.pair(x, y).trust) if x.present and y.present else 0.0

    opinion, weight = 0.0, 0.0
    for k in model.nations:
        if k is not a and k is not b:
            opinion += trust(a, k) * trust(k, b)
            weight += trust(a, k)
    return opinion / weight if weight > NOBODY else 0.5


def drift(model: Twin, month: int) -> None:
    """A year with alumni moves governments a little towards the hosts of their officers, for good."""
    p = model.params
    stood = {nation.index: nation.alignment(month - 12) for nation in model.nations}
    for nation in model.nations:
        hosts = [other for other in model.nations if nation.present and other.present and other is not nation]
        officers = {other.index: p.trust_alumni_weight * model.pair(nation, other).alumni_influence for other in hosts}
        doses = {
            other: relations.normalised_dose(alumni, nation.cadre, p.trust_reference_share)
            for other, alumni in officers.items()
        }
        pull = sum(dose * (stood[other] - stood[nation.index]) for other, dose in doses.items())
        nation.moved += relations.drift(pull, sum(doses.values()), p.trust_drift_per_year, 1.0)
        nation.moves[model.year_of(month)] = nation.moved


def harmonise(model: Twin, month: int) -> None:
    """Every January protocol vectors drift together with last year's joint work, and to the organisations' means."""
    fade_skills(model)
    drift(model, month)
    rate = model.params.protocols_harmonisation_per_year
    work_of = {}
    for a, b in model.couples_of(model.nations):
        pair, back = model.pair(a, b), model.pair(b, a)
        work_of[a.index, b.index] = relations.saturating(0.5 * (pair.joint + back.joint))
        pair.joint = back.joint = 0.0
    pulls = {nation.index: [] for nation in model.nations}  # speed and protocol of every partner, as of December
    for a, b in model.couples_of([n for n in model.nations if n.present]):
        work = work_of[a.index, b.index]
        both = a.capability_share + b.capability_share
        heavier = a.capability_share / both if both > 0.0 else 0.5
        pulls[a.index].append((work * (1.0 - heavier), list(b.protocol)))
        pulls[b.index].append((work * heavier, list(a.protocol)))
    for nation in model.nations:
        speed = sum(weight for weight, _ in pulls[nation.index])
        for k in range(4 if speed > 0.0 else 0):
            mean = sum(weight * protocol[k] for weight, protocol in pulls[nation.index]) / speed
            nation.protocol[k] = protocols.harmonised(nation.protocol[k], mean, rate * speed, 1.0)
    for organisation in model.organisations:
        drift_to_standard(organisation, rate, month)


def fade_skills(model: Twin) -> None:
    """A year's fading of what forces learned from others."""
    p, month = model.params, model.month
    for nation in [n for n in model.nations if n.present]:
        usd = nation.expenditure(month) / max(1.0, nation.cadre * model.people_per_agent) / model.prices(month)
        nation.skill = [
            skills.faded(skill, skills.funded_skill(usd, field_, p), p.people_skill_fade_per_year, 1.0)
            for field_, skill in enumerate(nation.skill)
        ]


def drift_to_standard(organisation: Organisation, rate: float, month: int) -> None:
    """Members move towards their mean, weighted by capability, as far as standards and effort reach."""
    members = organisation.members()
    for k in range(4):
        mean, weight = 0.0, 0.0
        for nation in members:
            mean += nation.protocol[k] * nation.capability_share
            weight += nation.capability_share
        if weight > 0.0:
            for nation in members:
                speed = rate * organisation.adopted(month, nation) * nation.policy.standards_effort
                nation.protocol[k] = protocols.harmonised(nation.protocol[k], mean / weight, speed, 1.0)


# phase 9


def relations_phase(model: Twin, month: int) -> None:
    """The census every quarter; then trust, familiarity and interoperability of every pair."""
    present = [n for n in model.nations if n.present]
    if month % QUARTER == 0 or month == model.blueprint.start:
        take_census(model, month)
        for a, b in model.couples_of(present):
            set_talk(model, a, b)
    for a, b in model.pairs_of(present):
        relate(model, a, model.pair(a, b))
    filled = model.count_posts(filled_only=True)
    for a, b in model.couples_of(present):
        interoperate(model, a, b)
        pair, back = model.pair(a, b), model.pair(b, a)
        sent, received = float(filled[a.index, b.index]), float(filled[b.index, a.index])
        pair.ledger = diplomacy.ledger_after(pair.ledger, sent, received, a.policy.reciprocity_years, MONTH)
        back.ledger = diplomacy.ledger_after(back.ledger, received, sent, b.policy.reciprocity_years, MONTH)


def take_census(model: Twin, month: int) -> None:
    """Alumni, linguists and living ties; alumni at home take their refresher classes first."""
    for nation in model.nations:
        nation.alumni = nation.senior_alumni = nation.files = 0
    for pair in model.pairs.values():
        pair.alumni, pair.acquainted, pair.ties, pair.crisis_channel = 0, 0.0, 0.0, 0.0
        pair.alumni_influence = pair.alumni_practice = 0.0
    model.linguists[:] = 0.0
    refresh_alumni(model, month)
    recontacted = recontact_alumni(model, month)
    for officer in model.cabinet.in_order():
        count_officer(model, officer, month)
    write_pool(model, month)
    count_ties(model, recontacted, month)


def write_pool(model: Twin, month: int) -> None:
    """The language pool of the year so far; who was in it at the last census and is not now is lost."""
    high = float(model.params.language_professional_level)
    pool = {(o.nation.index, k, o.uid): o for o in model.cabinet.in_order() for k in o.pooled if k >= 0}
    for i, k in np.ndindex(model.linguists.shape):
        row = model.years_of_pool.setdefault((model.year_of(month), i, k), {"working": 0, "professional": 0, "lost": 0})
        officers = [o for (nation, language_, _), o in pool.items() if (nation, language_) == (i, k)]
        row["working"] = len(officers)
        row["professional"] = sum(o.level_in(k, month) >= high for o in officers)
        row["lost"] += len([key for key in model.pool - set(pool) if key[:2] == (i, k)])
    model.pool = set(pool)


def refresh_alumni(model: Twin, month: int) -> None:
    """A quarter's classes in the better foreign language for all alumni alike, as far as the purse allows."""
    hour = model.params.costs_class_hour_usd * model.people_per_agent * model.prices(month)
    for nation in model.nations:
        alumni = [
            officer
            for officer in model.cabinet.in_order()
            if officer.nation is nation
            and officer.tours > 0
            and officer.tongues[0] is not None
            and officer.status == Status.SERVING
        ]
        quarter = float(nation.policy.refresher_hours_per_year) / 4.0
        fee = len(alumni) * quarter * hour
        spare = max(0.0, nation.budget_usd - nation.spent_usd - nation.reserved_usd)
        nation.refresher_share = min(1.0, spare / fee) if fee > 0.0 else 0.0
        nation.pay_language(fee * nation.refresher_share * (1.0 - 1e-12))
        for officer in alumni if quarter * nation.refresher_share > 0.0 else []:
            better = max(filter(None, officer.tongues), key=lambda t: officer.level_of_slot(t, month))
            officer.study(better.language, quarter * nation.refresher_share, month)


def recontact_alumni(model: Twin, month: int) -> set[int]:
    """Alumni at home whom the alumni policy reaches this quarter, as far as the purse allows; their numbers."""
    price = model.params.costs_recontact_usd * model.people_per_agent * model.prices(month)
    reached = set()
    for nation in model.nations:
        alumni = [
            officer
            for officer in model.cabinet.in_order()
            if officer.nation is nation and officer.tours > 0 and officer.status == Status.SERVING
        ]
        wanted = float(nation.policy.alumni_recontact) / 4.0
        fee = len(alumni) * wanted * price
        spare = max(0.0, nation.budget_usd - nation.spent_usd - nation.reserved_usd)
        share = min(1.0, spare / fee) if fee > 0.0 else 0.0
        nation.recontact_chance = share * wanted
        nation.pay_extra(fee * share * (1.0 - 1e-12))
        for officer in alumni:
            if nation.recontact_chance > model.luck.uniform(month, Draw.RECONTACT, officer.uid):
                officer.recontact(month)
                reached.add(officer.uid)
    return reached


def count_officer(model: Twin, officer: Officer, month: int) -> None:
    """One file in the census."""
    nation, p = officer.nation, model.params
    nation.files += 1
    for tongue in filter(None, officer.tongues):
        if officer.level_of_slot(tongue, month) >= p.language_linguist_level:
            model.linguists[nation.index, tongue.language] += 1.0
    officer.pooled = [
        -1 if tongue is None or officer.level_of_slot(tongue, month) < p.language_linguist_level else tongue.language
        for tongue in officer.tongues
    ]
    if officer.status != Status.SERVING:
        return
    nation.alumni += officer.tours > 0
    nation.senior_alumni += officer.tours > 0 and officer.rank >= Rank.O6
    for memory in filter(None, officer.memories):
        pair = model.pairs[nation.index, memory.host]
        if officer.tours > 0:
            pair.alumni += 1
            pair.acquainted += relations.summable(
                protocols.acquainted(memory.trust, p.contact_gain_per_year, p.protocols_acquaintance_depth)
            )
        influence = relations.influence(officer.rank, p.trust_rank_weight)
        idle = language.unused_months(month, memory.met)
        known = protocols.familiarity_left(memory.familiarity, idle, p.protocols_half_life_months)
        pair.alumni_practice += relations.summable(influence * known)
        feeling = officer.trust_in(memory, month)
        if feeling > 0.0:
            pair.alumni_influence += relations.summable(influence * feeling)


def count_ties(model: Twin, recontacted: set[int], month: int) -> None:
    """Ties that have faded, or of which an officer has left, are dropped; the others count, senior ones more."""
    for tie in model.ties:
        if tie.ends <= month and not any(officer.gone for officer in tie.officers):
            model.chronicle.faded(*tie.officers, tie.strength)
    model.ties = [t for t in model.ties if t.ends > month and not any(officer.gone for officer in t.officers)]
    for tie in model.ties:
        a, b = tie.officers
        for nation in (a.nation, b.nation):
            nation.books.birthdays += [years for years in (5, 10) if 0 <= month - tie.made - 12 * years < 3]
        tie.ends += int(model.params.contact_recontact_months) * ((a.uid in recontacted) + (b.uid in recontacted))
        senior = a.rank >= Rank.O6 and b.rank >= Rank.O6
        weight = float(model.params.contact_senior_tie_weight) if senior else 1.0
        model.pair(a.nation, b.nation).ties += weight
        model.pair(b.nation, a.nation).ties += weight
        grades = [contact.seniority(officer.rank, model.params.contact_seniority_per_grade) for officer in (a, b)]
        channel = relations.summable(model.people_per_agent * (grades[0] * grades[1]))
        for pair in (model.pair(a.nation, b.nation), model.pair(b.nation, a.nation)):
            pair.crisis_channel += channel


def set_talk(model: Twin, a: Nation, b: Nation) -> None:
    """Chance that officers of two nations can talk: in a language of both staffs, or through linguists."""
    p = model.params
    level = float(np.minimum(model.staff_level[a.index], model.staff_level[b.index]).max())
    standards, least = model.pair(a, b).standards, model.smallest_team
    required = language.required_level(p.language_working_level, standards, p.language_terminology_gain)
    understood = language.communication(level, required, p.language_steepness)
    need = relations.per_team(float(model.linguists[a.index, b.language]), a.cadre, p.protocols_linguist_share, least)
    need += relations.per_team(float(model.linguists[b.index, a.language]), b.cadre, p.protocols_linguist_share, least)
    model.pair(a, b).talk = model.pair(b, a).talk = protocols.talk(understood, need)


def relate(model: Twin, nation: Nation, pair: Relation) -> None:
    """What the month's contact, alumni and misunderstandings make of one nation's view of another."""
    p, share = model.params, model.params.trust_reference_share
    alumni = p.trust_alumni_weight * pair.alumni_influence
    officers = pair.dose + alumni
    understood = (pair.quality + alumni) / officers if officers > 0.0 else 0.0
    dose = relations.normalised_dose(officers, nation.cadre, share)
    calm = relations.calmed(pair.crisis_channel, p.trust_crisis_relief, p.trust_crisis_ties)
    incidents = relations.normalised_dose(12.0 * pair.incidents * calm, nation.cadre, share)
    pair.trust = relations.trust_after(
        pair.trust, pair.baseline, dose, understood, incidents, p.trust_gain_per_year, p.trust_loss_per_incident,
        p.trust_memory_years, MONTH,
    )  # fmt: skip
    practising = pair.dose + p.trust_alumni_weight * pair.alumni_practice
    practice = relations.normalised_dose(practising, nation.cadre, share)
    pair.familiarity = protocols.pair_familiarity_after(
        pair.familiarity, relations.saturating(practice), p.protocols_pair_familiarity_per_year,
        p.protocols_half_life_months, MONTH,
    )  # fmt: skip
    pair.technical = technical_after(model, pair, MONTH)
    pair.joint += dose * MONTH
    pair.dose = pair.quality = pair.incidents = 0.0


def technical_after(model: Twin, pair: Relation, years: float) -> float:
    """Technical interoperability after some years of the standards that two nations share."""
    p = model.params
    return protocols.technical_after(
        pair.technical, pair.standards, p.protocols_standards_per_year, p.protocols_technical_drift_per_year,
        p.protocols_technical_floor, years,
    )  # fmt: skip


def interoperate(model: Twin, a: Nation, b: Nation) -> None:
    """Interoperability of two forces: equipment, procedures, people."""
    p, pair, back = model.params, model.pair(a, b), model.pair(b, a)
    share, least = p.protocols_acquaintance_share, model.smallest_team
    known = relations.per_team(pair.acquainted + pair.ties, a.cadre, share, least)
    known += relations.per_team(back.acquainted + back.ties, b.cadre, share, least)
    familiarity = 0.5 * (pair.familiarity + back.familiarity)
    pair.procedural = back.procedural = protocols.procedural(pair.gap, familiarity, p.protocols_unpractised)
    pair.human = back.human = protocols.human(pair.talk, known, p.protocols_strangers)
    pair.interoperability = back.interoperability = protocols.interoperability(
        pair.technical, pair.procedural, pair.human, p.protocols_technical_weight, p.protocols_procedural_weight,
        p.protocols_human_weight,
    )  # fmt: skip
