"""What governments want: partners, programmes, reciprocity, what they can pay."""

import math

from exchsim._jit import rule


@rule
def partner_utility(
    policy,
    alliance,
    trust,
    agreement,
    capability,
    threat,
    skill,
    interoperability,
    owed,
    standing,
    rivalry,
    distance,
    course_months,
):
    """Attraction of a partner for exchanges (weights are levers of the policy, M).

    capability: the partner's share relative to the largest, 0-1; threat: share of rivals in common; skill: what the
    partner does better, 0-1; owed: officer-months received and not returned, in years, cut at one; standing: of
    the partner, neutral at .5; distance: of ideal points; course_months: language training before a tour.
    """
    return (
        policy.weight_alliance * alliance
        + policy.weight_trust * trust
        + policy.weight_agreement * agreement
        + policy.weight_capability * math.sqrt(capability)
        + policy.weight_threat * threat
        + policy.weight_skill * skill
        + policy.weight_interoperability * alliance * (1.0 - interoperability)
        + policy.weight_reciprocity * min(1.0, max(-1.0, owed))
        + policy.weight_standing * (standing - 0.5)
        - policy.weight_rivalry * rivalry
        - policy.weight_risk * (1.0 - trust) * min(1.0, distance / 4.0)
        - policy.weight_cost * course_months / 12.0
    )  # fmt: skip


@rule
def attraction(utility, concentration):
    """Unnormalised share of a partner: softmax with inverse temperature `concentration`."""
    return math.exp(concentration * utility)


@rule
def accepts(trust_of_host, standing, threshold, standing_worth, rivalry, ruptured):
    """Does a host agree to receive officers at all? Standing above neutral makes up for some trust.

    standing_worth: trust that the best standing saves against neutral standing.
    """
    credit = standing_worth * 2.0 * (standing - 0.5)
    return trust_of_host + credit >= threshold and rivalry == 0 and ruptured == 0


@rule
def reciprocity_limit(reciprocity, wanted, received, ledger, years):
    """Posts that the reciprocity rule allows of those wanted.

    0 free: all. 1 strict: one more than received. 2 balanced: more than received only by what is wanted less the mean
    excess of the last `years` (the ledger, officer-months sent minus received, spread over them), and always by one.
    3 donor-funded: all.
    """
    if reciprocity == 1:
        return min(wanted, received + 1)
    if reciprocity == 2:
        return min(wanted, received + max(1, int(math.floor(wanted - ledger / (12.0 * years) + 0.5))))
    return wanted


@rule
def ledger_after(ledger, sent, received, years, month):
    """Ledger of officer-months after `month` years more: fades over `years`, grows with what is sent."""
    return ledger * math.exp(-month / years) + 12.0 * month * (sent - received)


@rule
def remainder(exact, whole):
    """What a claim has over its whole part, in whole billionths: equal claims stay equal however they are summed."""
    return math.floor((exact - whole) * 1e9 + 0.5)


@rule
def affordable_posts(budget_usd, share_for_posts, post_year_usd):
    """Whole posts that the planned part of a budget pays for a year."""
    if post_year_usd <= 0.0:
        return 1_000_000_000
    return int(math.floor(share_for_posts * budget_usd / post_year_usd))
