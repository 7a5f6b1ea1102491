"""Moments: what a world looked like, in numbers that a run and the record of history are both asked for."""

from exchsim.analysis.moments.observed import Observed, ObservedError, read_observed
from exchsim.analysis.moments.patterns import bands, judge, patterns
from exchsim.analysis.moments.take import MOMENTS, take

__all__ = ["MOMENTS", "Observed", "ObservedError", "bands", "judge", "patterns", "read_observed", "take"]
