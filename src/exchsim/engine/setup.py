"""The state at the start of a run, from a compiled scenario and a seed."""

import math
from functools import lru_cache

import numpy as np

from exchsim.enums import AgreementType, Domain, Draw, ThreatKind
from exchsim.kernels.calendar import muster, new_year
from exchsim.kernels.careers import spend_years
from exchsim.kernels.relations import take_stock
from exchsim.rng import normal
from exchsim.rules import agreements, costs, exercises, intelligence, language, protocols, skills, standing
from exchsim.state import columns, outputs
from exchsim.state.blueprint import BY_TERM, Blueprint
from exchsim.state.columns import dtype_of
from exchsim.state.levers import POLICY_DTYPE
from exchsim.state.params import PARAMS_DTYPE
from exchsim.state.tables import CLOCK, NEVER, State, lever_view, table, unused


def build(blueprint: Blueprint, seed: int, pairs_by_year: bool = True, chronicle: bool = False) -> State:
    """Allocate all tables and put the world into its first month.

    seed: 0 … 2**63 - 1. pairs_by_year: keep the yearly table of pairs (years x N x N rows). chronicle: keep an event
    log of officers, which changes nothing else.
    """
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed = {seed}: must be 0 to 2**63 - 1")
    b = blueprint
    clock = table(CLOCK, 1)
    clock["seed"], clock["start"], clock["end"], clock["month"] = seed, b.start, b.end, b.start
    clock["people_per_agent"], clock["cadre_share"] = b.people_per_agent, b.cadre_share
    clock["negotiates"] = b.negotiates
    nations = _nations(b)
    organisations = _organisations(b)
    policies = b.policies.astype(POLICY_DTYPE).view(np.recarray)
    n, years = len(b.nations), b.years
    venues = n + len(b.organisations) + len(b.missions)
    rows = {"dossiers": 256, "posts": 64, "ties": 256, "tours": 256, "gatherings": 64, "participants": 256}
    rows["leaks"] = 64 + n
    chronicled = ("events", "officers", "portraits", "known_ties")
    clock["chronicle"] = chronicle
    rows |= dict.fromkeys(chronicled, 256 if chronicle else 0)
    rows["agreements"] = 64 + len(b.agreements)
    growing = {name: unused(name, size) for name, size in rows.items()}
    clock["free_dossiers"], clock["free_posts"], clock["free_ties"] = rows["dossiers"], rows["posts"], rows["ties"]
    state = State(
        clock=clock,
        params=b.params.copy().view(np.recarray),
        programmes=b.programme_table.copy().view(np.recarray),
        changes=b.changes.copy().view(np.recarray),
        strength=np.ascontiguousarray(b.strength, np.int32),
        expenditure=np.ascontiguousarray(b.expenditure, np.float64),
        capability=np.ascontiguousarray(b.capability, np.float64),
        alignment=np.array(b.alignment, np.float64, order="C"),  # governments drift: written to
        distance_km=np.ascontiguousarray(b.distance_km, np.float64),
        headquarters_posts=np.ascontiguousarray(b.headquarters_posts, np.float64),
        mission_ceiling=np.ascontiguousarray(b.mission_ceiling, np.float64),
        mission_distance=np.ascontiguousarray(b.mission_distance, np.float64),
        mother_tongue=np.ascontiguousarray(b.mother_tongue, np.float64),
        second_language=np.ascontiguousarray(b.second_language, np.float64),
        staff_level=_staff_levels(b),
        hours=_hours(b, seed),
        hours_sd=np.ascontiguousarray(b.hours_sd, np.float64),
        gamma=np.ascontiguousarray(b.gamma, np.float64),
        neighbours=np.ascontiguousarray(b.neighbours, np.uint8),
        service_cdf=_service_cdf(b),
        people=table(columns.PEOPLE, int(nations["places"].sum())),
        due=np.full(rows["dossiers"], NEVER, np.int16),
        nations=nations,
        pairs=_pairs(b),
        organisations=organisations,
        missions=b.mission_table.astype(dtype_of(columns.MISSIONS)).view(np.recarray),
        contingents=table(columns.CONTINGENTS, (len(b.missions), n)),
        policies=policies,
        levers=lever_view(policies),
        member_since=np.array(b.member_since, np.int16, order="C"),  # JOIN and QUIT write here
        linguists=np.zeros((n, len(b.languages))),
        targets=np.zeros((n, venues, len(b.programmes)), np.int32),
        free_dossiers=np.arange(rows["dossiers"] - 1, -1, -1, dtype=np.int64),
        free_posts=np.arange(rows["posts"] - 1, -1, -1, dtype=np.int64),
        free_ties=np.arange(rows["ties"] - 1, -1, -1, dtype=np.int64),
        meeting_order=np.zeros(rows["posts"], np.int64),
        world_out=table(outputs.WORLD_OUT, b.end - b.start),
        nations_out=table(outputs.NATIONS_OUT, (years, n)),
        pairs_out=table(outputs.PAIRS_OUT, (years if pairs_by_year else 0, n, n)),
        threats_out=table(outputs.THREATS_OUT, (years, n, len(ThreatKind))),
        missions_out=table(outputs.MISSIONS_OUT, (years, len(b.missions))),
        language_pool=table(outputs.LANGUAGE_POOL, (years, n, len(b.languages))),
        contingents_out=table(outputs.CONTINGENTS_OUT, (years, len(b.missions), n)),
        **growing,
    )
    _first_agreements(b, state)
    _first_relations(b, state)
    return state


