"""What a calibration leaves behind: tables, the fitted scenario, figures, the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from exchsim._version import __version__
from exchsim.history.fit.folder import (
    FITTED,
    MARGINALS_FIGURE,
    MOMENTS,
    MOMENTS_FIGURE,
    PAGE,
    PARAMETERS,
    PLAUSIBLE,
    FitFolder,
)
from exchsim.history.fit.verdicts import MATCHED, each, moments, noise_of, parameters, patterns
from exchsim.history.fit.waves import Fit, correlations, distances, values_of
from exchsim.history.fit.words import answer
from exchsim.scenario.load import scenario_folders
from exchsim.store.manifest import versions
from exchsim.store.yaml_text import yaml_text
from exchsim.sweep.folder import SCENARIO
from exchsim.sweep.variables import PARAMETER


def write_results(folder: FitFolder, fit: Fit, about: Mapping[str, Any]) -> None:
    """Write everything."""
    told, held = parameters(fit), moments(fit)
    lines = list(answer(fit, told, held))
    folder.put(PARAMETERS, lambda path: told.to_csv(path, index=False))
    folder.put(MOMENTS, lambda path: held.to_csv(path, index=False))
    folder.put(PLAUSIBLE, lambda path: plausible(fit).to_csv(path, index=False, float_format="%.6g"))
    folder.put_text(FITTED, fitted(fit, told))
    folder.put(MARGINALS_FIGURE, lambda path: _draw_marginals(fit, told, path))
    folder.put(MOMENTS_FIGURE, lambda path: _draw_moments(fit, held, path))
    folder.put_text(PAGE, page(fit, told, held, lines))
    folder.write_head({**about, "finished": True, **_content(fit, told, held, lines)})


def plausible(fit: Fit) -> pd.DataFrame:
    """A uniform sample of the plausible points."""
    variables = fit.calibration.variables
    table = pd.DataFrame(values_of(variables, fit.region.shares), columns=[v.path for v in variables])
    return table.assign(implausibility=fit.region.implausibility, expected_distance=fit.region.expected)


def _content(fit: Fit, told: pd.DataFrame, held: pd.DataFrame, lines: list[str]) -> dict[str, Any]:
    off = distances(fit.judge, fit.fresh)
    file = fit.calibration.file
    return {
        "versions": versions(),
        "calibration": file.model_dump(mode="json", exclude_unset=True),
        "forgiven": fit.calibration.forgiven,
        "waves": [
            {"plausible_share": wave.region.volume, "least_worst_implausibility": round(wave.region.reached, 4)}
            for wave in fit.waves
        ],
        "plausible_share": fit.region.volume,
        "noise": round(noise_of(fit).largest, 4),
        "correlations": correlations(fit),
        "best": dict(zip(told["parameter"], map(float, told["best"]), strict=True)),
        "distance": float(off[fit.best]),
        "distance_before": float(off[-1]) if fit.has_shipped else None,
        "identified": dict(zip(told["parameter"], told["verdict"], strict=True)),
        "matched": int((held["verdict"] == MATCHED).sum()),
        "moments": len(held),
        "patterns": {
            str(r.pattern): {"within": r.within, "moments": r.moments, "met": bool(r.met)} for r in each(patterns(held))
        },
        "failed": fit.failed,
        "answer": lines,
    }


def fitted(fit: Fit, told: pd.DataFrame) -> str:
    """A scenario with the best values; each is said with its range and what the data tell of it."""
    calibration = fit.calibration
    label = calibration.experiment.label
    named = any((place / f"{label}.yaml").is_file() for place in scenario_folders())
    head = [
        f"# Fitted: {calibration.title}, exchsim {__version__}. Values of the best point that was run.",
        *(
            f"# {row.parameter}: fitted, plausible {row.plausible_low:.4g} to {row.plausible_high:.4g} of "
            f"{row.low:.4g} to {row.high:.4g} ({row.unit or 'no unit'}); {row.verdict}"
            for row in each(told)
        ),
    ]
    scenario: dict[str, Any] = {
        "extend": label if named else f"wave_1/{SCENARIO}",
        "title": f"{calibration.experiment.scenario.file.title or calibration.name} (fitted)"[:200],
    }
    for variable, value in zip(calibration.variables, fit.finalists[fit.best], strict=True):
        inside = scenario
        parts = variable.scenario_path.split(".")
        for part in parts[:-1]:
            inside = inside.setdefault(part, {})
        inside[parts[-1]] = float(value)
    assert all(v.kind == PARAMETER or v.scenario_path == v.path for v in calibration.variables)
    return "\n".join(head) + "\n" + yaml_text(scenario)


def page(fit: Fit, told: pd.DataFrame, held: pd.DataFrame, lines: list[str]) -> str:
    """The page, in Markdown."""
    calibration = fit.calibration
    question = f"\n{calibration.file.question.strip()}\n" if calibration.file.question else ""
    shown = told[["parameter", "low", "high", "before", "best", "plausible_low", "plausible_high", "verdict"]]
    aims = held[["name", "target", "low", "high", "before", "found", "spread_over_seeds", "verdict", "emulated"]]
    return f"""# {calibration.title}
{question}
{chr(10).join(f"- {line}" for line in lines)}

