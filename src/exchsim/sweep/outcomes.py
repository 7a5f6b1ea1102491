"""The finished table of a sweep, and its summary by policy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exchsim.sweep.folder import DESIGN, Folder
from exchsim.sweep.load import Experiment
from exchsim.sweep.setting import Setting, groups_of

if TYPE_CHECKING:
    import pandas as pd

CHANGES = "changes"  # column of the design: what a point changes in a scenario, as JSON


def final_table(folder: Folder, experiment: Experiment, setting: Setting, points: Sequence[Any]) -> pa.Table:
    """All wanted runs that are stored, one row each, sorted by id, with the values of the uncertainties."""
    wanted = [name for group in groups_of(experiment, setting, list(points)) for _, _, name in group.runs]
    return joined(folder, setting.digest, wanted, [m.name for m in setting.measures])


def joined(folder: Folder, digest: str, wanted: Sequence[str], outcomes: Sequence[str]) -> pa.Table:
    """Rows of the wanted runs with the values of their points, sorted by id."""
    columns = ["id", "policy", "sample", "replicate", "seed", "failed", "error", "command", "digest", *outcomes]
    rows = folder.read(digest, columns)
    if not rows.num_columns:
        return rows
    rows = rows.filter(pc.is_in(rows["id"], pa.array(wanted, pa.string())))
    # a run that failed and was tried again has two rows: the good one comes first and is kept
    rows = rows.sort_by([("id", "ascending"), ("failed", "ascending"), ("digest", "ascending")])
    ids = rows["id"].to_pylist()
    rows = rows.filter(pa.array([k == 0 or ids[k] != ids[k - 1] for k in range(len(ids))], pa.bool_()))
    design = pq.read_table(folder.path / DESIGN)
    taken = design.take(rows["sample"].combine_chunks())
    for name in [name for name in design.column_names if name not in ("sample", CHANGES)]:
        rows = rows.append_column(name, taken[name])
    return rows.combine_chunks()


def by_policy(runs: pd.DataFrame, outcomes: Sequence[str], policies: Sequence[str]) -> pd.DataFrame:
    """Mean of each outcome under each policy and half the width of its 95 % interval.

    The interval is that of the mean over the seeds and samples of the sweep (normal, from the standard error); it says
    nothing of differences between policies that share their seeds, which are known better.
    """
    import pandas as pd

    rows = []
    for policy in policies:
        mine = runs[(runs["policy"] == policy) & ~runs["failed"]]
        for outcome in outcomes:
            values = mine[outcome].dropna()
            half = 1.96 * values.std(ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.nan
            rows.append((policy, outcome, values.mean(), half, len(values)))
    return pd.DataFrame(rows, columns=["policy", "outcome", "mean", "half_interval", "runs"])
