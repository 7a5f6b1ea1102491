"""The state of a run: one tuple of tables, how they are allocated and how the growing ones grow.

Sizes: N nations, O organisations, K missions, V = N + O + K venues, P programmes, L languages, M months, Y years.
"""

from typing import Any, NamedTuple

import numpy as np

from exchsim.state import columns, outputs
from exchsim.state.columns import Column, dtype_of
from exchsim.state.levers import POLICY_DTYPE
from exchsim.state.params import PARAMS_DTYPE


class State(NamedTuple):
    """Everything that changes, and everything it depends on. Fields are arrays so that kernels see them in place."""

    # what a run is about: given by the scenario, not changed by the model
    clock: np.recarray  # one record: seed, start, month, counters
    params: np.recarray  # one record: state/params.py
    programmes: np.recarray  # P
    changes: np.recarray  # dated changes, by month
    strength: np.ndarray  # N x M agents in the cadre, 0 outside membership
    expenditure: np.ndarray  # N x Y military expenditure, USD of the year
    capability: np.ndarray  # N x Y capability index
    distance_km: np.ndarray  # N x N between capitals
    headquarters_posts: np.ndarray  # O x Y posts
    mission_ceiling: np.ndarray  # K x Y authorised strength, persons
    mission_distance: np.ndarray  # K x N from the capital to the place, thousand km
    mother_tongue: np.ndarray  # N x L share of speakers from birth
    second_language: np.ndarray  # N x L share of speakers of a second language
    staff_level: np.ndarray  # V x L level at which a staff works in a language
    hours: np.ndarray  # L x L class hours to level 3, learner x language
    hours_sd: np.ndarray  # L x L residual sd of log hours
    gamma: np.ndarray  # L x L exponent of the learning curve
    neighbours: np.ndarray  # N x N uint8, 1 where two nations share a border or a narrow sea
    service_cdf: np.ndarray  # share of a steady cadre with at most so many months of service
    # what the model changes
    alignment: np.ndarray  # N x Y ideal point, from this year on as things stand
    people: np.recarray  # one place a row, a nation's places contiguous
    dossiers: np.recarray
    due: np.ndarray  # one a dossier: month of the next thing in the career, NEVER for an unused row
    posts: np.recarray
    ties: np.recarray
    nations: np.recarray  # N
    pairs: np.recarray  # N x N, row nation towards column nation
    organisations: np.recarray  # O
    missions: np.recarray  # K
    contingents: np.recarray  # K x N
    policies: np.recarray  # N
    levers: np.ndarray  # N x levers, the same memory as policies
    member_since: np.ndarray  # O x N month of joining, -1 for none
    linguists: np.ndarray  # N x L officers at working level
    targets: np.ndarray  # N x V x P posts wanted
    free_dossiers: np.ndarray  # stack of unused rows
    free_posts: np.ndarray
    free_ties: np.ndarray
    meeting_order: np.ndarray  # posts in the order of their uid
    # what is written down
    tours: np.recarray
    gatherings: np.recarray
    participants: np.recarray
    events: np.recarray  # what happened to officers, when that was asked for
    officers: np.recarray  # those who have left, as they were last
    portraits: np.recarray  # one a dossier: what the chronicler saw last; no rows when nothing is logged
    known_ties: np.recarray  # one a tie, likewise
    agreements: np.recarray
    world_out: np.recarray  # M
    nations_out: np.recarray  # Y x N
    pairs_out: np.recarray  # Y x N x N
    leaks: np.recarray
    threats_out: np.recarray  # Y x N x kinds of threat
    missions_out: np.recarray  # Y x K
    contingents_out: np.recarray  # Y x K x N
    language_pool: np.recarray  # Y x N x L


CLOCK = (
    Column("seed", "i8", "1", "seed of every draw"),
    Column("start", "i8", "month", "first month of the run"),
    Column("end", "i8", "month", "month after the last"),
    Column("month", "i8", "month", "the month to come"),
    Column("people_per_agent", "f8", "persons", "persons that one agent stands for"),
    Column("cadre_share", "f8", "share", "cadre over armed forces"),
    Column("free_dossiers", "i8", "count", "unused dossiers"),
    Column("free_posts", "i8", "count", "unused posts"),
    Column("free_ties", "i8", "count", "unused ties"),
    Column("files_high", "i8", "row", "no dossier from this row on was ever used"),
    Column("ties_high", "i8", "row", "no tie from this row on was ever used"),
    Column("posts", "i8", "count", "posts in use"),
    Column("tours", "i8", "count", "rows of the log of tours"),
    Column("gatherings", "i8", "count", "rows of the log of gatherings"),
    Column("participants", "i8", "count", "rows of the list of participants"),
    Column("chronicle", "i8", "flag", "an event log of officers is kept"),
    Column("events", "i8", "count", "rows of the event log"),
    Column("officers", "i8", "count", "rows of the log of officers who have left"),
    Column("leaks", "i8", "count", "rows of the log of compromises"),
    Column("agreements", "i8", "count", "rows of the log of agreements"),
    Column("agreements_room", "i8", "row", "rows that this log needs to have for the month to come"),
    Column("negotiates", "i8", "flag", "governments conclude and renew agreements; else these are history"),
    Column("tension", "f8", "share squared", "capability in rivalry when the calendar year began"),
    Column("stage", "i8", "Stage", "how far the month to come has been prepared"),
    Column("stock_due", "i8", "flag", "memberships, pacts or states changed: relations are to be reckoned anew"),
    Column("gatherings_this_year", "i8", "row", "first gathering of the calendar year"),
    Column("participants_this_year", "i8", "row", "first participant of the calendar year"),
    Column("misunderstandings", "i8", "count", "misunderstandings this month"),
    Column("gathered", "i8", "count", "gatherings held this month"),
    Column("escalations", "i8", "count", "escalations at the places of missions this month"),
    Column("disclosures", "i8", "count", "dated leaks of this month"),
    Column("spent_usd", "f8", "USD", "spent this month by all nations"),
)

