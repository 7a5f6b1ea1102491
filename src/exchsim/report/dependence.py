"""What an answer hangs on: which uncertain numbers drive the differences, and in which futures a policy loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.analysis.failures import Failures, failures
from exchsim.analysis.sensitivity import sensitivity
from exchsim.analysis.terms import capital, in_words, listed
from exchsim.analysis.words import number
from exchsim.plots import influence
from exchsim.plots.influence import Swing
from exchsim.report.answer import headline, leaders
from exchsim.report.blocks import Block, Numbers, Outline, Words
from exchsim.report.evidence import picture
from exchsim.report.subject import Subject, said

if TYPE_CHECKING:
    import pandas as pd

FEWEST_FUTURES = 64  # below, nothing ranks what drives an outcome, but by a design made for that
MOST_BOXES = 3  # drawn
MOST_POLICIES = 3  # of which drivers are drawn, the one that the answer tells of first
MOST_OUTCOMES = 4  # whose swings are drawn
_DRIVERS = {"saltelli": ("sobol", "ST"), "morris": ("morris", "mu_star")}
_MADE_FOR_IT = (*_DRIVERS, "one-at-a-time")
_METHOD_WORDS = {"sobol": "Sobol' indices", "morris": "Morris' screening", "pawn": "PAWN"}


def dependence(about: Subject) -> Iterator[Block]:
    """Drivers of the difference that the answer tells of; where policies lose."""
    if not about.sweep.uncertainties:
        yield Words("Nothing is uncertain in this sweep.")
        return
    if not about.directed:
        yield Words("No outcome says which way is better, so that nothing can be lost.")
        return
    best = headline(about, {outcome: leaders(about, outcome) for outcome in about.directed})
    kind, count = about.sweep.about["design"]["kind"], int(about.runs["sample"].nunique())
    if count >= FEWEST_FUTURES or kind in _MADE_FOR_IT:
        for policy in [best, *(name for name in about.others if name != best)][:MOST_POLICIES]:
            yield from _swings(about, policy)
            if kind != "one-at-a-time":
                yield from _drivers(about, policy)
    else:
        yield Words(
            f"{count} futures are too few to rank what drives the differences; {FEWEST_FUTURES} would do "
            f"(`exchsim sweep EXPERIMENT --samples {FEWEST_FUTURES}`). Whether signs turn round was tested anyhow."
        )
    yield from _losses(about, best)


def _swings(about: Subject, policy: str) -> Iterator[Block]:
    """A tornado of the difference between a policy and the baseline."""
    numeric = about.sweep.design.set_index("sample")[about.sweep.uncertainties].select_dtypes("number")
    found: dict[str, list[Swing]] = {}
    is_single = about.sweep.about["design"]["kind"] == "one-at-a-time"
    for outcome in about.directed[:MOST_OUTCOMES]:
        gap = _gap(about.runs, outcome, policy, about.base)
        swings = [swing for name in numeric for swing in [swing_of(gap, numeric[name], is_single)] if swing]
        if any(s.low or s.high for s in swings):
            found[outcome] = swings
    if not found:
        return
    heads = ("outcome", "number", "where low", "where high")
    rows, data = [], [("outcome", "number", "low", "high")]
    for outcome, swings in found.items():
        term = about.terms[outcome]
        for s in sorted(swings, key=lambda s: -abs(s.high - s.low)):
            rows.append([capital(term.label), s.parameter, term.amount(s.low, True), term.amount(s.high, True)])
            data.append((outcome, s.parameter, s.low, s.high))  # type: ignore[arg-type]
    method = "Means of the futures in which a number is in its lowest or highest quarter."
    if is_single:
        method = "Each number alone at its lowest and its highest value, the others as usual."
    pair = f"{in_words(policy)} less {in_words(about.base)}"
    widest = {about.terms[o].label: max(s, key=lambda x: abs(x.high - x.low)).parameter for o, s in found.items()}
    yield picture(
        f"swings_{policy}", partial(influence.tornado, found, about.terms, f"What moves the difference: {pair}", method,
                          about.source),
        "The widest bar: " + listed(f"{name} for {label}" for label, name in widest.items()) + ".",
        Numbers(heads, rows, f"Difference {pair}, less its mean over all futures", f"numbers-swings-{policy}",
                data=data),
    )  # fmt: skip


def _gap(runs: pd.DataFrame, outcome: str, policy: str, base: str) -> pd.Series:
    """Difference of two policies by future."""
    from exchsim.analysis.robustness import futures

    table = futures(runs, outcome)
    return table[policy] - table[base]


def swing_of(gap: pd.Series, values: pd.Series, is_single: bool) -> Swing | None:
    """How far a difference moves with one number; None where the number does not vary.

    is_single: one number at a time moves; its two points are those at which it is not as usual.
    """
    mine = values.reindex(gap.index).to_numpy(float)
    known = np.isfinite(mine)
    if not known.any() or np.ptp(mine[known]) == 0.0:
        return None
    results, middle = gap.to_numpy(float), float(gap.mean())
    if is_single:  # the first point is the usual one
        middle = float(results[0])
        low, high = results[known][np.argmin(mine[known])], results[known][np.argmax(mine[known])]
        return Swing(str(values.name), float(low) - middle, float(high) - middle)
    edges = np.quantile(mine[known], (0.25, 0.75))
    low, high = results[known & (mine <= edges[0])].mean(), results[known & (mine >= edges[1])].mean()
    return Swing(str(values.name), float(low) - middle, float(high) - middle)


def _drivers(about: Subject, policy: str) -> Iterator[Block]:
    design, outcome = about.sweep.about["design"], about.directed[0]
    method, measure = _DRIVERS.get(design["kind"], ("pawn", "median"))
    label = about.terms[outcome].label
    try:
        problem, x, y = about.sweep.salib(outcome, policy, about.base)
        table = sensitivity(problem, x, y, method, design)
    except ValueError as error:  # the sweep is not finished, or a value is no number
        yield Words(f"What drives {label}: {error}.")
        return
    if not (table["measure"] == measure).any():
        yield Words(f"{capital(label)} is the same under {said(policy)} and {said(about.base)} in all futures.")
        return
    measures = list(dict.fromkeys(table["measure"]))
    rows = [[r["parameter"], r["measure"], number(r["value"]), number(r["half_interval"])]
            for r in table.to_dict("records")]  # fmt: skip
    data = [tuple(table.columns), *(tuple(row) for row in table.itertuples(index=False))]
    heading = f"What drives the difference in {label}, {in_words(policy)} less {in_words(about.base)}"
    first = table[table["measure"] == measure].iloc[0]["parameter"]
    yield picture(
        f"drivers_{policy}", partial(influence.drivers, table, measure, heading, about.source),
        f"Most of it hangs on {first} ({_METHOD_WORDS[method]}).",
        Numbers(("number", "measure", "value", "± (95 %)"), rows, f"Influence: {', '.join(measures)}",
                f"numbers-drivers-{policy}", data=data),
    )  # fmt: skip


def _losses(about: Subject, best: str) -> Iterator[Block]:
    """In which futures each policy is worse than the baseline: counted, as a tree, and as boxes drawn."""
    drawn = 0
    for policy in [best, *(name for name in about.others if name != best)]:
        found = {
            outcome: failures(about.runs, about.sweep.design, outcome, policy, about.sweep.directions[outcome],
                              about.base, boxes=1)
            for outcome in about.directed
        }  # fmt: skip
        yield Outline(list(_lines(about, policy, found)))
        for outcome, one in found.items():
            if one.boxes and one.boxes[0].limits and one.fails.mean() <= 0.5 and drawn < MOST_BOXES:
                drawn += 1
                yield _box(about, outcome, policy, one)


def _lines(about: Subject, policy: str, found: Mapping[str, Failures]) -> Iterator[tuple[str, int]]:
    """One line for what is the same in all futures; one each, and its tree, for what is not."""
    futures = max(len(one.fails) for one in found.values())
    labels = {name: about.terms[name].label for name in found}
    always = [labels[name] for name, one in found.items() if one.fails.all()]
    never = [labels[name] for name, one in found.items() if not one.fails.any()]
    parts = [f"{word} the {futures:,} futures on {listed(names)}"
             for word, names in (("in all of", always), ("in none of", never)) if names]  # fmt: skip
    if parts:
        yield f"{said(policy)} is worse than {said(about.base)} {'; '.join(parts)}", 0
    dark = [f"{int(one.fails.sum()):,} on {labels[name]}" for name, one in found.items()
            if one.is_mixed and one.tree.is_leaf]  # fmt: skip
    if dark:
        told = "nothing that varies tells in which"
        yield (
            f"{said(policy)} is worse than {said(about.base)} in some: of {futures:,} futures {listed(dark)}; {told}",
            0,
        )
    for name, one in found.items():
        if one.is_mixed and not one.tree.is_leaf:
            where = f", mostly where {one.boxes[0]}" if one.boxes else ""
            count = f"{int(one.fails.sum()):,} of the {len(one.fails):,} futures on {labels[name]}"
            yield f"{said(policy)} is worse than {said(about.base)} in {count}{where}", 0
            yield from ((words, depth + 1) for depth, words in one.tree.lines())


def _box(about: Subject, outcome: str, policy: str, found: Failures) -> Block:
    box, label = found.boxes[0], about.terms[outcome].label
    units = {path: str(u["unit"]) for path, u in about.sweep.about["uncertainties"].items()}
    heading = f"Where {in_words(policy)} is worse than {in_words(about.base)} on {label}"
    rows = [[name, _limit(low), _limit(high), units.get(name, ""), f"{box.p_values[name]:.2g}"]
            for name, (low, high) in box.limits.items()]  # fmt: skip
    return picture(
        f"box_{policy}_{outcome}",
        partial(influence.box, found.points, found.fails, box, units, heading, about.source),
        f"The frame holds {box.failures:,} of the {int(found.fails.sum()):,} futures in which it fails; "
        f"{box.futures:,} futures lie in it.",
        Numbers(("number", "from", "to", "unit", "chance"), rows, "Limits of the frame (chance: that a limit means "
                "nothing)", f"numbers-box-{policy}-{outcome}", data=_futures(found)),
    )  # fmt: skip


def _limit(value: float) -> str:
    return number(value) if np.isfinite(value) else "open"


def _futures(found: Failures) -> list[tuple[Any, ...]]:
    names = list(found.boxes[0].limits)
    rows = zip(found.points.index, *(found.points[name] for name in names), found.fails, strict=True)
    return [("sample", *names, "fails"), *rows]
