"""Rounds in which groups govern nations: a round's decisions are dated events, and the story is run to the round's end.

A game is its scenario and its decisions; whoever has them can play it again, round by round or as one scenario. The
first year is lived by the governments themselves, so that every group sees a year before it decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from exchsim.api import Plan as Run
from exchsim.api import Result, prepare
from exchsim.app.decisions import DECIDED, LEFT_TO_GROUPS, GameError, Plan, check
from exchsim.app.story import Story
from exchsim.scenario import Scenario, load_scenario
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.store.names import Names, names_of

__all__ = ["Game", "GameError", "Plan", "Round", "for_play"]

LONGEST_NAME = 32
MOST_YEARS = 5  # a round


@dataclass(frozen=True)
class Round:
    """One round as it was lived."""

    groups: Mapping[str, str]  # nation to name of the group that governed it
    plans: Mapping[str, Plan]
    kept: tuple[str, ...] = ()  # nations whose groups decided nothing anew
    signed: tuple[Mapping[str, Any], ...] = ()  # what groups agreed on or ended, as events without a date


def for_play(story: Story, money: float = 1.0) -> Story:
    """The same with every fiscal year beginning in January, so that what is decided counts in the round itself.

    money: factor on the money for exchanges of all nations; little of it makes groups choose.
    """
    resolved = story.changed_scenario().resolved
    invented = resolved["nations"].get("invented") or {}
    codes = _names(story.scenario).nations
    paths = [f"nations.{'invented' if code in invented else 'changed'}.{code}.fiscal_month=1" for code in codes]
    share = LEVERS_BY_PATH["policy.budget_share"]
    for path in ("policy", *(f"nation_policies.{code}" for code in resolved.get("nation_policies") or {})):
        value = _at(resolved, path).get("budget_share", share.default if path == "policy" else None)
        if value is not None and money != 1.0:
            paths.append(f"{path}.budget_share={min(share.high, float(value) * money):g}")
    scenario = replace(load_scenario(resolved, paths), name=story.scenario.name)
    return Story(scenario, story.seed)


def _at(resolved: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    found: Any = resolved
    for name in path.split("."):
        found = found.get(name) or {}
    return dict(found)


@dataclass(frozen=True)
class Game:
    """A scenario, who governs what, and what was decided in each round."""

    story: Story
    groups: Mapping[str, str] = field(default_factory=dict)  # nation to group; the others govern themselves
    rounds: tuple[Round, ...] = ()
    waiting: Mapping[str, Plan] = field(default_factory=dict)  # decisions for the round to come
    years_a_round: int = 1
    ended: bool = False  # by its host, before the last round

    @property
    def first_year(self) -> int:
        """Year of the first round: the second whole one of the scenario."""
        date = str(self.story.scenario.resolved["period"]["start"])
        return int(date[:4]) + (1 if date[5:7] in ("", "01") else 2)

    @property
    def last_year(self) -> int:
        """The last whole year."""
        date = str(self.story.scenario.resolved["period"]["end"])
        return int(date[:4]) - (0 if date[5:7] in ("", "12") else 1)

    def year_of(self, place: int) -> int:
        """First year of a round, counted from 0."""
        return self.first_year + place * self.years_a_round

    @property
    def year(self) -> int:
        """First year of the round that is decided upon."""
        return self.year_of(len(self.rounds))

    @property
    def lived(self) -> int:
        """Last year that is over."""
        return self.year - 1

    @property
    def is_over(self) -> bool:
        """Whether its host has ended it, or no whole round is left."""
        return self.ended or self.year + self.years_a_round - 1 > self.last_year

    @property
    def missing(self) -> list[str]:
        """Nations whose groups have not decided yet."""
        return [code for code in self.groups if code not in self.waiting]

    @property
    def names(self) -> Names:
        """Names of everything in the scenario."""
        return _names(self.story.scenario)

    @property
    def nations(self) -> list[str]:
        """Codes of all nations."""
        return list(self.names.nations)

    def name_of(self, nation: str) -> str:
        """Name of a nation."""
        return self.names.name_of(nation)

    def joined(self, nation: str, group: str) -> Game:
        """A group takes a nation, at any time. Raises GameError where it cannot."""
        group = tidy(group)
        if not group:
            raise GameError("give your group a name")
        if nation not in self.nations:
            raise GameError(f"{nation}: no such nation here")
        if nation in self.groups:
            raise GameError(f"{self.name_of(nation)} is governed by {self.groups[nation]} already")
        if group.casefold() in {other.casefold() for other in self.groups.values()}:
            raise GameError(f"another group is called {group} already")
        waiting = {code: plan for code, plan in self.waiting.items() if code != nation}  # what a release left behind
        return replace(self, groups={**self.groups, nation: group}, waiting=waiting)

    def released(self, nation: str) -> Game:
        """A nation governs itself again, as it did before it was taken."""
        if nation not in self.groups:
            raise GameError(f"{nation} is governed by nobody here")
        groups = {code: group for code, group in self.groups.items() if code != nation}
        waiting = {code: plan for code, plan in self.waiting.items() if code != nation}
        if self.last_plan(nation) is not None:
            names = (*DECIDED, *LEFT_TO_GROUPS)
            waiting[nation] = Plan({name: self._of_scenario(nation, name) for name in names})
        return replace(self, groups=groups, waiting=waiting)

    def decided(self, nation: str, plan: Plan) -> Game:
        """A group's decisions for the round to come; said again, they replace those before. Raises GameError."""
        if self.is_over:
            raise GameError("the game is over")
        if nation not in self.groups:
            raise GameError(f"{nation} is governed by nobody here")
        check(plan, nation, self.nations)
        return replace(self, waiting={**self.waiting, nation: plan})

    def last_plan(self, nation: str) -> Plan | None:
        """What a nation was told in the last round in which it was told anything."""
        return next((lived.plans[nation] for lived in reversed(self.rounds) if nation in lived.plans), None)

    def plan(self, nation: str) -> Plan:
        """All levers of a nation as they stand for the round to come, and what it offers."""
        waiting = self.waiting.get(nation)
        last = self.last_plan(nation)
        kept = waiting if waiting is not None else last.kept() if last is not None else Plan()
        return replace(kept, levers={name: self.lever(nation, name) for name in DECIDED})

    def next(self, signed: Sequence[Mapping[str, Any]] = ()) -> Game:
        """The round is lived with what was decided; groups that said nothing go on as before.

        signed: what came of offers, of `pacts.settle`.
        """
        if self.is_over:
            raise GameError("the game is over")
        plans = dict(self.waiting)
        for nation in self.groups:
            last = self.last_plan(nation)
            plans.setdefault(nation, last.kept() if last is not None else Plan())
            levers = {**plans[nation].levers, **dict.fromkeys(LEFT_TO_GROUPS, 0.0)}
            plans[nation] = replace(plans[nation], levers=levers)
        lived = Round(dict(self.groups), plans, tuple(self.missing), tuple(signed))
        return replace(self, rounds=(*self.rounds, lived), waiting={})

    def lever(self, nation: str, name: str) -> float:
        """What a nation does at present."""
        for plans in (self.waiting, *(lived.plans for lived in reversed(self.rounds))):
            if nation in plans and name in plans[nation].levers:
                return float(plans[nation].levers[name])
        return self._of_scenario(nation, name)

    def _of_scenario(self, nation: str, name: str) -> float:
        own = (self.story.scenario.resolved.get("nation_policies") or {}).get(nation, {}).get(name)
        return float(own) if own is not None else self.story.lever(name)

    def events(self) -> list[dict[str, Any]]:
        """All decisions as dated events of a scenario; a lever that stays as it is needs none."""
        found: list[dict[str, Any]] = []
        now: dict[tuple[str, str], float] = {}
        dated: dict[tuple[Any, str], str] = {}  # when the scenario itself sets a lever first
        for event in self.story.scenario.resolved.get("events") or []:
            if event["kind"] == "set_lever":
                key = (event.get("nation"), event["lever"])
                dated[key] = min(str(event["date"]), dated.get(key, "9999"))
        for place, lived in enumerate(self.rounds):
            date = f"{self.year_of(place)}-01"
            for nation, plan in sorted(lived.plans.items()):
                for name, value in plan.levers.items():
                    moved = now.get((nation, name), self._of_scenario(nation, name)) != value
                    own, of_all = (dated.get(key, "9999")[:4] for key in ((nation, name), (None, name)))
                    if moved or min(own, of_all) <= date[:4]:
                        found.append({"date": date, "kind": "set_lever", "nation": nation, "lever": name,
                                      "value": value})  # fmt: skip
                    now[nation, name] = value
            found += [{"date": date, **event} for event in lived.signed]
        return found

    def played(self) -> Story:
        """The story so far, as one scenario with dated events."""
        return replace(self.story, events=(*self.story.events, *self.events()))

    def as_scenario(self) -> dict[str, Any]:
        """The game so far as a scenario of its own: run, it gives the same numbers."""
        scenario = self.played().changed_scenario()
        groups = ", ".join(f"{self.name_of(code)}: {group}" for code, group in sorted(self.groups.items()))
        end = f"{self.lived}-12"
        said = f"A game played to the end of {self.lived}. Governed by groups: {groups or 'none'}."
        return {**scenario.resolved, "description": said, "seed": self.story.seed,
                "period": {**scenario.resolved["period"], "end": end}}  # fmt: skip

    def ahead(self) -> Run:
        """The run into the first month of the round to come, where all go on as before."""
        return replace(self, waiting={}).next().run(1 - 12 * self.years_a_round)

    def run(self, months: int = 0) -> Run:
        """The run up to the end of the last round, and some months more, with the log of officers."""
        scenario = self.played().changed_scenario()
        plan = prepare(scenario, self.story.seed)
        end = (self.year - 1900) * 12 + months  # month after the last one that is lived
        if end < plan.blueprint.end:
            plan = prepare(scenario, self.story.seed, end - plan.blueprint.start)
        return replace(plan, kept=(*plan.kept, *(name for name in ("officers", "events") if name not in plan.kept)))

    @property
    def months(self) -> int | None:
        """Months of the scenario up to the end of the last round; None for all of it."""
        names = self.names
        end = (self.year - 1900) * 12
        return end - names.start if end < names.end else None

    def result(self) -> Result:
        """What has happened up to the end of the last round."""
        return self.run().run()

    def as_dict(self) -> dict[str, Any]:
        """What is stored: the scenario as it was played, and the rounds."""
        return {
            "scenario": self.story.scenario.resolved, "name": self.story.scenario.name, "seed": self.story.seed,
            "years_a_round": self.years_a_round, "ended": self.ended, "groups": dict(self.groups),
            "rounds": [
                {"groups": dict(lived.groups), "kept": list(lived.kept), "signed": [dict(e) for e in lived.signed],
                 "plans": {nation: plan.as_dict() for nation, plan in lived.plans.items()}}
                for lived in self.rounds
            ],
            "waiting": {nation: plan.as_dict() for nation, plan in self.waiting.items()},
        }  # fmt: skip

    @classmethod
    def from_dict(cls, stored: Any) -> Game:
        """A stored game. Raises GameError or ScenarioError where it is none."""
        needed = {"scenario", "seed", "groups", "rounds", "years_a_round"}
        if not isinstance(stored, Mapping) or not needed <= set(stored):
            raise GameError("this is no stored game")
        try:
            scenario: Scenario = replace(load_scenario(stored["scenario"]), name=str(stored.get("name", "game")))
            years = int(stored["years_a_round"])
            game = cls(Story(scenario, int(stored["seed"])), years_a_round=min(MOST_YEARS, max(1, years)),
                       ended=stored.get("ended") is True)  # fmt: skip
            rounds = tuple(game._round(lived) for lived in stored["rounds"])
            waiting = {str(code): Plan.from_dict(plan) for code, plan in (stored.get("waiting") or {}).items()}
            groups = {str(code): tidy(group) for code, group in stored["groups"].items()}
            for nation, plan in waiting.items():
                check(plan, nation, game.nations)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, GameError):
                raise
            raise GameError("this is no stored game") from error
        return replace(game, groups=groups, rounds=rounds, waiting=waiting)

    def _round(self, stored: Mapping[str, Any]) -> Round:
        plans = {str(code): Plan.from_dict(plan) for code, plan in stored["plans"].items()}
        for nation, plan in plans.items():
            check(plan, nation, self.nations)
        groups = {str(code): tidy(group) for code, group in stored["groups"].items()}
        return Round(groups, plans, tuple(stored["kept"]), tuple(dict(event) for event in stored["signed"]))


@lru_cache(maxsize=64)
def _names(scenario: Scenario) -> Names:
    return names_of(scenario.compile(), scenario.resolved)


def tidy(name: object) -> str:
    """A group's name without line breaks and hidden characters, and not too long."""
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in str(name))
    return " ".join(shown.split())[:LONGEST_NAME].strip()
