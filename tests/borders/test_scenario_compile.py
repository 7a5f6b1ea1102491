"""Blueprints: shapes, types, symmetry, dates, and what the shipped scenarios compile to."""

from pathlib import Path

import numpy as np
import pytest

from exchsim.enums import Change, ProgrammeKind, Rank
from exchsim.scenario import load_scenario
from exchsim.scenario.catalogue import catalogue_of, shipped_catalogue
from exchsim.scenario.load import scenario_folders
from exchsim.scenario.programmes import PROFILES
from exchsim.scenario.relations import split, united
from exchsim.scenario.world import fiscal_months, shipped_tables
from exchsim.state.blueprint import Blueprint, month_index
from exchsim.state.columns import CHANGES, PROGRAMMES, dtype_of
from exchsim.state.levers import LEVER_NAMES, POLICY_DTYPE
from exchsim.state.params import PARAMS_DTYPE, default_params

SHIPPED = sorted(path.stem for folder in scenario_folders()[-1:] for path in folder.glob("*.yaml"))

TWO = {
    "languages": {"abc": {"name": "Abcish"}, "xyz": {"name": "Xyzish", "class_hours": 2200}},
    "period": {"start": "1980-04", "end": "1984-09"},
    "nations": {
        "invented": {
            "ARC": {
                "name": "Arcadia",
                "armed_forces": {"1980": 1000, "1984": 5000},
                "languages": {"abc": {"mother": 1}},
            },
            "BRC": {"name": "Bricadia", "armed_forces": 10, "languages": {"xyz": {"mother": 1}}},
        }
    },
}
ARC, BRC = 0, 1


def two(**more) -> Blueprint:
    return load_scenario({**TWO, **more}).compile()


def changes_of(blueprint: Blueprint) -> list[tuple]:
    return [(int(c.month), Change(c.kind).name, int(c.a), int(c.b), float(c.value)) for c in blueprint.changes]


def check_invariants(b: Blueprint) -> None:
    n, o, p, k = len(b.nations), len(b.organisations), len(b.programmes), len(b.languages)
    m, y = b.end - b.start, b.years
    shapes = {
        "nation_code": (n,), "fiscal_month": (n,), "strength": (n, m), "expenditure": (n, y), "capability": (n, y),
        "alignment": (n, y), "protocol": (n, 4), "mother_tongue": (n, k), "second_language": (n, k),
        "hours": (k, k), "hours_sd": (k, k), "gamma": (k, k), "organisation_code": (o,), "headquarters": (o,),
        "working_language": (o, k), "main_language": (o,), "standards": (o,), "headquarters_posts": (o, y),
        "member_since": (o, n), "pact_since": (n, n), "rivalry": (n, n), "distance_km": (n, n), "founded": (n,),
        "programme_table": (p,), "params": (1,), "policies": (n,),
    }  # fmt: skip
    types = {
        "nation_code": "i8", "fiscal_month": "i2", "strength": "i4", "organisation_code": "i8", "headquarters": "i2",
        "working_language": "?", "main_language": "i2", "member_since": "i2", "pact_since": "i2", "rivalry": "?",
        "founded": "i8", "changes": dtype_of(CHANGES), "programme_table": dtype_of(PROGRAMMES),
        "params": PARAMS_DTYPE, "policies": POLICY_DTYPE,
    }  # fmt: skip
    for name, shape in shapes.items():
        array = getattr(b, name)
        assert array.shape == shape, name
        assert array.dtype == np.dtype(types.get(name, "f8")), name
        if array.dtype == np.float64:
            assert np.isfinite(array).all(), name
    assert b.nations == tuple(sorted(b.nations)) and len(b.nation_names) == n
    assert len(set(b.nation_code)) == n and 1 <= b.nation_code.min() and b.nation_code.max() <= 4095
    assert len(set(b.organisation_code)) == o and ((0 <= b.fiscal_month) & (b.fiscal_month <= 11)).all()
    for matrix in (b.pact_since, b.rivalry, b.distance_km):
        assert (matrix == matrix.T).all()
        assert (np.diagonal(matrix) <= 0).all()
    for shares in (b.mother_tongue, b.second_language, b.standards, b.protocol):
        assert ((shares >= 0) & (shares <= 1)).all()
    assert (b.mother_tongue.sum(axis=1) <= 1.0 + 1e-6).all() and (b.mother_tongue.max(axis=1) > 0).all()
    assert (np.diagonal(b.hours) == 0).all() and (b.hours[~np.eye(k, dtype=bool)] >= 50).all()
    assert ((b.gamma >= 0.8) & (b.gamma <= 1.6)).all() and (b.hours_sd >= 0).all()
    assert (b.strength >= 0).all() and (b.expenditure >= 0).all() and (b.headquarters_posts >= 0).all()
    assert (b.pact_since <= b.start).all() and (b.member_since <= b.start).all()
    check_changes(b)


