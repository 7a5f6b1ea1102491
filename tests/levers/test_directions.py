"""Every lever of a policy moves what it is there to move, in the right direction.

Each case runs the classroom world under two values of a lever with the same seeds, and compares a measure of the
results. A lever without a case, or without a test named elsewhere, is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import exchsim
from exchsim.api import Result
from exchsim.state.levers import LEVERS

SEEDS = (1, 2, 3)
ROOT = Path(__file__).resolve().parents[2]
Measure = Callable[[Result], float]


@dataclass(frozen=True)
class Case:
    """Under `high` the measure is greater than under `low` (sign 1), or smaller (sign -1), by `least` of it."""

    lever: str
    low: float | str
    high: float | str
    measure: Measure
    sign: int
    given: tuple[str, ...] = ()
    least: float = 0.02
    events: tuple[tuple[str, str, str, float], ...] = ()  # (date, nation, lever, value): in place of the world's own


@cache
def result(seed: int, overrides: tuple[str, ...], events: tuple[tuple[str, str, str, float], ...]) -> Result:
    world: dict[str, Any] = {"extend": "classroom"}
    if events:
        names = ("date", "nation", "lever", "value")
        world["events"] = [{"kind": "set_lever", **dict(zip(names, event, strict=True))} for event in events]
    return exchsim.run(world, seed=seed, overrides=overrides)


def mean(case: Case, value: float | str) -> float:
    overrides = (*case.given, f"policy.{case.lever}={value}")
    return float(np.mean([case.measure(result(seed, overrides, case.events)) for seed in SEEDS]))


# measures


def of_world(column: str) -> Measure:
    return lambda run: float(run.world[column].mean())


def of_nations(column: str) -> Measure:
    return lambda run: float(run.nations[column].mean())


def of_pairs(column: str) -> Measure:
    return lambda run: float(run.pairs[column].mean())


def of_tours(column: str) -> Measure:
    return lambda run: float(run.posts[run.posts["began"].notna()][column].mean())


def preparation_months(run: Result) -> float:
    went = run.posts[run.posts["began"].notna()]
    return float((went["began"].cat.codes - went["selected"].cat.codes).mean())


def tour_months(run: Result) -> float:
    done = run.posts[(run.posts["end"] == "completed") & (run.posts["programme"] == "exchange_post")]
    return float((done["ended"].cat.codes - done["began"].cat.codes + 1).mean())


def staff_tours(run: Result) -> float:
    return float((run.posts["programme"] == "staff_post").sum())


def tours_of(programme: str) -> Measure:
    return lambda run: float((run.posts["programme"] == programme).sum() / len(run.posts))


def events_of(kind: str) -> Measure:
    return lambda run: float(run.exercises[run.exercises["kind"] == kind]["event"].nunique())


def misunderstandings_per_tour_year(run: Result) -> float:
    return float(run.world["misunderstandings"].sum() / (run.world["filled"].sum() / 12.0))


def imbalance(run: Result) -> float:
    """Mean difference of posts between the two directions of a pair."""
    filled = run.pairs.pivot_table(index=["year", "sender"], columns="host", values="posts", observed=True)
    back = run.pairs.pivot_table(index=["year", "host"], columns="sender", values="posts", observed=True)
    return float(np.nanmean(np.abs(filled.to_numpy() - back.to_numpy())))


def posts_in_1993(run: Result) -> float:
    """Posts of the others in Arden, which has sent nobody since 1990."""
    pairs = run.pairs[(run.pairs["host"] == "ARD") & (run.pairs["year"] == 1993)]
    return float(pairs["posts"].sum())


def partners(run: Result) -> float:
    return float((run.pairs["posts"] > 0).groupby([run.pairs["year"], run.pairs["sender"]], observed=True).sum().mean())


def concentration_of_posts(run: Result) -> float:
    """Mean share of a nation's best partner in its posts."""
    sums = run.pairs.groupby(["sender", "host"], observed=True)["posts"].sum().unstack()
    return float((sums.max(axis=1) / sums.sum(axis=1)).mean())


# after short tours without a course there is something to forget
SHORT_TOURS = ("policy.language_target=0", "policy.tour_months=6")
STOPPED = (("1990-01", "ARD", "posts_share", 0.0),)

