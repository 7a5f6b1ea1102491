"""NSGA-II of Optuna, asked for whole generations: the same seed and the same answers give the same search."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from optuna.samplers import NSGAIISampler
from optuna.samplers.nsgaii import PolynomialMutation, SBXCrossover
from optuna.trial import TrialState

from exchsim.search.space import Lever, Value

# Wide steps: searches of policies are short. With the usual 15 and 20, ZDT1 and ZDT2 came out worse in 12 generations.
CROSSOVER_INDEX, MUTATION_INDEX = 3.0, 5.0


@dataclass(frozen=True)
class Judged:
    """What came of a policy: its objectives, and by how much it passes each limit (0 and less: it does not)."""

    objectives: Sequence[float]
    excess: Mapping[str, float] = field(default_factory=dict)

    @property
    def keeps_limits(self) -> bool:
        """Whether it passes none."""
        return all(value <= 0.0 for value in self.excess.values())


class Optimiser:
    """Asks for generations of policies and learns what came of them."""

    def __init__(self, levers: Sequence[Lever], directions: Sequence[str], population: int, seed: int) -> None:
        """directions: more or less, of each objective."""
        self.levers, self.population = tuple(levers), population
        self._distributions = {lever.path: _distribution(lever) for lever in levers}
        before = optuna.logging.get_verbosity()
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of Optuna that may still change are pinned
            sampler = NSGAIISampler(
                population_size=population,
                seed=seed,
                crossover=SBXCrossover(eta=CROSSOVER_INDEX),
                mutation=PolynomialMutation(eta=MUTATION_INDEX),
            )
        ways = ["maximize" if way == "more" else "minimize" for way in directions]
        self._study = optuna.create_study(directions=ways, sampler=sampler)
        optuna.logging.set_verbosity(before)
        self._asked: list[optuna.Trial] = []

    def ask(self) -> list[dict[str, Value]]:
        """The next generation: lever path to value of each policy. Policies may come again."""
        self._asked = [self._study.ask(self._distributions) for _ in range(self.population)]
        return [
            {lever.path: trial.params[lever.path] if lever.values else lever.rounded(trial.params[lever.path])
             for lever in self.levers}
            for trial in self._asked
        ]  # fmt: skip

    def tell(self, answers: Sequence[Judged | None]) -> None:
        """What came of the generation asked for last, in its order; None where a policy has no value."""
        for trial, answer in zip(self._asked, answers, strict=True):
            if answer is None:
                self._study.tell(trial, state=TrialState.FAIL)
                continue
            for name, value in answer.excess.items():
                trial.set_constraint(name, value)
            self._study.tell(trial, list(answer.objectives))
        self._asked = []


def _distribution(lever: Lever) -> BaseDistribution:
    """Half a step wider than the range, so that its ends come as often as what lies between."""
    if lever.values:
        return CategoricalDistribution(list(lever.values))
    half = lever.step / 2
    return FloatDistribution(lever.low - half, lever.high + half)
