"""Figures of many runs: titles, units, nothing outside or over one another, one look a policy, readable in grey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from exchsim.analysis import robustness
from exchsim.analysis.contrasts import contrasts
from exchsim.analysis.discovery import Box
from exchsim.analysis.terms import Term
from exchsim.plots import decision, futures, influence
from exchsim.plots.influence import Swing
from exchsim.plots.looks import NARROW, WIDE, looks, shortened

POLICIES = {
    "few": ["as_now", "twice_the_posts", "longer"],
    "many": [f"a_policy_of_a_very_long_name_as_people_write_{k}" for k in range(12)],
}
TERMS = {
    "trust": Term("trust", "trust of Arden in Belmar", "", "0-1", "more"),
    "prevented": Term("prevented", "attacks prevented", "", "count", "more"),
    "spent_usd": Term("spent_usd", "money spent", "", "USD", "less"),
    "long": Term("long", "how well the forces of allies work together in the field", "", "0-1", "more"),
}
UNITS = {"trust": "0–1", "prevented": "number", "spent_usd": "million USD", "long": "0–1"}
DIRECTIONS = {name: term.direction for name, term in TERMS.items()}


def runs_of(policies: list[str]) -> pd.DataFrame:
    rng, rows = np.random.default_rng(1), []
    for sample in range(16):
        for replicate in range(3):
            luck = rng.standard_normal()
            for k, policy in enumerate(policies):
                rows.append({
                    "policy": policy, "sample": sample, "replicate": replicate,
                    "trust": 0.9 + 0.01 * k + 0.02 * luck, "prevented": 70 + 5 * k + 3 * luck + rng.standard_normal(),
                    "spent_usd": 6e7 + 4e7 * k + 1e6 * luck, "long": 0.7 - 0.01 * k + 0.05 * rng.standard_normal(),
                })  # fmt: skip
    return pd.DataFrame(rows)


def figures(kind: str, width: float):
    policies = POLICIES[kind]
    runs, look = runs_of(policies), looks(policies, policies[0])
    table = robustness.table(runs, DIRECTIONS)
    means = decision.means_of(table)
    tables = {name: robustness.futures(runs, name) for name in TERMS}
    series = pd.DataFrame({"policy": np.repeat(policies, 30), "year": np.tile(np.repeat(np.arange(1980, 1990), 3),
                           len(policies)), "posts": np.arange(30.0 * len(policies)) * 40})  # fmt: skip
    numbers = [f"group.a_number_of_a_long_name_{k}" for k in range(14)]
    swings = {
        name: [Swing(p, -0.01 * k, 0.02 * k) for k, p in enumerate(numbers, 1)] for name in ("trust", "prevented")
    }
    sobol = pd.concat([
        pd.DataFrame({"parameter": numbers, "measure": m, "value": np.linspace(0.6, 0.01, 14), "half_interval": 0.05})
        for m in ("ST", "S1")
    ])  # fmt: skip
    rng = np.random.default_rng(2)
    points = pd.DataFrame(rng.random((60, 2)), columns=numbers[:2])
    fails = (points[numbers[0]] < 0.4).to_numpy()
    box = Box({numbers[0]: (-np.inf, 0.4), numbers[1]: (0.2, np.inf)}, 0.8, 0.9, 0.3, 10, 20, {})
    source = "quickstart: 240 runs = 16 futures x 3 policies x 5 seeds  ·  exchsim 0.1.0, model 3436289a"
    pairs = [("spent_usd", name) for name in ("trust", "prevented", "long")]
    found = contrasts(runs, DIRECTIONS, policies, policies[0])
    return {
        "differences": decision.differences(found, TERMS, look, source, width),
        "regrets": decision.regrets(table, TERMS, look, source, width),
        "trade_offs": decision.trade_offs(means, pairs, TERMS, look, source, width),
        "profile": decision.profile(means, TERMS, look, source, width),
        "satisficing": futures.satisficing(tables, TERMS, look, source, width),
        "fans": futures.fans(series, Term("posts", "posts", "", "posts", "neither"), look, source, width),
        "tornado": influence.tornado(swings, TERMS, "What moves the difference", "Means.", source, width),
        "drivers": influence.drivers(sobol, "ST", "What drives the difference in trust", source, width),
        "box": influence.box(points, fails, box, {numbers[0]: "years"}, "Where it fails", source, width),
    }


CASES = [(kind, width) for kind in POLICIES for width in (WIDE, NARROW)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]} {case[1]} in")
def drawn(request):
    return figures(*request.param)


def boxes(figure):
    """Every text that is seen, with its box in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    hidden = set()
    for axes in figure.axes:  # ticks beyond the limits exist, but are not drawn
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(limits)
            hidden |= {id(t) for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high
                       for t in (tick.label1, tick.label2)}  # fmt: skip
    found = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden]
    return [(t.get_text(), t.get_window_extent()) for t in found], canvas.get_width_height()


