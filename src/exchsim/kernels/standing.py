"""Phase 9, standing: what nations do for guests and to each other changes how they are perceived."""

from exchsim._jit import kernel
from exchsim.enums import Reciprocity
from exchsim.rules import relations, standing

MONTH = 1.0 / 12.0


@kernel
def expects_return(policy):
    """Does a government expect that what it sends is returned?"""
    return int(policy.reciprocity) == Reciprocity.STRICT or int(policy.reciprocity) == Reciprocity.BALANCED


@kernel
def conduct(i, params, policies, nations, pairs):
    """Rates at which nation i's conduct raises and lowers its standing: hosting, reciprocity, broken relations."""
    hosted, received, owed = 0.0, 0.0, 0.0
    broken = 0
    for j in range(nations.size):
        if j == i or nations[j].present == 0:
            continue
        hosted += pairs[j, i].filled
        broken += int(pairs[i, j].ruptured)
        if expects_return(policies[j]):
            received += pairs[j, i].filled
            owed += max(0.0, -pairs[i, j].ledger) / (12.0 * policies[i].reciprocity_years)
    share = params.trust_reference_share
    generous = relations.saturating(relations.normalised_dose(hosted, nations[i].cadre, share))
    bound = relations.saturating(relations.normalised_dose(received, nations[i].cadre, share))
    kept = standing.returned(received, owed)
    rise = params.standing_hosting_per_year * generous + params.standing_reciprocity_per_year * bound * kept
    fall = params.standing_reciprocity_per_year * bound * (1.0 - kept)
    fall += params.standing_rupture_per_year * relations.saturating(float(broken))
    return rise, fall


@kernel
def judge(params, policies, nations, pairs):
    """A month of everybody's conduct. Reads pairs, policies. Writes nations (standing, turned_away). Draws nothing."""
    for i in range(nations.size):
        nation = nations[i]
        if nation.present == 1:
            rise, fall = conduct(i, params, policies, nations, pairs)
            nation.standing = standing.standing_after(
                nation.standing, rise, fall, params.standing_memory_years, MONTH
            )
            away = standing.share_refused(nation.turned_away, nation.hosted)
            nation.standing = standing.lowered(nation.standing, params.standing_loss_per_refusal * away)
        nation.turned_away = 0
