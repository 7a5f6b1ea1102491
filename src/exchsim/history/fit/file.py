"""What a calibration file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from exchsim.scenario.fields import Strict, maybe, usually
from exchsim.sweep.experiment import Name, Outcome, Path

SCALES = ("linear", "log")
MAX_WAVES, MAX_SAMPLES = 20, 5000


class Fitted(Strict):
    """A number that is looked for; what is left out comes from the range that the model declares."""

    low: float | None = maybe("lowest value")
    high: float | None = maybe("highest value")
    scale: Literal[SCALES] = Field("linear", description="linear, or log: equal factors are equally likely")  # type: ignore[valid-type]


class Target(Outcome):
    """A number of a run, by column or as a moment, and what it should be."""

    target: float | None = maybe("what was seen; by default that of the patterns of history")
    tolerance: float | None = maybe(
        "standard deviation by which even the best model may miss it, and the record be wrong; by default a quarter of "
        "the band of the patterns of history",
        gt=0.0,
    )
    low: float | None = maybe("lowest value that counts as matched; by default target less twice the tolerance")
    high: float | None = maybe("highest value that counts as matched; by default target and twice the tolerance")
    weight: float = Field(default=1.0, ge=0.0, le=1e6, description="weight in the distance by which points are ranked")


class CalibrationFile(Strict):
    """A calibration of exchsim."""

    title: str = Field(default="", max_length=200, description="one line")
    question: str = Field(default="", max_length=10000, description="what it is to answer")
    scenario: str | dict[str, Any] = Field(description="scenario: a file, the name of one, or the scenario itself")
    set: dict[Path, Any] = usually({}, "values of the scenario that hold in all runs, by path")
    parameters: dict[Path, Fitted] = Field(
        min_length=1, max_length=60, description="numbers that are looked for, by path such as agreements.constant"
    )
    moments: dict[Name, Target] = usually({}, "what runs are held against")
    patterns: list[Annotated[int, Field(ge=1, le=99)]] = usually(
        [], "numbers of patterns of history, all moments of which a single run has are taken"
    )
    replicates: int = Field(default=3, ge=2, le=10_000, description="seeds a point; two or more tell what is luck")
    target_runs: int = Field(
        default=1, ge=1, le=10_000, description="runs of which targets are the mean: 1 for history, which happened once"
    )
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="first seed of the runs, and seed of the designs")
    waves: int = Field(default=3, ge=1, le=MAX_WAVES, description="waves of runs")
    samples: int = Field(default=100, ge=4, le=MAX_SAMPLES, description="points a wave; ten a parameter or more")
    cutoff: float = Field(default=3.0, gt=0.5, le=10.0, description="implausibility above which a point is ruled out")
    forgiven: int | None = maybe(
        "moments, the worst ones, that do not count against a point; by default one of five and more, else none",
        ge=0,
        le=1000,
    )
    finalists: int = Field(default=5, ge=1, le=100, description="points that are run again on fresh seeds")
    fresh: int = Field(default=8, ge=2, le=10_000, description="fresh seeds of each of them")
