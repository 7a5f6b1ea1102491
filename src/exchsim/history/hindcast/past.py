"""What is on record, and what the world outside was like, as matrices of pairs by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exchsim.analysis.moments import Observed
from exchsim.analysis.moments.exercises import events_of
from exchsim.enums import Change
from exchsim.state.blueprint import Blueprint

Array = np.ndarray[Any, Any]
WINDOW = 5  # years in which an exercise together counts
_TIES = {Change.PACT_BEGIN: ("ally", 1), Change.PACT_END: ("ally", 0),
         Change.RIVALRY_BEGIN: ("rivalry", 1), Change.RIVALRY_END: ("rivalry", 0)}  # fmt: skip


class HindcastError(ValueError):
    """A hindcast that cannot be made; the message says which table or year is wrong, and what to do."""


@dataclass(frozen=True)
class Span:
    """Years: fitted on `first` to `last`, forecast for the year after `last` to `until`."""

    first: int
    last: int
    until: int

    @property
    def fitted(self) -> range:
        """Years whose new agreements a forecaster may learn from; the year before the first of them is known too."""
        return range(self.first + 1, self.last + 1)

    @property
    def forecast(self) -> range:
        """Years to be forecast."""
        return range(self.last + 1, self.until + 1)

    def __str__(self) -> str:
        return f"{self.first}-{self.last} for {self.last + 1}-{self.until}"


@dataclass(frozen=True, eq=False)
class Past:
    """N states over the years of a span; row 0 of every series is its first year, all as of December."""

    codes: tuple[str, ...]
    span: Span
    present: Array  # Y x N bool
    agreement: Array  # Y x N x N bool, symmetric: a general agreement in force
    exercise: Array  # Y x N x N bool, symmetric: an exercise together in the year
    ally: Array  # Y x N x N bool: a defence pact
    rivalry: Array  # Y x N x N bool
    ideal: Array  # Y x N, ideal points
    capability: Array  # Y x N, capability indices
    km: Array  # N x N, between capitals

    def row(self, year: int) -> int:
        """Place of a year in the series."""
        return year - self.span.first

    def met(self, year: int) -> Array:
        """Pairs with an exercise together in the five years that end with this one."""
        row = self.row(year)
        return np.asarray(self.exercise[max(0, row - WINDOW + 1) : row + 1].any(axis=0))

    def both(self, *years: int) -> Array:
        """Pairs, each once, whose states were both there in all of these years."""
        there = np.asarray(self.present[[self.row(year) for year in years]].all(axis=0))
        return np.triu(there[:, None] & there, 1)

    def candidates(self, newcomers: bool) -> Array:
        """Pairs without an agreement at the start of the forecast.

        newcomers: also pairs of which a state entered later; else both were there.
        """
        span = self.span
        there = self.both(span.last)
        if newcomers:
            there = np.any([self.both(year) for year in (span.last, *span.forecast)], axis=0)
        return np.asarray(there & ~self.agreement[self.row(span.last)])

    def new(self) -> Array:
        """Pairs, each once, that had no agreement at the start of the forecast and had one in one of its Decembers."""
        later = self.agreement[self.row(self.span.last) + 1 :].any(axis=0)
        return np.asarray(np.triu(later & ~self.agreement[self.row(self.span.last)], 1))

    def dyads(self, year: int) -> int:
        """Agreements in force in December."""
        return int(self.agreement[self.row(year)].sum() // 2)

    def frozen(self) -> Past:
        """The same as far as it was known in the last fitted year: politics stays as it was, and no state enters."""
        row, changed = self.row(self.span.last), {}
        for name in ("present", "ally", "rivalry", "ideal", "capability"):
            series = getattr(self, name).copy()
            series[row + 1 :] = series[row]
            changed[name] = series
        return replace(self, **changed)


def past_of(record: Observed, blueprint: Blueprint, span: Span) -> Past:
    """The record over the states that the scenario knows; politics, capability and distances are the scenario's.

    blueprint: compiled for the whole span.
    """
    check(record, blueprint, span)
    years = range(span.first, span.until + 1)
    codes = [*blueprint.nations]
    there = [set(record.present(year)) for year in years]
    present = np.array([[code in now for code in codes] for now in there])
    ties = _ties(blueprint, len(years))
    agreement = np.array([record.held("agreements", year, codes) for year in years], bool)
    both = present[:, :, None] & present[:, None, :]
    columns = slice(0, len(years))
    return Past(
        tuple(codes), span, present, agreement & both, _exercises(record, codes, years), ties["ally"], ties["rivalry"],
        blueprint.alignment.T[columns], blueprint.capability.T[columns], blueprint.distance_km,
    )  # fmt: skip


def check(record: Observed, blueprint: Blueprint, span: Span) -> None:
    """Refuse tables that hold nothing to learn from or to be judged by."""
    if not span.first + 2 <= span.last < span.until:
        raise HindcastError(f"fitted {span.first} to {span.last}, forecast until {span.until}: needs three fitted "
                            "years or more, and an end after them")  # fmt: skip
    for table in ("agreements", "exercises"):
        if getattr(record, table) is None:
            raise HindcastError(f"{table}.csv: missing; a hindcast needs states, agreements and exercises")
    for year in range(span.first, span.until + 1):
        if not record.present(year):
            raise HindcastError(f"states.csv: nobody in {year}; it must have a row for every state in every year from "
                                f"{span.first} to {span.until}")  # fmt: skip
    unknown = sorted(set(record.present(span.last)) - set(blueprint.nations))
    if len(unknown) > len(record.present(span.last)) // 10:
        some = ", ".join(unknown[:5])
        raise HindcastError(f"states.csv: {len(unknown)} states of {span.last} are not in the scenario, such as "
                            f"{some}; codes are ISO 3166 alpha-3, see exchsim world show states")  # fmt: skip
    starts = record.agreements["start"] // 12  # type: ignore[index]
    for word, years in (("fitted", span.fitted), ("forecast", span.forecast)):
        if not starts.isin(years).any():
            raise HindcastError(f"agreements.csv: none begins in {years[0]} to {years[-1]}, the years that are {word}; "
                                "give a table that reaches so far, or other years")  # fmt: skip
    held = record.exercises["year"]  # type: ignore[index]
    if not held.between(span.last - WINDOW + 1, span.last).any():
        raise HindcastError(
            f"exercises.csv: none in {span.last - WINDOW + 1} to {span.last}, which a forecast starts from"
        )


def _ties(blueprint: Blueprint, years: int) -> dict[str, Array]:
    """Pacts and rivalries of every December, from the start and the dated changes of a scenario."""
    now = {"ally": blueprint.pact_since >= 0, "rivalry": blueprint.rivalry.astype(bool)}
    series: dict[str, list[Array]] = {"ally": [], "rivalry": []}
    changes = [change for change in blueprint.changes if int(change.kind) in {int(kind) for kind in _TIES}]
    for year in range(years):
        after = blueprint.start + 12 * (year + 1)
        while changes and changes[0].month < after:
            change = changes.pop(0)
            name, value = _TIES[Change(int(change.kind))]
            now[name] = now[name].copy()
            now[name][change.a, change.b] = now[name][change.b, change.a] = bool(value)
        for name, ties in now.items():
            series[name].append(ties)
    return {name: np.array(ties) for name, ties in series.items()}


def _exercises(record: Observed, codes: list[str], years: range) -> Array:
    found = np.zeros((len(years), len(codes), len(codes)), bool)
    place = {code: k for k, code in enumerate(codes)}
    for year, who in events_of(record):
        if year in years:
            here = [place[code] for code in who if code in place]
            found[year - years[0]][np.ix_(here, here)] = True
    found[:, np.arange(len(codes)), np.arange(len(codes))] = False
    return found
