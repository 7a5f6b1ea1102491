"""What a group decides for its nation: levers by heading, and what it offers to others or ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exchsim.state.levers import LEVERS_BY_PATH

HEADINGS: dict[str, tuple[str, ...]] = {
    "posts": ("posts_share", "tour_months", "hosting_share", "alumni_recontact"),
    "partners": (
        "partners_max", "reciprocity", "weight_alliance", "weight_trust", "weight_agreement", "weight_skill",
        "weight_threat", "weight_bridging",
    ),
    "programmes": (
        "mix_exchange_post", "mix_leadership_course", "mix_course", "mix_language_immersion", "mix_virtual_exchange",
        "mix_hybrid_exchange", "staff_posts_share", "exercise_activity", "workshops_per_year",
    ),
    "language": (
        "language_target", "preparation_months_max", "interpreter_coverage", "refresher_hours_per_year",
    ),
    "caution": ("vetting", "access_level", "compartments"),
}  # fmt: skip
DECIDED = tuple(name for names in HEADINGS.values() for name in names)
# governed nations sign what their groups sign, and nothing else
LEFT_TO_GROUPS = ("negotiations_per_year", "information_security_agreements", "training_agreements")

GENERAL, TRAINING, SECRETS, RELATIONS = "general", "training", "information_security", "relations"
BONDS = (GENERAL, TRAINING, SECRETS)  # agreements; relations are there unless they are broken off
Bond = tuple[str, str]  # the other nation, and what is offered or ended
MOST_OFFERS = 3  # that a government can negotiate at a time


class GameError(ValueError):
    """Something that the game does not allow; the text is for the player."""


@dataclass(frozen=True)
class Plan:
    """A group's decisions for a round."""

    levers: Mapping[str, float] = field(default_factory=dict)
    offers: tuple[Bond, ...] = ()  # agreements, or to make up again; they stand until they are signed or taken back
    ends: tuple[Bond, ...] = ()  # agreements ended, or relations broken off, in this round

    def kept(self) -> Plan:
        """What goes on when a group says nothing: all but what was ended, which is done."""
        return replace(self, ends=())

    def with_bond(self, other: str, kind: str, ends: bool = False) -> Plan:
        """Offered or ended; said again, taken back."""
        name = "ends" if ends else "offers"
        now = getattr(self, name)
        changed = tuple(b for b in now if b != (other, kind)) if (other, kind) in now else (*now, (other, kind))
        return replace(self, ends=changed) if ends else replace(self, offers=changed)

    def as_dict(self) -> dict[str, Any]:
        """What is stored."""
        return {
            "levers": dict(self.levers),
            "offers": [list(bond) for bond in self.offers],
            "ends": [list(bond) for bond in self.ends],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Plan:
        """A stored one."""
        return cls(
            {str(name): float(value) for name, value in stored.get("levers", {}).items()},
            tuple((str(other), str(kind)) for other, kind in stored.get("offers", ())),
            tuple((str(other), str(kind)) for other, kind in stored.get("ends", ())),
        )


def check(plan: Plan, nation: str, nations: Iterable[str]) -> None:
    """Raises GameError where something cannot be decided."""
    known = set(nations)
    for name, value in plan.levers.items():
        if name not in DECIDED and name not in LEFT_TO_GROUPS:
            raise GameError(f"{name}: nothing to decide upon")
        lever = LEVERS_BY_PATH[f"policy.{name}"]
        if not lever.low <= value <= lever.high:
            raise GameError(f"{name} = {value:g}: must be {lever.low:g} to {lever.high:g} {lever.unit}")
    for other, kind in (*plan.offers, *plan.ends):
        if other not in known or other == nation or kind not in (*BONDS, RELATIONS):
            raise GameError(f"{other}, {kind}: nothing to offer or to end")
    if len(plan.offers) > MOST_OFFERS:
        raise GameError(f"a government can negotiate {MOST_OFFERS} agreements at a time; take one back")
