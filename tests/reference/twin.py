"""The twin: the model of docs/odd.md as objects on Mesa, slow and plain. The engine has to agree with it.

It takes its formulas from `exchsim.rules` and its luck from `exchsim.rng`, and nothing else from the engine's month:
there are no tables, no rows and no careers played forward when needed. Every officer exists and ages every month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import mesa
import numpy as np
from reference import (
    twin_agreements,
    twin_calendar,
    twin_gatherings,
    twin_intelligence,
    twin_measure,
    twin_missions,
    twin_partners,
    twin_people,
    twin_posts,
    twin_relations,
    twin_security,
    twin_standing,
    twin_tours,
)
from reference.twin_chronicle import Chronicle
from reference.twin_nations import Nation, enact_phase, plan_phase
from reference.twin_people import Cabinet
from reference.twin_posts import Post, Tour
from reference.twin_relations import Organisation, Relation

from exchsim import rng
from exchsim.engine import setup
from exchsim.enums import PostState
from exchsim.rules import costs, protocols
from exchsim.state.blueprint import Blueprint


class Luck:
    """Draws by address, for one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, month: int, kind: int, who: int, other: int = 0) -> float:
        return rng.uniform(self.seed, month, int(kind), who, other)

    def normal(self, month: int, kind: int, who: int, other: int = 0) -> float:
        return rng.normal(self.seed, month, int(kind), who, other)

    def exponential(self, month: int, kind: int, who: int, other: int = 0) -> float:
        return rng.exponential(self.seed, month, int(kind), who, other)

    def below(self, month: int, kind: int, who: int, other: int, limit: int) -> int:
        return rng.below(self.seed, month, int(kind), who, other, limit)

    def poisson(self, month: int, kind: int, who: int, other: int, mean: float) -> int:
        return rng.poisson(self.seed, month, int(kind), who, other, float(mean))


