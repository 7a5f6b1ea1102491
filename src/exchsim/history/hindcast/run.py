"""A whole hindcast: the model with several sets of numbers, and the simpler forecasters, against what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from exchsim.analysis.moments import Observed
from exchsim.history.hindcast import baselines, ensemble, scores
from exchsim.history.hindcast.ensemble import Tell
from exchsim.history.hindcast.forecast import FROZEN, OBSERVED, Forecast
from exchsim.history.hindcast.past import Past, Span, past_of
from exchsim.history.hindcast.values import Values, has_seen, with_values

AS_SHIPPED, MODEL, LOGIT = "as shipped", "model", "gravity logit"


@dataclass(frozen=True)
class Options:
    """How a hindcast is made."""

    scenario: str = "world_1980"
    inputs: tuple[str, ...] = (OBSERVED, FROZEN)
    runs: int = 20
    draws: int = 100  # of the simpler forecasters
    workers: int = 2
    overrides: tuple[str, ...] = ()
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Hindcast:
    """Everything that came out."""

    span: Span
    options: Options
    past: Past
    logit: baselines.Logit
    forecasts: tuple[Forecast, ...]
    scores: pd.DataFrame
    leads: pd.DataFrame  # of the model over the logit
    by_year: pd.DataFrame
    how_many: pd.DataFrame
    calibration: pd.DataFrame  # with new states
    moments: pd.DataFrame


def hindcast(record: Observed, span: Span, values: Sequence[Values] = (), options: Options | None = None,
             tell: Tell = lambda _: None) -> Hindcast:  # fmt: skip
    """Fit the simpler forecasters on the fitted years, run everything forward, and score it.

    values: sets of numbers for the model, each a forecaster beside the scenario as it is. Raises HindcastError.
    """
    chosen = options or Options()
    whole = ensemble.plan_of(chosen.scenario, span.first, span.until, chosen.overrides)
    past = past_of(record, whole.blueprint, span)
    plan = ensemble.plan_of(chosen.scenario, span.last, span.until, chosen.overrides)
    seeds = range(chosen.seed, chosen.seed + chosen.runs)
    found: list[Forecast] = []
    for inputs in chosen.inputs:
        known = past.frozen() if inputs == FROZEN else past
        for one in (*values, Values(AS_SHIPPED, "", {})):
            ready = with_values(plan, one.numbers)
            note = has_seen(ready, span.last) or one.says
            found.append(ensemble.model(f"{MODEL}, {one.name.replace('_', ' ')}", ready, record, past, inputs, seeds,
                                        chosen.workers, tell, note))  # fmt: skip
        tell(f"simpler forecasters, {inputs} inputs: {chosen.draws} draws")
        found.append(baselines.gravity(known, inputs, chosen.draws, chosen.seed))
        found.append(baselines.attachment(known, inputs, chosen.draws, chosen.seed))
        found.append(baselines.persistence(known, inputs))
    years, who = scores.by_year(past, found), scores.scores(past, found)
    of_model = [one for one in found if one.name.startswith(MODEL) or one.name == LOGIT]
    ahead = scores.leads(past, of_model, LOGIT)
    ahead = ahead[ahead["forecaster"] != LOGIT].reset_index(drop=True)
    return Hindcast(
        span, chosen, past, baselines.fit(past), tuple(found), who, ahead, years, scores.how_many(years),
        scores.calibration(past, found, newcomers=True), scores.moments(ensemble.seen(record, past), found),
    )  # fmt: skip
