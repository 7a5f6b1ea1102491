"""What the opening comments of the scenarios promise can be seen in a figure."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from test_figures import texts

import exchsim
from exchsim.api import Result
from exchsim.plots import figures
from exchsim.plots.agreements import by_year as agreements_by_year
from exchsim.plots.language import by_language
from exchsim.plots.posts import by_programme, languages_by_year
from exchsim.plots.security import shared
from exchsim.plots.trust import APART, differ, directions
from exchsim.store.shown import own_nation


def panel(figure: Figure, heading: str) -> Axes:
    """The axes with a heading that begins so."""
    return next(axes for axes in figure.axes if axes.get_title("left").startswith(heading))


def words(axes: Axes) -> str:
    return "\n".join(text.get_text() for text in axes.texts)


@pytest.fixture(scope="module")
def classroom() -> Result:
    return exchsim.run("classroom", months=100)


@pytest.fixture(scope="module")
def unnamed() -> Result:
    return exchsim.run("classroom", months=100, overrides=["figures.pairs=[]"])


@pytest.fixture(scope="module")
def pacific() -> Result:
    return exchsim.run("aus_nz", months=360)


def test_sharing_is_drawn_of_the_pairs_that_the_scenario_names(classroom: Result, unnamed: Result) -> None:
    pairs = classroom.pairs[classroom.pairs["year"] == 1986].set_index(["sender", "host"])["sharing"]
    lines = shared(classroom)
    mean = 50.0 * (pairs.loc[("ARD", "BMR")] + pairs.loc[("BMR", "ARD")])
    assert lines["ARD", "BMR"].loc[1986] == pytest.approx(mean, rel=1e-5)
    written = words(panel(classroom.plot.security(), "Intelligence shared"))
    assert "Arden – Belmar" in written and "Dunmark – Osh" in written and "allies" in written
    assert "closest tenth" not in written
    without = words(panel(unnamed.plot.security(), "Intelligence shared"))
    assert "closest tenth" in without and "Arden" not in without


def test_secrets_lost_are_added_up_beside_what_was_to_be_expected(classroom: Result) -> None:
    axes = panel(classroom.plot.security(), "Secrets lost")
    world = classroom.world
    ends = sorted(float(np.asarray(line.get_ydata(), float)[-1]) for line in axes.lines if len(line.get_xdata()) > 2)
    totals = [float(world[name].sum()) for name in ("leaks", "espionage", "leaks_expected", "espionage_expected")]
    assert ends == pytest.approx(sorted(totals), rel=1e-9, abs=1e-12)


def test_skill_by_field_is_that_of_the_nation_that_the_pairs_have_in_common(classroom: Result, unnamed: Result) -> None:
    assert own_nation(classroom) == "ARD" and own_nation(unnamed) is None
    axes = panel(classroom.plot.security(), "Skill by field, Arden")
    last = classroom.nations.query("iso3 == 'ARD'").iloc[-1]
    for field in ("conventional", "peacekeeping", "counterterrorism", "cyber", "unconventional", "crisis_management"):
        assert f"{field.replace('_', ' ')} {last[f'skill_{field}']:.2f}" in words(axes)
    assert panel(unnamed.plot.security(), "Skill by field, mean of nations").lines


def test_time_of_preparation_stands_beside_the_levels(classroom: Result) -> None:
    posts = classroom.posts
    over = posts[posts["began"].notna() & posts["ended"].notna() & (posts["language"] == "osh")]
    over = over[over["sender"].isin(["ARD"])]
    months = (over["began"].cat.codes.astype(int) - over["selected"].cat.codes.astype(int)).mean()
    table = by_language(classroom).set_index(["own", "other"])
    assert len(over) and table.loc[("mar", "osh"), "preparation"] == pytest.approx(months)
    assert f"{months:.1f}" in words(panel(classroom.plot.language(), "Preparation"))
    assert table.loc[("mar", "osh"), "preparation"] > table.loc[("mar", "hal"), "preparation"]  # the harder language


def test_officers_on_a_tour_are_counted_by_kind_of_programme(classroom: Result) -> None:
    table = by_programme(classroom)
    posts = classroom.posts
    month = 60
    first = posts["began"].cat.codes.to_numpy()
    last = np.where(posts["ended"].notna(), posts["ended"].cat.codes.to_numpy(), 10_000)
    there = (first >= 0) & (first <= month) & (last >= month)
    assert table.iloc[month].sum() == there.sum() > 0
    kinds = dict(zip(classroom.names.programmes, classroom.names.programme_kinds, strict=True))
    kind = posts["programme"].astype(str).map(kinds)
    assert table.loc[month, "exchange post"] == (there & (kind == "exchange_post")).sum()
    assert "exchange post" in words(panel(classroom.plot.posts(), "Officers on a tour"))


def test_interpreters_are_drawn_where_there_is_anything_to_pay_for() -> None:
    helped = exchsim.run("classroom", months=60, overrides=["policy.interpreter_coverage=0.5"])
    table = languages_by_year(helped)
    assert (
        table["interpreters"].sum() == pytest.approx(helped.nations["interpreter_usd"].sum()) and table.min().min() >= 0
    )
    assert "interpreters" in words(panel(helped.plot.posts(), "Spending on languages"))
    alone = exchsim.run("classroom", months=60, overrides=["policy.interpreter_coverage=0"])
    assert "interpreters" not in words(panel(alone.plot.posts(), "Spending on languages"))


def test_directions_of_a_pair_are_drawn_apart_where_their_mean_would_hide_much(pacific: Result) -> None:
    ways = directions(pacific, "USA", "NZL")
    apart, together = differ(ways), differ(directions(pacific, "AUS", "NZL"))
    assert apart and not together
    assert (ways["USA", "NZL"] - ways["NZL", "USA"]).abs().mean() >= APART
    written = words(panel(pacific.plot.trust(), "Trust")).splitlines()
    assert {"United States in New Zealand", "New Zealand in United States", "Australia – New Zealand"} <= set(written)
    assert "United States – New Zealand" not in written
    assert "United States – New Zealand" in words(panel(pacific.plot.trust(), "Interoperability")).splitlines()


def test_agreements_are_counted_in_whole_numbers_and_named_beside_the_bars() -> None:
    small = exchsim.run("classroom", months=36)
    figure = small.plot.agreements()
    stock, flow = agreements_by_year(small)
    assert 0 < stock.to_numpy().max() < 4 and flow["concluded"].max() > 0
    for axes, axis in ((figure.axes[0], "y"), (figure.axes[1], "y"), (figure.axes[2], "x")):
        ticks = getattr(axes, f"get_{axis}ticks")()
        assert np.array_equal(ticks, np.rint(ticks))
    beside = {text.get_text(): text.get_position()[0] for text in figure.axes[1].texts}
    assert beside["concluded"] > 1.0  # right of the axes, where no bar can be


@pytest.mark.parametrize("name", ["five_eyes", "us_rok", "uk_nato"])
def test_pairs_of_a_scenario_can_be_told_apart_in_every_figure_that_draws_them(name: str) -> None:
    run = exchsim.run(name, months=26)
    pairs = run.resolved["figures"]["pairs"]
    security, trust = texts(run.plot.security()), texts(run.plot.trust())
    assert len(pairs) <= 6
    for a, b in pairs:
        labels = [f"{run.names.name_of(a)} – {run.names.name_of(b)}", f"{a} – {b}"]
        assert any(label in security for label in labels) and any(label in trust for label in labels)


@pytest.mark.parametrize(
    ("table", "figure", "said"),
    [("pairs", "security", "the table of pairs was not kept"), ("tours", "posts", "tours were not kept"),
     ("nations", "security", "no year")],
)  # fmt: skip
def test_what_was_not_kept_is_said_in_words(table: str, figure: str, said: str) -> None:
    run = exchsim.run("classroom", months=24, overrides=[f"outputs.{table}=false"])
    assert said in texts(getattr(run.plot, figure)())
    assert all(f"run {run.id}" in texts(drawn) for drawn in figures(run).values())