def _nations(b: Blueprint) -> np.recarray:
    nations = table(columns.NATIONS, len(b.nations))
    nations["code"] = b.nation_code
    places = b.strength.max(axis=1)
    nations["places"] = places
    nations["first_row"] = np.concatenate([[0], np.cumsum(places)[:-1]])
    nations["safe_places"] = b.strength.min(axis=1)
    nations["epoch"] = [b.start + int(np.argmax(row > 0)) for row in b.strength]
    nations["founded"] = b.founded
    nations["fiscal_month"] = b.fiscal_month
    nations["protocol"] = b.protocol
    nations["standing"] = standing.NEUTRAL
    nations["language"] = b.staff_language
    first = nations["epoch"] - b.start
    members = np.maximum(1.0, b.strength[np.arange(len(first)), first] * b.people_per_agent)
    for i, epoch in enumerate(nations["epoch"]):
        year = int(epoch) // 12 - b.start // 12  # a late entrant starts with what it spends when it enters
        prices = costs.price_level(b.first_year + year, float(b.params["costs_price_growth_per_year"][0]))
        usd = b.expenditure[i, year] / members[i] / prices
        nations["skill"][i, :] = [skills.funded_skill(usd, field, b.params[0]) for field in Domain]
    _secrecy(b, nations)
    return nations


def _secrecy(b: Blueprint, nations: np.recarray) -> None:
    """How well nations keep secrets before the first month, and what others think of it; usual threats."""
    params = b.params[0]
    for nation in nations:
        nation.information_security = intelligence.first_information_security(
            nation.protocol[2], nation.skill.mean(), params.intelligence_secrecy_of_regime
        )
        nation.leak_risk = intelligence.prior_risk(nation.information_security, params.intelligence_prior_leak_risk)
    nations["surge"] = nations["activity"] = nations["threat_pressure"] = 1.0
    nations["usual_harm"] = -1.0


def _organisations(b: Blueprint) -> np.recarray:
    organisations = table(columns.ORGANISATIONS, len(b.organisations))
    organisations["code"] = b.organisation_code
    organisations["headquarters"] = b.headquarters
    organisations["language"] = b.main_language
    organisations["standards"] = b.standards
    organisations["exercises_per_year"] = b.exercises_per_year
    organisations["exercises_from"] = b.exercises_from
    organisations["information_security"] = b.information_security
    return organisations


