"""The built-in programmes that are held on screen, wholly or in part."""

from __future__ import annotations

from exchsim.scenario.profile import ALLPORT, EXCHANGE_RANKS, STANAG, Entry, Profile, access, growth, weights

_SCREEN = Entry("virtual", "definition of the programme", "K-high")
_LESS = Entry(0.7, "equal status and common goals, less support and informal contact", "M", 0.4, 1.0)

REMOTE: dict[str, Profile] = {
    "virtual_exchange": {
        "kind": Entry("virtual_exchange", "definition of the programme", "K-high"),
        "mode": _SCREEN,
        "duration_months": Entry(6.0, "proposal: half a year of joint work on screen", "M", 2.0, 12.0),
        "contact": Entry(0.5, "some hours of joint work on most days", "M", 0.2, 0.7),
        "allport": _LESS,
        "class_hours_per_week": Entry(0.0, "courses come before", "K-medium"),
        "immersion_hours_per_week": Entry(0.0, "the officer stays at home", "K-high"),
        "protocol_exposure": Entry(0.3, "sees documents, not practice", "M", 0.1, 0.5),
        "domains": weights(0.4, 0.1, 0.1, 0.2, 0.05, 0.15),
        "required_level": Entry(2.0, STANAG, "K-medium", 1.5, 3.0),
        "rank_low": Entry("O2", EXCHANGE_RANKS, "K-medium"),
        "rank_high": Entry("O5", EXCHANGE_RANKS, "K-medium"),
        **growth(0.4, 0.1, 0.3),
        "cost_usd_per_month": Entry(1500.0, "secure links, coordination; work time is not charged", "M", 500.0, 5e3),
        "access": access(0.1, "what is put on a shared screen", 0.02, 0.2),
    },
    "hybrid_exchange": {
        "kind": Entry("hybrid_exchange", "definition of the programme", "K-high"),
        "mode": Entry("hybrid", "virtual before and after, in person between", "K-high"),
        "duration_months": Entry(12.0, "proposal: half of it abroad", "M", 6.0, 24.0),
        "contact": Entry(0.7, "daily work abroad, some hours on screen before and after", "M", 0.5, 0.9),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "courses come before", "K-medium"),
        "immersion_hours_per_week": Entry(20.0, "as on an exchange post, while abroad", "M", 10.0, 60.0),
        "protocol_exposure": Entry(0.7, "works by the host's procedures, part of the time from afar", "M", 0.4, 0.9),
        "domains": weights(0.5, 0.1, 0.1, 0.12, 0.08, 0.1),
        "required_level": Entry(2.5, STANAG, "K-medium", 2.0, 3.0),
        "rank_low": Entry("O2", EXCHANGE_RANKS, "K-medium"),
        "rank_high": Entry("O5", EXCHANGE_RANKS, "K-medium"),
        **growth(0.8, 0.4, 0.5),
        "cost_usd_per_month": Entry(13000.0, "half of an exchange post and coordination", "M", 8e3, 2e4),
        "access": access(0.4, "cleared for the work, for some months", 0.2, 0.6),
    },
    "remote_exercise": {
        "kind": Entry("exercise", "definition of the programme", "K-high"),
        "mode": _SCREEN,
        "duration_months": Entry(0.0, "a gathering of days", "K-high"),
        "contact": Entry(0.6, "staffs play together over networks", "M", 0.4, 0.8),
        "allport": _LESS,
        "class_hours_per_week": Entry(0.0, "none", "K-high"),
        "immersion_hours_per_week": Entry(0.0, "none", "K-high"),
        "protocol_exposure": Entry(0.7, "staff procedures, not those in the field", "M", 0.4, 0.9),
        "domains": weights(0.35, 0.05, 0.1, 0.25, 0.05, 0.2),
        "required_level": Entry(2.0, "work by voice and in writing", "M", 1.5, 3.0),
        "rank_low": Entry("O2", "proposal", "M"),
        "rank_high": Entry("O6", "proposal", "M"),
        **growth(0.1, 0.1, 0.3),
        "cost_usd_per_month": Entry(15000.0, "networks and staff time for each nation that takes part", "M", 5e3, 1e5),
        "access": access(0.15, "what the exercise network shows", 0.05, 0.3),
    },
    "remote_workshop": {
        "kind": Entry("workshop", "definition of the programme", "K-high"),
        "mode": _SCREEN,
        "duration_months": Entry(0.0, "a gathering of days", "K-high"),
        "contact": Entry(0.4, "a seminar without the evening", "M", 0.2, 0.6),
        "allport": _LESS,
        "class_hours_per_week": Entry(0.0, "none", "K-high"),
        "immersion_hours_per_week": Entry(0.0, "none", "K-high"),
        "protocol_exposure": Entry(0.2, "talk about procedures", "M", 0.1, 0.4),
        "domains": weights(0.15, 0.15, 0.15, 0.25, 0.1, 0.2),
        "required_level": Entry(2.0, "listening and discussion", "M", 1.5, 3.0),
        "rank_low": Entry("O3", "proposal", "M"),
        "rank_high": Entry("O7", "proposal", "M"),
        **growth(0.2, 0.0, 0.2),
        "cost_usd_per_month": Entry(1500.0, "no travel", "M", 500.0, 5e3),
        "access": access(0.05, "what is put on a screen", 0.0, 0.1),
    },
}  # fmt: skip
