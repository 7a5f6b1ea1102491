"""The finished table of a sweep, and its summary by policy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exchsim.analysis.estimates import crossed, estimate
from exchsim.sweep.folder import DESIGN, Folder
from exchsim.sweep.load import Experiment
from exchsim.sweep.setting import Setting, groups_of

if TYPE_CHECKING:
    import pandas as pd

CHANGES = "changes"  # column of the design: what a point changes in a scenario, as JSON


def final_table(folder: Folder, experiment: Experiment, setting: Setting, points: Sequence[Any]) -> pa.Table:
    """All wanted runs that are stored, one row each, sorted by id, with the values of the uncertainties."""
    labels = labels_of(
        (name, setting.plans[place].name, group.sample, group.replicate)
        for group in groups_of(experiment, setting, list(points))
        for place, _, name in group.runs
    )
    return joined(folder, setting.digest, labels, [m.name for m in setting.measures])


def labels_of(runs: Iterable[tuple[str, str, int, int]]) -> pa.Table:
    """Id, policy, sample and replicate of runs. Runs that are the same, under two names or at two points, share an id.

    They are those of the experiment as it stands; a stored row may come from one that called them otherwise.
    """
    columns = list(zip(*runs, strict=True)) or [(), (), (), ()]
    kinds = (("id", pa.string()), ("policy", pa.string()), ("sample", pa.int32()), ("replicate", pa.int32()))
    return pa.table({name: pa.array(column, kind) for (name, kind), column in zip(kinds, columns, strict=True)})


def joined(folder: Folder, digest: str, labels: pa.Table, outcomes: Sequence[str]) -> pa.Table:
    """The runs with these labels that are stored, with the values of their points, sorted by id."""
    rows = folder.read(digest, ["id", "seed", "failed", "error", "command", "digest", *outcomes])
    if not rows.num_columns:
        return rows
    rows = rows.filter(pc.is_in(rows["id"], labels["id"].combine_chunks()))
    # a run that failed and was tried again has two rows: the good one comes first and is kept
    rows = rows.sort_by([("id", "ascending"), ("failed", "ascending"), ("digest", "ascending")])
    ids = rows["id"].to_pylist()
    rows = rows.filter(pa.array([k == 0 or ids[k] != ids[k - 1] for k in range(len(ids))], pa.bool_()))
    places = pc.index_in(labels["id"], rows["id"].combine_chunks()).combine_chunks()
    found = labels.filter(pc.is_valid(places))
    rows = rows.take(places.drop_null())
    for name in rows.column_names[1:]:
        found = found.append_column(name, rows[name])
    design = pq.read_table(folder.path / DESIGN)
    taken = design.take(found["sample"].combine_chunks())
    for name in [name for name in design.column_names if name not in ("sample", CHANGES)]:
        found = found.append_column(name, taken[name])
    order = [(name, "ascending") for name in ("id", "sample", "replicate", "policy")]
    return found.sort_by(order).combine_chunks()


def by_policy(runs: pd.DataFrame, outcomes: Sequence[str], policies: Sequence[str]) -> pd.DataFrame:
    """Mean of each outcome under each policy and half the width of its 95 % interval.

    The interval is that of the mean over futures and luck (analysis.estimates); it says nothing of differences between
    policies, which share their luck and are known better. Missing where the runs do not suffice.
    """
    import pandas as pd

    rows = []
    for policy in policies:
        mine = runs[(runs["policy"] == policy) & ~runs["failed"]]
        for outcome in outcomes:
            values = mine[outcome].dropna()
            try:
                half = estimate(crossed(mine, outcome)).half_width(0.95)
            except ValueError:
                half = math.nan
            rows.append((policy, outcome, values.mean(), half, len(values)))
    return pd.DataFrame(rows, columns=["policy", "outcome", "mean", "half_interval", "runs"])
