"""One officer's life over time: grade, posts abroad, friendships, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from exchsim.life import words
from exchsim.life.career import Career, Tour
from exchsim.plots import style
from exchsim.plots.style import End, Margins

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FRIENDS = 10  # lines of friendships, the longest
BEFORE = 10.0  # years before the record that are shown at most
GAP = 0.5  # inches between panels
ROW = 0.22  # inches of a row of posts or friends


def life(career: Career) -> Figure:
    """Top: grade. Then posts with their courses, friendships, and levels of foreign languages."""
    friends = _lines(career)
    languages = _levels(career)
    heights = [1.75, *(0.15 + ROW * max(rows, 1) for rows in (len(career.tours), len(friends))), 1.7]
    high = 1.2 + sum(heights) + GAP * 3 + 0.85
    figure = style.sheet(career.record, _title(career), _subtitle(career, len(friends)), 11.0, high)
    right = 0.3 + max([style.text_inches(name, style.LABEL) + 0.25 for name in languages], default=0.0)
    margins = Margins(left=1.95, right=max(right, 0.9), top=style.top_of(figure) + 0.1, bottom=0.85)
    cells = _cells(figure, heights, margins)
    axes = [figure.add_subplot(cell) for cell in cells]
    first, last = _period(career)
    for one in axes:
        style.dress(one)
        one.set_xlim(first, last)
        one.xaxis.set_major_locator(_years())
        one.ticklabel_format(axis="x", useOffset=False, style="plain")
        _shade(one, career)
    _draw_rank(axes[0], career)
    _draw_posts(axes[1], career)
    _draw_friends(axes[2], friends)
    _draw_languages(axes[3], career, languages)
    for one in axes[:-1]:
        one.tick_params(labelbottom=False)
    axes[-1].set_xlabel("Year", size=style.AXIS, color=style.INK, family=style.FONT)
    return figure


def _title(career: Career) -> str:
    from exchsim.life.biography import heading

    return heading(career)


def _subtitle(career: Career, shown: int) -> str:
    served = words.years_of(career.last - career.entered)
    end = "still serving" if career.left is None else f"until {words.date(career.last)}"
    went = words.counted(sum(tour.began is not None for tour in career.tours), "tour")
    all_friends = len({friend.officer for friend in career.friends})
    some = f" The {shown} longest of {all_friends} friendships are shown." if all_friends > shown else ""
    return (
        f"In service since {words.date(career.entered)}, {end} ({served}); {went} abroad. Dotted: before the officer "
        f"was noticed. Pale bars: preparation. Levels are known at the marks; between them the line only guides the "
        f"eye.{some}"
    )


def _cells(figure: Figure, heights: list[float], margins: Margins) -> list[Any]:
    width, high = (float(size) for size in figure.get_size_inches())
    room = high - margins.top - margins.bottom
    scale = (room - GAP * (len(heights) - 1)) / sum(heights)
    grid = figure.add_gridspec(
        len(heights), 1, height_ratios=heights,
        left=margins.left / width, right=1 - margins.right / width,
        top=1 - margins.top / high, bottom=margins.bottom / high,
        hspace=GAP / (scale * sum(heights) / len(heights)),
    )  # fmt: skip
    return [grid[k, 0] for k in range(len(heights))]


def _years() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(9, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10])


def _at(month: float) -> float:
    """A month index on the axis of years."""
    return 1900 + month / 12


def _period(career: Career) -> tuple[float, float]:
    first = max(_at(career.entered), _at(career.noticed) - BEFORE)
    last = _at(career.last + 1)
    room = max(0.02 * (last - first), 0.1)
    return first - room, last + room


def _shade(axes: Axes, career: Career) -> None:
    """Months abroad, behind everything."""
    for tour in career.tours:
        if tour.began is not None:
            end = career.last + 1 if tour.ended is None else tour.ended + 1
            axes.axvspan(_at(tour.began), _at(end), color=style.FAINT, alpha=0.45, linewidth=0)


def _draw_rank(axes: Axes, career: Career) -> None:
    """Steps up; dotted what came before the record; a cross where a board passed the officer over."""
    axes.set_title("Grade", loc="left", size=style.AXIS, weight="bold", color=style.INK, family=style.FONT)
    ups = [step for step in career.steps if step.kind != "passed_over"]
    months = [career.noticed, *(step.month for step in ups), career.last + 1]
    grades = [career.rank_noticed, *(step.rank for step in ups)]
    axes.step([_at(month) for month in months], [*grades, grades[-1]], where="post", color=style.BLUE, linewidth=2.2)
    if career.entered < career.noticed:
        axes.plot(
            [_at(career.entered), _at(career.noticed)], [1, grades[0]], color=style.MUTED, linewidth=1.2, linestyle=":"
        )
    for step in career.steps:
        if step.kind == "passed_over":
            axes.plot(_at(step.month), step.rank, marker="X", markersize=9, color=style.VERMILION, zorder=4)
            axes.annotate("passed over", (_at(step.month), step.rank), xytext=(0, -13), textcoords="offset points",
                          ha="center", va="center", size=style.TICK, color=style.VERMILION,
                          family=style.FONT)  # fmt: skip
        elif step.kind == "became_general":
            axes.plot(_at(step.month), step.rank, marker="*", markersize=14, color=style.ORANGE, zorder=4)
    low, top = (1 if _at(career.entered) >= axes.get_xlim()[0] else max(1, min(grades) - 1)), max(grades)
    axes.set_ylim(low - 0.75, top + 0.6)
    axes.set_yticks(range(low, top + 1), [f"{words.rank(grade)}, O{grade}" for grade in range(low, top + 1)])


def _colours(career: Career) -> dict[str, str]:
    """A colour for each venue, in order; grey from the seventh on."""
    venues = list(dict.fromkeys(tour.venue for tour in career.tours))
    return {venue: style.LINES[k] if k < len(style.LINES) else style.MUTED for k, venue in enumerate(venues)}


def _draw_posts(axes: Axes, career: Career) -> None:
    """A row a tour: pale while preparing, full while abroad, with its misunderstandings as marks."""
    marks = "; triangles: misunderstandings" if career.incidents else ""
    _open_rows(axes, f"Posts abroad{marks}", len(career.tours))
    colours = _colours(career)
    for row, tour in enumerate(career.tours):
        y, colour = len(career.tours) - 1 - row, colours[tour.venue]
        end = _at(career.last + 1 if tour.ended is None else tour.ended + 1)
        away = end if tour.began is None else _at(tour.began)
        axes.barh(y, away - _at(tour.selected), left=_at(tour.selected), height=0.3, color=colour, alpha=0.35)
        axes.barh(y, end - away, left=away, height=0.62, color=colour)
        for month, _, _ in _during(career, tour):
            axes.plot(_at(month + 0.5), y, marker="v", markersize=7, color="white", markeredgecolor=style.INK, zorder=4)
        _beside(axes, _post_name(career, tour), _at(tour.selected), end, y, colour)


def _during(career: Career, tour: Tour) -> list[tuple[int, str, int]]:
    if tour.began is None:
        return []
    end = career.last if tour.ended is None else tour.ended
    return [incident for incident in career.incidents if tour.began <= incident[0] <= end]


def _post_name(career: Career, tour: Tour) -> str:
    """`Japan, exchange post`."""
    names = career.record.names
    if tour.venue in names.nations:
        place = words.nation(names, tour.venue, tour.selected)
    elif tour.venue in names.missions:
        place = words.mission(names, tour.venue, full=False)
    else:
        place = words.organisation(names, tour.venue, full=False)
    return f"{words.capital(place.removeprefix('the '))}, {tour.programme.replace('_', ' ')}"


def _open_rows(axes: Axes, heading: str, rows: int) -> None:
    """Axes for bars in rows, from the top down; the word none where there are no rows."""
    axes.set_title(heading, loc="left", size=style.AXIS, weight="bold", color=style.INK, family=style.FONT)
    axes.grid(visible=False)
    axes.set_yticks([])
    axes.set_ylim(-0.7, max(rows, 1) - 0.3)
    if not rows:
        axes.text(0.0, 0.4, "none", transform=axes.transAxes, size=style.AXIS, color=style.MUTED, family=style.FONT)


def _beside(axes: Axes, text: str, begin: float, end: float, y: float, colour: str) -> None:
    """A label right of a bar, or left of it where there is no room."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    first, last = axes.get_xlim()
    inches = float(axes.get_position().width * figure.get_size_inches()[0])
    wide = (style.text_inches(text, style.TICK) + 0.1) / inches * (last - first)
    right = end + wide <= last or begin - wide < first
    axes.annotate(text, (end if right else begin, y), xytext=(5 if right else -7, 0), textcoords="offset points",
                  ha="left" if right else "right", va="center", size=style.TICK, color=colour, family=style.FONT,
                  annotation_clip=False)  # fmt: skip


