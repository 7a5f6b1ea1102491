"""Rounds in which groups govern nations: a year's decisions are dated events, and a round is the story run to its end.

A game is its scenario and its decisions; whoever has them can play it again, round by round or as one scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exchsim.api import Result, prepare
from exchsim.app.story import Story
from exchsim.scenario import Scenario
from exchsim.state.levers import LEVERS_BY_PATH
from exchsim.store.names import Names

DECIDED = (
    "budget_share", "posts_share", "tour_months", "language_target", "virtual_share", "exercise_activity",
    "partners_max", "weight_alliance", "weight_threat", "vetting", "access_level", "alumni_recontact",
)  # fmt: skip
Decisions = Mapping[str, float]  # lever to value
_OF_NATIONS = ("trust_received", "readiness", "sharing_received", "spent_usd", "budget_usd")


class GameError(ValueError):
    """Something that the game does not allow; the text is for the player."""


@dataclass(frozen=True)
class Score:
    """How a nation stands at the end of a year. Shares of 1, but money and attacks."""

    nation: str
    trust: float  # that others have in it
    interoperability: float  # with its allies, or with its partners where it has none
    readiness: float
    sharing: float  # intelligence that others share with it
    harm: float  # of attacks in the year
    spent_usd: float
    budget_usd: float


@dataclass(frozen=True)
class Game:
    """A scenario, who governs what, and what was decided in each round; a round is a year."""

    story: Story
    groups: Mapping[str, str]  # nation to name of the group that governs it; the others govern themselves
    rounds: tuple[Mapping[str, Decisions], ...] = ()  # nation to decisions, round by round
    waiting: Mapping[str, Decisions] = field(default_factory=dict)  # decisions for the round to come

    @property
    def first_year(self) -> int:
        """Year of the first round: the first whole one of the scenario."""
        date = str(self.story.scenario.resolved["period"]["start"])
        return int(date[:4]) + (0 if date[5:7] in ("", "01") else 1)

    @property
    def last_year(self) -> int:
        """Year of the last round: the last whole one."""
        date = str(self.story.scenario.resolved["period"]["end"])
        return int(date[:4]) - (0 if date[5:7] in ("", "12") else 1)

    @property
    def year(self) -> int:
        """Year that is decided upon."""
        return self.first_year + len(self.rounds)

    @property
    def is_over(self) -> bool:
        """Whether no year is left."""
        return self.year > self.last_year

    @property
    def missing(self) -> list[str]:
        """Nations whose groups have not decided yet."""
        return [code for code in self.groups if code not in self.waiting]

    def joined(self, nation: str, group: str) -> Game:
        """A group takes a nation. Raises GameError where it cannot."""
        if not group.strip():
            raise GameError("give your group a name")
        if nation not in self.nations:
            raise GameError(f"{nation}: no such nation here")
        if nation in self.groups and self.groups[nation] != group:
            raise GameError(f"{self.name_of(nation)} is governed by {self.groups[nation]} already")
        return replace(self, groups={**self.groups, nation: group.strip()[:40]})

    @property
    def nations(self) -> list[str]:
        """Codes of all nations."""
        return list(self._names.nations)

    def name_of(self, nation: str) -> str:
        """Name of a nation."""
        return self._names.name_of(nation)

    @property
    def _names(self) -> Names:
        from exchsim.store.names import names_of

        return names_of(self.story.scenario.compile(), self.story.scenario.resolved)

    def decided(self, nation: str, decisions: Decisions) -> Game:
        """A group's decisions for the year to come; said again, they replace those before. Raises GameError."""
        if self.is_over:
            raise GameError("the game is over")
        if nation not in self.groups:
            raise GameError(f"{nation} is governed by nobody here")
        for name, value in decisions.items():
            if name not in DECIDED:
                raise GameError(f"{name}: nothing to decide upon")
            lever = LEVERS_BY_PATH[f"policy.{name}"]
            if not lever.low <= value <= lever.high:
                raise GameError(f"{name} = {value:g}: must be {lever.low:g} to {lever.high:g} {lever.unit}")
        return replace(self, waiting={**self.waiting, nation: dict(decisions)})

    def next(self) -> Game:
        """The year is lived with what was decided; groups that said nothing go on as before."""
        if self.is_over:
            raise GameError("the game is over")
        return replace(self, rounds=(*self.rounds, self.waiting), waiting={})

    def lever(self, nation: str, name: str) -> float:
        """What a nation does at present."""
        for decisions in (self.waiting, *reversed(self.rounds)):
            if name in decisions.get(nation, {}):
                return float(decisions[nation][name])
        own = (self.story.scenario.resolved.get("nation_policies") or {}).get(nation, {}).get(name)
        return float(own) if own is not None else self.story.lever(name)

    def events(self) -> list[dict[str, Any]]:
        """All decisions as dated events of a scenario."""
        return [
            {"date": f"{self.first_year + k}-01", "kind": "set_lever", "nation": nation, "lever": name, "value": value}
            for k, decisions in enumerate(self.rounds)
            for nation, levers in sorted(decisions.items())
            for name, value in levers.items()
        ]

    def played(self) -> Story:
        """The story so far, as one scenario with dated events."""
        return replace(self.story, events=(*self.story.events, *self.events()))

    def result(self) -> Result | None:
        """The run up to the end of the last round; none before the first."""
        if not self.rounds:
            return None
        story = self.played()
        scenario = story.changed_scenario()
        plan = prepare(scenario, story.seed)
        end = (self.year - 1900) * 12  # month after the last one that is lived
        if end < plan.blueprint.end:
            plan = prepare(scenario, story.seed, end - plan.blueprint.start)
        return plan.run()

    def as_dict(self) -> dict[str, Any]:
        """What is stored: the scenario as it was played, and the rounds."""
        return {
            "scenario": self.story.scenario.resolved, "name": self.story.scenario.name, "seed": self.story.seed,
            "groups": dict(self.groups),
            "rounds": [{nation: dict(levers) for nation, levers in decisions.items()} for decisions in self.rounds],
        }  # fmt: skip

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Game:
        """A stored game. Raises GameError or ScenarioError where it is none."""
        from exchsim.scenario import load_scenario

        if not isinstance(stored, Mapping) or not {"scenario", "seed", "groups", "rounds"} <= set(stored):
            raise GameError("this is no stored game")
        scenario: Scenario = replace(load_scenario(stored["scenario"]), name=str(stored.get("name", "game")))
        game = cls(Story(scenario, int(stored["seed"])), {})
        for nation, group in stored["groups"].items():
            game = game.joined(nation, group)
        for decisions in stored["rounds"]:
            for nation, levers in decisions.items():
                game = game.decided(nation, levers)
            game = game.next()
        return game


def board(result: Result, year: int, nations: Sequence[str]) -> list[Score]:
    """How nations stand at the end of a year, those with most trust first."""
    table = result.nations[result.nations["year"] == year].set_index("iso3")
    pairs = result.pairs[result.pairs["year"] == year]
    threats = result.threats[result.threats["year"] == year].groupby("iso3", observed=True)["harm"].sum()
    found = []
    for code in nations:
        if code not in table.index:
            continue
        row = {name: float(table.at[code, name]) for name in _OF_NATIONS}  # type: ignore[arg-type]
        mine = pairs[pairs["sender"] == code]
        friends = mine[mine["alliance"]] if mine["alliance"].any() else mine[mine["filled"] > 0]
        together = float((friends if len(friends) else mine)["interoperability"].mean())
        harm = float(threats.get(code, 0.0))
        found.append(Score(code, row["trust_received"], together, row["readiness"], row["sharing_received"], harm,
                           row["spent_usd"], row["budget_usd"]))  # fmt: skip
    return sorted(found, key=lambda score: -score.trust)
