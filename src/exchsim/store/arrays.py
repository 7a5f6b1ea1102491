"""Tables of results as one xarray Dataset with dimensions month, year, nation, sender and host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exchsim.store.record import Record
from exchsim.store.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

# table: prefix of its variables, its dimensions, and the columns that these are
_LAYOUT: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "world": ("world", ("month",), ("month",)),
    "nations": ("nation", ("year", "nation"), ("year", "iso3")),
    "pairs": ("pair", ("year", "sender", "host"), ("year", "sender", "host")),
}


def to_xarray(record: Record) -> xr.Dataset:
    """Variables `world_trust`, `nation_posts`, `pair_trust` …; missing where a state did not exist."""
    import pandas as pd
    import xarray as xr

    years = sorted({*record.nations["year"], *record.pairs["year"]})
    coordinates: dict[str, Any] = {
        "month": pd.to_datetime(record.world["month"], format="%Y-%m").to_numpy(),
        "year": years,
        "nation": list(record.names.nations),
        "sender": list(record.names.nations),
        "host": list(record.names.nations),
    }
    variables: dict[str, Any] = {}
    for table, (prefix, dimensions, keys) in _LAYOUT.items():
        frame = record.frame(table)
        places = _places(frame, keys, coordinates["year"])
        shape = tuple(len(coordinates[dimension]) for dimension in dimensions)
        for field in TABLES[table]:
            if field.name not in keys:
                values = frame[field.name].to_numpy()
                about = {"units": field.unit, "long_name": field.meaning}
                variables[f"{prefix}_{field.name}"] = (dimensions, _dense(values, places, shape), about)
    attributes: dict[str, Any] = {"scenario": record.name, "title": record.title, "seed": record.seed, "id": record.id}
    return xr.Dataset(variables, coordinates, attributes)


def _places(frame: pd.DataFrame, keys: tuple[str, ...], years: list[int]) -> tuple[Any, ...] | None:
    """Index of every row along each dimension; None for a table that fills its only dimension."""
    import numpy as np

    if keys == ("month",):
        return None
    year = np.searchsorted(np.asarray(years), frame["year"].to_numpy())
    return (year, *(frame[key].cat.codes.to_numpy() for key in keys[1:]))


def _dense(values: Any, places: tuple[Any, ...] | None, shape: tuple[int, ...]) -> Any:
    import numpy as np

    if places is None:
        return values
    small = values.dtype.itemsize <= 4 and values.dtype.kind in "fb"
    full = np.full(shape, np.nan, np.float32 if small else np.float64)
    full[places] = values
    return full
