"""The table at the end of a sweep."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from exchsim.analysis.estimates import USUAL
from exchsim.cli.policies import MOST_ACROSS, show_policies
from exchsim.sweep.outcomes import by_policy

OUTCOMES = {
    "trust": ("more", "0-1", 0.5, 0.01),
    "cost": ("less", "USD", 2e8, 3e7),
    "posts": ("neither", "posts", 10, 2),
}


def sweep(policies, seeds=6):
    """Luck moves all policies alike; each policy adds its own step to every outcome."""
    rows = [
        {"policy": name, "sample": sample, "replicate": k, "failed": False,
         **{o: base * (1 + 0.2 * sample + 0.1 * k) + step * (place + 0.1 * place * (k % 2))
            for o, (_, _, base, step) in OUTCOMES.items()}}
        for place, name in enumerate(policies) for sample in range(3) for k in range(seeds)
    ]  # fmt: skip
    runs = pd.DataFrame(rows)
    return SimpleNamespace(layout=USUAL,
        policies=list(policies), outcomes=list(OUTCOMES), directions={o: d for o, (d, *_) in OUTCOMES.items()},
        units={o: u for o, (_, u, *_) in OUTCOMES.items()}, good=runs, folder=SimpleNamespace(path=Path("results/x")),
        summary=lambda: by_policy(runs, list(OUTCOMES), list(policies)),
    )  # fmt: skip


def printed(opened, capsys) -> list[list[str]]:
    show_policies(opened)
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_the_first_policy_has_means_and_the_others_differences_with_marks(capsys: pytest.CaptureFixture[str]):
    head, trust, cost, posts, *words = printed(sweep(["now", "more"]), capsys)
    assert head == ["outcome", "better", "unit", "now", "more - now"]
    assert trust[:3] == ["trust", "more", "0-1"] and trust[4].startswith("+0.01") and trust[4].endswith("*")
    assert cost[2] == "million USD" and cost[4].startswith("+31") and cost[4].endswith("x")
    assert posts[1] == "" and posts[4].startswith("+2.1") and posts[4][-1] not in "*x"
    assert words[-1] == ["Verdicts: exchsim compare results/x"]


def test_many_policies_stand_below_one_another(capsys: pytest.CaptureFixture[str]):
    names = [f"p{k}" for k in range(MOST_ACROSS + 1)]
    head, *rows = printed(sweep(names), capsys)
    assert head == ["policy", "trust, 0-1, more", "cost, million USD, less", "posts, posts"]
    assert [row[0] for row in rows[: len(names)]] == names


def test_one_policy_has_means_only(capsys: pytest.CaptureFixture[str]):
    head, *rows = printed(sweep(["now"]), capsys)
    assert head[3:] == ["now"] and len(rows) == len(OUTCOMES)


def test_without_runs_in_common_there_is_no_difference(capsys: pytest.CaptureFixture[str]):
    opened = sweep(["now", "more"], seeds=2)
    opened.good = opened.good[(opened.good["policy"] == "now") | (opened.good["replicate"] > 5)]
    opened.good = pd.concat([opened.good, opened.good.head(1).assign(policy="more", replicate=99)])
    _, trust, *_ = printed(opened, capsys)
    assert trust[4].startswith("mean ")
