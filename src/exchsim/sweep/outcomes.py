"""The finished table of a sweep, and its summary by policy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exchsim.analysis.estimates import USUAL, Layout, crossed, estimate
from exchsim.sweep.folder import DESIGN, Folder
from exchsim.sweep.setting import ID_DIGITS, Seeding, run_id, seed_of

if TYPE_CHECKING:
    import pandas as pd

ADDRESS = "address"  # column of the design: content address of a point


def labels_of(addresses: Sequence[str], about: Mapping[str, Any]) -> pa.Table:
    """Id, policy, sample and replicate of all runs, in the order of the experiment; about: what the manifest says.

    Runs that are the same, under two names or at two points, share an id. Labels are those of the experiment as it
    stands; a stored row may come from one that called them otherwise.
    """
    policies, replicates, seeding = about["policies"], about["replicates"], Seeding.of(about)
    ids = (
        run_id(digest, address, seed_of(seeding, sample, replicate, name))
        for sample, address in enumerate(addresses)
        for replicate in range(replicates)
        for name, digest in policies.items()
    )
    shape = (len(addresses), replicates, len(policies))
    sample, replicate, policy = (
        np.ravel(np.broadcast_to(place, shape)) for place in np.indices(shape, np.int32, sparse=True)
    )
    fixed = np.fromiter(ids, f"S{ID_DIGITS}", int(np.prod(shape)))  # a million of them take 20 MB
    return pa.table({
        "id": pa.array(fixed, pa.binary()).cast(pa.string()),
        "policy": pa.array(list(policies), pa.string()).take(pa.array(policy)),
        "sample": pa.array(sample),
        "replicate": pa.array(replicate),
    })  # fmt: skip


def joined(folder: Folder, digest: str, labels: pa.Table, outcomes: Sequence[str]) -> pa.Table:
    """The runs with these labels that are stored, with the values of their points, sorted by id."""
    rows = folder.read(digest, ["id", "seed", "failed", "error", "command", "digest", *outcomes])
    if not rows.num_columns:
        return rows
    rows = rows.filter(pc.is_in(rows["id"], labels["id"].combine_chunks()))
    # a run that failed and was tried again has two rows: the good one comes first and is kept
    rows = rows.sort_by([("id", "ascending"), ("failed", "ascending"), ("digest", "ascending")])
    ids = rows["id"].combine_chunks()
    rows = rows.filter(pa.concat_arrays([pa.array([True]), pc.not_equal(ids[1:], ids[:-1])])) if len(ids) else rows
    places = pc.index_in(labels["id"], rows["id"].combine_chunks()).combine_chunks()
    found = labels.filter(pc.is_valid(places))
    rows = rows.take(places.drop_null())
    for name in rows.column_names[1:]:
        found = found.append_column(name, rows[name])
    design = pq.read_table(folder.path / DESIGN)
    taken = design.take(found["sample"].combine_chunks())
    for name in [name for name in design.column_names if name not in ("sample", ADDRESS)]:
        found = found.append_column(name, taken[name])
    order = [(name, "ascending") for name in ("id", "sample", "replicate", "policy")]
    return found.sort_by(order).combine_chunks()


def by_policy(
    runs: pd.DataFrame, outcomes: Sequence[str], policies: Sequence[str], layout: Layout = USUAL
) -> pd.DataFrame:
    """Mean of each outcome under each policy and half the width of its 95 % interval.

    The interval is that of the mean over futures and luck (analysis.estimates); it says nothing of differences between
    policies, which share their luck and are known better. Missing where the runs do not suffice. layout: how futures
    and luck were drawn.
    """
    import pandas as pd

    rows = []
    for policy in policies:
        mine = runs[(runs["policy"] == policy) & ~runs["failed"]]
        for outcome in outcomes:
            values = mine[outcome].dropna()
            try:
                half = estimate(crossed(mine, outcome), layout).half_width(0.95)
            except ValueError:
                half = math.nan
            rows.append((policy, outcome, values.mean(), half, len(values)))
    return pd.DataFrame(rows, columns=["policy", "outcome", "mean", "half_interval", "runs"])
