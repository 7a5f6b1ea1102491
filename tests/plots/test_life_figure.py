"""The figure of one life: labelled, with units, nothing over anything else, whatever the career."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import exchsim
from exchsim.api import Result
from exchsim.plots.life import life as draw


@pytest.fixture(scope="module")
def classroom() -> Result:
    return exchsim.run("classroom", officers=True)


def drawn(figure: Figure) -> list[Text]:
    """Texts that are visible, after drawing."""
    figure.savefig(BytesIO(), format="png", dpi=50)
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def chosen(result: Result) -> dict[str, int]:
    officers, events = result.officers, result.events
    misunderstood = events.loc[events["kind"] == "misunderstood", "officer"].value_counts()
    known = officers[officers["left"].notna()].assign(
        months=lambda table: table["left"].cat.codes - table["noticed"].cat.codes
    )
    return {
        "most tours": int(officers.sort_values("tours")["officer"].iloc[-1]),
        "most friends": int(officers.sort_values("ties")["officer"].iloc[-1]),
        "senior": int(officers.sort_values("rank")["officer"].iloc[-1]),
        "misunderstood": int(misunderstood.index[0]),
        "no tour": int(officers.loc[officers["tours"] == 0, "officer"].iloc[0]),
        "brief": int(known.sort_values("months")["officer"].iloc[0]),
    }


@pytest.mark.parametrize("which", ["most tours", "most friends", "senior", "misunderstood", "no tour", "brief"])
def test_a_life_is_labelled_and_nothing_overlaps(classroom: Result, which: str) -> None:
    life = classroom.life(chosen(classroom)[which])
    figure = life.plot()
    texts = drawn(figure)
    written = "\n".join(text.get_text() for text in texts)
    for expected in ("Grade", "Posts abroad", "Friendships", "Level (ILR, 0–5)", "Year", f"run {classroom.id}",
                     life.career.designation):  # fmt: skip
        assert expected in written
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer).padded(-1.0)) for text in texts]
    years = figure.axes[0].get_window_extent(
        renderer
    )  # matplotlib keeps labels of years beyond, and does not draw them
    boxes = [(text, box) for text, box in boxes if not text.isdigit() or years.x0 - 50 < box.x0 < years.x1]
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), f"{one!r} over {other!r}"
    width, height = figure.bbox.width, figure.bbox.height
    for text, box in boxes:
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height, text


def test_what_happened_is_on_the_figure(classroom: Result) -> None:
    life = classroom.life(chosen(classroom)["most tours"])
    written = "\n".join(text.get_text() for text in drawn(life.plot()))
    names = classroom.names
    places = dict(zip(names.nations, names.nation_names, strict=True))
    places |= dict(zip(names.organisations, names.organisation_names, strict=True))
    for tour in life.career.tours:
        assert f"{places[tour.venue]}, {tour.programme.replace('_', ' ')}" in written
    for code in life.career.languages:
        assert classroom.names.language_of(code) in written


def test_a_language_known_at_one_time_is_a_point_with_its_name_beside(classroom: Result) -> None:
    career = replace(
        classroom.life(chosen(classroom)["no tour"]).career, entered=960, noticed=966, left=1190, languages={},
        tours=[], school_language="osh", school_level=1.5,
    )  # fmt: skip
    axes = draw(career).axes[-1]
    assert [len(line.get_xdata()) for line in axes.lines] == [1]  # the point, and no line to the margin
    name = next(text for text in axes.texts if text.get_text() == classroom.names.language_of("osh"))
    assert name.xy == (pytest.approx(1900 + 966 / 12), 1.5)
