"""Small worlds on which engine and twin have to agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from blueprints import MissionSketch, blueprint, lever, with_missions

from exchsim.enums import AgreementType, Change, MissionKind, Mode, Reciprocity, ThreatKind
from exchsim.state.blueprint import BY_TERM, Blueprint


def second_organisation(b: Blueprint, members: tuple[int, ...], language: int) -> Blueprint:
    """One organisation more, with its headquarters in the first member; language -1 for none."""
    n = len(b.nations)
    since = np.full((1, n), -1, np.int16)
    since[0, list(members)] = [b.start - 30 + 20 * k for k in range(len(members))]  # the last has just joined
    working = np.zeros((1, len(b.languages)), bool)
    if language >= 0:
        working[0, language] = True
    return replace(
        b,
        organisations=(*b.organisations, "ORX"),
        organisation_code=np.append(b.organisation_code, 77),
        headquarters=np.append(b.headquarters, np.int16(members[0])),
        working_language=np.vstack([b.working_language, working]),
        main_language=np.append(b.main_language, np.int16(language)),
        standards=np.append(b.standards, 0.4),
        information_security=np.append(b.information_security, 0.2),
        exercises_per_year=np.append(b.exercises_per_year, 3.0),
        exercises_from=np.append(b.exercises_from, b.start + 14),
        headquarters_posts=np.vstack([b.headquarters_posts, np.full((1, b.years), 40.0)]),
        member_since=np.vstack([b.member_since, np.minimum(since, b.start)]),
    )


def plain() -> Blueprint:
    """Three nations, one organisation, one pact."""
    return blueprint(months=48)


def coming_and_going() -> Blueprint:
    """States enter, leave and come back, in a mission too; strength rises and falls, one cadre within the year."""
    b = blueprint(
        cadres=(180, 150, 120, 90, 60), months=60, start="1988-03",
        present={2: ("1988-03", "1991-08"), 3: ("1989-11", "1999-01"), 4: ("1990-02", "1992-01")},
        allies=((0, 1), (1, 3)), rivals=((0, 2),),
        policy={"negotiations_per_year": 8.0, "mission_pledges": 0.01},  # and much to negotiate
        params={"agreements_constant": 10.0, "agreements_trust": 8.0, "agreements_term_years": 2.0},
    )  # fmt: skip
    strength = b.strength.copy()
    years = (np.arange(b.start, b.end) // 12) - b.start // 12
    strength[0] = strength[0] * np.array([1.0, 0.8, 1.1, 0.7, 1.0, 0.9])[years]
    strength[1, 30:] = strength[1, 30:] * 0.6
    strength[3, 40:47] = 0  # leaves and comes back
    b = replace(b, strength=strength.astype(np.int32))
    return with_missions(b, MissionSketch(persons=150.0, violence=0.8, local=(1,)))  # fewer missions than contributors


def quarrels() -> Blueprint:
    """Every dated change: borders, rupture, membership, pacts, rivalries, agreements, levers."""
    c = Change
    changes = (
        ("1980-03", c.CLOSE_BORDERS, 1, -1, 0.0), ("1980-09", c.OPEN_BORDERS, 1, -1, 0.0),
        ("1980-05", c.AGREEMENT_BEGIN, 0, 3, 0.0), ("1981-02", c.RUPTURE, 0, 2, 0.0),
        ("1981-06", c.QUIT, 1, 0, 0.0), ("1981-07", c.JOIN, 3, 0, 0.0),
        ("1981-10", c.SET_LEVER, -1, lever("tour_months"), 9.0),
        ("1981-11", c.SET_LEVER, 0, lever("posts_share"), 0.05),
        ("1981-11", c.SET_LEVER, 1, lever("reciprocity"), float(Reciprocity.STRICT)),
        ("1982-01", c.RECONCILE, 0, 2, 0.0), ("1982-03", c.PACT_BEGIN, 1, 2, 0.0),
        ("1982-03", c.PACT_END, 0, 1, 0.0), ("1982-04", c.RIVALRY_BEGIN, 1, 3, 0.0),
        ("1982-05", c.SET_LEVER, 2, lever("standards_effort"), 2.0),
        ("1982-08", c.AGREEMENT_END, 0, 3, 0.0), ("1982-09", c.CLOSE_BORDERS, -1, -1, 0.0),
        ("1982-12", c.OPEN_BORDERS, -1, -1, 0.0), ("1983-02", c.RIVALRY_END, 1, 3, 0.0),
        ("1983-03", c.JOIN, 1, 0, 0.0), ("1983-05", c.SET_LEVER, -1, lever("language_target"), 3.0),
    )  # fmt: skip
    return blueprint(
        cadres=(220, 200, 160, 140), months=60, changes=changes, rivals=((2, 3),), expenditure=2e10,
        policy={"posts_share": 0.04, "exercise_activity": 2.0, "workshops_per_year": 4.0},
    )  # fmt: skip


def shared_tongues() -> Blueprint:
    """Two languages everywhere: a nation that speaks both from birth, others with much school learning."""
    b = blueprint(cadres=(200, 180, 150, 120), months=42, languages=(0, 0, 1, 1), policy={"posts_share": 0.04})
    mother = np.array([[0.9, 0.0], [0.5, 0.5], [0.1, 0.85], [0.0, 1.0]])
    second = np.array([[0.0, 0.7], [0.4, 0.4], [0.8, 0.0], [0.05, 0.0]])
    return replace(b, mother_tongue=mother, second_language=second)


def hard_times() -> Blueprint:
    """Full of vacancies: high demands, no courses for some, purses so small that officers are called home."""
    b = blueprint(
        cadres=(150, 120, 100, 40), months=48, expenditure=4e8,
        policy={"posts_share": 0.08, "aptitude_cut": 1.0, "shortlist": 3.0, "workshops_per_year": 8.0,
                "tour_months": 7.0, "budget_share": 0.004, "refresher_hours_per_year": 60.0, "staff_posts_share": 0.4,
                "alumni_recontact": 0.6},
        params={"selection_looks_per_place": 2.0, "diplomacy_budget_for_posts": 0.9},
    )  # fmt: skip
    policies, programmes = b.policies.copy(), b.programme_table.copy()
    policies["language_target"][:2] = 0.0
    policies["preparation_months_max"][2] = 5.0
    programmes["required_level"][:4] = (3.0, 0.8, 1.5, 3.0)
    programmes["rank_low"][0] = 4
    b = replace(b, policies=policies, programme_table=programmes)
    b = second_organisation(b, (1, 2, 3), -1)  # a staff without a working language
    b.member_since[1, 2] = 0  # a member since the first month there is
    return b


def every_rule() -> Blueprint:
    """The four rules of reciprocity, interpreters, refreshers, screens, agents of several people, bonds and credit."""
    b = blueprint(
        cadres=(260, 220, 180, 120), months=60, start="1984-06", expenditure=3e10,
        policy={"posts_share": 0.05, "hosting_share": 0.2, "refresher_hours_per_year": 80.0, "tour_months": 11.0,
                "exercise_activity": 1.5, "workshops_per_year": 3.0},
        params={"careers_bond_per_tour": 0.3, "contact_senior_tie_weight": 2.5, "contact_ties_per_year": 4.0},
        allies=((0, 1), (0, 2), (1, 2)),
    )  # fmt: skip
    policies, programmes = b.policies.copy(), b.programme_table.copy()
    policies["reciprocity"] = [Reciprocity.FREE, Reciprocity.STRICT, Reciprocity.BALANCED, Reciprocity.DONOR_FUNDED]
    policies["reciprocity_years"][2] = 2.0
    policies["interpreter_coverage"] = [0.0, 0.5, 1.0, 0.3]
    policies["promotion_credit"] = [1.3, 0.8, 1.0, 1.2]
    policies["budget_share"][1] = 0.0006  # runs out
    programmes["mode"][1:5] = (Mode.HYBRID, Mode.VIRTUAL, Mode.HYBRID, Mode.VIRTUAL)
    b = replace(b, policies=policies, programme_table=programmes, people_per_agent=4.0)
    return second_organisation(b, (1, 0, 3), 1)


def screens_and_schools() -> Blueprint:
    """Courses by domain, virtual and hybrid exchanges, remote exercises; borders closed over two Januaries."""
    c = Change
    changes = (
        ("1990-11", c.CLOSE_BORDERS, -1, -1, 0.0), ("1991-08", c.OPEN_BORDERS, 0, -1, 0.0),
        ("1991-11", c.OPEN_BORDERS, -1, -1, 0.0), ("1992-02", c.SET_LEVER, 1, lever("virtual_share"), 0.9),
        ("1992-06", c.RUPTURE, 0, 2, 0.0), ("1992-12", c.CLOSE_BORDERS, 1, -1, 0.0),
        ("1993-03", c.SET_LEVER, 2, lever("domain_cyber"), 0.0),
    )  # fmt: skip
    b = blueprint(
        cadres=(240, 200, 160, 100), months=54, start="1989-07", changes=changes, languages=(0, 0, 1, 1),
        expenditure=2e10,
        policy={"posts_share": 0.08, "hosting_share": 0.3, "mix_exchange_post": 0.3, "mix_course": 0.6,
                "mix_virtual_exchange": 0.4, "mix_hybrid_exchange": 0.5, "virtual_share": 0.3, "exercise_activity": 3.0,
                "workshops_per_year": 3.0, "language_target": 1.5, "alumni_recontact": 0.8},
        params={"contact_ties_per_year": 6.0, "contact_strain": 0.1, "contact_misunderstandings_per_year": 6.0,
                "people_gathering_practice": 0.05, "careers_out_of_sight": 0.3,
                "careers_to_o4_years": 5.0, "careers_to_o5_years": 6.0,
                "careers_to_o6_years": 7.0, "careers_chance_o4": 1.0, "careers_chance_o5": 1.0,
                "careers_chance_o6": 1.0},
    )  # fmt: skip
    policies, programmes = b.policies.copy(), b.programme_table.copy()
    policies["virtual_share"] = [0.3, 0.0, 1.0, 0.5]
    policies["domain_cyber"], policies["domain_conventional"] = [1.0, 0.5, 0.3, 0.0], [0.0, 0.5, 0.3, 0.0]
    for name in ("peacekeeping", "counterterrorism", "unconventional", "crisis_management"):
        policies[f"domain_{name}"] = [0.1, 0.5, 0.9, 0.0]  # the last wants nothing and so everything
    programmes["mode"][4] = Mode.VIRTUAL  # all workshops
    programmes["domains"][10] = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    programmes["rank_low"][:], programmes["rank_high"][:] = 3, 9
    return replace(b, policies=policies, programme_table=programmes)


def choosy() -> Blueprint:
    """Governments with few partners, threats, donors, poor guests, rivals within an alliance and hosts that refuse."""
    b = blueprint(
        cadres=(240, 200, 160, 120, 80), months=50, start="1986-02", expenditure=2e10,
        policy={"posts_share": 0.05, "hosting_share": 0.02, "tour_months": 9.0, "concentration": 3.0,
                "reciprocity": float(Reciprocity.DONOR_FUNDED), "workshops_per_year": 2.0,
                "mix_leadership_course": 0.1, "virtual_share": 0.3},
        params={"diplomacy_host_threshold": 0.3, "standing_acceptance": 0.4, "standing_loss_per_refusal": 0.3},
        allies=((0, 1), (0, 2), (1, 2)), rivals=((1, 2), (3, 4), (1, 4)),
        changes=(("1987-06", Change.RUPTURE, 0, 1, 0.0), ("1988-06", Change.RECONCILE, 0, 1, 0.0)),
    )  # fmt: skip
    policies, programmes = b.policies.copy(), b.programme_table.copy()
    policies["partners_max"] = [1.0, 2.0, 0.0, 3.0, 2.0]
    policies["donor_share"] = [0.02, 0.5, 0.2, 1.0, 0.0]
    policies["weight_bridging"] = [0.0, 2.0, 1.0, 0.5, 0.1]
    policies["weight_alignment"] = [2.0, 0.0, 1.0, 0.5, 0.3]
    policies["reciprocity"][2] = Reciprocity.STRICT
    policies["language_target"][1], policies["concentration"][1] = 0.9, 0.3
    policies["virtual_share"][3] = 1.0
    programmes["mode"][8] = Mode.IN_PERSON  # no tour is on screen, whoever wants it
    return replace(b, policies=policies, programme_table=programmes)


def missions() -> Blueprint:
    """Four UN missions: one all along, one that begins and ends, observers, one that any nation may join.

    Contributors that enter, leave the organisation, break with the state of the place; borders that close; a lever.
    """
    c = Change
    b = blueprint(
        cadres=(400, 320, 260, 200, 160), months=66, start="1984-04", expenditure=3e9, languages=(0, 0, 1, 2, 1),
        present={4: ("1986-06", "1999-01")}, rivals=((1, 3),),
        policy={"posts_share": 0.03, "mission_pledges": 0.1, "tour_months": 9.0},
        params={"peacekeeping_staff_share": 0.4, "peacekeeping_contributors_at_1000": 16.0,
                "peacekeeping_habit_sd": 0.4, "peacekeeping_income_effect": 0.3, "peacekeeping_apart_effect": 0.5,
                "peacekeeping_command_months": 12.0},
        changes=(("1985-09", c.CLOSE_BORDERS, 1, -1, 0.0), ("1986-02", c.OPEN_BORDERS, 1, -1, 0.0),
                 ("1986-03", c.QUIT, 2, 0, 0.0), ("1987-04", c.JOIN, 2, 0, 0.0), ("1987-07", c.RUPTURE, 0, 3, 0.0),
                 ("1988-02", c.JOIN, 4, 0, 0.0), ("1988-05", c.SET_LEVER, 0, lever("mission_pledges"), 0.0)),
    )  # fmt: skip
    b = with_missions(
        b,
        MissionSketch(start=-50, end=900, persons=300.0, violence=0.9, organisation=0, place=3, local=(2,),
                      kind=MissionKind.MULTIDIMENSIONAL),
        MissionSketch(start=7, end=40, persons=120.0, violence=0.6, organisation=0, language=1),
        MissionSketch(start=0, end=55, persons=30.0, violence=0.4, organisation=0, place=4, local=(1, 0),
                      kind=MissionKind.OBSERVER),
        MissionSketch(start=30, end=900, persons=200.0, violence=0.7, local=(2, 1)),
    )  # fmt: skip
    b.mission_ceiling[1, 2] = 0.0  # nobody is there for a year
    b.policies["mission_pledges"][1:4] = (0.003, 0.00016, 0.006)  # less than the most they would; single soldiers
    return b


def long_and_small() -> Blueprint:
    """Twenty years of two small forces: most people are replaced, files are put away and numbers used again.

    Friends stay friends for ten years and more, and some officers rise to the highest grade.
    """
    return blueprint(
        cadres=(60, 50), months=240, start="1975-01", expenditure=1e10,
        policy={"posts_share": 0.1, "hosting_share": 0.2, "tour_months": 8.0, "workshops_per_year": 6.0,
                "refresher_hours_per_year": 30.0, "alumni_recontact": 0.5},
        params={"careers_bond_per_tour": -0.2, "careers_chance_o6": 0.9, "careers_chance_o7": 0.9,
                "careers_chance_o8": 0.95, "careers_chance_o9": 0.95, "careers_to_o6_years": 19.0,
                "careers_to_o7_years": 21.0, "careers_to_o8_years": 23.0, "careers_to_o9_years": 25.0,
                "contact_tie_survival_low": 0.85, "contact_tie_survival_high": 0.98},
    )  # fmt: skip


def secrets() -> Blueprint:
    """Much is shared, leaks and is spied on; hosts turn visitors away; threats come in waves and surge."""
    c = Change
    changes = (
        ("1999-05", c.THREAT_SURGE, -1, int(ThreatKind.TERRORISM), 6.0), ("1999-06", c.RUPTURE, 1, 3, 0.0),
        ("1999-09", c.THREAT_SURGE, 2, -1, 3.0), ("2000-02", c.SET_LEVER, 0, lever("compartments"), 0.9),
        ("2000-03", c.RIVALRY_BEGIN, 0, 4, 0.0), ("2000-07", c.THREAT_SURGE, -1, -1, 1.0),
        ("2001-01", c.RECONCILE, 1, 3, 0.0), ("2001-04", c.SET_LEVER, -1, lever("third_party_rule"), 0.0),
        ("2001-05", c.RIVALRY_END, 0, 4, 0.0), ("1999-10", c.LEAK, 1, 0, 5.0), ("1999-10", c.LEAK, 1, 0, 2.0),
        ("1999-10", c.LEAK, 2, 0, 3.0), ("1999-04", c.LEAK, 4, 0, 9.0),  # the last one of a state yet to come
    )  # fmt: skip
    b = blueprint(
        cadres=(220, 200, 160, 140, 120), months=54, start="1999-03", changes=changes, expenditure=3e10,
        present={4: ("1999-08", "2003-01")}, allies=((0, 1), (0, 2), (1, 2)), rivals=((2, 3),),
        policy={"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 9.0},
        params={"intelligence_leaks_per_year": 3.0, "intelligence_espionage_per_year": 0.4,
                "intelligence_sharing_base": -0.5, "intelligence_findings": 0.2, "intelligence_denied_of_findings": 0.8,
                "intelligence_false_denials": 0.1, "threats_spill_over": 0.6},
    )  # fmt: skip
    policies = b.policies.copy()
    policies["vetting"] = [1.0, 0.2, 0.8, 0.5, 0.0]
    policies["access_level"] = [1.0, 0.0, 0.5, 0.8, 1.0]
    policies["third_party_rule"] = [0.0, 1.0, 0.5, 0.2, 0.8]
    return second_organisation(replace(b, policies=policies, people_per_agent=2.0), (1, 2, 3), 1)


def treaties() -> Blueprint:
    """Agreements of all types: in force at the start, concluded, stated, renewed, ended by rupture and with a state."""
    c = Change
    general, secret, training = (float(kind) for kind in AgreementType)
    changes = (
        ("1985-05", c.AGREEMENT_BEGIN, 4, 1, secret), ("1985-05", c.AGREEMENT_BEGIN, 0, 5, training),
        ("1985-07", c.AGREEMENT_BEGIN, 0, 1, general), ("1986-02", c.RUPTURE, 0, 1, 0.0),
        ("1986-03", c.AGREEMENT_BEGIN, 0, 1, training), ("1986-09", c.RECONCILE, 0, 1, 0.0),
        ("1987-03", c.AGREEMENT_END, 1, 4, secret), ("1987-03", c.AGREEMENT_END, 2, 3, training),
        ("1987-06", c.CLOSE_BORDERS, 2, -1, 0.0), ("1988-06", c.OPEN_BORDERS, 2, -1, 0.0),
        ("1988-11", c.SET_LEVER, 1, lever("information_security_agreements"), 0.0),
        ("1989-01", c.RIVALRY_END, 0, 3, 0.0), ("1985-10", c.RIVALRY_BEGIN, 1, 2, 0.0),
        ("1989-07", c.RIVALRY_END, 1, 2, 0.0), ("1990-01", c.SET_LEVER, 3, lever("negotiations_per_year"), 0.0),
    )  # fmt: skip
    return blueprint(
        cadres=(120, 100, 90, 70, 60, 50), months=108, start="1984-06", changes=changes,
        present={4: ("1985-02", "1991-04"), 5: ("1984-06", "1988-10")}, allies=((0, 1), (2, 3)), rivals=((0, 3),),
        agreements=((0, 1, 0, "1979-01", BY_TERM), (0, 2, 1, "1981-01", BY_TERM), (1, 2, 2, "1980-03", -1)),
        policy={"negotiations_per_year": 1.0, "information_security_agreements": 2.0, "posts_share": 0.05,
                "training_agreements": 1.5, "hosting_share": 0.2},
        params={"trust_drift_per_year": 0.5, "agreements_term_years": 2.0, "agreements_constant": 7.5,
                "agreements_training_per_year": 0.1,
                "agreements_information_security_per_year": 0.2, "diplomacy_host_threshold": 0.45},
        expenditure=2e10,
    )  # fmt: skip


def told_by_history() -> Blueprint:
    """Governments conclude and renew nothing: agreements are what the scenario states. Much leaks, then nothing."""
    changes = (
        ("1980-06", Change.AGREEMENT_BEGIN, 1, 2, float(AgreementType.GENERAL)),
        ("1982-01", Change.AGREEMENT_END, 0, 1, float(AgreementType.GENERAL)),
        ("1982-02", Change.RUPTURE, 0, 1, 0.0), ("1982-02", Change.RUPTURE, 0, 2, 0.0),
        ("1982-02", Change.RUPTURE, 1, 2, 0.0),  # leaks were to be expected from all
    )  # fmt: skip
    return blueprint(
        months=36, changes=changes, agreements=((0, 1, 0, "1970-01", BY_TERM), (0, 2, 2, "1979-01", BY_TERM)),
        negotiates=False, params={"agreements_constant": 20.0, "intelligence_leaks_per_year": 400.0,
                "intelligence_trust_lost_per_leak": 0.0},
    )  # fmt: skip


WORLDS: dict[str, Callable[[], Blueprint]] = {
    world.__name__: world
    for world in (
        plain,
        coming_and_going,
        quarrels,
        shared_tongues,
        hard_times,
        every_rule,
        choosy,
        missions,
        screens_and_schools,
        long_and_small,
        secrets,
        treaties,
        told_by_history,
    )
}