def check_changes(b: Blueprint) -> None:
    months = b.changes.month
    assert (np.diff(months) >= 0).all()
    assert months.size == 0 or (months.min() >= b.start and months.max() < b.end)
    for change in b.changes:
        second = {Change.JOIN: len(b.organisations), Change.QUIT: len(b.organisations)}.get(change.kind, len(b.nations))
        second = len(LEVER_NAMES) if change.kind == Change.SET_LEVER else second
        assert -1 <= change.a < len(b.nations) and -1 <= change.b < second
    present = b.strength > 0
    for change in b.changes:
        if change.kind in (Change.ENTER_SYSTEM, Change.LEAVE_SYSTEM):
            step = change.month - b.start
            assert present[change.a, step] == (change.kind == Change.ENTER_SYSTEM) != present[change.a, step - 1]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenario(name):
    scenario = load_scenario(name)
    blueprint = scenario.compile()
    check_invariants(blueprint)
    assert blueprint.programmes == tuple(PROFILES)


def test_shipped_files_open_with_the_schema_and_a_comment():
    for path in (scenario_folders()[-1]).glob("*.yaml"):
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[0] == "# yaml-language-server: $schema=scenario.schema.json", path
        head = "\n".join(line for line in lines if line.startswith("#"))
        assert all(word in head for word in ("Shows:", "Sources:", "Look at:")), path


def test_classroom_is_small():
    blueprint = load_scenario("classroom").compile()
    assert len(blueprint.nations) == 5
    assert blueprint.strength.max() < 1000


def test_strength_follows_the_calendar_year():
    blueprint = two(cadre_share=0.5, people_per_agent=2)
    assert (blueprint.start, blueprint.end, blueprint.years) == (month_index(1980, 4), month_index(1984, 10), 5)
    assert blueprint.strength[ARC, :9].tolist() == [250] * 9
    assert blueprint.strength[ARC, 9:21].tolist() == [500] * 12
    assert blueprint.strength[ARC, -9:].tolist() == [1250] * 9
    assert (two(cadre_share=0.001, people_per_agent=100).strength == 1).all()


def test_a_state_exists_from_entry_to_leaving():
    nations = {"changed": {}, "invented": {code: dict(said) for code, said in TWO["nations"]["invented"].items()}}
    nations["invented"]["BRC"].update(entered="1981-03", left="1983-02")
    blueprint = two(nations=nations, pacts=[{"nations": ["ARC", "BRC"]}], cadre_share=1)
    enters, leaves = month_index(1981, 3), month_index(1983, 2)
    alive = np.flatnonzero(blueprint.strength[BRC]) + blueprint.start
    assert (alive.min(), alive.max()) == (enters, leaves - 1)
    assert changes_of(blueprint) == [
        (enters, "ENTER_SYSTEM", BRC, -1, 0.0),
        (enters, "PACT_BEGIN", ARC, BRC, 0.0),
        (leaves, "LEAVE_SYSTEM", BRC, -1, 0.0),
        (leaves, "PACT_END", ARC, BRC, 0.0),
    ]
    check_invariants(blueprint)


