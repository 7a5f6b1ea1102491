"""The evidence of a report: differences, regret, how often a policy is good enough, what it costs, series over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis import robustness
from exchsim.analysis.terms import capital, in_words, listed, percent
from exchsim.analysis.words import number
from exchsim.plots import decision, futures
from exchsim.plots.flows import flow_map
from exchsim.plots.looks import NARROW
from exchsim.report.answer import headline, leaders
from exchsim.report.blocks import Block, Numbers, Picture, Words
from exchsim.report.subject import Subject
from exchsim.report.words import term_of_column
from exchsim.store.names import Names

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from exchsim.analysis.contrasts import Contrast

MOST_SERIES = 3  # columns of the world drawn over time
MOST_FLOWS = 30  # rows of the table of flows
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def picture(name: str, draw: Callable[..., Figure], words: str, numbers: Numbers) -> Picture:
    """A figure in two widths: for a screen or paper, and for a phone."""
    return Picture(name, draw(), words, numbers, draw(width=NARROW))


def evidence(about: Subject) -> Iterator[Block]:
    """Every figure with its numbers."""
    yield _differences(about)
    table = robustness.table(about.runs, about.sweep.directions)
    if len(table):
        yield from _trade_off(about, table)
        yield _regret(about, table)
        yield _satisficing(about)
    yield from _over_time(about)
    yield from _network(about)


def _differences(about: Subject) -> Picture:
    rows, data = [], [("outcome", "policy", "difference", "low", "high", "better_in", "variance_saved", "unit")]
    for c in about.found:
        term = about.terms[c.outcome]
        interval = term.interval(c.difference, c.low, c.high)
        middle, _, rest = interval.partition(" (")
        rows.append([capital(term.label), in_words(c.policy), middle, rest.rstrip(")"), percent(c.better),
                     percent(c.variance_saved)])  # fmt: skip
        data.append((c.outcome, c.policy, c.difference, c.low, c.high, c.better, c.variance_saved, term.unit))  # type: ignore[arg-type]
    heads = ("outcome", "policy", "difference", f"{100 * about.confidence:g} % interval", "better in", "variance saved")
    shown = list(about.found)
    if len({c.outcome for c in shown}) > decision.MOST:
        first = list(about.directed or about.sweep.outcomes)[: decision.MOST]
        shown = [c for c in shown if c.outcome in first]
    left = len({c.outcome for c in about.found}) - len({c.outcome for c in shown})
    left_out = f" {left} more outcomes are in the table alone." if left else ""
    return picture(
        "differences", partial(decision.differences, shown, about.terms, about.looks, about.source),
        f"Filled marks: the sign is clear. {_clear(shown)}{left_out}",
        Numbers(heads, rows, f"Differences from {in_words(about.base)}, run by run (better in: share of runs; variance "
                "saved: by giving both policies the same luck)", "numbers-differences", data=data),
    )  # fmt: skip


def _clear(shown: Sequence[Contrast]) -> str:
    return f"Clear here: {sum(c.is_clear for c in shown)} of {len(shown)}."


def _trade_off(about: Subject, table: pd.DataFrame) -> Iterator[Block]:
    """Gains against costs, or all outcomes at once where there are many."""
    directed = about.directed
    if len(directed) < 2:
        return
    means = decision.means_of(table)
    costs = [name for name in directed if about.sweep.directions[name] == "less"]
    gains = [name for name in directed if about.sweep.directions[name] == "more"]
    pairs = [(cost, gain) for cost in costs[-1:] for gain in gains] or [(directed[0], directed[1])]
    unbeaten = table.drop_duplicates("policy").set_index("policy")["pareto"]
    kept = [in_words(str(name)) for name in means.index if unbeaten[name]]
    words = "No policy is beaten by another in everything together."
    if len(kept) < len(means):
        words = f"In everything together, no other policy beats {listed(kept, 'or')}."
    heads = ("policy", *(capital(about.terms[name].label) for name in directed), "unbeaten")
    rows = [[in_words(str(policy)), *(about.terms[name].amount(float(means.loc[policy, name])) for name in directed),
             "yes" if unbeaten[policy] else "no"] for policy in means.index]  # fmt: skip
    data = [("policy", *directed, "unbeaten"),
            *((policy, *map(float, means.loc[policy, directed]), bool(unbeaten[policy]))
              for policy in means.index)]  # fmt: skip
    numbers = Numbers(heads, rows, "Means over all runs; unbeaten: no policy is as good in everything and better in "
                      "something", "numbers-trade-off", data=data)  # fmt: skip
    if len(pairs) <= decision.MOST and len(costs) <= 1:
        draw: Callable[..., Figure] = partial(
            decision.trade_offs, means, pairs, about.terms, about.looks, about.source
        )  # fmt: skip
    else:
        draw = partial(decision.profile, means, about.terms, about.looks, about.source)
    yield picture("trade_off", draw, words, numbers)


def _regret(about: Subject, table: pd.DataFrame) -> Picture:
    rows, data = [], [tuple(table.columns)]
    for r in table.to_dict("records"):
        term = about.terms[r["outcome"]]
        rows.append([
            capital(term.label), in_words(r["policy"]),
            *(term.amount(float(r[k])) for k in ("mean", "worst", "regret_mean", "regret_max")),
            percent(float(r["relative_regret_max"])),
        ])  # fmt: skip
        data.append(tuple(r[column] for column in table.columns))
    heads = ("outcome", "policy", "mean", "worst future", "mean regret", "largest regret", "as a share")
    worst = table.groupby("policy", sort=False)["relative_regret_max"].apply(lambda share: int((share == 0.0).sum()))
    without = [in_words(str(name)) for name, count in worst.items() if count == len(about.directed)]
    words = "How much worse than the best policy of the same future each one can turn out. " + (
        f"Nothing to regret in any future: {listed(without)}."
        if without
        else "Every policy can be regretted somewhere."
    )
    return picture(
        "regret", partial(decision.regrets, table, about.terms, about.looks, about.source), words,
        Numbers(heads, rows, "Means, worst futures, and regret: the loss against the best policy of the same future",
                "numbers-regret", data=data),
    )  # fmt: skip


def _satisficing(about: Subject) -> Picture:
    directed = about.directed[: decision.MOST]
    found = {name: robustness.futures(about.runs, name) for name in directed}
    rows: list[list[str]] = []
    quantiles = [f"p{q}" for q in robustness.PERCENTILES]
    data: list[tuple[object, ...]] = [("outcome", "policy", "worst", *quantiles, "mean")]
    for name in about.directed:
        term, over = about.terms[name], robustness.spread(about.runs, name, about.sweep.directions[name])
        for policy in over.index:
            values = [float(over.loc[policy, column]) for column in ("worst", *quantiles, "mean")]
            rows.append([capital(term.label), in_words(str(policy)), *(term.amount(value) for value in values)])
            data.append((name, policy, *values))
    heads = ("outcome", "policy", "worst", *(f"{q} %" for q in robustness.PERCENTILES), "mean")
    count = len(next(iter(found.values())))
    return picture(
        "good_enough", partial(futures.satisficing, found, about.terms, about.looks, about.source),
        f"Choose what is good enough on the lower axis; the height of a line is the share of the {count:,} futures in "
        "which its policy gets there.",
        Numbers(heads, rows, "What comes out over the futures: worst, percentiles, mean (means of a future's seeds)",
                "numbers-good-enough", data=data),
    )  # fmt: skip


def _over_time(about: Subject) -> Iterator[Block]:
    kept = about.sweep.experiment.file.keep
    if not kept.world or kept.every != "year":
        return
    series = about.sweep.world
    if not len(series):
        return
    for column in kept.world[:MOST_SERIES]:
        term = term_of_column(column)
        last = series[series["year"] == series["year"].max()]
        rows, data = [], [("policy", *(f"p{100 * q:g}" for q in _QUANTILES))]
        for policy in about.sweep.policies:
            ending = last.loc[last["policy"] == policy, column].to_numpy(float)
            if not len(ending):
                continue
            values = [float(np.quantile(ending, q)) for q in _QUANTILES]
            rows.append([in_words(policy), *map(term.amount, values)])
            data.append((policy, *values))  # type: ignore[arg-type]
        year = int(series["year"].max())
        yield picture(
            f"fan_{column}", partial(futures.fans, series, term, about.looks, about.source),
            f"{capital(term.meaning)}, yearly mean.",
            Numbers(("policy", *(f"{100 * q:g} %" for q in _QUANTILES)), rows,
                    f"{capital(term.label)} in {year}: percentiles over all runs", f"numbers-{column}", data=data),
        )  # fmt: skip
    if len(kept.world) > MOST_SERIES:
        yield Words(f"Kept as well, and not drawn: {', '.join(kept.world[MOST_SERIES:])}.")


def _network(about: Subject) -> Iterator[Block]:
    """Which way more officers go, and which way fewer, under the policy told of; where posts filled were kept."""
    sweep = about.sweep
    if "filled" not in sweep.experiment.file.keep.pairs or not about.directed or not len(sweep.pairs):
        return
    best = headline(about, {outcome: leaders(about, outcome) for outcome in about.directed})
    year = int(sweep.pairs["year"].max())
    last = sweep.pairs[sweep.pairs["year"] == year].astype({"sender": object, "host": object})
    means = last.groupby(["policy", "sender", "host"])["filled"].mean().unstack("policy").fillna(0.0)
    if not {best, about.base} <= set(means.columns):
        return
    names = sweep.setting.plans[0].names
    table = means.assign(value=(means[best] - means[about.base]) * names.people_per_agent).reset_index()
    table = table[["sender", "host", "value"]]
    order = table["value"].abs().sort_values(ascending=False, kind="stable").index[:MOST_FLOWS]
    rows = [[r["sender"], r["host"], number(r["value"], True)] for r in table.loc[order].to_dict("records")]
    data = [tuple(table.columns), *(tuple(row) for row in table.itertuples(index=False))]
    pair = f"{in_words(best)} less {in_words(about.base)}"
    draw = partial(
        flow_map, _World(names, sweep.folder.experiment()["scenario"]), table, f"Where more officers go: {pair}",
        f"Posts filled at the end of {year}, mean over all runs. An arrow goes from the sender to the host.",
        about.source, signed=True,
    )  # fmt: skip
    yield picture(
        "flows",
        draw,
        f"Under {in_words(best)}, {number(float(table['value'].sum()), True)} posts in all.",
        Numbers(("sender", "host", "posts"), rows, f"Largest differences, {pair}", "numbers-flows", data=data),
    )


@dataclass(frozen=True)
class _World:
    """A sweep, as a map wants it."""

    names: Names
    resolved: Mapping[str, Any]
