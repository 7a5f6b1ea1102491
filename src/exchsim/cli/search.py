"""`exchsim search`: policies that no other beats in everything, compared on fresh runs with those made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchsim.cli.console import note, say, show_table
from exchsim.cli.errors import FAILED, RefusedError, StoppedError
from exchsim.cli.numbers import plain, scale_of, with_interval
from exchsim.cli.sweep import Kind, Quiet, Retry, Scheduler, Workers, duration, ends_are_interrupts, kind_of, watching

if TYPE_CHECKING:
    from exchsim.search.found import Found
    from exchsim.sweep.load import Experiment


def search(
    experiment: Annotated[
        str, typer.Argument(metavar="EXPERIMENT", help="An experiment file with a section search, its folder, or name.")
    ],
    workers: Workers = None,
    executor: Kind = None,
    scheduler: Scheduler = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder; by default results/NAME_search.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many runs, and how long.")] = False,
    retry_failed: Retry = False,
    quiet: Quiet = False,
) -> int:
    """Search the ranges of levers for policies that no other beats in everything; killed and started again, it goes on.

    What is found is written as ready policies and compared with those of the experiment under futures and luck that it
    was not searched on. Exit code 1 when runs failed; their rows say why.
    """
    kind = kind_of(executor, scheduler)
    from exchsim.sweep.load import find_experiment, load_experiment

    loaded = load_experiment(experiment)
    if loaded.file.search is None:
        raise RefusedError(f"{find_experiment(experiment)}: has no section search; write search: {{levers: …, "
                           "objectives: …}} (experiments/README.md)")  # fmt: skip
    if dry_run:
        _estimate(loaded, workers)
        return 0
    folder = out or Path("results") / f"{loaded.name}_search"
    found = _carried_out(loaded, folder, workers, kind, scheduler, retry_failed, quiet)
    if not quiet:
        show_found(found)
        _say_where(found, folder)
    if found.failed:
        note(f"{found.failed:,} runs failed; exchsim.open_sweep({str(folder / 'trials')!r}).failures says why, and "
             "--retry-failed runs them again")  # fmt: skip
    say(str(folder))
    return FAILED if found.failed else 0


def _carried_out(loaded: Experiment, folder: Path, workers: int | None, kind: str, *options: Any) -> Found:
    from exchsim.search.run import run_search
    from exchsim.sweep.pools import PoolLostError

    scheduler, retry, quiet = options
    if not quiet:
        note(f"{_size(loaded)}, into {folder}")
    try:
        with ends_are_interrupts(), watching(quiet) as watch:
            return run_search(loaded, folder, workers, kind, scheduler, retry, watch)
    except PoolLostError as error:
        raise PoolLostError(f"{error}; what is stored in {folder} is safe, and the same command goes on") from error
    except KeyboardInterrupt:
        raise StoppedError(f"stopped; what is finished is stored in {folder}, and the same command goes on") from None


def _size(loaded: Experiment) -> str:
    from exchsim.search import stages
    from exchsim.search.run import runs_of

    search = stages.search_of(loaded)
    trials, final = runs_of(loaded)
    return (
        f"{loaded.title}: {search.generations} generations of {search.population} policies x "
        f"{stages.searched_samples(loaded):,} samples x {stages.searched_replicates(loaded):,} seeds, at most "
        f"{trials:,} runs; then at most {len(loaded.arms) + search.most} policies x {stages.fresh_samples(loaded):,} "
        f"fresh samples x {stages.fresh_replicates(loaded):,} fresh seeds, {final:,} runs"
    )


def _estimate(loaded: Experiment, workers: int | None) -> None:
    from exchsim.search.run import runs_of
    from exchsim.search.stages import hand_made, searched
    from exchsim.sweep.pools import processors
    from exchsim.sweep.probe import probe

    number, runs = workers or processors(), sum(runs_of(loaded))
    cost = probe(searched(loaded, hand_made(loaded)))
    say(_size(loaded))
    say(f"one run takes {duration(cost.seconds_per_run)} (mean of {cost.tried} tried)")
    longest = duration(runs * cost.seconds_per_run / number)
    say(f"at most about {longest} on {number} workers; a policy that comes again is not run again")


def show_found(found: Found) -> None:
    """Found policies with their levers and outcomes, then the answer."""
    from exchsim.search.words import answer, effort

    say(effort(found))
    if found.fresh is not None:
        say()
        heads = [_with_unit(lever.path, lever.unit) for lever in found.levers]
        show_table(("found", *heads), [_levers(found, name) for name in found.names], numbers=heads)
        say()
        _show_outcomes(found)
    say()
    for line in answer(found):
        say(line)


def _levers(found: Found, policy: str) -> list[str]:
    values = found.first_of[found.names[policy]].values
    return [policy, *(value if isinstance(value, str) else plain(value) for value in values.values())]


def _with_unit(name: str, unit: str) -> str:
    return f"{name}, {unit}" if unit not in ("1", "0-1", "weight", "") else name


def _show_outcomes(found: Found) -> None:
    """Means of all policies on fresh runs, and how the found ones stand."""
    fresh = found.fresh
    assert fresh is not None
    shown = list(dict.fromkeys([*found.directions, *found.search.limits]))
    scales = {name: scale_of(found.reached(policy, name)[0] for policy in fresh.policies) for name in shown}
    heads = [", ".join(filter(None, (name, " ".join(filter(None, (scales[name][1], fresh.units[name]))),
                                     found.directions.get(name, "limit")))) for name in shown]  # fmt: skip
    standing = {one.policy: one.word for one in found.standings}
    rows = []
    for policy in fresh.policies:
        cells = [_mean(*found.reached(policy, name), scales[name][0]) for name in shown]
        kept = [found.limits_kept(policy)] if found.search.limits else []
        rows.append([policy, *cells, *kept, standing.get(policy, "")])
    limits = ["keeps limits"] if found.search.limits else []
    show_table(("on fresh runs", *heads, *limits, "against the hand-made"), rows, numbers=heads)


def _mean(value: float, half: float, factor: float) -> str:
    return with_interval(value / factor, half / factor)


def _say_where(found: Found, folder: Path) -> None:
    say()
    if found.fresh is not None:
        first = next(iter(found.names))
        say(f"Verdicts: exchsim compare {folder / 'fresh'}; a page: exchsim report {folder / 'fresh'}")
        say(f"Run one: exchsim run {folder / 'policies' / first}.yaml; for an experiment: {folder / 'policies.yaml'}")
    say(f"Tables: {folder / 'pareto.csv'}, {folder / 'trials.parquet'}; figure: {folder / 'trade_off.png'}")