def _lines(career: Career) -> list[tuple[float, float, str, bool]]:
    """Friendships: from, to, name, and whether it was made abroad; the longest."""
    found: dict[int, tuple[float, float, str, bool]] = {}
    for friend in career.friends:
        ends = [month for month in (friend.faded, friend.left) if month is not None]
        until = min([*ends, career.last + 1])
        found.setdefault(
            friend.officer, (_at(friend.met), _at(max(until, friend.met + 1)), friend.designation, friend.abroad)
        )
    longest = sorted(found.values(), key=lambda line: line[0] - line[1])[:FRIENDS]
    return sorted(longest)


def _draw_friends(axes: Axes, friends: list[tuple[float, float, str, bool]]) -> None:
    """A line a friendship, from the first meeting until it faded or one of the two left."""
    _open_rows(axes, "Friendships: filled, made abroad; open, at home or at a gathering", len(friends))
    for row, (begin, end, name, abroad) in enumerate(friends):
        y = len(friends) - 1 - row
        axes.plot([begin, end], [y, y], color=style.GREEN, linewidth=2.0, solid_capstyle="round")
        axes.plot(begin, y, marker="o", markersize=6, markeredgecolor=style.GREEN, markeredgewidth=1.4,
                  color=style.GREEN if abroad else "white")  # fmt: skip
        _beside(axes, name, begin, end, y, style.INK)


