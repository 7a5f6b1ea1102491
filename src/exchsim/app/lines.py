"""Rows of a run's tables, fast enough for a class that asks for many at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from exchsim.api import Result

Column = NDArray[Any]
_KEPT: WeakKeyDictionary[Result, dict[str, Table]] = WeakKeyDictionary()


class Table:
    """A table as plain arrays, one a column: what pandas takes for a row is a hundred times as long."""

    def __init__(self, frame: Any) -> None:
        """frame: of a run; numbers are not copied, and categories become what they are called."""
        self._frame, self._columns = frame.copy(deep=False), dict[str, Column]()
        self._frame.attrs = {}  # units, which pandas would copy with every column

    def __getitem__(self, name: str) -> Column:
        """A column; strings as objects."""
        if name not in self._columns:
            self._columns[name] = self._frame[name].to_numpy()
        return self._columns[name]

    def lines(self, where: Column, by: str = "") -> Iterator[Line]:
        """Rows where a mask holds; by: a column, of which the largest come first."""
        places = np.flatnonzero(where)
        if by:
            places = places[np.argsort(-self[by][places], kind="stable")]
        return (Line(self, int(place)) for place in places)

    def first(self, where: Column) -> Line | None:
        """The first row where a mask holds, if it does anywhere."""
        return next(self.lines(where), None)


class Line:
    """A row of a table, by column."""

    def __init__(self, table: Table, place: int) -> None:
        """place: number of the row."""
        self._table, self._place = table, place

    def __getitem__(self, column: str) -> Any:
        """Value in a column."""
        return self._table[column][self._place]


def table_of(record: Result, name: str) -> Table:
    """A table of a run, made once for all who look at the run."""
    mine = _KEPT.setdefault(record, {})
    if name not in mine:
        mine[name] = Table(record.frame(name))
    return mine[name]
