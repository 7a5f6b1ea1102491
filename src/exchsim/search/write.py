"""What a search leaves behind: policies, tables, the figure, the answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exchsim._version import __version__
from exchsim.search.folder import (
    ALL,
    ANSWER,
    FIGURE,
    PARETO,
    PARETO_CSV,
    PASTE,
    POLICIES,
    TRIALS,
    SearchFolder,
)
from exchsim.search.found import Found, best, rows_of_found, rows_of_trials
from exchsim.search.words import answer, effort
from exchsim.store.yaml_text import yaml_text
from exchsim.sweep.arms import sets_of
from exchsim.sweep.experiment import Policy
from exchsim.sweep.folder import SCENARIO
from exchsim.sweep.load import Experiment

_HEAD = "# Found by a search ({title}), exchsim {version}. Fresh runs: {said}.\n"


def write_results(
    folder: SearchFolder, experiment: Experiment, found: Found, policies: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write everything; policies: found policies in the words of an experiment."""
    import pandas as pd

    rows = rows_of_found(found)
    heads = {
        row["policy"]: _HEAD.format(title=experiment.title, version=__version__, said=_said(row, found)) for row in rows
    }
    for name, policy in policies.items():
        folder.put_text(f"{POLICIES}/{name}.yaml", heads[name] + yaml_text(_scenario(experiment, name, policy)))
    paste = "".join(f"{heads[name]}{yaml_text({name: dict(policy)})}" for name, policy in policies.items())
    folder.put_text(PASTE, paste or "# nothing was found\n{}\n")
    table = pd.DataFrame(rows)
    folder.put(PARETO_CSV, lambda path: table.to_csv(path, index=False))
    folder.put(PARETO, lambda path: table.to_parquet(path, index=False))
    trials = pd.DataFrame(rows_of_trials(found))
    folder.put(ALL, lambda path: trials.to_parquet(path, index=False))
    folder.put(FIGURE, lambda path: _draw(experiment, found, path))
    folder.put_text(ANSWER, "\n".join([effort(found), *answer(found)]) + "\n")


def _said(row: Mapping[str, Any], found: Found) -> str:
    """Outcomes of a found policy and how it stands."""
    means = ", ".join(f"{name} {row[f'{name} fresh']:.4g}" for name in found.directions)
    return f"{means}; {row['standing']}"


def _scenario(experiment: Experiment, name: str, policy: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario beside the stored one that sets what the policy sets."""
    scenario: dict[str, Any] = {"extend": f"../{TRIALS}/{SCENARIO}", "title": f"{experiment.title} {name}"[:200]}
    for path, value in sets_of(
        Policy.model_validate(dict(policy)), experiment.scenario.resolved, experiment.file.branch_at
    ):
        parts = path.split(".")
        inside = scenario
        for part in parts[:-1]:
            inside = inside.setdefault(part, {})
        inside[parts[-1]] = value
    return scenario


def _draw(experiment: Experiment, found: Found, path: Path) -> None:
    from exchsim.plots.search import Cloud, search

    names = list(found.directions)
    unbeaten = {trial.name for trial in best(found.trials, found.directions)}
    back = {trial: policy for policy, trial in found.names.items()}
    tried = [trial for trial in found.first_of.values() if trial.answer is not None]
    points = [
        Cloud(dict(zip(names, trial.answer.objectives, strict=True)), trial.answer.keeps_limits, trial.name in unbeaten,
              back.get(trial.name, ""))
        for trial in tried if trial.answer is not None
    ]  # fmt: skip
    own = {name: dict(zip(names, one.objectives, strict=True)) for name, one in found.before.items() if one is not None}
    source = (
        f"{experiment.name}: {len(found.trials):,} trials of {len(found.first_of):,} policies  ·  exchsim {__version__}"
    )
    units = found.fresh.units if found.fresh is not None else {}
    figure = search(points, own, found.directions, units, experiment.title, source)
    figure.savefig(path, dpi=130, metadata={"Software": None})
