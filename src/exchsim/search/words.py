"""The answer of a search in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exchsim.analysis.dominance import BETTER, OPEN, UNBEATEN, UNDECIDED, WORSE, Pair
from exchsim.analysis.words import number
from exchsim.search.found import Found, best

_JUDGED = {"mean": "the mean over futures", "worst": "the worst future", "p10": "what one future in ten falls below"}


def effort(found: Found) -> str:
    """What was tried."""
    distinct = len(found.first_of)
    unbeaten = len(best(found.trials, found.directions))
    lost = len({trial.name for trial in found.trials if trial.answer is None})
    words = (
        f"{len(found.trials):,} trials of {distinct:,} policies in {found.search.generations} generations, judged by "
        f"{_JUDGED[found.search.judged_by]}: {unbeaten:,} of them no other beats in everything"
    )
    if len(found.names) < unbeaten:
        words += f", of which {len(found.names)} are shown, well apart"
    return words + (f"; {lost:,} came to no value, because runs failed or had none" if lost else "")


def answer(found: Found) -> Iterator[str]:
    """Which found policies no hand-made one dominates on fresh runs, and which hand-made ones are dominated."""
    if found.fresh is None:
        yield "Nothing was found: no policy that was tried keeps the limits, or none came to a value."
        return
    runs, by = found.fresh.about, " and ".join(found.directions)
    yield (
        f"On {runs['samples']:,} fresh futures x {runs['replicates']:,} fresh seeds, by {by}; a difference counts "
        "where it is sure:"
    )
    standing = found.standings
    unbeaten = [one.policy for one in standing if one.word == UNBEATEN]
    if unbeaten:
        them = "it" if len(unbeaten) == 1 else "them"
        yield f"{_few(unbeaten)}: no hand-made policy dominates {them}; each is worse on something."
    else:
        yield "Of no found policy is it sure that no hand-made one dominates it."
    for one in standing:
        if one.by:
            yield f"{one.policy}: dominated by {_few(one.by)}."
        elif one.word == UNDECIDED:
            why = _why_open(found, one.policy, one.undecided)
            yield f"{one.policy}: open; {_few(one.undecided)} may dominate it. {why}"
    for policy in found.not_compared:
        yield f"{policy}: not compared, because runs of it failed or had no value."
    for policy in [name for name in found.hand_made if name not in found.not_compared]:
        against = [pair for pair in found.pairs if pair.other == policy]
        above = [pair for pair in against if pair.dominates]
        if above:
            yield f"{policy} is dominated by {_few([pair.policy for pair in above])}; {_sizes(above[0])}."
        elif all(WORSE in pair.words.values() for pair in against):
            yield f"{policy} is dominated by no found policy."
        else:
            yield f"{policy}: whether a found policy dominates it is open. {_nearest(against)}"
    if found.search.limits:
        for word, said in (("no", "pass a limit after all"), ("open", "may pass a limit")):
            names = [policy for policy in found.names if found.limits_kept(policy) == word]
            if names:
                yield f"On fresh runs {_few(names)} {said}."


def _nearest(pairs: Sequence[Pair]) -> str:
    """The found policy that comes nearest to dominating: surely worse on nothing, and better on most."""
    might = [pair for pair in pairs if WORSE not in pair.words.values()]
    nearest = max(might, key=lambda pair: list(pair.words.values()).count(BETTER))
    return f"Nearest to it, {_sizes(nearest)}."


def _sizes(pair: Pair) -> str:
    """By how much, outcome by outcome."""
    said = []
    for outcome, one in pair.verdicts.items():
        c = one.contrast
        size = f"{number(c.difference, True)} ({number(c.low, True)} to {number(c.high, True)})"
        said.append(f"{outcome} {size}" + ("" if pair.words[outcome] == BETTER else f", {pair.words[outcome]}"))
    return f"{pair.policy}: {'; '.join(said)}"


def _why_open(found: Found, policy: str, others: Sequence[str]) -> str:
    """The first reason."""
    pair = next(pair for pair in found.pairs if pair.policy == policy and pair.other == others[0])
    if pair.flips:
        flip = pair.flips[0]
        where = f"{flip.parameter} is {number(flip.low)} to {number(flip.high)}"
        return f"The ranking turns round where {where}: it would have to be measured."
    outcome = next((name for name, word in pair.words.items() if word == OPEN), None)
    if outcome is None:
        return "They are alike."
    c = pair.verdicts[outcome].contrast
    size = f"{number(c.difference, True)} ({number(c.low, True)} to {number(c.high, True)})"
    return f"{outcome} against {others[0]}: {size}, which leaves it open."


def _few(names: Sequence[str]) -> str:
    return ", ".join(names)