## Parameters

{_table(shown.rename(columns=lambda name: name.replace("_", " ")))}

![Plausible values of each parameter]({MARGINALS_FIGURE})

Plausible values are nine tenths of the points that are not ruled out; they are no posterior, and no value within is
likelier than another. `{PLAUSIBLE}` holds a sample of whole points, since parameters make up for each other.

## Moments

{_table(aims.rename(columns=lambda name: name.replace("_", " ")))}

![Moments against their bands]({MOMENTS_FIGURE})

`found` is the mean of the best point over {calibration.file.fresh} fresh seeds, `before` that of the values as they
were on the same seeds. The best of {len(fit.finalists)} finalists is chosen on these seeds, so it is a little better
here than elsewhere.

## How

History matching in waves (decision 0069): every wave is a sweep, an emulator of each moment (Gaussian process) is
fitted to all points so far, and points are ruled out whose implausibility is above {calibration.file.cutoff:g} for more
than {calibration.forgiven} of the moments. `emulated` is the share of a moment's variance that its emulator predicts,
each point without itself. A parameter is not identified where its plausible values leave its range no more than
twice as far as those of numbers that change nothing (distance {noise_of(fit).threshold:.2f}).

Use the result: `exchsim run {FITTED}`, or the section `parameters` of that file in a scenario of your own.
exchsim {__version__}
"""


def _table(frame: pd.DataFrame) -> str:
    def cell(value: Any) -> str:
        if isinstance(value, float | np.floating):
            return "–" if np.isnan(value) else f"{value:.4g}"
        return str(value)

    rows = [list(frame.columns), ["---"] * len(frame.columns), *([cell(v) for v in row] for row in frame.to_numpy())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _draw_marginals(fit: Fit, told: pd.DataFrame, path: Path) -> None:
    from exchsim.plots.calibration import Marginal, marginals

    variables = fit.calibration.variables
    points = values_of(variables, fit.region.shares)
    shown = [
        Marginal(v.path, v.unit, v.low, v.high, v.distribution == "loguniform", points[:, k],
                 float(row.best), _as_number(v.default), str(row.verdict))
        for k, (v, row) in enumerate(zip(variables, each(told), strict=True))
    ]  # fmt: skip
    _save(marginals(shown, fit.calibration.title, _source(fit)), path)


def _draw_moments(fit: Fit, held: pd.DataFrame, path: Path) -> None:
    from exchsim.plots.calibration import Held
    from exchsim.plots.calibration import moments as draw

    shown = [
        Held(row.name, row.target, row.low, row.high, row.found, row.spread_over_seeds, row.before,
             row.verdict == MATCHED)
        for row in each(held)
    ]  # fmt: skip
    _save(draw(shown, fit.calibration.title, _source(fit)), path)


def _as_number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _source(fit: Fit) -> str:
    file = fit.calibration.file
    return (
        f"{fit.calibration.name}: {file.waves} waves of {file.samples:,} points x {file.replicates} seeds  ·  "
        f"exchsim {__version__}"
    )


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, dpi=130, metadata={"Software": None})
