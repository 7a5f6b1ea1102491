"""Network, table of pairs, and what a change changes: places, numbers and colours."""

from __future__ import annotations

import json

import numpy as np
import pytest

import exchsim
from exchsim.app import texts
from exchsim.app.pairs import table_of
from exchsim.app.palettes import CELL, LINE, amounts, changes, contrast, ink_on
from exchsim.app.ring import FEW, order_of, ring_of, size_of
from exchsim.app.scene import difference_of, rounded_up, scene_of


@pytest.fixture(scope="module")
def result():
    return exchsim.run("classroom")


@pytest.fixture(scope="module")
def without():
    return exchsim.run("classroom", overrides=["policy.posts_share=0"])


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 9, 20, 32])
def test_nations_of_a_network_stand_apart_and_leave_room_for_names(number):
    order = list(np.random.default_rng(1).permutation(number))
    ring = ring_of(order)
    wide, high = size_of(number)
    spots = np.array([[spot["x"], spot["y"]] for spot in ring])
    assert (spots[:, 0] >= 190).all() and (spots[:, 0] <= wide - 190).all()
    assert (spots[:, 1] >= 10).all() and (spots[:, 1] <= high - 10).all()
    assert ring == ring_of(order)
    if number > FEW:  # names stand beside the dots: no two in one line
        for side in (-1, 1):
            rows = sorted(spot["y"] for spot in ring if spot["side"] == side)
            assert np.diff(rows).min() > 25
    elif number > 1:
        gaps = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) + 1e9 * np.eye(number)
        assert gaps.min() > 150


def test_nations_of_a_region_are_neighbours_from_west_to_east():
    regions = ["Europe", "Asia", "Europe", "Asia"]
    places = [(20.0, 50.0), (100.0, 10.0), (-5.0, 50.0), (90.0, 10.0)]
    assert order_of(regions, places) == [2, 0, 3, 1]
    assert order_of(["", ""], [(None, None), (None, None)]) == [0, 1]


def test_the_table_of_pairs_has_the_numbers_of_the_run(result):
    table = table_of(result)
    codes, number = table["codes"], len(table["codes"])
    assert sorted(codes) == sorted(result.names.nations) and len(json.dumps(table)) < 60_000
    row = result.pairs[
        (result.pairs["year"] == 1990) & (result.pairs["sender"] == "ARD") & (result.pairs["host"] == "OSH")
    ].iloc[0]
    place = codes.index("ARD") * number + codes.index("OSH")
    for (column, *_), quantity in zip(texts.PAIR_QUANTITIES, table["quantities"], strict=True):
        assert quantity["values"][1990 - table["first"]][place] / quantity["times"] == pytest.approx(
            row[column], abs=0.00501 if quantity["digits"] else 0
        )
        seen = [v for year in quantity["values"] for v in year if v is not None]
        assert min(seen) >= 0 and max(seen) <= quantity["ends"][0] * quantity["times"]
        assert len(set(quantity["ends"])) == 1  # amounts keep one scale
    assert table["quantities"][0]["values"][0][0] is None  # nobody is paired with themselves


def test_a_table_of_changes_is_one_run_less_the_other(result, without):
    now, was, change = table_of(without), table_of(result), table_of(without, result)
    for one, other, less in zip(now["quantities"], was["quantities"], change["quantities"], strict=True):
        for a, b, c in zip(one["values"][9], other["values"][9], less["values"][9], strict=True):
            assert (c is None) == (a is None) and (c is None or abs(c - (a - b)) <= 1)
        assert less["colours"] == changes(CELL)
        for end, values in zip(less["ends"], less["values"], strict=True):
            most = max(abs(v) for v in values if v is not None) / less["times"]
            assert most <= end + 0.005 and end >= (0.05 if less["digits"] else 1)
        assert max(less["ends"]) > min(less["ends"]) or less["digits"] == 0
    assert (
        min(v for v in change["quantities"][0]["values"][9] if v is not None) < 0
    )  # without posts there is less trust


def test_a_stage_of_changes_is_one_run_less_the_other(result, without):
    change, now, was = difference_of(without, result), scene_of(without), scene_of(result)
    codes = [nation["code"] for nation in now["nations"]]
    assert [nation["code"] for nation in was["nations"]] == codes and len(change["flows"]) > 4
    none = {"ab": np.zeros(now["months"]), "ba": np.zeros(now["months"])}
    after, before = ({(flow["a"], flow["b"]): flow for flow in scene["flows"]} for scene in (now, was))
    for flow in change["flows"]:
        pair = flow["a"], flow["b"]
        for way in ("ab", "ba"):
            less = np.array(after.get(pair, none)[way]) - np.array(before.get(pair, none)[way])
            assert np.allclose(flow[way], less)
        if pair in after and pair in before:
            assert np.allclose(flow["trust"], np.array(after[pair]["trust"]) - before[pair]["trust"], atol=2e-3)
    assert sum(np.sum(flow["ab"]) + np.sum(flow["ba"]) for flow in change["flows"]) < 0
    most = max(abs(v) for flow in change["flows"] for v in flow["trust"])
    peaks = sorted(max(map(abs, flow["trust"])) for flow in change["flows"])
    assert change["difference"] >= peaks[int(0.9 * (len(peaks) - 1))] - 1e-3  # the scale holds nine pairs in ten
    assert change["beyond"] == (most > change["difference"])
    assert difference_of(result, result)["flows"] == []


@pytest.mark.parametrize(
    ("most", "end"), [(0.0, 0.02), (0.02, 0.02), (0.021, 0.05), (0.21, 0.3), (0.4, 0.5), (0.9, 1.0)]
)
def test_a_scale_ends_at_a_round_number(most, end):
    assert rounded_up(most) == end


@pytest.mark.parametrize("scale", [amounts(), changes(LINE), changes(CELL)])
def test_numbers_can_be_read_on_every_colour(scale):
    assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in scale)


def test_more_and_less_are_told_apart_without_red_and_green():
    less, same, more = changes()[0], changes()[5], changes()[-1]
    blue = [int(colour[5:], 16) - int(colour[1:3], 16) for colour in (less, same, more)]
    assert blue[0] < -80 < blue[1] < 20 < 80 < blue[2]  # from yellow to blue, which nearly everybody tells apart
    assert contrast(less, same) > 3 and contrast(more, same) > 3