def test_nothing_leaves_the_paper_and_no_text_covers_another(drawn):
    for name, figure in drawn.items():
        found, (width, height) = boxes(figure)
        for text, box in found:
            inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
            assert inside, f"{name}: {text!r} leaves the paper"
        for k, (text, box) in enumerate(found):
            for other, there in found[k + 1 :]:
                wide = min(box.x1, there.x1) - max(box.x0, there.x0)
                high = min(box.y1, there.y1) - max(box.y0, there.y0)
                assert wide < 2 or high < 2, f"{name}: {text!r} and {other!r} lie over one another"


def test_figures_have_a_title_and_units_on_their_axes(drawn):
    for name, figure in drawn.items():
        assert len(figure.texts[0].get_text()) > 5, name
        assert figure.texts[2].get_text().startswith("quickstart"), name
        for axes in figure.axes:
            if name == "regrets":  # percentages stand in the cells
                assert all(text.get_text().endswith("%") for text in axes.texts)
            elif name == "box":
                assert axes.get_xlabel()
            else:
                assert "(" in axes.get_xlabel() + axes.get_ylabel(), f"{name}: {axes.get_xlabel()!r}"


def test_units_are_those_of_the_outcomes():
    made = figures("few", WIDE)
    for figure in (made["differences"], made["trade_offs"], made["satisficing"]):
        for axes in figure.axes:
            title = axes.get_title(loc="left").rstrip("…").lower()
            unit = next((UNITS[n] for n, t in TERMS.items() if t.label.lower().startswith(title)), None)
            assert unit is not None and f"({unit}" in axes.get_xlabel() + axes.get_ylabel()


def test_a_policy_has_the_same_colour_and_mark_in_all_figures():
    made, look = figures("few", WIDE), looks(POLICIES["few"], "as_now")
    colours = {one.colour for one in look.values()}
    for name in ("trade_offs", "profile", "fans", "satisficing"):
        for axes in made[name].axes:
            marks = {(line.get_color(), line.get_marker()) for line in axes.lines
                     if line.get_marker() not in ("None", None, "") and line.get_color() in colours}  # fmt: skip
            assert marks == {(one.colour, one.mark) for one in look.values()}, name
    marked = {(line.get_color(), line.get_marker()) for axes in made["differences"].axes for line in axes.lines
              if line.get_marker() not in ("None", None, "")}  # fmt: skip
    assert marked == {(one.colour, one.mark) for name, one in look.items() if name != "as_now"}


def test_twelve_policies_can_be_told_apart_in_grey_and_stand_out_from_paper():
    look = looks(POLICIES["many"], POLICIES["many"][0])
    assert len({one.mark for one in look.values()}) == 12  # marks alone tell them apart
    for one in look.values():
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(one.colour)]
        light = float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
        assert 1.05 / (light + 0.05) >= 3.0, one.colour  # as WCAG asks of what is drawn


def test_long_names_keep_both_ends():
    text = shortened("a_policy_of_a_very_long_name_as_people_write_7", 9.0, 1.5)
    assert text.startswith("a_pol") and text.endswith("_7") and "…" in text
    assert shortened("short", 9.0, 1.5) == "short"


def test_filled_marks_are_those_that_nobody_beats():
    means = pd.DataFrame({"trust": [0.9, 0.8, 0.7], "spent_usd": [3e6, 1e6, 2e6]}, index=list("abc"))
    look = looks(list("abc"), "a")
    figure = decision.trade_offs(means, [("spent_usd", "trust")], TERMS, look, "quickstart")
    hollow = [line.get_markerfacecolor() == "white" for line in figure.axes[0].lines]
    assert hollow == [False, False, True]  # c costs more than b and gives less


def test_the_widest_bar_is_on_top_and_both_ends_are_drawn():
    swings = {"trust": [Swing("small", -0.1, 0.1), Swing("large", 0.4, -0.5)]}
    axes = influence.tornado(swings, TERMS, "t", "m", "quickstart").axes[0]
    places = dict(zip([t.get_text() for t in axes.get_yticklabels()], axes.get_yticks(), strict=True))
    assert places["large"] > places["small"]
    assert sorted(round(bar.get_width(), 6) for bar in axes.patches) == [-0.5, -0.1, 0.1, 0.4]


def test_shares_of_futures_are_those_that_reach_a_value():
    table = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0]})
    term = {"x": Term("x", "x", "", "count", "more")}
    line = futures.satisficing({"x": table}, term, looks(["a"], "a"), "quickstart").axes[0].lines[0]
    at = dict(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True))
    assert at == {1.0: 100.0, 2.0: 75.0, 3.0: 50.0, 4.0: 25.0}
