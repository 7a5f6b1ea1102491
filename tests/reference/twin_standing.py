"""The twin's standing: what others think of a nation's conduct."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from exchsim.enums import Reciprocity
from exchsim.rules import relations, standing

if TYPE_CHECKING:
    from reference.twin import Twin
    from reference.twin_nations import Nation

EXPECT_RETURN = (Reciprocity.STRICT, Reciprocity.BALANCED)


def standing_phase(model: Twin) -> None:
    """A month of hosting, of returning what is received, and of broken relations."""
    filled = model.count_posts(filled_only=True)
    posts_on_soil = Counter(p.venue for p in model.posts.values() if p.bilateral)
    for nation in [n for n in model.nations if n.present]:
        others = [n for n in model.nations if n.present and n is not nation]
        hosted = sum(filled[guest.index, nation.index] for guest in others)
        on_terms = [guest for guest in others if int(guest.policy.reciprocity) in EXPECT_RETURN]
        received = sum(filled[guest.index, nation.index] for guest in on_terms)
        years = float(nation.policy.reciprocity_years)
        owed = sum(max(0.0, -model.pair(nation, guest).ledger) / (12.0 * years) for guest in on_terms)
        kept = standing.returned(received, owed)
        p, bound = model.params, share_of_cadre(nation, received)
        rise = p.standing_hosting_per_year * share_of_cadre(nation, hosted)
        rise += p.standing_reciprocity_per_year * bound * kept
        fall = p.standing_reciprocity_per_year * bound * (1.0 - kept)
        broken = sum(model.pair(nation, other).ruptured for other in others)
        fall += p.standing_rupture_per_year * relations.saturating(float(broken))
        nation.standing = standing.standing_after(nation.standing, rise, fall, p.standing_memory_years, 1.0 / 12.0)
        away = standing.share_refused(nation.turned_away, posts_on_soil[nation.index])
        nation.standing = standing.lowered(nation.standing, p.standing_loss_per_refusal * away)
    for nation in model.nations:
        nation.turned_away = 0


def share_of_cadre(nation: Nation, officers: int) -> float:
    """Officers against the reference share of the cadre, saturating."""
    share = nation.model.params.trust_reference_share
    return relations.saturating(relations.normalised_dose(float(officers), nation.cadre, share))
