"""Read a sweep back: pandas, xarray, EMA Workbench, SALib, DuckDB."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exchsim.analysis.estimates import Layout
from exchsim.store.errors import StoreError
from exchsim.store.schema import TABLES
from exchsim.sweep.experiment import LOGS, Design
from exchsim.sweep.folder import DESIGN, OUTCOMES, PARTS, Folder
from exchsim.sweep.load import Experiment, stored_experiment
from exchsim.sweep.outcomes import ADDRESS, by_policy, joined, labels_of
from exchsim.sweep.setting import Seeding, Setting, groups_of, points_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_SERIES = ("world", "nations", "pairs")


def open_sweep(directory: str | Path) -> Sweep:
    """A sweep from its folder, finished or not. Raises StoreError where there is none."""
    return Sweep(Folder(directory))


class Sweep:
    """The stored runs of a sweep. Tables are pandas frames, read when first asked for."""

    def __init__(self, folder: Folder) -> None:
        """Read what the folder says about itself."""
        self.folder = folder
        self.about = folder.manifest()

    def __repr__(self) -> str:
        return f"<Sweep {self.about['name']}: {len(self.runs):,} of {self.about['runs']:,} runs>"

    @property
    def layout(self) -> Layout:
        """How futures and luck were drawn: whether points are a sample, and whether all have the same seeds."""
        sampled = self.about["design"]["kind"] in (
            "latin-hypercube",
            "sobol",
            "halton",
            "monte-carlo",
        )  # the others are built for an analysis
        return Layout(sampled, Seeding.of(self.about).is_shared)

    @property
    def policies(self) -> list[str]:
        """Names of the policies, in the order of the experiment."""
        return list(self.about["policies"])

    @property
    def outcomes(self) -> list[str]:
        """Names of the outcomes."""
        return list(self.about["outcomes"])

    @property
    def uncertainties(self) -> list[str]:
        """Paths of the uncertain numbers."""
        return list(self.about["uncertainties"])

    @property
    def directions(self) -> dict[str, str]:
        """Which way each outcome is better: more, less or neither."""
        return {name: outcome["direction"] for name, outcome in self.about["outcomes"].items()}

    @property
    def units(self) -> dict[str, str]:
        """Unit of each outcome; none where one is divided by another."""
        return {name: _unit(outcome) for name, outcome in self.about["outcomes"].items()}

    @cached_property
    def design(self) -> pd.DataFrame:
        """One row a point: `sample` and the values of the uncertainties."""
        frame: pd.DataFrame = self._read_design(None).to_pandas()
        return frame

    def _read_design(self, columns: list[str] | None) -> pa.Table:
        try:
            return pq.read_table(self.folder.path / DESIGN, columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(
                f"{self.folder.path / DESIGN}: cannot be read ({error}); sweep again to write it anew"
            ) from error

    @cached_property
    def wanted(self) -> pa.Table:
        """Id, policy, sample and replicate of all runs of the experiment, in its order."""
        addresses = self._read_design([ADDRESS])[ADDRESS].to_pylist()
        return labels_of(addresses, self.about)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a stored run, failed ones included: policy, sample, replicate, seed, uncertainties, outcomes."""
        table = joined(self.folder, self.about["setting"], self.wanted, self.outcomes)
        if not table.num_columns:
            import pandas as pd

            base = ["id", "policy", "sample", "replicate", "seed", "failed", "error", "command", "digest"]
            return pd.DataFrame(columns=[*base, *self.outcomes, *self.uncertainties]).astype({"failed": bool})
        frame: pd.DataFrame = table.to_pandas()
        frame.attrs["directions"] = self.directions
        return frame

    @property
    def good(self) -> pd.DataFrame:
        """Runs that came to an end, in the order of the experiment."""
        runs = self.runs[~self.runs["failed"]]
        order = {name: place for place, name in enumerate(self.policies)}
        place = runs["policy"].map(order).to_numpy()
        return runs.iloc[np.lexsort((place, runs["replicate"], runs["sample"]))].reset_index(drop=True)

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that failed: why, where, and the command that makes each alone."""
        columns = ["id", "policy", "sample", "replicate", "seed", "error", "command"]
        bad = self.runs.loc[self.runs["failed"], columns].reset_index(drop=True)
        stored = self.folder.read(self.about["setting"], ["id", "failed", "traceback"])
        if not stored.num_columns:
            return bad.assign(traceback="")
        texts = stored.filter(stored["failed"]).to_pandas().drop_duplicates("id")[["id", "traceback"]]
        return bad.merge(texts, on="id", how="left")

    def _series(self, table: str) -> pd.DataFrame:
        import pyarrow as pa

        stored = self.folder.read_series(table, self.about["setting"])
        labels = self.good[["id", "policy", "sample", "replicate"]]
        stored = stored.filter(pc.is_in(stored["id"], pa.array(labels["id"].tolist(), pa.string())))
        return labels.merge(stored.to_pandas(), on="id", how="inner")

    @cached_property
    def world(self) -> pd.DataFrame:
        """Series of the world of each run, where the experiment keeps any."""
        return self._series("world")

    @cached_property
    def nations(self) -> pd.DataFrame:
        """Yearly series of nations of each run, where the experiment keeps any."""
        return self._series("nations")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Yearly series of pairs of each run, where the experiment keeps any."""
        return self._series("pairs")

    def summary(self) -> pd.DataFrame:
        """Mean of every outcome under every policy, with half the width of its 95 % interval."""
        return by_policy(self.runs, self.outcomes, self.policies, self.layout)

    def to_xarray(self) -> xr.Dataset:
        """Outcomes by policy, sample and replicate, with the uncertainties by sample."""
        frame = self.good.set_index(["policy", "sample", "replicate"])[self.outcomes]
        data = frame.to_xarray().reindex(policy=[p for p in self.policies if p in frame.index.get_level_values(0)])
        for path in self.uncertainties:
            data[path] = ("sample", self.design.set_index("sample")[path].reindex(data["sample"].to_numpy()).to_numpy())
        for name in self.outcomes:
            data[name].attrs |= {"direction": self.directions[name], "meaning": self.about["outcomes"][name]["meaning"]}
        return data

    def ema(self) -> tuple[pd.DataFrame, dict[str, Any]]:
        """`(experiments, outcomes)` as EMA Workbench has them; scenario is the sample, model the scenario."""
        good = self.good
        experiments = good[self.uncertainties].copy()
        experiments["replicate"], experiments["scenario"] = good["replicate"], good["sample"]
        experiments["policy"], experiments["model"] = good["policy"].astype("category"), self.about["name"]
        return experiments, {name: good[name].to_numpy() for name in self.outcomes}

    def salib(
        self, outcome: str, policy: str | None = None, minus: str | None = None
    ) -> tuple[dict[str, Any], Any, Any]:
        """SALib's problem, inputs X and results Y (means over replicates) of an outcome under a policy.

        minus: take the difference from this policy instead. Rows are in the order of the design, as SALib needs them.
        Raises ValueError where a run of the design is missing.
        """
        chosen = policy or self.policies[0]
        means = self._means(outcome, chosen)
        results = means - self._means(outcome, minus) if minus is not None else means
        uncertain = self.about["uncertainties"].values()
        bounds = [[0.0, 1.0]] * len(self.uncertainties)
        design = Design.model_validate(self.about["design"])
        problem = {"num_vars": len(bounds), "names": self.uncertainties, "bounds": bounds}
        if design.kind in ("morris", "saltelli"):
            from exchsim.sweep.design import shares

            return problem, shares(design, len(bounds)), results
        values = self.design[self.uncertainties].to_numpy(float)
        problem["bounds"] = [[u["low"], u["high"]] for u in uncertain]
        return problem, values, results

    def _means(self, outcome: str, policy: str) -> Any:
        mine = self.good[self.good["policy"] == policy].groupby("sample")[outcome]
        means, counts = mine.mean().reindex(self.design["sample"]), mine.count().reindex(self.design["sample"])
        if means.isna().any() or (counts < self.about["replicates"]).any():
            lacking = int((counts.fillna(0) < self.about["replicates"]).sum())
            raise ValueError(
                f"{lacking} of {len(means)} points lack runs of {outcome} under {policy}; finish the sweep first"
            )
        return means.to_numpy()

    @property
    def files(self) -> dict[str, str]:
        """Where DuckDB and others read: `SELECT * FROM 'FILE'`. `outcomes` is the finished table."""
        parts = {table: str(self.folder.path / PARTS / f"{table}-*.parquet") for table in ("runs", *_SERIES)}
        return {"outcomes": str(self.folder.path / OUTCOMES), "design": str(self.folder.path / DESIGN), **parts}

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment, loaded again from what is stored."""
        return stored_experiment(self.folder.experiment())

    @cached_property
    def setting(self) -> Setting:
        """The experiment, compiled."""
        from exchsim.sweep.setting import setting_of

        return setting_of(self.experiment)

    def groups(self) -> Any:
        """All runs, as workers take them."""
        return groups_of(self.experiment, self.setting, points_of(self.experiment))


def _unit(outcome: dict[str, Any]) -> str:
    """Unit that an outcome names, else that of the column it reads; rows of a log are counted."""
    if outcome.get("unit"):
        return str(outcome["unit"])
    if outcome.get("per") is not None:
        return ""
    if outcome.get("column") is None:
        return "count"
    if outcome.get("reduce") == "recovery" and outcome["table"] not in LOGS:
        return "months" if outcome["table"] == "world" else "years"
    unit = next(field.unit for field in TABLES[outcome["table"]] if field.name == outcome["column"])
    return "count" if unit == "flag" and outcome.get("over") == "sum" else unit
