"""Figures have what a reader needs and survive worlds in which little happens."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from blueprints import MissionSketch, blueprint, with_missions
from matplotlib.figure import Figure

import exchsim
from exchsim.api import Result
from exchsim.enums import Change
from exchsim.plots import FAMILIES, OF_TABLES, families, figures
from exchsim.plots.geography import azimuthal, circle, equal_earth, view_of
from exchsim.plots.heatmap import SHOWN, closeness_order, nations_shown
from exchsim.plots.missions import mean_troops
from exchsim.plots.network import round_values
from exchsim.plots.style import spread
from exchsim.plots.trust import by_pair, moved_most


@pytest.fixture(scope="module")
def classroom() -> Result:
    return exchsim.run("classroom", months=100)


def texts(figure: Figure) -> str:
    """Everything that is written on a figure."""
    from matplotlib.text import Text

    return "\n".join(found.get_text() for found in figure.findobj(Text))


def draw(figure: Figure) -> bytes:
    target = BytesIO()
    figure.savefig(target, format="png", dpi=40)
    return target.getvalue()


EXPECTED = {
    "trust": ("Trust (0–1)", "Interoperability (0–1)", "Year"),
    "network": ("Trust, mean of both directions (0–1)", "Posts filled", "Officers abroad", "Arden"),
    "heatmap": ("Trust (0–1)", "Interoperability (0–1)", "Belmar", "Row: who trusts"),
    "language": ("Officers at working level", "Level (ILR / STANAG 6001, 0–5)", "Marnish → Halvic", "Year"),
    "posts": ("Posts (officers)", "Share of open posts (%)", "Million USD a year", "Thousand USD per post-year"),
    "agreements": ("Agreements", "General agreements a year", "General agreements in force", "Year"),
    "security": ("Attempts a year", "Share of attempts (%)", "Part of what is known (%)", "terrorism"),
    "missions": ("no mission had troops",),
}


def test_families_with_nothing_to_show_are_left_out(classroom: Result) -> None:
    assert families(classroom) == (*FAMILIES, "agreements", "security")


@pytest.mark.parametrize("family", [*FAMILIES, *OF_TABLES])
def test_figures_name_axes_units_and_run(classroom: Result, family: str) -> None:
    figure = getattr(classroom.plot, family)()
    written = texts(figure)
    for expected in EXPECTED[family]:
        assert expected in written
    assert f"seed {classroom.seed}" in written and f"run {classroom.id}" in written and "Classroom" in written
    assert draw(figure).startswith(b"\x89PNG")


def test_nothing_is_written_outside_the_paper(classroom: Result) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    def is_number(text: str) -> bool:  # ticks beyond the limits exist but are not drawn
        return text.replace(".", "").replace(",", "").isdigit()

    for name, figure in figures(classroom).items():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        for text in figure.findobj(Text):
            if text.get_visible() and text.get_text().strip() and not is_number(text.get_text()):
                box = text.get_window_extent()
                inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
                assert inside, f"{name}: {text.get_text()!r}"


QUIET = {"posts_share": 0.0, "staff_posts_share": 0.0, "workshops_per_year": 0.0, "exercise_activity": 0.0}
EDGES: dict[str, dict[str, Any]] = {
    "no post": {"policy": QUIET, "months": 30},
    "one nation": {"cadres": (200,), "allies": (), "organisation": False, "months": 14},
    "two nations": {"cadres": (300, 200), "months": 26},
    "half a year": {"months": 6},
    "one month": {"months": 1},
    "from one year into the next": {"months": 8, "start": "1980-09"},
    "a state leaves": {"present": {1: ("1980-01", "1981-06")}},
    "all but one leave": {"present": {1: ("1980-01", "1981-06"), 2: ("1980-01", "1981-06")}},
    "closed borders": {"changes": (("1980-02", Change.CLOSE_BORDERS, -1, -1, 0.0),)},
    "no money": {"expenditure": 0.0},
    "many nations": {"cadres": (60,) * 44, "months": 13, "languages": (0,) * 44},
}


@pytest.mark.parametrize("settings", EDGES.values(), ids=EDGES.keys())
def test_figures_and_summary_of_unusual_worlds(settings: dict[str, Any]) -> None:
    world = blueprint(**settings)
    if len(world.nations) > 26:  # codes of three letters
        from dataclasses import replace

        codes = tuple(f"{chr(65 + k // 26)}{chr(65 + k % 26)}X" for k in range(len(world.nations)))
        world = replace(world, nations=codes)
    result = exchsim.run(world)
    for name, figure in figures(result).items():
        assert draw(figure).startswith(b"\x89PNG"), name
        assert f"run {result.id}" in texts(figure)
    assert result.id in result.summary()
    assert "nan" not in result.summary().lower()


def test_a_world_without_posts_is_said_in_words() -> None:
    result = exchsim.run(blueprint(policy=QUIET, months=30))
    assert "no post was ever open" in texts(result.plot.posts())
    assert "no exchange post between two nations is filled" in texts(result.plot.network())
    assert "none has exchange posts" in texts(result.plot.trust())
    assert "nobody" in result.summary()


def test_an_earlier_year_can_be_drawn(classroom: Result) -> None:
    assert "End of 1982" in texts(classroom.plot.network(1982))
    assert "End of 1982" in texts(classroom.plot.heatmap(1982))


def test_the_pairs_shown_are_those_that_moved_most(classroom: Result) -> None:
    series, partners = by_pair(classroom)
    chosen = moved_most(series["trust"])
    change = (series["trust"].iloc[-1] - series["trust"].iloc[0]).abs()
    assert partners and len(chosen) == 5
    assert change[chosen].min() >= change.drop(chosen).max()


@pytest.fixture(scope="module")
def named() -> Result:
    return exchsim.run("classroom", months=100, overrides=["figures.pairs=[[OSH, ARD], [DUN, OSH]]"])


def test_figures_show_the_pairs_that_the_scenario_names(named: Result, classroom: Result) -> None:
    trust = texts(named.plot.trust())
    assert "the pairs that the scenario names" in trust
    assert {"Osh – Arden", "Dunmark – Osh"} <= set(trust.splitlines())
    assert "Arden – Belmar" not in trust.splitlines() and "Arden – Belmar" in texts(classroom.plot.trust()).splitlines()
    bold = {
        label.get_text() for label in named.plot.heatmap().axes[0].get_yticklabels() if label.get_weight() == "bold"
    }
    assert bold == {"Arden", "Dunmark", "Osh"}
    assert "Framed: the pairs" in texts(named.plot.heatmap())
    assert "Dunmark in Osh" in named.summary() and "Belmar in Arden" not in named.summary()


def test_what_is_shown_changes_neither_results_nor_identity(named: Result, classroom: Result) -> None:
    assert named.id == classroom.id
    assert named.resolved["figures"] != classroom.resolved["figures"]
    for table in ("world", "pairs", "posts"):
        assert named.frame(table).equals(classroom.frame(table))


def test_a_pair_that_never_had_posts_is_drawn_where_it_is_named() -> None:
    quiet = exchsim.run("classroom", months=60, overrides=["figures.pairs=[[ARD, OSH]]", "policy.partners_max=1"])
    series, partners = by_pair(quiet)
    assert partners and ("ARD", "OSH") in series["trust"]


def test_a_mission_and_its_successor_are_not_counted_twice() -> None:
    """One gives over to the other in June: in that year both together have the strength of one."""
    first, second = MissionSketch(end=18, persons=300.0), MissionSketch(start=18, end=48, persons=300.0)
    world = blueprint(cadres=(400, 320, 260, 200), months=48, expenditure=1e11, policy={"mission_pledges": 0.1})
    result = exchsim.run(with_missions(world, first, second))
    assert result.missions["months"].tolist() == [12, 6, 6, 12, 12]
    together = mean_troops(result).sum(axis=1)
    assert together.iloc[1] <= 300 < result.missions.groupby("year")["troops"].sum().iloc[1]
    assert "mean over the months" in texts(result.plot.missions())


def test_a_pair_is_the_mean_of_its_directions(classroom: Result) -> None:
    pairs = classroom.pairs[classroom.pairs["year"] == 1981].set_index(["sender", "host"])
    series, _ = by_pair(classroom)
    mean = (pairs.loc[("ARD", "OSH"), "trust"] + pairs.loc[("OSH", "ARD"), "trust"]) / 2
    assert series["trust"].loc[1981, ("ARD", "OSH")] == pytest.approx(mean, rel=1e-6)


def test_at_most_forty_nations_are_in_the_heat_map() -> None:
    from dataclasses import replace

    world = blueprint(cadres=(60,) * 44, months=1, languages=(0,) * 44)
    codes = tuple(f"{chr(65 + k // 26)}{chr(65 + k % 26)}X" for k in range(44))
    result = exchsim.run(replace(world, nations=codes))
    assert len(nations_shown(result, result.pairs)) == SHOWN


def test_friends_stand_next_to_each_other() -> None:
    group = np.array([0, 1, 0, 1, 0, 1])
    trust = np.where(group[:, None] == group[None, :], 0.9, 0.1)
    np.fill_diagonal(trust, np.nan)
    ordered = group[closeness_order(trust)]
    assert np.count_nonzero(np.diff(ordered)) == 1


def test_labels_keep_their_order_and_distance() -> None:
    wanted = [0.5, 0.5, 0.51, 0.9, 0.99, 1.0, 0.0]
    placed = spread(wanted, 0.06)
    order = np.argsort(placed)
    assert np.all(np.diff(np.array(placed)[order]) > 0.0599)
    assert np.all(np.diff(np.array(wanted)[order]) >= 0)
    assert min(placed) >= -1e-9 and max(placed) <= 1 + 1e-9


@pytest.mark.parametrize(("largest", "expected"), [(0.5, []), (1, [1]), (7, [1, 2, 5]), (120, [10, 50, 100])])
def test_keys_show_round_numbers(largest: float, expected: list[float]) -> None:
    assert round_values(largest) == expected


def test_projections_keep_centre_and_size() -> None:
    x, y = azimuthal(np.array([10.0]), np.array([50.0]), 10.0, 50.0)
    assert x[0] == pytest.approx(0) and y[0] == pytest.approx(0)
    east, north = equal_earth(np.array([191.0 - 1e-9]), np.array([0.0]))
    assert east[0] == pytest.approx(2.7066, abs=1e-3) and north[0] == 0.0  # Šavrič and others 2018
    assert equal_earth(np.array([11.0]), np.array([90.0]))[1][0] == pytest.approx(1.3173, abs=1e-3)
    assert view_of(np.array([-77.0, 29.0]), np.array([38.9, 41.0])).reach < 180
    assert view_of(np.array([-77.0, 139.0, 28.0]), np.array([38.9, 35.7, -25.7])).reach > 180
    assert np.hypot(*circle(7)) == pytest.approx(np.ones(7))


def test_importing_the_package_loads_no_plotting() -> None:
    code = "import sys, exchsim, exchsim.api; print([m for m in ('matplotlib', 'pandas', 'mesa') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
