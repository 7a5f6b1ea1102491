"""Groups of programmes, and the levers that switch each of them off.

Kinds of tours share one number of posts by a mix of weights. A kind that is switched off does not hand its posts to the
others: its weight becomes 0, and the number of posts shrinks by what it had of the mix.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchsim.scenario import Scenario
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.faults import PathKey, suggestion
from exchsim.scenario.fields import to_month
from exchsim.scenario.members import nations_of
from exchsim.scenario.schema import Event
from exchsim.state.levers import LEVER_NAMES
from exchsim.sweep.arms import levers_of
from exchsim.sweep.experiment import ExperimentFile, Policy

Levers = dict[str, float]

SHARE, ON_SCREEN, VIRTUAL = "posts_share", "virtual_share", "mix_virtual_exchange"
KINDS = {
    "posts": "mix_exchange_post",
    "immersions": "mix_language_immersion",
    "leadership": "mix_leadership_course",
    "courses": "mix_course",
    "virtual": VIRTUAL,
    "hybrid": "mix_hybrid_exchange",
}  # groups that are one kind of tour, and its weight in the mix
MIXES = tuple(KINDS.values())
OF_TOURS = (SHARE, ON_SCREEN, *MIXES)

_SIMPLE: dict[str, Levers] = {
    "staff": {"staff_posts_share": 0.0},
    "exercises": {"exercise_activity": 0.0},
    "workshops": {"workshops_per_year": 0.0},
    "missions": {"mission_pledges": 0.0},
    "language": {"preparation_months_max": 0.0, "refresher_hours_per_year": 0.0},
    "interpreters": {"interpreter_coverage": 0.0},
    "alumni": {"alumni_recontact": 0.0},
    "standards": {"standards_effort": 0.0},
    "agreements": {"negotiations_per_year": 0.0, "information_security_agreements": 0.0, "training_agreements": 0.0},
}

GROUPS: dict[str, str] = {
    "tours": "all bilateral tours: exchange posts, immersions, courses, on screen or not",
    "posts": "exchange posts",
    "immersions": "language and cultural immersions",
    "leadership": "leadership and staff courses",
    "courses": "short courses in a domain",
    "virtual": "virtual exchanges",
    "hybrid": "hybrid exchanges",
    "staff": "staff posts at the headquarters of organisations",
    "exercises": "joint exercises, bilateral and of organisations",
    "workshops": "workshops",
    "missions": "contributions to UN missions, with their staff posts",
    "language": "language courses before tours, and refreshers after them",
    "interpreters": "interpreters at posts",
    "alumni": "re-contact of alumni",
    "standards": "effort to adopt standards",
    "agreements": "negotiation of agreements; those in force or dated in the scenario stay",
}
RESERVED = ("all", "none")  # names of the sets of all groups and of none
USUAL = ("tours", "staff", "exercises", "workshops", "missions", "language")  # six: all subsets are run


@dataclass(frozen=True)
class Switch:
    """What switching a group off does."""

    name: str
    kinds: tuple[str, ...] = ()  # weights of the mix that become 0
    levers: Levers = field(default_factory=dict)
    nations: dict[str, Levers] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    set: dict[str, Any] = field(default_factory=dict)

    def touched(self) -> Iterator[str]:
        """Levers that it sets, and other paths."""
        yield from OF_TOURS if self.kinds else ()
        yield from self.levers
        for levers in self.nations.values():
            yield from levers


def switch_of(name: str, own: Policy | None = None) -> Switch:
    """The switch of a group: what its own definition sets, else the built-in one. Raises KeyError for neither."""
    if own is not None and says_something(own):
        return Switch(
            name, (), levers_of(own), {code: levers_of(levers) for code, levers in own.nations.items()},
            tuple(own.events), dict(own.set),
        )  # fmt: skip
    if name == "tours":
        return Switch(name, MIXES)
    if name in KINDS:
        return Switch(name, (KINDS[name],))
    return Switch(name, (), dict(_SIMPLE[name]))


def says_something(own: Policy) -> bool:
    """Whether a group has a definition of its own."""
    return bool(levers_of(own) or own.nations or own.events or own.set)


def without_tours(levers: Mapping[str, float], kinds: Collection[str]) -> Levers:
    """Number of posts and mix without some kinds of tours, such that every other kind keeps its posts.

    With w weights, v the share of tours held on screen and E the sum of all w, a kind has (1 - v) w / E of the posts,
    and virtual exchanges v besides. The share v is of gatherings too and stays as it is, unless virtual exchanges go.
    """
    mix = {lever: levers[lever] for lever in MIXES}
    share, screen, every = levers[SHARE], levers[ON_SCREEN], sum(levers[lever] for lever in MIXES)
    left = {lever: 0.0 if lever in kinds else weight for lever, weight in mix.items()}
    if every <= 0.0 or not any(lever not in kinds for lever in MIXES):
        return {SHARE: 0.0, ON_SCREEN: screen, **dict.fromkeys(MIXES, 0.0)}
    if screen <= 0.0:
        return {SHARE: share * sum(left.values()) / every, ON_SCREEN: screen, **left}
    others = sum(weight for lever, weight in left.items() if lever != VIRTUAL)
    if VIRTUAL in kinds:
        return {SHARE: share * (1.0 - screen) * others / every, ON_SCREEN: 0.0, **left}
    # the remaining weights get v of their new sum besides; what virtual exchanges had and lack then is added to theirs
    left[VIRTUAL] = (1.0 - screen) * mix[VIRTUAL] + screen * (every - others)
    total = others + left[VIRTUAL]
    return {SHARE: share * total / every, ON_SCREEN: screen, **{k: w / max(1.0, total) for k, w in left.items()}}


# levers in effect


@dataclass
class _InEffect:
    """Levers of the world and of every nation as events change them."""

    world: Levers
    nations: dict[str, Levers]

    @classmethod
    def at_first(cls, scenario: Scenario, nations: Collection[str]) -> _InEffect:
        """Those that a scenario has before any event."""
        world = {lever: float(getattr(scenario.file.policy, lever)) for lever in LEVER_NAMES}
        own = {code: levers_of(levers) for code, levers in scenario.file.nation_policies.items()}
        return cls(world, {code: {**world, **own.get(code, {})} for code in nations})

    def happens(self, event: Event) -> None:
        """An event that sets a lever."""
        lever, value = str(event.lever), float(event.value)  # type: ignore[arg-type]
        rows = self.nations.values() if event.nation is None else [self.nations.get(event.nation, {})]
        for row in rows:
            row[lever] = value
        if event.nation is None:
            self.world[lever] = value


def switched_off(
    off: Collection[Switch],
    policy: Policy,
    scenario: Scenario,
    nations: Collection[str],
    branch_at: str | None,
    only: Collection[str] = (),
) -> Policy:
    """A policy with some groups off. They stay off when later events of the scenario set their levers.

    scenario: as it is under the policy. nations: all that take part. only: nations whose levers are switched; none for
    all of them.
    """
    if not off:
        return policy
    touched = {lever for switch in off for lever in switch.touched()}
    events = sorted(
        (e for e in scenario.file.events if e.kind == "set_lever" and e.lever in touched), key=lambda e: e.date
    )
    now = _InEffect.at_first(scenario, nations)
    at = to_month(branch_at) if branch_at is not None else None
    for event in events:
        if at is not None and to_month(event.date) <= at:
            now.happens(event)
    levers, of_nations = _levers_off(off, now, only)
    kept = {code: levers_of(own) for code, own in scenario.file.nation_policies.items()}
    told = {
        code: {k: v for k, v in own.items() if v != levers.get(k) or k in kept.get(code, {})}
        for code, own in of_nations.items()
    }
    later = [*_later(off, now, events, policy, at, only)]
    given = policy.model_dump(mode="json", exclude_unset=True)
    found: Policy = Policy.model_validate({
        **given,
        **levers,
        "nations": {code: {**given.get("nations", {}).get(code, {}), **told.get(code, {})}
                    for code in [*given.get("nations", {}), *(c for c in told if told[c])]},
        "events": [*given.get("events", []), *_events_of(off), *later],
        "set": {**given.get("set", {}), **{path: value for switch in off for path, value in switch.set.items()}},
    })  # fmt: skip
    return found


def _levers_off(off: Collection[Switch], now: _InEffect, only: Collection[str]) -> tuple[Levers, dict[str, Levers]]:
    """Levers of the world and of nations that switch groups off, from those in effect."""
    kinds = {kind for switch in off for kind in switch.kinds}

    def row(levers: Levers) -> Levers:
        found = without_tours(levers, kinds) if kinds else {}
        for switch in off:
            found |= switch.levers
        return found

    nations = {code: row(levers) if not only or code in only else {} for code, levers in now.nations.items()}
    for switch in off:
        for code, own in switch.nations.items():
            nations[code] = {**nations.get(code, {}), **own}
    return ({} if only else row(now.world)), nations


def _later(
    off: Collection[Switch], now: _InEffect, events: list[Event], policy: Policy, at: int | None, only: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Events that keep groups off on every later date on which their levers are set. Changes what is in effect."""
    own = {to_month(event.date) for event in policy.events}
    after = [e for e in events if at is None or to_month(e.date) > at or (to_month(e.date) == at and at in own)]
    for date in dict.fromkeys(event.date for event in after):
        for event in after:
            if event.date == date:
                now.happens(event)
        world, nations = _levers_off(off, now, only)
        for lever, value in world.items():
            yield {"date": date, "kind": "set_lever", "lever": lever, "value": value}
        for code, levers in nations.items():
            for lever, value in levers.items():
                if value != world.get(lever):
                    yield {"date": date, "kind": "set_lever", "lever": lever, "nation": code, "value": value}


