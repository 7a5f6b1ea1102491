"""Seeds added to a sweep until a difference is known as precisely as somebody needs.

Looking again and again, and stopping when it is enough, makes intervals a little too sure; few looks keep that small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exchsim.analysis.contrasts import Contrast, contrasts
from exchsim.sweep.load import Experiment, stored_experiment
from exchsim.sweep.results import Sweep, open_sweep

MOST_REPLICATES = 100_000


class PrecisionError(ValueError):
    """Seeds alone cannot give the precision that is wanted; the text says what could."""


def replicates_needed(sweep: Sweep, wanted: Mapping[str, float], baseline: str) -> int:
    """Replicates with which every policy's difference from the baseline has so narrow an interval.

    wanted: outcome to half width of its 95 % interval. Raises PrecisionError where only more samples would help.
    """
    directions = {name: sweep.directions[name] for name in wanted}
    found = contrasts(sweep.good, directions, sweep.policies, baseline, layout=sweep.layout)
    return max(_replicates(c, wanted[c.outcome]) for c in found)


def _replicates(c: Contrast, width: float) -> int:
    if c.half_width <= width:
        return c.estimate.replicates
    needed = c.replicates_for(width)
    if needed is None or needed > MOST_REPLICATES:
        samples = c.futures_for(width)
        remedy = f"{samples:,} samples would do it" if samples else "it needs more samples and more seeds"
        raise PrecisionError(
            f"{c.outcome}, {c.policy} against {c.baseline}: is known to ± {c.half_width:.3g}, and no number of seeds "
            f"gives ± {width:g}; {remedy}"
        )
    return max(needed, c.estimate.replicates + 1)


def sweep_until(
    folder: str, wanted: Mapping[str, float], baseline: str, carry_out: Callable[[Experiment], int]
) -> tuple[int, int]:
    """Add seeds to a finished sweep until it is precise enough, at most twice as many at a time.

    carry_out: runs an experiment into the folder; its exit code. Returns the last exit code and the replicates reached.
    """
    code = 0
    while True:
        sweep = open_sweep(folder)
        now = int(sweep.about["replicates"])
        needed = replicates_needed(sweep, wanted, baseline)
        if needed <= now:
            return code, now
        code = carry_out(stored_experiment(sweep.folder.experiment(), {"replicates": min(needed, 2 * now)}))
