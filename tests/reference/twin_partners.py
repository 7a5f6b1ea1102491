"""The twin's choice of partners: what speaks for each, what against, who refuses, who bridges to whom."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from exchsim.enums import Reciprocity
from exchsim.rules import agreements, diplomacy, language, selection
from exchsim.rules.programmes import domain_wishes

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation


def priorities(nation: Nation) -> list[float]:
    """Weights of the six fields of work in a government's objectives."""
    wishes = domain_wishes(nation.policy)
    return [float(wish / sum(wishes)) for wish in wishes]


def funded(guest: Nation, host: Nation, month: int) -> bool:
    """Does a richer host pay under the guest's donor-funded rule?"""
    donor = int(guest.policy.reciprocity) == Reciprocity.DONOR_FUNDED
    return donor and host.expenditure(month) > guest.expenditure(month)


def attracted(nation: Nation, counted: Counter, month: int) -> dict[Nation, float]:
    """Weights of all partners before training agreements widen what is wanted."""
    return {other: attraction(nation, other, counted, month) for other in nation.model.nations}


def widened(nation: Nation, weights: dict[Nation, float]) -> float:
    """Training agreements widen the weights of their partners; how many times more posts are wanted in all."""
    before = sum(weights.values())
    for other in weights:
        training = float(nation.model.pair(nation, other).training)
        weights[other] *= agreements.training_volume(training, nation.model.params)
    return sum(weights.values()) / before if before > 0.0 else 1.0


def willing(nation: Nation, wanted: int, weights: dict[Nation, float]) -> dict[Nation, float]:
    """Weights of the partners that would receive officers; what is wanted, and who refuses, is written down."""
    model, most = nation.model, int(nation.policy.partners_max)
    open_to = dict(weights)
    wishes = best(open_to, most)
    asked = largest_remainder(wanted, wishes)
    total = sum(wishes.values())
    for other in model.nations:
        model.pair(nation, other).wish = wishes[other] / total if total > 0.0 else 0.0
        if open_to[other] > 0.0 and refuses(nation, other):
            open_to[other] = 0.0
            nation.refused_this_year += asked.get(other, 0)
            other.turned_away += asked.get(other, 0)
    return best(open_to, most)


def best(weights: dict[Nation, float], most: int) -> dict[Nation, float]:
    """Only so many of the best, unless there is no limit."""
    largest = max(weights.values())
    if most <= 0 or largest <= 0.0:
        return dict(weights)
    ranked = sorted(weights, key=lambda other: -diplomacy.remainder(weights[other] / largest, 0))
    return {other: weight if other in ranked[:most] else 0.0 for other, weight in weights.items()}


def attraction(nation: Nation, other: Nation, counted: Counter, month: int) -> float:
    """Weight of a partner in the softmax; 0 where nobody can go."""
    model, p, policy = nation.model, nation.model.params, nation.policy
    if other is nation or model.cut_off(nation, other):
        return 0.0
    pair = model.pair(nation, other)
    both = counted[nation.index, other.index] + counted[other.index, nation.index]
    largest = max(n.capability_share for n in model.nations)
    aligned = diplomacy.alignment(abs(nation.alignment(month) - other.alignment(month)), p.diplomacy_far_apart)
    gain = diplomacy.benefit(
        policy, diplomacy.bond(float(pair.alliance), pair.standards), aligned, pair.trust,
        agreements.standing_terms(int(pair.agreement), int(pair.training), p),
        other.capability_share / largest if largest > 0.0 else 0.0, pair.threat, skill_to_gain(nation, other),
        pair.interoperability, diplomacy.owed(pair.ledger, policy.reciprocity_years, float(both)), other.standing,
        pair.bridging,
    )  # fmt: skip
    exposure = diplomacy.exposure(pair.trust, aligned, other.leak_risk)
    danger = diplomacy.risk(policy, int(pair.rivalry), exposure, usual_course(nation, other))
    return diplomacy.attraction(diplomacy.partner_utility(gain, danger), policy.concentration)


