"""Arrows of exchange and the animated network: what they show is what the run has, and nothing jumps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch
from PIL import Image
from test_figures import QUIET, texts

import exchsim
from exchsim.api import Result
from exchsim.cli.main import main
from exchsim.plots import animation
from exchsim.plots.flows import flow_map, flows
from exchsim.store.errors import StoreError


@pytest.fixture(scope="module")
def classroom() -> Result:
    return exchsim.run("classroom", months=60)


def arrows(figure):
    return [patch for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]


def test_there_is_an_arrow_for_every_pair_with_posts_and_the_widest_is_the_largest(classroom):
    last = classroom.pairs[classroom.pairs["year"] == 1984]
    figure = classroom.plot.flows()
    widths = sorted(arrow.get_linewidth() for arrow in arrows(figure))
    filled = np.sort(last["filled"][last["filled"] > 0].to_numpy(float))
    assert len(widths) == len(filled) > 2
    assert widths == pytest.approx(np.maximum(0.8, 6.0 * filled / filled.max()))
    assert f"End of 1984: {filled.sum():,.0f} posts" in texts(figure).replace("\n", " ")
    assert "End of 1982" in texts(flows(classroom, 1982))


def test_of_a_difference_more_and_fewer_differ_in_colour_and_in_dash(classroom):
    table = pd.DataFrame({"sender": ["ARD", "BMR", "OSH"], "host": ["BMR", "ARD", "ARD"], "value": [2.0, -1.0, 0.0]})
    figure = flow_map(classroom, table, "Where more officers go", "Words.", "source", signed=True)
    more, fewer = sorted(arrows(figure), key=lambda arrow: -arrow.get_linewidth())
    assert more.get_edgecolor() != fewer.get_edgecolor()
    assert more.get_linestyle() != fewer.get_linestyle()  # so that grey will do
    none = flow_map(classroom, table.assign(value=0.0), "Where more officers go", "Words.", "source", signed=True)
    assert "no difference between the two" in texts(none)


def test_a_run_without_posts_says_so():
    from blueprints import blueprint

    assert "no exchange post" in texts(flows(exchsim.run(blueprint(policy=QUIET, months=14))))


@pytest.mark.parametrize("kind", animation.KINDS)
def test_a_year_a_frame_it_stops_on_the_last_and_is_small(classroom, tmp_path, kind):
    path = animation.animate(classroom, tmp_path / "n.gif", kind)
    assert path.stat().st_size < 300_000
    with Image.open(path) as image:
        assert image.n_frames == 5
        assert "loop" not in image.info  # played once
        durations = []
        for frame in range(5):
            image.seek(frame)
            durations.append(image.info["duration"])
        assert durations[-1] > 2 * durations[1]


def test_frames_left_out_show_through_so_that_the_last_is_whole(classroom, tmp_path):
    path = animation.animate(classroom, tmp_path / "n.gif")
    wanted = list(animation.images(classroom))[-1]
    with Image.open(path) as image:
        image.seek(image.n_frames - 1)
        shown = np.asarray(image.convert("RGB"), float)
    assert np.abs(shown - np.asarray(wanted, float)).mean() < 4.0  # but for the number of colours


@pytest.mark.parametrize("kind", animation.KINDS)
def test_nothing_jumps(classroom, kind):
    places, limits, years = [], set(), []
    for figure in animation.frames_of(classroom, kind):
        axes = figure.axes[0]
        places.append({text.get_text(): text.xyann for text in axes.texts if hasattr(text, "xyann")})
        limits.add((axes.get_xlim(), axes.get_ylim()))
        years.append(next(int(t.get_text()) for t in figure.texts if t.get_text().isdigit()))
    assert len(limits) == 1 and years == [1980, 1981, 1982, 1983, 1984]
    assert len(places[0]) == 5 and all(found == places[0] for found in places)


def test_a_state_that_leaves_keeps_its_place_for_the_others():
    from blueprints import blueprint

    run = exchsim.run(blueprint(present={1: ("1980-01", "1981-06")}, months=36))
    assert len(list(animation.frames_of(run, "posts"))) == 3


def test_the_command(classroom, tmp_path, capsys):
    folder = tmp_path / "run"
    classroom.save(folder)
    assert main(["animate", str(folder)]) == 0
    assert (folder / "network.gif").is_file()
    assert main(["animate", str(folder)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["animate", str(folder), "--overwrite", "--kind", "trust"]) == 0
    for arguments, said in ((["-o", "x.mp4"], "must end in .gif"), (["--kind", "money", "-o", "y.gif"], "one of"),
                            (["-o", str(tmp_path / "no" / "z.gif")], "there is no folder")):  # fmt: skip
        assert main(["animate", str(folder), *arguments]) == 2
        assert said in capsys.readouterr().err
    assert main(["animate", str(tmp_path)]) == 2


def test_without_pairs_there_is_nothing_to_animate(tmp_path):
    run = exchsim.run("classroom", months=14, overrides=["outputs.pairs=false"])
    with pytest.raises((ValueError, StoreError), match="pairs"):
        animation.animate(run, tmp_path / "n.gif")
