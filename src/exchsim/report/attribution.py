"""What a sweep of groups of programmes says: how much of each outcome comes from which group."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from exchsim.analysis.attribution import Attribution, Part, Share
from exchsim.analysis.terms import Term, capital, in_words
from exchsim.analysis.words import number, percent
from exchsim.plots.attribution import shares
from exchsim.report.blocks import Block, Numbers, Points, Words
from exchsim.report.evidence import picture
from exchsim.sweep.arms import levers_of
from exchsim.sweep.experiment import Policy
from exchsim.sweep.switches import GROUPS

if TYPE_CHECKING:
    from exchsim.sweep.results import Sweep

_HEADS = ("outcome", "group", "share", "interval", "of the whole", "first in", "last in", "interplay")


def answer(found: Sequence[Attribution], terms: Mapping[str, Term]) -> Iterator[Block]:
    """The groups by what they bring, in sentences."""
    for one in found:
        term = terms[one.outcome]
        yield Words(
            f"**{capital(term.label)}** is {term.amount(one.all_off)} without any of the groups and "
            f"{term.amount(one.all_on)} with all of them; together they bring {_sized(one.whole, term)}."
        )
        parts = sorted(one.shares, key=lambda share: -abs(share.share.mean))
        yield Points([_sentence(share, term) for share in parts])


def _sentence(share: Share, term: Term) -> tuple[str, str]:
    """What a group brings, with its tone."""
    name = capital(in_words(share.group))
    if share.share.low == share.share.high == 0.0:
        return f"{name}: nothing at all", "plain"
    if not share.share.is_clear:
        return f"{name}: {_sized(share.share, term)}, so nothing that is sure", "open"
    of_whole = "" if math.isnan(share.of_whole.mean) else f", {part_of_whole(share.of_whole)} of the whole"
    return f"{name}: {_sized(share.share, term)}{of_whole}", "plain"


def part_of_whole(part: Part) -> str:
    """`46 % (38 to 54)`: a part of the whole effect, with its interval."""
    if math.isnan(part.mean):
        return "–"
    middle, low, high = (percent(x) for x in (part.mean, part.low, part.high))
    return f"{middle} ({low.removesuffix(' %')} to {high.removesuffix(' %')})"


def _sized(part: Part, term: Term) -> str:
    return term.interval(part.mean, part.low, part.high)


def evidence(found: Sequence[Attribution], terms: Mapping[str, Term], source: str) -> Iterator[Block]:
    """The figure with its numbers."""
    rows: list[list[str]] = []
    data: list[tuple[object, ...]] = [
        ("outcome", "group", "share", "low", "high", "first_in", "last_in", "interplay", "unit")
    ]
    for one in found:
        term = terms[one.outcome]
        for share in one.shares:
            middle, _, rest = _sized(share.share, term).partition(" (")
            rows.append([
                capital(term.label), in_words(share.group), middle, rest.rstrip(")"), part_of_whole(share.of_whole),
                term.amount(share.first.mean, True), term.amount(share.last.mean, True),
                _sized(share.interplay, term),
            ])  # fmt: skip
            data.append((one.outcome, share.group, share.share.mean, share.share.low, share.share.high,
                         share.first.mean, share.last.mean, share.interplay.mean, term.unit))  # fmt: skip
        middle, _, rest = _sized(one.whole, term).partition(" (")
        rows.append([capital(term.label), "all together", middle, rest.rstrip(")"),
                     "100 %" if one.whole.is_clear else "–", "", "", ""])  # fmt: skip
        data.append((one.outcome, "all together", one.whole.mean, one.whole.low, one.whole.high, "", "", "", term.unit))
    yield picture(
        "attribution", partial(shares, found, terms, source),
        "What each group brings, with its interval. Where the two marks are apart, groups need one another, or stand "
        "in for one another.",
        Numbers(_HEADS, rows, "Shares, what a group adds first and last in, and its interplay with the others: last "
                "less first", "numbers-attribution", data=data),
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
    yield Numbers(("group", "what is switched off"), [[*row] for row in definitions(sweep)], "Groups")
    section = sweep.experiment.file.attribution
    if section is not None and section.nations:
        yield Words(f"Only levers of {', '.join(section.nations)} are switched, with whomever they deal.")


def definitions(sweep: Sweep) -> Iterator[tuple[str, str]]:
    """Every group, and what switching it off means."""
    section = sweep.experiment.file.attribution
    assert section is not None
    for name, own in section.groups.items():
        yield name, own.note or _definition(own) or GROUPS[name]


def _definition(own: Policy) -> str:
    """What a group sets, in a line; nothing for one that is built in."""
    words = [f"{lever} = {number(value)}" for lever, value in levers_of(own).items()]
    for code, levers in own.nations.items():
        words += [f"{lever} of {code} = {number(value)}" for lever, value in levers_of(levers).items()]
    for event in own.events:
        about = (event.nation, event.other, event.organisation, event.lever, event.value)
        words.append(" ".join([event.date, event.kind, *(str(part) for part in about if part is not None)]))
    return "; ".join([*words, *(f"{path} = {value}" for path, value in own.set.items())])
