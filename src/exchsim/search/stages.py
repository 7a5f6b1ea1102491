"""The experiments that a search makes of its own: a generation, all trials, and the comparison on fresh futures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exchsim.sweep.aims import CHOSEN, FEW_REPLICATES, FEW_SAMPLES, Search
from exchsim.sweep.design import SAMPLED
from exchsim.sweep.load import AS_IT_IS, Experiment, stored_experiment

# Searches run on the first seeds of the experiment, fewer than this; fresh ones begin beyond all that it may have.
FRESH_SEEDS = 1_000_000
_TRAIL = {"trail": False}  # of trials nothing is kept but outcomes

Policies = Mapping[str, Any]


def search_of(experiment: Experiment) -> Search:
    """The search of an experiment that has one."""
    assert experiment.file.search is not None
    return experiment.file.search


def hand_made(experiment: Experiment) -> dict[str, Any]:
    """Policies of the file, as it has them; where it has none, the scenario as it is."""
    written = experiment.as_dict()["experiment"].get("policies") or {}
    return dict(written) or {AS_IT_IS: {}}


def searched_samples(experiment: Experiment) -> int:
    """Futures while searching."""
    return _samples(experiment, search_of(experiment).samples or min(experiment.file.design.samples, FEW_SAMPLES))


def searched_replicates(experiment: Experiment) -> int:
    """Seeds while searching."""
    return search_of(experiment).replicates or min(experiment.file.replicates, FEW_REPLICATES)


def fresh_samples(experiment: Experiment) -> int:
    """Futures of the comparison at the end."""
    return _samples(experiment, search_of(experiment).fresh.samples or experiment.file.design.samples)


def fresh_replicates(experiment: Experiment) -> int:
    """Seeds of the comparison at the end."""
    least = 2 if _is_chosen(experiment) or fresh_samples(experiment) == 1 else 1  # for an interval
    return search_of(experiment).fresh.replicates or max(least, experiment.file.replicates)


def _samples(experiment: Experiment, wanted: int) -> int:
    return experiment.samples if _is_chosen(experiment) else wanted


def _is_chosen(experiment: Experiment) -> bool:
    """Whether there are no other futures than those that somebody chose."""
    return experiment.file.design.kind in CHOSEN or not experiment.variables


def searched(experiment: Experiment, policies: Policies) -> Experiment:
    """Policies under the futures and the luck that are searched on."""
    return _with(
        experiment, policies, searched_samples(experiment), searched_replicates(experiment), 0,
        keep=_TRAIL, title=f"{experiment.title} (trials of a search)",
    )  # fmt: skip


def fresh(experiment: Experiment, policies: Policies) -> Experiment:
    """Policies under other futures, where they are a sample, and in any case other luck."""
    return _with(
        experiment, policies, fresh_samples(experiment), fresh_replicates(experiment), 1,
        seed=experiment.file.seed + FRESH_SEEDS, title=f"{experiment.title} (found policies on fresh futures)",
    )  # fmt: skip


def _with(
    experiment: Experiment, policies: Policies, samples: int, replicates: int, other: int, **changes: Any
) -> Experiment:
    """The experiment with other policies and another sample; `other` is added to the seed of the design."""
    file = experiment.file
    if file.design.kind not in CHOSEN:
        kind = file.design.kind if file.design.kind in SAMPLED and file.design.kind != "saltelli" else "latin-hypercube"
        changes["design"] = {"kind": kind, "samples": samples, "seed": (file.design.seed + other) % 2**32}
    stored = experiment.as_dict()
    return stored_experiment(
        stored, {"policies": dict(policies), "replicates": replicates, "search": None, "attribution": None, **changes}
    )
