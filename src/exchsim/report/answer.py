"""The answer of a report: who is ahead on what, by how much, how sure; then every verdict in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exchsim.analysis.terms import capital, in_words, listed, percent
from exchsim.analysis.verdicts import BETTER, TIE, UNRESOLVED, WORSE, Verdict
from exchsim.analysis.words import number
from exchsim.report.blocks import Block, Cell, Grid, Points, Words
from exchsim.report.subject import SAID, TONES, Subject, said

MOST_NAMED = 3  # policies named in a sentence
MOST_OPEN = 8  # unresolved verdicts told in words
MOST_PAIRED = 4  # policies ahead that are compared with one another


def answer(about: Subject) -> Iterator[Block]:
    """Two or three sentences, the table of verdicts, and what is open."""
    if not about.directed:
        yield Words(
            "No outcome of this experiment says which way is better, so that no policy can be called better; by how "
            "much policies differ stands below. Write `direction: more` or `direction: less` in the experiment."
        )
        return
    ahead = {outcome: leaders(about, outcome) for outcome in about.directed}
    best = headline(about, ahead)
    yield Words(" ".join([_who_leads(about, ahead), *_instead(about, ahead)]))
    yield Words(" ".join(_by_how_much(about, best, ahead)))
    yield Words(_how_sure(about, best))
    yield _grid(about)
    still = [v for v in about.judged if v.word == UNRESOLVED]
    if still:
        yield Words("What is unresolved, and what would settle it:")
        yield Points([(_open(about, v), "open") for v in still[:MOST_OPEN]])
        if len(still) > MOST_OPEN:
            yield Words(f"And {len(still) - MOST_OPEN} more of the kind, marked in the table.")
    if not about.weak:
        yield Words(
            "No number that rests on a proposal varies in this sweep, so that it was not tested whether these answers "
            "hang on one. Add `all: [M, K-low]` to the uncertainties of the experiment to find out."
        )


def leaders(about: Subject, outcome: str) -> tuple[str, ...]:
    """The policy with the best mean of an outcome, and those that cannot be told apart from it."""
    sign = 1.0 if about.sweep.directions[outcome] == "more" else -1.0
    means = about.runs.groupby("policy", observed=True)[outcome].mean()
    first = max((name for name in about.sweep.policies if name in means), key=lambda name: sign * means[name])
    near = [p for p in about.sweep.policies if p != first and about.word(outcome, p, first) != WORSE]
    return tuple(name for name in about.sweep.policies if name == first or name in near)


def headline(about: Subject, ahead: dict[str, tuple[str, ...]]) -> str:
    """The policy that an answer tells most of: ahead on most outcomes, then beaten least by its equals."""
    wins = {name: sum(name in found for found in ahead.values()) for name in about.others}
    equals = [name for name in about.others if wins[name] == max(wins.values())][:MOST_PAIRED]
    return max(equals, key=lambda name: sum(_beats(about, name, other) for other in equals if other != name))


def _beats(about: Subject, policy: str, other: str) -> bool:
    """Whether a policy is nowhere clearly worse than another, and somewhere better."""
    found = False
    for outcome in about.directed:
        word = about.word(outcome, policy, other)
        if word == WORSE:
            return False
        found |= word == BETTER
    return found


def _labels(about: Subject, outcomes: Sequence[str]) -> str:
    return listed(about.terms[name].label for name in outcomes)


def _who_leads(about: Subject, ahead: dict[str, tuple[str, ...]]) -> str:
    groups: dict[tuple[str, ...], list[str]] = {}
    for outcome, found in ahead.items():
        groups.setdefault(found, []).append(outcome)
    everybody = tuple(about.sweep.policies)
    if len(groups) == 1:
        (found,) = groups
        if len(found) == 1:
            return f"{capital_of(found[0])} is the best policy on everything counted: {_labels(about, about.directed)}."
        if found == everybody:
            return f"The policies cannot be told apart on anything counted: {_labels(about, about.directed)}."
    alone = [
        f"{said(found[0])} {{}} {_labels(about, outcomes)}" for found, outcomes in groups.items() if len(found) == 1
    ]
    parts = ["No policy is best on everything."] if len(groups) > 1 else []
    if alone:
        parts.append(_sentence(listed([alone[0].format("is best on"), *(text.format("on") for text in alone[1:])])))
    for found, outcomes in groups.items():
        who = listed(map(said, found)) if len(found) <= MOST_NAMED else f"{len(found)} of the {len(everybody)} policies"
        if found == everybody:
            parts.append(f"On {_labels(about, outcomes)}, none can be told from the others.")
        elif len(found) > 1:
            parts.append(f"On {_labels(about, outcomes)}, {who} are ahead of the rest and cannot be told apart.")
    return " ".join(parts)


def _sentence(text: str) -> str:
    """With a capital letter, in bold or not, and a full stop."""
    return f"**{capital(text[2:])}." if text.startswith("**") else f"{capital(text)}."


def capital_of(policy: str) -> str:
    """A policy at the beginning of a sentence."""
    return f"**{capital(in_words(policy))}**"


def _instead(about: Subject, ahead: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """A policy that does as well as another one that is ahead, for less: what most readers want to know."""
    seen = list(dict.fromkeys(name for found in ahead.values() if len(found) > 1 for name in found))[:MOST_PAIRED]
    pairs = [(a, b) for a in seen for b in seen if a != b and _beats(about, a, b)]
    if not pairs:
        return
    policy, other = max(pairs, key=lambda pair: sum(a == pair[0] for a, _ in pairs))
    gains = []
    for outcome in about.directed:
        v = about.verdict(outcome, policy, other)
        if v.word == BETTER:
            gains.append(f"{about.terms[outcome].label} ({_interval(about, v)})")
    yield f"{capital_of(policy)} is nowhere clearly worse than {said(other)}, and better on {listed(gains)}."


def _interval(about: Subject, v: Verdict) -> str:
    c = v.contrast
    return about.terms[c.outcome].interval(c.difference, c.low, c.high)


def _by_how_much(about: Subject, best: str, ahead: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The policy told of, against the baseline; then its strongest rival against it."""
    yield f"Compared with {said(about.base)}, {said(best)} is {_compared(about, best, about.base)}."
    wins = {name: sum(name in found for found in ahead.values()) for name in about.others if name != best}
    rival = max(wins, key=lambda name: wins[name], default=None)
    if rival is not None and wins[rival] and not _beats(about, best, rival):
        yield f"{capital_of(rival)}, compared with {said(best)}, is {_compared(about, rival, best)}."