class Twin(mesa.Model):
    """The world. `step()` is one month, in the order of docs/odd.md."""

    def __init__(self, blueprint: Blueprint, seed: int) -> None:
        super().__init__(rng=int(seed))
        b = self.blueprint = blueprint
        self.luck, self.params = Luck(seed), b.params[0]
        self.month, self.people_per_agent = b.start, float(b.people_per_agent)
        self.programmes = [b.programme_table[p] for p in range(len(b.programmes))]
        self.policies = b.policies.copy()
        self.hours, self.gamma = setup._hours(b, seed), b.gamma
        self.staff_level, self.service_cdf = setup._staff_levels(b), setup._service_cdf(b)
        self.linguists = np.zeros((len(b.nations), len(b.languages)))
        self.pool: set[tuple[int, int, int]] = set()  # nation, language and officer, as of the last census
        self.years_of_pool: dict[tuple[int, int, int], twin_measure.Row] = {}
        self.cabinet, self.chronicle = Cabinet(), Chronicle(self)
        self.nations = [Nation(self, i) for i in range(len(b.nations))]
        self.organisations = [self._organisation(o) for o in range(len(b.organisations))]
        self.pairs = {(i, j): self._relation(i, j) for i in range(len(b.nations)) for j in range(len(b.nations))}
        self.missions = [twin_missions.Mission(self, m) for m in range(len(b.missions))]
        self.agreements: list[twin_agreements.Agreement] = []
        self.tension = 0.0
        twin_agreements.open_book(self)
        self.posts: dict[int, Post] = {}
        self.tours: list[Tour] = []
        self.ties: list[twin_tours.Tie] = []
        self.leaks: list[twin_intelligence.Leak] = []
        self.leaks_expected = self.espionage_expected = 0.0  # of the month
        self.threats: dict[tuple[int, int, int], twin_security.Toll] = {}
        self.toll = twin_security.Toll()
        self.gatherings: list[twin_gatherings.Gathering] = []
        self.misunderstandings, self.gathered, self.spent_usd = 0, 0, 0.0
        self.escalations = 0
        self.years_of_missions: dict[tuple[int, int], twin_measure.Row] = {}
        self.years_of_contingents: dict[tuple[int, int, int], twin_measure.Row] = {}
        self.world: list[twin_measure.Row] = []
        self.years_of_nations: dict[tuple[int, int], twin_measure.Row] = {}
        self.years_of_pairs: dict[tuple[int, int, int], twin_measure.Row] = {}
        self._first_relations()

    # the world before the first month

    def _organisation(self, o: int) -> Organisation:
        b = self.blueprint
        since = {i: int(month) for i, month in enumerate(b.member_since[o]) if month >= 0}
        return Organisation(
            self, o, int(b.organisation_code[o]), len(b.nations) + o, int(b.headquarters[o]), int(b.main_language[o]),
            float(b.standards[o]), float(b.exercises_per_year[o]), int(b.exercises_from[o]),
            float(b.information_security[o]), since,
        )  # fmt: skip

    def _relation(self, i: int, j: int) -> Relation:
        b = self.blueprint
        floor = float(self.params.protocols_technical_floor)
        return Relation(floor, bool(b.pact_since[i, j] >= 0), bool(b.rivalry[i, j]), False)

    def _first_relations(self) -> None:
        """Trust as politics alone has made it, and what old partners share already."""
        start = self.blueprint.start
        twin_calendar.muster(self, start)
        for _ in range(2):  # the second time friends have opinions
            twin_relations.take_stock(self, start)
            for a, b in self.pairs_of([n for n in self.nations if n.present]):
                self.pair(a, b).trust = self.pair(a, b).baseline
        for a, b in self.pairs_of(self.nations):
            since = self._partners_since(a, b)
            if since is not None:
                pair = self.pair(a, b)
                pair.technical = self._technical_at_start(a, b)
                pair.familiarity = float(self.params.protocols_initial_partner_familiarity)
                pair.trust += self.params.trust_initial_gain * (1.0 - pair.trust)
                pair.last_exercise = start // 12 - 1
            twin_gatherings.first_habit(self, a, b, since is not None)

    def _technical_at_start(self, a: Nation, b: Nation) -> float:
        """The most that a pact or one common organisation with exercises has made of two nations' equipment."""
        p, start = self.params, self.blueprint.start
        effort = 0.5 * (a.policy.standards_effort + b.policy.standards_effort)
        floor = float(p.protocols_technical_floor)
        growth = (p.protocols_standards_per_year, p.protocols_technical_drift_per_year, floor)
        pact = int(self.blueprint.pact_since[a.index, b.index])
        shared = min(1.0, p.protocols_pact_standards * effort)
        paths = [floor]
        if pact >= 0:
            paths.append(protocols.technical_after(floor, shared, *growth, (start - pact) / 12.0))
        for o in self.organisations:
            if o.has_exercised and a.index in o.since and b.index in o.since:
                years = (start - max(o.since[a.index], o.since[b.index])) / 12.0
                path = (floor, o.standards, effort, p.protocols_adoption_years, *growth, years)
                paths.append(protocols.technical_of_members(*path))
        return max(paths)

    def _partners_since(self, a: Nation, b: Nation) -> int | None:
        """Month since which two nations share a pact or an organisation with exercises."""
        pact = int(self.blueprint.pact_since[a.index, b.index])
        months = [pact] if pact >= 0 else []
        for o in self.organisations:
            if o.has_exercised and a.index in o.since and b.index in o.since:
                months.append(max(o.since[a.index], o.since[b.index]))
        return min(months, default=None)

    # the month

    def step(self) -> None:
        """One month."""
        self.begin()
        self.finish()

    def begin(self) -> None:
        """The month as far as the governments' proposals."""
        month = self.month
        self.misunderstandings, self.gathered, self.spent_usd, self.escalations = 0, 0, 0.0, 0
        self.toll = twin_security.Toll()
        self.leaks_expected = self.espionage_expected = 0.0
        twin_calendar.calendar_phase(self, month)
        new = any(n.present and n.usual_harm < 0.0 for n in self.nations)
        if month % 12 == 0 or new:
            twin_partners.see_bridges(self)
        if month % 12 == 0 or month == self.blueprint.start:
            twin_gatherings.plan_gatherings(self, month)
        twin_missions.pledge_phase(self, month)
        plan_phase(self, month)

    def finish(self) -> None:
        """The rest of the month."""
        month = self.month
        enact_phase(self, month)
        twin_posts.assign_phase(self, month)
        twin_tours.prepare_phase(self, month)
        twin_tours.serve_phase(self, month)
        twin_tours.return_phase(self, month)
        twin_people.careers_phase(self, month)
        twin_gatherings.train_phase(self, month)
        twin_missions.together_phase(self, month)
        twin_relations.relations_phase(self, month)
        twin_standing.standing_phase(self)
        twin_intelligence.intelligence_phase(self, month)
        twin_security.security_phase(self, month)
        twin_missions.peace_phase(self, month)
        self._measure(month)
        self.month += 1

    def _measure(self, month: int) -> None:
        self.world.append(twin_measure.world_row(self))
        for mission in [m for m in self.missions if m.running]:
            key = self.year_of(month), mission.index
            months = self.years_of_missions.get(key, {"months": 0})["months"] + 1
            self.years_of_missions[key] = {"months": months, **twin_missions.mission_row(mission)}
            for contingent in mission.contingents:
                self.years_of_contingents[*key, contingent.nation.index] = {"troops": int(contingent.troops)}
        if month % 12 == 11 or month + 1 == self.blueprint.end:
            year = self.year_of(month)
            for nation in self.nations:
                self.years_of_nations[year, nation.index] = twin_measure.nation_row(self, nation)
            for (i, j), row in twin_measure.pair_rows(self).items():
                self.years_of_pairs[year, i, j] = row

    # what everybody asks

    def year_of(self, month: int) -> int:
        """Calendar years since the first."""
        return month // 12 - self.blueprint.start // 12

    def prices(self, month: int) -> float:
        """Price level relative to 2015."""
        return costs.price_level(1900 + month // 12, self.params.costs_price_growth_per_year)

    @property
    def smallest_team(self) -> float:
        """Agents that even a small force needs for most of its teams to have one who can talk or knows somebody."""
        return float(self.params.protocols_smallest_team) / self.people_per_agent

    def pair(self, a: Nation, b: Nation) -> Relation:
        """How the first nation stands towards the second."""
        return self.pairs[a.index, b.index]

    @staticmethod
    def pairs_of(nations: list[Nation]) -> Iterator[tuple[Nation, Nation]]:
        """Every ordered pair of different nations."""
        return ((a, b) for a in nations for b in nations if a is not b)

    @staticmethod
    def couples_of(nations: list[Nation]) -> Iterator[tuple[Nation, Nation]]:
        """Every unordered pair of different nations."""
        return ((a, b) for a in nations for b in nations if a.index < b.index)

    def blocked(self, sender: Nation, host: Nation) -> bool:
        """Can nobody travel between the two?"""
        return twin_calendar.blocked(self, sender, host)

    def cut_off(self, sender: Nation, host: Nation) -> bool:
        """Can the two not even meet on screen?"""
        return twin_calendar.cut_off(self, sender, host)

    def meeting(self) -> list[Post]:
        """Posts in the order of their identity."""
        return [self.posts[uid] for uid in sorted(self.posts)]

    def close(self, post: Post) -> None:
        """Abolish a billet."""
        del self.posts[post.uid]

    def count_posts(self, filled_only: bool = False) -> Counter:
        """Posts by sender and venue."""
        return Counter(
            (p.sender.index, p.venue) for p in self.posts.values() if p.state == PostState.FILLED or not filled_only
        )
