"""What the summary says of a run is what its tables say."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from blueprints import blueprint

import exchsim
from exchsim.api import Result
from exchsim.plots.language import by_language


@pytest.fixture(scope="module")
def second() -> Result:
    """Some of nation 0 have language 1 as their first, most others as their second: its staffs work in it."""
    b = blueprint(cadres=(500, 400), months=60)
    mother, other = b.mother_tongue.copy(), b.second_language.copy()
    mother[0], other[0] = [0.7, 0.3], [0.0, 0.65]
    return exchsim.run(replace(b, mother_tongue=mother, second_language=other), seed=2)


def test_tours_of_officers_with_another_first_language(second: Result) -> None:
    posts = second.posts
    done = posts[posts.began.notna() & (posts.end == "completed")]
    natives = done[(done.sender == "AAA") & (done.host == "BBB") & (done.level_at_selection == 5.0)]
    learners = done[done.level_at_selection < 5.0]
    assert len(natives) > 3 and len(learners) > 3
    said = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) tours", second.summary())]
    assert sum(said) == len(learners)


def test_the_figure_of_languages_leaves_out_natives(second: Result) -> None:
    shown = by_language(second)
    posts = second.posts
    over = posts[posts.began.notna() & posts.ended.notna() & (posts.level_at_selection < 5.0)]
    languages = dict(zip(second.names.nations, second.names.venue_language, strict=False))
    foreign = [
        languages[code] != str(other) for code, other in zip(over.sender.astype(str), over.language, strict=True)
    ]
    assert shown["tours"].sum() == np.sum(foreign)


def test_money_used_and_available_are_both_of_a_year(second: Result) -> None:
    row = next(line for line in second.summary().splitlines() if line.strip().startswith("Spent"))
    spent = second.world["spent_usd"].sum() / 5
    budget = second.nations.groupby("year")["budget_usd"].sum().mean()
    amounts = [float(number) * {"million": 1e6, "thousand": 1e3, "billion": 1e9}[size]
               for number, size in re.findall(r"([\d.]+) (million|thousand|billion) USD a year", row)]  # fmt: skip
    assert amounts == pytest.approx([spent, budget], rel=0.06)
    assert amounts[0] <= amounts[1]
