"""Which programmes a policy wants, what is on screen when, and what a crisis channel saves: by hand."""

import pytest

from exchsim.enums import Mode
from exchsim.rules import relations
from exchsim.rules.programmes import attention, domain_wishes, emphasis, mode_of_month, with_remote_share
from exchsim.state.levers import default_policies

CYBER = (0.1, 0.0, 0.0, 0.8, 0.1, 0.0)
PEACE = (0.0, 0.7, 0.0, 0.0, 0.1, 0.2)
FIELDS = ("conventional", "peacekeeping", "counterterrorism", "cyber", "unconventional", "crisis_management")


def policy(**wishes):
    record = default_policies(1)
    for name, value in wishes.items():
        record[f"domain_{name}"] = value
    return record[0]


def test_without_preferences_all_programmes_are_alike():
    wishes = domain_wishes(policy())
    assert emphasis(CYBER, wishes) == pytest.approx(emphasis(PEACE, wishes))
    assert domain_wishes(policy(**dict.fromkeys(FIELDS, 0.0))) == (1.0,) * 6


def test_who_wants_cyber_wants_the_cyber_course():
    wishes = domain_wishes(policy(cyber=1.0))
    assert emphasis(CYBER, wishes) == pytest.approx(0.5 * 0.2 + 0.8)
    assert emphasis(PEACE, wishes) == pytest.approx(0.5)


def test_the_remote_share_moves_part_of_the_mix_and_loses_nothing():
    local = with_remote_share(0.6, False, 0.25, 1.0, 0.0) + with_remote_share(0.3, False, 0.25, 1.0, 0.0)
    remote = with_remote_share(0.1, True, 0.25, 1.0, 1.0)
    assert local + remote == pytest.approx(1.0)
    assert remote == pytest.approx(0.25 + 0.75 * 0.1)
    # two on screen share a quarter of a whole of .8 three to one
    assert with_remote_share(0.2, True, 0.25, 0.8, 0.75) == pytest.approx(0.75 * 0.2 + 0.25 * 0.8 * 0.75)


def test_a_hybrid_tour_is_on_screen_before_and_after():
    modes = [mode_of_month(int(Mode.HYBRID), passed, 12, 0.5) for passed in range(12)]
    assert modes == [Mode.VIRTUAL] * 3 + [Mode.IN_PERSON] * 6 + [Mode.VIRTUAL] * 3
    # two and a half months on each side: a month half of which is on screen is spent in person
    modes = [mode_of_month(int(Mode.HYBRID), passed, 10, 0.5) for passed in range(10)]
    assert modes == [Mode.VIRTUAL] * 2 + [Mode.IN_PERSON] * 6 + [Mode.VIRTUAL] * 2
    assert {mode_of_month(int(Mode.VIRTUAL), passed, 12, 0.5) for passed in range(12)} == {Mode.VIRTUAL}
    assert {mode_of_month(int(Mode.IN_PERSON), passed, 12, 0.5) for passed in range(12)} == {Mode.IN_PERSON}


def test_senior_officers_who_know_each_other_calm_an_incident():
    assert relations.calmed(0.0, 0.5, 3.0) == 1.0
    assert relations.calmed(3.0, 0.5, 3.0) == pytest.approx(0.75)
    assert relations.calmed(1e9, 0.5, 3.0) == pytest.approx(0.5)
    assert relations.calmed(5.0, 0.0, 3.0) == 1.0


def test_each_wish_has_its_place_and_attention_its_share():
    wishes = {name: 0.1 * (k + 1) for k, name in enumerate(FIELDS)}
    assert domain_wishes(policy(**wishes)) == pytest.approx(tuple(wishes.values()))
    every = sum(part * wish for part, wish in zip(CYBER, wishes.values(), strict=True))
    shares = [attention(CYBER, tuple(wishes.values()), field) for field in range(6)]
    assert shares == pytest.approx([p * w / every for p, w in zip(CYBER, wishes.values(), strict=True)])
    assert attention(CYBER, (0.0,) * 6, 3) == 0.0


@pytest.mark.parametrize("field", range(6))
def test_a_single_wish_is_a_wish(field):
    wishes = tuple(float(k == field) for k in range(6))
    assert domain_wishes(policy(**dict(zip(FIELDS, wishes, strict=True)))) == wishes
