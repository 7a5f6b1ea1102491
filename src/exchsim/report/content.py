"""What a sweep says, in sections: answer, evidence, what drives it, method, limits, provenance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis import robustness
from exchsim.analysis.contrasts import Contrast, contrasts
from exchsim.analysis.failures import failures
from exchsim.analysis.sensitivity import sensitivity
from exchsim.analysis.verdicts import BETTER, TIE, UNRESOLVED, WORSE, Verdict, verdicts, weak_numbers
from exchsim.analysis.words import number
from exchsim.plots import decision
from exchsim.report import attribution
from exchsim.report.blocks import Block, Numbers, Outline, Page, Picture, Points, Section, Words
from exchsim.report.limits import LIMITS
from exchsim.sweep.attribute import attributions, design_of

if TYPE_CHECKING:
    import pandas as pd

    from exchsim.sweep.results import Sweep

_TONES = {BETTER: "good", WORSE: "bad", TIE: "plain", UNRESOLVED: "open"}
FEWEST_FUTURES = 64  # below, nothing ranks what drives an outcome, but by a design made for that
_PAIRED = "The same seeds serve all policies, so that differences are taken run by run. "
_DRIVERS = {"saltelli": ("sobol", "ST"), "morris": ("morris", "mu_star")}


def content(sweep: Sweep, baseline: str | None = None, confidence: float = 0.95) -> Page:
    """The report of a sweep with at least two policies. Raises ValueError where there are too few runs or policies."""
    if len(sweep.policies) < 2:
        raise ValueError("one policy only; a report compares policies")
    if design_of(sweep) is not None:
        return _shared_out(sweep, confidence)
    base = baseline or sweep.policies[0]
    runs = sweep.good
    found = contrasts(runs, sweep.directions, sweep.policies, base, confidence=confidence, layout=sweep.layout)
    weak = weak_numbers(sweep.about["uncertainties"])
    judged = verdicts(runs, sweep.directions, sweep.policies, base, weak, confidence=confidence, layout=sweep.layout)
    source = _source(sweep)
    sections = [
        Section("The answer", list(_answer(sweep, judged, base))),
        Section("The evidence", list(_evidence(sweep, runs, found, source))),
        Section("What the answer hangs on", list(_dependence(sweep, runs, base, source))),
        Section("How it was found", list(_method(sweep, base, confidence))),
        Section("What it cannot say", [Points([(limit, "plain") for limit in LIMITS])]),
        Section("Where the numbers come from", [_provenance(sweep)]),
    ]
    return Page(sweep.about["title"], sweep.about["question"], sections, source)


def _shared_out(sweep: Sweep, confidence: float) -> Page:
    """The report of a sweep of groups of programmes, of which the policies are sets."""
    found, source = attributions(sweep, confidence), _source(sweep)
    sections = [
        Section("The answer", list(attribution.answer(found))),
        Section("The evidence", list(attribution.evidence(sweep, found, source))),
        Section("How it was found", list(attribution.method(sweep, found))),
        Section("What it cannot say", [Points([(limit, "plain") for limit in LIMITS])]),
        Section("Where the numbers come from", [_provenance(sweep)]),
    ]
    return Page(sweep.about["title"], sweep.about["question"], sections, source)


def _source(sweep: Sweep) -> str:
    about = sweep.about
    return (
        f"{about['name']}: {len(sweep.good):,} runs = {about['samples']:,} futures x {len(sweep.policies)} policies x "
        f"{about['replicates']:,} seeds  ·  exchsim {about['versions']['exchsim']}, model {about['source_hash'][:8]}"
    )


def _answer(sweep: Sweep, judged: Sequence[Verdict], base: str) -> Iterator[Block]:
    yield Words(f"Compared with {base}, the same luck and the same futures on both sides:")
    for policy in [name for name in sweep.policies if name != base]:
        mine = [v for v in judged if v.contrast.policy == policy]
        yield Words(f"**{policy}**: {_in_a_word(mine)}")
        yield Points([(_sentence(v), _TONES[v.word]) for v in mine])
    if not weak_numbers(sweep.about["uncertainties"]):
        yield Words(
            "No number that rests on a proposal varies in this sweep, so whether these answers hang on one was not "
            "tested. Add `all: [M, K-low]` to the uncertainties of the experiment to find out."
        )


def _in_a_word(judged: Sequence[Verdict]) -> str:
    """Which outcomes are better, worse, alike and open."""
    said = []
    for word, words in ((BETTER, "better on"), (WORSE, "worse on"), (TIE, "alike on"), (UNRESOLVED, "unresolved on")):
        names = [v.contrast.outcome for v in judged if v.word == word]
        if names:
            said.append(f"{words} {', '.join(names)}")
    return "; ".join(said)


def _sentence(v: Verdict) -> str:
    c = v.contrast
    size = f"{number(c.difference, True)} ({number(c.low, True)} to {number(c.high, True)})"
    if v.word == TIE:
        return f"{c.outcome}: alike, {size}; a difference of {number(v.margin)} would matter"
    if v.word == UNRESOLVED and v.flips:
        flip = v.flips[0]
        there = f"{number(flip.difference, True)} where {flip.parameter} is {number(flip.low)} to {number(flip.high)}"
        return f"{c.outcome}: unresolved; {size} on average, but {there}. It would have to be measured"
    if v.word == UNRESOLVED:
        return f"{c.outcome}: unresolved; {size} leaves the sign open. {_remedy(v)}"
    share = c.better if v.word == BETTER else 1.0 - c.better
    return f"{c.outcome}: {v.word}, {size}; in {100 * share:.0f} % of runs"


def _remedy(v: Verdict) -> str:
    """What would narrow an interval to the size of the difference, or to what would matter if that is more."""
    width = max(abs(v.contrast.difference), v.margin)
    seeds, futures = v.contrast.replicates_for(width), v.contrast.futures_for(width)
    if width > 0.0 and seeds is not None:
        return f"{seeds:,} seeds for each future might tell"
    if width > 0.0 and futures is not None:
        return f"More seeds cannot tell; {futures:,} futures might"
    return "Neither more seeds nor more futures alone can tell"


def _evidence(sweep: Sweep, runs: pd.DataFrame, found: Sequence[Contrast], source: str) -> Iterator[Block]:
    rows = [
        [c.outcome, c.policy, number(c.difference, True), number(c.low, True), number(c.high, True),
         "–" if math.isnan(c.better) else f"{100 * c.better:.0f} %",
         "–" if math.isnan(c.variance_saved) else f"{100 * c.variance_saved:.0f} %"]
        for c in found
    ]  # fmt: skip
    heads = ("outcome", "policy", "difference", "from", "to", "better in", "variance saved")
    yield Picture(
        "differences", decision.differences(found, sweep.directions, source),
        "Difference of each policy from the baseline with its interval. Filled marks: the sign is clear.",
        Numbers(heads, rows, "Paired differences and their intervals", "numbers-differences"),
    )  # fmt: skip
    table = robustness.table(runs, sweep.directions)
    if not len(table):
        return
    rows = [
        [r["outcome"], r["policy"], *(number(float(r[k])) for k in ("mean", "worst", "regret_mean", "regret_max")),
         "yes" if r["pareto"] else "no"]
        for r in table.to_dict("records")
    ]  # fmt: skip
    heads = ("outcome", "policy", "mean", "worst future", "mean regret", "largest regret", "unbeaten")
    yield Picture(
        "regret", decision.regrets(table, source),
        "How much worse than the best policy each one can turn out, over all futures.",
        Numbers(heads, rows, "Means, worst futures and regret; unbeaten: no policy is as good in everything",
                "numbers-regret"),
    )  # fmt: skip
    directed = [name for name, way in sweep.directions.items() if way != "neither"]
    costs = [name for name in directed if sweep.directions[name] == "less"]
    gains = [name for name in directed if sweep.directions[name] == "more"]
    if costs and gains:
        x, y = costs[-1], gains[0]
        means = {(r["policy"], r["outcome"]): float(r["mean"]) for r in table.to_dict("records")}
        rows = [[policy, number(means[policy, x]), number(means[policy, y])] for policy in sweep.policies]
        yield Picture(
            "trade_off", decision.trade_off(table, sweep.directions, x, y, source),
            f"{y} against {x}: filled policies are not beaten in both.",
            Numbers(("policy", x, y), rows, "Means over all runs", "numbers-trade-off"),
        )  # fmt: skip
    yield from _over_time(sweep, source)


def _over_time(sweep: Sweep, source: str) -> Iterator[Block]:
    from exchsim.store.schema import TABLES

    kept = sweep.experiment.file.keep
    if not kept.world or kept.every != "year":
        return
    units = {field.name: field.unit for field in TABLES["world"]}
    for column in kept.world[:3]:
        series = sweep.world
        last = series[series["year"] == series["year"].max()]
        rows = []
        for policy in sweep.policies:
            ending = last.loc[last["policy"] == policy, column].to_numpy(float)
            rows.append([policy, *(number(float(np.quantile(ending, q))) for q in (0.05, 0.25, 0.5, 0.75, 0.95))])
        yield Picture(
            f"fan_{column}", decision.fans(series, column, sweep.policies, units[column], source),
            f"{column} over the years under each policy.",
            Numbers(("policy", "5 %", "25 %", "median", "75 %", "95 %"), rows, "In the last year",
                    f"numbers-{column}"),
        )  # fmt: skip


def _dependence(sweep: Sweep, runs: pd.DataFrame, base: str, source: str) -> Iterator[Block]:
    """What drives the differences, and in which futures each policy loses."""
    futures = int(runs["sample"].nunique())
    if not sweep.uncertainties:
        yield Words("Nothing is uncertain in this sweep.")
        return
    enough = futures >= FEWEST_FUTURES or sweep.about["design"]["kind"] in _DRIVERS
    if not enough:
        yield Words(f"{futures} futures are too few to rank what drives the differences; {FEWEST_FUTURES} are needed.")
    directed = [name for name, way in sweep.directions.items() if way != "neither"]
    for policy in [name for name in sweep.policies if name != base]:
        if enough:
            yield from _drivers(sweep, directed[0], policy, base, source)
        yield from _losses(sweep, runs, directed, policy, base)


def _drivers(sweep: Sweep, outcome: str, policy: str, base: str, source: str) -> Iterator[Block]:
    design = sweep.about["design"]
    method, measure = _DRIVERS.get(design["kind"], ("pawn", "median"))
    try:
        problem, x, y = sweep.salib(outcome, policy, base)
    except ValueError as error:  # the sweep is not finished, or a value is no number
        yield Words(f"What drives {outcome}: {error}.")
        return
    table = sensitivity(problem, x, y, method, design)
    if not (table["measure"] == measure).any():
        yield Words(f"{outcome} is the same under {policy} and {base} in all futures.")
        return
    mine = table[table["measure"] == measure]
    rows = [[r["parameter"], number(r["value"]), number(r["half_interval"])] for r in mine.to_dict("records")]
    yield Picture(
        f"drivers_{policy}",
        decision.drivers(table, measure, f"What drives the difference in {outcome}, {policy} less {base}", source),
        f"Influence of the uncertain numbers on the difference in {outcome} between {policy} and {base} ({method}).",
        Numbers(("number", measure, "± (95 %)"), rows, f"Influence by {method}", f"numbers-drivers-{policy}"),
    )


def _losses(sweep: Sweep, runs: pd.DataFrame, outcomes: Sequence[str], policy: str, base: str) -> Iterator[Block]:
    """In which futures a policy is worse than the baseline, as sentences, boxes and trees."""
    items: list[tuple[str, int]] = []
    for outcome in outcomes:
        found = failures(runs, sweep.design, outcome, policy, sweep.directions[outcome], base, boxes=1)
        where = f", mostly where {found.boxes[0]}" if found.boxes else ""
        items.append((f"{found}{where}" + ("; nothing varied tells which" if found.tree.is_leaf and found.is_mixed
                                           else ""), 0))  # fmt: skip
        items += [(words, depth + 1) for depth, words in found.tree.lines()]
    yield Outline(items)


def _method(sweep: Sweep, base: str, confidence: float) -> Iterator[Block]:
    about, stored = sweep.about, sweep.folder.experiment()["experiment"]
    yield Words(
        f"Every policy was simulated in {about['samples']:,} futures ({about['design']['kind']} of "
        f"{len(about['uncertainties'])} uncertain numbers) under {about['replicates']:,} seeds each. "
        + (_PAIRED if about["common_random_numbers"] else "Every run has a seed of its own. ")
        + f"Intervals hold {100 * confidence:g} % and count what futures, luck and their interplay contribute (two-way "
        "analysis of variance). A ranking that turns round, after Holm's correction, within the range of a number of "
        "grade M or K-low is called unresolved; a difference surely below a tenth of the baseline's standard deviation "
        "is called alike."
    )
    given = stored.get("policies", {})
    rows = [[name, _levers(policy) + (" (baseline)" if name == base else "")] for name, policy in given.items()]
    yield Numbers(("policy", "what it sets"), rows, "Policies")
    rows = [
        [name, " ".join(filter(None, (o["table"], o.get("column", "rows"), _where(o)))), _period(o), o["direction"]]
        for name, o in about["outcomes"].items()
    ]
    yield Numbers(("outcome", "what is counted", "period and reduction", "better"), rows, "Outcomes")
    rows = [
        [path, number(u["low"]), number(u["high"]), u["unit"], u["grade"]] if "values" not in u else
        [path, ", ".join(map(str, u["values"])), "", u["unit"], u["grade"]]
        for path, u in about["uncertainties"].items()
    ]  # fmt: skip
    yield Numbers(("number", "from", "to", "unit", "grade"), rows, "Uncertain numbers", folded=len(rows) > 12)


def _levers(policy: dict[str, Any]) -> str:
    words = [f"{name} = {value}" for name, value in policy.items() if name not in ("nations", "events", "set", "note")]
    words += [f"{code}: {_levers(levers)}" for code, levers in policy.get("nations", {}).items()]
    words += [f"{path} = {value}" for path, value in policy.get("set", {}).items()]
    words += [f"{event['date']}: {event['kind']}" for event in policy.get("events", [])]
    return "; ".join(words) or "the scenario as it is"


def _where(outcome: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in outcome.get("where", {}).items())


def _period(outcome: dict[str, Any]) -> str:
    span = f"{outcome.get('start', 'start')} to {outcome.get('end', 'end')}"
    per = f", per {outcome['per']}" if outcome.get("per") else ""
    return f"{span}, {outcome['reduce']}{per}"


def _provenance(sweep: Sweep) -> Numbers:
    about = sweep.about
    rows = [
        ["folder", str(sweep.folder.path)],
        ["begun", about["created"]],
        ["runs", f"{len(sweep.good):,} of {about['runs']:,} stored, {int(sweep.runs['failed'].sum()):,} failed"],
        ["seeds", f"{about['seed']} to {about['seed'] + about['replicates'] - 1}" if about["common_random_numbers"] else
         f"drawn from {about['seed']}"],
        ["model", f"exchsim {about['versions']['exchsim']}, sources {about['source_hash']}"],
        ["libraries", ", ".join(f"{k} {v}" for k, v in about["versions"].items() if k != "exchsim")],
        *[[f"policy {name}", digest[:20]] for name, digest in about["policies"].items()],
        ["to check", f"exchsim verify {sweep.folder.path} --sample 20"],
    ]  # fmt: skip
    return Numbers(("what", "value"), rows, "Ids, seeds, versions")