def _compared(about: Subject, policy: str, other: str) -> str:
    found = [about.verdict(outcome, policy, other) for outcome in about.directed]
    parts = []
    for word, words in ((BETTER, "better on"), (WORSE, "worse on"), (TIE, "alike on"), (UNRESOLVED, "undecided on")):
        mine = [f"{about.terms[v.contrast.outcome].label} {_interval(about, v)}" for v in found if v.word == word]
        if mine:
            parts.append(f"{words} {listed(mine)}")
    return "; ".join(parts)


def _how_sure(about: Subject, policy: str) -> str:
    mine = about.of(policy)
    signed = [v for v in mine if v.word in (BETTER, WORSE)]
    open_ones = [v for v in mine if v.word == UNRESOLVED]
    parts = []
    if signed:
        least = min(v.contrast.better if v.word == BETTER else 1.0 - v.contrast.better for v in signed)
        which = "this sign is" if len(signed) == 1 else "each of these signs is"
        parts.append(
            f"{which} clear at {100 * about.confidence:g} % confidence, and holds in {_at_least(least)} of the runs "
            "when both policies have the same luck in the same future"
        )
    if open_ones:
        what = "is" if len(open_ones) == 1 else "are"
        parts.append(f"{_labels(about, [v.contrast.outcome for v in open_ones])} {what} unresolved")
    if about.weak and signed:
        count = len(about.weak)
        parts.append(
            f"none of them turns round within the ranges of the {count} doubtful numbers that vary here"
            if count > 1 else "none of them turns round within the range of the doubtful number that varies here"
        )  # fmt: skip
    if not about.sweep.layout.sampled:
        parts.append("the futures were chosen, not drawn, so that only luck is counted in this")
    return f"How sure is it? {capital('; '.join(parts))}." if parts else "How sure is it? Not sure of any difference."


def _at_least(share: float) -> str:
    return "all" if share == 1.0 else f"at least {percent(share)}"


def _grid(about: Subject) -> Grid:
    """Policies by outcomes; the longer list stands below one another, so that a phone can show it."""
    outcomes, policies = list(about.directed), about.others
    means = about.runs.groupby("policy", observed=True)[outcomes].mean()
    found = {(v.contrast.outcome, v.contrast.policy): v for v in about.judged}
    base_head = f"{in_words(about.base)} (mean)"

    def head(outcome: str) -> Cell:
        term = about.terms[outcome]
        return Cell(capital(term.label), note=term.better)

    def base(outcome: str) -> Cell:
        return Cell(about.terms[outcome].amount(float(means[outcome][about.base])))

    def cell(outcome: str, policy: str) -> Cell:
        v = found[outcome, policy]
        return Cell(_interval(about, v), TONES[v.word], SAID[v.word])

    if len(policies) <= max(2, len(outcomes)):
        heads = [Cell("outcome"), Cell(base_head), *(Cell(in_words(p)) for p in policies)]
        rows = [[head(o), base(o), *(cell(o, p) for p in policies)] for o in outcomes]
    else:
        heads = [Cell("policy"), *(head(o) for o in outcomes)]
        rows = [[Cell(base_head), *(base(o) for o in outcomes)]]
        rows += [[Cell(in_words(p)), *(cell(o, p) for o in outcomes)] for p in policies]
    return Grid(heads, rows, f"Every policy against {in_words(about.base)}: mean difference "
                f"({100 * about.confidence:g} % interval)", "verdicts")  # fmt: skip


def _open(about: Subject, v: Verdict) -> str:
    c, term = v.contrast, about.terms[v.contrast.outcome]
    who = f"{capital(term.label)}, {said(c.policy)}: {_interval(about, v)}"
    if v.flips:
        flip = v.flips[0]
        return (
            f"{who} on average, but {term.amount(flip.difference, True)} where {flip.parameter} is {number(flip.low)} "
            f"to {number(flip.high)}. That number would have to be measured"
        )
    return f"{who} leaves the sign open. {remedy(v)}"


def remedy(v: Verdict) -> str:
    """What would narrow an interval to the size of the difference, or to what would matter if that is more."""
    width = max(abs(v.contrast.difference), v.margin)
    seeds, futures = v.contrast.replicates_for(width), v.contrast.futures_for(width)
    if width > 0.0 and seeds is not None:
        return f"{seeds:,} seeds for each future might tell"
    if width > 0.0 and futures is not None:
        return f"More seeds cannot tell; {futures:,} futures might"
    return "Neither more seeds nor more futures alone can tell"
