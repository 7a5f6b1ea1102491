"""Warnings: what a scenario states that does nothing, with its path, where it was written, and a remedy."""

from __future__ import annotations

from typing import Any

import pytest

from exchsim.scenario import load_scenario

PAIR: dict[str, Any] = {
    "nations": ["USA", "KOR", "JPN", "PRK", "RUS"],
    "period": {"start": "1990-01", "end": "1991-12"},
}
WITH_NATO = PAIR | {"nations": ["USA", "CAN", "GBR", "RUS"], "organisations": {"only": ["NATO"]}}


def warnings(scenario: dict[str, Any], *overrides: str) -> list[str]:
    return load_scenario(scenario, overrides).idle()


def test_headquarters_outside_the_world() -> None:
    found = [text for text in warnings(WITH_NATO) if "headquarters" in text]
    assert len(found) == 1 and found[0].startswith(
        "organisations.changed.NATO.headquarters (default): NATO has no staff"
    )
    assert "BEL, which does not take part; add BEL to nations.add" in found[0]


@pytest.mark.parametrize(
    "mended",
    [
        {"nations": ["USA", "CAN", "GBR", "RUS", "BEL"]},
        {"organisations": {"only": ["NATO"], "changed": {"NATO": {"headquarters": "GBR"}}}},
        {"organisations": {"only": ["NATO"], "changed": {"NATO": {"headquarters_posts": 0}}}},
    ],
)
def test_either_remedy_silences_the_warning(mended: dict[str, Any]) -> None:
    assert not [text for text in warnings(WITH_NATO | mended) if "headquarters" in text]


def test_an_invented_staff_without_a_seat() -> None:
    staff = {"name": "Command", "members": ["USA", "KOR"], "working_languages": ["eng"], "headquarters_posts": 50}
    found = warnings(PAIR | {"organisations": {"only": [], "invented": {"CFC": staff}}})
    assert [text for text in found if "CFC" in text] == [
        "organisations.invented.CFC.headquarters (default): CFC has no staff posts, as it has no headquarters; give "
        "the code of a nation of the scenario"
    ]


def test_missions_without_contributors() -> None:
    spell = {"start": "1990-01", "end": "1991-01"}
    mission = spell | {"name": "Help", "kind": "peacekeeping", "ceiling": 1000, "working_languages": ["eng"]}
    world = PAIR | {"missions": {"invented": {"HELP": mission}}, "organisations": {"only": []}}
    assert not [text for text in warnings(world) if "HELP" in text]
    found = [text for text in warnings(world, "policy.mission_pledges=0") if "HELP" in text]
    assert len(found) == 1 and "set policy.mission_pledges" in found[0]


def test_nations_without_money_and_donors_that_give_nothing() -> None:
    world = PAIR | {"nations": {"add": ["USA", "KOR", "JPN"], "changed": {"JPN": {"military_expenditure_usd": 0}}}}
    found = [text for text in warnings(world) if "military_expenditure" in text]
    assert len(found) == 1 and "known of JPN: no budget" in found[0]
    assert not [text for text in warnings(PAIR, "policy.reciprocity=donor_funded") if "donor_share" in text]
    stingy = warnings(PAIR, "policy.reciprocity=donor_funded", "policy.donor_share=0")
    assert any(text.startswith("policy.donor_share (--set): guests of donors have no posts") for text in stingy)


def test_a_programme_to_which_the_policy_gives_nothing() -> None:
    world = PAIR | {"programmes": {"desert": {"kind": "course"}}}
    assert not [text for text in warnings(world) if "desert" in text]
    found = [text for text in warnings(world, "policy.mix_course=0") if "desert" in text]
    assert len(found) == 1 and "policy.mix_course is 0" in found[0]
    later = world | {"events": [{"date": "1991-01", "kind": "set_lever", "lever": "mix_course", "value": 0.2}]}
    assert not [text for text in warnings(later, "policy.mix_course=0") if "desert" in text]


def test_threats_that_nobody_shares() -> None:
    apart = {**PAIR, "nations": ["USA", "KOR", "JPN"], "organisations": {"only": []}}
    assert [text for text in warnings(apart) if text.startswith("rivalries")]
    rivals = [{"nations": ["USA", "JPN"]}, {"nations": ["KOR", "JPN"]}]
    assert not [text for text in warnings(apart | {"rivalries": rivals}) if text.startswith("rivalries")]