def _events_of(off: Collection[Switch]) -> list[dict[str, Any]]:
    return [event.model_dump(mode="json", exclude_unset=True) for switch in off for event in switch.events]


def conflicts(switches: Collection[Switch]) -> Iterator[tuple[str, str]]:
    """Group and message of whatever two groups would both set, or a group may not set."""
    known: dict[str, Switch] = {}
    for switch in switches:
        for lever in dict.fromkeys(switch.touched()):
            other = known.get(lever)
            both_tours = other is not None and other.kinds and switch.kinds
            if other is not None and not (both_tours and not set(other.kinds) & set(switch.kinds)):
                what = "tours" if both_tours else lever
                yield switch.name, f"switches off {what}, as {other.name} does; keep one of them"
                break
            known.setdefault(lever, switch)
        for path in switch.set:
            if path.startswith(("policy.", "nation_policies.")):
                yield switch.name, f"{path}: write the lever by its name, for nations below `nations`"
            elif path in known:
                yield switch.name, f"sets {path}, as {known[path].name} does; keep one of them"
            known.setdefault(path, switch)


def faults(file: ExperimentFile, base: Scenario) -> Iterator[tuple[PathKey, str]]:
    """Path in the experiment and message of everything wrong with its section `attribution`."""
    section = file.attribution
    if section is None:
        return
    nations = nations_of(base.file, shipped_catalogue())
    for place, code in enumerate(section.nations):
        if code not in nations:
            why = f"{code} does not take part in the scenario; {suggestion(code, nations)}".rstrip("; ")
            yield ("attribution", "nations", place), why
    if section.policy is not None and section.policy not in file.policies:
        yield ("attribution", "policy"), f"no such policy; {suggestion(section.policy, list(file.policies))}"
    known = {name: own for name, own in section.groups.items() if name in GROUPS or says_something(own)}
    for name, own in section.groups.items():
        if name not in known:
            near = suggestion(name, list(GROUPS)) or f"there are {', '.join(GROUPS)}"
            yield ("attribution", "groups", name), f"no built-in group; {near}, or write what switching it off sets"
        elif name in RESERVED:
            yield ("attribution", "groups", name), "stands for all groups on, or off; take another name"
        if own.set and file.branch_at is not None:
            yield ("attribution", "groups", name, "set"), "cannot differ between policies that share a history"
    switches = [switch_of(name, own) for name, own in known.items()]
    for name, why in (*conflicts(switches), *_uncertain(switches, file), *_on_screen(switches, base)):
        yield ("attribution", "groups", name), why