def _staff_levels(b: Blueprint) -> np.ndarray:
    """Level at which every venue works in every language; staffs of several nations work in theirs as natives do."""
    scale = float(b.params["language_staff_level_scale"][0])
    shares = np.clip(b.mother_tongue + b.second_language, 0.0, 1.0)
    organisations = len(b.nations) + len(b.organisations)
    levels = np.zeros((organisations + len(b.missions), len(b.languages)))
    for (i, k), share in np.ndenumerate(shares):
        levels[i, k] = language.staff_level(share, scale) if share > 0.0 else 0.0
    levels[len(b.nations) : organisations][b.working_language] = language.NATIVE_LEVEL
    if b.missions:
        levels[organisations:][b.mission_working] = language.NATIVE_LEVEL
    return levels


def _hours(b: Blueprint, seed: int) -> np.ndarray:
    """Class hours with the residual of what typology does not explain; one draw a pair of languages and seed."""
    hours = np.ascontiguousarray(b.hours, np.float64).copy()
    for learner, tongue in zip(*np.nonzero(b.hours_sd), strict=True):
        # names, not indices, so that a language more in the scenario disturbs no other
        who = _name_number(b.languages[learner]) << 32 | _name_number(b.languages[tongue])
        deviate = normal(seed, 0, int(Draw.LEARNING_DIFFICULTY), who, 0)
        hours[learner, tongue] = language.difficulty(hours[learner, tongue], b.hours_sd[learner, tongue], deviate)
    return hours


def _name_number(name: str) -> int:
    """A stable number below 2**31 for a language code."""
    number = 0
    for letter in name:
        number = (number * 131 + ord(letter)) % (2**31 - 1)
    return number


def _service_cdf(b: Blueprint) -> np.ndarray:
    """Distribution of months of service in a steady cadre below general rank."""
    names = [name for name in b.params.dtype.names or () if name.startswith("careers_")]
    return _steady_service(tuple((name, float(b.params[name][0])) for name in names)).copy()


@lru_cache(maxsize=64)
def _steady_service(numbers: tuple[tuple[str, float], ...]) -> np.ndarray:
    """The same from the numbers of careers alone: thousands of runs of a sweep share them."""
    record = np.zeros(1, PARAMS_DTYPE).view(np.recarray)
    for name, value in numbers:
        record[name] = value
    hazards = np.zeros(int(12 * record[0].careers_service_limit_years))
    spend_years(record[0], hazards)
    survival = np.array([math.exp(-hazard) for hazard in hazards])
    return np.asarray(np.cumsum(survival) / survival.sum())


def _pairs(b: Blueprint) -> np.recarray:
    pairs = table(columns.PAIRS, (len(b.nations), len(b.nations)))
    pairs["trust"] = -1.0
    pairs["friends"] = 0.5
    pairs["last_exercise"] = -1
    pairs["habit_year"] = -1
    pairs["alliance"] = b.pact_since >= 0
    pairs["rivalry"] = b.rivalry
    pairs["technical"] = float(b.params["protocols_technical_floor"][0])
    return pairs


def _first_agreements(b: Blueprint, state: State) -> None:
    """Agreements in force at the start; the term of those that the scenario does not state ends after it."""
    flags = {AgreementType.GENERAL: "agreement", AgreementType.INFORMATION_SECURITY: "information_security",
             AgreementType.TRAINING: "training"}  # fmt: skip
    term = agreements.term_months(state.params[0])
    for k, agreement in enumerate(b.agreements):
        state.agreements[k] = agreement
        if agreement.renewal_due == BY_TERM and b.negotiates:
            over = (b.start - int(agreement.start)) // term + 1
            state.agreements[k].renewal_due = agreement.start + term * over
            state.agreements[k].renewals = over - 1
        elif agreement.renewal_due == BY_TERM:
            state.agreements[k].renewal_due = -1
        for pair in (state.pairs[agreement.a, agreement.b], state.pairs[agreement.b, agreement.a]):
            pair[flags[AgreementType(int(agreement.type))]] = 1
    state.clock["agreements"] = len(b.agreements)


