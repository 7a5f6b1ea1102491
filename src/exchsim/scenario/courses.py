"""The built-in courses in a domain: a school of the host trains officers of several nations for some months."""

from __future__ import annotations

from exchsim.scenario.profile import ALLPORT, IN_PERSON, STANAG, Entry, Profile, access, growth, weights

_SHORT = "short courses of 9-15 thousand USD"


def _course(
    months: float, grades: tuple[str, str], domains: Entry, person: Profile, visible: Entry, **said: Entry
) -> Profile:
    """What courses have in common, and what one says of its own."""
    profile: Profile = {
        "kind": Entry("course", "definition of the programme", "K-high"),
        "mode": IN_PERSON,
        "duration_months": Entry(months, "proposal; IMET-like courses last weeks to months", "M", 1.0, 6.0),
        "contact": Entry(0.6, "classroom and syndicate with hosts and others", "M", 0.4, 0.8),
        "allport": ALLPORT,
        "class_hours_per_week": Entry(0.0, "language is taught before", "K-medium"),
        "immersion_hours_per_week": Entry(
            10.0, "taught in a language that students have; barracks life", "M", 5.0, 30.0
        ),
        "protocol_exposure": Entry(0.3, "procedures in class, some practice", "M", 0.1, 0.6),
        "domains": domains,
        "required_level": Entry(2.0, STANAG, "K-medium", 1.5, 3.0),
        "rank_low": Entry(grades[0], "proposal", "M"),
        "rank_high": Entry(grades[1], "proposal", "M"),
        **person,
        "cost_usd_per_month": Entry(6000.0, _SHORT, "K-low", 3e3, 12e3),
        "access": visible,
    }
    profile.update(said)
    return profile


COURSES: dict[str, Profile] = {
    "crisis_management_course": _course(
        2.0, ("O4", "O6"), weights(0.05, 0.15, 0.05, 0.0, 0.05, 0.7), growth(0.5, 0.3, 0.8),
        access(0.2, "scenarios and plans made for the course", 0.1, 0.4),
    ),
    "peacekeeping_course": _course(
        2.0, ("O2", "O5"), weights(0.1, 0.7, 0.0, 0.0, 0.05, 0.15), growth(0.8, 0.6, 0.4),
        access(0.1, "UN and national training centres are open to all", 0.0, 0.2),
        protocol_exposure=Entry(0.4, "UN procedures are practised", "M", 0.2, 0.7),
    ),
    "counterterrorism_course": _course(
        3.0, ("O2", "O5"), weights(0.1, 0.0, 0.7, 0.05, 0.15, 0.0), growth(0.4, 0.5, 0.4),
        access(0.3, "methods and some sources", 0.1, 0.5),
    ),
    "cyber_course": _course(
        4.0, ("O2", "O5"), weights(0.05, 0.0, 0.05, 0.8, 0.1, 0.0), growth(0.2, 0.2, 0.2),
        access(0.35, "tools and networks of the school", 0.1, 0.6),
        cost_usd_per_month=Entry(9000.0, "ranges and laboratories besides the course", "M", 5e3, 15e3),
    ),
    "unconventional_course": _course(
        4.0, ("O2", "O5"), weights(0.1, 0.05, 0.15, 0.1, 0.6, 0.0), growth(0.6, 0.9, 0.5),
        access(0.3, "methods of special forces, some equipment", 0.1, 0.5),
        protocol_exposure=Entry(0.5, "small teams work by the host's procedures", "M", 0.3, 0.8),
    ),
}  # fmt: skip
