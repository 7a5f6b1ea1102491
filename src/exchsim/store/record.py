"""A run as its tables: made from the engine's arrays or read from a folder when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchsim._jit import source_hash
from exchsim.store import frames
from exchsim.store.frames import Outputs
from exchsim.store.names import Names
from exchsim.store.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False)
class Record:
    """The results of one run. Exactly one of `outputs` and `directory` says where the tables come from."""

    name: str
    title: str
    seed: int
    id: str
    names: Names
    resolved: Mapping[str, Any]  # the scenario with every default written out
    seconds: float = 0.0  # time that the run took
    kept: tuple[str, ...] = tuple(TABLES)  # tables that the scenario asked for
    source_hash: str = field(default_factory=source_hash)
    outputs: Outputs | None = field(default=None, repr=False)
    directory: Path | None = None
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    def frame(self, table: str) -> pd.DataFrame:
        """A table by its name; made once and kept."""
        if table not in self._frames:
            self._frames[table] = self._make(table)
        return self._frames[table]

    def _make(self, table: str) -> pd.DataFrame:
        if table not in self.kept:
            return frames.empty(table)
        if self.outputs is not None:
            return frames.build(table, self.outputs, self.names)
        from exchsim.store.read import read_table

        assert self.directory is not None
        return read_table(self.directory, table, self.names)

    @property
    def world(self) -> pd.DataFrame:
        """One row a month."""
        return self.frame("world")

    @property
    def nations(self) -> pd.DataFrame:
        """One row a year and nation present."""
        return self.frame("nations")

    @property
    def pairs(self) -> pd.DataFrame:
        """One row a year and directed pair of nations present."""
        return self.frame("pairs")

    @property
    def posts(self) -> pd.DataFrame:
        """One row a tour of an officer in a post."""
        return self.frame("posts")

    @property
    def missions(self) -> pd.DataFrame:
        """One row a year and UN mission in being."""
        return self.frame("missions")

    @property
    def contingents(self) -> pd.DataFrame:
        """One row a year, UN mission and nation with troops in it."""
        return self.frame("contingents")

    @property
    def agreements(self) -> pd.DataFrame:
        """One row an agreement between two nations."""
        return self.frame("agreements")

    @property
    def language_pool(self) -> pd.DataFrame:
        """One row a year, nation and foreign language that officers speak or have lost."""
        return self.frame("language_pool")

    @property
    def exercises(self) -> pd.DataFrame:
        """One row an exercise or workshop and nation that took part."""
        return self.frame("exercises")

    @property
    def officers(self) -> pd.DataFrame:
        """One row an officer of whom something was remembered; empty unless the scenario asked for it."""
        return self.frame("officers")

    @property
    def events(self) -> pd.DataFrame:
        """One row a thing that happened to an officer; empty unless the scenario asked for it."""
        return self.frame("events")

    @property
    def leaks(self) -> pd.DataFrame:
        """One row a leak or case of espionage by a visitor."""
        return self.frame("leaks")

    @property
    def threats(self) -> pd.DataFrame:
        """One row a year, nation present and kind of threat."""
        return self.frame("threats")
