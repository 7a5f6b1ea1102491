"""What is kept of a run: its outcomes, the series asked for, and fingerprints by which it can be checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.moments import observed_of
from exchsim.analysis.moments import take as take_moments
from exchsim.scenario.fields import to_month
from exchsim.state.tables import State
from exchsim.store import frames
from exchsim.store.names import Names
from exchsim.sweep.experiment import LOGS, Keep, Outcome
from exchsim.sweep.phases import PHASES, WORLD

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
Columns = dict[str, Any]

# Tables that are arrays by year and index: where a label of a row is found. Others are read as frames.
_AXES: dict[str, tuple[str, ...]] = {
    "world": (),
    "nations": ("iso3",),
    "pairs": ("sender", "host"),
    "threats": ("iso3",),
}
_AS_FRAME = {("nations", "level_at_return")}  # missing where nobody came home: the frame knows
_MOMENTS = "moments"
_DATES = {"world": "month", "posts": "began", "exercises": "month", "agreements": "start", "leaks": "month"}


@dataclass(frozen=True)
class Measure:
    """An outcome ready to be taken: see experiment.Outcome for the words."""

    name: str
    outcome: Outcome

    def value(self, outputs: frames.Outputs, names: Names, made: dict[str, pd.DataFrame]) -> float:
        """The outcome of one run. made: frames of this run that other outcomes have built already."""
        outcome = self.outcome
        if outcome.moment is not None:
            if _MOMENTS not in made:
                made[_MOMENTS] = moments_of(outputs, names)
            found = made[_MOMENTS]
            found = found[(found["moment"] == outcome.moment) & (found["when"] == outcome.when)]
            return float(found["value"].iloc[0]) if len(found) else float("nan")
        first = to_month(outcome.start) if outcome.start else names.start
        last = to_month(outcome.end) if outcome.end else names.end - 1
        quick = (
            outcome.table in _AXES
            and set(outcome.where) <= set(_AXES[outcome.table])
            and (outcome.table, outcome.column) not in _AS_FRAME
            and outcome.column
            in getattr(outputs, outcome.table).dtype.names  # the rest is the frame's own, as the year
        )
        if quick:
            return _reduced(outcome, _by_date(outcome, outputs, names, first, last))
        if outcome.table not in made:
            made[outcome.table] = frames.build(outcome.table, outputs, names)
        return _of_frame(outcome, made[outcome.table], first, last)


def moments_of(outputs: frames.Outputs, names: Names) -> pd.DataFrame:
    """Moments of a run that need neither pairs nor the scenario."""
    tables = {
        name: frames.build(name, outputs, names) for name in ("nations", "agreements", "exercises", "contingents")
    }
    return take_moments(observed_of(**tables))


def _by_date(outcome: Outcome, outputs: frames.Outputs, names: Names, first: int, last: int) -> Array:
    """One number a date of the period: the rows of each date joined."""
    if outcome.table == "world":
        return np.asarray(outputs.world[outcome.column][first - names.start : last - names.start + 1], float)
    year = names.start // 12
    span = slice(first // 12 - year, last // 12 - year + 1)
    table, here = getattr(outputs, outcome.table)[span], np.asarray(outputs.nations["present"])[span].astype(bool)
    counts = _rows_that_count(outcome, here, names)
    if outcome.table == "threats":
        counts = np.broadcast_to(counts[:, :, None], table.shape)
    values = np.where(counts, np.asarray(table[outcome.column], float), np.nan).reshape(len(table), -1)
    there = np.asarray(counts.reshape(len(table), -1).any(axis=1))  # a date without a row is no date, as in a frame
    return np.array(
        [_joined(outcome.over, row) if any_row else np.nan for row, any_row in zip(values, there, strict=True)]
    )


def _rows_that_count(outcome: Outcome, here: Array, names: Names) -> Array:
    """Years x nations, or years x senders x hosts: rows of a table that fit `where`."""
    sides = [here & _chosen(outcome, label, names) for label in _AXES[outcome.table]]
    if len(sides) == 1:
        return sides[0]
    return np.asarray(sides[0][:, :, None] & sides[1][:, None, :] & ~np.eye(here.shape[1], dtype=bool))


def _chosen(outcome: Outcome, label: str, names: Names) -> Array:
    wanted = outcome.where.get(label)
    if wanted is None:
        return np.ones(len(names.nations), bool)
    codes = wanted if isinstance(wanted, list) else [wanted]
    return np.array([nation in codes for nation in names.nations])


def _of_frame(outcome: Outcome, frame: pd.DataFrame, first: int, last: int) -> float:
    """An outcome of a table that is read as a frame. Rows of a log are joined at once: they have no order of dates."""
    from exchsim.state.blueprint import month_name

    for column, wanted in outcome.where.items():
        allowed = wanted if isinstance(wanted, list) else [wanted]
        frame = frame[frame[column].isin(allowed)]
    date = _DATES.get(outcome.table, "year")
    low, high = (month_name(first), month_name(last)) if date != "year" else (1900 + first // 12, 1900 + last // 12)
    dates = frame[date].astype(object) if date != "year" else frame[date]
    frame = frame[dates.notna() & (dates >= low) & (dates <= high)]
    if outcome.column is None:
        return float(len(frame))
    values = frame[outcome.column].to_numpy(float)
    if outcome.table in LOGS:
        return _joined(outcome.over, values)
    keys = frame[date].to_numpy()
    return _reduced(outcome, np.array([_joined(outcome.over, values[keys == key]) for key in np.unique(keys)]))


def _joined(how: str, values: Array) -> float:
    """Rows of one date as one number; what is missing does not count."""
    known = values[~np.isnan(values)]
    if how == "sum":
        return float(known.sum())
    if known.size == 0:
        return float("nan")
    simple: dict[str, Callable[[Array], Any]] = {"mean": np.mean, "min": np.min, "max": np.max}
    return float(simple[how](known))


def _recovery(series: Array, recovered: float) -> int:
    """Dates from the first until the series, once at its lowest, has made good a part of its fall from the first.

    0 where it does not fall; the dates of the whole series where it does not come back.
    """
    lowest = int(np.argmin(series))
    wanted = series[lowest] + recovered * (series[0] - series[lowest])
    back = np.flatnonzero(series[lowest:] >= wanted)
    return lowest + int(back[0]) if back.size else len(series)


def _reduced(outcome: Outcome, series: Array) -> float:
    """A series as one number; dates without a row do not count."""
    how, known = outcome.reduce, series[~np.isnan(series)]
    if how == "sum":
        return float(known.sum())
    if known.size == 0:
        return float("nan")
    simple: Mapping[str, Callable[[Array], Any]] = {
        "mean": np.mean, "min": np.min, "max": np.max, "first": lambda s: s[0], "last": lambda s: s[-1],
        "change": lambda s: s[-1] - s[0], "fall": lambda s: s[0] - np.min(s),
        "recovery": lambda s: _recovery(s, outcome.recovered),
    }  # fmt: skip
    return float(simple[how](known))


def take(measures: tuple[Measure, ...], outputs: frames.Outputs, names: Names) -> dict[str, float]:
    """All outcomes of a run. A ratio is missing where it would divide by nothing."""
    made: dict[str, pd.DataFrame] = {}
    plain = {measure.name: measure.value(outputs, names, made) for measure in measures}
    found = {}
    for measure in measures:
        below = measure.outcome.per
        value = plain[measure.name]
        if below is not None:
            value = value / plain[below] if plain[below] else float("nan")
        found[measure.name] = measure.outcome.times * value
    return found


# series


def world_series(keep: Keep, outputs: frames.Outputs, names: Names) -> Columns:
    """The series of the world that are kept, by month or as yearly means."""
    from exchsim.state.blueprint import month_name

    months = names.start + np.arange(len(outputs.world))
    if keep.every == "month":
        dates: list[Any] = [month_name(int(month)) for month in months]
        return {"month": dates, **{name: np.asarray(outputs.world[name], float) for name in keep.world}}
    years, place = np.unique(months // 12, return_inverse=True)
    sizes = np.bincount(place)
    means = {name: np.bincount(place, np.asarray(outputs.world[name], float)) / sizes for name in keep.world}
    return {"year": (1900 + years).astype(np.int16), **means}


def nation_series(keep: Keep, outputs: frames.Outputs, names: Names) -> Columns:
    """Yearly columns of the nations that are kept."""
    frame = frames.build("nations", outputs, names)
    if keep.of_nations:
        frame = frame[frame["iso3"].isin(keep.of_nations)]
    return {"year": frame["year"].to_numpy(), "iso3": frame["iso3"].astype(str).to_numpy(),
            **{name: frame[name].to_numpy() for name in keep.nations}}  # fmt: skip


def pair_series(keep: Keep, outputs: frames.Outputs, names: Names) -> Columns:
    """Yearly columns of the pairs that are kept."""
    here = np.asarray(outputs.nations["present"]).astype(bool)
    n = len(names.nations)
    wanted = ~np.eye(n, dtype=bool)
    if keep.of_pairs:
        wanted = np.zeros((n, n), bool)
        for sender, host in keep.of_pairs:
            wanted[names.nations.index(sender), names.nations.index(host)] = True
    years, senders, hosts = np.nonzero(here[:, :, None] & here[:, None, :] & wanted)
    codes = np.array(names.nations)
    rows = outputs.pairs[years, senders, hosts]
    return {"year": (years + 1900 + names.start // 12).astype(np.int16), "sender": codes[senders],
            "host": codes[hosts], **{name: np.asarray(rows[name]) for name in keep.pairs}}  # fmt: skip


# fingerprints


# What the clock says of free rows depends on when tables grew, not on what happened.
_BOOKKEEPING = frozenset({"free_dossiers", "free_posts", "free_ties"})


def digest(state: State) -> str:
    """Sixteen hex digits of what a run wrote down and of where it ended."""
    found = hashlib.sha256()
    for name in (
        "world_out",
        "nations_out",
        "threats_out",
        "missions_out",
        "pairs",
        "nations",
        "clock",
        "organisations",
    ):
        records = getattr(state, name).view(np.ndarray)
        for field in records.dtype.names:  # field by field, without the padding between them
            if field not in _BOOKKEEPING:
                found.update(records[field].tobytes())
    return found.hexdigest()[:16]


_ODD = np.uint64(0x9E3779B97F4A7C15)


def _mixed(values: Array) -> Array:
    """Numbers as well stirred 64 bits, alike on all machines."""
    bits = np.ascontiguousarray(values.astype(np.float64)).view(np.uint64)
    with np.errstate(over="ignore"):
        bits = (bits ^ (bits >> np.uint64(29))) * _ODD
        return np.asarray((bits ^ (bits >> np.uint64(32))) * _ODD)


_NAMES = [name for own in PHASES.values() for name in own]  # columns of the world by phase
_FIRST_OF_PHASE = np.cumsum([0, *(len(own) for own in PHASES.values())])[:-1]


def trail(state: State) -> bytes:
    """A byte a month, half a byte a month and phase, and a byte a year and column of the series of the world.

    They say, without the run itself, in which month another run parts from it, in which phase and in which columns.
    """
    world, start = state.world_out.view(np.ndarray), int(state.clock["start"][0])
    mixed = _mixed(np.stack([world[name] for name in _NAMES], axis=1))  # months x columns
    with np.errstate(over="ignore"):
        places = mixed * (_ODD * (2 * np.arange(len(_NAMES), dtype=np.uint64) + np.uint64(1)))
        months = np.bitwise_xor.reduce(places, axis=1) >> np.uint64(56)
        phases = (np.bitwise_xor.reduceat(places, _FIRST_OF_PHASE, axis=1) >> np.uint64(60)).astype(np.uint8)
        starts = np.flatnonzero(np.diff((start + np.arange(len(world))) // 12, prepend=-1))
        turns = _ODD * (2 * np.arange(len(world), dtype=np.uint64) + np.uint64(1))
        years = np.bitwise_xor.reduceat(mixed * turns[:, None], starts, axis=0) >> np.uint64(56)
    halves = np.pad(phases, ((0, 0), (0, phases.shape[1] % 2)))
    packed = halves[:, ::2] << np.uint8(4) | halves[:, 1::2]
    return bytes(months.astype(np.uint8)) + packed.tobytes() + bytes(years.astype(np.uint8))


@dataclass(frozen=True, eq=False)
class Trail:
    """What `trail` says."""

    months: Array  # M
    phases: Array  # M x phases
    years: Array  # Y x columns of the world, in their own order


def read_trail(content: bytes, months: int) -> Trail:
    """A trail of so many months."""
    width = (len(PHASES) + 1) // 2
    found = np.frombuffer(content, np.uint8)
    packed = found[months : months * (1 + width)].reshape(months, width)
    phases = np.stack([packed >> 4, packed & 15], axis=2).reshape(months, -1)[:, : len(PHASES)]
    years = found[months * (1 + width) :].reshape(-1, len(_NAMES))
    return Trail(found[:months], phases, years[:, [_NAMES.index(name) for name in WORLD]])