def _first_relations(b: Blueprint, state: State) -> None:
    """Relations as politics alone has made them before the first month, and what old partners already share."""
    clock, params = state.clock[0], state.params[0]
    new_year(clock, state.nations, state.pairs)
    muster(b.start, clock, params, state.nations, state.pairs, state.strength)
    for _ in range(2):  # the second time friends have opinions
        take_stock(b.start, clock, params, state.policies, state.nations, state.pairs, state.organisations,
                   state.member_since, state.capability, state.alignment, state.linguists,
                   state.staff_level)  # fmt: skip
        known = state.nations["present"].astype(bool)
        both = known[:, None] & known[None, :]
        state.pairs["trust"][both] = state.pairs["baseline"][both]
    np.fill_diagonal(state.pairs["trust"], 0.0)
    since = _partners_since(b)
    for i, j in zip(*np.nonzero(since >= 0), strict=True):
        pair = state.pairs[i, j]
        pair.technical = _technical_at_start(b, state, int(i), int(j))
        pair.familiarity = params.protocols_initial_partner_familiarity
        pair.trust += params.trust_initial_gain * (1.0 - pair.trust)
        pair.last_exercise = b.start // 12 - 1
    _first_habits(b, state, since >= 0)


def _first_habits(b: Blueprint, state: State, partners: np.ndarray) -> None:
    """Bilateral exercises that pairs remember: those counted, or what old partners of their size come to in the end."""
    params = state.params[0]
    for i, j in zip(*np.nonzero((b.exercises_before > 0.0) | ((b.exercises_before < 0.0) & partners)), strict=True):
        pair, per_year = state.pairs[i, j], float(b.exercises_before[i, j])
        if per_year < 0.0:
            size = exercises.pair_size(state.nations[i].capability_index, state.nations[j].capability_index)
            begun = exercises.begun_per_year(size, 1.0, float(pair.agreement), params)
            per_year = exercises.settled_per_year(begun, params)
        pair.habit = exercises.settled_habit(per_year, params)
        pair.habit_year = pair.last_exercise = b.start // 12 - 1


def _technical_at_start(b: Blueprint, state: State, i: int, j: int) -> float:
    """What equipment two nations share after their years in each common organisation, or in a pact: the most of it."""
    params = state.params[0]
    growth = (
        params.protocols_standards_per_year, params.protocols_technical_drift_per_year,
        params.protocols_technical_floor,
    )  # fmt: skip
    effort = 0.5 * (state.policies[i].standards_effort + state.policies[j].standards_effort)
    best = floor = float(params.protocols_technical_floor)
    if b.pact_since[i, j] >= 0:
        years = (b.start - int(b.pact_since[i, j])) / 12.0
        shared = min(1.0, params.protocols_pact_standards * effort)
        best = max(best, protocols.technical_after(floor, shared, *growth, years))
    for o in range(len(b.organisations)):
        joined = b.member_since[o, [i, j]]
        if joined.min() >= 0 and _has_exercised(b, o):
            best = max(best, protocols.technical_of_members(
                floor, float(b.standards[o]), effort, params.protocols_adoption_years, *growth,
                (b.start - int(joined.max())) / 12.0,
            ))  # fmt: skip
    return best


def _has_exercised(b: Blueprint, o: int) -> bool:
    """Has an organisation held exercises before the run?"""
    return bool(b.exercises_per_year[o] > 0.0 and b.exercises_from[o] <= b.start)


def _partners_since(b: Blueprint) -> np.ndarray:
    """Month since which two nations share a pact or an organisation with exercises; -1 for neither."""
    never = np.iinfo(np.int16).max
    since = np.where(b.pact_since >= 0, b.pact_since, never).astype(np.int64)
    for o in range(len(b.organisations)):
        if _has_exercised(b, o):
            joined = np.where(b.member_since[o] >= 0, b.member_since[o], never).astype(np.int64)
            since = np.minimum(since, np.maximum(joined[:, None], joined[None, :]))
    np.fill_diagonal(since, never)
    return np.where(since == never, -1, since)
