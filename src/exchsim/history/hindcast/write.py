"""What a hindcast leaves behind: tables, a figure for each kind of inputs, a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from exchsim._version import __version__
from exchsim.history.hindcast.baselines import COVARIATES
from exchsim.history.hindcast.ensemble import PEOPLE_PER_AGENT
from exchsim.history.hindcast.run import LOGIT, MODEL, Hindcast
from exchsim.history.hindcast.scores import ALL, OLD

PAGE = "hindcast.md"
TABLES = ("scores", "leads", "by_year", "how_many", "calibration", "moments")


def write_hindcast(found: Hindcast, folder: Path) -> None:
    """Write everything into a folder."""
    from exchsim.plots.hindcast import hindcast

    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        getattr(found, name).to_csv(folder / f"{name}.csv", index=False, float_format="%.6g")
    pairs(found).to_csv(folder / "pairs.csv", index=False, float_format="%.6g")
    for inputs in found.options.inputs:
        rows = [frame[frame["inputs"] == inputs] for frame in (found.calibration, found.by_year)]
        title = f"New agreements of {found.span.forecast[0]}-{found.span.until}, inputs {inputs}"
        figure = hindcast(rows[0], rows[1], title, source(found))
        figure.savefig(folder / f"{inputs}.png", dpi=110, metadata={"Software": None})
    (folder / PAGE).write_text(page(found), encoding="utf-8")


def source(found: Hindcast) -> str:
    """Where the numbers come from."""
    o = found.options
    return (f"{o.scenario}: {o.runs} runs, one agent for {PEOPLE_PER_AGENT} persons; {o.draws} draws of the simpler "
            f"forecasters; fitted on {found.span}  ·  exchsim {__version__}")  # fmt: skip


def pairs(found: Hindcast) -> pd.DataFrame:
    """Every candidate pair: iso3_a, iso3_b, happened, and the chance by each forecaster."""
    a, b = np.nonzero(found.past.candidates(newcomers=True))
    codes = np.array(found.past.codes)
    table = {"iso3_a": codes[a], "iso3_b": codes[b], "happened": found.past.new()[a, b].astype(int)}
    table |= {f"{one.name} ({one.inputs})": one.chance[a, b] for one in found.forecasts}
    return pd.DataFrame(table)


def verdicts(found: Hindcast) -> Iterator[str]:
    """Is the model better than the logit? A sentence for each of its sets of numbers and kind of inputs."""
    for one in found.forecasts:
        if one.name.startswith(MODEL):
            note = f" ({one.note})" if one.note else ""
            yield f"**{one.name}, inputs {one.inputs}**{note}: {_against_logit(found, one.name, one.inputs)}"


def _against_logit(found: Hindcast, name: str, inputs: str) -> str:
    """In what a forecast is better, and the numbers; the logit's in brackets."""
    better, told = [], []
    for word, column in (("AUC", "auc"), ("average precision", "average_precision")):
        mine, theirs = (_scores(found.scores, who, inputs, column) for who in (name, LOGIT))
        if all(m > t for m, t in zip(mine, theirs, strict=True)):
            better.append(word)
        told.append(f"{word} {mine[0]:.3f} and {mine[1]:.3f} (logit {theirs[0]:.3f} and {theirs[1]:.3f})")
    (off,), (other,) = (_scores(found.how_many, who, inputs, "error") for who in (name, LOGIT))
    if off < other:
        better.append("number of agreements")
    said = f"better than the logit in {', '.join(better)}" if better else "in nothing better than the logit"
    return (
        f"{said}. {'; '.join(told)}, among {OLD} and with {ALL}; number of agreements off by {off:.0f} on average over "
        f"the years (logit {other:.0f})."
    )


def _scores(table: pd.DataFrame, forecaster: str, inputs: str, column: str) -> list[float]:
    rows = table[(table["forecaster"] == forecaster) & (table["inputs"] == inputs)]
    return [float(value) for value in rows[column]]


def page(found: Hindcast) -> str:
    """The page, in Markdown."""
    span, years, first = found.span, found.by_year, found.span.forecast[0]
    shown = years[years["year"].isin({first, (first + span.until) // 2, span.until})]
    fitted = pd.DataFrame({"term": COVARIATES, "estimate": found.logit.beta, "error": found.logit.error})
    pictures = "\n\n".join(
        f"![Calibration and number of agreements, inputs {i}]({i}.png)" for i in found.options.inputs
    )
    last = found.moments[found.moments["when"] != str(first)]
    last = last[(last["when"] == str(span.until)) | (last["when"] == f"{first}-{span.until}")]
    models = last[last["forecaster"] == found.forecasts[0].name]
    return f"""# Hindcast: {span}

{chr(10).join(f"- {line}" for line in verdicts(found))}

## Who

New: pairs without a general agreement at the end of {span.last} that had one in a December of {first} to {span.until}.
`{OLD}`: both states were there in {span.last}; `{ALL}`: also pairs with a state that entered later.

{_table(found.scores)}

Leads of the model over the logit, with nine tenths of resampled sets of pairs:

{_table(found.leads)}

## How many

{_table(found.how_many)}

{_table(shown)}

{pictures}

## Network and exercises, {found.forecasts[0].name}

{_table(models.drop(columns="forecaster"))}

## How

The model starts from the agreements and exercises on record at the end of {span.last} and is run {found.options.runs}
times. The chance of a pair is its yearly chance, added up until it agrees, on average over the runs. Inputs observed:
states that enter and leave, pacts, rivalries, capability and alignment come from the world tables; frozen: they stay as
in {span.last}, so that no state enters. The logit is fitted on {found.logit.events} new agreements in
{found.logit.rows:,} pair-years of {span.fitted[0]}-{span.last}, and simulated forward with its own agreements:

{_table(fitted)}

Preferential attachment: the product of both sides' agreements plus one, at the rate of the same years. Persistence:
nothing changes; pairs that had an agreement or exercised are ranked first. exchsim {__version__}
"""


def _table(frame: pd.DataFrame) -> str:
    def cell(value: Any) -> str:
        if isinstance(value, float | np.floating):
            return "–" if np.isnan(value) else f"{value:.3g}"
        return str(value)

    names = [str(name).replace("_", " ") for name in frame.columns]
    rows = [names, ["---"] * len(names), *([cell(v) for v in row] for row in frame.itertuples(index=False))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
