"""What promotion boards decided, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from exchsim.enums import Rank
from exchsim.life import words
from exchsim.life.career import Step
from exchsim.life.teller import Teller


def boards(teller: Teller, steps: Sequence[Step], abroad: bool = False, since: int | None = None) -> str:
    """Decisions in order; promotions that follow each other in one sentence.

    abroad: on a tour. since: the month of which was just spoken.
    """
    texts: list[str] = []
    for kind, group in groupby(steps, key=lambda step: step.kind):
        same = list(group)
        if kind != "promoted":
            texts += [_turning(teller, step) for step in same]
        elif len(same) == 1:
            texts.append(_promotion(teller, same[0], abroad, since))
        else:
            said = words.listed([f"{words.rank(step.rank)} in {words.year(step.month)}" for step in same])
            texts.append(
                teller.way("promotions", f"promotions followed, to {said}.", f"boards made the officer {said}.")
            )
    return " ".join(texts)


def _promotion(teller: Teller, step: Step, abroad: bool, since: int | None) -> str:
    if step.month == since:
        return f"The same month brought promotion to {words.rank(step.rank)}."
    grade, date, who = words.rank(step.rank), words.date(step.month), teller.who(step.month)
    if abroad:
        return teller.way(
            "promotion abroad",
            f"promotion to {grade} came while abroad, in {date}.",
            f"in {date}, still abroad, {who} was made {grade}.",
        )
    served = words.years_of(step.month - teller.career.entered)
    return teller.way(
        "promotion",
        f"promotion to {grade} came in {date}, after {served} of service.",
        f"in {date} {who} was made {grade}.",
        f"{date} brought promotion to {grade}.",
    )


def _turning(teller: Teller, step: Step) -> str:
    """The boards after which nothing is as before."""
    date, served = words.date(step.month), words.years_of(step.month - teller.career.entered)
    if step.kind == "became_general":
        return f"In {date}, after {served} of service, the colonel became {words.article(words.rank(step.rank))}."
    who, next_grade = teller.who(step.month), words.rank(min(step.rank + 1, int(Rank.O9)))
    return teller.way(
        "passed over",
        f"the board of {date} passed {who} over for {next_grade}, and no other board would meet.",
        f"in {date} others were chosen for {next_grade}; {who} would rise no further.",
    )
