"""The twin's agreements: a list of treaties; every January some run out, some partners go further, some begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchsim.enums import AgreementType, Draw
from exchsim.rules import agreements as rules
from exchsim.rules import relations
from exchsim.state.blueprint import BY_TERM

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

FLAGS = {
    AgreementType.GENERAL: "agreement",
    AgreementType.INFORMATION_SECURITY: "information_security",
    AgreementType.TRAINING: "training",
}
YEARS_OF_EXERCISES = 5


@dataclass
class Agreement:
    """A treaty of two nations; end and renewal_due are -1 where there is none."""

    a: int
    b: int
    type: int
    start: int
    end: int = -1
    renewal_due: int = -1
    renewals: int = 0


def set_flag(model: Twin, agreement: Agreement, value: bool) -> None:
    """Both sides know of it."""
    for key in ((agreement.a, agreement.b), (agreement.b, agreement.a)):
        setattr(model.pairs[key], FLAGS[AgreementType(agreement.type)], value)


def sign(model: Twin, agreement: Agreement) -> None:
    """A treaty comes into force."""
    model.agreements.append(agreement)
    set_flag(model, agreement, True)


def end(model: Twin, agreement: Agreement, month: int) -> None:
    """A treaty ends."""
    agreement.end = month
    set_flag(model, agreement, False)


def in_force(model: Twin) -> list[Agreement]:
    """Treaties that have not ended."""
    return [agreement for agreement in model.agreements if agreement.end < 0]


def open_book(model: Twin) -> None:
    """Treaties in force at the start."""
    b, term = model.blueprint, rules.term_months(model.params)
    for row in b.agreements:
        agreement = Agreement(int(row.a), int(row.b), int(row.type), int(row.start))
        if row.renewal_due == BY_TERM and b.negotiates:
            due = agreement.start + term
            while due <= b.start:
                due += term
                agreement.renewals += 1
            agreement.renewal_due = due
        sign(model, agreement)


# phase 1


def state_change(model: Twin, begins: bool, i: int, j: int, kind: int, month: int) -> None:
    """A dated change of the scenario; what it states needs no renewal."""
    a, b = sorted((i, j))
    known = [x for x in in_force(model) if (x.a, x.b, x.type) == (a, b, kind)]
    if begins and known:
        known[0].renewal_due = -1
    elif begins:
        sign(model, Agreement(a, b, kind, int(month)))
    elif known:
        end(model, known[0], int(month))


def lapse(model: Twin, month: int) -> None:
    """Rupture and the end of a state end its treaties."""
    for agreement in in_force(model):
        a, b = model.nations[agreement.a], model.nations[agreement.b]
        if not (a.present and b.present) or model.pair(a, b).ruptured:
            end(model, agreement, month)


def tension_of(model: Twin) -> float:
    """Products of the capability indices of rivals."""
    known = [n for n in model.nations if n.present]
    tension = 0.0
    for a, b in model.couples_of(known):
        if model.pair(a, b).rivalry:
            tension += a.capability_index * b.capability_index
    return tension


# phase 2


def agree(model: Twin, month: int) -> None:
    """The diplomacy of a January."""
    if model.blueprint.negotiates:
        renew(model, month)
        specialise(model, month)
        negotiate(model, month)


def key_of(a: Nation, b: Nation) -> int:
    """Identity of two nations in draws."""
    low, high = sorted((a.code, b.code))
    return low << 13 | high


def can_negotiate(model: Twin, a: Nation, b: Nation) -> bool:
    """Both there since before this month, borders open, no rupture."""
    strangers = model.pair(a, b).trust < 0.0
    return not (model.blocked(a, b) or strangers)


def gained(model: Twin, a: Nation, b: Nation) -> float:
    """Trust beyond politics, the mean of both sides."""
    pair, back = model.pair(a, b), model.pair(b, a)
    return 0.5 * (pair.trust - pair.baseline + back.trust - back.baseline)


def met_lately(model: Twin, a: Nation, b: Nation, month: int) -> bool:
    """An exercise together in the last five years."""
    last = model.pair(a, b).last_exercise
    return last >= 0 and month // 12 - last <= YEARS_OF_EXERCISES


def renew(model: Twin, month: int) -> None:
    """Who has come to the end of a term."""
    posts = model.count_posts()
    for agreement in in_force(model):
        if not 0 <= agreement.renewal_due <= month:
            continue
        a, b = model.nations[agreement.a], model.nations[agreement.b]
        used = met_lately(model, a, b, month) or posts[a.index, b.index] + posts[b.index, a.index] > 0
        rivals = float(model.pair(a, b).rivalry)
        chance = rules.renewal_chance(agreement.renewals, gained(model, a, b), float(used), rivals, model.params)
        if model.luck.uniform(month, Draw.AGREEMENT_RENEWAL, key_of(a, b), agreement.type) < chance:
            agreement.renewal_due = month + rules.term_months(model.params)
            agreement.renewals += 1
        else:
            end(model, agreement, month)


def specialise(model: Twin, month: int) -> None:
    """Allies and partners agree on information security and on training."""
    p, posts = model.params, model.count_posts()
    rates = {
        AgreementType.INFORMATION_SECURITY: p.agreements_information_security_per_year,
        AgreementType.TRAINING: p.agreements_training_per_year,
    }
    for a, b in model.couples_of(model.nations):
        pair, back = model.pair(a, b), model.pair(b, a)
        if not (pair.agreement or pair.alliance) or not can_negotiate(model, a, b):
            continue
        some = float(posts[a.index, b.index] + posts[b.index, a.index] > 0)
        for kind, rate in rates.items():
            lever = f"{kind.name.lower()}_agreements"
            chance = rules.special_chance(rate, a.policy[lever], b.policy[lever], min(pair.trust, back.trust), some, p)
            luck = model.luck.uniform(month, Draw.SPECIAL_AGREEMENT, key_of(a, b), kind)
            if not getattr(pair, FLAGS[kind]) and luck < chance:
                sign(model, Agreement(a.index, b.index, int(kind), month, renewal_due=month + rules.term_months(p)))


def negotiate(model: Twin, month: int) -> None:
    """Pairs that want an agreement, the most eager first, as far as their foreign services can manage."""
    capacity = {n.index: capacity_of(n, month) for n in model.nations}
    partners = {
        n.index: {o.index for o in model.nations if o is not n and model.pair(n, o).agreement} for n in model.nations
    }
    eager = []
    for a, b in model.couples_of(model.nations):
        if model.pair(a, b).agreement or not can_negotiate(model, a, b):
            continue
        surplus = utility(model, a, b, partners, month)
        noise = rules.logistic_noise(model.luck.uniform(month, Draw.AGREEMENT, key_of(a, b)))
        surplus += habit_of(a) + habit_of(b) + noise
        if surplus > 0.0:
            eager.append((-surplus, a.index, b.index))
    concluded = []
    for _, a, b in sorted(eager):
        if capacity[a] > 0 and capacity[b] > 0:
            capacity[a] -= 1
            capacity[b] -= 1
            concluded.append((a, b))
    due = month + rules.term_months(model.params)
    for a, b in sorted(concluded):
        sign(model, Agreement(a, b, int(AgreementType.GENERAL), month, renewal_due=due))


def habit_of(nation: Nation) -> float:
    """How much a nation is given to signing, whoever the other is."""
    z = nation.model.luck.normal(0, Draw.NEGOTIATING_HABIT, nation.code)
    return rules.habit(z, nation.model.params)


def capacity_of(nation: Nation, month: int) -> int:
    """Agreements that a nation can negotiate this year."""
    mean = rules.capacity(nation.policy.negotiations_per_year, nation.capability_index, nation.model.params)
    return nation.model.luck.poisson(month, Draw.NEGOTIATION_CAPACITY, nation.code, 0, min(50.0, mean))


def utility(model: Twin, a: Nation, b: Nation, partners: dict[int, set[int]], month: int) -> float:
    """What an agreement is worth: the network, who the two are, and how well their officers know each other."""
    p, pair, back = model.params, model.pair(a, b), model.pair(b, a)
    mine, theirs = partners[a.index], partners[b.index]
    before = max(0, month // 12 - model.blueprint.start // 12 - 1)
    value = rules.circumstances(
        float(len(mine & theirs)), float(pair.alliance), float(met_lately(model, a, b, month)), float(pair.rivalry),
        float(rules.is_young(max(a.founded, b.founded), month, p)), model.tension, p,
    )  # fmt: skip
    value += rules.attraction(
        float(len(mine)), float(len(theirs)), abs(a.alignment_in(before) - b.alignment_in(before)), a.capability_index,
        b.capability_index, float(model.blueprint.distance_km[a.index, b.index]), p,
    )  # fmt: skip
    alumni, ties = 0.0, 0.0
    for nation, side in ((a, pair), (b, back)):
        influence = p.trust_alumni_weight * side.alumni_influence
        alumni += relations.saturating(relations.normalised_dose(influence, nation.cadre, p.trust_reference_share))
        known = relations.per_team(side.ties, nation.cadre, p.protocols_acquaintance_share, model.smallest_team)
        ties += relations.saturating(known)
    return value + rules.acquaintance(gained(model, a, b), 0.5 * alumni, 0.5 * ties, p)
