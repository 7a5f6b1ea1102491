"""The twin's nations: a cadre, a purse, a policy; and the phase in which governments plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import mesa
import numpy as np
from reference import twin_intelligence, twin_partners, twin_security
from reference.twin_choices import kinds_with, programme_mix, share_of_possible, spread
from reference.twin_missions import mission_posts
from reference.twin_people import Officer, first_holder
from reference.twin_posts import Post

from exchsim.enums import Draw, PostState, ProgrammeKind, Reciprocity
from exchsim.rules import costs, diplomacy, skills, standing

if TYPE_CHECKING:
    from reference.twin import Twin

Wish = tuple[int, int]  # venue, programme


@dataclass
class Books:
    """What happened to a nation's posts and ties in the calendar year."""

    open: int = 0  # months of posts
    served: int = 0
    in_class: int = 0
    sending: set[int] = field(default_factory=set)  # months with somebody on a bilateral tour
    ties_made: int = 0
    birthdays: list[int] = field(default_factory=list)  # years that ties lived to


class Nation(mesa.Agent):
    """A state: member of the system while it has any strength."""

    def __init__(self, model: Twin, index: int) -> None:
        super().__init__(model)
        self.model: Twin
        b = model.blueprint
        self.index = index
        self.code = int(b.nation_code[index])
        self.strength = [int(s) for s in b.strength[index]]
        self.places = max(self.strength)
        self.epoch = b.start + next((m for m, s in enumerate(self.strength) if s > 0), 0)
        self.founded = int(b.founded[index])
        self.fiscal_month = int(b.fiscal_month[index])
        self.mother_tongue, self.second_language = b.mother_tongue[index], b.second_language[index]
        speakers = np.minimum(self.mother_tongue + self.second_language, 1.0)
        self.language = int(np.argmax(speakers + 1e-3 * self.mother_tongue))  # between equals, the mother tongue
        self.policy = model.policies[index]
        self.protocol = [float(x) for x in b.protocol[index]]
        self.skill = self._first_skill()
        self.cadre, self.present, self.borders_closed = 0, False, False
        self.capability_index = self.capability_share = 0.0
        self.budget_usd = self.spent_usd = self.spent_this_year_usd = 0.0
        self.reserved_usd = 0.0  # for posts, until the fiscal year ends
        self.language_this_year_usd = self.interpreters_this_year_usd = self.recontact_chance = 0.0
        self.promised, self.refresher_share = 0, 0.0
        self.promised_usd = self.donated_usd = 0.0  # for the posts of poorer guests
        self.refused_this_year = self.turned_away = 0
        self.alumni = self.senior_alumni = self.files = 0
        self.tours_ended, self.level_at_return = 0, 0.0
        self.books = Books()
        self.standing = standing.NEUTRAL
        self.readiness = 0.0
        twin_intelligence.first_secrecy(self)
        twin_security.first_threats(self)
        self.plan: dict[Wish, int] = {}  # posts wanted by venue and programme
        self.people: list[Officer | None] = [None] * self.places
        self.generations = [0] * self.places
        self.moved, self.moves = 0.0, {}  # ideal points by which hosts have drawn it so far, and as of each year

    def _first_skill(self) -> list[float]:
        b, p = self.model.blueprint, self.model.params
        heads = max(1.0, self.strength_in(self.epoch) * b.people_per_agent)
        year = self.epoch // 12 - b.start // 12
        price = costs.price_level(b.first_year + year, p.costs_price_growth_per_year)
        usd = float(b.expenditure[self.index, year]) / heads / price
        return [skills.funded_skill(usd, field, p) for field in range(6)]

    def strength_in(self, month: int) -> int:
        """Places of the cadre in a month."""
        return self.strength[month - self.model.blueprint.start]

    def found(self) -> None:
        """The first cadre of a state that has just appeared."""
        for place in range(self.strength_in(self.epoch)):
            self.people[place] = first_holder(self, place)

    def expenditure(self, month: int) -> float:
        """Military expenditure of the year of a month."""
        return float(self.model.blueprint.expenditure[self.index, self.model.year_of(month)])

    def alignment(self, month: int) -> float:
        """Ideal point in the year of a month."""
        return self.alignment_in(self.model.year_of(month))

    def alignment_in(self, year: int) -> float:
        """Ideal point in a year of the run, as given and as moved by hosts."""
        return float(self.model.blueprint.alignment[self.index, year]) + self.moves.get(year, 0.0)

    def can_pay(self, amount: float) -> bool:
        """Does what is left of the fiscal year's budget reach?"""
        return self.spent_usd + amount <= self.budget_usd

    def pay(self, amount: float) -> bool:
        """Pay if the money reaches."""
        if not self.can_pay(amount):
            return False
        self.spent_usd += amount
        self.spent_this_year_usd += amount
        self.model.spent_usd += amount
        return True

    def pay_extra(self, amount: float) -> bool:
        """Pay for what is not a post, if the money reaches beyond what posts will need."""
        return self.spent_usd + self.reserved_usd + amount <= self.budget_usd and self.pay(amount)

    def pay_language(self, amount: float) -> bool:
        """Pay for courses, refreshers or interpreters, with an account of it."""
        paid = self.pay_extra(amount)
        self.language_this_year_usd += amount if paid else 0.0
        return paid

    def plans_in(self, month: int) -> bool:
        """Does the fiscal year start, or has the state just appeared?"""
        return self.present and (month % 12 == self.fiscal_month or month == self.epoch)


