"""How results must move when one thing is changed: the patterns in docs/odd.md, and common sense."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from blueprints import NO_TREATIES, blueprint, lever

from exchsim.engine.run import run
from exchsim.engine.setup import build
from exchsim.enums import Change, TourEnd
from exchsim.state.params import PARAMETERS_BY_PATH

NO_EXCHANGES = {"posts_share": 0.0, "staff_posts_share": 0.0, "exercise_activity": 0.0, "workshops_per_year": 0.0}
BUSY = {"posts_share": 0.05, "hosting_share": 0.2, "tour_months": 12.0}
RICH = 1e13


def finished(b, seed):
    """The state at the end of a run, and its tours."""
    state = run(build(b, seed), b.end)
    return state, state.tours[: state.clock[0].tours]


def same_first_tours(first, second):
    """Tours of both runs that are the officer's first, of the same officer, to the same post, in the same months."""

    def known(tours):
        found, seen = {}, set()
        for tour in tours:
            if tour.officer not in seen and tour.end == TourEnd.COMPLETED:
                found[int(tour.officer), int(tour.post), int(tour.began), int(tour.ended)] = tour
            seen.add(tour.officer)
        return found

    a, b = known(first), known(second)
    return [(a[key], b[key]) for key in a if key in b]


def test_without_exchanges_trust_returns_to_its_baseline():
    """Pattern 1. Exchanges stop after five years; alumni leave in time, and politics is what remains."""
    stop = tuple(("1985-01", Change.SET_LEVER, -1, lever(name), 0.0) for name in NO_EXCHANGES)
    # no agreements either: a baseline that moves is followed with a delay
    b = blueprint(cadres=(150, 120, 100), months=65 * 12, policy=BUSY | NO_TREATIES, changes=stop, expenditure=RICH)
    state = run(build(b, 1), b.start + 60)
    apart = np.abs(state.pairs["trust"] - state.pairs["baseline"])[~np.eye(3, dtype=bool)]
    state = run(state, b.end)
    in_the_end = np.abs(state.pairs["trust"] - state.pairs["baseline"])[~np.eye(3, dtype=bool)]
    assert apart.max() > 0.1
    assert state.clock[0].posts == 0
    assert in_the_end.max() < 0.002


def test_without_use_familiarity_halves_in_about_nine_months():
    """Patterns 1 and 10: between 6.5 and 13 months."""
    b = blueprint(months=24, policy=NO_EXCHANGES)
    state = build(b, 1)
    first, months = float(state.pairs["familiarity"][0, 1]), 0
    while state.pairs["familiarity"][0, 1] > 0.5 * first:
        months += 1
        state = run(state, b.start + months)
    assert first > 0.05
    assert 6.5 <= months <= 13


def test_alumni_forget_procedures_as_fast_as_forces_do():
    """Pattern 1. Those who came home like their hosts for years, but what they know of procedures is soon gone."""
    stop = tuple(("1985-01", Change.SET_LEVER, -1, lever(name), 0.0) for name in NO_EXCHANGES)
    b = blueprint(cadres=(150, 120, 100), months=13 * 12, policy=BUSY | NO_TREATIES, changes=stop, expenditure=RICH)
    state = run(build(b, 1), b.start + 10 * 12)  # so many alumni in so small forces saturate at first

    def known():
        return float(state.pairs["familiarity"].sum()), float(state.pairs["alumni_influence"].sum())

    familiar, liked = known()
    state = run(state, b.end)  # three years later: 2^-2 at a half-life of 18 months
    assert familiar > 0.05 and state.pairs["alumni"].sum() > 20
    assert known()[0] < familiar / 4
    assert known()[1] > liked / 2


def test_a_harder_language_is_never_spoken_better():
    """The same officers on the same first tours without a course; only the hours that the language needs differ."""
    easy = blueprint(cadres=(300, 250), months=60, policy=BUSY | {"language_target": 0.0}, expenditure=RICH,
                     params={"language_fit_tolerance": 1.5})  # fmt: skip
    easy.programme_table["required_level"] = 0.0
    hard = replace(easy, hours=1.5 * easy.hours)
    compared = 0
    for seed in range(3):
        for a, b in same_first_tours(finished(easy, seed)[1], finished(hard, seed)[1]):
            compared += 1
            assert b.level_at_start <= a.level_at_start + 1e-12
            assert b.level_at_end <= a.level_at_end + 1e-12
    assert compared > 20


def test_interpreters_do_not_make_misunderstandings():
    """They cost next to nothing here, so that no purse decides."""
    cheap = {
        "costs_interpreter_year_usd": PARAMETERS_BY_PATH["costs.interpreter_year_usd"].low,
        "contact_misunderstandings_per_year": PARAMETERS_BY_PATH["contact.misunderstandings_per_year"].high,
    }
    total = []
    for coverage in (0.0, 1.0):
        b = blueprint(cadres=(300, 250, 200), months=120, policy=BUSY | {"interpreter_coverage": coverage},
                      params=cheap, expenditure=RICH)  # fmt: skip
        total.append(sum(int(finished(b, seed)[0].world_out["misunderstandings"].sum()) for seed in range(12)))
    assert total[0] > 20
    assert total[1] < total[0]


def test_a_higher_language_target_sends_no_worse_speakers():
    """The same officers to the same posts; and the mean over all tours."""
    runs = []
    for target in (1.5, 2.0, 3.0):
        b = blueprint(cadres=(300, 250), months=60, policy=BUSY | {"language_target": target}, expenditure=RICH)
        b.programme_table["required_level"] = 0.0
        runs.append([finished(b, seed)[1] for seed in range(3)])
    for low, high in pairwise(runs):
        mean = [np.mean([t.level_at_start for tours in some for t in tours if t.began >= 0]) for some in (low, high)]
        assert mean[1] >= mean[0]
    compared = 0
    for low, high in zip(runs[0], runs[2], strict=True):
        chosen = {(int(t.officer), int(t.post), int(t.selected)): t for t in high if t.began >= 0}
        for t in low:
            other = chosen.get((int(t.officer), int(t.post), int(t.selected)))
            if t.began >= 0 and other is not None and t.selected == low[0].selected:  # all boards knew the same
                compared += 1
                assert other.level_at_start >= t.level_at_start - 1e-12
    assert compared > 3
