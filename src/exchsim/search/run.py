"""The search itself. It keeps no state: killed and started again, it asks the same and finds the answers stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exchsim.search.folder import SearchFolder
from exchsim.search.found import Found, Trial, answers, best, chosen, compared, named
from exchsim.search.optimiser import Judged, Optimiser
from exchsim.search.space import Value, levers_of, policy_of
from exchsim.search.stages import (
    fresh,
    fresh_replicates,
    fresh_samples,
    hand_made,
    search_of,
    searched,
    searched_replicates,
    searched_samples,
)
from exchsim.search.write import write_results
from exchsim.store.manifest import canonical
from exchsim.sweep.aims import TRIAL
from exchsim.sweep.load import Experiment
from exchsim.sweep.pools import PROCESSES, Pool, pool_of
from exchsim.sweep.results import open_sweep
from exchsim.sweep.runner import Silent, Tally, Watch, run_sweep


def runs_of(experiment: Experiment) -> tuple[int, int]:
    """Runs while searching and at the end, at most: a policy that comes again is not run again."""
    search, own = search_of(experiment), len(experiment.arms)
    trials = own + search.population * search.generations
    return (
        trials * searched_samples(experiment) * searched_replicates(experiment),
        (own + search.most) * fresh_samples(experiment) * fresh_replicates(experiment),
    )


def run_search(
    experiment: Experiment,
    out: str | Path,
    workers: int | None = None,
    executor: str | Executor | Any = PROCESSES,
    scheduler: str | None = None,
    retry_failed: bool = False,
    watch: Watch | None = None,
) -> Found:
    """Search for policies, and compare what is found with the policies of the experiment; all into the folder `out`.

    Arguments and errors as for `run_sweep`. Stopped or killed, the same call goes on. Raises ValueError where the
    experiment has no `search`.
    """
    if experiment.file.search is None:
        raise ValueError(f"{experiment.name}: has no section search")
    folder = SearchFolder(out)
    folder.create()
    with folder.lock():
        about = _about(experiment)
        before = folder.before()
        if before.get("search_id") != about["search_id"] or not before.get("finished"):
            folder.forget_results()
        if before and before.get("search_id") != about["search_id"] and watch is not None:
            watch.says("the search in this folder was another one; what is stored and fits is used again")
        folder.write_head(about, finished=False)
        pool = pool_of(executor, workers, scheduler)
        pool.lasts = True  # for all generations
        orderly = False
        try:
            search = _Search(
                experiment, folder, pool, retry_failed, _Overall(watch or Silent(), sum(runs_of(experiment)))
            )
            found = search.run()
            orderly = True
        finally:
            pool.lasts = False
            pool.close(at_once=not orderly)
        write_results(folder, experiment, found, {name: search.policies[trial] for name, trial in found.names.items()})
        folder.write_head(about, finished=True)
        return found


def _about(experiment: Experiment) -> dict[str, Any]:
    """What a search is, without what it may have more of: generations, and the comparison at the end."""
    content = experiment.as_dict()
    search = search_of(experiment).model_dump(mode="json")
    same = {key: value for key, value in search.items() if key not in ("generations", "most", "fresh")}
    stored = {
        key: value
        for key, value in content["experiment"].items()
        if key not in ("search", "attribution", "title", "question")
    }
    identity = canonical([content["scenario"], stored, same])
    return {
        "name": experiment.name,
        "title": experiment.title,
        "question": experiment.file.question,
        "search_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "search": search,
        "experiment": stored,
    }


@dataclass
class _Search:
    experiment: Experiment
    folder: SearchFolder
    pool: Pool
    retry_failed: bool
    watch: _Overall
    policies: dict[str, dict[str, Any]] = field(default_factory=dict)  # trial to policy, in the experiment's words
    names: dict[str, str] = field(default_factory=dict)  # what a policy sets to the name of its first trial
    failed: int = 0

    def run(self) -> Found:
        """All generations, then the comparison."""
        search = search_of(self.experiment)
        levers = levers_of(search)
        outcomes = self.experiment.file.outcomes
        self.directions = {name: str(outcomes[name].direction) for name in search.objectives}
        optimiser = Optimiser(levers, list(self.directions.values()), search.population, search.seed)
        trials: list[Trial] = []
        own = hand_made(self.experiment)
        before: dict[str, Judged | None] = {}
        for generation in range(1, search.generations + 1):
            self.watch.stage = f"generation {generation} of {search.generations}"
            asked = optimiser.ask()
            named_ones = [self._name(values) for values in asked]
            policies = {**(own if generation == 1 else {}), **{name: self.policies[name] for name in named_ones}}
            reached = self._tried(policies, len(asked) + (len(own) if generation == 1 else 0))
            before = before or {name: reached[name] for name in own}
            told = [reached[name] for name in named_ones]
            optimiser.tell(told)
            trials += [Trial(*parts) for parts in zip(named_ones, [generation] * len(asked), asked, told, strict=True)]
        # so that the folder is a sweep of all that was tried
        tally = self._sweep(searched(self.experiment, {**own, **self.policies}), self.folder.trials, 0, retry=False)
        self.failed = tally.failed
        picked = chosen(best(trials, self.directions), self.directions, search.most)
        names = named(picked, tuple(own))
        sweep = None
        if names:
            self.watch.stage = "comparing what was found, on fresh futures"
            final = fresh(self.experiment, {**own, **{name: self.policies[trial] for name, trial in names.items()}})
            self.failed += self._sweep(final, self.folder.fresh, final.runs).failed
            sweep = open_sweep(self.folder.fresh)
        pairs = compared(sweep, tuple(names), tuple(own), self.directions) if sweep is not None else []
        return Found(
            self.experiment.title, search, levers, self.directions, tuple(trials), names, tuple(own), before, sweep,
            tuple(pairs), self.failed,
        )  # fmt: skip

    def _name(self, values: Mapping[str, Value]) -> str:
        """Name of a policy; one that came before keeps its name."""
        policy = policy_of(values)
        name = self.names.setdefault(canonical(policy), f"{TRIAL}{len(self.names) + 1:04d}")
        self.policies[name] = policy
        return name

    def _tried(self, policies: dict[str, Any], asked: int) -> dict[str, Judged | None]:
        """What comes of policies where they are searched on; asked: how many there were, with those that came twice."""
        experiment = searched(self.experiment, policies)
        each = experiment.runs // len(policies)
        self._sweep(experiment, self.folder.trials, asked * each)
        sweep = open_sweep(self.folder.trials)
        return answers(sweep.good, list(policies), search_of(self.experiment), self.directions, each)

    def _sweep(self, experiment: Experiment, folder: Path, asked: int, retry: bool = True) -> Tally:
        tally = run_sweep(experiment, folder, None, self.pool, None, retry and self.retry_failed, self.watch)
        self.watch.ended(asked)
        return tally


@dataclass
class _Overall:
    """Tells a watch of all sweeps of a search as if they were one."""

    watch: Watch
    total: int
    before: int = 0  # runs of the sweeps that have come to their end
    begun: bool = False
    stage: str = ""  # said when something of it has to be run

    def ended(self, asked: int) -> None:
        """A sweep came to its end; so many runs had been asked for, some of them perhaps twice."""
        self.before += asked

    def begins(self, total: int, stored: int, damaged: list[str], others: int) -> None:
        """Nothing is said of what is stored; and rows of other generations are no others."""
        if damaged or (stored < total and not self.begun):
            self.watch.begins(self.total, self.before + stored, damaged, 0)
            self.begun = True
        if stored < total:
            self.watch.says(self.stage)

    def reached(self, stored: int, failed: int) -> None:
        """So many of this sweep."""
        self.watch.reached(self.before + stored, failed)

    def says(self, text: str) -> None:
        """Something happened."""
        self.watch.says(text)
