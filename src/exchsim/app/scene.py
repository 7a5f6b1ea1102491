"""A run as a stage: where nations stand, who is abroad with whom in each month, and how the pairs trust each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exchsim.api import Result
from exchsim.app.palettes import amounts, changes
from exchsim.app.ring import order_of, ring_of, size_of
from exchsim.app.said import news_of, news_together
from exchsim.app.told import virtual_programmes
from exchsim.plots import geography
from exchsim.plots.network import network_of

Array = np.ndarray[Any, Any]
LITTLE = 0.005  # of trust: less is no difference to be shown
MOST_PAIRS = 200  # pairs whose officers move on the stage; those with most of them
_WIDE = 1000.0  # units of the drawing from left to right
_LONGEST = 22  # letters of a name on the map
_EDGE = 70.0  # units around the outermost nation


def scene_of(record: Result) -> dict[str, Any]:
    """Everything that the stage needs, in plain numbers and texts.

    `nations`: code, name, x, y. `land`: outlines as paths of SVG, of states that take part and of others. `flows`:
    pairs (a, b as places in nations), officers whom they have with each other for each month, trust for each year.
    `screen`: how many of a pair's officers meet on a screen, where ever one does. `abroad`: officers of each nation in
    others, month by month, with those at headquarters there. `most`: the most of both in the run, to which circles and
    lines are drawn. `events`: month and words.
    """
    names = record.names
    codes = list(names.nations)
    xy, land, size = _stage(record, codes)
    months = names.end - names.start
    counts = _abroad(record, codes, months)
    abroad = counts.sum(axis=1) + _abroad(record, codes, months, at_headquarters=True).sum(axis=1)
    totals = counts.sum(axis=2)
    both = totals + totals.T
    pairs = [(a, b) for a in range(len(codes)) for b in range(a + 1, len(codes)) if both[a, b] > 0]
    pairs = sorted(pairs, key=lambda p: -both[p])[:MOST_PAIRS]
    trust = np.nan_to_num(_trust(record, codes), nan=0.0)
    people = float(names.people_per_agent)
    screen = _abroad(record, codes, months, only=virtual_programmes(record))
    screen = screen + screen.transpose(1, 0, 2)
    return {
        "start": int(names.start), "months": int(months), "size": size, "land": land,
        "nations": [
            {"code": code, "name": names.name_of(code), "short": short,
             "x": round(float(x), 1), "y": round(float(y), 1)}
            for code, short, (x, y) in zip(codes, short_names(names.nation_names), xy, strict=True)
        ],
        "flows": [
            {"a": a, "b": b, "trust": trust[a, b].round(3).tolist(), "ab": (counts[a, b] * people).round(1).tolist(),
             "ba": (counts[b, a] * people).round(1).tolist(),
             **({"screen": (screen[a, b] * people).round(1).tolist()} if screen[a, b].any() else {})}
            for a, b in pairs
        ],
        "abroad": (abroad * people).round(1).tolist(),
        "most": {"abroad": _most(abroad * people), "both": _most((counts + counts.transpose(1, 0, 2)) * people)},
        "events": _events(record),
        "colours": amounts(),
        "ring": ring_of(order_of(names.regions, list(zip(names.longitude, names.latitude, strict=True)))),
        "ring_size": size_of(len(codes)),
    }  # fmt: skip


def short_names(names: Sequence[str]) -> list[str]:
    """Names for a map: without what stands in brackets, unless that alone tells two nations apart."""
    bare = [name.partition(" (")[0] or name for name in names]
    short = [own if bare.count(own) == 1 else name for own, name in zip(bare, names, strict=True)]
    return [name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…" for name in short]


def difference_of(now: Result, before: Result) -> dict[str, Any]:
    """The same stage for what a change changes, under the same luck: trust and officers of each pair, now less before.

    `difference`: the end of the scale of colours, which holds what nine pairs in ten change at most; `beyond`: whether
    some change more.
    """
    scene = scene_of(now)
    codes = list(now.names.nations)
    counts = _abroad(now, codes, scene["months"]) - _abroad(before, codes, scene["months"])
    counts = counts * float(now.names.people_per_agent)
    trust = np.nan_to_num(_trust(now, codes) - _trust(before, codes), nan=0.0)
    size = np.abs(counts + counts.transpose(1, 0, 2)).max(axis=2)
    most = np.abs(trust).max(axis=2)
    pairs = [
        (a, b) for a in range(len(codes)) for b in range(a + 1, len(codes)) if size[a, b] > 0 or most[a, b] > LITTLE
    ]
    pairs = sorted(pairs, key=lambda p: (-most[p], -size[p]))[:MOST_PAIRS]
    flows = [
        {"a": a, "b": b, "trust": trust[a, b].round(3).tolist(), "ab": counts[a, b].round(1).tolist(),
         "ba": counts[b, a].round(1).tolist()}
        for a, b in pairs
    ]  # fmt: skip
    peaks = np.array([most[pair] for pair in pairs] or [0.0])
    end = rounded_up(float(np.quantile(peaks, 0.9)))
    beyond = bool(peaks.max() > end)
    return {**scene, "flows": flows, "colours": changes(), "difference": end, "beyond": beyond}


def rounded_up(most: float) -> float:
    """The end of a scale that holds a number: .02, .05, .1, .2, .3, .5 or 1."""
    return next((end for end in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5) if most <= end), 1.0)


def _most(officers: Array) -> float:
    return float(np.max(officers, initial=1.0))


def on_scale_of(scene: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    """A scene with circles and lines as large as those of another one with as many officers, so that both compare.

    Where there are more than three times as many as ever in the other one, the scale makes room for them.
    """
    return {**scene, "most": {name: max(was["most"][name], most / 3) for name, most in scene["most"].items()}}


def _abroad(
    record: Result, codes: list[str], months: int, at_headquarters: bool = False, only: Sequence[str] | None = None
) -> Array:
    """Officers of a nation with another one: nation x nation x month, from the tours; `only` those of programmes.

    Those at the headquarters of an organisation there are no officers with that nation: they are apart.
    """
    place = {code: k for k, code in enumerate(codes)}
    found = np.zeros((len(codes), len(codes), months + 1), np.int32)
    tours = record.posts
    tours = tours[tours["began"].notna() & (tours["venue"].isin(record.names.organisations) == at_headquarters)]
    if only is not None:
        tours = tours[tours["programme"].isin(only)]
    first = month_places(tours["began"], record.names.start, months)
    last = month_places(tours["ended"], record.names.start, months, missing=months)
    senders = tours["sender"].astype(object).map(place).to_numpy()
    hosts = tours["host"].astype(object).map(place).to_numpy(float)
    known = ~np.isnan(hosts)
    a, b = senders[known].astype(int), hosts[known].astype(int)
    np.add.at(found, (a, b, first[known]), 1)
    np.add.at(found, (a, b, last[known]), -1)
    counted = found.cumsum(axis=2)[:, :, :months]
    counted[np.arange(len(codes)), np.arange(len(codes))] = 0
    return np.asarray(counted)


def month_places(dates: Any, start: int, months: int, missing: int = 0) -> Array:
    """Months such as 1994-03 as places from the start, kept within the run."""
    texts = dates.astype(object)
    there = texts.notna().to_numpy()
    found = np.full(len(texts), missing)
    values = [(int(text[:4]) - 1900) * 12 + int(text[5:7]) - 1 - start for text in texts[there]]
    found[there] = values
    return np.asarray(np.clip(found, 0, months))


def _trust(record: Result, codes: list[str]) -> Array:
    """Mean trust of both directions at the end of each year: nation x nation x year."""
    place = {code: k for k, code in enumerate(codes)}
    pairs = record.pairs
    first = int(pairs["year"].min())
    years = int(pairs["year"].max()) - first + 1
    found = np.full((len(codes), len(codes), years), np.nan)
    a = pairs["sender"].astype(object).map(place).to_numpy(int)
    b = pairs["host"].astype(object).map(place).to_numpy(int)
    found[a, b, pairs["year"].to_numpy() - first] = pairs["trust"].to_numpy(float)
    both = (found + found.transpose(1, 0, 2)) / 2
    return np.asarray(both)


def _stage(record: Result, codes: list[str]) -> tuple[Array, dict[str, Any], list[float]]:
    """Places of the nations, outlines of land, and the size of the drawing."""
    net = network_of(record, 1900 + (record.names.end - 1) // 12)
    places = dict(zip(net.codes, net.places, strict=True))
    known = [places.get(code) for code in codes]
    if not all(place is not None for place in known):
        x, y = geography.circle(len(codes))
        return _fitted(np.column_stack([x, -y])), {"here": "", "others": "", "grid": ""}, [_WIDE, 620.0]
    east, north = np.array(known, float).T
    view = geography.view_of(east, north)
    points = np.column_stack(view.project(east, north)) * [1.0, -1.0]
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (_WIDE - 2 * _EDGE) / max(high[0] - low[0], (high[1] - low[1]) * 1.7, 1e-9)
    height = max(430.0, (high[1] - low[1]) * scale + 2 * _EDGE)
    shift = np.array([_WIDE, height]) / 2 - (low + high) / 2 * scale
    if all(record.names.invented):  # they lie on no known land: meridians and parallels
        land = {"here": "", "others": "", "grid": _grid(view, scale, shift, height)}
    else:
        land = _land(set(codes), view, scale, shift, height)
    return points * scale + shift, land, [_WIDE, round(height, 1)]


def _fitted(points: Array) -> Array:
    return points * [230.0, 230.0] + [_WIDE / 2, 310.0]


def _grid(view: geography.View, scale: float, shift: Array, height: float) -> str:
    lines = [np.column_stack([np.full(121, east), np.linspace(-30, 90, 121)]) for east in range(-180, 180, 10)]
    lines += [np.column_stack([np.linspace(-180, 180, 361), np.full(361, north)]) for north in range(-30, 90, 10)]
    paths = []
    for line in lines:
        points = np.column_stack(view.project(*line.T)) * [1.0, -1.0] * scale + shift
        inside = ((points > -60) & (points < [_WIDE + 60, height + 60])).all(axis=1)
        for piece in np.split(points, np.flatnonzero(np.diff(inside.astype(int))) + 1):
            if len(piece) > 1 and (np.abs(piece - [_WIDE / 2, height / 2]) < [_WIDE / 2 + 60, height / 2 + 60]).all():
                paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in piece))
    return "".join(paths)


def _land(here: set[str], view: geography.View, scale: float, shift: Array, height: float) -> dict[str, str]:
    from exchsim.worlds import load_outlines

    paths: dict[str, list[str]] = {"here": [], "others": []}
    for code, outline in load_outlines().items():
        for ring in outline:
            seen = geography.visible(np.array(ring, float), view)
            if len(seen) < 3:
                continue
            points = np.column_stack(view.project(*seen.T)) * [1.0, -1.0] * scale + shift
            outside = (points[:, 0] < -50).all() or (points[:, 0] > _WIDE + 50).all()
            if outside or (points[:, 1] < -50).all() or (points[:, 1] > height + 50).all():
                continue
            text = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
            paths["here" if code in here else "others"].append(f"M{text}Z")
    return {**{name: "".join(parts) for name, parts in paths.items()}, "grid": ""}


def _events(record: Result) -> list[dict[str, Any]]:
    """Dated events of the scenario, in words; those within the run, as others have no place on its timeline.

    What happens together in a month is one of them, but for changes of levers: `parts` has the words of each.
    """
    found: list[dict[str, Any]] = []
    together: dict[tuple[int, bool], list[Any]] = {}
    for event in record.resolved.get("events") or []:
        place = (int(event["date"][:4]) - 1900) * 12 + int(event["date"][5:7]) - 1 - record.names.start
        if not 0 <= place < record.names.end - record.names.start:
            continue
        together.setdefault((place, event["kind"] == "set_lever"), []).append(event)
    for (place, is_lever), events in together.items():
        for mine in [[event] for event in events] if is_lever else [events]:
            parts = [news_of(event, record.names) for event in mine]
            found.append({
                "month": place, "words": news_together(mine, record.names), "parts": parts, "kind": mine[0]["kind"],
            })  # fmt: skip
    return sorted(found, key=lambda event: event["month"])
