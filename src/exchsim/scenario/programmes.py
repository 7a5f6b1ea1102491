"""The built-in programmes: what each field of a profile is, and on what it rests."""

from __future__ import annotations

from exchsim.scenario.courses import COURSES
from exchsim.scenario.profile import (
    ALLPORT,
    DOMAINS,
    EXCHANGE_RANKS,
    IN_PERSON,
    KINDS,
    MEANINGS,
    MODES,
    RANKS,
    STANAG,
    TOUR,
    UNITS,
    Entry,
    Profile,
    access,
    growth,
    weights,
)
from exchsim.scenario.remote import REMOTE

__all__ = ["DOMAINS", "KINDS", "LIMITS", "MEANINGS", "MODELS", "MODES", "PROFILES", "RANKS", "UNITS", "Entry", "order"]

PROFILES: dict[str, Profile] = {
    "exchange_post": {
        "kind": Entry("exchange_post", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": TOUR,
        "contact": Entry(0.8, "daily work in a host's unit", "M", 0.6, 1.0),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "courses come before the tour", "K-medium"),
        "immersion_hours_per_week": Entry(20.0, "much of the work and of family life runs in English", "M", 10.0, 60.0),
        "protocol_exposure": Entry(1.0, "works by the host's procedures all the time", "M", 0.7, 1.0),
        "domains": weights(0.6, 0.08, 0.08, 0.08, 0.08, 0.08),
        "required_level": Entry(2.5, STANAG, "K-medium", 2.0, 3.0),
        "rank_low": Entry("O2", EXCHANGE_RANKS, "K-medium"),
        "rank_high": Entry("O5", EXCHANGE_RANKS, "K-medium"),
        **growth(1.0, 0.6, 0.6),
        "cost_usd_per_month": Entry(
            275000 / 12, "exchange officer-year of 200-350 thousand USD", "K-low", 200000 / 12, 350000 / 12
        ),
        "access": access(0.6, "works in a host's unit, cleared for its work", 0.3, 0.9),
    },
    "staff_post": {
        "kind": Entry("staff_post", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(36.0, "usual tour at NATO headquarters", "K-medium", 24.0, 48.0),
        "contact": Entry(0.7, "daily work in a mixed staff", "M", 0.5, 0.9),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "courses come before the tour", "K-medium"),
        "immersion_hours_per_week": Entry(10.0, "at work; home life among compatriots", "M", 5.0, 40.0),
        "protocol_exposure": Entry(0.7, "works by the organisation's procedures", "M", 0.5, 1.0),
        "domains": weights(0.4, 0.15, 0.1, 0.1, 0.05, 0.2),
        "required_level": Entry(2.5, STANAG, "K-medium", 2.0, 3.0),
        "rank_low": Entry("O3", "posts of NATO's military staffs", "K-medium"),
        "rank_high": Entry("O6", "posts of NATO's military staffs", "K-medium"),
        **growth(0.7, 0.3, 0.7),
        "cost_usd_per_month": Entry(150000 / 12, "exchange post with shared support", "K-low", 8e3, 20e3),
        "access": access(0.5, "shared staff, national secrets kept apart", 0.2, 0.8),
    },
    "language_immersion": {
        "kind": Entry("language_immersion", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(6.0, "proposal", "M", 1.0, 12.0),
        "contact": Entry(0.5, "a student among hosts, not a colleague", "M", 0.3, 0.7),
        "allport": Entry(0.5, "support without common goals", "M", 0.2, 0.8),
        "class_hours_per_week": Entry(25.0, "FSI: 25 class hours a week", "R", 20.0, 30.0),
        "immersion_hours_per_week": Entry(
            55.0, "25 + .35 x 55 = 1.77 x 25 class hours: AMLE 10.5465/amle.2015.0250", "C", 40.0, 70.0
        ),
        "protocol_exposure": Entry(0.1, "few contacts with the host's forces", "M", 0.0, 0.3),
        "domains": weights(0.3, 0.2, 0.1, 0.1, 0.1, 0.2),
        "required_level": Entry(0.0, "for beginners", "K-high"),
        "rank_low": Entry("O1", "proposal", "M"),
        "rank_high": Entry("O4", "proposal", "M"),
        **growth(0.8, 0.4, 0.1),
        "cost_usd_per_month": Entry(8000.0, "category-IV course of 100-250 thousand USD", "K-low", 4e3, 15e3),
        "access": access(0.1, "schools and barracks", 0.0, 0.2),
    },
    "leadership_course": {
        "kind": Entry("leadership_course", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(11.0, "staff college year", "K-high", 6.0, 12.0),
        "contact": Entry(0.7, "seminars and sponsor families", "M", 0.5, 0.9),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "language is taught before", "K-medium"),
        "immersion_hours_per_week": Entry(20.0, "study and life among speakers", "M", 10.0, 60.0),
        "protocol_exposure": Entry(0.5, "learns the host's staff procedure in class", "M", 0.3, 0.8),
        "domains": weights(0.4, 0.12, 0.12, 0.08, 0.08, 0.2),
        "required_level": Entry(2.0, STANAG, "K-medium", 1.5, 3.0),
        "rank_low": Entry("O3", "command and general staff colleges: majors", "K-high"),
        "rank_high": Entry("O5", "command and general staff colleges: majors", "K-high"),
        **growth(0.7, 0.3, 1.0),
        "cost_usd_per_month": Entry(12000.0, "short IMET course of 9-15 thousand USD", "K-low", 6e3, 18e3),
        "access": access(0.3, "doctrine and people, few systems", 0.1, 0.5),
    },
    "workshop": {
        "kind": Entry("workshop", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(0.0, "a gathering of days", "K-high"),
        "contact": Entry(0.5, "seminar and evening together", "M", 0.3, 0.7),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "none", "K-high"),
        "immersion_hours_per_week": Entry(0.0, "too short to count", "M"),
        "protocol_exposure": Entry(0.3, "talk about procedures, not practice", "M", 0.1, 0.5),
        "domains": weights(0.2, 0.16, 0.16, 0.16, 0.16, 0.16),
        "required_level": Entry(2.0, "listening and discussion", "M", 1.5, 3.0),
        "rank_low": Entry("O3", "proposal", "M"),
        "rank_high": Entry("O7", "proposal", "M"),
        **growth(0.3, 0.1, 0.3),
        "cost_usd_per_month": Entry(12000.0, "short course of 9-15 thousand USD", "K-low", 5000.0, 15000.0),
        "access": access(0.15, "what is prepared for guests", 0.05, 0.3),
    },
    "exercise": {
        "kind": Entry("exercise", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(0.0, "a gathering of weeks", "K-high"),
        "contact": Entry(0.6, "staffs and units side by side", "M", 0.4, 0.8),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "none", "K-high"),
        "immersion_hours_per_week": Entry(0.0, "too short to count", "M"),
        "protocol_exposure": Entry(1.0, "procedures are what is practised", "M", 0.7, 1.0),
        "domains": weights(0.5, 0.1, 0.1, 0.1, 0.1, 0.1),
        "required_level": Entry(2.0, "work by radio and on paper", "M", 1.5, 3.0),
        "rank_low": Entry("O2", "proposal", "M"),
        "rank_high": Entry("O6", "proposal", "M"),
        **growth(0.2, 0.2, 0.3),
        "cost_usd_per_month": Entry(100000.0, "for each nation that takes part", "M", 20000.0, 1000000.0),
        "access": access(0.3, "procedures and systems in use, for days", 0.1, 0.5),
    },
    "peacekeeping_staff": {
        "kind": Entry("peacekeeping_staff", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(12.0, "UN staff officers and observers serve a year", "K-high", 6.0, 12.0),
        "contact": Entry(0.7, "daily work in a mixed staff or team of observers", "M", 0.5, 0.9),
        "allport": Entry(0.8, "equal status and common goals; support by distant governments", "M", 0.5, 1.0),
        "class_hours_per_week": Entry(0.0, "courses come before the tour", "K-medium"),
        "immersion_hours_per_week": Entry(15.0, "work and camp life in the mission's language", "M", 5.0, 40.0),
        "protocol_exposure": Entry(0.5, "works by the procedures of the mission", "M", 0.3, 0.8),
        "access": Entry(0.0, "no nation is the host: nothing of a nation's own is shown", "K-medium"),
        "domains": weights(0.1, 0.6, 0.05, 0.0, 0.05, 0.2),
        "required_level": Entry(2.0, "good working knowledge of the mission's language", "K-medium", 2.0, 3.0),
        "rank_low": Entry("O2", "UN military observers and staff officers: captains to lieutenant colonels", "K-high"),
        "rank_high": Entry("O5", "UN military observers and staff officers: captains to lieutenant colonels", "K-high"),
        **growth(1.0, 0.8, 0.5),
        "cost_usd_per_month": Entry(4000.0, "what the UN's subsistence allowance does not pay", "M", 1e3, 12e3),
    },
    **COURSES,
    **REMOTE,
}  # fmt: skip

LIMITS: dict[str, tuple[float, float]] = {
    "duration_months": (0.0, 60.0),
    "contact": (0.0, 1.0),
    "allport": (0.0, 1.0),
    "class_hours_per_week": (0.0, 60.0),
    "immersion_hours_per_week": (0.0, 112.0),
    "protocol_exposure": (0.0, 1.0),
    "required_level": (0.0, 5.0),
    "intercultural": (0.0, 2.0),
    "resilience": (0.0, 2.0),
    "leadership": (0.0, 2.0),
    "cost_usd_per_month": (0.0, 1e8),
    "access": (0.0, 1.0),
}

# the built-in programme from which a new one of each kind takes what it does not say
MODELS: dict[str, str] = {str(entries["kind"].value): name for name, entries in reversed(PROFILES.items())}


def order(names: list[str]) -> list[str]:
    """Built-in programmes in their order, then others by name, whatever the order in a file."""
    return [name for name in PROFILES if name in names] + sorted(set(names) - set(PROFILES))
