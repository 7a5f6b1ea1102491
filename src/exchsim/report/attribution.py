"""What a sweep of groups of programmes says: how much of each outcome comes from which group."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exchsim.analysis.attribution import Attribution, Part
from exchsim.analysis.words import number, percent
from exchsim.plots.attribution import shares
from exchsim.report.blocks import Block, Numbers, Picture, Points, Words
from exchsim.sweep.arms import levers_of
from exchsim.sweep.experiment import Policy
from exchsim.sweep.switches import GROUPS

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

_HEADS = ("outcome", "group", "share", "from", "to", "of the whole", "first in", "last in")


def answer(found: Sequence[Attribution]) -> Iterator[Block]:
    """The groups by what they bring, in sentences."""
    for one in found:
        whole = f"{number(one.all_off)} without any of the groups, {number(one.all_on)} with all of them"
        yield Words(f"**{one.outcome}**: {whole}; together they bring {_sized(one.whole)}.")
        parts = sorted(one.shares, key=lambda share: -abs(share.share.mean))
        items = []
        for share in parts:
            part = one.part_of_whole(share)
            of_whole = "" if math.isnan(part) else f", {percent(part)} of the whole"
            if not share.share.is_clear:
                items.append((f"{share.group}: {_sized(share.share)}, so nothing that is sure", "open"))
            else:
                items.append((f"{share.group}: {_sized(share.share)}{of_whole}", "plain"))
        yield Points(items)


def _sized(part: Part) -> str:
    return f"{number(part.mean, True)} ({number(part.low, True)} to {number(part.high, True)})"


def evidence(sweep: Sweep, found: Sequence[Attribution], source: str) -> Iterator[Block]:
    """The figure with its numbers."""
    rows = []
    for one in found:
        for share in one.shares:
            part = one.part_of_whole(share)
            rows.append([
                one.outcome, share.group, *(number(x, True) for x in (share.share.mean, share.share.low,
                                                                      share.share.high)),
                percent(part),
                number(share.first.mean, True), number(share.last.mean, True),
            ])  # fmt: skip
        ends = (one.whole.mean, one.whole.low, one.whole.high)
        rows.append([one.outcome, "all together", *(number(x, True) for x in ends),
                     "100 %" if one.whole.is_clear else "–", "", ""])  # fmt: skip
    yield Picture(
        "attribution", shares(found, sweep.units, source),
        "What each group brings, with its interval; the marks show it first and last in. Where first and last in are "
        "apart, groups need one another, or stand in for one another.",
        Numbers(_HEADS, rows, "Shares, and what a group adds first and last in", "numbers-attribution"),
    )  # fmt: skip


def method(sweep: Sweep, found: Sequence[Attribution]) -> Iterator[Block]:
    """How shares are made, and what switching off means."""
    about, one = sweep.about, found[0]
    orders = (
        "all subsets of them were run, so that shares are exact for these runs"
        if one.is_exact
        else f"{one.orders} orders of switching them on were drawn, each with its reverse; the intervals hold that too"
    )
    futures = f"{about['samples']:,} futures" if about["samples"] > 1 else "one future"
    yield Words(
        f"Groups of programmes were switched off under the same luck in the same futures ({futures}, "
        f"{about['replicates']:,} seeds each); {orders}. A share is what switching a group on adds, averaged over the "
        "orders (Shapley 1953): shares add up to what all groups do together. Intervals hold "
        f"{100 * one.confidence:g} % and count what futures and luck contribute. Where money binds, what one programme "
        "leaves is spent on the others, as a government would."
    )
    section = sweep.experiment.file.attribution
    assert section is not None
    rows = [[name, own.note or _definition(own) or GROUPS[name]] for name, own in section.groups.items()]
    yield Numbers(("group", "what is switched off"), rows, "Groups")
    if section.nations:
        yield Words(f"Only levers of {', '.join(section.nations)} are switched, with whomever they deal.")


def _definition(own: Policy) -> str:
    """What a group sets, in a line; nothing for one that is built in."""
    words = [f"{lever} = {number(value)}" for lever, value in levers_of(own).items()]
    for code, levers in own.nations.items():
        words += [f"{lever} of {code} = {number(value)}" for lever, value in levers_of(levers).items()]
    for event in own.events:
        about = (event.nation, event.other, event.organisation, event.lever, event.value)
        words.append(" ".join([event.date, event.kind, *(str(part) for part in about if part is not None)]))
    return "; ".join([*words, *(f"{path} = {value}" for path, value in own.set.items())])
