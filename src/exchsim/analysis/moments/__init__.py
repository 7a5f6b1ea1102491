"""Moments: what a world looked like, in numbers that a run and the record of history are both asked for."""

from exchsim.analysis.moments.observed import Observed, ObservedError, observed_of, read_observed
from exchsim.analysis.moments.patterns import bands, judge, patterns
from exchsim.analysis.moments.take import MOMENTS, OF_RUNS, take

__all__ = [
    "MOMENTS",
    "OF_RUNS",
    "Observed",
    "ObservedError",
    "bands",
    "judge",
    "observed_of",
    "patterns",
    "read_observed",
    "take",
]
