"""Programmes that are offered, each with one number: how much of it there is. All of it is said by levers.

Kinds of tours share one number of posts by weights. Here each kind has its own number, and what is changed of one
leaves the others as they are; that is how `exchsim attribute` switches kinds off, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose

from exchsim.app.story import Story
from exchsim.app.texts_of_levers import NAMES
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.sweep.switches import KINDS, MIXES, ON_SCREEN, SHARE, VIRTUAL

_NEAR = 1e-9  # what is worked out so near to the scenario's own value is that value


@dataclass(frozen=True)
class Programme:
    """A programme: a kind of tour by its weight in the mix, or what a lever of its own says."""

    name: str
    lever: str
    usual: float  # how much of it there is when it is switched on and the scenario has none

    @property
    def is_tour(self) -> bool:
        """Whether it is a kind of bilateral tour; its number is a share of the cadre."""
        return self.lever in MIXES

    @property
    def of(self) -> str:
        """The lever whose unit and range its number has."""
        return SHARE if self.is_tour else self.lever


PROGRAMMES: tuple[Programme, ...] = (
    *(Programme(name, lever, 0.002) for name, lever in KINDS.items()),
    *(
        Programme(name, lever, LEVERS_BY_PATH[f"policy.{lever}"].default)
        for name, lever in (
            ("staff", "staff_posts_share"),
            ("exercises", "exercise_activity"),
            ("workshops", "workshops_per_year"),
            ("missions", "mission_pledges"),
        )
    ),
)
BY_NAME: Mapping[str, Programme] = {programme.name: programme for programme in PROGRAMMES}


def amount(story: Story, name: str, nation: str = "", since: str = "") -> float:
    """How much of a programme there is: of a kind of tour, the share of the cadre on it."""
    programme = BY_NAME[name]
    if programme.is_tour:
        return _shares(story, nation, since)[programme.lever]
    return story.lever(programme.lever, nation, since)


def with_amount(story: Story, name: str, value: float, nation: str = "", since: str = "") -> Story:
    """The same with more or less of a programme; 0 for none. Raises ValueError with words where it cannot be."""
    programme = BY_NAME[name]
    if not programme.is_tour:
        return story.with_lever(programme.lever, value, nation, since)
    return story.with_levers(_levers(story, programme.lever, value, nation, since), nation, since)


def as_it_was(story: Story, name: str, nation: str = "", since: str = "") -> float:
    """How much of it there is without the changes made for this nation from this month on."""
    for lever in (SHARE, ON_SCREEN, *MIXES) if BY_NAME[name].is_tour else (BY_NAME[name].lever,):
        story = story.without_lever(lever, nation, since)
    return amount(story, name, nation, since)


def _shares(story: Story, nation: str, since: str) -> dict[str, float]:
    """Share of the cadre on each kind of tour: by weight, and on screen what is held there beyond the mix."""
    posts, screen, *weights = (story.lever(lever, nation, since) for lever in (SHARE, ON_SCREEN, *MIXES))
    every = sum(weights)
    if every <= 0.0:
        return dict.fromkeys(MIXES, 0.0)
    return {
        lever: posts * ((1.0 - screen) * weight / every + (screen if lever == VIRTUAL else 0.0))
        for lever, weight in zip(MIXES, weights, strict=True)
    }


def _levers(story: Story, lever: str, value: float, nation: str, since: str) -> dict[str, float]:
    """Posts and weights that give a kind of tour its share and leave the others theirs."""
    shares = {**_shares(story, nation, since), lever: value}
    posts = sum(shares.values())
    most = LEVERS_BY_PATH[f"policy.{SHARE}"].high
    if posts > most * (1.0 + _NEAR):
        raise ValueError(f"all tours together would be {100 * posts:g} % of cadre; at most {100 * most:g} % can be")
    if posts <= _NEAR * most:
        return {SHARE: 0.0}
    screen = story.lever(ON_SCREEN, nation, since)
    if screen > 0.0 and shares[VIRTUAL] < screen * posts * (1.0 - _NEAR):
        if lever != VIRTUAL:
            raise ValueError(f"{NAMES['virtual_share']}: {100 * screen:g} % of all tours; change that first")
        screen = 0.0
    beyond = {VIRTUAL: screen * posts}
    parts = {kind: max(0.0, (share - beyond.get(kind, 0.0)) / posts) for kind, share in shares.items()}
    # weights count against each other alone: those of the other kinds are kept where that is possible
    weights = {kind: story.lever(kind, nation, since) for kind in MIXES}
    kept = sum(parts[kind] for kind in MIXES if kind != lever)
    scale = sum(weights[kind] for kind in MIXES if kind != lever) / kept if kept > 0.0 and screen == 0.0 else 0.0
    scale = scale or max(sum(weights.values()), 1.0)
    scale = min(scale, 1.0 / max(parts.values()))
    found = {SHARE: min(posts, most), ON_SCREEN: screen, **{kind: part * scale for kind, part in parts.items()}}
    for name, now in found.items():
        usual = story.without_lever(name, nation, since).lever(name, nation, since)
        found[name] = usual if isclose(now, usual, rel_tol=_NEAR, abs_tol=_NEAR**2) else float(f"{now:.12g}")
    return found