def test_events_enter_and_leave():
    blueprint = two(
        events=[
            {"date": "1983-01", "kind": "enter_system", "nation": "BRC"},
            {"date": 1982, "kind": "leave_system", "nation": "BRC"},
        ]
    )
    there = blueprint.strength[BRC] > 0
    assert there[:21].all() and not there[21:33].any() and there[33:].all()
    assert [row[1] for row in changes_of(blueprint)] == ["LEAVE_SYSTEM", "ENTER_SYSTEM"]


def test_what_happened_before_the_start_holds_at_the_start():
    blueprint = two(
        pacts=[{"nations": ["BRC", "ARC"], "since": "1979-05", "until": "1982-05"}],
        rivalries=[{"nations": ["ARC", "BRC"], "until": 1980}],
        agreements=[{"nations": ["ARC", "BRC"], "since": "1983-01"}],
        organisations={"invented": {"CLUB": {"name": "Club", "members": ["ARC"]}}},
        events=[
            {"date": 1979, "kind": "join", "nation": "BRC", "organisation": "CLUB"},
            {"date": 1979, "kind": "set_lever", "lever": "tour_months", "value": 30, "nation": "BRC"},
            {"date": 1979, "kind": "rupture", "nation": "ARC", "other": "BRC"},
            {"date": "1981-02", "kind": "set_lever", "lever": "reciprocity", "value": "strict"},
            {"date": 1999, "kind": "close_borders"},
        ],
    )
    assert blueprint.pact_since[ARC, BRC] == month_index(1979, 5)
    assert not blueprint.rivalry.any() and len(blueprint.agreements) == 0
    assert blueprint.member_since.tolist() == [[blueprint.start, month_index(1979)]]
    assert blueprint.policies.tour_months.tolist() == [24.0, 30.0]
    assert changes_of(blueprint) == [
        (blueprint.start, "RUPTURE", ARC, BRC, 0.0),
        (month_index(1981, 2), "SET_LEVER", -1, LEVER_NAMES.index("reciprocity"), 1.0),
        (month_index(1982, 5), "PACT_END", ARC, BRC, 0.0),
        (month_index(1983, 1), "AGREEMENT_BEGIN", ARC, BRC, 0.0),
    ]


def test_languages_take_the_hours_that_are_written():
    languages = {
        "abc": {"name": "A", "class_hours": 700, "class_hours_to": {"eng": 800, "xyz": 1500}},
        "xyz": {"name": "X", "class_hours": 2200, "class_hours_from": {"abc": 1000}, "gamma": 1.3},
    }
    clubs = {"invented": {"CLUB": {"name": "Club", "members": ["ARC"], "working_languages": ["eng"]}}}
    blueprint = two(languages=languages, organisations=clubs)
    assert blueprint.languages == ("abc", "eng", "xyz")
    assert blueprint.hours[0].tolist() == [0.0, 800.0, 1500.0]
    assert blueprint.hours[2, 0] == 700.0 and blueprint.hours[1, 2] == 2200.0
    assert blueprint.hours[2, 1] == 1100.0 and blueprint.hours_sd[2, 1] == 0.25 and blueprint.hours_sd[0, 2] == 0.0
    assert blueprint.gamma[1, 2] == 1.3 and blueprint.gamma[2, 0] == pytest.approx(1.0141, abs=1e-4)
    assert blueprint.working_language.tolist() == [[False, True, False]] and blueprint.main_language.tolist() == [1]


def test_parameters_and_policies_arrive():
    blueprint = two(
        parameters={"trust": {"memory_years": 4}},
        policy={"tour_months": 12},
        nation_policies={"BRC": {"shortlist": 3, "reciprocity": "free"}},
    )
    assert blueprint.params.trust_memory_years[0] == 4.0
    assert blueprint.policies.tour_months.tolist() == [12.0, 12.0]
    assert blueprint.policies.shortlist.tolist() == [8.0, 3.0]
    assert blueprint.policies.reciprocity.tolist() == [2.0, 0.0]
    assert two().params == default_params()


