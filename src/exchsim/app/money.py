"""What a group's plan asks for and is expected to cost: the model's own plan for January, made before it is lived.

The game so far is run into the first month of the round with the plan as dated changes; what the nation then asks of
whom, and what its posts need until December, is read from the engine. What others will do is not known: they go on as
before. Courses, gatherings and alumni are reckoned from prices and last year's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exchsim._jit import in_python
from exchsim.api import Plan as Run
from exchsim.api import Result
from exchsim.app.decisions import RELATIONS, Plan
from exchsim.app.game import Game
from exchsim.engine.run import run as advance
from exchsim.engine.setup import build
from exchsim.enums import Change, PostState, ProgrammeKind
from exchsim.kernels.partners import usual_course_months
from exchsim.rules import costs
from exchsim.state.columns import CHANGES, dtype_of
from exchsim.state.levers import LEVER_NAMES
from exchsim.state.tables import State


@dataclass(frozen=True)
class Estimate:
    """Expected for the first year of a round. Money in USD of that year; officers in persons."""

    budget_usd: float
    costs_usd: Mapping[str, float]  # posts, language, gatherings, alumni: of what can be sent
    wanted_usd: float  # what posts would cost if all that is wanted were filled
    wanted: float  # officers wanted abroad with other nations
    posts: Mapping[str, float]  # with each other nation: posts of the plan; others close when their officer comes home
    staff: float  # posts at headquarters and missions
    refused: float  # asked of hosts that refuse
    post_month_usd: float  # mean price of a month at a post

    @property
    def total_usd(self) -> float:
        """Everything that can be done."""
        return sum(self.costs_usd.values())

    @property
    def filled_usd(self) -> float:
        """Everything, if all officers wanted abroad were sent."""
        return self.total_usd - self.costs_usd["posts"] + self.wanted_usd

    @property
    def is_over(self) -> bool:
        """Whether the money does not reach for what can be sent; officers that nobody takes cost nothing."""
        return self.total_usd > self.budget_usd


@dataclass(frozen=True)
class LastYear:
    """What the year before tells of a nation: counts for the whole force."""

    alumni: float
    exercises: float
    workshops: float


def last_year(result: Result, year: int, nation: str) -> LastYear:
    """From the tables of a run."""
    rows = result.nations[(result.nations["year"] == year) & (result.nations["iso3"] == nation)]
    came = result.exercises[(result.exercises["year"] == year) & (result.exercises["iso3"] == nation)]
    kinds = came["kind"].astype(str)
    alumni = float(rows["alumni"].iloc[0]) if len(rows) else 0.0
    return LastYear(alumni, float((kinds == "exercise").sum()), float((kinds == "workshop").sum()))


def foresee(game: Game, ahead: Run, nation: str, plan: Plan, before: LastYear) -> Estimate:
    """What a plan asks for and costs. ahead: of `game.ahead()`."""
    state = _in_january(game, ahead, nation, plan)
    i, month = ahead.blueprint.nations.index(nation), ahead.blueprint.end - 1
    people = float(state.clock[0].people_per_agent)
    posts = np.array(state.targets[i, : len(state.nations)].sum(axis=1), float)
    prices = costs.price_level(float(1900 + month // 12), float(state.params[0].costs_price_growth_per_year))
    posts_usd, months = _posts_usd(state, i, month, prices * people)
    staff = float(np.sum((state.posts.sender == i) & (state.posts.venue >= len(state.nations))))
    cadre = float(ahead.blueprint.strength[i, month - ahead.blueprint.start])
    wanted = float(state.policies[i].posts_share) * cadre
    unit = posts_usd / months if months else 0.0
    spent = {
        "posts": posts_usd,
        "language": _language_usd(state, i, posts, before, prices * people),
        "gatherings": _gatherings_usd(state, game, nation, plan, before, prices),
        "alumni": before.alumni * float(state.policies[i].alumni_recontact)
        * float(state.params[0].costs_recontact_usd) * people * prices,
    }  # fmt: skip
    return Estimate(
        budget_usd=float(state.nations[i].budget_usd), costs_usd=spent, wanted=wanted * people,
        wanted_usd=max(posts_usd, 12.0 * unit * (wanted + staff)),
        posts={code: float(posts[k]) * people for k, code in enumerate(ahead.blueprint.nations) if k != i},
        staff=staff * people, refused=float(state.nations[i].refused_this_year) * people,
        post_month_usd=unit / people,
    )  # fmt: skip


def _in_january(game: Game, ahead: Run, nation: str, plan: Plan) -> State:
    """The engine after the first month of the round, with one nation's plan."""
    blueprint = ahead.blueprint
    place = {code: k for k, code in enumerate(blueprint.nations)}
    month = blueprint.end - 1
    now = replace(game, waiting={})
    rows = [
        (month, int(Change.SET_LEVER), place[nation], LEVER_NAMES.index(name), value)
        for name, value in plan.levers.items()
        if now.lever(nation, name) != value
    ]
    rows += [(month, int(Change.RUPTURE), place[nation], place[other], 0.0) for other, kind in plan.ends
             if kind == RELATIONS]  # fmt: skip
    new = np.array(rows, dtype_of(CHANGES)) if rows else np.zeros(0, dtype_of(CHANGES))
    changes: Any = np.concatenate([np.asarray(blueprint.changes, dtype_of(CHANGES)), new])
    changes = changes[np.argsort(changes["month"], kind="stable")].view(np.recarray)
    state = build(replace(blueprint, changes=changes), game.story.seed, False)
    return advance(state, blueprint.end)