def _uncertain(switches: Collection[Switch], file: ExperimentFile) -> Iterator[tuple[str, str]]:
    """Levers that a group sets cannot be uncertain: no value to switch from, or to scale, is known."""
    paths = {path.rpartition(".")[2]: path for path in file.uncertainties.ranges if "polic" in path.partition(".")[0]}
    for switch in switches:
        for lever in dict.fromkeys(switch.touched()):
            if lever in paths:
                yield switch.name, f"sets {lever}, which is uncertain as {paths[lever]}; leave one of them out"
                break


def _on_screen(switches: Collection[Switch], base: Scenario) -> Iterator[tuple[str, str]]:
    """Single kinds of tours cannot be told apart where courses are held on screen besides virtual exchanges."""
    kinds = {mix.removeprefix("mix_") for mix in MIXES} - {VIRTUAL.removeprefix("mix_")}
    remote = [name for name, one in base.file.programmes.items() if one.mode == "virtual" and one.kind in kinds]
    own = [levers.virtual_share or 0.0 for levers in base.file.nation_policies.values()]
    if remote and max([float(base.file.policy.virtual_share), *own]) > 0.0:
        for switch in switches:
            if switch.kinds and len(switch.kinds) < len(MIXES):
                yield switch.name, f"cannot be parted from {remote[0]}, on screen by virtual_share too; take tours"
