"""Whether what an experiment says fits its scenario: dates, columns, nations, and nothing set twice."""

from __future__ import annotations

from collections.abc import Iterator

from exchsim.analysis.moments import OF_RUNS
from exchsim.enums import AgreementType, Compromise, Rank, ThreatKind, TourEnd
from exchsim.scenario import Scenario
from exchsim.scenario.catalogue import shipped_catalogue
from exchsim.scenario.faults import PathKey, suggestion
from exchsim.scenario.fields import to_month
from exchsim.scenario.members import nations_of, period_of
from exchsim.scenario.paths import split_path
from exchsim.store.schema import TABLES
from exchsim.sweep.arms import levers_of
from exchsim.sweep.experiment import LOGS, ExperimentFile, Outcome
from exchsim.sweep.variables import LEVER, Variable, chosen

Findings = Iterator[tuple[PathKey, str]]

RESERVED = (
    "id", "policy", "sample", "replicate", "seed", "failed", "error", "traceback", "command", "digest", "trail",
)  # fmt: skip
_NATIONS = ("iso3", "sender", "host", "a", "b", "victim", "culprit", "commander")  # columns that hold their codes
_WORDS: dict[str, tuple[str, ...]] = {
    "threat": tuple(kind.name.lower() for kind in ThreatKind),
    "compromise": tuple(kind.name.lower() for kind in Compromise),
    "type": tuple(kind.name.lower() for kind in AgreementType),
    "end": tuple(reason.name.lower() for reason in TourEnd),
    "rank": tuple(rank.name for rank in Rank),
}  # columns of words that no scenario changes


def faults(file: ExperimentFile, base: Scenario) -> Findings:
    """Path and message of everything that does not fit the scenario."""
    yield from _dates(file, base)
    yield from _outcomes(file, base)
    yield from _kept(file, base)


def overlaps(file: ExperimentFile, numbers: tuple[Variable, ...]) -> Findings:
    """What a policy sets cannot be uncertain as well."""
    uncertain = {v.path.removeprefix("policy."): v.path for v in numbers if v.kind == LEVER}
    for name, policy in file.policies.items():
        for lever in levers_of(policy):
            if lever in uncertain and file.branch_at is None:
                yield (
                    ("policies", name, lever),
                    f"is set here and uncertain as {uncertain[lever]}; keep one of them",
                )
        for path in policy.set:
            if any(_meet(path, v.scenario_path) for v in numbers):
                yield ("policies", name, "set", path), "is set here and uncertain too; keep one of them"


def _meet(path: str, other: str) -> bool:
    """Whether one path is the other, or lies below it."""
    one, two = sorted((split_path(path) or (path,), split_path(other) or (other,)), key=len)
    return two[: len(one)] == one


def _dates(file: ExperimentFile, base: Scenario) -> Findings:
    """Dates that lie outside the run."""
    start, end = period_of(base.file)
    branch = file.branch_at
    if branch is not None:
        if not start < to_month(branch) < end:
            first, last = base.file.period.start, base.file.period.end
            yield ("branch_at",), f"must lie within the run, {first} to {last}, after its first month"
        for name, policy in file.policies.items():
            early = [event.date for event in policy.events if to_month(event.date) < to_month(branch)]
            if early:
                yield (
                    ("policies", name, "events"),
                    f"{early[0]} lies before branch_at, {branch}; policies part there",
                )
            if policy.set:
                yield ("policies", name, "set"), "cannot differ between policies that share a history; use events"
    for name, outcome in file.outcomes.items():
        begins = to_month(outcome.start) if outcome.start else start
        ends = to_month(outcome.end) if outcome.end else end - 1
        if not start <= begins <= ends < end:
            yield (
                ("outcomes", name),
                f"its period must lie within the run, {base.file.period.start} to {base.file.period.end}",
            )


def _outcomes(file: ExperimentFile, base: Scenario) -> Findings:
    """Columns, rows and ratios that do not exist."""
    taken = (*RESERVED, *chosen(file.uncertainties))
    for name, outcome in file.outcomes.items():
        if name in taken:
            yield ("outcomes", name), "is the name of a column of every sweep; give the outcome another name"
        yield from _columns(("outcomes", name), outcome)
        if outcome.per is not None and (outcome.per not in file.outcomes or outcome.per == name):
            hint = suggestion(outcome.per, [other for other in file.outcomes if other != name])
            yield ("outcomes", name, "per"), f"no other outcome {outcome.per}; {hint}"
        elif outcome.per is not None and file.outcomes[outcome.per].per is not None:
            yield ("outcomes", name, "per"), f"{outcome.per} is a ratio itself; divide by a plain outcome"
        for column, wanted in outcome.where.items():
            where = ("outcomes", name, "where", column)
            for value in wanted if isinstance(wanted, list) else [wanted]:
                if column in _NATIONS:
                    yield from _takes_part(where, str(value), base)
                elif column in _WORDS and value not in _WORDS[column]:
                    yield where, f"no such {column}; {suggestion(str(value), _WORDS[column])}"


def _kept(file: ExperimentFile, base: Scenario) -> Findings:
    """Columns and nations to keep that do not exist."""
    keep = file.keep
    for section in ("world", "nations", "pairs"):
        known = [
            field.name
            for field in TABLES[section]
            if field.dtype not in ("label", "text", "?") and field.name != "year"
        ]
        for place, column in enumerate(getattr(keep, section)):
            if column not in known:
                yield (
                    ("keep", section, place),
                    f"no such column; {suggestion(column, known) or _columns_help(section)}",
                )
    for place, code in enumerate(keep.of_nations):
        yield from _takes_part(("keep", "of_nations", place), code, base)
    for place, pair in enumerate(keep.of_pairs):
        for code in pair:
            yield from _takes_part(("keep", "of_pairs", place), code, base)


def _takes_part(path: PathKey, code: str, base: Scenario) -> Findings:
    nations = nations_of(base.file, shipped_catalogue())
    if code not in nations:
        yield path, f"{code} does not take part in the scenario; {suggestion(code, nations)}".rstrip("; ")


def _columns_help(table: str) -> str:
    return f"see the columns of {table} in docs/odd.md"


def _columns(path: PathKey, outcome: Outcome) -> Findings:
    """Whether an outcome's columns exist in its table, or its moment among moments."""
    if outcome.moment is not None:
        if outcome.moment not in OF_RUNS:
            yield (*path, "moment"), f"no such moment; {suggestion(outcome.moment, OF_RUNS) or ', '.join(OF_RUNS)}"
        if outcome.when is None:
            yield (*path, "when"), "missing; write the year, decade or span of the moment"
        if outcome.column is not None or outcome.where or outcome.start or outcome.end:
            yield path, "a moment has no column, where, start or end; remove them"
        return
    if outcome.when is not None:
        yield (*path, "when"), "goes with a moment; remove it, or name one"
    fields = {field.name: field for field in TABLES[outcome.table]}
    numbers = [name for name, field in fields.items() if field.dtype not in ("label", "text")]
    if outcome.column is None:
        if outcome.table not in LOGS:
            yield (*path, "column"), f"missing; write a column of {outcome.table}"
    elif outcome.column not in numbers:
        near = suggestion(outcome.column, numbers) or f"see the columns of {outcome.table} in docs/odd.md"
        yield (*path, "column"), f"no such number in {outcome.table}; {near}"
    for column in outcome.where:
        if column not in fields:
            yield (
                (*path, "where", column),
                f"no such column in {outcome.table}; {suggestion(column, list(fields))}".rstrip("; "),
            )
