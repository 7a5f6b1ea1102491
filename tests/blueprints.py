"""Small worlds, built by hand, for tests that do not want to depend on scenario files."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from exchsim.enums import Change, MissionKind, Mode, ProgrammeKind
from exchsim.state import columns, outputs
from exchsim.state.blueprint import Blueprint, month_index
from exchsim.state.levers import LEVER_NAMES, default_policies
from exchsim.state.params import default_params
from exchsim.state.tables import table

PROGRAMMES = (
    "exchange_post", "staff_post", "language_immersion", "leadership_course", "workshop", "exercise", "cyber_course",
    "peacekeeping_course", "virtual_exchange", "hybrid_exchange", "remote_exercise",
)  # fmt: skip
KINDS = {"cyber_course": "course", "peacekeeping_course": "course", "remote_exercise": "exercise"}


# governments that negotiate nothing, for worlds in which relations are to stay as they are
NO_TREATIES = {"negotiations_per_year": 0.0, "information_security_agreements": 0.0, "training_agreements": 0.0}


def programme_table() -> np.recarray:
    """Programmes of every kind, two of them courses and two exercises."""
    rows = table(columns.PROGRAMMES, len(PROGRAMMES))
    for p, name in enumerate(PROGRAMMES):
        r = rows[p]
        r.kind = int(ProgrammeKind[KINDS.get(name, name).upper()])
        r.mode = int({"virtual_exchange": Mode.VIRTUAL, "remote_exercise": Mode.VIRTUAL,
                      "hybrid_exchange": Mode.HYBRID}.get(name, Mode.IN_PERSON))  # fmt: skip
        r.duration_months = (0, 36, 6, 11, 0, 0, 4, 3, 8, 13, 0)[p]
        r.contact = (0.8, 0.7, 0.5, 0.7, 0.5, 0.6, 0.6, 0.6, 0.5, 0.7, 0.5)[p]
        r.allport = (1, 1, 0.5, 1, 1, 1, 0.9, 0.8, 0.7, 1, 0.8)[p]
        r.class_hours_per_week = 25.0 if name == "language_immersion" else 0.0
        r.immersion_hours_per_week = (60, 20, 55, 40, 0, 0, 20, 20, 0, 20, 0)[p]
        r.protocol_exposure = (1, 0.7, 0.2, 0.6, 0.2, 1, 0.3, 0.3, 0.2, 0.8, 0.6)[p]
        r.domains[:] = (0.4, 0.15, 0.15, 0.1, 0.1, 0.1)
        if name == "cyber_course":
            r.domains[:] = (0.1, 0, 0, 0.8, 0.1, 0)
        if name == "peacekeeping_course":
            r.domains[:] = (0, 0.7, 0, 0, 0.1, 0.2)
        r.required_level = (2.5, 2.5, 0.0, 2.0, 0.0, 0.0, 2.0, 1.5, 2.0, 2.0, 0.0)[p]
        r.rank_low, r.rank_high = (2, 6)
        r.intercultural = r.resilience = r.leadership = 0.5
        r.cost_usd_per_month = (23000, 12500, 8000, 12000, 12000, 100000, 11000, 9000, 2000, 15000, 20000)[p]
        r.access = (0.6, 0.5, 0.1, 0.3, 0.2, 0.3, 0.25, 0.2, 0.1, 0.4, 0.1)[p]
    return rows


def blueprint(
    cadres: tuple[int, ...] = (400, 300, 250),
    months: int = 36,
    start: str = "1980-01",
    languages: tuple[int, ...] | None = None,
    changes: tuple[tuple[str, Change, int, int, float], ...] = (),
    present: dict[int, tuple[str, str]] | None = None,
    organisation: bool = True,
    expenditure: float = 5e9,
    policy: dict[str, float] | None = None,
    params: dict[str, float] | None = None,
    allies: tuple[tuple[int, int], ...] = ((0, 1),),
    rivals: tuple[tuple[int, int], ...] = (),
    agreements: tuple[tuple[int, int, int, str, int], ...] = (),
    negotiates: bool = True,
) -> Blueprint:
    """Nations AAA, BBB, … with cadres of some hundred. `languages`: main language of each nation, 0 … n-1.

    present: nation -> (entered, left) months. changes: (date, kind, a, b, value).
    agreements in force: (a, b, type, since, renewal_due).
    """
    n = len(cadres)
    first = month_index(*map(int, start.split("-")))
    mine = languages or tuple(range(n))
    tongues = max(mine) + 1
    years = (first + months - 1) // 12 - first // 12 + 1
    strength = np.repeat(np.array(cadres, np.int32)[:, None], months, axis=1)
    for i, (entered, left) in (present or {}).items():
        a = month_index(*map(int, entered.split("-"))) - first
        b = month_index(*map(int, left.split("-"))) - first
        strength[i, : max(0, a)] = 0
        strength[i, max(0, b) :] = 0
    mother = np.zeros((n, tongues))
    second = np.zeros((n, tongues))
    for i, k in enumerate(mine):
        mother[i, k] = 0.9
        second[i, (k + 1) % tongues] += 0.3 if tongues > 1 else 0.0
    hours = np.where(
        np.eye(tongues) > 0, 0.0, 675.0 + 500.0 * (np.add.outer(np.arange(tongues), np.arange(tongues)) % 3)
    )
    rng = np.random.default_rng(5)
    policies = default_policies(n)
    policies["posts_share"] = 0.02
    policies["hosting_share"] = 0.1
    for name, value in (policy or {}).items():
        policies[name] = value
    record = default_params()
    for name, value in (params or {}).items():
        record[name] = value
    pact = np.full((n, n), -1, np.int16)
    rivalry = np.zeros((n, n), bool)
    for a, b in allies:
        pact[a, b] = pact[b, a] = first - 120
    for a, b in rivals:
        rivalry[a, b] = rivalry[b, a] = True
    organisations = 1 if organisation else 0
    rows = table(columns.CHANGES, len(changes))
    for k, (date, kind, a, b, value) in enumerate(sorted(changes, key=lambda c: c[0])):
        rows[k].month = month_index(*map(int, date.split("-")))
        rows[k].kind, rows[k].a, rows[k].b, rows[k].value = int(kind), a, b, value
    return Blueprint(
        nations=tuple(chr(65 + i) * 3 for i in range(n)),
        nation_names=tuple(f"Nation {i}" for i in range(n)),
        organisations=("ORG",)[:organisations],
        programmes=PROGRAMMES,
        languages=tuple(f"l{k:02d}" for k in range(tongues)),
        start=first,
        end=first + months,
        people_per_agent=1.0,
        nation_code=np.arange(1, n + 1) * 10,
        fiscal_month=np.array([(0, 3, 9)[i % 3] for i in range(n)], np.int16),
        founded=np.array(
            [month_index(*map(int, (present or {}).get(i, ("1900-01",))[0].split("-"))) for i in range(n)]
        ),
        strength=strength,
        expenditure=np.full((n, years), expenditure) * np.linspace(1.0, 0.4, n)[:, None],
        capability=np.repeat(np.linspace(0.1, 0.03, n)[:, None], years, axis=1),
        alignment=np.repeat(np.linspace(1.0, -0.5, n)[:, None], years, axis=1),
        distance_km=1500.0 * np.abs(np.subtract.outer(np.arange(n), np.arange(n))),
        protocol=rng.uniform(0.1, 0.9, (n, 4)),
        mother_tongue=mother,
        second_language=second,
        hours=hours,
        hours_sd=np.where(hours > 1000, 0.25, 0.0),
        gamma=np.where(hours > 1000, 1.4, 1.0),
        organisation_code=np.arange(1, organisations + 1),
        headquarters=np.zeros(organisations, np.int16),
        working_language=np.eye(organisations, tongues, dtype=bool),
        main_language=np.zeros(organisations, np.int16),
        standards=np.full(organisations, 0.8),
        information_security=np.full(organisations, 0.6),
        exercises_per_year=np.full(organisations, 3.0),
        exercises_from=np.zeros(organisations, np.int64),
        headquarters_posts=np.full((organisations, years), 80.0),
        member_since=np.where(np.arange(n)[None, :] < 3, first - 200, -1).astype(np.int16)[:organisations],
        pact_since=pact,
        rivalry=rivalry,
        neighbours=np.abs(np.subtract.outer(np.arange(n), np.arange(n))) == 1,
        exercises_before=np.full((n, n), -1.0),
        agreements=agreement_table(agreements),
        negotiates=negotiates,
        programme_table=programme_table(),
        changes=rows,
        params=record,
        policies=policies,
    )


def agreement_table(known: tuple[tuple[int, int, int, str, int], ...]) -> np.recarray:
    """Agreements in force at the start."""
    rows = table(outputs.AGREEMENTS, len(known))
    for row, (a, b, kind, since, due) in zip(rows, known, strict=True):
        row["a"], row["b"], row["type"], row["renewal_due"] = a, b, kind, due
        row["start"], row["end"] = month_index(*map(int, since.split("-"))), -1
    return rows


def lever(name: str) -> int:
    """Index of a lever, for SET_LEVER changes."""
    return LEVER_NAMES.index(name)


@dataclass
class MissionSketch:
    """A UN mission of a small world; months count from the start of the run."""

    start: int = 0
    end: int = 900
    persons: float = 200.0
    violence: float = 0.7
    kind: MissionKind = MissionKind.PEACEKEEPING
    organisation: int = -1
    place: int = -1
    language: int = 0
    local: tuple[int, ...] = ()


def with_missions(b: Blueprint, *sketches: MissionSketch) -> Blueprint:
    """A world with UN missions ONE, TWO, … that shrink over the years, and a programme for their staffs."""
    programmes = np.append(b.programme_table, b.programme_table[1:2]).view(np.recarray)
    programmes["kind"][-1], programmes["duration_months"][-1] = ProgrammeKind.PEACEKEEPING_STAFF, 12
    programmes["required_level"][-1], programmes["cost_usd_per_month"][-1] = 1.0, 4000.0
    rows = table(columns.MISSIONS, len(sketches))
    working = np.zeros((len(sketches), len(b.languages)), bool)
    for m, sketch in enumerate(sketches):
        row = rows[m]
        row.code, row.kind, row.violence_at_start = 201 + m, int(sketch.kind), sketch.violence
        row.start, row.end = b.start + sketch.start, b.start + sketch.end
        row.organisation, row.place, row.language = sketch.organisation, sketch.place, sketch.language
        row.local = [*sketch.local, -1, -1, -1, -1][:4]
        working[m, sketch.language] = True
    persons = np.array([sketch.persons for sketch in sketches])
    return replace(
        b,
        programmes=(*b.programmes, "peacekeeping_staff"),
        programme_table=programmes,
        missions=("ONE", "TWO", "THREE", "FOUR")[: len(sketches)],
        mission_places=tuple(b.nations[sketch.place] if sketch.place >= 0 else "" for sketch in sketches),
        mission_table=rows,
        mission_working=working,
        mission_ceiling=persons[:, None] * np.linspace(1.0, 0.6, b.years),
        mission_distance=np.add.outer(np.arange(float(len(sketches))), np.arange(float(len(b.nations)))),
    )
