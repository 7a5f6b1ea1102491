"""The later four of the eight questions: each lever moves what it is there for, at the usual numbers and one seed."""

from pathlib import Path
from typing import Any

import pytest

import exchsim
from exchsim.sweep.load import load_experiment
from exchsim.sweep.runner import run_sweep

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
MEASURED = {
    "alumni": {"ties_5_years", "ties_10_years", "senior_share", "sharing"},
    "partners": {"new_agreements", "transitivity", "warned", "drift"},
    "security_posture": {"leaks", "espionage", "false_denials", "sharing"},
    "shocks": {"pandemic_fall", "pandemic_recovery", "rupture_recovery", "cut_recovery", "threat_harm", "trough"},
}


@pytest.mark.parametrize("name", MEASURED)
def test_the_question_has_its_measures_enough_futures_and_every_doubtful_number(name: str) -> None:
    loaded = load_experiment(EXPERIMENTS / name)
    assert set(loaded.file.outcomes) >= MEASURED[name]
    assert loaded.samples * loaded.file.replicates >= 30 and loaded.file.common_random_numbers
    assert loaded.file.seeds == "own" and loaded.runs <= 400
    assert set(loaded.file.uncertainties.all) == {"M", "K-low", "K-medium"}
    text = (EXPERIMENTS / name / "answer.md").read_text(encoding="utf-8")
    assert "{{unresolved}}" in text and "{{table}}" in text


def lived(name: str, out: Path, **numbers: Any) -> Any:
    """Means by policy of one run each, at the usual value of every number."""
    sets = {**load_experiment(EXPERIMENTS / name).file.set, **numbers}
    changes = {"uncertainties": {}, "design": {}, "set": sets, "replicates": 1}
    run_sweep(load_experiment(EXPERIMENTS / name, changes), out / name, workers=1)
    sweep = exchsim.open_sweep(out / name)
    return sweep.runs.set_index("policy")[list(sweep.outcomes)]


@pytest.mark.slow
def test_what_is_done_for_alumni_reaches_ties_boards_and_languages(tmp_path: Path) -> None:
    got = lived("alumni", tmp_path)
    for ties in ("ties_5_years", "ties_10_years"):
        assert got[ties]["none"] < got[ties]["recontact"] < got[ties]["everybody"]
    assert got["senior_share"]["credit"] > 1.05 * got["senior_share"]["none"]
    assert got["linguists"]["refreshers"] > got["linguists"]["none"]
    extra = got["cost"] - got["cost"]["none"]
    assert extra["recontact"] > 0 and extra["refreshers"] > 0
    # money like for like at the middle of the range of a re-contact's price, three times the usual price; half of what
    # everybody costs, since in one history what re-contact costs is a matter of luck
    assert 1.0 < extra["posts_instead"] / (extra["everybody"] / 2.0) < 5.5


@pytest.mark.slow
def test_each_bolt_holds_its_own_door(tmp_path: Path) -> None:
    got = lived("security_posture", tmp_path)
    for policy in ("vetting", "low_access", "fortress"):
        assert got["espionage"][policy] < 0.8 * got["espionage"]["as_now"]
    assert got["false_denials"]["vetting"] > 2.0 * got["false_denials"]["as_now"] > got["false_denials"]["open"]
    for outcome in ("leaks", "sharing", "warned"):
        assert got[outcome]["compartments"] < got[outcome]["as_now"] < got[outcome]["no_compartments"]
    assert got["espionage"]["open"] > 1.5 * got["espionage"]["as_now"]


@pytest.mark.slow
def test_portfolios_send_officers_where_they_say(tmp_path: Path) -> None:
    got = lived("partners", tmp_path, **{"parameters.trust.drift_per_year": 0.015})
    for policy in ("swing", "bridges", "threat"):
        assert got["posts_swing"][policy] > got["posts_swing"]["as_now"] + 5
        assert got["drift"][policy] < got["drift"]["as_now"]
        assert got["trust_swing"][policy] > got["trust_swing"]["as_now"]
        assert got["interoperability_allies"][policy] < got["interoperability_allies"]["as_now"]
    assert got["interoperability_allies"]["allies"] > got["interoperability_allies"]["as_now"]


@pytest.mark.slow
def test_shocks_bite_and_heal_and_mixes_train_what_they_say(tmp_path: Path) -> None:
    got = lived("shocks", tmp_path)
    broad, calm = got.loc["broad"], got.loc["calm"]
    assert broad["pandemic_fall"] > 0.02 > calm["pandemic_fall"] and 18 <= broad["pandemic_recovery"] < 85
    assert broad["rupture_fall"] > 2.0 * calm["rupture_fall"] and 3 <= broad["rupture_recovery"] <= 9
    assert broad["cost"] < calm["cost"] and broad["threat_harm"] > 1.5 * calm["threat_harm"]
    assert got["pandemic_fall"]["on_screen"] < 0.8 * broad["pandemic_fall"]
    assert got["threat_foiled_cyber"]["cyber_half"] > broad["threat_foiled_cyber"]
    assert got["threat_foiled"]["cyber_hybrid"] > broad["threat_foiled"]
    assert got["foiled_terrorism"]["cyber_hybrid"] < broad["foiled_terrorism"]
