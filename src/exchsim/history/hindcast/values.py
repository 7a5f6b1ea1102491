"""Values of parameters that hold in a forecast, from a small file.

What a scenario may say is bounded by ranges that rest on all years up to 1999. A forecast that must not know the later
of them needs values from elsewhere, so they are set here as they stand, without those ranges.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from exchsim import api
from exchsim.history.hindcast.past import HindcastError
from exchsim.scenario.faults import suggestion
from exchsim.state.params import PARAMETERS_BY_PATH
from exchsim.sweep.load import experiment_folders

LEARNT_TO = 1999  # last year of the record behind the shipped numbers of agreements


@dataclass(frozen=True)
class Values:
    """A forecaster of the model's: its name, a line about it, values by path of the parameter."""

    name: str
    says: str
    numbers: Mapping[str, float]


def find_values(name: str | Path) -> Path:
    """A file of numbers, by its path or by that in a folder of experiments, such as hindcast_1989/as_in_1989."""
    for place in [Path(name), *(folder / f"{name}.yaml" for folder in experiment_folders())]:
        if place.is_file():
            return place
    known = {
        f"{file.parent.name}/{file.stem}" for place in experiment_folders() for file in place.glob("hindcast_*/*.yaml")
    }
    hint = suggestion(str(name), sorted(known))
    raise HindcastError(f"{name}: no such file of numbers{'; ' + hint if hint else ''}")


def read_values(path: Path) -> Values:
    """A file with `says` and `numbers`: paths of parameters, such as agreements.constant, and their values."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HindcastError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise HindcastError(f"{path}: is no YAML: {error}") from error
    numbers = content.get("numbers") if isinstance(content, dict) else None
    if not isinstance(numbers, dict) or not numbers or set(content) - {"says", "numbers"}:
        raise HindcastError(f"{path}: needs numbers (parameter: value), and may have says (a line about them); no more")
    for name, value in numbers.items():
        if name not in PARAMETERS_BY_PATH:
            hint = suggestion(str(name), sorted(PARAMETERS_BY_PATH))
            raise HindcastError(f"{path}: numbers.{name}: no such number{'; ' + hint if hint else ''}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise HindcastError(f"{path}: numbers.{name} = {value!r}: must be a number")
    return Values(path.stem, str(content.get("says", "")), {name: float(value) for name, value in numbers.items()})


def with_values(plan: api.Plan, numbers: Mapping[str, float]) -> api.Plan:
    """The plan with these values."""
    params = plan.blueprint.params.copy()
    for path, value in numbers.items():
        params[PARAMETERS_BY_PATH[path].name] = value
    return replace(plan, blueprint=replace(plan.blueprint, params=params))


def has_seen(plan: api.Plan, last: int) -> str:
    """A warning where the numbers of agreements in effect were estimated on years that are to be forecast."""
    every = [p for path, p in PARAMETERS_BY_PATH.items() if path.startswith("agreements.")]
    estimated = [p for p in every if "DCAD" in p.source and p.unit.startswith("logit")]  # who wants an agreement
    kept = [p.path for p in estimated if float(plan.blueprint.params[p.name][0]) == float(p.default)]
    if last >= LEARNT_TO or not kept:
        return ""
    return f"no forecast: {len(kept)} of its numbers were estimated on 1981-{LEARNT_TO}, which it is asked about"