def plan_phase(model: Twin, month: int) -> None:
    """Phase 2, first part: governments whose fiscal year starts propose, all knowing last month's world."""
    counted = model.count_posts()
    planning = [nation for nation in model.nations if nation.plans_in(month)]
    for nation in sorted(planning, key=lambda n: model.luck.uniform(month, Draw.PLAN_ORDER, n.code)):
        nation.plan = propose(nation, counted, month)


def enact_phase(model: Twin, month: int) -> None:
    """Phase 2, last part: posts are opened and closed."""
    for nation in model.nations:
        if nation.plans_in(month):
            enact(nation, nation.plan, month)


def propose(nation: Nation, counted: Counter, month: int) -> dict[Wish, int]:
    """Posts wanted by venue and programme, for the money of the new fiscal year."""
    model, policy = nation.model, nation.policy
    nation.budget_usd = costs.exchange_budget(policy.budget_share, nation.expenditure(month))
    nation.spent_usd = 0.0
    post_year = [
        12.0 * programme.cost_usd_per_month * model.people_per_agent * model.prices(month)
        for programme in model.programmes
    ]
    money = model.params.diplomacy_budget_for_posts * nation.budget_usd - nation.donated_usd
    plan, room = staff_posts(nation, money, post_year, month)
    missions, room = mission_posts(nation, room, post_year, month)
    plan |= missions
    mix = np.array(programme_mix(model, policy))
    if mix.sum() <= 0.0:
        return plan
    odd = model.luck.uniform(month // 48, Draw.ODD_POST, nation.code)
    least = float(int(policy.reciprocity) == Reciprocity.DONOR_FUNDED)
    volume = (policy.posts_share, nation.cadre, policy.threat_response, nation.threat_pressure, least)
    attracted = twin_partners.attracted(nation, counted, month)
    exact = diplomacy.posts_wanted(*volume) * share_of_possible(nation, mix.tolist())
    wanted = int(exact * twin_partners.widened(nation, attracted) + odd)
    partners = twin_partners.willing(nation, wanted, attracted)
    post_usd = float((mix * np.array(post_year)).sum() / mix.sum())
    course_usd = twin_partners.course_year(nation, partners) * model.people_per_agent * model.prices(month)
    cost = post_usd + course_usd
    whole, partners = twin_partners.afford(nation, wanted, float(room), cost, partners, month)
    by_host = wanted_posts(nation, whole, partners, mix.tolist(), month)
    plan.update(agreed(nation, by_host, counted, post_usd, month))
    return plan


def wanted_posts(
    nation: Nation, whole: int, partners: dict[Nation, float], mix: list[float], month: int
) -> dict[Wish, int]:
    """Whole posts by partner and kind in proportion to what is wanted, then within kinds by draws."""
    weights: dict[Wish, float] = {}
    for other, weight in partners.items():
        for p in range(len(mix)):
            weights[other.index, p] = 0.0
        for first, choices in kinds_with(nation, other, mix).items() if weight > 0.0 else []:
            for p in choices:
                weights[other.index, first] += weight * mix[p]
    wanted: dict[Wish, int] = {}
    for (venue, first), number in twin_partners.largest_remainder(whole, weights).items():
        for p, part in spread(nation, nation.model.nations[venue], {first: number}, mix, month).items():
            wanted[venue, p] = wanted.get((venue, p), 0) + part
    return wanted


def staff_posts(nation: Nation, room: float, post_year: list[float], month: int) -> tuple[dict[Wish, int], float]:
    """Staff posts in every organisation as far as the money goes, and the money left."""
    model, plan = nation.model, {}
    for p, programme in enumerate(model.programmes):
        if programme.kind == ProgrammeKind.STAFF_POST:
            for organisation in model.organisations:
                quota = organisation.quota(nation, month)
                quota = min(quota, diplomacy.affordable_posts(float(room), 1.0, float(post_year[p])))
                plan[organisation.venue, p] = quota
                room -= quota * post_year[p]
            break  # the first staff programme serves all staffs
    return plan, room


def agreed(nation: Nation, wanted: dict[Wish, int], counted: Counter, post_usd: float, month: int) -> dict[Wish, int]:
    """What hosts and the rule of reciprocity allow, the first programmes first."""
    model, allowed = nation.model, {}
    for other in model.nations:
        asked = sum(n for (venue, _), n in wanted.items() if venue == other.index)
        if asked == 0:
            continue
        hosted = sum(n for (_, venue), n in counted.items() if venue == other.index)
        sent, received = counted[nation.index, other.index], counted[other.index, nation.index]
        room = int(other.policy.hosting_share * other.cadre) - hosted - other.promised + sent
        guest_of_donor = twin_partners.funded(nation, other, month)
        if guest_of_donor:
            purse = costs.exchange_budget(other.policy.budget_share, other.expenditure(month))
            left = other.policy.donor_share * purse - other.donated_usd - other.promised_usd
            room = min(room, diplomacy.affordable_posts(float(left), 1.0, post_usd) + sent)
        limit = diplomacy.reciprocity_limit(
            int(nation.policy.reciprocity), asked, received, model.pair(nation, other).ledger,
            float(nation.policy.reciprocity_years),
        )  # fmt: skip
        left = max(0, min(asked, room, limit))
        nation.refused_this_year += max(0, min(asked, limit) - left)
        other.promised += max(0, left - sent)
        if guest_of_donor:
            other.promised_usd += max(0, left - sent) * post_usd
        for p in range(len(model.programmes)):
            allowed[other.index, p] = min(wanted.get((other.index, p), 0), left)
            left -= allowed[other.index, p]
    return allowed


def enact(nation: Nation, plan: dict[Wish, int], month: int) -> None:
    """Open the posts of the plan; close others, those with an officer when the tour ends."""
    model = nation.model
    for post in [p for p in model.posts.values() if p.sender is nation]:
        post.closing = post.ordinal >= plan.get((post.venue, post.p), 0)
        if post.closing and post.state in (PostState.VACANT, PostState.SUSPENDED):
            model.close(post)
    for (venue, p), number in plan.items():
        for ordinal in range(number):
            post = Post(nation, venue, p, ordinal, month)
            model.posts.setdefault(post.uid, post)