def test_programmes_take_their_kind_and_scale_their_weights():
    blueprint = two(
        programmes={
            "seminar": {
                "kind": "workshop",
                "contact": 0.9,
                "domains": {"cyber": 1, "peacekeeping": 1},
                "rank_high": "O5",
            },
            "exchange_post": {"duration_months": 18},
        }
    )
    assert blueprint.programmes == (*PROFILES, "seminar")
    seminar, post = blueprint.programme_table[-1], blueprint.programme_table[0]
    assert (seminar.kind, seminar.contact, seminar.rank_low) == (ProgrammeKind.WORKSHOP, 0.9, Rank.O3)
    assert seminar.rank_high == Rank.O5 and seminar.domains.tolist() == [0, 0.5, 0, 0.5, 0, 0]
    assert (post.duration_months, post.contact) == (18.0, 0.8)
    assert np.allclose(blueprint.programme_table.domains.sum(axis=1), 1.0)


def test_week_abroad_teaches_what_the_meta_analysis_says():
    blueprint = two()
    immersion = blueprint.programme_table[ProgrammeKind.LANGUAGE_IMMERSION]
    weight = blueprint.params.language_immersion_weight[0]
    hours = immersion.class_hours_per_week + weight * immersion.immersion_hours_per_week
    assert hours / 25.0 == pytest.approx(1.77)


def test_nato_grows_by_accession():
    blueprint = load_scenario("nato_1980").compile()
    nato = blueprint.organisations.index("NATO")
    assert (blueprint.member_since[nato] >= 0).sum() == 15
    joins = [c for c in blueprint.changes if c.kind == Change.JOIN and c.b == nato]
    assert len(joins) == 32 - 15
    poland = blueprint.nations.index("POL")
    assert [c.month for c in joins if c.a == poland] == [month_index(1999, 3)]
    assert blueprint.headquarters[nato] == blueprint.nations.index("BEL")
    assert blueprint.fiscal_month[blueprint.nations.index("USA")] == 9


def test_posts_of_a_headquarters_shrink_with_its_members_in_the_scenario():
    few = load_scenario("us_rok").compile()
    many = load_scenario("nato_1980").compile()
    posts = [b.headquarters_posts[b.organisations.index("NATO")] for b in (few, many)]
    assert posts[1][0] == 22000 and 0.2 < posts[0][0] / posts[1][0] < 0.6


def test_korean_is_harder_than_spanish():
    blueprint = load_scenario("us_rok").compile()
    eng, kor, spa = (blueprint.languages.index(code) for code in ("eng", "kor", "spa"))
    assert 3.0 <= blueprint.hours[eng, kor] / blueprint.hours[eng, spa] <= 4.0


def test_real_nation_described_otherwise():
    scenario = load_scenario(
        {
            "nations": {
                "add": ["USA", "NZL"],
                "changed": {"NZL": {"armed_forces": 50, "languages": {"fra": {"mother": 1}}}},
            },
            "organisations": {"changed": {"ANZUS": {"standards": 1}}, "only": ["ANZUS"]},
            "period": {"start": 1980, "end": 1980},
            "cadre_share": 1,
        }
    )
    blueprint = scenario.compile()
    assert blueprint.strength[0].tolist() == [50] * 12
    assert blueprint.mother_tongue[0, blueprint.languages.index("fra")] == 1.0
    assert blueprint.standards.tolist() == [1.0]


def test_world_ties_can_be_left_out():
    bare = load_scenario({"nations": ["USA", "KOR"], "use_world_ties": False}).compile()
    assert (bare.pact_since == -1).all() and not any(c.kind == Change.PACT_BEGIN for c in bare.changes)


def test_other_tables_may_be_given():
    tables = shipped_tables()
    assert catalogue_of(tables) == shipped_catalogue()
    scenario = load_scenario("aus_nz")
    assert np.array_equal(scenario.compile(tables).strength, scenario.compile().strength)


