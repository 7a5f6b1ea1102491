"""Moments that the rules alone decide, with the numbers in effect: patterns 8 to 10."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exchsim.enums import Mode
from exchsim.rules import contact, language, protocols

KOREAN, SPANISH = (2200.0, 1.46), (675.0, 1.0)  # class hours to level 3 and exponent, FSI categories IV and I
MOST_MONTHS = 600


def gain(mode: Mode, params: Any) -> float:
    """Personal trust, in sd, that a year of full contact brings from nothing when all is understood."""
    part = contact.mode_share(int(mode), params.contact_virtual_share)
    strength = contact.contact_strength(1.0, 1.0, params.contact_allport_gain, part)
    return float(
        contact.personal_trust_after(0.0, params.contact_gain_per_year, strength, 1.0, params.contact_ceiling, 1.0)
    )


def moments(params: Any) -> Iterator[tuple[str, str, float]]:
    """Trust in person and on screen, weeks of class by language, half-life of procedures. params: one record."""
    in_person = gain(Mode.IN_PERSON, params)
    yield "gain of personal trust in a year in person", "sd", in_person
    yield "gain on screen over gain in person", "share", gain(Mode.VIRTUAL, params) / in_person
    hours = [language.hours_to_level(3.0, three, power, 0.0, params) for three, power in (KOREAN, SPANISH)]
    yield "weeks to level 3, Korean over Spanish", "for English speakers", hours[0] / hours[1]
    left = (protocols.familiarity_left(1.0, m, params.protocols_half_life_months) for m in range(1, MOST_MONTHS))
    yield "half-life of procedures without use", "months", next(m for m, kept in enumerate(left, 1) if kept <= 0.5)
