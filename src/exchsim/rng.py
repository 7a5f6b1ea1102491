"""Random numbers by address: Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405).

Nobody consumes a stream. A draw is a pure function of (seed, month, kind of draw, who, other), so two policies
give the same officer the same luck and the order of evaluation does not matter.
"""

import math

import numpy as np

from exchsim._jit import rule

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_KIND = np.uint64(16)
_TOP_52 = np.uint64(12)  # 52 bits and a half are exact, so neither 0 nor 1 can come out
_TO_UNIT = 1.0 / 4503599627370496.0  # 2**-52


@rule
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):
    """Ten rounds of Philox4x32 on 32-bit words held in uint64; returns four 32-bit words."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * counter_0
        product_1 = _MULTIPLIER_1 * counter_2
        counter_0 = (product_1 >> _WORD) ^ counter_1 ^ key_0
        counter_2 = (product_0 >> _WORD) ^ counter_3 ^ key_1
        counter_1 = product_1 & _LOW
        counter_3 = product_0 & _LOW
        key_0 = (key_0 + _WEYL_0) & _LOW
        key_1 = (key_1 + _WEYL_1) & _LOW
    return counter_0, counter_1, counter_2, counter_3


@rule
def words(seed, month, kind, who, other):
    """Two 64-bit words at an address. month, kind: 16 bits each; who: 64 bits; other: 32 bits."""
    key, address = np.uint64(seed), np.uint64(who)
    a, b, c, d = philox(
        np.uint64(month) | (np.uint64(kind) << _KIND),
        address & _LOW,
        address >> _WORD,
        np.uint64(other) & _LOW,
        key & _LOW,
        key >> _WORD,
    )
    return a | (b << _WORD), c | (d << _WORD)


@rule
def uniform(seed, month, kind, who, other):
    """A number in (0, 1), never 0 or 1."""
    word, _ = words(seed, month, kind, who, other)
    return (np.float64(word >> _TOP_52) + 0.5) * _TO_UNIT


@rule
def exponential(seed, month, kind, who, other):
    """A unit exponential waiting time."""
    return -math.log(uniform(seed, month, kind, who, other))


@rule
def normal(seed, month, kind, who, other):
    """A standard normal deviate (Box and Muller 1958)."""
    first, second = words(seed, month, kind, who, other)
    radius = math.sqrt(-2.0 * math.log((np.float64(first >> _TOP_52) + 0.5) * _TO_UNIT))
    return radius * math.cos(2.0 * math.pi * (np.float64(second >> _TOP_52) + 0.5) * _TO_UNIT)


@rule
def below(seed, month, kind, who, other, limit):
    """A whole number in 0 … limit - 1."""
    return min(int(uniform(seed, month, kind, who, other) * limit), limit - 1)


@rule
def poisson(seed, month, kind, who, other, mean):
    """A Poisson count by inversion; meant for means up to about 20, capped at 100."""
    left = uniform(seed, month, kind, who, other)
    chance = math.exp(-mean)
    count = 0
    while left > chance and count < 100:
        left -= chance
        count += 1
        chance *= mean / count
    return count
