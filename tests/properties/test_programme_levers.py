"""Levers of programmes move what they are for."""

import numpy as np
import pytest
from blueprints import PROGRAMMES, blueprint

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change, Domain, Mode

SOFT = {"posts_share": 0.05, "hosting_share": 0.3, "language_target": 1.0, "workshops_per_year": 3.0}


def after(policy=None, months=48, seed=3, changes=(), languages=(0, 0, 0), params=None, **said):
    b = blueprint(months=months, changes=changes, languages=languages, expenditure=2e11,
                  policy={**SOFT, **(policy or {})}, params=params, **said)  # fmt: skip
    return run(build(b, seed), b.end)


def tours(state):
    return state.tours[: state.clock[0].tours]


def share_of(state, *names):
    chosen = np.isin(tours(state)["programme"], [PROGRAMMES.index(name) for name in names])
    return chosen.mean()


def modes_of_events(state):
    held = state.gatherings[: state.clock[0].gatherings]
    return state.programmes["mode"][held["programme"]]


@pytest.mark.parametrize(
    ("lever", "names"),
    [("mix_course", ("cyber_course", "peacekeeping_course")), ("mix_virtual_exchange", ("virtual_exchange",)),
     ("mix_hybrid_exchange", ("hybrid_exchange",)), ("mix_exchange_post", ("exchange_post",)),
     ("mix_language_immersion", ("language_immersion",)), ("mix_leadership_course", ("leadership_course",))],
)  # fmt: skip
def test_each_lever_of_the_mix_brings_its_programmes(lever, names):
    tongues = (0, 1, 2) if lever == "mix_language_immersion" else (0, 0, 0)  # no immersion in one's own language
    little, much = (after({lever: weight}, languages=tongues) for weight in (0.0, 1.0))
    assert share_of(little, *names) == 0.0
    assert share_of(much, *names) > 0.2


@pytest.mark.parametrize("domain", list(Domain))
def test_each_domain_lever_turns_posts_to_its_field(domain):
    def open_in(state):
        rows = state.meeting_order[: state.clock[0].posts]
        return (state.posts["domain"][rows] == domain).mean()

    name = f"domain_{domain.name.lower()}"
    assert open_in(after({name: 1.0}, months=30)) > open_in(after({name: 0.1}, months=30))


def test_cyber_weight_chooses_the_cyber_course():
    wanted = after({"mix_course": 1.0, "domain_cyber": 1.0, "domain_peacekeeping": 0.0})
    shunned = after({"mix_course": 1.0, "domain_cyber": 0.0, "domain_peacekeeping": 1.0})
    assert share_of(wanted, "cyber_course") > 2 * share_of(shunned, "cyber_course")
    assert share_of(wanted, "peacekeeping_course") < 0.5 * share_of(shunned, "peacekeeping_course")


def test_virtual_share_moves_tours_and_exercises_to_the_screen():
    none, half = after({"virtual_share": 0.0, "mix_virtual_exchange": 0.0}), after({"virtual_share": 0.6})
    assert share_of(none, "virtual_exchange") == 0.0
    assert share_of(half, "virtual_exchange") > 0.5
    assert (modes_of_events(none) != Mode.VIRTUAL).all()
    assert 0.1 < (modes_of_events(half) == Mode.VIRTUAL).mean() < 0.9


def test_closed_borders_leave_what_is_on_screen():
    shut = (("1981-12", Change.CLOSE_BORDERS, -1, -1, 0.0),)
    state = after({"virtual_share": 0.4, "mix_virtual_exchange": 0.3}, changes=shut)
    modes = state.programmes["mode"][state.posts["programme"][state.meeting_order[: state.clock[0].posts]]]
    states = state.posts["state"][state.meeting_order[: state.clock[0].posts]]
    assert (states == 3).any()
    assert (modes[states == 3] == Mode.VIRTUAL).all()
    held = state.gatherings[: state.clock[0].gatherings]
    late = held["month"] >= 82 * 12
    assert late.any() and (modes_of_events(state)[late] == Mode.VIRTUAL).sum() > 0
    attended = np.array([state.participants["attended"][g.first : g.first + g.count].any() for g in held])
    assert not (attended & late & (modes_of_events(state) != Mode.VIRTUAL)).any()
    assert (attended & late).any()


SENIORS = {"careers_to_o4_years": 5.0, "careers_to_o5_years": 6.0, "careers_to_o6_years": 7.0,
           "careers_chance_o4": 1.0, "careers_chance_o5": 1.0, "careers_chance_o6": 1.0,
           "contact_ties_per_year": 4.0, "contact_misunderstandings_per_year": 6.0}  # fmt: skip


def test_a_crisis_channel_opens_with_senior_ties_and_saves_trust():
    said = {"policy": {"mix_exchange_post": 1.0, "language_target": 1.8}, "languages": (0, 0, 1), "months": 60}
    calm = after(**said, params={**SENIORS, "trust_crisis_relief": 0.8})
    loud = after(**said, params={**SENIORS, "trust_crisis_relief": 0.0})
    channel = calm.pairs["crisis_channel"]
    assert channel.max() >= 1.0
    assert (channel == channel.T).all() and (channel <= calm.pairs["ties"]).all()
    both = channel > 0
    assert (calm.pairs["trust"][both] >= loud.pairs["trust"][both]).all()
    assert calm.pairs["trust"][both].sum() > loud.pairs["trust"][both].sum()
