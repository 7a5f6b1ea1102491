"""What governments want: partners, programmes, reciprocity, what they can pay."""

import math

from exchsim._jit import rule


@rule
def bond(alliance, standards):
    """How closely two forces are bound, 0-1: by a defence pact, or by the standards of a common organisation."""
    return max(alliance, standards)


@rule
def benefit(
    policy,
    bound,
    alignment,
    trust,
    agreement,
    capability,
    threat,
    skill,
    interoperability,
    owed,
    standing,
    bridging,
):
    """What speaks for a partner (weights are levers of the policy, M; alignment first, R: Scharpf 2020).

    bound: see `bond`; alignment: 0-1, see `alignment`; capability: the partner's share relative to the largest, 0-1;
    threat: share of rivals in common; skill: what the partner does better in the fields that matter, 0-1;
    interoperability: with the partner, wanted with those one is bound to; owed: see `owed`; standing: of the partner,
    neutral at .5; bridging: share of the partner's partners that one lacks.
    """
    return (
        policy.weight_alliance * bound
        + policy.weight_alignment * alignment
        + policy.weight_trust * trust
        + policy.weight_agreement * agreement
        + policy.weight_capability * math.sqrt(capability)
        + policy.weight_threat * threat
        + policy.weight_skill * skill
        + policy.weight_interoperability * bound * (1.0 - interoperability)
        + policy.weight_reciprocity * owed
        + policy.weight_standing * (standing - 0.5)
        + policy.weight_bridging * bridging
    )


@rule
def risk(policy, rivalry, exposure, course_months):
    """What speaks against a partner: rivalry, espionage (see `exposure`), months of language training (M)."""
    return policy.weight_rivalry * rivalry + policy.weight_risk * exposure + policy.weight_cost * course_months / 12.0


@rule
def partner_utility(gain, danger):
    """Attraction of a partner: benefit less risk."""
    return gain - danger


@rule
def alignment(distance, far_apart):
    """How close two governments stand, 0-1, from the distance of their ideal points."""
    return 1.0 - min(1.0, distance / far_apart)


@rule
def owed(ledger, years, posts):
    """What a government owes a partner, -1 to 1: mean excess received over `years` as a share of posts both ways.

    Relative to the exchange itself, so that large forces do not swing between partners over a single officer.
    """
    return min(1.0, max(-1.0, -ledger / (12.0 * years) / max(1.0, posts)))


@rule
def exposure(trust, aligned, leak_risk):
    """Chance-like danger of espionage with a partner, 0-1: unaligned and not trusted, or known to leak."""
    return 1.0 - (1.0 - (1.0 - trust) * (1.0 - aligned)) * (1.0 - leak_risk)


@rule
def posts_wanted(share, cadre, response, pressure, least):
    """Officers that a government wants abroad: volume reacts to threat above what is usual (R: Scharpf 2020).

    pressure: 1 is what the nation is used to; the reaction saturates at `response` times the ordinary volume. least:
    one where richer hosts would pay, for a place that costs nothing is taken; else 0.
    """
    excess = max(0.0, pressure - 1.0)
    return max(least, share * cadre * (1.0 + response * excess / (1.0 + excess)))


@rule
def attraction(utility, concentration):
    """Unnormalised share of a partner: softmax with inverse temperature `concentration`."""
    return math.exp(concentration * utility)


@rule
def accepts(trust_of_host, standing, threshold, standing_worth, ruptured):
    """Does a host agree to receive officers at all? Standing above neutral makes up for some trust.

    standing_worth: trust that the best standing saves against neutral standing. Rivals are not barred by name: their
    trust seldom reaches the threshold, and where it does (rivals within one alliance) they do exchange officers.
    """
    credit = standing_worth * 2.0 * (standing - 0.5)
    return trust_of_host + credit >= threshold and ruptured == 0


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
    """Whole posts that the planned part of a budget pays for a year; none when it is spent already."""
    if post_year_usd <= 0.0:
        return 1_000_000_000
    return max(0, int(math.floor(share_for_posts * budget_usd / post_year_usd)))


@rule
def balance(sent, received):
    """Sent less received over both, -1 to 1; 0 without exchanges."""
    return (sent - received) / (sent + received) if sent + received > 0 else 0.0