NEVER = 32767  # a month that does not come

GROWING = {
    "dossiers": columns.DOSSIERS,
    "posts": columns.POSTS,
    "ties": columns.TIES,
    "tours": outputs.TOURS,
    "gatherings": outputs.GATHERINGS,
    "participants": outputs.PARTICIPANTS,
    "events": outputs.EVENTS,
    "officers": outputs.OFFICERS,
    "portraits": outputs.OFFICERS,
    "known_ties": columns.TIES,
    "leaks": outputs.LEAKS,
    "agreements": outputs.AGREEMENTS,
}
SHADOWS = {"dossiers": "portraits", "ties": "known_ties"}  # what the chronicler remembers of the rows of a table
STACKS = {"dossiers": "free_dossiers", "posts": "free_posts", "ties": "free_ties"}


def table(layout: tuple[Column, ...], shape: int | tuple[int, ...]) -> np.recarray:
    """A table of zeros. Untouched pages of it cost no memory."""
    return np.zeros(shape, dtype_of(layout)).view(np.recarray)


def unused(name: str, rows: int) -> np.recarray:
    """Rows of a growing table that nobody uses yet."""
    fresh = table(GROWING[name], rows)
    if name == "dossiers":
        fresh["row"] = fresh["nation"] = -1
    elif name == "posts":
        fresh["sender"] = fresh["dossier"] = fresh["tour"] = -1
    elif name in ("ties", "known_ties"):
        fresh["dossier"] = -1
    elif name == "portraits":
        fresh["uid"] = -1
    return fresh


def grow(state: State, name: str, rows: int) -> State:
    """The same state with at least `rows` rows in a growing table; new free rows come out in ascending order."""
    old = getattr(state, name)
    if rows <= len(old):
        return state
    added = max(rows, 2 * len(old)) - len(old)
    changes: dict[str, Any] = {name: np.concatenate([old, unused(name, added)]).view(np.recarray)}
    if name in STACKS:
        stack, clock = STACKS[name], state.clock[0]
        kept = getattr(state, stack)[: clock[stack]]
        fresh = np.arange(len(old) + added - 1, len(old) - 1, -1, dtype=np.int64)
        # rows freed earlier come out first, then the new ones from the lowest
        changes[stack] = np.concatenate([fresh, kept, np.zeros(len(old) - len(kept), np.int64)])
        clock[stack] = len(kept) + added
    if name in SHADOWS and state.clock[0].chronicle:
        shadow = SHADOWS[name]
        changes[shadow] = np.concatenate([getattr(state, shadow), unused(shadow, added)]).view(np.recarray)
    if name == "dossiers":
        changes["due"] = np.concatenate([state.due, np.full(added, NEVER, np.int16)])
    if name == "posts":
        changes["meeting_order"] = np.concatenate([state.meeting_order, np.zeros(added, np.int64)])
    return state._replace(**changes)


def blank() -> State:
    """An empty state of the right types, for the compiler."""
    tables: dict[str, Any] = {
        "clock": table(CLOCK, 1), "params": np.zeros(1, PARAMS_DTYPE).view(np.recarray),
        "programmes": table(columns.PROGRAMMES, 0), "changes": table(columns.CHANGES, 0),
        "people": table(columns.PEOPLE, 0), "nations": table(columns.NATIONS, 0), "pairs": table(columns.PAIRS, (0, 0)),
        "organisations": table(columns.ORGANISATIONS, 0), "missions": table(columns.MISSIONS, 0),
        "contingents": table(columns.CONTINGENTS, (0, 0)), "policies": np.zeros(0, POLICY_DTYPE).view(np.recarray),
        "world_out": table(outputs.WORLD_OUT, 0), "nations_out": table(outputs.NATIONS_OUT, (0, 0)),
        "pairs_out": table(outputs.PAIRS_OUT, (0, 0, 0)), "threats_out": table(outputs.THREATS_OUT, (0, 0, 0)),
        "missions_out": table(outputs.MISSIONS_OUT, (0, 0)), "language_pool": table(outputs.LANGUAGE_POOL, (0, 0, 0)),
        "contingents_out": table(outputs.CONTINGENTS_OUT, (0, 0, 0)), **{name: unused(name, 0) for name in GROWING},
    }  # fmt: skip
    integers = {"strength": np.int32, "targets": np.int32, "member_since": np.int16, "due": np.int16,
                "neighbours": np.uint8}  # fmt: skip
    integers |= dict.fromkeys(("free_dossiers", "free_posts", "free_ties", "meeting_order"), np.int64)
    flat = {"due", "free_dossiers", "free_posts", "free_ties", "meeting_order", "service_cdf"}
    for name in State._fields:
        if name not in tables:
            shape = (0,) if name in flat else (0, 0, 0) if name == "targets" else (0, 0)
            tables[name] = np.zeros(shape, integers.get(name, np.float64))
    return State(**tables)


def copy(state: State) -> State:
    """An independent copy; `levers` stays a view of `policies`."""
    copied = State._make(array.copy() for array in state)
    return copied._replace(levers=lever_view(copied.policies))


def lever_view(policies: np.recarray) -> np.ndarray:
    """Policies as a (nations, levers) array of float64 on the same memory."""
    return policies.view(np.ndarray).view("f8").reshape(len(policies), -1)
