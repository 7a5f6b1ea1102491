"""All pairs of nations as a table for each year: who trusts, works with, tells and sends whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from exchsim.api import Result
from exchsim.app import texts
from exchsim.app.palettes import CELL, amounts, changes, ink_on
from exchsim.app.ring import order_of
from exchsim.app.scene import rounded_up
from exchsim.app.series import matrices

_LEAST = 0.05  # end of the scale of a change: what is smaller is pale


def table_of(record: Result, before: Result | None = None) -> dict[str, Any]:
    """What the table of pairs needs: nations, and of each quantity a value for every row, column and year.

    before: of the same nations; then all values are what a change changes, now less before. Values are whole numbers,
    `times` the unit, rounded once, as they are said everywhere; None where two are not both on the scene. `ends`: where
    the scale of colours ends in each year.
    """
    names = record.names
    order = order_of(names.regions, list(zip(names.longitude, names.latitude, strict=True)))
    codes = tuple(names.nations[k] for k in order)
    first, last = 1900 + names.start // 12, 1900 + (names.end - 1) // 12
    columns = tuple(name for name, *_ in texts.PAIR_QUANTITIES)
    values = matrices(record, columns, codes, first, last - first + 1, float)
    if before is not None:
        was = matrices(before, columns, codes, first, last - first + 1, float)
        values = {name: values[name] - was[name] for name in columns}
    return {
        "codes": list(codes), "names": [names.name_of(code) for code in codes],
        "start": int(names.start), "first": first,
        "quantities": [
            _quantity(values[name], title, unit, says, digits, float(names.people_per_agent), before is not None)
            for name, title, unit, says, digits in texts.PAIR_QUANTITIES
        ],
    }  # fmt: skip


def _quantity(
    values: Any, title: str, unit: str, says: str, digits: int, people: float, signed: bool
) -> dict[str, Any]:  # fmt: skip
    values = values * (1.0 if digits else people)
    most = np.nan_to_num(np.abs(values)).max(axis=(0, 1), initial=0.0)  # of each year
    if not digits:
        ends = np.maximum(1.0, np.ceil(most if signed else np.full(len(most), most.max(initial=0.0))))
    else:
        ends = np.array([max(_LEAST, rounded_up(year)) if signed else 1.0 for year in most])
    colours = changes(CELL) if signed else amounts()
    times = 10**digits
    by_year = np.moveaxis(values, 2, 0).reshape(values.shape[2], -1)
    there = np.isfinite(by_year)
    whole = np.where(there, np.rint(by_year * times), 0).astype(int).astype(object)
    whole[~there] = None
    return {
        "title": title, "unit": unit, "says": says, "digits": digits, "signed": signed, "times": times,
        "ends": ends.tolist(), "colours": colours, "inks": [ink_on(c) for c in colours],
        "values": whole.tolist(),
    }  # fmt: skip
