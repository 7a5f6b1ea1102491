"""The generator against the published known answers, and addressed draws against their distributions."""

import math

import numpy as np
import pytest
from scipy import stats

from exchsim import rng
from exchsim._jit import in_python

# Random123 (D. E. Shaw Research), kat_vectors: philox4x32 10: counter, key, answer
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
@pytest.mark.parametrize("form", ["compiled", "python"])
def test_philox_gives_the_published_known_answers(counter, key, answer, form):
    philox = rng.philox if form == "compiled" else in_python(rng.philox)
    words = philox(*map(np.uint64, counter), *map(np.uint64, key))
    assert tuple(int(w) for w in words) == answer


def test_every_part_of_the_address_matters():
    base = (7, 960, 3, 12345678901, 5)
    draws = {rng.uniform(*base)}
    for place in range(5):
        changed = list(base)
        changed[place] += 1
        draws.add(rng.uniform(*changed))
    assert len(draws) == 6
    assert rng.uniform(*base) in draws


def test_uniform_is_uniform_and_independent_of_the_neighbour_in_the_address():
    u = np.array([rng.uniform(1, 0, 0, who, 0) for who in range(20000)])
    assert 0.0 < u.min() and u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.03


def test_normal_exponential_and_poisson_have_their_distributions():
    z = np.array([rng.normal(2, 0, 1, who, 0) for who in range(20000)])
    assert stats.kstest(z, "norm").pvalue > 0.001
    e = np.array([rng.exponential(2, 0, 2, who, 0) for who in range(20000)])
    assert stats.kstest(e, "expon").pvalue > 0.001
    for mean in (0.05, 1.3, 12.0):
        n = np.array([rng.poisson(2, 0, 3, who, 0, mean) for who in range(20000)])
        assert abs(n.mean() - mean) < 4 * math.sqrt(mean / len(n))
        assert abs(n.var() / mean - 1) < 4 * math.sqrt((2 + 1 / mean) / len(n))


def test_below_reaches_every_number_equally_often():
    counts = np.bincount([rng.below(3, 0, 0, who, 0, 7) for who in range(14000)], minlength=7)
    assert stats.chisquare(counts).pvalue > 0.001
    assert rng.below(3, 0, 0, 1, 0, 1) == 0
