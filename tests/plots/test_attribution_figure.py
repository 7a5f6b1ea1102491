"""The figure of shares holds its numbers, and everything on it is on the page."""

from __future__ import annotations

import pytest

from exchsim.analysis.attribution import Attribution, Part, Share
from exchsim.analysis.terms import Term
from exchsim.plots.attribution import shares
from exchsim.plots.looks import NARROW, WIDE

TERMS = {"trust": Term("trust", "trust between allies", "mean trust", "0-1", "more")}


def part(mean, half=0.1):
    return Part(mean, mean - half, mean + half, half / 2)


def share(group, mean, first, last):
    return Share(group, part(mean), part(mean / 0.6), part(first), part(last), part(last - first))


FOUND = Attribution(
    "trust", 1.0, 0.4, part(0.6),
    (share("a_group_of_a_long_name", 0.5, 0.4, 0.55), share("small", 0.02, 0.0, 0.1), share("harm", -0.3, -0.2, -0.4)),
    0.95, 8, True, 0,
)  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_bars_are_the_shares_from_most_to_least(count):
    figure = shares([FOUND] * count, TERMS, "somewhere")
    figure.canvas.draw()
    assert len(figure.axes) == count
    axes = figure.axes[0]
    assert [patch.get_width() for patch in axes.patches] == pytest.approx([0.5, 0.02, -0.3])
    assert [text.get_text() for text in axes.get_yticklabels()] == ["a group of a long name", "small", "harm"]
    assert axes.get_title(loc="left") == "Trust between allies"
    assert axes.get_xlabel() == "+0.600 in all (0–1)"
    white = [patch.get_facecolor()[:3] == (1.0, 1.0, 1.0) for patch in axes.patches]
    assert white == [False, True, False]  # only what is not sure is hollow


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_leaves_the_page(width):
    figure = shares([FOUND] * 2, TERMS, "somewhere", width)
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    figure.draw_without_rendering()
    right = figure.bbox.width
    for axes in figure.axes:
        for label in axes.get_yticklabels():
            box = label.get_window_extent(renderer)
            assert 0 <= box.x0 < box.x1 <= right