CASES = (
    Case("budget_share", 0.0005, 0.02, of_world("spent_usd"), 1),
    Case("posts_share", 0.005, 0.02, of_world("posts"), 1),
    Case("hosting_share", 0.005, 0.1, of_world("posts"), 1),
    Case("staff_posts_share", 0.02, 0.3, staff_tours, 1),
    Case("tour_months", 12, 36, tour_months, 1),
    Case("shortlist", 1, 32, of_tours("level_at_selection"), 1),
    Case("aptitude_cut", -3, 1.5, preparation_months, -1),
    Case("language_target", 0, 3, of_tours("level_at_start"), 1),
    Case("preparation_months_max", 1, 14, of_tours("level_at_start"), 1),
    Case("refresher_hours_per_year", 0, 100, of_nations("linguists"), 1, SHORT_TOURS),
    Case("interpreter_coverage", 0, 1, misunderstandings_per_tour_year, -1),
    Case("standards_effort", 0, 2, of_pairs("technical"), 1),
    Case("promotion_credit", 0.8, 1.3, of_nations("senior_alumni"), 1, least=0.05),
    Case("reciprocity", "free", "strict", imbalance, -1),
    Case("reciprocity_years", 1, 20, posts_in_1993, 1, events=STOPPED),
    Case("concentration", 0, 12, concentration_of_posts, 1),
    Case("mix_exchange_post", 0.1, 1, tours_of("exchange_post"), 1),
    Case("mix_language_immersion", 0, 0.6, tours_of("language_immersion"), 1),
    Case("mix_leadership_course", 0, 0.9, tours_of("leadership_course"), 1),
    Case("exercise_activity", 0.5, 2, events_of("exercise"), 1),
    Case("workshops_per_year", 0.2, 4, events_of("workshop"), 1),
)

_GOVERNMENTS, _PROGRAMMES = "tests/properties/test_governments.py::", "tests/properties/test_programme_levers.py::"
_SECRETS = "tests/properties/test_secrets_and_threats.py::"
_GROWTH = "tests/properties/test_growth_and_language.py::"
_AGREEMENTS = "tests/properties/test_agreement_effects.py::"
ELSEWHERE: dict[str, str] = {  # lever -> file::test that shows its direction
    **{
        lever.name: _GOVERNMENTS + "test_more_weight_moves_posts_the_right_way"
        for lever in LEVERS
        if lever.name.startswith("weight_")
    },
    **{
        lever.name: _PROGRAMMES + "test_each_domain_lever_turns_posts_to_its_field"
        for lever in LEVERS
        if lever.name.startswith("domain_")
    },
    **{
        f"mix_{kind}": _PROGRAMMES + "test_each_lever_of_the_mix_brings_its_programmes"
        for kind in ("course", "virtual_exchange", "hybrid_exchange")
    },
    "negotiations_per_year": _AGREEMENTS + "test_more_negotiations_bring_more_agreements",
    "information_security_agreements": _AGREEMENTS + "test_more_information_security_agreements_raise_sharing",
    "training_agreements": _AGREEMENTS + "test_more_training_agreements_bring_posts_to_those_who_conclude_them",
    "partners_max": _GOVERNMENTS + "test_scope_against_depth",
    "donor_share": _GOVERNMENTS + "test_a_donor_gives_no_more_than_its_share",
    "threat_response": _GOVERNMENTS + "test_a_surge_of_threat_raises_how_many_and_not_to_whom",
    "virtual_share": _PROGRAMMES + "test_virtual_share_moves_tours_and_exercises_to_the_screen",
    "vetting": _SECRETS + "test_stricter_vetting_finds_more_and_denies_more",
    "access_level": _SECRETS + "test_more_access_teaches_more_and_shows_more",
    "compartments": _SECRETS + "test_compartments_lower_sharing_and_leaks",
    "third_party_rule": _SECRETS + "test_a_stricter_third_party_rule_lets_less_through",
    "mission_pledges": "tests/properties/test_missions.py::test_more_pledges_more_troops_less_violence_more_standing",
    "alumni_recontact": _GROWTH + "test_recontact_keeps_ties_and_personal_trust_alive",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.lever)
def test_a_lever_moves_its_output(case: Case) -> None:
    low, high = mean(case, case.low), mean(case, case.high)
    assert case.sign * (high - low) > case.least * max(abs(low), abs(high)), f"{low} -> {high}"


def test_every_lever_has_such_a_test() -> None:
    shown = {case.lever for case in CASES} | set(ELSEWHERE)
    assert {lever.name for lever in LEVERS} - shown == set()
    assert shown - {lever.name for lever in LEVERS} == set()


@pytest.mark.parametrize("lever", ELSEWHERE)
def test_the_test_elsewhere_exists(lever: str) -> None:
    path, _, name = ELSEWHERE[lever].partition("::")
    assert re.search(rf"^def {name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M), ELSEWHERE[lever]