def refuses(nation: Nation, host: Nation) -> bool:
    """Would a host refuse officers of this nation?"""
    p, back = nation.model.params, nation.model.pair(host, nation)
    threshold = agreements.demanded_trust(p.diplomacy_host_threshold, int(back.training), p)
    worth = p.standing_acceptance
    return not diplomacy.accepts(back.trust, nation.standing, threshold, worth, int(back.ruptured))


def skill_to_gain(nation: Nation, other: Nation) -> float:
    """What the other does better, over fields by their priority."""
    gain = 0.0
    for weight, mine, theirs in zip(priorities(nation), nation.skill, other.skill, strict=True):
        gain += weight * max(0.0, theirs - mine)
    return gain


def usual_course(nation: Nation, other: Nation) -> int:
    """Months of language course of an average officer before a tour with the other."""
    model, target = nation.model, nation.policy.language_target
    shared = np.minimum(model.staff_level[nation.index], model.staff_level[other.index])
    if target <= 0.0 or shared.max() >= target:
        return 0
    learner, tongue = nation.language, other.language
    hours = language.hours_to_level(
        target, float(model.hours[learner, tongue]), float(model.gamma[learner, tongue]), 0.0, model.params
    )
    longest = selection.longest_course(nation.policy.preparation_months_max, nation.policy.tour_months, model.params)
    return selection.course_months(hours, model.params.language_class_hours_per_month, longest)


def course_year(nation: Nation, partners: dict[Nation, float]) -> float:
    """USD of 2015 a year for the courses of one post, averaged over partners by their attraction."""
    p, total, fees = nation.model.params, 0.0, 0.0
    for other, weight in partners.items():
        if weight > 0.0:
            total += weight
            fees += weight * usual_course(nation, other) * p.language_class_hours_per_month * p.costs_class_hour_usd
    return fees / total * 12.0 / nation.policy.tour_months if total > 0.0 else 0.0


def afford(
    nation: Nation, wanted: int, room: float, post_usd: float, partners: dict[Nation, float], month: int
) -> tuple[int, dict[Nation, float]]:
    """Posts that are paid for, and partners' weights: richer hosts take what the nation cannot pay itself."""
    total = sum(partners.values())
    donors = {host for host in partners if funded(nation, host, month)}
    own = sum(weight for host, weight in partners.items() if host not in donors)
    reach = diplomacy.affordable_posts(room, 1.0, post_usd)
    if total <= 0.0:
        return 0, partners
    if own == total:
        return min(wanted, reach), partners
    paid = min(int(wanted * own / total + 0.5), reach)
    by_donors, by_itself = (wanted - paid) / (total - own), paid / own if own > 0.0 else 0.0
    return wanted, {h: weight * (by_donors if h in donors else by_itself) for h, weight in partners.items()}


def largest_remainder(whole: int, weights: dict) -> dict:
    """Whole posts in proportion to weights; the largest remainders get what is left, the first of equals first."""
    total = 0.0
    for weight in weights.values():
        total += weight
    if total <= 0.0 or whole <= 0:
        return {}
    exact = {wish: whole * weight / total for wish, weight in weights.items()}
    posts = {wish: math.floor(amount + 1e-12) for wish, amount in exact.items()}
    left = whole - sum(posts.values())
    for wish in sorted(exact, key=lambda w: -diplomacy.remainder(exact[w], posts[w]))[:left]:
        posts[wish] += 1
    return posts


def see_bridges(model: Twin) -> None:
    """Every January: share of a nation's partners that another lacks."""
    posts = model.count_posts()
    partners = {
        a: {
            b
            for b in model.nations
            if a is not b
            and a.present
            and b.present
            and (model.pair(a, b).agreement or posts[a.index, b.index] + posts[b.index, a.index] > 0)
        }
        for a in model.nations
    }
    for a, b in model.pairs_of(model.nations):
        others = partners[b] - {a}
        model.pair(a, b).bridging = len(others - partners[a]) / len(others) if others else 0.0