def _levels(career: Career) -> dict[str, list[tuple[float, float]]]:
    """Known levels of each foreign language by name, in order of time."""
    names = career.record.names
    points: dict[str, list[tuple[float, float]]] = {}

    def add(code: str, month: float, level: float) -> None:
        if np.isfinite(level) and code and code != career.mother_tongue:
            points.setdefault(words.language(names, code), []).append((_at(month), level))

    if career.school_language:
        add(career.school_language, career.noticed, career.school_level)
    for tour in career.tours:
        code = names.venue_language[names.venues.index(tour.venue)]
        if tour.began != tour.selected:
            add(code, tour.selected, tour.level_selected)
        if tour.began is not None:
            add(code, tour.began, tour.level_start)
        if tour.ended is not None and tour.began is not None:
            add(code, tour.ended + 1, tour.level_end)
    for code, (_, left) in career.languages.items():
        add(code, career.last + 1, left)
    return {name: sorted(found) for name, found in points.items() if max(level for _, level in found) > 0.0}


def _draw_languages(axes: Axes, career: Career, languages: dict[str, list[tuple[float, float]]]) -> None:
    axes.set_title("Foreign languages", loc="left", size=style.AXIS, weight="bold", color=style.INK, family=style.FONT)
    axes.set_ylabel("Level (ILR, 0–5)", size=style.AXIS, color=style.INK, family=style.FONT)
    axes.set_ylim(-0.15, 5.2)
    axes.set_yticks(range(6))
    if not languages:
        axes.text(0.5, 0.5, "none", transform=axes.transAxes, ha="center", size=style.AXIS, color=style.MUTED,
                  family=style.FONT)  # fmt: skip
        return
    ends = []
    for k, (name, points) in enumerate(languages.items()):
        colour = style.LINES[k % len(style.LINES)]
        x, y = zip(*points, strict=True)
        axes.plot(
            x, y, color=colour, linewidth=1.6, linestyle=("-", "--", "-.")[k % 3], marker="os^D"[k % 4], markersize=4.5
        )
        if len(points) == 1:  # known once: a line to the margin would claim years of which nothing is known
            _beside(axes, name, x[0], x[0], y[0], colour)
        else:
            ends.append(End(float(y[-1]), name, colour, float(x[-1])))
    style.label_ends(axes, ends)