def _posts_usd(state: State, i: int, month: int, price: float) -> tuple[float, float]:
    """Of all posts of a nation for the year, and how many months at posts that is.

    Posts that close are paid until their officer comes home; of those paid by a donor nothing.
    """
    total, months = 0.0, 0.0
    for post in state.posts[np.asarray(state.posts.sender) == i]:
        if post.state == PostState.SUSPENDED:
            continue
        length = 12.0 if post.closing == 0 else float(min(12, max(0, int(post.until) - month)))
        total += length * float(state.programmes[post.programme].cost_usd_per_month) * price
        months += length
    return total, months


def _language_usd(state: State, i: int, posts: np.ndarray, before: LastYear, price: float) -> float:
    """Courses before tours, refreshers for alumni, interpreters."""
    policy, params = state.policies[i], state.params[0]
    hour = float(params.costs_class_hour_usd)
    # months of course that the government itself reckons with when it chooses partners
    known = (params, state.policies, state.nations, state.staff_level, state.hours, state.gamma)
    months = sum(posts[j] * in_python(usual_course_months)(i, j, *known) for j in np.flatnonzero(posts > 0.0))
    courses = months * float(params.language_class_hours_per_month) * hour * 12.0 / float(policy.tour_months)
    classes = before.alumni * float(policy.refresher_hours_per_year) * hour
    need = float(np.sum(posts * (1.0 - np.array(state.pairs.talk[i], float))))
    interpreters = float(policy.interpreter_coverage) * need * float(params.costs_interpreter_year_usd)
    return float(courses + classes + interpreters) * price


def _gatherings_usd(state: State, game: Game, nation: str, plan: Plan, before: LastYear, price: float) -> float:
    """Exercises and workshops, from last year's and from what the plan makes of them."""
    unit = {
        kind: float(np.mean(state.programmes.cost_usd_per_month[state.programmes.kind == kind] * price))
        for kind in (ProgrammeKind.EXERCISE, ProgrammeKind.WORKSHOP)
        if (state.programmes.kind == kind).any()
    }
    now = replace(game, waiting={})
    activity = plan.levers.get("exercise_activity", 1.0), now.lever(nation, "exercise_activity")
    exercises = before.exercises * (1.0 + activity[0]) / (1.0 + activity[1])  # half of it is up to the partners
    held = plan.levers.get("workshops_per_year", 1.0) - now.lever(nation, "workshops_per_year")
    workshops = max(0.0, before.workshops + held)
    return exercises * unit.get(ProgrammeKind.EXERCISE, 0.0) + workshops * unit.get(ProgrammeKind.WORKSHOP, 0.0)