def test_fiscal_months_are_those_of_known_states():
    assert set(fiscal_months()) <= set(shipped_catalogue().states)
    assert all(1 <= month <= 12 for month in fiscal_months().values())


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([], (-1, [])),
        ([(0, 32000)], (100, [])),
        ([(50, 100)], (-1, [])),
        ([(100, 150)], (100, [(150, False)])),
        ([(90, 120), (110, 130), (130, 140)], (90, [(140, False)])),
        ([(110, 120), (150, 32000)], (-1, [(110, True), (120, False), (150, True)])),
        ([(150, 200), (200, 300)], (-1, [(150, True)])),
        ([(30, 20)], (-1, [])),
    ],
)
def test_spells_split_at_the_start(spells, expected):
    assert split(spells, (100, 200)) == expected


def test_united_spells_do_not_overlap():
    assert united([(5, 9), (1, 3), (2, 6), (12, 12)]) == [(1, 9)]


def test_unused_folder_is_no_problem(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Path("scenarios") not in scenario_folders()
    assert load_scenario("classroom").compile().nations[0] == "ARD"


def test_real_missions_come_with_a_world_and_not_with_two_nations():
    many = load_scenario({"nations": "all", "period": {"start": 1994, "end": 1995}}).compile()
    assert {"UNPROFOR", "UNAMIR", "UNIFIL", "UNAVEM_III"} <= set(many.missions) and "UNTAC" not in many.missions
    assert many.missions[:2] == ("UNTSO", "UNMOGIP")  # the oldest first
    unprofor = many.missions.index("UNPROFOR")
    assert many.mission_ceiling[unprofor, 0] == pytest.approx(38000, rel=0.01)
    row = many.mission_table[unprofor]
    assert many.nations[row.place] == "BIH" and many.languages[row.local[0]] == "hbs"
    assert many.languages[row.language] == "eng" and many.mission_working[unprofor].sum() == 1
    assert many.organisations[row.organisation] == "UN"
    austria, chile = many.nations.index("AUT"), many.nations.index("CHL")
    assert many.mission_distance[unprofor, austria] < 1.0 < 10.0 < many.mission_distance[unprofor, chile]
    assert load_scenario({"nations": ["USA", "KOR"], "period": {"start": 1994, "end": 1995}}).compile().missions == ()


def test_a_few_nations_bring_their_part_of_a_mission():
    few = load_scenario(
        {"nations": ["USA", "FRA", "GBR"], "missions": ["UNPROFOR"], "period": {"start": 1994, "end": 1995}}
    ).compile()
    assert few.missions == ("UNPROFOR",) and few.mission_table.place.tolist() == [-1]
    assert 0 < few.mission_ceiling[0, 0] < 0.1 * 38000


def test_missions_are_invented_and_changed():
    blueprint = load_scenario(
        {
            "nations": ["USA", "FRA", "GBR", "LBN"],
            "period": {"start": 1994, "end": 1996},
            "missions": {
                "only": ["UNIFIL"],
                "changed": {"UNIFIL": {"ceiling": 900, "violence": 0.2, "end": "1995-07"}},
                "invented": {
                    "PEACE": {"name": "Peace", "place": "LBN", "start": 1995, "kind": "observer",
                              "ceiling": {1995: 100, 1996: 60}, "working_languages": ["fra"]},
                },
            },
        }
    ).compile()  # fmt: skip
    assert blueprint.missions == ("UNIFIL", "PEACE")
    unifil, peace = blueprint.mission_table
    assert (unifil.end, peace.start) == (month_index(1995, 7), month_index(1995, 1))
    assert blueprint.mission_ceiling.tolist() == [[900.0] * 3, [100.0, 100.0, 60.0]]
    assert (unifil.violence_at_start, peace.kind, peace.code, peace.organisation) == (0.2, 0, 1001, -1)
    assert blueprint.languages[peace.local[0]] == "ara"  # the mother tongue of the place, where nothing else is said


def test_explaining_names_source_and_grade_of_the_pledges():
    rows = {setting.path: setting for setting in load_scenario("un_peacekeeping_1994").explain()}
    assert rows["policy.mission_pledges"].grade == "M" and rows["parameters.peacekeeping.stay"].grade == "C"
    assert rows["programmes.peacekeeping_staff.duration_months"].value == 12.0
